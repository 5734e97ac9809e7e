"""What a text in several printed pages repeats at the head and foot of each: running titles and page numbers.

In: a page's text. Out: the `Span`s of such lines. Refuses a line that comes once, and one in the middle of a page, whatever it looks
like; and numbers that do not count on.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from communique.record.spans import Span, trim

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_NUMBERED = re.compile(
    r"\W{0,4}(?:page|pg|p)\.?\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,4}|[-–—]\s*(\d{1,4})\s*[-–—]|(\d{1,4})\s*(?:of|/)\s*\d{1,4}",
    re.I,
)
_BARE_NUMBER = re.compile(r"\W{0,4}(\d{1,4})\W{0,4}")
_TRAILING_NUMBER = re.compile(
    r"(?:\bpage|\bp\.?|[|–—-])?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*$|^\d{1,4}\b\s*[|–—-]?\s*", re.I
)
_EDGE_LINES = 3  # at a page's head and foot
_MAX_CHARS = 110
_SHARE = 0.5  # of the pages that carry a running line
_MIN_MARKS = 2


@dataclass(frozen=True, slots=True)
class _Row:
    span: Span
    words: str
    sheet: int  # the number of form feeds before it


def running_lines(text: str) -> tuple[Span, ...]:
    """The lines that are no part of what a text in pages tells, in text order.

    A running title on the first page stays where it may be the text's own.
    """
    rows = _rows(text)
    if not rows:
        return ()
    if rows[-1].sheet:
        return _of_sheets(rows)
    return _of_marks(rows)


def _rows(text: str) -> list[_Row]:
    rows: list[_Row] = []
    sheet = at = 0
    for match in _LINE.finditer(text):
        sheet += text.count("\f", at, match.start())
        at = match.start()
        if (span := trim(text, match.start(), match.end())) is not None:
            rows.append(_Row(span, text[span.start : min(span.end, span.start + _MAX_CHARS + 1)], sheet))
    return rows


def _of_sheets(rows: Sequence[_Row]) -> tuple[Span, ...]:
    """Of a text whose pages are parted by form feeds."""
    sheets: dict[int, list[_Row]] = {}
    for row in rows:
        sheets.setdefault(row.sheet, []).append(row)
    edges = [
        {id(row): row for row in (*sheet[:_EDGE_LINES], *sheet[-_EDGE_LINES:]) if len(row.words) <= _MAX_CHARS}
        for sheet in sheets.values()
    ]
    carried = Counter(key for edge in edges for key in {_key(row.words) for row in edge.values()})
    least = max(_MIN_MARKS, _SHARE * len(sheets))
    found: list[Span] = []
    for number, edge in enumerate(edges):
        for row in edge.values():
            is_number = bool(_NUMBERED.fullmatch(row.words) or _BARE_NUMBER.fullmatch(row.words))
            repeats = carried[_key(row.words)] >= least and not _ends(row.words)
            if repeats and (number or is_number or any(c.isdigit() for c in row.words)):
                found.append(row.span)
    return tuple(sorted(found))


def _of_marks(rows: Sequence[_Row]) -> tuple[Span, ...]:
    """Of a text without form feeds, whose numbered lines ("Page 3 of 7") count its pages."""
    marks: list[int] = []
    before: int | None = None
    for i, row in enumerate(rows):
        if len(row.words) > _MAX_CHARS or (match := _NUMBERED.fullmatch(row.words)) is None:
            continue
        number = int(next(group for group in match.groups() if group))
        if before is None or number == before + 1:
            marks.append(i)
            before = number
    if len(marks) < _MIN_MARKS:
        return ()
    places = {i + step for i in marks for step in (-2, -1, 1, 2)} - set(marks)
    near = [i for i in sorted(places) if 0 <= i < len(rows) and len(rows[i].words) <= _MAX_CHARS and not _ends(rows[i].words)]
    beside = Counter(_key(rows[i].words) for i in near)
    least = max(_MIN_MARKS, _SHARE * len(marks))
    running = [i for i in near if beside[_key(rows[i].words)] >= least]
    return tuple(sorted(rows[i].span for i in {*marks, *running}))


def _key(words: str) -> str:
    """A running line without its page number."""
    if _NUMBERED.fullmatch(words) or _BARE_NUMBER.fullmatch(words):
        return "#"
    return " ".join(_TRAILING_NUMBER.sub("", words).casefold().split()) or "#"


def _ends(words: str) -> bool:
    """Whether a line ends a sentence, which a running title does not."""
    return words.endswith((".", "!", "?", "”", '"')) and not words.lower().endswith((" inc.", " ltd.", " co."))
