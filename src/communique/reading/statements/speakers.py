"""Who says it: from a cue to the words and the actor that it is ascribed to.

In: the tree, the story's actors and a cue. Out: the token that heads the speaker's words, and a `Speaker` for it. Refuses
nothing: a cue without a subject gives None, a subject that is no known actor gives its words without an actor.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.reading.found import FoundActors, FoundMention, MentionKind
from communique.reading.syntax import OBJECT_CONTROL
from communique.reading.tree import Tree
from communique.record.spans import Span

_MAX_STEPS = 25  # no English clause is nested deeper; a guard against cycles in hand-made parses
_NEAR_PRONOUN = 3  # characters between a source and its relative pronoun: a comma and a blank, or a dash
_RELATIVES = frozenset({"who", "which", "that", "whom"})
# Things that speak for whoever made them: "a statement from the cabinet said".
CONTAINERS = frozenset(
    [
        "statement",
        "letter",
        "message",
        "communique",
        "communiqué",
        "report",
        "memo",
        "email",
        "e-mail",
        "tweet",
        "post",
        "note",
        "release",
        "article",
        "editorial",
        "speech",
        "declaration",
        "document",
        "paper",
        "transcript",
        "cable",
        "dispatch",
        "bulletin",
        "readout",
        "op-ed",
        "column",
    ]
)
_MAKERS = ("by", "from", "of")
# A description takes the phrase that says whose it is: "a member of the delegation", "an adviser to the president".
_OF_LIKE = frozenset({"of", "for", "from", "to", "with", "at", "in"})
# What is undergone, or goes on around somebody, is said by others.
_UNDERGOING = frozenset(
    {"face", "draw", "spark", "prompt", "trigger", "receive", "fuel", "attract", "provoke", "ignore"} | {"reject", "dismiss"}
)
_AROUND = frozenset({"despite", "amid", "amidst", "after", "following", "since", "under", "against", "notwithstanding"})
_LIGHT_LINKS = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "acomp", "attr", "oprd", "aux", "auxpass", "dep"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words of a speaker and, where they are a known mention, its actor. `token` is their head."""

    token: int
    span: Span
    actor: str | None = None
    mention: FoundMention | None = None


def find_source(tree: Tree, cue: int) -> int | None:
    """The token that heads the one who says, thinks or wants what a cue tells, None if the syntax names nobody."""
    if tree.is_verb(cue):
        return _verb_source(tree, cue)
    if tree.pos[cue] in ("NOUN", "PROPN"):
        return _noun_source(tree, cue)
    verb = tree.head[cue]
    if tree.dep[cue] in ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "conj") and tree.is_verb(verb):
        return _verb_source(tree, verb)
    if tree.dep[cue] in ("amod", "acl", "relcl", "appos"):
        return verb
    subject = tree.subject(cue)
    return subject if subject is None else antecedent(tree, subject)


def _verb_source(tree: Tree, verb: int) -> int | None:
    clause = verb
    if _is_passive(tree, verb):
        return _agent(tree, verb)
    for _ in range(_MAX_STEPS):
        subject = tree.subject(clause)
        if subject is not None and tree.dep[subject] != "expl":
            return antecedent(tree, subject)
        head, dep = tree.head[clause], tree.dep[clause]
        if head == clause:
            return None
        if dep in ("relcl", "acl") and not tree.is_verb(head):
            if tree.tag[clause] == "VB":  # "his plan to say", "the man to ask"
                return _noun_source(tree, head)
            return head
        if dep == "advcl" and (swallowed := tree.swallowed_subject(clause)) is not None:
            return swallowed
        if dep in ("xcomp", "ccomp", "advcl"):
            if dep == "ccomp" and tree.tag[clause] not in ("VB", "VBG", "VBN"):
                return None
            if dep != "advcl" and tree.lemma[head] in OBJECT_CONTROL:
                controller = next((k for k in tree.kids[head] if head < k < clause and tree.dep[k] in ("dobj", "dative")), None)
                if controller is not None:
                    return controller
            if dep == "advcl" and _is_passive(tree, head) and tree.kid(head, "nsubjpass") is None:
                return _agent(tree, head)
        elif dep == "pcomp" and tree.low[head] == "as" and (quoted := tree.kid(tree.head[head], "dobj")) is not None:
            return quoted  # "the radio quoted Holm as saying"
        elif dep == "conj" and tree.pos[head] in ("NOUN", "PROPN"):
            return head  # a sentence that the parser took for a noun phrase
        elif dep not in _LIGHT_LINKS:
            return None
        clause = head
    return None


def _is_passive(tree: Tree, verb: int) -> bool:
    if tree.kid(verb, "auxpass", "nsubjpass") is not None:
        return True
    return tree.tag[verb] == "VBN" and tree.dep[verb] in ("acl", "advcl") and tree.kid(verb, "dobj", "aux") is None


def _agent(tree: Tree, verb: int) -> int | None:
    for k in tree.kids[verb]:
        if tree.low[k] == "by" and tree.dep[k] in ("agent", "prep"):
            return tree.kid(k, "pobj")
    return None


def antecedent(tree: Tree, i: int) -> int:
    """What a relative pronoun stands for; any other token is itself."""
    if tree.low[i] not in _RELATIVES or tree.tag[i] not in ("WDT", "WP", "IN", "DT"):
        return i
    clause = tree.head[i]
    for _ in range(_MAX_STEPS):
        if tree.dep[clause] == "relcl":
            return tree.head[clause]
        if tree.dep[clause] not in ("conj", "xcomp", "ccomp") or tree.head[clause] == clause:
            break
        clause = tree.head[clause]
    return i


def relative_of(tree: Tree, cue: int, source: int) -> int | None:
    """The relative pronoun that stands for a source as the cue's subject: "who" in "Abe, who said …"."""
    clause = cue
    for _ in range(_MAX_STEPS):
        if tree.dep[clause] == "relcl":
            break
        if tree.dep[clause] not in ("conj", "xcomp", "ccomp") or tree.head[clause] == clause:
            return None
        clause = tree.head[clause]
    pronoun = tree.subject(clause)
    return pronoun if tree.head[clause] == source and pronoun is not None and tree.low[pronoun] in _RELATIVES else None


def with_relative(tree: Tree, cue: int, source: int, words: Span) -> Span:
    """The words of a source, with the relative pronoun right behind them that is the cue's subject: "Abe, who" said."""
    pronoun = relative_of(tree, cue, source)
    if pronoun is None or not 0 <= tree.start[pronoun] - words.end <= _NEAR_PRONOUN:
        return words
    return Span(words.start, tree.end[pronoun])


def _noun_source(tree: Tree, noun: int) -> int | None:
    owner = tree.kid(noun, "poss")
    if owner is not None:
        return owner
    for k in tree.kids[noun]:
        if tree.dep[k] == "prep" and tree.low[k] in ("by", "from", "among") and k > noun:
            return tree.kid(k, "pobj")
    head, dep = tree.head[noun], tree.dep[noun]
    if (dep == "dobj" and tree.lemma[head] in _UNDERGOING) or (dep == "pobj" and tree.low[head] in _AROUND):
        return None  # "Holm faces criticism over …", "despite complaints that …": others voice it
    if dep in ("dobj", "attr", "conj") and head != noun and tree.is_verb(head):
        return _verb_source(tree, head)
    if dep == "pobj" and tree.head[head] != head and tree.is_verb(tree.head[head]):
        return _verb_source(tree, tree.head[head])
    first = tree.kid(noun, "compound")
    return first if first is not None and tree.tag[first] in ("NNP", "NNPS") else None


def resolve(tree: Tree, actors: FoundActors, source: int, begin: int = 0) -> Speaker:
    """The words and the actor of a speaker's head token; the words begin at token `begin` at the earliest.

    Of coordinated speakers the last is taken, of a description and the name beside it the name; a statement, letter or report
    stands for who made it.
    """
    source = _maker(tree, source)
    for k in tree.kids[source]:
        if tree.dep[k] == "conj" and k > source and not tree.is_verb(k):
            return resolve(tree, actors, k, begin)
    named = source
    if tree.pos[source] != "PROPN":
        beside = next((k for k in tree.kids[source] if tree.dep[k] == "appos" and tree.pos[k] == "PROPN"), None)
        named = source if beside is None else beside
    for token in (named, source):
        mention = actors.at(token)
        if mention is not None:
            if mention.kind is not MentionKind.NAME and token == source and named != source:
                continue
            return Speaker(token, mention.span, mention.actors[-1] if mention.actors else None, mention)
    return Speaker(named, noun_phrase(tree, named, begin))


def _maker(tree: Tree, source: int) -> int:
    if tree.lemma[source].lower() not in CONTAINERS:
        return source
    owner = tree.kid(source, "poss")
    if owner is not None:
        return owner
    for k in tree.kids[source]:
        if k > source and tree.low[k] in _MAKERS and tree.dep[k] in ("prep", "agent"):
            made_by = tree.kid(k, "pobj")
            if made_by is not None and tree.pos[made_by] in ("PROPN", "NOUN"):
                return made_by
    return source


def noun_phrase(tree: Tree, head: int, begin: int = 0) -> Span:
    """The words of a noun phrase without its apposition, relative clause and possessive 's, from token `begin` on."""
    first = head
    while first - 2 >= begin and tree.words[first - 1] == "-" and tree.start[first] == tree.end[first - 1]:
        first -= 2  # "Chung Eui-yong", taken apart by the tokenizer
        while first > begin and tree.pos[first - 1] in ("PROPN", "ADJ", "NOUN"):
            first -= 1
    for k in reversed(tree.kids[head]):
        if k > head or k >= first:
            continue
        if k < begin:
            break
        if tree.dep[k] in ("punct", "appos", "relcl", "cc", "preconj", "advmod", "dep") or tree.right[k] != first:
            break
        first = max(tree.left[k], begin)
    last = head + 1
    if tree.pos[head] != "PRON":
        for k in tree.kids[head]:
            if k < head or tree.tag[k] == "POS":
                continue
            is_open = tree.dep[k] == "prep" and tree.low[k] in _OF_LIKE and tree.left[k] == last
            if not is_open or (tree.pos[head] == "PROPN" and tree.low[k] != "of"):
                break
            last = tree.right[k]
    while last > head + 1 and tree.dep[last - 1] == "punct":
        last -= 1
    return Span(tree.start[first], tree.end[last - 1])
