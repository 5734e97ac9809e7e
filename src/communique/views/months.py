"""A month of prospects: what is or was due on which of its days.

In: prospects, a month. Out: `Month`, weeks of days from Monday on. Refuses nothing.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from communique.archive.results import ProspectEntry

MOST_DAYS = 10  # a date over more days than this is no appointment: it stands beside the month


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day and what is due on it. `is_outside`: of the month before or after, to fill the week."""

    day: date
    prospects: tuple[ProspectEntry, ...]
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The weeks of a month; `loose` are prospects with a date that is wider than `MOST_DAYS` and touches the month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    loose: tuple[ProspectEntry, ...]

    @property
    def previous(self) -> date | None:
        """The month before; None at the beginning of the calendar."""
        return None if self.first <= date(1, 1, 1) else (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date | None:
        """The month after; None at the end of the calendar."""
        last = self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return None if last == date.max else last + timedelta(days=1)

    @property
    def prospects(self) -> tuple[ProspectEntry, ...]:
        """All that the month shows, by day, each once."""
        shown = {p.id: p for week in self.weeks for day in week if not day.is_outside for p in day.prospects}
        return (*shown.values(), *self.loose)


def month_of(prospects: Iterable[ProspectEntry], first: date) -> Month:
    """The month that begins on `first`."""
    by_day: dict[date, list[ProspectEntry]] = {}
    loose = []
    n_days = calendar.monthrange(first.year, first.month)[1]
    last = first.replace(day=n_days)
    for prospect in prospects:
        if prospect.due is None:
            continue
        start, end = prospect.due.first, prospect.due.last
        if start is not None and end is not None and (end - start).days < MOST_DAYS:
            for number in range((end - start).days + 1):
                by_day.setdefault(start + timedelta(days=number), []).append(prospect)
        elif (start or date.min) <= last and (end or date.max) >= first and _touches(start, end, first, last):
            loose.append(prospect)
    lead = first.weekday()
    cells: list[Day] = []
    for number in range(-lead, n_days + (-(lead + n_days)) % 7):
        try:
            day = first + timedelta(days=number)
        except OverflowError:  # the first and the last month of the calendar
            continue
        cells.append(Day(day=day, prospects=tuple(by_day.get(day, ())), is_outside=not first <= day <= last))
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(first=first, weeks=weeks, loose=tuple(loose))


def _touches(start: date | None, end: date | None, first: date, last: date) -> bool:
    """Whether a wide or half-open date names the month: "by August" stands in August, not in every month before."""
    if start is None:
        return end is not None and first <= end <= last
    if end is None:
        return first <= start <= last
    return True
