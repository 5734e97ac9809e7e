"""A record with its corrections: a pure function of the record as it was read and of what reviewers say.

In: a `Record` and the corrections that hold. Out: the corrected record, and where each correction found its place. Refuses nothing: a
correction whose words are not there is told as lost and changes nothing; one that no longer fits its entry leaves it as it was read.

A correction finds its entry by its id, else by its place, else by its words with what stands around them. An entry that is no longer
read although its words are there is made again from what the reviewer saw: the words decide, not the reader of the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from communique.record.corrections import Act, Anchor, Correction, EntryKind, JsonObject, Quote, State, hash_of
from communique.record.ids import claim_key, digest, folded
from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    Place,
    Position,
    Record,
    Statement,
    Story,
)
from communique.record.plover import CAMEO_ROOTS, TYPES, root
from communique.record.spans import Span, hull
from communique.record.vocab import FACTUALITY, ActorKind, Form, Stance, StatementKind, Status, StoryKind

MIN_CONTEXT = 12  # characters around an anchor's words that have to agree where the text is another one
LONG_WORDS = 40  # characters of words that need no context: they hardly stand in two texts by chance
MAX_PLACES = 1_000  # of an anchor's words in a text
Entry: TypeAlias = Statement | Event | Condition | Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a correction found its place: the story and the entry on one of its sides; neither where it is lost."""

    correction: str
    side: str
    story: str | None
    kind: EntryKind
    entry: str | None
    state: State


def correct_record(record: Record, corrections: Sequence[Correction]) -> tuple[Record, tuple[Placed, ...]]:
    """The record as reviewers have it.

    Args:
        corrections: Those that hold, in their order; ones about other pages are passed over.
    """
    drafts = {story.id: _Draft(story) for story in record.stories}
    placed: list[Placed] = []
    for correction in corrections:
        for side, anchor in correction.anchors:
            if not is_about(anchor, record):
                continue
            story = find_story(record, anchor)
            if story is None:
                placed.append(_lost(correction, side, anchor))
            else:
                placed.append(drafts[story.id].take(correction, side, anchor))
    stories = tuple(drafts[story.id].story() for story in record.stories)
    return (replace(record, stories=stories) if stories != record.stories else record), tuple(placed)


def is_about(anchor: Anchor, record: Record) -> bool:
    """Whether an anchor stands in this record: by its page, or by a story that was delivered under another name, too."""
    return anchor.page == record.page.id or any(story.id == anchor.story for story in record.stories)


def _lost(correction: Correction, side: str, anchor: Anchor) -> Placed:
    return Placed(correction=correction.id, side=side, story=None, kind=anchor.kind, entry=None, state=State.LOST)


# finding


def find_story(record: Record, anchor: Anchor) -> Story | None:
    """The story that an anchor stands in: by its id, its text, or its words where one story alone has them."""
    by_id = next((story for story in record.stories if story.id == anchor.story), None)
    if by_id:
        return by_id
    same = [story for story in record.stories if hash_of(story.text) == anchor.text_hash]
    if same:
        return same[0]
    if anchor.kind is EntryKind.STORY:
        articles = [story for story in record.stories if story.kind is StoryKind.ARTICLE]
        return articles[0] if len(articles) == 1 else None
    holding = [story for story in record.stories if locate_all(story.text, anchor.quotes)]
    return holding[0] if len(holding) == 1 else None


def locate(text: str, quote: Quote) -> Span | None:
    """The place of a quote in a text: where it was, else where its words stand in the same surroundings; None if nowhere."""
    span = quote.span
    around = len(quote.before) + len(quote.after)
    if span.end <= len(text) and span.of(text) == quote.words and _agreement(text, span, quote) == around:
        return span
    needed = 0 if len(quote.words) >= LONG_WORDS else min(MIN_CONTEXT, around)
    found: list[tuple[int, Span]] = []
    start = text.find(quote.words)
    while start >= 0 and len(found) < MAX_PLACES:
        place = Span(start, start + len(quote.words))
        agreement = _agreement(text, place, quote)
        if agreement >= needed:
            found.append((agreement, place))
        start = text.find(quote.words, start + 1)
    best = max((agreement for agreement, _ in found), default=None)
    places = [place for agreement, place in found if agreement == best]
    return places[0] if len(places) == 1 else None


def _agreement(text: str, span: Span, quote: Quote) -> int:
    """How many characters right before and right after a place are those of the quote."""
    before, after = text[max(0, span.start - len(quote.before)) : span.start], text[span.end : span.end + len(quote.after)]
    return _common(before[::-1], quote.before[::-1]) + _common(after, quote.after)


def _common(one: str, other: str) -> int:
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


def locate_all(text: str, quotes: Iterable[Quote]) -> tuple[Span, ...] | None:
    """The places of several quotes, None if one of them has none."""
    spans = [locate(text, quote) for quote in quotes]
    return tuple(span for span in spans if span) if spans and all(spans) else None


def kind_of(entry: Entry) -> EntryKind:
    """What kind of entry it is."""
    return {
        Statement: EntryKind.STATEMENT,
        Event: EntryKind.EVENT,
        Condition: EntryKind.CONDITION,
        Position: EntryKind.POSITION,
    }[type(entry)]


def entries_of(story: Story, kind: EntryKind) -> tuple[Entry, ...]:
    """The entries of a kind in a story."""
    if kind is EntryKind.STATEMENT:
        return story.statements
    if kind is EntryKind.EVENT:
        return story.events
    if kind is EntryKind.CONDITION:
        return story.conditions
    return story.positions if kind is EntryKind.POSITION else ()


def spans_of(entry: Entry) -> tuple[Span, ...]:
    """The words that an entry is known by: a trigger, a content, a clause and its condition, the words of a stance."""
    if isinstance(entry, Event):
        return (entry.trigger,)
    if isinstance(entry, Statement):
        return entry.content
    return (entry.span,) if isinstance(entry, Position) else (entry.antecedent, entry.consequent)


def anchor_of(record: Record, story: Story, entry: Entry | None) -> Anchor:
    """The anchor of an entry, or of the story itself."""
    return Anchor(
        page=record.page.id,
        story=story.id,
        text_hash=hash_of(story.text),
        kind=kind_of(entry) if entry else EntryKind.STORY,
        entry=entry.id if entry else None,
        key=entry.key if entry else None,
        quotes=tuple(Quote.of(story.text, span) for span in spans_of(entry)) if entry else (),
    )


def _matching(entries: Iterable[Entry], anchor: Anchor, spans: tuple[Span, ...]) -> Entry | None:
    """The entry at the anchor's place: of several there the one of its key or, of an event, its type."""
    at_place = [entry for entry in entries if spans_of(entry) == spans]
    if len(at_place) > 1:
        kept = [entry for entry in at_place if entry.key == anchor.key]
        at_place = kept or [entry for entry in at_place if _type_in(entry.key) == _type_in(anchor.key)]
        return at_place[0] if at_place else None
    if at_place:
        return at_place[0]
    whole = hull(spans)
    near = [entry for entry in entries if _shares_half(hull(spans_of(entry)), whole)]
    near = [entry for entry in near if _type_in(entry.key) == _type_in(anchor.key)]
    return near[0] if len(near) == 1 else None


def _type_in(key: str | None) -> str:
    return (key or "").split("|", 1)[0]


def _shares_half(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared >= max(len(one), len(other))


# the portable form of an entry


def portable(story: Story, entry: Entry) -> JsonObject:
    """An entry by names and words in place of a story's own ids: what a correction keeps of it."""
    if isinstance(entry, Event):
        return {
            "type": entry.type,
            "mode": entry.mode,
            "contexts": list(entry.contexts),
            "cameo": entry.cameo,
            "root": entry.root,
            "status": entry.status.value,
            "factuality": entry.factuality,
            "actors": [party(story, ref) for ref in entry.actors],
            "recipients": [party(story, ref) for ref in entry.recipients],
            "place": place_value(story, entry.place),
            "date": date_value(story, entry.date),
            "status_words": [words_at(story, span) for span in entry.status_words],
            "voice": _statement_words(story, entry.voice),
            "rule": entry.rule,
        }
    if isinstance(entry, Statement):
        return {
            "kind": entry.kind.value,
            "form": entry.form.value,
            "speaker": party(story, entry.speaker) if entry.speaker else None,
            "cue": words_at(story, entry.cue) if entry.cue else None,
            "addressees": [party(story, ref) for ref in entry.addressees],
            "date": date_value(story, entry.date),
            "within": _statement_words(story, entry.within),
            "rule": entry.rule,
        }
    if isinstance(entry, Position):
        return {
            "actor": party(story, ActorRef(actor=entry.actor, span=_first_mention(story, entry))),
            "issue": entry.issue,
            "stance": entry.stance.value,
            "date": date_value(story, entry.date),
            "statement": _statement_words(story, entry.statement),
        }
    trigger = next((event.trigger for event in story.events if event.id == entry.event), None)
    return {"event": words_at(story, trigger) if trigger else None}


def _first_mention(story: Story, entry: Position) -> Span:
    mentions = story.actor(entry.actor).mentions
    return min(mentions, key=lambda span: (abs(span.start - entry.span.start), span))


def words_at(story: Story, span: Span) -> JsonObject:
    """A span with its words."""
    return {"start": span.start, "end": span.end, "words": story.words(span)}


def party(story: Story, ref: ActorRef) -> JsonObject:
    """A reference by the actor's name, and by the words that refer."""
    actor = story.actor(ref.actor) if ref.actor is not None else None
    return {
        "name": actor.name if actor else None,
        "kind": actor.kind.value if actor else None,
        "country": actor.country if actor else None,
        "code": actor.code if actor else None,
        **words_at(story, ref.span),
    }


def date_value(story: Story, interval: DateInterval | None) -> JsonObject | None:
    """A date as a value of a correction."""
    if interval is None:
        return None
    first, last = (day.isoformat() if day else None for day in (interval.first, interval.last))
    return {"from": first, "to": last, **(words_at(story, interval.span) if interval.span else {})}


def place_value(story: Story, place: Place | None) -> JsonObject | None:
    """A place as a value of a correction."""
    return {"name": place.name, "country": place.country, **words_at(story, place.span)} if place else None


def _statement_words(story: Story, statement: str | None) -> JsonObject | None:
    found = next((each for each in story.statements if each.id == statement), None)
    return words_at(story, found.content[0]) if found else None


# applying


class _Draft:
    """A story while it is corrected."""

    def __init__(self, story: Story) -> None:
        self._read = story
        self._hash = hash_of(story.text)
        self._actors = list(story.actors)
        self._entries: dict[str, Entry] = {
            entry.id: entry for kind in EntryKind if kind is not EntryKind.STORY for entry in entries_of(story, kind)
        }
        self._retracted: set[str] = set()
        self._is_changed = False

    def story(self) -> Story:
        """The story as it stands, without references to what was retracted."""
        if not self._is_changed:
            return self._read
        kept = [entry for id_, entry in self._entries.items() if id_ not in self._retracted]
        told = {entry.id for entry in kept if isinstance(entry, Statement)}
        events = {entry.id for entry in kept if isinstance(entry, Event)}

        def known(id_: str | None, among: set[str]) -> str | None:
            return id_ if id_ in among else None

        def at(entry: Entry) -> tuple[Span, str]:
            return hull(spans_of(entry)), entry.id

        return replace(
            self._read,
            actors=tuple(self._actors),
            statements=tuple(
                replace(e, within=known(e.within, told)) for e in sorted(kept, key=at) if isinstance(e, Statement)
            ),
            events=tuple(replace(e, voice=known(e.voice, told)) for e in sorted(kept, key=at) if isinstance(e, Event)),
            conditions=tuple(
                replace(e, event=known(e.event, events)) for e in sorted(kept, key=at) if isinstance(e, Condition)
            ),
            positions=tuple(
                replace(e, statement=known(e.statement, told)) for e in sorted(kept, key=at) if isinstance(e, Position)
            ),
        )

    def take(self, correction: Correction, side: str, anchor: Anchor) -> Placed:
        """Find a correction's place and apply it."""

        def placed(state: State, entry: str | None = None) -> Placed:
            return Placed(correction=correction.id, side=side, story=self._read.id, kind=anchor.kind, entry=entry, state=state)

        if anchor.kind is EntryKind.STORY:
            return placed(State.APPLIED)
        spans = locate_all(self._read.text, anchor.quotes)
        entry = self._find(anchor, spans)
        try:
            if correction.act is Act.ADD and spans:
                return placed(*self._add(correction, anchor, spans, entry))
            if entry is None:
                if spans is None:
                    return _lost(correction, side, anchor)
                if correction.act is Act.RETRACT:
                    return placed(State.AGREED)
                if correction.machine is None:
                    return _lost(correction, side, anchor)
                entry = self._made(correction.machine, anchor, spans, anchor.entry)
                self._put(entry)
                self._retracted.discard(entry.id)
                if correction.act is Act.CHANGE:
                    self._change(entry, correction, anchor, spans)
                return placed(State.RESTORED, entry.id)
            if correction.act is Act.RETRACT:
                self._retracted.add(entry.id)
                self._is_changed = True
            elif correction.act is Act.CHANGE:
                return placed(self._change(entry, correction, anchor, spans or spans_of(entry)), entry.id)
        except (ValueError, KeyError, TypeError):  # a value that this record has no room for
            return _lost(correction, side, anchor)
        return placed(State.APPLIED, entry.id)

    def _find(self, anchor: Anchor, spans: tuple[Span, ...] | None) -> Entry | None:
        entry = self._entries.get(anchor.entry or "")
        if entry is not None:
            return entry
        if spans is None:
            return None
        same_kind = [each for each in self._entries.values() if kind_of(each) is anchor.kind]
        return _matching(same_kind, anchor, spans)

    def _put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self._is_changed = True

    # values

    def _moved(self, value: JsonObject, anchor: Anchor, spans: tuple[Span, ...]) -> Span | None:
        """The place of a value's words: where they were, moved as far as the anchor was, else their only place; None if nowhere."""
        words, start = value.get("words"), value.get("start")
        if not isinstance(words, str) or type(start) is not int or not words:
            return None
        text = self._read.text
        moved = start + (0 if anchor.text_hash == self._hash else spans[0].start - anchor.quotes[0].span.start)
        if moved >= 0 and text[moved : moved + len(words)] == words:
            return Span(moved, moved + len(words))
        only = text.find(words)
        return Span(only, only + len(words)) if only >= 0 and text.find(words, only + 1) < 0 else None

    def _ref(self, value: JsonObject, anchor: Anchor, spans: tuple[Span, ...]) -> ActorRef:
        span = self._moved(value, anchor, spans) or spans[0]
        if value.get("name") is None:
            return ActorRef(actor=None, span=span)
        return ActorRef(actor=self._actor(value, span), span=span)

    def _actor(self, value: JsonObject, span: Span) -> str:
        """The story's actor of a name; one that the story has not is added, with the words that refer to it as its mention."""
        name = folded(value["name"])
        kinds = [actor for actor in self._actors if folded(actor.name) == name]
        kinds = [actor for actor in kinds if actor.kind.value == value.get("kind")] or kinds
        if kinds:
            return kinds[0].id
        for actor in self._actors:
            if any(folded(self._read.words(mention)) == name for mention in actor.mentions):
                return actor.id
        taken = {actor.id for actor in self._actors}
        id_ = next(f"r{n}" for n in range(1, len(taken) + 2) if f"r{n}" not in taken)
        kind = ActorKind(value.get("kind") or ActorKind.PERSON.value)
        self._actors.append(
            Actor(
                id=id_,
                name=value["name"],
                kind=kind,
                country=value.get("country"),
                code=value.get("code"),
                mentions=(span,),
            )
        )
        return id_

    def _interval(self, value: JsonObject | None, anchor: Anchor, spans: tuple[Span, ...]) -> DateInterval | None:
        if value is None:
            return None
        first, last = (date.fromisoformat(value[name]) if value.get(name) else None for name in ("from", "to"))
        return DateInterval(first=first, last=last, span=self._moved(value, anchor, spans))

    def _place(self, value: JsonObject | None, anchor: Anchor, spans: tuple[Span, ...]) -> Place | None:
        span = self._moved(value, anchor, spans) if value else None
        return Place(name=value["name"], country=value.get("country"), span=span) if value and span else None

    def _told_at(self, value: JsonObject | None, anchor: Anchor, spans: tuple[Span, ...]) -> str | None:
        """The statement whose content begins with these words."""
        span = self._moved(value, anchor, spans) if value else None
        told = (entry for entry in self._entries.values() if isinstance(entry, Statement))
        return next((entry.id for entry in told if span and entry.content[0] == span), None)

    def _name(self, id_: str | None) -> str | None:
        return next((folded(actor.name) for actor in self._actors if actor.id == id_), None)

    # entries

    def _change(self, entry: Entry, correction: Correction, anchor: Anchor, spans: tuple[Span, ...]) -> State:
        """Give a field the reviewer's value; tells whether the reader had the same."""
        name, value = correction.field or "", correction.value
        changed = self._with(entry, name, value, anchor, spans)
        as_read = next((e for e in entries_of(self._read, anchor.kind) if e.id == entry.id), None)
        self._put(changed)
        same = as_read is not None and _comparable(as_read, name) == _comparable(changed, name)
        return State.AGREED if same else State.APPLIED

    def _with(self, entry: Entry, name: str, value: Any, anchor: Anchor, spans: tuple[Span, ...]) -> Entry:
        if isinstance(entry, Event):
            return self._event_with(entry, name, value, anchor, spans)
        if isinstance(entry, Statement):
            made = self._statement_with(entry, name, value, anchor, spans)
            speaker = self._name(made.speaker.actor) if made.speaker else None
            words = " ".join(self._read.words(span) for span in made.content)
            is_other = name == "speaker"
            return replace(made, key=claim_key("statement", speaker, digest("content", folded(words)))) if is_other else made
        if isinstance(entry, Position):
            made_position = self._position_with(entry, name, value, anchor, spans)
            key = claim_key("position", self._name(made_position.actor), folded(made_position.issue))
            return replace(made_position, key=key) if name in ("actor", "issue") else made_position
        raise ValueError(f"a condition has no {name}")

    def _event_with(self, event: Event, name: str, value: Any, anchor: Anchor, spans: tuple[Span, ...]) -> Event:
        if name == "type":
            event = replace(event, type=value, mode=None, cameo=CAMEO_ROOTS.get(value))
        elif name == "mode":
            event = replace(event, mode=value)
        elif name == "status":
            status = Status(value)
            event = replace(event, status=status, factuality=FACTUALITY[status], status_words=())
        elif name in ("actors", "recipients"):
            refs = tuple(self._ref(each, anchor, spans) for each in value)
            event = replace(event, actors=refs) if name == "actors" else replace(event, recipients=refs)
        elif name == "place":
            event = replace(event, place=self._place(value, anchor, spans))
        elif name == "date":
            event = replace(event, date=self._interval(value, anchor, spans))
        else:
            raise ValueError(f"an event has no {name}")
        if name in ("type", "status") and event.type in TYPES:
            event = replace(event, root=root(event.type, event.status, event.cameo, by_doer=event.root == "AGREE"))
        elif name == "type":
            event = replace(event, root=event.type)
        return replace(event, key=self._event_key(event)) if name not in ("mode", "status") else event

    def _event_key(self, event: Event) -> str:
        parties, targets = (
            ",".join(sorted({self._name(ref.actor) or "" for ref in refs if ref.actor})) or None
            for refs in (event.actors, event.recipients)
        )
        days = f"{event.date.first or ''}..{event.date.last or ''}" if event.date else None
        return claim_key(event.type, parties, targets, days, folded(event.place.name) if event.place else None)

    def _statement_with(
        self, statement: Statement, name: str, value: Any, anchor: Anchor, spans: tuple[Span, ...]
    ) -> Statement:
        if name == "kind":
            return replace(statement, kind=StatementKind(value))
        if name == "speaker":
            return replace(statement, speaker=self._ref(value, anchor, spans) if value else None)
        if name == "addressees":
            return replace(statement, addressees=tuple(self._ref(each, anchor, spans) for each in value))
        if name == "date":
            return replace(statement, date=self._interval(value, anchor, spans))
        raise ValueError(f"a statement has no {name}")

    def _position_with(self, position: Position, name: str, value: Any, anchor: Anchor, spans: tuple[Span, ...]) -> Position:
        if name == "actor":
            actor = self._ref(value, anchor, spans).actor
            if actor is None:
                raise ValueError("a position needs an actor")
            return replace(position, actor=actor)
        if name == "issue":
            return replace(position, issue=value)
        if name == "stance":
            return replace(position, stance=Stance(value))
        if name == "date":
            return replace(position, date=self._interval(value, anchor, spans))
        raise ValueError(f"a position has no {name}")

    def _add(
        self, correction: Correction, anchor: Anchor, spans: tuple[Span, ...], entry: Entry | None
    ) -> tuple[State, str | None]:
        """Add an entry; one that the reader found by now at the same words becomes what the reviewer says it is."""
        made = self._made(correction.value, anchor, spans, entry.id if entry else anchor.entry)
        state = State.AGREED if entry is not None and _same(entry, made) else State.APPLIED
        if state is State.APPLIED:
            self._put(made)
        self._retracted.discard(made.id)
        return state, made.id

    def _made(self, value: JsonObject, anchor: Anchor, spans: tuple[Span, ...], id_: str | None) -> Entry:
        """An entry from its portable form."""
        text = [self._read.words(span) for span in spans]
        offsets = [n for span in spans for n in (span.start, span.end)]
        own = (
            f"{anchor.kind.value[0]}-{digest(self._read.id, 'reviewer', anchor.kind, value.get('type') or '', *offsets, *text)}"
        )
        id_ = id_ or own
        when = self._interval(value.get("date"), anchor, spans)
        if anchor.kind is EntryKind.EVENT:
            status = Status(value.get("status") or Status.OCCURRED.value)
            type_, cameo = value["type"], value.get("cameo") or CAMEO_ROOTS.get(value["type"])
            filed = root(type_, status, cameo, by_doer=False) if type_ in TYPES else type_
            licensed = (self._moved(each, anchor, spans) for each in value.get("status_words") or ())
            event = Event(
                id=id_,
                key="",
                type=type_,
                root=value.get("root") or filed,
                mode=value.get("mode"),
                contexts=tuple(value.get("contexts") or ()),
                cameo=cameo,
                trigger=spans[0],
                actors=tuple(self._ref(each, anchor, spans) for each in value.get("actors") or ()),
                recipients=tuple(self._ref(each, anchor, spans) for each in value.get("recipients") or ()),
                place=self._place(value.get("place"), anchor, spans),
                date=when,
                status=status,
                factuality=FACTUALITY[status] if value.get("factuality") is None else float(value["factuality"]),
                voice=self._told_at(value.get("voice"), anchor, spans),
                status_words=tuple(span for span in licensed if span),
                rule=value.get("rule") or "reviewer",
            )
            return replace(event, key=self._event_key(event))
        if anchor.kind is EntryKind.STATEMENT:
            speaker = self._ref(value["speaker"], anchor, spans) if value.get("speaker") else None
            key = claim_key(
                "statement", self._name(speaker.actor) if speaker else None, digest("content", folded(" ".join(text)))
            )
            return Statement(
                id=id_,
                key=key,
                kind=StatementKind(value.get("kind") or StatementKind.SPEECH.value),
                speaker=speaker,
                cue=self._moved(value["cue"], anchor, spans) if value.get("cue") else None,
                content=spans,
                form=Form(value.get("form") or Form.INDIRECT.value),
                addressees=tuple(self._ref(each, anchor, spans) for each in value.get("addressees") or ()),
                date=when,
                within=self._told_at(value.get("within"), anchor, spans),
                rule=value.get("rule") or "reviewer",
            )
        if anchor.kind is EntryKind.POSITION:
            actor = self._ref(value["actor"], anchor, spans).actor
            if actor is None:
                raise ValueError("a position needs an actor")
            return Position(
                id=id_,
                key=claim_key("position", self._name(actor), folded(value["issue"])),
                actor=actor,
                issue=value["issue"],
                stance=Stance(value["stance"]),
                span=spans[0],
                statement=self._told_at(value.get("statement"), anchor, spans),
                date=when,
            )
        trigger = self._moved(value["event"], anchor, spans) if value.get("event") else None
        events = (entry for entry in self._entries.values() if isinstance(entry, Event))
        return Condition(
            id=id_,
            key=claim_key("condition", *(digest("clause", folded(words)) for words in text)),
            antecedent=spans[0],
            consequent=spans[1],
            event=next((event.id for event in events if event.trigger == trigger), None),
        )


def _comparable(entry: Entry, name: str) -> object:
    """A field's value as far as it matters whether two agree: who, when and where, not in which words."""
    value = getattr(entry, name)
    if isinstance(value, ActorRef):
        return value.actor
    if isinstance(value, DateInterval):
        return value.first, value.last
    if isinstance(value, Place):
        return folded(value.name)
    if isinstance(value, tuple):
        return [each.actor for each in value if isinstance(each, ActorRef)]
    return value


def _same(one: Entry, other: Entry) -> bool:
    names = {EntryKind.EVENT: ("type", "status", "actors", "recipients", "place", "date"),
             EntryKind.STATEMENT: ("kind", "speaker", "date"),
             EntryKind.POSITION: ("actor", "issue", "stance"), EntryKind.CONDITION: ("event",)}[kind_of(one)]  # fmt: skip
    return all(_comparable(one, name) == _comparable(other, name) for name in names)
