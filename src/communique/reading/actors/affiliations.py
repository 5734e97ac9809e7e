"""Whose a description or title is: the country, the organisation and the sector that its words tell.

In: a draft, the cast so far and the story's countries. Out: an `Affiliation`. Refuses to take a country from what stands around
of a word: that is `Surroundings`' part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from communique.reading.actors.cast import Cast, Member, latest
from communique.reading.actors.drafts import Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Organisation, Place, Seat, Sector
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

# Sectors that people keep whatever party or organisation their title names: a Republican senator is of the legislature.
_OWN_SECTORS = frozenset({Sector.LEG, Sector.JUD, Sector.MIL})


def name_of(fact: Organisation | Seat) -> str:
    """The name of an organisation, or of who sits in a seat."""
    return fact.name if isinstance(fact, Organisation) else fact.actor


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
        adjectives = (
            [u.fact.name for u in draft.phrase.units if u.kind == "adjective" and isinstance(u.fact, Place)]
            if draft.phrase is not None
            else []
        )
        if adjectives and told.code is None and draft.kind is not ActorKind.ARMED_GROUP:
            self._join_region(told, [fold(name) for name in adjectives])
        self._read_nouns(told, draft)
        self._read_of_phrase(told, draft)
        return told

    def _join_region(self, told: Affiliation, regions: list[str]) -> None:
        """Take those of a region whose name an armed group of the story bears for the group's people."""
        for member in self.cast.members:
            if (
                member.kind is ActorKind.ARMED_GROUP
                and member.is_named
                and any(name in form for form in member.forms for name in regions)
            ):
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
        told.organisation = told.organisation or name_of(fact)
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
                group = self._latest(ActorKind.ARMED_GROUP, told.country)
                if group is not None:
                    told.country, told.code, told.organisation = group.country or told.country, group.code, group.name
                return
            if noun.words == "administration" and told.country is None and told.code is None:
                told.country, told.sector = (
                    "USA",
                    Sector.GOV,
                )  # of all countries' governments only this one goes by the bare noun
                return
            if noun.words in ("party", "campaign"):
                party = self._latest(ActorKind.PARTY, told.country)
                if party is not None and told.code is None:
                    told.country, told.code, told.organisation = party.country, party.code, party.name
                return
            if noun.sector is not None and draft.sector in (None, Sector.GOV, Sector.CVL) and told.code is None:
                told.sector = noun.sector
                return

    def _latest(self, kind: ActorKind, country: str | None) -> Member | None:
        """The member of a kind that was mentioned last, of a country if one is given."""
        found = (m for m in self.cast.members if m.kind is kind and m.drafts)
        return latest(m for m in found if country is None or m.country in (None, country))
