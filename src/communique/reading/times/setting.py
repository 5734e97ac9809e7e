"""What the readers of time expressions share: what an expression's tokens say, where it stands, and what it is read as.

In: tokens of a rule's match; a story's text, publication date and tense. Out: `Slots`, `Setting`, `Reading`, and the choices
that several readers make. Refuses nothing: what the setting does not tell is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from communique.reading.tables import read_table, split_cell
from communique.reading.times.calendar import MONTHS_A_YEAR, Grain, Part, Period, make_month
from communique.reading.times.tense import AHEAD, BEHIND
from communique.reading.times.words import Item
from communique.record.vocab import TimeType

RELATIONS = frozenset(["last", "next", "past", "coming", "this", "these", "that", "same", "current", "recent", "other"])
BACKWARD, FORWARD = frozenset(["last", "previous", "past"]), frozenset(["next", "following"])  # among the relations
MODERN = range(1900, 2101)  # four digits that are a year without a preposition
SENTENCE_REACH = 200  # characters within which a month mentioned before counts as of the same sentence
QUARTER_REACH = 600  # characters after a quarter was named in which "a year ago" is a quarter too; set by hand on TimeBank
FAR_DAYS = 240  # beyond that, a date of last or next year has its year told; set by hand on TimeBank
SHORT_YEAR_AHEAD = 20  # '45 in a text of 2025 is 2045, '46 is 1946
_STOP = re.compile(r"[.!?]\s+[A-Z“\"]|\n\n")
_LAST_WORD = re.compile(r"([^\W\d_]+|[$€£¥#])[\s\"“‘'(]{0,3}\Z")
_NEXT_WORD = re.compile(r"[\s-]{0,2}([^\W\d_]+|%|[,.;:)])")


@dataclass(frozen=True, slots=True)
class Reading:
    """One expression: characters `start` to `end`, type and value, the days `first` to `last`.

    `period` is what later expressions may refer back to; `length` is a duration's number (its larger, of two) and unit.
    """

    start: int
    end: int
    type: TimeType
    value: str
    first: date | None = None
    last: date | None = None
    period: Period | None = None
    length: tuple[float, str] | None = None


@dataclass(slots=True)
class Setting:
    """Where an expression stands. `direction` tells the tense of its clause, `is_name` whether it is part of a person's name.

    `period` is the period last mentioned, `day` the day and `quarter` the quarter, None if none was;
    `past_day` is the last that is not after publication. The names with `_at` are the characters where these mentions end.
    """

    text: str
    published: date | None
    direction: Callable[[int, int], int]
    is_name: Callable[[int, int], bool]
    period: Period | None = None
    period_at: int = 0
    day: Period | None = None
    day_at: int = 0
    past_day: Period | None = None
    quarter: Period | None = None
    quarter_at: int = 0

    def note(self, reading: Reading) -> None:
        """Remember what a reading mentions."""
        period = reading.period
        if period is None:
            return
        self.period, self.period_at = period, reading.end
        if period.grain is Grain.DAY:
            self.day, self.day_at = period, reading.end
            if self.published is None or period.first <= self.published:
                self.past_day = period
        elif period.grain is Grain.QUARTER:
            self.quarter, self.quarter_at = period, reading.end

    def period_near(self, start: int) -> Period | None:
        """The month or year of the past last mentioned, if that was in the sentence of a place ("last May … on the 3rd")."""
        period = self.period
        if period is None or period.grain not in (Grain.MONTH, Grain.YEAR) or start - self.period_at > SENTENCE_REACH:
            return None
        over = self.published is not None and period.last < self.published
        return period if over and not _STOP.search(self.text, self.period_at, start) else None

    def quarter_near(self, start: int) -> Period | None:
        """The quarter last mentioned, if that was not long before a place."""
        return self.quarter if start - self.quarter_at <= QUARTER_REACH else None

    def before(self, start: int) -> str:
        """The word (or currency sign) right before a place, in lower case; empty if there is none."""
        found = _LAST_WORD.search(self.text, max(0, start - 40), start)
        return found[1].lower() if found else ""

    def after(self, end: int) -> str:
        """The word (or sign) right after a place, in lower case; empty if there is none."""
        found = _NEXT_WORD.match(self.text, end)
        return found[1].lower() if found else ""

    def anchor(self, words: set[str], *, of_day: bool = False) -> date | None:
        """The day that "last", "following" and the like count from: what was mentioned, or publication.

        `of_day`: "that day" and "the following day" need a day that was mentioned; None if none was.
        """
        if words & {"following", "previous", "that"}:
            if of_day:
                mentioned = self.day if "that" in words else self.past_day or self.day
                return mentioned.first if mentioned else None
            if self.period:
                return self.period.first
        return self.published


@dataclass(slots=True)
class Slots:
    """The tokens of an expression by class, and the words that relate it to another time, by what they stand for."""

    items: list[Item]
    by_kind: dict[str, list[Item]] = field(default_factory=dict)
    relations: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for item in self.items:
            self.by_kind.setdefault(item.kind, []).append(item)
            if item.kind in RELATIONS:
                self.relations.add(item.value)

    def __contains__(self, kind: str) -> bool:
        return kind in self.by_kind

    def first(self, *kinds: str) -> Item | None:
        """The first token of one of the classes."""
        return next((item for item in self.items if item.kind in kinds), None)

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end

    @property
    def part(self) -> Part | None:
        """Early, mid or late, as the expression says it."""
        item = self.first("early", "edge", "latter")
        return Part(int(item.value)) if item else None

    @property
    def relative_year(self) -> str | None:
        """The relation of a year named as "this year", None if it is not named so."""
        if "yearunit" not in self or not self.relations:
            return None
        at = self.items.index(self.by_kind["yearunit"][-1])
        before = [item.value for item in self.items[:at] if item.value in self.relations]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Contexts:
    """The words of times_contexts.tsv: what next to a number, a name or a unit decides what it is."""

    time: frozenset[str]
    year: frozenset[str]
    number: frozenset[str]
    counted: frozenset[str]
    calendar: frozenset[str]
    named_weekday: frozenset[str]
    before_verb: frozenset[str]
    before_units: frozenset[str]
    before_length: frozenset[str]
    after_length: frozenset[str]
    before_rate: frozenset[str]
    edges: frozenset[str]


@cache
def load_contexts() -> Contexts:
    """The shipped words, read once."""
    return Contexts(**{row["kind"]: frozenset(split_cell(row["words"])) for row in read_table("times_contexts.tsv")})


def dated(
    start: int, end: int, period: Period | None, value: str, slots: Slots | None = None, setting: Setting | None = None
) -> Reading:
    """A date with its days, narrowed by "early", "late", "the end of", "earlier" and "later" where `slots` say so."""
    if period is None:
        return Reading(start, end, TimeType.DATE, value)
    first, last = period.first, period.last
    if slots and slots.part is not None:
        narrowed = narrow(period, slots)
        first, last = narrowed.first, narrowed.last
    published = setting.published if setting else None
    if slots and published and first <= published <= last and (shift := slots.first("shift")):
        first, last = (first, published) if shift.value == "-1" else (published, last)
    return Reading(start, end, TimeType.DATE, value, first, last, period)


def narrow(period: Period, slots: Slots) -> Period:
    """The part of a period that "early", "late" or "the end of" picks; the end of a year is its last month, of a week its last day."""
    part = slots.part
    if part is None:
        return period
    if "edge" in slots and period.grain is Grain.WEEK and part is Part.LATE:
        return Period(period.grain, period.last, period.last, period.value)
    if "edge" in slots and period.grain is Grain.YEAR and part is not Part.MID:
        month = make_month(period.first.year, 1 if part is Part.EARLY else MONTHS_A_YEAR)
        return Period(period.grain, month.first, month.last, period.value) if month else period
    return period.narrow(part)


def years_around(published: date, make: Callable[[int], Period | None]) -> list[Period]:
    """What `make` makes of the year before publication, of its own and of the year after, where the calendar has it."""
    return [made for year in range(published.year - 1, published.year + 2) if (made := make(year))]


def nearest(periods: list[Period], published: date, direction: int) -> Period | None:
    """The last that has begun by publication, the next that has not ended, or, with no direction, the nearest.

    A date of another year that is far off would have its year told: the nearest is meant, whatever the tense.
    """
    chosen: Period | None = None
    if direction <= BEHIND:
        chosen = next((period for period in reversed(periods) if period.first <= published), None)
    elif direction >= AHEAD:
        chosen = next((period for period in periods if period.last >= published), None)
    if chosen and (abs(direction) > 1 or chosen.first.year == published.year or _distance(chosen, published) <= FAR_DAYS):
        return chosen
    return min(periods, key=lambda period: _distance(period, published), default=None)


def _distance(period: Period, day: date) -> int:
    return max((period.first - day).days, (day - period.last).days, 0)


def year_of(slots: Slots, setting: Setting) -> int | None:
    """The year that an expression names: in figures or by its relation ("last year"); None if it names none."""
    if item := slots.first("year"):
        return int(item.text)
    if item := slots.first("shortyear"):
        return short_year(item.text, setting.published)
    relation = slots.relative_year
    base = setting.anchor({relation}) if relation else None
    if relation is None or base is None:
        return None
    return base.year + {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1}.get(relation, 0)


def short_year(text: str, published: date | None) -> int:
    """The year of two digits ("'98"): the last before publication, or one of the next few."""
    number = int(text[-2:])
    base = published.year if published else MODERN.stop - 100
    century = base // 100 * 100
    return century + number if century + number <= base + SHORT_YEAR_AHEAD else century - 100 + number
