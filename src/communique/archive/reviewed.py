"""What reviewers say across stories, as assembly takes it: of two reports, of two stories, of actors.

In: a connection to an archive whose pages have their rows. Out: pairs of rows, and a `Review` of the actors, the earliest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from communique.archive import schema
from communique.archive.corrections import OF_ACTORS, corrections_of_acts, is_empty
from communique.archive.entries import rows_in
from communique.archive.joining import NO_REVIEW, Meant, Review
from communique.archive.relinking import Told
from communique.record.corrections import Act, Correction
from communique.record.ids import folded
from communique.record.vocab import ActorKind

Pair = tuple[int, int]


def told_of_events(connection: Connection) -> list[Told]:
    """Which reports are of one event and which are not, by the numbers of their rows."""
    if is_empty(connection):
        return []
    corrections = corrections_of_acts(connection, (Act.SAME_EVENT, Act.OTHER_EVENT))
    places, events = schema.corrected.c, schema.events.c
    query = (
        select(places.correction, places.side, events.event)
        .join(schema.events, (events.story == places.story) & (events.id == places.entry))
        .order_by(places.correction, places.side, events.event)
    )
    return [
        Told(one=one, other=other, is_same=correction.act is Act.SAME_EVENT)
        for correction, one, other in _pairs(connection, query, corrections)
    ]


def no_copies(connection: Connection) -> tuple[set[int], list[Pair]]:
    """The stories that are no copies of anything, and those that are none of a certain other."""
    if is_empty(connection):
        return set(), []
    corrections = corrections_of_acts(connection, (Act.NO_COPY,))
    places = schema.corrected.c
    query = select(places.correction, places.side, places.story).where(places.story.is_not(None))
    query = query.order_by(places.correction, places.side, places.story)
    of_any = [each for each in corrections if each.other is None]
    found = rows_in(connection, query, places.correction, [each.id for each in of_any])
    of_one = [each for each in corrections if each.other is not None]
    return {row.story for row in found}, [(one, other) for _, one, other in _pairs(connection, query, of_one)]


def _pairs(connection: Connection, query: Any, corrections: Iterable[Correction]) -> Iterator[tuple[Correction, int, int]]:
    """The rows on the two sides of corrections. A page that was delivered twice has several on a side."""
    listed = list(corrections)
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    row: Any
    for row in rows_in(connection, query, schema.corrected.c.correction, [each.id for each in listed]):
        correction, side, number = row
        rows[correction, side].append(number)
    for each in listed:
        for one in rows[each.id, "target"]:
            for other in rows[each.id, "other"]:
                if one != other:
                    yield each, one, other


def without_barred(pairs: list[Pair], barred: Iterable[Pair]) -> list[Pair]:
    """The pairs of copies without those that join two stories, by their places, of which the first is no copy of the second."""
    for one, other in sorted(barred):
        group = {other}
        rest = [pair for pair in pairs if one not in pair]
        grows = True
        while grows:
            more = {place for pair in rest if group.intersection(pair) for place in pair} - group
            group |= more
            grows = bool(more)
        pairs = [pair for pair in pairs if not (one in pair and group.intersection(pair))]
    return pairs


def review_of_actors(connection: Connection) -> Review:
    """What reviewers say of actors. A name that is split off after it was merged is no longer merged."""
    if is_empty(connection):
        return NO_REVIEW
    merged: list[tuple[Meant, Meant]] = []
    split: list[tuple[Meant, str]] = []
    for each in corrections_of_acts(connection, OF_ACTORS):
        meant = _meant(each.value["actor"])
        if each.act is Act.MERGE:
            merged.append((meant, _meant(each.value["other"])))
        else:
            name = str(each.value["name"])
            merged = [pair for pair in merged if folded(name) not in {folded(side.name) for side in pair}]
            split.append((meant, name))
    return Review(merged=tuple(merged), split=tuple(split))


def _meant(value: Any) -> Meant:
    return Meant(id=value["id"], name=value["name"], kind=ActorKind(value["kind"]), country=value.get("country"))
