"""Moments as pages write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.moments import likely_day, to_day, to_moment, why_impossible


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2031-03-05", "2031-03-05"),
        ("2031/3/5", "2031-03-05"),
        ("2031.03.05 8.30", "2031-03-05T08:30"),
        ("2031-03-05T23:30:00-05:00", "2031-03-05T23:30:00-05:00"),
        ("2031-03-05T17:19:12.123+0100", "2031-03-05T17:19:12+01:00"),
        ("2031-03-05T16:56Z", "2031-03-05T16:56Z"),
        ("2031-03-05 17:19", "2031-03-05T17:19"),
        ("20310305T101500Z", "2031-03-05T10:15:00Z"),
        ("20310305", "2031-03-05"),
        ("1930000000", "2031-02-27T23:06:40Z"),
        ("1930000000000", "2031-02-27T23:06:40Z"),
        ("March 5, 2031 10:15 am", "2031-03-05T10:15"),
        ("Wed, 5 Mar 2031 10:15:00 GMT", "2031-03-05T10:15:00Z"),
        ("Wed, 05-Mar-2031 10:15:00 GMT", "2031-03-05T10:15:00Z"),
        ("5th March 2031", "2031-03-05"),
        ("14:32 GMT, 5 March 2031", "2031-03-05T14:32Z"),
        ("21:22, 6 OCT 2031", "2031-10-06T21:22"),
        ("7 p.m. on March 5, 2031", "2031-03-05T19:00"),
        ("5 March 2031 12:30am", "2031-03-05T00:30"),
        ("5 March 2031 • 2:54pm", "2031-03-05T14:54"),
        ("March 5, 2031 at 4:56 p.m. EST", "2031-03-05T16:56-05:00"),
        ("5 March 2031, 10:15 UTC+2", "2031-03-05T10:15+02:00"),
        ("5 March 2031, 10:15 IST", "2031-03-05T10:15"),  # the letters stand for three zones
    ],
)
def test_a_moment_is_as_exact_as_it_is_written(written: str, text: str) -> None:
    moment = to_moment(written)
    assert moment is not None
    assert moment.text == text
    assert moment.day == date.fromisoformat(text[:10])


@pytest.mark.parametrize(
    "written",
    ["", "Wednesday", "05/03/2031", "2031-02-30", "13:40", "March 2031", "5 Marvellous 2031", "12345678901234", "2031-3"],
)
def test_what_gives_no_day_is_no_moment(written: str) -> None:
    assert to_moment(written) is None
    assert to_day(written) is None


@pytest.mark.parametrize("written", ["2031-03-05 25:10", "2031-03-05T24:00:00", "5 March 2031 13:75", "5 March 2031 14pm"])
def test_a_time_that_is_none_is_left_out(written: str) -> None:
    moment = to_moment(written)
    assert moment is not None
    assert moment.text == "2031-03-05"


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)),
    st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))),
)
def test_an_iso_moment_comes_back(when: datetime, zone: timezone) -> None:
    exact = when.replace(microsecond=0, tzinfo=zone)
    moment = to_moment(exact.isoformat())
    assert moment is not None
    assert datetime.fromisoformat(moment.text) == exact


@given(st.text(max_size=60))
def test_any_text_gives_a_moment_or_none(written: str) -> None:
    moment = to_moment(written)
    assert moment is None or moment.text.startswith(moment.day.isoformat())


def test_a_day_without_news_on_the_web_is_not_likely() -> None:
    assert likely_day("1970-01-01") is None
    assert likely_day("2031-03-05") == date(2031, 3, 5)


def test_a_day_after_the_page_is_impossible_but_for_zones() -> None:
    there = datetime(2031, 3, 5, tzinfo=UTC).date()
    assert why_impossible(there + timedelta(days=1), there) == ""
    assert "after 2031-03-05" in why_impossible(there + timedelta(days=2), there)
    assert "not between" in why_impossible(date(1899, 12, 31), None)
