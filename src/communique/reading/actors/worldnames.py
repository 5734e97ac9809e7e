"""The names of the world in a story: which tokens name a country, its people, an organisation, a seat of power or a place.

In: the parse and the world. Out: `Unit`s, the longest names first come, and the titles in the text. Refuses a place name inside a
person's name ("Jack London") and words without a capital.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Country, Organisation, Place, Seat, Title
from communique.record.vocab import ActorKind

MAX_NAME_TOKENS = 9  # "the Office of the United Nations High Commissioner for Refugees"
MAX_TITLE_TOKENS = 7
_NAME_TAGS = frozenset({"PROPN", "NOUN", "ADJ", "X"})  # "Let" and "Us" at the head of a sentence are no names
_CONNECTORS = frozenset(
    {"of", "the", "for", "and", "in", "on", "to", "'s", "’s", "'", "’", "&", "-", "–", "/", ".", "de", "del", "la"}
)
_PLACES_AND_FORENAMES = frozenset("austin chad dallas florence houston israel jordan kenya london paris sydney".split())
_ELIDED = ("d'", "d’", "l'", "l’")  # before a name: "Quai d'Orsay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A name of the world on tokens `first` to `last` (exclusive). `kind`: country, people, organisation, seat, capital, place or
    adjective (of a region). `country` is the alpha-3 that it tells, if any."""

    first: int
    last: int
    kind: str
    fact: Country | Organisation | Seat | Place
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTitle:
    """A title on tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    title: Title


class WorldNames:
    """All names of the world and titles of one story. `unit_at[i]` is the unit that token `i` is in; `title_to[k]` the title that
    ends before token `k`."""

    __slots__ = ("codes", "title_to", "unit_at", "units")

    def __init__(self, tree: Tree, world: World, persons: dict[int, tuple[int, int]]) -> None:
        self.unit_at: dict[int, Unit] = {}
        self.units: list[Unit] = []
        for unit in _find_units(tree, world, persons):
            self._put(unit)
        self.codes = frozenset(unit.country for unit in self.units if unit.country and unit.kind != "place")
        for unit in _find_context_units(tree, world, self.codes, self.unit_at):
            self._put(unit)
        self.units.sort(key=lambda unit: unit.first)
        self.title_to = _find_titles(tree, world, self.unit_at)

    def _put(self, unit: Unit) -> None:
        self.units.append(unit)
        for i in range(unit.first, unit.last):
            self.unit_at[i] = unit

    def within(self, first: int, last: int) -> Iterator[Unit]:
        """The units that lie in a range of tokens, in text order."""
        i = first
        while i < last:
            unit = self.unit_at.get(i)
            if unit is None:
                i += 1
                continue
            if unit.first >= first and unit.last <= last:
                yield unit
            i = unit.last


def _find_units(tree: Tree, world: World, persons: dict[int, tuple[int, int]]) -> Iterator[Unit]:
    i = 0
    words = tree.words
    while i < tree.n:
        article = words[i] in ("al", "el") and i + 1 < tree.n and (words[i + 1][:1].isupper() or words[i + 1] == "-")
        if not (words[i][:1].isupper() or article) or tree.low[i] in ("the", "a", "an"):
            i += 1
            continue
        unit = None
        for end in range(_run_end(tree, i), i, -1):
            if words[end - 1] in _CONNECTORS:
                continue
            if end == i + 1 and (article or tree.pos[i] not in _NAME_TAGS):
                break
            name = tree.text[tree.start[i] : tree.end[end - 1]]
            found = _lookup(world, name)
            if found is None and article and name[2:3] == " ":
                found = _lookup(world, name.replace(" ", "-", 1))
            if found is not None and not (
                _in_person(tree, world, i, end, found[0], persons) or _in_name(tree, world, i, end, found[1])
            ):
                kind, fact = found
                unit = Unit(first=i, last=end, kind=kind, fact=fact, country=_country_of(fact))
                break
        if unit is None:
            i += 1
        else:
            yield unit
            i = unit.last


def _run_end(tree: Tree, first: int) -> int:
    """The end of the words with capitals that begin at `first`, connecting words between them included."""
    last = first + 1
    limit = min(tree.n, first + MAX_NAME_TOKENS)
    k = first + 1
    while k < limit:
        word = tree.words[k]
        if word[:1].isupper() or word[:1].isdigit() or (word[:2] in _ELIDED and word[2:3].isupper()):
            last = k + 1
        elif word not in _CONNECTORS:
            break
        k += 1
    return last


@lru_cache(maxsize=200_000)
def _lookup(world: World, words: str) -> tuple[str, Country | Organisation | Seat | Place] | None:
    """What the world knows under a name and of what kind, the readings that can act before the mere places."""
    readings: tuple[tuple[str, Callable[[str], Country | Organisation | Seat | Place | None]], ...] = (
        ("country", world.country),
        ("people", world.demonym),
        ("seat", world.seat),
        ("organisation", world.organisation),
        ("capital", world.capital),
        ("adjective", world.place_adjective),
        ("place", world.place),
    )
    return next(((kind, fact) for kind, named in readings if (fact := named(words)) is not None), None)


def _country_of(fact: Country | Organisation | Seat | Place) -> str | None:
    return fact.alpha3 if isinstance(fact, Country) else fact.country


def _in_name(tree: Tree, world: World, first: int, last: int, fact: Country | Organisation | Seat | Place) -> bool:
    """Whether an outlet's name of one word is part of another body's: "Northern Liberation Army", "Guardian Council"."""
    if (
        not isinstance(fact, Organisation)
        or fact.kind is not ActorKind.MEDIA
        or last - first > 1
        or tree.words[first].isupper()
    ):
        return False
    after = tree.words[last] if last < tree.n else ""
    return after[:1].isupper() and tree.pos[last] == "PROPN" and tree.head[first] == last and world.title(after) is None


def _is_forename(world: World, word: str) -> bool:
    return word in _PLACES_AND_FORENAMES or world.is_forename(word.capitalize())


def _in_person(tree: Tree, world: World, first: int, last: int, kind: str, persons: dict[int, tuple[int, int]]) -> bool:
    """Whether a place's name is the tail of a person's ("Simón Trinidad"), or a party's or outlet's a part of one."""
    if kind == "people" or (span := persons.get(first)) is None:
        return False
    begin, end = span
    if begin == first and last == end:
        return False
    if (
        begin == first
        and last < end
        and tree.pos[last] == "PROPN"
        and _is_forename(world, tree.low[first])
        and not world.title(tree.words[last])
    ):
        return True  # "Georgia Holm"
    return first > begin and tree.pos[first - 1] == "PROPN" and tree.words[first - 1][:1].isupper() and last <= end


def _find_context_units(tree: Tree, world: World, codes: frozenset[str], taken: dict[int, Unit]) -> Iterator[Unit]:
    """Names that mean a country beside another only: "the North" in a story of the two Koreas."""
    for i in range(1, tree.n):
        if i in taken or not tree.words[i][:1].isupper() or tree.low[i - 1] != "the":
            continue
        following = tree.words[i + 1] if i + 1 < tree.n else ""
        if following[:1].isupper() or i + 1 in taken:
            continue
        country = world.country_in_context(tree.words[i], codes)
        if country is not None:
            yield Unit(first=i, last=i + 1, kind="country", fact=country, country=country.alpha3)


@lru_cache(maxsize=50_000)
def _title(world: World, words: str) -> Title | None:
    return world.title(words)


def _find_titles(tree: Tree, world: World, taken: dict[int, Unit]) -> dict[int, FoundTitle]:
    """The titles of a story by the token after them; of several that end at one token the longest."""
    ends = world.title_ends
    found: dict[int, FoundTitle] = {}
    low = tree.low
    for i in range(tree.n):
        if low[i] not in ends:
            continue
        unit = taken.get(i)
        if unit is not None and unit.kind in ("organisation", "country") and unit.last - unit.first > 1:
            continue
        for first in range(max(0, i + 1 - MAX_TITLE_TOKENS), i + 1):
            if not tree.words[first][:1].isalpha() or low[first] in ("the", "a", "an"):
                continue
            title = _title(world, tree.text[tree.start[first] : tree.end[i]])
            if title is not None and not (" of " in title.words and tree.tag[min(i + 1, tree.n - 1)] == "POS"):
                found[i + 1] = FoundTitle(first=first, last=i + 1, title=title)
                break
    return found
