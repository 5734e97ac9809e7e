"""Invented records for measuring archives: stories without end about invented states, the same ones for the same seed.

In: a `random.Random`. Out: `Record`s in no order of publication. What is told follows no real event: states, people and places are
made of syllables. A story has some twenty entries in half a dozen sentences, of one of some hundred processes between two states,
on a day of twenty years; one in ten is a copy of an earlier one, with words behind it.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from communique.dossier import Dossier, DossierActor
from communique.record.ids import claim_key, digest
from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    PageRef,
    Place,
    Position,
    ReaderInfo,
    Record,
    Statement,
    Story,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind

READER = ReaderInfo(version="0", model="made for measuring", options="0")
N_STATES, N_PROCESSES, N_OUTLETS, DAYS = 60, 120, 25, 20 * 365
FIRST_DAY = date(2011, 1, 1)
SHARE_OF_COPIES = 0.1
STATUSES = (Status.OCCURRED, Status.OCCURRED, Status.SCHEDULED, Status.PROPOSED, Status.RULED_OUT, Status.POSSIBLE)
TYPES = ("CONSULT", "AGREE", "COERCE", "AID", "REJECT", "RETREAT", "THREATEN", "ASSAULT")
SUBJECTS = "prisoners border dam ferry grain gas fishing customs harbour railway islands refugees".split()


@dataclass(frozen=True)
class Minister:
    name: str
    country: str


@dataclass(frozen=True)
class Process:
    """Two states, who speaks for them, where they meet and about what."""

    states: tuple[str, str]
    codes: tuple[str, str]
    ministers: tuple[Minister, ...]
    places: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass
class Told:
    """A text that grows, with the entries that its sentences hold."""

    text: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def copied(self, words: str, mark: str) -> "Told":
        """The same with words behind it, and with entries of its own."""
        of = {each.id: digest(each.id, mark) for each in (*self.statements, *self.events)}
        return Told(
            text=self.text + words,
            actors=self.actors,
            statements=[replace(each, id=of[each.id]) for each in self.statements],
            events=[replace(each, id=of[each.id], voice=of[each.voice or ""]) for each in self.events],
            conditions=[replace(each, id=digest(each.id, mark), event=of[each.event or ""]) for each in self.conditions],
            positions=[replace(each, id=digest(each.id, mark), statement=of[each.statement or ""]) for each in self.positions],
        )

    def mention(self, name: str, kind: ActorKind, country: str, code: str) -> ActorRef:
        span = self.add(name)
        known = self.actors.get(name)
        actor = known or Actor(
            id=f"a{len(self.actors) + 1}", name=name, kind=kind, country=country, code=code, roles=(), mentions=(span,)
        )
        self.actors[name] = actor
        return ActorRef(actor=actor.id, span=span)


class World:
    """All that the stories are about."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        taken: set[str] = set()

        def name(n: int) -> str:
            while True:
                made = "".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(n)).capitalize()
                if made not in taken:
                    taken.add(made)
                    return made

        states = [(name(3) + "ia", f"X{chr(65 + n // 26)}{chr(65 + n % 26)}") for n in range(N_STATES)]
        self.outlets = [f"The {name(2)} {chance.choice(('Post', 'Wire', 'Herald'))}" for _ in range(N_OUTLETS)]
        self.processes = []
        for _ in range(N_PROCESSES):
            (one, one_code), (other, other_code) = chance.sample(states, 2)
            ministers = tuple(Minister(f"{name(2)} {name(3)}", code) for code in (one_code, other_code, one_code, other_code))
            places = tuple(name(3) for _ in range(3))
            subjects = tuple(chance.sample(SUBJECTS, 3))
            self.processes.append(Process((one, other), (one_code, other_code), ministers, places, subjects))
        self.words = [name(chance.randint(2, 4)).lower() for _ in range(5_000)]

    def records(self) -> Iterator[Record]:
        """Records without end."""
        chance, wires = self.chance, []
        number = 0
        while True:
            number += 1
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            if wires and chance.random() < SHARE_OF_COPIES:
                told, day = chance.choice(wires)
                told = told.copied(f"{' '.join(chance.choices(self.words, k=12))}.", str(number))
            else:
                told = self.tell(chance.choice(self.processes), day)
                wires = [*wires[-50:], (told, day)]
            yield self.record(number, told, day)

    def tell(self, process: Process, day: date) -> Told:
        """Half a dozen sentences about a process."""
        chance, told = self.chance, Told()
        one, other = chance.sample(process.ministers[:2], 2) if chance.random() < 0.8 else process.ministers[2:4]
        subject = chance.choice(process.subjects)
        for n in range(6):
            self.sentence(told, process, (one, other), subject, day, n)
        return told

    def sentence(self, told: Told, process: Process, pair: Sequence[Minister], subject: str, day: date, n: int) -> None:
        """One sentence: a statement with an event in it, and now and then a position or a condition."""
        chance = self.chance
        speaker = told.mention(pair[n % 2].name, ActorKind.PERSON, pair[n % 2].country, pair[n % 2].country + "GOV")
        cue = told.add(" said")
        told.add(" that ")
        start = len(told.text)
        side = n % 2
        actor = told.mention(process.states[side], ActorKind.STATE, process.codes[side], process.codes[side])
        trigger = told.add(f" would meet {chance.choice(self.words)}")
        told.add(" with ")
        recipient = told.mention(process.states[1 - side], ActorKind.STATE, process.codes[1 - side], process.codes[1 - side])
        told.add(" over ")
        issue = told.add(subject)
        told.add(" in ")
        where = chance.choice(process.places)
        place = told.add(where)
        content = Span(start, len(told.text))
        told.add(f" {' '.join(chance.choices(self.words, k=8))}. ")
        said = digest("statement", told.text, n)
        when = day + timedelta(days=chance.randint(-2, 10))
        type_, status = chance.choice(TYPES), chance.choice(STATUSES)
        told.statements.append(
            Statement(
                id=said, key=claim_key("statement", pair[side].name, subject), kind=StatementKind.SPEECH, speaker=speaker, cue=cue,
                content=(content,), form=Form.INDIRECT,
            )
        )  # fmt: skip
        told.events.append(
            Event(
                id=digest("event", said), key=claim_key(type_, *sorted(process.states), where), type=type_, root=type_, mode=None,
                contexts=("diplomatic",), trigger=trigger, actors=(actor,), recipients=(recipient,),
                place=Place(name=where, country=None, span=place), date=DateInterval(first=when, last=when), status=status,
                factuality=3.0 if status is Status.OCCURRED else 1.0, voice=said, rule="made",
            )
        )  # fmt: skip
        if n % 2:
            told.positions.append(
                Position(
                    id=digest("position", said), key=claim_key("position", process.states[side], subject), actor=actor.actor,
                    issue=subject, stance=chance.choice((Stance.SUPPORTS, Stance.SUPPORTS, Stance.OPPOSES)), span=content,
                    statement=said,
                )
            )  # fmt: skip
        if n == 0:
            told.conditions.append(
                Condition(
                    id=digest("condition", said), key=claim_key("condition", subject), antecedent=issue, consequent=trigger,
                    event=told.events[-1].id,
                )
            )  # fmt: skip

    def record(self, number: int, told: Told, day: date) -> Record:
        outlet = self.chance.choice(self.outlets)
        story = Story(
            id=digest("story", outlet, number), kind=StoryKind.ARTICLE, text=told.text, start=0, headline=told.text[:40],
            source=outlet, language="en", published=day, actors=tuple(told.actors.values()), statements=tuple(told.statements),
            events=tuple(told.events), conditions=tuple(told.conditions), positions=tuple(told.positions),
        )  # fmt: skip
        page = PageRef(id=f"page-{number}", uri=f"https://{number % 97}.example/{number}", media_type="text/plain")
        return Record(page=page, reader=READER, outcome=Outcome.READ, issues=(), stories=(story,))

    def dossier(self, process: Process) -> Dossier:
        """The dossier of someone who follows one process."""
        actors = tuple(
            DossierActor(name=name, country=code) for name, code in zip(process.states, process.codes, strict=True)
        ) + tuple(DossierActor(name=each.name, country=each.country) for each in process.ministers[:2])
        return Dossier(name=" and ".join(process.states), actors=actors)
