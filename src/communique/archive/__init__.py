"""The archive: what was read, kept in one file, assembled across stories and asked again.

In: records. Out: `open_archive`, which gives an `Archive`. Nothing of the database is loaded before that is called.
"""

from pathlib import Path

from communique.archive.base import Archive, View, Writer

__all__ = ["Archive", "View", "Writer", "open_archive"]


def open_archive(path: str | Path, *, read_only: bool = False) -> Archive:
    """Open the archive in the file `path`; a file that is not there yet is made unless `read_only`.

    Args:
        path: An SQLite file.
        read_only: Nothing is written, not even by a lazy assembly; several programs may do this beside one writer.
    Raises:
        ArchiveVersionError: it was written by a newer communique.
        ArchiveError: it is no archive, or it cannot be opened or (unless `read_only`) written.
    """
    from communique.archive.sqlite import SqliteArchive  # SQLAlchemy is loaded here, on first use

    return SqliteArchive.open_(Path(path), read_only=read_only)
