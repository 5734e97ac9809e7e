"""Events that have not happened, followed from story to story until they happen, are refused, or lapse.

In: facts with their reports in order. Out: the moves of those that were told of as ahead, and how each stands on a given day. A
copy moves nothing; a meeting that is put off stays one prospect; a date that passes unreported is a lapse and no refusal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from types import MappingProxyType

from communique.archive.linking import Fact
from communique.archive.reports import Report
from communique.archive.results import MoveNote, ProspectOutcome
from communique.record.vocab import Status

# Another last day than before, by more than this, is a change of plan and not a looser way of telling the same one.
SHIFT_DAYS = 2
ANSWER = "answers the proposal"
FIRST = "first told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What one report did to a prospect; `due_first` and `due_last` are the days that this report gives for it, if any."""

    report: Report
    note: MoveNote
    rule: str
    score: float

    @property
    def day(self) -> date | None:
        """When it was published."""
        return self.report.published

    @property
    def status(self) -> Status:
        """How the event stood after it: an answer is an act of its own that rules the event out."""
        return Status.RULED_OUT if self.rule == ANSWER else self.report.status

    @property
    def due_first(self) -> date | None:
        """The first day; None if the report gives none, or tells of a day on which it was not or will not be."""
        return self.report.first if self._gives_day else None

    @property
    def due_last(self) -> date | None:
        """The last day, as `due_first`."""
        return self.report.last if self._gives_day else None

    @property
    def _gives_day(self) -> bool:
        # what opens as a former plan was due on that day and on no other
        opens = self.note is MoveNote.FORMER_PLAN and self.rule == FIRST
        return self.rule != ANSWER and (opens or _gives_day(self.report))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a prospect stands: its outcome, and the days last given for it."""

    outcome: ProspectOutcome
    due_first: date | None
    due_last: date | None


# What a move did, when it was published, and the first and last day that it gives.
Step = tuple[MoveNote, date | None, date | None, date | None]


def standing(steps: Iterable[Step], as_of: date | None) -> Standing:
    """How a prospect stands after some moves.

    Args:
        steps: Its moves up to the day, in order.
        as_of: The day; None looks at no dates, so that nothing lapses.
    """
    outcome = ProspectOutcome.OPEN
    first = last = None
    for note, day, due_first, due_last in steps:
        if note is MoveNote.HAPPENED:
            outcome = ProspectOutcome.HAPPENED
        elif outcome is not ProspectOutcome.HAPPENED and note is MoveNote.REFUSED:
            outcome = ProspectOutcome.REFUSED
        elif outcome is ProspectOutcome.REFUSED and note is MoveNote.TAKEN_UP_AGAIN:
            outcome = ProspectOutcome.OPEN
        if due_first or due_last:
            first, last = due_first, due_last
        elif outcome is ProspectOutcome.OPEN and last and day and last < day and note is not MoveNote.FORMER_PLAN:
            first = last = None  # still told of as ahead when its day was over: that day is off
    if outcome is ProspectOutcome.OPEN and as_of and last and last < as_of:
        outcome = ProspectOutcome.LAPSED
    return Standing(outcome=outcome, due_first=first, due_last=last)


def follow(fact: Fact, answers: Mapping[int, Report] = MappingProxyType({})) -> tuple[Move, ...]:
    """The moves of an event that was told of as ahead (or ruled out) before it happened; none for any other event.

    Args:
        answers: By a proposal's number, the report that turns it down.
    """
    # "no deal was reached" before anything is ahead tells of an earlier round
    own = list(dropwhile(lambda report: report.status is Status.DENIED, fact.own))
    if not own or own[0].is_copy or own[0].status.is_fact:
        return ()
    links = {link.report.number: link for link in fact.links}
    moves: list[Move] = []
    is_refused = False
    due: Report | None = None
    for report in own:
        note = _note(report, moves, due, is_refused=is_refused)
        if note is None:
            continue
        is_refused = note is MoveNote.REFUSED or (is_refused and note is not MoveNote.TAKEN_UP_AGAIN)
        if (report.first or report.last) and _gives_day(report):
            due = report
        link = links.get(report.number)
        moves.append(
            Move(
                report=report,
                note=note,
                rule=link.rule if link and moves else FIRST,
                score=link.score if link and moves else 0.0,
            )
        )
        answer = answers.get(report.number)
        if answer is not None and not is_refused and note is not MoveNote.HAPPENED:
            is_refused = True
            moves.append(Move(report=answer, note=MoveNote.REFUSED, rule=ANSWER, score=1.0))
    return tuple(moves)


def _gives_day(report: Report) -> bool:
    """Whether a report's date is when the event is due, or was: not a day on which it was not, nor a former plan's.

    "Was to have met on Wednesday", told on Friday, is ahead no more on that day.
    """
    if report.status.is_fact:
        return True
    is_over = report.published is not None and report.last is not None and report.last < report.published
    return report.status.is_prospect and not is_over


def _is_former_plan(report: Report) -> bool:
    """Whether something is told of as planned for a day that was over: "was to have met on Wednesday", told on Friday."""
    return report.status.is_prospect and not report.is_undated and not _gives_day(report)


def _note(report: Report, moves: Sequence[Move], due: Report | None, *, is_refused: bool) -> MoveNote | None:
    """What a report does to the prospect; None for what is told as ahead after it happened, which then is a look back."""
    if any(move.note is MoveNote.HAPPENED for move in moves):
        return MoveNote.REPEATED if report.status.is_fact else None
    if report.status.is_fact:
        return MoveNote.HAPPENED
    if report.status is Status.RULED_OUT or _denies(report):
        return MoveNote.REPEATED if is_refused else MoveNote.REFUSED
    if _is_former_plan(report):
        return MoveNote.FORMER_PLAN
    if not moves:
        return MoveNote.OPENED
    before = moves[-1].report
    if is_refused and report.status.is_prospect:
        # in one story "rejected the proposal to …" tells the refusal first and then what was proposed
        is_same_breath = report.story_id == before.story_id and report.status is Status.PROPOSED
        return MoveNote.REPEATED if is_same_breath else MoveNote.TAKEN_UP_AGAIN
    return _dated_note(report, due) or (MoveNote.REPEATED if report.status is before.status else MoveNote.MOVED)


def _denies(report: Report) -> bool:
    """Whether a party to it says that it is not so; a story's own "no date was agreed" leaves it ahead."""
    if report.status is not Status.DENIED or report.voiced_by is None:
        return False
    speaker = report.voiced_by
    return speaker.side in report.everyone.sides


def _dated_note(report: Report, due: Report | None) -> MoveNote | None:
    last = report.last or report.first
    if last is None or not _gives_day(report):
        return None
    if due is None:
        return MoveNote.DATED
    old = due.last or due.first
    days = (last - old).days if old else 0
    if days > SHIFT_DAYS:
        return MoveNote.POSTPONED
    return MoveNote.BROUGHT_FORWARD if days < -SHIFT_DAYS and not _contains(due, report) else None


def _contains(wide: Report, narrow: Report) -> bool:
    """Whether a date lies within another: "on the 12th" after "in June" is no change of plan."""
    first, last = narrow.first or narrow.last, narrow.last or narrow.first
    return bool(first and last and (wide.first is None or wide.first <= first) and (wide.last is None or last <= wide.last))
