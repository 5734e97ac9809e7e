"""The commands that ask an archive: `brief`, `timeline`, `quotes`, `positions`, `prospects`, `actors`, `search`, `show`,
`duplicates`, `issues`.

In: an archive's file. Out: a view as text, Markdown or JSON. Refuses an archive that is not there.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from communique.archive.locations import title_of
from communique.cli.output import print_sheet, write
from communique.cli.parameters import (
    archive_of,
    as_day,
    as_days,
    as_of_option,
    check_archive,
    dossier_option,
    offset_option,
    only_archive,
    page_options,
    settings,
    since_option,
    until_option,
    view_options,
    wants_machine,
)
from communique.days import ACCEPTED
from communique.errors import OptionError

if TYPE_CHECKING:
    from communique.archive import Archive, View
    from communique.dossier import Dossier
    from communique.views.sheet import Sheet


@contextmanager
def viewing(path: str) -> Iterator["View"]:
    """A view of an archive that is there; one that a stopped run left unassembled is assembled, if it can be written.

    With `--machine` it is the archive as it was read.

    Raises:
        ArchiveError: there is none, or it cannot be opened.
    """
    from communique.archive import open_archive
    from communique.archive.locations import is_server

    check_archive(path)
    with open_archive(path, read_only=True) as archive:
        view = archive.view()
        if not (view.is_stale and (is_server(path) or os.access(path, os.W_OK))):
            with _asked(archive, view) as asked:
                yield asked
            return
    with open_archive(path) as archive, _asked(archive, archive.view()) as asked:
        yield asked


@contextmanager
def _asked(archive: "Archive", view: "View") -> Iterator["View"]:
    """The view that is asked for: this one, or one of the archive without corrections."""
    from communique.archive.sql_archive import SqlArchive

    if not wants_machine() or not isinstance(archive, SqlArchive):
        yield view
        return
    from communique.archive.machine import as_read

    with as_read(archive) as read:
        yield read.view()


def _loaded(dossier: str | None) -> "Dossier | None":
    if dossier is None:
        return None
    from communique.dossier import load_dossier

    return load_dossier(dossier)


def _print(sheet: "Sheet", format_: str, with_words: bool) -> None:
    print_sheet(sheet, format_, with_words=with_words, width=settings().width)


@click.command("brief", short_help="What happened, what is ahead, who moved.")
@view_options()
@since_option
@as_of_option
@dossier_option
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Most lines in a section; 0 shows all.  [default: 12]")
def brief_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    since: date | None,
    as_of: date | None,
    dossier: str | None,
    limit: int | None,
) -> None:
    """What happened, what is ahead, what was refused, which prospects moved, who stands where, and who said what."""
    path = only_archive(archive, args)
    followed = _loaded(dossier)
    most = settings().limit if limit is None else limit
    with viewing(path) as view:
        from communique.views.brief import collect_brief, render_brief

        brief = collect_brief(view, name=title_of(path), since=since, as_of=as_of, dossier=followed)
        _print(render_brief(brief, limit=most), format_, with_words)


@click.command("timeline", short_help="Every event by its own date.")
@view_options()
@click.option("--since", callback=as_day, metavar="DATE", help=f"First day of the events themselves: {ACCEPTED}.")
@click.option("--until", callback=as_day, metavar="DATE", help="Last day of the events themselves.")
@click.option("--actor", metavar="WORDS", help="Only events with this actor: words of a name, or a code such as IDNGOV.")
@click.option("--about", metavar="WORDS", help="Only events whose passage holds these words.")
@click.option(
    "--type", "types", multiple=True, metavar="TYPE", help="Only events of this type, PLOVER's or your own; may be repeated."
)
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Only events of this status; may be repeated.")
@as_of_option
@page_options
def timeline_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    since: date | None,
    until: date | None,
    actor: str | None,
    about: str | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    as_of: date | None,
    limit: int | None,
    offset: int,
) -> None:
    """Every event by its own date, what is ahead included; one line an event, however many stories tell it."""
    from communique.record.vocab import Status

    path = only_archive(archive, args)
    stages = _known("status", [one.lower().replace(" ", "_") for one in statuses], [status.value for status in Status])
    with viewing(path) as view:
        from communique.views.timeline import render_timeline

        kinds = _known_types(view, types)
        sheet = render_timeline(
            view,
            name=title_of(path),
            since=since,
            until=until,
            actor=actor,
            about=about,
            types=kinds,
            statuses=[Status(one) for one in stages],
            as_of=as_of,
            limit=limit,
            offset=offset,
        )
        _print(sheet, format_, with_words)


def _known_types(view: "View", given: Iterable[str]) -> list[str]:
    """Types of events as they are written: PLOVER's, and the user's own that the archive holds."""
    from communique.record.plover import TYPES

    own = [kind for kind in view.list_types() if kind not in TYPES]
    return _known("type", [one.upper() for one in given], (*TYPES, *own))


def _known(option: str, given: list[str], accepted: Iterable[str]) -> list[str]:
    for one in given:
        if one not in accepted:
            raise OptionError(f"option '--{option}' accepts {', '.join(accepted)}; got {one!r}")
    return given


@click.command("quotes", short_help="Who said what, in their own words.")
@view_options()
@since_option
@until_option
@click.option("--by", metavar="ACTOR", help="Only this speaker: words of a name, or a code such as IDNGOV.")
@click.option("--about", metavar="WORDS", help="Only statements that hold these words.")
@click.option(
    "--every-kind", is_flag=True, help="Also thoughts ascribed to an actor, and what was denied or is yet to be said."
)
@page_options
def quotes_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    since: date | None,
    until: date | None,
    by: str | None,
    about: str | None,
    every_kind: bool,
    limit: int | None,
    offset: int,
) -> None:
    """Who said what, in their own words."""
    path = only_archive(archive, args)
    with viewing(path) as view:
        from communique.views.quotes import render_quotes

        sheet = render_quotes(
            view,
            name=title_of(path),
            by=by,
            about=about,
            since=since,
            until=until,
            with_every_kind=every_kind,
            limit=limit,
            offset=offset,
        )
        _print(sheet, format_, with_words)


@click.command("positions", short_help="Who stands where on what, and who moved.")
@view_options()
@since_option
@until_option
@dossier_option
@click.option("--actor", metavar="WORDS", help="Only this actor: words of a name, or a code.")
@click.option("--issue", metavar="WORDS", help="Only issues that hold these words.")
def positions_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    since: date | None,
    until: date | None,
    dossier: str | None,
    actor: str | None,
    issue: str | None,
) -> None:
    """Who stands where on what: a table of issues and actors, the words behind it, and every shift with both quotations."""
    path = only_archive(archive, args)
    followed = _loaded(dossier)
    with viewing(path) as view:
        from communique.views.positions import render_positions

        sheet = render_positions(
            view, name=title_of(path), actor=actor, issue=issue, since=since, until=until, dossier=followed
        )
        _print(sheet, format_, with_words)


@click.command("prospects", short_help="What was announced, proposed or possible, and what became of it.")
@view_options(more={"ics": "for a calendar program"})
@as_of_option
@dossier_option
@click.option("--open", "open_only", is_flag=True, help="Only those that may still come.")
@click.option("--overdue", is_flag=True, help="Those whose day passed, and no story reports them.")
@click.option("--due", callback=as_days, metavar="DAYS", help="Only open ones due within so many days, such as 14d.")
@click.option("--actor", metavar="WORDS", help="Only this actor: words of a name, or a code.")
@click.option("--about", metavar="WORDS", help="Only those with these words in the sentence of a report.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Only events of this PLOVER type; may be repeated.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Only those of this status now; may be repeated.")
@page_options
def prospects_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    as_of: date | None,
    dossier: str | None,
    open_only: bool,
    overdue: bool,
    due: int | None,
    actor: str | None,
    about: str | None,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    limit: int | None,
    offset: int,
) -> None:
    """What was announced, proposed, conditional or possible, every report that moved it, and what became of it.

    --open, --overdue and --due add to one another: --overdue --due 14d shows what is overdue and what is due within two weeks.
    """
    from communique.record.vocab import Status

    path = only_archive(archive, args)
    followed = _loaded(dossier)
    stages = _known("status", [one.lower().replace(" ", "_") for one in statuses], [status.value for status in Status])
    with viewing(path) as view:
        from communique.views.prospects import followed_prospects, prospects_sheet

        kinds = _known_types(view, types)
        if format_ == "ics":
            from communique.views.exports.ics import check_extra, ics_text

            check_extra()
        kept = followed_prospects(
            view,
            open_only=open_only,
            overdue=overdue,
            due_within=due,
            actor=actor,
            as_of=as_of,
            dossier=followed,
            about=about,
            types=kinds,
            statuses=[Status(one) for one in stages],
        )[offset:][:limit]
        if format_ == "ics":
            write(ics_text(kept, name=followed.name if followed else title_of(path)))
            return
        _print(prospects_sheet(view, kept, name=title_of(path), as_of=as_of), format_, with_words)


@click.command("search", short_help="Stories that hold some words.")
@view_options("ARCHIVE WORDS...")
@since_option
@until_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Most stories.")
@offset_option
def search_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    since: date | None,
    until: date | None,
    limit: int,
    offset: int,
) -> None:
    """Stories that hold all of the WORDS, the best first.

    "Words in quotation marks" stand together, negotiat* is a beginning, and -word leaves stories with it out (after --, so that
    it is not taken for an option).
    """
    path, rest = archive_of(archive, args)
    words = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in rest)
    if not words:
        raise click.UsageError("no words to search for", ctx=click.get_current_context())
    with viewing(path) as view:
        from communique.views.search import render_search

        _print(
            render_search(view, words, name=title_of(path), limit=limit, offset=offset, since=since, until=until),
            format_,
            with_words,
        )


@click.command("show", short_help="One story, event or prospect, with its words in context.")
@view_options("ARCHIVE ID")
def show_command(args: tuple[str, ...], archive: str | None, format_: str, with_words: bool) -> None:
    """One story, event, prospect, statement or position by its ID (the beginning is enough), with its words in context."""
    path, rest = archive_of(archive, args)
    if len(rest) != 1:
        raise click.UsageError("one id is expected, as other views show it after #", ctx=click.get_current_context())
    with viewing(path) as view:
        from communique.views.show import render_shown

        sheet = render_shown(view, rest[0])
        _print(sheet, format_, with_words or sheet.view != "story")


@click.command("duplicates", short_help="Stories that repeat earlier ones.")
@view_options()
def duplicates_command(args: tuple[str, ...], archive: str | None, format_: str, with_words: bool) -> None:
    """Stories that repeat earlier ones, with the rule and the score that tell so."""
    path = only_archive(archive, args)
    with viewing(path) as view:
        from communique.views.quality import render_duplicates

        _print(render_duplicates(view, name=title_of(path)), format_, with_words)


@click.command("issues", short_help="What was not understood, and what was set aside.")
@view_options()
@click.option("--code", metavar="CODE", help="Only issues of this kind.")
def issues_command(args: tuple[str, ...], archive: str | None, format_: str, with_words: bool, code: str | None) -> None:
    """What was seen and not understood, by its kind, and the pages that were set aside and why."""
    path = only_archive(archive, args)
    with viewing(path) as view:
        from communique.views.quality import render_issues

        _print(render_issues(view, name=title_of(path), code=code), format_, with_words)


COMMANDS: tuple[click.Command, ...] = (
    brief_command,
    timeline_command,
    quotes_command,
    positions_command,
    prospects_command,
    search_command,
    show_command,
    duplicates_command,
    issues_command,
)
