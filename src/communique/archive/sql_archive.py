"""An archive in a database, whichever it is.

In: an engine that `sqlite` or `postgres` has opened and checked. Out: `SqlArchive`, whose writer and view share nothing but the
database. Refuses to write what was opened for reading.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine

from communique.archive.queries import SqlView
from communique.archive.results import IssueGroup
from communique.archive.writer import SqlWriter
from communique.errors import ArchiveError


class SqlArchive:
    """A store of records in a database."""

    def __init__(
        self,
        location: str,
        errors_told: Callable[[], AbstractContextManager[None]],
        *,
        writing: Engine,
        reading: Engine,
        read_only: bool,
        path: Path | None = None,
    ) -> None:
        """Take over an engine.

        Args:
            location: How the archive is named to a person.
            errors_told: A context in which the database's errors become `ArchiveError`s.
            writing: The engine as a writer uses it.
            reading: The same one as a view uses it: what it sees does not change while it answers.
            path: The archive's file, None on a server.
        """
        self._location = location
        self.errors_told = errors_told
        self._writing = writing
        self.reading = reading
        self._read_only = read_only
        self._path = path

    @property
    def location(self) -> str:
        """The file's path, or the server's URL without its password."""
        return self._location

    @property
    def path(self) -> Path | None:
        """The archive's file, None on a server."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether it was opened only for reading."""
        return self._read_only

    def writer(self, *, issues: Iterable[IssueGroup] = ()) -> SqlWriter:
        """A writer; see `communique.archive.base.Archive.writer`."""
        if self._read_only:
            raise ArchiveError(f"archive {self._location} was opened for reading only; open it without that to write")
        groups = tuple(issues)
        kept = json.dumps([[group.name, *group.words] for group in groups], ensure_ascii=False) if groups else None
        with self.errors_told():
            connection = self._writing.connect()
        return SqlWriter(connection, self.errors_told, issue_groups=kept)

    def view(self) -> SqlView:
        """A view; see `communique.archive.base.Archive.view`."""
        view = SqlView(self.reading, self.errors_told)
        if not self._read_only and view.is_stale:
            writer = self.writer()
            try:
                writer.assemble()
            finally:
                writer.close()
        return view

    def close(self) -> None:
        """Release the database."""
        self._writing.dispose()

    def __enter__(self) -> "SqlArchive":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /) -> None:
        self.close()
