"""The sheet: what every view makes and every format shows. Sections of entries, each with its sources and its words.

In: pieces of raw text from records. Out: frozen values. Refuses nothing; cleaning hostile characters and escaping markup is the
formats' work, so that no view can forget it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from communique.archive.results import Passage, StoryRef

JsonObject: TypeAlias = dict[str, Any]  # JSON values, as `json.dumps` takes them


class Tone(StrEnum):
    """What a piece of a line is; formats choose how it looks."""

    PLAIN = "plain"
    ACTOR = "actor"
    TYPE = "type"  # an event's: it stands in a column of its own
    WORDS = "words"  # a story's own words: shown in quotation marks
    MARK = "mark"  # the words that matter in a passage
    FACT = "fact"
    AHEAD = "ahead"
    OPEN = "open"
    NOT = "not"
    FAINT = "faint"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line under an entry, with sources of its own."""

    pieces: tuple[Piece, ...]
    sources: tuple[StoryRef, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was read.

    `label` stands in the first column (a date, mostly). `sources` are the stories cited; `more` tells of those not named.
    `passages` are the words that it was read from, `id` is what `show` takes, and `data` is the entry as JSON. Where not all
    entries can be shown, those of the greatest `weight` are.
    """

    pieces: tuple[Piece, ...]
    label: str = ""
    sources: tuple[StoryRef, ...] = ()
    more: str = ""
    passages: tuple[Passage, ...] = ()
    notes: tuple[Note, ...] = ()
    id: str | None = None
    weight: float = 0.0
    data: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Entries under a heading of their own; an empty title is no heading."""

    title: str = ""
    entries: tuple[Entry, ...] = ()

    def shown(self, limit: int) -> tuple[Entry, ...]:
        """The `limit` entries of the greatest weight (0: all), in their order; of equals the earlier ones."""
        if not limit or len(self.entries) <= limit:
            return self.entries
        kept = sorted(range(len(self.entries)), key=lambda index: -self.entries[index].weight)[:limit]
        return tuple(self.entries[index] for index in sorted(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of short cells under a header; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a sheet. `name` is its name in JSON; `empty` is said when there is nothing.

    `limit` is how many entries of a group are shown to a person (0: all); JSON always has all. `closing` ends the section.
    """

    name: str
    title: str = ""
    groups: tuple[Group, ...] = ()
    table: Table | None = None
    empty: str = ""
    limit: int = 0
    closing: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, group by group."""
        return tuple(entry for group in self.groups for entry in group.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole view. `facts` are the lines under the title (name, value); `data` are the same for JSON.

    `lists_sources`: lines cite stories by a number, outlet and date, and a list at the end has the headlines; else each line has
    all of it.
    """

    view: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    lists_sources: bool = False
    data: JsonObject = field(default_factory=dict)


def left_out(group: Group, limit: int) -> str:
    """How many entries of a group a limit leaves out, in words; nothing for none."""
    n_left = len(group.entries) - len(group.shown(limit))
    return f"… and {n_left} more" if n_left else ""
