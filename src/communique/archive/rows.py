"""A record as rows of the archive's tables.

In: a `Record` and where new numbers come from. Out: `Rows`, table by table in an order that keeps every reference whole. Changes
nothing but characters that a database cannot hold, lone surrogates and NUL: each becomes one U+FFFD, so offsets stay.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from communique.record.model import ActorRef, DateInterval, Event, Record, Statement, Story
from communique.record.spans import Span

Value = str | int | float | bytes | None
Row = dict[str, Value]

NUMBERED = ("issue", "story", "story_actor", "statement", "event", "condition", "position")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with each lone surrogate and each NUL as one U+FFFD, so that every store takes it and its offsets stay."""
    return _UNSTORABLE.sub("�", text)


def day_text(day: date | None) -> str | None:
    """A day as the archive's columns hold it."""
    return day.isoformat() if day else None


@dataclass(slots=True)
class Rows:
    """Rows by table name, in the order in which they can be inserted; `take` gives the next number for a name in `NUMBERED`."""

    take: Callable[[str], int]
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: Value) -> None:
        """Add a row; text is made storable."""
        kept: Row = {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
        self.tables.setdefault(table, []).append(kept)


TABLES = (
    "issues",
    "stories",
    "story_actors",
    "mentions",
    "roles",
    "statements",
    "statement_parts",
    "addressees",
    "events",
    "event_parties",
    "status_words",
    "conditions",
    "positions",
)


def rows_of(record: Record, page: int, take: Callable[[str], int]) -> Rows:
    """The rows of everything in a record but the page itself.

    Args:
        page: The number of the page's row.
        take: Gives a new number for a name in `NUMBERED`, each larger than those before it.
    """
    rows = Rows(take, {name: [] for name in TABLES})
    for issue in record.issues:
        rows.add(
            "issues",
            issue=rows.take("issue"),
            page=page,
            story_id=issue.story,
            code=issue.code,
            detail=issue.detail,
            **_span(issue.span),
            words=issue.words,
        )
    for story in record.stories:
        _add_story(rows, story, page)
    return rows


def _add_story(rows: Rows, story: Story, page: int) -> None:
    number = rows.take("story")
    rows.add(
        "stories",
        story=number,
        page=page,
        id=story.id,
        kind=story.kind.value,
        headline=story.headline,
        source=story.source,
        author=story.author,
        truncated=int(story.truncated),
        language=story.language,
        published=day_text(story.published),
        start=story.start,
        text=story.text,
        published_at=story.published_at,
        updated_at=story.updated_at,
        url=story.url,
        section=story.section,
    )
    actors = _add_actors(rows, story, number)
    for statement in story.statements:
        _add_statement(rows, story, statement, number, actors)
    for event in story.events:
        _add_event(rows, event, number, actors)
    for condition in story.conditions:
        rows.add(
            "conditions",
            condition=rows.take("condition"),
            story=number,
            id=condition.id,
            key=condition.key,
            **_span(condition.antecedent, "if_"),
            **_span(condition.consequent, "then_"),
            event=condition.event,
        )
    for position in story.positions:
        rows.add(
            "positions",
            position=rows.take("position"),
            story=number,
            id=position.id,
            key=position.key,
            story_actor=actors[position.actor],
            issue=position.issue,
            stance=position.stance.value,
            **_span(position.span),
            statement=position.statement,
            **_date(position.date),
        )


def _add_actors(rows: Rows, story: Story, number: int) -> dict[str, int]:
    actors: dict[str, int] = {}
    for actor in story.actors:
        key = actors[actor.id] = rows.take("story_actor")
        rows.add(
            "story_actors",
            story_actor=key,
            story=number,
            id=actor.id,
            name=actor.name,
            kind=actor.kind.value,
            country=actor.country,
            code=actor.code,
        )
        for span in sorted(set(actor.mentions)):
            rows.add("mentions", story_actor=key, **_span(span))
        for place, role in enumerate(actor.roles):
            rows.add("roles", story_actor=key, number=place, title=role.title, of=role.of, **_span(role.span))
    return actors


def _add_statement(rows: Rows, story: Story, statement: Statement, number: int, actors: Mapping[str, int]) -> None:
    key = rows.take("statement")
    speaker = statement.speaker
    rows.add(
        "statements",
        statement=key,
        story=number,
        id=statement.id,
        key=statement.key,
        kind=statement.kind.value,
        form=statement.form.value,
        speaker=actors[speaker.actor] if speaker and speaker.actor is not None else None,
        **_span(speaker.span if speaker else None, "speaker_"),
        **_span(statement.cue, "cue_"),
        words=" … ".join(story.words(span) for span in statement.content),
        **_date(statement.date),
        within=statement.within,
        rule=statement.rule,
    )
    for place, span in enumerate(statement.content):
        rows.add("statement_parts", statement=key, number=place, **_span(span))
    for row in _refs(statement.addressees, actors):
        rows.add("addressees", statement=key, **row)


def _add_event(rows: Rows, event: Event, number: int, actors: Mapping[str, int]) -> None:
    key = rows.take("event")
    place = event.place
    rows.add(
        "events",
        event=key,
        story=number,
        id=event.id,
        key=event.key,
        type=event.type,
        root=event.root,
        mode=event.mode,
        contexts=json.dumps(event.contexts),
        cameo=event.cameo,
        **_span(event.trigger),
        place=place.name if place else None,
        place_country=place.country if place else None,
        **_span(place.span if place else None, "place_"),
        **_date(event.date),
        status=event.status.value,
        factuality=event.factuality,
        voice=event.voice,
        rule=event.rule,
    )
    for side, refs in (("actor", event.actors), ("recipient", event.recipients)):
        for row in _refs(refs, actors):
            rows.add("event_parties", event=key, side=side, **row)
    for place_in_list, span in enumerate(event.status_words):
        rows.add("status_words", event=key, number=place_in_list, **_span(span))


def _refs(refs: Iterable[ActorRef], actors: Mapping[str, int]) -> Iterable[Row]:
    for place, ref in enumerate(refs):
        yield {"number": place, "story_actor": actors[ref.actor] if ref.actor is not None else None, **_span(ref.span)}


def _span(span: Span | None, prefix: str = "") -> dict[str, int | None]:
    return {f"{prefix}start": span.start if span else None, f"{prefix}end": span.end if span else None}


def _date(interval: DateInterval | None) -> dict[str, Value]:
    first, last, span = (interval.first, interval.last, interval.span) if interval else (None, None, None)
    return {"date_from": day_text(first), "date_to": day_text(last), **_span(span, "date_")}
