"""Who is meant by nouns that stand for several, or for a party to the matter: "the two leaders", "both sides", "the government".

In: drafts of such nouns, the cast so far. Out: the members each stands for. Refuses a group for which the story has not named enough
members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.reading.actor_lexicon import ActorLexicon
from communique.reading.affiliations import Affiliation
from communique.reading.cast import Cast, Member
from communique.reading.drafts import Draft
from communique.reading.names import fold
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

if TYPE_CHECKING:
    from communique.reading.coreference import Linker

_COUNTS = {"two": 2, "both": 2, "either": 2, "neither": 2, "each": 2, "three": 3, "four": 4}
_STATE_NOUNS = frozenset({"country", "nation", "state", "government", "neighbour", "neighbor", "capital", "power", "ally"})
_PEOPLE_NOUNS = frozenset({"man", "woman", "person"})
_LEADERS = frozenset(
    {"president", "prime minister", "premier", "chancellor", "leader", "king", "emperor", "chairman", "supreme leader"}
)
_PARTIES = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.ALLIANCE})
# How much a mention in the last two sentences counts beside one anywhere before; set on the development articles.
_NEAR_WEIGHT = 2.0
_ADMINISTRATIONS = frozenset({"administration", "presidency", "palace"})


class GroupLinker:
    """Links the nouns of one story that stand for groups and for parties."""

    def __init__(self, tree: Tree, cast: Cast, lexicon: ActorLexicon) -> None:
        self.tree, self.cast, self.lexicon = tree, cast, lexicon

    def foresee(self, drafts: list[Draft]) -> None:
        """Nothing yet needs the whole story."""

    def is_group(self, draft: Draft) -> bool:
        """Whether a description means several members that the story names ("both countries", "the two ministers")."""
        phrase = draft.phrase
        if phrase is None or draft.is_name or phrase.units:
            return False
        count = _COUNTS.get(phrase.det) or (_COUNTS.get(phrase.number) if draft.is_definite else None)
        return count is not None and (draft.is_plural or phrase.det in ("each", "either", "neither"))

    def link(self, draft: Draft) -> None:
        """Give a group noun the members that were mentioned last and fit it."""
        phrase = draft.phrase
        if phrase is None:
            return
        count = _COUNTS.get(phrase.det) or _COUNTS.get(phrase.number, 2)
        lemma = self.tree.lemma[phrase.core].lower()
        head = draft.noun.words.rpartition(" ")[2] if draft.noun else lemma
        if lemma in _STATE_NOUNS:
            fitting = [m for m in self.cast.members if m.kind is ActorKind.STATE and m.drafts]
            draft.members = self._weightiest(fitting, draft, count)
        elif draft.kind is ActorKind.POPULATION or lemma in _PEOPLE_NOUNS or (phrase.title is not None):
            fitting = [m for m in self.cast.members if m.is_person() and m.drafts and m.is_named and self._fits(m, head)]
            draft.members = self._last(fitting, count)
        else:
            fitting = [m for m in self.cast.members if not m.is_person() and m.drafts and head in m.heads]
            draft.members = self._last(fitting, count)

    def _fits(self, member: Member, head: str) -> bool:
        if head in ("man", "woman"):
            return member.gender != ("f" if head == "man" else "m")
        if head == "leader":
            return bool(member.heads & _LEADERS) or any(office.leads for office in member.offices)
        return head in member.heads

    def _last(self, members: list[Member], count: int) -> tuple[Member, ...]:
        recent = sorted(members, key=lambda m: m.last, reverse=True)[:count]
        return tuple(sorted(recent, key=lambda m: m.drafts[0].first)) if len(recent) == count else ()

    def _weightiest(self, members: list[Member], draft: Draft, count: int) -> tuple[Member, ...]:
        """The members of most weight in the story so far, those just mentioned first."""
        here = self.tree.sent[draft.first]

        def weight(member: Member) -> float:
            near = sum(here - self.tree.sent[d.first] <= 1 for d in member.drafts)
            return len(member.drafts) + _NEAR_WEIGHT * near

        found = sorted(members, key=weight, reverse=True)[:count]
        return tuple(sorted(found, key=lambda m: m.drafts[0].first)) if len(found) == count else ()

    def link_side(self, draft: Draft, country: str | None) -> None:
        """Give "the American side" its party, and "both sides", "the teams" all the parties to the matter."""
        phrase = draft.phrase
        if phrase is None:
            return
        if country is not None and not draft.regions:
            draft.member = self.cast.keyed(f"state {country}")
            return
        if draft.regions or draft.facts:
            names = [fold(r.name) for r in draft.regions] + [
                fold(f.name if hasattr(f, "name") else f.actor) for f in draft.facts
            ]
            for member in self.cast.members:
                if member.kind is not ActorKind.STATE and any(
                    name in form or name in fold(member.name) for form in member.forms for name in names
                ):
                    draft.member = member
                    return
            return
        if phrase.owner is not None:
            return
        if draft.is_plural or phrase.det in _COUNTS:
            parties = [m for m in self.cast.members if m.kind in _PARTIES and m.drafts]
            draft.members = self._weightiest(parties, draft, 2)

    def government(self, draft: Draft, told: Affiliation, linker: Linker, around: str | None) -> Member | None:
        """The state that "the government", "the authorities", "the administration" stands for."""
        phrase = draft.phrase
        if phrase is None or draft.is_plural and draft.noun is not None and draft.noun.words == "government":
            return None
        if not (draft.is_definite or draft.countries or draft.is_plural):
            return None
        if told.code is not None and draft.facts:
            return self.cast.keyed(f"organisation {told.organisation}")
        country = told.country or around
        noun = draft.noun.words if draft.noun else ""
        if country is None:
            key = f"government {noun}"
            member = self.cast.keyed(key)
            return member or self.cast.add(Member(kind=ActorKind.BODY, name=noun, key=key, sector=draft.sector))
        if noun in _ADMINISTRATIONS and country == "USA":
            house = self.cast.keyed("organisation White House")
            if house is not None:
                return house
        member = linker.state(country)
        member.heads.add("government")
        return member
