"""The kinds of facts about the world that reading leans on.

In: nothing. Out: frozen records of countries, organisations, seats of power, offices and their holders, titles and places.
They hold what the tables in `lexicons/` say and no more.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.record.model import DateInterval
from communique.record.vocab import ActorKind

KNOWN_UNTIL = date(2025, 11, 30)  # the tables of offices were written by hand up to this day


class Sector(StrEnum):
    """The part of a country that an actor belongs to: the last three letters of its code."""

    GOV = "GOV"
    MIL = "MIL"
    LEG = "LEG"
    JUD = "JUD"
    OPP = "OPP"
    REB = "REB"
    PTY = "PTY"
    MED = "MED"
    CVL = "CVL"
    COP = "COP"
    IGO = "IGO"  # works for an international organisation, whichever: never composed with a country


class Rank(StrEnum):
    """What an office is to its country or organisation, whatever its own name there."""

    HEAD_OF_STATE = "head of state"
    HEAD_OF_GOVERNMENT = "head of government"
    FOREIGN_MINISTER = "foreign minister"
    DEFENCE_MINISTER = "defence minister"
    DEPUTY = "deputy"  # vice presidents, deputy prime ministers
    MINISTER = "minister"
    ADVISER = "adviser"  # national security advisers, chiefs of staff
    ENVOY = "envoy"  # envoys, ambassadors, negotiators
    SPOKESPERSON = "spokesperson"
    COMMANDER = "commander"
    LEGISLATOR = "legislator"
    HEAD_OF_ORGANISATION = "head of organisation"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A state or a land that the news treats as one. `alpha3` is ISO 3166-1 (XKX for Kosovo; SUN, YUG, CSK, DDR as they were).

    `names` begins with `name`. `adjectives` ("Russian", "British") describe it, `people` ("Russians", "Britons") are its
    population, `capitals` its capitals and seats of government, `ambiguous` those of its names that often mean something else.
    `context_names` ("the North") mean it only in a text that also speaks of one of the countries in `context`.
    """

    alpha3: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    context_names: tuple[str, ...] = ()
    context: tuple[str, ...] = ()

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Adjectives and peoples, each once."""
        return tuple(dict.fromkeys((*self.adjectives, *self.people)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation, alliance, armed group, party, company, outlet or body with a name of its own.

    `code` is what it has as a member of its kind; `governs` are the periods in which it rules its country (a ruling party, a
    group that took power), during which `World.organisation_code` gives another one. `nouns` are common
    nouns that a text goes on with ("the bloc", "the watchdog"). `ambiguous`: its names that often mean something else.
    """

    name: str
    names: tuple[str, ...]
    kind: ActorKind
    country: str | None = None
    code: str | None = None
    governs: tuple[tuple[date, date | None], ...] = ()
    nouns: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A building, street, quarter or office that stands for who sits there: "Downing Street", "Foggy Bottom".

    `actor` is whom it means, under its usual name. `ambiguous` tells that the words also often mean only the place.
    """

    words: tuple[str, ...]
    actor: str
    kind: ActorKind
    country: str | None
    code: str | None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One person's time in one office. `of` is a country's alpha-3 or an organisation's name as in `Organisation.name`.

    `names` are the forms a text may use: the full name, other spellings of it, surnames. `office` is the usual name of the
    office ("prime minister", "secretary of state"), `rank` what it is in any country. `start` and `end` are the first and last
    possible day on which it began and ended; None is unknown for a start and not ended for an end. `seen` is the last day on
    which a source shows the person in office, where that is later than `KNOWN_UNTIL`. `leads` marks whom texts call the leader
    of a country that has both a head of state and a head of government.
    """

    person: str
    names: tuple[str, ...]
    office: str
    rank: Rank
    of: str
    sector: Sector = Sector.GOV
    start: DateInterval | None = None
    end: DateInterval | None = None
    seen: date | None = None
    leads: bool = False

    @property
    def began(self) -> date:
        """The first day on which it can have begun; the earliest day there is where that is unknown."""
        return (self.start and self.start.first) or date.min

    def may_hold_on(self, day: date | None) -> bool:
        """Whether the person can have held the office on a day: uncertain starts and ends count in full, an unknown day always."""
        if day is None:
            return True
        if self.start and self.start.first and day < self.start.first:
            return False
        return not (self.end and self.end.last and day > self.end.last)

    def surely_holds_on(self, day: date) -> bool:
        """Whether the person held the office on a day, whichever of its possible starts and ends is the true one.

        Who is not known to have left is sure of the office up to the last day that the tables know of.
        """
        if not self.start or not self.start.last or day < self.start.last:
            return False
        if self.end is None or self.end.first is None:
            return day <= (self.seen or KNOWN_UNTIL)
        return day <= self.end.first

    def changes_on(self, day: date) -> bool:
        """Whether the office may have been taken up or given up on a day, so that it had two holders."""
        return day in (self.start and self.start.last, self.end and self.end.first)

    @property
    def term(self) -> DateInterval | None:
        """From the first day on which it can have begun to the last on which it can have ended; None if neither is known."""
        first, last = self.start.first if self.start else None, self.end.last if self.end else None
        return DateInterval(first=first, last=last) if first or last else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words that say what a person is: "foreign minister", "spokesman", "army chief", "senators".

    `words` are as in the text, without modifiers, which are in `modifiers` ("former", "deputy", "acting"). `office` is the name
    to ask `World.holders` for, None where no one office is meant or a modifier says that the person does not hold it.
    `is_office` tells a public office or function from a mere description. `is_plural`: means several people ("ministers").
    """

    words: str
    sector: Sector | None
    office: str | None = None
    is_office: bool = False
    is_plural: bool = False
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNoun:
    """A common noun for a group or body: "parliament", "newspaper", "rebels". `sector` is what it has within a country."""

    words: str
    kind: ActorKind
    sector: Sector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city, region or landmark that is no country. `country` is None where it lies in several or is claimed by two.

    `kind`: "city", "region" (a part of a country or a contested land), "world region" ("Western", "the Gulf"), "site".
    """

    name: str
    names: tuple[str, ...]
    kind: str
    country: str | None = None
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
