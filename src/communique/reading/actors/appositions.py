"""Which name and description stand side by side for one actor.

In: drafts in text order. Out: for the head of each description the name beside it. Refuses lists ("the minister, the envoy and
Roe"), as far as commas and the parse tell them from appositions.
"""

from __future__ import annotations

from itertools import pairwise

from communique.reading.actors.cast import CORPORATE_KINDS
from communique.reading.actors.drafts import Draft
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

_CLOSERS = frozenset({",", ".", ";", ":", "”", '"', "’", "'", ")", "—", "–", "-"})
_OPENERS = frozenset({",", "(", "—", "–", "’", "'"})
_BETWEEN = frozenset({"now", "then", "once", "currently", "formerly"})


def find_appositions(tree: Tree, drafts: list[Draft]) -> dict[int, Draft]:
    """The name beside each description, by the description's head: "Jane Roe, the minister", "the minister, Jane Roe".

    Another name for somebody ("the commander, known as Roe") has what it is another name for.
    """
    found: dict[int, Draft] = {}
    actors = [d for d in drafts if not d.is_thing and not d.is_pronoun]
    for one, other in pairwise(actors):
        name, description = (one, other) if one.is_name else (other, one)
        if _is_alias(tree, one, other):
            found[other.root] = one
            continue
        if not name.is_name or description.is_name or description.is_side:
            continue
        ally = description.noun is not None and description.noun.use == "states" and name.kind is ActorKind.STATE
        personal = description.kind is ActorKind.PERSON and (ally or name.kind in (ActorKind.PERSON, None))
        corporate = description.kind in CORPORATE_KINDS and name.kind in CORPORATE_KINDS and name.kind is not ActorKind.STATE
        if (
            not (personal or (corporate and (one is name or tree.dep[other.root] == "appos")))
            or tree.sent[one.root] != tree.sent[other.root]
        ):
            continue
        if _is_apposition(tree, one, other) and description.root not in found:
            found[description.root] = name
    return found


def _is_alias(tree: Tree, one: Draft, other: Draft) -> bool:
    """Whether the second of two mentions is another name for the first: "the commander, known as Roe"."""
    if not other.is_name or other.role != "prep:as" or tree.low[other.verb] != "known":
        return False
    return tree.head[other.verb] == one.root or 0 < other.verb - one.last <= 2


def _is_apposition(tree: Tree, one: Draft, other: Draft) -> bool:
    gap = [k for k in range(one.last, other.first) if tree.low[k] not in _BETWEEN]
    if len(gap) == 0 or any(tree.words[k] not in _OPENERS for k in gap):
        return False
    if tree.dep[other.root] == "appos" and one.first <= tree.head[other.root] < one.last:
        return True
    if other.is_name or one.role == "root":
        return False
    after = tree.words[other.last] if other.last < tree.n else "."
    phrase = other.phrase
    opens_clause = other.last < tree.n and (
        tree.tag[other.last] in ("VBN", "WP", "WDT", "WP$", "VBG") or tree.pos[other.last] == "ADP"
    )
    return (
        (after in _CLOSERS or opens_clause)
        and phrase is not None
        and (phrase.det in ("the", "a", "an") or phrase.owner is not None)
        and tree.dep[other.root] != "conj"
    )
