"""What the views say of a record that grew: disputes, conditions, contradictions, agreements, versions, calendars, days."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.record.model import Record
from tests.archive import builders
from tests.archive.test_as_of import PROCESS, meeting
from tests.archive.test_background import NEWER, OLDER
from tests.archive.test_conditions import conditional, lifted


def place_of(folder: Path, *records: Record) -> str:
    place = str(folder / "talks.db")
    builders.filled(place, *records)
    builders.close_all()
    return place


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def said(*arguments: str) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def section(name: str, *arguments: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(said(*arguments, "--format", "json"))["sections"][name]
    return entries


def test_show_tells_who_tells_an_event_and_what_they_dispute(tmp_path: Path) -> None:
    telling = (
        meeting("one", 0, date(2031, 3, 5), "Tellin", "12"),
        meeting("two", 1, date(2031, 3, 6), "Orsk", "12"),
        meeting("three", 2, date(2031, 3, 7), "Tellin", "12"),
    )
    place = place_of(tmp_path, *telling)
    (event,) = section("events", "timeline", place)
    assert (event["outlets"], event["copied_by"]) == (["one", "two", "three"], [])
    shown = said("show", place, event["id"])
    assert "place differs: 2 stories say Tellin, 1 says Orsk" in shown
    assert "one, two, three" in shown
    assert "2031-03-05 to 2031-03-07" in shown
    assert "place differs: 2 stories say Tellin, 1 says Orsk" in said("brief", place)


def test_show_tells_how_the_status_went(tmp_path: Path) -> None:
    place = place_of(tmp_path, builders.scheduled(), builders.postponed(), builders.happened())
    (event,) = section("events", "timeline", place)
    assert [(change["day"], change["status"]) for change in event["history"]] == [
        ("2031-03-01", "scheduled"),
        ("2031-04-10", "occurred"),
    ]
    assert "2031-03-01 scheduled, 2031-04-10 occurred" in said("show", place, event["id"])


def test_prospects_tell_what_they_hang_on_and_whether_it_was_met(tmp_path: Path) -> None:
    place = place_of(tmp_path, conditional(), lifted())
    before, after = (said("prospects", place, "--open", "--as-of", day) for day in ("2031-03-05", "2031-03-06"))
    assert "if “Osk Brandt lifts the blockade of the strait”" in before
    assert "told as a fact" not in before
    assert "told as a fact 2031-03-06" in after
    (prospect,) = section("open", "prospects", place, "--open")
    (condition,) = prospect["conditions"]
    assert (condition["met_on"], condition["met_by"]["words"]) == ("2031-03-06", "lifts")


def test_overdue_and_due_add_to_one_another(tmp_path: Path) -> None:
    place = place_of(tmp_path, *PROCESS)
    asked = ("--as-of", "2031-03-16", "--format", "json")
    found = {
        options: set(json.loads(said("prospects", place, *options, *asked))["sections"])
        for options in (("--overdue",), ("--due", "30d"), ("--overdue", "--due", "30d"), ("--open", "--overdue"))
    }
    assert found == {
        ("--overdue",): {"lapsed"},
        ("--due", "30d"): {"open"},
        ("--overdue", "--due", "30d"): {"lapsed", "open"},
        ("--open", "--overdue"): {"lapsed", "open"},
    }


def test_positions_tell_contradictions_and_who_agrees(tmp_path: Path) -> None:
    place = place_of(tmp_path, *PROCESS)
    assert "contradiction, within 6 days" in said("positions", place)
    assert "contradiction" not in said("positions", place, "--until", "2031-03-07")
    made = builders.told("Osk Brandt hailed the toll on the barges in a speech to the harbour.", date(2031, 4, 9))
    made.position(made.actor(builders.BRANDT), "toll on the barges", PROCESS[-1].stories[0].positions[0].stance, "hailed")
    builders.filled(place, made.record(uri="brandt"))
    builders.close_all()
    assert "agree on toll on the barges" in said("positions", place)
    (pair,) = section("agreements", "positions", place)
    assert {pair["one"]["name"], pair["other"]["name"]} == {"Ilena Varo", "Osk Brandt"}


@pytest.mark.parametrize("view", ["brief", "timeline", "prospects"])
def test_views_as_of_a_day_cite_nothing_later(tmp_path: Path, view: str) -> None:
    place = place_of(tmp_path, *PROCESS)
    shown = said(view, place, "--as-of", "2031-03-05")
    assert "2031-03-01" in shown
    assert not any(later in shown for later in ("2031-03-12", "2031-03-30", "2031-04-10"))


def test_show_tells_where_an_earlier_version_differs(tmp_path: Path) -> None:
    place = place_of(tmp_path, OLDER, NEWER)
    shown = said("show", place, OLDER.stories[0].id)
    assert "Earlier version of" in shown
    assert "Only here" in shown
    assert "Only there" in shown
    assert "The day is off again, his office said." in shown


def test_calendars_of_prospects_and_of_what_is_planned(tmp_path: Path) -> None:
    place = place_of(tmp_path, builders.scheduled(), builders.due(), builders.offered())
    planned = said("export", place, "--format", "ics")
    assert planned.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20310320" in planned
    assert said("prospects", place, "--due", "13d", "--as-of", "2031-03-03", "--format", "ics").count("BEGIN:VEVENT") == 1
    out = tmp_path / "plan.ics"
    assert said("export", place, "--format", "ics", "--out", str(out)) == ""
    assert out.read_bytes().decode().split("\r\n") == planned.split(
        "\n"
    )  # the line ends of RFC 5545; click's runner shows its own


def test_a_calendar_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(tmp_path, builders.scheduled())
    monkeypatch.setitem(sys.modules, "icalendar", None)
    monkeypatch.setattr("communique.views.exports.ics.find_spec", lambda name: None)
    result = run("prospects", place, "--format", "ics")
    assert result.exit_code == 1
    assert "pip install 'communique[calendar]'" in result.output
