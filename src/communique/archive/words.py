"""Words for comparing: folded, without endings, without the words that carry nothing.

In: text. Out: tuples of stems, and the query that full-text search understands. It finds no meaning: `reading/` does that; here
words only have to meet.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from communique.record.ids import folded
from communique.record.spans import Span

MIN_STEM = 4  # letters that a word keeps; shorter, "united" and "unit" would meet


@cache
def _listed(name: str) -> tuple[str, ...]:
    """The words of a data file."""
    text = (files("communique.archive") / "data" / name).read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(_listed("empty_words.txt"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its ending.

    Coarser than Porter's on purpose: "negotiate", "negotiation" and "negotiator" should meet, and a false meeting costs little
    where several words have to agree.
    """
    for ending in _listed("endings.txt"):
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


@lru_cache(maxsize=65536)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the words that carry something, in order."""
    return tuple(stem(word) for word in folded(text).split() if word not in _empty_words())


def wanted_stems(words: str) -> frozenset[str]:
    """The stems that a text must have to hold the words: of those that carry something, of all where none does."""
    return frozenset(stems(words)) or frozenset(stem(word) for word in folded(words).split())


def all_stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(word) for word in folded(text).split())


def holds_words(text: str, words: str) -> bool:
    """Whether every word of `words` that carries something occurs in `text`, whatever the endings."""
    wanted = wanted_stems(words)
    return bool(wanted) and wanted <= all_stems(text)


_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to stand together; `is_beginning`: the last of them is only the beginning of a word."""

    letters: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person's words ask for: stories with all the wanted phrases and none of the unwanted ones."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]


def parse_query(words: str) -> Asked:
    """What a person's words ask for.

    "Quoted words" stand together, a star at the end of a word is a beginning, a minus before one keeps stories out. Everything
    else is only letters.
    """
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for minus, phrase, word in _TERM.findall(words.replace("\0", " ")):
        letters = " ".join(re.findall(r"[^\W_]+", phrase or word))
        if letters:
            (unwanted if minus else wanted).append(Phrase(letters, word.endswith("*")))
    return Asked(tuple(wanted), tuple(unwanted))


def match_query(words: str) -> str | None:
    """A query of SQLite's full-text index for a person's words; None if nothing in them can be looked for.

    Every phrase is quoted: it cannot be mistaken for the index's own language.
    """
    asked = parse_query(words)
    if not asked.wanted:
        return None
    wanted, unwanted = ([f'"{p.letters}"' + "*" * p.is_beginning for p in each] for each in (asked.wanted, asked.unwanted))
    return " NOT ".join([f"({' AND '.join(wanted)})" if len(wanted) > 1 else wanted[0], *unwanted])


CONTEXT_CHARS = 320  # on either side at most: a long sentence of news, and still a line or three on a screen
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\W_a-z])|\n+")
# What ends in a stop and ends no sentence: months, titles, initials.
_ABBREVIATION = re.compile(
    r"(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Col|Maj|Lt|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|Prof|St|No|vs)"
    r"|(?:^|[^\w])(?:[A-Z]\.)*[A-Z])\Z"
)


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The ends of sentences and lines in a stretch of text."""
    for stop in _STOP.finditer(text, start, end):
        if stop[0][0] != "." or not _ABBREVIATION.search(text, max(0, stop.start() - 12), stop.start()):
            yield stop


def sentences_in(text: str) -> Iterator[Span]:
    """The sentences and lines of a text in order, without the space around them."""
    start = 0
    for end, after in (
        *((stop.start() + len(stop[0].rstrip()), stop.end()) for stop in _stops(text, 0, len(text))),
        (len(text),) * 2,
    ):
        words = text[start:end]
        left = start + len(words) - len(words.lstrip())
        right = start + len(words.rstrip())
        if left < right:
            yield Span(left, right)
        start = after


def context_of(text: str, span: Span) -> Span:
    """The sentence or so around a span, for showing it: to the nearest stop or line end, at most `CONTEXT_CHARS` away."""
    start = max(0, span.start - CONTEXT_CHARS)
    cut_before = start
    for stop in _stops(text, start, span.start):
        start = stop.end()
    if start == cut_before and start > 0:  # no stop in reach: begin with a whole word
        space = text.find(" ", start, span.start)
        start = space + 1 if space >= 0 else span.start
    limit = min(len(text), span.end + CONTEXT_CHARS)
    stop_after = next(_stops(text, max(span.start, span.end - 1), limit), None)
    end = limit
    if stop_after:
        end = max(span.end, stop_after.start() + len(stop_after.group().rstrip()))
    elif limit < len(text):
        space = text.rfind(" ", span.end, limit)
        end = space if space >= 0 else span.end
    while end > span.end and text[end - 1].isspace():
        end -= 1
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, end)
