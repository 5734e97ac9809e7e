"""Conditions: "Y if X" and its kin.

In: the parse. Out: `FoundCondition`s with the two clauses, without the marker. Refuses "before" and "after", which order acts but
hold nothing up, and "even if", which denies that it does.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from communique.reading.syntax import child, children, is_verbal, words_of
from communique.record.spans import Span

MARKS = frozenset({"if", "unless", "provided", "providing"})
LEADING = frozenset("as so long only on condition the provided and but".split())
EDGES = ",;:.—–-"
OPENING = "“\"‘'"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCondition:
    """Y (`consequent`) if X (`antecedent`). `verb` heads the consequent's clause, `marker` is the word that makes the condition."""

    antecedent: Span
    consequent: Span
    verb: Token
    clause: Token
    marker: Token


def find_conditions(doc: Doc) -> tuple[FoundCondition, ...]:
    """The conditions of a story, in text order."""
    found = []
    for token in doc:
        marker = condition_marker(token)
        if marker is not None and (made := _condition(marker, token)) is not None:
            found.append(made)
    return tuple(sorted(found, key=lambda condition: condition.marker.i))


def condition_marker(clause: Token) -> Token | None:
    """The word that makes a clause the X of a condition; None if it is none."""
    if clause.dep_ not in ("advcl", "pcomp", "ccomp", "acl"):
        return None
    mark = next(
        (c for c in clause.children if c.dep_ in ("mark", "advmod", "prep") and c.lower_ in MARKS and c.i < clause.i), None
    )
    if mark is not None and clause.dep_ == "advcl":
        even = mark.i > 0 and clause.doc[mark.i - 1].lower_ in ("even", "as")
        return None if even else mark
    if clause.dep_ in ("advcl", "pcomp", "ccomp"):
        before = clause.doc[max(0, clause.left_edge.i - 2) : clause.left_edge.i + 3].text.lower()
        for phrase in ("as long as", "so long as", "on condition that", "provided that", "on the condition that", "only after"):
            if phrase in before:
                return clause.left_edge
        inverted = next((c for c in children(clause, "aux") if c.lower_ == "should"), None)
        subject = child(clause, "nsubj", "nsubjpass")
        if clause.dep_ == "advcl" and inverted is not None and subject is not None and inverted.i < subject.i:
            return inverted
    return None


def _condition(marker: Token, clause: Token) -> FoundCondition | None:
    doc = clause.doc
    main = clause.head
    for _ in range(6):
        if is_verbal(main) or main.dep_ in ("ROOT", "ccomp", "xcomp", "advcl", "relcl", "conj"):
            break
        main = main.head
    left, right = clause.left_edge.i, clause.right_edge.i
    first = marker.i + 1 if left <= marker.i <= right else left
    while first <= right and (
        doc[first].lower_ in ("that", "as", "long", "condition", "only", "after") and first <= marker.i + 3
    ):
        first += 1
    antecedent = words_of(doc[first], doc[right], EDGES) if first <= right else None
    consequent = _consequent(main, marker, clause)
    if antecedent is None or consequent is None or antecedent.overlaps(consequent):
        return None
    return FoundCondition(antecedent=antecedent, consequent=consequent, verb=main, clause=clause, marker=marker)


def _consequent(main: Token, marker: Token, clause: Token) -> Span | None:
    """The main clause without the if-clause and without what only introduces it (the cue, "that", the conjunction)."""
    doc = main.doc
    clause_tokens = range(clause.left_edge.i, clause.right_edge.i + 1)
    tokens = [t for t in doc[main.left_edge.i : main.right_edge.i + 1] if t.i not in clause_tokens and t.i != marker.i]
    for dependent in main.children:
        if dependent.dep_ in ("mark", "cc", "parataxis") or (
            dependent.dep_ in ("conj", "advcl", "dep") and dependent.i != clause.i and is_verbal(dependent)
        ):
            inside = range(dependent.left_edge.i, dependent.right_edge.i + 1)
            tokens = [t for t in tokens if t.i not in inside]
    before = clause.i > main.i
    tokens = [t for t in tokens if (t.i < clause.left_edge.i if before else t.i > clause.right_edge.i)]
    while tokens and tokens[-1].lower_ in LEADING:  # "as long", "only", "provided": they belong to the marker
        tokens.pop()
    while tokens and tokens[0].lower_ in ("but", "and"):
        tokens.pop(0)
    if not tokens:
        return None
    return words_of(tokens[0], tokens[-1], EDGES + OPENING)
