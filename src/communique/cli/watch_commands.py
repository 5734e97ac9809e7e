"""The commands that look at a dossier's sources: `watch`, and `sources check`.

In: a dossier's file. Out: an archive and a line a round, or what each source would give. Refuses a dossier without sources.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

import click

from communique.archive.locations import is_server
from communique.cli.group import FAILURE
from communique.cli.output import print_sheet
from communique.cli.parameters import as_seconds, caps_of, caps_options, settings
from communique.cli.web_options import fetch_options, web_options

if TYPE_CHECKING:
    from communique.dossier import Dossier


def archive_of(dossier: "Dossier", path: str) -> Path:
    """Where what is read from a dossier's sources is kept: as it says, else beside it under its own name."""
    if dossier.archive and is_server(dossier.archive):
        return Path(dossier.archive)
    return dossier.folder / dossier.archive if dossier.archive else Path(path).with_suffix(".db")


@click.command("watch", short_help="Read what is new in a dossier's sources, round after round.")
@click.argument("dossier", metavar="DOSSIER", type=click.Path(dir_okay=False))
@click.option(
    "--archive",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Keep the records in this archive.  [default: the dossier's archive, else its name with .db]",
)
@click.option("--once", is_flag=True, help="One round, then end; status 1 if no source could be had.")
@click.option(
    "--every", default="15m", show_default=True, callback=as_seconds, metavar="TIME", help="Time between looks at a source."
)
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline for English, in place of the default.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="How many processes read side by side.  [default: 1]")
@caps_options
@web_options
def watch_command(
    dossier: str,
    archive: str | None,
    once: bool,
    every: int,
    model: str | None,
    workers: int | None,
    page_seconds: int | None,
    page_memory: int | None,
    allow_private: bool,
    contact: str | None,
    no_cache: bool,
) -> None:
    """Look at the sources of DOSSIER again and again, and read what is new in them into an archive.

    Each round is told in one line on the error stream. A round that is interrupted, even by a crash, loses nothing: the next one
    goes on where it stopped, without fetching again what was read. It ends with Ctrl-C or SIGTERM, after the page in hand.
    """
    from communique.dossier import load_dossier
    from communique.views.clean import clean
    from communique.watch.run import Watch

    loaded = load_dossier(dossier)
    n_workers = workers or settings().workers
    watch = Watch(
        dossier=Path(dossier),
        archive=Path(archive) if archive else archive_of(loaded, dossier),
        every_s=every,
        fetching=fetch_options(allow_private=allow_private, contact=contact, no_cache=no_cache, dossier_contact=loaded.contact),
        log=lambda line: click.echo(clean(line), err=True),
        model=model,
        n_workers=n_workers,
        caps=caps_of(n_workers, page_seconds, page_memory),
    )
    with _stopping(watch.stop):
        fine = watch.run(once=once)
    if once and not fine and not watch.stop.is_set():
        click.get_current_context().exit(FAILURE)


@contextmanager
def _stopping(stop: Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C end the watch after the page in hand; a second one ends it at once."""

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@click.group("sources", short_help="What a dossier's sources would give.")
def sources_group() -> None:
    """Look at a dossier's sources."""


@sources_group.command("check", short_help="Look at each source and tell what it would give.")
@click.argument("dossier", metavar="DOSSIER", type=click.Path(dir_okay=False))
@click.option("--archive", type=click.Path(dir_okay=False), metavar="FILE", help="Count what this archive does not hold.")
@click.option("--format", "format_", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True)
@web_options
def check_command(
    dossier: str, archive: str | None, format_: str, allow_private: bool, contact: str | None, no_cache: bool
) -> None:
    """Ask each source of DOSSIER, look at a few of its pages, and tell what was found; nothing is read or kept.

    The status is 1 if a source gives nothing.
    """
    from communique.dossier import load_dossier
    from communique.sources.fetch import Fetcher
    from communique.watch.checking import check_source, n_failed
    from communique.watch.sheet import render_sources

    loaded = load_dossier(dossier)
    held = _held(Path(archive) if archive else archive_of(loaded, dossier), is_named=archive is not None)
    options = fetch_options(allow_private=allow_private, contact=contact, no_cache=no_cache, dossier_contact=loaded.contact)
    with Fetcher(options) as fetcher:
        checked = [check_source(source, source.input_from(loaded.folder), fetcher, held) for source in loaded.sources]
    print_sheet(render_sources(checked, name=loaded.name), format_, with_words=False, width=settings().width)
    if n_failed(checked) or not checked:
        click.get_current_context().exit(FAILURE)


def _held(archive: Path, *, is_named: bool) -> frozenset[str]:
    """The addresses whose pages an archive holds; none where it is not there yet and was not named."""
    if not is_named and not is_server(archive) and not archive.exists():
        return frozenset()
    from communique.archive import open_archive

    with open_archive(archive, read_only=True) as opened:
        return frozenset(entry.url for entry in opened.view().list_fetches() if entry.page_id)


COMMANDS: tuple[click.Command, ...] = (watch_command, sources_group)
