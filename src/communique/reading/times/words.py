"""A text as the words of time expressions: one symbol a token, so that rules can be regular expressions over symbols.

In: any text; the word list `lexicons/times.tsv`. Out: `Scan` with symbols and character offsets. Refuses nothing: what no list
has is one symbol, and runs of it are one token, so that the scan is linear and short whatever the text.
"""

import re
from dataclasses import dataclass
from functools import cache

from communique.reading.tables import read_table

# Classes of tokens that are known by their form rather than from the word list.
FORMS = (
    *("small", "integer", "decimal", "fraction", "year", "shortyear", "ordnum", "iso", "slash", "clock", "ampm", "decade"),
    *("quarterlabel", "holiday", "holidayrest", "comma", "dot", "hyphen", "poss", "open", "close", "break", "x"),
)
FIRST_YEAR, LAST_YEAR = 1000, 2199  # four digits outside are no year in the news
MAX_DAY = 31
_FIRST_SYMBOL = 0x100  # symbols are characters beyond those that mean something in a regular expression

# Every repetition is bounded or cannot be re-entered, so that no text makes the scan slower than linear.
_TOKEN = re.compile(
    r"""(?P<ampm>(?<=[\d ])[AaPp]\.[Mm]\.?|(?<=[\d ])[AaPp][Mm]\b)
      | (?P<quarterlabel>\bQ[1-4]\b)
      | (?P<word>[^\W\d_]+(?:['’]clock\b)?)
      | (?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?(?![\w-]))
      | (?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\w/]) | \d{1,2}\.\d{1,2}\.\d{4}(?![\w.]) | \d{4}/\d\d?/\d\d?(?![\w/]))
      | (?P<holiday>9/11(?![\w/]))
      | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\d:]) | \d{1,2}\.\d\d(?=\s?[ap]\.?m\b)
            | \d{4}(?=\s?(?:GMT|UTC|EST|EDT|CET|BST)\b))
      | (?P<decade>(?:['’]|\b\d\d)\d0(?:['’]?s)\b)
      | (?P<shortyear>(?<![\w'’`"“])['’]\d\d(?!\w))
      | (?P<ordnum>\d{1,2}(?:st|nd|rd|th)\b)
      | (?P<fraction>\d/\d\d?(?![\w/]) | [½¼¾])
      | (?P<decimal>\d{1,12}[.]\d{1,6}(?![\w.]))
      | (?P<integer>\d{1,3}(?:,\d{3}){1,5}(?![\w,]) | \d{1,12}(?!\d)(?=(?:[ap]m)?\b))
      | (?P<other>\w+)
      | (?P<break>\n[ \t\r]{0,40}\n)
      | (?P<poss>['’]s\b)
      | (?P<comma>,) | (?P<dot>\.) | (?P<hyphen>[-–—‑]{1,2}) | (?P<open>\() | (?P<close>\))
      | (?P<x>[^\w\s,.()'’–—‑-]+|['’])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A token of a time expression: its class, what the word list says it stands for, and where it is."""

    kind: str
    text: str
    value: str
    start: int
    end: int

    @property
    def number(self) -> float:
        """The number that the token writes; 0 if it writes none."""
        try:
            if self.kind == "fraction":
                return _FRACTIONS.get(self.text) or int(self.text[0]) / int(self.text[2:])
            return float(self.value or self.text.rstrip("stndrh").replace(",", ""))
        except (ValueError, ZeroDivisionError):
            return 0.0


_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


@dataclass(frozen=True, slots=True)
class Scan:
    """A text's symbols; token `i` is `text[starts[i]:ends[i]]`. A token of class x stands for a run of unknown words."""

    text: str
    symbols: str
    starts: list[int]
    ends: list[int]

    def items(self, first: int, last: int, words: "Words") -> list[Item]:
        """The tokens `first` to `last` (exclusive)."""
        found = []
        for i in range(first, last):
            text = self.text[self.starts[i] : self.ends[i]].lower()
            kind = words.kinds[self.symbols[i]]
            found.append(Item(kind, text, words.values.get(text, ""), self.starts[i], self.ends[i]))
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """The word list. `symbols` by class, `kinds` the reverse; `known` gives a word's symbol, `values` what it stands for.

    `days` has the named days with when they fall; `name` matches one of them at its first word, which is in `name_starts`.
    """

    symbols: dict[str, str]
    kinds: dict[str, str]
    known: dict[str, str]
    values: dict[str, str]
    days: dict[str, str]
    name: re.Pattern[str]
    name_starts: frozenset[str]

    def scan(self, text: str) -> Scan:
        """The tokens of a text."""
        known, symbols, unknown = self.known, self.symbols, self.symbols["x"]
        starts: list[int] = []
        ends: list[int] = []
        found: list[str] = []
        last, named_until = "", 0
        for match in _TOKEN.finditer(text):
            form, start = match.lastgroup, match.start()
            if start < named_until:
                symbol = symbols["holidayrest"]
            elif form == "word":
                symbol = known.get(match[0], unknown)
                if match[0] in self.name_starts and (name := self.name.match(text, start)):
                    symbol, named_until = symbols["holiday"], name.end()
            elif form == "integer":
                symbol = symbols[_number_class(match[0])]
            else:
                symbol = symbols.get(form or "x", unknown)
            if symbol is unknown and last is unknown:
                ends[-1] = match.end()
                continue
            starts.append(start)
            ends.append(match.end())
            found.append(symbol)
            last = symbol
        return Scan(text, "".join(found), starts, ends)


@cache
def load_words() -> Words:
    """The shipped word list and named days, read once.

    Raises:
        ValueError: a row's `case` is none of those that the list's header explains.
    """
    rows = read_table("times.tsv")
    classes = dict.fromkeys([*FORMS, *(row["class"] for row in rows)])
    symbols = {name: chr(_FIRST_SYMBOL + i) for i, name in enumerate(classes)}
    known: dict[str, str] = {}
    for row in rows:
        word = row["word"]
        if row["case"] not in _SPELLINGS:
            raise ValueError(f"times.tsv: {word!r} has case {row['case']!r}; accepted: {', '.join(_SPELLINGS)}")
        known.update((spell(word), symbols[row["class"]]) for spell in _SPELLINGS[row["case"]])
    days = {row["name"]: row["day"] for row in read_table("times_days.tsv")}
    longest_first = sorted(days, key=len, reverse=True)
    return Words(
        symbols=symbols,
        kinds={symbol: name for name, symbol in symbols.items()},
        known=known,
        values={row["word"].lower(): row["value"] for row in rows},
        days=days,
        name=re.compile(
            r"(?:" + "|".join(re.escape(name).replace("'", "['’]") for name in longest_first) + r")\b", re.IGNORECASE
        ),
        name_starts=frozenset(name.split()[0].capitalize() for name in days if name[0].isalpha()),
    )


_SPELLINGS = {
    "": (str.lower, str.capitalize, str.upper),
    "capital": (str.capitalize, str.upper),
    "title": (str.capitalize,),
    "capitals": (str.upper,),
}


def _number_class(digits: str) -> str:
    if len(digits) == 4 and digits.isdecimal() and FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return "year"
    return "small" if len(digits) <= 2 and 0 < int(digits) <= MAX_DAY else "integer"
