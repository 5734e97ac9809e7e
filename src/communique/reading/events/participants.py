"""Who does and who undergoes an act: participants of event verbs and nouns, by syntax and control.

In: the trigger, the story's actors. Out: `ActorRef`s, in text order, each actor once. Refuses nothing: a participant that the
syntax does not give stays out; words that name nobody in particular are kept with no actor.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from communique.reading.conditions import MARKS
from communique.reading.events.nouns import is_armed, is_own, is_people, is_somebody, noun_phrase
from communique.reading.found import FoundActors, FoundMention, MentionKind
from communique.reading.syntax import (
    NAMED,
    OBJECT_CONTROL,
    PLACES,
    agent,
    ancestors,
    antecedent,
    child,
    children,
    coordinated,
    doer,
    governor,
    has_to,
    is_passive,
    is_verbal,
    marker,
    objects,
    prepositional,
)
from communique.reading.world import World
from communique.record.model import ActorRef
from communique.record.plover import SPEECH_ACTS, SYMMETRIC
from communique.record.spans import Span
from communique.record.vocab import ActorKind

LIGHT_VERBS = frozenset(
    "hold have conduct launch mount carry make pay stage begin start open resume reopen restart attend lead continue end conclude "
    "undertake commit join reach sign suspend break pursue seek offer reject accept refuse want plan schedule agree cancel postpone "
    "finish complete enter impose keep maintain declare announce welcome host chair receive order".split()
)
DEMANDS = frozenset("call demand urge appeal ask press push insist request recommend advocate propose suggest".split())
DONE_TO = frozenset({"ASSAULT", "COERCE"})
FELT_BY_THINGS = DONE_TO | {"PROTEST"}  # a vote that is boycotted is told in the words of the text
TOPIC_PREPOSITIONS = frozenset({"over", "about", "on", "of", "regarding", "concerning", "after", "before", "since", "amid"})
MOTION = frozenset("return travel fly go come head move arrive".split())  # "to" leads these to a place, not to a party
COUNTING = frozenset("round series set session day week hour meeting".split())  # "a round of talks with X" is with X
OUTWARD = ("with", "alongside", "into", "to", "against", "on", "at", "toward", "towards", "upon")
SOURCEWARD = ("from", "for", "of")
WHEREWARD = ("in", "into", "across", "around", "near", "throughout", "over", "along", "inside", "within")
MEANS = {  # classes of nouns that an act is done with, not to: "sent troops to X", "imposed a curfew on X"
    "MOBILIZE": ("troops", "weapons", "exercise", "alert"),
    "AID": ("aid", "cash", "troops", "weapons", "measure"),
    "RETREAT": ("troops", "weapons", "diplomats", "inspectors", "blockade", "restriction"),
    "SANCTION": ("troops", "diplomats", "inspectors", "sanctions", "relations"),
    "COERCE": ("restriction", "blockade", "law", "troops"),
    "CONCEDE": ("restriction", "blockade", "sanctions", "law"),
    "ASSAULT": ("troops", "weapons", "attack"),
    "THREATEN": ("troops", "sanctions", "attack"),
}
TELLING = (MentionKind.NAME, MentionKind.DESCRIPTION)
DOCUMENTS = frozenset("statement resolution report letter bill motion speech message note declaration decree law text".split())
SAID_ON = frozenset(
    "call press blame pin lean pressure prevail impose".split()
)  # acts of speech whose "on" leads to whom they reach
HELD_IN = frozenset({"MOBILIZE", "COERCE", "CONCEDE"})  # with no party named, these are done to the place where they are done
PART_NOUNS = frozenset(
    "part parts area region zone border district province town city village state island capital port valley".split()
)
MAX_DEPTH = 4  # how far below an object a name still tells whom an act concerns
BESIDE = frozenset({"relcl", "advcl", "conj", "punct", "appos"})  # what only adds to a noun
SEEKING = frozenset({"seek", "request", "ask"})
GIVEN_UP = frozenset(
    "release handover return transfer exchange freeing extradition repatriation pardon".split()
)  # "of X": X undergoes


@dataclass(slots=True)
class Participants:
    """The two sides of one event. For a symmetric type everybody stands in `actors`."""

    actors: list[ActorRef] = field(default_factory=list)
    recipients: list[ActorRef] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParticipantFinder:
    """Finds participants in one story."""

    doc: Doc
    actors: FoundActors
    world: World
    classes: Mapping[str, frozenset[str]]  # of nouns, as the lexicon has them

    def find(self, trigger: Token, kind: str) -> Participants:
        """The participants of an event of type `kind` at `trigger`."""
        found = (
            self._of_verb(trigger, kind)
            if is_verbal(trigger) and trigger.dep_ not in ("amod", "compound")
            else self._of_noun(trigger, kind)
        )
        if kind in SYMMETRIC:
            found = Participants(actors=[r for r in found.actors + found.recipients if not self._is_mere_place(r)])
        return Participants(
            actors=_once(found.actors), recipients=_once(r for r in found.recipients if not _among(r, found.actors))
        )

    def _is_mere_place(self, ref: ActorRef) -> bool:
        """Whether a party is only a town or a region: a meeting with one is a meeting in it."""
        if ref.actor is not None:
            return False
        token = self.doc.char_span(ref.span.start, ref.span.end, alignment_mode="expand")
        if token is None or token.root.ent_type_ not in PLACES:
            return False
        return self.world.country(token.text) is None and self.world.capital(token.text) is None

    def _of_verb(self, verb: Token, kind: str) -> Participants:
        made = Participants()
        if (by := doer(verb)) is not None:
            made.actors += self._doers(by)
        if not any(ref.actor for ref in made.actors):
            for party in prepositional(verb, "between", "among"):  # "fighting between X and Y"
                made.actors += self.refs(party, named=True)
        if not made.actors and kind in DONE_TO:
            for occasion in prepositional(verb, "in", "during"):  # "killed in an attack by X"
                if occasion.lemma_.lower() in self.classes["attack"]:
                    made.actors += self._of_noun(occasion, kind).actors
        if not made.actors and kind in SPEECH_ACTS and verb.dep_ == "conj" and not is_passive(verb):
            made.actors += self._speaker_above(verb)
        undergone = objects(verb)
        means = [thing for thing in undergone if self._is_means(thing, kind)]
        for thing in undergone:
            if thing not in means:
                made.recipients += self._direct(thing, kind) or self._described(thing, kind)
        barred = {"to"} if verb.lemma_ in MOTION and not undergone else set[str]()
        if kind in SPEECH_ACTS and verb.lemma_ not in SAID_ON:
            barred.add("on")  # "insisted on television"
        ways = tuple(word for word in OUTWARD if word not in barred)
        outward = [t for t in prepositional(verb, *ways) if t.ent_type_ not in ("DATE", "TIME")]
        for thing in (part for each in undergone for part in coordinated(each)):
            outward += prepositional(thing, *OUTWARD)
            for way in children(thing, "acl"):  # "restrictions imposed on X"
                outward += prepositional(way, "on", "upon", "against") if way.tag_ == "VBN" else []
            for inner in prepositional(thing, "of"):  # "the release of aid to X"
                outward += prepositional(inner, "to", "against")
        for target in outward:
            made.recipients += self._aimed(target)
        if not made.recipients and kind not in SYMMETRIC:
            parts = [part for thing in means for part in prepositional(thing, "of")]  # "some of its troops"
            for carrier in (verb, *means, *parts):
                for source in prepositional(carrier, *SOURCEWARD):
                    if source not in parts:
                        placed = self._held(source) or self._within(source) if means else []
                        made.recipients += self._aimed(source) or self._foes(source) or placed
        if not made.recipients and kind in HELD_IN:
            for carrier in (verb, *undergone):
                for place in prepositional(carrier, *WHEREWARD):
                    made.recipients += self._held(place)
        if not made.recipients:
            for thing in means:
                if not is_own(thing):  # "withdrew its troops": they are the doer's own
                    made.recipients += self._direct(thing)
        if not made.recipients:
            for clause in children(verb, "ccomp", "xcomp"):  # "demanded that X go", "urged X to go"
                governed = child(clause, "nsubj", "nsubjpass")
                if governed is not None:
                    named = self.refs(antecedent(governed), named=is_verbal(clause))  # "found X guilty"
                    made.recipients += named or list(self._nationality(governed))
        if not made.recipients:
            for clause in children(verb, "xcomp"):  # "refused to meet X", "agreed to give X time": it concerns X
                if child(clause, "nsubj", "nsubjpass") is None and verb.lemma_ not in OBJECT_CONTROL:
                    made.recipients += self._reached(clause)
            made.recipients += self._purposed(verb)
        if not made.recipients and kind not in SYMMETRIC:
            made.recipients += self._concerned(verb, undergone, outward, kind)
        return made

    def _concerned(self, verb: Token, undergone: list[Token], outward: list[Token], kind: str) -> list[ActorRef]:
        """Whom an act concerns that is done to no actor: whose thing or offer it is done to, else the place where it is done."""
        for thing in (*undergone, *outward):
            if found := self._within(thing):
                return found
        if kind in ("PROTEST", "AID"):
            for clause in children(verb, "advcl", "xcomp", "acl"):  # "marched to demand that X go": against X
                if marker(clause, MARKS) is not None:
                    continue
                within = (ref for thing in objects(clause) for ref in self._within(thing))
                if found := self._reached(clause) or list(within):
                    return found
        sought = verb.lemma_ in SEEKING  # "sought refuge in X" asks X
        carriers = () if (kind in SPEECH_ACTS or kind == "PROTEST") and not sought else (verb, *undergone)
        placed = [
            ref for carrier in carriers for place in prepositional(carrier, *WHEREWARD, "at") for ref in self._held(place)
        ]
        return placed or [ref for thing in undergone if not self._is_means(thing, kind) for ref in self._described(thing, kind)]

    def _within(self, thing: Token) -> list[ActorRef]:
        """The actors that the words below a noun name, from its nearest words down: "rejected every offer made by X"."""
        level = [thing]
        for _ in range(MAX_DEPTH):
            level = [c for token in level for c in token.children if c.dep_ not in BESIDE]
            named = (token for token in level if token.pos_ != "PRON" or token.head.head.lower_ == "of")
            found = [ref for token in named for ref in self.refs(token, named=True)]
            if found or not level:
                return found
        return []

    def _reached(self, verb: Token) -> list[ActorRef]:
        """The actors that a verb is done to, by its objects and prepositions."""
        reached = [ref for thing in objects(verb) if not is_own(thing) for ref in self._direct(thing)]
        return reached or [ref for target in prepositional(verb, *OUTWARD) for ref in self._aimed(target)]

    def _purposed(self, verb: Token) -> list[ActorRef]:
        """Whom the verb above was done to, where this one is its purpose: "summoned X to complain"."""
        above = verb.head
        if verb.dep_ not in ("advcl", "xcomp") or not has_to(verb) or not is_verbal(above):
            return []
        return [ref for thing in objects(above) for ref in self.refs(thing)]

    def _speaker_above(self, verb: Token) -> list[ActorRef]:
        """Who speaks, where the parser puts the second of two things said into the first: "said no one was hurt and accused X"."""
        for above, _ in ancestors(verb):
            teller = child(above, "nsubj") if is_verbal(above) else None
            if teller is not None and (found := [ref for ref in self.refs(teller) if ref.actor]):
                return found
        return []

    def _doers(self, by: Token) -> list[ActorRef]:
        """Who does it: actors, else whom a pronoun or a text stands for, else the words of the phrase."""
        found = self.refs(by)
        if found or by.ent_type_ in ("DATE", "TIME"):
            return found
        if by.lemma_.lower() in self.classes["attack"]:  # "an attack by X killed three"
            return self._of_noun(by, "ASSAULT").actors
        if by.pos_ == "PRON":
            speaker = _teller(by)
            return self.refs(speaker) if speaker is not None else []
        if by.lemma_.lower() in DOCUMENTS:
            author = child(by, "poss") or next(iter(prepositional(by, "by", "from", "of")), None)
            if author is None and is_verbal(holder := governor(by)) and by.dep_ in ("dobj", "pobj"):
                author = doer(holder)
            return self.refs(author) if author is not None else []
        return [ActorRef(actor=None, span=noun_phrase(part)) for part in coordinated(by) if is_somebody(part)]

    def _is_means(self, thing: Token, kind: str) -> bool:
        """Whether an object is what the act is done with rather than to."""
        classes = MEANS.get(kind, ())
        lemmas = {
            t.lemma_.lower() for t in (thing, *prepositional(thing, "of"))
        }  # "a state of siege", "a force of 200 soldiers"
        return thing.pos_ != "PROPN" and any(lemmas & self.classes[name] for name in classes)

    def _aimed(self, target: Token) -> list[ActorRef]:
        """The actors that a preposition leads to, or else whose thing it leads to: "to Arland's farmers", "against Arland forces"."""
        found = self.refs(target, named=True)
        if not found and target.pos_ in ("NOUN", "PROPN") and target.ent_type_ not in ("DATE", "TIME", "MONEY"):
            for owner in (*children(target, "poss"), *prepositional(target, "of", "by", "from")):
                found += self.refs(owner, named=True)
            found = found or list(self._nationality(target)) or self.refs(target)
            found = found or [
                ref for counted in prepositional(target, "of") for ref in self.refs(counted)
            ]  # "scores of workers"
        return found

    def _foes(self, purpose: Token) -> list[ActorRef]:
        """Against whom the purpose of an act is: "for a battle against X"."""
        return [ref for foe in prepositional(purpose, "against", "on", "with") for ref in self._aimed(foe)]

    def _held(self, place: Token) -> list[ActorRef]:
        """The place that an act is done to: a name, or the name that "parts of" leads to."""
        inner = prepositional(place, "of") if place.lemma_.lower() in PART_NOUNS else []
        return [
            ActorRef(actor=self._state_of(part), span=noun_phrase(part)) for part in (place, *inner) if part.ent_type_ in PLACES
        ]

    def _described(self, thing: Token, kind: str) -> list[ActorRef]:
        """Who or what a forceful act is done to, in the text's words, where it names no actor: "attacked a convoy"."""
        named = thing.pos_ == "PROPN" and thing.ent_type_ not in PLACES  # a name that the story has as no actor
        if (
            not (named or kind in FELT_BY_THINGS)
            or thing.pos_ not in ("NOUN", "PROPN")
            or thing.ent_type_ in ("DATE", "TIME", "MONEY")
        ):
            return []
        return [ActorRef(actor=None, span=noun_phrase(thing))]

    def _struck(self, target: Token, kind: str) -> list[ActorRef]:
        """What an attack is on that is no actor: a place by its name, or whose thing it is, or else the text's words."""
        if kind not in DONE_TO:
            return []
        return self._held(target) or self._within(target) or self._described(target, kind)

    def _direct(self, thing: Token, kind: str = "") -> list[ActorRef]:
        """The actors that an object is, or else names: "criticised Moscow's plan" is done to Moscow."""
        own = self.refs(thing)
        if any(ref.actor for ref in own):
            return own
        inner: list[ActorRef] = []
        ways: tuple[str, ...] = ("of", "by", "between", "from", "for")
        if kind not in DONE_TO:  # who attacks a base in a town attacks the base
            ways = (*ways, "in")
        for token in (*children(thing, "poss"), *prepositional(thing, *ways)):
            inner += self.refs(token, named=True)
        return inner or [ref for ref in self._nationality(thing) if ref.actor] or own

    def _of_noun(self, noun: Token, kind: str) -> Participants:
        made = Participants()
        for owner in children(noun, "poss"):
            made.actors += self.refs(owner, named=True)
        for party in prepositional(noun, "between", "among", "by"):
            made.actors += self.refs(party, named=True)
        for other in prepositional(noun, "with", "against", "on", "into", "to", "at", "toward", "towards"):
            made.recipients += self._aimed(other) or self._struck(other, kind)
        symmetric = kind in SYMMETRIC
        for counted in prepositional(noun, "of") if symmetric and noun.lemma_.lower() in COUNTING else ():
            inner = self._of_noun(counted, kind)
            made.actors += inner.actors
            made.recipients += inner.recipients
        for whose in prepositional(noun, "of", "from"):
            if made.actors and is_own(whose):
                continue
            given = noun.lemma_.lower() in GIVEN_UP
            side = made.actors if symmetric or (kind == "RETREAT" and not given) else made.recipients
            if side is made.actors:
                side += self.refs(whose, named=True)
            else:
                side += self._aimed(whose) or self._described(whose, kind)
        for clause in children(noun, "acl") if not made.recipients and not symmetric else ():
            if has_to(clause):  # "its refusal to deal with X"
                made.recipients += self._reached(clause)
        if not made.recipients and not symmetric and kind not in SPEECH_ACTS and kind != "MOBILIZE":
            for place in prepositional(noun, *WHEREWARD):
                made.recipients += self._held(place)
        if not made.actors:
            made.actors += self._nationality(noun)
        if not made.actors and kind in DONE_TO:  # "a Free Borland attack"
            for name in children(noun, "compound", "amod"):
                made.actors += self.refs(name, named=True) if name.ent_type_ in ("ORG", "NORP") else []
        head, dep = noun.head, noun.dep_
        topical = False
        if dep == "pobj":
            topical = head.lower_ in TOPIC_PREPOSITIONS
            head = head.head
        if is_verbal(head) and not topical and dep in ("dobj", "pobj", "attr"):
            self._from_governor(noun, head, kind, made)
        elif dep == "nsubjpass" and (by := agent(head)) is not None:
            made.actors += self.refs(by, named=True)
        elif head.pos_ == "NOUN" and dep in ("pobj", "compound") and not made.actors:
            for owner in children(head, "poss"):  # "his offer of talks"
                made.actors += self.refs(owner, named=True)
        return made

    def _from_governor(self, noun: Token, verb: Token, kind: str, made: Participants) -> None:
        by, lemma = doer(verb), verb.lemma_
        fills = lemma in LIGHT_VERBS or noun.dep_ == "pobj" or not made.actors
        told = noun.dep_ == "pobj" and made.actors and kind not in SYMMETRIC
        if by is not None and lemma not in DEMANDS and fills and not told:
            made.actors += self.refs(by)
        for other in prepositional(verb, "with", "against", "on"):
            if other.i != noun.i:
                made.recipients += self._aimed(other) or self._struck(other, kind)

    def _nationality(self, thing: Token) -> Iterator[ActorRef]:
        """The states that adjectives and compounds name ("Russian troops", "US sanctions"), where the story has them as actors."""
        for word in children(thing, "amod", "compound", "nmod"):
            for token in (word, *word.conjuncts):
                mention = self.actors.by_token.get(token.i)
                if mention is not None:
                    yield from (ActorRef(actor=a, span=mention.span) for a in mention.actors)
                    continue
                country = self.world.demonym(token.text) or self.world.country(token.text)
                if country is None:
                    continue
                state = self.state(country.alpha3)
                if state is not None or token.ent_type_ in NAMED:
                    yield ActorRef(actor=state, span=Span(token.idx, token.idx + len(token)))

    def state(self, alpha3: str) -> str | None:
        """The id of the story's actor that is that state."""
        return next((a.id for a in self.actors.actors if a.kind is ActorKind.STATE and a.country == alpha3), None)

    def refs(self, token: Token, *, named: bool = False) -> list[ActorRef]:
        """The actors at a token and those coordinated with it.

        `named`: no phrase that only describes; a name that the story has as no actor of its own is given with the state it means.
        """
        found: list[ActorRef] = []
        for part in coordinated(token):
            mention = self.actors.at(part.i)
            if mention is not None and mention.actors:
                found += [ActorRef(actor=a, span=self._named_span(a, mention)) for a in mention.actors]
            elif part.ent_type_ in NAMED and part.pos_ in ("PROPN", "NOUN", "ADJ"):
                found.append(ActorRef(actor=self._state_of(part), span=noun_phrase(part)))
            elif not named and part.pos_ in ("NOUN", "PROPN") and part.ent_type_ not in ("DATE", "TIME"):
                inner = list(self._nationality(part))
                actor = inner[0].actor if inner and part.pos_ == "NOUN" and is_armed(part) else None
                if inner or is_people(part):
                    found.append(ActorRef(actor=actor, span=noun_phrase(part)))
        return found

    def _state_of(self, token: Token) -> str | None:
        country = self.world.country(token.text) or self.world.capital(token.text)
        return self.state(country.alpha3) if country is not None else None

    def _named_span(self, actor: str, mention: FoundMention) -> Span:
        """The mention's words; for a pronoun the name, or else the description, before it in its sentence: it shows who is meant."""
        if mention.kind is not MentionKind.PRONOUN:
            return mention.span
        sentence = self.doc[mention.head].sent
        before = [
            other
            for other in self.actors.mentions
            if actor in other.actors and sentence.start <= other.first < mention.first and other.kind in TELLING
        ]
        named = [other for other in before if other.kind is MentionKind.NAME]
        shown = named or before
        return shown[-1].span if shown else mention.span


def _teller(pronoun: Token) -> Token | None:
    """Who tells what a pronoun is the subject of, where the pronoun may stand for them: "the strikers said they would stay"."""
    clause = pronoun.head
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or clause.dep_ != "ccomp" or clause.i < clause.head.i:
        return None
    teller = child(clause.head, "nsubj")
    if teller is None or teller.pos_ not in ("NOUN", "PROPN"):
        return None
    plural = teller.tag_ in ("NNS", "NNPS") or any(True for _ in teller.conjuncts)
    return teller if (pronoun.lower_ == "they" and plural) or (pronoun.lower_ in ("it", "he", "she") and not plural) else None


def _once(refs: Iterable[ActorRef]) -> list[ActorRef]:
    seen: set[object] = set()
    kept: list[ActorRef] = []
    for ref in refs:
        identity = ref.actor or ref.span
        if identity not in seen:
            seen.add(identity)
            kept.append(ref)
    return kept


def _among(ref: ActorRef, others: list[ActorRef]) -> bool:
    return any((ref.actor and ref.actor == other.actor) or ref.span == other.span for other in others)
