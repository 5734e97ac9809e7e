"""Prospects as entries, as they stood on a given day.

In: a connection, a day, and which prospects. Out: `ProspectEntry` values, the soonest due first. Moves published after the day
are not looked at, and a prospect that was first told of later is not there yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from communique.archive import schema
from communique.archive.entries import Entries, batches, day_of, interval_of
from communique.archive.prospects import standing
from communique.archive.results import ActorName, EventEntry, MoveEntry, MoveNote, ProspectEntry
from communique.record.model import DateInterval
from communique.record.vocab import Status


def list_prospect_entries(
    connection: Connection,
    *,
    as_of: date | None = None,
    actors: Sequence[str] | None = None,
    types: Sequence[str] = (),
    ids: Sequence[str] | None = None,
) -> tuple[ProspectEntry, ...]:
    """Prospects as of a day (None: the last publication in the archive), the soonest due first, those without a date last."""
    facts, prospects, moves = schema.facts.c, schema.prospects.c, schema.moves.c
    query = select(prospects.id, facts.type, facts.mode, facts.place).join(schema.facts, facts.id == prospects.fact)
    if actors is not None:
        of_actors = select(schema.fact_parties.c.fact).where(schema.fact_parties.c.actor.in_(actors))
        query = query.where(prospects.fact.in_(of_actors))
    if types:
        query = query.where(facts.type.in_(types))
    if ids is not None:
        query = query.where(prospects.id.in_(ids))
    rows = connection.execute(query).all()
    day = as_of or day_of(connection.execute(select(func.max(schema.stories.c.published))).scalar())
    told: dict[str, list[Row[Any]]] = defaultdict(list)
    for batch in batches(row.id for row in rows):
        steps = select(schema.moves).where(moves.prospect.in_(batch)).order_by(moves.prospect, moves.number)
        if as_of:
            steps = steps.where(moves.day.is_(None) | (moves.day <= as_of.isoformat()))
        for row in connection.execute(steps):
            told[row.prospect].append(row)
    entries = Entries(connection)
    events = entries.events_by_number([row.event for each in told.values() for row in each])
    found = [_entry(row, told[row.id], events, day) for row in rows if told[row.id]]
    return tuple(sorted(found, key=_soonest))


def _soonest(entry: ProspectEntry) -> tuple[date, date, str]:
    due = (entry.due.last or entry.due.first) if entry.due else None
    return (due or date.max, entry.opened or date.max, entry.id)


def _entry(row: Any, told: Sequence[Row[Any]], events: dict[int, EventEntry], day: date | None) -> ProspectEntry:
    moves = tuple(
        MoveEntry(
            day=day_of(move.day),
            status=Status(move.status),
            note=MoveNote(move.note),
            event=events[move.event].id,
            fact=events[move.event].fact,
            passage=events[move.event].passage,
            due=interval_of(move.due_from, move.due_to),
            rule=move.rule,
            score=move.score,
        )
        for move in told
    )
    stands = standing(
        ((MoveNote(move.note), day_of(move.day), day_of(move.due_from), day_of(move.due_to)) for move in told), day
    )
    has_due = stands.due_first or stands.due_last
    due = DateInterval(first=stands.due_first, last=stands.due_last) if has_due else None
    reports = [events[move.event] for move in told]
    actors = _named(party.actor for report in reports for party in report.actors)
    days = [move.day for move in moves if move.day]
    last = due.last if due else None
    return ProspectEntry(
        id=row.id,
        type=row.type,
        mode=row.mode,
        actors=actors,
        recipients=tuple(a for a in _named(p.actor for r in reports for p in r.recipients) if a not in actors),
        place=row.place,
        status=moves[-1].status,
        outcome=stands.outcome,
        due=due,
        opened=min(days, default=None),
        last_moved=max(days, default=None),
        as_of=day,
        days_left=(last - day).days if last and day else None,
        moves=moves,
    )


def _named(actors: Iterable[ActorName | None]) -> tuple[ActorName, ...]:
    return tuple(dict.fromkeys(actor for actor in actors if actor is not None))
