"""Make the world out of the tables in `lexicons/`.

In: countries, organisations, seats, offices, titles, places and names as TSV. Out: a `World`. Refuses a row with an unknown
kind, rank, sector or date: `ValueError` names the table and the row.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from communique.reading.tables import read_table, split_cell
from communique.reading.world import World
from communique.reading.world.facts import Country, GroupNoun, Office, Organisation, Place, Rank, Seat, Sector, Title
from communique.reading.world.names import TitleIndex
from communique.record.model import DateInterval
from communique.record.vocab import ActorKind

Fact = TypeVar("Fact")

# Adjectives that are nouns as well and take a plain plural: Russian, Russians; Iraqi, Iraqis; Cypriot, Cypriots.
_ALSO_NOUNS = ("an", "i", "ot")


def read_world() -> World:
    """All tables, as one `World`.

    Raises:
        ValueError: a table is damaged; names the table and the row.
    """
    countries = _read("countries.tsv", _country)
    capitals = tuple(
        Place(name=capital, names=(capital,), kind="city", country=country.alpha3)
        for country in countries
        for capital in country.capitals
    )
    return World(
        countries=countries,
        organisations=_read("organisations.tsv", _organisation),
        seats=_read("seats.tsv", _seat),
        offices=_read("offices.tsv", _office) + _read("offices_other.tsv", _office),
        titles=_read_titles(),
        places=_read("places.tsv", _place) + capitals,
        forenames=frozenset(name for row in read_table("forenames.tsv") for name in row["names"].split()),
        group_nouns={noun.words: noun for noun in _read("group_nouns.tsv", _group_noun)},
    )


@cache
def day_range(cell: str) -> DateInterval | None:
    """The days that a cell may mean: "2018-03-09", "2018-03", "2018", or the first and last possible with "/" between them.

    Raises:
        ValueError: the cell is none of these.
    """
    if not cell:
        return None
    earliest, _, latest = cell.partition("/")
    return DateInterval(first=_ends(earliest)[0], last=_ends(latest or earliest)[1])


def _ends(cell: str) -> tuple[date, date]:
    if len(cell) == 10:
        day = date.fromisoformat(cell)
        return day, day
    year, _, month = cell.partition("-")
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    return date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1])


def _read(name: str, make: Callable[[Mapping[str, str]], Fact]) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    for row in read_table(name):
        try:
            facts.append(make(row))
        except (KeyError, ValueError) as err:
            raise ValueError(f"{name}: {err} in the row {dict(row)}") from err
    return tuple(facts)


def _country(row: Mapping[str, str]) -> Country:
    adjectives = split_cell(row["adjectives"])
    people = split_cell(row["people"]) or tuple(form for a in adjectives if a.endswith(_ALSO_NOUNS) for form in (a, a + "s"))
    return Country(
        alpha3=row["alpha3"],
        name=row["name"],
        names=(row["name"], *split_cell(row["names"])),
        adjectives=adjectives,
        people=people,
        capitals=split_cell(row["capitals"]),
        ambiguous=split_cell(row["ambiguous"]),
        context_names=split_cell(row["context_names"]),
        context=split_cell(row["context"]),
    )


def _organisation(row: Mapping[str, str]) -> Organisation:
    periods = [period.partition("..") for period in split_cell(row["governs"])]
    return Organisation(
        name=row["name"],
        names=(row["name"], *split_cell(row["names"])),
        kind=ActorKind(row["kind"]),
        country=row["country"] or None,
        code=row["code"] or None,
        governs=tuple((date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, _, b in periods),
        nouns=split_cell(row["nouns"]),
        ambiguous=split_cell(row["ambiguous"]),
    )


def _seat(row: Mapping[str, str]) -> Seat:
    return Seat(
        words=split_cell(row["words"]),
        actor=row["actor"],
        kind=ActorKind(row["kind"]),
        country=row["country"] or None,
        code=row["code"] or None,
        ambiguous=row["ambiguous"] == "yes",
    )


def _office(row: Mapping[str, str]) -> Office:
    person = row["person"]
    surname = row["surname"] or person.rpartition(" ")[2]
    return Office(
        person=person,
        names=tuple(dict.fromkeys((person, surname, *split_cell(row["names"])))),
        office=row["office"],
        rank=Rank(row["rank"]),
        of=row["of"],
        sector=Sector(row["sector"] or "GOV"),
        start=day_range(row["start"]),
        end=day_range(row["end"]),
        seen=date.fromisoformat(row["seen"]) if row.get("seen") else None,
        leads=row["leads"] == "yes",
    )


def _group_noun(row: Mapping[str, str]) -> GroupNoun:
    return GroupNoun(words=row["words"], kind=ActorKind(row["kind"]), sector=Sector(row["sector"]) if row["sector"] else None)


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        name=row["name"],
        names=(row["name"], *split_cell(row["names"])),
        kind=row["kind"],
        country=row["country"] or None,
        adjectives=split_cell(row["adjectives"]),
        people=split_cell(row["people"]),
    )


def _read_titles() -> TitleIndex:
    titles: list[Title] = []
    plurals: dict[str, str] = {}
    for row in read_table("titles.tsv"):
        sector = Sector(row["sector"]) if row["sector"] else None
        for words in split_cell(row["words"]):
            titles.append(Title(words=words, sector=sector, office=row["office"] or None, is_office=row["is_office"] == "yes"))
            if row["plural"]:
                plurals[words] = row["plural"]
    modifiers = {
        row["words"]: (row["holds"] == "yes", Sector(row["sector"]) if row["sector"] else None)
        for row in read_table("title_modifiers.tsv")
    }
    return TitleIndex(titles, plurals, modifiers)
