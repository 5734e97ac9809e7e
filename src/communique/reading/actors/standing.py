"""How a noun phrase stands in its clause, and whether a place's name there means the place or who sits in it.

In: the parse and a token. Out: the role ("subj", "prep:with") and the verb or noun that gives it. Refuses nothing: a token whose
standing the parse does not tell has the parser's own label for a role.
"""

from __future__ import annotations

from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.tree import Tree

MAX_STEPS = 12  # a chain of conjuncts or appositions longer than this is a list, and its tail tells no role
PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside across throughout around through via off into onto within along beyond over above below past".split()
)
SITE_PREPOSITIONS = frozenset({"at", "outside", "inside", "near", "around", "into"})  # bodies are their buildings after these


def after(role: str) -> str:
    """The preposition of a role, empty if it has none."""
    return role[5:] if role.startswith("prep:") else ""


class Standing:
    """Answers for the tokens of one story."""

    def __init__(self, tree: Tree, lexicon: ActorLexicon) -> None:
        self.tree, self.lexicon = tree, lexicon

    def of(self, i: int) -> tuple[str, int]:
        """The role of a token in its clause and the token that gives it, through coordination and apposition."""
        tree = self.tree
        for _ in range(MAX_STEPS):
            dep, head = tree.dep[i], tree.head[i]
            if dep in ("conj", "appos") and head != i:
                i = head
                continue
            if dep in ("nsubj", "nsubjpass"):
                return ("subj" if dep == "nsubj" else "passive"), head
            if dep in ("dobj", "dative", "iobj") and tree.pos[i] != "ADP":
                return "obj", head
            if dep == "pobj":
                word = tree.low[head]
                governor = tree.head[head]
                if tree.dep[head] == "agent":
                    return "by", governor
                verb = tree.right[i]
                if verb < len(tree.words) and tree.dep[verb] == "advcl" and tree.swallowed_subject(verb) == i:
                    return "subj", verb
                return f"prep:{word}", governor
            if dep == "poss":
                return "poss", head
            if dep in ("attr", "oprd", "acomp"):
                return "attr", head
            return ("root" if head == i else dep), head
        return "dep", i

    def acts(self, role: str, verb: int) -> bool:
        """Whether the verb of a role is one that only somebody can be the subject of."""
        return role in ("by", "subj") and self.tree.lemma[verb].lower() in self.lexicon.words["agent verb"]

    def is_place(self, role: str, verb: int, *, is_capital: bool) -> bool:
        """Whether a country or capital is meant as a place."""
        tree, lexicon = self.tree, self.lexicon
        lemma = tree.lemma[verb].lower()
        if role == "obj":
            return lexicon.is_a("place verb", lemma)
        if role == "poss":
            return lexicon.is_a("place noun", lemma)
        if role in ("subj", "passive", "by", "dative"):
            return False
        word = after(role)
        if not word:
            return role != "conj"
        if word in PLACE_PREPOSITIONS:
            return True
        moves = lexicon.is_a("motion verb", lemma) or lexicon.is_a("motion noun", lemma)
        if word in ("to", "from", "for", "toward", "towards"):
            if moves:
                return True
            return is_capital and word != "for" and tree.is_verb(verb)
        if word == "of":
            return lexicon.is_a("place noun", lemma) or (is_capital and lexicon.is_a("motion noun", lemma))
        return word == "on" and is_capital and moves
