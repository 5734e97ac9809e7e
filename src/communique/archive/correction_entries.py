"""Corrections as entries, with where each stands in the records as they are read now.

In: a connection and which corrections. Out: `CorrectionEntry` values in the order in which they were made.
"""

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, func, select

from communique.archive import schema
from communique.archive.entries import Entries, rows_in
from communique.archive.results import CorrectionEntry
from communique.record.corrections import Act, Correction, from_json


def list_correction_entries(
    connection: Connection,
    *,
    by: str | None = None,
    since: str | None = None,
    until: str | None = None,
    of: str | None = None,
    state: str | None = None,
    with_undone: bool = True,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[CorrectionEntry, ...]:
    """Corrections, the earliest first; see `communique.archive.base.View.list_corrections`."""
    told = schema.corrections.c
    query = select(told.id, told.line).order_by(told.made, told.id)
    if by is not None:
        query = query.where(func.lower(told.reviewer) == by.lower())
    if since is not None:
        query = query.where(told.made >= since)
    if until is not None:
        query = query.where(told.made < until)
    lines: dict[str, str] = {row.id: row.line for row in connection.execute(query)}
    kept = [from_json(json.loads(line)) for line in lines.values()]
    if of is not None:
        kept = [each for each in kept if _is_of(each, of)]
    undone = _undone_by(connection, [each.id for each in kept])
    if not with_undone:
        kept = [each for each in kept if each.act is not Act.UNDO and each.id not in undone]
    places: dict[str, list[Any]] = defaultdict(list)
    placed = schema.corrected.c
    ordered = select(schema.corrected).order_by(placed.correction, placed.side.desc(), placed.page)
    for row in rows_in(connection, ordered, placed.correction, [each.id for each in kept]):
        places[row.correction].append(row)
    if state is not None:
        kept = [each for each in kept if any(row.state == state for row in places[each.id])]
    kept = kept[offset:][:limit]
    refs = Entries(connection).stories(row.story for each in kept for row in places[each.id] if row.story is not None)
    return tuple(_entry(each, places[each.id], refs, undone.get(each.id)) for each in kept)


def _is_of(correction: Correction, id_: str) -> bool:
    """Whether a correction is about an entry, a story or a page, or is the one of that id."""
    names = {correction.id, correction.undoes}
    for _, anchor in correction.anchors:
        names |= {anchor.entry, anchor.story, anchor.page}
    if isinstance(correction.value, dict):
        names |= {side.get("id") for side in correction.value.values() if isinstance(side, dict)}
    return any(name is not None and name.startswith(id_) for name in names)


def _undone_by(connection: Connection, ids: list[str]) -> dict[str, str]:
    """What undoes each of the corrections, and is not undone itself."""
    told = schema.corrections.c
    query = select(told.id, told.undoes).order_by(told.made, told.id)
    found = {row.undoes: row.id for row in rows_in(connection, query, told.undoes, ids)}
    again = _undone_by(connection, list(found.values())) if found else {}
    later = [(undone, by) for undone, by in found.items() if by not in again]
    return dict(later)


def _entry(correction: Correction, places: list[Any], refs: Any, undone_by: str | None) -> CorrectionEntry:
    target, other = correction.target, correction.other
    machine: Any = correction.machine
    if correction.field is not None and machine is not None:
        machine = machine.get(correction.field)
    ours = [row for row in places if row.side == "target"]
    return CorrectionEntry(
        id=correction.id,
        act=correction.act.value,
        by=correction.by,
        at=correction.at,
        why=correction.why,
        kind=target.kind.value if target else None,
        entry=next((row.entry for row in ours if row.entry), target.entry if target else None),
        other=(other.entry or other.story) if other else None,
        field=correction.field,
        machine=machine,
        value=correction.value,
        words=" … ".join(quote.words for quote in target.quotes) if target and target.quotes else None,
        story=next((refs[row.story] for row in ours if row.story in refs), None),
        page_id=target.page if target else None,
        story_id=target.story if target else None,
        states=tuple(dict.fromkeys(row.state for row in places)),
        undoes=correction.undoes,
        undone_by=undone_by,
    )
