"""Positions grouped by issue, and the shifts in each actor's series.

In: positions in order of publication, and the issues that a dossier names. Out: the issue of each position with the reason, and
pairs of consecutive positions that differ. Groups by words, and by the events of the archive that positions are about: two names
for one thing that is no event, without a word in common, stay two issues unless a dossier joins them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import NamedTuple

from communique.archive.words import stems
from communique.record.ids import folded
from communique.record.vocab import Stance

# The share of the shorter name's words that the longer one must have; with fewer, "talks with Iran" met "sanctions on Iran".
MIN_SHARE = 0.6
NEWS_DAYS = 7
SAME_EVENT = "same event"
_AFTER_HEAD = re.compile(r"\b(?:of|on|in|with|for|to|by|from|over|about|at|between|against|that|as)\b|,")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A position, as far as grouping and ordering need it. `number` is its row and decides nothing; `actor` the archive's id."""

    number: int
    id: str
    actor: str
    issue: str
    stance: Stance
    day: date | None
    published: date | None
    story_id: str
    start: int
    is_copy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The issue that a position's own words are grouped under, and why."""

    issue: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Two consecutive positions of one actor on one issue that differ."""

    before: Taken
    after: Taken
    issue: str
    rule: str
    score: float


@lru_cache(maxsize=65_536)
def head_of(issue: str) -> str:
    """The stem of an issue's head: the last word before a preposition ("direct talks with Iran": talk), "" if it has none."""
    before = _AFTER_HEAD.split(folded(issue), maxsplit=1)[0]
    found = stems(before) or stems(issue)
    return found[-1] if found else ""


def group_issues(issues: Iterable[str], named: Sequence[tuple[str, Sequence[str]]] = ()) -> dict[str, Grouped]:
    """The issue that each name for one is grouped under.

    Args:
        issues: The stories' own words, once for each position, in order of publication.
        named: A dossier's issues: a name, and words for it, each of which is enough if all of it occurs.
    Returns:
        A group for each distinct name. A group that no dossier names bears the name that is commonest.
    """
    counted: Counter[str] = Counter()
    first: dict[str, int] = {}
    for place, issue in enumerate(issues):
        counted[issue] += 1
        first.setdefault(issue, place)
    groups: dict[str, Grouped] = {}
    leaders: dict[str, list[_Leader]] = defaultdict(list)  # by each of their words
    for issue in sorted(counted, key=lambda each: (-counted[each], first[each], each)):
        grouped = _by_dossier(issue, named) or _by_leader(issue, leaders)
        if grouped is None:
            grouped = Grouped(issue=issue, rule="own words", score=1.0)
            leader = _Leader(issue, _stems(issue), head_of(issue))
            for word in leader.words:
                leaders[word].append(leader)
        groups[issue] = grouped
    return groups


def _by_dossier(issue: str, named: Sequence[tuple[str, Sequence[str]]]) -> Grouped | None:
    told = set(stems(issue))
    for name, words in named:
        for asked in (name, *words):
            wanted = set(stems(asked))
            if wanted and wanted <= told:
                return Grouped(issue=name, rule=f"dossier: {asked}", score=1.0)
    return None


class _Leader(NamedTuple):
    """A name for an issue under which others are grouped."""

    name: str
    words: frozenset[str]
    head: str


def _stems(issue: str) -> frozenset[str]:
    return frozenset(stems(issue)) or frozenset((folded(issue),))


def _by_leader(issue: str, leaders: dict[str, list[_Leader]]) -> Grouped | None:
    """The likest group whose name has the same head, or two words in common, and enough of the rest."""
    told, head = _stems(issue), head_of(issue)
    near = dict.fromkeys(leader for word in sorted(told) for leader in leaders[word])
    best: Grouped | None = None
    for leader in near:
        common = len(told & leader.words)
        share = common / min(len(told), len(leader.words))
        alike = common / len(told | leader.words)
        same_head = head == leader.head
        if share >= MIN_SHARE and (same_head or (common >= 2 and alike >= MIN_SHARE)) and (best is None or alike > best.score):
            best = Grouped(issue=leader.name, rule="same head" if same_head else "words in common", score=round(alike, 2))
    return best


def group_positions(
    positions: Iterable[Taken], groups: Mapping[str, Grouped], events: Mapping[int, str] = MappingProxyType({})
) -> dict[int, Grouped]:
    """The issue of each position, by its number: by its words, and beyond them by the event that it is about.

    "Accepted an invitation to meet", "would not sit down" and "called off the summit" have no word in common; where they tell
    of one event of the archive they are about one issue, which bears the name that most of them are grouped under.

    Args:
        positions: In order of publication.
        groups: What `group_issues` gave for their issues.
        events: By a position's number, the archive's event that it is about, if it is about one.
    """
    found = {taken.number: groups[taken.issue] for taken in positions}
    together: dict[str, list[int]] = defaultdict(list)
    for number in found:
        if number in events:
            together[events[number]].append(number)
    for event in sorted(together):
        names = Counter(found[number].issue for number in together[event])
        if len(names) == 1:
            continue
        first = {name: place for place, name in enumerate(names)}  # a counter keeps the order of the telling
        named = {found[number].issue for number in together[event] if _is_named(found[number])}
        leader = min(named or names, key=lambda name: (-names[name], first[name]))
        for number in together[event]:
            if found[number].issue != leader and not _is_named(found[number]):
                found[number] = Grouped(issue=leader, rule=SAME_EVENT, score=1.0)
    return found


def _is_named(grouped: Grouped) -> bool:
    """Whether a dossier names the issue: then nothing takes a position out of it."""
    return grouped.rule.startswith("dossier")


def find_shifts(positions: Iterable[Taken], groups: Mapping[int, Grouped]) -> tuple[Shift, ...]:
    """Where an actor's stance on an issue changed. Copies of earlier stories move nothing.

    Args:
        positions: In any order.
        groups: What `group_positions` gave for them.
    """
    series: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for taken in positions:
        if not taken.is_copy:
            series[taken.actor, groups[taken.number].issue].append(taken)
    shifts = []
    for (_, issue), each in sorted(series.items()):
        for before, after in pairwise(_told_in_turn(_in_time(each))):
            if before.stance is not after.stance:
                ours, theirs = groups[before.number], groups[after.number]
                rule = "same words" if before.issue == after.issue else theirs.rule
                shifts.append(Shift(before=before, after=after, issue=issue, rule=rule, score=min(ours.score, theirs.score)))
    return tuple(shifts)


def _told_in_turn(ordered: Sequence[Taken]) -> list[Taken]:
    """One actor's positions on an issue, with the stances that a story gives for one day in the order in which they were taken.

    A story tells an earlier stance beside the present one and dates neither. What continues the last known stance is the earlier
    one; where the story ends with the stance that it began with, whatever stands between is an aside.
    """
    turns: list[Taken] = []
    for _, told in groupby(ordered, key=lambda taken: (taken.day or taken.published, taken.story_id)):
        block = list(told)
        if block[0].stance is block[-1].stance:
            block = [block[-1]]
        elif turns and block[-1].stance is turns[-1].stance:
            block = [block[-1], *block[:-1]]
        turns.extend(block)
    return turns


def _in_time(each: Iterable[Taken]) -> list[Taken]:
    """Positions by day, an undated one by its story's publication; then by publication, story and place in the text.

    Beside a stance that is the day's news, dated within `NEWS_DAYS` of the publication, an undated one in the same story tells
    where the actor stood before (or is the same stance told again).
    """
    by_story: dict[str, list[Taken]] = defaultdict(list)
    for taken in each:
        by_story[taken.story_id].append(taken)
    placed: list[tuple[tuple[date, bool, date, str, int, str], Taken]] = []
    for story_id, told in by_story.items():
        fresh = [t for t in told if t.day and t.published and abs((t.published - t.day).days) <= NEWS_DAYS]
        for taken in told:
            if fresh and taken.day is None and any(taken.stance is t.stance for t in fresh):
                continue
            news = min((t.day for t in fresh if t.day), default=None)
            day = taken.day or news or taken.published or date.max
            is_news = taken.day is not None
            placed.append(((day, is_news, taken.published or date.max, story_id, taken.start, taken.id), taken))
    return [taken for _, taken in sorted(placed, key=lambda pair: pair[0])]
