"""The line against the bare language pipeline, measured so that a busy machine does not decide.

In: pages. Out: CPU seconds of both, the best of several rounds for every few pages.

CPU time is what a process got, so that waiting for a core does not count. What is left of noise (caches that others empty,
clock rates) only ever slows a run down and comes in bursts: the two take turns every few pages, the best round counts for each
few, and these are summed.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded: one core for both

from communique.reading.copies import ReadingsInMemory
from communique.reading.pipeline import DEFAULT_MODELS, Reader
from communique.record.jsonform import to_line
from communique.sources.base import Page

PAGES_A_TURN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """CPU seconds for the same pages, and how many words they have."""

    words: int
    bare_s: float
    line_s: float

    @property
    def ratio(self) -> float:
        """Words a second of the whole line, in those of the bare pipeline."""
        return self.bare_s / self.line_s


def cpu_seconds(run: Callable[[], object]) -> float:
    """The CPU time that this process takes for something."""
    began = time.process_time()
    run()
    return time.process_time() - began


def compare(pages: list[Page], *, rounds: int = 3, reader: Reader | None = None) -> Compared:
    """Read pages with the line, page to JSON, and their texts with the pipeline as spaCy loads it."""
    import spacy

    some = [pages[first : first + PAGES_A_TURN] for first in range(0, len(pages), PAGES_A_TURN)]
    texts = [[page.content if isinstance(page.content, str) else page.content.decode() for page in few] for few in some]
    name = next(name for name in DEFAULT_MODELS if spacy.util.is_package(name))
    nlp = spacy.load(name)
    reader = reader or Reader()
    reader.warm()
    list(nlp.pipe(texts[0]))

    def line(few: list[Page]) -> None:
        for record in reader.read_pages(few):
            to_line(record)

    bare_s, line_s = [float("inf")] * len(some), [float("inf")] * len(some)
    for _ in range(rounds):
        reader.readings = ReadingsInMemory()  # nothing is answered from the round before
        for turn, few in enumerate(some):
            bare_s[turn] = min(bare_s[turn], cpu_seconds(partial(list, nlp.pipe(texts[turn]))))
            line_s[turn] = min(line_s[turn], cpu_seconds(partial(line, few)))
    return Compared(words=sum(len(text.split()) for few in texts for text in few), bare_s=sum(bare_s), line_s=sum(line_s))
