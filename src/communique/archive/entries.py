"""Rows of the archive as the entries that a view answers with.

In: numbers of rows. Out: entries in the order of the numbers, each with its story and its words. Asks the database in batches,
so that a list of any length takes a handful of queries.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, select

from communique.archive import schema
from communique.archive.duplicates import REPEATING, VERSION
from communique.archive.results import (
    CONTRADICTION_DAYS,
    ActorName,
    ConditionEntry,
    CorrectionNote,
    Dispute,
    EventEntry,
    FactEntry,
    Party,
    Passage,
    PositionEntry,
    ShiftEntry,
    StatementEntry,
    StoryRef,
)
from communique.archive.selecting import is_background
from communique.archive.words import context_of
from communique.record.model import DateInterval
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Stance, StatementKind, Status, StoryKind

BATCH = 5_000  # values in one IN (…): well under SQLite's 32,766 variables
K = TypeVar("K", int, str)


def day_of(value: str | None) -> date | None:
    """A day from its text."""
    return date.fromisoformat(value) if value else None


def last_published(connection: Connection) -> date | None:
    """The last publication day in the archive, None if no story has one."""
    return day_of(connection.execute(select(func.max(schema.stories.c.published))).scalar())


def interval_of(first: str | None, last: str | None, start: int | None = None, end: int | None = None) -> DateInterval | None:
    """A date from its columns, None if both days are."""
    if first is None and last is None:
        return None
    span = Span(start, end) if start is not None and end is not None else None
    return DateInterval(first=day_of(first), last=day_of(last), span=span)


def rows_in(connection: Connection, query: Select[Any], column: Any, keys: Iterable[K]) -> Iterator[Row[Any]]:
    """The rows of a query whose `column` is one of the keys; the query's order holds within each `BATCH` of keys."""
    once = list(dict.fromkeys(keys))
    for start in range(0, len(once), BATCH):
        yield from connection.execute(query.where(column.in_(once[start : start + BATCH])))


class Entries:
    """Makes entries out of one connection. It remembers the stories and actors that it has seen: use it for one answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stories: dict[int, StoryRef] = {}
        self._texts: dict[int, str] = {}
        self._actors: dict[int, ActorName] = {}  # by number of the story's actor
        self._names: dict[str, ActorName] = {}  # by the archive's id

    def _rows(self, query: Select[Any], column: Any, keys: Iterable[K]) -> Iterator[Row[Any]]:
        return rows_in(self._connection, query, column, keys)

    # stories and actors

    def stories(self, numbers: Iterable[int]) -> dict[int, StoryRef]:
        """References to stories by their number; their texts are fetched with them."""
        wanted = list(dict.fromkeys(numbers))
        first = schema.stories.alias("first")
        query = (
            select(
                schema.stories,
                schema.pages.c.id.label("page_id"),
                schema.pages.c.uri,
                first.c.id.label("first_id"),
                schema.duplicates.c.rule,
            )
            .join(schema.pages, schema.pages.c.page == schema.stories.c.page)
            .outerjoin(schema.duplicates, schema.duplicates.c.story == schema.stories.c.story)
            .outerjoin(first, first.c.story == schema.duplicates.c.duplicate_of)
        )
        for row in self._rows(query, schema.stories.c.story, [n for n in wanted if n not in self._stories]):
            self._texts[row.story] = row.text
            self._stories[row.story] = StoryRef(
                id=row.id,
                page_id=row.page_id,
                uri=row.uri,
                kind=StoryKind(row.kind),
                headline=row.headline,
                source=row.source,
                published=day_of(row.published),
                language=row.language,
                truncated=bool(row.truncated),
                start=row.start,
                duplicate_of=row.first_id,
                is_copy=row.rule in REPEATING,
                is_superseded=row.rule == VERSION,
            )
        return {number: self._stories[number] for number in wanted if number in self._stories}

    def passage(self, story: int, span: Span) -> Passage:
        """Words of a story that `stories` has fetched, with the sentence around them."""
        text = self._texts[story]
        context = context_of(text, span)
        return Passage(
            story=self._stories[story],
            span=span,
            words=span.of(text),
            context=context.of(text),
            context_start=context.start,
        )

    def names(self, ids: Iterable[str]) -> dict[str, ActorName]:
        """The archive's actors of those ids."""
        wanted = list(dict.fromkeys(ids))
        for row in self._rows(select(schema.actors), schema.actors.c.id, [i for i in wanted if i not in self._names]):
            self._names[row.id] = ActorName(
                id=row.id, name=row.name, kind=ActorKind(row.kind), country=row.country, code=row.code
            )
        return {i: self._names[i] for i in wanted if i in self._names}

    def actors(self, numbers: Iterable[int | None]) -> dict[int, ActorName]:
        """The archive's actor for each number of a story's actor. One that is not assembled yet stands for itself."""
        wanted = [number for number in dict.fromkeys(numbers) if number is not None]
        query = select(schema.story_actors, schema.actor_of.c.actor).outerjoin(
            schema.actor_of, schema.actor_of.c.story_actor == schema.story_actors.c.story_actor
        )
        fetched = list(self._rows(query, schema.story_actors.c.story_actor, [n for n in wanted if n not in self._actors]))
        names = self.names(row.actor for row in fetched if row.actor is not None)
        for row in fetched:
            self._actors[row.story_actor] = names.get(row.actor) or ActorName(
                id=row.id, name=row.name, kind=ActorKind(row.kind), country=row.country, code=row.code
            )
        return {number: self._actors[number] for number in wanted}

    def _party(self, story: int, number: int | None, start: int, end: int) -> Party:
        span = Span(start, end)
        return Party(actor=None if number is None else self._actors[number], span=span, words=span.of(self._texts[story]))

    def notes(self, stories: Iterable[int]) -> dict[tuple[int, str], tuple[CorrectionNote, ...]]:
        """What reviewers corrected in some stories, by story and entry, the earliest first."""
        return notes_of(self._connection, stories)

    # what was read

    def statements(self, numbers: Sequence[int]) -> tuple[StatementEntry, ...]:
        """Statements in the order of their numbers."""
        table = schema.statements
        rows = {row.statement: row for row in self._rows(select(table), table.c.statement, numbers)}
        self.stories(row.story for row in rows.values())
        parts = self._spans(schema.statement_parts, schema.statement_parts.c.statement, rows)
        heard: dict[int, list[Row[Any]]] = defaultdict(list)
        query = select(schema.addressees).order_by(schema.addressees.c.statement, schema.addressees.c.number)
        for row in self._rows(query, schema.addressees.c.statement, rows):
            heard[row.statement].append(row)
        self.actors([row.speaker for row in rows.values()] + [row.story_actor for each in heard.values() for row in each])
        notes = self.notes(row.story for row in rows.values())
        return tuple(
            self._statement(rows[n], parts[n], heard[n], notes.get((rows[n].story, rows[n].id), ()))
            for n in numbers
            if n in rows
        )

    def _statement(
        self, row: Row[Any], parts: Iterable[Span], addressees: Iterable[Row[Any]], notes: tuple[CorrectionNote, ...]
    ) -> StatementEntry:
        story = row.story
        when = interval_of(row.date_from, row.date_to, row.date_start, row.date_end)
        return StatementEntry(
            id=row.id,
            key=row.key,
            kind=StatementKind(row.kind),
            form=Form(row.form),
            speaker=self._maybe_party(story, row.speaker, row.speaker_start, row.speaker_end),
            cue=self._texts[story][row.cue_start : row.cue_end] if row.cue_start is not None else None,
            content=tuple(self.passage(story, span) for span in parts),
            addressees=tuple(self._party(story, each.story_actor, each.start, each.end) for each in addressees),
            date=when,
            day=(when and when.last) or self._stories[story].published,
            within=row.within,
            rule=row.rule,
            corrections=notes,
        )

    def _maybe_party(self, story: int, number: int | None, start: int | None, end: int | None) -> Party | None:
        return None if start is None or end is None else self._party(story, number, start, end)

    def _spans(self, table: Any, key: Any, numbers: Iterable[int]) -> Mapping[int, list[Span]]:
        found: dict[int, list[Span]] = defaultdict(list)
        for row in self._rows(select(key.label("key"), table.c.start, table.c.end).order_by(key, table.c.number), key, numbers):
            found[row.key].append(Span(row.start, row.end))
        return found

    def events(self, numbers: Sequence[int]) -> tuple[EventEntry, ...]:
        """Reports of events in the order of their numbers."""
        table = schema.events
        in_background = is_background(table.c.story, table.c.start).label("in_background")
        query = select(table, schema.fact_of.c.fact, in_background)
        query = query.outerjoin(schema.fact_of, schema.fact_of.c.event == table.c.event)
        rows = {row.event: row for row in self._rows(query, table.c.event, numbers)}
        self.stories(row.story for row in rows.values())
        status_words = self._spans(schema.status_words, schema.status_words.c.event, rows)
        parties: dict[tuple[int, str], list[Row[Any]]] = defaultdict(list)
        query = select(schema.event_parties).order_by(schema.event_parties.c.event, schema.event_parties.c.number)
        for row in self._rows(query, schema.event_parties.c.event, rows):
            parties[row.event, row.side].append(row)
        voices = self._voices(row for row in rows.values() if row.voice is not None)
        notes = self.notes(row.story for row in rows.values())
        self.actors(
            [row.story_actor for each in parties.values() for row in each] + [voice.speaker for voice in voices.values()]
        )
        return tuple(
            self._event(
                rows[n],
                parties[n, "actor"],
                parties[n, "recipient"],
                status_words[n],
                voices.get((rows[n].story, rows[n].voice)),
                notes.get((rows[n].story, rows[n].id), ()),
            )
            for n in numbers
            if n in rows
        )

    def _voices(self, rows: Iterable[Row[Any]]) -> dict[tuple[int, str], Row[Any]]:
        wanted = {(row.story, row.voice) for row in rows}
        table = schema.statements
        query = select(table.c.story, table.c.id, table.c.speaker, table.c.speaker_start, table.c.speaker_end)
        found = self._rows(query, table.c.story, {story for story, _ in wanted})
        return {(row.story, row.id): row for row in found if (row.story, row.id) in wanted}

    def _event(
        self,
        row: Row[Any],
        actors: Iterable[Row[Any]],
        recipients: Iterable[Row[Any]],
        status_words: Iterable[Span],
        voice: Row[Any] | None,
        notes: tuple[CorrectionNote, ...],
    ) -> EventEntry:
        story = row.story
        return EventEntry(
            id=row.id,
            key=row.key,
            type=row.type,
            root=row.root,
            mode=row.mode,
            contexts=tuple(json.loads(row.contexts)),
            cameo=row.cameo,
            status=Status(row.status),
            factuality=row.factuality,
            passage=self.passage(story, Span(row.start, row.end)),
            actors=tuple(self._party(story, each.story_actor, each.start, each.end) for each in actors),
            recipients=tuple(self._party(story, each.story_actor, each.start, each.end) for each in recipients),
            place=row.place,
            place_country=row.place_country,
            date=interval_of(row.date_from, row.date_to, row.date_start, row.date_end),
            status_words=tuple(span.of(self._texts[story]) for span in status_words),
            voice=row.voice,
            voiced_by=self._maybe_party(story, voice.speaker, voice.speaker_start, voice.speaker_end) if voice else None,
            fact=row.fact,
            is_background=bool(row.in_background),
            rule=row.rule,
            corrections=notes,
        )

    def positions(self, numbers: Sequence[int]) -> tuple[PositionEntry, ...]:
        """Positions in the order of their numbers."""
        table = schema.positions
        query = select(table, schema.issue_of.c.issue.label("grouped")).outerjoin(
            schema.issue_of, schema.issue_of.c.position == table.c.position
        )
        rows = {row.position: row for row in self._rows(query, table.c.position, numbers)}
        self.stories(row.story for row in rows.values())
        self.actors(row.story_actor for row in rows.values())
        notes = self.notes(row.story for row in rows.values())
        return tuple(self._position(rows[n], notes.get((rows[n].story, rows[n].id), ())) for n in numbers if n in rows)

    def _position(self, row: Row[Any], notes: tuple[CorrectionNote, ...]) -> PositionEntry:
        when = interval_of(row.date_from, row.date_to, row.date_start, row.date_end)
        return PositionEntry(
            id=row.id,
            key=row.key,
            actor=self._actors[row.story_actor],
            issue=row.grouped or row.issue,
            issue_words=row.issue,
            stance=Stance(row.stance),
            passage=self.passage(row.story, Span(row.start, row.end)),
            date=when,
            day=(when and (when.first or when.last)) or self._stories[row.story].published,
            statement=row.statement,
            corrections=notes,
        )

    def conditions(self, numbers: Sequence[int]) -> tuple[ConditionEntry, ...]:
        """Conditions in the order of their numbers."""
        table = schema.conditions
        rows = {row.condition: row for row in self._rows(select(table), table.c.condition, numbers)}
        self.stories(row.story for row in rows.values())
        notes = self.notes(row.story for row in rows.values())
        return tuple(
            ConditionEntry(
                id=row.id,
                key=row.key,
                antecedent=self.passage(row.story, Span(row.if_start, row.if_end)),
                consequent=self.passage(row.story, Span(row.then_start, row.then_end)),
                event=row.event,
                corrections=notes.get((row.story, row.id), ()),
            )
            for row in (rows[n] for n in numbers if n in rows)
        )

    # what was assembled

    def facts(self, ids: Sequence[str]) -> tuple[FactEntry, ...]:
        """Events of the archive in the order of their ids, each with all its reports."""
        rows = {row.id: row for row in self._rows(select(schema.facts), schema.facts.c.id, ids)}
        parties: dict[tuple[str, str], list[str]] = defaultdict(list)
        query = select(schema.fact_parties).order_by(schema.fact_parties.c.fact, schema.fact_parties.c.number)
        for row in self._rows(query, schema.fact_parties.c.fact, rows):
            parties[row.fact, row.side].append(row.actor)
        names = self.names(i for each in parties.values() for i in each)
        reports: dict[str, list[int]] = defaultdict(list)
        query = in_text_order(select(schema.fact_of).join(schema.events, schema.events.c.event == schema.fact_of.c.event))
        for row in self._rows(query, schema.fact_of.c.fact, rows):
            reports[row.fact].append(row.event)
        told = self.events_by_number([event for each in reports.values() for event in each])

        def named(fact: str, side: str) -> tuple[ActorName, ...]:
            return tuple(names[i] for i in parties[fact, side] if i in names)

        return tuple(
            FactEntry(
                id=row.id,
                type=row.type,
                mode=row.mode,
                actors=named(row.id, "actor"),
                recipients=named(row.id, "recipient"),
                place=row.place,
                date=interval_of(row.date_from, row.date_to),
                status=Status(row.status),
                first_seen=day_of(row.first_seen),
                last_seen=day_of(row.last_seen),
                n_stories=row.n_stories,
                n_copies=row.n_copies,
                reports=tuple(told[event] for event in reports[row.id]),
                agreed=tuple(json.loads(row.agreed)),
                disputed=tuple(
                    Dispute(field=field, values=tuple((value, tuple(stories)) for value, stories in values))
                    for field, values in json.loads(row.disputed)
                ),
            )
            for row in (rows[i] for i in ids if i in rows)
        )

    def shifts(self, rows: Sequence[Any]) -> tuple[ShiftEntry, ...]:
        """Shifts from their rows."""
        positions = self.positions_by_number([number for row in rows for number in (row.before, row.after)])
        names = self.names(row.actor for row in rows)
        return tuple(_shift(row, names[row.actor], positions[row.before], positions[row.after]) for row in rows)

    def positions_by_number(self, numbers: Sequence[int]) -> dict[int, PositionEntry]:
        """Positions, each under its number."""
        once = list(dict.fromkeys(numbers))
        return dict(zip(once, self.positions(once), strict=True))

    def events_by_number(self, numbers: Sequence[int]) -> dict[int, EventEntry]:
        """Reports of events, each under its number."""
        once = list(dict.fromkeys(numbers))
        return dict(zip(once, self.events(once), strict=True))


def _shift(row: Any, actor: ActorName, before: PositionEntry, after: PositionEntry) -> ShiftEntry:
    days = (after.day - before.day).days if before.day and after.day else None
    is_opposite = {before.stance, after.stance} == {Stance.SUPPORTS, Stance.OPPOSES}
    return ShiftEntry(
        actor=actor,
        issue=row.issue,
        before=before,
        after=after,
        day=day_of(row.day),
        rule=row.rule,
        score=row.score,
        days_between=days,
        is_contradiction=is_opposite and days is not None and abs(days) <= CONTRADICTION_DAYS,
    )


def notes_of(connection: Connection, stories: Iterable[int]) -> dict[tuple[int, str], tuple[CorrectionNote, ...]]:
    """What reviewers corrected in some stories, by story and entry, the earliest first."""
    told, places = schema.corrections.c, schema.corrected.c
    if connection.execute(select(func.min(told.made))).scalar() is None:
        return {}  # nobody has corrected anything
    query = (
        select(
            places.story, places.entry, places.state, told.id, told.act, told.field, told.machine, told.value, told.reviewer,
            told.made, told.why,
        )
        .join(schema.corrections, told.id == places.correction)
        .where(places.entry.is_not(None))
        .order_by(told.made, told.id, places.side)
    )  # fmt: skip
    found: dict[tuple[int, str], dict[str, CorrectionNote]] = defaultdict(dict)
    for row in rows_in(connection, query, places.story, stories):
        found[row.story, row.entry][row.id] = CorrectionNote(
            id=row.id,
            act=row.act,
            field=row.field,
            machine=json.loads(row.machine) if row.machine is not None else None,
            value=json.loads(row.value) if row.value is not None else None,
            by=row.reviewer,
            at=row.made,
            why=row.why,
            state=row.state,
        )
    return {key: tuple(notes.values()) for key, notes in found.items()}


def in_story_order(query: Select[Any]) -> Select[Any]:
    """A query over stories, ordered by publication (undated last) and then by identity, which no order of arrival changes."""
    stories, pages = schema.stories.c, schema.pages.alias("page_of")
    page = select(pages.c.id).where(pages.c.page == stories.page).scalar_subquery()
    return query.order_by(stories.published.is_(None), stories.published, stories.id, page)


def in_text_order(query: Select[Any]) -> Select[Any]:
    """A query over events, joined with their stories and ordered by story and then by the text."""
    joined = query.join(schema.stories, schema.stories.c.story == schema.events.c.story)
    return in_story_order(joined).order_by(schema.events.c.start, schema.events.c.id)
