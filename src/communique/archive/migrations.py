"""The archive's tables, as numbered steps from an empty file to the present form.

In: a connection to an archive of any earlier version. Out: the same at the present version, each step in a transaction of its
own and recorded in `migrations`. Refuses nothing: whether a file is an archive at all, or too new, is asked by `sqlite`.

A step is never changed once it has been released; a change to the tables is a new step at the end of `MIGRATIONS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files

from sqlalchemy import Connection

from communique import __version__


def _make_tables(connection: Connection) -> None:
    """The first form of an archive."""
    _run(connection, "0001_tables.sql")


def _add_fetches(connection: Connection) -> None:
    """Where pages were fetched from, how far inputs were read, and what more a page says of a story."""
    _run(connection, "0002_stories_and_fetches.sql")


def _run(connection: Connection, name: str) -> None:
    """Run the commands of a data file, which blank lines separate: a trigger has semicolons within."""
    text = (files("communique.archive") / "data" / name).read_text(encoding="utf-8")
    for block in text.split("\n\n"):
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
)
LATEST = MIGRATIONS[-1].number
APPLICATION_ID = 0x434D4E51  # "CMNQ": tells an archive from any other SQLite file


def migrate(connection: Connection, version: int) -> int:
    """Bring an archive from `version` (0: an empty file) to the latest. `connection` is in no transaction.

    Returns:
        How many steps were taken.
    """
    steps = [migration for migration in MIGRATIONS if migration.number > version]
    for step in steps:
        with connection.begin():
            # another process may have taken the step between the look at the version and the lock
            if int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) >= step.number:
                continue
            step.apply(connection)
            connection.exec_driver_sql(
                "INSERT INTO migrations (number, name, communique, applied) VALUES (?, ?, ?, ?)",
                (step.number, step.name, __version__, datetime.now(UTC).isoformat(timespec="seconds")),
            )
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {step.number}")
    return len(steps)
