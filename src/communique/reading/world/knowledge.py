"""What reading knows about the world: states, organisations, seats of power, offices and who held them, titles, places.

In: words of a text, and the day they were written where it matters. Out: the fact they name, or None. Refuses to guess:
names need a capital letter, acronyms must be written as acronyms ("US", never "us"), a doubtful date counts as possible only.
"""

import re
from collections.abc import Collection
from datetime import date
from functools import cache

from communique.reading.world.facts import Country, GroupNoun, Office, Organisation, Place, Rank, Seat, Sector, Title
from communique.reading.world.names import NameIndex, TitleIndex, fold
from communique.record.vocab import ActorKind

# Sectors that say something without a country; "GOV" of nobody knows where says nothing.
_BARE_SECTORS = frozenset({Sector.CVL, Sector.MED, Sector.REB, Sector.IGO})
_MIDDLE_INITIAL = re.compile(r"(?<=\w)(?: [A-Z]\.)+ (?=\w)")
# Ranks of which a country or organisation has one holder at a time.
_HELD_BY_ONE = frozenset(
    {
        Rank.HEAD_OF_STATE,
        Rank.HEAD_OF_GOVERNMENT,
        Rank.FOREIGN_MINISTER,
        Rank.DEFENCE_MINISTER,
        Rank.HEAD_OF_ORGANISATION,
    }
)
# Bodies whose heads the tables have under the organisation that they belong to.
_UNDER = {
    "European Commission": ("European Union", "commission president"),
    "European Council": ("European Union", "council president"),
}
# "The German leader" is the chancellor, "the French leader" the president: these words ask for whoever leads.
_LEADER_OFFICES = frozenset({"leader", "ruler", "strongman"})


class World:
    """Facts under the names that texts use for them. Made by `load_world`; immutable once made."""

    __slots__ = (
        "_capitals",
        "_codes",
        "_context_names",
        "_countries",
        "_demonyms",
        "_forenames",
        "_group_nouns",
        "_inhabitants",
        "_offices_of",
        "_organisations",
        "_people",
        "_place_adjectives",
        "_places",
        "_seats",
        "_titles",
        "countries",
        "offices",
        "organisations",
        "places",
        "seats",
    )

    def __init__(
        self,
        *,
        countries: tuple[Country, ...],
        organisations: tuple[Organisation, ...],
        seats: tuple[Seat, ...],
        offices: tuple[Office, ...],
        titles: TitleIndex,
        places: tuple[Place, ...],
        forenames: frozenset[str],
        group_nouns: dict[str, GroupNoun],
    ) -> None:
        self.countries, self.organisations, self.seats = countries, organisations, seats
        self.offices, self.places = offices, places
        self._titles, self._forenames, self._group_nouns = titles, forenames, group_nouns
        self._codes = {c.alpha3: c for c in countries}
        self._countries = NameIndex((name, c) for c in countries for name in c.names)
        self._context_names = NameIndex((name, c) for c in countries for name in c.context_names)
        self._demonyms = NameIndex((name, c) for c in countries for name in c.demonyms)
        self._capitals = NameIndex((name, c) for c in countries for name in c.capitals)
        self._organisations = NameIndex((name, o) for o in organisations for name in o.names)
        self._seats = NameIndex((name, s) for s in seats for name in s.words)
        self._places = NameIndex((name, p) for p in places for name in p.names)
        self._place_adjectives = NameIndex((name, p) for p in places for name in p.adjectives)
        inhabited: tuple[Country | Place, ...] = (*countries, *places)
        self._inhabitants = NameIndex((name, fact) for fact in inhabited for name in fact.people)
        self._people = NameIndex((name, o) for o in offices for name in o.names)
        self._offices_of: dict[str, list[Office]] = {}
        for office in offices:
            self._offices_of.setdefault(office.of, []).append(office)

    # --- states -------------------------------------------------------------------------------------------------------

    def country(self, words: str) -> Country | None:
        """The country that words name ("Russian Federation", "the U.S.", "DPRK"), None for adjectives, cities, pronouns."""
        return self._countries.first(words)

    def country_of_code(self, alpha3: str) -> Country | None:
        """The country of an alpha-3 code."""
        return self._codes.get(alpha3)

    def country_in_context(self, words: str, others: Collection[str]) -> Country | None:
        """The country that words mean among others (alpha-3 codes the text speaks of): "the North" beside South Korea."""
        found = self._context_names.all(words)
        return next((c for c in found if any(code in others for code in c.context)), None)

    def demonym(self, words: str) -> Country | None:
        """The country whose adjective or people words are ("Russian", "Britons")."""
        return self._demonyms.first(words)

    def inhabitants(self, words: str) -> Country | Place | None:
        """The country or region whose people words are ("Russians", "Palestinians", "Tigrayans"); None for adjectives only."""
        return self._inhabitants.first(words)

    def capital(self, words: str) -> Country | None:
        """The country whose capital or seat of government words name."""
        return self._capitals.first(words)

    def seat(self, words: str) -> Seat | None:
        """Who is meant by a seat of power or an office of state ("the Kremlin", "Downing Street", "the Pentagon")."""
        return self._seats.first(words)

    def is_ambiguous(self, words: str) -> bool:
        """Whether a name also often means something else: Georgia, Jordan, Washington, Brussels, "Congress"."""
        folded = fold(words)
        states = (*self._countries.all(words), *self._capitals.all(words), *self._demonyms.all(words))
        facts: tuple[Country | Organisation, ...] = (*states, *self._organisations.all(words))
        if any(fold(name) == folded for fact in facts for name in fact.ambiguous):
            return True
        return any(seat.ambiguous for seat in self._seats.all(words))

    # --- organisations ------------------------------------------------------------------------------------------------

    def organisation(self, words: str, *, near: Collection[str] = ()) -> Organisation | None:
        """The organisation, group, party, company or outlet of a name or acronym.

        Args:
            words: The name, with or without "the".
            near: Countries that the text speaks of (alpha-3), to choose by where several share the name ("National Liberation
                Army"); without any of theirs, the first in the table.
        """
        found = self._organisations.all(words)
        if len(found) > 1:
            return next((o for o in found if o.country in near), found[0])
        return found[0] if found else None

    def organisation_code(self, organisation: Organisation, on: date | None = None) -> str | None:
        """An organisation's actor code on a day: a party is PTY while it rules and OPP otherwise, a group in power is GOV.

        Without a day, the code that the table gives it.
        """
        if on is None or not organisation.governs or organisation.country is None:
            return organisation.code
        rules = any(first <= on and (last is None or on <= last) for first, last in organisation.governs)
        if organisation.kind is ActorKind.PARTY:
            return organisation.country + (Sector.PTY if rules else Sector.OPP)
        return organisation.country + Sector.GOV if rules else organisation.code

    def group_noun(self, words: str) -> GroupNoun | None:
        """What a common noun for a group or body means: "parliament" a body of the LEG sector, "newspaper" an outlet."""
        return self._group_nouns.get(fold(words))

    # --- offices and people -------------------------------------------------------------------------------------------

    def holders(self, office: str, of: str, on: date | None) -> tuple[Office, ...]:
        """Who held, or may have held, an office on a day.

        Args:
            office: The office's name ("secretary of state"), its rank in any country ("foreign minister", "head of state"), or
                "leader" for whom texts call so.
            of: A country's alpha-3 or an organisation's name as in `Organisation.name`.
            on: The day; None asks for everybody that the table has.
        Returns:
            Those who surely held it first, then those whose dates leave it open; within each the latest to begin first.
        """
        asked = fold(office).removeprefix("acting ")
        title = self._titles.find(office)
        wanted = {asked, title.office or asked} if title else {asked}
        held = [
            o
            for o in self._offices_of.get(of, ())
            if (o.leads if asked in _LEADER_OFFICES else o.office.removeprefix("acting ") in wanted or o.rank.value in wanted)
            and o.may_hold_on(on)
        ]
        if not held and asked in _LEADER_OFFICES:
            return self.holders(Rank.HEAD_OF_ORGANISATION.value, of, on)
        return tuple(sorted(held, key=lambda o: (on is not None and o.surely_holds_on(on), o.began), reverse=True))

    def holder(self, office: str, of: str, on: date | None) -> Office | None:
        """The one who held an office of which there is one at a time, on a day; `office` and `of` are as in `holders`.

        None where that is not certain: without a day, on a day on which the office may have changed hands, where two may have
        held it, past the day up to which the tables were kept, and for offices that several hold at once (envoys, advisers).
        """
        if on is None:
            return None
        if of in _UNDER and office in ("president", Rank.HEAD_OF_ORGANISATION.value, _UNDER[of][1]):
            of, office = _UNDER[of]
        held = self.holders(office, of, on)
        if not held or len({o.person for o in held}) > 1:
            return None
        if any(
            o.rank not in _HELD_BY_ONE or (o.rank is Rank.HEAD_OF_ORGANISATION and not self._is_institution(of)) for o in held
        ):
            return None
        return next((o for o in held if o.surely_holds_on(on) and not o.changes_on(on)), None)

    def _is_institution(self, name: str) -> bool:
        """Whether an organisation's head is one known by the office: not so with parties and armed groups, which have several."""
        organisation = self._organisations.first(name)
        return organisation is not None and organisation.kind in (ActorKind.IGO, ActorKind.ALLIANCE)

    def people(self, name: str, on: date | None = None) -> tuple[Office, ...]:
        """The offices of the people of a full name or a surname, in any known spelling; with a day, those they may hold.

        Middle initials that the table does not have are passed over ("Charles E. Schumer").
        """
        found = self._people.all(name) or self._people.all(_MIDDLE_INITIAL.sub(" ", name))
        return tuple(office for office in found if office.may_hold_on(on))

    def office_code(self, office: Office, on: date | None = None) -> str | None:
        """The actor code that an office gives its holder: RUSGOV, IGOUNO, COLREB."""
        if office.of in self._codes:
            return self.code(office.of, office.sector)
        organisation = self._organisations.first(office.of)
        return self.organisation_code(organisation, on) if organisation else None

    def is_forename(self, word: str) -> bool:
        """Whether a word is a common given name somewhere; no word without a capital is."""
        return not word.islower() and fold(word) in self._forenames

    # --- titles and codes ---------------------------------------------------------------------------------------------

    @property
    def title_ends(self) -> frozenset[str]:
        """The last words of all titles, folded: a word that is not among them ends none."""
        return self._titles.ends

    def title(self, words: str) -> Title | None:
        """The title that words are, in any case, singular or plural, after modifiers ("former", "acting", "deputy")."""
        return self._titles.find(words)

    def title_ending(self, words: str) -> Title | None:
        """The longest title that words end with ("agriculture minister": minister), else of the part before an "of"."""
        return self._titles.find_ending(words)

    def code(self, country: str | None, sector: str | None) -> str | None:
        """The actor code of a sector of a country; the bare country without a sector, a bare sector if it can be alone."""
        if country is None:
            return sector if sector in _BARE_SECTORS else None
        if sector is None:
            return country
        return str(Sector.IGO) if sector == Sector.IGO else country + sector

    # --- places -------------------------------------------------------------------------------------------------------

    def place(self, words: str) -> Place | None:
        """The city, region or landmark of a name; capitals are places too, countries are not."""
        return self._places.first(words)

    def place_adjective(self, words: str) -> Place | None:
        """The region whose adjective words are: "European", "Western", "Tigrayan"; no country's."""
        return self._place_adjectives.first(words)


@cache
def load_world() -> World:
    """The world as the package's tables tell it, loaded once.

    Raises:
        ValueError: a table is damaged; names the file and the row.
    """
    from communique.reading.world.files import read_world  # nothing but the first reading needs the tables

    return read_world()
