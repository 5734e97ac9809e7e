"""The line against the bare language pipeline, measured so that a busy machine does not decide.

In: pages. Out: CPU seconds of both, the best of several rounds; in each round the two take turns.

CPU time is what a process got, so that waiting for a core does not count; what is left of noise (caches, clock rates) only ever slows a
round down, so that the best round of each counts.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded: one core for both

from communique.reading.copies import ReadingsInMemory
from communique.reading.pipeline import DEFAULT_MODELS, Reader
from communique.record.jsonform import to_line
from communique.sources.base import Page


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

    texts = [page.content if isinstance(page.content, str) else page.content.decode() for page in pages]
    name = next(name for name in DEFAULT_MODELS if spacy.util.is_package(name))
    nlp = spacy.load(name)
    reader = reader or Reader()
    reader.warm()
    list(nlp.pipe(texts[:2]))

    def line() -> None:
        reader.readings = ReadingsInMemory()  # nothing is answered from the round before
        for record in reader.read_pages(pages):
            to_line(record)

    bare_s = line_s = float("inf")
    for _ in range(rounds):
        bare_s = min(bare_s, cpu_seconds(lambda: list(nlp.pipe(texts))))
        line_s = min(line_s, cpu_seconds(line))
    return Compared(words=sum(len(text.split()) for text in texts), bare_s=bare_s, line_s=line_s)
