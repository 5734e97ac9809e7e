"""Events of the archive as entries, as they were known on a day.

In: a connection, ids of events, a day. Out: `FactEntry` values with who tells them and how their status went. With a day, nothing
is looked at that was published later or on no known day: status, date, place, parties and disputes are what the stories said by
then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, select

from communique.archive import schema
from communique.archive.entries import Entries, rows_in
from communique.archive.facts import Summary, decisive_places, summarize
from communique.archive.linking import Fact
from communique.archive.reports import load_reports
from communique.archive.results import Dispute, EventEntry, FactEntry, StatusChange, StoryRef
from communique.record.model import DateInterval


def list_fact_entries(connection: Connection, ids: Sequence[str], *, as_of: date | None = None) -> tuple[FactEntry, ...]:
    """Events in the order of their ids; with a day, those that a story had told of by then."""
    entries = Entries(connection)
    found = entries.facts(ids)
    if as_of is not None:
        found = tuple(_as_of(connection, entries, found, as_of))
    return tuple(_told(fact) for fact in found)


def _as_of(connection: Connection, entries: Entries, found: Sequence[FactEntry], day: date) -> Iterator[FactEntry]:
    cut = [fact.id for fact in found if not all(is_told(report.story, day) for report in fact.reports)]
    summaries = dict(_summaries(connection, cut, day))
    names = entries.names(known.id for summary in summaries.values() for known in (*summary.actors, *summary.recipients))
    for fact in found:
        if fact.id in summaries:
            summary = summaries[fact.id]
            has_date = summary.first or summary.last
            yield replace(
                fact,
                mode=summary.mode,
                actors=tuple(names[known.id] for known in summary.actors),
                recipients=tuple(names[known.id] for known in summary.recipients),
                place=summary.place,
                date=DateInterval(first=summary.first, last=summary.last) if has_date else None,
                status=summary.status,
                first_seen=summary.first_seen,
                last_seen=summary.last_seen,
                n_stories=summary.n_stories,
                n_copies=summary.n_copies,
                agreed=summary.agreed,
                disputed=tuple(Dispute(field=field, values=values) for field, values in summary.disputed),
                reports=tuple(report for report in fact.reports if is_told(report.story, day)),
            )
        elif fact.id not in cut:
            yield fact


def is_told(story: StoryRef, day: date) -> bool:
    """Whether a story was published by a day; of an undated one nobody knows."""
    return story.published is not None and story.published <= day


def _summaries(connection: Connection, ids: Iterable[str], day: date) -> Iterator[tuple[str, Summary]]:
    """The summaries of events by what was told of them by a day, where anything was."""
    events, of, stories = schema.events.c, schema.fact_of.c, schema.stories.c
    query = select(of.fact, of.event).join(schema.events, events.event == of.event)
    query = query.join(schema.stories, stories.story == events.story).where(stories.published <= day.isoformat())
    fact_of = {row.event: row.fact for row in rows_in(connection, query, of.fact, ids)}
    facts: dict[str, Fact] = defaultdict(Fact)
    for report in load_reports(connection, fact_of):
        facts[fact_of[report.number]].add(report, None)
    for fact_id, fact in facts.items():
        yield fact_id, summarize(fact)


def _told(fact: FactEntry) -> FactEntry:
    """The event with who tells it, and how its status went."""
    own = [report for report in fact.reports if report.is_own] or list(fact.reports)
    outlets = tuple(dict.fromkeys(_outlet(report.story) for report in own))
    others = dict.fromkeys(_outlet(report.story) for report in fact.reports)
    copied_by = tuple(outlet for outlet in others if outlet not in outlets)
    return replace(fact, outlets=outlets, copied_by=copied_by, history=tuple(_history(own)))


def _outlet(story: StoryRef) -> str:
    return story.source or story.uri


def _history(own: Sequence[EventEntry]) -> Iterator[StatusChange]:
    """The best status after each story, as far as it changed."""
    best_places = decisive_places((report.status, report.story.id) for report in own)
    last = None
    for place, (report, best_place) in enumerate(zip(own, best_places, strict=True)):
        if place + 1 < len(own) and own[place + 1].story.id == report.story.id:
            continue  # one story is told at once
        best = own[best_place]
        if best.status is not last:
            last = best.status
            yield StatusChange(day=report.story.published, status=last, story=best.story)
