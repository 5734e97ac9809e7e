"""Dates as feeds, sitemaps and mail write them."""

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.dates import Moment, possible, read_moment


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("Wed, 05 Mar 2031 23:30:00 +0200", date(2031, 3, 5), "2031-03-05T23:30:00+02:00"),
        ("5 Mar 2031 23:30 GMT", date(2031, 3, 5), "2031-03-05T23:30:00+00:00"),
        ("2031-03-05T23:30:00Z", date(2031, 3, 5), "2031-03-05T23:30:00+00:00"),
        ("2031-03-05 23:30", date(2031, 3, 5), "2031-03-05T23:30:00+00:00"),
        (" 2031-03-05 ", date(2031, 3, 5), None),
    ],
)
def test_a_moment_keeps_its_zone_and_has_no_time_that_was_not_given(written: str, day: date, at: str | None) -> None:
    assert read_moment(written) == Moment(day, at)


@pytest.mark.parametrize("written", [None, "", "soon", "2031-13-05", "Wed, 05 Foo 2031", "05/03/2031", "1" * 1000])
def test_what_is_no_date_is_none(written: str | None) -> None:
    assert read_moment(written) is None


@given(st.text(max_size=60))
def test_no_text_raises(written: str) -> None:
    read_moment(written)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_both_ways_of_writing_give_the_same_moment(at: datetime, offset_min: int) -> None:
    zoned = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset_min)) if offset_min else UTC)
    assert read_moment(zoned.isoformat()) == read_moment(format_datetime(zoned))


@pytest.mark.parametrize(
    ("day", "is_possible"),
    [(date(1989, 12, 31), False), (date(1990, 1, 1), True), (date(2031, 3, 6), True), (date(2031, 3, 7), False)],
)
def test_a_page_is_published_after_the_web_began_and_before_it_was_delivered(day: date, is_possible: bool) -> None:
    found, issues = possible(Moment(day), date(2031, 3, 5), "a page")
    assert (found is not None, [issue.code for issue in issues]) == (is_possible, [] if is_possible else ["impossible_date"])
