"""The reviewer's commands: one entry or a file of them, whole or not at all, and back again."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique.archive import open_archive
from communique.cli import main
from tests.archive import builders


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [*args], input=text, env={"COMMUNIQUE_REVIEWER": "Mara Lind"}, standalone_mode=True)


@pytest.fixture
def talks(tmp_path: Path) -> str:
    builders.filled(tmp_path / "talks.db", *builders.process())
    builders.close_all()
    return str(tmp_path / "talks.db")


@pytest.fixture
def lift(talks: str) -> str:
    with open_archive(talks, read_only=True) as archive:
        return archive.view().list_events(types=["CONCEDE"])[0].id


def test_a_correction_is_made_shown_and_undone(talks: str, lift: str) -> None:
    made = run("correct", talks, lift[:8], "--status", "possible", "--why", "the treaty says so")
    assert made.exit_code == 0, made.output
    assert "status: scheduled → possible" in made.output
    shown = run("show", talks, lift)
    assert "corrected: status is possible; read as scheduled" in shown.output
    assert "Mara Lind" in shown.output
    assert "the treaty says so" in shown.output
    assert "corrected" not in run("show", talks, lift, "--machine").output
    listed = json.loads(run("corrections", talks, "--format", "json").output)
    assert listed["n_corrections"] == 1
    id_ = made.output.split()[0]
    assert run("corrections", talks, "--undo", id_[:9]).exit_code == 0
    assert "corrected" not in run("show", talks, lift).output
    assert run("corrections", talks, "--history").output.count("#k-") == 2


def test_a_file_is_taken_whole_or_not_at_all(talks: str, lift: str) -> None:
    bad = run("correct", talks, "--from", "-", text=f"id,status\n{lift},possible\n{lift},perhaps\nnobody,denied\n")
    assert bad.exit_code == 2
    told = bad.stderr.splitlines()
    assert len(told) == 2
    assert "line 3: status accepts" in told[0]
    assert told[1].endswith("nothing was corrected")
    assert "Corrections  0" in run("corrections", talks).output
    good = run("correct", talks, "--from", "-", text=json.dumps({"id": lift, "actors": ["Ilena Varo", "Osk Brandt"]}))
    assert good.exit_code == 0, good.output
    assert "Osk Brandt → Ilena Varo, Osk Brandt" in good.output


def test_corrections_are_exported_and_imported(talks: str, lift: str, tmp_path: Path) -> None:
    run("correct", talks, lift, "--date", "2031-03-16")
    lines = run("corrections", talks, "--export", "jsonl").output
    other = str(tmp_path / "other.db")
    builders.filled(other, builders.due())
    builders.close_all()
    assert run("corrections", other, "--import", "-", text=lines).output == "1 corrections added, 0 were there\n"
    assert run("corrections", other, "--import", "-", text=lines).output == "0 corrections added, 1 were there\n"
    assert "2031-03-16" in run("timeline", other).output
    changed = lines.replace("2031-03-16", "2031-03-17")
    assert "was changed after it was made" in run("corrections", other, "--import", "-", text=changed).stderr
    (example,) = map(json.loads, run("corrections", talks, "--export", "training").output.splitlines())
    span = example["spans"][0]
    assert example["text"][span["start"] : span["end"]] == span["words"] == "lift"
    assert (example["machine"]["to"], example["reviewer"]["from"]) == ("2031-03-15", "2031-03-16")


def test_actors_are_listed_merged_and_split(talks: str) -> None:
    assert "also Varo" in run("actors", talks).output
    assert run("actors", talks, "--format", "json").output == run("actors", "list", talks, "--format", "json").output
    assert run("actors", "split", talks, "Ilena Varo", "Varo").exit_code == 0
    assert "also Varo" not in run("actors", talks).output
    assert run("actors", "merge", talks, "Osk Brandt", "Ilena Varo").exit_code == 0
    assert "also Ilena Varo" in run("actors", talks).output or "also Osk Brandt" in run("actors", talks).output
    assert "no actor fits" in run("actors", "merge", talks, "Osk Brandt", "Nobody Known").stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "no id is named"),
        (("x",), "no value is given"),
        (("x", "--retract", "--status", "denied"), "one thing of an entry at a time"),
        (("x", "--words", "y", "--status", "denied"), "need --add"),
        (("x", "--from", "-"), "leave ID and values out"),
        (("nothing-there", "--retract"), "nothing in this archive has the id"),
    ],
)
def test_what_cannot_be_corrected_is_told_in_one_line(talks: str, args: tuple[str, ...], told: str) -> None:
    result = run("correct", talks, *args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_list_is_shown_page_by_page(talks: str) -> None:
    whole = json.loads(run("timeline", talks, "--format", "json").output)
    pages = [
        json.loads(run("timeline", talks, "--format", "json", "--limit", "1", "--offset", str(n)).output)
        for n in range(whole["n_events"])
    ]
    assert [page["n_events"] for page in pages] == [1] * whole["n_events"]
    assert sorted(id_ for page in pages for id_ in _ids(page)) == sorted(_ids(whole))


def _ids(sheet: dict[str, Any]) -> list[str]:
    return [entry["id"] for entry in sheet["sections"]["events"]]
