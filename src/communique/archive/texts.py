"""Texts of stories, fetched some hundreds at a time: a large archive's do not fit in memory, and one query for each is slow.

In: a connection and the stories in the order in which they will be asked for. Out: texts by story.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from communique.archive import schema

N_AHEAD = 500  # stories; some 3 MB of news
N_KEPT = 4_000


class Texts:
    """Texts by story number. Asking in the order of `order` costs a query for every `N_AHEAD` stories."""

    def __init__(self, connection: Connection, order: Sequence[int] = ()) -> None:
        self._connection = connection
        self._order = order
        self._place = {story: place for place, story in enumerate(order)}
        self._kept: dict[int, str] = {}

    def of(self, story: int) -> str:
        """The text of a story that is in the archive."""
        if story not in self._kept:
            if len(self._kept) >= N_KEPT:
                self._kept.clear()
            place = self._place.get(story)
            wanted = [story] if place is None else self._order[place : place + N_AHEAD]
            query = select(schema.stories.c.story, schema.stories.c.text).where(schema.stories.c.story.in_(wanted))
            self._kept.update((row.story, row.text) for row in self._connection.execute(query))
        return self._kept[story]
