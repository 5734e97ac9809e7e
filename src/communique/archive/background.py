"""Passages that a story repeats from an earlier one: the paragraphs of background under a follow-up's news.

In: texts, and which stories are no copies anyway. Out: for each story its repeated passages, each with the earlier story and place.
Sees whole sentences alone, word for word: what is told in other words is told anew. Does not depend on the order of arrival: the
stories are given in order of publication.
"""

import hashlib
import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from communique.archive.words import sentences_in

MIN_SENTENCE_WORDS = 8  # shorter ones are alike by chance ("He did not elaborate.")
# A passage has this many words at least: two reporters may quote one sentence of a speech word for word, not a paragraph.
MIN_PASSAGE_WORDS = 24
MOST_SOURCES = 8  # earlier stories that are kept for a sentence that many have


class Sentence(NamedTuple):
    """A sentence's place in its text, a hash of its words, and how many they are."""

    start: int
    end: int
    hash: int
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """A passage of a story, from `start` to `end`, that repeats what an earlier story has from `first_start` on."""

    story: int
    start: int
    end: int
    first: int
    first_start: int


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that are long enough to tell anything."""
    found = []
    for span in sentences_in(text):
        words = re.findall(r"\w+", span.of(text).casefold())
        if len(words) >= MIN_SENTENCE_WORDS:
            hashed = hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            found.append(Sentence(span.start, span.end, int.from_bytes(hashed, "big"), len(words)))
    return tuple(found)


def pack(sentences: Iterable[Sentence]) -> str:
    """Sentences as text, for keeping."""
    return " ".join(f"{s.start:x}.{s.end:x}.{s.hash:x}.{s.n_words:x}" for s in sentences)


def unpack(kept: str) -> tuple[Sentence, ...]:
    """What `pack` made."""
    return tuple(Sentence(*(int(part, 16) for part in each.split("."))) for each in kept.split())


def shared_hashes(kept: Iterable[str]) -> frozenset[int]:
    """The hashes that two stories or more have, of packed sentences; the rest need not be looked at again."""
    hashes = array("Q")
    for packed in kept:
        hashes.extend({sentence.hash for sentence in unpack(packed)})
    found, n = np.unique(np.frombuffer(hashes, dtype=np.uint64), return_counts=True)
    return frozenset(int(each) for each in found[n > 1])


def find_background(
    order: Sequence[int], kept: Mapping[int, str], *, repeating: Collection[int] = (), superseded: Collection[int] = ()
) -> list[Background]:
    """The repeated passages of all stories, in their order.

    Args:
        order: Numbers of the stories, the earliest first.
        kept: Their packed sentences.
        repeating: Copies: all of their text is known to be repeated.
        superseded: Earlier versions of a story: that a later one has their words is no repetition.
    """
    shared = shared_hashes(kept[story] for story in order if story not in superseded)
    seen: dict[int, dict[int, int]] = defaultdict(dict)  # by hash: the earliest stories that have it, and where
    found: list[Background] = []
    for story in order:
        if story in superseded:
            continue
        sentences = unpack(kept[story])
        if story not in repeating:
            found.extend(_passages(story, sentences, seen))
        for sentence in sentences:
            if sentence.hash in shared and len(seen[sentence.hash]) < MOST_SOURCES:
                seen[sentence.hash].setdefault(story, sentence.start)
    return found


def _passages(story: int, sentences: Sequence[Sentence], seen: Mapping[int, Mapping[int, int]]) -> Iterable[Background]:
    """Runs of sentences that one earlier story has as well, long enough together."""
    run: list[Sentence] = []
    source: int | None = None
    for sentence in (*sentences, None):
        sources = seen.get(sentence.hash, {}) if sentence else {}
        if sentence and source is not None and source in sources:
            run.append(sentence)
            continue
        if source is not None and sum(each.n_words for each in run) >= MIN_PASSAGE_WORDS:
            first_start = seen[run[0].hash][source]
            yield Background(story=story, start=run[0].start, end=run[-1].end, first=source, first_start=first_start)
        run, source = ([sentence], next(iter(sources))) if sentence and sources else ([], None)
