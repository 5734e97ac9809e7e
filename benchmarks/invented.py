"""Invented records for measuring archives: any number of stories about invented states, the same ones for the same seed.

In: how many stories, and a seed. Out: `Record`s in no order of publication. What is told follows no real event: states, people and
issues are made of syllables. A tenth of the stories are copies of earlier ones, cut or longer; half of the events belong to chains
of a plan, its postponement and its end.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from communique.record.ids import claim_key, digest
from communique.record.model import (
    Actor,
    ActorRef,
    DateInterval,
    Event,
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

READER = ReaderInfo(version="0.1.0", model="invented", options="0")
FIRST_DAY = date(2031, 1, 1)
N_DAYS = 3650
SYLLABLES = "ar bo ca del en fa gor hil is jo ka lun mer no or pel qui ras so tan ul ver wen xi yor zan".split()
TYPES = ("CONSULT", "AGREE", "REJECT", "THREATEN", "RETREAT", "CONCEDE", "ACCUSE", "SANCTION")
STANCES = (Stance.SUPPORTS, Stance.OPPOSES, Stance.OPEN)


def _word(rng: random.Random, n: int = 3) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(n))


class Teller:
    """Tells stories about one invented world; the number of its people grows with the square root of the stories."""

    def __init__(self, n_stories: int, seed: int = 7) -> None:
        self._rng = random.Random(seed)
        rng = self._rng
        self.states = [_word(rng, 2).title() + "land" for _ in range(40)]
        n_people = max(40, int(6 * n_stories**0.5))
        self.people = [(f"{_word(rng, 2).title()} {_word(rng).title()}", rng.randrange(40)) for _ in range(n_people)]
        self.vocabulary = [_word(rng, rng.randint(1, 4)) for _ in range(20_000)]
        self.weights = [1 / (rank + 3) for rank in range(len(self.vocabulary))]
        self.issues = [
            f"{rng.choice(('release of the', 'opening of the', 'talks on the', 'duty on'))} {_word(rng, 2)}s"
            for _ in range(max(30, int(2 * n_stories**0.5)))
        ]
        self.sources = [f"The {_word(rng, 2).title()}" for _ in range(60)]

    def records(self, n: int) -> Iterator[Record]:
        """`n` records of one story each."""
        recent: list[Record] = []
        for number in range(n):
            if recent and self._rng.random() < 0.1:
                yield self._copy(self._rng.choice(recent), number)
                continue
            record = self._story(number)
            recent.append(record)
            del recent[:-200]
            yield record

    def _filler(self, n_words: int) -> str:
        words = self._rng.choices(self.vocabulary, self.weights, k=n_words)
        lines = [" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, n_words, 12)]
        return " ".join(lines)

    def _story(self, number: int) -> Record:
        rng = self._rng
        day = FIRST_DAY + timedelta(days=rng.randrange(N_DAYS))
        # one process in two: the same two people, place and plan come again
        process = rng.randrange(max(10, len(self.people) // 4))
        one, other = self.people[process * 2 % len(self.people)], self.people[(process * 2 + 1) % len(self.people)]
        place = self.states[process % 40] + " City"
        text = ""
        spans: dict[str, Span] = {}

        def tell(words: str, **named: str) -> None:
            nonlocal text
            start = len(text)
            text += words + " "
            for name, part in named.items():
                at = start + words.index(part)
                spans[name] = Span(at, at + len(part))

        status = rng.choice((Status.OCCURRED, Status.SCHEDULED, Status.SCHEDULED, Status.PROPOSED, Status.RULED_OUT))
        type_ = rng.choice(TYPES)
        issue = self.issues[process % len(self.issues)]
        verb = {"CONSULT": "meet", "AGREE": "sign", "REJECT": "reject"}.get(type_, "act")
        tell(f"{one[0]} and {other[0]} will {verb} in {place}.", one=one[0], other=other[0], verb=verb, place=place)
        tell(self._filler(60))
        said = self._filler(8)
        tell(f"“{said}” {one[0]} said.", said=said, cue="said", one_said=one[0])
        tell(f"{self.states[other[1]]} stands by the {issue}.", state=self.states[other[1]], stand=f"stands by the {issue}")
        tell(self._filler(100))
        story_id = digest("story", str(number), text)

        def person(id_: str, told: tuple[str, int], *mentions: Span) -> Actor:
            country = f"X{chr(65 + told[1] // 26)}{chr(65 + told[1] % 26)}"
            role = Role(title="minister", of=country, span=mentions[0])
            return Actor(
                id=id_,
                name=told[0],
                kind=ActorKind.PERSON,
                country=country,
                code=f"{country}GOV",
                roles=(role,),
                mentions=mentions,
            )

        country = f"X{chr(65 + other[1] // 26)}{chr(65 + other[1] % 26)}"
        actors = (
            person("a1", one, spans["one"], spans["one_said"]),
            person("a2", other, spans["other"]),
            Actor(
                id="a3",
                name=self.states[other[1]],
                kind=ActorKind.STATE,
                country=country,
                code=country,
                mentions=(spans["state"],),
            ),
        )
        statement = Statement(
            id=digest("statement", story_id, spans["said"].start),
            key=claim_key("statement", one[0], said),
            kind=StatementKind.SPEECH,
            speaker=ActorRef(actor="a1", span=spans["one_said"]),
            cue=spans["cue"],
            content=(spans["said"],),
            form=Form.DIRECT,
        )
        due = day + timedelta(days=rng.choice((-1, 0, 7, 20)) if status is not Status.OCCURRED else 0)
        event = Event(
            id=digest("event", story_id, spans["verb"].start),
            key=claim_key("event", type_, one[0], other[0]),
            type=type_,
            root=type_,
            trigger=spans["verb"],
            actors=(ActorRef(actor="a1", span=spans["one"]),),
            recipients=(ActorRef(actor="a2", span=spans["other"]),),
            place=Place(name=place, country=None, span=spans["place"]),
            date=DateInterval(first=due, last=due) if rng.random() < 0.7 else None,
            status=status,
            factuality=1.0 if status is Status.OCCURRED else 0.5,
        )
        position = Position(
            id=digest("position", story_id, spans["stand"].start),
            key=claim_key("position", self.states[other[1]], issue),
            actor="a3",
            issue=issue,
            stance=rng.choice(STANCES),
            span=spans["stand"],
        )
        return self._record(
            Story(
                id=story_id,
                kind=StoryKind.ARTICLE,
                text=text.rstrip(),
                start=0,
                headline=f"{one[0]} and {other[0]} {verb}",
                source=rng.choice(self.sources),
                language="en",
                published=day,
                actors=actors,
                statements=(statement,),
                events=(event,),
                positions=(position,),
            ),
            number,
        )

    def _copy(self, record: Record, number: int) -> Record:
        story = record.stories[0]
        text = story.text + " " + self._filler(15)
        day = (story.published or FIRST_DAY) + timedelta(days=1)
        return self._record(
            replace(
                story, id=digest("story", str(number), text), text=text, source=self._rng.choice(self.sources), published=day
            ),
            number,
        )

    @staticmethod
    def _record(story: Story, number: int) -> Record:
        uri = f"https://news.example/{number}"
        page = PageRef(id=digest("page", uri), uri=uri, media_type="text/html")
        return Record(page=page, reader=READER, outcome=Outcome.READ, stories=(story,))
