"""What a reviewer should look at first: the entries that the reader is least certain of.

In: a view of an archive and the name of a queue. Out: `Doubt`s, the most doubtful first, without those that a reviewer has corrected.
Refuses nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice

from communique.archive.base import View
from communique.archive.results import Passage
from communique.views.lines import report_entry, statement_entry
from communique.views.quality import render_issues
from communique.views.sheet import Entry

CERTAIN = 3.0  # of a factuality: the ends of its scale
QUEUES = {
    "events": "events of uncertain status",
    "statements": "statements that no rule found alone",
    "dates": "dates that could not be worked out",
}
MOST_DOUBTS = 500  # in one queue: those after them come up as the first ones are dealt with
MOST_BESIDE = 5  # events that a date may belong to


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing to look at: the line of it, why it is doubtful, and the entries that may be corrected there."""

    story: str
    entries: tuple[str, ...]
    line: Entry
    why: str
    passage: Passage | None = None


def doubts(view: View, queue: str) -> tuple[Doubt, ...]:
    """The doubtful entries of a kind, a key of `QUEUES`."""
    found = {"events": _events, "statements": _statements, "dates": _dates}[queue](view)
    return tuple(islice(found, MOST_DOUBTS))


def _events(view: View) -> Iterator[Doubt]:
    open_ = [one for one in view.list_events() if abs(one.factuality) < CERTAIN and not one.corrections]
    for one in nsmallest(MOST_DOUBTS, open_, key=lambda event: abs(event.factuality)):
        why = f"factuality {one.factuality:+g}"
        yield Doubt(story=one.story.id, entries=(one.id,), line=report_entry(one), why=why, passage=one.passage)


def _statements(view: View) -> Iterator[Doubt]:
    for one in view.list_statements():
        if "tagger" in (one.rule or "") and not one.corrections:
            why = f"found by {one.rule}"
            yield Doubt(story=one.story.id, entries=(one.id,), line=statement_entry(one, limit=0), why=why, passage=one.passage)


def _dates(view: View) -> Iterator[Doubt]:
    sheet = render_issues(view, name="", code="unresolved_date")
    undated = defaultdict(list)
    for one in view.list_events(with_copies=True):
        if one.date is None:
            undated[one.story.id].append(one)
    for line in (entry for section in sheet.sections for entry in section.entries if entry.id):
        story = str(line.id)
        at = (line.data.get("span") or {}).get("start", 0)
        events = sorted(undated[story], key=lambda event: abs(event.passage.span.start - at))
        if events:
            near = tuple(one.id for one in events[:MOST_BESIDE])
            yield Doubt(story=story, entries=near, line=line, why="an event without a date is near", passage=events[0].passage)
