"""The archive's actors with their counts, names, roles and first words.

In: a connection and which actors. Out: `ActorEntry` values, the most often told of first, or `NamedActor` values, which cost no
counting. Copies of a story are not counted.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, distinct, func, select

from communique.archive import schema
from communique.archive.entries import Entries, day_of, in_story_order, rows_in
from communique.archive.results import ActorEntry, NamedActor, Passage, RoleEntry
from communique.archive.rows import storable
from communique.archive.selecting import Selection
from communique.record.ids import folded
from communique.record.spans import Span
from communique.record.vocab import ActorKind

Counted = dict[str, int]


def list_actor_entries(
    connection: Connection, selection: Selection, ids: list[str] | None, limit: int | None
) -> tuple[ActorEntry, ...]:
    """The actors of those ids (None: all) that the selected stories tell of."""
    told, actor = schema.story_actors.c, schema.actor_of.c.actor

    def counted(what: Any, joined: Any = None, on: Any = None) -> Counted:
        """How many of `what` each actor has in the selected stories."""
        query: Select[Any] = select(actor, func.count(distinct(what)).label("n")).select_from(schema.story_actors)
        if joined is not None:
            query = query.join(joined, on == told.story_actor)
        query = _in_stories(query, selection).group_by(actor)
        if ids is not None and len(ids) <= 500:
            query = query.where(actor.in_(ids))
        return {row.actor: row.n for row in connection.execute(query)}

    n_stories = counted(told.story)
    wanted = set(n_stories) if ids is None else set(n_stories) & set(ids)
    rows = {row.id: row for row in rows_in(connection, select(schema.actors), schema.actors.c.id, wanted)}
    ordered = sorted(rows, key=lambda i: (-n_stories[i], rows[i].name, i))[:limit]
    mentions, parties = schema.mentions.c, schema.event_parties.c
    n_mentions = counted(mentions.story_actor * 1_000_000_000 + mentions.start, schema.mentions, mentions.story_actor)
    n_statements = counted(schema.statements.c.statement, schema.statements, schema.statements.c.speaker)
    n_events = counted(parties.event, schema.event_parties, parties.story_actor)
    n_positions = counted(schema.positions.c.position, schema.positions, schema.positions.c.story_actor)
    seen = _seen(connection, selection, ordered)
    entries = Entries(connection)
    first, roles = _firsts(connection, entries, selection, ordered), _roles(connection, entries, selection, ordered)
    return tuple(
        ActorEntry(
            id=row.id,
            name=row.name,
            kind=ActorKind(row.kind),
            country=row.country,
            code=row.code,
            names=tuple(name for name in json.loads(row.names) if name != row.name),
            roles=tuple(roles[row.id]),
            n_stories=n_stories[row.id],
            n_mentions=n_mentions.get(row.id, 0),
            n_statements=n_statements.get(row.id, 0),
            n_events=n_events.get(row.id, 0),
            n_positions=n_positions.get(row.id, 0),
            first_seen=day_of(seen[row.id][0]),
            last_seen=day_of(seen[row.id][1]),
            first_passage=first.get(row.id),
        )
        for row in (rows[i] for i in ordered)
    )


def list_named_actors(connection: Connection, *, names: Iterable[str], codes: Iterable[str]) -> tuple[NamedActor, ...]:
    """The actors that have all words of one of `names` in one of their own, or a code that begins with one of `codes`, by id.

    As in a list of actors, one that only copies of stories tell of is not among them.
    """
    actors, known, named = schema.actors.c, schema.actor_words.c, schema.actor_names.c
    found: set[str] = set()
    wanted = [frozenset(words) for name in names if (words := folded(storable(name)).split())]
    rarest = [max(sorted(words), key=len) for words in wanted]  # one word's actors are few; the rest is seen in their names
    query = select(named.actor, named.folded, known.word).join(schema.actor_words, known.actor == named.actor)
    for row in rows_in(connection, query, known.word, rarest):
        told = set(row.folded.split())
        if any(words <= told for words in wanted):
            found.add(row.actor)
    for code in codes:  # codes are capital letters: a range uses the index, where a pattern does not
        after = code[:-1] + chr(ord(code[-1]) + 1)
        found.update(connection.execute(select(actors.id).where(actors.code >= code, actors.code < after)).scalars())
    told_of = (
        select(schema.actor_of.c.actor)
        .join(schema.story_actors, schema.story_actors.c.story_actor == schema.actor_of.c.story_actor)
        .join(schema.stories, schema.stories.c.story == schema.story_actors.c.story)
        .where(schema.actor_of.c.actor == actors.id)
    )
    query = select(schema.actors).where(Selection().apply(told_of).exists())
    return tuple(
        NamedActor(
            id=row.id,
            name=row.name,
            kind=ActorKind(row.kind),
            country=row.country,
            code=row.code,
            names=tuple(json.loads(row.names)),
        )
        for row in sorted(rows_in(connection, query, actors.id, sorted(found)), key=lambda row: str(row.id))
    )


def _in_stories(query: Select[Any], selection: Selection) -> Select[Any]:
    """A query over the stories' actors, joined with the selected stories and with the archive's actors."""
    told = schema.story_actors.c
    joined = query.join(schema.actor_of, schema.actor_of.c.story_actor == told.story_actor).join(
        schema.stories, schema.stories.c.story == told.story
    )
    return selection.apply(joined)


def _seen(connection: Connection, selection: Selection, ids: list[str]) -> dict[str, tuple[str | None, str | None]]:
    published, actor = schema.stories.c.published, schema.actor_of.c.actor
    days = select(actor, func.min(published).label("first_seen"), func.max(published).label("last_seen"))
    query = _in_stories(days.select_from(schema.story_actors), selection).group_by(actor)
    return {row.actor: (row.first_seen, row.last_seen) for row in rows_in(connection, query, actor, ids)}


def _firsts(connection: Connection, entries: Entries, selection: Selection, ids: list[str]) -> dict[str, Passage]:
    """The first mention of each actor in its earliest story."""
    told, actor = schema.story_actors.c, schema.actor_of.c.actor
    in_stories = _in_stories(select(actor, told.story, told.story_actor).select_from(schema.story_actors), selection)
    query = in_story_order(in_stories).order_by(told.story_actor)
    first: dict[str, Row[Any]] = {}
    for row in rows_in(connection, query, actor, ids):
        first.setdefault(row.actor, row)
    entries.stories(row.story for row in first.values())
    mentions = schema.mentions.c
    every = select(schema.mentions).order_by(mentions.story_actor, mentions.start.desc(), mentions.end.desc())
    found = rows_in(connection, every, mentions.story_actor, [row.story_actor for row in first.values()])
    spans = {row.story_actor: Span(row.start, row.end) for row in found}  # the first mention comes last, and stays
    return {i: entries.passage(row.story, spans[row.story_actor]) for i, row in first.items() if row.story_actor in spans}


def _roles(connection: Connection, entries: Entries, selection: Selection, ids: list[str]) -> dict[str, list[RoleEntry]]:
    """The roles of each actor, each with the earliest words for it, in the order in which they were first told."""
    told, roles, actor = schema.story_actors.c, schema.roles.c, schema.actor_of.c.actor
    query = _in_stories(
        select(actor, told.story, roles.title, roles.of, roles.start, roles.end, schema.stories.c.published)
        .select_from(schema.roles)
        .join(schema.story_actors, told.story_actor == roles.story_actor),
        selection,
    )
    query = in_story_order(query).order_by(roles.start, roles.end, told.story_actor, roles.number)
    found: dict[str, dict[tuple[str, str | None], list[Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_in(connection, query, actor, ids):
        found[row.actor][folded(row.title), row.of].append(row)
    entries.stories(rows[0].story for each in found.values() for rows in each.values())
    made: dict[str, list[RoleEntry]] = defaultdict(list)
    for i, each in found.items():
        for rows in each.values():
            days = [row.published for row in rows if row.published]
            made[i].append(
                RoleEntry(
                    title=rows[0].title,
                    of=rows[0].of,
                    passage=entries.passage(rows[0].story, Span(rows[0].start, rows[0].end)),
                    first_seen=day_of(min(days, default=None)),
                    last_seen=day_of(max(days, default=None)),
                    n_stories=len({row.story for row in rows}),
                )
            )
    return made
