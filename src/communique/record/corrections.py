"""What a reviewer says of the record: corrections, each with who, when and why, and with the words that it holds on to.

In: values. Out: `Correction`, and its JSON form both ways. Refuses with `ValueError` an object that is no correction. Nothing here
changes a record: `correcting` does.

An anchor keeps words with what stands before and after them, as a W3C TextQuoteSelector does, so that a correction finds its place
again in a record that was read anew, or from a page that was edited elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from communique.record.ids import digest
from communique.record.jsonform import dump_line
from communique.record.spans import Span

JsonObject: TypeAlias = dict[str, Any]  # JSON values, checked where they are used
CONTEXT_CHARS = 32  # before and after an anchor's words
T = TypeVar("T")


class Act(StrEnum):
    """What a correction does."""

    CHANGE = "change"  # a field of an entry has another value
    RETRACT = "retract"  # an entry is none: it did not happen so, it was not said so
    ADD = "add"  # an entry was missed
    SAME_EVENT = "same event"  # two reports tell of one event
    OTHER_EVENT = "not the same event"
    NO_COPY = "not a copy"
    MERGE = "merge actors"
    SPLIT = "split name"  # a name is an actor of its own
    UNDO = "undo"  # an earlier correction no longer holds


class EntryKind(StrEnum):
    """What a correction is about."""

    STORY = "story"
    STATEMENT = "statement"
    EVENT = "event"
    CONDITION = "condition"
    POSITION = "position"


class State(StrEnum):
    """How a correction stands to the record as it is read now."""

    APPLIED = "applied"
    AGREED = "agreed"  # the reader says the same by now
    RESTORED = "restored"  # the reader no longer finds the entry; its words are there, and what the reviewer saw stands again
    LOST = "lost"  # its words are not there


FIELDS = {
    EntryKind.EVENT: ("type", "mode", "status", "actors", "recipients", "place", "date"),
    EntryKind.STATEMENT: ("kind", "speaker", "addressees", "date"),
    EntryKind.POSITION: ("actor", "issue", "stance", "date"),
    EntryKind.CONDITION: (),
    EntryKind.STORY: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words at a place of a text, and what stands before and after them."""

    span: Span
    words: str
    before: str
    after: str

    @classmethod
    def of(cls, text: str, span: Span) -> "Quote":
        """The quote of a span."""
        return cls(
            span=span,
            words=span.of(text),
            before=text[max(0, span.start - CONTEXT_CHARS) : span.start],
            after=text[span.end : span.end + CONTEXT_CHARS],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a correction holds on to: an entry by its id and key, and its words; or a story, which has no quotes."""

    page: str
    story: str
    text_hash: str
    kind: EntryKind
    entry: str | None = None
    key: str | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a reviewer says, and when; never changed, only undone by a later one.

    `machine` is the whole entry as it was read when the correction was made, in the portable form of `correcting.portable`; `value` is
    the reviewer's: of the `field`, or of the whole entry that is added, or the actors that are merged or split.
    """

    id: str
    act: Act
    by: str
    at: str  # ISO 8601, UTC, with microseconds: corrections hold in this order
    why: str | None = None
    target: Anchor | None = None
    other: Anchor | None = None
    field: str | None = None
    machine: JsonObject | None = None
    value: Any = None
    undoes: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """What puts corrections in order: a later one goes over an earlier one."""
        return self.at, self.id

    @property
    def anchors(self) -> tuple[tuple[str, Anchor], ...]:
        """Its anchors, each with the side that it stands on."""
        return tuple((side, anchor) for side, anchor in (("target", self.target), ("other", self.other)) if anchor)


def hash_of(text: str) -> str:
    """The hash by which an anchor knows its story's text."""
    return digest("text", text)


def identified(correction: Correction) -> Correction:
    """The correction under the id that its content gives it: the same one in two archives is one."""
    made = to_json(correction)
    return from_json({**made, "id": f"k-{digest('correction', dump_line({**made, 'id': ''}))}"})


def active(corrections: list[Correction]) -> list[Correction]:
    """The corrections that hold, in their order: undone ones and undoings are left out. An undoing can be undone."""
    dead: set[str] = set()
    for each in sorted(corrections, key=lambda one: one.order, reverse=True):
        if each.act is Act.UNDO and each.undoes is not None and each.id not in dead:
            dead.add(each.undoes)
    return sorted((c for c in corrections if c.act is not Act.UNDO and c.id not in dead), key=lambda one: one.order)


# JSON


def to_json(correction: Correction) -> JsonObject:
    """The correction as JSON values."""
    return {
        "id": correction.id,
        "act": correction.act.value,
        "by": correction.by,
        "at": correction.at,
        "why": correction.why,
        "target": anchor_to_json(correction.target),
        "other": anchor_to_json(correction.other),
        "field": correction.field,
        "machine": correction.machine,
        "value": correction.value,
        "undoes": correction.undoes,
    }


def anchor_to_json(anchor: Anchor | None) -> JsonObject | None:
    """The anchor as JSON values."""
    if anchor is None:
        return None
    return {
        "page": anchor.page,
        "story": anchor.story,
        "text_hash": anchor.text_hash,
        "kind": anchor.kind.value,
        "entry": anchor.entry,
        "key": anchor.key,
        "quotes": [
            {"start": q.span.start, "end": q.span.end, "words": q.words, "before": q.before, "after": q.after}
            for q in anchor.quotes
        ],
    }


def from_json(value: object) -> Correction:
    """The correction in JSON values.

    Raises:
        ValueError: it is not one; the message names the field.
    """
    made = _object(value, "correction")
    machine = made.get("machine")
    correction = Correction(
        id=_text(made, "id"),
        act=Act(_text(made, "act")),
        by=_text(made, "by"),
        at=_text(made, "at"),
        why=_maybe(made, "why"),
        target=anchor_from_json(made.get("target")),
        other=anchor_from_json(made.get("other")),
        field=_maybe(made, "field"),
        machine=None if machine is None else _object(machine, "machine"),
        value=made.get("value"),
        undoes=_maybe(made, "undoes"),
    )
    if datetime.fromisoformat(correction.at).tzinfo is None:
        raise ValueError(f"field 'at': {correction.at!r} names no time zone")
    if not correction.by.strip():
        raise ValueError("field 'by': a correction needs the name of who made it")
    _check(correction)
    return correction


def _check(correction: Correction) -> None:
    act, target, field = correction.act, correction.target, correction.field
    if act in (Act.MERGE, Act.SPLIT):
        if not isinstance(correction.value, dict):
            raise ValueError(f"field 'value': a correction of kind {act.value!r} names its actors there")
        return
    if act is Act.UNDO:
        if correction.undoes is None:
            raise ValueError("field 'undoes': what is undone is not named")
        return
    if target is None:
        raise ValueError("field 'target': what is corrected is not named")
    if act in (Act.SAME_EVENT, Act.OTHER_EVENT) and correction.other is None:
        raise ValueError("field 'other': two reports of events are needed")
    if act is Act.CHANGE and field not in FIELDS[target.kind]:
        raise ValueError(f"field 'field': a {target.kind.value} has no {field!r} that can be corrected")
    if act is Act.ADD and not isinstance(correction.value, dict):
        raise ValueError("field 'value': what is added is not told")
    if target.kind is not EntryKind.STORY and not target.quotes:
        raise ValueError("field 'target': it holds on to no words")


def anchor_from_json(value: object) -> Anchor | None:
    """The anchor in JSON values.

    Raises:
        ValueError: it is not one.
    """
    if value is None:
        return None
    made = _object(value, "anchor")
    return Anchor(
        page=_text(made, "page"),
        story=_text(made, "story"),
        text_hash=_text(made, "text_hash"),
        kind=EntryKind(_text(made, "kind")),
        entry=_maybe(made, "entry"),
        key=_maybe(made, "key"),
        quotes=tuple(map(_quote, _listed(made, "quotes", lambda one: one))),
    )


def _quote(value: object) -> Quote:
    made = _object(value, "quote")
    start, end = made.get("start"), made.get("end")
    if type(start) is not int or type(end) is not int:
        raise ValueError(f"a quote needs whole numbers start and end; got {start!r} and {end!r}")
    words = _text(made, "words")
    if len(words) != end - start:
        raise ValueError(f"a quote of {end - start} characters has {len(words)} in its words")
    return Quote(span=Span(start, end), words=words, before=_text(made, "before"), after=_text(made, "after"))


def _object(value: object, what: str) -> JsonObject:
    if not isinstance(value, dict):
        raise ValueError(f"{what}: expected an object, got {type(value).__name__}")
    return value


def _text(value: JsonObject, field: str) -> str:
    found = value.get(field)
    if not isinstance(found, str):
        raise ValueError(f"field {field!r}: expected text, got {type(found).__name__}")
    return found


def _maybe(value: JsonObject, field: str) -> str | None:
    return None if value.get(field) is None else _text(value, field)


def _listed(value: JsonObject, field: str, one: Callable[[object], T]) -> list[T]:
    found = value.get(field) or []
    if not isinstance(found, list):
        raise ValueError(f"field {field!r}: expected a list, got {type(found).__name__}")
    return [one(item) for item in found]
