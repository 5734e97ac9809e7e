"""Days as a person writes them: exact, and refused when they could mean two things."""

from datetime import date

import pytest

from communique.days import day_of, days_of, seconds_of
from communique.errors import OptionError

TODAY = date(2031, 3, 5)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2031-03-04", date(2031, 3, 4)),
        ("today", TODAY),
        ("Yesterday", date(2031, 3, 4)),
        ("monday", date(2031, 3, 3)),
        ("Wednesday", TODAY),
        ("thursday", date(2031, 2, 27)),
        ("7d", date(2031, 2, 26)),
        (" 0d ", TODAY),
    ],
)
def test_a_day_is_understood(words: str, day: date) -> None:
    assert day_of(words, today=TODAY) == day


@pytest.mark.parametrize(
    "words", ["", "03/04/2031", "4 March 2031", "2031-3-4", "20310304", "mon", "-7d", "last week", "2031-02-30", "99999d"]
)
def test_what_could_mean_two_days_or_none_is_refused_by_name(words: str) -> None:
    with pytest.raises(OptionError, match=words.removesuffix("d") or "''"):
        day_of(words, today=date(99, 1, 1))


@pytest.mark.parametrize(("words", "n_days"), [("14d", 14), ("14", 14), (" 0D", 0)])
def test_a_number_of_days_is_understood(words: str, n_days: int) -> None:
    assert days_of(words) == n_days


@pytest.mark.parametrize("words", ["", "two weeks", "-1d", "1.5d", "14 days"])
def test_other_lengths_are_refused(words: str) -> None:
    with pytest.raises(OptionError, match="number of days"):
        days_of(words)


@pytest.mark.parametrize(("words", "seconds"), [("90s", 90), ("30m", 1800), ("2 H", 7200), ("1d", 86_400)])
def test_a_length_of_time_is_understood(words: str, seconds: int) -> None:
    assert seconds_of(words) == seconds


@pytest.mark.parametrize("words", ["", "0m", "5", "m", "1.5h", "-2h", "soon"])
def test_what_is_no_length_of_time_is_refused(words: str) -> None:
    with pytest.raises(OptionError, match="is not a length of time"):
        seconds_of(words)
