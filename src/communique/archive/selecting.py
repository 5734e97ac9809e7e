"""The selections that every list of a view knows: by actor, by words, by publication, without copies.

In: what a person asks for. Out: conditions of a query. Words that name no actor select nothing, rather than everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from communique.archive import schema
from communique.archive.duplicates import REPEATING
from communique.archive.rows import storable
from communique.record.ids import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stories a list is about: publication days (both included), one story's id, and whether copies count."""

    since: date | None = None
    until: date | None = None
    story: str | None = None
    with_copies: bool = False

    def apply(self, query: Select[Any]) -> Select[Any]:
        """The query, which has `stories` in it, for these stories alone."""
        stories = schema.stories.c
        if self.since:
            query = query.where(stories.published >= self.since.isoformat())
        if self.until:
            query = query.where(stories.published <= self.until.isoformat())
        if self.story is not None:
            query = query.where(stories.id == self.story)
        elif not self.with_copies:  # who asks for a story by its id gets what is in it
            query = query.where(~is_copy())
        return query

    def apply_to(self, query: Select[Any], start: Any) -> Select[Any]:
        """Likewise, for entries that begin at `start`: without copies, also without passages that repeat an earlier story."""
        query = self.apply(query)
        if self.story is None and not self.with_copies:
            query = query.where(~is_background(schema.stories.c.story, start))
        return query


def is_copy() -> ColumnElement[bool]:
    """The condition that a story of the query is a copy of an earlier one."""
    duplicates = schema.duplicates.c
    return select(duplicates.story).where(duplicates.story == schema.stories.c.story, duplicates.rule.in_(REPEATING)).exists()


def is_background(story: Any, start: Any) -> ColumnElement[bool]:
    """The condition that what begins at `start` in a story stands in a passage that repeats an earlier story."""
    table = schema.background.c
    return select(table.story).where(table.story == story, table.start <= start, table.end > start).exists()


def actor_ids(connection: Connection, words: str | None) -> list[str] | None:
    """The ids of the archive's actors that `words` name: an id, an actor code, or words that all occur in one name.

    None for None: a list is then about everybody, while words that name nobody give no ids.
    """
    if words is None:
        return None
    asked = storable(words)
    actors, names, known = schema.actors.c, schema.actor_names.c, schema.actor_words.c
    # two questions: an OR over two columns uses neither's index on every store
    by_id = connection.execute(select(actors.id).where(actors.id == asked)).scalars().all()
    exact = (
        by_id or connection.execute(select(actors.id).where(actors.code == asked.strip()).order_by(actors.id)).scalars().all()
    )
    wanted = folded(asked).split()
    if exact or not wanted:
        return list(exact)
    rarest = max(wanted, key=len)  # one word's actors are few; the rest is seen in their names
    query = select(names.actor, names.folded).join(schema.actor_words, known.actor == names.actor).where(known.word == rarest)
    found = {row.actor for row in connection.execute(query) if set(wanted) <= set(row.folded.split())}
    return sorted(found)


def story_actors_of(ids: Sequence[str]) -> Select[Any]:
    """A query for the numbers of the stories' actors that are these actors of the archive."""
    return select(schema.actor_of.c.story_actor).where(schema.actor_of.c.actor.in_(ids))


def values(asked: Iterable[Any]) -> list[str]:
    """What was asked for, as the columns hold it."""
    return [str(value) for value in asked]
