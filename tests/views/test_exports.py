"""The exports: documented columns, rows that agree, and nothing that a spreadsheet would run."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from communique.archive import View, open_archive
from communique.record.jsonform import from_line
from communique.views.exports.columns import EVENTS, TABLES, ColumnType
from communique.views.exports.csv import csv_lines
from communique.views.exports.jsonl import jsonl_lines
from communique.views.exports.jsonld import jsonld_pieces
from communique.views.exports.parquet import write_parquet
from tests.made import hostile_record


def rows_of(view: View, table: str, *, with_copies: bool = False) -> list[dict[str, str]]:
    form = TABLES[table]
    lines = csv_lines([name for name, _, _ in form.fields], form.rows(view, with_copies=with_copies))
    return list(csv.DictReader(io.StringIO("".join(lines), newline="")))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_explained_and_named_once(table: str) -> None:
    fields = TABLES[table].fields
    assert all(help_.endswith(".") for _, _, help_ in fields)
    assert len({name for name, _, _ in fields}) == len(fields)


def test_an_event_is_a_row_with_plovers_columns(view: View) -> None:
    row = next(row for row in rows_of(view, "events") if row["words"] == "met" and row["date_from"] == "2031-03-04")
    assert row["type"] == "CONSULT"
    assert row["actors"] == "Ilena Varo; Osk Brandt"
    assert row["actor_codes"] == "XARGOV; XLUGOV"
    assert row["actor_countries"] == "XAR; XLU"
    assert row["date_to"] == "2031-03-04"
    assert row["status"] == "occurred"
    assert float(row["factuality"]) == 3.0
    assert row["voice"] == ""
    assert row["source"] == "Harbour Wire"
    assert row["published"] == "2031-03-05"
    assert row["sentence"].startswith("TELLIN — ")


def test_who_says_so_is_a_column(view: View) -> None:
    assert {row["words"]: row["voice"] for row in rows_of(view, "events")}["shelled"] == "Osk Brandt"


def test_copies_are_left_out_unless_asked_for(view: View) -> None:
    assert {row["duplicate_of"] for row in rows_of(view, "events")} == {""}
    with_copies = rows_of(view, "events", with_copies=True)
    assert len([row for row in with_copies if row["duplicate_of"]]) == 4


def test_rows_are_selected_by_publication(view: View) -> None:
    assert {row[-2] for row in EVENTS.rows(view, since=date(2031, 3, 10))} == {shift_uri(view)}


def shift_uri(view: View) -> str:
    return next(story.uri for story in view.list_stories() if story.source == "The Quay")


def test_statements_and_positions_have_their_tables(view: View) -> None:
    statements = {row["content"]: row for row in rows_of(view, "statements")}
    assert statements["We will meet again on 20 March"]["speaker_code"] == "XARGOV"
    assert {row["stance"] for row in rows_of(view, "positions")} == {"supports", "opposes"}


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    with open_archive(tmp_path / "hostile.db") as archive:
        with archive.writer() as writer:
            writer.put_record(hostile_record())
        for table in TABLES:
            for row in rows_of(archive.view(), table):
                for name, cell in row.items():
                    assert name == "factuality" or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (name, cell)
                    assert cell.isprintable(), (name, cell)


def test_jsonl_gives_the_records_back_with_what_they_repeat(view: View) -> None:
    lines = list(jsonl_lines(view))
    records = [from_line(line) for line in lines]
    assert tuple(records) == tuple(view.iter_records())
    repeated = [story["duplicate_of"] for line in lines for story in json.loads(line)["stories"]]
    assert sorted(map(bool, repeated)) == [False, False, True]
    assert next(filter(None, repeated)) in {story.id for story in view.list_stories()}


def test_jsonl_fits_the_schema(view: View) -> None:
    from jsonschema import Draft202012Validator

    from communique.record.jsonform import schema

    for line in jsonl_lines(view):
        Draft202012Validator(schema()).validate(json.loads(line))


def test_jsonld_selects_the_words_by_position_and_quotation(view: View) -> None:
    page = json.loads("".join(jsonld_pieces(view)))
    assert page["type"] == "AnnotationPage"
    item = next(item for item in page["items"] if item["body"]["value"].get("type") == "CONSULT")
    position, quotation = item["target"][0]["selector"]
    assert quotation["exact"] == "met"
    assert position["end"] - position["start"] == 3
    assert quotation["suffix"].startswith(" her Lukanian")


@pytest.mark.parametrize("table", TABLES)
def test_parquet_has_the_same_rows_with_their_types(view: View, tmp_path: Path, table: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    form = TABLES[table]
    path = tmp_path / "table.parquet"
    with path.open("wb") as file:
        n_rows = write_parquet(form.fields, form.rows(view), file)
    read = pq.read_table(path)
    assert read.num_rows == n_rows == len(rows_of(view, table))
    assert read.column_names == [name for name, _, _ in form.fields]
    for name, type_, _ in form.fields:
        assert str(read.schema.field(name).type).startswith(
            {
                ColumnType.TEXT: "string",
                ColumnType.TEXTS: "list",
                ColumnType.DAY: "date32",
                ColumnType.WHOLE: "int64",
                ColumnType.NUMBER: "double",
            }[type_]
        )
