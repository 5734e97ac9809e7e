"""The JSON form: there and back for every record, and exactly what the schema says."""

import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from communique.record.jsonform import from_json, from_line, schema, to_json, to_line
from communique.record.model import Record
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind, TimeType
from tests.made import hostile_record, meeting_record
from tests.record.strategies import records

validator = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
slowly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slowly
@given(records())
def test_json_there_and_back_gives_the_same_record(record: Record) -> None:
    assert from_line(to_line(record)) == record
    assert from_line(to_line(record).encode()) == record


@slowly
@given(records())
def test_every_record_fits_the_schema(record: Record) -> None:
    validator.validate(to_json(record))


@slowly
@given(records())
def test_a_record_is_one_line_with_the_same_bytes_every_time(record: Record) -> None:
    line = to_line(record)
    assert "\n" not in line
    assert to_line(from_line(line)) == line


def test_a_line_holds_no_character_that_steers_a_terminal_or_breaks_a_line() -> None:
    record = hostile_record()
    story = record.stories[0]
    text = story.text + "\x85\x9b\u2028\ud800"
    line = to_line(replace(record, stories=(replace(story, text=text),)))
    assert line.isprintable()
    assert line.splitlines() == [line]
    line.encode()
    assert from_line(line).stories[0].text == text


def test_schema_is_itself_a_valid_schema() -> None:
    Draft202012Validator.check_schema(schema())


def _objects(value: Any, path: str = "record") -> list[tuple[str, dict[str, Any]]]:
    found = []
    if isinstance(value, dict):
        if value.get("type") == "object":
            found.append((path, value))
        for name, inner in value.items():
            found += _objects(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for inner in value:
            found += _objects(inner, path)
    return found


@pytest.mark.parametrize(("path", "described"), _objects(schema()), ids=lambda v: v if isinstance(v, str) else "")
def test_schema_describes_every_field_and_allows_no_other(path: str, described: dict[str, Any]) -> None:
    assert described["additionalProperties"] is False
    for field, about in described["properties"].items():
        assert about.get("description"), f"{path}: {field} has no description"


@pytest.mark.parametrize(
    ("path", "vocabulary"),
    [
        (("properties", "outcome"), Outcome),
        (("$defs", "story", "properties", "kind"), StoryKind),
        (("$defs", "actor", "properties", "kind"), ActorKind),
        (("$defs", "statement", "properties", "kind"), StatementKind),
        (("$defs", "statement", "properties", "form"), Form),
        (("$defs", "event", "properties", "status"), Status),
        (("$defs", "position", "properties", "stance"), Stance),
        (("$defs", "time", "properties", "type"), TimeType),
    ],
)
def test_schema_and_vocabulary_agree(path: tuple[str, ...], vocabulary: Any) -> None:
    found = schema()
    for step in path:
        found = found[step]
    assert found["enum"] == [member.value for member in vocabulary]


def test_unknown_fields_are_passed_over_so_that_newer_records_can_be_read() -> None:
    value = to_json(meeting_record())
    value["later"] = 1
    value["stories"][0]["later"] = {"a": 1}
    assert from_json(value) == meeting_record()


@pytest.mark.parametrize(
    ("path", "bad", "says"),
    [
        (("outcome",), "unread", "unread"),
        (("page", "id"), None, "'id'"),
        (("stories", 0, "text"), 7, "'text'"),
        (("stories", 0, "published"), "last Monday", "last Monday"),
        (("stories", 0, "actors"), {"id": "a1"}, "'actors'"),
        (("stories", 0, "actors", 0, "kind"), "robot", "robot"),
        (("stories", 0, "events", 0, "factuality"), True, "'factuality'"),
        (("stories", 0, "events", 0, "trigger"), {"start": 5, "end": 5}, "5:5"),
        (("stories", 0, "events", 0, "trigger"), {"start": 5, "end": 50_000}, "outside"),
        (("stories", 0, "events", 0, "voice"), "nobody", "nobody"),
    ],
)
def test_a_bad_value_is_refused_and_named(path: tuple[str | int, ...], bad: object, says: str) -> None:
    value = copy.deepcopy(to_json(meeting_record()))
    place: Any = value
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = bad
    with pytest.raises(ValueError, match=says):
        from_json(value)


@pytest.mark.parametrize("line", ["", "{", "[]", "3", '"text"', "null", "{}"])
def test_a_line_that_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        from_line(line)


def test_optional_layers_are_left_out_unless_asked_for() -> None:
    story = to_json(meeting_record())["stories"][0]
    assert "times" not in story
    assert "predicates" not in story


def test_offsets_and_dates_stand_as_the_manual_shows_them() -> None:
    record = meeting_record()
    story = json.loads(to_line(record))["stories"][0]
    event = story["events"][0]
    assert story["text"][event["trigger"]["start"] : event["trigger"]["end"]] == "met"
    assert story["published"] == date(2031, 3, 5).isoformat()
    assert event["status"] == "occurred"
