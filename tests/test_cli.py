"""The command line: what it prints where, how it ends, and what it says when something is wrong.

Reading itself is replaced by a reader that knows a few pages, so that these tests need no language pipeline.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import communique
from communique.cli import main
from communique.errors import ArchiveError
from communique.options import ReadOptions
from communique.reading import pipeline
from communique.reading.caps import PageCaps
from communique.record.jsonform import from_line
from communique.record.model import Record
from communique.sources.base import Page
from tests.made import READER, aside_record, hostile_record, meeting_record, shift_record

PAGES: dict[str, Callable[[], Record]] = {
    "meeting": meeting_record,
    "shift": shift_record,
    "aside": aside_record,
    "hostile": hostile_record,
}


class FakeReader(pipeline.Reader):
    """Gives the record that the page's text names; "boom" is a fault, "stop" an interruption."""

    def __init__(self, model: str | None = None, options: ReadOptions | None = None) -> None:
        self.options = options or ReadOptions()
        self.info = READER

    def read_pages(self, pages: Iterable[Page], *, n_workers: int = 1, caps: PageCaps | None = None) -> Iterator[Record]:
        for page in pages:
            content = page.content if isinstance(page.content, str) else page.content.decode()
            name = content.split()[0]
            if name == "boom":
                raise ZeroDivisionError("a fault")
            if name == "stop":
                raise KeyboardInterrupt
            yield PAGES[name]()


@pytest.fixture(autouse=True)
def _clean_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "Reader", FakeReader)
    for name in [name for name in os.environ if name.startswith(("COMMUNIQUE_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of pages, one of each kind but the hostile one."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("meeting", "shift", "aside"):
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def archive(pages: Path, tmp_path: Path) -> str:
    """An archive of them."""
    assert run("read", pages, "--archive", "talks.db").exit_code == 0
    return "talks.db"


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, prog_name="communique")


# reading


def test_json_is_one_record_a_line_in_the_order_of_the_input(pages: Path) -> None:
    done = run("read", pages / "shift.txt", pages / "meeting.txt", "--format", "json")
    assert [from_line(line) for line in done.stdout.splitlines()] == [shift_record(), meeting_record()]


def test_text_shows_what_was_read_with_its_words(pages: Path) -> None:
    shown = run("read", pages / "meeting.txt").stdout
    for part in (
        "Ministers meet in Tellin",
        "Ilena Varo · person XARGOV · Foreign Minister (XAR)",
        "“We will meet again on 20 March”",
        "2031-03-04  CONSULT    Ilena Varo, Osk Brandt — “met her Lukanian counterpart",
        "scheduled · says Ilena Varo",
        "denied · says Osk Brandt",
        "if “the guns fall silent” then “prisoners may be freed”",
        "Arvenia supports a truce on the river",
    ):
        assert part in shown, part


def test_every_outcome_has_its_line_on_the_error_stream(pages: Path) -> None:
    done = run("read", pages, "--format", "json")
    assert done.stderr.splitlines() == [
        "read: 1 page",
        "read with issues: 1 page (unresolved-date 1)",
        "set aside: 1 page: no-text (empty.html)",
    ]


def test_the_standard_input_is_an_input() -> None:
    done = run("read", "-", "--format", "json", stdin="meeting")
    assert from_line(done.stdout) == meeting_record()


def test_an_archive_gets_the_records_and_only_outcomes_are_printed(pages: Path) -> None:
    done = run("read", pages, "--archive", "talks.db")
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1] == "archive talks.db: 3 added"
    assert run("read", pages, "--archive", "talks.db").stderr.splitlines()[-1] == "archive talks.db: 3 unchanged"


def test_an_archive_and_a_format_do_both(pages: Path) -> None:
    done = run("read", pages / "meeting.txt", "--archive", "talks.db", "--format", "json")
    assert from_line(done.stdout) == meeting_record()
    assert Path("talks.db").exists()


def test_a_run_that_is_resumed_skips_what_is_held(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("read", pages, "--archive", "talks.db")
    held = {meeting_record().page.id, shift_record().page.id, aside_record().page.id}
    from communique.sources import inputs

    asked = [Page(id=id_, uri="x", media_type="text/plain", content="boom") for id_ in sorted(held)]
    monkeypatch.setattr(inputs, "open_inputs", lambda named, **known: iter(asked))
    done = run("read", pages, "--archive", "talks.db", "--resume")
    assert done.exit_code == 0
    assert "skipped: 3 pages that the archive holds from this reader" in done.stderr


def test_the_sources_of_a_dossier_are_read(pages: Path) -> None:
    Path("talks.toml").write_text('name = "x"\nsources = ["pages/meeting.txt"]\n[[issues]]\nname = "truce"\n', encoding="utf-8")
    assert run("read", "--dossier", "talks.toml", "--archive", "talks.db").exit_code == 0
    shown = json.loads(run("positions", "talks.db", "--format", "json").stdout)
    assert shown["sections"]["positions"][0]["issue"] == "truce"


@pytest.mark.parametrize("content", ["aside", None])
def test_when_nothing_could_be_read_the_status_is_1(pages: Path, content: str | None) -> None:
    empty = pages.parent / "empty"
    empty.mkdir()
    assert run("read", pages / "aside.txt" if content else empty, "--format", "json").exit_code == 1


def test_layers_may_be_joined_or_repeated(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[ReadOptions | None] = []

    class Noting(FakeReader):
        def __init__(self, model: str | None = None, options: ReadOptions | None = None) -> None:
            super().__init__(model, options)
            seen.append(options)

    monkeypatch.setattr(pipeline, "Reader", Noting)
    run("read", pages / "meeting.txt", "--with", "predicates,times")
    run("read", pages / "meeting.txt", "--with", "times", "--with", "predicates")
    assert seen == [ReadOptions(layers=("times", "predicates"))] * 2


def test_an_interruption_ends_with_130_and_says_what_is_kept(pages: Path) -> None:
    (pages / "z.txt").write_text("stop", encoding="utf-8")
    done = run("read", pages / "meeting.txt", pages / "z.txt", "--archive", "talks.db")
    assert done.exit_code == 130
    assert done.stderr.splitlines() == [
        "read: 1 page",
        "archive talks.db: 1 added",
        "communique: interrupted; what was read is kept in talks.db",
    ]
    assert "Ministers meet" in run("search", "talks.db", "Tellin").stdout


def test_schema_is_the_schema_of_a_record() -> None:
    shown = json.loads(run("schema").stdout)
    assert shown["$defs"]["event"]["properties"]["status"]["enum"]


# errors


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["read"], "no INPUT is named"),
        (["read", "none.txt"], "no file or folder 'none.txt'"),
        (["read", "-", "--with", "colours"], "option 'with' accepts times, predicates; got 'colours'"),
        (["read", "-", "--published", "3/4/2031"], "'3/4/2031' is not a day"),
        (["read", "-", "--resume"], "--resume needs --archive"),
        (["brief"], "no archive is named"),
        (["brief", "a.db", "b.db"], "one archive is expected"),
        (["brif", "a.db"], "No such command 'brif'"),
        (["prospects", "a.db", "--due", "soon"], "'soon' is not a number of days"),
        (["export", "a.db"], "Missing option '--format'"),
        (["timeline", "a.db", "--status", "maybe"], "option '--status' accepts occurred,"),
        (["show", "a.db"], "one id is expected"),
        (["search", "a.db"], "no words to search for"),
    ],
)
def test_misuse_is_one_line_and_status_2(args: list[str], says: str) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("communique: error: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_archive_that_is_not_there_is_not_made() -> None:
    done = run("brief", "talks.db")
    assert done.exit_code == 1
    assert done.stderr == "communique: error: no archive 'talks.db'; to make one: communique read INPUT --archive talks.db\n"
    assert not Path("talks.db").exists()


def test_a_file_that_is_no_archive_is_refused() -> None:
    Path("talks.db").write_text("not an archive at all", encoding="utf-8")
    done = run("brief", "talks.db")
    assert done.exit_code == 1
    assert "talks.db" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_fault_is_one_line_and_a_traceback_only_with_debug(pages: Path) -> None:
    (pages / "z.txt").write_text("boom", encoding="utf-8")
    done = run("read", pages / "z.txt")
    assert done.exit_code == 1
    assert done.stderr.startswith("communique: error: unexpected ZeroDivisionError: a fault")
    assert "Traceback" not in done.stderr
    assert "Traceback" in run("--debug", "read", pages / "z.txt").stderr


def test_a_name_with_control_characters_cannot_steer_the_terminal() -> None:
    done = run("read", "none\x1b[31m.txt")
    assert "\x1b" not in done.stderr


def test_a_missing_extra_names_the_command_that_brings_it(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = run("serve", archive)
    assert done.exit_code == 1
    assert "pip install 'communique[web]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_beyond_this_machine_a_password_is_demanded(archive: str, tmp_path: Path) -> None:
    done = run("serve", archive, "--host", "0.0.0.0")
    assert done.exit_code == 2
    assert "COMMUNIQUE_PASSWORD" in done.stderr
    empty = tmp_path / "secret.txt"
    empty.write_text("\n")
    assert "is empty" in run("serve", archive, "--host", "0.0.0.0", "--password-file", empty).stderr
    empty.write_text("short\n")
    assert "12 characters" in run("serve", archive, "--host", "0.0.0.0", "--password-file", empty).stderr


def test_only_review_lets_anything_be_changed_in_the_browser(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewers = []
    monkeypatch.setattr("communique.web.app.serve", lambda path, **options: reviewers.append(options["reviewer"]))
    assert run("serve", archive).exit_code == 0
    assert run("serve", archive, "--review", "--by", "Mara Lind").exit_code == 0
    assert reviewers == ["", "Mara Lind"]
    done = run("serve", archive, "--by", "Mara Lind")
    assert done.exit_code == 2
    assert "--by needs --review" in done.stderr
    assert len(reviewers) == 2


def test_a_password_is_not_shown_in_an_error(archive: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("password = 123456789\n")
    monkeypatch.setenv("COMMUNIQUE_SETTINGS", str(file))
    done = run("serve", archive)
    assert done.exit_code == 2
    assert "123456789" not in done.stderr


def test_an_assistant_needs_its_extra(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    done = run("mcp", archive)
    assert "pip install 'communique[mcp]'" in done.stderr


def test_a_pipe_that_is_closed_ends_the_run_quietly(pages: Path, archive: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m communique schema | head -n 1; echo status ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["{", "status 0"]
    assert done.stderr == ""


# views


def test_the_archive_may_be_an_argument_or_an_option(archive: str) -> None:
    assert run("timeline", archive).stdout == run("timeline", "--archive", archive).stdout
    assert run("search", archive, "truce").stdout == run("search", "--archive", archive, "truce").stdout


def test_the_timeline_takes_the_types_that_there_are(archive: str) -> None:
    done = run("timeline", archive, "--type", "picnic")
    assert done.exit_code == 2
    assert "option '--type' accepts AGREE," in done.stderr
    assert "got 'PICNIC'" in done.stderr
    assert run("timeline", archive, "--type", "consult").exit_code == 0


def test_the_timeline_takes_types_of_the_user_s_own(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def picnics() -> Record:
        record = meeting_record()
        own = [replace(story, events=tuple(replace(e, type="PICNIC") for e in story.events)) for story in record.stories]
        return replace(record, stories=tuple(own))

    monkeypatch.setitem(PAGES, "meeting", picnics)
    assert run("read", pages / "meeting.txt", "--archive", "own.db").exit_code == 0
    done = run("timeline", "own.db", "--type", "picnic")
    assert done.exit_code == 0, done.stderr
    assert "no event of that kind" not in done.stdout


VIEWS = [
    ("brief",),
    ("timeline",),
    ("quotes",),
    ("positions",),
    ("prospects",),
    ("actors",),
    ("search", "truce"),
    ("duplicates",),
    ("issues",),
]


@pytest.mark.parametrize("args", VIEWS, ids=lambda args: args[0])
@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_every_view_has_every_format(archive: str, args: tuple[str, ...], format_: str) -> None:
    done = run(args[0], archive, *args[1:], "--format", format_, "--words")
    assert done.exit_code == 0, done.stderr
    if format_ == "json":
        assert json.loads(done.stdout)["view"] == args[0]
    else:
        assert done.stdout.strip()


@pytest.mark.parametrize("args", [*VIEWS, ("show",)], ids=lambda args: args[0])
@pytest.mark.parametrize("format_", ["text", "markdown", "json"])
def test_no_view_lets_a_story_steer_what_shows_it(args: tuple[str, ...], format_: str) -> None:
    Path("hostile.txt").write_text("hostile", encoding="utf-8")
    run("read", "hostile.txt", "--archive", "hostile.db")
    words = (hostile_record().stories[0].id,) if args[0] == "show" else args[1:]
    done = run(args[0], "hostile.db", *words, "--format", format_, "--words")
    assert done.exit_code == 0, done.stderr
    assert all(c.isprintable() or c == "\n" for c in done.stdout)
    if format_ == "markdown":
        assert "<script" not in done.stdout
        assert not re.search(r"(?<!\\)\[(?:link|bold|red)", done.stdout)


@pytest.mark.parametrize("args", VIEWS, ids=lambda args: args[0])
def test_every_view_of_an_empty_archive_says_that_there_is_nothing(args: tuple[str, ...]) -> None:
    with communique.open_archive("empty.db"):
        pass
    done = run(args[0], "empty.db", *args[1:])
    assert done.exit_code == 0, done.stderr


def test_an_entry_is_shown_by_the_id_beside_it(archive: str) -> None:
    line = next(line for line in run("timeline", archive).stdout.splitlines() if "met her Lukanian" in line)
    shown = run("show", archive, line.rsplit("#", 1)[1])
    assert shown.exit_code == 0, shown.stderr
    assert "> TELLIN" in shown.stdout


def test_a_story_is_shown_with_its_text(archive: str) -> None:
    shown = run("show", archive, meeting_record().stories[0].id[:9]).stdout
    assert "TELLIN — Foreign Minister Ilena Varo of Arvenia met" in shown


@pytest.mark.parametrize(("wanted", "says"), [("abc", "too short"), ("abcdef12", "nothing in this archive")])
def test_an_id_that_is_not_there_is_told(archive: str, wanted: str, says: str) -> None:
    done = run("show", archive, wanted)
    assert done.exit_code == 2
    assert says in done.stderr


def test_a_width_wraps_lines_under_their_text(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_WIDTH", "70")
    lines = run("timeline", archive).stdout.splitlines()
    assert max(map(len, lines)) <= 70
    assert any(line.startswith(" " * 15) for line in lines)


# export


def test_csv_is_the_default_table_on_the_standard_output(archive: str) -> None:
    lines = run("export", archive, "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("event_id,fact_id,key,date_from,date_to,type,root,mode,")
    assert len(lines) == 1 + 8


def test_all_tables_go_into_a_folder(archive: str) -> None:
    assert run("export", archive, "--format", "csv", "--out", "tables/").exit_code == 0
    assert sorted(path.name for path in Path("tables").iterdir()) == ["events.csv", "positions.csv", "statements.csv"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--format", "parquet"], "name a file or a folder with --out"),
        (["--format", "jsonl", "--table", "events"], "takes the whole archive into one file"),
    ],
)
def test_options_that_do_not_go_together_are_refused(archive: str, args: list[str], says: str) -> None:
    done = run("export", archive, *args)
    assert done.exit_code == 2
    assert says in done.stderr


def test_an_export_that_fails_leaves_what_was_there(archive: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from communique.views.exports import csv

    def fail(header: object, rows: object) -> Iterator[str]:
        yield "half"
        raise ArchiveError("the file is gone")

    Path("events.csv").write_text("before", encoding="utf-8")
    monkeypatch.setattr(csv, "csv_lines", fail)
    assert run("export", archive, "--format", "csv", "--out", "events.csv").exit_code == 1
    assert Path("events.csv").read_text(encoding="utf-8") == "before"
    assert not list(Path().glob(".events*"))


# help


def test_help_is_quick_to_load() -> None:
    heavy = ("spacy", "sqlalchemy", "rich", "pydantic", "lxml", "trafilatura", "numpy")
    code = (
        "import sys\nfrom communique.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", list(main.commands))
def test_every_command_and_option_has_help(name: str) -> None:
    command = main.commands[name]
    assert command.help
    assert command.short_help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert run(name, "--help").exit_code == 0


def test_version_is_the_packages() -> None:
    assert run("--version").stdout == f"communique {communique.__version__}\n"
