"""The calendar behind time expressions: periods, their arithmetic and their TIMEX3 values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.times.calendar import (
    Grain,
    Part,
    day_period,
    days_of,
    easter,
    make_century,
    make_decade,
    make_half,
    make_month,
    make_quarter,
    make_year,
    period_at,
    shift_day,
    shift_period,
    weekday_near,
    written_date,
)

DAYS = st.dates(min_value=date(101, 1, 1), max_value=date(9989, 12, 31))
GRAINS = st.sampled_from([grain for grain in Grain if grain is not Grain.SEASON])


@given(day=DAYS, grain=GRAINS)
def test_value_of_a_period_names_its_days(day: date, grain: Grain) -> None:
    period = period_at(grain, day)
    assert period is not None
    assert days_of(period.value) == (period.first, period.last)
    assert grain is Grain.WEEKEND or period.first <= day <= period.last


@given(day=DAYS, grain=GRAINS, amount=st.integers(min_value=-40, max_value=40))
def test_shifted_period_is_shifted_back(day: date, grain: Grain, amount: int) -> None:
    period = period_at(grain, day)
    assert period is not None
    shifted = shift_period(period, amount)
    assert shifted is None or shifted.grain is grain
    if shifted is not None and amount:
        assert shift_period(shifted, -amount) == period


@given(day=DAYS, grain=GRAINS, part=st.sampled_from(Part))
def test_part_of_a_period_lies_in_it_and_keeps_its_value(day: date, grain: Grain, part: Part) -> None:
    period = period_at(grain, day)
    assert period is not None
    narrowed = period.narrow(part)
    assert period.first <= narrowed.first <= narrowed.last <= period.last
    assert narrowed.value == period.value


@given(day=DAYS, weekday=st.integers(min_value=0, max_value=6), direction=st.sampled_from([-2, -1, 1, 2]))
def test_weekday_lies_within_a_week_on_its_side(day: date, weekday: int, direction: int) -> None:
    found = weekday_near(day, weekday, direction)
    assert found is not None
    assert found.weekday() == weekday
    distance = (found - day).days if direction > 0 else (day - found).days
    assert (0 if abs(direction) == 1 else 1) <= distance <= (6 if abs(direction) == 1 else 7)


@pytest.mark.parametrize(
    ("unit", "amount", "moved"),
    [
        ("day", 3, date(2024, 2, 3)),
        ("week", -1, date(2024, 1, 24)),
        ("fortnight", 1, date(2024, 2, 14)),
        ("month", 1, date(2024, 2, 29)),
        ("month", -2, date(2023, 11, 30)),
        ("quarter", 1, date(2024, 4, 30)),
        ("year", 1.5, date(2025, 7, 31)),
        ("decade", -1, date(2014, 1, 31)),
        ("century", 90, None),
        ("day", 1e12, None),
        ("hour", 5, date(2024, 1, 31)),
    ],
)
def test_day_is_shifted_by_units(unit: str, amount: float, moved: date | None) -> None:
    assert shift_day(date(2024, 1, 31), unit, amount) == moved


def test_arithmetic_past_the_calendar_gives_none() -> None:
    assert shift_day(date.max, "day", 1) is None
    assert shift_day(date.min, "month", -1) is None
    assert weekday_near(date.max, 0, 1) is None
    assert period_at(Grain.WEEK, date.max) is None
    assert shift_period(day_period(date.min), -1) is None


@pytest.mark.parametrize(
    "period", [make_month(2024, 13), make_month(0, 1), make_quarter(2024, 5), make_half(2024, 3), make_year(0), make_decade(0)]
)
def test_what_no_calendar_has_is_none(period: object) -> None:
    assert period is None


def test_century_counts_as_timex3_does() -> None:
    century = make_century(20)
    assert century is not None
    assert (century.value, century.first.year, century.last.year) == ("19", 1900, 1999)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2025-08-15T18:00", (date(2025, 8, 15), date(2025, 8, 15))),
        ("2025-08-15TNI", (date(2025, 8, 15), date(2025, 8, 15))),
        ("2025-08-15/2025-08-17", (date(2025, 8, 15), date(2025, 8, 17))),
        ("2025-08-17/2025-08-15", None),
        ("2025-W34-WE", (date(2025, 8, 23), date(2025, 8, 24))),
        ("2025-W54", None),
        ("2025-13", None),
        ("2025-02-30", None),
        ("2025-SU", None),
        ("XXXX-08-15", None),
        ("P3D", None),
        ("PRESENT_REF", None),
        ("", None),
    ],
)
def test_days_of_a_value(value: str, days: tuple[date, date] | None) -> None:
    assert days_of(value) == days


@given(value=st.text(max_size=20))
def test_days_of_any_text_does_not_fail(value: str) -> None:
    days = days_of(value)
    assert days is None or days[0] <= days[1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-08-15", date(2025, 8, 15)),
        ("8/15/2025", date(2025, 8, 15)),
        ("15/8/2025", date(2025, 8, 15)),
        ("8/9/2025", date(2025, 8, 9)),
        ("15.8.2025", date(2025, 8, 15)),
        ("2025/08/15", date(2025, 8, 15)),
        ("8/15/25", date(2025, 8, 15)),
        ("8/15/85", date(1985, 8, 15)),
        ("31/31/2025", None),
    ],
)
def test_date_in_figures(text: str, day: date | None) -> None:
    period = written_date(text)
    assert (period.first if period else None) == day


@pytest.mark.parametrize(("year", "day"), [(2000, date(2000, 4, 23)), (2024, date(2024, 3, 31)), (2025, date(2025, 4, 20))])
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@given(year=st.integers(min_value=1583, max_value=4099))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert timedelta(0) <= easter(year) - date(year, 3, 22) <= timedelta(34)
