"""Statements in the making, and the words that may be their content.

In: token ranges. Out: `StatementDraft`s, and ranges cut to fit: not across a quotation's marks, without stops at their edges.
Refuses nothing; a range of which nothing is left is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

Range = tuple[int, int]  # tokens, the end exclusive

EDGE_MARKS = frozenset({",", ".", ";", ":", "–", "—", "-", "--", "---", "…", "...", "|", "•"})


@dataclass(slots=True)
class StatementDraft:
    """A statement before its speaker is resolved. `parts` are the ranges of its content in text order.

    `cue` is None for a quotation without a cue of its own; `cue_end` is exclusive. `source` heads the speaker's words, and
    `addressee` those of the one spoken to. `is_outer` tells a cue that stands in no quotation, `is_settled` a draft
    that the model has no say in.
    """

    rule: str
    kind: StatementKind
    cue: int | None
    cue_end: int
    source: int | None
    parts: list[Range] = field(default_factory=list)
    addressee: int | None = None
    is_outer: bool = True
    is_settled: bool = False

    @property
    def size(self) -> int:
        """The number of tokens of the content."""
        return sum(last - first for first, last in self.parts)

    def holds(self, token: int) -> bool:
        """Whether a token lies in the content."""
        return any(first <= token < last for first, last in self.parts)


def skip_spaces(tree: Tree, i: int, step: int) -> int:
    """The first token from `i` on, in steps of 1 or -1, that is no white space; -1 or `tree.n` past the ends."""
    while 0 <= i < tree.n and tree.pos[i] == "SPACE":
        i += step
    return i


def shrink(tree: Tree, passages: Passages, first: int, last: int) -> Range | None:
    """A range without white space, stops and commas at its edges; marks within a quotation stay."""
    while first < last and (tree.pos[first] == "SPACE" or (tree.words[first] in EDGE_MARKS and passages.quotation[first] < 0)):
        first += 1
    while first < last and (
        tree.pos[last - 1] == "SPACE" or (tree.words[last - 1] in EDGE_MARKS and passages.quotation[last - 1] < 0)
    ):
        last -= 1
    return (first, last) if first < last else None


def bracket(passages: Passages, first: int, last: int, outside: int) -> Range:
    """A range widened so that it cuts no quotation; one that holds token `outside` too is not crossed instead."""
    own = passages.quotation[outside]
    for edge in (first, last - 1):
        inside = passages.quotation[edge]
        if inside >= 0 and inside != own:
            begin, end = passages.quoted[inside]
            first, last = min(first, max(begin, 0)), max(last, end)
    if own >= 0:  # told within a quotation: it goes no farther
        begin, end = passages.quoted[own]
        first, last = max(first, begin), min(last, end)
    return first, last


def by_passage(
    passages: Passages, drafts: Iterable[StatementDraft], *, with_cues: bool = False
) -> dict[int, list[StatementDraft]]:
    """The drafts by the numbers of the passages that their contents touch, or their cues and sources, too."""
    found: dict[int, list[StatementDraft]] = {}
    for draft in drafts:
        touched = {passages.passage[edge] for first, last in draft.parts for edge in (first, last - 1)}
        if with_cues:
            touched |= {passages.passage[i] for i in (draft.cue, draft.source) if i is not None}
        for number in touched:
            found.setdefault(number, []).append(draft)
    return found
