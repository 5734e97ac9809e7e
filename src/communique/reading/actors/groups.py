"""Who is meant by nouns that stand for several, or for a party to the matter: "the two leaders", "both sides".

In: drafts of such nouns, the cast so far. Out: the members each stands for. Refuses a group for which the story has not named
enough members.
"""

from __future__ import annotations

from collections import Counter

from communique.reading.actors.bodies import BodyLinker
from communique.reading.actors.cast import Cast, Member
from communique.reading.actors.drafts import Draft
from communique.reading.actors.worldnames import WorldNames
from communique.reading.tree import Tree
from communique.reading.world.facts import Organisation, Sector
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

_COUNTS = {"two": 2, "both": 2, "either": 2, "neither": 2, "each": 2, "three": 3, "four": 4}
_STATE_NOUNS = frozenset({"country", "nation", "state", "government", "neighbour", "neighbor", "capital", "power", "ally"})
_PEOPLE_NOUNS = frozenset({"man", "woman", "person"})
_LEADERS = frozenset(
    {"president", "prime minister", "premier", "chancellor", "leader", "king", "emperor", "chairman", "supreme leader"}
)
_PARTIES = frozenset({ActorKind.STATE, ActorKind.ARMED_GROUP, ActorKind.ALLIANCE})
# What a mention in this or the last sentence adds to one anywhere before; set on the development articles.
_NEAR_WEIGHT = 2.0
_CIVIL_WAR_WEIGHT = 6  # a state in whose country an armed group of the story is
_PEOPLE_WEIGHT = 1.0  # of a mention of one of a state's officials, for the state
_WHOLE_STORY_WEIGHT = 0.5  # of a name anywhere in the story, before or after


class GroupLinker:
    """Links the nouns of one story that stand for groups and for parties."""

    def __init__(self, tree: Tree, cast: Cast, names: WorldNames) -> None:
        self.tree, self.cast, self.names = tree, cast, names
        self._named = Counter(unit.country for unit in names.units if unit.kind in ("country", "capital") and unit.country)
        self._groups = Counter(
            unit.fact.name for unit in names.units if isinstance(unit.fact, Organisation) and unit.fact.kind in _PARTIES
        )

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
            draft.members = self._weightiest([m for m in fitting if m.drafts[-1].verb != draft.verb], draft, count)
        elif draft.kind is ActorKind.POPULATION or lemma in _PEOPLE_NOUNS or phrase.title is not None:
            everyone = [m for m in self.cast.members if m.is_person() and m.drafts and (m.is_named or m.drafts[0].is_titled)]
            others = [m for m in everyone if not self._acts_on(m, draft)]
            people = others if len(others) >= count else everyone
            draft.members = self._last([m for m in people if self._fits(m, head)], count)
            if not draft.members and head == "leader":
                draft.members = self._last([m for m in people if (m.code or "").endswith("GOV")], count)
        else:
            fitting = [m for m in self.cast.members if not m.is_person() and m.drafts and head in m.heads]
            draft.members = self._last(fitting, count)

    def _acts_on(self, member: Member, draft: Draft) -> bool:
        """Whether a member is the subject of what is done to, with or by a group: "Johnson, who met both leaders" is neither."""
        tree = self.tree
        above = {draft.root, *tree.ancestors(draft.root)}
        for told in member.drafts:
            if tree.sent[told.root] != tree.sent[draft.root] or told.root > draft.root:
                continue
            if told.role == "subj" and told.verb in above:
                return True
            if told.root in above:  # the antecedent of the relative clause that the group stands in
                return True
        return False

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
        """The members of most weight in the story, those just mentioned first."""
        here = self.tree.sent[draft.first]
        officials = Counter(
            m.country for m in self.cast.members if m.is_person() and (m.code or "").endswith("GOV") for _ in m.drafts
        )

        def weight(member: Member) -> float:
            near = sum(here - self.tree.sent[d.first] <= 1 for d in member.drafts)
            named: float = self._named[member.country or ""] if member.kind is ActorKind.STATE else self._groups[member.name]
            if any(m.kind is ActorKind.ARMED_GROUP and m is not member and m.country == member.country for m in members):
                named += _CIVIL_WAR_WEIGHT
            if member.kind is ActorKind.STATE:
                named += _PEOPLE_WEIGHT * officials[member.country or ""]
            return len(member.drafts) + _NEAR_WEIGHT * near + _WHOLE_STORY_WEIGHT * named

        found: list[Member] = []
        for member in sorted(members, key=weight, reverse=True):
            if not any(_is_one_side(member, other) for other in found):
                found.append(member)
        return tuple(sorted(found[:count], key=self.cast.members.index)) if len(found) >= count else ()

    def link_side(self, draft: Draft, bodies: BodyLinker) -> None:
        """Give "the American side" its party, and "both sides", "the teams" all the parties to the matter."""
        phrase = draft.phrase
        if phrase is None:
            return
        if draft.countries and not draft.regions:
            draft.member = bodies.state(draft.countries[0])
            return
        if draft.facts:
            draft.member = bodies.organisation(draft.facts[0])
            return
        if draft.regions:
            names = [fold(region.name) for region in draft.regions]
            found = [m for m in self.cast.members if m.drafts and self._is_of_region(m, names)]
            draft.member = max(found, key=lambda m: (m.is_named, m.last), default=None)
            return
        if draft.is_plural or phrase.det in _COUNTS:
            parties = [m for m in self.cast.members if self._is_party(m) and m.drafts[-1].verb != draft.verb]
            if len(parties) < 2:
                parties += [g for g in self._unmentioned(bodies) if g not in parties]
            draft.members = self._weightiest(parties, draft, 2)

    def _is_party(self, member: Member) -> bool:
        """Whether a member may be a side in the matter: states, alliances, armed groups, and the army that fights one."""
        if not member.drafts:
            return False
        if member.kind is ActorKind.BODY and member.sector is Sector.MIL:
            return any(m.kind is ActorKind.ARMED_GROUP and m.country == member.country for m in self.cast.members)
        return member.kind in _PARTIES

    def _is_of_region(self, member: Member, names: list[str]) -> bool:
        if member.kind is ActorKind.STATE or member.is_person():
            return False
        return any(name in fold(member.name) or any(name in form for form in member.forms) for name in names)

    def _unmentioned(self, bodies: BodyLinker) -> list[Member]:
        """The parties that the story names later, or inside titles: armed groups, and the states that it names most."""
        groups = [u.fact for u in self.names.units if isinstance(u.fact, Organisation) and u.fact.kind is ActorKind.ARMED_GROUP]
        states = [code for code, count in self._named.most_common(2) if count > 1]
        return [*(bodies.organisation(fact) for fact in groups[:1]), *(bodies.state(code) for code in states)]


def _is_one_side(one: Member, other: Member) -> bool:
    """Whether two parties are a state and its own army, or two forces of one state: never both of "both sides"."""
    official = all(m.kind is ActorKind.STATE or (m.kind is ActorKind.BODY and m.sector is Sector.MIL) for m in (one, other))
    return official and one.country is not None and one.country == other.country
