"""Queries for the lists of a view.

In: a selection, and what a list is asked for; actors by their ids, None for everybody. Out: queries that give row numbers in the
list's order; `entries` makes entries of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, union

from communique.archive import schema
from communique.archive.entries import in_story_order
from communique.archive.fulltext import about_words
from communique.archive.selecting import Selection, story_actors_of, values
from communique.record.vocab import Stance, StatementKind, Status


def select_statements(
    selection: Selection,
    *,
    by: Sequence[str] | None = None,
    about: str | None = None,
    kinds: Iterable[StatementKind] = (),
) -> Select[Any]:
    """A query for the numbers of statements, in order of publication, then of the text."""
    table = schema.statements.c
    parts = schema.statement_parts.c
    # said expressly: where it stands within another condition, it would else be the first part of all statements
    first = (
        select(func.min(parts.start)).where(parts.statement == table.statement).correlate(schema.statements).scalar_subquery()
    )
    query = selection.apply_to(select(table.statement).join(schema.stories, schema.stories.c.story == table.story), first)
    if by is not None:
        query = query.where(table.speaker.in_(story_actors_of(by)))
    if about is not None:
        query = query.where(about_words(about, "statement_words", table.statement))
    if asked := values(kinds):
        query = query.where(table.kind.in_(asked))
    return in_story_order(query).order_by(first, table.id)


def select_events(
    selection: Selection,
    *,
    types: Iterable[str] = (),
    statuses: Iterable[Status] = (),
    actors: Sequence[str] | None = None,
    about: str | None = None,
) -> Select[Any]:
    """A query for the numbers of reports of events, in order of publication, then of the text."""
    table, parties = schema.events.c, schema.event_parties.c
    query = selection.apply_to(select(table.event).join(schema.stories, schema.stories.c.story == table.story), table.start)
    if asked := values(types):
        query = query.where(table.type.in_(asked))
    if asked := values(statuses):
        query = query.where(table.status.in_(asked))
    if actors is not None:
        query = query.where(table.event.in_(select(parties.event).where(parties.story_actor.in_(story_actors_of(actors)))))
    if about is not None:  # a first sieve; whether the words are about this event is seen in its own sentence
        query = query.where(about_words(about, "story_words", schema.stories.c.story))
    return in_story_order(query).order_by(table.start, table.id)


def select_positions(
    selection: Selection,
    *,
    actors: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    stances: Iterable[Stance] = (),
) -> Select[Any]:
    """A query for the numbers of positions, in order of publication, then of the text; `issues` by name, as told or as grouped."""
    table, grouped = schema.positions.c, schema.issue_of.c
    query = selection.apply_to(select(table.position).join(schema.stories, schema.stories.c.story == table.story), table.start)
    if issues is not None:
        own = schema.positions.alias("own")
        told = select(own.c.position).where(own.c.issue.in_(issues))
        of_group = select(grouped.position).where(grouped.issue.in_(issues))
        query = query.where(table.position.in_(union(told, of_group)))
    if actors is not None:
        query = query.where(table.story_actor.in_(story_actors_of(actors)))
    if asked := values(stances):
        query = query.where(table.stance.in_(asked))
    return in_story_order(query).order_by(table.start, table.id)


def select_shifts(
    *,
    actors: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Select[Any]:
    """A query for the rows of shifts, by day; `issues` by name, as the later position has it or as it is grouped."""
    table, before, after = schema.shifts.c, schema.positions.alias("earlier"), schema.positions.alias("later")
    query = (
        select(schema.shifts)
        .join(before, before.c.position == table.before)
        .join(after, after.c.position == table.after)
        .order_by(table.day.is_(None), table.day, table.actor, table.issue, before.c.id, after.c.id)
    )
    if actors is not None:
        query = query.where(table.actor.in_(actors))
    if issues is not None:
        own, of_group = schema.positions.alias("own"), schema.shifts.alias("of_group")
        told = select(own.c.position).where(own.c.issue.in_(issues))
        query = query.where(table.after.in_(union(told, select(of_group.c.after).where(of_group.c.issue.in_(issues)))))
    if since:
        query = query.where(table.day >= since.isoformat())
    if until:
        query = query.where(table.day <= until.isoformat())
    return query
