"""What a noun names: people, the armed, somebody who acts, the doer's own things; and the words of its phrase.

In: a noun's token. Out: whether it is so; a span. Refuses nothing.
"""

from spacy.tokens import Token

from communique.reading.syntax import prepositional
from communique.record.spans import Span

DOER_ENDINGS = ("er", "or", "ist", "ian", "man", "ee", "eer", "ant")
BODIES = frozenset("forum committee side club board panel council front wing movement faction bloc coalition ministry".split())
PEOPLE = frozenset(
    "people person civilian man woman child protester demonstrator student worker refugee resident soldier militant rebel police "
    "policeman officer journalist activist guerrilla insurgent fighter troop force army military official leader lawmaker migrant "
    "villager prisoner hostage gunman court judge authority government minister president police team group party union teacher "
    "prosecutor settler hacker tank jet warship navy entity company group organization organisation one camp base city town "
    "agency bank newspaper network cartel gang cell militia".split()
)
ARMED = frozenset("troop force army military soldier tank jet warship navy police policeman fighter plane".split())


def is_own(thing: Token) -> bool:
    """Whether a thing, or what it is a part of, is told as the doer's own: "its troops", "some of their weapons"."""
    return any(c.tag_ == "PRP$" for part in (thing, *prepositional(thing, "of")) for c in part.children)


def is_people(token: Token) -> bool:
    return token.lemma_.lower() in PEOPLE


def is_somebody(token: Token) -> bool:
    """Whether a noun names somebody who acts: by a capital, or by its ending ("strikers", "protesters", "unionists")."""
    lemma = token.lemma_.lower()
    return token.pos_ == "PROPN" or (token.pos_ == "NOUN" and (lemma.endswith(DOER_ENDINGS) or lemma in BODIES))


def is_armed(token: Token) -> bool:
    return token.lemma_.lower() in ARMED


def noun_phrase(token: Token) -> Span:
    """The words of a noun phrase up to its head: articles and modifiers, not what follows."""
    first = min(
        (
            c.left_edge.i
            for c in token.children
            if c.i < token.i and c.dep_ in ("det", "amod", "compound", "nummod", "nmod", "poss")
        ),
        default=token.i,
    )
    start = token.doc[first].idx
    return Span(start, token.idx + len(token))
