"""Whether something was said, or not, or not yet.

In: the tree and a cue. Out: the kind of its statement. Refuses nothing.
"""

from __future__ import annotations

from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "scarcely", "yet"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
_FUTURE = frozenset(
    {"will", "wo", "’ll", "'ll", "shall", "would", "’d", "'d", "may", "might", "can", "ca", "could", "should", "must"}
)
_TOLD_LATER = frozenset({"later", "often", "sometimes", "eventually", "subsequently", "repeatedly", "always"})
# Verbs under which an infinitive of saying is said all the same ("went on to say").
_CARRIED_OUT = frozenset(
    {"go", "continue", "use", "proceed", "begin", "start", "manage", "dare", "venture", "pause", "hasten", "rush", "come"}
    | {"happen", "get", "appear", "seem"}
)
_DENIED = frozenset({"deny", "doubt", "dispute", "disavow", "refute"})
_IF = frozenset({"if", "unless", "whether", "should", "until", "lest"})
_BELOW = frozenset({"xcomp", "ccomp", "acl", "relcl", "advcl", "csubj"})
_MAX_STEPS = 6  # clauses above a cue that can turn it into a possibility


def kind_of(tree: Tree, passages: Passages, cue: int, kind: StatementKind, *, may_be_imperative: bool = True) -> StatementKind:
    """The kind of the statement of a cue whose lexicon entry says `kind`.

    Saying that is negated, asked for, ahead or under an "if" is `unspoken`; a thought stays one.
    """
    if kind is not StatementKind.SPEECH or not tree.is_verb(cue):
        return kind
    return StatementKind.UNSPOKEN if _is_unspoken(tree, passages, cue, may_be_imperative=may_be_imperative) else kind


def _is_unspoken(tree: Tree, passages: Passages, cue: int, *, may_be_imperative: bool) -> bool:
    if _is_question(tree, passages, cue):
        return True
    verb = cue
    for step in range(_MAX_STEPS):
        if _is_turned(tree, verb):
            return True
        dep, head = tree.dep[verb], tree.head[verb]
        if dep in ("ccomp", "xcomp") and verb > head and tree.lemma[head] in _DENIED:
            return True
        if head == verb:
            is_bare = tree.tag[cue] == "VB" and step == 0 and tree.subject(cue) is None and tree.kid(cue, "aux") is None
            return is_bare and may_be_imperative
        is_carried_out = tree.is_verb(head) and tree.lemma[head] in _CARRIED_OUT
        if tree.is_infinitive(verb) and not is_carried_out and (dep in _BELOW or not tree.is_verb(head)):
            return True
        if dep in ("conj", "xcomp") and tree.is_verb(head) and tree.subject(verb) is None:
            shares_aux = dep == "xcomp" or tree.tag[verb] in ("VB", "VBN", "VBG")
            if not shares_aux:
                return _under_if(tree, head)
            verb = head
            continue
        return dep in ("conj", "ccomp", "advcl") and _under_if(tree, verb)
    return False


def _is_turned(tree: Tree, verb: int) -> bool:
    later = False
    turned = False
    for k in tree.kids[verb]:
        low, dep = tree.low[k], tree.dep[k]
        if dep == "neg" or (low in _NEGATIONS and dep in ("advmod", "cc", "preconj") and k < verb):
            return True
        if dep == "aux" and tree.tag[k] == "MD" and low in _FUTURE:
            turned = True
        elif dep == "mark" and low in _IF:
            return True
        elif low in _TOLD_LATER and dep == "advmod":
            later = True
        elif dep in ("nsubj", "nsubjpass") and (low in _NOBODY or any(tree.low[m] == "no" for m in tree.kids[k])):
            return True
    return turned and not (later and any(tree.low[k] == "would" for k in tree.kids[verb]))


def _under_if(tree: Tree, verb: int) -> bool:
    for _ in range(_MAX_STEPS):
        if any(tree.dep[k] == "mark" and tree.low[k] in _IF for k in tree.kids[verb]):
            return True
        if tree.head[verb] == verb or tree.dep[verb] not in ("conj", "ccomp", "xcomp"):
            return False
        verb = tree.head[verb]
    return False


def _is_question(tree: Tree, passages: Passages, cue: int) -> bool:
    """Whether the story itself asks whether it was said."""
    if passages.quotation[cue] >= 0:
        return False
    first, last = passages.bounds[passages.passage[cue]]
    while last > first and tree.pos[last - 1] == "SPACE":
        last -= 1
    return last > first and tree.words[last - 1] == "?" and tree.dep[cue] in ("ROOT", "conj")
