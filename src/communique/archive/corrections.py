"""Corrections in an archive: kept as they come, looked up by page, and where each stands in the records.

In: a connection and corrections. Out: rows, and the corrections that hold. A correction is only ever added: whether it still holds is
seen from those that undo it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from communique.archive import schema
from communique.archive.entries import rows_in
from communique.archive.rows import storable
from communique.record.correcting import Placed, correct_record
from communique.record.corrections import Act, Correction, active, from_json, to_json
from communique.record.jsonform import dump_line
from communique.record.model import Record

_TABLE = schema.corrections.c
OF_ACTORS = (Act.MERGE, Act.SPLIT)
# made once, as every page that is put needs them
_FIRST_MADE = select(func.min(_TABLE.made))
_LIFT = delete(schema.corrected).where(schema.corrected.c.page == bindparam("of_page"))


def load(line: str) -> Correction:
    """The correction in a row's line."""
    return from_json(json.loads(line))


def keep_corrections(connection: Connection, corrections: Iterable[Correction]) -> list[Correction]:
    """Add corrections; those that the archive has already are left out of what comes back."""
    once = {each.id: each for each in corrections}
    held = {row.id for row in rows_in(connection, select(_TABLE.id), _TABLE.id, once)}
    new = [each for id_, each in once.items() if id_ not in held]
    if new:
        connection.execute(insert(schema.corrections), [_row(each) for each in new])
    return new


def _row(correction: Correction) -> dict[str, str | None]:
    target, other = correction.target, correction.other
    machine, value = correction.machine, correction.value
    if correction.field and machine is not None:
        machine = machine.get(correction.field)
    made: dict[str, str | None] = {
        "id": correction.id,
        "act": correction.act.value,
        "made": correction.at,
        "reviewer": correction.by,
        "why": correction.why,
        "page_id": target.page if target else None,
        "story_id": target.story if target else None,
        "other_page_id": other.page if other else None,
        "other_story_id": other.story if other else None,
        "kind": target.kind.value if target else None,
        "entry": target.entry if target else None,
        "field": correction.field,
        "machine": None if machine is None else dump_line(machine),
        "value": None if value is None else dump_line(value),
        "undoes": correction.undoes,
        "line": dump_line(to_json(correction)),
    }
    return {name: storable(text) if text is not None else None for name, text in made.items()}


def is_empty(connection: Connection) -> bool:
    """Whether there are no corrections at all."""
    return connection.execute(_FIRST_MADE).scalar() is None  # an index gives it at once


def all_corrections(connection: Connection) -> list[Correction]:
    """Every correction, undone ones too, in their order."""
    return [load(line) for line in connection.execute(select(_TABLE.line).order_by(_TABLE.made, _TABLE.id)).scalars()]


def corrections_about(connection: Connection, record: Record) -> list[Correction]:
    """The corrections about a page that hold, in their order."""
    page, stories = storable(record.page.id), [storable(story.id) for story in record.stories]
    # a question for each index: an OR over several columns uses none
    lines: dict[str, str] = {}
    for column in (_TABLE.page_id, _TABLE.other_page_id):
        lines.update({row.id: row.line for row in connection.execute(select(_TABLE.id, _TABLE.line).where(column == page))})
    for column in (_TABLE.story_id, _TABLE.other_story_id):
        lines.update({row.id: row.line for row in rows_in(connection, select(_TABLE.id, _TABLE.line), column, stories)})
    return holding(connection, [load(line) for line in lines.values()])


def holding(connection: Connection, corrections: Sequence[Correction]) -> list[Correction]:
    """Those of the corrections that hold: what undoes them, and what undoes that, is looked up."""
    known = {each.id: each for each in corrections}
    asked: Iterable[str] = list(known)
    while asked:
        found = [load(row.line) for row in rows_in(connection, select(_TABLE.line), _TABLE.undoes, asked)]
        asked = [each.id for each in found if each.id not in known]
        known.update({each.id: each for each in found})
    return active(list(known.values()))


def corrections_of_acts(connection: Connection, acts: Iterable[Act]) -> list[Correction]:
    """The corrections of some kinds that hold, in their order."""
    query = select(_TABLE.line).where(_TABLE.act.in_([act.value for act in acts]))
    return holding(connection, [load(line) for line in connection.execute(query).scalars()])


def corrected_record(connection: Connection, record: Record) -> tuple[Record, tuple[Placed, ...]]:
    """A record as reviewers have it, and where their corrections stand in it."""
    if is_empty(connection):
        return record, ()
    found = corrections_about(connection, record)
    return correct_record(record, found) if found else (record, ())


def put_placed(connection: Connection, page: int, placed: Iterable[Placed], numbers: Mapping[str, int]) -> None:
    """Keep where the corrections of a page stand, in place of where they stood; `numbers`: its stories' rows by id."""
    connection.execute(_LIFT, {"of_page": page})
    rows = placed_rows(page, placed, numbers)
    if rows:
        connection.execute(insert(schema.corrected), rows)


def placed_rows(page: int, placed: Iterable[Placed], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The rows that tell where the corrections of a page stand."""
    return [
        {
            "page": page,
            "correction": each.correction,
            "side": each.side,
            "story": numbers.get(storable(each.story)) if each.story is not None else None,
            "kind": each.kind.value,
            "entry": storable(each.entry) if each.entry is not None else None,
            "state": each.state.value,
        }
        for each in placed
    ]


def pages_about(connection: Connection, corrections: Sequence[Correction]) -> list[int]:
    """The numbers of the pages that some corrections, or what they undo, are about."""
    undone = [each.undoes for each in corrections if each.undoes is not None]
    everything = list(corrections)
    while undone:
        found = [load(row.line) for row in rows_in(connection, select(_TABLE.line), _TABLE.id, undone)]
        everything += found
        undone = [each.undoes for each in found if each.undoes is not None]
    anchors = [anchor for each in everything for _, anchor in each.anchors]
    pages, stories = schema.pages.c, schema.stories.c
    numbers = {
        row.page for row in rows_in(connection, select(pages.page), pages.id, {storable(anchor.page) for anchor in anchors})
    }
    by_story = rows_in(connection, select(stories.page), stories.id, {storable(anchor.story) for anchor in anchors})
    return sorted(numbers | {row.page for row in by_story})
