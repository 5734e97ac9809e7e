"""Who is meant by each mention: from drafts to the members of the story's cast.

In: drafts in text order. Out: drafts with their members, and the cast. Refuses to guess: a pronoun or a group noun that fits several
equally, and a noun that nothing told of before explains, stay without a member.
"""

from __future__ import annotations

from datetime import date

from communique.reading.actor_lexicon import ActorLexicon
from communique.reading.affiliations import Affiliation, Affiliations, Surroundings
from communique.reading.cast import CORPORATE_KINDS, Cast, Member
from communique.reading.drafts import FIRST_PERSON, Draft
from communique.reading.facts import Country, Organisation, Seat, Sector
from communique.reading.found import MentionKind
from communique.reading.groups import GroupLinker
from communique.reading.names import fold
from communique.reading.nominals import Phrase
from communique.reading.passages import Passages
from communique.reading.people import PeopleLinker
from communique.reading.pronouns import PronounLinker
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.worldnames import WorldNames
from communique.record.vocab import ActorKind

_FORMER = frozenset({"former", "ex", "onetime", "one-time", "late", "outgoing", "then"})
_LOCAL = frozenset({"regional", "provincial", "local", "municipal", "rebel", "separatist", "shadow", "city", "state", "breakaway"})
_CLOSERS = frozenset({",", ".", ";", ":", "”", '"', "’", "'", ")", "—", "–", "-"})
_OWN_PEOPLE = frozenset({Sector.LEG, Sector.MIL, Sector.REB, Sector.JUD, Sector.COP, Sector.CVL, Sector.OPP, Sector.GOV})
_NEAR = 4  # sentences over which "the ministry" takes up a ministry of whatever country
# The kinds of named organisations that a general noun may take up.
_TAKES_UP = {
    "agency": frozenset({ActorKind.IGO, ActorKind.BODY, ActorKind.MEDIA}),
    "watchdog": frozenset({ActorKind.IGO, ActorKind.BODY}),
    "bloc": frozenset({ActorKind.IGO, ActorKind.ALLIANCE}),
    "alliance": frozenset({ActorKind.ALLIANCE}),
    "coalition": frozenset({ActorKind.ALLIANCE}),
    "union": frozenset({ActorKind.IGO}),
    "body": frozenset({ActorKind.IGO, ActorKind.BODY}),
    "institution": frozenset({ActorKind.IGO}),
    "organisation": frozenset({ActorKind.IGO, ActorKind.ALLIANCE, ActorKind.ARMED_GROUP, ActorKind.BODY}),
    "organization": frozenset({ActorKind.IGO, ActorKind.ALLIANCE, ActorKind.ARMED_GROUP, ActorKind.BODY}),
    "group": frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.IGO, ActorKind.ALLIANCE}),
    "movement": frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY}),
    "front": frozenset({ActorKind.ARMED_GROUP}),
    "party": frozenset({ActorKind.PARTY}),
    "company": frozenset({ActorKind.COMPANY}),
    "firm": frozenset({ActorKind.COMPANY}),
    "bank": frozenset({ActorKind.COMPANY}),
    "newspaper": frozenset({ActorKind.MEDIA}),
    "paper": frozenset({ActorKind.MEDIA}),
    "broadcaster": frozenset({ActorKind.MEDIA}),
    "network": frozenset({ActorKind.MEDIA}),
}
_PERSONAL_KINDS = frozenset({ActorKind.PERSON, ActorKind.POPULATION})


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
        self.tree, self.passages, self.lexicon, self.world = tree, passages, lexicon, world
        self.names, self.around = names, around
        self.published = published
        self.cast = Cast()
        self.affiliations = Affiliations(tree, lexicon, world, self.cast, published)
        self.people = PeopleLinker(tree, lexicon, world, self.cast, published)
        self.pronouns = PronounLinker(tree, passages, lexicon, self.cast)
        self.groups = GroupLinker(tree, self.cast, names)
        self._partner: dict[int, Draft] = {}
        self._by_root: dict[int, Draft] = {}
        self._by_last: dict[int, Draft] = {}
        self._described_by: set[int] = set()

    def link(self, drafts: list[Draft]) -> Cast:
        """Give each draft its member, in text order; first persons, who need the speaker, come last."""
        drafts.sort(key=lambda d: (d.first, d.last))
        self._by_root = {d.root: d for d in drafts if not d.is_thing}
        self._by_last = {d.last: d for d in drafts if not d.is_thing and not d.is_pronoun}
        self._partner = self._appositions(drafts)
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
        return self.cast

    def _link_pronouns(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            if draft.words in FIRST_PERSON:
                self.pronouns.link_first_person(draft, self.state)
            else:
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
            draft.member = self._state(draft)
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
        elif partner is not None and partner.member is not None:
            draft.member = self._told_kind(partner.member, draft)
        else:
            self._link_description(draft)
        if draft.members:
            draft.form = MentionKind.GROUP
        elif draft.needs_antecedent and draft.member is None:
            draft.is_thing = True

    def _told_kind(self, member: Member, draft: Draft) -> Member:
        """Let an apposition say what an organisation is: "the Free Front, a small rebel group"."""
        noun = draft.noun
        if member.fact is None and noun is not None and noun.kind is not None:
            member.kind = noun.kind
            member.sector = noun.sector or member.sector
        if noun is not None:
            member.heads |= {noun.words, noun.words.rpartition(" ")[2]}
        return member

    def _link_description(self, draft: Draft) -> None:
        """Link a description, to two members where it joins two nations' ("American and Iranian diplomats")."""
        phrase = draft.phrase
        nations = [u.country for u in phrase.units if u.kind in ("people", "country") and u.country] if phrase is not None else []
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
            member = Member(kind=draft.kind or ActorKind.BODY, name=name, key=key, country=code, sector=draft.sector, is_plural=True)
            member.heads.add(nouns.rpartition(" ")[2])
            self.cast.add(member)
        return member

    def _link_side(self, draft: Draft) -> None:
        """Give a side its party; a team that is somebody's own is a body of its own."""
        owner = self._owner(draft)
        if owner is None and (draft.phrase is None or draft.phrase.owner is None):
            self.groups.link_side(draft, self)
        elif owner is not None and draft.words in ("side", "camp", "party") and owner.is_person():
            draft.member = self.pronouns.party_of(owner, self.state)
        if draft.member is None and not draft.members and draft.noun is not None and not draft.is_plural:
            draft.kind = draft.noun.kind or ActorKind.BODY
            draft.member = self._described(draft)

    def organisation(self, fact: Organisation | Seat) -> Member:
        """The member for an organisation or seat of the tables, made where there is none yet."""
        name = fact.name if isinstance(fact, Organisation) else fact.actor
        key = f"organisation {name}"
        member = self.cast.keyed(key)
        if member is None:
            member = Member(kind=fact.kind, name=name, key=key, fact=fact, country=fact.country, is_named=True, is_settled=True)
            member.code = self.affiliations.fact_code(fact)
            self.cast.add(member)
            self.cast.call(member, tuple(fold(name).split()))
            if isinstance(fact, Organisation):
                member.heads |= set(fact.nouns)
        return member

    def _owner(self, draft: Draft) -> Member | None:
        """Who the possessive before a description stands for."""
        phrase = draft.phrase
        if phrase is None or phrase.owner is None:
            return None
        first, last = phrase.owner
        pronoun = self._by_root.get(first)
        if pronoun is not None and pronoun.is_pronoun:
            return pronoun.member
        words = fold(self.tree.text[self.tree.start[first] : self.tree.end[last - 1]])
        return self._called(words, last - 1)

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
        return max(found, key=lambda m: m.last, default=None)

    def _country(self, draft: Draft) -> str | None:
        return draft.countries[0] if draft.countries else None

    # --- names -----------------------------------------------------------------------------------------------------------

    def _state(self, draft: Draft) -> Member | None:
        code = draft.countries[0] if draft.countries else None
        return None if code is None else self.state(code)

    def state(self, code: str) -> Member:
        """The member for a country's state, made where there is none yet."""
        member = self.cast.keyed(f"state {code}")
        if member is None:
            country = self.world.country_of_code(code)
            member = Member(kind=ActorKind.STATE, name=country.name if country else code, key=f"state {code}", fact=country)
            member.country, member.code, member.is_named, member.is_settled = code, code, True, True
            self.cast.add(member)
            if country is not None:
                self.cast.call(member, tuple(fold(country.name).split()))
        return member

    def _organisation(self, draft: Draft) -> Member:
        member = self.organisation(draft.facts[0])
        member.heads |= set(draft.words.split()[-1:])
        if draft.noun is not None:
            member.heads.add(draft.noun.words)
        return member

    def _name(self, draft: Draft) -> Member | None:
        """The member of a proper name that is no name of the world."""
        words = self.people.name_words(draft)
        if draft.kind is ActorKind.PERSON:
            owner = self._owner(draft)
            told = self.affiliations.of(draft, owner)
            if self._is_partner_named(draft, words):
                return None
            member = self.people.named(draft, told)
            self._settle(member, draft, told)
            return member
        known = [m for m in self.cast.called(words[-1]) if words in m.forms] if words else []
        if draft.kind is None and not known and len(words) == 1:
            known = [m for m in self.cast.called(words[0]) if m.is_person()] or [
                m for m in self.cast.members if words[0].replace(".", "") in {_acronym(form) for form in m.forms}
            ]
        if known:
            member = max(known, key=lambda m: m.last)
            if member.is_person():
                told = self.affiliations.of(draft, None)
                member = self.people.named(draft, told)
            return member
        bracketed = self._introduced(draft)
        if bracketed is not None:
            self.cast.call(bracketed, words)
            return bracketed
        if draft.kind is None:
            return self._unknown(draft, words)
        return self._body(draft, words)

    def _is_partner_named(self, draft: Draft, words: tuple[str, ...]) -> bool:
        return not words

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
        if phrase is None or not words:
            return None
        if phrase.unit is not None:  # a place
            return None
        if any(self.people.is_foreseen(word) for word in words) and phrase.det != "the":
            draft.kind = ActorKind.PERSON
            return self._name(draft)
        verb = self.tree.lemma[draft.verb].lower()
        text = self.tree.text[self.tree.start[draft.first] : self.tree.end[draft.last - 1]]
        if draft.role == "obj" and verb in ("tell", "inform"):
            draft.kind = ActorKind.MEDIA
        elif draft.is_acting and phrase.det != "the" and not text.isupper() and self._is_name_like(draft):
            draft.kind = ActorKind.PERSON
            return self._name(draft)
        elif draft.is_acting and (len(words) > 1 or phrase.det == "the" or text.isupper()):
            draft.kind = ActorKind.BODY
        return None if draft.kind is None else self._body(draft, words)

    def _is_name_like(self, draft: Draft) -> bool:
        """Whether an unknown word owes its capital to more than its place at the head of a sentence."""
        before = draft.first - 1
        while before >= 0 and self.tree.pos[before] in ("PUNCT", "SPACE"):
            before -= 1
        return before >= 0 and self.tree.sent[before] == self.tree.sent[draft.first]

    def _body(self, draft: Draft, words: tuple[str, ...]) -> Member:
        told = self.affiliations.of(draft, self._owner(draft))
        kind = draft.kind or ActorKind.BODY
        name = self.tree.text[draft.span.start : draft.span.end]
        name = name[4:] if name[:4].lower() == "the " else name
        owner = self._owner(draft)
        if owner is not None and owner.kind is ActorKind.ARMED_GROUP:
            kind = ActorKind.ARMED_GROUP
        member = self.cast.add(Member(kind=kind, name=name, country=told.country, sector=told.sector, code=told.code))
        if kind is ActorKind.MEDIA:
            member.sector = Sector.MED
        self.cast.call(member, words)
        member.heads |= {words[-1]} | ({draft.noun.words} if draft.noun else set())
        if member.country is None and draft.noun is not None and draft.noun.sector not in (None, Sector.CVL, Sector.MED):
            member.country = self.around.country(draft.first)
        return member

    def _settle(self, member: Member, draft: Draft, told: Affiliation) -> None:
        """Note the country, sector and code that a mention tells of a person; the first that the text tells stay."""
        if not member.is_settled and (told.country or told.code):
            phrase = draft.phrase
            former = phrase is not None and phrase.title is not None and not _FORMER.isdisjoint(phrase.title.title.modifiers)
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
        if not member.is_settled and member.country is None and member.code is None and (told.sector is not None or member.heads):
            outside = draft.regions or not member.heads.isdisjoint(self.lexicon.words["outsider"])
            if not outside or member.is_named:
                member.country = self.around.country(draft.first)

    def _complete(self, member: Member) -> None:
        """Find the sector of a person of whom the text tells the country: by office, or as whoever leads or heads something there."""
        if member.sector is None:
            held = [o for o in member.offices if self.published is None or o.may_hold_on(self.published)]
            own = next((o for o in (*held, *member.offices) if o.of == member.country), None)
            if own is not None:
                member.sector = own.sector
            elif not member.heads.isdisjoint(self.lexicon.words["official"]):
                member.sector = Sector.GOV
        if member.sector is not None:
            member.code = self.world.code(member.country, member.sector)

    def _settle_by_office(self, member: Member) -> None:
        held = [o for o in member.offices if self.published is None or o.may_hold_on(self.published)]
        past = [o for o in member.offices if self.published is not None and o.began <= self.published]
        office = (held or past or list(member.offices))[0]
        if self.world.country_of_code(office.of) is not None:
            member.country = office.of
        elif (organisation := self.world.organisation(office.of)) is not None:
            member.country = organisation.country
        if held or past:  # who will hold an office has not got its code yet
            member.sector = member.sector or office.sector
            member.code = self.world.office_code(office, self.published)

    def _tell(self, member: Member, draft: Draft) -> None:
        """Take in what an apposition tells of a person."""
        told = self.affiliations.of(draft, self._owner(draft))
        self.people.learn_title(member, draft)
        if member.gender is None:
            member.gender = draft.gender
        self._settle(member, draft, told)

    # --- descriptions ----------------------------------------------------------------------------------------------------

    def _described(self, draft: Draft) -> Member | None:
        owner = self._owner(draft)
        told = self.affiliations.of(draft, owner)
        if draft.kind is ActorKind.PERSON:
            return self._person(draft, told, owner)
        if draft.kind is ActorKind.POPULATION:
            return self._population(draft, told, owner)
        return self._corporate(draft, told, owner)

    def _person(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        phrase = draft.phrase
        if draft.is_definite and phrase is not None:
            member = self.people.described(draft, told, owner)
            if member is not None:
                self.people.learn_title(member, draft)
                return member
        member = Member(kind=ActorKind.PERSON, name=self._display(draft), gender=draft.gender)
        self.cast.add(member)
        self.people.learn_title(member, draft)
        self._settle(member, draft, told)
        return member

    def _population(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        phrase = draft.phrase
        head = (draft.noun.words if draft.noun else None) or draft.words.rpartition(" ")[2]
        words = draft.words
        member = self.cast.keyed(f"population {words}")
        if member is None and draft.is_definite and owner is None:
            found = [m for m in self.cast.members if m.kind is ActorKind.POPULATION and head in m.heads and m.drafts]
            found = [m for m in found if told.country is None or m.country in (None, told.country)]
            member = max(found, key=lambda m: m.last, default=None)
        if member is None:
            member = Member(kind=ActorKind.POPULATION, name=self._display(draft), key=f"population {words}", is_plural=True)
            member.country, member.code, member.sector = told.country, told.code, told.sector
            if member.country is None and member.code is None and owner is None and phrase is not None:
                if (
                    told.sector in _OWN_PEOPLE and not draft.regions and not self.lexicon.is_a("outsider", head)
                ):
                    member.country = self.around.country(draft.first)
            self.cast.add(member)
            member.heads |= {head}
        return member

    def _corporate(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        """A body, group or organisation by a common noun."""
        noun = draft.noun
        if noun is None:
            return None
        if noun.use in ("powers", "states"):
            return self._states(draft, told, owner)
        if owner is not None and owner.is_person() and noun.words in ("party", "movement", "group", "government", "organisation"):
            party = self.pronouns.party_of(owner, self.state)
            if party is not None:
                return party
        if draft.kind is ActorKind.ARMED_GROUP and draft.facts and noun.use == "fighters":
            return self._organisation(draft)
        if noun.use == "state" and not draft.regions and not _LOCAL & set(draft.words.split()):
            return self.groups.government(draft, told, self, self.around.government(draft.first))
        found = None if (draft.countries or draft.regions) and not noun.is_weak else self._anaphor(draft, told, owner)
        if found is not None or draft.needs_antecedent:
            return found
        if noun.is_weak and not (draft.is_acting or told.country or told.code or draft.regions or owner is not None):
            return None
        kind = draft.kind or ActorKind.BODY
        country = told.country
        if country is None and told.code is None and not draft.regions and (noun.sector is not None or owner is None):
            country = self.around.country(draft.first) if noun.sector not in (None, Sector.CVL, Sector.MED) else None
        if draft.regions and noun.sector is Sector.MIL:
            kind, country = ActorKind.ARMED_GROUP, draft.regions[0].country
        label = "army" if noun.use == "troops" or noun.words in ("army", "armed forces") else noun.words
        region = fold(draft.regions[0].name) if draft.regions else ""
        key = f"{kind} {country} {told.organisation} {label} {region}"
        member = self.cast.keyed(key) if not noun.is_weak or draft.is_definite else None
        if member is None:
            member = Member(kind=kind, name=self._display(draft, country), key=key, country=country, code=told.code)
            member.sector = Sector.REB if kind is ActorKind.ARMED_GROUP else told.sector or noun.sector
            member.is_plural = draft.is_plural
            self.cast.add(member)
        member.heads |= {noun.words, noun.words.rpartition(" ")[2]}
        return member

    def _anaphor(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        """What a definite noun takes up: "the agency", "the rebels", "the ministry"."""
        noun = draft.noun
        phrase = draft.phrase
        if noun is None or not draft.is_definite or phrase is None:
            return None
        if owner is not None and phrase.owner is not None and not owner.is_person():
            return None
        head = noun.words if " " in noun.words or draft.words.count(" ") else noun.words.rpartition(" ")[2]
        taken_up = _TAKES_UP.get(noun.words, frozenset())
        found: list[Member] = []
        weak_fits: list[Member] = []
        for member in self.cast.members:
            if member.kind in _PERSONAL_KINDS or not member.drafts:
                continue
            if told.country is not None and member.country not in (None, told.country):
                continue
            if told.code is not None and member.code != told.code:
                continue
            if noun.words in member.heads or head in member.heads or (noun.is_weak and any(head in form for form in member.forms)):
                found.append(member)
            elif member.kind in taken_up and member.is_named and " " not in draft.words:
                weak_fits.append(member)
            elif noun.use == "fighters" and member.kind is ActorKind.ARMED_GROUP and not phrase.number:
                found.append(member)
        found = found or weak_fits
        if noun.sector is not None and not noun.is_weak and told.country is None and found:
            here = self.around.country(draft.first)
            near = [m for m in found if self.tree.sent[draft.first] - self.tree.sent[m.last] <= _NEAR]
            found = [m for m in found if m.country == here] or near
        if not found and noun.use == "fighters" and not phrase.number and not phrase.units:
            return self._foreseen(ActorKind.ARMED_GROUP, draft)
        return max(found, key=lambda m: m.last, default=None)

    def _foreseen(self, kind: ActorKind, draft: Draft) -> Member | None:
        """The organisation of a kind that the story names nearest to a draft, though maybe inside another's title."""
        units = [u for u in self.names.units if isinstance(u.fact, Organisation) and u.fact.kind is kind]
        near = min(units, key=lambda u: (u.first > draft.first, abs(u.first - draft.first)), default=None)
        return None if near is None or not isinstance(near.fact, Organisation) else self.organisation(near.fact)

    def _states(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        """Groups of states ("six world powers", "European allies"), and the state of somebody ("his country")."""
        if draft.kind is ActorKind.STATE:
            if (
                owner is not None
                and owner.country is not None
                and draft.noun is not None
                and draft.noun.words in ("country", "nation")
            ):
                return self.state(owner.country)
            return None
        head = draft.noun.words if draft.noun else ""
        short = head.rpartition(" ")[2]
        found = [m for m in self.cast.members if m.kind is ActorKind.ALLIANCE and short in m.heads and m.drafts]
        words = draft.words
        phrase = draft.phrase
        same = self.cast.keyed(f"states {words}")
        if same is not None:
            return same
        if found and draft.is_definite and (phrase is None or not phrase.owner):
            return max(found, key=lambda m: m.last)
        if short in ("country", "nation", "government", "state") and not (
            draft.regions or (phrase and phrase.number) or draft.is_acting
        ):
            if head == short:
                return None
        member = Member(kind=ActorKind.ALLIANCE, name=self._display(draft), key=f"states {words}", is_plural=True)
        member.heads |= {head, short}
        return self.cast.add(member)

    def _display(self, draft: Draft, country: str | None = None) -> str:
        """The name of an actor without a name: its description without the article, with its country where that is not in it."""
        tree, phrase = self.tree, draft.phrase
        text = tree.text[draft.span.start : draft.span.end]
        if phrase is not None and phrase.det and text[: len(phrase.det)].lower() == phrase.det:
            text = text[len(phrase.det) :].strip()
        if (
            phrase is not None
            and phrase.number
            and text[: len(phrase.number)].lower() == phrase.number
            and draft.kind is not None
        ):
            shorter = text[len(phrase.number) :].strip()
            text = shorter or text
        if country is not None and not draft.countries:
            known = self.world.country_of_code(country)
            if known is not None and known.adjectives and draft.kind not in _PERSONAL_KINDS:
                text = f"{known.adjectives[0]} {text}"
        return text

    # --- appositions -----------------------------------------------------------------------------------------------------

    def _appositions(self, drafts: list[Draft]) -> dict[int, Draft]:
        """The name beside each description of a person: "Jane Roe, the minister", "the minister, Jane Roe"."""
        found: dict[int, Draft] = {}
        actors = [d for d in drafts if not d.is_thing and not d.is_pronoun]
        for one, other in zip(actors, actors[1:], strict=False):
            name, description = (one, other) if one.is_name else (other, one)
            if self._is_alias(one, other):
                found[other.root] = one
                continue
            if not name.is_name or description.is_name or description.is_side:
                continue
            ally = description.noun is not None and description.noun.use == "states" and name.kind is ActorKind.STATE
            personal = description.kind is ActorKind.PERSON and (ally or name.kind in (ActorKind.PERSON, None))
            corporate = description.kind in CORPORATE_KINDS and name.kind in CORPORATE_KINDS and name.kind is not ActorKind.STATE
            if not (personal or (corporate and one is name)) or self.tree.sent[one.root] != self.tree.sent[other.root]:
                continue
            if self._is_apposition(one, other) and description.root not in found:
                found[description.root] = name
        return found

    def _is_alias(self, one: Draft, other: Draft) -> bool:
        """Whether the second of two mentions is another name for the first: "the commander, known as Roe"."""
        tree = self.tree
        if not other.is_name or other.role != "prep:as" or tree.low[other.verb] != "known":
            return False
        return tree.head[other.verb] == one.root or 0 < other.verb - one.last <= 2

    def _is_apposition(self, one: Draft, other: Draft) -> bool:
        tree = self.tree
        gap = [k for k in range(one.last, other.first) if tree.low[k] not in ("now", "then", "once", "currently", "formerly")]
        if len(gap) == 0 or any(tree.words[k] not in (",", "(", "—", "–", "’", "'") for k in gap):
            return False
        linked = tree.dep[other.root] == "appos" and tree.head[other.root] == one.root
        if linked:
            return True
        if other.is_name or one.role in ("root",):
            return False
        after = tree.words[other.last] if other.last < tree.n else "."
        phrase = other.phrase
        opens_clause = other.last < tree.n and (tree.tag[other.last] in ("VBN", "WP", "WDT", "WP$", "VBG") or tree.pos[other.last] == "ADP")
        return (
            (after in _CLOSERS or opens_clause)
            and phrase is not None
            and (phrase.det in ("the", "a", "an") or phrase.owner is not None)
            and tree.dep[other.root] != "conj"
        )


def _acronym(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "'s"))


__all__ = ["Country", "Linker", "Seat"]
