"""Arithmetic of spans: half-open ranges of Unicode code points in a story's text.

In: offsets. Out: `Span` values. Refuses empty, reversed and negative ranges with `ValueError`.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `start` (inclusive) to `end` (exclusive) of a text, in Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end; got {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The span's words in `text`.

        Raises:
            ValueError: the span reaches past the end of `text`.
        """
        if self.end > len(text):
            raise ValueError(f"span {self.start}:{self.end} is not in a text of {len(text)} characters")
        return text[self.start : self.end]

    def shift(self, offset: int) -> "Span":
        """The same span moved by `offset` characters."""
        return Span(self.start + offset, self.end + offset)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether every character of `other` is in this span."""
        return self.start <= other.start and other.end <= self.end


def trim(text: str, start: int, end: int, extra: str = "") -> Span | None:
    """The span without white space, and without the characters of `extra`, at either edge; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return Span(start, end) if start < end else None


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that contains all of `spans`.

    Raises:
        ValueError: `spans` is empty.
    """
    listed = list(spans)
    if not listed:
        raise ValueError("no spans to enclose")
    return Span(min(s.start for s in listed), max(s.end for s in listed))


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The union of `spans`, in text order, with overlapping and touching ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
