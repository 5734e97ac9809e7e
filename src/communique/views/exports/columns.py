"""The tables that exports write: which columns, what each means, and the rows of an archive.

In: a view of an archive. Out: rows of plain values in the order of their columns, story by story, so that memory stays flat.
Refuses nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from communique.archive.base import View
from communique.archive.results import EventEntry, Party, Passage, PositionEntry, StatementEntry, StoryRef
from communique.record.model import DateInterval

Cell: TypeAlias = str | int | float | date | tuple[str, ...] | None
E = TypeVar("E", EventEntry, StatementEntry, PositionEntry)


class ColumnType(Enum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "list of text"
    DAY = "day"
    WHOLE = "whole number"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[E]):
    """One column: its name, its type, what it means, and how it is had from an entry."""

    name: str
    type: ColumnType
    help: str
    of: Callable[[E], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm(Generic[E]):
    """A table: its columns, and the entries of a story that are its rows."""

    columns: tuple[Column[E], ...]
    entries_of: Callable[[View, str, bool], tuple[E, ...]]

    @property
    def fields(self) -> tuple[tuple[str, ColumnType, str], ...]:
        """Name, type and meaning of each column."""
        return tuple((column.name, column.type, column.help) for column in self.columns)

    def rows(
        self, view: View, *, since: date | None = None, until: date | None = None, with_copies: bool = False
    ) -> Iterator[tuple[Cell, ...]]:
        """The rows in order of publication, then of the text; `since` and `until` are publication dates."""
        for story in view.list_stories(since=since, until=until, with_copies=with_copies):
            for entry in self.entries_of(view, story.id, with_copies):
                yield tuple(column.of(entry) for column in self.columns)


def _names(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


def _codes(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple((party.actor.code if party.actor else None) or "" for party in parties)


def _countries(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple((party.actor.country if party.actor else None) or "" for party in parties)


def _first(interval: DateInterval | None) -> date | None:
    return interval.first if interval else None


def _last(interval: DateInterval | None) -> date | None:
    return interval.last if interval else None


def _text(name: str, help_: str, of: Callable[[E], Cell]) -> Column[E]:
    return Column(name=name, type=ColumnType.TEXT, help=help_, of=of)


def _texts(name: str, help_: str, of: Callable[[E], Cell]) -> Column[E]:
    return Column(name=name, type=ColumnType.TEXTS, help=help_, of=of)


def _day(name: str, help_: str, of: Callable[[E], Cell]) -> Column[E]:
    return Column(name=name, type=ColumnType.DAY, help=help_, of=of)


def _whole(name: str, help_: str, of: Callable[[E], Cell]) -> Column[E]:
    return Column(name=name, type=ColumnType.WHOLE, help=help_, of=of)


def _source(_kind: type[E]) -> tuple[Column[E], ...]:
    """The columns that every table ends with: the words, and the story that they stand in."""

    def passage_of(entry: E) -> Passage:
        return entry.passage

    def story(entry: E) -> StoryRef:
        return entry.passage.story

    return (
        _text("words", "The words that it was read from.", lambda e: passage_of(e).words),
        _text("sentence", "The sentence or so around them.", lambda e: passage_of(e).context),
        _whole(
            "start",
            "First character of the words in the story's text, in Unicode code points.",
            lambda e: passage_of(e).span.start,
        ),
        _whole("end", "The character after the last.", lambda e: passage_of(e).span.end),
        _text("story_id", "The story.", lambda e: story(e).id),
        _text("page_id", "The page that the story stands on.", lambda e: story(e).page_id),
        _text("headline", "The story's headline.", lambda e: story(e).headline),
        _text("source", "The outlet.", lambda e: story(e).source),
        _day("published", "Day of publication.", lambda e: story(e).published),
        _text("url", "Where the page came from.", lambda e: story(e).uri),
        _text(
            "duplicate_of",
            "The earlier story that this one repeats; such rows are there only when asked for.",
            lambda e: story(e).duplicate_of,
        ),
    )


# PLOVER event data: one row for each report of an event.
EVENTS: TableForm[EventEntry] = TableForm(
    columns=(
        _text("event_id", "Identity of the report.", lambda e: e.id),
        _text("fact_id", "Identity of the archive's event: reports of one event share it.", lambda e: e.fact),
        _text("key", "What is claimed (type, parties, date, place), comparable across stories.", lambda e: e.key),
        _day("date_from", "First day of the event; empty for an unknown day or an open beginning.", lambda e: _first(e.date)),
        _day("date_to", "Last day of the event; empty for an unknown day or an open end.", lambda e: _last(e.date)),
        _text("type", "PLOVER type of what the act is or would be.", lambda e: e.type),
        _text("root", "PLOVER root as the codebook prescribes it for an act of this status.", lambda e: e.root),
        _text("mode", "PLOVER mode.", lambda e: e.mode),
        _texts("contexts", "PLOVER contexts.", lambda e: e.contexts),
        _text("cameo", "CAMEO code.", lambda e: e.cameo),
        _texts("actors", "Names of those who do it.", lambda e: _names(e.actors)),
        _texts("actor_codes", "Their actor codes, in the same order.", lambda e: _codes(e.actors)),
        _texts("actor_countries", "Their countries (ISO 3166-1 alpha-3), in the same order.", lambda e: _countries(e.actors)),
        _texts("recipients", "Names of those who undergo it.", lambda e: _names(e.recipients)),
        _texts("recipient_codes", "Their actor codes, in the same order.", lambda e: _codes(e.recipients)),
        _texts("recipient_countries", "Their countries, in the same order.", lambda e: _countries(e.recipients)),
        _text("place", "Where, in the story's words.", lambda e: e.place),
        _text("place_country", "The country of the place (alpha-3).", lambda e: e.place_country),
        _text(
            "status",
            "occurred, ongoing, scheduled, proposed, conditional, possible, ruled_out or denied.",
            lambda e: e.status.value,
        ),
        Column(
            name="factuality",
            type=ColumnType.NUMBER,
            help="From -3 (certainly not) to 3 (certainly so), as the voice presents it.",
            of=lambda e: e.factuality,
        ),
        _text("voice", "Who says so; empty when the story itself does.", lambda e: e.voiced_by.name if e.voiced_by else None),
        _text("rule", "The rule that found it.", lambda e: e.rule),
        *_source(EventEntry),
    ),
    entries_of=lambda view, story, with_copies: view.list_events(story=story, with_copies=with_copies),
)

# Who said what: one row for each statement.
STATEMENTS: TableForm[StatementEntry] = TableForm(
    columns=(
        _text("statement_id", "Identity of the statement.", lambda e: e.id),
        _text("key", "What is claimed, comparable across stories.", lambda e: e.key),
        _text("kind", "speech, thought or unspoken.", lambda e: e.kind.value),
        _text("form", "direct, indirect or mixed.", lambda e: e.form.value),
        _text("speaker", "Who said it.", lambda e: e.speaker.name if e.speaker else None),
        _text(
            "speaker_code",
            "The speaker's actor code.",
            lambda e: e.speaker.actor.code if e.speaker and e.speaker.actor else None,
        ),
        _text(
            "speaker_country",
            "The speaker's country (alpha-3).",
            lambda e: e.speaker.actor.country if e.speaker and e.speaker.actor else None,
        ),
        _text("cue", "The words that tell of the saying.", lambda e: e.cue),
        _text("content", "What was said.", lambda e: e.words),
        _texts("addressees", "To whom.", lambda e: _names(e.addressees)),
        _day("date_from", "First day of the saying.", lambda e: _first(e.date)),
        _day("date_to", "Last day of the saying.", lambda e: _last(e.date)),
        _text("within", "The statement that this one is told in.", lambda e: e.within),
        _text("rule", "The rule that found it.", lambda e: e.rule),
        *_source(StatementEntry),
    ),
    entries_of=lambda view, story, with_copies: view.list_statements(story=story, with_copies=with_copies),
)

# Who stands where on what: one row for each position.
POSITIONS: TableForm[PositionEntry] = TableForm(
    columns=(
        _text("position_id", "Identity of the position.", lambda e: e.id),
        _text("key", "What is claimed, comparable across stories.", lambda e: e.key),
        _text("actor", "Who takes it.", lambda e: e.actor.name),
        _text("actor_code", "The actor's code.", lambda e: e.actor.code),
        _text("actor_country", "The actor's country (alpha-3).", lambda e: e.actor.country),
        _text("issue", "The issue that it is grouped under.", lambda e: e.issue),
        _text("issue_words", "The issue in the story's own words.", lambda e: e.issue_words),
        _text("stance", "supports, opposes, open, conditional or undecided.", lambda e: e.stance.value),
        _day("date_from", "First day of the stance.", lambda e: _first(e.date)),
        _day("date_to", "Last day of the stance.", lambda e: _last(e.date)),
        _text("statement_id", "The statement that shows it.", lambda e: e.statement),
        *_source(PositionEntry),
    ),
    entries_of=lambda view, story, with_copies: view.list_positions(story=story, with_copies=with_copies),
)

TABLES: dict[str, TableForm[EventEntry] | TableForm[StatementEntry] | TableForm[PositionEntry]] = {
    "events": EVENTS,
    "statements": STATEMENTS,
    "positions": POSITIONS,
}
