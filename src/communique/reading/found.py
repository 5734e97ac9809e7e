"""What the reading steps hand to one another: records in the making, tied to the tokens of the parse.

In: nothing. Out: frozen values with token indices of the story's `Doc` and character spans of its text. They never leave
`reading/`; `collect.py` makes the record of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from communique.record.model import Actor
from communique.record.spans import Span
from communique.record.vocab import Form, StatementKind, TimeType


class MentionKind(StrEnum):
    """How a mention names its actor."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"
    GROUP = "group"  # "the two leaders": stands for several actors


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """Words that stand for actors. Tokens `first` (inclusive) to `last` (exclusive); `head` is the syntactic head's index.

    `actors` are ids of this story's actors, several for a group; `span` leaves a possessive 's out.
    """

    span: Span
    first: int
    last: int
    head: int
    kind: MentionKind
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundActors:
    """All actors of a story, with their mentions in text order; no two mentions have one head."""

    actors: tuple[Actor, ...] = ()
    mentions: tuple[FoundMention, ...] = ()
    by_head: dict[int, FoundMention] = field(default_factory=dict)
    by_id: dict[str, Actor] = field(default_factory=dict)
    by_token: dict[int, FoundMention] = field(default_factory=dict)

    @classmethod
    def of(cls, actors: tuple[Actor, ...], mentions: tuple[FoundMention, ...]) -> "FoundActors":
        """The same with its look-ups made; `by_token` gives the innermost (shortest) mention over a token."""
        by_token: dict[int, FoundMention] = {}
        for mention in sorted(mentions, key=lambda m: m.first - m.last):
            by_token.update((i, mention) for i in range(mention.first, mention.last))
        return cls(
            actors=actors,
            mentions=mentions,
            by_head={mention.head: mention for mention in mentions},
            by_id={actor.id: actor for actor in actors},
            by_token=by_token,
        )

    def at(self, token: int) -> FoundMention | None:
        """The mention that a token heads, else the innermost one that it is in."""
        return self.by_head.get(token) or self.by_token.get(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTime:
    """A TIMEX3 on tokens `first` to `last` (exclusive). `start` and `end` are its first and last day, None if it names none.

    `head` is the syntactic head's token index, so that an event can find the expressions that hang on it. `open_before`
    tells an expression under "by", "until", "before" or "within" (the interval has no first day), `open_after` one under "since".
    """

    span: Span
    first: int
    last: int
    head: int
    type: TimeType
    value: str
    start: date | None = None
    end: date | None = None
    open_before: bool = False
    open_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStatement:
    """An attribution. `cue` and `source` are token indices (the cue verb; the head of the speaker's mention), None for none.

    `content` are token ranges (exclusive ends), `content_spans` the same as characters, trimmed as the record wants them.
    `cue_span` covers a particle ("called for"). `speaker` is an actor's id, `speaker_span` its words. `within` is the index, in
    the story's list of statements, of the statement that this one is told in.
    """

    kind: StatementKind
    form: Form
    cue: int | None
    cue_span: Span | None
    source: int | None
    speaker: str | None
    speaker_span: Span | None
    content: tuple[tuple[int, int], ...]
    content_spans: tuple[Span, ...]
    addressees: tuple[FoundMention, ...] = ()
    time: FoundTime | None = None
    within: int | None = None
    rule: str

    def holds(self, token: int) -> bool:
        """Whether a token lies in the content."""
        return any(first <= token < last for first, last in self.content)


def innermost(statements: tuple[FoundStatement, ...], token: int, *, but: StatementKind | None = None) -> int | None:
    """The index of the shortest statement, of another kind than `but`, whose content holds a token; None if none does."""
    holding: Iterator[tuple[int, int]] = (
        (sum(last - first for first, last in statement.content), index)
        for index, statement in enumerate(statements)
        if statement.kind is not but and statement.holds(token)
    )
    shortest = min(holding, default=None)
    return shortest[1] if shortest else None
