"""The JSON form of a record, both ways: the public contract, described by `data/schema.json`.

In: `Record` values, or the objects that `json` made of a line. Out: the other of the two. Refuses with `ValueError` an object
that lacks a field, has a value outside a vocabulary, or has a span outside its story. Unknown fields are passed over, so that a
record of a newer version of the same form can be read.
"""

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from importlib.resources import files
from typing import Any, TypeAlias, TypeVar

from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    Issue,
    PageRef,
    Place,
    Position,
    Predicate,
    ReaderInfo,
    Record,
    Role,
    Statement,
    Story,
    TimeExpression,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind, TimeType

JsonObject: TypeAlias = dict[str, Any]  # what json.loads makes of an object: its values are checked one by one below
T = TypeVar("T")


def schema() -> JsonObject:
    """The JSON Schema (draft 2020-12) of a record."""
    loaded: JsonObject = json.loads((files("communique.record") / "data" / "schema.json").read_text(encoding="utf-8"))
    return loaded


def to_line(record: Record) -> str:
    """The record as one line of JSON, the same bytes for the same record."""
    return dump_line(to_json(record))


# JSON escapes only the control characters below U+0020. These, too, must not stand in a line as they are: a terminal obeys some
# (U+009B begins a command, U+202E turns the text around), `splitlines` breaks at others, and UTF-8 has no lone surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dump_line(value: object, *, indent: int | None = None) -> str:
    """JSON values as JSON text that is safe to print: every control character and lone surrogate is escaped."""
    dumped = json.dumps(value, ensure_ascii=False, indent=indent, separators=(", " if indent is None else ",", ": "))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", dumped)


def from_line(line: str | bytes) -> Record:
    """The record in a line of JSON.

    Raises:
        ValueError: the line is not JSON, or not a record.
    """
    return from_json(json.loads(line))


# record -> JSON


def to_json(record: Record) -> JsonObject:
    """The record as JSON values."""
    return {
        "page": {"id": record.page.id, "uri": record.page.uri, "media_type": record.page.media_type},
        "reader": {"version": record.reader.version, "model": record.reader.model, "options": record.reader.options},
        "outcome": record.outcome.value,
        "issues": [_issue_to(issue) for issue in record.issues],
        "stories": [story_to_json(story) for story in record.stories],
    }


def story_to_json(story: Story) -> JsonObject:
    """The story as JSON values."""
    made: JsonObject = {
        "id": story.id,
        "kind": story.kind.value,
        "headline": story.headline,
        "source": story.source,
        "author": story.author,
        "truncated": story.truncated,
        "language": story.language,
        "published": _day_to(story.published),
        "published_at": story.published_at,
        "updated_at": story.updated_at,
        "url": story.url,
        "section": story.section,
        "start": story.start,
        "text": story.text,
        "actors": [_actor_to(actor) for actor in story.actors],
        "statements": [_statement_to(statement) for statement in story.statements],
        "events": [_event_to(event) for event in story.events],
        "conditions": [_condition_to(condition) for condition in story.conditions],
        "positions": [_position_to(position) for position in story.positions],
    }
    if story.ignored:
        made["ignored"] = [_span_to(span) for span in story.ignored]
    if story.times is not None:
        made["times"] = [_time_to(found) for found in story.times]
    if story.predicates is not None:
        made["predicates"] = [{**_span_to(p.span), "factuality": p.factuality} for p in story.predicates]
    return made


def _span_to(span: Span | None) -> JsonObject:
    return {"start": span.start, "end": span.end} if span else {"start": None, "end": None}


def _maybe_span_to(span: Span | None) -> JsonObject | None:
    return _span_to(span) if span else None


def _day_to(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date_to(interval: DateInterval | None) -> JsonObject | None:
    if interval is None:
        return None
    return {"from": _day_to(interval.first), "to": _day_to(interval.last), **_span_to(interval.span)}


def _ref_to(ref: ActorRef) -> JsonObject:
    return {"actor": ref.actor, **_span_to(ref.span)}


def _issue_to(issue: Issue) -> JsonObject:
    return {"code": issue.code, "detail": issue.detail, "story": issue.story, **_span_to(issue.span), "words": issue.words}


def _actor_to(actor: Actor) -> JsonObject:
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "code": actor.code,
        "roles": [
            {"title": role.title, "of": role.of, "held": _date_to(role.held), **_span_to(role.span)} for role in actor.roles
        ],
        "rule": actor.rule,
        "mentions": [_span_to(span) for span in actor.mentions],
    }


def _statement_to(statement: Statement) -> JsonObject:
    return {
        "id": statement.id,
        "key": statement.key,
        "kind": statement.kind.value,
        "speaker": _ref_to(statement.speaker) if statement.speaker else None,
        "cue": _maybe_span_to(statement.cue),
        "content": [_span_to(span) for span in statement.content],
        "form": statement.form.value,
        "addressees": [_ref_to(ref) for ref in statement.addressees],
        "date": _date_to(statement.date),
        "within": statement.within,
        "rule": statement.rule,
    }


def _event_to(event: Event) -> JsonObject:
    place = event.place
    return {
        "id": event.id,
        "key": event.key,
        "type": event.type,
        "root": event.root,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "trigger": _span_to(event.trigger),
        "actors": [_ref_to(ref) for ref in event.actors],
        "recipients": [_ref_to(ref) for ref in event.recipients],
        "place": {"name": place.name, "country": place.country, **_span_to(place.span)} if place else None,
        "date": _date_to(event.date),
        "status": event.status.value,
        "factuality": event.factuality,
        "voice": event.voice,
        "status_words": [_span_to(span) for span in event.status_words],
        "rule": event.rule,
    }


def _condition_to(condition: Condition) -> JsonObject:
    return {
        "id": condition.id,
        "key": condition.key,
        "if": _span_to(condition.antecedent),
        "then": _span_to(condition.consequent),
        "event": condition.event,
    }


def _position_to(position: Position) -> JsonObject:
    return {
        "id": position.id,
        "key": position.key,
        "actor": position.actor,
        "issue": position.issue,
        "stance": position.stance.value,
        **_span_to(position.span),
        "statement": position.statement,
        "date": _date_to(position.date),
    }


def _time_to(found: TimeExpression) -> JsonObject:
    return {
        **_span_to(found.span),
        "type": found.type.value,
        "value": found.value,
        "from": _day_to(found.first),
        "to": _day_to(found.last),
    }


# JSON -> record


def from_json(value: object) -> Record:
    """The record in JSON values.

    Raises:
        ValueError: it is not a record; the message names the field.
    """
    whole = _object(value, "record")
    page, reader = _object(whole.get("page"), "page"), _object(whole.get("reader"), "reader")
    return Record(
        page=PageRef(id=_text(page, "id"), uri=_text(page, "uri"), media_type=_text(page, "media_type")),
        reader=ReaderInfo(version=_text(reader, "version"), model=_text(reader, "model"), options=_text(reader, "options")),
        outcome=Outcome(_text(whole, "outcome")),
        issues=_each(whole, "issues", _issue_from),
        stories=_each(whole, "stories", story_from_json),
    )


def story_from_json(value: object) -> Story:
    """The story in JSON values.

    Raises:
        ValueError: it is not a story; the message names the field.
    """
    made = _object(value, "story")
    return Story(
        id=_text(made, "id"),
        kind=StoryKind(_text(made, "kind")),
        text=_text(made, "text"),
        start=_maybe(made, "start", int),
        headline=_maybe(made, "headline", str),
        source=_maybe(made, "source", str),
        author=_maybe(made, "author", str),
        truncated=bool(made.get("truncated")),
        language=_maybe(made, "language", str),
        published=_day_from(made, "published"),
        published_at=_maybe(made, "published_at", str),
        updated_at=_maybe(made, "updated_at", str),
        url=_maybe(made, "url", str),
        section=_maybe(made, "section", str),
        ignored=_each(made, "ignored", _span_from),
        actors=_each(made, "actors", _actor_from),
        statements=_each(made, "statements", _statement_from),
        events=_each(made, "events", _event_from),
        conditions=_each(made, "conditions", _condition_from),
        positions=_each(made, "positions", _position_from),
        times=_each(made, "times", _time_from) if made.get("times") is not None else None,
        predicates=_each(made, "predicates", _predicate_from) if made.get("predicates") is not None else None,
    )


def _object(value: object, what: str) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"{what}: expected an object, got {type(value).__name__}")
    return value


def _text(value: JsonObject, field: str) -> str:
    found = value.get(field)
    if not isinstance(found, str):
        raise ValueError(f"field {field!r}: expected text, got {type(found).__name__}")
    return found


def _maybe(value: JsonObject, field: str, kind: type[T]) -> T | None:
    found = value.get(field)
    if found is not None and not isinstance(found, kind):
        raise ValueError(f"field {field!r}: expected {kind.__name__} or null, got {type(found).__name__}")
    return found


def _number(value: JsonObject, field: str) -> float:
    found = value.get(field)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(f"field {field!r}: expected a number, got {type(found).__name__}")
    return float(found)


def _each(value: JsonObject, field: str, one: Callable[[object], T]) -> tuple[T, ...]:
    found = value.get(field) or []
    if not isinstance(found, Iterable) or isinstance(found, str | dict):
        raise ValueError(f"field {field!r}: expected a list, got {type(found).__name__}")
    return tuple(one(item) for item in found)


def _span_from(value: object) -> Span:
    made = _object(value, "span")
    start, end = made.get("start"), made.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        raise ValueError(f"a span needs whole numbers start and end; got {start!r} and {end!r}")
    return Span(start, end)


def _maybe_span_from(value: object) -> Span | None:
    return None if value is None or _object(value, "span").get("start") is None else _span_from(value)


def _day_from(value: JsonObject, field: str) -> date | None:
    found = _maybe(value, field, str)
    return date.fromisoformat(found) if found else None


def _date_from(value: object) -> DateInterval | None:
    if value is None:
        return None
    made = _object(value, "date")
    return DateInterval(first=_day_from(made, "from"), last=_day_from(made, "to"), span=_maybe_span_from(made))


def _ref_from(value: object) -> ActorRef:
    return ActorRef(actor=_maybe(_object(value, "reference"), "actor", str), span=_span_from(value))


def _issue_from(value: object) -> Issue:
    made = _object(value, "issue")
    return Issue(
        code=_text(made, "code"),
        detail=_text(made, "detail"),
        story=_maybe(made, "story", str),
        span=_maybe_span_from(made),
        words=_maybe(made, "words", str),
    )


def _actor_from(value: object) -> Actor:
    made = _object(value, "actor")
    return Actor(
        id=_text(made, "id"),
        name=_text(made, "name"),
        kind=ActorKind(_text(made, "kind")),
        country=_maybe(made, "country", str),
        code=_maybe(made, "code", str),
        roles=_each(made, "roles", _role_from),
        rule=_maybe(made, "rule", str),
        mentions=_each(made, "mentions", _span_from),
    )


def _role_from(value: object) -> Role:
    made = _object(value, "role")
    return Role(
        title=_text(made, "title"), of=_maybe(made, "of", str), held=_date_from(made.get("held")), span=_span_from(made)
    )


def _statement_from(value: object) -> Statement:
    made = _object(value, "statement")
    return Statement(
        id=_text(made, "id"),
        key=_text(made, "key"),
        kind=StatementKind(_text(made, "kind")),
        speaker=_ref_from(made["speaker"]) if made.get("speaker") else None,
        cue=_maybe_span_from(made.get("cue")),
        content=_each(made, "content", _span_from),
        form=Form(_text(made, "form")),
        addressees=_each(made, "addressees", _ref_from),
        date=_date_from(made.get("date")),
        within=_maybe(made, "within", str),
        rule=_maybe(made, "rule", str),
    )


def _place_from(value: object) -> Place | None:
    if value is None:
        return None
    made = _object(value, "place")
    return Place(name=_text(made, "name"), country=_maybe(made, "country", str), span=_span_from(made))


def _event_from(value: object) -> Event:
    made = _object(value, "event")
    return Event(
        id=_text(made, "id"),
        key=_text(made, "key"),
        type=_text(made, "type"),
        root=_text(made, "root"),
        mode=_maybe(made, "mode", str),
        contexts=tuple(str(context) for context in made.get("contexts") or ()),
        cameo=_maybe(made, "cameo", str),
        trigger=_span_from(made.get("trigger")),
        actors=_each(made, "actors", _ref_from),
        recipients=_each(made, "recipients", _ref_from),
        place=_place_from(made.get("place")),
        date=_date_from(made.get("date")),
        status=Status(_text(made, "status")),
        factuality=_number(made, "factuality"),
        voice=_maybe(made, "voice", str),
        status_words=_each(made, "status_words", _span_from),
        rule=_maybe(made, "rule", str),
    )


def _condition_from(value: object) -> Condition:
    made = _object(value, "condition")
    return Condition(
        id=_text(made, "id"),
        key=_text(made, "key"),
        antecedent=_span_from(made.get("if")),
        consequent=_span_from(made.get("then")),
        event=_maybe(made, "event", str),
    )


def _position_from(value: object) -> Position:
    made = _object(value, "position")
    return Position(
        id=_text(made, "id"),
        key=_text(made, "key"),
        actor=_text(made, "actor"),
        issue=_text(made, "issue"),
        stance=Stance(_text(made, "stance")),
        span=_span_from(made),
        statement=_maybe(made, "statement", str),
        date=_date_from(made.get("date")),
    )


def _time_from(value: object) -> TimeExpression:
    made = _object(value, "time")
    return TimeExpression(
        span=_span_from(made),
        type=TimeType(_text(made, "type")),
        value=_text(made, "value"),
        first=_day_from(made, "from"),
        last=_day_from(made, "to"),
    )


def _predicate_from(value: object) -> Predicate:
    return Predicate(span=_span_from(value), factuality=_number(_object(value, "predicate"), "factuality"))
