"""The selections that every list of a view knows: by actor, by words, by publication, without copies.

In: what a person asks for. Out: conditions of a query. Words that name no actor select nothing, rather than everything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, literal_column, or_, select, text

from communique.archive import schema
from communique.archive.duplicates import COPY
from communique.archive.words import match_query
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
            query = query.where(stories.story.not_in(select_copies()))
        return query


def select_copies() -> Select[Any]:
    """A query for the numbers of the stories that are copies of earlier ones."""
    return select(schema.duplicates.c.story).where(schema.duplicates.c.rule == COPY)


def actor_ids(connection: Connection, words: str | None) -> list[str] | None:
    """The ids of the archive's actors that `words` name: an id, an actor code, or words that all occur in one name.

    None for None: a list is then about everybody, while words that name nobody give no ids.
    """
    if words is None:
        return None
    actors, names = schema.actors.c, schema.actor_names.c
    exact = connection.execute(select(actors.id).where(or_(actors.id == words, actors.code == words.strip()))).scalars().all()
    wanted = folded(words).split()
    if exact or not wanted:
        return list(exact)
    query = select(names.actor, names.folded).where(and_(*(names.folded.contains(word, autoescape=True) for word in wanted)))
    found = {row.actor for row in connection.execute(query) if set(wanted) <= set(row.folded.split())}
    return sorted(found)


def story_actors_of(ids: Sequence[str]) -> Select[Any]:
    """A query for the numbers of the stories' actors that are these actors of the archive."""
    return select(schema.actor_of.c.story_actor).where(schema.actor_of.c.actor.in_(ids))


def about_words(words: str, index: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a row, of the table that a full-text index covers, holds the words."""
    query = match_query(words)
    if query is None:
        return false()
    # the index's name comes from this package, never from a person
    rowids = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :match_{index}").bindparams(  # noqa: S608
        **{f"match_{index}": query}
    )
    return column.in_(rowids.columns(literal_column("rowid")).subquery().select())


def values(asked: Iterable[Any]) -> list[str]:
    """What was asked for, as the columns hold it."""
    return [str(value) for value in asked]
