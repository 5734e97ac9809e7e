"""Which country, sector and code a person has, by what the story tells, by office, or by what is spoken of around.

In: a person and what a mention tells of it. Out: the person with its country, sector and code, where there is reason for them.
Refuses to overrule the text by a table, and to give an office's code to who has not held it yet.
"""

from __future__ import annotations

from datetime import date

from communique.reading.actors.affiliations import Affiliation
from communique.reading.actors.cast import Member
from communique.reading.actors.drafts import Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.people import is_former
from communique.reading.actors.surroundings import Surroundings
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Sector


class Settler:
    """Settles the persons of one story."""

    def __init__(self, tree: Tree, lexicon: ActorLexicon, world: World, around: Surroundings, published: date | None) -> None:
        self.tree, self.lexicon, self.world, self.around, self.published = tree, lexicon, world, around, published

    def settle(self, member: Member, draft: Draft, told: Affiliation) -> None:
        """Note the country, sector and code that a mention tells of a person; the first that the text tells stay."""
        if not member.is_settled and (told.country or told.code):
            former = draft.phrase is not None and is_former(self.tree, draft.phrase)
            member.country = told.country
            if not (former and member.code is not None):
                member.code = told.code
            member.sector = told.sector or member.sector
            if member.code is None and member.sector is not None:
                member.code = self.world.code(member.country, member.sector)
            member.is_settled = True
        elif member.sector is None or (member.sector is Sector.CVL and told.sector is not None):
            member.sector = told.sector
        if not member.is_settled and member.offices and member.country is None and member.code is None:
            self._settle_by_office(member)
        if member.country is not None and member.code is None and member.is_settled:
            self._complete(member)
        if (
            not member.is_settled
            and member.country is None
            and member.code is None
            and (told.sector is not None or member.heads)
        ):
            outside = draft.regions or not member.heads.isdisjoint(self.lexicon.words["outsider"])
            if not outside or member.is_named:
                member.country = self.around.country(draft.first)

    def _complete(self, member: Member) -> None:
        """Find the sector of a person of whom the text tells the country: by office, or as whoever leads or heads something there."""
        if member.sector is None:
            held = [o for o in member.offices if o.may_hold_on(self.published)]
            own = next((o for o in (*held, *member.offices) if o.of == member.country), None)
            if own is not None:
                member.sector = own.sector
            elif not member.heads.isdisjoint(self.lexicon.words["official"]):
                member.sector = Sector.GOV
        if member.sector is not None:
            member.code = self.world.code(member.country, member.sector)

    def _settle_by_office(self, member: Member) -> None:
        held = [o for o in member.offices if o.may_hold_on(self.published)]
        past = [o for o in member.offices if self.published is not None and o.began <= self.published]
        office = (held or past or list(member.offices))[0]
        if self.world.country_of_code(office.of) is not None:
            member.country = office.of
        elif (organisation := self.world.organisation(office.of)) is not None:
            member.country = organisation.country
        if held or past:  # who will hold an office has not got its code yet
            member.sector = member.sector or office.sector
            member.code = self.world.office_code(office, self.published)
