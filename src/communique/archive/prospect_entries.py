"""Prospects as entries, as they stood on a given day.

In: a connection, a day, and which prospects. Out: `ProspectEntry` values, the soonest due first. Moves published after the day
are not looked at, and a prospect that was first told of later is not there yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from communique.archive import schema
from communique.archive.condition_entries import conditions_of
from communique.archive.entries import Entries, day_of, interval_of, last_published, rows_in
from communique.archive.prospects import Standing, standing
from communique.archive.results import (
    ActorName,
    ConditionEntry,
    EventEntry,
    MoveEntry,
    MoveNote,
    ProspectEntry,
    ProspectOutcome,
)
from communique.archive.settings import get_setting
from communique.record.model import DateInterval
from communique.record.vocab import Status


@dataclass(frozen=True, slots=True)
class _Followed:
    """A prospect before its entry is made: its rows, and how it stands."""

    row: Any
    moves: Sequence[Any]
    stands: Standing
    days_left: int | None

    @property
    def soonest(self) -> tuple[date, str, str]:
        """What puts prospects in order."""
        return (self.stands.due_last or self.stands.due_first or date.max, self.row.opened or "9999", self.row.id)


def list_prospect_entries(
    connection: Connection,
    *,
    as_of: date | None = None,
    actors: Sequence[str] | None = None,
    among: Collection[str] | None = None,
    types: Sequence[str] = (),
    ids: Sequence[str] | None = None,
    outcomes: Collection[ProspectOutcome] = (),
    moved_since: date | None = None,
    due_since: date | None = None,
    due_until: date | None = None,
    limit: int | None = None,
) -> tuple[ProspectEntry, ...]:
    """Prospects as of a day, the soonest due first, those without a date last.

    Args:
        as_of: None: the last publication in the archive.
        actors: Ids of which one has to be a party; None: any.
        among: Ids of which one has to be a party in some report, whenever it was published; None: any.
        ids: The prospects to look at; None: all.
        outcomes: Only those that stand so; none: all.
        moved_since: Only those with a move of this day or later.
        due_since: Only those whose last day is this one or later; one without a last day is left out.
        due_until: Only those whose last day is this one or earlier; likewise.
    """
    facts, prospects, moves = schema.facts.c, schema.prospects.c, schema.moves.c
    query = select(prospects.id, prospects.opened, facts.type)
    query = query.join(schema.facts, facts.id == prospects.fact)
    if actors is not None:
        of_actors = select(schema.fact_parties.c.fact).where(schema.fact_parties.c.actor.in_(actors))
        query = query.where(prospects.fact.in_(of_actors))
    if among is not None:
        query = query.where(prospects.fact.in_(_facts_of(among)))
    if types:
        query = query.where(facts.type.in_(types))
    if outcomes and as_of is None and get_setting(connection, "stale") != "yes":
        stood = [outcome.value for outcome in outcomes]
        query = query.where(prospects.outcome.in_(stood))  # as it stood at the last day is what assembly keeps
    if due_since is not None or due_until is not None:  # a first sieve: the last day is one that some move gave
        due = select(moves.prospect).where(moves.due_to >= (due_since or date.min).isoformat())
        query = query.where(prospects.id.in_(due.where(moves.due_to <= (due_until or date.max).isoformat())))
    if moved_since is not None:
        query = query.where(prospects.id.in_(select(moves.prospect).where(moves.day >= moved_since.isoformat())))
    rows = list(connection.execute(query) if ids is None else rows_in(connection, query, prospects.id, ids))
    day = as_of or last_published(connection)
    steps = select(schema.moves).order_by(moves.prospect, moves.number)
    if as_of:
        steps = steps.where(moves.day.is_(None) | (moves.day <= as_of.isoformat()))
    told: dict[str, list[Any]] = defaultdict(list)
    for row in rows_in(connection, steps, moves.prospect, [row.id for row in rows]):
        told[row.prospect].append(row)
    found = [_followed(row, told[row.id], day) for row in rows if told[row.id]]

    def is_wanted(each: _Followed) -> bool:
        last = each.stands.due_last
        if (due_since or due_until) and (last is None or not (due_since or last) <= last <= (due_until or last)):
            return False
        if moved_since and not any(move.day and move.day >= moved_since.isoformat() for move in each.moves):
            return False
        return not outcomes or each.stands.outcome in outcomes

    kept = sorted((each for each in found if is_wanted(each)), key=lambda each: each.soonest)[:limit]
    numbers = [move.event for each in kept for move in each.moves]
    events = Entries(connection).events_by_number(numbers)
    conditions = conditions_of(connection, numbers, as_of=as_of)
    return tuple(_entry(each, events, conditions, day) for each in kept)


def _facts_of(actors: Collection[str]) -> Select[Any]:
    """A query for the events of which some report names one of the actors as a party."""
    of, parties, told = schema.fact_of.c, schema.event_parties.c, schema.actor_of.c
    query = select(of.fact).join(schema.event_parties, parties.event == of.event)
    return query.join(schema.actor_of, told.story_actor == parties.story_actor).where(told.actor.in_(list(actors)))


def _followed(row: Any, moves: Sequence[Any], day: date | None) -> _Followed:
    steps = ((MoveNote(move.note), day_of(move.day), day_of(move.due_from), day_of(move.due_to)) for move in moves)
    stands = standing(steps, day)
    last = stands.due_last
    return _Followed(row, moves, stands, (last - day).days if last and day else None)


def _entry(
    followed: _Followed, events: dict[int, EventEntry], conditions: dict[int, tuple[ConditionEntry, ...]], day: date | None
) -> ProspectEntry:
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
        for move in followed.moves
    )
    row, stands = followed.row, followed.stands
    has_due = stands.due_first or stands.due_last
    # a refusal that answers is another event, whose parties need not be this one's
    reports = [event for event in (events[move.event] for move in followed.moves) if event.fact == row.id]
    actors = _named(party.actor for report in reports for party in report.actors)
    days = [move.day for move in moves if move.day]
    return ProspectEntry(
        id=row.id,
        type=row.type,
        mode=next((report.mode for report in reversed(reports) if report.mode), None),
        actors=actors,
        recipients=tuple(a for a in _named(p.actor for r in reports for p in r.recipients) if a not in actors),
        place=next((report.place for report in reversed(reports) if report.place), None),
        status=moves[-1].status,
        outcome=stands.outcome,
        due=DateInterval(first=stands.due_first, last=stands.due_last) if has_due else None,
        opened=min(days, default=None),
        last_moved=max(days, default=None),
        as_of=day,
        days_left=followed.days_left,
        moves=moves,
        conditions=tuple({c.key: c for move in followed.moves for c in conditions.get(move.event, ())}.values()),
    )


def _named(actors: Iterable[ActorName | None]) -> tuple[ActorName, ...]:
    return tuple(dict.fromkeys(actor for actor in actors if actor is not None))
