"""How far an act has come: the status of an event, and the words that license it.

In: a trigger's token, the lexicon of governing words, the story's statements. Out: a `FoundStatus`. The tree is climbed from the
trigger to the edge of the statement that holds it (what lies beyond belongs to another voice); each governor on the way may bend
the status. Refuses nothing: with no sign to the contrary an act in the past or present is told as a fact.

Source: the operators follow FactBank (Sauri & Pustejovsky 2009) and the annotation rules of the status vocabulary.
"""

from dataclasses import dataclass, field

from spacy.tokens import Token

from communique.reading.conditions import MARKS, condition_marker
from communique.reading.events.lexicon import Lexicon
from communique.reading.found import FoundStatement, innermost
from communique.reading.syntax import (
    MAX_STEPS,
    auxiliaries,
    child,
    children,
    clause_verb,
    has_to,
    is_passive,
    is_verbal,
    main_conjunct,
    marker,
    negation,
    particle,
    phrasal_lemma,
    subject,
)
from communique.record.vocab import StatementKind, Status

OFFERS = frozenset("offer promise pledge vow volunteer propose undertake".split())  # the proposer would do it itself
PERFORMED = {
    "offer": Status.PROPOSED,
    "pledge": Status.SCHEDULED,
    "promise": Status.SCHEDULED,
}  # "offered aid": none was given yet
RAISING = frozenset("think believe expect want agree accept suppose intend plan allow".split())  # "did not think that": so not
DEMANDING = frozenset("demand insist urge ask propose suggest recommend request require call proposal suggestion".split())
PARTS_OF_ACTS = frozenset(
    "round series start beginning resumption session wave kind form sort type set number".split()
)  # "of talks"
LASTING = frozenset("remain stay continue persist last rage go_on drag_on wear_on".split())
LIFTING = frozenset("lift end ease drop suspend waive repeal".split())  # over a ban: what was banned may be done
LEFT_UNDONE = frozenset({"instead", "short", "rather"})  # "stopped short of signing"
NEAR = frozenset({"near", "close"})
CONTENTS = frozenset(
    "claim report allegation rumour rumor suggestion accusation assertion charge statement denial announcement assumption".split()
)  # nouns that a clause with "that" is the content of
CALLING_OFF = frozenset("cancel abandon scrap drop call_off".split())
TIME_NOUNS = frozenset("day date moment time hour week month year".split())
ACCEPTING = frozenset({"accept", "agree", "welcome"})
CONDITIONAL_MARKS = MARKS | {"whether", "once", "lest"}
UNREAL_MARKS = frozenset({"before", "until", "till"})
OPEN_MARKS = frozenset({"whether", "if"})
AWAITED_MARKS = frozenset({"after", "when"})
WILL = frozenset({"will", "'ll", "’ll", "wo", "shall", "sha"})
MAY = frozenset({"may", "might", "could", "can", "ca"})
MUST = frozenset({"must", "should", "ought"})
WOULD = frozenset({"would", "'d", "’d"})
BACKDROP_PAST = frozenset({"after", "since", "following", "despite", "because", "amid", "over", "given"})
BACKDROP_AHEAD = frozenset({"before", "ahead", "until", "pending"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStatus:
    """A status with the tokens that license it. `governor` is the word that lent it, for participants and for the root."""

    status: Status
    words: tuple[Token, ...] = ()
    governor: Token | None = None

    @property
    def by_doer(self) -> bool:
        """Whether a proposal is the doer's own offer rather than a demand on others."""
        return self.governor is not None and self.governor.lemma_ in OFFERS


@dataclass(slots=True)
class _Climb:
    """The state of one climb. `status` is the innermost bent status so far; None: nothing has bent it."""

    status: Status | None = None
    words: list[Token] = field(default_factory=list)
    governor: Token | None = None

    def bend(self, outer: Status | None, *words: Token, governor: Token | None = None) -> None:
        bent = combine(self.status, outer)
        if bent is not self.status:
            self.turn(bent, *words, governor=governor)

    def turn(self, status: Status | None, *words: Token, governor: Token | None = None) -> None:
        """Take a status whatever it was before."""
        self.status = status
        self.words += words
        self.governor = governor or self.governor


def combine(inner: Status | None, outer: Status | None) -> Status | None:
    """The status of an act of status `inner` under an operator that lends `outer`; None is a plain fact.

    A refusal or denial undone ("did not rule out") leaves the act possible; what weakens a plan prevails over the plan.
    """
    negative = (Status.DENIED, Status.RULED_OUT)
    if outer is None:
        return inner
    if inner is None or inner is Status.OCCURRED:
        return outer
    if inner is Status.ONGOING:  # what is said to stay or to go on goes on, whoever wants or plans it
        return outer if outer in negative or outer in (Status.POSSIBLE, Status.CONDITIONAL) else inner
    if outer in negative:
        return Status.POSSIBLE if inner in negative else outer
    if inner in negative:
        return outer if outer is Status.POSSIBLE else inner
    if outer.is_fact:
        return inner
    if outer is Status.CONDITIONAL or inner is Status.SCHEDULED:
        return outer
    return inner


@dataclass(frozen=True, slots=True)
class StatusFinder:
    """Finds the status of events in one story."""

    lexicon: Lexicon
    statements: tuple[FoundStatement, ...]

    def find(self, trigger: Token, *, speech_act: bool = False) -> FoundStatus:
        """The status of the act that `trigger` (a verb or a noun) names. `speech_act`: done by saying, so present is past."""
        climb = _Climb()
        voice = innermost(self.statements, trigger.i)
        statement = self.statements[voice] if voice is not None else None
        if (promised := PERFORMED.get(trigger.lemma_)) is not None and not speech_act:
            climb.bend(promised, trigger, governor=trigger)
        if trigger.pos_ in ("NOUN", "PROPN", "ADJ") and not is_verbal(trigger):
            self._noun(trigger, climb)
        elif trigger.tag_ == "VB" and trigger.dep_ == "ROOT" and subject(trigger) is None and not auxiliaries(trigger):
            climb.bend(Status.PROPOSED, trigger)
        self._up(trigger, statement, climb, speech_act)
        if statement is not None and statement.kind is StatementKind.UNSPOKEN and climb.status is None:
            climb.bend(Status.POSSIBLE)
        if climb.status is None and (asked := _question_mark(trigger)) is not None:
            climb.bend(Status.POSSIBLE, asked)
        return FoundStatus(status=climb.status or Status.OCCURRED, words=tuple(climb.words), governor=climb.governor)

    def _up(self, trigger: Token, statement: FoundStatement | None, climb: _Climb, speech_act: bool) -> None:
        node = trigger
        if is_verbal(node) and node.dep_ not in ("amod", "compound"):
            self._mood(node, statement, climb, speech_act, own=True)
        for _ in range(MAX_STEPS):
            head, dep = node.head, node.dep_
            if head.i == node.i:
                return
            if dep == "relcl" and (claim := _claim(node, head)) is not None:
                dep, head = ("ccomp", claim.head) if is_verbal(claim.head) and claim.head.i < node.i else ("acl", claim)
            crossing = statement is not None and not statement.holds(head.i) and head.pos_ not in ("ADP", "SCONJ")
            if crossing and statement is not None and statement.cue != head.i:
                return  # what stands around a quotation that this word does not introduce is another voice's
            if dep == "ccomp" and node.i < head.i:  # said first ("…, he said") or set beside it ("…; Paris denied it")
                if crossing:
                    self._conditions(head, climb)
                return
            if (inverted := _inverted(node)) is not None:
                climb.bend(Status.POSSIBLE, inverted)
                return
            if (
                dep == "relcl" and head.lemma_ in TIME_NOUNS
            ):  # "on the day a deal is signed" is as sure as what is to be done on it
                node = head
                continue
            if dep == "relcl" and _is_generic(node, head):  # "farmland for fighters who lay down their arms"
                node = head
                continue
            participle = dep == "acl" and node.tag_ in ("VBN", "VBG") and child(node, "nsubj", "nsubjpass") is None
            if dep in ("relcl", "appos", "parataxis") or participle:
                return
            if dep == "ccomp" and (condition := condition_marker(node)) is not None:  # "will go provided that X comes"
                climb.bend(Status.POSSIBLE, condition)
                return
            if dep in ("ccomp", "pcomp", "xcomp", "acl") and (mark := marker(node, OPEN_MARKS)) is not None:
                climb.bend(Status.POSSIBLE, mark)
            if dep == "advcl" and self._adverbial(node, climb):
                return
            if dep == "conj":
                above = self._past_conjunct(node, head)
                if above is None:
                    return
                node = above
                continue
            if head.pos_ in ("ADP", "SCONJ") or dep == "pobj" or (head.dep_ == "prep" and head.lower_ in BACKDROP_PAST):
                if self._preposition(head, node, climb):
                    return
                node = head
                continue
            if dep == "prep" and head.pos_ == "NOUN" and not self._lends(head):
                return  # "in the aftermath of the war": what is said of the aftermath is not said of the war
            self._govern(head, node, dep, climb, speech_act and node.i == trigger.i)
            if is_verbal(head):
                if crossing and negation(head) is None:
                    self._conditions(head, climb)
                else:
                    self._mood(head, statement, climb, speech_act and not crossing, own=False, clause=dep == "ccomp")
                    _come_of_it(head, climb)
            if crossing:
                if (
                    statement is not None
                    and statement.kind is StatementKind.THOUGHT
                    and climb.status is None
                    and _is_wish(node)
                    and not self._brings_about(head)
                ):
                    climb.bend(Status.POSSIBLE, head)
                return
            node = head

    def _brings_about(self, verb: Token) -> bool:
        """Whether what stands in the infinitive below a verb has been done: "managed to meet", "persuaded X to leave"."""
        entry = self.lexicon.governor(phrasal_lemma(verb), "v", "inf")
        return entry is not None and entry.status is None

    def _lends(self, noun: Token) -> bool:
        lemma = noun.lemma_.lower()
        return lemma in PARTS_OF_ACTS or (lemma, "n") in self.lexicon.governors or (lemma, "n") in self.lexicon.frames

    @staticmethod
    def _past_conjunct(node: Token, head: Token) -> Token | None:
        """The token from whose place the climb goes on above a coordination; None where its clause stands alone."""
        if (
            is_verbal(node)
            and (child(node, "nsubj", "nsubjpass") is not None or node.tag_ in ("VBD", "VBZ", "VBP"))
            and head.dep_ == "ROOT"
        ):
            return None
        if (above := main_conjunct(node, head)).i != head.i:
            if above.dep_ == "ROOT":
                return None
            head = above
        for _ in range(MAX_STEPS):
            if head.dep_ != "conj":
                return head
            head = head.head
        return None

    def _noun(self, noun: Token, climb: _Climb) -> None:
        """What hangs on an event noun: adjectives, "no", participles ("talks planned for May")."""
        refused = negation(noun)
        if refused is not None:
            ahead = is_verbal(noun.head) and not WILL.isdisjoint(auxiliaries(noun.head))
            climb.bend(Status.RULED_OUT if ahead else Status.DENIED, refused)
        for modifier in children(noun, "amod", "acl", "relcl", "compound"):
            if modifier.dep_ == "relcl":
                if (passive := self._participle(modifier)) is not None:
                    climb.bend(passive, modifier, governor=modifier)
                continue
            entry = self.lexicon.governor(modifier.lower_, "a", "noun")
            if entry is not None:
                climb.bend(entry.status, modifier, governor=modifier)
            elif modifier.tag_ == "VBN" and (status := self._participle(modifier)) is not None:
                climb.bend(status, modifier, governor=modifier)
        if climb.status is None and any(d.lower_ == "any" for d in children(noun, "det")):
            climb.bend(Status.POSSIBLE, next(children(noun, "det")))

    def _participle(self, verb: Token) -> Status | None:
        """The status that "planned", "that was due to open", "which Moscow had proposed" lends to its noun."""
        adjective = child(verb, "acomp", "attr", "oprd")
        if adjective is not None and (entry := self.lexicon.governor(adjective.lower_, "a", "inf")) is not None:
            return entry.status
        if verb.dep_ == "relcl" and not is_passive(verb) and child(verb, "dobj") is not None:
            return None
        entry = self.lexicon.governor(phrasal_lemma(verb), "v", "noun")
        return entry.status if entry is not None and entry.status is not Status.ONGOING else None

    def _adverbial(self, clause: Token, climb: _Climb) -> bool:
        """Bend by an adverbial clause's marker; true where the climb ends with it."""
        mark = marker(clause, CONDITIONAL_MARKS | UNREAL_MARKS)
        if mark is None and (
            inverted := next((c for c in children(clause, "aux") if c.lower_ in ("should", "were", "had")), None)
        ):
            subject_token = child(clause, "nsubj", "nsubjpass")
            if subject_token is not None and inverted.i < subject_token.i and clause.sent[-1].text != "?":
                mark = inverted
        if mark is None and (mark := _awaited(clause)) is not None:
            climb.bend(Status.POSSIBLE, mark)
            return True
        mark = mark or condition_marker(clause)
        if mark is not None:
            unreal = mark.lower_ in UNREAL_MARKS and _is_past(clause) and _is_past(clause.head)
            if not unreal or self._asks(clause.head):  # "called for a truce before they met": they have not met yet
                climb.bend(Status.POSSIBLE, mark)
            return True
        asking = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "for"), None)
        if asking is not None and asking.i:  # "renewed calls for the two to meet"
            before = clause.doc[asking.i - 1]
            entry = self.lexicon.governor(before.lemma_.lower(), "n" if before.pos_ == "NOUN" else "v", "inf")
            if entry is not None:
                climb.bend(entry.status, before, governor=before)
                return True
        # A participle or a purpose goes with its main clause; a clause with a subordinator tells for itself.
        return any(c.dep_ == "mark" for c in clause.children) or clause.tag_ in ("VBD", "VBZ", "VBP")

    def _asks(self, verb: Token) -> bool:
        entry = self.lexicon.governor(phrasal_lemma(verb), "v", "noun")
        return entry is not None and entry.status is Status.PROPOSED

    def _preposition(self, preposition: Token, below: Token, climb: _Climb) -> bool:
        """Bend by a preposition over an event noun or gerund; true where the climb ends with it."""
        word = preposition.lower_
        before = preposition.nbor(-1).lower_ if preposition.i else ""
        if word == "without" or (word in ("of", "than") and before in LEFT_UNDONE):
            climb.bend(Status.DENIED, preposition)
            return True
        if word in BACKDROP_PAST:
            return True
        if word in BACKDROP_AHEAD or (word == "of" and preposition.head.lower_ == "ahead"):
            if not (
                _is_past(clause_verb(preposition)) and any(c.dep_ == "poss" or c.ent_type_ == "DATE" for c in below.subtree)
            ):
                climb.bend(Status.SCHEDULED, preposition)
            return True
        return False

    def _govern(self, head: Token, below: Token, dep: str, climb: _Climb, asked: bool) -> None:
        """Bend by a governing verb, noun or adjective."""
        pos = "v" if is_verbal(head) else "n" if head.pos_ in ("NOUN", "PROPN") else "a" if head.pos_ == "ADJ" else ""
        if not pos or dep in ("amod", "compound", "poss", "npadvmod", "advmod"):
            return
        if dep == "nsubj" and pos == "v":
            self._predicate(head, climb)
            return
        if is_verbal(below) and below.dep_ in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
            infinitive = has_to(below) or below.tag_ == "VBG"
            kind = "inf" if infinitive else "clause"
        else:
            kind = "noun"
        if kind == "clause" and pos == "a":
            kind = "inf"  # "possible that", "possible to": the adjective lends the same
        if pos == "v" and dep == "advcl" and not (below.tag_ == "VBG" and particle(head) is not None):
            return  # "ruled out easing" is often parsed as an adverbial
        if dep == "prep" and head.lemma_ in LIFTING and any(self._is_ban(thing) for thing in children(head, "dobj")):
            climb.turn(Status.POSSIBLE, head, governor=head)  # "lifted a ban on X", the preposition hanging on the verb
            return
        adjective = child(head, "acomp", "attr") if pos == "v" else None
        if adjective is not None and (dep in ("ccomp", "xcomp") or (dep == "prep" and below.lower_ in ("to", "for"))):
            lent = self.lexicon.governor(adjective.lower_, "a", "noun" if kind == "noun" else "inf")
            if lent is not None:  # "was open to talks", "it is possible that"
                climb.bend(lent.status, adjective, governor=adjective)
                return
        if (
            head.lemma_ == "call"
            and kind == "inf"
            and pos == "v"
            and not any(c.lower_ in ("on", "upon", "for") for c in head.children)
        ):
            return  # "called him to apologise" telephones, it does not demand
        entry = self.lexicon.governor(phrasal_lemma(head), pos, kind) or self.lexicon.governor(head.lemma_.lower(), pos, kind)
        if entry is None and pos == "v" and head.tag_ in ("VBN", "VBG"):
            entry = self.lexicon.governor(head.lower_, "a", kind)
        if asked and kind == "noun":
            return  # a demand that was refused was made all the same
        if head.lemma_ in LIFTING and climb.status is Status.RULED_OUT:
            climb.turn(Status.POSSIBLE, head, governor=head)
        elif head.lemma_ in ACCEPTING and climb.status is Status.PROPOSED:
            climb.turn(Status.SCHEDULED, head, governor=head)
        elif entry is not None and entry.status is not None:
            climb.bend(entry.status, head, governor=head)
            if pos == "n" and (no := negation(head)) is not None:  # "has no plans to", "no intention of"
                climb.bend(Status.RULED_OUT, no, governor=head)
        elif pos == "v" and head.lemma_ == "be" and kind == "inf":
            climb.bend(Status.SCHEDULED, head, governor=head)  # "the ministers are to meet"
        elif pos == "v" and head.lemma_ == "go" and head.tag_ == "VBG" and kind == "inf":
            climb.bend(Status.RULED_OUT if negation(head) is not None else Status.SCHEDULED, head, governor=head)
        elif pos == "v" and head.lemma_ == "have" and kind == "inf":
            yet = any(c.lower_ == "yet" for c in head.children) or any(c.lower_ == "yet" for c in below.children)
            climb.bend(Status.DENIED if yet else Status.PROPOSED, head, governor=head)

    def _is_ban(self, noun: Token) -> bool:
        entry = self.lexicon.governor(noun.lemma_.lower(), "n", "noun")
        return entry is not None and entry.status is Status.RULED_OUT

    def _predicate(self, verb: Token, climb: _Climb) -> None:
        """Bend by what is said of an event noun: "the talks remain …", "a deal is possible", "the truce failed"."""
        complement = child(verb, "acomp", "attr", "oprd")
        infinitive = child(verb, "xcomp")
        if verb.lemma_ == "be" and infinitive is not None and has_to(infinitive):
            climb.bend(Status.SCHEDULED, verb, governor=verb)
        elif phrasal_lemma(verb) in LASTING or (verb.lemma_ == "hold" and not is_passive(verb) and child(verb, "dobj") is None):
            climb.bend(Status.ONGOING, verb, governor=verb)
        elif complement is not None:
            entry = self.lexicon.governor(complement.lower_, "a", "inf")
            if entry is not None:
                climb.bend(entry.status, complement, governor=complement)
            if complement.lower_ in ("underway", "way"):
                climb.bend(Status.ONGOING, complement, governor=complement)
        elif verb.lemma_ == "be" and "out of the question" in " ".join(t.lower_ for t in verb.subtree if t.i > verb.i):
            climb.bend(Status.RULED_OUT, verb, governor=verb)
        elif complement is None and (near := next((c for c in children(verb, "prep", "advmod") if c.lower_ in NEAR), None)):
            if next(near.children, None) is None:  # "a deal is near"
                climb.bend(Status.POSSIBLE, near, governor=near)
        elif verb.lemma_ in ("materialize", "materialise") and negation(verb) is not None:
            climb.bend(Status.DENIED, *filter(None, (verb, negation(verb))), governor=verb)

    def _mood(
        self, verb: Token, statement: FoundStatement | None, climb: _Climb, speech_act: bool, *, own: bool, clause: bool = False
    ) -> None:
        """Bend by a verb's auxiliaries, negation, tense and conditional clauses."""
        helpers = auxiliaries(verb)
        no = negation(verb)
        if no is not None and (no in climb.words or negation(no) in climb.words):
            no = None  # "no talks were held": denied at the noun already
        # "did not say that": neither so nor not so
        if no is not None and clause and verb.lemma_ not in RAISING and not _is_truth(verb):
            climb.bend(Status.POSSIBLE, no)
            return
        licensing = [c for c in verb.children if c.dep_ == "aux"] + ([no] if no is not None else [])
        perfect = "have" in helpers
        words = set(helpers)
        if words & WILL:
            climb.bend(Status.RULED_OUT if no is not None else Status.SCHEDULED, *licensing)
        elif words & WOULD:
            if perfect:
                climb.bend(Status.DENIED, *licensing)
            elif no is not None:
                climb.bend(Status.RULED_OUT, *licensing)
            else:
                planned = statement is not None and (verb.lemma_ != "be" or own)
                climb.bend(Status.SCHEDULED if planned else Status.POSSIBLE, *licensing)
        elif words & MAY:
            refused = Status.RULED_OUT if words & {"can", "ca"} else Status.DENIED
            if no is not None and words & {"may", "might"}:
                refused = Status.POSSIBLE
            counterfactual = perfect and "could" in words
            climb.bend(Status.DENIED if counterfactual else refused if no is not None else Status.POSSIBLE, *licensing)
        elif words & MUST and perfect:  # "should have signed" did not; "must have signed" is guessed
            climb.bend(Status.DENIED if no is None and "must" not in words else Status.POSSIBLE, *licensing)
        elif words & MUST:
            climb.bend(Status.RULED_OUT if no is not None else Status.PROPOSED, *licensing)
        elif no is not None:
            climb.bend(Status.DENIED, *licensing)
        elif (own or words == {"be"}) and _is_subjunctive(verb, words):
            climb.bend(Status.PROPOSED, verb)
        elif own and verb.tag_ == "VBG" and not speech_act and "been" in words and words & {"has", "have", "'ve", "’ve"}:
            climb.bend(Status.ONGOING, *licensing)  # "have been holding X since May"
        elif own and verb.tag_ == "VBG" and words & {"is", "are", "am", "'re", "’re", "'s", "’s"} and not speech_act:
            climb.bend(Status.ONGOING, *licensing)
        if own and any(c.lower_ in ("nearly", "almost") for c in children(verb, "advmod")):
            climb.bend(Status.DENIED, *children(verb, "advmod"))
        self._conditions(verb, climb)

    def _conditions(self, verb: Token, climb: _Climb) -> None:
        """Bend by an if-clause that hangs on a verb of the climb, unless the verb tells a past fact."""
        held = (c for adverb in children(verb, "advmod") for c in children(adverb, "advcl"))  # "as long as X holds"
        for clause in (*children(verb, "advcl", "ccomp"), *held):
            mark = (marker(clause, MARKS) if clause.dep_ == "advcl" else None) or condition_marker(clause)
            if mark is None and (awaited := _awaited(clause)) is not None and clause.doc[awaited.i - 1].lower_ == "only":
                mark = awaited
            if mark is None:
                continue
            even = any(c.lower_ == "even" for c in clause.children) or any(c.lower_ == "even" for c in mark.children)
            past = verb.tag_ == "VBD" or (
                verb.tag_ == "VBN" and "would" not in auxiliaries(verb) and "will" not in auxiliaries(verb)
            )
            if not even and not (past and climb.status is None):
                climb.turn(Status.CONDITIONAL, mark)


def _claim(clause: Token, noun: Token) -> Token | None:
    """The claim that a clause is the content of, where the parser hangs it on whose claim it is: "a claim by X that Y has left"."""
    that = next((c for c in clause.children if c.lower_ == "that"), None)
    if that is None or child(clause, "nsubj", "nsubjpass") in (None, that) or noun.dep_ != "pobj":
        return None
    above = noun.head.head
    return above if above.lemma_.lower() in CONTENTS else None


def _is_truth(verb: Token) -> bool:
    """Whether a verb says of what follows that it is so: "it is not true that", "it is not the case that"."""
    said = child(verb, "acomp", "attr")
    return verb.lemma_ == "be" and said is not None and said.lower_ in ("true", "correct", "accurate", "right", "case")


def _inverted(clause: Token) -> Token | None:
    """The verb that makes a condition by standing first, as the parser hangs it: "had X left, …", "were X to leave, …"."""
    first = clause.head if clause.dep_ == "ccomp" else clause.head.head if clause.dep_ == "relcl" and has_to(clause) else None
    if first is None or first.lower_ not in ("had", "were") or first.dep_ != "advcl":
        return None
    return first if first.i == first.left_edge.i and first.i < first.head.i else None


def _come_of_it(verb: Token, climb: _Climb) -> None:
    """Deny what was ahead and came to nothing: "was due to leave but did not", "had planned to meet but called it off"."""
    if climb.status is None or climb.status.is_fact or not _is_past(verb):
        return
    for then in children(verb, "conj"):
        done = child(then, "xcomp")
        if then.lemma_ == "fail" and (done is None or done.lemma_ == "do"):
            climb.turn(Status.DENIED, then)
        elif then.lemma_ == "do" and (no := negation(then)) is not None:
            climb.turn(Status.DENIED, no)
        elif phrasal_lemma(then) in CALLING_OFF:
            climb.turn(Status.RULED_OUT, then)


def _is_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or any(a in ("had", "was", "were") for a in auxiliaries(verb))


def _is_subjunctive(verb: Token, helpers: set[str]) -> bool:
    """Whether a clause demands: "that talks be held", "that he end the talks"."""
    if verb.dep_ not in ("ccomp", "acl", "conj") or child(verb, "nsubj", "nsubjpass") is None:
        return False
    if has_to(verb):
        return False
    if verb.tag_ == "VBN":
        return helpers == {"be"}
    return verb.tag_ == "VB" and not helpers and (verb.lower_ == "be" or verb.head.lemma_ in DEMANDING)


def _is_wish(clause: Token) -> bool:
    """Whether a clause is what a mind wants ("to sign", "meeting again") rather than what it holds to be so ("that he signed")."""
    perfect = "have" in auxiliaries(clause)  # "is said to have signed"
    return clause.tag_ == "VBG" or (has_to(clause) and not perfect) or clause.pos_ == "ADP"


def _is_generic(clause: Token, noun: Token) -> bool:
    """Whether a relative clause says which ones are meant, in the present: "those who surrender"; not "the army, which …"."""
    plain = clause.tag_ in ("VBP", "VBZ", "VB") and not auxiliaries(clause)
    first = clause.left_edge.i
    return plain and noun.pos_ in ("NOUN", "PRON") and noun.tag_ != "NN" and first > 0 and clause.doc[first - 1].text != ","


def _awaited(clause: Token) -> Token | None:
    """The word that makes a clause wait for something: "only after X", "would go after X had gone"."""
    mark = marker(clause, AWAITED_MARKS)
    if mark is None:
        return None
    only = mark.i > 0 and clause.doc[mark.i - 1].lower_ == "only"
    ahead = set(auxiliaries(clause.head)) & (WILL | WOULD)
    return mark if only or ahead else None


def _question_mark(trigger: Token) -> Token | None:
    return next((t for t in trigger.sent[-3:] if t.text == "?"), None)
