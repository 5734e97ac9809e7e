"""Find facts by the names that texts use for them, whatever the case, accents, apostrophes and possessives.

In: names with their facts; then words of a text. Out: the facts of those words. Refuses words without a capital letter where a
proper name is asked for, and short acronyms that are not in capitals.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from communique.reading.world.facts import Sector, Title

Fact = TypeVar("Fact")

# Acronyms of up to this many letters are found in capitals only: "us", "who", "is" and "Us", "Who", "Is" are words. Longer ones
# are written as names too ("Nato", "Farc"), and none of those in the tables is an everyday word.
LONGEST_STRICT_ACRONYM = 3

_FORMS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\xa0": " "})
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "ə": "a", "Ə": "A"})
_POSSESSIVE = re.compile(r"(?<=\w)'s$|(?<=[sS])'$|(?<=\.)'s$")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}$")


def fold(words: str) -> str:
    """Words without what spelling varies in: case, accents, form of apostrophes and hyphens, double spaces, a first "the"."""
    if not words.isascii():
        words = unicodedata.normalize("NFKD", words.translate(_FORMS).translate(_LETTERS))
        words = "".join(c for c in words if not unicodedata.combining(c))
    return " ".join(words.casefold().split()).removeprefix("the ")


def _name_key(words: str) -> str:
    """How a name is kept: a strict acronym as "=US", for words in capitals only; a name without capitals as "~eurozone"."""
    if words.isupper():
        bare = words.removeprefix("THE ").replace(".", "")
        if len(bare) <= LONGEST_STRICT_ACRONYM and _ACRONYM.match(words):
            return "=" + bare
    elif words[:4] in ("the ", "The "):
        return _name_key(words[4:].lstrip()) if words[4:].strip() else fold(words)
    return fold(words) if words != words.lower() else "~" + fold(words)


def _bare_acronym(words: str) -> str:
    """An acronym without its stops ("U.N.D.P." as "UNDP"); other words as they are."""
    return words.replace(".", "") if "." in words and _ACRONYM.match(words) else words


class NameIndex(Generic[Fact]):
    """Facts under proper names; several facts may share a name, and then keep the order in which they were given."""

    __slots__ = ("_facts",)

    def __init__(self, entries: Iterable[tuple[str, Fact]]) -> None:
        self._facts: dict[str, tuple[Fact, ...]] = {}
        for name, fact in entries:
            key = _name_key(name)
            self._add(key, fact)
            if key[0] == "~":
                self._add(key[1:], fact)  # it may begin a sentence

    def _add(self, key: str, fact: Fact) -> None:
        known = self._facts.get(key)
        if known is None:
            self._facts[key] = (fact,)
        elif fact is not known[-1]:
            self._facts[key] = (*known, fact)

    def all(self, words: str) -> tuple[Fact, ...]:
        """The facts of a name, which may carry "the" and a possessive 's.

        Words without a capital letter find only names that are written so ("the eurozone").
        """
        words = _bare_acronym(" ".join(words.translate(_FORMS).split()))
        if not words:
            return ()
        found = self._facts.get(_name_key(words))
        if found is None and "'" in words:
            found = self._facts.get(_name_key(_bare_acronym(_POSSESSIVE.sub("", words))))
        return found or ()

    def first(self, words: str) -> Fact | None:
        """The first fact of a name, None if it has none."""
        found = self.all(words)
        return found[0] if found else None


class TitleIndex:
    """Titles under their words, singular and plural, in any case and with hyphens or without."""

    __slots__ = ("_longest", "_modifiers", "_titles", "ends")

    def __init__(
        self, titles: Iterable[Title], plurals: Mapping[str, str], modifiers: Mapping[str, tuple[bool, Sector | None]]
    ) -> None:
        """Make the index.

        Args:
            titles: The titles, singular.
            plurals: Plurals that do not follow the rule, by singular.
            modifiers: Words before a title, each with whether who bears it then still holds the office ("acting": yes) and
                the sector that they make it ("rebel": REB), None for the title's own.
        """
        self._modifiers = {_title_key(words): meaning for words, meaning in modifiers.items()}
        self._titles: dict[str, Title] = {}
        for title in titles:
            self._titles[_title_key(title.words)] = title
            for plural in (plurals[title.words],) if title.words in plurals else plurals_of(title.words):
                self._titles.setdefault(_title_key(plural), replace(title, is_plural=True))
        self._longest = max((key.count(" ") + 1 for key in self._titles), default=0)
        self.ends = frozenset(key.rpartition(" ")[2] for key in self._titles)  # so that a text's other words need no look-up

    def find(self, words: str) -> Title | None:
        """The title that words are, None if they are none."""
        return self._find(_title_key(words).split())

    def find_ending(self, words: str) -> Title | None:
        """The longest title that words end with; failing that, that the part before " of " or " for " ends with."""
        key = _title_key(words)
        parts = (key, *(key.split(f" {word} ", 1)[0] for word in ("of", "for", "to", "in") if f" {word} " in key))
        for part in parts:
            split = part.split()
            for first in range(len(split)):
                if found := self._find(split[first:]):
                    return found
        return None

    def _find(self, words: list[str]) -> Title | None:
        modifiers: list[str] = []
        holds, sector = True, None
        while words:
            if len(words) <= self._longest and (title := self._titles.get(" ".join(words))):
                if not modifiers:
                    return title
                return replace(
                    title, modifiers=tuple(modifiers), office=title.office if holds else None, sector=sector or title.sector
                )
            # the longest modifier first: "newly elected" before "newly"
            n_words = next((n for n in (3, 2, 1) if " ".join(words[:n]) in self._modifiers), None)
            if n_words is None:
                return None
            modifier = " ".join(words[:n_words])
            holds_with_it, sector_with_it = self._modifiers[modifier]
            holds, sector = holds and holds_with_it, sector or sector_with_it
            modifiers.append(modifier)
            words = words[n_words:]
        return None


def _title_key(words: str) -> str:
    words = fold(words).replace("-", " ")
    return _POSSESSIVE.sub("", words) if "'" in words else words


# "General" and "elect" stand after the noun in titles: secretaries general, but major generals.
_NOUNS_BEFORE_GENERAL = frozenset(
    ["attorney", "consul", "director", "governor", "inspector", "president", "prosecutor", "secretary", "solicitor"]
)


def plurals_of(words: str) -> tuple[str, ...]:
    """The plurals of a title by rule: of its noun, which stands last or before "of", "to", "for", "in", "at", "general"."""
    parts = words.split()
    head = next((i - 1 for i, word in enumerate(parts) if i and word in ("of", "to", "for", "at", "in")), len(parts) - 1)
    if head and parts[head] in ("general", "elect", "designate") and parts[head - 1] in _NOUNS_BEFORE_GENERAL:
        head -= 1
    return tuple(" ".join((*parts[:head], plural, *parts[head + 1 :])) for plural in _plural_words(parts[head]))


def _plural_words(word: str) -> tuple[str, ...]:
    if word.endswith("man"):
        return (word[:-3] + "men",)
    if word.endswith("person"):
        return word[:-6] + "people", word + "s"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(("s", "ch", "sh", "x")) else "s"),)
