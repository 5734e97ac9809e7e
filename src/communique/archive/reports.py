"""What linking compares: a report of an event, with its parties as actors of the archive.

In: rows. Out: `Report` values in the one order that everything else relies on: publication (undated last), story, place in the
text. Copies of earlier stories are marked, so that they can move nothing.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from communique.archive import schema
from communique.archive.duplicates import REPEATING
from communique.archive.entries import day_of, in_story_order, rows_in
from communique.archive.texts import Texts
from communique.archive.words import context_of, stem, stems
from communique.record.ids import folded
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Status, StoryKind

WINDOW_CHARS = 110  # on either side of a trigger, within its sentence: about the clause it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An actor of the archive, as far as comparing needs it.

    `side` is whom the actor acts for: a state (its government, army and people at large alike), or a state's parliament, its
    rebels, its parties, an organisation; its own id where the record does not tell.
    """

    id: str
    name: str
    kind: ActorKind
    side: str
    words: frozenset[str]


def side_of(kind: ActorKind, country: str | None, code: str | None) -> str | None:
    """The side that an actor acts for, from its CAMEO code, else its country if it is a state."""
    if code and country and code.startswith(country):
        role = code[3:6]
        # a minister, an army and "Washington" speak for one state; its parliament, courts and rebels do not
        return country if role in ("", "GOV", "MIL") else f"{country}{role}"
    return code or (country if kind is ActorKind.STATE else None)


@dataclass(frozen=True, slots=True)
class Parties:
    """Some actors together, as comparing needs them: ids, sides, and the people who stand for each side."""

    ids: frozenset[str]
    sides: frozenset[str]
    people: dict[str, frozenset[str]]

    @classmethod
    def of(cls, actors: Iterable[Known]) -> "Parties":
        """The parties that some actors make."""
        listed = tuple(actors)
        people: dict[str, set[str]] = {}
        for known in listed:
            if known.kind is ActorKind.PERSON:
                people.setdefault(known.side, set()).add(known.id)
        return cls(
            frozenset(known.id for known in listed),
            frozenset(known.side for known in listed),
            {side: frozenset(ids) for side, ids in people.items()},
        )


@dataclass(slots=True, kw_only=True, eq=False)
class Report:
    """One story's report of an event.

    `number` is a row number: it tells the order of arrival and decides nothing. `words` are stems around the trigger, the
    parties' names left out; `turn` is the only numbered round that its sentence tells of.
    """

    number: int
    id: str
    story_id: str
    page_id: str
    published: date | None
    repeats: str | None  # the id of the story that this one is a copy of, or whose passage it stands in
    type: str
    mode: str | None
    status: Status
    first: date | None
    last: date | None
    place: str | None  # folded
    place_told: str | None
    place_country: str | None
    start: int  # of the trigger
    sentence: Span
    trigger: str
    words: frozenset[str]
    numbers: tuple[tuple[str, int], ...]  # what its sentence counts: ("prisoners", 20) for "some 20 prisoners"
    turn: int | None  # which of a numbered row of events: 3 for "a third round"
    voiced_by: Known | None
    actors: tuple[Known, ...]
    recipients: tuple[Known, ...]
    doers: Parties = field(init=False)
    undergoers: Parties = field(init=False)
    everyone: Parties = field(init=False)
    is_undated: bool = field(init=False)

    def __post_init__(self) -> None:
        self.doers, self.undergoers = Parties.of(self.actors), Parties.of(self.recipients)
        self.everyone = Parties.of(self.parties)
        self.is_undated = self.first is None and self.last is None

    @property
    def is_copy(self) -> bool:
        """Whether its story, or its passage, repeats an earlier one: then it says nothing new."""
        return self.repeats is not None

    @property
    def parties(self) -> tuple[Known, ...]:
        """Who does it and who undergoes it."""
        return (*self.actors, *self.recipients)


def load_reports(connection: Connection, only: Collection[int] | None = None) -> list[Report]:
    """Reports of the archive, in order of publication, story and text. Actors have to be joined before.

    Args:
        only: Numbers of the reports to load; None: all.
    """
    table = schema.event_parties.c
    query = select(table.event, table.side, table.story_actor).order_by(table.event, table.side, table.number)
    took_part = list(_rows(connection, query, table.event, only))
    events, stories = schema.events.c, schema.stories.c
    query = (
        select(
            schema.events,
            stories.id.label("story_id"),
            stories.published,
            schema.pages.c.id.label("page_id"),
        )
        .join(schema.stories, stories.story == events.story)
        .join(schema.pages, schema.pages.c.page == stories.page)
        .where(stories.kind == StoryKind.ARTICLE.value)
    )
    rows = list(_rows(connection, in_story_order(query).order_by(events.start, events.id), events.event, only))
    told_in = None if only is None else {row.story for row in rows}
    duplicates, first = schema.duplicates.c, schema.stories.alias("first")
    originals = select(duplicates.story, first.c.id).join(first, first.c.story == duplicates.duplicate_of)
    originals = originals.where(duplicates.rule.in_(REPEATING))
    copies: dict[int, str] = {row.story: row.id for row in _rows(connection, originals, duplicates.story, told_in)}
    passages = _load_background(connection, told_in)
    statements = schema.statements.c
    query = select(statements.story, statements.id, statements.speaker)
    said = list(_rows(connection, query, statements.story, told_in))
    wanted = None if only is None else {row.story_actor for row in took_part} | {row.speaker for row in said}
    known, of = _load_known(connection, wanted)
    parties: dict[int, dict[str, list[Known]]] = defaultdict(lambda: {"actor": [], "recipient": []})
    for row in took_part:
        if row.story_actor in of:
            parties[row.event][row.side].append(known[of[row.story_actor]])
    voices = {(row.story, row.id): known[of[row.speaker]] for row in said if row.speaker in of}
    texts = Texts(connection, list(dict.fromkeys(row.story for row in rows)))
    reports = []
    for row in rows:
        text = texts.of(row.story)
        trigger = Span(row.start, row.end)
        sentence = context_of(text, trigger)
        told = parties[row.event]
        reports.append(
            Report(
                number=row.event,
                id=row.id,
                story_id=row.story_id,
                page_id=row.page_id,
                published=day_of(row.published),
                repeats=copies.get(row.story) or _source_of(passages.get(row.story, ()), row.start),
                type=row.type,
                mode=row.mode,
                status=Status(row.status),
                first=day_of(row.date_from),
                last=day_of(row.date_to),
                place=folded(row.place) if row.place else None,
                place_told=row.place,
                place_country=row.place_country,
                start=row.start,
                sentence=sentence,
                trigger=" ".join(stem(word) for word in folded(trigger.of(text)).split()),
                words=_words_around(text, trigger, sentence, [*told["actor"], *told["recipient"]]),
                numbers=counts_in(sentence.of(text)),
                turn=_turn(sentence.of(text)),
                voiced_by=voices.get((row.story, row.voice)),
                actors=tuple({known.id: known for known in told["actor"]}.values()),
                recipients=tuple({known.id: known for known in told["recipient"]}.values()),
            )
        )
    if only is not None:  # it came in batches
        reports.sort(
            key=lambda report: (report.published or date.max, report.story_id, report.page_id, report.start, report.id)
        )
    return reports


def _rows(connection: Connection, query: Select[Any], column: Any, only: Collection[int] | None) -> Iterable[Row[Any]]:
    """The rows of a query, or those of them whose column is one of some numbers."""
    return connection.execute(query) if only is None else rows_in(connection, query, column, only)


_Passage = tuple[int, int, str]  # where it begins and ends, and the id of the story that it repeats


def _load_background(connection: Connection, stories: Collection[int] | None) -> dict[int, list[_Passage]]:
    table = schema.background.c
    query = select(table.story, table.start, table.end, schema.stories.c.id)
    query = query.join(schema.stories, schema.stories.c.story == table.first)
    found: dict[int, list[_Passage]] = defaultdict(list)
    for row in _rows(connection, query, table.story, stories):
        found[row.story].append((row.start, row.end, row.id))
    return found


def _source_of(passages: Iterable[_Passage], start: int) -> str | None:
    return next((story for first, end, story in passages if first <= start < end), None)


def _load_known(connection: Connection, wanted: Collection[int | None] | None) -> tuple[dict[str, Known], dict[int, str]]:
    """The archive's actors, and whom of them each story's actor is; `wanted`: of these stories' actors alone."""
    table = schema.actor_of
    if wanted is None:
        of = {row.story_actor: row.actor for row in connection.execute(select(table))}
        actors = connection.execute(select(schema.actors)).all()
    else:
        numbers = [number for number in wanted if number is not None]
        of = {row.story_actor: row.actor for row in rows_in(connection, select(table), table.c.story_actor, numbers)}
        actors = list(rows_in(connection, select(schema.actors), schema.actors.c.id, of.values()))
    known = {
        row.id: Known(
            id=row.id,
            name=row.name,
            kind=ActorKind(row.kind),
            side=side_of(ActorKind(row.kind), row.country, row.code) or row.id,
            words=frozenset(stems(row.names)),
        )
        for row in actors
    }
    return known, of


_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_TURN = re.compile(
    rf"\b({'|'.join(_ORDINALS)}|(\d{{1,2}})(?:st|nd|rd|th))\s+(?:and\s+\w+\s+)?(?:round|session|phase|stage)\b", re.I
)


def _turn(sentence: str) -> int | None:
    """The number of the round that a sentence tells of; None if it numbers none, or several."""
    found = {int(digits) if digits else _ORDINALS.index(word.lower()) + 1 for word, digits in _TURN.findall(sentence)}
    return found.pop() if len(found) == 1 else None


_NUMBER_WORDS = {
    word: number for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_COUNTED = re.compile(
    rf"\b(\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|{'|'.join(_NUMBER_WORDS)})\s+((?:[a-z-]+\s+){{0,2}}?)([a-z]+s|people|men|women)\b"
)
# Lengths, times, shares and money: of an event of days or of a sum, stories seldom tell the same count.
_MEASURES = frozenset(
    "years months weeks days hours minutes seconds times miles metres meters kilometres kilometers feet pounds dollars euros"
    " tons tonnes degrees points is was has his its this us as sides parties others".split()
)


def counts_in(sentence: str) -> tuple[tuple[str, int], ...]:
    """What a sentence counts: each noun with the number before it, but none that it counts in two ways."""
    found: dict[str, set[int]] = {}
    for number, _, noun in _COUNTED.findall(sentence):
        if noun not in _MEASURES:
            count = _NUMBER_WORDS.get(number) or int(number.replace(",", ""))
            found.setdefault(noun, set()).add(count)
    return tuple(sorted((noun, counts.pop()) for noun, counts in found.items() if len(counts) == 1))


def _words_around(text: str, trigger: Span, sentence: Span, parties: list[Known]) -> frozenset[str]:
    start = max(sentence.start, trigger.start - WINDOW_CHARS)
    end = min(sentence.end, trigger.end + WINDOW_CHARS)
    # whole words: the edges of the window may cut one
    while start > sentence.start and text[start - 1].isalnum():
        start -= 1
    while end < sentence.end and text[end].isalnum():
        end += 1
    named = {word for party in parties for word in party.words}
    return frozenset(stems(f"{text[start : trigger.start]} {text[trigger.end : end]}")) - named
