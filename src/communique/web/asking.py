"""What may be asked of a view through its address: the filters, told once for the form, the parser and the API's description.

In: the query of a request. Out: `Asked`, typed values. Refuses with `AskError` a filter that the view does not have, one given twice
where once is meant, and a value that does not fit; the message names the filter, the value and what is accepted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, TypeAlias

from communique.days import ACCEPTED, WEEKDAYS, day_of
from communique.errors import OptionError
from communique.views.clean import clean

MAX_CHARACTERS = 500
MOST_VALUES = 20
MOST_ROWS = 500
VISIT = "visit"
_MONTH = "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-(0[1-9]|1[0-2])$"
_FILLED = re.compile(r"[\S\x1c-\x1f]")  # what a regular expression of JSON Schema takes for no blank
Value: TypeAlias = str | int | bool | date | tuple[str, ...]
JsonSchema: TypeAlias = dict[str, Any]


class AskError(Exception):
    """A query that is not understood."""


class Kind(Enum):
    """What a filter takes."""

    WORDS = "text"
    DAY = "date"
    VISIT_DAY = "date, or the last visit"
    MONTH = "month"
    CHOICE = "one of several"
    CHOICES = "some of several"
    FLAG = "yes or nothing"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter: its name in the address, its label in the form, what it takes, what it does."""

    name: str
    label: str
    kind: Kind
    help: str
    choices: tuple[str, ...] = ()
    default: int = 0  # of a number
    least: int = 0
    most: int = 1_000_000
    is_shown: bool = True  # in the form; what is not has links of its own

    def read(self, given: list[str], today: date) -> Value | None:
        """The value that was given.

        Raises:
            AskError: it does not fit.
        """
        values = [text.strip() for text in given if _FILLED.search(text)]
        if not values:
            return None
        if len(values) > 1 and self.kind is not Kind.CHOICES:
            raise AskError(f"{self.name!r} is given {len(values)} times; once is meant")
        if len(values) > MOST_VALUES:
            raise AskError(f"{self.name!r} is given {len(values)} times; at most {MOST_VALUES} are taken")
        if any(len(text) > MAX_CHARACTERS for text in values):
            raise AskError(f"{self.name!r} is longer than {MAX_CHARACTERS} characters")
        return tuple(map(self._choice, values)) if self.kind is Kind.CHOICES else self._one(values[0], today)

    def _one(self, text: str, today: date) -> Value:
        if self.kind is Kind.CHOICE:
            return self._choice(text)
        if self.kind is Kind.FLAG:
            if text != "yes":
                raise self._refused(text, "yes, or nothing")
            return True
        if self.kind is Kind.NUMBER:
            if not (text.isascii() and text.isdigit() and self.least <= int(text[:9]) <= self.most and len(text) < 10):
                raise self._refused(text, f"a whole number from {self.least} to {self.most}")
            return int(text)
        if self.kind is Kind.MONTH:
            try:
                return date.fromisoformat(f"{text}-01")
            except ValueError as error:
                raise self._refused(text, "a month such as 2005-08") from error
        if self.kind is Kind.VISIT_DAY and text == VISIT:
            return VISIT
        if self.kind in (Kind.DAY, Kind.VISIT_DAY):
            try:
                return day_of(text, today=today)
            except OptionError as error:
                raise self._refused(text, ACCEPTED) from error
        return text

    def _choice(self, text: str) -> str:
        if text not in self.choices:
            raise self._refused(text, ", ".join(self.choices))
        return text

    def _refused(self, text: str, accepted: str) -> AskError:
        return AskError(f"{self.name!r} must be {accepted}; got {clean(text)!r}")

    @property
    def schema(self) -> JsonSchema:
        """What the filter takes, as JSON Schema."""
        if self.kind is Kind.NUMBER:
            return {"type": "integer", "minimum": self.least, "maximum": self.most, "default": self.default}
        if self.kind is Kind.CHOICE:
            return {"type": "string", "enum": list(self.choices)}
        if self.kind is Kind.CHOICES:
            return {"type": "array", "maxItems": MOST_VALUES, "items": {"type": "string", "enum": list(self.choices)}}
        if self.kind is Kind.FLAG:
            return {"type": "string", "enum": ["yes"]}
        if self.kind is Kind.MONTH:
            return {"type": "string", "pattern": _MONTH, "examples": ["2005-08"]}
        if self.kind in (Kind.DAY, Kind.VISIT_DAY):
            named = ["today", "yesterday", *WEEKDAYS, *([VISIT] if self.kind is Kind.VISIT_DAY else [])]
            return {
                "type": "string",
                "anyOf": [
                    {"format": "date"},
                    {"enum": named},
                    {"pattern": "^[0-9]{1,5}d$"},
                ],
                "description": f"{ACCEPTED}{', or the day of the last visit' if self.kind is Kind.VISIT_DAY else ''}.",
                "examples": ["2005-08-15", "yesterday"],
            }
        return {"type": "string", "maxLength": MAX_CHARACTERS, "pattern": r"\S"}


LIMIT = Filter(
    name="limit",
    label="Rows",
    kind=Kind.NUMBER,
    help=f"Most entries in one answer, {MOST_ROWS} at the most.",
    default=100,
    least=1,
    most=MOST_ROWS,
    is_shown=False,
)
OFFSET = Filter(
    name="offset", label="From", kind=Kind.NUMBER, help="How many entries to leave out at the beginning.", is_shown=False
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The values of a view's filters; `given` is the query as it came, for links that keep it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    given: tuple[tuple[str, str], ...] = ()
    visit: date | None = None
    today: date = field(default_factory=date.today)

    def words(self, name: str) -> str | None:
        """The text of a filter, None where it is not given."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def day(self, name: str) -> date | None:
        """The day of a filter; the last visit's where that is asked for (None on the first)."""
        value = self.values.get(name)
        if value == VISIT:
            return self.visit
        return value if isinstance(value, date) else None

    def many(self, name: str) -> tuple[str, ...]:
        """The chosen values, none where all are meant."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def has(self, name: str) -> bool:
        """Whether a filter is given."""
        return name in self.values

    def number(self, filter_: Filter) -> int:
        """The number of a filter, its default where none is given."""
        value = self.values.get(filter_.name)
        return value if isinstance(value, int) and not isinstance(value, bool) else filter_.default


def read_query(
    filters: Iterable[Filter],
    query: Iterable[tuple[str, str]],
    *,
    today: date,
    visit: date | None = None,
    takes_blanks: bool = True,
) -> Asked:
    """The values that a query gives.

    Args:
        takes_blanks: A form sends the fields that were left empty, too; a program leaves them out.
    Raises:
        AskError: a name is unknown or a value does not fit.
    """
    known = {one.name: one for one in filters}
    pairs = tuple(query)
    by_name: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            accepted = ", ".join(known) or "none"
            raise AskError(f"unknown filter {clean(name)[:80]!r}; accepted: {accepted}")
        if not takes_blanks and not _FILLED.search(value):
            raise AskError(f"{name!r} is empty; leave it out, or give it a value")
        by_name.setdefault(name, []).append(value)
    values: dict[str, Value] = {}
    for name, texts in by_name.items():
        read = known[name].read(texts, today)
        if read is not None:
            values[name] = read
    return Asked(values=values, given=tuple(pair for pair in pairs if pair[1].strip()), today=today, visit=visit)
