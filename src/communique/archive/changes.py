"""What the stories of some days brought.

In: a connection and the days. Out: `Changes`, for a brief.
"""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, select

from communique.archive import schema
from communique.archive.entries import Entries, in_story_order, rows_in
from communique.archive.fact_entries import list_fact_entries
from communique.archive.lists import select_events, select_positions, select_shifts, select_statements
from communique.archive.prospect_entries import list_prospect_entries
from communique.archive.results import Changes, ProspectOutcome, StoryRef
from communique.archive.selecting import Selection, actor_ids
from communique.archive.shift_entries import shifts_as_of
from communique.record.vocab import StoryKind


def list_changes(connection: Connection, since: date, *, until: date | None, by_added: bool, actor: str | None) -> Changes:
    """What stories published from `since` to `until` brought; `by_added`: what was put into the archive in those days."""
    stories, pages = schema.stories.c, schema.pages.c
    if by_added:
        query = select(stories.story).join(schema.pages, pages.page == stories.page)
        query = query.where(pages.added >= since.isoformat())
        query = query.where(pages.added <= f"{until.isoformat()}~") if until else query
    else:
        query = Selection(since=since, until=until, with_copies=True).apply(select(stories.story))
    query = in_story_order(query.where(stories.kind == StoryKind.ARTICLE.value))
    entries = Entries(connection)
    refs = entries.stories(connection.execute(query).scalars().all())
    new = [number for number, ref in refs.items() if not ref.is_copy]
    as_of = None if by_added else until  # what was added by a day may be of no known day, and is asked for all the same
    return _changes(connection, entries, refs, new, since=since, until=until, as_of=as_of, actor=actor)


def _changes(
    connection: Connection,
    entries: Entries,
    refs: dict[int, StoryRef],
    new: list[int],
    *,
    since: date,
    until: date | None,
    as_of: date | None,
    actor: str | None,
) -> Changes:
    everything = Selection()

    def among(query: Select[Any], story: Any) -> list[Any]:
        """The numbers that a query gives for the new stories."""
        return [row[0] for row in rows_in(connection, query, story, new)]

    events, of = schema.events.c, schema.fact_of.c
    actors = actor_ids(connection, actor)
    query = select_events(everything, actors=actors)
    told = among(query.with_only_columns(of.fact).join(schema.fact_of, of.event == events.event), events.story)
    reports = list_fact_entries(connection, list(dict.fromkeys(told)), as_of=as_of)
    ids = {refs[number].id for number in new}
    statements = among(select_statements(everything, by=actors), schema.statements.c.story)
    positions = among(select_positions(everything, actors=actors), schema.positions.c.story)
    shifts: list[Any]
    if as_of is None:
        shifts = list(rows_in(connection, select_shifts(actors=actors), schema.shifts.c.after, positions))
        shifts.sort(key=lambda row: (row.day is None, row.day or "", row.actor, row.issue))
    else:
        is_new = set(positions)
        taking = select(schema.actor_of.c.actor).join(
            schema.positions, schema.positions.c.story_actor == schema.actor_of.c.story_actor
        )
        moved_by = {row.actor for row in rows_in(connection, taking, schema.positions.c.position, positions)}
        seen = shifts_as_of(connection, as_of, actors=sorted(moved_by)) if moved_by else []
        shifts = [row for row in seen if row.after in is_new]
    moves = schema.moves.c
    moved = among(select(moves.prospect).join(schema.events, events.event == moves.event), events.story)

    return Changes(
        since=since,
        until=until,
        stories=tuple(refs[number] for number in new),
        n_copies=len(refs) - len(new),
        facts=tuple(fact for fact in reports if fact.reports[0].story.id in ids),
        statements=entries.statements(statements),
        positions=entries.positions(positions),
        shifts=entries.shifts(shifts),
        moved=list_prospect_entries(connection, as_of=until, actors=actors, ids=list(dict.fromkeys(moved))),
        lapsed=list_prospect_entries(
            connection, as_of=until, actors=actors, outcomes=(ProspectOutcome.LAPSED,), due_since=since
        ),
    )
