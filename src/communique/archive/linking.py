"""Reports of one event, linked within and across stories.

In: reports in order of publication. Out: events of the archive (`Fact`), each with its reports and why each was taken to be one
of them. Looks only at the latest facts of the same type with a party in common, never at all pairs.

A report joins the fact that it is likest to, if the likeness reaches `MIN_LIKENESS`, else it begins a fact of its own. Copies
of earlier stories are linked last and change no fact.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

from communique.archive.likeness import Weigher, kind_of
from communique.archive.reports import Report
from communique.record.ids import digest

MIN_LIKENESS = 2.75  # set with the weights of `likeness`, on the annotated chains
# How many of the latest facts under one key are looked at. More finds no more on the chains, and the work grows with it.
N_BY_PAIR = 12
N_BY_PARTY = 5
N_MEMBERS = 3  # of a fact's reports that a new one is compared with: the first and the latest

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A report, and the earlier report of the same event that it is likest to."""

    report: Report
    like: Report
    rule: str
    score: float


@dataclass(slots=True, eq=False)
class Fact:
    """An event of the archive: its reports in order, and why each was taken to be one of them.

    `own` are the reports that are no copies (all, where there is nothing else); `happened` is the first of them that tells it as
    having happened or going on.
    """

    reports: list[Report] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    own: list[Report] = field(default_factory=list)
    happened: Report | None = None

    def add(self, report: Report, link: Link | None) -> None:
        """Take in a report; copies after all others."""
        self.reports.append(report)
        if link:
            self.links.append(link)
        if not report.is_copy or not self.own or self.own[0].is_copy:
            self.own.append(report)
            if report.status.is_fact and not self.happened:
                self.happened = report

    @property
    def id(self) -> str:
        """Made of the first report's id, so that later reports leave it as it is."""
        first = self.reports[0]
        return digest("fact", first.page_id, first.story_id, first.id)


def link_reports(reports: Sequence[Report]) -> list[Fact]:
    """The events of the archive.

    Args:
        reports: In order of publication, story and text.
    Returns:
        Facts in the order of their first report.
    """
    weigher = Weigher(reports)
    linker = _Linker(weigher)
    for report in reports:
        if not report.is_copy:
            linker.add(report)
    by_story: dict[str, list[Fact]] = defaultdict(list)
    for fact in linker.facts:
        for story in {report.story_id for report in fact.reports}:
            by_story[story].append(fact)
    for report in reports:
        if report.is_copy:
            linker.add_copy(report, by_story[report.repeats or ""])
    place = {report.number: place for place, report in enumerate(reports)}
    for fact in linker.facts:
        fact.reports.sort(key=lambda report: place[report.number])
    return sorted(linker.facts, key=lambda fact: place[fact.reports[0].number])


class _Linker:
    def __init__(self, weigher: Weigher) -> None:
        self.facts: list[Fact] = []
        self._weigher = weigher
        # the facts under each key, the latest last: a dict keeps their order and moves one in no time
        self._by_key: dict[Key, dict[int, Fact]] = defaultdict(dict)

    def add(self, report: Report) -> None:
        """Link a report to its event."""
        keys = list(_keys(report))
        best = self._best(report, self._candidates(keys))
        fact, link = best or (Fact(), None)
        if link is None:
            self.facts.append(fact)
        fact.add(report, link)
        for key, _ in keys:
            under = self._by_key[key]
            under.pop(id(fact), None)
            under[id(fact)] = fact

    def add_copy(self, report: Report, facts: Iterable[Fact]) -> None:
        """Link a copy's report to what the copied story tells, else to its event; it becomes no fact's latest report."""
        best = self._best_copy(report, facts) or self._best(report, self._candidates(list(_keys(report))))
        fact, link = best or (Fact(), None)
        if link is None:
            self.facts.append(fact)
        fact.add(report, link)

    def _candidates(self, keys: Sequence[tuple[Key, int]]) -> Iterator[Fact]:
        seen: set[int] = set()
        for key, n in keys:
            for fact in islice(reversed(self._by_key[key].values()), n):
                if id(fact) not in seen:
                    seen.add(id(fact))
                    yield fact

    def _best(self, report: Report, facts: Iterable[Fact]) -> tuple[Fact, Link] | None:
        best: tuple[Fact, Link] | None = None
        for fact in facts:
            link = self._compare(report, fact)
            if link and link.score >= MIN_LIKENESS and (best is None or link.score > best[1].score):
                best = (fact, link)
        return best

    def _compare(self, report: Report, fact: Fact) -> Link | None:
        """The best of the fact's reports, as far as nothing that the fact is known by speaks against it."""
        own = fact.own
        members = own if len(own) <= N_MEMBERS else [own[0], *own[1 - N_MEMBERS :]]
        happened = fact.happened
        if happened and happened not in members:
            members = [happened, *members]
        best: Link | None = None
        for member in members:
            likeness = self._weigher.likeness(member, report)
            if likeness is None:
                return None  # what contradicts one of its reports is not this event, whatever another leaves open
            if best is None or likeness.score > best.score:
                best = Link(report, member, likeness.rule, likeness.score)
        return best

    def _best_copy(self, report: Report, facts: Iterable[Fact]) -> tuple[Fact, Link] | None:
        best: tuple[Fact, Link] | None = None
        for fact in facts:
            for member in fact.reports:
                if member.story_id != report.repeats or kind_of(member.type) != kind_of(report.type):
                    continue
                score = self._weigher.words_agree(member, report) + 1.5 * (member.trigger == report.trigger)
                score += 0.5 * (member.status is report.status)
                if score >= 1.5 and (best is None or score > best[1].score):
                    best = (fact, Link(report, member, "the same words in a copy", round(score, 2)))
        return best


def _keys(report: Report) -> Iterator[tuple[Key, int]]:
    """The keys that a report's event is looked for under, each with how many facts to look at."""
    kind = kind_of(report.type)
    sides = sorted(report.everyone.sides)
    for pair in combinations(sides[:6], 2):  # a communiqué of twenty states has 190 pairs: six parties tell it well enough
        yield (kind, *pair), N_BY_PAIR
    for side in sides:
        yield (kind, side), N_BY_PAIR if len(sides) == 1 else N_BY_PARTY
    if not sides:
        yield (kind, report.story_id), N_BY_PARTY  # nobody named: only within the story, or by the number of the round
    if report.turn is not None:
        yield (kind, "round", str(report.turn)), N_BY_PARTY
