"""The archive as its users see it: the store, its writer and its view, three separate things.

In: `Record` values through a `Writer`. Out: the entries of `results` through a `View`. Refuses with `ArchiveError` a file that
is no archive, one that cannot be written, and (as `ArchiveVersionError`) one of a newer version. These are protocols: importing
them loads no database; `open_archive` gives what keeps them.

    with open_archive("talks.archive") as archive:
        with archive.writer() as writer:        # assembles at the end: duplicates, links, prospects, shifts
            for record in records:
                writer.put_record(record)       # one transaction a page
        view = archive.view()
        for prospect in view.list_prospects(open_only=True): ...

Selections are the same everywhere: `since` and `until` are publication dates, both included (an undated story is left out as
soon as one is given); `actor` and `by` take an archive actor's id, an actor code, or words that all occur in one of its names;
`about` takes words as `search` does; copies of earlier stories are left out unless `with_copies`; `limit` None is no limit, and
`offset` passes over the first so many.
Lists are in a fixed order that does not depend on the order of arrival.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Protocol

from communique.archive.requests import Request
from communique.archive.results import (
    ActorEntry,
    AgreementEntry,
    Changes,
    ConditionEntry,
    CorrectionEntry,
    Counts,
    Difference,
    DuplicateEntry,
    EventEntry,
    FactEntry,
    FetchEntry,
    IssueGroup,
    LinkEntry,
    LinkKind,
    NamedActor,
    PageEntry,
    PositionEntry,
    ProspectEntry,
    PutOutcome,
    SearchHit,
    ShiftEntry,
    StatementEntry,
    StoryEntry,
    StoryRef,
)
from communique.record.corrections import Correction
from communique.record.fetch import Fetch
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import Outcome, Stance, StatementKind, Status


class Writer(Protocol):
    """Puts records into an archive. Used as a context manager, it assembles when it is left without an error."""

    @property
    def counts(self) -> dict[PutOutcome, int]:
        """How many records each outcome had since the writer was opened; every outcome has an entry."""
        ...

    def put_record(self, record: Record, *, fetch: Fetch | None = None, mark: tuple[str, str] | None = None) -> PutOutcome:
        """Put one page's record, whole or not at all.

        Args:
            record: The record.
            fetch: How the page was fetched; kept with it.
            mark: An input, and how far it is read with this page; kept with it, so that a run that is killed goes on there.
        Returns:
            `unchanged` if the archive holds this page's record as it is, or if `record` is set aside and the archive holds
            what the same reader once read; `replaced` if the page was read by another version, model or options, or
            says something else now.
        Raises:
            ArchiveError: the archive cannot be written (read-only, full, locked); nothing of this record is in it then.
        """
        ...

    def put_fetch(self, fetch: Fetch, page_id: str | None = None, *, is_same: bool = False) -> None:
        """Keep a fetch that brought no page of its own (a list of pages, an error), or page `page_id` that is held already.

        An answer like the last one from the same address adds no row; its time and number are kept. `is_same`: the caller
        found that it is like the last one, though its bytes differ.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        ...

    def has_page(self, page_id: str, *, reader: ReaderInfo | None = None) -> bool:
        """Whether a record of this page is in the archive, whatever its outcome; `reader`: as that reader read it."""
        ...

    def has_story(self, uri: str, text: str) -> bool:
        """Whether a page of that address with a story of that very text is in the archive."""
        ...

    def last_fetch(self, url: str) -> FetchEntry | None:
        """What the last fetch of an address came to, None if it was never fetched."""
        ...

    def get_mark(self, input_: str) -> str | None:
        """How far an input was read (see `put_record`), None if it was not."""
        ...

    def correct(self, requests: Iterable[Request]) -> tuple[Correction, ...]:
        """Correct entries of the archive, all of them or none.

        The rows of the corrected pages are made anew at once, and what is worked out across stories at the next assembly, which is when
        the writer is left.

        Returns:
            The corrections that were made: one for each field that a request changes.
        Raises:
            CorrectionError: some requests name nothing in the archive, or values that do not fit; nothing is corrected then.
            ArchiveError: the archive cannot be written.
        """
        ...

    def undo(self, ids: Iterable[str], *, by: str, why: str | None = None) -> tuple[Correction, ...]:
        """Undo corrections, each named by its id or the beginning of it, all or none; undoing an undoing brings one back.

        Raises:
            CorrectionError: there is no such correction, or it is undone already.
            ArchiveError: the archive cannot be written.
        """
        ...

    def put_corrections(self, corrections: Iterable[Correction]) -> int:
        """Add corrections that were made elsewhere, all or none; those that are there already change nothing.

        Corrections of pages that are not in the archive are kept until the page comes.

        Returns:
            How many are new.
        """
        ...

    def assemble(self) -> None:
        """Find duplicates, join actors, link events, follow prospects and shifts, in one transaction; nothing if up to date.

        Raises:
            ArchiveError: the archive cannot be written.
        """
        ...

    def close(self) -> None:
        """Release the archive; does not assemble."""
        ...

    def __enter__(self) -> "Writer": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


class View(Protocol):
    """Answers questions about an archive; never changes it. Safe to use from several threads."""

    @property
    def is_stale(self) -> bool:
        """Whether pages were put since the last assembly (only seen where the archive cannot be written)."""
        ...

    def counts(self) -> Counts:
        """How much there is, and how the pages ended."""
        ...

    def list_types(self) -> tuple[str, ...]:
        """The types of the events there are, PLOVER's and the user's own, by name."""
        ...

    def list_pages(
        self,
        *,
        outcome: Outcome | None = None,
        with_issues: bool = False,
        with_trouble: bool = False,
        until: date | None = None,
    ) -> tuple[PageEntry, ...]:
        """Pages by id; `until` keeps only those without a story published later.

        `with_issues` keeps those that have an issue, `with_trouble` those that have one or were set aside.
        """
        ...

    def list_stories(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        with_copies: bool = True,
        with_teasers: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[StoryRef, ...]:
        """Stories by publication date (undated last), then id. `source` is compared without case."""
        ...

    def get_story(self, story_id: str) -> StoryEntry | None:
        """The story of that id with its text; None if there is none."""
        ...

    def compare_stories(self, one: str, other: str) -> Difference | None:
        """The sentences that only one of two stories has; None if one of them is not there."""
        ...

    def get_record(self, page_id: str, *, machine: bool = True) -> Record | None:
        """The record of that page exactly as it was put, or (`machine` False) as reviewers have it; None if there is none."""
        ...

    def iter_records(self, *, machine: bool = True) -> Iterator[Record]:
        """Every record, by page id, as it was put or (`machine` False) as reviewers have it."""
        ...

    def list_corrections(
        self,
        *,
        by: str | None = None,
        since: date | None = None,
        until: date | None = None,
        of: str | None = None,
        state: str | None = None,
        with_undone: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[CorrectionEntry, ...]:
        """Corrections in the order in which they were made.

        Args:
            by: Only those of this reviewer, whatever the case.
            since: Only those made on this day (universal time) or later; `until`: or earlier.
            of: Only those about an entry, a story, a page or an actor whose id begins so.
            state: Only those that stand so: "applied", "agreed", "restored", "lost".
            with_undone: Also those that were undone, and what undid them: the whole history.
        """
        ...

    @property
    def has_corrections(self) -> bool:
        """Whether a reviewer ever corrected something here."""
        ...

    def iter_corrections(self) -> tuple[Correction, ...]:
        """Every correction in full, undone ones too, in the order in which they were made."""
        ...

    def list_actors(
        self,
        *,
        words: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ActorEntry, ...]:
        """Actors with their counts, the most often told of first; `words` as `actor` elsewhere."""
        ...

    def name_actors(self, *, names: Iterable[str] = (), codes: Iterable[str] = ()) -> tuple[NamedActor, ...]:
        """Actors by id, without their counts: those that have all words of one of `names` in a name of theirs, or whose actor
        code begins with one of `codes`."""
        ...

    def get_actor(self, actor_id: str) -> ActorEntry | None:
        """The archive's actor of that id, with its roles; None if there is none."""
        ...

    def list_statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        kinds: Iterable[StatementKind] = (),
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[StatementEntry, ...]:
        """Statements in order of publication, then of the text. `kinds` empty: of every kind. `story` is a story's id."""
        ...

    def list_events(
        self,
        *,
        types: Iterable[str] = (),
        statuses: Iterable[Status] = (),
        actor: str | None = None,
        about: str | None = None,
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[EventEntry, ...]:
        """Reports of events, in order of publication, then of the text. `actor` may be on either side."""
        ...

    def list_facts(
        self,
        *,
        types: Iterable[str] = (),
        statuses: Iterable[Status] = (),
        actor: str | None = None,
        about: str | None = None,
        since: date | None = None,
        until: date | None = None,
        happened_since: date | None = None,
        happened_until: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[FactEntry, ...]:
        """Events of the archive, each with all its reports, by date of the event (else first report), then id.

        `since` and `until` select by any report's publication, `happened_…` by the event's own date. `as_of`: each event as
        the stories published by that day tell it, with no later report.
        """
        ...

    def get_fact(self, fact_id: str, *, as_of: date | None = None) -> FactEntry | None:
        """The archive's event of that id, or the one that the report of that id belongs to; None if there is none."""
        ...

    def list_conditions(
        self,
        *,
        actor: str | None = None,
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ConditionEntry, ...]:
        """Conditions in order of publication, then of the text. `actor` is a party of the consequent's event.

        `as_of`: those of stories published by that day, met by nothing that was published later.
        """
        ...

    def list_positions(
        self,
        *,
        actor: str | None = None,
        issue: str | None = None,
        stances: Iterable[Stance] = (),
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[PositionEntry, ...]:
        """Positions by issue, actor's name, day. `issue` is words that all occur in the issue's name or the story's words."""
        ...

    def list_shifts(
        self,
        *,
        actor: str | None = None,
        among: Collection[str] | None = None,
        issue: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ShiftEntry, ...]:
        """Shifts by day. `since` and `until` are about the later position's day; `as_of`: of stories published by that day.

        `among`: only those of the actors of these ids.
        """
        ...

    def list_agreements(
        self, *, actor: str | None = None, issue: str | None = None, since: date | None = None, until: date | None = None
    ) -> tuple[AgreementEntry, ...]:
        """Pairs of actors whose last stances on an issue are the same, or opposite; those with the most issues first.

        `since` and `until` are publication dates of the positions that are looked at.
        """
        ...

    def list_prospects(
        self,
        *,
        open_only: bool = False,
        overdue: bool = False,
        due_within: int | None = None,
        actor: str | None = None,
        among: Collection[str] | None = None,
        types: Iterable[str] = (),
        moved_since: date | None = None,
        due_since: date | None = None,
        statuses: Iterable[Status] = (),
        about: str | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ProspectEntry, ...]:
        """Prospects as of a day, the soonest due first, those without a date last.

        Args:
            open_only: Only those with the outcome `open`.
            overdue: Only those whose last day has passed unreported. With `open_only` or `due_within`: these as well.
            statuses: Only those that stand at one of these.
            about: Only those with these words in the sentence of a move, or in their parties' names.
            among: Only those of which some report, whenever it was published, has one of the actors of these ids as a party.
            due_within: Only open ones whose last day lies at most this many days after `as_of`.
            moved_since: Only those with a move that was published on this day or later.
            due_since: Only those whose last day is this one or later.
            as_of: Moves published later are not looked at. None: the last publication date in the archive.
        """
        ...

    def get_prospect(self, prospect_id: str, *, as_of: date | None = None) -> ProspectEntry | None:
        """The prospect of that id; None if there is none (or nothing of it was published by `as_of`)."""
        ...

    def changes_since(
        self, since: date, *, until: date | None = None, by_added: bool = False, actor: str | None = None
    ) -> Changes:
        """What stories published from `since` to `until` brought; `by_added`: what was put into the archive in those days."""
        ...

    def search(
        self, words: str, *, limit: int = 20, offset: int = 0, since: date | None = None, until: date | None = None
    ) -> tuple[SearchHit, ...]:
        """Stories that hold all the words, the best first.

        "Words in quotation marks" must stand together, a star ends the beginning of a word (negotiat*), a minus leaves
        stories with a word out; nothing else in `words` has a meaning of its own, and accents and endings do not matter.
        """
        ...

    def list_fetches(self, *, url: str | None = None, with_trouble: bool = False) -> tuple[FetchEntry, ...]:
        """What was fetched, by address, then in order; `with_trouble` keeps only what went wrong."""
        ...

    def list_duplicates(self) -> tuple[DuplicateEntry, ...]:
        """Pages whose article repeats an earlier one, by page id."""
        ...

    def list_links(self, *, kind: LinkKind | None = None, of: str | None = None) -> tuple[LinkEntry, ...]:
        """Why things are taken to be one; `of` is the id on either side."""
        ...


class Archive(Protocol):
    """A store of records. Used as a context manager, it is closed when left."""

    @property
    def location(self) -> str:
        """The file's path, or the server's URL without its password."""
        ...

    @property
    def path(self) -> Path | None:
        """The archive's file, None on a server."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it was opened only for reading."""
        ...

    def writer(self, *, issues: Iterable[IssueGroup] = ()) -> Writer:
        """A writer. `issues` (a dossier's) are used to group positions when it assembles; they are kept for later assemblies.

        Raises:
            ArchiveError: the archive is read-only.
        """
        ...

    def view(self) -> View:
        """A view. An archive that is stale (a run was killed) and can be written is assembled first.

        Raises:
            ArchiveError: it could not be assembled.
        """
        ...

    def close(self) -> None:
        """Release the file, or the server's connections."""
        ...

    def __enter__(self) -> "Archive": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
