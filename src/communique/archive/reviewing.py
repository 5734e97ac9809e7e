"""What a reviewer asks for, made into corrections of this archive.

In: a connection to an assembled archive, and `Request`s. Out: `Correction`s, with the anchors and the machine's own entries. Refuses
with `CorrectionError`, with a line for each bad request, what is not in the archive and what does not fit: then no correction is made.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from communique.archive import schema
from communique.archive.corrections import corrected_record
from communique.archive.requests import LISTS, Request, Typed
from communique.archive.rows import storable
from communique.archive.selecting import actor_ids
from communique.errors import CorrectionError
from communique.record.correcting import (
    Entry,
    anchor_of,
    correct_record,
    entries_of,
    kind_of,
    portable,
    spans_of,
    words_at,
)
from communique.record.corrections import (
    FIELDS,
    Act,
    Anchor,
    Correction,
    EntryKind,
    JsonObject,
    Quote,
    hash_of,
    identified,
)
from communique.record.ids import folded
from communique.record.jsonform import from_line
from communique.record.model import Actor, Event, Record, Statement, Story
from communique.record.plover import TYPES
from communique.record.spans import Span, hull
from communique.record.vocab import ActorKind, Stance, StatementKind, Status

MIN_ID_CHARS = 4
NOTHING = "none"
MAX_ISSUE_CHARS = 300
_TABLES = {
    EntryKind.EVENT: schema.events,
    EntryKind.STATEMENT: schema.statements,
    EntryKind.POSITION: schema.positions,
    EntryKind.CONDITION: schema.conditions,
}


@dataclass(frozen=True, slots=True)
class _Found:
    """Something of the archive: an entry, or a story where `entry` is None; `record` and `story` are as reviewers have them."""

    record: Record
    read: Record
    story: Story
    entry: Entry | None

    @property
    def machine(self) -> JsonObject | None:
        """The entry as it was read, None if a reviewer added it."""
        entry = self.entry
        if entry is None:
            return None
        for story in self.read.stories:
            if story.id == self.story.id:
                for each in entries_of(story, kind_of(entry)):
                    if each.id == entry.id:
                        return portable(story, each)
        return None


def resolve(connection: Connection, requests: Sequence[Request]) -> list[Correction]:
    """The corrections that the requests ask for, in their order, each later than every one that the archive has.

    Raises:
        CorrectionError: some of them cannot be made.
    """
    clock = _Clock(connection)
    resolver = _Resolver(connection)
    made: list[Correction] = []
    problems: list[str] = []
    for request in requests:
        try:
            for drafted in resolver.corrections(request):
                made.append(identified(_dated(drafted, clock.next(), request)))
        except ValueError as error:
            problems.append(f"{request.where}: {error}" if request.where else str(error))
    if problems:
        raise CorrectionError(problems)
    return made


def undoing(connection: Connection, ids: Iterable[str], *, by: str, why: str | None) -> list[Correction]:
    """What undoes some corrections, each named by its id or the beginning of it.

    Raises:
        CorrectionError: there is no such correction, or it is undone already.
    """
    clock, table = _Clock(connection), schema.corrections.c
    made, problems = [], []
    for asked in ids:
        wanted = storable(asked.strip().removeprefix("#"))
        found = connection.execute(select(table.id).where(_begins(table.id, wanted)).limit(2)).scalars().all()
        if len(found) != 1 or len(wanted) < MIN_ID_CHARS:
            what = "several corrections have ids that begin" if len(found) > 1 else "no correction has an id that begins"
            problems.append(f"{what} with {asked!r}")
            continue
        if _is_undone(connection, found[0]):
            problems.append(f"correction {found[0]} is undone already")
            continue
        draft = Correction(id="", act=Act.UNDO, by=by.strip(), at=clock.next(), why=why, undoes=found[0])
        made.append(draft)
    if problems:
        raise CorrectionError(problems)
    if not by.strip():
        raise CorrectionError(["a correction needs the name of who makes it"])
    return [identified(each) for each in made]


def _is_undone(connection: Connection, id_: str) -> bool:
    table = schema.corrections.c
    undoings = connection.execute(select(table.id).where(table.undoes == id_)).scalars().all()
    return any(not _is_undone(connection, each) for each in undoings)


def _dated(correction: Correction, at: str, request: Request) -> Correction:
    return replace(correction, at=at, by=request.by.strip(), why=(request.why or "").strip() or None)


class _Clock:
    """Moments that rise from one correction to the next, whatever the machine's clock does."""

    def __init__(self, connection: Connection) -> None:
        last = connection.execute(select(func.max(schema.corrections.c.made))).scalar()
        self._last = datetime.fromisoformat(last) if last else datetime.min.replace(tzinfo=UTC)

    def next(self) -> str:
        """The next moment, as ISO 8601."""
        self._last = max(datetime.now(UTC), self._last + timedelta(microseconds=1))
        return self._last.isoformat(timespec="microseconds")


def _begins(column: Any, beginning: str) -> Any:
    return (column >= beginning) & (column < beginning + "\U0010ffff")


class _Resolver:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._records: dict[int, tuple[Record, Record]] = {}

    def corrections(self, request: Request) -> list[Correction]:
        """The corrections of one request, without their moment.

        Raises:
            ValueError: it cannot be made; the message says why.
        """
        if not request.by.strip():
            raise ValueError("a correction needs the name of who makes it")
        act = request.act
        if act in (Act.MERGE, Act.SPLIT):
            return [self._of_actors(request)]
        if act is Act.ADD:
            return [self._added(request)]
        if act is Act.NO_COPY:
            one = self._story(request.id)
            other = self._story(request.other) if request.other else None
            beside = anchor_of(other.record, other.story, None) if other else None
            return [_draft(act, anchor_of(one.record, one.story, None), other=beside)]
        found = self._entry(request.id)
        if found.entry is None:
            raise ValueError(f"{request.id!r} is a story; name one of its entries, or add one with its words")
        anchor = anchor_of(found.record, found.story, found.entry)
        if act in (Act.SAME_EVENT, Act.OTHER_EVENT):
            return [self._linked(request, found, anchor)]
        if act is Act.RETRACT:
            if request.values:
                raise ValueError("what is retracted gets no other values")
            return [_draft(act, anchor, machine=found.machine)]
        if not request.values:
            raise ValueError("no value is given; what should it be?")
        typed = _Typed(self._connection, found.record, found.story, hull(spans_of(found.entry)), found.entry)
        return [
            _draft(act, anchor, field=name, machine=found.machine, value=typed.value(anchor.kind, name, value))
            for name, value in _named_for(anchor.kind, request.values).items()
        ]

    # what is named

    def _load(self, page: int) -> tuple[Record, Record]:
        if page not in self._records:
            line = self._connection.execute(select(schema.records.c.line).where(schema.records.c.page == page)).scalar_one()
            read = from_line(line)
            self._records[page] = read, corrected_record(self._connection, read)[0]
        return self._records[page]

    def _entry(self, asked: str) -> _Found:
        wanted = storable(asked.strip().removeprefix("#"))
        found = self._rows(lambda column: column == wanted)
        if not found and len(wanted) >= MIN_ID_CHARS:
            found = self._rows(lambda column: _begins(column, wanted))
        if len(found) > 1:
            raise ValueError(f"{len(found)} things have ids that begin with {asked!r}; give more of it")
        for (_, id_), (page, kind) in found.items():
            return self._found(page, id_, kind)
        reports = self._reports(wanted)
        if len(reports) == 1:
            return self._entry(reports[0])
        if reports:
            raise ValueError(
                f"{asked!r} is an event that {len(reports)} reports tell of; correct one of them: {', '.join(reports)}"
            )
        raise ValueError(f"nothing in this archive has the id {asked!r}")

    def _rows(self, match: Callable[[Any], Any]) -> dict[tuple[EntryKind, str], tuple[int, EntryKind]]:
        found: dict[tuple[EntryKind, str], tuple[int, EntryKind]] = {}
        stories = schema.stories.c
        for row in self._connection.execute(select(stories.id, stories.page).where(match(stories.id)).order_by(stories.page)):
            found.setdefault((EntryKind.STORY, row.id), (row.page, EntryKind.STORY))
        for kind, table in _TABLES.items():
            query = select(table.c.id, stories.page).join(schema.stories, stories.story == table.c.story)
            for row in self._connection.execute(query.where(match(table.c.id)).order_by(stories.page)):
                found.setdefault((kind, row.id), (row.page, kind))
        return found

    def _found(self, page: int, id_: str, kind: EntryKind) -> _Found:
        read, record = self._load(page)
        for story in record.stories:
            if kind is EntryKind.STORY and storable(story.id) == id_:
                return _Found(record, read, story, None)
            for entry in entries_of(story, kind):
                if storable(entry.id) == id_:
                    return _Found(record, read, story, entry)
        raise ValueError(f"{id_!r} is not in its page's record; `communique archive check` tells more")

    def _reports(self, fact: str) -> list[str]:
        of, events = schema.fact_of.c, schema.events.c
        query = select(events.id).join(schema.fact_of, of.event == events.event).where(of.fact == fact)
        found = self._connection.execute(query).scalars().all()
        if not found and len(fact) >= MIN_ID_CHARS:
            begun = (
                self._connection.execute(select(schema.facts.c.id).where(_begins(schema.facts.c.id, fact)).limit(2))
                .scalars()
                .all()
            )
            if len(begun) == 1 and begun[0] != fact:
                return self._reports(begun[0])
        return sorted(set(found))

    def _story(self, asked: str) -> _Found:
        found = self._entry(asked)
        if found.entry is not None:
            raise ValueError(f"{asked!r} is no story")
        return found

    # kinds of corrections

    def _linked(self, request: Request, found: _Found, anchor: Anchor) -> Correction:
        if not request.other:
            raise ValueError("the other event is not named")
        other = self._entry(request.other)
        if not isinstance(found.entry, Event) or not isinstance(other.entry, Event):
            raise ValueError("only events can be the same event; name a report of each")
        if (found.story.id, found.entry.id) == (other.story.id, other.entry.id):
            raise ValueError("an event cannot be compared with itself; name two reports")
        return _draft(request.act, anchor, other=anchor_of(other.record, other.story, other.entry))

    def _added(self, request: Request) -> Correction:
        found = self._story(request.id)
        kind = request.entry
        if kind not in (EntryKind.EVENT, EntryKind.STATEMENT, EntryKind.POSITION):
            raise ValueError("an event, a statement or a position can be added; which is it?")
        span = _span_of(found.story, request.words, request.start)
        needed = {EntryKind.EVENT: ("type",), EntryKind.STATEMENT: (), EntryKind.POSITION: ("actor", "issue", "stance")}[kind]
        values = _named_for(kind, request.values)
        lacking = [name for name in needed if name not in values]
        if lacking:
            raise ValueError(f"a missed {kind.value} needs its {' and '.join(lacking)}")
        typed = _Typed(self._connection, found.record, found.story, span, None)
        value = {name: typed.value(kind, name, given) for name, given in values.items()}
        if kind is EntryKind.STATEMENT:
            value["form"] = _form(found.story, span)
        anchor = Anchor(
            page=found.record.page.id,
            story=found.story.id,
            text_hash=hash_of(found.story.text),
            kind=kind,
            quotes=(Quote.of(found.story.text, span),),
        )
        draft = _draft(Act.ADD, anchor, value=value)
        made, placed = correct_record(found.record, [identified(_dated(draft, _ANY_TIME, request))])
        if not placed or placed[0].entry is None:
            raise ValueError("it cannot be added: a value does not fit the story")
        story = next(story for story in made.stories if story.id == found.story.id)
        entry = next(entry for entry in entries_of(story, kind) if entry.id == placed[0].entry)
        return _draft(Act.ADD, anchor_of(found.record, story, entry), value=value)

    def _of_actors(self, request: Request) -> Correction:
        one = self._actor(request.id)
        if not request.other:
            raise ValueError("the other actor is not named" if request.act is Act.MERGE else "the name is not given")
        if request.act is Act.MERGE:
            other = self._actor(request.other)
            if one["id"] == other["id"]:
                raise ValueError(f"{request.id!r} and {request.other!r} are one actor already: {one['name']}")
            return _draft(Act.MERGE, None, value={"actor": one, "other": other})
        name = request.other
        names = schema.actor_names.c
        held = self._connection.execute(select(names.folded).where(names.actor == one["id"])).scalars().all()
        if folded(name) not in held:
            raise ValueError(f"actor {one['name']} has no name {name!r}; its names: {', '.join(sorted(held))}")
        if len(held) < 2:
            raise ValueError(f"{name!r} is the only name of actor {one['name']}")
        return _draft(Act.SPLIT, None, value={"actor": one, "name": name})

    def _actor(self, asked: str) -> JsonObject:
        wanted = asked.strip().removeprefix("#")
        ids = actor_ids(self._connection, wanted) or []
        if not ids and len(wanted) >= MIN_ID_CHARS:
            query = select(schema.actors.c.id).where(_begins(schema.actors.c.id, storable(wanted))).order_by(schema.actors.c.id)
            ids = list(self._connection.execute(query.limit(3)).scalars())
        exact = [i for i in ids if self._is_named(i, wanted)]
        ids = exact if len(exact) == 1 else ids
        if len(ids) != 1:
            told = f"{len(ids)} actors fit {asked!r}; give the id" if ids else f"no actor fits {asked!r}"
            raise ValueError(f"{told}, as `communique actors` shows it")
        row = self._connection.execute(select(schema.actors).where(schema.actors.c.id == ids[0])).one()
        return {"id": row.id, "name": row.name, "kind": row.kind, "country": row.country, "code": row.code}

    def _is_named(self, id_: str, words: str) -> bool:
        names = schema.actor_names.c
        query = select(names.actor).where(names.actor == id_, names.folded == folded(storable(words)))
        return self._connection.execute(query).first() is not None


def _named_for(kind: EntryKind, values: Mapping[str, Typed | Sequence[Typed]]) -> dict[str, Typed | Sequence[Typed]]:
    """The values under the names that the entry has for them: one actor of a position, several of an event."""
    named = dict(values)
    listed = named.get("actors")
    if kind is EntryKind.POSITION and isinstance(listed, Sequence) and not isinstance(listed, str) and len(listed) == 1:
        named["actor"] = named.pop("actors")[0]  # type: ignore[index]  # it was just seen to have one
    if kind is EntryKind.EVENT and "actor" in named and "actors" not in named:
        named["actors"] = [named.pop("actor")]  # type: ignore[list-item]  # an actor is told by a name or a mapping
    return named


_ANY_TIME = "2000-01-01T00:00:00+00:00"


def _draft(
    act: Act,
    target: Anchor | None,
    *,
    other: Anchor | None = None,
    field: str | None = None,
    machine: JsonObject | None = None,
    value: Any = None,
) -> Correction:
    return Correction(id="", act=act, by="", at="", target=target, other=other, field=field, machine=machine, value=value)


def _span_of(story: Story, words: str | None, start: int | None) -> Span:
    """The place of selected words."""
    if not words or not words.strip():
        raise ValueError("the words that it is read from are not given")
    if start is not None:
        if start < 0 or story.text[start : start + len(words)] != words:
            raise ValueError(f"the words {words!r} do not stand at {start} in story {story.id}")
        return Span(start, start + len(words))
    first = story.text.find(words)
    if first < 0:
        raise ValueError(f"the words {words!r} are not in story {story.id}; give them exactly as it has them")
    if story.text.find(words, first + 1) >= 0:
        raise ValueError(f"the words {words!r} stand more than once in story {story.id}; give more of them, or their start")
    return Span(first, first + len(words))


def _form(story: Story, span: Span) -> str:
    """Direct where the words stand between quotation marks, mixed where they have some, else indirect."""
    marks = '“”"«»„'
    before, after = story.text[max(0, span.start - 1) : span.start], story.text[span.end : span.end + 1]
    if before and before in marks and after and after in marks:
        return "direct"
    return "mixed" if any(mark in story.words(span) for mark in marks) else "indirect"


class _Typed:
    """Values as a person types them, for an entry of a story."""

    def __init__(self, connection: Connection, record: Record, story: Story, at: Span, entry: Entry | None) -> None:
        self._connection = connection
        self._story = story
        self._at = at
        self._entry = entry

    def value(self, kind: EntryKind, name: str, typed: Typed | Sequence[Typed]) -> Any:
        """The value of a correction.

        Raises:
            ValueError: it does not fit.
        """
        if name not in FIELDS[kind]:
            accepted = ", ".join(FIELDS[kind]) or "none; it can be retracted"
            raise ValueError(f"a {kind.value} has no {name} to correct; it has: {accepted}")
        if name in LISTS:
            listed = [typed] if isinstance(typed, str | Mapping) else list(typed)
            return [self._party(name, each) for each in listed if each != NOTHING]
        if name in ("speaker", "actor"):
            if typed == NOTHING and name == "speaker":
                return None
            if not isinstance(typed, str | Mapping):
                raise ValueError(f"{name} is one actor; got {typed!r}")
            return self._party(name, typed)
        if not isinstance(typed, str) or not typed.strip():
            raise ValueError(f"{name} must be text; got {typed!r}")
        return self._plain(name, typed.strip())

    def _plain(self, name: str, typed: str) -> Any:
        if name == "status":
            return _one_of(name, typed.lower().replace(" ", "_"), [each.value for each in Status])
        if name == "kind":
            return _one_of(name, typed.lower(), [each.value for each in StatementKind])
        if name == "stance":
            return _one_of(name, typed.lower(), [each.value for each in Stance])
        if name == "type":
            return self._type(typed)
        if name == "date":
            return parse_date(typed)
        if typed == NOTHING:
            if name == "issue":
                raise ValueError("a position needs an issue")
            return None
        if name == "place":
            return self._place(typed)
        if len(typed) > MAX_ISSUE_CHARS:
            raise ValueError(f"{name} has more than {MAX_ISSUE_CHARS} characters")
        return " ".join(typed.split())

    def _type(self, typed: str) -> str:
        upper = typed.upper()
        events = schema.events.c
        if upper in TYPES:
            return upper
        if self._connection.execute(select(events.event).where(events.type == storable(typed)).limit(1)).first():
            return typed  # a type of the user's own ontology
        return _one_of("type", upper, TYPES)

    def _place(self, typed: str) -> JsonObject:
        span = self._nearest(typed)
        if span is None:
            raise ValueError(f"the place {typed!r} is not in the story's words; a place is told in them, or is none")
        known = [event.place for event in self._story.events if event.place and folded(event.place.name) == folded(typed)]
        country = next((place.country for place in known if place.country), None)
        return {"name": typed, "country": country, **words_at(self._story, span)}

    def _nearest(self, words: str) -> Span | None:
        """The place of some words that is nearest to the entry."""
        text, start = self._story.text, self._story.text.find(words)
        places = []
        while start >= 0 and words:
            places.append(Span(start, start + len(words)))
            start = text.find(words, start + 1)
        return min(places, key=lambda span: (abs(span.start - self._at.start), span), default=None)

    def _party(self, name: str, typed: Typed) -> JsonObject:
        """An actor as a person names it: "NAME", "NAME=WORDS THAT REFER", "NAME:KIND" for one that nobody has named before."""
        if isinstance(typed, Mapping):
            told = {str(key): value for key, value in typed.items()}
            unknown = set(told) - {"name", "kind", "country", "code", "words"}
            if unknown or not all(value is None or isinstance(value, str) for value in told.values()):
                raise ValueError(f"{name} is told by name, kind, country, code and words, each text; got {dict(typed)!r}")
        else:
            named, _, words = typed.partition("=")
            bare, colon, kind = named.rpartition(":")
            is_kind = bool(colon) and kind.strip().lower() in [each.value for each in ActorKind]
            told = {
                "name": (bare if is_kind else named).strip(),
                "words": words.strip() or None,
                "kind": kind.strip().lower() if is_kind else None,
            }
        wanted = (told.get("name") or "").strip()
        if not wanted or not folded(wanted):
            raise ValueError(f"{name} needs the name of an actor; got {typed!r}")
        if told.get("kind"):
            _one_of("kind", told["kind"], [each.value for each in ActorKind])
        actor = self._told(wanted) or self._known(wanted)
        if actor is None and not told.get("kind"):
            kinds = ", ".join(each.value for each in ActorKind)
            raise ValueError(
                f"no actor fits {wanted!r}; for one that is new, give its kind after a colon, as {wanted}:person ({kinds})"
            )
        of_story = actor if isinstance(actor, Actor) else None
        span = self._words(name, wanted, told.get("words"), of_story)
        base: JsonObject = (
            {"name": actor.name, "kind": actor.kind.value, "country": actor.country, "code": actor.code}
            if isinstance(actor, Actor)
            else dict(actor or {"name": wanted, "kind": None, "country": None, "code": None})
        )
        given = {key: told[key] for key in ("kind", "country", "code") if told.get(key) and of_story is None}
        return {**base, **given, **words_at(self._story, span)}

    def _told(self, wanted: str) -> Actor | None:
        """The story's actor that is meant: by id, by its whole name, by words that only its name has, or by how it is mentioned."""
        name, words = folded(wanted), set(folded(wanted).split())
        actors = self._story.actors
        tests: tuple[Callable[[Actor], bool], ...] = (
            lambda actor: actor.id == wanted,
            lambda actor: folded(actor.name) == name,
            lambda actor: words <= set(folded(actor.name).split()),
            lambda actor: any(folded(self._story.words(span)) == name for span in actor.mentions),
        )
        for test in tests:
            found = [actor for actor in actors if test(actor)]
            if len(found) > 1:
                raise ValueError(
                    f"{len(found)} actors of the story fit {wanted!r}: {', '.join(a.name for a in found)}; give the whole name"
                )
            if found:
                return found[0]
        return None

    def _known(self, wanted: str) -> JsonObject | None:
        ids = actor_ids(self._connection, wanted) or []
        names = schema.actor_names.c
        named = select(names.actor).where(names.folded == folded(storable(wanted)))
        exact = [i for i in ids if self._connection.execute(named.where(names.actor == i)).first()]
        ids = exact if len(exact) == 1 else ids
        if len(ids) > 1:
            raise ValueError(f"{len(ids)} actors of the archive fit {wanted!r}; give the whole name, or the id")
        if not ids:
            return None
        row = self._connection.execute(select(schema.actors).where(schema.actors.c.id == ids[0])).one()
        return {"name": row.name, "kind": row.kind, "country": row.country, "code": row.code}

    def _words(self, name: str, wanted: str, words: str | None, actor: Actor | None) -> Span:
        """The words that refer: the given ones; else the actor's nearest mention, its name, the words until now, the entry's own."""
        if words:
            span = self._nearest(words)
            if span is None:
                raise ValueError(f"the words {words!r} are not in the story")
            return span
        mentions = actor.mentions if actor else ()
        span = min(mentions, key=lambda each: (abs(each.start - self._at.start), each), default=None) or self._nearest(wanted)
        return span or self._before(name) or self._at

    def _before(self, name: str) -> Span | None:
        """The words that the entry has for the actor until now, where it is one."""
        entry = self._entry
        if isinstance(entry, Statement) and name == "speaker" and entry.speaker:
            return entry.speaker.span
        if isinstance(entry, Event) and name in ("actors", "recipients"):
            refs = entry.actors if name == "actors" else entry.recipients
            return refs[0].span if len(refs) == 1 else None
        return None


def parse_date(typed: str) -> JsonObject | None:
    """Days as a person types them: "2031-03-20", "2031-03-01..2031-03-15", "..2031-03-15", "none".

    Raises:
        ValueError: they are none.
    """
    if typed == NOTHING:
        return None
    first, dots, last = (part.strip() for part in typed.partition(".."))
    try:
        days = [date.fromisoformat(part).isoformat() if part else None for part in (first, last if dots else first)]
    except ValueError:
        days = [None, None]
    if days == [None, None]:
        raise ValueError(f"date accepts YYYY-MM-DD, YYYY-MM-DD..YYYY-MM-DD (one end may be open), or none; got {typed!r}")
    if days[0] and days[1] and days[0] > days[1]:
        raise ValueError(f"a date cannot end before it begins; got {typed!r}")
    return {"from": days[0], "to": days[1]}


def _one_of(name: str, value: str, accepted: Sequence[str]) -> str:
    if value not in accepted:
        raise ValueError(f"{name} accepts {', '.join(accepted)}; got {value!r}")
    return value
