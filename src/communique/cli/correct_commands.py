"""The commands of a reviewer: `correct` and `corrections`.

In: an archive, ids, values as a person types them, files of corrections. Out: corrections in the archive; lists and JSON Lines. Refuses
what names nothing in the archive, with one line for each bad correction, and then corrects nothing.
"""

import getpass
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from communique.archive.locations import title_of
from communique.archive.requests import LISTS, Request, read_requests
from communique.cli.archive_commands import viewing
from communique.cli.output import flush, print_line, print_sheet
from communique.cli.parameters import archive_of, as_day, check_archive, settings, view_options
from communique.errors import CorrectionError, InputError, OptionError
from communique.record.corrections import Act, Correction, EntryKind, State, from_json

if TYPE_CHECKING:
    from communique.archive import Writer

F = TypeVar("F", bound=Callable[..., Any])
MAX_FILE_BYTES = 256 * 2**20


def by_option(function: F) -> F:
    """`--by`."""
    text = "Who says so.  [default: the setting `reviewer`, else the login name]"
    return click.option("--by", metavar="NAME", help=text)(function)


def why_option(function: F) -> F:
    """`--why`."""
    return click.option("--why", metavar="TEXT", help="The reason; it is kept with the correction.")(function)


def reviewer(by: str | None) -> str:
    """Who makes corrections.

    Raises:
        OptionError: nobody is named anywhere.
    """
    named = by or settings().reviewer
    if not named:
        try:
            named = getpass.getuser()
        except (KeyError, OSError, ImportError):
            named = ""
    if not named.strip():
        raise OptionError("nobody is named as the reviewer; give --by NAME")
    return named.strip()


@contextmanager
def writing(archive: str) -> Iterator["Writer"]:
    """A writer of an archive that is there; it is assembled at the end."""
    from communique.archive import open_archive

    check_archive(archive)
    open_archive(archive, read_only=True).close()  # a server makes what is not there, which is no way to find a misspelt name
    with open_archive(archive) as opened, opened.writer() as writer:
        yield writer


def correct_with(archive: str, asked: Sequence[tuple[str, str, str | None]], *, by: str | None, why: str | None) -> None:
    """Make corrections of an id, an act and another id or name."""
    who = reviewer(by)
    requests = [Request(id=id_, by=who, act=Act(act), other=other, why=why) for id_, act, other in asked]
    _correct(archive, requests)


def _correct(archive: str, requests: Sequence[Request]) -> None:
    try:
        with writing(archive) as writer:
            made = writer.correct(requests)
    except CorrectionError as error:
        _tell(error)
    for correction in made:
        click.echo(_line(correction))


def _tell(error: CorrectionError) -> NoReturn:
    """End with one line for each problem."""
    from communique.views.clean import clean

    for problem in error.problems[:-1]:
        click.echo(f"communique: error: {clean(problem)}", err=True)
    raise CorrectionError([error.problems[-1] + ("; nothing was corrected" if len(error.problems) > 1 else "")])


def _line(correction: Correction) -> str:
    """What was corrected, in a line."""
    from communique.views.clean import clean
    from communique.views.corrections import shown

    what = correction.act.value
    if correction.act is Act.CHANGE:
        was = (correction.machine or {}).get(correction.field or "")
        what = f"{correction.field}: {shown(was)} → {shown(correction.value)}"
    entry = correction.target and (correction.target.entry or correction.target.story)
    return clean(" ".join(part for part in (correction.id, entry, what) if part))


_VALUES = (
    ("type", "TYPE", "PLOVER type of an event."),
    ("mode", "WORD", "Mode of an event, or none."),
    ("status", "STATUS", "Status of an event."),
    ("date", "DATE", "Days of it: 2031-03-20, 2031-03-01..2031-03-15, or none."),
    ("place", "WORDS", "Where it takes place, in the story's words, or none."),
    ("kind", "KIND", "Kind of a statement: speech, thought, unspoken."),
    ("speaker", "NAME", "Who says it, or none. As all actors: NAME, NAME=WORDS that refer, or NAME:KIND for a new one."),
    ("stance", "STANCE", "Stance of a position."),
    ("issue", "WORDS", "Issue of a position."),
)


def _value_options(function: F) -> F:
    for name, metavar, text in reversed(_VALUES):
        function = click.option(f"--{name}", f"value_{name}", metavar=metavar, help=text)(function)
    for name, text in (
        ("addressee", "Whom a statement is made to, or none; may be repeated."),
        ("recipient", "Who undergoes an event, or none; may be repeated."),
        ("actor", "Who does an event, or whose position it is; may be repeated for an event."),
    ):
        function = click.option(f"--{name}", f"list_{name}s", multiple=True, metavar="NAME", help=text)(function)
    return function


@click.command("correct", short_help="Correct an entry, add a missed one, or take one back.")
@click.argument("archive", metavar="ARCHIVE")
@click.argument("id_", metavar="[ID]", required=False)
@_value_options
@click.option("--retract", is_flag=True, help="It is no such entry: it did not happen so, it was not said so.")
@click.option("--add", type=click.Choice(("event", "statement", "position")), help="Add a missed entry to the story ID.")
@click.option("--words", metavar="WORDS", help="With --add: the words that it is read from, as the story has them.")
@click.option(
    "--start", type=click.IntRange(min=0), metavar="N", help="With --add: their offset, where they stand there twice."
)
@click.option("--same-event-as", metavar="ID", help="The report ID and this one tell of one event.")
@click.option("--other-event-than", metavar="ID", help="The report ID and this one tell of two events.")
@click.option("--no-copy", is_flag=True, help="The story ID is no copy of another.")
@click.option("--no-copy-of", metavar="ID", help="The story ID is no copy of this one.")
@click.option("--from", "file", metavar="FILE", help="Many corrections, in CSV or JSON Lines; - for the standard input.")
@by_option
@why_option
def correct_command(
    archive: str,
    id_: str | None,
    retract: bool,
    add: str | None,
    words: str | None,
    start: int | None,
    same_event_as: str | None,
    other_event_than: str | None,
    no_copy: bool,
    no_copy_of: str | None,
    file: str | None,
    by: str | None,
    why: str | None,
    **given: Any,
) -> None:
    """Correct the entry ID of an archive, as other views show it after #. What was read is kept beside it, and all views follow.

    \b
      communique correct talks.db e-5d0c --status scheduled --date 2031-03-20 --why "the spokesman's calendar"
      communique correct talks.db e-5d0c --retract
      communique correct talks.db 9f3a77 --add event --words "will meet" --type CONSULT --actor Varo --actor Brandt
      communique correct talks.db --from corrections.csv
    """
    ctx = click.get_current_context()
    values = _values(given, add)
    acts: list[tuple[Act, str | None]] = []
    if retract:
        acts.append((Act.RETRACT, None))
    if same_event_as:
        acts.append((Act.SAME_EVENT, same_event_as))
    if other_event_than:
        acts.append((Act.OTHER_EVENT, other_event_than))
    if no_copy or no_copy_of:
        acts.append((Act.NO_COPY, no_copy_of))
    if add:
        acts.append((Act.ADD, None))
    elif values:
        acts.append((Act.CHANGE, None))
    if file is not None:
        if id_ is not None or acts:
            raise click.UsageError("--from takes everything from its file; leave ID and values out", ctx=ctx)
        try:
            requests = read_requests(_file_text(file), name=file, by=reviewer(by))
        except CorrectionError as error:
            _tell(error)
        _correct(archive, requests)
        return
    if id_ is None:
        raise click.UsageError("no id is named; other views show ids after #", ctx=ctx)
    if len(acts) != 1:
        told = "several corrections at once" if acts else "no value is given"
        raise click.UsageError(f"{told}; say one thing of an entry at a time", ctx=ctx)
    if (words is not None or start is not None) and not add:
        raise click.UsageError("--words and --start need --add", ctx=ctx)
    act, other = acts[0]
    _correct(
        archive,
        [
            Request(
                id=id_,
                by=reviewer(by),
                act=act,
                values=values,
                entry=EntryKind(add) if add else None,
                words=words,
                start=start,
                other=other,
                why=why,
            )
        ],
    )


def _values(given: dict[str, Any], add: str | None) -> dict[str, str | list[str]]:
    """The values that options give. `--actor` alone is the actor of a position where one is added, and settled by the entry else."""
    values: dict[str, str | list[str]] = {
        name.removeprefix("value_"): value for name, value in given.items() if name.startswith("value_") and value is not None
    }
    for name in LISTS:
        if listed := given[f"list_{name}"]:
            values[name] = list(listed)
    if add == EntryKind.POSITION.value and isinstance(actors := values.pop("actors", None), list):
        values["actor"] = actors[0]
    return values


def _file_text(name: str) -> str:
    """The text of a file, or of the standard input.

    Raises:
        InputError: it cannot be read, is too large, or is no UTF-8.
    """
    try:
        raw = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if name == "-" else _bytes_of(Path(name))
        if len(raw) > MAX_FILE_BYTES:
            raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 2**20} MiB; cut it in several")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: no UTF-8 text at byte {error.start}; save it in UTF-8") from None


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


@click.command("corrections", short_help="What reviewers corrected; undo, export and import it.")
@view_options()
@click.option("--of", "of", metavar="ID", help="Only those of this entry, story or page.")
@click.option("--by", metavar="NAME", help="Only those of this reviewer; with --undo: who undoes.")
@click.option("--since", callback=as_day, metavar="DATE", help="First day on which they were made.")
@click.option("--until", callback=as_day, metavar="DATE", help="Last day on which they were made.")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those that stand so now.")
@click.option("--history", is_flag=True, help="Also those that were undone, and what undid them.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Most corrections.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over so many.")
@click.option("--undo", multiple=True, metavar="ID", help="Undo this correction; may be repeated.")
@click.option("--export", type=click.Choice(("jsonl", "training")), help="Print corrections in full, or as training data.")
@click.option(
    "--import", "import_", metavar="FILE", help="Add the corrections that --export jsonl printed; - for the standard input."
)
@why_option
def corrections_command(
    args: tuple[str, ...],
    archive: str | None,
    format_: str,
    with_words: bool,
    of: str | None,
    by: str | None,
    since: date | None,
    until: date | None,
    state: str | None,
    history: bool,
    limit: int | None,
    offset: int,
    undo: tuple[str, ...],
    export: str | None,
    import_: str | None,
    why: str | None,
) -> None:
    """What reviewers corrected in an archive: who, when, why, and how it stands to the record as it is read now."""
    ctx = click.get_current_context()
    path, rest = archive_of(archive, args)
    if rest:
        raise click.UsageError(f"one archive is expected; got also {' '.join(rest)!r}", ctx=ctx)
    if sum((bool(undo), export is not None, import_ is not None)) > 1:
        raise click.UsageError("--undo, --export and --import are three commands; give one", ctx=ctx)
    if undo:
        try:
            with writing(path) as writer:
                undone = writer.undo(undo, by=reviewer(by), why=why)
        except CorrectionError as error:
            _tell(error)
        for correction in undone:
            click.echo(f"{correction.id} undoes {correction.undoes}")
        return
    if import_ is not None:
        _import(path, import_)
        return
    with viewing(path) as view:
        if export is not None:
            from communique.views.exports.corrections import full_lines, training_lines

            for line in full_lines(view) if export == "jsonl" else training_lines(view):
                print_line(line)
            flush()
            return
        from communique.views.corrections import render_corrections

        found = view.list_corrections(
            of=of, by=by, since=since, until=until, state=state, with_undone=history, limit=limit, offset=offset
        )
        sheet = render_corrections(title_of(path), found)
        print_sheet(sheet, format_, with_words=with_words, width=settings().width)


def _import(path: str, file: str) -> None:
    problems: list[str] = []
    corrections: list[Correction] = []
    for number, line in enumerate(_file_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            corrections.append(_checked(json.loads(line)))
        except (ValueError, RecursionError) as error:
            problems.append(f"{file}, line {number}: {error}")
    if problems:
        _tell(CorrectionError(problems))
    with writing(path) as writer:
        n_new = writer.put_corrections(corrections)
    click.echo(f"{n_new} corrections added, {len(corrections) - n_new} were there")


def _checked(value: object) -> Correction:
    """The correction in JSON values, as long as its id is that of its content."""
    from communique.record.corrections import identified

    correction = from_json(value)
    if identified(correction).id != correction.id:
        raise ValueError(f"the id {correction.id!r} is not that of its content; it was changed after it was made")
    return correction


COMMANDS: tuple[click.Command, ...] = (correct_command, corrections_command)
