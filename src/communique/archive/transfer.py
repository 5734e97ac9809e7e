"""Archives copied to another store, and merged into one.

In: opened archives. Out: the same archive elsewhere, or one that holds what several held. Each is one transaction: it is there whole,
or not at all. Refuses to copy over an archive that holds something.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TableClause, func, insert, select, text, update

from communique.archive import schema
from communique.archive.corrections import all_corrections, keep_corrections, pages_about
from communique.archive.fulltext import index_rows
from communique.archive.locks import hold_all
from communique.archive.numbers import N_BLOCK, TABLE_OF
from communique.archive.results import PutOutcome
from communique.archive.rows import Row, storable
from communique.archive.settings import set_setting
from communique.archive.sql_archive import SqlArchive
from communique.archive.writer import SqlWriter
from communique.errors import ArchiveError
from communique.record.jsonform import from_line
from communique.record.vocab import Outcome

N_ROWS = 500  # rows held at a time
Progress = Callable[[int], None]


def _nothing(_n: int) -> None:
    """No progress is shown."""


def copy_archive(source: SqlArchive, target: SqlArchive, *, progress: Progress = _nothing) -> int:
    """Copy an archive, whole, into one that holds nothing yet: records, fetches, marks, settings and what was assembled.

    Args:
        progress: Told how many rows more are copied.
    Returns:
        How many pages were copied.
    Raises:
        ArchiveError: `target` holds something, or one of them cannot be used; `target` holds nothing more than before then.
    """
    with source.errors_told(), source.reading.connect() as reading, reading.begin():
        writer = target.writer()
        try:
            with target.errors_told(), writer.connection.begin():
                hold_all(writer.connection)
                if any(
                    _count(writer.connection, table)
                    for table in (schema.pages, schema.fetches, schema.marks, schema.corrections)
                ):
                    raise ArchiveError(f"archive {target.location} holds something; copy to a new one, or merge into this one")
                return copy_tables(reading, writer.connection, progress=progress)
        finally:
            writer.close()


def copy_tables(source: Connection, target: Connection, *, with_assembled: bool = True, progress: Progress = _nothing) -> int:
    """Copy every row between two connections in transactions; the target holds none yet.

    Returns:
        How many pages there are.
    """
    assembled = (*schema.KEPT, *reversed(schema.ASSEMBLED)) if with_assembled else ()
    for table in (schema.settings, *schema.PUT, *assembled):
        with closing(_pieces(source, table)) as pieces:
            for rows in pieces:
                target.execute(insert(table), rows)
                if table in (schema.stories, schema.statements):
                    index_rows(target, {table.name: rows})
                progress(len(rows))
    if target.dialect.name == "postgresql":
        _go_on_after(target)
    return _count(target, schema.pages)


def _pieces(connection: Connection, table: TableClause) -> Generator[list[Row], None, None]:
    """All rows of a table, some at a time."""
    with connection.execution_options(yield_per=N_ROWS).execute(select(table)) as result:
        for partition in result.mappings().partitions():
            yield [
                {name: storable(value) if isinstance(value, str) else value for name, value in row.items()} for row in partition
            ]


def _count(connection: Connection, table: TableClause) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _go_on_after(connection: Connection) -> None:
    """Let a server give out numbers after those that were copied."""
    last = 0
    for name in TABLE_OF.values():
        last = max(last, _last(connection, getattr(schema, name)))
    connection.execute(text("SELECT setval('numbers', :block)"), {"block": last // N_BLOCK + 1})
    for table in (schema.fetches, schema.links):
        name = table.name
        key = next(iter(table.c)).name
        command = f"SELECT setval(pg_get_serial_sequence('{name}', '{key}'), :last)"
        connection.execute(text(command), {"last": max(1, _last(connection, table))})


def _last(connection: Connection, table: TableClause) -> int:
    return int(connection.execute(select(func.max(next(iter(table.c))))).scalar() or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge brought: pages added, replaced and left as they were, and fetches, marks and corrections added."""

    n_added: int
    n_replaced: int
    n_unchanged: int
    n_fetches: int
    n_marks: int
    n_corrections: int = 0


def merge_archives(target: SqlArchive, sources: Sequence[SqlArchive], *, progress: Progress = _nothing) -> Merged:
    """Add what other archives hold to one, which is assembled afterwards. Merging again changes nothing.

    A page that both hold stays as the target has it, unless the other's was read by a newer communique, or could be read where the
    target's could not. It was added when the first of the two was. Fetches that both made are kept once, and an input that both read
    keeps the target's mark. Corrections of both are kept, each once.

    Raises:
        ArchiveError: one of them cannot be used. What of the earlier sources was merged stays, of this one nothing.
    """
    totals = [0] * 6
    writer = target.writer()
    try:
        for source in sources:
            with source.errors_told(), source.reading.connect() as reading, reading.begin(), target.errors_told():
                connection = writer.connection
                with connection.begin():
                    hold_all(connection)
                    # before the pages, whose rows are made as reviewers have them
                    new = keep_corrections(connection, all_corrections(reading))
                    totals[5] += len(new)
                    for place, n in enumerate(_merge_pages(writer, reading, progress)):
                        totals[place] += n
                    totals[3] += _merge_fetches(connection, reading)
                    totals[4] += _merge_marks(connection, reading)
                    if new:
                        writer.renew(pages_about(connection, new))
                        set_setting(connection, "stale", "yes")
        writer.assemble()
    finally:
        writer.close()
    return Merged(
        n_added=totals[0],
        n_replaced=totals[1],
        n_unchanged=totals[2],
        n_fetches=totals[3],
        n_marks=totals[4],
        n_corrections=totals[5],
    )


def _merge_pages(writer: SqlWriter, reading: Connection, progress: Progress) -> tuple[int, int, int]:
    counts = dict.fromkeys(PutOutcome, 0)
    pages = schema.pages.c
    query = select(schema.pages, schema.records.c.line).join(schema.records, schema.records.c.page == pages.page)
    with reading.execution_options(yield_per=N_ROWS).execute(query.order_by(pages.id)) as result:
        for row in result:
            held = writer.connection.execute(select(schema.pages).where(pages.id == storable(row.id))).one_or_none()
            if held is None or _is_better(row, held):
                outcome = writer.put(from_line(row.line), storable(row.line), added=row.added)
            else:
                outcome = PutOutcome.UNCHANGED
            if held is not None and row.added < held.added:
                writer.connection.execute(update(schema.pages).where(pages.id == storable(row.id)).values(added=row.added))
            counts[outcome] += 1
            progress(1)
    return counts[PutOutcome.ADDED], counts[PutOutcome.REPLACED], counts[PutOutcome.UNCHANGED]


def _is_better(row: Any, held: Any) -> bool:
    """Whether a page is read better elsewhere: at all, or by a newer reader."""
    is_aside, was_aside = (each.outcome == Outcome.SET_ASIDE.value for each in (row, held))
    if is_aside != was_aside:
        return bool(was_aside)
    return _version(row.reader_version) > _version(held.reader_version)


def _version(told: str) -> tuple[tuple[int, int, str], ...]:
    """A version's parts for comparing: numbers by size, a part that is no number before all that are."""
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in told.split("."))


def _merge_fetches(connection: Connection, reading: Connection) -> int:
    names = [column.name for column in schema.fetches.c if column.name != "fetch"]
    answer = [name for name in names if name not in ("last_at", "n_times", "detail")]
    fetches = schema.fetches.c
    held = {tuple(getattr(row, name) for name in answer): row for row in connection.execute(select(schema.fetches))}
    n = 0
    for rows in _pieces(reading, schema.fetches):
        new: list[Row] = []
        for row in rows:
            same = held.get(tuple(row[name] for name in answer))
            if same is None:
                new.append({name: row[name] for name in names})
            elif (row["last_at"], row["n_times"]) > (
                same.last_at,
                same.n_times,
            ):  # one went on asking after the other was copied
                again = {name: row[name] for name in ("last_at", "n_times", "detail")}
                connection.execute(update(schema.fetches).where(fetches.fetch == same.fetch).values(again))
        if new:
            connection.execute(insert(schema.fetches), new)
        n += len(new)
    return n


def _merge_marks(connection: Connection, reading: Connection) -> int:
    held = set(connection.execute(select(schema.marks.c.input)).scalars())
    n = 0
    for rows in _pieces(reading, schema.marks):
        new = [row for row in rows if row["input"] not in held]
        if new:
            connection.execute(insert(schema.marks), new)
        n += len(new)
    return n
