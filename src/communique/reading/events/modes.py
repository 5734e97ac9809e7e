"""The modes of acts that their clause tells with other words than the predicate: "killed by a roadside bomb", "threatened to attack".

In: a trigger, its frame, the frames of the story's other triggers. Out: a PLOVER mode, or None. Refuses to change a mode that a frame
gives, but for that of a protest, which is a demonstration until something more is told, and the modes of the user's own rows.
"""

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from communique.reading.events.lexicon import Frame
from communique.reading.syntax import children, clause_verb
from communique.reading.tables import read_table

MAX_REACH = 15  # tokens; what stands further off in a long clause is mostly another act's
GENERAL = frozenset({("PROTEST", "demo")})  # modes that say no more than the type

Row = tuple[str, str, frozenset[str]]


@cache
def _rows() -> Mapping[str, tuple[Row, ...]]:
    """The rows of each type: mode, reach, lemmas."""
    table: dict[str, list[Row]] = {}
    for row in read_table("modes.tsv"):
        table.setdefault(row["type"], []).append((row["mode"], row["reach"], frozenset(row["lemmas"].split())))
    return {kind: tuple(rows) for kind, rows in table.items()}


def find_mode(trigger: Token, frame: Frame, framed: Mapping[int, Frame]) -> str | None:
    """The mode of the act at `trigger`: its frame's, or else what the words around it tell. `framed`: frames by token."""
    kind = frame.type or ""
    rows = _rows().get(kind, ())
    if not rows or not frame.is_shipped or (frame.mode is not None and (kind, frame.mode) not in GENERAL):
        return frame.mode
    own = trigger.lemma_.lower()
    near = _near(trigger)
    acts = {framed[t.i].plover for t in children(trigger, "xcomp", "ccomp", "dobj", "acl") if t.i in framed}
    for mode, reach, words in rows:
        if (reach == "own" and own in words) or (reach == "near" and words & near) or (reach == "acts" and words & acts):
            return mode
    return frame.mode


def _near(trigger: Token) -> set[str]:
    """The lemmas of the trigger's clause around it."""
    clause = clause_verb(trigger)
    first, last = max(clause.left_edge.i, trigger.i - MAX_REACH), min(clause.right_edge.i, trigger.i + MAX_REACH)
    return {token.lemma_.lower() for token in trigger.doc[first : last + 1]}
