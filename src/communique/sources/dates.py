"""Dates as feeds, sitemaps and mail write them.

In: text such as `Wed, 05 Mar 2031 10:00:00 +0200` or `2031-03-05T10:00:00Z`. Out: a `Moment`, or None. Refuses nothing: text that
is no date is None, and a date on which no page can have been published is told apart by `impossible`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from communique.record.model import Issue

FIRST_YEAR = 1990  # the web is of 1991; an earlier date is a clock that was never set
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAX_CHARS = 100


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as it was written: `day` in its own zone, and `at`, ISO 8601 with a zone, None where no time was given."""

    day: date
    at: str | None = None


def read_moment(written: str | None) -> Moment | None:
    """The moment that a text names; None if it names none.

    Args:
        written: A date of RFC 5322 (feeds, mail) or of ISO 8601 (Atom, JSON Feed, sitemaps). A time without a zone is in
            universal time, as both formats have it where they allow it at all.
    """
    text = (written or "").strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        if _DAY.fullmatch(text):
            return Moment(date.fromisoformat(text))
        found = datetime.fromisoformat(text) if _DAY.match(text) else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment(found)


def moment(found: datetime) -> Moment:
    """The moment of a date with a time; without a zone it is in universal time."""
    zoned = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    return Moment(zoned.date(), zoned.isoformat(timespec="seconds"))


def possible(found: Moment | None, delivered: date | None, of: str) -> tuple[Moment | None, tuple[Issue, ...]]:
    """A moment of publication if it can be one, else None and an issue that says why it cannot.

    Args:
        found: The moment.
        delivered: The day on which the page is known to have existed; a day more is allowed, for zones.
        of: What it is the date of, for the issue.
    """
    if found is None:
        return None, ()
    if found.day.year < FIRST_YEAR:
        reason = f"is before {FIRST_YEAR}"
    elif delivered is not None and found.day > delivered + timedelta(days=1):
        reason = f"is after {delivered}, when it was delivered"
    else:
        return found, ()
    return None, (Issue(code="impossible_date", detail=f"the date {found.day} of {of} {reason}; no date is taken from it"),)
