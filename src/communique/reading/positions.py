"""Positions: an actor's stance on an issue, with the words that show it.

In: the parse, actors, statements, times and conditions of a story. Out: `FoundPosition`s in text order. Refuses a stance of nobody
the story names, and an issue without words.
"""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from communique.reading.conditions import FoundCondition
from communique.reading.found import FoundActors, FoundStatement, FoundTime, innermost
from communique.reading.lexicon import rows
from communique.reading.syntax import agent, auxiliaries, child, children, is_passive, negation, particle, subject
from communique.record.spans import Span, trim
from communique.record.vocab import Stance, StatementKind

MAX_ISSUE_WORDS = 14  # a longer complement is cut at a clause border: an issue is a topic, not a speech
EDGES = ",;:.—–-“”\"‘’'"
FIRST_PERSON = frozenset({"i", "we"})
COMPLEMENTS = ("dobj", "xcomp", "ccomp", "nsubjpass")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPosition:
    """A position in the making. `statement` is the index of the statement that it is read from."""

    actor: str
    issue: Span
    stance: Stance
    span: Span
    statement: int | None
    time: FoundTime | None


@cache
def load_stances() -> dict[tuple[str, str], tuple[tuple[frozenset[str], Stance], ...]]:
    """The table of stance words: by (lemma or lemma_particle, part of speech), the links to the issue and the stance."""
    table: dict[tuple[str, str], list[tuple[frozenset[str], Stance]]] = {}
    for _, (lemmas, pos, link, stance) in rows("stances.tsv", 4):
        for lemma in lemmas.split(","):
            table.setdefault((lemma, pos), []).append((frozenset(link.split("|")), Stance(stance)))
    return {key: tuple(value) for key, value in table.items()}


def find_positions(
    doc: Doc,
    actors: FoundActors,
    times: tuple[FoundTime, ...],
    statements: tuple[FoundStatement, ...],
    conditions: tuple[FoundCondition, ...],
) -> tuple[FoundPosition, ...]:
    """The positions of a story, in text order, one for a word, an actor and an issue."""
    table = load_stances()
    conditional = {condition.verb.i for condition in conditions}
    found: dict[tuple[str, Span], FoundPosition] = {}
    for token in doc:
        pos = {"VERB": "v", "ADJ": "a", "NOUN": "n"}.get(token.pos_)
        if pos is None:
            continue
        part = particle(token) if pos == "v" else None
        lemma = token.lemma_.lower()
        entries = table.get((f"{lemma}_{part.lower_}", pos), ()) if part is not None else ()
        for links, stance in entries or table.get((lemma, pos), ()):
            issue = _issue(token, links)
            if issue is None:
                continue
            for actor in _holders(token, pos, actors, statements):
                made = _position(token, actor, issue, stance, statements, conditional)
                found.setdefault((actor, made.issue), made)
            break
    return tuple(sorted(found.values(), key=lambda position: (position.span, position.actor)))


def _position(
    token: Token, actor: str, issue: Span, stance: Stance, statements: tuple[FoundStatement, ...], conditional: set[int]
) -> FoundPosition:
    voice = innermost(statements, token.i)
    if voice is None:
        voice = next((i for i, s in enumerate(statements) if s.cue == token.i), None)
    clause = token if token.pos_ == "VERB" else token.head
    words = {*auxiliaries(clause)}
    if negation(token) is not None or negation(clause) is not None:
        stance = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.OPEN, Stance.OPEN: Stance.OPPOSES}.get(stance, stance)
    elif words & {"may", "might", "could"} and stance is Stance.SUPPORTS:
        stance = Stance.OPEN
    if clause.i in conditional or token.i in conditional or _only(clause):
        stance = Stance.CONDITIONAL
    start = min(token.idx, issue.start)
    owner = child(clause, "nsubj", "nsubjpass")
    if owner is not None and owner.i < token.i and token.i - owner.i <= 6:
        start = min(start, owner.left_edge.idx if owner.i - owner.left_edge.i < 8 else owner.idx)
    end = max(token.idx + len(token), issue.end)
    return FoundPosition(actor=actor, issue=issue, stance=stance, span=Span(start, end), statement=voice, time=None)


def _only(clause: Token) -> bool:
    return any(c.lower_ == "only" and c.dep_ == "advmod" for c in clause.children)


def _issue(token: Token, links: frozenset[str]) -> Span | None:
    """The words of what the stance is on: an object, a clause, or what a preposition leads to."""
    candidates: list[Token] = []
    if links & {"any", "comp"}:
        wanted = ("xcomp", "ccomp") if "comp" in links else COMPLEMENTS
        candidates = [c for c in children(token, *wanted, "acl") if not (c.dep_ == "nsubjpass" and not is_passive(token))]
        if token.dep_ == "acl" and is_passive(token):
            candidates.append(token.head)
    if not candidates:
        for preposition in children(token, "prep", "dative", "xcomp"):
            if preposition.dep_ == "xcomp" and links & {"to", "comp"} and preposition.pos_ in ("VERB", "AUX"):
                candidates.append(preposition)
            elif preposition.lower_ in links or (links & {"any"} and preposition.lower_ in ("to", "for", "on")):
                candidates += list(children(preposition, "pobj", "pcomp"))
    if not candidates:
        return None
    chosen = min(
        candidates,
        key=lambda c: (c.dep_ == "nsubjpass", c.i < token.i, COMPLEMENTS.index(c.dep_) if c.dep_ in COMPLEMENTS else 9),
    )
    if chosen.dep_ == "dobj" and (clause := child(token, "xcomp", "ccomp")) is not None and chosen.i < clause.i:
        chosen = clause  # "urged X to go": the issue is the going
    return _words(chosen)


def _words(chosen: Token) -> Span | None:
    doc = chosen.doc
    tokens = [t for t in chosen.subtree]
    first, last = tokens[0].i, tokens[-1].i
    for t in tokens:
        if t.i > first and (
            t.dep_ in ("relcl", "advcl", "parataxis") and t.head.i == chosen.i or t.i - first >= MAX_ISSUE_WORDS
        ):
            last = min(last, (t.left_edge.i if t.dep_ in ("relcl", "advcl", "parataxis") else t.i) - 1)
            break
    while (
        first <= last
        and (doc[first].dep_ in ("det", "mark") or doc[first].lower_ in ("that", "to", "a", "an", "the"))
        and first < chosen.i
    ):
        first += 1
    if last < first:
        return None
    return trim(doc.text, doc[first].idx, doc[last].idx + len(doc[last]), EDGES)


def _holders(token: Token, pos: str, actors: FoundActors, statements: tuple[FoundStatement, ...]) -> list[str]:
    """Whose stance it is: the doer of a verb, who is "ready", whose "demand" it is; "we" in a statement is its speaker."""
    holder: Token | None
    if pos == "v":
        holder = agent(token) if is_passive(token) else subject(token)
    elif pos == "a":
        holder = (
            subject(token.head)
            if token.dep_ in ("acomp", "oprd", "conj", "advcl", "acl")
            else token.head
            if token.dep_ == "amod"
            else None
        )
        if token.dep_ in ("ROOT", "ccomp"):
            holder = subject(token)
    else:
        holder = child(token, "poss") or (subject(token.head) if token.dep_ in ("dobj", "attr") else None)
    if holder is None:
        return []
    if holder.lower_ in FIRST_PERSON:
        voice = innermost(statements, token.i)
        while voice is not None and statements[voice].kind is not StatementKind.SPEECH and statements[voice].within is not None:
            voice = statements[voice].within
        speaker = statements[voice].speaker if voice is not None else None
        return [speaker] if speaker is not None else []
    found: list[str] = []
    for part in (holder, *(c for c in holder.conjuncts if c.i > holder.i)):
        mention = actors.by_head.get(part.i) or actors.by_token.get(part.i)
        if mention is not None:
            found += [a for a in mention.actors if a not in found]
    return found
