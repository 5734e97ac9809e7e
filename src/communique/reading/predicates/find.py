"""Predicates and their factuality, whether or not they are events that are coded.

In: the parse and the statements. Out: `Predicate`s in text order. Refuses auxiliaries and words that predicate nothing.
"""

from functools import cache

from spacy.tokens import Doc, Token

from communique.reading.events.lexicon import Lexicon
from communique.reading.events.status import StatusFinder
from communique.reading.found import FoundStatement, innermost
from communique.reading.predicates.signs import find_signs
from communique.reading.predicates.weights import load_weights, weigh
from communique.reading.syntax import is_verbal
from communique.reading.tables import read_table
from communique.record.model import Predicate
from communique.record.spans import Span

NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ure", "ing", "age", "ery", "th", "sis", "ship")


def find_predicates(doc: Doc, statements: tuple[FoundStatement, ...], lexicon: Lexicon) -> tuple[Predicate, ...]:
    """All verbs, predicated adjectives and nouns, and nouns that name acts, each with a factuality from -3 to 3."""
    finder = StatusFinder(lexicon=lexicon, statements=statements)
    weights = load_weights()
    found = []
    for token in doc:
        if is_predicate(token, lexicon):
            status = finder.find(token).status
            voice = innermost(statements, token.i)
            signs = find_signs(token, status, statements[voice] if voice is not None else None, lexicon)
            factuality = weigh(signs, status, weights, verbal=is_verbal(token))
            found.append(Predicate(span=Span(token.idx, token.idx + len(token)), factuality=factuality))
    return tuple(found)


def is_predicate(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word predicates something that is so or not."""
    if token.pos_ == "VERB":
        return True
    if token.pos_ == "AUX":
        return token.dep_ not in ("aux", "auxpass")
    if token.pos_ == "ADJ":
        return token.dep_ in ("acomp", "attr", "oprd", "ROOT", "ccomp", "advcl", "conj")
    if token.pos_ == "NOUN":
        lemma = token.lemma_.lower()
        if token.dep_ in ("attr", "ROOT") or lemma.endswith(NOUN_ENDINGS):
            return True
        return (lemma, "n") in lexicon.frames or lemma in _event_nouns()
    return False


@cache
def _event_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_table("event_nouns.tsv"))
