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


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of short cells under a header; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a sheet. `name` is its name in JSON; `empty` is said when there is nothing.

    `limit` is how many entries are shown to a person (0: all): those of the greatest weight. JSON always has all. `more` says
    where the others are, and `closing` ends the section.
    """

    name: str
    title: str = ""
    groups: tuple[Group, ...] = ()
    table: Table | None = None
    empty: str = ""
    limit: int = 0
    more: str = ""
    closing: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, group by group."""
        return tuple(entry for group in self.groups for entry in group.entries)

    def shown(self) -> tuple[Group, ...]:
        """The groups with the entries that are shown to a person, in their order; of equal weights the earlier ones."""
        entries = self.entries
        if not self.limit or len(entries) <= self.limit:
            return tuple(group for group in self.groups if group.entries)
        kept = set(sorted(range(len(entries)), key=lambda index: -entries[index].weight)[: self.limit])
        groups, start = [], 0
        for group in self.groups:
            chosen = tuple(entry for index, entry in enumerate(group.entries, start=start) if index in kept)
            start += len(group.entries)
            if chosen:
                groups.append(Group(title=group.title, entries=chosen))
        return tuple(groups)

    @property
    def ends(self) -> tuple[str, ...]:
        """The lines after the entries: how many a limit leaves out, and the closing."""
        n_left = len(self.entries) - self.limit if self.limit else 0
        left = f"… and {n_left} more{f' ({self.more})' if self.more else ''}" if n_left > 0 else ""
        return tuple(line for line in (left, self.closing) if line)


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
