"""The writer of an archive: records in, one transaction a page.

In: `Record` values. Out: their rows, and at the end an assembled archive. Refuses nothing that is a `Record`; trouble with the
file comes out as `ArchiveError`, and then nothing of the page in hand is in the archive.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from communique.archive import schema
from communique.archive.assembly import assemble
from communique.archive.corrections import corrected_record, keep_corrections, pages_about, put_placed
from communique.archive.fetches import get_mark, has_story, last_fetch, put_fetch, set_mark
from communique.archive.fulltext import index_rows
from communique.archive.issue_words import keep_issues
from communique.archive.locks import hold_all, hold_page, join_writers
from communique.archive.numbers import numbers_for
from communique.archive.requests import Request
from communique.archive.results import FetchEntry, PutOutcome
from communique.archive.reviewing import resolve, undoing
from communique.archive.rows import rows_of, storable
from communique.archive.settings import get_setting, mark_stale, set_setting
from communique.record.corrections import Correction
from communique.record.fetch import Fetch
from communique.record.jsonform import from_line, to_line
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import Outcome

# Made once: SQLAlchemy keeps with a statement what it takes to find the compiled one again, which costs more than a small insert.
_INSERT = {table.name: insert(table) for table in schema.PUT}
_HELD = (
    select(schema.pages, schema.records.c.line)
    .join(schema.records, schema.records.c.page == schema.pages.c.page)
    .where(schema.pages.c.id == bindparam("page_id"))
)


class SqlWriter:
    """Puts records into an archive; see `communique.archive.base.Writer`."""

    def __init__(
        self,
        connection: Connection,
        errors_told: Callable[[], AbstractContextManager[None]],
        *,
        issue_groups: str | None = None,
    ) -> None:
        self._connection = connection
        self._errors_told = errors_told
        self._counts = dict.fromkeys(PutOutcome, 0)
        self._issue_groups = issue_groups
        self._numbers = numbers_for(connection)

    @property
    def connection(self) -> Connection:
        """The writer's connection, for what is done to a whole archive in one transaction."""
        return self._connection

    @property
    def counts(self) -> dict[PutOutcome, int]:
        """How many records each outcome had since the writer was opened."""
        return dict(self._counts)

    def put_record(self, record: Record, *, fetch: Fetch | None = None, mark: tuple[str, str] | None = None) -> PutOutcome:
        """Put one page's record, whole or not at all; see `communique.archive.base.Writer.put_record`."""
        line = storable(to_line(record))
        with self._errors_told(), self._connection.begin():
            join_writers(self._connection)
            outcome = self.put(record, line)
            if fetch is not None:
                put_fetch(self._connection, fetch, record.page.id)
            if mark is not None:
                set_mark(self._connection, *mark)
        self._counts[outcome] += 1
        return outcome

    def put(self, record: Record, line: str, *, added: str | None = None) -> PutOutcome:
        """Put a record and its line in the transaction that is open; `added`: when it was first put, None for now."""
        connection, numbers = self._connection, self._numbers
        page_id = storable(record.page.id)
        hold_page(connection, page_id)
        held = connection.execute(_HELD, {"page_id": page_id}).one_or_none()
        row = {
            "id": page_id,
            "uri": storable(record.page.uri),
            "media_type": storable(record.page.media_type),
            "outcome": record.outcome.value,
            "reader_version": storable(record.reader.version),
            "reader_model": storable(record.reader.model),
            "reader_options": storable(record.reader.options),
        }
        numbers.begin()
        if held is None:
            page = numbers.take("page")
            # a page that is read again was added when it was
            added = added or datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(_INSERT["pages"], {"page": page, **row, "added": added})
            connection.execute(_INSERT["records"], {"page": page, "line": line})
        else:
            page = held.page
            same_reader = (held.reader_version, held.reader_model, held.reader_options) == (
                row["reader_version"],
                row["reader_model"],
                row["reader_options"],
            )
            # a page that could be read once and now cannot (a site that is down) keeps what was read
            is_lost = record.outcome is Outcome.SET_ASIDE and held.outcome != Outcome.SET_ASIDE.value
            if held.line == line or (same_reader and is_lost):
                return PutOutcome.UNCHANGED
            connection.execute(update(schema.pages).where(schema.pages.c.page == page).values(row))
            connection.execute(update(schema.records).where(schema.records.c.page == page).values(line=line))
        self._put_rows(record, page, is_new=held is None)
        return PutOutcome.ADDED if held is None else PutOutcome.REPLACED

    def _put_rows(self, record: Record, page: int, *, is_new: bool) -> None:
        """Put the rows of a record as reviewers have it, in place of those that the page had."""
        connection = self._connection
        if not is_new:
            connection.execute(delete(schema.stories).where(schema.stories.c.page == page))
            connection.execute(delete(schema.issues).where(schema.issues.c.page == page))
        corrected, placed = corrected_record(connection, record)
        tables = rows_of(corrected, page, self._numbers.take).tables
        for table, rows in tables.items():
            if rows:
                connection.execute(_INSERT[table], rows)
        put_placed(connection, page, placed, {str(row["id"]): int(str(row["story"])) for row in tables["stories"]})
        index_rows(connection, tables)
        keep_issues(connection, (str(row["issue"]) for row in tables["positions"]))
        mark_stale(connection)

    def correct(self, requests: Iterable[Request]) -> tuple[Correction, ...]:
        """Correct entries, all of them or none; see `communique.archive.base.Writer.correct`."""
        with self._errors_told(), self._connection.begin():
            hold_all(self._connection)
            assemble(self._connection)  # actors and events are named by what assembly made of them
            corrections = resolve(self._connection, tuple(requests))
            self.keep(corrections)
        return tuple(corrections)

    def undo(self, ids: Iterable[str], *, by: str, why: str | None = None) -> tuple[Correction, ...]:
        """Undo corrections, all of them or none; see `communique.archive.base.Writer.undo`."""
        with self._errors_told(), self._connection.begin():
            hold_all(self._connection)
            corrections = undoing(self._connection, ids, by=by, why=why)
            self.keep(corrections)
        return tuple(corrections)

    def put_corrections(self, corrections: Iterable[Correction]) -> int:
        """Add corrections that were made elsewhere; see `communique.archive.base.Writer.put_corrections`."""
        with self._errors_told(), self._connection.begin():
            hold_all(self._connection)
            return self.keep(corrections)

    def keep(self, corrections: Iterable[Correction]) -> int:
        """Add corrections in the transaction that is open, and put the rows of their pages anew; gives how many are new."""
        new = keep_corrections(self._connection, corrections)
        self.renew(pages_about(self._connection, new))
        if new:
            set_setting(self._connection, "stale", "yes")
        return len(new)

    def renew(self, pages: Iterable[int]) -> None:
        """Put the rows of some pages anew from their records, in the transaction that is open."""
        self._numbers.begin()
        for page in pages:
            line = self._connection.execute(select(schema.records.c.line).where(schema.records.c.page == page)).scalar_one()
            self._put_rows(from_line(line), page, is_new=False)
            self._numbers.begin()

    def has_page(self, page_id: str, *, reader: ReaderInfo | None = None) -> bool:
        """Whether a record of this page is in the archive; see `communique.archive.base.Writer.has_page`."""
        pages = schema.pages.c
        query = select(pages.page).where(pages.id == storable(page_id))
        if reader is not None:
            query = query.where(
                pages.reader_version == reader.version,
                pages.reader_model == reader.model,
                pages.reader_options == reader.options,
            )
        with self._errors_told(), self._connection.begin():
            return self._connection.execute(query).first() is not None

    def has_story(self, uri: str, text: str) -> bool:
        """Whether a page of that address with a story of that very text is in the archive."""
        with self._errors_told(), self._connection.begin():
            return has_story(self._connection, uri, text)

    def last_fetch(self, url: str) -> FetchEntry | None:
        """What the last fetch of an address came to, None if it was never fetched."""
        with self._errors_told(), self._connection.begin():
            return last_fetch(self._connection, url)

    def get_mark(self, input_: str) -> str | None:
        """How far an input was read, None if it was not."""
        with self._errors_told(), self._connection.begin():
            return get_mark(self._connection, input_)

    def put_fetch(self, fetch: Fetch, page_id: str | None = None, *, is_same: bool = False) -> None:
        """Keep a fetch that brought no page of its own, or one that is held; see `communique.archive.base.Writer.put_fetch`."""
        with self._errors_told(), self._connection.begin():
            put_fetch(self._connection, fetch, page_id, is_same=is_same)

    def assemble(self) -> None:
        """Find duplicates, join actors, link events, follow prospects and shifts, in one transaction; nothing if up to date."""
        with self._errors_told(), self._connection.begin():
            hold_all(self._connection)
            if self._issue_groups is not None and get_setting(self._connection, "issue groups") != self._issue_groups:
                set_setting(self._connection, "issue groups", self._issue_groups)
                set_setting(self._connection, "stale", "yes")
            assemble(self._connection)

    def close(self) -> None:
        """Release the archive; does not assemble."""
        self._connection.close()

    def __enter__(self) -> "SqlWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /) -> None:
        try:
            if kind is None:
                self.assemble()
        finally:
            self.close()
