"""The signs by which a predicate is told as fact or not: what hangs on it, what governs it, who tells it.

In: a predicate's token, the status that the rules give it, the statement that it is told in. Out: the signs that are there, each
a few words ("under hope ccomp:that", "above negated"), as `weights.tsv` lists them. Refuses nothing.

Source: the signs are those of the factuality literature (Sauri & Pustejovsky 2009, Lee et al. 2015, Rudinger et al. 2018: the
predicate's own form, its polarity and modality, the words on its path to the root).
"""

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Token

from communique.reading.events.lexicon import PARTS_OF_SPEECH, Lexicon
from communique.reading.events.status import CONDITIONAL_MARKS, MAY, MUST, UNREAL_MARKS, WILL, WOULD
from communique.reading.found import FoundStatement
from communique.reading.syntax import (
    MAX_STEPS,
    auxiliaries,
    child,
    children,
    clause_verb,
    has_to,
    is_passive,
    is_verbal,
    marker,
    negation,
    phrasal_lemma,
    subject,
)
from communique.record.vocab import Status

MAX_GOVERNORS = 4  # what governs a predicate from further away says next to nothing of it
MAX_HELPERS = 3
OPERATORS = (
    ("will", WILL),
    ("would", WOULD),
    ("may", MAY),
    ("must", MUST),
    ("perfect", frozenset({"have", "has", "had", "'ve", "’ve"})),
    ("was", frozenset({"was", "were"})),
    ("is", frozenset({"is", "are", "am", "'s", "’s", "'re", "’re"})),
    ("do", frozenset({"do", "does", "did"})),
)
SUBJECTS = {
    word: name
    for name, words in {
        "I": "i we",
        "you": "you",
        "it": "it this that",
        "who": "who which anyone whoever someone everyone",
    }.items()
    for word in words.split()
}
DETERMINERS = {
    word: name
    for name, words in {
        "definite": "the this that these those",
        "indefinite": "a an another some",
        "any": "any every each either",
    }.items()
    for word in words.split()
}
PAST_HELPERS = frozenset({"was", "were", "had", "did"})
TOLD_DEPS = frozenset("advmod amod det mark aux neg prt npadvmod compound".split())
HIGHER_DEPS = frozenset("advmod aux mark acomp attr oprd".split())


def find_signs(token: Token, status: Status, statement: FoundStatement | None, lexicon: Lexicon) -> frozenset[str]:
    """The signs at a predicate. `status`: what the rules say of it; `statement`: the innermost one whose content holds it."""
    above = list(islice(_governors(token), MAX_GOVERNORS))
    return frozenset(
        (
            *_own(token, status),
            *_governing(token, above, lexicon),
            *_clauses(token, [head for head, _ in above]),
            *_voice(token, statement),
        )
    )


def _governors(token: Token) -> Iterator[tuple[Token, str]]:
    """The words that govern a token, nearest first, each with the link to it: the label, with a preposition, "to" or "-ing".

    A coordinated word is governed by what governs the first of its row; prepositions are parts of links.
    """
    node = token
    for _ in range(MAX_STEPS):
        head, dep = node.head, node.dep_
        if head.i == node.i:
            return
        if dep == "conj":
            node = head
            continue
        link = dep
        if head.pos_ in ("ADP", "SCONJ") and head.head.i != head.i:
            link = f"{dep}:{head.lower_}"
            head = head.head
        elif has_to(node):
            link = f"{dep}:to"
        elif node.tag_ == "VBG":
            link = f"{dep}:ing"
        elif (mark := child(node, "mark")) is not None:
            link = f"{dep}:{mark.lower_}"
        yield head, link
        node = head


def _own(token: Token, status: Status) -> Iterator[str]:
    """The predicate's own form and what hangs on it."""
    verbal = is_verbal(token)
    yield f"is {token.lemma_.lower()}/{token.pos_}"
    yield f"tag {token.tag_}"
    yield f"dep {token.dep_}"
    yield f"tag {token.tag_} {token.dep_}"
    yield f"form {token.tag_} {_form(token)}"
    yield f"status {status.value}"
    yield f"status {status.value} {token.pos_}"
    yield from (f"own {operator}" for operator in _operators(token))
    if token.tag_ in ("NNS", "NNPS"):
        yield "plural"
    for c in token.children:
        if c.dep_ in TOLD_DEPS:
            yield f"{c.dep_} {c.lower_}"
        elif c.dep_ == "poss":
            yield f"poss {c.pos_}"
            yield "possessed"
        elif c.dep_ == "dobj":
            yield "object"
        if c.dep_ == "det" and c.lower_ in DETERMINERS:
            yield DETERMINERS[c.lower_]
    if verbal:
        doer = subject(token)
        if doer is None:
            yield "no subject"
        elif doer.lower_ in SUBJECTS:
            yield f"subject {SUBJECTS[doer.lower_]}"
        if is_passive(token):
            yield "passive"
        if has_to(token):
            yield "to"


def _governing(token: Token, above: list[tuple[Token, str]], lexicon: Lexicon) -> Iterator[str]:
    """The words on the path to the root."""
    if not above:
        yield f"root {token.tag_}"
    yield f"steps {len(above)}"
    for step, (head, link) in enumerate(above):
        lemma = phrasal_lemma(head)
        turned = " not" if negation(head) is not None else ""
        near = "above" if step else "under"
        yield f"{near} {lemma} {link}{turned}"
        yield f"{near} {lemma}{turned}"
        yield from (f"{near} {lending}{turned}" for lending in _lent(head, lexicon))
        yield from (f"above {operator}" for operator in _operators(head))
        for c in head.children:
            if c.dep_ in HIGHER_DEPS:
                yield f"{near} {c.dep_} {c.lower_}"
                yield from (f"{near} {lending}{turned}" for lending in _lent(c, lexicon) if c.pos_ == "ADJ")
        if not step:
            yield f"under {lemma}/{head.pos_}{turned}"
            yield f"link {link} {token.tag_}"
            yield f"link {link} {head.pos_}{turned}"


def _lent(word: Token, lexicon: Lexicon) -> Iterator[str]:
    """What a governing word lends to what it governs, by the table of governors: its kind, for words seen too seldom to weigh."""
    entries = lexicon.governors.get((phrasal_lemma(word), PARTS_OF_SPEECH.get(word.pos_, "")), ())
    yield from sorted({f"lends {entry.status.value if entry.status else 'fact'}" for entry in entries})


def _clauses(token: Token, heads: list[Token]) -> Iterator[str]:
    """The clause that holds the predicate, the conditions around it, and the end of its sentence."""
    clause, sentence = clause_verb(token), token.sent
    helpers = auxiliaries(clause)
    if clause.i != token.i:
        yield f"clause {clause.tag_} {_form(clause)}"
    if clause.tag_ == "VBD" or any(word in PAST_HELPERS for word in helpers):
        yield "clause past"
    elif clause.tag_ in ("VBP", "VBZ", "VB"):
        yield f"clause {clause.tag_}"
    if sentence.root.tag_ == "VBD":
        yield "root past"
    if marker(token, CONDITIONAL_MARKS) is not None:
        yield "condition"
    if any(marker(head, CONDITIONAL_MARKS) is not None for head in heads):
        yield "condition above"
    around = [token, *heads]
    if any(marker(node, UNREAL_MARKS) is not None for node in around):
        yield "unreal"
    if any(marker(c, CONDITIONAL_MARKS) is not None for node in around for c in children(node, "advcl")):
        yield "under a condition"
    if any(t.text == "?" for t in sentence[-3:]):
        yield "question"
    if sentence[-1].text == "!":
        yield "exclamation"


def _voice(token: Token, statement: FoundStatement | None) -> Iterator[str]:
    """Who tells it, and how."""
    if statement is None:
        return
    cue = token.doc[statement.cue].lemma_.lower() if statement.cue is not None else "-"
    yield f"told {statement.kind.value}"
    yield f"told {cue} {statement.kind.value}"
    yield f"told {statement.form.value}"


def _form(verb: Token) -> str:
    helpers = auxiliaries(verb)[:MAX_HELPERS] if is_verbal(verb) else []
    return f"{'+'.join(helpers)} {'not' if negation(verb) is not None else 'so'}"


def _operators(token: Token) -> Iterator[str]:
    if negation(token) is not None:
        yield "negated"
    if is_verbal(token):
        helpers = set(auxiliaries(token))
        yield from (name for name, words in OPERATORS if helpers & words)
