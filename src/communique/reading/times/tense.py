"""Whether a clause looks back or ahead: what a bare "Monday" or "in March" in it means.

In: a parsed story and a stretch of its tokens; the word list `lexicons/times_outlook.tsv`. Out: -1 for behind, 1 for ahead, 0
where the clause does not tell. Refuses nothing: without a parse it looks for cue words before the stretch.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from communique.reading.tables import read_table, split_cell

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BEHIND, UNKNOWN, AHEAD = -1, 0, 1
MAX_STEPS = 12  # from a time up to the verb of its clause; deeper nesting does not occur
CUE_REACH = 10  # tokens before an expression where a cue counts, for texts without a parse
_MODALS = frozenset(
    ["will", "would", "shall", "should", "may", "might", "can", "could", "must", "ca", "wo", "'ll", "’ll", "'d"]
)
_PAST_FORMS = frozenset(["was", "were", "had", "did", "been"])
_PRESENT_FORMS = frozenset(["is", "are", "am", "'s", "'re", "’s", "’re", "be"])
_RANKS = frozenset(["first", "second", "third", "last", "latest", "only", "next"])
_TOWARDS = frozenset(["to", "for", "until", "till", "by"])


@cache
def load_outlook() -> dict[str, frozenset[str]]:
    """The shipped words by kind, read once."""
    return {row["kind"]: frozenset(split_cell(row["words"])) for row in read_table("times_outlook.tsv")}


def head_of(doc: Doc, first: int, last: int) -> int:
    """The index of the token of `first` to `last` (exclusive) whose governor lies outside; the last one without a parse."""
    for token in doc[first:last]:
        if token.head.i == token.i or not first <= token.head.i < last:
            if token.is_punct or (token.head.i == token.i != last - 1 and not token.dep_):
                continue
            return token.i
    return last - 1


def find_direction(doc: Doc, first: int, last: int) -> int:
    """Whether the time at tokens `first` to `last` (exclusive) lies behind (-1) or ahead (1) of the story; 0: it does not tell.

    -2 where the time hangs on a past verb itself, so that it lies behind beyond doubt.
    """
    outlook = load_outlook()
    if not doc.has_annotation("DEP"):
        return AHEAD if any(token.lower_ in outlook["cue"] for token in doc[max(0, first - CUE_REACH) : first]) else UNKNOWN
    token = doc[head_of(doc, first, last)]
    under = token.head.lower_ if token.dep_ == "pobj" else ""
    if under == "since":
        return BEHIND
    inside = token.dep_ in ("poss", "compound", "nmod", "amod")  # the time belongs to a noun: "Monday's meeting"
    if inside and token.head.lemma_.lower() not in outlook["appointment"]:
        return BEHIND  # what has a date to be known by has mostly happened: "Monday's ruling"
    at = token.i
    near = token.head.head if under else token.head
    direct = token.dep_ in ("pobj", "npadvmod", "advmod") and near.pos_ == "VERB"  # the time hangs on a verb itself
    for _ in range(MAX_STEPS):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod"):
            is_firm = direct and token.i == near.i and token.lemma_.lower() not in outlook["moved"]
            direction = _verb_direction(token, outlook, under if token.i < at else "", inside)
            if direction is not None:
                return 2 * BEHIND if direction == BEHIND and is_firm else direction
        elif token.lower_ in outlook["ahead"] or any(c.dep_ == "amod" and c.lower_ in outlook["ahead"] for c in token.children):
            return BEHIND if _is_past_plan(token) else AHEAD
        if token.head.i == token.i:
            break
        token = token.head
    return UNKNOWN


def _verb_direction(verb: Token, outlook: dict[str, frozenset[str]], under: str, inside: bool) -> int | None:
    """The direction of one verb; None: ask the verb above it."""
    helpers = _helpers(verb)
    lemma = verb.lemma_.lower()
    if "could" in helpers and any(child.dep_ == "neg" for child in verb.children):
        return BEHIND  # "could not be reached on Monday"
    if helpers & _MODALS:
        return BEHIND if "have" in helpers and not helpers & {"will", "'ll", "’ll", "wo"} else AHEAD
    if lemma in outlook["ahead"] or verb.lower_ in outlook["ahead"]:
        return BEHIND if _is_past_plan(verb) else AHEAD
    if lemma in outlook["moved"] and (under in _TOWARDS or inside or (verb.tag_ == "VBN" and verb.dep_ == "acl")):
        return AHEAD
    if "to" in helpers and (verb.tag_ == "VB" or "be" in helpers):
        return _infinitive_direction(verb, outlook)
    if verb.tag_ == "VBD" or helpers & _PAST_FORMS or helpers & {"have", "has", "'ve", "’ve"}:
        return BEHIND
    if verb.tag_ == "VBG":
        return AHEAD if helpers & _PRESENT_FORMS else None
    if verb.tag_ == "VBN":
        return UNKNOWN if helpers & _PRESENT_FORMS else BEHIND
    if verb.tag_ in ("VBZ", "VBP"):
        return AHEAD if lemma in outlook["timetable"] or under in ("until", "till", "by") else UNKNOWN
    return UNKNOWN


def _infinitive_direction(verb: Token, outlook: dict[str, frozenset[str]]) -> int | None:
    governor = verb.head
    if governor.lower_ in outlook["ahead"] and _is_past_plan(governor):
        return BEHIND
    if verb.dep_ in ("relcl", "acl") and any(c.dep_ == "amod" and c.lower_ in _RANKS for c in governor.children):
        return None  # "the first to sign on Monday"
    if verb.dep_ == "advcl" or (verb.dep_ == "xcomp" and governor.lemma_.lower() in outlook["done"]):
        return None  # a purpose, or what was managed: as past as the verb above
    return AHEAD


def _is_past_plan(token: Token) -> bool:
    """Whether what was planned is told as past: "was due to open on Monday"; not where that is reported ("said it was due")."""
    clause = token if token.pos_ == "VERB" and token.dep_ not in ("acomp", "attr") else token.head
    forms = _helpers(clause) | _helpers(token) | {clause.lower_}
    if "had" in forms:
        return True
    return bool(forms & {"was", "were"}) and clause.dep_ not in ("ccomp", "ROOT")


def is_onset(doc: Doc, first: int, last: int) -> bool:
    """Whether the time at tokens `first` to `last` (exclusive) is when something began that goes on: "talks opened in May"."""
    if not doc.has_annotation("DEP"):
        return False
    token = doc[head_of(doc, first, last)]
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("in", "on") else token.head
    return verb.lemma_.lower() in load_outlook()["onset"] and verb.tag_ in ("VBD", "VBN") and not _helpers(verb) & _MODALS


def _helpers(verb: Token) -> set[str]:
    """The auxiliaries of a verb, or those of the verb that it is coordinated with ("will meet and sign")."""
    for _ in range(MAX_STEPS):
        own = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
        has_subject = any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
        if own or has_subject or verb.dep_ != "conj" or verb.tag_ in ("VBD", "VBZ") or verb.head.i == verb.i:
            return own
        verb = verb.head
    return set()
