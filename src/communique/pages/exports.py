"""Several articles in one text file, as databases of news export them.

In: a page's lines. Out: `Document`s: each article's lines, and what its fields ("HEADLINE:", "BYLINE:", "LENGTH: 534 words") say of it.
Refuses a page without marks that only an export has: a few words before a colon make no field.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from communique.pages.clock import Clock
from communique.pages.lines import Line, Shape, behind
from communique.pages.tables import read_rows
from communique.pages.texthead import read_day_line
from communique.record.spans import Span

# What begins and what ends a document. The numbers of those that count must count on.
_COUNTED = re.compile(
    r"(?:document|article|story|item|record)\s+(\d{1,5})\s+of\s+\d{1,6}|(\d{1,5})\s+of\s+\d{1,6}\s+(?:documents|articles|stories)",
    re.I,
)
_END = re.compile(r"(?:end of (?:document|article|story)|document [a-z]{2,12}0*\d{8,}\w*)\W*", re.I)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\W.{0,200}|.{0,160}\ball rights reserved\b.{0,60}", re.I)
_RULE = re.compile(r"(?:[=_*#~-]\s?){8,}")
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z -]{1,24}?)\s?:(?:\s+|$)(?P<value>.*)", re.S)
_CODE = re.compile(r"(?P<name>[A-Z]{2,3})(?:\s+|$)(?P<value>.*)", re.S)
_BODY_ALONE = re.compile(r"(?:body|full text|article text|lead paragraph)\W{0,2}", re.I)
_LENGTH = re.compile(r"\d[\d,.]*\s*(?:words|w\b)", re.I)
_STRONG = frozenset({"headline", "author", "place", "length", "body", "published", "outlet"})
_BEHIND = frozenset({"end", "length", "url", "published", "section"})
_MAX_WITHIN_FOOTER = 2  # lines without a name among them
_MIN_ROLES = 3  # fields of different use that make a block of them
_BLOCK_ROLES = frozenset({"headline", "body", "length", "author"})
_NEVER_FIRST = frozenset({"end", "other", "url", "length"})
_BLOCK_GAP = 3  # lines from one field of a block to the next
_MAX_FORM_CHARS = 240
_TITLE_WORDS = 22
_MAX_HEADER_LINES = 40
_MAX_VALUE_WORDS = 40
_PARAGRAPH_WORDS = 12
_MAX_UNNAMED = 4  # lines without a name, one after the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article of an export: the lines that hold it, and its fields as they are written. `ignored`: codes among its lines."""

    lines: tuple[Line, ...]
    ignored: tuple[Span, ...] = ()
    headline: str | None = None
    author: str | None = None
    outlet: str | None = None
    section: str | None = None
    url: str | None = None
    day: tuple[date, Clock | None] | None = None
    day_written: str | None = None


@dataclass(slots=True)
class _Header:
    fields: dict[str, str]
    first: int  # the first line that is no header
    offset: int  # the characters of that line before the article
    n_marks: int


def find_documents(lines: Sequence[Line]) -> tuple[Document, ...]:
    """The documents of an export, in the page's order; none if the page is no export."""
    ranges = _ranges(lines)
    made = [document for first, last, is_marked in ranges if (document := _document(lines, first, last, is_marked=is_marked))]
    if len(ranges) > 1 and len(made) < 2:
        return ()
    return tuple(made)


def _ranges(lines: Sequence[Line]) -> list[tuple[int, int, bool]]:
    """Where documents may lie: first and last line, and whether a mark of an export says so."""
    counted = list(_counted(lines))
    if len(counted) > 1 or (counted and counted[0] == 0):
        edges = [*counted, len(lines)]
        return [(first + 1, last, True) for first, last in pairwise(edges)]
    ends = [i for i, line in enumerate(lines) if _END.fullmatch(line.whole)]
    if ends:
        starts = [0, *(i + 1 for i in ends)]
        lasts = [*ends, len(lines)]
        return [(first, last, True) for first, last in zip(starts, lasts, strict=True) if first < last]
    heads = _field_blocks(lines)
    if len(heads) > 1:
        edges = [*heads, len(lines)]
        return [(first, last, True) for first, last in pairwise(edges)]
    return [(0, len(lines), False)]


def _counted(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that count documents, one after the other."""
    before = 0
    for i, line in enumerate(lines):
        if (
            (match := _COUNTED.fullmatch(line.whole))
            and (number := int(match[1] or match[2]))
            and (not before or number == before + 1)
        ):
            yield i
            before = number


def _field_blocks(lines: Sequence[Line]) -> list[int]:
    """Where documents begin whose heads are blocks of fields, each opening with the same field; with the lines above without one."""
    blocks: list[tuple[int, str]] = []
    i = 0
    while i < len(lines):
        field = _field(lines[i])
        if field is None or field[0] in _NEVER_FIRST:
            i += 1
            continue
        opening = field[0]
        first = last = i
        roles = {opening}
        while i < len(lines) and i - last < _BLOCK_GAP:
            if (role := _role(lines[i])) is not None:
                roles.add(role)
                last = i
            elif _is_paragraph(lines[i]):
                break
            i += 1
        if len(roles - {"other", "end"}) >= _MIN_ROLES and roles & _BLOCK_ROLES:
            blocks.append((first, opening))
    starts = [first for first, opening in blocks if opening == blocks[0][1]]
    return [_with_title(lines, first, after=0 if not n else starts[n - 1] + 1) for n, first in enumerate(starts)]


def _is_paragraph(line: Line) -> bool:
    """Whether a line without a name is of an article, so that no header goes on behind it."""
    return line.n_words > (_PARAGRAPH_WORDS if line.shape is Shape.PROSE else _MAX_VALUE_WORDS)


def _role(line: Line) -> str | None:
    """What a line of a header holds, by its name or, for a date and a copyright, by its form."""
    if (field := _field(line)) is not None:
        return field[0]
    if len(line.whole) > _MAX_FORM_CHARS:
        return None
    if _COPYRIGHT.fullmatch(line.whole):
        return "copyright"
    return "published" if read_day_line(line.whole) is not None else None


def _with_title(lines: Sequence[Line], first: int, *, after: int) -> int:
    """Where the lines begin that stand, without a name, above the fields of a document: outlet, headline, date."""
    start = first
    while start > after and first - start < _MAX_UNNAMED:
        line = lines[start - 1]
        is_title = line.n_words and line.n_words <= _TITLE_WORDS and line.shape not in (Shape.PROSE, Shape.CUT, Shape.BIO)
        if not is_title or _name_of(line) in _end_names() or _COPYRIGHT.fullmatch(line.whole) or _END.fullmatch(line.whole):
            break
        start -= 1
    return start


def _name_of(line: Line) -> str | None:
    match = _FIELD.match(line.whole)
    return " ".join(match["name"].lower().split()) if match else None


def _document(lines: Sequence[Line], first: int, last: int, *, is_marked: bool) -> Document | None:
    while first < last and not lines[first].n_words:
        first += 1
    while last > first and not lines[last - 1].n_words:
        last -= 1
    header = _header(lines, first, last)
    known = set(header.fields) & _STRONG
    is_block = len(known) >= _MIN_ROLES and bool(known & {"headline", "author", "length", "body"})
    if not is_block and not is_marked:
        return None
    body = header.first
    until = _footer(lines, body, last)
    if not any(line.shape in (Shape.PROSE, Shape.BARE, Shape.CUT) for line in lines[body:until]):
        return None
    fields = header.fields
    day = fields.get("published")
    kept, codes = list[Line](), list[Span]()
    for line in lines[body:until]:
        if _roles().get(line.whole) == "body":
            codes.append(Span(line.start, line.end))
        else:
            kept.append(line)
    if header.offset and kept:
        kept[0] = behind(kept[0], header.offset)
    return Document(
        lines=tuple(kept),
        ignored=tuple(codes),
        headline=fields.get("headline"),
        author=_author(fields.get("author")),
        outlet=fields.get("outlet"),
        section=fields.get("section"),
        url=fields.get("url"),
        day=_day(day) if day else None,
        day_written=day,
    )


def _header(lines: Sequence[Line], first: int, last: int) -> _Header:
    """The fields at the head of a document, with the lines among them that have no name."""
    fields: dict[str, str] = {}
    unnamed: list[str] = []
    n_marks = offset = 0
    end = first  # behind the last line that is known to be of the header
    waiting: str | None = None  # a field whose value is to come
    n_above_day: int | None = None  # lines without a name above the date
    for i in range(first, min(last, first + _MAX_HEADER_LINES)):
        line = lines[i]
        field = ("body", "") if _BODY_ALONE.fullmatch(line.whole) else _field(line)
        if field is not None:
            unnamed += [lines[j].whole for j in range(end, i)]
            role, value = field
            waiting = None if value else role
            fields.setdefault(role, value)
            end = i + 1
            if role == "body":
                if value:
                    end, offset = i, len(line.whole) - len(value)
                break
        elif waiting is not None and line.n_words <= _MAX_VALUE_WORDS:
            fields[waiting] = fields.get(waiting) or line.whole
            waiting, end = None, i + 1
        elif (is_mark := _COPYRIGHT.fullmatch(line.whole) is not None) or read_day_line(line.whole) is not None:
            unnamed += [lines[j].whole for j in range(end, i)]
            n_marks += is_mark
            if not is_mark:
                fields.setdefault("published", line.whole)
                n_above_day = len(unnamed) if n_above_day is None else n_above_day
            end = i + 1
        elif _is_paragraph(line) or i - end >= _MAX_UNNAMED:
            break
    above, below = unnamed[: n_above_day or 0], unnamed[n_above_day or 0 :]
    _name_unnamed(fields, above, below, is_export=bool(n_marks or "length" in fields))
    found = {role: " ".join(value.split()) for role, value in fields.items() if value or role == "body"}
    return _Header(fields=found, first=end, offset=offset, n_marks=n_marks)


def _name_unnamed(fields: dict[str, str], above: Sequence[str], below: Sequence[str], *, is_export: bool) -> None:
    """The headline and the outlet, where they have no name: headline, outlet, date; or outlet, date, headline."""
    known = [words for words in above if any(c.isalpha() for c in words)]
    later = [words for words in below if any(c.isalpha() for c in words)]
    if not fields.get("headline"):
        if later and len(known) == 1 and is_export:
            fields["headline"] = later[0]
        elif known or later:
            fields["headline"] = known.pop(0) if known else later.pop(0)
    if known and is_export and not fields.get("outlet"):
        fields["outlet"] = known[0]


def _field(line: Line) -> tuple[str, str] | None:
    """The role and the value of a line that is a field; None for any other."""
    for match in (_FIELD.match(line.whole), _CODE.match(line.whole)):
        if match is None:
            continue
        name = " ".join(match["name"].split())
        role = _roles().get(name if match.re is _CODE else name.lower())
        value = match["value"].strip()
        if role is None or (role == "length" and not (_LENGTH.match(value) or not value or value.replace(",", "").isdigit())):
            continue
        if role == "body" or role in ("end", "other") or len(value.split()) <= _MAX_VALUE_WORDS:
            return role, value
    return None


@cache
def _roles() -> dict[str, str]:
    roles: dict[str, str] = {}
    for role, name in read_rows("export_fields.tsv"):
        roles.setdefault(name, role)
    return roles


@cache
def _end_names() -> frozenset[str]:
    """The names of fields that stand behind an article, those that may stand before it among them."""
    return frozenset(name for role, name in read_rows("export_fields.tsv") if role in _BEHIND)


def _footer(lines: Sequence[Line], first: int, last: int) -> int:
    """Where the fields behind an article begin."""
    end = last
    for i in range(last - 1, max(first, last - _MAX_HEADER_LINES) - 1, -1):
        whole = lines[i].whole
        named = [m["name"].lower() for m in (_FIELD.match(whole),) if m] + [m["name"] for m in (_CODE.match(whole),) if m]
        is_mark = _COPYRIGHT.fullmatch(whole) or _END.fullmatch(whole) or _RULE.fullmatch(whole)
        if is_mark or any(" ".join(name.split()) in _end_names() for name in named):
            end = i
        elif end - i > _MAX_WITHIN_FOOTER:
            break
    return end


def _author(written: str | None) -> str | None:
    if not written:
        return None
    name = re.sub(r"^by:?\s+", "", written, flags=re.I)
    return name.title() if name.isupper() else name or None


def _day(written: str) -> tuple[date, Clock | None] | None:
    return read_day_line(written)
