"""Days and lengths of time as a person writes them on a command line, in an address or in a dossier.

In: text such as `2031-03-04`, `yesterday`, `monday`, `7d`, `30m`. Out: a date, a number of days or of seconds. Refuses
everything else with `OptionError`: 03/04/2031 is two different days to two readers.
"""

import re
from datetime import date, timedelta

from communique.errors import OptionError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_AGO = re.compile(r"(\d{1,5})\s?d")
_LENGTH = re.compile(r"(\d{1,5})\s?([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
ACCEPTED = "YYYY-MM-DD, today, yesterday, a weekday (the last one) or 7d (seven days ago)"


def day_of(words: str, *, today: date) -> date:
    """The day that `words` name.

    Args:
        words: An ISO day; `today`; `yesterday`; a weekday: the last such day, today included; `7d`: seven days before today.
        today: The day that the words are relative to.
    Raises:
        OptionError: `words` are none of these.
    """
    asked = words.strip().casefold()
    if _ISO.fullmatch(asked):
        try:
            return date.fromisoformat(asked)
        except ValueError as err:
            raise OptionError(f"{words!r} is not a day of the calendar") from err
    if asked in ("today", "yesterday"):
        return today - timedelta(days=("today", "yesterday").index(asked))
    if asked in WEEKDAYS:
        return today - timedelta(days=(today.weekday() - WEEKDAYS.index(asked)) % 7)
    if _AGO.fullmatch(asked):
        return _before(today, days_of(words))
    raise OptionError(f"{words!r} is not a day that is understood; accepted: {ACCEPTED}")


def days_of(words: str) -> int:
    """The number of days in `14d` (or `14`).

    Raises:
        OptionError: `words` are no whole number of days.
    """
    found = re.fullmatch(r"(\d{1,5})\s?d?", words.strip().casefold())
    if not found:
        raise OptionError(f"{words!r} is not a number of days; accepted: such as 14d")
    return int(found[1])


def seconds_of(words: str) -> int:
    """The seconds in a length of time such as `90s`, `30m`, `2h` or `1d`.

    Raises:
        OptionError: `words` are no such length, or none at all (`0m`).
    """
    found = _LENGTH.fullmatch(words.strip().casefold())
    if not found or not int(found[1]):
        raise OptionError(f"{words!r} is not a length of time; accepted: such as 90s, 30m, 2h or 1d")
    return int(found[1]) * _SECONDS[found[2]]


def _before(today: date, n_days: int) -> date:
    try:
        return today - timedelta(days=n_days)
    except OverflowError as err:
        raise OptionError(f"{n_days} days before {today} is not a day of the calendar") from err
