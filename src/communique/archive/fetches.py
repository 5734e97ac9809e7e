"""What was fetched, and how far inputs were read: rows beside the records, written with them.

In: a connection, and what came of a fetch. Out: rows, and `FetchEntry`s. Refuses nothing.
"""

from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from communique.archive import schema
from communique.archive.locks import hold_mark, hold_url
from communique.archive.results import FetchEntry
from communique.archive.rows import storable
from communique.record.fetch import Fetch

_SAME = ("final_url", "status", "hash", "trouble", "page_id")


def put_fetch(connection: Connection, fetch: Fetch, page_id: str | None = None, *, is_same: bool = False) -> None:
    """Keep a fetch. An answer like the last one from the same address is counted in that one's row: polling adds no rows.

    Args:
        fetch: What came of it.
        page_id: The page that was made of it, None for a list of pages or where there is none.
        is_same: The caller found that it says what the last answer said, though its bytes may differ.
    """
    at = fetch.at.isoformat(timespec="seconds")
    values = {
        "url": storable(fetch.url),
        "final_url": storable(fetch.final_url) if fetch.final_url else None,
        "status": fetch.status,
        "media_type": storable(fetch.media_type) if fetch.media_type else None,
        "n_bytes": fetch.n_bytes,
        "hash": fetch.hash,
        "trouble": fetch.trouble.code if fetch.trouble else None,
        "detail": storable(fetch.trouble.detail) if fetch.trouble else None,
        "page_id": storable(page_id) if page_id else None,
    }
    hold_url(connection, str(values["url"]))
    last = _last(connection, values["url"])
    if last is not None and (is_same or all(getattr(last, name) == values[name] for name in _SAME)):
        again = {"last_at": max(at, last.last_at), "n_times": last.n_times + 1, "detail": values["detail"]}
        connection.execute(update(schema.fetches).where(schema.fetches.c.fetch == last.fetch).values(again))
        return
    connection.execute(insert(schema.fetches), {**values, "first_at": at, "last_at": at, "n_times": 1})


def last_fetch(connection: Connection, url: str) -> FetchEntry | None:
    """What the last fetch of an address came to, None if it was never fetched."""
    row = _last(connection, storable(url))
    return None if row is None else fetch_entry(row)


def _last(connection: Connection, url: object) -> "Row[tuple[object, ...]] | None":
    fetches = schema.fetches.c
    latest = select(schema.fetches).where(fetches.url == url).order_by(fetches.last_at.desc(), fetches.fetch.desc())
    return connection.execute(latest.limit(1)).first()


def fetch_entry(row: "Row[tuple[object, ...]]") -> FetchEntry:
    """A row as an entry."""
    return FetchEntry(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        media_type=row.media_type,
        n_bytes=row.n_bytes,
        hash=row.hash,
        trouble=row.trouble,
        detail=row.detail,
        page_id=row.page_id,
        first_at=datetime.fromisoformat(row.first_at),
        last_at=datetime.fromisoformat(row.last_at),
        n_times=row.n_times,
    )


def get_mark(connection: Connection, input_: str) -> str | None:
    """How far an input was read, in its own words; None if it was not."""
    found = connection.execute(select(schema.marks.c.mark).where(schema.marks.c.input == storable(input_))).scalar()
    return None if found is None else str(found)


def set_mark(connection: Connection, input_: str, mark: str) -> None:
    """Keep how far an input was read."""
    hold_mark(connection, storable(input_))
    connection.execute(delete(schema.marks).where(schema.marks.c.input == storable(input_)))
    connection.execute(insert(schema.marks), {"input": storable(input_), "mark": storable(mark)})


def has_story(connection: Connection, uri: str, text: str) -> bool:
    """Whether a page of that address with a story of that very text is held."""
    query = (
        select(schema.stories.c.story)
        .join(schema.pages, schema.pages.c.page == schema.stories.c.page)
        .where(schema.pages.c.uri == storable(uri), schema.stories.c.text == storable(text))
    )
    return connection.execute(query.limit(1)).first() is not None
