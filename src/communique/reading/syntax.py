"""Questions to the dependency parse that several reading steps ask.

In: tokens of a parsed story (CLEAR labels, as spaCy's English pipelines give them). Out: tokens, sets of lemmas, flags.
Refuses nothing: a parse that lacks what is asked for gives None or an empty tuple.
"""

from collections.abc import Iterator

from spacy.tokens import Token

from communique.record.spans import Span, trim

# Verbs whose object does what their infinitive says ("urged X to go"); with all others the subject does it ("promised X to go").
OBJECT_CONTROL = frozenset(
    "urge ask tell order invite press persuade force allow permit want expect call appeal require request beg implore instruct "
    "advise warn encourage convince compel help direct let make push lead enable get need summon pressure lobby".split()
)
# Verbs whose object is who does what stands in the gerund behind their preposition ("accused X of taking").
BLAMING = frozenset(
    "accuse suspect blame convict acquit condemn criticise criticize denounce rebuke praise thank forgive pardon punish arrest jail "
    "fault prevent stop bar ban discourage dissuade deter prohibit keep exclude".split()
)
PLACES = frozenset({"GPE", "LOC", "FAC"})  # labels of entities: what names a place, and who may act
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
MAX_STEPS = 40  # no English clause is nested deeper; a guard against cycles in hand-made parses


def children(token: Token, *deps: str) -> Iterator[Token]:
    """The dependents of `token` with one of the labels, in text order."""
    return (child for child in token.children if child.dep_ in deps)


def child(token: Token, *deps: str) -> Token | None:
    """The first dependent with one of the labels."""
    return next(children(token, *deps), None)


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause: a verb or an auxiliary that is a main verb."""
    return token.pos_ in ("VERB", "AUX")


def has_to(verb: Token) -> bool:
    """Whether a verb stands with "to"."""
    return any(c.tag_ == "TO" for c in verb.children)


def marker(clause: Token, words: frozenset[str]) -> Token | None:
    """The first of `words` that introduces a clause as its subordinator or adverb: "if", "when"."""
    return next((c for c in children(clause, "mark", "advmod") if c.lower_ in words), None)


def governor(token: Token) -> Token:
    """The word that a token hangs on, past the preposition between the two."""
    return token.head.head if token.dep_ == "pobj" else token.head


def coordinated(token: Token) -> list[Token]:
    """The token and those coordinated with it that stand behind it."""
    return [token, *(c for c in token.conjuncts if c.i > token.i)]


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: "was signed", "the accord signed in May"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ in ("dobj", "aux", "nsubj") for c in verb.children):
        return False
    if verb.dep_ == "conj" and is_verbal(verb.head) and verb.head.i < verb.i:  # "was seized and held"
        return verb.head.tag_ == "VBN" and is_passive(verb.head)
    return verb.dep_ in ("acl", "amod", "oprd")


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token is itself."""
    if token.tag_ in ("WDT", "WP", "WP$") or (token.lower_ == "that" and token.pos_ in ("PRON", "SCONJ")):
        clause = token.head
        for _ in range(MAX_STEPS):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.dep_ not in ("conj", "xcomp", "ccomp"):
                break
            clause = clause.head
    return token


def subject(verb: Token) -> Token | None:
    """Who does it, as far as the syntax tells: the subject, through coordination, control, participles and relative clauses.

    In the passive the agent ("by X") is not the subject: this gives the passive subject.
    """
    clause = verb
    for _ in range(MAX_STEPS):
        found = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if found is not None:
            return antecedent(found)
        head, dep = clause.head, clause.dep_
        if head.i == clause.i:
            return None
        if dep == "conj" and is_verbal(head):
            clause = main_conjunct(clause, head)
        elif dep == "conj" and clause.pos_ == "VERB" and head.dep_ == "dobj" and is_verbal(head.head):
            clause = head.head  # the parser takes "recall its envoy and expel X" for one object
        elif dep == "prep" and head.lemma_ in BLAMING and not is_passive(head) and (blamed := child(head, "dobj")) is not None:
            return antecedent(blamed)
        elif dep in ("xcomp", "ccomp", "advcl") and clause.tag_ != "VBZ" and is_verbal(head):
            controller = _controller(head) if head.lemma_ in OBJECT_CONTROL and dep != "advcl" else None
            if controller is not None and controller.i < clause.i:
                return controller
            if dep == "ccomp" and clause.tag_ not in ("VB", "VBG", "VBN"):
                return None
            clause = head
        elif dep in ("relcl", "acl") and not is_verbal(head):
            if clause.tag_ == "VB" and head.dep_ in ("dobj", "attr", "pobj", "oprd"):
                owner = child(head, "poss")
                if owner is not None:
                    return owner
                if is_verbal(holder := governor(head)):
                    clause = holder
                    continue
            return head
        elif _passes_on(dep, clause, head):
            clause = head
        else:
            return None
    return None


FINITE = ("VBD", "VBZ", "VBP")


def main_conjunct(clause: Token, head: Token) -> Token:
    """The verb that a clause is set beside: the finite one above, where the parser sets a finite clause beside an infinitive or a
    gerund ("denies taking it and accuses X", "asked X to go and called for a truce"); else `head`, on which it hangs."""
    if clause.tag_ not in FINITE or head.tag_ not in ("VB", "VBG"):
        return head
    above = head
    for _ in range(MAX_STEPS):
        if above.tag_ in FINITE or above.head.i == above.i:
            break
        above = above.head
    return above if above.tag_ in FINITE else head


def _controller(verb: Token) -> Token | None:
    """Who is to do what the infinitive of an object-control verb says: its object, or that of "called on", "appealed to"."""
    found = child(verb, "dobj", "dative")
    if found is None and verb.lemma_ in ("call", "appeal"):
        found = next(iter(prepositional(verb, "on", "upon", "to")), None)
    return found


def _passes_on(dep: str, clause: Token, head: Token) -> bool:
    """Whether the subject of `head` is that of the clause below it, where no verb stands between them."""
    if dep in ("pcomp", "prep", "aux", "auxpass"):
        return True
    if dep in ("acomp", "attr", "oprd", "xcomp") and not is_verbal(clause):
        return True
    return dep in ("xcomp", "acl", "ccomp") and head.pos_ in ("ADJ", "NOUN")


def agent(verb: Token) -> Token | None:
    """The doer of a passive verb: the object of its "by"."""
    by = child(verb, "agent")
    if by is None:
        by = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by"), None)
    return child(by, "pobj") if by is not None else None


def doer(verb: Token) -> Token | None:
    """Who does it: the agent of a passive verb, the subject of another."""
    return agent(verb) if is_passive(verb) else subject(verb)


def objects(verb: Token) -> list[Token]:
    """What a verb is done to: direct objects, the passive's subject, the noun that a participle hangs on."""
    found = list(children(verb, "dobj", "dative"))
    found = [antecedent(c) for c in found if c.dep_ != "dative" or c.pos_ != "ADP"]
    if not found and is_passive(verb):
        passive = child(verb, "nsubjpass")
        if passive is not None:
            found = [antecedent(passive)]
        elif verb.dep_ in ("acl", "relcl", "amod"):
            found = [verb.head]
        elif verb.dep_ in ("conj", "xcomp"):
            undergoer = subject(verb)
            found = [undergoer] if undergoer is not None else []
    return found


def prepositional(token: Token, *words: str) -> list[Token]:
    """The objects of the prepositions `words` (all prepositions, if none are given) that hang on `token`."""
    found: list[Token] = []
    for prep in token.children:
        if prep.dep_ in ("prep", "agent", "dative", "prt") and prep.pos_ in ("ADP", "SCONJ", "ADV", "PART", "VERB"):
            if words and prep.lower_ not in words:
                continue
            found.extend(children(prep, "pobj", "pcomp"))
            for nested in children(prep, "prep"):  # "from outside of X"
                found.extend(children(nested, "pobj"))
    return found


def foretold(verb: Token) -> Iterator[Token]:
    """The verbs that a verb or its predicate only tells of as ahead, outermost first: "are due to begin", "is set to open"."""
    for step in children(verb, "acomp", "xcomp", "attr"):
        if step.pos_ in ("ADJ", "VERB") and child(step, "nsubj", "nsubjpass") is None:
            if is_verbal(step) and has_to(step):
                yield step
            yield from foretold(step)


def auxiliaries(verb: Token) -> list[str]:
    """The lower-case words of a verb's auxiliaries; those of the verb that it is coordinated with, if it has none itself."""
    own = [c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")]
    shares = verb.dep_ == "conj" and is_verbal(verb.head) and child(verb, "nsubj", "nsubjpass") is None
    if not own and shares and verb.tag_ in ("VB", "VBN", "VBG"):
        return auxiliaries(verb.head)
    return own


def negation(token: Token) -> Token | None:
    """The word that negates a verb or noun: not, never, no, neither, nobody; None if nothing does."""
    for c in token.children:
        if c.dep_ == "neg" or c.lower_ in ("never", "neither", "nor"):
            return c
        if c.dep_ in ("det", "nummod") and c.lower_ in ("no", "neither", "zero"):
            return c
        if (
            c.dep_ in ("nsubj", "nsubjpass", "dobj")
            and token.pos_ in ("VERB", "AUX")
            and (
                c.lower_ in ("nobody", "none", "nothing", "neither")
                or any(d.dep_ == "det" and d.lower_ in ("no", "neither") for d in c.children)
            )
        ):
            return c
        if c.lower_ == "longer" and c.i and c.doc[c.i - 1].lower_ == "no":
            return c
        if c.dep_ in ("advmod", "npadvmod") and c.lower_ in ("hardly", "scarcely", "never", "nowhere"):
            return c
    return None


def particle(verb: Token) -> Token | None:
    """The particle of a phrasal verb ("called off")."""
    found = child(verb, "prt")
    if found is not None:
        return found
    near = (c for c in verb.children if c.i == verb.i + 1)
    return next(
        (
            c
            for c in near
            if (c.dep_ == "advmod" and c.lower_ in PARTICLES) or (c.dep_ == "prep" and c.lower_ in PARTICLE_PREPOSITIONS)
        ),
        None,
    )


def phrasal_lemma(word: Token) -> str:
    """The lemma of a word, with its particle if it has one, as the tables list phrasal verbs: "call_off"."""
    part = particle(word) if word.pos_ == "VERB" else None
    return f"{word.lemma_.lower()}_{part.lower_}" if part is not None else word.lemma_.lower()


def hyphenated(noun: Token) -> Token | None:
    """The first part of a noun that the tokenizer takes apart at its hyphen ("cease-fire"); None where it is one word."""
    if noun.i < 2 or noun.nbor(-1).tag_ != "HYPH":
        return None
    first = noun.nbor(-2)
    joined = first.idx + len(first) == noun.nbor(-1).idx and noun.nbor(-1).idx + 1 == noun.idx
    return first if joined and first.head.i == noun.i else None


def whole_lemma(token: Token) -> str:
    """The lemma of a word as the tables list it, in small letters; that of a hyphenated noun is all of it: "cease-fire"."""
    first = hyphenated(token) if token.pos_ == "NOUN" else None
    return f"{first.lower_}-{token.lemma_.lower()}" if first is not None else token.lemma_.lower()


def words_of(first: Token, last: Token, extra: str) -> Span | None:
    """The characters from one token to another, both included, trimmed of white space and of `extra`; None if nothing is left."""
    text = first.doc[first.i : last.i + 1].text  # doc.text would put the whole story together each time
    trimmed = trim(text, 0, len(text), extra)
    return trimmed.shift(first.idx) if trimmed is not None else None


PARTICLES = frozenset("off out down up over back away aside in on".split())
PARTICLE_PREPOSITIONS = frozenset(
    {"out", "off"}
)  # the parser takes these for prepositions before an object ("ruled out talks")


def clause_verb(token: Token) -> Token:
    """The nearest verb above a token (or the token itself) that heads its clause."""
    for _ in range(MAX_STEPS):
        if is_verbal(token) and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
            return token
        if token.head.i == token.i:
            return token
        token = token.head
    return token


def ancestors(token: Token) -> Iterator[tuple[Token, str]]:
    """The governors of a token, upward, each with the label by which the one below it hangs on it."""
    for _ in range(MAX_STEPS):
        if token.head.i == token.i:
            return
        yield token.head, token.dep_
        token = token.head
