"""The commands that read pages: `read`, `schema`.

In: names of files, folders and addresses. Out: records on the standard output, or in an archive. Refuses options that do not go
together as misuse.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from communique.archive.locations import without_password
from communique.cli.group import FAILURE, INTERRUPTED
from communique.cli.output import flush, print_line, print_sheet
from communique.cli.parameters import as_day, caps_of, caps_options, settings
from communique.cli.web_options import fetch_options, web_options

if TYPE_CHECKING:
    from communique.archive import Writer
    from communique.archive.results import IssueGroup, PutOutcome
    from communique.cli.outcomes import Outcomes
    from communique.cli.progress import ProgressBar
    from communique.options import OwnActor
    from communique.record.model import Record
    from communique.sources.base import Page
    from communique.sources.inputs import Input
    from communique.watch.known import ArchiveKnown


def layers_of(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The layers that an option names, each by itself or several between commas."""
    return tuple(layer.strip() for given in value for layer in given.split(",") if layer.strip())


@click.command("read", short_help="Read pages: print what they say, or keep it in an archive.")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option(
    "--archive",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Keep the records in this archive; it is made if it is not there.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    help="Print each record: as text for a person, or as one line of JSON. Default: text without --archive, nothing with it.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    help="Read each file as a partition into a file of records (Parquet) in this folder; what is there already is not read again.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Read partitions on the Ray cluster at this address; auto: the one that this machine belongs to; local: one of its own.",
)
@click.option("--published", callback=as_day, metavar="DATE", help="Day of publication of pages that give none.")
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline for English, in place of the default.")
@click.option(
    "--with", "layers", multiple=True, metavar="LAYER,...", callback=layers_of, help="Also give times, predicates, or both."
)
@click.option(
    "--lexicon",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Rows of predicates of your own, in a tab-separated file; they go before the shipped ones.",
)
@click.option(
    "--ontology",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Event types of your own, in a TOML file, for --lexicon.",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="How many processes read side by side.  [default: 1]")
@caps_options
@click.option(
    "--dossier",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Read this dossier's sources, where no INPUT is given; its issues group positions, and what it says of "
    "actors stands over what is found.",
)
@click.option("--resume", is_flag=True, help="Skip pages that the archive holds from the same reader.")
@click.option("--words", "with_words", is_flag=True, help="With text: show the sentence that each entry was read from.")
@click.option("--follow", is_flag=True, help="Where an INPUT is a feed on the web, also read the pages that it names.")
@web_options
def read_command(
    inputs: tuple[str, ...],
    archive: str | None,
    format_: str | None,
    out: str | None,
    cluster: str | None,
    published: date | None,
    model: str | None,
    layers: tuple[str, ...],
    lexicon: str | None,
    ontology: str | None,
    workers: int | None,
    page_seconds: int | None,
    page_memory: int | None,
    dossier: str | None,
    resume: bool,
    with_words: bool,
    follow: bool,
    allow_private: bool,
    contact: str | None,
    no_cache: bool,
) -> None:
    """Read pages and print what they say, or keep it in an archive.

    INPUT is a text, HTML, JSON Lines, feed or WARC file, a folder of them, an http address, or - for the standard input. At the
    end, the error stream has one line for each outcome: how many pages were read, read with issues, or set aside and why.

    A large corpus is read with --out, file by file, on all cores of this machine or on a cluster; `communique archive load` makes an
    archive of the folder.
    """
    ctx = click.get_current_context()
    if resume and not archive:
        raise click.UsageError("--resume needs --archive", ctx=ctx)
    if cluster and not out:
        raise click.UsageError("--cluster needs --out", ctx=ctx)
    from communique.cli.outcomes import Outcomes
    from communique.cli.progress import ProgressBar
    from communique.options import ReadOptions
    from communique.sources.inputs import check_inputs, open_inputs
    from communique.watch.known import ArchiveKnown, mark_after

    if out:
        alone = (
            (archive, "--archive"),
            (format_, "--format"),
            (published, "--published"),
            (dossier, "--dossier"),
            (follow, "--follow"),
        )
        for given, name in alone:
            if given:
                raise click.UsageError(f"--out reads files as they are into a folder; {name} does not go with it", ctx=ctx)
        from communique.cli.partition_reading import read_partitions

        if not inputs:
            raise click.UsageError("no INPUT is named; give files or folders", ctx=ctx)
        read_partitions(
            inputs,
            out,
            cluster=cluster,
            options=ReadOptions.of(layers, lexicon=lexicon, ontology=ontology),
            model=model,
            workers=workers,
            page_seconds=page_seconds,
            page_memory=page_memory,
        )
        return
    n_workers = workers or settings().workers
    caps = caps_of(n_workers, page_seconds, page_memory)
    shown = format_ or (None if archive else "text")
    named, groups, actors = _followed(ctx, inputs, dossier, follow=follow)
    options = ReadOptions.of(layers, lexicon=lexicon, ontology=ontology, actors=actors)
    check_inputs(named)  # a name that does not exist is told before the pipeline is loaded
    fetching = fetch_options(allow_private=allow_private, contact=contact, no_cache=no_cache)
    outcomes = Outcomes()
    counts: Counter[PutOutcome] = Counter()
    try:
        with ExitStack() as stack:
            is_seen = sys.stderr.isatty() and not (shown and sys.stdout.isatty())
            bar = stack.enter_context(ProgressBar([each.at for each in named], is_shown=is_seen))
            writer = stack.enter_context(_writing(archive, groups)) if archive else None
            from communique.reading.pipeline import Reader

            reader = Reader(model, options)
            known = ArchiveKnown(writer, reader.info) if writer and resume else None
            pages = open_inputs(named, published=published, known=known, fetching=fetching)
            if known:
                pages = _unread(pages, known, outcomes, bar)
            bar.begin()
            for page, record in reader.read_with_pages(bar.watched(pages), n_workers=n_workers, caps=caps):
                if writer:
                    counts[writer.put_record(record, fetch=page.fetch, mark=mark_after(page, reader.info))] += 1
                outcomes.add(record)
                bar.advance(record)
                if shown:
                    _print_record(record, shown, with_words=with_words, is_first=outcomes.n_pages == 1)
            if writer:
                bar.tell("assembling the archive")
    except KeyboardInterrupt:
        _report(outcomes, archive, counts)
        kept = f"; what was read is kept in {without_password(archive)}" if archive else ""
        click.echo(f"communique: interrupted{kept}", err=True)
        ctx.exit(INTERRUPTED)
    _report(outcomes, archive, counts)
    if outcomes.is_failure:
        ctx.exit(FAILURE)


def _followed(
    ctx: click.Context, inputs: tuple[str, ...], dossier: str | None, *, follow: bool
) -> tuple[tuple["Input", ...], tuple["IssueGroup", ...], tuple["OwnActor", ...]]:
    """What to read, the issues to group positions by, and what the dossier says of actors."""
    from communique.sources.inputs import Input

    if dossier is None:
        if not inputs:
            raise click.UsageError("no INPUT is named; give a file, a folder, an address, or - for the standard input", ctx=ctx)
        return tuple(Input(at=name, follow=follow) for name in inputs), (), ()
    from communique.archive.results import IssueGroup
    from communique.dossier import load_dossier

    loaded = load_dossier(dossier)
    if not inputs and not loaded.inputs:
        raise click.UsageError(f"no INPUT is named, and dossier {dossier} has no sources", ctx=ctx)
    named = tuple(Input(at=name, follow=follow) for name in inputs) or loaded.inputs
    return named, tuple(IssueGroup.of(issue.name, issue.words) for issue in loaded.issues), loaded.own_actors


@contextmanager
def _writing(archive: str, groups: tuple["IssueGroup", ...]) -> Iterator["Writer"]:
    """A writer of the archive, which is assembled when all pages are in and closed in any case."""
    from communique.archive import open_archive

    with open_archive(archive) as opened, opened.writer(issues=groups) as writer:
        yield writer


def _unread(pages: Iterable["Page"], known: "ArchiveKnown", outcomes: "Outcomes", bar: "ProgressBar") -> Iterator["Page"]:
    """The pages that the archive does not hold as this reader reads them."""
    for page in pages:
        if known.is_held(page):
            outcomes.n_skipped += 1
            bar.skip(page)
        else:
            yield page


def _print_record(record: "Record", format_: str, *, with_words: bool, is_first: bool) -> None:
    if format_ == "json":
        from communique.record.jsonform import to_line

        print_line(to_line(record))
    else:
        from communique.views.story import render_record

        if not is_first:
            print_line("")
        print_sheet(render_record(record), "text", with_words=with_words, width=settings().width)
    flush()


def _report(outcomes: "Outcomes", archive: str | None, counts: Mapping["PutOutcome", int]) -> None:
    """One line an outcome, and one about the archive; names of pages come from outside, so control characters are shown."""
    from communique.views.clean import clean

    lines = outcomes.lines()
    if archive:
        put = ", ".join(f"{n:,} {outcome.value}" for outcome, n in counts.items())
        lines.append(f"archive {without_password(archive)}: {put or 'nothing new'}")
    for line in lines:
        click.echo(clean(line), err=True)


@click.command("schema", short_help="Print the JSON Schema of a record.")
def schema_command() -> None:
    """Print the JSON Schema (draft 2020-12) of what `read --format json` prints."""
    from communique.record.jsonform import dump_line, schema

    print_line(dump_line(schema(), indent=2))


COMMANDS: tuple[click.Command, ...] = (read_command, schema_command)
