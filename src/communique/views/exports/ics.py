"""What is ahead as a calendar (iCalendar, RFC 5545), for any calendar program.

In: prospects. Out: one calendar with an entry for each that has a date. What is planned is confirmed, what is proposed, conditional
or possible is tentative, and what was refused is cancelled. Leaves out what has no date: a calendar has no place for it. The same
archive gives the same bytes: an entry is stamped with the day that it last moved, and keeps its identity as it moves.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from communique.archive.results import ProspectEntry, ProspectOutcome
from communique.errors import ExtraError
from communique.record.vocab import Status
from communique.views.clean import clean
from communique.views.formats import web_address
from communique.views.lines import citation, excerpt, names_of, status_words

if TYPE_CHECKING:
    from icalendar import Event

_EPOCH = date(1970, 1, 1)  # stamps what no dated story tells


def check_extra() -> None:
    """Make sure that what writes calendars is there.

    Raises:
        ExtraError: it is not installed.
    """
    if find_spec("icalendar") is None:
        raise ExtraError("a calendar needs icalendar; to add it: pip install 'communique[calendar]'")


def ics_text(prospects: Iterable[ProspectEntry], *, name: str) -> str:
    """A calendar of the prospects that have a date, in their order.

    Args:
        name: What calendar programs call it.
    Raises:
        ExtraError: icalendar is not installed.
    """
    check_extra()
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//communique//communique//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(name))
    for prospect in prospects:
        if prospect.due is not None:
            calendar.add_component(_entry(prospect, *_days(prospect)))
    return bytes(calendar.to_ical()).decode("utf-8")


def _days(prospect: ProspectEntry) -> tuple[date, date]:
    """The first and the last day; what is due by a day, or from one on, stands on that day alone."""
    due = prospect.due
    first, last = (due.first, due.last) if due else (None, None)
    one = first or last or _EPOCH
    return one, last or one


def _entry(prospect: ProspectEntry, first: date, last: date) -> "Event":
    from icalendar import Event

    entry = Event()
    entry.add("uid", f"{prospect.id}@communique")
    entry.add("dtstamp", datetime.combine(prospect.last_moved or prospect.opened or _EPOCH, time(tzinfo=UTC)))
    entry.add("sequence", len(prospect.moves) - 1)
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))  # RFC 5545: the first day that is free again
    entry.add("summary", clean(_summary(prospect)))
    entry.add("status", _status(prospect))
    entry.add("transp", "TRANSPARENT")  # it takes nobody's time
    entry.add("categories", [prospect.type])
    if prospect.place:
        entry.add("location", clean(prospect.place))
    address = web_address(prospect.passage.story.uri)
    if address:
        entry.add("url", address)
    entry.add("description", "\n".join(clean(line) for line in _description(prospect)))
    return entry


def _summary(prospect: ProspectEntry) -> str:
    parties = " / ".join(filter(None, (names_of(prospect.actors), names_of(prospect.recipients))))
    by = "by this day: " if prospect.due and prospect.due.first is None else ""
    words = excerpt(prospect.passage)
    return f"{by}{prospect.type} {parties}: {words}" if parties else f"{by}{prospect.type}: {words}"


def _status(prospect: ProspectEntry) -> str:
    if prospect.outcome is ProspectOutcome.REFUSED:
        return "CANCELLED"
    is_sure = prospect.status is Status.SCHEDULED or prospect.outcome is ProspectOutcome.HAPPENED
    return "CONFIRMED" if is_sure else "TENTATIVE"


def _description(prospect: ProspectEntry) -> Iterable[str]:
    """Every move, with the words and the story that it was read from, and what it hangs on."""
    for move in prospect.moves:
        day = move.day or "undated"
        yield f"{day} {move.note}: {status_words(move.status)} — “{excerpt(move.passage)}” ({citation(move.passage.story)})"
    for condition in prospect.conditions:
        met = f" — told as a fact {condition.met_on}" if condition.met_on else ""
        yield f"if {condition.antecedent.words}{met}"
