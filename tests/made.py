"""Records made by hand: a small invented process between Arvenia and Lukania, told by several outlets.

In: words. Out: `Record` values whose spans are found by their words, so that a test shows what it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from communique.record.ids import claim_key, digest
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
    ReaderInfo,
    Record,
    Role,
    Statement,
    Story,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind

READER = ReaderInfo(version="0.1.0", model="made by hand", options="0")


@dataclass
class StoryMaker:
    """Collects the entries of one story; every span is given by its words (`at` chooses a later occurrence)."""

    text: str
    headline: str | None = None
    source: str | None = None
    published: date | None = None
    kind: StoryKind = StoryKind.ARTICLE
    actors: list[Actor] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    @property
    def id(self) -> str:
        return digest("story", self.headline or "", self.source or "", self.text)

    def span(self, words: str, at: int = 0) -> Span:
        start = -1
        for _ in range(at + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def actor(
        self,
        name: str,
        kind: ActorKind = ActorKind.PERSON,
        *mentions: str,
        code: str | None = None,
        country: str | None = None,
        role: tuple[str, str | None] | None = None,
    ) -> str:
        actor_id = f"a{len(self.actors) + 1}"
        self.actors.append(
            Actor(
                id=actor_id,
                name=name,
                kind=kind,
                country=country,
                code=code,
                roles=(Role(title=role[0], of=role[1], span=self.span(role[0])),) if role else (),
                mentions=tuple(self.span(words) for words in (mentions or (name,))),
            )
        )
        return actor_id

    def ref(self, actor_id: str) -> ActorRef:
        actor = next(actor for actor in self.actors if actor.id == actor_id)
        return ActorRef(actor=actor_id, span=actor.mentions[0])

    def name(self, actor_id: str) -> str:
        return next(actor.name for actor in self.actors if actor.id == actor_id)

    def statement(
        self,
        speaker: str,
        cue: str,
        *content: str,
        form: Form = Form.INDIRECT,
        kind: StatementKind = StatementKind.SPEECH,
        day: date | None = None,
    ) -> str:
        spans = tuple(self.span(words) for words in content)
        statement_id = digest("statement", self.id, spans[0].start, spans[-1].end)
        self.statements.append(
            Statement(
                id=statement_id,
                key=claim_key("statement", self.name(speaker), *content),
                kind=kind,
                speaker=self.ref(speaker),
                cue=self.span(cue),
                content=spans,
                form=form,
                date=day and DateInterval(first=day, last=day),
            )
        )
        return statement_id

    def event(
        self,
        type_: str,
        trigger: str,
        actors: Sequence[str] = (),
        recipients: Sequence[str] = (),
        *,
        status: Status = Status.OCCURRED,
        day: date | tuple[date | None, date | None] | None = None,
        place: str | None = None,
        voice: str | None = None,
        mode: str | None = None,
        factuality: float | None = None,
    ) -> str:
        first, last = day if isinstance(day, tuple) else (day, day)
        interval = DateInterval(first=first, last=last) if first or last else None
        span = self.span(trigger)
        event_id = digest("event", self.id, span.start, span.end)
        likely = {Status.OCCURRED: 3.0, Status.ONGOING: 3.0, Status.RULED_OUT: -2.0, Status.DENIED: -3.0}
        self.events.append(
            Event(
                id=event_id,
                key=claim_key(type_, *sorted(map(self.name, (*actors, *recipients))), str(interval), place),
                type=type_,
                root=type_,
                mode=mode,
                contexts=("diplomatic",),
                trigger=span,
                actors=tuple(map(self.ref, actors)),
                recipients=tuple(map(self.ref, recipients)),
                place=Place(name=place, country=None, span=self.span(place)) if place else None,
                date=interval,
                status=status,
                factuality=likely.get(status, 1.0) if factuality is None else factuality,
                voice=voice,
                rule="made",
            )
        )
        return event_id

    def condition(self, antecedent: str, consequent: str, event: str | None = None) -> None:
        spans = self.span(antecedent), self.span(consequent)
        key = claim_key("condition", antecedent, consequent)
        self.conditions.append(
            Condition(
                id=digest("condition", self.id, spans[0].start), key=key, antecedent=spans[0], consequent=spans[1], event=event
            )
        )

    def position(self, actor: str, issue: str, stance: Stance, words: str, *, statement: str | None = None) -> None:
        span = self.span(words)
        self.positions.append(
            Position(
                id=digest("position", self.id, span.start, stance.value),
                key=claim_key("position", self.name(actor), issue),
                actor=actor,
                issue=issue,
                stance=stance,
                span=span,
                statement=statement,
            )
        )

    def story(self) -> Story:
        return Story(
            id=self.id,
            kind=self.kind,
            text=self.text,
            start=0,
            headline=self.headline,
            source=self.source,
            language="en",
            published=self.published,
            actors=tuple(self.actors),
            statements=tuple(self.statements),
            events=tuple(self.events),
            conditions=tuple(self.conditions),
            positions=tuple(self.positions),
        )

    def record(self, *issues: Issue, uri: str | None = None) -> Record:
        story = self.story()
        page_id = uri or f"page-{self.id}"
        return Record(
            page=PageRef(id=page_id, uri=page_id, media_type="text/plain"),
            reader=READER,
            outcome=Outcome.READ_WITH_ISSUES if issues else Outcome.READ,
            issues=issues,
            stories=(story,),
        )


def meeting_record(*, source: str = "Harbour Wire", published: date = date(2031, 3, 5), uri: str | None = None) -> Record:
    """The ministers met; one says that a second round follows, and supports a truce; an attack is denied."""
    made = StoryMaker(
        text=(
            "TELLIN — Foreign Minister Ilena Varo of Arvenia met her Lukanian counterpart, Osk Brandt, in Tellin Tuesday.\n\n"
            "“We will meet again on 20 March,” Varo said after the talks. She said Arvenia supported a truce on the river.\n\n"
            "Brandt denied that Lukania had shelled the port. If the guns fall silent, he said, prisoners may be freed."
        ),
        headline="Ministers meet in Tellin",
        source=source,
        published=published,
    )
    varo = made.actor(
        "Ilena Varo",
        ActorKind.PERSON,
        "Foreign Minister Ilena Varo of Arvenia",
        "Varo said",
        code="XARGOV",
        country="XAR",
        role=("Foreign Minister", "XAR"),
    )
    brandt = made.actor("Osk Brandt", ActorKind.PERSON, "Osk Brandt", code="XLUGOV", country="XLU")
    arvenia = made.actor("Arvenia", ActorKind.STATE, "Arvenia supported", code="XAR", country="XAR")
    lukania = made.actor("Lukania", ActorKind.STATE, "Lukania had", code="XLU", country="XLU")
    again = made.statement(varo, "said", "We will meet again on 20 March", form=Form.DIRECT)
    support = made.statement(varo, "She said", "Arvenia supported a truce on the river")
    denial = made.statement(brandt, "denied", "that Lukania had shelled the port", kind=StatementKind.UNSPOKEN)
    free = made.statement(brandt, "he said", "prisoners may be freed")
    made.event("CONSULT", "met", (varo, brandt), day=date(2031, 3, 4), place="Tellin", mode="meet")
    made.event("CONSULT", "meet again", (varo, brandt), day=date(2031, 3, 20), status=Status.SCHEDULED, voice=again)
    made.event("ASSAULT", "shelled", (lukania,), status=Status.DENIED, voice=denial)
    freed = made.event("RETREAT", "freed", (), status=Status.POSSIBLE, voice=free)
    made.condition("the guns fall silent", "prisoners may be freed", freed)
    made.position(arvenia, "a truce on the river", Stance.SUPPORTS, "Arvenia supported a truce on the river", statement=support)
    return made.record(uri=uri)


def shift_record() -> Record:
    """A later story: the second round took place, and Arvenia now opposes the truce; with one issue."""
    made = StoryMaker(
        text=(
            "Ilena Varo and Osk Brandt met for a second time on 20 March in Tellin. "
            "Arvenia now rejects a truce on the river, Varo said. Brandt threatened to close the strait by Sunday."
        ),
        headline="Second round ends without a deal",
        source="The Quay",
        published=date(2031, 3, 21),
    )
    varo = made.actor("Ilena Varo", code="XARGOV", country="XAR")
    brandt = made.actor("Osk Brandt", code="XLUGOV", country="XLU")
    arvenia = made.actor("Arvenia", ActorKind.STATE, code="XAR", country="XAR")
    told = made.statement(varo, "said", "Arvenia now rejects a truce on the river")
    made.event("CONSULT", "met", (varo, brandt), day=date(2031, 3, 20), place="Tellin", mode="meet")
    made.event("REJECT", "rejects", (arvenia,), voice=told)
    made.event("THREATEN", "threatened", (brandt,))
    made.event("COERCE", "close", (brandt,), status=Status.CONDITIONAL, day=(None, date(2031, 3, 23)))
    made.position(arvenia, "a truce on the river", Stance.OPPOSES, "Arvenia now rejects a truce on the river", statement=told)
    return made.record(
        Issue(code="unresolved-date", detail="a date without a year", story=made.id, span=made.span("Sunday"), words="Sunday")
    )


def aside_record() -> Record:
    """A page in which nothing was readable."""
    return Record(
        page=PageRef(id="empty", uri="empty.html", media_type="text/html"),
        reader=READER,
        outcome=Outcome.SET_ASIDE,
        issues=(Issue(code="no-text", detail="the page holds no readable text"),),
    )


def hostile_record() -> Record:
    """A story whose words try to steer a terminal, rich's markup, a browser and a spreadsheet."""
    made = StoryMaker(
        text='=HYPERLINK("http://x") \x1b[31mred\x1b[0m [bold]Mallory[/bold] met <script>alert(1)</script> \u202eEve.',
        headline="=1+1 [red]\x1b]0;title\x07<b>",
        source="[link=http://x]",
        published=date(2031, 4, 1),
    )
    mallory = made.actor("[bold]Mallory[/bold]", code="@SUM(1)")
    eve = made.actor("<script>alert(1)</script>")
    made.event("CONSULT", "met", (mallory, eve))
    return made.record()
