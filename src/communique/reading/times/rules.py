"""The grammar of time expressions, compiled: where in a text which rule matches.

In: the rules of `lexicons/times_rules.tsv` and a scanned text. Out: `Match` values. Refuses a
rule that uses an unknown class or part with `ValueError`.
"""

import re
from dataclasses import dataclass
from functools import cache

from communique.reading.tables import read_table
from communique.reading.times.words import Scan, Words, load_words

_NAME = re.compile(r"\$?[a-z]+\d?|\((?!\?)|\s+")


@dataclass(frozen=True, slots=True)
class Match:
    """A rule's match: tokens `first` to `last` (exclusive) of the scan."""

    rule: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word list and the one regular expression made of all rules; `rules` names the rule of each of its groups."""

    words: Words
    pattern: re.Pattern[str]
    rules: dict[str, str]

    def search(self, scan: Scan, at: int) -> Match | None:
        """The next match from token `at` on; the first rule that matches at a place takes its words."""
        found = self.pattern.search(scan.symbols, at)
        return Match(self.rules[found.lastgroup or ""], found.start(), found.end()) if found else None


@cache
def load_grammar() -> Grammar:
    """The shipped rules over the shipped word list, compiled once.

    Raises:
        ValueError: a rule uses a class or part that is not defined.
    """
    words = load_words()
    parts: dict[str, str] = {}
    rules: dict[str, str] = {}
    branches: list[str] = []
    for row in read_table("times_rules.tsv"):
        name, pattern = row["rule"], row["pattern"]
        compiled = _NAME.sub(lambda found: _piece(found[0], words, parts, name), pattern)  # noqa: B023 (used at once)
        if name.startswith("$"):
            parts[name] = f"(?:{compiled})"
        else:
            group = f"r{len(rules)}"
            rules[group] = name
            branches.append(f"(?P<{group}>{compiled})")
    return Grammar(words, re.compile(f"(?!{parts['$never']})(?:{'|'.join(branches)})"), rules)


def _piece(written: str, words: Words, parts: dict[str, str], rule: str) -> str:
    if written == "(":
        return "(?:"
    if written.isspace():
        return ""
    known = parts if written.startswith("$") else words.symbols
    if written not in known:
        raise ValueError(f"times_rules.tsv: rule {rule!r} uses {written!r}, which is not defined")
    return known[written]
