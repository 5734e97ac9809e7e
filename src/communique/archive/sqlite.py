"""An archive in one SQLite file.

In: a path. Out: a `SqlArchive`, whose writer and view share nothing but the file. Refuses with `ArchiveError` a file that is
no archive or cannot be used, and with `ArchiveVersionError` one that a newer communique has written.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from communique.archive.migrations import APPLICATION_ID, LATEST, migrate
from communique.archive.sql_archive import SqlArchive
from communique.errors import ArchiveError, ArchiveVersionError

# How long a writer waits for another one. The longest lock is an assembly, some 10 s for every 10,000 stories.
BUSY_TIMEOUT_S = 300.0
CACHE_KIB = 65_536  # SQLite's default of 2 MiB makes assembly of a large archive read its own pages again and again


def open_file(path: Path, *, read_only: bool = False, wait_s: float | None = None) -> SqlArchive:
    """Open the file, make it an archive if it is empty or missing, and bring an older archive up to date.

    Raises:
        ArchiveError: it is no archive, or it cannot be used.
        ArchiveVersionError: it is too new.
    """
    _check_path(path, read_only=read_only)
    wait = BUSY_TIMEOUT_S if wait_s is None else wait_s
    engine = create_engine("sqlite://", creator=lambda: _connect(path, read_only=read_only, wait_s=wait), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    writing = engine.execution_options(immediate=not read_only)
    try:
        with errors_told(path), writing.connect() as connection:
            _check_version(connection, path, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise
    return SqlArchive(str(path), lambda: errors_told(path), writing=writing, reading=engine, read_only=read_only, path=path)


def _check_path(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise ArchiveError(f"archive {path} is a folder; name a file in it")
    if path.exists():
        if not os.access(path, os.R_OK):
            raise ArchiveError(f"archive {path} cannot be read; ask for permission to read it")
        if not read_only and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
            raise ArchiveError(f"archive {path} or its folder is read-only; open it for reading only, or copy it elsewhere")
    elif read_only:
        raise ArchiveError(f"no archive {path}; it is made by the first command that adds to it")
    elif not path.absolute().parent.is_dir():
        raise ArchiveError(f"no folder {path.absolute().parent} to make an archive in; make it first")


def _connect(path: Path, *, read_only: bool, wait_s: float) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    if not read_only:
        return _open(uri, wait_s)
    try:
        connection = _open(f"{uri}?mode=ro", wait_s)
        connection.execute("PRAGMA user_version")
    except sqlite3.OperationalError as error:
        # A log has to be made beside the file even to read it; where the folder forbids that, nobody writes either.
        if error.sqlite_errorname not in ("SQLITE_CANTOPEN", "SQLITE_READONLY_DIRECTORY"):
            raise
        connection = _open(f"{uri}?mode=ro&immutable=1", wait_s)
    return connection


def _open(uri: str, wait_s: float) -> sqlite3.Connection:
    # isolation_level None: transactions begin where SQLAlchemy begins them, not where the driver guesses
    connection = sqlite3.connect(uri, uri=True, timeout=wait_s, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA synchronous = NORMAL")  # with a write-ahead log a power cut loses the last pages, never the file
    return connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("immediate") else "BEGIN")


def _check_version(connection: Connection, path: Path, *, read_only: bool) -> None:
    with connection.begin():
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        application = int(connection.exec_driver_sql("PRAGMA application_id").scalar_one())
        n_tables = int(connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one())
    is_empty = n_tables == 0 and application == 0
    if application != APPLICATION_ID and not is_empty:
        raise ArchiveError(f"{path} is an SQLite file but no archive of communique; name another file")
    if version > LATEST:
        raise ArchiveVersionError(
            f"archive {path} has version {version}, and this communique knows versions up to {LATEST}; upgrade communique"
        )
    if version < LATEST and read_only:
        if is_empty:
            raise ArchiveError(f"{path} is empty; an archive is made by the first command that adds to it")
        raise ArchiveError(f"archive {path} has the older version {version}; open it once for writing to bring it up to date")
    if not read_only:
        driver = connection.connection.dbapi_connection
        if isinstance(driver, sqlite3.Connection):  # outside a transaction, as changing the journal demands
            driver.execute("PRAGMA journal_mode = WAL")
        migrate(connection, version)


# What SQLite's errors mean to the person at the keyboard; the longest matching beginning of the error's name counts.
_TOLD = {
    "SQLITE_NOTADB": "is not an archive; name another file",
    "SQLITE_CORRUPT": "is damaged; restore it from a copy, or read the pages into a new one",
    "SQLITE_READONLY": "is read-only; open it for reading only, or copy it elsewhere",
    "SQLITE_FULL": "cannot grow: the disk is full; make room and run again, nothing is half written",
    "SQLITE_BUSY": "is locked by another program that writes to it; wait for that to end and run again",
    "SQLITE_LOCKED": "is locked by another program that writes to it; wait for that to end and run again",
    "SQLITE_CANTOPEN": "cannot be opened; check that the file and its folder can be written",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error",
}


@contextmanager
def errors_told(path: Path) -> Iterator[None]:
    """Tell the database's errors as one line about the archive.

    Raises:
        ArchiveError: the database raised one of `_TOLD`; any other error of it is passed on as it is.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        driver = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(driver, "sqlite_errorname", None) or ""
        told = next((words for beginning, words in _TOLD.items() if name.startswith(beginning)), None)
        if told is None:
            raise
        raise ArchiveError(f"archive {path} {told}") from error
