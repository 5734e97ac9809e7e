"""The command that brings an archive to the present reader: `reread`.

In: an archive. Out: the same with every story read by this version, and what that changed. Refuses an archive that is not there,
and one whose pages were read with several options as long as it is not said which to take.
"""

import sys
from typing import TYPE_CHECKING

import click

from communique.archive.locations import title_of, without_password
from communique.cli.group import FAILURE, INTERRUPTED
from communique.cli.output import print_sheet
from communique.cli.parameters import check_archive, settings
from communique.cli.read_commands import layers_of

if TYPE_CHECKING:
    from communique.archive.results import IssueGroup
    from communique.options import OwnActor
    from communique.record.model import Record

NO_LAYER = "none"


@click.command("reread", short_help="Bring an archive to the present reader.")
@click.argument("archive", metavar="ARCHIVE")
@click.option(
    "--dossier",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Its issues group positions, and what it says of actors stands over what is found.",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="How many processes read side by side.  [default: 1]")
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline for English, in place of the default.")
@click.option(
    "--with",
    "layers",
    multiple=True,
    metavar="LAYER,...",
    callback=layers_of,
    help="Also give times, predicates, or both; none for neither.  [default: as the archive was read]",
)
@click.option("--lexicon", type=click.Path(dir_okay=False), metavar="FILE", help="Rows of predicates of your own, as for read.")
@click.option("--ontology", type=click.Path(dir_okay=False), metavar="FILE", help="Event types of your own, as for read.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="For a person, for a document, for a program.",
)
def reread_command(
    archive: str,
    dossier: str | None,
    workers: int | None,
    model: str | None,
    layers: tuple[str, ...],
    lexicon: str | None,
    ontology: str | None,
    format_: str,
) -> None:
    """Read the stories of an archive again with this version of communique, and tell what that changed.

    Pages that this version has read are passed over, so that a run that was stopped goes on when it is run again. Corrections hold
    where their words are; those whose words are gone are listed and kept. Texts, headlines and days stay as they were made of the
    pages: to have them made anew, read the pages themselves.
    """
    ctx = click.get_current_context()
    check_archive(archive)
    from communique.archive import open_archive
    from communique.options import ReadOptions
    from communique.reading.pipeline import Reader
    from communique.views.reread import render_reread
    from communique.watch.rereading import options_of, reread_archive

    open_archive(archive, read_only=True).close()  # a server makes what is not there, which is no way to find a misspelt name
    groups, actors = _followed(dossier)
    n_told = 0

    def told(_record: "Record") -> None:
        nonlocal n_told
        n_told += 1
        if sys.stderr.isatty():
            click.echo(f"\r{n_told:,} pages read again", nl=False, err=True)

    with open_archive(archive) as opened:
        if layers or lexicon is not None or ontology is not None:
            asked = [layer for layer in layers if layer != NO_LAYER]
            options = ReadOptions.of(asked, lexicon=lexicon, ontology=ontology, actors=actors)
        else:
            options = options_of(opened.view(), actors)
        reader = Reader(model, options)
        try:
            done = reread_archive(opened, reader, n_workers=workers or settings().workers, issues=groups, told=told)
        except KeyboardInterrupt:
            kept = f"{n_told:,} pages of {without_password(archive)} are read again, the rest when you run this again"
            click.echo(f"communique: interrupted; {kept}", err=True)
            ctx.exit(INTERRUPTED)
    if sys.stderr.isatty() and n_told:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
    sheet = render_reread(
        title_of(archive),
        reader=f"communique {done.reader.version}, {done.reader.model}",
        counts={
            "read again": done.n_pages,
            "read already": done.n_current,
            "without stories": done.n_without_stories,
            "failed": len(done.failed),
            "stories": done.n_stories,
            "changed stories": done.n_changed,
        },
        kinds={kind: (each.same, each.changed, each.gone, each.new) for kind, each in done.kinds.items()},
        corrections=done.corrections,
        lost=done.lost,
        newly_lost=done.newly_lost,
        failed=done.failed,
        before=done.before,
        after=done.after,
    )
    print_sheet(sheet, format_, with_words=False, width=settings().width)
    if done.failed:
        ctx.exit(FAILURE)


def _followed(dossier: str | None) -> tuple[tuple["IssueGroup", ...], tuple["OwnActor", ...]]:
    """The issues of a dossier, and what it says of actors."""
    if dossier is None:
        return (), ()
    from communique.archive.results import IssueGroup
    from communique.dossier import load_dossier

    loaded = load_dossier(dossier)
    return tuple(IssueGroup.of(issue.name, issue.words) for issue in loaded.issues), loaded.own_actors


COMMANDS: tuple[click.Command, ...] = (reread_command,)
