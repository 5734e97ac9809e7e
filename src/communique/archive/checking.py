"""Whether an archive is whole: its file, its references, its records, its rows, and what was assembled from them.

In: an opened archive. Out: one line for each fault, as they are found. Changes nothing, and holds up no writer: it sees the archive as
it was when the check began. What was assembled is compared with an assembly of the same records in a file that is thrown away.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from communique.archive import schema
from communique.archive.assembly import assemble
from communique.archive.contents import HeldPage, counted, held_pages
from communique.archive.corrections import corrected_record, load, placed_rows
from communique.archive.fulltext import vector_of
from communique.archive.rows import rows_of, storable
from communique.archive.settings import get_setting, set_setting
from communique.archive.sql_archive import SqlArchive
from communique.archive.sqlite import open_file
from communique.archive.transfer import copy_tables
from communique.errors import ArchiveError
from communique.record.correcting import Placed
from communique.record.corrections import identified
from communique.record.jsonform import from_line
from communique.record.model import Record

N_SHOWN = 20  # rows of one kind of fault
Progress = Callable[[int], None]


def _nothing(_n: int) -> None:
    """No progress is shown."""


def find_faults(archive: SqlArchive, *, progress: Progress = _nothing) -> Iterator[str]:
    """The faults of an archive, each in one line; none where it is whole.

    Args:
        progress: Told how many pages more are checked.
    Raises:
        ArchiveError: it cannot be read at all.
    """
    if archive.path is not None:
        damage = list(_file_faults(archive.path, read_only=archive.read_only))
        yield from damage
        if damage:
            return  # what is read from a damaged file tells nothing more
    with archive.errors_told(), archive.reading.connect() as connection, connection.begin():
        if archive.path is not None:
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(N_SHOWN):
                yield f"{row[0]}: row {row[1]} refers to a row of {row[2]} that is not there"
        yield from _page_faults(connection, progress)
        if connection.dialect.name == "postgresql":
            yield from _index_faults(connection)
        yield from _fetch_faults(connection)
        yield from _correction_faults(connection)
        yield from _assembly_faults(connection)


def _file_faults(path: Path, *, read_only: bool) -> Iterator[str]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            for (told,) in connection.execute(f"PRAGMA quick_check({N_SHOWN})").fetchall():
                if told != "ok":
                    yield f"file: {' '.join(told.split())}"
        except sqlite3.DatabaseError as error:
            yield f"file: {error}"
            return
    if read_only:
        return  # the full-text indexes are checked by a command that looks like writing
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
        for index in ("story_words", "statement_words"):
            try:
                connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                    raise ArchiveError(f"archive {path} is locked by another program; wait for that to end") from error
                yield f"{index}: the full-text index does not fit the texts; `communique archive copy` makes a sound one"


# pages


def _page_faults(connection: Connection, progress: Progress) -> Iterator[str]:
    numbers = connection.execute(select(schema.pages.c.page).order_by(schema.pages.c.id)).scalars().all()
    for held in held_pages(connection, numbers):
        progress(1)
        name = f"page {held.row.id}"
        if held.line is None:
            yield f"{name}: its record is missing"
            continue
        try:
            record = from_line(held.line)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with a record is a fault of the archive, not of the check
            yield f"{name}: its record cannot be read: {' '.join(str(error).split())[:200]}"
            continue
        try:
            corrected, placed = corrected_record(connection, record)
        except Exception as error:  # noqa: BLE001 -- likewise
            yield f"{name}: a correction of it cannot be read: {' '.join(str(error).split())[:200]}"
            continue
        yield from (f"{name}: {told}" for told in _row_faults(held, record, corrected))
        yield from (f"{name}: {told}" for told in _place_faults(connection, held, placed))
    homeless = select(schema.records.c.page).where(schema.records.c.page.not_in(select(schema.pages.c.page)))
    for number in connection.execute(homeless.limit(N_SHOWN)).scalars():
        yield f"record {number}: it has no page"


def _row_faults(held: HeldPage, record: Record, corrected: Record) -> Iterator[str]:
    row = held.row
    told = {
        "id": storable(record.page.id),
        "uri": storable(record.page.uri),
        "media_type": storable(record.page.media_type),
        "outcome": record.outcome.value,
        "reader_version": storable(record.reader.version),
        "reader_model": storable(record.reader.model),
        "reader_options": storable(record.reader.options),
    }
    for name, value in told.items():
        if getattr(row, name) != value:
            yield f"{name} is {getattr(row, name)!r}, and its record says {value!r}"
    if not _is_moment(row.added):
        yield f"it was added at {row.added!r}, which is no moment"
    taken: dict[str, int] = {}

    def take(name: str) -> int:
        taken[name] = taken.get(name, 0) + 1
        return taken[name]

    made = rows_of(corrected, 1, take).tables
    ours, theirs = counted(made), counted(held.rows)
    for table, rows in ours.items():
        if rows != theirs[table]:
            yield f"its rows of {table} are not what its record says ({len(theirs[table])} held, {len(rows)} told)"


def _place_faults(connection: Connection, held: HeldPage, placed: Iterable[Placed]) -> Iterator[str]:
    """Where the page's corrections are said to stand and do not."""
    numbers = {str(row["id"]): int(str(row["story"])) for row in held.rows["stories"]}
    told = {tuple(row.values()) for row in placed_rows(held.row.page, placed, numbers)}
    query = select(schema.corrected).where(schema.corrected.c.page == held.row.page)
    rows = {tuple(row) for row in connection.execute(query)}
    if rows != told:
        yield f"where its corrections stand is not what its record says ({len(rows)} held, {len(told)} told)"


def _correction_faults(connection: Connection) -> Iterator[str]:
    """Corrections that cannot be read, or that undo what is not there."""
    table = schema.corrections.c
    for row in connection.execute(select(schema.corrections).order_by(table.made, table.id)):
        try:
            correction = load(row.line)
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with it is a fault of the archive, not of the check
            yield f"correction {row.id}: it cannot be read: {' '.join(str(error).split())[:200]}"
            continue
        if identified(correction) != correction or correction.id != row.id:
            yield f"correction {row.id}: it was changed after it was made"
    known = select(table.id)
    for id_ in connection.execute(select(table.id).where(table.undoes.is_not(None), table.undoes.not_in(known))).scalars():
        yield f"correction {id_}: what it undoes is not in the archive"


def _is_moment(value: object) -> bool:
    try:
        return datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False


def _index_faults(connection: Connection) -> Iterator[str]:
    """The words in a server's indexes that are not those of the texts."""
    for kind, table, columns in (
        ("story", schema.stories, ("headline", "text")),
        ("statement", schema.statements, ("", "words")),
    ):
        key = table.c[kind]
        query = select(key, *(table.c[name] for name in columns if name)).order_by(key)
        same = text(f"SELECT words = CAST(:words AS tsvector) FROM {kind}_words WHERE {kind} = :number")  # noqa: S608
        n = 0
        with connection.execution_options(yield_per=500).execute(query) as result:
            for row in result:
                headline = row.headline or "" if kind == "story" else ""
                vector, _ = vector_of(headline, row.text if kind == "story" else row.words)
                if not connection.execute(same, {"words": vector, "number": row[0]}).scalar():
                    n += 1
        if n:
            yield f"{kind}_words: {n} rows do not fit the texts; `communique archive copy` makes a sound archive"


# fetches and marks


def _fetch_faults(connection: Connection) -> Iterator[str]:
    fetches = schema.fetches.c
    for row in connection.execute(select(schema.fetches).order_by(fetches.fetch)):
        name = f"fetch {row.fetch} of {row.url}"
        if not (_is_moment(row.first_at) and _is_moment(row.last_at)):
            yield f"{name}: it was made at {row.first_at!r} to {row.last_at!r}, which are no moments"
        elif datetime.fromisoformat(row.first_at) > datetime.fromisoformat(row.last_at):
            yield f"{name}: the last time, {row.last_at}, is before the first, {row.first_at}"
        if row.n_times < 1:
            yield f"{name}: it was made {row.n_times} times"
    pages = schema.pages.c
    lost = select(fetches.fetch, fetches.page_id).where(fetches.page_id.is_not(None))
    lost = lost.where(~select(pages.page).where(pages.id == fetches.page_id).exists()).order_by(fetches.fetch)
    for row in connection.execute(lost.limit(N_SHOWN)):
        yield f"fetch {row.fetch}: page {row.page_id} is not in the archive"
    for name in connection.execute(select(schema.marks.c.input).where(schema.marks.c.mark == "")).scalars():
        yield f"mark of {name}: it says nothing"


# what was assembled


def _assembly_faults(connection: Connection) -> Iterator[str]:
    """What an assembly of the same records makes otherwise; an archive that is not assembled is no fault: the next view does it."""
    if get_setting(connection, "stale") == "yes" or get_setting(connection, "stale") is None:
        return
    with tempfile.TemporaryDirectory(prefix="communique-check-") as folder, open_file(Path(folder) / "afresh.db") as afresh:
        writer = afresh.writer()
        try:
            with writer.connection.begin():
                for name in ("insert", "delete", "update"):  # nobody searches here
                    writer.connection.exec_driver_sql(f"DROP TRIGGER story_words_{name}")
                    writer.connection.exec_driver_sql(f"DROP TRIGGER statement_words_{name}")
                copy_tables(connection, writer.connection, with_assembled=False)
                set_setting(writer.connection, "stale", "yes")
            with writer.connection.begin():
                assemble(writer.connection)
            with writer.connection.begin():
                for table in schema.ASSEMBLED:
                    yield from _differences(table, connection, writer.connection)
        finally:
            writer.close()


def _differences(table: Any, held: Connection, made: Connection) -> Iterator[str]:
    columns = [column for column in table.c if column.name != "link"]
    ours, theirs = (_sorted(connection, columns) for connection in (made, held))
    if ours != theirs:
        extra, lacking = len(set(theirs) - set(ours)), len(set(ours) - set(theirs))
        yield f"{table.name}: {extra} rows that its records do not give, {lacking} missing; reading anything more makes them anew"


def _sorted(connection: Connection, columns: Sequence[Any]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
