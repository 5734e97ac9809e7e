"""Days on a line: where a day stands, and which days to name.

In: the first and last day, the ends of the line. Out: positions, ticks, and the ranges to zoom to. Refuses nothing: a line of one
day is a week long.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MOST_TICKS = 9
_LEAST_DAYS = 7
_STEPS = (1, 2, 7, 14)  # days
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A line from `first` at `left` to `last` at `right`."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, first: date, last: date, *, left: float, right: float) -> "Scale":
        """A line over these days, wide enough to be read."""
        missing = _LEAST_DAYS - (last - first).days
        if missing > 0:
            first, last = moved(first, -(missing // 2)), moved(last, missing - missing // 2)
        return cls(first=first, last=last, left=left, right=right)

    @property
    def n_days(self) -> int:
        """How long the line is."""
        return max(1, (self.last - self.first).days)

    def at(self, day: date) -> float:
        """Where a day stands; days beyond the ends stand at them."""
        inside = min(max(day, self.first), self.last)
        return self.left + (inside - self.first).days * (self.right - self.left) / self.n_days

    def ticks(self) -> tuple[tuple[date, str], ...]:
        """The days to name, in the fewest words that tell them apart."""
        for step in _STEPS:
            if self.n_days / step < MOST_TICKS:
                return tuple(self._every(step))
        for months in _MONTHS:
            if self.n_days / (months * 30.4) < MOST_TICKS:
                return tuple(self._every_month(months))
        return ((self.first, str(self.first.year)), (self.last, str(self.last.year)))

    def _every(self, step: int) -> list[tuple[date, str]]:
        start = self.first if step < 7 else moved(self.first, -self.first.weekday() % 7)
        made: list[tuple[date, str]] = []
        day = start
        while day <= self.last:
            made.append((day, f"{day.day} {day:%b}" if made else f"{day.day} {day:%b} {day.year}"))
            following = moved(day, step)
            if following == day:
                break
            day = following
        return made

    def _every_month(self, step: int) -> list[tuple[date, str]]:
        index = self.first.year * 12 + self.first.month - 1 + (self.first.day > 1)
        index += -index % step
        made: list[tuple[date, str]] = []
        while index // 12 <= 9999 and (day := date(index // 12, index % 12 + 1, 1)) <= self.last:
            with_year = step >= 12 or day.month == 1 or not made
            made.append((day, str(day.year) if step >= 12 else f"{day:%b} {day.year}" if with_year else f"{day:%b}"))
            index += step
        return made

    def zoomed(self, factor: float) -> tuple[date, date]:
        """The days of a line `factor` times as long about the same middle."""
        middle = self.n_days / 2
        half = max(_LEAST_DAYS / 2, middle * factor)
        return moved(self.first, round(middle - half)), moved(self.first, round(middle + half))

    def shifted(self, share: float) -> tuple[date, date]:
        """The days of a line as long as this one, `share` of its length later (earlier where negative)."""
        by = round(self.n_days * share)
        return moved(self.first, by), moved(self.last, by)


def moved(day: date, n_days: int) -> date:
    """The day `n_days` later; the calendar's first or last day where there is none."""
    try:
        return day + timedelta(days=n_days)
    except OverflowError:
        return date.max if n_days > 0 else date.min


def month_end(first: date) -> date:
    """The last day of the month that begins on `first`."""
    return first.replace(day=monthrange(first.year, first.month)[1])
