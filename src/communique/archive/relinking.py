"""Events of the archive as reviewers have them: reports that are one event, and reports that are not.

In: the events that linking found, and pairs of reports. Out: the same events, split and joined. Refuses nothing.

Where two reports are not one event, the weakest of the links that join them is cut, and each other report stays with the side that it
was linked to. Where reviewers contradict one another, the later word holds.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.archive.linking import Fact, Link
from communique.archive.reports import Report

RULE = "a reviewer says so"
Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a reviewer says of two reports, by their numbers."""

    one: int
    other: int
    is_same: bool


def relink(facts: Sequence[Fact], told: Iterable[Told], order: Mapping[int, int]) -> list[Fact]:
    """The events, in the order of their first reports.

    Args:
        facts: In the order of their first reports.
        told: The earliest first.
        order: The place of each report, by its number, in the order of publication.
    """
    fact_of = {report.number: fact for fact in facts for report in fact.reports}
    joined, barred = _agreeing([each for each in told if each.one in fact_of and each.other in fact_of])
    touched = {id(fact_of[number]) for pair in (*joined, *barred) for number in pair}
    if not touched:
        return list(facts)
    ours = [fact for fact in facts if id(fact) in touched]
    reports = {report.number: report for fact in ours for report in fact.reports}
    links = {(link.report.number, link.like.number): link for fact in ours for link in fact.links}
    for one, other in joined:
        early, late = sorted((one, other), key=order.__getitem__)
        links[late, early] = Link(reports[late], reports[early], RULE, 1.0)
    firm = {edge for edge, link in links.items() if link.rule == RULE}
    # a report may have come to its event without a link that is left: the event's first report stands for it
    for fact in ours:
        for report in fact.reports[1:]:
            first = fact.reports[0]
            if not any(report.number == edge[0] and edge not in firm for edge in links):
                links[report.number, first.number] = Link(report, first, "told with it", 0.0)
    _cut(links, firm, order, barred)
    made = [_fact(each, links) for each in _components(reports, links, order)]
    kept = [fact for fact in facts if id(fact) not in touched]
    return sorted([*kept, *made], key=lambda fact: order[fact.reports[0].number])


def _agreeing(told: Sequence[Told]) -> tuple[list[Edge], list[Edge]]:
    """The pairs that are one event and those that are not; what a later word contradicts is left out."""
    joined: list[Edge] = []
    barred: list[Edge] = []
    for each in reversed(told):
        pair = (each.one, each.other)
        if each.is_same:
            groups = _groups([*joined, pair])
            if not any(groups.get(one) == groups.get(other) is not None for one, other in barred):
                joined.append(pair)
        else:
            groups = _groups(joined)
            if each.one not in groups or groups.get(each.one) != groups.get(each.other):
                barred.append(pair)
    return joined, barred


def _groups(pairs: Iterable[Edge]) -> dict[int, int]:
    """A group's number for each member of the pairs."""
    group: dict[int, int] = {}
    for one, other in pairs:
        old, new = group.setdefault(one, one), group.setdefault(other, other)
        for member in [member for member, held in group.items() if held == old]:
            group[member] = new
    return group


def _cut(links: dict[Edge, Link], firm: set[Edge], order: Mapping[int, int], barred: Sequence[Edge]) -> None:
    """Cut links until no barred pair is joined: of those on a way between the two the weakest, of equals the later report's."""
    for one, other in sorted(barred, key=lambda pair: sorted(order[number] for number in pair)):
        while way := _way(links, one, other):
            weak = min(
                (edge for edge in way if edge not in firm),
                key=lambda edge: (links[edge].score, -order[edge[0]], -order[edge[1]]),
                default=None,
            )
            if weak is None:
                break
            del links[weak]


def _way(links: Iterable[Edge], one: int, other: int) -> list[Edge]:
    """A way of links between two reports, empty if there is none."""
    near: dict[int, list[tuple[int, Edge]]] = defaultdict(list)
    for edge in links:
        near[edge[0]].append((edge[1], edge))
        near[edge[1]].append((edge[0], edge))
    came: dict[int, tuple[int, Edge] | None] = {one: None}
    queue = deque([one])
    while queue:
        at = queue.popleft()
        if at == other:
            break
        for to, edge in near[at]:
            if to not in came:
                came[to] = (at, edge)
                queue.append(to)
    way: list[Edge] = []
    step = came.get(other)
    while step is not None:
        way.append(step[1])
        step = came[step[0]]
    return way


def _components(reports: dict[int, Report], links: Iterable[Edge], order: Mapping[int, int]) -> list[list[Report]]:
    groups = _groups([*((number, number) for number in reports), *links])
    found: dict[int, list[Report]] = defaultdict(list)
    for number in sorted(reports, key=order.__getitem__):
        found[groups[number]].append(reports[number])
    return list(found.values())


def _fact(reports: list[Report], links: dict[Edge, Link]) -> Fact:
    """The event of some reports in their order; copies are taken in after all others, as in linking."""
    fact = Fact()
    ours = {report.number for report in reports}
    by_report: dict[int, list[Link]] = defaultdict(list)
    for (late, early), link in links.items():
        if late in ours and early in ours and link.rule != "told with it":
            by_report[late].append(link)
    for report in sorted(reports, key=lambda each: each.is_copy):
        fact.add(report, None)
    fact.links = [link for report in fact.reports for link in by_report[report.number]]
    fact.reports = reports
    return fact
