"""What the reports of one event say together: the event's own line, what they agree on, and what they dispute.

In: a fact with its reports. Out: `Summary`. Invents nothing: each value is one that a report gives.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from communique.archive.likeness import SYMMETRIC, days_between, places_agree
from communique.archive.linking import Fact
from communique.archive.reports import Known, Report
from communique.record.vocab import Status

Dispute = tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]  # a field; each value with the stories that give it


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An event of the archive in one line; see `communique.archive.results.FactEntry`."""

    type: str
    mode: str | None
    actors: tuple[Known, ...]
    recipients: tuple[Known, ...]
    place: str | None
    first: date | None
    last: date | None
    status: Status
    first_seen: date | None
    last_seen: date | None
    n_stories: int
    n_copies: int
    agreed: tuple[str, ...]
    disputed: tuple[Dispute, ...]


def summarize(fact: Fact) -> Summary:
    """The event as its independent reports tell it."""
    own = fact.own
    told = decisive(own)
    dated = _dated(own)
    days = [report.published for report in own if report.published]
    agreed, disputed = _compared(own)
    actors = _parties(own, lambda report: report.actors)
    doers = {known.id for known in actors}
    recipients = tuple(known for known in _parties(own, lambda report: report.recipients) if known.id not in doers)
    return Summary(
        type=own[0].type,
        mode=next((report.mode for report in reversed(own) if report.mode), None),
        actors=actors,
        recipients=recipients,
        place=next((report.place_told for report in reversed(own) if report.place_told), None),
        first=dated.first if dated else None,
        last=dated.last if dated else None,
        status=told.status,
        first_seen=min(days, default=None),
        last_seen=max(days, default=None),
        n_stories=len({report.story_id for report in own}),
        n_copies=len({report.story_id for report in fact.reports} - {report.story_id for report in own}),
        agreed=agreed,
        disputed=disputed,
    )


def decisive(own: Sequence[Report]) -> Report:
    """The report whose status stands; see `decisive_places`."""
    *_, last = decisive_places((report.status, report.story_id) for report in own)
    return own[last]


def decisive_places(told: Iterable[tuple[Status, str]]) -> Iterator[int]:
    """After each of some reports (status and story, in order), which of them tells how the event stands.

    The last that tells it as a fact, unless a later story denies it; else the last of all.
    """
    best, fact_story = 0, None
    for place, (status, story) in enumerate(told):
        if status.is_fact:
            best, fact_story = place, story
        elif fact_story is None or (status is Status.DENIED and story != fact_story):
            best = place
        yield best


def _dated(own: Sequence[Report]) -> Report | None:
    """The report whose date stands: of those that tell a fact, if any is dated, the narrowest date; else the last dated one."""
    dated = [report for report in own if report.first or report.last]
    facts = [report for report in dated if report.status.is_fact]
    if facts:
        return min(facts, key=lambda report: _days(report))
    return dated[-1] if dated else None


def _days(report: Report) -> int:
    return (report.last - report.first).days if report.first and report.last else 10_000


def _parties(own: Iterable[Report], told: Callable[[Report], tuple[Known, ...]]) -> tuple[Known, ...]:
    """Everyone that a report names in a role, in the order of the telling."""
    return tuple({known.id: known for report in own for known in told(report)}.values())


def _compared(own: Sequence[Report]) -> tuple[tuple[str, ...], tuple[Dispute, ...]]:
    """The fields that two independent stories or more give, by whether all of them can be true."""
    agreed: list[str] = []
    disputed: list[Dispute] = []
    for field, shown, is_disputed in _FIELDS:
        given = [(report, value) for report in own if (value := shown(report))]
        if len({report.story_id for report, _ in given}) < 2:
            continue
        if is_disputed([report for report, _ in given]):
            disputed.append((field, _by_value((value, report.story_id) for report, value in given)))
        else:
            agreed.append(field)
    _compare_numbers(own, agreed, disputed)
    return tuple(agreed), tuple(disputed)


def _by_value(given: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each value with the stories that give it."""
    stories: dict[str, dict[str, None]] = {}
    for value, story in given:
        stories.setdefault(value, {})[story] = None
    return tuple((value, tuple(ids)) for value, ids in stories.items())


def _compare_numbers(own: Sequence[Report], agreed: list[str], disputed: list[Dispute]) -> None:
    """What two stories or more count, each story by its first count of a thing."""
    counted: dict[str, dict[str, int]] = {}
    for report in own:
        for noun, count in report.numbers:
            counted.setdefault(noun, {}).setdefault(report.story_id, count)
    several = {noun: by_story for noun, by_story in counted.items() if len(by_story) > 1}
    for noun in sorted(several):
        if len(set(several[noun].values())) > 1:
            disputed.append((f"number ({noun})", _by_value((str(count), story) for story, count in several[noun].items())))
    if several and not any(field.startswith("number") for field, _ in disputed):
        agreed.append("numbers")


def _date_shown(report: Report) -> str | None:
    """The date of what is told as a fact: another date of something ahead is a change of plan, no dispute."""
    if not report.status.is_fact or (report.first is None and report.last is None):
        return None
    if report.first == report.last:
        return str(report.first)
    return f"{report.first or '…'} to {report.last or '…'}"


def _status_shown(report: Report) -> str | None:
    is_history = report.status.is_fact or report.status is Status.DENIED
    return ("happened" if report.status.is_fact else "did not happen") if is_history else None


def _actors_shown(report: Report) -> str | None:
    return ", ".join(sorted(known.name for known in report.actors)) or None


def _recipients_shown(report: Report) -> str | None:
    return ", ".join(sorted(known.name for known in report.recipients)) or None


def _are_dates_apart(given: Sequence[Report]) -> bool:
    return any((days_between(one, other) or 0) > 0 for one, other in _across(given))


def _are_places_apart(given: Sequence[Report]) -> bool:
    return any(places_agree(one, other) < 0 for one, other in _across(given))


def _are_statuses_apart(given: Sequence[Report]) -> bool:
    return any(one.status.is_fact != other.status.is_fact for one, other in _across(given))


def _are_actors_apart(given: Sequence[Report]) -> bool:
    """Whether two stories name different doers for one and the same side of a deed that has one doer."""
    return _are_apart(given, lambda report: report.doers.sides)


def _are_recipients_apart(given: Sequence[Report]) -> bool:
    """Likewise of whom it is done to."""
    return _are_apart(given, lambda report: report.undergoers.sides)


def _are_apart(given: Sequence[Report], sides: Callable[[Report], frozenset[str]]) -> bool:
    return any(one.type not in SYMMETRIC and not sides(one) & sides(other) for one, other in _across(given))


def _across(given: Sequence[Report]) -> Iterable[tuple[Report, Report]]:
    """The first report of each story with the next story's: enough to see a difference, and linear."""
    firsts = list({report.story_id: report for report in reversed(given)}.values())[::-1]
    return pairwise(firsts)


_FIELDS: tuple[tuple[str, Callable[[Report], str | None], Callable[[Sequence[Report]], bool]], ...] = (
    ("date", _date_shown, _are_dates_apart),
    ("place", lambda report: report.place_told, _are_places_apart),
    ("status", _status_shown, _are_statuses_apart),
    ("actors", _actors_shown, _are_actors_apart),
    ("recipients", _recipients_shown, _are_recipients_apart),
)
