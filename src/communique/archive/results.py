"""What an archive answers: frozen entries that carry the story, the span and the words each was read from.

In: nothing. Out: dataclasses only; importing them loads no database. An entry never lacks its words: whatever is shown can be
shown with the passage behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from communique.record.model import DateInterval, Issue
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind

Day: TypeAlias = date  # entries have fields named `date`
JsonValue: TypeAlias = Any  # dict, list, str, int, float, bool or None


# Supporting what one opposed within this many days is no change of mind over a process, but two answers to one question: a
# convention, about as long as a round of talks and the days after it.
CONTRADICTION_DAYS = 14


class PutOutcome(StrEnum):
    """What putting a record did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


class ProspectOutcome(StrEnum):
    """How a prospect stands on a given day."""

    OPEN = "open"
    HAPPENED = "happened"
    REFUSED = "refused"
    LAPSED = "lapsed"  # its last day has passed and no story reported it


class MoveNote(StrEnum):
    """What a report did to a prospect."""

    OPENED = "opened"
    REPEATED = "repeated"
    MOVED = "moved"  # the status changed
    POSTPONED = "postponed"
    BROUGHT_FORWARD = "brought forward"
    DATED = "dated"  # it got its first date
    HAPPENED = "happened"
    REFUSED = "refused"
    TAKEN_UP_AGAIN = "taken up again"  # told of as ahead after it was refused
    FORMER_PLAN = "former plan"  # "was to have met": told of as planned for a day that was over


class LinkKind(StrEnum):
    """What a link joins."""

    ACTOR = "actor"  # a story's actor with an actor of the archive
    DUPLICATE = "duplicate"  # a story with an earlier story whose text it repeats
    SAME_EVENT = "same event"  # two reports of one event
    MOVE = "move"  # a report with the prospect that it moves
    SHIFT = "shift"  # two positions of one actor on one issue that differ
    ISSUE = "issue"  # a position's own words with the issue that they are grouped under


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRef:
    """Which story: enough to cite it. `id` is the story's, `page_id` its page's.

    `duplicate_of` is the id of an earlier story whose text it shares; `is_copy` tells that it adds little of its own to that. Lists
    leave copies out unless asked; a story that repeats an earlier one and has more news of its own is no copy. `is_superseded`:
    its address said otherwise later, and `duplicate_of` is the newest version of it, for which it counts as a copy.
    """

    id: str
    page_id: str
    uri: str
    kind: StoryKind
    headline: str | None
    source: str | None
    published: Day | None
    language: str | None = None
    truncated: bool = False
    start: int | None = None
    duplicate_of: str | None = None
    is_copy: bool = False
    is_superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a story. `context` is the sentence or so around them and `context_start` its offset in the story's text.

    `context[span.start - context_start : span.end - context_start]` is `words`.
    """

    story: StoryRef
    span: Span
    words: str
    context: str
    context_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorName:
    """An actor of the archive, as far as a line about something else names it. `id` is the archive's."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedActor(ActorName):
    """An actor of the archive with all its names, and without what stories tell of it."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A reference to an actor in one story: `actor` None where the story's words name nobody that it tells of elsewhere."""

    actor: ActorName | None
    span: Span
    words: str

    @property
    def name(self) -> str:
        """The actor's name, or the story's words where there is none."""
        return self.actor.name if self.actor else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEntry:
    """An office that a story gives a person. `first_seen` and `last_seen` are publication dates of the stories that do."""

    title: str
    of: str | None
    passage: Passage
    first_seen: Day | None
    last_seen: Day | None
    n_stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """An actor of the archive: the actors of all stories that are taken to be one.

    `names` are the other names that stories use. The counts leave copies of a story out. Without dated stories `first_seen`
    and `last_seen` are None.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    code: str | None
    names: tuple[str, ...] = ()
    roles: tuple[RoleEntry, ...] = ()
    n_stories: int = 0
    n_mentions: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_positions: int = 0
    first_seen: Day | None = None
    last_seen: Day | None = None
    first_passage: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story with its text and what was counted in it. `copies` are the ids of later stories that repeat it."""

    ref: StoryRef
    text: str
    author: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    url: str | None = None
    section: str | None = None
    copies: tuple[str, ...] = ()
    n_actors: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_conditions: int = 0
    n_positions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """What a reviewer corrected of the entry that it stands beside: who, when (ISO 8601, UTC), why, and the two values.

    `act` and `state` are values of `communique.record.corrections.Act` and `State`; the two values are JSON, with names in place of a
    story's own ids.
    """

    id: str
    act: str
    field: str | None
    machine: JsonValue
    value: JsonValue
    by: str
    at: str
    why: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionEntry:
    """A correction with where it stands now. `states` has a state for each side that was found, empty where nothing is to be found.

    `machine` is what was read when it was made: a field's value, or the whole entry. `line` is the whole correction in its JSON form.
    """

    id: str
    act: str
    by: str
    at: str
    why: str | None
    kind: str | None
    entry: str | None
    other: str | None
    field: str | None
    machine: JsonValue
    value: JsonValue
    words: str | None
    story: StoryRef | None
    page_id: str | None
    story_id: str | None
    states: tuple[str, ...] = ()
    undoes: str | None = None
    undone_by: str | None = None

    @property
    def holds(self) -> bool:
        """Whether it has not been undone."""
        return self.undone_by is None

    @property
    def is_lost(self) -> bool:
        """Whether its words are no longer in the archive's stories."""
        return "lost" in self.states


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """Who said what. `content` has a passage for each part of a resumed quotation; `within` is the id of the telling statement.

    `day` orders it: the day of saying where the story gives one, else the publication date, else None.
    """

    id: str
    key: str
    kind: StatementKind
    form: Form
    speaker: Party | None
    cue: str | None
    content: tuple[Passage, ...]
    addressees: tuple[Party, ...] = ()
    date: DateInterval | None = None
    day: Day | None = None
    within: str | None = None
    rule: str | None = None
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def passage(self) -> Passage:
        """The first part of the content."""
        return self.content[0]

    @property
    def words(self) -> str:
        """The whole content, with " … " where the story interrupts it."""
        return " … ".join(part.words for part in self.content)

    @property
    def story(self) -> StoryRef:
        """The story that tells it."""
        return self.passage.story


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry:
    """One report of an event, as one story tells it. `fact` is the id of the archive's event that it is a report of.

    `is_background`: it stands in a passage that repeats an earlier story word for word.
    `voice` is the statement it is read from (an id) and `voiced_by` that statement's speaker; both None for the story itself.
    """

    id: str
    key: str
    type: str
    root: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    status: Status
    factuality: float
    passage: Passage  # the trigger
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    place: str | None = None
    place_country: str | None = None
    date: DateInterval | None = None
    status_words: tuple[str, ...] = ()
    voice: str | None = None
    voiced_by: Party | None = None
    fact: str | None = None
    is_background: bool = False
    rule: str | None = None
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether the story tells it in words of its own: it is no copy, and its passage repeats no earlier story."""
        return not self.story.is_copy and not self.is_background

    @property
    def story(self) -> StoryRef:
        """The story that reports it."""
        return self.passage.story


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which the reports of one event differ: each value with the ids of the stories that give it, earliest first."""

    field: str  # "date", "place", "status", "actors", "recipients", or "number (…)" of what is counted
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """From `day` (publication) on, an event's best status is `status`; `story` is the one that tells so."""

    day: Day | None
    status: Status
    story: StoryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """An event of the archive: all reports that are taken to be of one event.

    `status`, `date` and `place` are the latest known (see `communique.archive.facts`); `reports` are in order of publication.
    `n_stories` counts independent stories, `n_copies` the copies beside them; `outlets` are those that tell it in stories of
    their own, `copied_by` those that only repeat others. `agreed` names the fields that two or more independent stories give
    alike, `disputed` those on which they differ. `history` is the best status by day, as far as it changed.
    """

    id: str
    type: str
    mode: str | None
    actors: tuple[ActorName, ...]
    recipients: tuple[ActorName, ...]
    place: str | None
    date: DateInterval | None
    status: Status
    first_seen: Day | None
    last_seen: Day | None
    n_stories: int
    n_copies: int
    reports: tuple[EventEntry, ...]
    agreed: tuple[str, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    outlets: tuple[str, ...] = ()
    copied_by: tuple[str, ...] = ()
    history: tuple[StatusChange, ...] = ()

    @property
    def passage(self) -> Passage:
        """The trigger in the earliest report."""
        return self.reports[0].passage

    @property
    def latest(self) -> EventEntry:
        """The last report."""
        return self.reports[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionEntry:
    """A stance of an actor on an issue. `issue` is the issue it is grouped under, `issue_words` the story's own words for it.

    `day` orders it: the first day of its own date, else the publication date, else None.
    """

    id: str
    key: str
    actor: ActorName
    issue: str
    issue_words: str
    stance: Stance
    passage: Passage
    date: DateInterval | None = None
    day: Day | None = None
    statement: str | None = None
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def story(self) -> StoryRef:
        """The story that shows it."""
        return self.passage.story


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEntry:
    """Two consecutive positions of one actor on one issue that differ. `day` is the later one's.

    `days_between` counts from the earlier position's day to the later one's, None where either is unknown. It is a
    contradiction if an actor supports what it opposed, or the other way round, within `CONTRADICTION_DAYS`.
    """

    actor: ActorName
    issue: str
    before: PositionEntry
    after: PositionEntry
    day: Day | None
    rule: str
    score: float
    days_between: int | None = None
    is_contradiction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """Two actors whose last known stances are the same on the issues `agree`, and opposite on the issues `differ`."""

    one: ActorName
    other: ActorName
    agree: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEntry:
    """A report that moved a prospect: on `day` (publication) the event stood at `status`, due `due` if the story says when.

    `note` is a value of `MoveNote`. `rule` and `score` tell how the report was linked to the prospect.
    """

    day: Day | None
    status: Status
    note: MoveNote
    event: str
    fact: str | None
    passage: Passage
    due: DateInterval | None
    rule: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionEntry:
    """Y if X. `event` is the id of the report in the consequent, None where it holds none that is coded.

    `fact` is the archive's event of the consequent, and `hangs_on` that of the antecedent, None where nothing is coded in it.
    `met_by` are the words of the first later story that tells the latter as a fact, and `met_on` is its publication date.
    """

    id: str
    key: str
    antecedent: Passage
    consequent: Passage
    event: str | None = None
    fact: str | None = None
    hangs_on: str | None = None
    met_on: Day | None = None
    met_by: Passage | None = None
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def story(self) -> StoryRef:
        """The story that says it."""
        return self.antecedent.story


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectEntry:
    """An event that had not happened when it was first told of, and all that moved it, as of a day.

    `due` is the date last given for it. `outcome` is as of `as_of`; `is_overdue` tells a prospect whose last day has passed
    (it is `lapsed` then); `days_left` counts from `as_of` to the last day due, negative when overdue, None without a date.
    `conditions` are those that its moves name, each once.
    """

    id: str
    type: str
    mode: str | None
    actors: tuple[ActorName, ...]
    recipients: tuple[ActorName, ...]
    place: str | None
    status: Status  # of the last move that still leaves it ahead or decides it
    outcome: ProspectOutcome
    due: DateInterval | None
    opened: Day | None
    last_moved: Day | None
    as_of: Day | None
    days_left: int | None
    moves: tuple[MoveEntry, ...]
    conditions: tuple[ConditionEntry, ...] = ()

    @property
    def is_overdue(self) -> bool:
        """Whether its last day has passed with nothing reported."""
        return self.outcome is ProspectOutcome.LAPSED

    @property
    def passage(self) -> Passage:
        """The words that last moved it."""
        return self.moves[-1].passage


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """Why two things are taken to be one: `left` and `right` are their ids, and the two values are what was compared."""

    kind: LinkKind
    left: str
    right: str
    rule: str
    score: float
    left_value: str
    right_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A story that holds the words searched for. `snippet` alternates plain and found words, beginning with plain (perhaps "").

    `rank` orders the hits, the best first (lower is better).
    """

    story: StoryRef
    snippet: tuple[str, ...]
    rank: float

    @property
    def plain(self) -> str:
        """The snippet without marks."""
        return "".join(self.snippet)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateEntry:
    """A page whose article repeats an earlier page's. `duplicate_of` is a page's id; the story ids are beside it."""

    page_id: str
    duplicate_of: str
    story_id: str
    duplicate_of_story: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where two stories that share text differ, by whole sentences: those that only `one` has, and only `other`."""

    one: StoryRef
    other: StoryRef
    only_one: tuple[Passage, ...] = ()
    only_other: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the stories published (or added) since a day brought; `moves` are prospects with a move since that day.

    `facts` are events whose first report is new; `shifts` those whose later position is new.
    """

    since: Day
    until: Day | None
    stories: tuple[StoryRef, ...] = ()
    n_copies: int = 0
    facts: tuple[FactEntry, ...] = ()
    statements: tuple[StatementEntry, ...] = ()
    positions: tuple[PositionEntry, ...] = ()
    shifts: tuple[ShiftEntry, ...] = ()
    moved: tuple[ProspectEntry, ...] = ()
    lapsed: tuple[ProspectEntry, ...] = ()  # their last day fell between `since` and `until`


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page of the archive and how it ended."""

    id: str
    uri: str
    media_type: str
    outcome: Outcome
    issues: tuple[Issue, ...]
    reader_version: str
    reader_model: str
    reader_options: str
    added: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchEntry:
    """What the last answers of an address came to. `n_times` it was the same, from `first_at` to `last_at` (universal time).

    `trouble` and `detail` are the code and the words of what went wrong; `page_id` is the page that was made of the answer.
    """

    url: str
    final_url: str | None
    status: int | None
    media_type: str | None
    n_bytes: int | None
    hash: str | None
    trouble: str | None
    detail: str | None
    page_id: str | None
    first_at: datetime
    last_at: datetime
    n_times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much an archive holds. `outcomes` adds up to `n_pages`; `issues` counts each issue code."""

    n_pages: int = 0
    n_stories: int = 0
    n_articles: int = 0
    n_teasers: int = 0
    n_copies: int = 0
    n_actors: int = 0
    n_statements: int = 0
    n_events: int = 0
    n_facts: int = 0
    n_conditions: int = 0
    n_positions: int = 0
    n_shifts: int = 0
    n_prospects: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    first_published: Day | None = None
    last_published: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueGroup:
    """An issue that a dossier names, and the words by which stories speak of it."""

    name: str
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, words: Iterable[str] = ()) -> "IssueGroup":
        """The group with its words as a tuple."""
        return cls(name=name, words=tuple(words))
