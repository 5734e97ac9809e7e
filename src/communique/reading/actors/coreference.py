"""Who is meant by each mention: from drafts to the members of the story's cast.

In: drafts in text order. Out: drafts with their members, and the cast. Refuses to guess: a pronoun or a group noun that fits
several equally, and a noun that nothing told of before explains, stay without a member.
"""

from __future__ import annotations

from datetime import date

from communique.reading.actors.affiliations import Affiliation, Affiliations
from communique.reading.actors.appositions import find_appositions
from communique.reading.actors.bodies import BodyLinker
from communique.reading.actors.cast import CORPORATE_KINDS, Cast, Member, latest
from communique.reading.actors.drafts import FIRST_PERSON, Draft
from communique.reading.actors.groups import GroupLinker
from communique.reading.actors.holders import HolderNamer, office_of
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.people import PeopleLinker
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.pronouns import PronounLinker
from communique.reading.actors.settling import Settler
from communique.reading.actors.surroundings import Surroundings
from communique.reading.actors.worldnames import WorldNames
from communique.reading.found import MentionKind
from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Sector
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

# Sectors whose people are of the country spoken of, where the text does not say of which.
_OWN_PEOPLE = frozenset({Sector.LEG, Sector.MIL, Sector.REB, Sector.JUD, Sector.COP, Sector.CVL, Sector.OPP, Sector.GOV})


_SPOKEN_FOR = CORPORATE_KINDS - {ActorKind.MEDIA, ActorKind.COMPANY}
_STATES = frozenset({ActorKind.STATE, ActorKind.IGO, ActorKind.ALLIANCE})
_JUST_BEFORE = 2  # sentences over which a bare "spokesman" speaks for a body
_CHAMBERS = frozenset({"congress", "senate"})
# Where a lone name that looks like a person's is one: with, against, between people, and their belongings.
_PERSONAL_ROLES = frozenset(
    {"passive", "poss", "by", "prep:with", "prep:against", "prep:between", "prep:like", "prep:alongside"}
)


class Linker:
    """Links the drafts of one story."""

    def __init__(
        self,
        tree: Tree,
        passages: Passages,
        lexicon: ActorLexicon,
        world: World,
        names: WorldNames,
        around: Surroundings,
        published: date | None,
    ) -> None:
        self.tree, self.passages, self.lexicon, self.world, self.around = tree, passages, lexicon, world, around
        self.cast = Cast()
        self.affiliations = Affiliations(tree, lexicon, world, self.cast, published)
        self.settler = Settler(tree, lexicon, world, around, published)
        self.people = PeopleLinker(tree, lexicon, world, self.cast, published)
        self.bodies = BodyLinker(tree, lexicon, world, names, self.cast, self.affiliations, around)
        self.pronouns = PronounLinker(tree, passages, lexicon)
        self.groups = GroupLinker(tree, self.cast, names)
        self.holders = HolderNamer(tree, lexicon, world, names, self.cast, published)
        self._partner: dict[int, Draft] = {}
        self._by_root: dict[int, Draft] = {}
        self._by_last: dict[int, Draft] = {}
        self._described_by: set[int] = set()

    def link(self, drafts: list[Draft]) -> Cast:
        """Give each draft its member, in text order; pronouns in a quotation wait for its speaker."""
        drafts.sort(key=lambda d: (d.first, d.last))
        self._by_root = {d.root: d for d in drafts if not d.is_thing}
        self._by_last = {d.last: d for d in drafts if not d.is_thing and not d.is_pronoun}
        self._partner = find_appositions(self.tree, drafts)
        self._described_by = {name.root for name in self._partner.values()}
        self.people.foresee(drafts)
        waiting: list[Draft] = []  # pronouns in quotations, until the sentence has told who speaks
        for draft in drafts:
            passage = self.passages.passage[draft.root]
            if waiting and self.passages.passage[waiting[0].root] != passage:
                self._link_pronouns(waiting)
                waiting = []
            if draft.is_thing:
                self.pronouns.see(draft)
            elif draft.is_pronoun and self.passages.quotation[draft.root] >= 0:
                waiting.append(draft)
            elif draft.is_pronoun:
                self._link_pronouns([draft])
            else:
                if draft.member is None:
                    self._link(draft)
                self._note(draft)
                if draft.is_thing:
                    self.pronouns.see(draft)
        self._link_pronouns(waiting)
        self.holders.name_all()
        return self.cast

    def _link_pronouns(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.words in FIRST_PERSON:
                self.pronouns.link_first_person(draft, self.bodies.party_of)
            else:
                subject = self._by_root.get(self.pronouns.subject_to_come(draft))
                if subject is not None and subject.is_name and subject.member is None:
                    self._link(subject)
                if subject is None or not self.pronouns.link_forward(draft, subject):
                    self.pronouns.link(draft)
            self._note(draft)

    def _note(self, draft: Draft) -> None:
        """Enter a linked mention with its members, as something that what follows may take up."""
        members = (draft.member,) if draft.member is not None else draft.members
        for member in members:
            member.drafts.append(draft)
        if draft.member is not None and draft.member.kind is not ActorKind.POPULATION:
            self.around.note(draft.last, draft.member.country)
        if members:
            self.pronouns.see(draft)

    # --- one draft -------------------------------------------------------------------------------------------------------

    def _link(self, draft: Draft) -> None:
        partner = self._partner.get(draft.root)
        if draft.is_name and draft.kind is None and draft.root in self._described_by:
            draft.kind = ActorKind.PERSON
        if draft.is_name and partner is not None and partner.member is not None and partner.member.is_person():
            draft.member = partner.member
            self.people.learn_name(draft.member, draft)
        elif draft.kind is ActorKind.STATE and draft.is_name:
            draft.member = self.bodies.state(draft.countries[0]) if draft.countries else None
        elif draft.is_name and draft.facts and not (draft.phrase and draft.phrase.name) and draft.kind is not ActorKind.PERSON:
            draft.member = self._organisation(draft)
        elif draft.is_name:
            draft.member = self._name(draft)
        elif partner is not None and draft.kind is ActorKind.PERSON:
            if partner.member is None:
                self._link(partner)
            draft.member = partner.member
            if draft.member is not None and draft.member.is_person():
                self._tell(draft.member, draft)
        elif draft.is_side:
            self._link_side(draft)
        elif self.groups.is_group(draft):
            self.groups.link(draft)
            if not draft.members and draft.kind is not None:
                draft.member = self._described(draft)
        else:
            if partner is not None and partner.member is None:
                self._link(partner)
            if partner is not None and partner.member is not None:
                draft.member = self.bodies.tell_kind(partner.member, draft)
            else:
                self._link_description(draft)
        if draft.members:
            draft.form = MentionKind.GROUP
        elif draft.needs_antecedent and draft.member is None:
            draft.is_thing = True

    def _link_description(self, draft: Draft) -> None:
        """Link a description, to two members where it joins two nations' ("American and Iranian diplomats")."""
        phrase = draft.phrase
        nations = (
            [u.country for u in phrase.units if u.kind in ("people", "country") and u.country] if phrase is not None else []
        )
        if len(set(nations)) == 2 and draft.is_plural and phrase is not None and self._joins(phrase):
            nouns = self.tree.text[self.tree.start[phrase.units[-1].last] : draft.span.end]
            draft.members = tuple(self._nation_part(draft, code, nouns) for code in dict.fromkeys(nations))
            return
        draft.member = self._described(draft)

    def _joins(self, phrase: Phrase) -> bool:
        one, other = phrase.units[0], phrase.units[-1]
        return any(self.tree.low[k] in ("and", "or") for k in range(one.last, other.first))

    def _nation_part(self, draft: Draft, code: str, nouns: str) -> Member:
        country = self.world.country_of_code(code)
        name = f"{country.adjectives[0] if country and country.adjectives else code} {nouns}"
        key = f"{draft.kind or ActorKind.BODY} {fold(name)}"
        member = self.cast.keyed(key)
        if member is None:
            member = Member(
                kind=draft.kind or ActorKind.BODY, name=name, key=key, country=code, sector=draft.sector, is_plural=True
            )
            member.heads.add(nouns.rpartition(" ")[2])
            self.cast.add(member)
        return member

    def _link_side(self, draft: Draft) -> None:
        """Give a side its party; a team that is somebody's own is a body of its own."""
        owner = self._owner(draft)
        if owner is None and (draft.phrase is None or draft.phrase.owner is None):
            self.groups.link_side(draft, self.bodies)
        elif owner is not None and draft.words in ("side", "camp", "party") and owner.is_person():
            draft.member = self.bodies.party_of(owner)
        if draft.member is None and not draft.members and draft.noun is not None and not draft.is_plural:
            draft.kind = draft.noun.kind or ActorKind.BODY
            draft.member = self._described(draft)

    def _owner(self, draft: Draft) -> Member | None:
        """Who the possessive before a description stands for."""
        phrase = draft.phrase
        if phrase is None:
            return None
        if phrase.owner is None:
            return self._owner_after(phrase)
        first, last = phrase.owner
        pronoun = self._by_root.get(first)
        if pronoun is not None and pronoun.is_pronoun:
            return pronoun.member
        words = fold(self.tree.text[self.tree.start[first] : self.tree.end[last - 1]])
        return self._called(words, last - 1)

    def _owner_after(self, phrase: Phrase) -> Member | None:
        """Who stands in the phrase after a noun of persons: "a spokesman for Roe", "supporters of the rebels"."""
        root = phrase.of_root
        if root is None or phrase.of_units or phrase.of_word not in ("of", "for", "to", "from"):
            return None
        words = fold(self.tree.words[root])
        proper = self.tree.pos[root] == "PROPN"
        return self._called(words, root) if proper or phrase.of_word == "of" else None

    def _called(self, words: str, head: int) -> Member | None:
        """The member of words that lie inside a description: a name told before, or a noun for an organisation."""
        parts = words.split()
        for member in self.cast.called(parts[-1]) if parts else ():
            return member
        noun = self.lexicon.noun(self.tree.lemma[head].lower())
        if noun is None or noun.is_people:
            return None
        found = [m for m in self.cast.members if m.kind in CORPORATE_KINDS and m.drafts and noun.words in m.heads]
        if not found and noun.kind is not None:
            found = [m for m in self.cast.members if m.kind is noun.kind and m.drafts]
        return latest(found)

    # --- names -----------------------------------------------------------------------------------------------------------

    def _organisation(self, draft: Draft) -> Member:
        chamber = self._own_chamber(draft)
        if chamber is not None:
            return chamber
        introduced = self._introduced(draft)
        if introduced is not None and introduced.fact is None:
            self.cast.call(introduced, tuple(draft.words.split()))
            introduced.fact = draft.facts[0]
            return introduced
        member = self.bodies.organisation(draft.facts[0])
        member.heads |= set(draft.words.split()[-1:])
        if draft.noun is not None:
            member.heads.add(draft.noun.words)
        return member

    def _own_chamber(self, draft: Draft) -> Member | None:
        """The congress or senate of the country spoken of, where the bare name need not mean the best known one."""
        fact, here = draft.facts[0], self.around.country(draft.first)
        if fact.kind is not ActorKind.BODY or here in (None, fact.country) or draft.words not in _CHAMBERS:
            return None
        if here not in self.lexicon.words[f"has {draft.words}"] or here is None:
            return None
        draft.facts, draft.countries = (), ()
        draft.noun, draft.sector = self.lexicon.noun(draft.words), Sector.LEG
        return self.bodies.described(draft, Affiliation(country=here, sector=Sector.LEG), None)

    def _name(self, draft: Draft) -> Member | None:
        """The member of a proper name that is no name of the world."""
        words = self.people.name_words(draft)
        spelt_out = self._spelt_out(draft, words)
        if spelt_out is not None:
            self.cast.call(spelt_out, words)
            return spelt_out
        if draft.kind is ActorKind.PERSON:
            owner = self._owner(draft)
            told = self.affiliations.of(draft, owner)
            if not words:
                return None
            draft.office_of = office_of(draft, told)
            member = self.people.named(draft, told)
            self._share_office(member, draft, told, owner)
            self._inherit(member, draft, told)
            self.settler.settle(member, draft, told)
            return member
        known = [m for m in self.cast.called(words[-1]) if words in m.forms] if words else []
        if draft.kind is None and not known and len(words) == 1:
            known = [m for m in self.cast.called(words[0]) if m.is_person()] or [
                m for m in self.cast.members if words[0].replace(".", "") in {_acronym(form) for form in m.forms}
            ]
        before = latest(known)
        if before is not None:
            return self.people.named(draft, self.affiliations.of(draft, None)) if before.is_person() else before
        bracketed = self._introduced(draft)
        if bracketed is not None:
            self.cast.call(bracketed, words)
            return bracketed
        if draft.kind is None:
            return self._unknown(draft, words)
        return self._body(draft, words)

    def _spelt_out(self, draft: Draft, words: tuple[str, ...]) -> Member | None:
        """The organisation that the story has spelt out, and now calls by its acronym alone ("the Northern Front, or NF")."""
        phrase = draft.phrase
        first, last = phrase.name if phrase is not None and phrase.name is not None else (draft.first, draft.last)
        name = self.tree.text[self.tree.start[first] : self.tree.end[last - 1]]
        if len(words) != 1 or not name.isupper() or len(words[0].replace(".", "")) < 2 or self.cast.called(words[0]):
            return None
        letters = words[0].replace(".", "")
        return latest(
            m
            for m in self.cast.members
            if m.kind in CORPORATE_KINDS and letters in {_acronym(form) for form in m.forms if len(form) > 1}
        )

    def _introduced(self, draft: Draft) -> Member | None:
        """The organisation whose acronym a name in brackets is: "the Northern Front (NF)"."""
        first = draft.first
        if first < 2 or self.tree.words[first - 1] != "(":
            return None
        before = self._by_last.get(first - 1)
        if before is None or before.member is None or before.member.is_person() or not draft.span.of(self.tree.text).isupper():
            return None
        return before.member

    def _unknown(self, draft: Draft, words: tuple[str, ...]) -> Member | None:
        """A name of which neither the tables nor the story tell what it is: a person if it acts as one, an outlet if it is told."""
        phrase = draft.phrase
        if phrase is None or not words or phrase.unit is not None:  # nothing, or a place
            return None
        if any(self.people.is_foreseen(word) for word in words) and phrase.det != "the":
            draft.kind = ActorKind.PERSON
            return self._name(draft)
        verb = self.tree.lemma[draft.verb].lower()
        text = self.tree.text[self.tree.start[draft.first] : self.tree.end[draft.last - 1]]
        if draft.role == "obj" and verb in ("tell", "inform"):
            draft.kind = ActorKind.MEDIA
        elif draft.is_acting and draft.label == "ORG" and len(words) > 1:
            draft.kind = ActorKind.BODY
        elif self._is_used_as_person(draft) and phrase.det != "the" and not text.isupper():
            draft.kind = ActorKind.PERSON
            return self._name(draft)
        elif draft.is_acting and (len(words) > 1 or phrase.det == "the" or text.isupper()):
            draft.kind = ActorKind.BODY
        return None if draft.kind is None else self._body(draft, words)

    def _body(self, draft: Draft, words: tuple[str, ...]) -> Member:
        owner = self._owner(draft)
        return self.bodies.named(draft, words, self.affiliations.of(draft, owner), owner)

    def _is_used_as_person(self, draft: Draft) -> bool:
        """Whether an unknown name does what people do, or is taken for one and stands where one would."""
        if draft.is_acting:
            return self._is_name_like(draft)
        dealt_with = draft.role == "obj" and self.lexicon.is_a("agent verb", self.tree.lemma[draft.verb].lower())
        return draft.label == "PERSON" and (dealt_with or draft.role in _PERSONAL_ROLES)

    def _is_name_like(self, draft: Draft) -> bool:
        """Whether an unknown word owes its capital to more than its place at the head of a sentence."""
        if draft.label in ("PERSON", "ORG", "GPE", "NORP"):
            return True
        before = draft.first - 1
        while before >= 0 and self.tree.pos[before] in ("PUNCT", "SPACE"):
            before -= 1
        return before >= 0 and self.tree.sent[before] == self.tree.sent[draft.first]

    def _share_office(self, member: Member, draft: Draft, told: Affiliation, owner: Member | None) -> None:
        """Give somebody's counterpart the office of the other: it is the same of another country."""
        phrase = draft.phrase
        if owner is None or owner is member or not owner.is_person() or phrase is None or not owner.heads:
            return
        last = phrase.name[0] if phrase.name is not None else phrase.last
        if "counterpart" in self.tree.low[phrase.first : last]:
            member.heads |= owner.heads
            told.sector = owner.sector
            if told.country != owner.country:
                told.code = self.world.code(told.country, told.sector) if told.country is not None else None

    def _tell(self, member: Member, draft: Draft) -> None:
        """Take in what an apposition tells of a person."""
        owner = self._owner(draft)
        told = self.affiliations.of(draft, owner)
        self._share_office(member, draft, told, owner)
        self.people.learn_title(member, draft)
        if member.gender is None:
            member.gender = draft.gender
        self._inherit(member, draft, told)
        self.settler.settle(member, draft, told)

    def _inherit(self, member: Member, draft: Draft, told: Affiliation) -> None:
        """Let a spokesman of whom the text does not say whose he is speak for the body named last, if it was just before."""
        phrase = draft.phrase
        if told.country is not None or told.code is not None or member.is_settled or phrase is None or phrase.title is None:
            return
        if not self.lexicon.are_alike(phrase.title.title.words, {"spokesman"}):
            return
        near = [
            m
            for m in self.cast.members
            if m.kind in _SPOKEN_FOR
            and m.drafts
            and self.passages.quotation[m.drafts[-1].root] < 0
            and self.tree.sent[draft.first] - self.tree.sent[m.drafts[-1].root] <= _JUST_BEFORE
        ]
        body = latest(near)
        if body is None:
            return
        told.country, told.organisation = body.country, body.name
        told.code = body.code or self.world.code(body.country, body.sector)
        if body.kind is ActorKind.STATE:
            told.code = self.world.code(body.country, Sector.GOV)

    # --- descriptions ----------------------------------------------------------------------------------------------------

    def _described(self, draft: Draft) -> Member | None:
        owner = self._owner(draft)
        told = self.affiliations.of(draft, owner)
        if draft.kind is ActorKind.PERSON:
            return self._person(draft, told, owner)
        if draft.kind is ActorKind.POPULATION:
            return self._population(draft, told, owner)
        return self.bodies.described(draft, told, owner)

    def _person(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        phrase = draft.phrase
        if owner is None or owner.kind in _STATES:
            draft.office_of = office_of(draft, told)
        if draft.is_definite and phrase is not None:
            member = self.people.described(draft, told, owner)
            if member is not None:
                self.people.learn_title(member, draft)
                return member
        if (
            owner is not None
            and not owner.is_person()
            and owner.kind is not ActorKind.POPULATION
            and draft.words.endswith("counterpart")
        ):
            return self.bodies.counterpart(draft, owner)
        member = Member(kind=ActorKind.PERSON, name=self.bodies.display(draft, owner=owner), gender=draft.gender)
        self.cast.add(member)
        self._share_office(member, draft, told, owner)
        self._inherit(member, draft, told)
        self.people.learn_title(member, draft)
        self.settler.settle(member, draft, told)
        return member

    def _population(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member:
        head = (draft.noun.words if draft.noun else None) or draft.words.rpartition(" ")[2]
        words = draft.words
        member = self.cast.keyed(f"population {words}")
        if member is None and draft.is_definite and owner is None:
            found = [m for m in self.cast.members if m.kind is ActorKind.POPULATION and head in m.heads and m.drafts]
            found = [m for m in found if told.country is None or m.country in (None, told.country)]
            member = latest(found)
        if member is None:
            member = Member(
                kind=ActorKind.POPULATION,
                name=self.bodies.display(draft, owner=owner),
                key=f"population {words}",
                is_plural=True,
            )
            member.country, member.code, member.sector = told.country, told.code, told.sector
            at_home = told.sector in _OWN_PEOPLE and not draft.regions and not self.lexicon.is_a("outsider", head)
            if member.country is None and member.code is None and owner is None and at_home:
                member.country = self.around.country(draft.first)
            self.cast.add(member)
            member.heads |= {head}
        return member


def _acronym(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "'s"))
