"""The calendar behind time expressions: periods, their arithmetic, and their TIMEX3 values.

In: days, years, units. Out: `Period` values, TIMEX3 values and the days that they cover. A period that would leave the years 1
to 9999 is None, and so are the days of a value that names none.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12
# Early, mid and late: days 1 to 10, 11 to 20, 21 to the end of a month; of a year its first, second and last four months.
EARLY_ENDS, MID_ENDS = 10, 20
EARLY_MONTHS, MID_MONTHS = 4, 8


class Grain(IntEnum):
    """How fine a period is, the finest first."""

    DAY = 0
    WEEKEND = 1
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    HALF = 5
    SEASON = 6
    YEAR = 7
    DECADE = 8
    CENTURY = 9


class Part(IntEnum):
    """The part of a period that "early", "mid" and "late" pick."""

    EARLY = 0
    MID = 1
    LATE = 2


# The units of quantities: how many of which of (days, months) one of them is. Times of day have neither.
UNITS: dict[str, tuple[int, int]] = {
    "day": (1, 0),
    "week": (DAYS_A_WEEK, 0),
    "fortnight": (2 * DAYS_A_WEEK, 0),
    "weekend": (DAYS_A_WEEK, 0),
    "month": (0, 1),
    "quarter": (0, 3),
    "season": (0, MONTHS_A_YEAR),
    "year": (0, MONTHS_A_YEAR),
    "decade": (0, 10 * MONTHS_A_YEAR),
    "century": (0, 100 * MONTHS_A_YEAR),
    "millennium": (0, 1000 * MONTHS_A_YEAR),
}
SUBDAY_UNITS = frozenset({"second", "minute", "hour"})
UNIT_GRAINS: dict[str, Grain] = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "fortnight": Grain.WEEK,
    "weekend": Grain.WEEKEND,
    "month": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "half": Grain.HALF,
    "season": Grain.SEASON,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
}


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included, that a calendar word names, with its TIMEX3 value."""

    grain: Grain
    first: date
    last: date
    value: str

    def narrow(self, part: Part) -> "Period":
        """Its early, middle or late part. The value stays the whole's, as TIMEX3 has it; only months and years have parts."""
        year, month = self.first.year, self.first.month
        if self.grain is Grain.MONTH:
            bounds = ((1, EARLY_ENDS), (EARLY_ENDS + 1, MID_ENDS), (MID_ENDS + 1, self.last.day))[part]
            first, last = date(year, month, bounds[0]), date(year, month, bounds[1])
        elif self.grain is Grain.YEAR:
            months = ((1, EARLY_MONTHS), (EARLY_MONTHS + 1, MID_MONTHS), (MID_MONTHS + 1, MONTHS_A_YEAR))[part]
            first, last = date(year, months[0], 1), _month_end(year, months[1])
        else:
            return self
        return Period(self.grain, first, last, self.value)


def day_period(day: date) -> Period:
    """One day."""
    return Period(Grain.DAY, day, day, day.isoformat())


def make_day(year: int, month: int, day: int) -> Period | None:
    """The day of that date; None if the calendar has none."""
    try:
        return day_period(date(year, month, day))
    except ValueError:
        return None


def make_week(day: date) -> Period | None:
    """The week, Monday to Sunday, that a day lies in; its value has the ISO week number."""
    year, week, weekday = day.isocalendar()
    first = _moved(day, 1 - weekday)
    last = _moved(day, DAYS_A_WEEK - weekday)
    if first is None or last is None:
        return None
    return Period(Grain.WEEK, first, last, f"{year:04}-W{week:02}")


def make_weekend(day: date) -> Period | None:
    """The Saturday and Sunday of the week that a day lies in."""
    week = make_week(day)
    if week is None:
        return None
    return Period(Grain.WEEKEND, week.last - timedelta(1), week.last, f"{week.value}-WE")


def make_month(year: int, month: int) -> Period | None:
    """A month."""
    if not (1 <= year <= date.max.year and 1 <= month <= MONTHS_A_YEAR):
        return None
    return Period(Grain.MONTH, date(year, month, 1), _month_end(year, month), f"{year:04}-{month:02}")


def make_quarter(year: int, quarter: int) -> Period | None:
    """A quarter of the calendar year, 1 to 4."""
    if not (1 <= year <= date.max.year and 1 <= quarter <= 4):
        return None
    return Period(Grain.QUARTER, date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter), f"{year:04}-Q{quarter}")


def make_half(year: int, half: int) -> Period | None:
    """A half of the calendar year, 1 or 2."""
    if not (1 <= year <= date.max.year and 1 <= half <= 2):
        return None
    return Period(Grain.HALF, date(year, 6 * half - 5, 1), _month_end(year, 6 * half), f"{year:04}-H{half}")


def make_year(year: int) -> Period | None:
    """A calendar year."""
    if not 1 <= year <= date.max.year:
        return None
    return Period(Grain.YEAR, date(year, 1, 1), date(year, MONTHS_A_YEAR, 31), f"{year:04}")


def make_decade(year: int) -> Period | None:
    """The decade that a year lies in: 1990 to 1999."""
    if not 1 <= year <= date.max.year:
        return None
    begin = year // 10 * 10
    return Period(Grain.DECADE, date(max(begin, 1), 1, 1), date(begin + 9, MONTHS_A_YEAR, 31), f"{begin // 10:03}")


def make_century(number: int) -> Period | None:
    """A century by its ordinal, as TIMEX3 counts it: the 20th is 1900 to 1999."""
    if not 1 <= number <= date.max.year // 100:
        return None
    begin = 100 * (number - 1)
    return Period(Grain.CENTURY, date(max(begin, 1), 1, 1), date(begin + 99, MONTHS_A_YEAR, 31), f"{number - 1:02}")


def period_at(grain: Grain, day: date) -> Period | None:
    """The period of a grain that a day lies in; None for seasons, which have no agreed first day."""
    match grain:
        case Grain.DAY:
            return day_period(day)
        case Grain.WEEKEND:
            return make_weekend(day)
        case Grain.WEEK:
            return make_week(day)
        case Grain.MONTH:
            return make_month(day.year, day.month)
        case Grain.QUARTER:
            return make_quarter(day.year, (day.month + 2) // 3)
        case Grain.HALF:
            return make_half(day.year, 1 if day.month <= 6 else 2)
        case Grain.YEAR:
            return make_year(day.year)
        case Grain.DECADE:
            return make_decade(day.year)
        case Grain.CENTURY:
            return make_century(day.year // 100 + 1)
        case _:
            return None


def shift_day(day: date, unit: str, amount: float) -> date | None:
    """The day `amount` units later (earlier, if negative); a month's end stays in its month ("a month after 31 January")."""
    days, months = UNITS.get(unit, (0, 0))
    if not days and not months:
        return day
    if abs(amount) > date.max.year * MONTHS_A_YEAR:
        return None
    if days:
        return _moved(day, round(days * amount))
    total = day.year * MONTHS_A_YEAR + day.month - 1 + round(months * amount)
    year, month = divmod(total, MONTHS_A_YEAR)
    if not 1 <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift_period(period: Period, amount: int) -> Period | None:
    """The period of the same grain that many further on; None for seasons."""
    unit = next(name for name, grain in UNIT_GRAINS.items() if grain is period.grain)
    unit, amount = ("month", 6 * amount) if period.grain is Grain.HALF else (unit, amount)
    moved = shift_day(period.first, unit, amount)
    return period_at(period.grain, moved) if moved else None


def weekday_near(day: date, weekday: int, direction: int) -> date | None:
    """A weekday (0 Monday) before (-1) or after (1) a day or on it; `direction` -2 and 2 leave the day itself out."""
    if direction < 0:
        back = (day.weekday() - weekday) % DAYS_A_WEEK
        return _moved(day, -(back or (DAYS_A_WEEK if direction < -1 else 0)))
    ahead = (weekday - day.weekday()) % DAYS_A_WEEK
    return _moved(day, ahead or (DAYS_A_WEEK if direction > 1 else 0))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the algorithm of Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def written_date(text: str) -> Period | None:
    """A date in figures: 2025-08-15, 8/15/2025 (month first, unless it is above 12), 15.8.2025."""
    numbers = [int(digits) for digits in re.findall(r"\d+", text)[:3]]
    if "-" in text or len(text.split("/")[0]) == 4:
        return make_day(*numbers)
    first, second, year = numbers
    if year < 100:
        year += 2000 if year < 70 else 1900  # the usual pivot of two-digit years (POSIX strptime)
    if "." in text or first > MONTHS_A_YEAR:
        return make_day(year, second, first)
    return make_day(year, first, second)


_VALUE = re.compile(
    r"""(?P<century>\d\d) | (?P<decade>\d{3}) | (?P<year>\d{4}) (?:
        -W(?P<week>\d\d)(?P<weekend>-WE)? | -Q(?P<quarter>[1-4]) | -H(?P<half>[12])
      | -(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.{0,12})?)? )?""",
    re.VERBOSE,
)


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day that a TIMEX3 value of a date or time covers.

    None for durations, sets, seasons, references ("PAST_REF") and dates with unknown parts ("XXXX-08-15"). "A/B" is A to B.
    """
    if "/" in value:
        ends = [days_of(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] and ends[0][0] <= ends[1][1] else None
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    part = {name: int(text) for name, text in found.groupdict().items() if text and text != "-WE"}
    year = part.get("year", 1)
    period: Period | None
    if "century" in part:
        period = make_century(part["century"] + 1)
    elif "decade" in part:
        period = make_decade(max(10 * part["decade"], 1))
    elif "week" in part:
        try:
            monday = date.fromisocalendar(year, part["week"], 1)
        except ValueError:
            return None
        period = make_weekend(monday) if found["weekend"] else make_week(monday)
    elif "quarter" in part:
        period = make_quarter(year, part["quarter"])
    elif "half" in part:
        period = make_half(year, part["half"])
    elif "day" in part:
        period = make_day(year, part["month"], part["day"])
    elif "month" in part:
        period = make_month(year, part["month"])
    else:
        period = make_year(year)
    return (period.first, period.last) if period else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None
