"""The archive: what was read, kept in one file or on a PostgreSQL server, assembled across stories and asked again.

In: records. Out: `open_archive`, which gives an `Archive`. Nothing of the database is loaded before that is called.
"""

from pathlib import Path

from communique.archive.base import Archive, View, Writer
from communique.archive.locations import is_server, server_url

__all__ = ["Archive", "View", "Writer", "open_archive"]


def open_archive(path: str | Path, *, read_only: bool = False, wait_s: float | None = None) -> Archive:
    """Open the archive in the file or on the server `path`; one that is not there yet is made unless `read_only`.

    Args:
        path: An SQLite file, or a URL as libpq has it, `postgresql://user@host/database`, with `?schema=` for the schema that the
            tables are in (`communique` if none is named).
        wait_s: How long to wait for another program that writes, in seconds; without it, as long as an assembly takes.
        read_only: Nothing is written, not even by a lazy assembly; several programs may do this beside one writer.
    Raises:
        ArchiveVersionError: it was written by a newer communique.
        ArchiveError: it is no archive, or it cannot be opened or (unless `read_only`) written.
        ExtraError: it is on a server, and what is needed for that is not installed.
    """
    if is_server(path):
        from communique.archive.postgres import open_server

        return open_server(server_url(path), read_only=read_only, wait_s=wait_s)
    from communique.archive.sqlite import open_file  # SQLAlchemy is loaded here, on first use

    return open_file(Path(path), read_only=read_only, wait_s=wait_s)
