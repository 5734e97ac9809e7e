"""Whether a predicate stands in a frame: the tests of `lexicons/predicates.tsv` against the parse.

In: a token, the lexicon, the story's actors. Out: the first frame that holds. Refuses nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from communique.reading.events.lexicon import Frame, Lexicon, Test
from communique.reading.found import FoundActors
from communique.reading.syntax import (
    NAMED,
    PLACES,
    child,
    children,
    doer,
    has_to,
    is_passive,
    objects,
    particle,
    prepositional,
    subject,
    whole_lemma,
)

UNFOLDING = frozenset("begin start end erupt resume continue rage break last go".split())
MODIFIERS = ("amod", "compound", "nmod")
PEOPLE_WORDS = frozenset(
    "we they he she who i you us them him her leader official minister government side party delegation negotiator team rebel "
    "authority president envoy group force army people country state power ally allies".split()
)


@dataclass(frozen=True, slots=True)
class FrameMatcher:
    """Finds the frame of a predicate in one story."""

    lexicon: Lexicon
    actors: FoundActors

    def frame(self, token: Token, pos: str) -> Frame | None:
        """The first frame of the token's lemma whose tests all hold; None if none does or the frame is no event."""
        frames = self.lexicon.frames.get((whole_lemma(token), pos)) or self.lexicon.frames.get((token.lemma_.lower(), pos), ())
        for frame in frames:
            if all(self._holds(test, token) for test in frame.tests):
                return frame if frame.type else None
        return None

    def is_actor(self, token: Token) -> bool:
        """Whether a token heads a mention of an actor, or looks like one."""
        return token.i in self.actors.by_token or token.ent_type_ in NAMED or token.lemma_.lower() in PEOPLE_WORDS

    def _holds(self, test: Test, token: Token) -> bool:
        return _CHECKS[test.name](self, test, token) is not test.negated

    def _any(self, tokens: Iterable[Token], values: frozenset[str]) -> bool:
        listed = list(tokens)
        if "none" in values and not listed:
            return True
        return any(self._fits(t, values) or any(self._fits(c, values) for c in t.conjuncts) for t in listed)

    def _fits(self, token: Token, values: frozenset[str]) -> bool:
        if "any" in values:
            return True
        if self.lexicon.is_in(token.lemma_.lower(), values) or token.lower_ in values:
            return True
        if self.lexicon.is_in(whole_lemma(token), values):
            return True
        if "actor" in values and self.is_actor(token):
            return True
        if "place" in values and (token.ent_type_ in PLACES or token.lemma_ in ("country", "region", "city", "capital")):
            return True
        if "armed" in values and token.lemma_ in ("fighter", "rebel", "force", "army", "group", "front", "militia"):
            return True
        return "plural" in values and _is_plural(token)

    def _object(self, test: Test, token: Token) -> bool:
        found = objects(token)
        for thing in tuple(found):
            if thing.lemma_.lower() in self.lexicon.classes["measure"]:  # "tons of food": the food is given
                found += prepositional(thing, "of")
            if thing.lemma_.lower() in self.lexicon.classes["carrier"]:  # "aid deliveries": the aid is suspended
                found += children(thing, "compound", "amod")
        return self._any(found, test.values)

    def _subject(self, test: Test, token: Token) -> bool:
        found = doer(token)
        if found is None and is_passive(token):
            return "actor" in test.values  # the text leaves the doer out: only a frame that wants just anybody may hold
        return self._any([found] if found is not None else [], test.values)

    def _complement(self, test: Test, token: Token) -> bool:
        found = list(children(token, "xcomp", "ccomp", "acl")) + [
            c for c in children(token, "advcl") if c.tag_ == "VB" and child(c, "mark") is None
        ]
        if "none" in test.values and not found:
            return True
        for complement in found:
            infinitive = has_to(complement)
            if "any" in test.values or ("inf" in test.values and infinitive):
                return True
            if "clause" in test.values and complement.dep_ == "ccomp" and not infinitive:
                return True
            if "whether" in test.values and any(c.lower_ in ("whether", "if", "why", "how") for c in complement.children):
                return True
            if complement.lemma_.lower() in test.values:
                return True
        return False

    def _particle(self, test: Test, token: Token) -> bool:
        found = particle(token)
        return found is not None and ("any" in test.values or found.lower_ in test.values)

    def _preposition(self, test: Test, token: Token) -> bool:
        word = test.word or ""
        found = prepositional(token, word)
        for thing in children(token, "dobj"):  # "imposed on X sanctions", "a ban on X": the preposition may hang on the object
            found += prepositional(thing, word)
        if word == "for" and any(c.dep_ == "mark" and c.lower_ == "for" for k in token.children for c in k.children):
            return True  # "called for the accord to be scrapped"
        if token.dep_ == "dobj":  # "carried out strikes against X": or on the verb
            found += prepositional(token.head, word)
        return bool(found) and self._any(found, test.values)

    def _modifier(self, test: Test, token: Token) -> bool:
        return any(
            self.lexicon.is_in(c.lemma_.lower(), test.values) or c.lower_ in test.values
            for c in children(token, "compound", "amod", "nmod", "nummod")
            for c in (c, *c.conjuncts, *children(c, "compound", "amod"))
        )

    def _of(self, test: Test, token: Token) -> bool:
        found = prepositional(token, "of", "to", "in")
        return bool(found) and self._any(found, test.values)

    def _parties(self, test: Test, token: Token) -> bool:
        return self.has_parties(token)

    def has_parties(self, noun: Token) -> bool:
        """Whether a noun names who takes part: a possessive, "between", "with", "by", an adjective of nationality."""
        if any(self.is_actor(c) for c in children(noun, "poss")) or any(c.tag_ == "PRP$" for c in noun.children):
            return True
        if any(self.is_actor(t) for t in prepositional(noun, "between", "with", "by", "of", "against", "from", "among", "to")):
            return True
        if any(c.i in self.actors.by_token or c.ent_type_ in ("NORP", "ORG", "PERSON") for c in children(noun, *MODIFIERS)):
            return True  # "Russian talks", not "the Aceh talks": a place is no party
        head = noun.head
        return noun.dep_ in ("dobj", "pobj") and head.pos_ == "VERB" and (s := subject(head)) is not None and self.is_actor(s)

    def _told(self, test: Test, noun: Token) -> bool:
        """Whether the sentence says something of an event noun: its parties, place, time or length."""
        if self.has_parties(noun) or (noun.dep_ == "nsubj" and noun.head.lemma_ in UNFOLDING):
            return True
        return self.has_setting(noun) or any(
            c.ent_type_ in ("DATE", "TIME") for c in children(noun, "compound", "amod", "nummod", "nmod", "poss")
        )

    def has_setting(self, noun: Token) -> bool:
        """Whether a preposition of a noun leads to a place or a time."""
        return any(
            c.ent_type_ in PLACES or c.ent_type_ in ("DATE", "TIME")
            for preposition in children(noun, "prep")
            for c in preposition.subtree
        )

    def _purpose(self, test: Test, token: Token) -> bool:
        aims = [c for c in children(token, "advcl", "xcomp") if has_to(c)]
        aims += prepositional(token, "for")
        return any("any" in test.values or t.lemma_.lower() in test.values for t in aims)

    def _judges(self, test: Test, token: Token) -> bool:
        words = self.lexicon.judgements[test.name]
        return any(
            t.lemma_.lower() in words
            for c in children(token, "oprd", "xcomp", "ccomp", "attr", "dobj", "prep", "acomp", "advcl")
            for t in c.subtree
            if c.i > token.i
        )

    def _content(self, test: Test, token: Token) -> bool:
        return any(
            c.lower_ in test.values
            for clause in children(token, "ccomp")
            for c in (*children(clause, "aux", "auxpass"), *([clause] if clause.lower_ == "be" else []))
        )

    def _infinitive(self, test: Test, token: Token) -> bool:
        return has_to(token)

    def _responsible(self, test: Test, token: Token) -> bool:
        return any(
            t.lemma_ in ("responsible", "accountable", "guilty", "liable")
            for t in children(token, "oprd", "acomp", "xcomp", "ccomp", "advcl")
        )


_CHECKS: dict[str, Callable[[FrameMatcher, Test, Token], bool]] = {
    "obj": FrameMatcher._object,
    "subj": FrameMatcher._subject,
    "comp": FrameMatcher._complement,
    "prt": FrameMatcher._particle,
    "prep": FrameMatcher._preposition,
    "mod": FrameMatcher._modifier,
    "of": FrameMatcher._of,
    "parties": FrameMatcher._parties,
    "told": FrameMatcher._told,
    "purpose": FrameMatcher._purpose,
    "praise": FrameMatcher._judges,
    "blame": FrameMatcher._judges,
    "content": FrameMatcher._content,
    "responsible": FrameMatcher._responsible,
    "infinitive": FrameMatcher._infinitive,
}


def _is_plural(token: Token) -> bool:
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("we", "they", "both", "who") or any(True for _ in token.conjuncts)
