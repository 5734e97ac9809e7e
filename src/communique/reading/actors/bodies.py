"""Which state, body, group or organisation a name or a common noun stands for.

In: drafts of anything but persons and populations, with what their words tell. Out: the `Member` each stands for, made where nobody
fits. Refuses a weak noun ("the agency") that takes nothing up and of which the text tells nothing more.
"""

from __future__ import annotations

from communique.reading.actors.affiliations import Affiliation, Affiliations, name_of
from communique.reading.actors.cast import CORPORATE_KINDS, Cast, Member, latest
from communique.reading.actors.drafts import PERSONAL_KINDS, Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.surroundings import Surroundings
from communique.reading.actors.worldnames import WorldNames
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Organisation, Seat, Sector
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

_LOCAL = frozenset(
    {"regional", "provincial", "local", "municipal", "rebel", "separatist", "shadow", "city", "state", "breakaway"}
)
_ADMINISTRATIONS = frozenset({"administration", "presidency"})
_BARE_STATES = frozenset({"country", "nation", "government", "state"})
_OWNED = frozenset({"party", "movement", "group", "government", "organisation"})  # "her party": the one she belongs to
_ARMIES = frozenset({"army", "armed forces", "military"})
_FOREIGN = frozenset({"foreign", "international"})  # troops of no country that the story need have named
_NO_COUNTRY = frozenset({None, Sector.CVL, Sector.MED})  # sectors that need not be of the country spoken of
NEAR_SENTENCES = 4  # over which "the ministry" takes up a ministry of whatever country


class BodyLinker:
    """Links the states, bodies and organisations of one story."""

    def __init__(
        self,
        tree: Tree,
        lexicon: ActorLexicon,
        world: World,
        names: WorldNames,
        cast: Cast,
        affiliations: Affiliations,
        around: Surroundings,
    ) -> None:
        self.tree, self.lexicon, self.world, self.names = tree, lexicon, world, names
        self.cast, self.affiliations, self.around = cast, affiliations, around

    # --- states and organisations of the tables --------------------------------------------------------------------------

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

    def organisation(self, fact: Organisation | Seat) -> Member:
        """The member for an organisation or seat of the tables, made where there is none yet."""
        name = name_of(fact)
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

    def party_of(self, speaker: Member) -> Member | None:
        """The state or organisation that somebody speaks for, None where the story does not tell."""
        if not speaker.is_person():
            return speaker
        if speaker.country is not None and speaker.code == f"{speaker.country}GOV":
            return self.state(speaker.country)
        found = (m for m in self.cast.members if m.kind in CORPORATE_KINDS and m.code is not None and m.code == speaker.code)
        return next(found, None)

    # --- other names and common nouns ------------------------------------------------------------------------------------

    def named(self, draft: Draft, words: tuple[str, ...], told: Affiliation, owner: Member | None) -> Member:
        """A new organisation by a name that no table has."""
        kind = draft.kind or ActorKind.BODY
        name = self.tree.text[draft.span.start : draft.span.end]
        name = name[4:] if name[:4].lower() == "the " else name
        if owner is not None and owner.kind is ActorKind.ARMED_GROUP:
            kind = ActorKind.ARMED_GROUP
        member = self.cast.add(Member(kind=kind, name=name, country=told.country, sector=told.sector, code=told.code))
        if kind is ActorKind.MEDIA:
            member.sector = Sector.MED
        self.cast.call(member, words)
        member.heads |= {words[-1]} | ({draft.noun.words} if draft.noun else set())
        if member.country is None and draft.noun is not None and draft.noun.sector not in _NO_COUNTRY:
            member.country = self.around.country(draft.first)
        return member

    def tell_kind(self, member: Member, draft: Draft) -> Member:
        """Let an apposition say what an organisation is: "the Free Front, a small rebel group"."""
        noun = draft.noun
        if member.fact is None and noun is not None and noun.kind is not None:
            member.kind = noun.kind
            member.sector = noun.sector or member.sector
        if noun is not None:
            member.heads |= {noun.words, noun.words.rpartition(" ")[2]}
        return member

    def described(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        """A body, group or organisation by a common noun."""
        noun = draft.noun
        if noun is None:
            return None
        if noun.use in ("powers", "states"):
            return self._states(draft, owner)
        if owner is not None and owner.is_person() and noun.words in _OWNED:
            party = self.party_of(owner)
            if party is None and owner.code is not None and owner.code.endswith(Sector.REB):  # named only further down
                party = self._foreseen(ActorKind.ARMED_GROUP, draft, owner.country)
            if party is not None:
                return party
        if noun.use == "fighters" and draft.kind is ActorKind.ARMED_GROUP and owner is not None:
            group = owner if owner.kind is ActorKind.ARMED_GROUP else self.party_of(owner)
            if group is not None and group.kind is ActorKind.ARMED_GROUP:
                return group
        if draft.kind is ActorKind.ARMED_GROUP and draft.facts and noun.use == "fighters":
            return self.organisation(draft.facts[0])
        if noun.use == "state" and not draft.regions and not _LOCAL & set(draft.words.split()):
            return self._government(draft, told)
        plain = noun.is_weak or noun.use == "fighters" or not (draft.countries or draft.regions)
        found = self._anaphor(draft, told, owner) if plain else None
        if found is not None or draft.needs_antecedent:
            return found
        if noun.is_weak and not (draft.is_acting or told.country or told.code or draft.regions or owner is not None):
            return None
        kind = draft.kind or ActorKind.BODY
        country = told.country
        if country is None and told.code is None and not draft.regions and (noun.sector is not None or owner is None):
            country = self.around.country(draft.first) if noun.sector not in _NO_COUNTRY else None
        if draft.regions and noun.sector is Sector.MIL:
            kind, country = ActorKind.ARMED_GROUP, draft.regions[0].country
        if not _FOREIGN.isdisjoint(draft.words.split()):
            country = told.country
        elif "federal" in draft.words.split() and told.country is None:
            country = self.around.home  # as against a region's, in a story about the country
        label = "army" if noun.use == "troops" or noun.words in _ARMIES else noun.words
        region = fold(draft.regions[0].name) if draft.regions else ""
        key = f"{kind} {country} {told.organisation} {label} {region}"
        member = self.cast.keyed(key) if not noun.is_weak or draft.is_definite else None
        if member is None:
            member = Member(kind=kind, name=self.display(draft, country, owner), key=key, country=country, code=told.code)
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
        taken_up = self.lexicon.taken_up.get(noun.words, frozenset())
        found: list[Member] = []
        weak_fits: list[Member] = []
        for member in self.cast.members:
            if member.kind in PERSONAL_KINDS or not member.drafts:
                continue
            if told.country is not None and member.country not in (None, told.country):
                continue
            if told.code is not None and member.code != told.code:
                continue
            if (
                noun.words in member.heads
                or head in member.heads
                or (noun.is_weak and any(head in form for form in member.forms))
            ):
                found.append(member)
            elif member.kind in taken_up and member.is_named and " " not in draft.words:
                weak_fits.append(member)
            elif noun.use == "fighters" and member.kind is ActorKind.ARMED_GROUP and not phrase.number:
                found.append(member)
        found = found or weak_fits
        if noun.sector is not None and not noun.is_weak and told.country is None and found:
            here = self.around.country(draft.first)
            near = [m for m in found if self.tree.sent[draft.first] - self.tree.sent[m.last] <= NEAR_SENTENCES]
            found = [m for m in found if m.country == here] or near
        if not found and noun.use == "fighters" and not phrase.number and not phrase.units:
            return self._foreseen(ActorKind.ARMED_GROUP, draft, told.country)
        return latest(found)

    def _foreseen(self, kind: ActorKind, draft: Draft, country: str | None) -> Member | None:
        """The organisation of a kind that the story names nearest to a draft, though maybe inside another's title."""
        units = [u for u in self.names.units if isinstance(u.fact, Organisation) and u.fact.kind is kind]
        units = [u for u in units if country is None or u.country in (None, country)]
        near = min(units, key=lambda u: (u.first > draft.first, abs(u.first - draft.first)), default=None)
        return None if near is None or not isinstance(near.fact, Organisation) else self.organisation(near.fact)

    def _states(self, draft: Draft, owner: Member | None) -> Member | None:
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
            return latest(found)
        is_told = bool(draft.regions) or draft.is_acting or (phrase is not None and bool(phrase.number))
        if head == short and short in _BARE_STATES and not is_told:
            return None
        member = Member(kind=ActorKind.ALLIANCE, name=self.display(draft), key=f"states {words}", is_plural=True)
        member.heads |= {head, short}
        return self.cast.add(member)

    def _government(self, draft: Draft, told: Affiliation) -> Member | None:
        """The state that "the government", "the authorities", "the administration" stands for."""
        phrase = draft.phrase
        if phrase is None or (draft.is_plural and draft.noun is not None and draft.noun.words == "government"):
            return None
        if not (draft.is_definite or draft.countries or draft.is_plural):
            return None
        if told.organisation is not None and draft.facts:
            return self.organisation(draft.facts[0])
        foreign = told.country is None and phrase.reach > phrase.last  # "the government of the island"
        country = None if foreign else told.country or self.around.government(draft.first)
        noun = draft.noun.words if draft.noun else ""
        if country is None:
            key = f"government {draft.words}"
            member = self.cast.keyed(key)
            return member or self.cast.add(Member(kind=ActorKind.BODY, name=self.display(draft), key=key, sector=draft.sector))
        if noun in _ADMINISTRATIONS and (country == "USA" or told.country is None):
            house = self.world.seat("White House")
            if house is not None:
                return self.organisation(house)
        member = self.state(country)
        member.heads.add("government")
        return member

    def counterpart(self, draft: Draft, owner: Member) -> Member:
        """The like of a body in another country: "the Russian ministry ... its U.S. counterpart"."""
        country = draft.countries[0] if draft.countries else None
        member = Member(kind=owner.kind, name=self.display(draft, owner=owner), country=country, sector=owner.sector)
        member.heads |= owner.heads
        return self.cast.add(member)

    def display(self, draft: Draft, country: str | None = None, owner: Member | None = None) -> str:
        """The name of an actor without a name: its description without the article, with its country where that is not in it."""
        tree, phrase = self.tree, draft.phrase
        text = tree.text[draft.span.start : draft.span.end]
        if phrase is not None and phrase.owner is not None and tree.tag[phrase.owner[0]] == "PRP$":
            text = tree.text[tree.start[phrase.owner[1]] : draft.span.end]
            is_named = owner is not None and owner.is_person() and owner.name[:1].isupper()  # not only described
            if owner is not None and is_named and (draft.noun is None or draft.noun.use != "troops"):
                return f"{owner.name}'s {text}"
            country = country or (owner.country if owner is not None else None)
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
            if known is not None and known.adjectives and draft.kind not in PERSONAL_KINDS:
                if phrase is not None and phrase.owner is not None and tree.tag[phrase.owner[0]] != "PRP$":
                    text = tree.text[tree.start[phrase.owner[1] + 1] : draft.span.end]  # "the province's rebels"
                text = f"{known.adjectives[0]} {text}"
        return text
