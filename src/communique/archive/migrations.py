"""The archive's tables, as numbered steps from an empty store to the present form.

In: a connection to an archive of any earlier version. Out: the same at the present version, each step in a transaction of its
own and recorded in `migrations`. Refuses nothing: whether a store is an archive at all, or too new, is asked by `sqlite` and
`postgres`.

A step is never changed once it has been released; a change to the tables is a new step at the end of `MIGRATIONS` and of
`SERVER_MIGRATIONS`, under one number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from sqlalchemy import Connection, select, text

from communique import __version__
from communique.archive import schema
from communique.archive.issue_words import keep_issues
from communique.archive.locks import hold_making


def _make_tables(connection: Connection) -> None:
    """The first form of an archive."""
    _run(connection, "0001_tables.sql")


def _add_fetches(connection: Connection) -> None:
    """Where pages were fetched from, how far inputs were read, and what more a page says of a story."""
    _run(connection, "0002_stories_and_fetches.sql")


def _add_words_and_views(connection: Connection) -> None:
    """An index for each way of asking, and views for a person."""
    _run(connection, "0003_words_and_views.sql")
    keep_issues(connection, connection.execute(select(schema.positions.c.issue).distinct()).scalars())
    keep_issues(connection, connection.execute(select(schema.issue_of.c.issue).distinct()).scalars())
    words = {(word, row.actor) for row in connection.execute(select(schema.actor_names)) for word in row.folded.split()}
    if words:
        command = text("INSERT INTO actor_words (word, actor) VALUES (:word, :actor)")
        connection.execute(command, [{"word": word, "actor": actor} for word, actor in sorted(words)])


def _add_corrections(connection: Connection) -> None:
    """What reviewers say, and where it stands in the records."""
    _run(connection, "0004_corrections.sql")


def _add_server_corrections(connection: Connection) -> None:
    """The same on a server."""
    _run(connection, "postgres_0004_corrections.sql")


def _add_background(connection: Connection) -> None:
    """What stories repeat of earlier ones; found when the archive is assembled the next time."""
    _run(connection, "0005_background.sql" if connection.dialect.name == "sqlite" else "postgres_0005_background.sql")
    connection.execute(text("UPDATE settings SET value = 'yes' WHERE name = 'stale'"))


def _make_server_tables(connection: Connection) -> None:
    """The first form of an archive on a server: what a file has after three steps."""
    _run(connection, "postgres_0003_tables.sql")


def _run(connection: Connection, name: str) -> None:
    """Run the commands of a data file, which blank lines separate: a trigger has semicolons within."""
    commands = (files("communique.archive") / "data" / name).read_text(encoding="utf-8")
    for block in commands.split("\n\n"):
        command = "\n".join(line for line in block.splitlines() if not line.startswith("--")).strip()
        if command:
            connection.exec_driver_sql(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A step. `number` is the version of the archive after it."""

    number: int
    name: str
    apply: Callable[[Connection], None]


MIGRATIONS = (
    Migration(number=1, name="make tables", apply=_make_tables),
    Migration(number=2, name="add fetches and marks", apply=_add_fetches),
    Migration(number=3, name="add words and views", apply=_add_words_and_views),
    Migration(number=4, name="add corrections", apply=_add_corrections),
    Migration(number=5, name="add background", apply=_add_background),
)
SERVER_MIGRATIONS = (
    Migration(number=3, name="make tables", apply=_make_server_tables),
    Migration(number=4, name="add corrections", apply=_add_server_corrections),
    Migration(number=5, name="add background", apply=_add_background),
)
LATEST = MIGRATIONS[-1].number
APPLICATION_ID = 0x434D4E51  # "CMNQ": tells an archive from any other SQLite file


def migrate(connection: Connection, version: int) -> int:
    """Bring an archive from `version` (0: an empty store) to the latest. `connection` is in no transaction.

    Returns:
        How many steps were taken.
    """
    is_file = connection.dialect.name == "sqlite"
    steps = [migration for migration in (MIGRATIONS if is_file else SERVER_MIGRATIONS) if migration.number > version]
    for step in steps:
        with connection.begin():
            hold_making(connection)
            # another process may have taken the step between the look at the version and the lock
            if version_of(connection) >= step.number:
                continue
            step.apply(connection)
            connection.execute(
                text("INSERT INTO migrations (number, name, communique, applied) VALUES (:number, :name, :by, :at)"),
                {
                    "number": step.number,
                    "name": step.name,
                    "by": __version__,
                    "at": datetime.now(UTC).isoformat(timespec="seconds"),
                },
            )
            if is_file:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version = {step.number}")
    return len(steps)


def version_of(connection: Connection) -> int:
    """The version of an archive, 0 for an empty store."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if connection.execute(text("SELECT to_regclass('migrations')")).scalar() is None:
        return 0
    return int(connection.execute(text("SELECT coalesce(max(number), 0) FROM migrations")).scalar_one())
