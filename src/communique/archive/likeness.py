"""How much speaks for two reports being of one event.

In: two reports. Out: a score and its parts by name, so that a link can be explained. Compares what the records give: parties,
dates, places, modes, and the words around; what a report does not tell counts neither way.

The parts add up as evidence, in the manner of log odds. They were set by hand on the "same event" pairs and the prospects of
the annotated chains of articles.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from communique.archive.reports import Parties, Report
from communique.record.vocab import Status

YIELDING = frozenset(("RETREAT", "CONCEDE"))  # PLOVER's two kinds of giving way, hard to tell apart in the news
SYMMETRIC = frozenset(("CONSULT", "AGREE", "COOPERATE", "ASSAULT"))  # every party both does it and undergoes it
NEAR_DAYS = 4  # two days this close are one told carelessly: the day, the day of the report, a time zone
NARROW_DAYS = 7  # an interval this short names an occasion; a longer one (a month, a year) only a period
FAR_DAYS = 365  # between the publications of undated reports: later, another event of the kind is as likely
LATE_DAYS = 14  # a plan that comes true this much later than told is still the same plan
OPEN_DAYS = 90  # how far a date with one end open is taken to reach where the day of the telling does not say
NEWS_DAYS = 3  # an undated fact told within this many days of a date is probably the news of that day
CONTRADICTION = -3.0
COMMON_REPORTS = 16  # a party with this many reports of a type has so many events of it that naming it tells nothing more


@dataclass(frozen=True, slots=True)
class Likeness:
    """The evidence: its sum, and the parts that are not 0."""

    score: float
    parts: tuple[tuple[str, float], ...]

    @property
    def rule(self) -> str:
        """The parts in words: "parties +2.0, date +2.0, place -1.0"."""
        return ", ".join(f"{name} {value:+.1f}" for name, value in self.parts)


class Weigher:
    """Weighs pairs of reports; words count the more, the fewer reports have them."""

    def __init__(self, reports: Iterable[Report]) -> None:
        counted: Counter[str] = Counter()
        listed = [report for report in reports if not report.is_copy]
        for report in listed:
            counted.update(report.words)
        self._by_side: Counter[tuple[str, str]] = Counter(
            (kind_of(report.type), side) for report in listed for side in report.everyone.sides
        )
        self._by_trigger: Counter[tuple[str, str]] = Counter((kind_of(report.type), report.trigger) for report in listed)
        # the smoothing keeps words of a small archive worth something
        self._rarity = {word: math.log((len(listed) + 2) / (k + 0.5)) for word, k in counted.items()}
        self._unseen = math.log((len(listed) + 2) / 0.5)
        self._weights: dict[int, float] = {}
        # the parts that contradict most often first: most pairs are no pair
        self._parts: tuple[tuple[str, Callable[[Report, Report], float]], ...] = (
            ("parties", parties_agree),
            ("status", statuses_agree),
            ("round", turns_agree),
            ("date", dates_agree),
            ("place", places_agree),
            ("mode", modes_agree),
            ("trigger", self.triggers_agree),
            ("type", types_agree),
            ("came true", came_true),
            ("same story", same_story),
            ("rare party", self.rare_party),
            ("words", self.words_agree),
        )

    def likeness(self, one: Report, other: Report) -> Likeness | None:
        """The evidence that two reports, `one` not later in order than `other`, are of one event.

        Returns:
            None where one part alone is a contradiction: other parties, a day far off, a fact that is told as ahead.
        """
        parts: list[tuple[str, float]] = []
        score = 0.0
        for name, weigh in self._parts:
            value = weigh(one, other)
            if value <= CONTRADICTION:
                return None
            if value:
                parts.append((name, value))
                score += value
        return Likeness(score=round(score, 2), parts=tuple(parts))

    def words_agree(self, one: Report, other: Report) -> float:
        """From -0.5, nothing in common, to 2.5, the same rare words around both triggers."""
        least = min(self._weight(one), self._weight(other))
        if least < 3.0:  # too few words to tell anything
            return 0.0
        share = sum(self._worth(word) for word in one.words & other.words) / least
        return min(2.5, 4 * share - 0.5) if share else -0.5

    def triggers_agree(self, one: Report, other: Report) -> float:
        """1 for the same word, up to 1.5 for one that few reports of this type have: "disarm" tells more than "talks"."""
        if one.trigger != other.trigger:
            return 0.0
        n = self._by_trigger[kind_of(one.type), one.trigger]
        return max(1.0, 1.5 - 0.5 * math.log2(max(2, n) / 2))

    def rare_party(self, one: Report, other: Report) -> float:
        """Up to 1.5 for a common party that few reports of this type name, 0 from `COMMON_REPORTS` on."""
        kind = kind_of(one.type)
        common = one.everyone.sides & other.everyone.sides
        n = min((self._by_side[kind, side] for side in common), default=COMMON_REPORTS)
        return max(0.0, 0.5 * math.log2(COMMON_REPORTS / max(2, n)))

    def _worth(self, word: str) -> float:
        return self._rarity.get(word, self._unseen)  # a copy may have words that no other story has

    def _weight(self, report: Report) -> float:
        if report.number not in self._weights:
            self._weights[report.number] = sum(self._worth(word) for word in report.words)
        return self._weights[report.number]


def kind_of(type_: str) -> str:
    """The type, one for the two kinds of giving way."""
    return "YIELD" if type_ in YIELDING else type_


def parties_agree(one: Report, other: Report) -> float:
    """From -4, other parties, to 2.5, the same ones."""
    if one.type in SYMMETRIC and other.type in SYMMETRIC:
        return _sets_agree(one.everyone, other.everyone)
    doers = _sets_agree(one.doers, other.doers)
    if not one.recipients or not other.recipients or doers <= CONTRADICTION:
        return doers
    others = _sets_agree(one.undergoers, other.undergoers)
    return min(doers, others) if min(doers, others) < 0 else (doers + others) / 2


def _sets_agree(ours: Parties, theirs: Parties) -> float:
    if not ours.ids or not theirs.ids:
        return 0.0
    if ours.ids == theirs.ids:
        return 2.5 if len(ours.ids) > 1 else 2.0
    sides, other_sides = ours.sides, theirs.sides
    common, least = len(sides & other_sides), min(len(sides), len(other_sides))
    if not common:
        return -4.0
    share = common / least
    if share < 1:
        return -1.0 if share < 0.6 else 0.5
    agreed = 1.5 if len(sides) == len(other_sides) else 1.0
    return agreed - 1.5 * _people_differ(ours, theirs) + 0.5 * bool(ours.ids & theirs.ids)


def _people_differ(ours: Parties, theirs: Parties) -> bool:
    """Whether a side is stood for by one person here and by another there."""
    return any(not ids & theirs.people[side] for side, ids in ours.people.items() if side in theirs.people)


def days_between(one: Report, other: Report) -> int | None:
    """The days between the dates of two reports: 0 if they overlap, None if either has none."""
    if one.is_undated or other.is_undated:
        return None
    first, last = _reach(one)
    other_first, other_last = _reach(other)
    return max(0, (max(first, other_first) - min(last, other_last)).days)


def _reach(report: Report) -> tuple[date, date]:
    """The days that a date reaches over, an open end closed by the day of the telling.

    What is to be by a day is to be after it is told; what has gone on since a day went on at least until it was told.
    """
    told = report.published
    first, last = report.first, report.last
    if first is None and last is not None:
        first = min(told, last) if told and not report.status.is_fact else last - timedelta(days=OPEN_DAYS)
    if last is None and first is not None:
        last = max(told, first) if told and report.status.is_fact else first + timedelta(days=OPEN_DAYS)
    return first or date.min, last or date.max


def _length(report: Report) -> int:
    """The days that a report's date covers; a long time if an end is open."""
    return (report.last - report.first).days + 1 if report.first and report.last else 365


def dates_agree(one: Report, other: Report) -> float:
    """From -4, days far apart, to 2.5, the same day; two undated reports are the less alike the longer they lie apart."""
    days = days_between(one, other)
    if days is None:
        if one.published and other.published and one.is_undated and other.is_undated:
            return -min(1.5, abs((other.published - one.published).days) / FAR_DAYS)
        return _dated_and_undated(one, other)
    if (one.first, one.last) == (other.first, other.last):
        return 2.5 if _length(one) <= NARROW_DAYS or one.first is None else 1.5
    if days == 0:
        longer = max(_length(one), _length(other))
        return (
            2.5 if longer <= NARROW_DAYS else 1.5 if min(_length(one), _length(other)) <= NARROW_DAYS or longer < 100 else 0.5
        )
    # what has not happened can be put off or fixed anew: another date speaks less against it
    is_movable = not (one.status.is_fact and other.status.is_fact)
    if days <= NEAR_DAYS:
        return 0.5 if is_movable else -0.5
    if is_movable and days <= LATE_DAYS:
        return 0.0
    return -1.0 if is_movable and days <= FAR_DAYS else -4.0


def _dated_and_undated(one: Report, other: Report) -> float:
    """A dated event and an undated report of it: the later story is published long after that date, or it is not."""
    dated, undated = (one, other) if other.is_undated else (other, one)
    if not undated.published:
        return 0.0
    day = dated.last or dated.first
    if day is None:
        return 0.0
    if undated.status.is_fact:  # told as a fact before its day, or long after it
        late = (undated.published - day).days
        if dated.status.is_fact and 0 <= late <= NEWS_DAYS:
            return 1.0
        return -2.0 if (dated.first or day) > undated.published else -min(1.0, late / FAR_DAYS)
    return -2.0 if day < undated.published and dated.status.is_fact else 0.0  # told as ahead when its day was over


def places_agree(one: Report, other: Report) -> float:
    """1 for the same place, 0.5 for one within the other's name, down to -1.5 for places in different countries."""
    if not one.place or not other.place:
        return 0.0
    if one.place == other.place:
        return 1.0
    if one.place in other.place or other.place in one.place:
        return 0.5
    if one.place_country and other.place_country:
        if one.place_country != other.place_country:
            return -1.5
        return -1.0 if one.story_id == other.story_id else 0.0  # one story tells two places apart
    return -0.5


def types_agree(one: Report, other: Report) -> float:
    """-1 for the other kind of giving way; other types are never compared."""
    return 0.0 if one.type == other.type else -1.0


def turns_agree(one: Report, other: Report) -> float:
    """1.5 for the same numbered round, -4 for two that are numbered otherwise: the fifth is not the second put off."""
    if one.turn is None or other.turn is None:
        return 0.0
    return 1.5 if one.turn == other.turn else -4.0


def modes_agree(one: Report, other: Report) -> float:
    """0.5 for the same mode, -0.75 for different ones."""
    if not one.mode or not other.mode:
        return 0.0
    return 0.5 if one.mode == other.mode else -0.75


def statuses_agree(one: Report, other: Report) -> float:
    """-3 if the two can hardly be told of one event; 0.5 for the same status."""
    if one.status is other.status:
        return 0.5
    same_story = one.story_id == other.story_id
    if one.status.is_fact and other.status.is_prospect:
        # what has happened is not told as ahead; it may be in a story that does not know yet, if the day is the same
        return 0.0 if not same_story and (days_between(one, other) == 0 and not other.is_undated) else -3.0
    if same_story and one.status.is_prospect and other.status.is_fact:
        # a live blog tells of a day's meeting as ahead and then as under way; else a story knows which of the two it is
        is_one_day = not one.is_undated and (one.first, one.last) == (other.first, other.last) and _length(one) <= NARROW_DAYS
        return 0.0 if is_one_day and one.everyone.ids and one.everyone.ids == other.everyone.ids else -3.0
    if {one.status, other.status} == {Status.OCCURRED, Status.RULED_OUT}:
        return -1.0
    if Status.RULED_OUT in (one.status, other.status) and not same_story and one.trigger != other.trigger:
        return -0.5  # what one will not do and what another may do, in other words
    return 0.0


def came_true(one: Report, other: Report) -> float:
    """Up to 1.5 for what was told as ahead and is then told, in a later story, as a fact; -1.5 if that was before the telling."""
    if not _is_ahead(one) or not other.status.is_fact:
        return 0.0
    if one.story_id == other.story_id or not one.published:
        return 0.0
    first = other.first or other.last
    if first is not None and first < one.published and (other.last is None or other.last < one.published):
        return -1.5
    # one party in common is many events: then something else has to speak for it
    share = 1.0 if len(one.everyone.sides & other.everyone.sides) > 1 else 0.5
    return share * (0.75 if first is None else 1.5)


def same_story(one: Report, other: Report) -> float:
    """0.5 for two things told as ahead or called off in one story with the same parties: mostly one thing told twice.

    -3 where one story names other people or bodies for each: it tells them apart, though they may stand for one side.
    """
    if one.story_id != other.story_id:
        return 0.0
    ours, theirs = one.everyone.ids, other.everyone.ids
    if ours and theirs and not ours & theirs:
        return CONTRADICTION
    if not (_is_ahead(one) and _is_ahead(other)):
        return 0.0
    return 0.5 if one.parties and one.everyone.ids == other.everyone.ids else 0.0


def _is_ahead(report: Report) -> bool:
    return report.status.is_prospect or report.status is Status.RULED_OUT
