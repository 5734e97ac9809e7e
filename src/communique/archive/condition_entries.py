"""Conditions as entries, with what they hold and whether they are met.

In: a connection, numbers of conditions, a day. Out: `ConditionEntry` values in the order of the numbers. A condition is met once a
story that was published later tells the event of its antecedent as having happened or going on; whether the words were "if" or
"unless" is for the reader: the record keeps what follows them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, select

from communique.archive import schema
from communique.archive.duplicates import REPEATING
from communique.archive.entries import Entries, in_story_order, rows_in
from communique.archive.results import ConditionEntry, EventEntry
from communique.archive.selecting import is_background
from communique.record.plover import SPEECH_ACTS
from communique.record.vocab import Status

_FACTS = [status.value for status in Status if status.is_fact]


@dataclass(frozen=True, slots=True)
class _Held:
    """The archive's events of a condition: of its consequent, and of its antecedent."""

    then: str | None
    hangs_on: str | None
    published: str | None


def list_condition_entries(
    connection: Connection, numbers: Sequence[int], *, as_of: date | None = None
) -> tuple[ConditionEntry, ...]:
    """Conditions in the order of their numbers.

    Args:
        as_of: Nothing that was published later meets a condition; None: anything may.
    """
    once = list(dict.fromkeys(numbers))
    entries = dict(zip(once, Entries(connection).conditions(once), strict=True))
    held = _held(connection, once)
    met = _met(connection, {each.hangs_on for each in held.values() if each.hangs_on}, as_of)
    return tuple(_entry(entries[number], held[number], met) for number in numbers)


def conditions_of(
    connection: Connection, events: Iterable[int], *, as_of: date | None
) -> dict[int, tuple[ConditionEntry, ...]]:
    """The conditions under which each of some reports stands, by the report's number."""
    conditions, table = schema.conditions.c, schema.events.c
    query = select(conditions.condition, table.event)
    query = query.join(schema.events, and_(table.story == conditions.story, table.id == conditions.event))
    rows = sorted(rows_in(connection, query, table.event, events), key=lambda row: row.condition)
    entries = list_condition_entries(connection, [row.condition for row in rows], as_of=as_of)
    found: dict[int, list[ConditionEntry]] = defaultdict(list)
    for row, entry in zip(rows, entries, strict=True):
        found[row.event].append(entry)
    return {event: tuple(sorted(each, key=lambda c: (c.antecedent.span, c.id))) for event, each in found.items()}


def _held(connection: Connection, numbers: Sequence[int]) -> dict[int, _Held]:
    conditions, events, stories = schema.conditions.c, schema.events.c, schema.stories.c
    query = select(
        conditions.condition, conditions.story, conditions.if_start, conditions.if_end, conditions.event, stories.published
    ).join(schema.stories, stories.story == conditions.story)
    rows = list(rows_in(connection, query, conditions.condition, numbers))
    told: dict[int, list[Any]] = defaultdict(list)
    acts_told = select(schema.events, schema.fact_of.c.fact).join(schema.fact_of, schema.fact_of.c.event == events.event)
    for row in rows_in(connection, acts_told, events.story, {row.story for row in rows}):
        told[row.story].append(row)
    held = {}
    for row in rows:
        ours = sorted(told[row.story], key=lambda event: (event.start, event.id))
        within = [event for event in ours if row.if_start <= event.start < row.if_end]
        acts = [event for event in within if event.type not in SPEECH_ACTS] or within
        held[row.condition] = _Held(
            then=next((event.fact for event in ours if event.id == row.event), None),
            hangs_on=acts[0].fact if acts else None,
            published=row.published,
        )
    return held


def _met(connection: Connection, facts: Iterable[str], as_of: date | None) -> dict[str, list[EventEntry]]:
    """The reports that tell some events as facts, in order of publication; copies and undated stories left out."""
    events, of, stories = schema.events.c, schema.fact_of.c, schema.stories.c
    duplicates = schema.duplicates.c
    query = select(of.fact, of.event).join(schema.events, events.event == of.event)
    query = query.join(schema.stories, stories.story == events.story)
    query = query.outerjoin(schema.duplicates, and_(duplicates.story == events.story, duplicates.rule.in_(REPEATING)))
    query = query.where(events.status.in_(_FACTS), stories.published.is_not(None), duplicates.story.is_(None))
    query = query.where(~is_background(events.story, events.start))
    if as_of is not None:
        query = query.where(stories.published <= as_of.isoformat())
    rows = list(rows_in(connection, in_story_order(query).order_by(events.start, events.id), of.fact, facts))
    told = Entries(connection).events_by_number([row.event for row in rows])
    met: dict[str, list[EventEntry]] = defaultdict(list)
    for row in rows:
        met[row.fact].append(told[row.event])
    return met


def _entry(entry: ConditionEntry, held: _Held, met: dict[str, list[EventEntry]]) -> ConditionEntry:
    reports = met.get(held.hangs_on or "", [])
    later = (r for r in reports if held.published and r.story.published and r.story.published.isoformat() > held.published)
    report = next(later, None)
    return replace(
        entry,
        fact=held.then,
        hangs_on=held.hangs_on,
        met_on=report.story.published if report else None,
        met_by=report.passage if report else None,
    )
