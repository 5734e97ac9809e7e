"""Shifts as they could be seen on a day, and who agrees with whom.

In: a connection and a day; positions. Out: rows of shifts as `schema.shifts` has them, and `AgreementEntry` values. What was
published after the day, or on no known day, is not looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Connection, select

from communique.archive import schema
from communique.archive.duplicates import REPEATING
from communique.archive.entries import day_of, rows_in
from communique.archive.results import ActorName, AgreementEntry, LinkKind, PositionEntry
from communique.archive.rows import day_text
from communique.archive.selecting import is_background
from communique.archive.shifts import Grouped, Taken, find_shifts
from communique.record.vocab import Stance

_OPPOSITE = frozenset((Stance.SUPPORTS, Stance.OPPOSES))


class ShiftRow(NamedTuple):
    """A shift, under the names of its table's columns."""

    before: int
    after: int
    actor: str
    issue: str
    day: str | None
    rule: str
    score: float


def shifts_as_of(
    connection: Connection,
    as_of: date,
    *,
    actors: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> list[ShiftRow]:
    """The shifts that the stories published by a day show, in the order of `lists.select_shifts`."""
    positions, stories, of = schema.positions.c, schema.stories.c, schema.issue_of.c
    query = (
        select(
            schema.positions,
            stories.id.label("story_id"),
            stories.published,
            schema.actor_of.c.actor,
            of.issue.label("grouped"),
        )
        .join(schema.stories, stories.story == positions.story)
        .join(schema.actor_of, schema.actor_of.c.story_actor == positions.story_actor)
        .join(schema.issue_of, of.position == positions.position)
        .outerjoin(schema.duplicates, schema.duplicates.c.story == positions.story)
        .add_columns(
            schema.duplicates.c.rule.label("repeats"),
            is_background(positions.story, positions.start).label("in_background"),
        )
        .where(stories.published <= as_of.isoformat())
    )
    if actors is not None:
        query = query.where(schema.actor_of.c.actor.in_(actors))
    rows = connection.execute(query).all()
    taken = [
        Taken(
            number=row.position,
            id=row.id,
            actor=row.actor,
            issue=row.issue,
            stance=Stance(row.stance),
            day=day_of(row.date_from or row.date_to),
            published=day_of(row.published),
            story_id=row.story_id,
            start=row.start,
            is_copy=row.repeats in REPEATING or bool(row.in_background),
        )
        for row in rows
    ]
    links = schema.links.c
    query = select(links.left, links.rule, links.score).where(links.kind == LinkKind.ISSUE.value)
    why = {row.left: (row.rule, row.score) for row in rows_in(connection, query, links.left, _grouping_keys(taken))}
    own = ("own words", 1.0)
    groups = {
        each.number: _grouped(row.grouped, why.get(each.id) or why.get(each.issue) or own)
        for each, row in zip(taken, rows, strict=True)
    }
    found = [
        ShiftRow(
            before=shift.before.number,
            after=shift.after.number,
            actor=shift.after.actor,
            issue=shift.issue,
            day=day_text(shift.after.day or shift.after.published),
            rule=shift.rule,
            score=shift.score,
        )
        for shift in sorted(find_shifts(taken, groups), key=lambda s: (s.before.id, s.after.id))
        if issues is None or shift.issue in issues or shift.after.issue in issues
    ]
    found = [row for row in found if not since or (row.day is not None and row.day >= since.isoformat())]
    found = [row for row in found if not until or (row.day is not None and row.day <= until.isoformat())]
    return sorted(found, key=lambda row: (row.day is None, row.day or "", row.actor, row.issue))


def _grouped(issue: str, why: tuple[str, float]) -> Grouped:
    return Grouped(issue=issue, rule=why[0], score=why[1])


def _grouping_keys(taken: Iterable[Taken]) -> list[str]:
    return [key for each in taken for key in (each.id, each.issue)]


def agreements_of(positions: Iterable[PositionEntry]) -> tuple[AgreementEntry, ...]:
    """Who agrees with whom: pairs of actors whose last known stances on an issue are the same, or opposite.

    Args:
        positions: Ordered by day within each actor and issue.
    Returns:
        The pairs with the most issues in common first, then by name. A pair that only differs in degree ("open" and
        "supports") is not in it.
    """
    last: dict[str, dict[str, PositionEntry]] = defaultdict(dict)
    for position in positions:
        last[position.issue][position.actor.id] = position
    agree: dict[tuple[str, str], list[str]] = defaultdict(list)
    differ: dict[tuple[str, str], list[str]] = defaultdict(list)
    names: dict[str, ActorName] = {}
    for issue in sorted(last):
        for one, other in combinations(sorted(last[issue].values(), key=lambda p: (p.actor.name, p.actor.id)), 2):
            pair = (one.actor.id, other.actor.id)
            if one.stance is other.stance:
                agree[pair].append(issue)
            elif {one.stance, other.stance} == _OPPOSITE:
                differ[pair].append(issue)
            else:
                continue
            names[one.actor.id], names[other.actor.id] = one.actor, other.actor
    found = [
        AgreementEntry(one=names[one], other=names[other], agree=tuple(agree[one, other]), differ=tuple(differ[one, other]))
        for one, other in {**agree, **differ}
    ]
    return tuple(sorted(found, key=lambda e: (-len(e.agree) - len(e.differ), e.one.name, e.other.name, e.one.id, e.other.id)))
