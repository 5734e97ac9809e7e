"""An archive made as small and as quick as it can be.

In: an opened archive. Out: the same one, rewritten without gaps, and its size before and after. Refuses what others are writing to.
"""

import sqlite3
from pathlib import Path

from sqlalchemy import text

from communique.archive import schema
from communique.archive.sql_archive import SqlArchive


def compact(archive: SqlArchive) -> tuple[int, int]:
    """Rewrite an archive without gaps and look again at how its values are spread, so that questions find the best index.

    Returns:
        Its size before and after, in bytes.
    Raises:
        ArchiveError: it is in use, or there is no room for a second copy beside it while it is rewritten.
    """
    return _compact_file(archive, archive.path) if archive.path is not None else _compact_server(archive)


def _compact_file(archive: SqlArchive, path: Path) -> tuple[int, int]:
    before = _file_size(path)
    writer = archive.writer()  # refuses an archive that was opened for reading
    try:
        with archive.errors_told():
            driver = writer.connection.connection.dbapi_connection
            if not isinstance(driver, sqlite3.Connection):
                raise TypeError("an archive in a file is kept by SQLite")
            for index in ("story_words", "statement_words"):
                driver.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608
            driver.execute("VACUUM")
            driver.execute("ANALYZE")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writer.close()
    return before, _file_size(path)


def _file_size(path: Path) -> int:
    """The file's size with its log's."""
    return sum(part.stat().st_size for part in (path, path.with_name(f"{path.name}-wal")) if part.exists())


def _compact_server(archive: SqlArchive) -> tuple[int, int]:
    size = text(
        "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind = 'r'"
    )
    writer = archive.writer()
    try:
        with archive.errors_told():
            connection = writer.connection.execution_options(isolation_level="AUTOCOMMIT")
            before = int(connection.execute(size).scalar_one())
            names = [table.name for table in (*schema.PUT, *schema.KEPT, *schema.ASSEMBLED, schema.settings)]
            for name in (*names, "story_words", "statement_words"):
                quoted = connection.dialect.identifier_preparer.quote_identifier(name)
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {quoted}")
            return before, int(connection.execute(size).scalar_one())
    finally:
        writer.close()
