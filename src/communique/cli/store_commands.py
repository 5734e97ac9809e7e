"""The commands that look after archives: `archive check`, `archive compact`, `archive merge`, `archive copy`, and
`archive load` (`load_command`).

In: archives, in files or on servers. Out: lines on standard output. Refuses an archive that is not there, one that is not sound, and to
copy over one that holds something.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.group import FAILURE
from communique.cli.load_command import load_command
from communique.cli.parameters import check_archive

if TYPE_CHECKING:
    from communique.archive.sql_archive import SqlArchive


@contextmanager
def _opened(location: str, *, read_only: bool = False) -> Iterator["SqlArchive"]:
    """An archive that is there.

    Raises:
        ArchiveError: there is none, or it cannot be opened.
    """
    from communique.archive import open_archive
    from communique.archive.sql_archive import SqlArchive

    check_archive(location)
    if not read_only:  # a server makes what is not there, which is no way to find a misspelt name
        open_archive(location, read_only=True).close()
    archive = open_archive(location, read_only=read_only)
    if not isinstance(archive, SqlArchive):
        raise TypeError("open_archive gave no archive in a database")
    with archive:
        yield archive


@click.group("archive", short_help="Look after archives: check, compact, merge, copy, load.")
def archive_group() -> None:
    """Look after archives: whether one is whole, how large it is, and how several become one.

    An archive is a file, or a PostgreSQL server's URL: postgresql://user@host/database?schema=name
    """


@archive_group.command("check", short_help="Whether an archive is whole.")
@click.argument("archive", metavar="ARCHIVE")
def check_command(archive: str) -> None:
    """Whether an archive is whole: its file, its references, every record, every row, and what was assembled from them.

    Prints one line for each fault and ends with status 1 if there is one. Nothing is changed, and others may write meanwhile.
    """
    from communique.archive.checking import find_faults

    n_faults = 0
    with _opened(archive, read_only=True) as opened:
        for fault in find_faults(opened):
            n_faults += 1
            click.echo(_line(fault))
        if not n_faults:
            click.echo(f"{_line(opened.location)} is whole: {opened.view().counts().n_pages} pages")
    if n_faults:
        click.get_current_context().exit(FAILURE)


@archive_group.command("compact", short_help="Make an archive small and quick.")
@click.argument("archive", metavar="ARCHIVE")
@click.option(
    "--format", "format_", type=click.Choice(("text", "json")), default="text", help="For a person, or for a program."
)
def compact_command(archive: str, format_: str) -> None:
    """Rewrite an archive without gaps, and let its store look again at how its values are spread.

    Needs room for a second copy while it works, and an archive that nobody else writes to.
    """
    from communique.archive.compacting import compact

    with _opened(archive) as opened:
        before, after = compact(opened)
        if format_ == "json":
            click.echo(json.dumps({"archive": opened.location, "bytes_before": before, "bytes_after": after}))
        else:
            click.echo(f"{_line(opened.location)}: {before:,} bytes before, {after:,} after")


@archive_group.command("merge", short_help="Add what other archives hold to one.")
@click.argument("into", metavar="INTO")
@click.argument("sources", metavar="FROM...", nargs=-1, required=True)
def merge_command(into: str, sources: tuple[str, ...]) -> None:
    """Add the pages, fetches, marks and corrections of archives FROM to the archive INTO, which is made if it is not there.

    A page that both hold stays as INTO has it, unless FROM's was read by a newer communique, or could be read where INTO's could not.
    Merging again changes nothing.
    """
    from contextlib import ExitStack

    from communique.archive.transfer import merge_archives

    with ExitStack() as stack:
        opened = [stack.enter_context(_opened(source, read_only=True)) for source in sources]
        target = stack.enter_context(_new_or_held(into))
        merged = merge_archives(target, opened)
        click.echo(
            f"{_line(target.location)}: {merged.n_added} pages added, {merged.n_replaced} replaced, {merged.n_unchanged} unchanged;"
            f" {merged.n_fetches} fetches, {merged.n_marks} marks and {merged.n_corrections} corrections added"
        )


@archive_group.command("copy", short_help="Copy an archive to another file or server.")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_command(source: str, target: str) -> None:
    """Copy the archive FROM, whole, to TO, where none is yet: a file, or a PostgreSQL server.

    A copy that is broken off leaves nothing half-copied at TO.
    """
    from communique.archive.locations import is_server
    from communique.archive.transfer import copy_archive

    with _opened(source, read_only=True) as opened:
        is_new_file = not is_server(target) and not Path(target).exists()
        try:
            with _new_or_held(target) as made:
                n_pages = copy_archive(opened, made)
                click.echo(f"{_line(made.location)}: {n_pages} pages copied")
        except BaseException:
            if is_new_file:
                for part in (target, f"{target}-wal", f"{target}-shm"):
                    Path(part).unlink(missing_ok=True)
            raise


@contextmanager
def _new_or_held(location: str) -> Iterator["SqlArchive"]:
    """An archive, made where there is none."""
    from communique.archive import open_archive
    from communique.archive.sql_archive import SqlArchive

    archive = open_archive(location)
    if not isinstance(archive, SqlArchive):
        raise TypeError("open_archive gave no archive in a database")
    with archive:
        yield archive


def _line(told: str) -> str:
    """One line that a terminal shows as it is: names in it may come from a page."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(told.split()))


archive_group.add_command(load_command)

COMMANDS = (archive_group,)
