"""Whose a description or title is: the country, the organisation and the sector that its words tell.

In: a draft, the cast so far and the story's countries. Out: an `Affiliation`. Refuses to take a country from what stands around
unless it is asked to: that is `Surroundings`' part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import date

from communique.reading.actor_lexicon import ActorLexicon
from communique.reading.cast import Cast, Member
from communique.reading.drafts import Draft
from communique.reading.facts import Organisation, Seat, Sector
from communique.reading.names import fold
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.worldnames import Unit, WorldNames
from communique.record.vocab import ActorKind

# Sectors that people keep whatever party or organisation their title names: a Republican senator is of the legislature.
_LEAD = 2.0  # how much more often than any other a country is named whose story it is
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "from", "to", "for"})
_OWN_SECTORS = frozenset({Sector.LEG, Sector.JUD, Sector.MIL})


@dataclass(slots=True)
class Affiliation:
    """What a draft's words tell of the one it stands for; None and empty where they tell nothing."""

    country: str | None = None
    sector: Sector | None = None
    code: str | None = None
    organisation: str | None = None  # name, for a role's `of`


class Affiliations:
    """Reads the affiliations of one story's drafts."""

    def __init__(self, tree: Tree, lexicon: ActorLexicon, world: World, cast: Cast, published: date | None) -> None:
        self.tree, self.lexicon, self.world, self.cast, self.published = tree, lexicon, world, cast, published

    def of(self, draft: Draft, owner: Member | None) -> Affiliation:
        """What a draft's modifiers, owner and of-phrase tell. `owner`: who its possessive stands for, where that is known."""
        told = Affiliation(country=draft.countries[0] if draft.countries else None, sector=draft.sector)
        for fact in draft.facts:
            self._join(told, fact)
        if owner is not None and told.country is None and told.code is None:
            self._belong(told, owner)
        if draft.regions and told.code is None and draft.kind is not ActorKind.ARMED_GROUP:
            self._join_region(told, [fold(region.name) for region in draft.regions])
        self._read_nouns(told, draft)
        self._read_of_phrase(told, draft)
        return told

    def _join_region(self, told: Affiliation, regions: list[str]) -> None:
        """Take those of a region whose name an armed group of the story bears for the group's people."""
        for member in self.cast.members:
            if member.kind is ActorKind.ARMED_GROUP and member.is_named and any(name in form for form in member.forms for name in regions):
                told.country, told.code, told.organisation = member.country, member.code, member.name
                return

    def _read_of_phrase(self, told: Affiliation, draft: Draft) -> None:
        """Take the sector from what somebody is of or at: "a director at the hospital"."""
        phrase = draft.phrase
        if told.sector is not None or told.code is not None or phrase is None or phrase.of_root is None:
            return
        noun = self.lexicon.noun(self.tree.lemma[phrase.of_root].lower())
        if noun is not None and not noun.is_people:
            told.sector = noun.sector

    def fact_code(self, fact: Organisation | Seat) -> str | None:
        """The actor code of an organisation or seat on the story's day."""
        if isinstance(fact, Organisation):
            return self.world.organisation_code(fact, self.published)
        return fact.code

    def _join(self, told: Affiliation, fact: Organisation | Seat) -> None:
        told.organisation = told.organisation or (fact.name if isinstance(fact, Organisation) else fact.actor)
        if fact.country is not None:
            told.country = told.country or fact.country
        elif told.country is not None and fact.kind in (ActorKind.IGO, ActorKind.ALLIANCE):
            return  # "Russia's representative to the UN" is Russia's
        if told.sector in _OWN_SECTORS and fact.kind is ActorKind.PARTY:
            return
        if fact.country is None or fact.country == told.country:
            told.code = told.code or self.fact_code(fact)

    def _belong(self, told: Affiliation, owner: Member) -> None:
        if owner.kind is ActorKind.POPULATION and told.sector in (None, Sector.MIL, Sector.GOV) and owner.sector is Sector.REB:
            told.country, told.code, told.sector = owner.country, owner.code, Sector.REB
            return
        if owner.kind is ActorKind.STATE or owner.is_person() or owner.kind is ActorKind.POPULATION:
            told.country = owner.country
            if owner.is_person():
                told.code = owner.code
                told.sector = told.sector if told.sector is not None and told.sector is not Sector.CVL else owner.sector
            return
        told.country, told.code = owner.country, owner.code
        told.organisation = owner.name
        if told.code is None and told.sector is None:
            told.sector = owner.sector

    def _read_nouns(self, told: Affiliation, draft: Draft) -> None:
        """Take the sector, and the group, from nouns before the head: "rebel commander", "government official"."""
        phrase = draft.phrase
        if phrase is None or draft.kind not in (ActorKind.PERSON, ActorKind.POPULATION):
            return
        end = phrase.name[0] if phrase.name else phrase.last
        first = phrase.first
        while first < end:
            word = self.tree.low[first]
            noun = self.lexicon.noun(word) or (self.lexicon.noun(word[:-1]) if word.endswith("s") else None)
            first += 1
            if noun is None or noun.is_people or noun is draft.noun:
                continue
            if noun.use == "fighters" or noun.kind is ActorKind.ARMED_GROUP:
                told.sector = Sector.REB
                group = self.latest(ActorKind.ARMED_GROUP, told.country)
                if group is not None:
                    told.country, told.code, told.organisation = group.country or told.country, group.code, group.name
                return
            if noun.words == "administration" and told.country is None and told.code is None:
                told.country, told.sector = "USA", Sector.GOV  # of all countries' governments only this one goes by the bare noun
                return
            if noun.words in ("party", "campaign"):
                party = self.latest(ActorKind.PARTY, told.country)
                if party is not None and told.code is None:
                    told.country, told.code, told.organisation = party.country, party.code, party.name
                return
            if noun.sector is not None and draft.sector in (None, Sector.GOV, Sector.CVL) and told.code is None:
                told.sector = noun.sector
                return

    def latest(self, kind: ActorKind, country: str | None = None) -> Member | None:
        """The member of a kind that was mentioned last, of a country if one is given."""
        found = [
            m for m in self.cast.members if m.kind is kind and m.drafts and (country is None or m.country in (None, country))
        ]
        return max(found, key=lambda m: m.last, default=None)


class Surroundings:
    """Which country is spoken of around a token, for titles and bodies that name none ("the defence ministry").

    Actors, peoples and organisations count, places only where they open a sentence ("In Israel, the intelligence minister").
    """

    def __init__(self, tree: Tree, names: WorldNames, skipped: frozenset[int], paragraph: list[int]) -> None:
        self._tree, self._paragraph = tree, paragraph
        units = [unit for unit in names.units if unit.country and unit.first not in skipped]
        self._events = [(unit.first, unit.country) for unit in units if unit.country and self._speaks(unit)]
        counted = Counter(country for _, country in self._events) or Counter(unit.country for unit in units)
        ranked = counted.most_common(2)
        self.is_one_sided = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] >= _LEAD * ranked[1][1])
        dateline = [unit.country for unit in names.units if unit.country and unit.first in skipped]
        self.home = counted.most_common(1)[0][0] if counted else (dateline[0] if dateline else None)
        self._own: list[tuple[int, str]] = []

    def _speaks(self, unit: Unit) -> bool:
        tree = self._tree
        if isinstance(unit.fact, Organisation) and unit.fact.kind in (ActorKind.COMPANY, ActorKind.MEDIA):
            return False
        if unit.kind in ("people", "organisation", "seat"):
            return True
        head = tree.head[unit.last - 1]
        if tree.dep[unit.last - 1] == "pobj" and tree.low[head] in _WHERE:
            return all(tree.pos[k] in ("ADP", "DET", "PUNCT", "SPACE", "PROPN", "ADJ", "NOUN") for k in self._opening(unit.first))
        return unit.kind in ("country", "adjective") or tree.dep[unit.last - 1] in ("nsubj", "poss", "nsubjpass")

    def _opening(self, token: int) -> range:
        """The tokens from a sentence's beginning to a token."""
        first = token
        while first > 0 and self._tree.sent[first - 1] == self._tree.sent[token]:
            first -= 1
        return range(first, token)

    def government(self, token: int) -> str | None:
        """The country whose government "the government" is: the story's own, if it has one, rather than the one just named."""
        return self.home if self.is_one_sided else self.country(token)

    def note(self, token: int, country: str | None) -> None:
        """Tell that the actor mentioned at a token is of a country."""
        if country is not None:
            self._own.append((token, country))

    def country(self, token: int) -> str | None:
        """The country spoken of last before a token, in its paragraph; the story's main country if none was."""
        best: tuple[int, str] | None = None
        k = bisect_left(self._events, (token, ""))
        if k:
            best = self._events[k - 1]
        for event in reversed(self._own):
            if event[0] < token:
                best = event if best is None or event[0] > best[0] else best
                break
        if best is None or self._paragraph[best[0]] < self._paragraph[token]:
            return self.home
        return best[1]
