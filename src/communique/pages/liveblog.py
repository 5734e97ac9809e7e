"""Live blogs in plain text: entries under the time at which each was written.

In: a page's lines. Out: a `Blog`: its entries, in the page's order, with their headlines, times and days. Refuses a page whose times
run neither forward nor back; an agenda, whose times have no sentences under them; and a chronicle, whose times open its paragraphs
("14:32 The envoys are back."): that is one article, told along the clock.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from communique.pages.clock import Clock, match_clock, moment, zone_of
from communique.pages.lines import Line, Shape, behind
from communique.pages.texthead import read_day_line

_BEFORE_CLOCK = re.compile(r"[\[(]?(?:(?:posted|published|added|time|at)\b(?:\s(?:at|on))?\s?:?\s*)?[\[(]?(?=\d)", re.I)
_AFTER_CLOCK = re.compile(r"\s?[\])]?(?:\s?\(?local(?: time)?\)?)?\s*(?P<mark>[:|–—•·-]+(?:\s|$))?\s*[\])]?\s*")
_LIVE = re.compile(
    r"\blive(?:[- ]?blog|[- ](?:updates?|coverage|news|feed|report(?:ing)?|text|ticker))?\b|\bas (?:it|they) happen(?:ed|s)\b"
    r"|\bminute[- ]by[- ]minute\b|\brolling (?:coverage|updates|news)\b|\blatest updates\b|\bupdates? from\b",
    re.I,
)
_ALL_TIMES = re.compile(
    r"\b(?:all )?times (?:are |in |given in |shown in )*(?:local )?\(?(?P<zone>[A-Za-z]{2,4}(?:[+-]\d{1,2})?)\b", re.I
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_WITHOUT_YEAR = re.compile(
    r"\W*(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)?,?\s*"
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>[a-z]{3,9})|(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)\W*",
    re.I,
)
_WEEKDAY_ALONE = re.compile(r"\W*(?:mon|tues|wednes|thurs|fri|satur|sun)day\W*", re.I)

_MIN_ENTRIES, _MIN_ENTRIES_LIVE = 3, 2
_FULL_SHARE = 0.6  # of the entries that have a sentence
_ORDER_SHARE = 0.8  # of neighbours that keep the order
_INLINE_SHARE = 0.5  # of the entries whose sentence begins in the line of their time, at most
_LONG_OPENING = 0.4  # of the page's words before its first entry: an article with comments below
_NIGHT_MINUTES = 6 * 60  # a jump against the order that is longer passes midnight
OWN_DAY = 0
_WORDS = (Shape.PROSE, Shape.BARE, Shape.CUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: its lines without that of its time, and what stands in that. `day` is the page's word for this entry or those
    under the same day; `stretch` numbers the runs of entries between two days, OWN_DAY those that name their own."""

    lines: tuple[Line, ...]
    clock: Clock
    headline: str | None = None
    day: date | None = None
    is_day_unknown: bool = False
    stretch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """When an entry was written, as far as its page says: `moment` in ISO 8601."""

    day: date | None = None
    moment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """A live blog. `first` is the number of the line with which its first entry begins; `zone` holds for times that name none."""

    first: int
    entries: tuple[Entry, ...]
    is_newest_first: bool
    zone: str | None = None

    def moments(self, page_day: date | None) -> Iterator[tuple[Entry, At]]:
        """Each entry and when it was written.

        A day between the entries holds for those under it until their times pass midnight; the page's own day holds for the
        oldest entries until then. Past midnight nothing says which day it is, and no moment is told.

        Args:
            page_day: The day of the page's publication; None if it is not known.
        """
        stretches: dict[int, list[Entry]] = {}
        for entry in self.entries:
            stretches.setdefault(entry.stretch, []).append(entry)
        nights = {number: self._nights(entries) for number, entries in stretches.items()}
        oldest = {number: passed[-1] if self.is_newest_first else passed[0] for number, passed in nights.items()}
        waiting = {number: iter(passed) for number, passed in nights.items()}
        for entry in self.entries:
            night = next(waiting[entry.stretch])
            if entry.stretch == OWN_DAY:
                day = entry.day
            elif entry.day is not None:
                day = entry.day if night == 0 else None
            else:
                day = page_day if night == oldest[entry.stretch] and not entry.is_day_unknown else None
            yield entry, At(day=day, moment=moment(day, entry.clock, self.zone) if day else None)

    def _nights(self, entries: Sequence[Entry]) -> list[int]:
        """How many midnights lie between the first entry and each."""
        nights = [0]
        for one, two in pairwise(entries):
            step = two.clock.minutes - one.clock.minutes
            against = step if self.is_newest_first else -step
            nights.append(nights[-1] + (against > _NIGHT_MINUTES))
        return nights


@dataclass(frozen=True, slots=True)
class _Head:
    line: int
    clock: Clock
    rest: int  # where in the line the words behind the time begin
    day: date | None


def find_blog(lines: Sequence[Line]) -> Blog | None:
    """The live blog that a page is; None if it is none."""
    heads = [head for i, line in enumerate(lines) if (head := _head(i, line)) is not None]
    if len(heads) < _MIN_ENTRIES_LIVE:
        return None
    first = heads[0].line
    is_live = any(
        _LIVE.search(line.whole) for line in lines[: first + 1][:30] if line.shape is not Shape.PROSE or line.n_words < 5
    )
    if len(heads) < (_MIN_ENTRIES_LIVE if is_live else _MIN_ENTRIES):
        return None
    if not is_live and sum(line.n_words for line in lines[:first]) > _LONG_OPENING * sum(line.n_words for line in lines):
        return None
    edges = [*(head.line for head in heads), len(lines)]
    is_inline = [_is_prose_behind(lines[head.line], head.rest) for head in heads]
    full = [
        inline or any(line.shape is Shape.PROSE for line in lines[head.line + 1 : end])
        for head, end, inline in zip(heads, edges[1:], is_inline, strict=True)
    ]
    if sum(full) < _FULL_SHARE * len(heads) or sum(is_inline) > _INLINE_SHARE * len(heads):
        return None
    steps = [two.clock.minutes - one.clock.minutes for one, two in pairwise(heads)]
    ups, downs = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    n_days = sum(_is_day(line) for line in lines) + sum(abs(step) > _NIGHT_MINUTES for step in steps)
    if max(ups, downs) + steps.count(0) + min(n_days, min(ups, downs)) < _ORDER_SHARE * len(steps):
        return None
    return _blog(lines, heads, is_newest_first=downs > ups)


def _blog(lines: Sequence[Line], heads: Sequence[_Head], *, is_newest_first: bool) -> Blog:
    above = _headlines_above(lines, heads)
    starts = [head.line - above for head in heads]
    entries: list[Entry] = []
    stretch, day, is_unknown = 1, None, False
    for i in range(starts[0] - 1, -1, -1):  # a day right above the first entry
        if lines[i].shape is Shape.PROSE:
            break
        if (found := _day_of(lines[i], day)) is not None:
            day = found
            break
    page_day = next((given[0] for line in lines[: starts[0]] if (given := read_day_line(line.whole)) is not None), None)
    for head, start, end in zip(heads, starts, [*starts[1:], len(lines)], strict=True):
        own = [lines[i] for i in range(start, end) if i != head.line]
        next_day, is_next_unknown, moves = day, is_unknown, False
        kept: list[Line] = []
        for line in own:
            if _is_day(line):
                next_day = _day_of(line, day or page_day)
                is_next_unknown, moves = next_day is None, True
            else:
                kept.append(line)
        headline = None
        line = lines[head.line]
        words = line.whole[head.rest :].strip()
        if words:
            inner = behind(line, head.rest)
            if inner.shape in (Shape.PROSE, Shape.CUT) or not any(other.shape is Shape.PROSE for other in kept):
                kept.insert(0, inner)
            else:
                headline = words
        if any(line.shape in _WORDS for line in kept):
            entry_day = head.day or day
            entries.append(
                Entry(
                    lines=tuple(kept),
                    clock=head.clock,
                    headline=headline,
                    day=entry_day,
                    is_day_unknown=is_unknown and head.day is None,
                    stretch=OWN_DAY if head.day else stretch,
                )
            )
        if moves:
            day, is_unknown, stretch = next_day, is_next_unknown, stretch + 1
    return Blog(first=starts[0], entries=tuple(entries), is_newest_first=is_newest_first, zone=_zone(lines[: starts[0]]))


def _head(i: int, line: Line) -> _Head | None:
    """The time that a line begins with or consists of; None if it is no head of an entry."""
    whole = line.whole
    opening = _BEFORE_CLOCK.match(whole, len(whole) - len(line.text) if line.bullet else 0)
    if opening is None:
        if line.kind != "stamp":
            return None
        given = read_day_line(whole)
        return _Head(i, given[1], len(whole), given[0]) if given and given[1] else None
    clock = match_clock(whole, opening.end())
    if clock is None:
        given = read_day_line(whole[opening.end() :])
        return _Head(i, given[1], len(whole), given[0]) if given and given[1] else None
    after = _AFTER_CLOCK.match(whole, clock.end)
    rest = after.end() if after else clock.end
    if rest >= len(whole):
        return _Head(i, clock, len(whole), None)
    if (given := read_day_line(whole[clock.end :])) is not None:
        return _Head(i, clock, len(whole), given[0])
    is_marked = bool(after and after["mark"]) or whole[clock.end : rest].strip() != ""
    if not is_marked and (whole[clock.end : rest] == "" or not whole[rest].isupper()):
        return None
    return _Head(i, clock, rest, None)


def _is_prose_behind(line: Line, rest: int) -> bool:
    return bool(line.whole[rest:].strip()) and line.shape is Shape.PROSE


def _headlines_above(lines: Sequence[Line], heads: Sequence[_Head]) -> int:
    """1 if the entries' headlines stand above their times, else 0."""
    n = 0
    for head in heads:
        i = head.line
        before = lines[i - 1] if i else None
        after = lines[i + 1] if i + 1 < len(lines) else None
        is_alone = head.rest >= len(lines[i].whole)
        n += bool(
            is_alone and before and before.shape is Shape.BARE and before.n_words > 2 and after and after.shape is Shape.PROSE
        )
    return int(n > _FULL_SHARE * len(heads))


def _is_day(line: Line) -> bool:
    """Whether a line is a day that heads entries."""
    if len(line.whole) > 40:
        return False
    given = read_day_line(line.whole)
    if given is not None:
        return given[1] is None
    return _WEEKDAY_ALONE.fullmatch(line.whole) is not None or _dateless(line.whole) is not None


def _dateless(words: str) -> re.Match[str] | None:
    match = _DAY_WITHOUT_YEAR.fullmatch(words)
    return match if match and (match["m1"] or match["m2"])[:3].lower() in _MONTHS else None


def _day_of(line: Line, near: date | None) -> date | None:
    """The day that a line gives; one without a year is the one nearest to a day that is known, if its weekday agrees."""
    if not _is_day(line):
        return None
    if (given := read_day_line(line.whole)) is not None:
        return given[0]
    match = _dateless(line.whole)
    if match is None or near is None:
        return None
    month = _MONTHS.index((match["m1"] or match["m2"])[:3].lower()) + 1
    for year in (near.year, near.year - 1, near.year + 1):
        try:
            day = date(year, month, int(match["d1"] or match["d2"]))
        except ValueError:
            continue
        if abs(day - near) <= timedelta(days=183):
            weekday = (match["weekday"] or "")[:3].lower()
            return day if not weekday or _WEEKDAYS[day.weekday()] == weekday else None
    return None


def _zone(before: Sequence[Line]) -> str | None:
    for line in before:
        match = _ALL_TIMES.search(line.whole)
        if match and zone_of(match["zone"]) is not None:
            return match["zone"]
    return None
