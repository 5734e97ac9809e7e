"""The commands that take an archive elsewhere: `export` into files, `serve` into a browser, `mcp` to an assistant.

In: an archive's file. Out: files, a web server, or answers on the standard output. Refuses an archive that is not there, and an
extra that is not installed.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from communique.archive.locations import title_of
from communique.cli.archive_commands import viewing
from communique.cli.correct_commands import reviewer
from communique.cli.output import flush, write
from communique.cli.parameters import (
    archive_options,
    check_archive,
    dossier_option,
    machine_option,
    only_archive,
    settings,
    since_option,
    until_option,
)
from communique.errors import ExtraError, InputError, OptionError
from communique.views.exports import FORMATS

if TYPE_CHECKING:
    from communique.archive import View

TABLES = ("events", "statements", "positions")  # as `views.exports.columns.TABLES` has them
_WEB_MODULES = ("starlette", "jinja2", "uvicorn", "python_multipart")


@click.command("export", short_help="Take the data elsewhere: CSV, JSON Lines, JSON-LD, Parquet, a calendar.")
@archive_options()
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    required=True,
    help="csv and parquet: a table; jsonl: the records as they were read; jsonld: W3C Web Annotations; ics: what is planned.",
)
@click.option("--table", type=click.Choice(TABLES), help="Which table.  [default: events, or all into a folder]")
@click.option(
    "--out", metavar="PATH", help="A file; or, for tables, a folder (it ends in / or is there).  [default: standard output]"
)
@click.option("--with-copies", is_flag=True, help="Also what stories tell that repeat earlier ones.")
@machine_option
@since_option
@until_option
def export_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    table: str | None,
    out: str | None,
    with_copies: bool,
    since: date | None,
    until: date | None,
) -> None:
    """Take the data of an archive elsewhere.

    Tables have one row for each entry, with its words and its story; events have PLOVER's columns. What a spreadsheet would
    take for a formula is written as text. A calendar has what is planned and has a date; `prospects --format ics` makes one of any
    prospects.
    """
    path = only_archive(archive, args)
    is_table = format_ in ("csv", "parquet")
    into_folder = out is not None and (out.endswith(("/", os.sep)) or Path(out).is_dir())
    if not is_table and (table or since or until or into_folder):
        raise OptionError(
            f"format {format_!r} takes the whole archive into one file: leave --table, --since, --until and folders out"
        )
    if format_ == "parquet" and out is None:
        raise OptionError("Parquet is no text; name a file or a folder with --out")
    with viewing(path) as view:
        if not is_table:
            _export_whole(view, format_, out, with_copies, name=title_of(path))
            return
        for name in (table,) if table else TABLES if into_folder else TABLES[:1]:
            target = str(Path(out) / f"{name}.{format_}") if out and into_folder else out
            _export_table(view, format_, name, target, since=since, until=until, with_copies=with_copies)


def _export_whole(view: "View", format_: str, out: str | None, with_copies: bool, *, name: str) -> None:
    if format_ == "ics":
        from communique.record.vocab import Status
        from communique.views.exports.ics import ics_text

        ahead = view.list_prospects(open_only=True)
        pieces: Iterable[str] = [ics_text((each for each in ahead if each.status is Status.SCHEDULED), name=name)]
    elif format_ == "jsonl":
        from communique.views.exports.jsonl import jsonl_lines

        pieces = jsonl_lines(view)
    else:
        from communique.views.exports.jsonld import jsonld_pieces

        pieces = jsonld_pieces(view, with_copies=with_copies)
    _write_all(pieces, out)


def _export_table(
    view: "View", format_: str, name: str, out: str | None, *, since: date | None, until: date | None, with_copies: bool
) -> None:
    from communique.views.exports.columns import TABLES as FORMS

    form = FORMS[name]
    rows = form.rows(view, since=since, until=until, with_copies=with_copies)
    if format_ == "csv":
        from communique.views.exports.csv import csv_lines

        _write_all(csv_lines([name for name, _, _ in form.fields], rows), out)
    elif out is not None:
        from communique.views.exports.parquet import write_parquet

        with _replacing(out) as file:
            write_parquet(form.fields, rows, file)


def _write_all(pieces: Iterable[str], out: str | None) -> None:
    if out is None:
        for piece in pieces:
            write(piece)
        flush()
        return
    with _replacing(out) as file:
        for piece in pieces:
            write(piece, file)


@contextmanager
def _replacing(out: str) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is whole: a run that is stopped leaves what was there before."""
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@click.command("serve", short_help="Show an archive in the browser.")
@archive_options()
@click.option("--host", metavar="ADDRESS", help="Address to listen on.  [default: 127.0.0.1: this machine only]")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Port to listen on.  [default: 8765]")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="A file with the password that a client must know; needed where other machines reach the address.",
)
@dossier_option
@click.option("--review", is_flag=True, help="Let whoever reaches the address correct the archive.")
@click.option(
    "--by", metavar="NAME", help="With --review: who says so.  [default: the setting `reviewer`, else the login name]"
)
def serve_command(
    args: tuple[str, ...],
    archive: str | None,
    host: str | None,
    port: int | None,
    password_file: str | None,
    dossier: str | None,
    review: bool,
    by: str | None,
) -> None:
    """Show an archive in the browser, until Ctrl-C. Nothing can be changed there without --review."""
    if by is not None and not review:
        raise click.UsageError("--by needs --review", ctx=click.get_current_context())
    path = only_archive(archive, args)
    check_archive(path)
    chosen = settings()
    _check_web()
    from communique.archive.locations import without_password
    from communique.dossier import load_dossier
    from communique.web.app import serve
    from communique.web.guard import check_door

    password = _password(password_file) if password_file else chosen.password
    address, door = host or chosen.host, port or chosen.port
    check_door(address, password)
    followed = load_dossier(dossier) if dossier else None
    who = reviewer(by) if review else ""
    shown = f"[{address}]" if ":" in address else address
    click.echo(f"communique: {without_password(path)} is at http://{shown}:{door}/ until Ctrl-C", err=True)
    serve(path, host=address, port=door, password=password, dossier=followed, reviewer=who)


def _password(file: str) -> str:
    """The first line of a file."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"password file {file} cannot be read: {err}") from err
    if not lines or not lines[0].strip():
        raise InputError(f"password file {file} is empty; its first line is the password")
    return lines[0].strip()


def _check_web() -> None:
    """Make sure that the web application can be run here."""
    try:
        for name in _WEB_MODULES:
            import_module(name)
    except ImportError as err:
        raise ExtraError(f"the web application needs {err.name}; to add it: pip install 'communique[web]'") from err


@click.command("mcp", short_help="Let an assistant ask an archive (Model Context Protocol).")
@archive_options()
@click.option(
    "--at", metavar="ADDRESS", help="Where the web application is, for links to stories.  [default: as serve takes it]"
)
@dossier_option
def mcp_command(args: tuple[str, ...], archive: str | None, at: str | None, dossier: str | None) -> None:
    """Answer an assistant's questions about an archive, over standard input and output, until it hangs up.

    Every answer has the quotations that it rests on, and links to their stories.
    """
    path = only_archive(archive, args)
    check_archive(path)
    chosen = settings()
    _check_web()
    from communique.dossier import load_dossier
    from communique.web.assistants import make_server

    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    followed = load_dossier(dossier) if dossier else None
    make_server(path, dossier=followed, at=at or f"http://{host}:{chosen.port}").run("stdio")


COMMANDS: tuple[click.Command, ...] = (export_command, serve_command, mcp_command)
