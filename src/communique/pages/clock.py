"""Times of day as news pages write them, and the moments that they make with a day.

In: words such as "14:32 GMT", "2.15pm" or "10:05 a.m. ET". Out: a `Clock`, and ISO 8601 texts. Refuses an hour that is none, and to
guess a zone: a moment without a named zone has no offset.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from communique.pages.tables import read_rows

_OFFSET = re.compile(r"(?:gmt|utc)?\s?([+\-−])(\d{1,2}):?([0-5]\d)?")
_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day; `zone` as it was written, None if it was not. `start` and `end` are its place in the words it was read from."""

    hour: int
    minute: int
    second: int = 0
    zone: str | None = None
    start: int = 0
    end: int = 0

    @property
    def minutes(self) -> int:
        """Minutes since midnight."""
        return 60 * self.hour + self.minute


def find_clock(words: str, start: int = 0) -> Clock | None:
    """The first time of day in `words` from `start` on; None if there is none."""
    for match in _clock_pattern().finditer(words, start):
        clock = _clock(match)
        if clock is not None:
            return clock
    return None


def match_clock(words: str, start: int = 0) -> Clock | None:
    """The time of day that begins at `start`; None if none does."""
    match = _clock_pattern().match(words, start)
    return _clock(match) if match else None


def moment(day: date, clock: Clock, zone: str | None = None) -> str:
    """A day and a time of day as ISO 8601, to the minute or the second, with its offset where the zone is known.

    Args:
        day: The day at the place whose time it is.
        clock: The time.
        zone: The zone of a time that names none, such as the page's; None if nothing tells it.
    """
    at = datetime.combine(day, time(clock.hour, clock.minute, clock.second))
    known = zone_of(clock.zone or zone)
    if known is not None:
        at = at.replace(tzinfo=known)
    return at.isoformat()


def zone_of(name: str | None) -> tzinfo | None:
    """The zone that a page names; None for a name of none, or of several.

    Args:
        name: Such as "GMT", "ET", "UTC+2" or "+0100".
    """
    words = " ".join((name or "").lower().replace(".", "").split())
    if offset := _OFFSET.fullmatch(words):
        minutes = 60 * int(offset[2]) + int(offset[3] or 0)
        return None if minutes >= _MINUTES_PER_DAY else timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    written = _zones().get(words)
    if written is None:
        return None
    if "/" not in written:
        return zone_of(written)
    try:
        return ZoneInfo(written)
    except ZoneInfoNotFoundError:  # a machine without the database; its time is told without offset
        return None


@cache
def _zones() -> dict[str, str]:
    rows = read_rows("zones.tsv")
    return {row[0]: row[1] for row in rows}


@cache
def _clock_pattern() -> re.Pattern[str]:
    """A time with minutes, or an hour with "a.m." or "p.m."; and the zone, where one is named behind it."""
    names = sorted(_zones(), key=len, reverse=True)
    named = "|".join(r"\.?".join(name).replace(r"\.? \.?", r"\s") if len(name) <= 4 else re.escape(name) for name in names)
    return re.compile(
        r"(?<![\w.:])(?P<hour>[01]?\d|2[0-4])"
        r"(?:(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,6})?)?(?![\d:])|(?=\s?[ap]\.?\s?m\b))"
        r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?:hrs|hours)\b)?"
        rf"(?:[\s,]{{0,2}}\(?(?P<zone>(?:gmt|utc)\s?[+\-−]\d{{1,2}}(?::?[0-5]\d)?(?!\d)|(?(second)[+\-]\d\d:?\d\d(?!\d)|(?!))|(?:{named})\.?(?!\w))\)?)?",
        re.I,
    )


def _clock(match: re.Match[str]) -> Clock | None:
    hour = int(match["hour"])
    half = (match["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif match["mark"] == "." and len(match["hour"]) < 2 and not match["zone"]:
        return None  # "3.15" is a number
    if hour > 23:
        return None
    return Clock(
        hour=hour,
        minute=int(match["minute"] or 0),
        second=int(match["second"] or 0),
        zone=match["zone"],
        start=match.start(),
        end=match.end(),
    )
