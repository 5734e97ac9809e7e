"""Clauses of saying whose verb is left out: "Holm said talks would resume, and Moreno that they had not ended".

In: the tree, the passages, the drafts of a passage. Out: further drafts that share a cue with the draft before them, whose content
is cut where they begin. Refuses what may be a relative clause: a common noun with "that" right behind it and no comma before.
"""

from __future__ import annotations

from dataclasses import replace

from communique.reading.passages import Passages
from communique.reading.statements.drafts import StatementDraft, shrink, skip_spaces
from communique.reading.tree import Tree

RULE = "gap"
_JOINTS = frozenset({"and", "but", "while", ";"})
_NOMINAL = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "PART"})
_NAMES = frozenset({"PROPN", "PRON"})
_CLAUSES = frozenset({"that", "zero", "far-that", "obj-that", "rel-that"})
_MAX_SUBJECT = 8  # tokens of the one who says the second clause


def find_gapped(tree: Tree, passages: Passages, first: int, last: int, made: list[StatementDraft]) -> list[StatementDraft]:
    """The drafts of a passage's clauses without a verb of saying of their own; the drafts in `made` are cut before them."""
    found: list[StatementDraft] = []
    for that in range(first, last):
        if tree.low[that] != "that" or passages.quotation[that] >= 0 or not _opens_clause(tree, that, last):
            continue
        subject = _gapped_subject(tree, passages, that, first)
        if subject is None:
            continue
        source, joint = subject
        teller = _teller(tree, (*made, *found), joint)
        if teller is None:
            continue
        cut = skip_spaces(tree, joint - 1, -1) if tree.words[joint - 1] == "," else joint
        begin, end = teller.parts[-1]
        before = shrink(tree, passages, begin, min(end, cut))
        after = shrink(tree, passages, that, end if end > that + 1 else last)
        if before is None or after is None:
            continue
        teller.parts[-1] = before
        teller.is_settled = True
        found.append(replace(teller, rule=RULE, source=source, parts=[after]))
    return found


def _opens_clause(tree: Tree, that: int, last: int) -> bool:
    """Whether a clause with a subject follows "that": the story leaves nothing open that a relative pronoun would fill."""
    after = skip_spaces(tree, that + 1, 1)
    return after < last and tree.pos[after] in _NOMINAL and any(tree.is_finite(i) for i in range(after + 1, last))


def _gapped_subject(tree: Tree, passages: Passages, that: int, first: int) -> tuple[int, int] | None:
    """The head of the noun phrase before "that", and the conjunction before it; None if it may be what a relative clause is about."""
    i = that - 1
    with_comma = tree.words[i] == ","
    i -= with_comma
    head = i
    while i > first and that - i <= _MAX_SUBJECT and tree.pos[i] in _NOMINAL and passages.quotation[i] < 0:
        i -= 1
    if i == head or i <= first or tree.low[i] not in _JOINTS or tree.pos[head] not in ("PROPN", "NOUN", "PRON"):
        return None
    is_apart = tree.words[i] == ";" or tree.words[i - 1] == ","
    is_subject = tree.dep[head] in ("nsubj", "nsubjpass") and tree.is_finite(
        tree.head[head]
    )  # "and the plan that they made was …"
    if tree.pos[head] in _NAMES or with_comma or (is_apart and not is_subject):
        return head, i
    return None


def _teller(tree: Tree, drafts: tuple[StatementDraft, ...], joint: int) -> StatementDraft | None:
    """The draft whose verb the second clause shares: the last one before it with a clause for its content."""
    telling = (
        d
        for d in drafts
        if d.cue is not None
        and d.is_outer
        and d.source is not None
        and d.rule in (*_CLAUSES, RULE)
        and d.cue < d.parts[0][0] < joint
        and all(not tree.is_finite(i) or d.holds(i) for i in range(d.cue + 1, joint))
    )
    return max(telling, key=lambda d: (d.cue or 0, d.parts[0][0]), default=None)
