"""`communique archive`: one line for each fault, sizes before and after, and nothing half done."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.archive import open_archive
from communique.archive.locations import is_server, server_url, split_schema, title_of, without_password
from communique.cli import main
from tests.archive import builders
from tests.archive.conftest import NewPlace, execute


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["archive", *arguments])


def only_line(result: Result) -> str:
    (line,) = result.output.splitlines()
    return line


def n_pages(place: str) -> int:
    with open_archive(place, read_only=True) as archive:
        return archive.view().counts().n_pages


@pytest.fixture
def full(place: str) -> str:
    builders.filled(place, *builders.process())
    builders.close_all()
    return place


def test_check_tells_each_fault_in_a_line_and_ends_with_status_1(full: str) -> None:
    whole = run("check", full)
    assert whole.exit_code == 0
    assert only_line(whole).endswith("is whole: 10 pages")
    execute(full, "UPDATE pages SET uri = '\x1b[31m' WHERE id = 'due'")
    execute(full, "DELETE FROM shifts")
    broken = run("check", full)
    assert broken.exit_code == 1
    assert len(broken.output.splitlines()) == 2
    assert "\x1b" not in broken.output


def test_compact_tells_the_sizes(full: str) -> None:
    told = run("compact", full)
    assert told.exit_code == 0
    assert re.search(r": [\d,]+ bytes before, [\d,]+ after$", only_line(told))
    sizes = json.loads(run("compact", full, "--format", "json").output)
    assert sizes["bytes_before"] >= sizes["bytes_after"] > 0
    assert run("check", full).exit_code == 0


def test_merge_makes_one_of_many_and_changes_nothing_the_second_time(full: str, new_place: NewPlace, tmp_path: Path) -> None:
    other, into = str(tmp_path / "other.db"), new_place()
    builders.filled(other, builders.due(), builders.without_stories("gone"))
    builders.close_all()
    first = run("merge", into, full, other)
    assert first.exit_code == 0, first.output
    assert ": 11 pages added, 0 replaced, 1 unchanged; 0 fetches, 0 marks and 0 corrections added" in only_line(first)
    assert ": 0 pages added, 0 replaced, 12 unchanged" in only_line(run("merge", into, full, other))
    assert n_pages(into) == 11
    assert run("check", into).exit_code == 0


def test_copy_takes_an_archive_elsewhere_once(full: str, new_place: NewPlace) -> None:
    target = new_place()
    assert only_line(run("copy", full, target)).endswith(": 10 pages copied")
    assert run("check", target).exit_code == 0
    again = run("copy", full, target)
    assert again.exit_code == 1
    assert "holds something; copy to a new one" in only_line(again)
    assert n_pages(target) == 10


def test_a_copy_that_fails_leaves_no_file(full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "copy.db")

    monkeypatch.setattr("communique.archive.transfer.copy_tables", fails)
    assert run("copy", full, str(tmp_path / "copy.db")).exit_code == 1
    assert not list(tmp_path.glob("copy.db*"))


@pytest.mark.parametrize("command", ["check", "compact", "merge", "copy"])
def test_an_archive_that_is_not_there_is_told(command: str, place: str, new_place: NewPlace) -> None:
    arguments = (
        [place] if command in ("check", "compact") else [place, new_place()] if command == "copy" else [new_place(), place]
    )
    result = run(command, *arguments)
    assert result.exit_code == 1
    assert "no archive" in only_line(result)
    with pytest.raises(Exception, match="no archive"):  # and none was made
        open_archive(place, read_only=True)


def test_every_command_takes_a_server_as_it_takes_a_file(full: str) -> None:
    runner = CliRunner()
    for command in ("brief", "timeline", "quotes", "positions", "prospects", "actors", "duplicates", "issues"):
        result = runner.invoke(main, [command, full])
        assert result.exit_code == 0, result.output
        assert result.output
    assert "blockade" in runner.invoke(main, ["search", full, "blockade"]).output


@pytest.mark.parametrize(
    ("location", "bare", "schema", "shown", "title"),
    [
        ("postgresql://a:b@h/talks", "postgresql://a:b@h/talks", "communique", "postgresql://a@h/talks", "talks"),
        ("postgres://h:99/x?schema=y", "postgresql://h:99/x", "y", "postgresql://h:99/x?schema=y", "x y"),
        ("postgresql:///x?host=/tmp", "postgresql:///x?host=%2Ftmp", "communique", "postgresql:///x?host=/tmp", "x"),
        ("POSTGRESQL://h/x?password=p&sslmode=require", "postgresql://h/x?password=p&sslmode=require", "communique",
         "postgresql://h/x?sslmode=require", "x"),
    ],
)  # fmt: skip
def test_a_servers_url_is_taken_apart(location: str, bare: str, schema: str, shown: str, title: str) -> None:
    assert is_server(location)
    assert split_schema(server_url(location)) == (bare, schema)
    assert without_password(location) == shown
    assert title_of(location) == title


def test_a_file_is_no_server() -> None:
    assert not is_server("talks.db")
    assert not is_server(Path("postgresql.db"))
    assert without_password("talks.db") == "talks.db"
    assert title_of("a/talks.db") == "talks"
