"""How long an answer is used without asking: as long as its server says, never longer than is granted, never by a guess."""

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.fetch.freshness import date_s, fresh_s, is_storable, retry_after_s

NOW = formatdate(usegmt=True)
LATER = formatdate(time.time() + 3600, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"last-modified": "Mon, 06 Jan 2020 00:00:00 GMT"}, 0),
        ({"cache-control": "max-age=60"}, 60),
        ({"cache-control": 'public, MAX-AGE="60"'}, 60),
        ({"cache-control": "max-age=86400"}, 300),
        ({"cache-control": "max-age=60", "age": "50"}, 10),
        ({"cache-control": "max-age=60", "age": "70"}, 0),
        ({"cache-control": "max-age=60, no-cache"}, 0),
        ({"cache-control": "max-age=60, no-store"}, 0),
        ({"cache-control": "max-age=soon"}, 0),
        ({"cache-control": "max-age=60", "expires": NOW}, 60),
        ({"cache-control": "s-maxage=60"}, 0),
        ({"expires": LATER, "date": NOW}, 300),
        ({"expires": "0"}, 0),
        ({"expires": NOW, "date": LATER}, 0),
    ],
)
def test_time_granted(headers: dict[str, str], seconds: float) -> None:
    assert fresh_s(headers, most_s=300) == pytest.approx(seconds, abs=1)


def test_time_granted_where_nothing_is_said() -> None:
    assert fresh_s({}, most_s=300, unsaid_s=60) == 60
    assert fresh_s({"cache-control": "no-cache"}, most_s=300, unsaid_s=60) == 0


def test_what_may_be_kept() -> None:
    assert is_storable({"cache-control": "private, max-age=0", "vary": "accept-encoding"})
    assert not is_storable({"cache-control": "No-Store"})
    assert not is_storable({"vary": "*"})


@pytest.mark.parametrize(("value", "seconds"), [("120", 120), (NOW, 0), ("0", 0), ("", None), ("-5", None), ("soon", None)])
def test_the_wait_that_a_server_asks_for(value: str, seconds: float | None) -> None:
    assert retry_after_s({"retry-after": value}) == seconds


def test_the_wait_until_a_date() -> None:
    value = formatdate(time.time() + 100, usegmt=True)
    assert retry_after_s({"retry-after": value}) == pytest.approx(100, abs=2)


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_headers_give_a_time_in_range(value: str, other: str) -> None:
    headers = {"cache-control": value, "expires": other, "age": other, "date": value, "retry-after": value}
    assert 0 <= fresh_s(headers, most_s=300) <= 300
    assert (retry_after_s(headers) or 0) >= 0
    date_s(value)
