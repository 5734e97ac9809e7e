"""Predicates and their factuality, whether or not they are events that are coded.

In: the parse and the statements. Out: `Predicate`s in text order. Refuses auxiliaries and words that predicate nothing.
"""

from spacy.tokens import Doc, Token

from communique.reading.events.lexicon import Lexicon
from communique.reading.events.status import FACTUALITY, StatusFinder
from communique.reading.found import FoundStatement
from communique.record.model import Predicate
from communique.record.spans import Span

NOUN_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ure", "ing", "age", "ery", "th", "sis", "ship")


def find_predicates(doc: Doc, statements: tuple[FoundStatement, ...], lexicon: Lexicon) -> tuple[Predicate, ...]:
    """All verbs, predicated adjectives and nouns, and nouns that name acts, each with a factuality from -3 to 3."""
    finder = StatusFinder(lexicon=lexicon, statements=statements)
    return tuple(
        Predicate(span=Span(token.idx, token.idx + len(token)), factuality=FACTUALITY[finder.find(token).status])
        for token in doc
        if _predicates(token, lexicon)
    )


def _predicates(token: Token, lexicon: Lexicon) -> bool:
    if token.pos_ == "VERB":
        return True
    if token.pos_ == "AUX":
        return token.dep_ not in ("aux", "auxpass")
    if token.pos_ == "ADJ":
        return token.dep_ in ("acomp", "attr", "oprd", "ROOT", "ccomp", "advcl", "conj")
    if token.pos_ == "NOUN":
        lemma = token.lemma_.lower()
        return token.dep_ in ("attr", "ROOT") or lemma.endswith(NOUN_ENDINGS) or (lemma, "n") in lexicon.frames
    return False
