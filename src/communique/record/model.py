"""The data model: what one page says, as frozen records that point at their words.

In: values found by `reading/`. Out: `Record` and the records in it. A record whose span is not in its story, or that refers
to an actor, statement or event that is not there, cannot be constructed: `Story` raises `ValueError`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind, TimeType


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInterval:
    """The days from `first` to `last`, both included. None is an open end; `span` is None when worked out from elsewhere."""

    first: date | None
    last: date | None
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise ValueError("a date interval needs a first or a last day")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a date interval cannot end before it begins: {self.first} to {self.last}")

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return f"{self.first or '…'} to {self.last or '…'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """A mention in a role: the actor's id in this story (None: nobody that the story names) and its words."""

    actor: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office that the text gives a person: its title, the country (alpha-3) or organisation it belongs to, its words.

    `held` is the term that the story's day lies in, by the table of office-holders; None where that is not certain.
    """

    title: str
    of: str | None
    span: Span
    held: DateInterval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does, says or undergoes something. `country` is ISO 3166-1 alpha-3, `code` CAMEO style (RUSGOV, IGONAT).

    `rule` names the rule that gave the name, where the story's own words do not: "office" for the holder on the story's day.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    roles: tuple[Role, ...] = ()
    rule: str | None = None
    mentions: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError(f"actor {self.name!r} has no mention: an actor needs the words it was read from")

    def __repr__(self) -> str:
        code = f" {self.code}" if self.code else ""
        return f"<Actor {self.id} {self.name!r} {self.kind.value}{code}, {_count(len(self.mentions), 'mention')}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An attribution. `within` is the id of the statement that this one is told in; `cue` is None for a bare quotation."""

    id: str
    key: str
    kind: StatementKind
    speaker: ActorRef | None
    cue: Span | None
    content: tuple[Span, ...]
    form: Form
    addressees: tuple[ActorRef, ...] = ()
    date: DateInterval | None = None
    within: str | None = None
    rule: str | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise ValueError("a statement needs a content")

    def __repr__(self) -> str:
        by = f" by {self.speaker.actor}" if self.speaker and self.speaker.actor else ""
        where = ", ".join(f"{span.start}:{span.end}" for span in self.content)
        return f"<Statement {self.id} {self.form.value} {self.kind.value}{by} at {where}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event takes place, in the text's own words; `country` alpha-3 where it is known."""

    name: str
    country: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A PLOVER event. `voice` is the id of the statement it is read from, None for the story itself.

    `type` is what the act is or would be, `root` what the codebook prescribes for an act that has not happened. `factuality`
    runs from -3 (certainly not) to +3 (certainly so). `status_words` are the words that license the status, `rule` names the
    rule that found the event.
    """

    id: str
    key: str
    type: str
    root: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    trigger: Span
    actors: tuple[ActorRef, ...] = ()
    recipients: tuple[ActorRef, ...] = ()
    place: Place | None = None
    date: DateInterval | None = None
    status: Status
    factuality: float
    voice: str | None = None
    status_words: tuple[Span, ...] = ()
    rule: str | None = None

    def __post_init__(self) -> None:
        if not -3.0 <= self.factuality <= 3.0:
            raise ValueError(f"factuality runs from -3 to 3; got {self.factuality}")

    def __repr__(self) -> str:
        parties = " and ".join(ref.actor or "?" for ref in self.actors)
        towards = ", ".join(ref.actor or "?" for ref in self.recipients)
        who = f" {parties or '?'}{f' to {towards}' if towards else ''}" if parties or towards else ""
        when = f" {self.date}" if self.date else ""
        return f"<Event {self.id} {self.type} {self.status.value}{who}{when} at {self.trigger.start}:{self.trigger.end}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Y if X, as one passage says it."""

    id: str
    key: str
    antecedent: Span  # X, without the "if"
    consequent: Span
    event: str | None = None  # None: the consequent holds no event that is coded


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An actor's stance on an issue, with the words that show it. `issue` is in the story's own words."""

    id: str
    key: str
    actor: str
    issue: str
    stance: Stance
    span: Span
    statement: str | None = None
    date: DateInterval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A TIMEX3: `value` as in TimeML; `first` and `last` the days it covers, None where it names none or an end is open."""

    span: Span
    type: TimeType
    value: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A predicate and its factuality (-3 to 3), whether or not it is an event that is coded."""

    span: Span
    factuality: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something seen and not understood. `code` names the kind, `detail` says it in a line; `story` None: about the page."""

    code: str
    detail: str
    story: str | None = None
    span: Span | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One piece of news on a page, with all that was read from it. Offsets are into `text`.

    `start` is the offset of `text` in a plain-text page, None where the page is markup. `published` is the day of publication,
    `published_at` and `updated_at` are ISO 8601 texts, as exact as the page gives them. `url` is the address that the page
    gives as the story's own. `ignored` are stretches of `text` that are none of the story's (advertising, lines that lead elsewhere):
    nothing is read from them. `times` and `predicates` are None unless they were asked for.
    """

    id: str
    kind: StoryKind
    text: str
    start: int | None = None
    headline: str | None = None
    source: str | None = None
    author: str | None = None
    truncated: bool = False
    language: str | None = None
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    url: str | None = None
    section: str | None = None
    ignored: tuple[Span, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    conditions: tuple[Condition, ...] = ()
    positions: tuple[Position, ...] = ()
    times: tuple[TimeExpression, ...] | None = None
    predicates: tuple[Predicate, ...] | None = None

    def __post_init__(self) -> None:
        for span in (*self.ignored, *self.spans()):
            if span.end > len(self.text):
                raise ValueError(f"story {self.id}: span {span.start}:{span.end} is outside its {len(self.text)} characters")
        self._check_references()

    def _check_references(self) -> None:
        actors = _unique(self.id, "actor", [a.id for a in self.actors])
        statements = _unique(self.id, "statement", [s.id for s in self.statements])
        events = _unique(self.id, "event", [e.id for e in self.events])
        named = [ref.actor for ref in self.actor_refs()] + [p.actor for p in self.positions]
        told = [e.voice for e in self.events] + [s.within for s in self.statements] + [p.statement for p in self.positions]
        for what, known, used in (
            ("actor", actors, named),
            ("statement", statements, told),
            ("event", events, [c.event for c in self.conditions]),
        ):
            for reference in used:
                if reference is not None and reference not in known:
                    raise ValueError(f"story {self.id}: refers to {what} {reference!r}, which is not in it")

    def __repr__(self) -> str:
        entries = ", ".join(
            _count(len(listed), what)
            for what, listed in (
                ("actor", self.actors),
                ("statement", self.statements),
                ("event", self.events),
                ("condition", self.conditions),
                ("position", self.positions),
            )
            if listed
        )
        named = f" {self.headline!r}" if self.headline else ""
        day = f" {self.published}" if self.published else ""
        return (
            f"<Story {self.id} {self.kind.value}{named}{day}, {_count(len(self.text), 'character')}: {entries or 'no entries'}>"
        )

    def words(self, span: Span) -> str:
        """The words under a span."""
        return span.of(self.text)

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id.

        Raises:
            KeyError: there is none.
        """
        for actor in self.actors:
            if actor.id == actor_id:
                return actor
        raise KeyError(actor_id)

    def actor_refs(self) -> Iterator[ActorRef]:
        """Every reference to an actor in a role, in record order."""
        for statement in self.statements:
            if statement.speaker:
                yield statement.speaker
            yield from statement.addressees
        for event in self.events:
            yield from event.actors
            yield from event.recipients

    def spans(self) -> Iterator[Span]:
        """Every span in the story's records."""
        for actor in self.actors:
            yield from actor.mentions
            yield from (role.span for role in actor.roles)
        yield from (ref.span for ref in self.actor_refs())
        for statement in self.statements:
            yield from statement.content
            yield from _present(statement.cue, _own(statement.date))
        for event in self.events:
            yield event.trigger
            yield from event.status_words
            yield from _present(_own(event.place), _own(event.date))
        for condition in self.conditions:
            yield from (condition.antecedent, condition.consequent)
        for position in self.positions:
            yield position.span
            yield from _present(_own(position.date))
        yield from (time.span for time in self.times or ())
        yield from (predicate.span for predicate in self.predicates or ())

    def _repr_html_(self) -> str:
        """The story with its entries marked, for a notebook."""
        from communique.record.notebook import story_html  # only a notebook needs it

        return story_html(self)


def _own(entry: DateInterval | Place | None) -> Span | None:
    return entry.span if entry else None


def _present(*spans: Span | None) -> Iterator[Span]:
    yield from (span for span in spans if span is not None)


def _count(number: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def _unique(story: str, what: str, ids: list[str]) -> set[str]:
    if len(set(ids)) < len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise ValueError(f"story {story}: two entries share the {what} id {twice!r}")
    return set(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRef:
    """Which page a record was read from. `id` is the given one, else a hash of the page's name and content."""

    id: str
    uri: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderInfo:
    """What read the page: the version, the pipeline, and a hash of the options that change the output."""

    version: str
    model: str
    options: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that was read from one page. `issues` tell what was seen and not understood, or why the page was set aside."""

    page: PageRef
    reader: ReaderInfo
    outcome: Outcome
    issues: tuple[Issue, ...] = ()
    stories: tuple[Story, ...] = ()

    @property
    def article(self) -> Story | None:
        """The longest article on the page, None if there is none."""
        articles = [story for story in self.stories if story.kind is StoryKind.ARTICLE]
        return max(articles, key=lambda story: len(story.text), default=None)

    @property
    def unread_languages(self) -> tuple[str, ...]:
        """The languages of the stories that were kept and not read, one for each story."""
        marked = {issue.story for issue in self.issues if issue.code == "language"}
        return tuple(story.language for story in self.stories if story.language and story.id in marked)

    def __repr__(self) -> str:
        found = ", ".join((_count(len(self.stories), "story"), _count(len(self.issues), "issue")))
        return f"<Record of {self.page.uri!r}, {self.outcome.value}: {found}>"

    def _repr_html_(self) -> str:
        return "".join(story._repr_html_() for story in self.stories)
