"""An archive's contents compared, page by page, whatever numbers a store gave its rows.

In: a connection. Out: pages in pieces, each with its record's line and the rows that it has in every table, with numbers that count
from 1 within the page. Two stores that hold the same give the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from communique.archive import schema
from communique.archive.entries import rows_in
from communique.archive.rows import NUMBERED, TABLES, Row

N_PIECE = 200  # pages
# which column of each table leads to its page, and through which table
_OWNER = {
    "issues": ("page", None),
    "stories": ("page", None),
    "story_actors": ("story", "stories"),
    "mentions": ("story_actor", "story_actors"),
    "roles": ("story_actor", "story_actors"),
    "statements": ("story", "stories"),
    "statement_parts": ("statement", "statements"),
    "addressees": ("statement", "statements"),
    "events": ("story", "stories"),
    "event_parties": ("event", "events"),
    "status_words": ("event", "events"),
    "conditions": ("story", "stories"),
    "positions": ("story", "stories"),
}
_KEY = {f"{name}s" if name != "story" else "stories": name for name in NUMBERED}
# columns that hold a number of another table's row
_REFERENCES = {"page", "story", "story_actor", "statement", "event", "speaker"}
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page's row, its record's line (None: it is missing), and its rows by table."""

    row: Any
    line: str | None
    rows: dict[str, list[Row]]


def held_pages(connection: Connection, numbers: Sequence[int]) -> Iterator[HeldPage]:
    """The pages of these numbers with all that they hold."""
    for start in range(0, len(numbers), N_PIECE):
        piece = numbers[start : start + N_PIECE]
        pages = {row.page: row for row in connection.execute(select(schema.pages).where(schema.pages.c.page.in_(piece)))}
        lines = {
            row.page: row.line for row in connection.execute(select(schema.records).where(schema.records.c.page.in_(piece)))
        }
        held: dict[int, dict[str, list[Row]]] = defaultdict(lambda: {name: [] for name in TABLES})
        page_of: dict[str, dict[int, int]] = {}
        for name in TABLES:
            column, through = _OWNER[name]
            table = getattr(schema, name)
            owners = page_of[through] if through else {page: page for page in piece}
            found = page_of.setdefault(name, {})
            for row in rows_in(connection, select(table), table.c[column], owners):
                values = dict(row._mapping)
                page = owners[values[column]]
                held[page][name].append(values)
                if name in _KEY:
                    found[values[_KEY[name]]] = page
        for page in piece:
            if page in pages:
                yield HeldPage(pages[page], lines.get(page), held[page])


def counted(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """A page's rows with numbers that count from 1 within each table, in a fixed order."""
    places: dict[str, dict[Any, int]] = {}
    for table, key in _KEY.items():
        numbers = sorted(row[key] for row in rows[table])  # type: ignore[type-var]
        places[key] = {number: place for place, number in enumerate(numbers, 1)}
    places["speaker"] = places["story_actor"]
    made: Tables = {}
    for table, each in rows.items():
        own = _KEY.get(table)

        def value(name: str, held: Any, table: str = table, own: str | None = own) -> Any:
            # events and conditions name a statement or an event by its id, which is no number
            if held is None or (name not in _REFERENCES and name != own) or isinstance(held, str):
                return held
            return 1 if name == "page" else places[name].get(held, -1)  # -1: a number of another page's row

        made[table] = sorted((tuple((name, value(name, held)) for name, held in sorted(row.items())) for row in each), key=repr)
    return made
