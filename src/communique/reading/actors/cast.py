"""The cast of a story: who has been mentioned so far, under which names, and what is known of each.

In: nothing but what the linking steps put in. Out: `Member`s, found by key, by name or by kind. Refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.reading.actors.romanisation import are_spellings, loose_key
from communique.reading.world.facts import Country, Organisation, Seat, Sector
from communique.record.vocab import ActorKind

if TYPE_CHECKING:
    from communique.reading.actors.drafts import Draft
    from communique.reading.world.facts import Office

CORPORATE_KINDS = frozenset(
    {
        ActorKind.STATE,
        ActorKind.BODY,
        ActorKind.IGO,
        ActorKind.ALLIANCE,
        ActorKind.ARMED_GROUP,
        ActorKind.PARTY,
        ActorKind.COMPANY,
        ActorKind.MEDIA,
    }
)


@dataclass(slots=True, eq=False)
class Member:
    """An actor in the making. `forms` are the names the story gives, as folded words; `heads` the nouns it is described by."""

    kind: ActorKind
    name: str
    key: str = ""
    fact: Country | Organisation | Seat | None = None
    country: str | None = None
    sector: Sector | None = None
    code: str | None = None  # of the organisation that it is or belongs to
    gender: str | None = None
    is_plural: bool = False
    is_named: bool = False
    is_settled: bool = False  # country and code are told by the text, not by what stands around
    forms: list[tuple[str, ...]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)  # political parties that its titles name
    offices: tuple[Office, ...] = ()
    drafts: list[Draft] = field(default_factory=list)
    rule: str | None = None  # by which its name came, where the story does not give it
    parts: tuple[Member, ...] = ()  # of a group that stands only for its members

    @property
    def last(self) -> int:
        """The last token at which it was mentioned, -1 before any."""
        return self.drafts[-1].first if self.drafts else -1

    def is_person(self) -> bool:
        """Whether it is one human being."""
        return self.kind is ActorKind.PERSON


def latest(members: Iterable[Member]) -> Member | None:
    """The member that was mentioned last, the first of several; None of none."""
    return max(members, key=lambda member: member.last, default=None)


class Cast:
    """All members so far, in the order of their first mention."""

    __slots__ = ("_by_key", "_by_sound", "_by_word", "members")

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._by_key: dict[str, Member] = {}
        self._by_word: dict[str, list[Member]] = {}
        self._by_sound: dict[str, list[Member]] = {}

    def add(self, member: Member) -> Member:
        """Take a new member in."""
        self.members.append(member)
        if member.key:
            self._by_key[member.key] = member
        return member

    def keyed(self, key: str) -> Member | None:
        """The member of a key, None if there is none."""
        return self._by_key.get(key)

    def call(self, member: Member, words: tuple[str, ...]) -> None:
        """Make a member known under one more name."""
        member.is_named = True
        if words in member.forms:
            return
        member.forms.append(words)
        for word in words:
            known = self._by_word.setdefault(word, [])
            if member not in known:
                known.append(member)
            if member.is_person() and member not in (alike := self._by_sound.setdefault(loose_key(word), [])):
                alike.append(member)

    def called_alike(self, word: str) -> list[Member]:
        """The persons in whose names another spelling of a word occurs."""
        found = self._by_sound.get(loose_key(word), [])
        return [m for m in found if any(w != word and are_spellings(w, word) for form in m.forms for w in form)]

    def called(self, word: str) -> list[Member]:
        """The members in whose names a word occurs."""
        return self._by_word.get(word, [])
