"""Times of day and the moments that they make."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.clock import Clock, find_clock, match_clock, moment, zone_of

SUMMER, WINTER = date(2031, 7, 5), date(2031, 1, 5)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("14:32 GMT", "2031-07-05T14:32:00+00:00"),
        ("2.15pm", "2031-07-05T14:15:00"),
        ("2:15 p.m. BST", "2031-07-05T14:15:00+01:00"),
        ("12:05 a.m. CEST", "2031-07-05T00:05:00+02:00"),
        ("12:05 p.m.", "2031-07-05T12:05:00"),
        ("11 a.m. EST", "2031-07-05T11:00:00-05:00"),
        ("9:40", "2031-07-05T09:40:00"),
        ("14h30", "2031-07-05T14:30:00"),
        ("10:00:05+01:00", "2031-07-05T10:00:05+01:00"),
        ("10:00 (UTC+2)", "2031-07-05T10:00:00+02:00"),
        ("10:00 IST", "2031-07-05T10:00:00"),  # a name of several zones
    ],
)
def test_a_time_and_a_day_are_a_moment(words: str, told: str) -> None:
    clock = match_clock(words)
    assert clock is not None
    assert moment(SUMMER, clock) == told


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [("ET", -4, -5), ("CT", -5, -6), ("MT", -6, -7), ("PT", -7, -8), ("E.T.", -4, -5), ("EST", -5, -5)],
)
def test_a_zone_that_follows_summer_time_is_read_by_the_day(zone: str, summer: int, winter: int) -> None:
    for day, hours in ((SUMMER, summer), (WINTER, winter)):
        assert moment(day, Clock(hour=10, minute=5, zone=zone)).endswith(f"T10:05:00-0{-hours}:00")


@pytest.mark.parametrize("words", ["3.15", "25:00", "13:75", "13 p.m.", "1:2", "on page 12", "1,200", "10:00:99", "v1.10:30"])
def test_numbers_are_no_times(words: str) -> None:
    clock = find_clock(words)
    assert clock is None or clock.start > 0


def test_a_span_of_hours_has_no_zone() -> None:
    clock = match_clock("10:00-11:00")
    assert clock is not None
    assert clock.zone is None


def test_a_time_without_zone_takes_the_pages() -> None:
    assert moment(SUMMER, Clock(hour=9, minute=0), "GMT") == "2031-07-05T09:00:00+00:00"
    assert moment(SUMMER, Clock(hour=9, minute=0, zone="CET"), "GMT") == "2031-07-05T09:00:00+01:00"


@pytest.mark.parametrize("name", [None, "", "CST", "XYZ", "UTC+99", "local"])
def test_a_name_of_no_zone_gives_none(name: str | None) -> None:
    assert zone_of(name) is None


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_of_the_day_is_read(hour: int, minute: int) -> None:
    half = "a.m." if hour < 12 else "p.m."
    for words in (
        f"{hour:02d}:{minute:02d}",
        f"{hour}:{minute:02d} GMT",
        f"{hour % 12 or 12}.{minute:02d}{half[0]}m",
        f"{hour % 12 or 12}:{minute:02d} {half}",
    ):
        clock = match_clock(words)
        assert clock is not None
        assert (clock.hour, clock.minute) == (hour, minute)
        assert clock.end == len(words)


@given(st.text(max_size=60))
def test_any_words_are_searched(words: str) -> None:
    clock = find_clock(words)
    if clock is not None:
        assert 0 <= clock.start < clock.end <= len(words)
        assert timedelta(minutes=clock.minutes) < timedelta(days=1)
