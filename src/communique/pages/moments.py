"""Moments as pages write them: a day, and the time on it where one is given.

In: a field or a phrase. Out: a `Moment`, whose text is ISO 8601 and as exact as what was written. Refuses to guess: of 05/03/2031
nobody knows which is the month, and a zone whose letters stand for several is left out.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from communique.record.model import Issue

# News on the web begins here; an earlier date is a default of some program, a later one a mistake.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)

_MAX_CHARS = 200
_ISO = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:\s*T\s*|\s+|\s*,\s*)?(?P<time>.*)", re.S)
_MIXED_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:\s*$|T(?P<time>\d{2}:?\d{2}.*))", re.S)
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})?(?!\d)")
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?\s*$")
_WORDED = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m1>[A-Za-z]{3,9})\.?,?"
    r"|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)"
    r"[\s-]+(?P<y>\d{4})(?!\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?",
    re.I,
)
_TIME = re.compile(
    r"(?<![\d:.+-])(?P<h>2[0-3]|[01]?\d)(?:[:.](?P<m>[0-5]\d)(?!\d)(?:[:.](?P<s>[0-5]\d)(?:[.,]\d{1,9})?)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:hrs\b|h\b)?\s*\(?(?P<zone>Z\b|(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?(?![\d:/])|[A-Z]{2,4}\b)?",
    re.I,
)

_BESIDE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:at|on|date)\b|T?\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?|"
    r"\b\d{0,2}\s?[ap]\.?m\b|(?-i:\b(?:[A-Z]{2,4}|Z)\b)|\b\d+\s*min(?:ute)?s?\b|\bread(?:ing time)?\b|[+-]\d{2}:?\d{2}|Z\b|\W+",
    re.I,
)

# Zones that RFC 2822 (section 4.3) fixes, and those of Central and Eastern Europe, whose letters stand for no other.
_ZONES = {
    "Z": "Z", "UT": "Z", "UTC": "Z", "GMT": "Z", "EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00",
    "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00",
    "EEST": "+03:00", "MSK": "+03:00",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day by the calendar of whoever wrote it, and the same as ISO 8601 text with the time and zone that were given."""

    day: date
    text: str


def to_moment(written: str) -> Moment | None:
    """The moment that a field gives, None if it gives no day.

    Args:
        written: An ISO date with or without a time, a day with its month's English name with a time before or after it, or
            seconds or milliseconds since 1970; the first 200 characters are looked at.
    """
    written = written[:_MAX_CHARS]
    for pattern, places in ((_ISO, (1, 3, 4)), (_COMPACT, (1, 2, 3))):
        if match := pattern.match(written):
            day = _valid(*(int(match[place]) for place in places))
            time = match["time"] or ""
            if compact := _COMPACT_TIME.match(time):
                time = ":".join(part for part in compact.groups() if part) + time[compact.end() :]
            return _at(day, time) if day else None
    if match := _MIXED_ISO.match(written):
        day = _valid(*(int(part) for part in match.groups()))
        return _at(day, "") if day else None
    if match := _EPOCH.match(written):
        then = datetime.fromtimestamp(int(match[1]), tz=UTC)
        return Moment(day=then.date(), text=then.strftime("%Y-%m-%dT%H:%M:%SZ"))
    for match in _WORDED.finditer(written):
        name = match["m1"] or match["m2"]
        if _MONTH_NAME.fullmatch(name):
            day = _valid(int(match["y"]), _MONTHS.index(name[:3].lower()) + 1, int(match["d1"] or match["d2"]))
            before, after = written[: match.start()], written[match.end() :]
            return _at(day, after, before) if day else None
    return None


def is_bare(written: str) -> bool:
    """Whether a text gives a moment and nothing else, but for a weekday and how long the text takes to read."""
    for pattern in (_WORDED, _MIXED_ISO):
        match = pattern.search(written[:_MAX_CHARS])
        if match and to_day(match.group()):
            rest = f"{written[: match.start()]} {written[match.end() : _MAX_CHARS]}"
            return len(written) <= _MAX_CHARS and not _BESIDE.sub("", rest)
    return False


def to_day(written: str) -> date | None:
    """The day that a field gives, by its own calendar; None if it gives none.

    Args:
        written: As for `to_moment`.
    """
    moment = to_moment(written)
    return moment.day if moment else None


def likely_day(written: str) -> date | None:
    """The day that a field gives, None if it gives none or one on which there was no news on the web."""
    day = to_day(written)
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def why_impossible(day: date, delivered: date | None) -> str:
    """Why a day cannot be one of publication, "" if it can.

    Args:
        day: The day.
        delivered: A day on which the page existed; the next may already be in other zones. None if it is not known.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        return f"is not between {FIRST_DAY.year} and {LAST_DAY.year}"
    if delivered is not None and day > delivered + timedelta(days=1):
        return f"is after {delivered}, when the page was there"
    return ""


def impossible_date(written: str, why: str) -> Issue:
    """The issue of a date that cannot be one of publication: as the page writes it, and why."""
    return Issue(code="impossible_date", detail=f"the page's date {written[:40]!r} {why}", words=written[:40])


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, *around: str) -> Moment:
    """The moment on a day whose time stands in the first of the texts that has one."""
    for words in around:
        for match in _TIME.finditer(words):
            if time := _time(match):
                return Moment(day=day, text=f"{day}T{time}")
    return Moment(day=day, text=str(day))


def _time(match: re.Match[str]) -> str | None:
    """A clock time as ISO 8601 writes it; None where the figures are no time: one needs minutes or a half of the day."""
    half = (match["half"] or "").lower()
    hour = int(match["h"])
    if not match["m"] and not half:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    seconds = f":{match['s']}" if match["s"] else ""
    return f"{hour:02}:{match['m'] or '00'}{seconds}{_zone(match['zone'] or '')}"


def _zone(written: str) -> str:
    if shift := re.search(r"([+-])(\d{1,2}):?(\d{2})?$", written):
        hours, minutes = int(shift[2]), int(shift[3] or 0)
        return f"{shift[1]}{hours:02}:{minutes:02}" if hours <= 14 and minutes < 60 else ""
    return _ZONES.get(written.strip().upper(), "")
