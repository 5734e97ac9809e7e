"""Positions: an actor's stance on an issue, with the words that show it.

In: the parse, actors, statements, events and conditions of a story. Out: `FoundPosition`s in text order. Refuses a stance of nobody
the story names, a stance that is only asked of its holder or only possible, and an issue without words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from communique.reading.conditions import FoundCondition
from communique.reading.events import FoundEvent
from communique.reading.events.lexicon import PARTS_OF_SPEECH, Lexicon
from communique.reading.events.status import StatusFinder
from communique.reading.found import FoundActors, FoundStatement, innermost
from communique.reading.syntax import (
    antecedent,
    auxiliaries,
    child,
    children,
    coordinated,
    doer,
    has_to,
    is_passive,
    is_verbal,
    negation,
    phrasal_lemma,
    subject,
    words_of,
)
from communique.reading.tables import read_table, split_cell
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Stance, StatementKind, Status

SPOKEN_FOR = (ActorKind.ARMED_GROUP, ActorKind.IGO, ActorKind.PARTY)
MAX_ISSUE_WORDS = 14  # a longer complement is cut at a clause border: an issue is a topic, not a speech
EDGES = ",;:.—–-“”\"‘’'"
FIRST_PERSON = frozenset({"i", "we"})
COMPLEMENTS = ("dobj", "xcomp", "ccomp", "nsubjpass")
NO_ISSUE = frozenset(
    "it this that one them him her what which who comment charge accusation allegation question claim report".split()
)
SAYING = frozenset("say comment elaborate specify disclose discuss answer describe confirm name tell explain talk".split())
JUDGING = frozenset("call describe label brand hail denounce".split())
NORMATIVE = frozenset({"must", "should", "ought"})
# Whoever does not ask for a thing, or does so no longer, is not against it.
ASKING = frozenset("demand insist insistence call ask press push request urge appeal plead hope".split())
# Who would end a thing that parties share is against it: "demanded that X leave the talks", "threatened to scrap the accord".
ENDING = frozenset(
    "end leave quit abandon scrap drop cancel bar block veto fight oppose reject annul revoke suspend halt".split()
)
ENDING_AWAY = frozenset({"walk", "pull", "withdraw", "back"})  # "walk away from the talks"
SHARED = ("talks", "deal", "round", "law")
OPPOSITE = {Stance.SUPPORTS: Stance.OPPOSES, Stance.OPPOSES: Stance.OPEN, Stance.OPEN: Stance.OPPOSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPosition:
    """A position in the making. `statement` is the index of the statement that it is read from."""

    actor: str
    issue: Span
    stance: Stance
    span: Span
    statement: int | None


@cache
def load_stances() -> dict[tuple[str, str], tuple[tuple[frozenset[str], Stance], ...]]:
    """The table of stance words: by (lemma or lemma_particle, part of speech), the links to the issue and the stance."""
    table: dict[tuple[str, str], list[tuple[frozenset[str], Stance]]] = {}
    for row in read_table("stances.tsv"):
        entry = frozenset(split_cell(row["link"])), Stance(row["stance"])
        for lemma in row["lemmas"].split(","):
            table.setdefault((lemma, row["pos"]), []).append(entry)
    return {key: tuple(value) for key, value in table.items()}


def find_positions(
    doc: Doc,
    actors: FoundActors,
    statements: tuple[FoundStatement, ...],
    events: tuple[FoundEvent, ...],
    conditions: tuple[FoundCondition, ...],
    lexicon: Lexicon,
) -> tuple[FoundPosition, ...]:
    """The positions of a story, in text order, one for an actor and an issue."""
    finder = _Finder(actors, statements, StatusFinder(lexicon=lexicon, statements=statements), {c.verb.i for c in conditions})
    found: dict[tuple[str, Span], FoundPosition] = {}
    for position in (
        *(p for c in conditions for p in finder.of_condition(c)),
        *(p for token in doc for p in finder.of_word(token)),
        *(p for event in events for p in finder.of_event(event)),
        *(p for statement in statements for p in finder.of_norm(doc, statement)),
    ):
        if not any(other.span.overlaps(position.span) for (actor, _), other in found.items() if actor == position.actor):
            found[position.actor, position.issue] = position
    return tuple(sorted(found.values(), key=lambda position: (position.span, position.actor)))


@dataclass(frozen=True, slots=True)
class _Finder:
    actors: FoundActors
    statements: tuple[FoundStatement, ...]
    status: StatusFinder
    conditional: set[int]

    def of_word(self, token: Token) -> Iterator[FoundPosition]:
        """What a stance word shows: "rejected", "ready for", "demand that"."""
        pos = PARTS_OF_SPEECH.get(token.pos_)
        if pos is None:
            return
        table = load_stances()
        for links, stance in table.get((phrasal_lemma(token), pos)) or table.get((token.lemma_.lower(), pos), ()):
            issue = _issue(token, links)
            if issue is None:
                continue
            holders = self.holders(token, pos)
            if holders and (held := self._held(token, pos, stance)) is not None:
                if held is Stance.SUPPORTS and (shared := self._ended(token)) is not None:
                    held, issue = Stance.OPPOSES, shared
                yield from (self._made(token, actor, issue, held) for actor in holders)
            return

    def _ended(self, token: Token) -> Span | None:
        """The words of a thing that parties share and that a demand, a vow or a threat would end."""
        classes = self.status.lexicon.classes
        for act in children(token, "xcomp", "ccomp", "acl"):
            if act.lemma_ not in ENDING and act.lemma_ not in ENDING_AWAY:
                continue
            ways = [p for carrier in (act, *children(act, "advmod", "prt")) for p in children(carrier, "prep")]
            away = [t for p in ways if p.lower_ in ("from", "out") for t in children(p, "pobj")]
            for thing in [*children(act, "dobj", "nsubjpass"), *away] if act.lemma_ in ENDING else away:
                if any(thing.lemma_.lower() in classes[name] for name in SHARED) or thing.lemma_ == "table":
                    return _words(thing)
        return None

    def _held(self, token: Token, pos: str, stance: Stance) -> Stance | None:
        """The stance after negation and mood; None where it is not, or not yet, its holder's."""
        clause = token if pos == "v" else token.head
        if (
            clause.i in self.conditional
            or token.i in self.conditional
            or any(c.lower_ == "only" for c in children(clause, "advmod"))
        ):
            return Stance.CONDITIONAL
        if negation(token) is not None or (pos != "n" and negation(clause) is not None):
            if stance is Stance.SUPPORTS and token.lemma_.lower() in ASKING:
                return Stance.OPEN
            return OPPOSITE.get(stance, stance)
        if pos == "v":
            status = self.status.find(token, speech_act=True).status
            if status is Status.POSSIBLE and set(auxiliaries(token)) & {"may", "might", "could"} and stance is Stance.SUPPORTS:
                return Stance.OPEN
            if status not in (Status.OCCURRED, Status.ONGOING, Status.SCHEDULED):
                return None
        return stance

    def of_event(self, event: FoundEvent) -> Iterator[FoundPosition]:
        """What an act shows: judging something, or saying that one will not do it."""
        trigger = event.trigger
        if trigger.lemma_ in JUDGING and event.frame.plover in ("SUPPORT", "ACCUSE") and event.status.status is Status.OCCURRED:
            stance = Stance.SUPPORTS if event.frame.plover == "SUPPORT" else Stance.OPPOSES
            for judged in children(trigger, "dobj", "ccomp", "oprd"):
                thing = child(judged, "nsubj") or judged
                mention = self.actors.by_token.get(thing.i)
                person = mention is not None and any(self.actors.by_id[a].kind is ActorKind.PERSON for a in mention.actors)
                issue = _words(thing)
                if person or issue is None or thing.lower_ in NO_ISSUE:
                    continue
                yield from (self._made(trigger, a, issue, stance) for a in self.holders(trigger, "v"))
                return
        voice = innermost(self.statements, trigger.i)
        speaker = self.statements[voice].speaker if voice is not None else None
        announced = event.status.status is Status.SCHEDULED and event.status.governor is None and is_verbal(trigger)
        if announced and speaker in self.holders(trigger, "v") and (words := _words(trigger, from_head=True)) is not None:
            yield self._made(trigger, speaker or "", words, Stance.SUPPORTS)  # who says to be going to do a thing is for it
            return
        refused = event.status.status is Status.RULED_OUT and event.status.governor is None and is_verbal(trigger)
        if refused and (words := _words(trigger, from_head=True)) is not None:
            yield from (self._made(trigger, a, words, Stance.OPPOSES) for a in self.holders(trigger, "v"))

    def of_condition(self, condition: FoundCondition) -> Iterator[FoundPosition]:
        """Who would do something only if: the doer, else who says so."""
        if any(s.cue == condition.verb.i and s.kind is StatementKind.SPEECH for s in self.statements):
            return  # a condition of what is said, not of saying it
        voice = innermost(self.statements, condition.verb.i)
        holders = self.holders(condition.verb, "v") if is_verbal(condition.verb) else []
        if not holders and voice is not None and (speaker := self.statements[voice].speaker) is not None:
            holders = [speaker]
        issue = _words(condition.verb, from_head=True)
        if issue is None or not issue.overlaps(condition.consequent):
            issue = condition.consequent
        for actor in holders:
            yield FoundPosition(actor=actor, issue=issue, stance=Stance.CONDITIONAL, span=condition.consequent, statement=voice)

    def of_norm(self, doc: Doc, statement: FoundStatement) -> Iterator[FoundPosition]:
        """What a speaker says must be: "Paris should pay"."""
        if statement.speaker is None or statement.kind is not StatementKind.SPEECH:
            return
        for first, last in statement.content:
            for token in doc[first:last]:
                if token.lower_ in NORMATIVE and token.dep_ == "aux" and is_verbal(token.head):
                    verb = token.head
                    owner = child(verb, "nsubj", "nsubjpass")
                    if owner is not None and token.i < owner.i:
                        continue  # "should they attack" is a condition
                    issue = _words(verb, from_head=True)
                    if issue is None or innermost(self.statements, verb.i) is None:
                        continue
                    stance = Stance.OPPOSES if negation(verb) is not None else Stance.SUPPORTS
                    yield self._made(verb, statement.speaker, issue, stance)

    def _made(self, token: Token, actor: str, issue: Span, stance: Stance) -> FoundPosition:
        voice = innermost(self.statements, token.i)
        if voice is None:
            voice = next((i for i, s in enumerate(self.statements) if s.cue == token.i), None)
        clause = token if token.pos_ == "VERB" else token.head
        start, end = min(token.idx, issue.start), max(token.idx + len(token), issue.end)
        owner = child(clause, "nsubj", "nsubjpass")
        if owner is not None and owner.i < token.i and token.i - owner.i <= 6:
            start = min(start, owner.left_edge.idx if owner.i - owner.left_edge.i < 8 else owner.idx)
        if (denied := negation(clause)) is not None:  # without "no longer" the words would show the opposite
            start = min(start, denied.left_edge.idx)
        return FoundPosition(actor=actor, issue=issue, stance=stance, span=Span(start, end), statement=voice)

    def _behind(self, speaker: str) -> str:
        """Whom a spokesman's "we" means: the one armed group or organisation of the story with the speaker's code."""
        actor = self.actors.by_id[speaker]
        if actor.kind is not ActorKind.PERSON or not actor.code:
            return speaker
        same = [a.id for a in self.actors.actors if a.code == actor.code and a.kind in SPOKEN_FOR]
        return same[0] if len(same) == 1 else speaker

    def holders(self, token: Token, pos: str) -> list[str]:
        """Whose stance it is: the doer of a verb, who is "ready", whose "demand" it is; "we" in a statement is its speaker."""
        holder = _holder(token, pos)
        if holder is None:
            return []
        if holder.lower_ in FIRST_PERSON:
            voice = innermost(self.statements, token.i)
            speaker = self.statements[voice].speaker if voice is not None else None
            if speaker is None:
                return []
            return [self._behind(speaker)] if holder.lower_ == "we" else [speaker]
        found: list[str] = []
        for part in coordinated(holder):
            mention = self.actors.at(part.i)
            if mention is not None:
                found += [a for a in mention.actors if a not in found]
        return found


def _holder(token: Token, pos: str) -> Token | None:
    if pos == "v":
        return doer(token)
    if pos == "a":
        if token.dep_ == "amod":
            return token.head
        return subject(token) if token.dep_ in ("ROOT", "ccomp") else subject(token.head)
    owner = child(token, "poss")
    if owner is None and token.dep_ in ("dobj", "attr", "conj"):
        return subject(token.head)
    return owner


def _issue(token: Token, links: frozenset[str]) -> Span | None:
    """The words of what the stance is on: an object, a clause, or what a preposition leads to."""
    if any(c.lower_ in ("whether", "if") for clause in children(token, "ccomp") for c in clause.children):
        return None  # "asked whether he would come" wants to know, not to have it so
    infinitive = next(
        (c for c in children(token, "xcomp", "ccomp", "acl", "advcl") if c.tag_ == "VB" and has_to(c)),
        None,
    )
    if infinitive is not None and links & {"any", "comp"} and infinitive.dep_ != "advcl":
        return None if infinitive.lemma_ in SAYING else _words(infinitive)
    if links & {"any", "comp"}:
        wanted = ("ccomp", "acl") if "comp" in links else (*COMPLEMENTS, "acl")
        candidates = [antecedent(c) for c in children(token, *wanted) if not (c.dep_ == "nsubjpass" and not is_passive(token))]
        if token.dep_ == "acl" and is_passive(token):
            candidates.append(token.head)
        if candidates:
            return _words(min(candidates, key=_rank))
    for preposition in children(token, "prep", "dative"):
        if preposition.lower_ in links or (links & {"any"} and preposition.lower_ in ("to", "for")):
            for thing in children(preposition, "pobj", "pcomp"):
                if thing.ent_type_ not in ("DATE", "TIME"):
                    return _words(thing)
    return None


def _rank(candidate: Token) -> tuple[int, int]:
    order = COMPLEMENTS.index(candidate.dep_) if candidate.dep_ in COMPLEMENTS else len(COMPLEMENTS)
    return order, candidate.i


def _words(chosen: Token, *, from_head: bool = False) -> Span | None:
    """The words of an issue; `from_head`: a verb with what follows it, without its subject."""
    doc = chosen.doc
    if chosen.lower_ in NO_ISSUE or chosen.lemma_.lower() in NO_ISSUE:
        return None
    tokens = doc[chosen.i if from_head else chosen.left_edge.i : chosen.right_edge.i + 1]
    first, last = tokens[0].i, tokens[-1].i
    for t in tokens:
        ends = t.i > chosen.i and t.dep_ in ("relcl", "advcl", "parataxis") and t.head.i == chosen.i
        if t.i > first and (ends or t.i - first >= MAX_ISSUE_WORDS):
            last = min(last, (t.left_edge.i if ends else t.i) - 1)
            break
    while first < chosen.i and (doc[first].dep_ in ("det", "mark") or doc[first].lower_ in ("that", "to", "a", "an", "the")):
        first += 1
    if last < first:
        return None
    return words_of(doc[first], doc[last], EDGES)
