"""Questions that a test asks of one story's record, in few words.

In: a story. Out: its entries, selected by words of the sentence that they stand in, never by offsets. Refuses an actor's name
that fits none or several of the story's actors.
"""

import re
from dataclasses import dataclass

from communique.record.model import Actor, ActorRef, Condition, Event, Position, Statement, Story
from communique.record.spans import Span
from communique.record.vocab import Status


@dataclass(frozen=True)
class Told:
    """What a story tells."""

    story: Story

    def words(self, span: Span | None) -> str:
        """The words under a span, with single spaces."""
        return " ".join(self.story.words(span).split()) if span else ""

    def sentence(self, span: Span) -> str:
        """The sentence, or the piece of the paragraph between full stops, that a span begins in."""
        text = self.story.text
        before = max((m.end() for m in re.finditer(r"(?<![A-Z])[.!?][\"”]?\s+(?=[A-Z\"“])|\n+", text[: span.start])), default=0)
        after = re.search(r"(?<![A-Z])[.!?][\"”]?\s+(?=[A-Z\"“])|\n+", text[span.start :])
        return text[before : span.start + after.start() + 1 if after else len(text)]

    def name(self, reference: ActorRef | None) -> str | None:
        """The name of the actor that is referred to."""
        return self.story.actor(reference.actor).name if reference and reference.actor else None

    def actor(self, name: str) -> Actor:
        """The one actor whose name holds these words."""
        found = [actor for actor in self.story.actors if name.casefold() in actor.name.casefold()]
        assert len(found) == 1, f"actors named {name!r}: {[actor.name for actor in found]} of {self.names}"
        return found[0]

    @property
    def names(self) -> list[str]:
        """The names of all actors."""
        return [actor.name for actor in self.story.actors]

    def mentions(self, name: str) -> set[str]:
        """The words by which the story mentions that actor."""
        return {self.words(span) for span in self.actor(name).mentions}

    def events(self, kind: str, status: str | None = None, *, said: str = "") -> list[Event]:
        """Events of a type, perhaps of a status, in a sentence that holds the words `said`."""
        return [
            event
            for event in self.story.events
            if event.type == kind
            and (status is None or event.status is Status(status))
            and said.casefold() in self.sentence(event.trigger).casefold()
        ]

    def parties(self, event: Event) -> set[str | None]:
        """The names of everyone in an event, on either side."""
        return {self.name(ref) for ref in (*event.actors, *event.recipients)}

    def voice(self, event: Event) -> str | None:
        """The speaker in whose statement the event is told."""
        return next((self.name(s.speaker) for s in self.story.statements if s.id == event.voice), None)

    def content(self, statement: Statement) -> str:
        """What was said."""
        return " … ".join(self.words(span) for span in statement.content)

    def statements(self, containing: str) -> list[Statement]:
        """Statements whose content holds these words, the longest content last."""
        found = [s for s in self.story.statements if containing.casefold() in self.content(s).casefold()]
        return sorted(found, key=lambda s: len(self.content(s)))

    def speakers(self, containing: str) -> set[str | None]:
        """Who says these words."""
        return {self.name(statement.speaker) for statement in self.statements(containing)}

    def conditions(self, antecedent: str) -> list[Condition]:
        """Conditions whose antecedent holds these words."""
        return [c for c in self.story.conditions if antecedent.casefold() in self.words(c.antecedent).casefold()]

    def stances(self, name: str, issue: str) -> set[str]:
        """The stances that the story shows that actor to take on an issue whose words hold `issue`."""

        def about(position: Position) -> bool:
            actor = self.story.actor(position.actor).name
            return name.casefold() in actor.casefold() and issue.casefold() in position.issue.casefold()

        return {position.stance.value for position in self.story.positions if about(position)}
