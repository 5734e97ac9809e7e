"""Find and normalise the time expressions of a story.

In: a parsed story and its publication date. Out: `FoundTime` values in text order that do not overlap, TIMEX3 in type and
value, with the days of an event under them. Refuses to guess: without a publication date only what names its own date has days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from communique.reading.found import FoundTime
from communique.reading.times.calendar import days_of
from communique.reading.times.dates import (
    read_dates,
    read_day,
    read_day_before,
    read_months,
    read_then,
    read_week_from,
    read_week_of,
)
from communique.reading.times.ends import Interval, find_ends
from communique.reading.times.lengths import read_ago, read_length, read_reference, read_set, read_span
from communique.reading.times.quarters import read_half, read_period, read_quarter, read_year_ago
from communique.reading.times.rules import load_grammar
from communique.reading.times.setting import Reading, Setting, Slots
from communique.reading.times.tense import find_direction, head_of, is_onset
from communique.reading.times.units import read_other, read_part, read_unit, read_year_end
from communique.reading.times.years import read_century, read_decade, read_season, read_year
from communique.record.model import DateInterval, TimeExpression
from communique.record.spans import Span
from communique.record.vocab import TimeType

if TYPE_CHECKING:
    from spacy.tokens import Doc

Reader = Callable[[Slots, Setting], Iterator[Reading]]


# Which function reads the matches of which rule of times_rules.tsv.
READERS: dict[str, Reader] = {
    "time": read_day,
    "daypart": read_day,
    "date": read_day,
    "monthday": read_day,
    "month": read_day,
    "holiday": read_day,
    "weekday": read_day,
    "deictic": read_day,
    "weekof": read_week_of,
    "weekfrom": read_week_from,
    "dates": read_dates,
    "months": read_months,
    "daybefore": read_day_before,
    "then": read_then,
    "year": read_year,
    "decade": read_decade,
    "century": read_century,
    "season": read_season,
    "quarter": read_quarter,
    "yearago": read_year_ago,
    "period": read_period,
    "half": read_half,
    "relunit": read_unit,
    "yearend": read_year_end,
    "relpart": read_part,
    "ago": read_ago,
    "span": read_span,
    "length": read_length,
    "setof": read_set,
    "other": read_other,
    "reference": read_reference,
}


def find_times(doc: Doc, published: date | None) -> tuple[FoundTime, ...]:
    """Find the time expressions of a story.

    Args:
        doc: The story's text as tokens. The dependency parse and tags tell the tense, named entities tell "May" the person; a
            `Doc` without them is read with less certainty.
        published: The story's publication date, from which "Tuesday" and "last month" are counted. None: they get no days.
    Returns:
        The expressions in text order, without overlap. `value` is the TIMEX3 value; `start` and `end` are the days of an event
        under the expression: fewer than the value's for "early March" (days 1 to 10), more for the two ends of "from X to Y",
        None for most durations, sets, seasons and what cannot be resolved. Under "before May" both are the last day of April.
    Source:
        TIMEX3 as in TimeML 1.2.1 and ISO 24617-1.
    """
    finder = _Finder(doc, published)
    readings = finder.read()
    return tuple(
        finder.to_found(interval) for interval in find_ends(finder.text, readings, published, finder.direction, finder.is_onset)
    )


def to_interval(time: FoundTime) -> DateInterval | None:
    """The days of an event under a time expression, with its span; None if the expression names none.

    "By", "until", "before" and "within X" run from an open beginning to X's last day, "since X" from X's first day on.
    """
    first = None if time.open_before else time.start
    last = None if time.open_after else time.end
    return DateInterval(first=first, last=last, span=time.span) if first or last else None


def to_expression(time: FoundTime) -> TimeExpression:
    """The TIMEX3 of a time expression: its days are those that its value covers, whatever the words around it say."""
    days = days_of(time.value) if time.type in (TimeType.DATE, TimeType.TIME) else None
    first, last = days or (None, None)
    return TimeExpression(span=time.span, type=time.type, value=time.value, first=first, last=last)


class _Finder:
    """One story being read."""

    def __init__(self, doc: Doc, published: date | None) -> None:
        self.doc = doc
        self.text = doc.text  # made anew by spaCy at each call
        self.setting = Setting(self.text, published, self.direction, self.is_name)
        self._starts: list[int] = []

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens (exclusive end) that share a character with `start` to `end`."""
        if not self._starts:
            self._starts = [int(offset) for offset in self.doc.to_array(["IDX"]).ravel()]
        return max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)

    def direction(self, start: int, end: int) -> int:
        """Whether the clause around an expression looks back or ahead."""
        return find_direction(self.doc, *self.tokens(start, end))

    def is_onset(self, start: int, end: int) -> bool:
        """Whether an expression tells when something began that goes on."""
        return is_onset(self.doc, *self.tokens(start, end))

    def is_name(self, start: int, end: int) -> bool:
        """Whether a word is part of a person's name, or a verb."""
        token = self.doc[self.tokens(start, end)[0]]
        return token.ent_type_ == "PERSON" or token.tag_[:1] in ("V", "M")

    def read(self) -> list[Reading]:
        """All expressions, each read in the light of those before it."""
        grammar = load_grammar()
        scan = grammar.words.scan(self.text)
        readings: list[Reading] = []
        match = grammar.search(scan, 0)
        while match:
            slots = Slots(scan.items(match.first, match.last, grammar.words))
            found = list(READERS[match.rule](slots, self.setting))
            for reading in found:
                self.setting.note(reading)
            readings.extend(found)
            # A rule that finds no time in its words leaves all but the first to the other rules.
            match = grammar.search(scan, match.last if found else match.first + 1)
        return readings

    def to_found(self, interval: Interval) -> FoundTime:
        """The expression on the story's tokens."""
        reading = interval.reading
        first, last = self.tokens(reading.start, reading.end)
        return FoundTime(
            span=Span(reading.start, reading.end),
            first=first,
            last=last,
            head=head_of(self.doc, first, last),
            type=reading.type,
            value=reading.value,
            start=interval.first,
            end=interval.last,
            open_before=interval.open_before,
            open_after=interval.open_after,
        )
