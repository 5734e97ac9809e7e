"""Moments as feeds, sitemaps and mail headers write them.

In: text in ISO 8601 or as in RFC 5322. Out: the day by its own calendar and the moment in ISO 8601, as exact as it was given.
Refuses a day before 1990 or after the day on which the page is known to have existed: that is an issue, not a date.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

from communique.record.model import Issue
from communique.sources.base import Origin

FIRST_DAY = date(1990, 1, 1)  # news on the web begins here; an earlier date is a default of some program
ZONES = timedelta(days=1)  # it may be tomorrow already where the page was written
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment: its day, and ISO 8601 text. `issue` is set, and the day and the text are None, where it cannot be true."""

    day: date | None = None
    at: str | None = None
    issue: Issue | None = None


def moment_of(written: str | None, origin: Origin) -> Moment:
    """The moment that a field gives; an empty one where it gives none.

    Args:
        written: The field, None if there is none.
        origin: Where it comes from: `delivered` is the last day that can be true.
    """
    text = (written or "").strip()
    parsed = _parsed(text)
    if parsed is None:
        return Moment()
    day = parsed.date()
    if day < FIRST_DAY:
        return Moment(issue=_impossible(text, f"is before {FIRST_DAY.year}"))
    if origin.delivered is not None and day > origin.delivered + ZONES:
        return Moment(issue=_impossible(text, f"is after {origin.delivered}, when the page was had"))
    return Moment(day=day, at=text if _DAY.match(text) else parsed.isoformat())


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _impossible(text: str, why: str) -> Issue:
    return Issue(code="impossible_date", detail=f"the date {text[:40]!r} {why}", words=text[:40])
