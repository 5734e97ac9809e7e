"""An archive as it was read, without what reviewers say: a copy that is thrown away.

In: an opened archive. Out: the same one where nobody has corrected anything, else a copy without corrections, assembled anew. Refuses
nothing; it takes about as long as an assembly.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, select

from communique.archive import schema
from communique.archive.corrections import is_empty
from communique.archive.settings import set_setting
from communique.archive.sql_archive import SqlArchive
from communique.archive.sqlite import open_file
from communique.archive.transfer import copy_tables


@contextmanager
def as_read(archive: SqlArchive) -> Iterator[SqlArchive]:
    """The archive without corrections."""
    with archive.errors_told(), archive.reading.connect() as reading, reading.begin():
        if is_empty(reading):
            yield archive
            return
        name = "communique-machine-"
        with tempfile.TemporaryDirectory(prefix=name) as folder, open_file(Path(folder) / "machine.db") as copy:
            writer = copy.writer()
            try:
                with writer.connection.begin():
                    copy_tables(reading, writer.connection, with_assembled=False)
                    pages = writer.connection.execute(select(schema.corrected.c.page).distinct()).scalars().all()
                    writer.connection.execute(delete(schema.corrected))
                    writer.connection.execute(delete(schema.corrections))
                    writer.renew(sorted(pages))
                    set_setting(writer.connection, "stale", "yes")
                writer.assemble()
            finally:
                writer.close()
            yield copy
