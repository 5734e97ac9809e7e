"""An archive in a schema of a PostgreSQL database.

In: a URL as libpq has it, with `?schema=` for the schema. Out: a `SqlArchive`. Refuses with `ArchiveError` a server that cannot be
reached or used and a schema that holds other tables, with `ArchiveVersionError` an archive of a newer communique, and with
`ExtraError` to work without psycopg.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from communique.archive import locations
from communique.archive.locks import hold_making
from communique.archive.migrations import LATEST, migrate, version_of
from communique.archive.sql_archive import SqlArchive
from communique.errors import ArchiveError, ArchiveVersionError, ExtraError

if TYPE_CHECKING:
    import psycopg

CONNECT_TIMEOUT_S = 10
# How long a writer waits for others. The longest lock is an assembly: some minutes for a hundred thousand stories.
LOCK_TIMEOUT_S = 1_800


def open_server(url: str, *, read_only: bool = False, wait_s: float | None = None) -> SqlArchive:
    """Open the archive at a URL, make its schema and tables if they are missing, and bring an older archive up to date.

    Raises:
        ArchiveError: there is none to read, or it cannot be used.
        ArchiveVersionError: it is too new.
        ExtraError: psycopg is not installed.
    """
    try:
        import psycopg
    except ImportError as err:
        raise ExtraError(
            "an archive on a PostgreSQL server needs psycopg; install it with: pip install 'communique[postgres]'"
        ) from err
    bare, schema = locations.split_schema(url)
    name = locations.without_password(url)
    try:
        psycopg.conninfo.conninfo_to_dict(bare)
    except psycopg.ProgrammingError as err:
        raise ArchiveError(f"archive {name} is no URL of a PostgreSQL server: {_first_line(err)}") from err
    wait = LOCK_TIMEOUT_S if wait_s is None else wait_s
    connect = partial(_connect, bare, schema, read_only=read_only, wait_s=wait)
    # a view's connection may lie in the pool while the server is started anew: it is tried before it is used
    engine = create_engine("postgresql+psycopg://", creator=connect, pool_pre_ping=True)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with errors_told(name), engine.connect() as connection:
            _check_version(connection, schema, name, read_only=read_only)
    except BaseException:
        engine.dispose()
        raise
    return SqlArchive(name, lambda: errors_told(name), writing=engine, reading=reading, read_only=read_only)


def _connect(bare: str, schema: str, *, read_only: bool, wait_s: float) -> "psycopg.Connection[tuple[object, ...]]":
    import psycopg
    import psycopg.sql

    asked = psycopg.conninfo.conninfo_to_dict(bare)
    ours = {"connect_timeout": str(CONNECT_TIMEOUT_S), "application_name": "communique"}
    given = {name: value for name, value in ours.items() if name not in asked}
    connection = psycopg.connect(psycopg.conninfo.make_conninfo(bare, client_encoding="UTF8", **given), autocommit=True)
    connection.execute(psycopg.sql.SQL("SET search_path TO {}").format(psycopg.sql.Identifier(schema)))
    connection.execute(psycopg.sql.SQL("SET lock_timeout = {}").format(f"{int(wait_s * 1000)}ms"))
    connection.execute("SET client_min_messages = warning")
    if read_only:
        connection.execute("SET default_transaction_read_only = on")
    connection.autocommit = False
    return connection


def _check_version(connection: Connection, schema: str, name: str, *, read_only: bool) -> None:
    with connection.begin():
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        version = version_of(connection)
        held = text("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema")
        n_held = connection.execute(held, {"schema": schema}).scalar_one()
        is_ours = version > 0 and connection.execute(text("SELECT to_regclass('records')")).scalar() is not None
    if encoding != "UTF8":
        raise ArchiveError(f"archive {name} is in a database of encoding {encoding}; make one with UTF8")
    if n_held and not is_ours:
        raise ArchiveError(f"schema {schema} of {name} has tables but no archive of communique; name another with ?schema=")
    if version > LATEST:
        raise ArchiveVersionError(
            f"archive {name} has version {version}, and this communique knows versions up to {LATEST}; upgrade communique"
        )
    if version < LATEST and read_only:
        if not version:
            raise ArchiveError(f"no archive {name}; it is made by the first command that adds to it")
        raise ArchiveError(f"archive {name} has the older version {version}; open it once for writing to bring it up to date")
    if not read_only and version < LATEST:
        with connection.begin():
            hold_making(connection)
            if not connection.execute(text("SELECT 1 FROM pg_namespace WHERE nspname = :schema"), {"schema": schema}).scalar():
                quoted = connection.dialect.identifier_preparer.quote_identifier(schema)
                connection.exec_driver_sql(f"CREATE SCHEMA {quoted}")
        migrate(connection, version)


# What PostgreSQL's errors mean to the person at the keyboard; the longest beginning of the SQLSTATE stands first.
_TOLD = {
    "53100": "cannot grow: the server's disk is full; make room and run again, nothing is half written",
    "53": "cannot be used: the server is out of memory or connections; try again later",
    "28": "cannot be opened: the server does not accept this user; check the name, the password and the server's pg_hba.conf",
    "3D": "cannot be opened: there is no such database; make it with createdb",
    "42501": "cannot be used: this user may not do that in its schema; ask for the right to create and write there",
    "25006": "is read-only; open it for reading only",
    "55P03": "is locked by another program that writes to it; wait for that to end and run again",
    "40": "was written by others at the same moment; run again",
    "57": "is not to be reached: the server was stopped; run again when it is back, nothing is half written",
    "08": "is not to be reached: the connection was lost; run again, nothing is half written",
    "58": "cannot be read or written: the server's disk reports an error",
    "XX": "is damaged, or the server has a fault; see the server's log",
}


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]


@contextmanager
def errors_told(name: str) -> Iterator[None]:
    """Tell the database's errors as one line about the archive.

    Raises:
        ArchiveError: the database raised one of `_TOLD`, or it could not be reached; any other error of it is passed on as it is.
    """
    import psycopg

    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        driver = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(driver, "sqlstate", None) or ""
        told = next((words for beginning, words in _TOLD.items() if state.startswith(beginning)), None) if state else None
        if told is None and isinstance(driver, psycopg.OperationalError | psycopg.InterfaceError) and not state:
            # libpq has no state for a server that is not there or goes away
            told = f"is not to be reached: {_first_line(driver)}; run again when the server is back, nothing is half written"
        if told is None:
            raise
        raise ArchiveError(f"archive {name} {told}") from error
