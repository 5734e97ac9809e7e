"""A parsed story as plain lists, for rules that walk the syntax tree token by token.

In: a spaCy `Doc` with tags, lemmas and a dependency parse. Out: a `Tree` of strings and indices. Refuses nothing; a `Doc`
without a parse gives a tree in which every token is its own root.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_KEPT = "communique_tree"  # where a story's tree is kept, with its parse
_CONJUNCTIONS = frozenset({"after", "before", "since", "until", "as", "while", "once"})  # that may be prepositions
TENSED = frozenset({"VBD", "VBZ", "VBP"})  # the tags of finite verbs other than modals
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


def tree_of(doc: Doc) -> Tree:
    """The tree of a story, made once for all steps that ask for it; nothing changes a tree."""
    made = doc.user_data.get(_KEPT)
    if not isinstance(made, Tree):
        made = doc.user_data[_KEPT] = Tree(doc)
    return made


class Tree:
    """The parse of one story. All lists are as long as the story has tokens.

    `head[i]` is the index of the token that `i` hangs on (itself for a root); `left[i]` and `right[i]` (exclusive) are the
    edges of the words under it; `start[i]` and `end[i]` are character offsets. The lists' values are the parser's own labels.
    """

    __slots__ = (
        "dep",
        "end",
        "head",
        "kids",
        "left",
        "lemma",
        "low",
        "n",
        "pos",
        "right",
        "sent",
        "start",
        "tag",
        "text",
        "words",
    )

    def __init__(self, doc: Doc) -> None:
        strings = doc.vocab.strings
        names: dict[int, str] = {}

        def named(values: list[int]) -> list[str]:
            for value in set(values):
                if value not in names:
                    names[value] = strings[value]
            return [names[value] for value in values]

        self.n = n = len(doc)
        self.text = doc.text
        columns = doc.to_array(["DEP", "POS", "TAG", "LEMMA", "LOWER", "ORTH"]).T.tolist() if n else [[]] * 6
        self.dep, self.pos, self.tag, self.lemma, self.low, self.words = (named(column) for column in columns)
        tokens = list(doc)
        self.start = [token.idx for token in tokens]
        self.end = [start + len(word) for start, word in zip(self.start, self.words, strict=True)]
        self.head = head = [token.head.i for token in tokens]
        self.kids: list[list[int]] = [[] for _ in range(n)]
        for i in range(n):
            if head[i] != i:
                self.kids[head[i]].append(i)
        if doc.has_annotation("DEP"):
            self.left = [token.left_edge.i for token in tokens]
            self.right = [token.right_edge.i + 1 for token in tokens]
        else:  # without a parse the edges are not set
            self.left, self.right = list(range(n)), list(range(1, n + 1))
        self.sent = [0] * n
        number = 0
        for i, token in enumerate(tokens):
            number += i > 0 and bool(token.is_sent_start)
            self.sent[i] = number

    def kid(self, i: int, *deps: str) -> int | None:
        """The first dependent of `i` with one of the labels, None if there is none."""
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def all_kids(self, i: int, *deps: str) -> Iterator[int]:
        """The dependents of `i` with one of the labels, in text order."""
        return (k for k in self.kids[i] if self.dep[k] in deps)

    def ancestors(self, i: int) -> Iterator[int]:
        """The tokens that `i` hangs on, from its head to the root."""
        while self.head[i] != i:
            i = self.head[i]
            yield i

    def subject(self, i: int) -> int | None:
        """The grammatical subject among the dependents of `i`, None if it has none."""
        for k in self.kids[i]:
            if self.dep[k] in _SUBJECTS:
                return k
        for aux in self.kids[i]:
            if self.dep[aux] in ("aux", "auxpass"):  # the parser sometimes hangs a far subject on the auxiliary
                for k in self.kids[aux]:
                    if self.dep[k] in _SUBJECTS:
                        return k
        return None

    def swallowed_subject(self, verb: int) -> int | None:
        """The noun right before a finite verb that the parser gave to a conjunction as to a preposition: "after rebels said"."""
        if verb == 0 or self.tag[verb] not in TENSED or self.subject(verb) is not None:
            return None
        noun = verb - 1
        while self.dep[noun] != "pobj" and self.head[noun] != noun and self.right[self.head[noun]] == verb:
            noun = self.head[noun]
        is_object = self.dep[noun] == "pobj" and self.right[noun] == verb
        return noun if is_object and self.low[self.head[noun]] in _CONJUNCTIONS else None

    def is_verb(self, i: int) -> bool:
        """Whether a token is a verb or auxiliary by its tag."""
        return self.tag[i][:1] == "V" or self.pos[i] in ("VERB", "AUX")

    def is_finite(self, i: int) -> bool:
        """Whether a token is a finite verb or a modal."""
        return self.tag[i] in TENSED or self.tag[i] == "MD"

    def infinitive_to(self, i: int) -> int | None:
        """The "to" that a verb stands with, None for any other form."""
        return next((k for k in self.kids[i] if self.tag[k] == "TO" and k < i), None)

    def is_infinitive(self, i: int) -> bool:
        """Whether a verb stands with "to"."""
        return self.infinitive_to(i) is not None

    def main_verb(self, i: int) -> int:
        """The verb that an auxiliary helps; any other token is itself."""
        return self.head[i] if self.dep[i] in ("aux", "auxpass") else i
