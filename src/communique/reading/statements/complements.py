"""What a predicate takes as its complement: the frames in which words can tell what was said, thought or wanted.

In: the tree and a verb, noun or adjective in it. Out: every complement that the syntax allows, with its frame and the words
that would be the content. Refuses nothing; whether predicate and frame are a cue is for the lexicon to say.

The frames, with the content in brackets:

    that         said [that it rains]                zero     said [it rains]
    question     asked [whether it rains]            inf      promised [to go]
    obj-inf      urged X [to go]                     acc-inf  wants [X to go]
    ger          denied [going]                      np       announced [a truce]
    np-as        called [X a liar]                   np-P     accused [X of lying], P a preposition
    P            called for [a truce]                P-inf    called on X [to go]
    is           his view is [that it rains]         pass     [the move] was reported by X
    pass-inf     was asked [to go]                   obj-that told X the news [that it rains]
    to-as        referred [to X as a liar]           obj-P    asked X for [help]; obj+P, np+P: the preposition hung on X
    rel-that     told X [that it rains], read as a relative clause
    far-that     told X in a letter [that it rains], the clause hung on the letter
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from communique.reading.syntax import OBJECT_CONTROL
from communique.reading.tree import Tree

# Verbs whose object, in the passive their subject, is the one spoken to.
_ADDRESSING = OBJECT_CONTROL | {
    *("tell", "inform", "assure", "remind", "notify", "reassure", "answer", "promise", "brief", "caution", "counsel", "exhort"),
    *(
        "command",
        "challenge",
        "question",
        "quiz",
        "address",
        "text",
        "email",
        "cable",
        "guarantee",
        "teach",
        "lecture",
        "petition",
    ),
}
_SETTINGS = frozenset(["on", "in", "at", "during", "via", "late", "early", "yesterday", "today", "earlier", "later"])
_OPENING, _CLOSING = ("“", '"', "«", "„"), ("”", '"', "»", "“")  # double marks; single ones are apostrophes too often
_FAR = 14  # tokens between a verb and a that-clause that hangs on a word between them
PARTICLES = frozenset(["out", "up", "down", "off", "on", "back", "in", "over", "away", "forward", "forth", "aside", "against"])
_QUESTION_TAGS = frozenset({"WP", "WRB", "WDT", "WP$"})
_OBJECT_ONLY_BEFORE = frozenset({"dobj", "dative", "iobj"})


@dataclass(frozen=True, slots=True)
class Complement:
    """A candidate for a content: tokens `first` to `last` (exclusive). `addressee` is the token of the one spoken to.

    `cue_end` (exclusive) takes in a particle or a preposition that stands right after the predicate.
    """

    frame: str
    first: int
    last: int
    cue_end: int
    addressee: int | None = None


def particle(tree: Tree, verb: int) -> int | None:
    """The particle of a phrasal verb ("ruled out"), None for a plain verb."""
    found = tree.kid(verb, "prt")
    if found is not None and found > verb:
        return found
    after = verb + 1
    if (
        after < tree.n
        and tree.low[after] in PARTICLES
        and tree.head[after] == verb
        and tree.dep[after] in ("advmod", "prep")
        and not tree.kids[after]
    ):
        return after
    return None


def lemma_of(tree: Tree, i: int) -> str:
    """The lemma of a predicate, with its particle after an underscore ("rule_out")."""
    found = particle(tree, i) if tree.is_verb(i) else None
    if found is None and tree.lemma[i] == "put" and i + 1 < tree.n and tree.low[i + 1] == "it":
        return "put_it"  # "as one envoy put it"
    return tree.lemma[i].lower() if found is None else f"{tree.lemma[i].lower()}_{tree.low[found]}"


def find_complements(tree: Tree, i: int) -> Iterator[Complement]:
    """Every complement of a verb, noun or adjective, in the order of the frames' strength: clauses before objects."""
    if tree.is_verb(i):
        yield from _of_verb(tree, i)
    elif tree.pos[i] in ("NOUN", "PROPN"):
        yield from _of_noun(tree, i)
    elif tree.pos[i] == "ADJ":
        yield from _of_adjective(tree, i)


def _of_verb(tree: Tree, verb: int) -> Iterator[Complement]:
    out = particle(tree, verb)
    cue_end = (out if out is not None else verb) + 1
    obj = next((k for k in tree.kids[verb] if k > verb and tree.dep[k] in _OBJECT_ONLY_BEFORE), None)
    is_passive = tree.kid(verb, "auxpass", "nsubjpass") is not None
    told = _told(tree, verb, obj)
    has_clause = False
    for k in tree.kids[verb]:
        if k < verb or tree.dep[k] not in ("ccomp", "xcomp", "advcl", "parataxis") or not _is_clausal(tree, k):
            continue
        for found in _clause(tree, verb, k, obj, cue_end, told):
            has_clause = True
            if is_passive and found.frame == "inf":
                found = replace(found, frame="pass-inf")
            yield found
    if not has_clause:
        yield from _far_clause(tree, verb, cue_end, told)
    if obj is not None and not is_passive:
        yield from _with_object(tree, verb, obj, cue_end)
    if obj is None:
        yield from _prepositional(tree, verb, cue_end, skip_to=has_clause)
    if is_passive and not has_clause:
        agent = tree.kid(verb, "agent")
        patient = tree.kid(verb, "nsubjpass")
        if agent is not None and patient is not None and patient < verb:
            yield Complement("pass", tree.left[patient], tree.right[patient], agent + 1)


def _told(tree: Tree, verb: int, obj: int | None) -> int | None:
    """The one spoken to: an object beside a clause, or "to X" right after the verb; in the passive its subject."""
    if obj is not None and tree.pos[obj] == "ADP":
        return tree.kid(obj, "pobj")
    is_addressed = tree.lemma[verb] in _ADDRESSING
    if obj is not None:
        return obj if is_addressed or tree.dep[obj] != "dobj" else None
    passive = tree.kid(verb, "nsubjpass")
    if passive is not None:
        return passive if is_addressed else None
    for k in tree.kids[verb]:
        if k > verb and tree.dep[k] in ("prep", "dative") and tree.low[k] in ("to", "with"):
            return tree.kid(k, "pobj")
    return None


def _is_clausal(tree: Tree, k: int) -> bool:
    if tree.dep[k] == "advcl":
        mark = tree.kid(k, "mark")
        if mark is not None:
            return tree.low[mark] == "that"
        return tree.is_infinitive(k) or _is_gerund(tree, k)
    if tree.dep[k] == "parataxis":
        return tree.subject(k) is not None
    return True


def _is_gerund(tree: Tree, k: int) -> bool:
    return tree.tag[k] == "VBG" and tree.subject(k) is None and tree.kid(k, "aux") is None


def _clause(tree: Tree, verb: int, k: int, obj: int | None, cue_end: int, told: int | None) -> Iterator[Complement]:
    first, last = max(tree.left[k], cue_end), tree.right[k]
    to = tree.infinitive_to(k)
    mark = tree.kid(k, "mark")
    if to is not None and (mark is None or tree.low[mark] == "for"):
        if to > verb + 1 and tree.low[to - 1] in ("not", "never") and to - 1 >= first:
            to -= 1
        subject = tree.subject(k)
        if subject is not None and verb < subject < to:
            yield Complement("obj-inf", to, last, cue_end, subject)
            yield Complement("acc-inf", tree.left[subject], last, cue_end)
        elif obj is not None and obj < to:
            yield Complement("obj-inf", to, last, cue_end, told)
            yield Complement("acc-inf", tree.left[obj], last, cue_end)
        elif (to_whom := _phrase_before(tree, verb, to)) is not None:
            prep, whom = to_whom
            yield Complement(f"{tree.low[prep]}-inf", to, last, _with_next(cue_end, prep), whom)
            yield Complement(tree.low[prep], prep + 1, last, _with_next(cue_end, prep))
        elif tree.dep[k] != "advcl":
            yield Complement("inf", to, last, cue_end, told)
        return
    if tree.dep[k] == "advcl" and mark is None and not (_is_gerund(tree, k) and tree.left[k] == cue_end):
        return
    if _is_gerund(tree, k):
        if obj is None:
            yield Complement("ger", first, last, cue_end)
        return
    if not tree.is_verb(k) and tree.subject(k) is None:
        return
    subject = tree.subject(k)
    if subject is None and tree.tag[k] in ("VB", "VBN") and mark is None:
        return
    if tree.low[first] == "should" and tree.tag[first] == "MD":
        return  # "… should it fail": a condition
    opening = tree.tag[first]
    if (mark is not None and tree.low[mark] in ("if", "whether")) or (opening in _QUESTION_TAGS and tree.low[first] != "that"):
        yield Complement("question", first, last, cue_end, told)
    elif mark is not None and tree.low[mark] == "that" and verb < mark:
        # "told Abe, when they met, that …": what stands before "that" belongs to the telling
        if (
            told is None
            and cue_end < mark
            and tree.lemma[verb] in _ADDRESSING
            and tree.pos[mark - 1] in ("PROPN", "NOUN", "PRON")
        ):
            told = mark - 1  # the parser hung it in the clause
        yield Complement("that", mark, last, cue_end, told)
    elif mark is None or tree.low[mark] in ("as", "like"):
        yield Complement("zero", _without_setting(tree, k, first, subject), last, cue_end, told)


def _without_setting(tree: Tree, clause: int, first: int, subject: int | None) -> int:
    """Where a clause without "that" begins: after "on Friday", "in a letter", which belong to the telling without a comma."""
    if subject is None or subject < first or tree.left[subject] <= first:
        return first
    for k in tree.kids[clause]:
        if first <= k < subject and not (
            tree.dep[k] in ("npadvmod", "aux") or (tree.dep[k] in ("prep", "advmod") and tree.low[k] in _SETTINGS)
        ):
            return first
    return tree.left[subject]


def _far_clause(tree: Tree, verb: int, cue_end: int, told: int | None) -> Iterator[Complement]:
    """A that-clause, or "for X to …", that the parser hung on a noun between it and the verb."""
    for i in range(cue_end, min(tree.right[verb], cue_end + _FAR)):
        if tree.low[i] == "that" and tree.tag[i] in ("IN", "WDT", "DT"):
            clause = tree.head[i]
            if not tree.is_verb(clause) or clause <= i or tree.left[clause] < i:
                continue
            holder = tree.head[clause]
            is_object = tree.dep[holder] in ("dobj", "attr")
            if tree.dep[clause] in ("relcl", "acl", "advcl", "ccomp") and tree.dep[i] not in ("nsubj", "det") and not is_object:
                yield Complement("far-that", i, tree.right[clause], cue_end, told)
                return
        elif tree.is_verb(i) and tree.is_finite(i):
            return
    for k in tree.kids[verb]:
        mark = tree.kid(k, "mark")
        if k > verb and tree.dep[k] == "advcl" and mark is not None and tree.low[mark] == "for" and tree.is_infinitive(k):
            yield Complement("for", mark + 1, tree.right[k], _with_next(cue_end, mark))


def _with_next(cue_end: int, word: int) -> int:
    """The end of a cue with the preposition that takes its complement, where that stands right behind it."""
    return word + 1 if word == cue_end else cue_end


def _phrase_before(tree: Tree, verb: int, to: int) -> tuple[int, int] | None:
    """The preposition and its object between a verb and an infinitive ("called on X to …")."""
    for k in tree.kids[verb]:
        if verb < k < to and tree.dep[k] in ("prep", "dative") and tree.low[k] in ("on", "upon", "to", "with", "for", "at"):
            whom = tree.kid(k, "pobj")
            if whom is not None and whom < to:
                return k, whom
    return None


def _with_object(tree: Tree, verb: int, obj: int, cue_end: int) -> Iterator[Complement]:
    first, last = tree.left[obj], tree.right[obj]
    for k in tree.kids[verb]:
        if k <= obj:
            continue
        if tree.dep[k] == "oprd" or (tree.dep[k] in ("xcomp", "ccomp", "acomp", "attr") and not tree.is_infinitive(k)):
            if not tree.is_verb(k):
                yield Complement("np-as", first, tree.right[k], cue_end)
        elif tree.dep[k] == "prep" and tree.kids[k]:
            frame = "np-as" if tree.low[k] == "as" else f"np-{tree.low[k]}"
            yield Complement(frame, first, tree.right[k], cue_end, obj)
            yield Complement(f"obj-{tree.low[k]}", k + 1, tree.right[k], cue_end, obj)
    quoted = _quotation_at(tree, last, tree.right[verb])
    if quoted is not None:  # "called the talks “the hardest so far”", whatever the parser makes of the quotation
        yield Complement("np-as", first, quoted, cue_end)
    for k in tree.kids[obj]:
        if k > obj and tree.dep[k] == "prep" and tree.kids[k]:  # hung on the object: "accused the minister of breaking ranks"
            yield Complement(f"np+{tree.low[k]}", first, last, cue_end, obj)
            yield Complement(f"obj+{tree.low[k]}", k + 1, tree.right[k], cue_end, obj)
    within = _hung_infinitive(tree, obj, after=obj)
    if within is not None:  # "urged the sides to talk", the infinitive hung on the object
        yield Complement("obj-inf", *within, cue_end, obj)
    told = next(
        (k for k in tree.kids[obj] if k > obj and tree.dep[k] in ("acl", "relcl", "ccomp") and _has_that(tree, k)), None
    )
    if told is not None:
        yield Complement("obj-that", tree.left[told], tree.right[told], cue_end, obj)
    relative = tree.kid(obj, "relcl")
    if relative is not None and tree.low[tree.left[relative]] == "that" and tree.dep[tree.left[relative]] != "nsubj":
        yield Complement("rel-that", tree.left[relative], tree.right[relative], cue_end, obj)
    given = next((k for k in tree.kids[verb] if k > obj and tree.dep[k] == "dobj"), None)
    if given is not None:  # "offered the rebels seats": what is offered is the second
        first, last = tree.left[given], tree.right[given]
    yield Complement("np", first, last, cue_end)


def _hung_infinitive(tree: Tree, noun: int, after: int = -1) -> tuple[int, int] | None:
    """The range of an infinitive that the parser hung on a noun, behind token `after`."""
    return next(
        (
            (to, tree.right[k])
            for k in tree.kids[noun]
            if k > after and tree.dep[k] in ("acl", "relcl") and (to := tree.infinitive_to(k)) is not None
        ),
        None,
    )


def _quotation_at(tree: Tree, first: int, end: int) -> int | None:
    """The end of the few words in quotation marks that begin at `first`, None if there are none."""
    if first >= end or tree.low[first] not in _OPENING:
        return None
    closing = next((i for i in range(first + 2, min(end, first + _FAR)) if tree.low[i] in _CLOSING), None)
    if closing is None or any(tree.is_finite(i) for i in range(first, closing)):
        return None
    return closing + 1


def _has_that(tree: Tree, clause: int) -> bool:
    mark = tree.kid(clause, "mark")
    return mark is not None and tree.low[mark] == "that"


def _prepositional(tree: Tree, verb: int, cue_end: int, *, skip_to: bool) -> Iterator[Complement]:
    for k in tree.kids[verb]:
        if k < verb or tree.dep[k] not in ("prep", "dative") or not tree.kids[k]:
            continue
        what = tree.kid(k, "pobj", "pcomp", "prep")
        if what is None or what < k:
            continue
        word = tree.low[k]
        end = _with_next(cue_end, k)
        within = _hung_infinitive(tree, what)
        if within is not None and word in ("on", "upon", "to", "with"):
            yield Complement(f"{word}-inf", *within, end, what)
        that = next((m for m in tree.kids[what] if tree.dep[m] in ("acl", "relcl", "ccomp") and _has_that(tree, m)), None)
        if that is not None and word in ("to", "with"):
            yield Complement("that", tree.left[that], tree.right[that], cue_end, what)
        if skip_to and word == "to":
            continue
        yield Complement(word, k + 1, tree.right[k], end)
        after = next(
            (m for m in (*tree.kids[verb], *tree.kids[what]) if m > k and tree.low[m] == "as" and tree.dep[m] == "prep"), None
        )
        if word == "to" and after is not None:
            yield Complement("to-as", k + 1, tree.right[after], end)


def _of_noun(tree: Tree, noun: int) -> Iterator[Complement]:
    for k in tree.kids[noun]:
        if k < noun:
            continue
        if tree.dep[k] in ("acl", "relcl", "ccomp", "xcomp"):
            if (to := tree.infinitive_to(k)) is not None:
                yield Complement("inf", to, tree.right[k], noun + 1)
            elif _has_that(tree, k) or (tree.dep[k] == "ccomp" and tree.subject(k) is not None):
                yield Complement("that", tree.left[k], tree.right[k], noun + 1)
        elif tree.dep[k] == "prep" and tree.kids[k]:
            yield Complement(tree.low[k], k + 1, tree.right[k], _with_next(noun + 1, k))
    verb = tree.head[noun]
    if tree.dep[noun] == "nsubj" and tree.lemma[verb] == "be" and noun < verb:
        what = next((k for k in tree.kids[verb] if k > verb and tree.dep[k] in ("ccomp", "attr", "xcomp", "advcl")), None)
        if what is not None:
            yield Complement("is", tree.left[what], tree.right[what], verb + 1)


def _of_adjective(tree: Tree, adjective: int) -> Iterator[Complement]:
    verb = tree.head[adjective]
    holders = [adjective, verb] if tree.dep[adjective] in ("acomp", "oprd", "attr") and tree.is_verb(verb) else [adjective]
    for holder in holders:
        for k in tree.kids[holder]:
            if k < adjective:
                continue
            if tree.dep[k] in ("ccomp", "xcomp", "advcl") and (to := tree.infinitive_to(k)) is not None:
                yield Complement("inf", to, tree.right[k], adjective + 1)
            elif tree.dep[k] == "ccomp" and (tree.subject(k) is not None or _has_that(tree, k)):
                frame = "that" if _has_that(tree, k) else "zero"
                yield Complement(frame, max(tree.left[k], adjective + 1), tree.right[k], adjective + 1)
            elif tree.dep[k] == "prep" and tree.kids[k]:
                yield Complement(tree.low[k], k + 1, tree.right[k], _with_next(adjective + 1, k))
