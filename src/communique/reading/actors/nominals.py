"""Where the noun phrases of a story begin and end.

In: the parse with its entities, the world's names and titles in it. Out: `Phrase`s in the order of their heads, a phrase's owner and
of-phrase among them. Refuses dates, amounts and the dateline.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.phrases import INNER_MARKS, Phrase, PhraseReader
from communique.reading.actors.worldnames import WorldNames
from communique.reading.datelines import sentence_start
from communique.reading.quotations import find_paragraphs
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

_NOMINAL = frozenset({"NOUN", "PROPN"})
_PREMODIFIERS = frozenset({"compound", "nmod", "amod", "det", "nummod", "quantmod", "case", "predet", "preconj", "npadvmod"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "dative"})
_FOLLOWING_VERB = frozenset({"that", "to", "he", "she", "it", "they", "his", "her", "their", "its"})
_SKIPPED_AT_EDGE = frozenset({"PUNCT", "CCONJ", "SCONJ", "ADV", "SPACE", "ADP", "PART", "INTJ", "SYM", "AUX"})


def entity_labels(spans: list[tuple[int, int, str]]) -> tuple[dict[int, str], dict[int, tuple[int, int]]]:
    """The entity label of each token in an entity, and the range of the person's name that a token is in."""
    labels: dict[int, str] = {}
    persons: dict[int, tuple[int, int]] = {}
    for first, last, label in spans:
        for i in range(first, last):
            labels[i] = label
            if label == "PERSON":
                persons[i] = (first, last)
    return labels, persons


class NominalFinder:
    """Finds the noun phrases of one story."""

    def __init__(
        self, tree: Tree, lexicon: ActorLexicon, names: WorldNames, labels: dict[int, str], persons: dict[int, tuple[int, int]]
    ) -> None:
        self.tree, self.lexicon, self.names, self.labels, self.persons = tree, lexicon, names, labels, persons
        self.phrases = PhraseReader(tree, lexicon, names, labels, persons)
        self.skipped = _skipped_tokens(tree)

    def find(self) -> list[Phrase]:
        """All noun phrases, in the order of their ends; one that another contains comes before it."""
        bounds = self._merge([b for i in range(self.tree.n) if (b := self._bounds(i)) is not None])
        return [self.phrases.take_apart(first, last, root) for first, last, root in bounds]

    # --- where phrases begin and end -----------------------------------------------------------------------------------

    def _bounds(self, i: int) -> tuple[int, int, int] | None:
        """The first token, the last (exclusive) and the root of the phrase that token `i` heads; None if it heads none."""
        tree = self.tree
        pos, dep = tree.pos[i], tree.dep[i]
        if pos not in _NOMINAL and not self._is_noun_like(i):
            return None
        if i in self.skipped or (dep in _PREMODIFIERS and tree.head[i] > i and not self._stands_alone(i)):
            return None
        unit = self.names.unit_at.get(i)
        label = self.labels.get(i)
        if label in _AMOUNTS and unit is None and not self._is_counted(i):
            if label not in ("DATE", "TIME") or i == 0 or tree.head[i - 1] != i or tree.pos[i - 1] != "PROPN":
                return None
            i -= 1  # "told Roe Tuesday": the name is what the day was taken to go with
            if self.labels.get(i) in _AMOUNTS:
                return None
            unit = self.names.unit_at.get(i)
        elif self._is_disguised_verb(i):
            i -= 1  # "Roe claims that": the name is the subject of what was taken for a noun
            unit = self.names.unit_at.get(i)
        last = self._hyphenated(i)
        if unit is not None and unit.last > last:
            last = unit.last
        title = next(
            (t for end in (last + 3, last + 2, last) if (t := self.names.title_to.get(end)) and t.first <= i < t.last), None
        )
        if title is not None:
            if title.first < tree.left[i] and tree.dep[i] == "pobj":
                return None  # "state" in "secretary of state"
            last = max(last, title.last)
        first = self._left(i, unit.first if unit is not None and unit.first <= i < unit.last else i)
        return (first, last, i) if first < last else None

    def _is_disguised_verb(self, i: int) -> bool:
        """Whether a plural noun after a name is rather a verb ("Roe claims that")."""
        tree = self.tree
        if tree.tag[i] != "NNS" or i == 0 or i + 1 >= tree.n or tree.low[i + 1] not in _FOLLOWING_VERB:
            return False
        if tree.pos[i - 1] != "PROPN" or tree.head[i - 1] != i or not tree.words[i][:1].islower():
            return False
        return self.lexicon.is_a("agent verb", tree.lemma[i]) or self.lexicon.is_a("agent verb", tree.low[i][:-1])

    def _hyphenated(self, i: int) -> int:
        """The end of a name that goes on after a hyphen ("Lee Jae-in", of which the parser may take "in" for a preposition)."""
        tree = self.tree
        last = i + 1
        if tree.pos[i] != "PROPN":
            return last
        while (
            last + 1 < tree.n and tree.words[last] in ("-", "‑") and tree.end[i] == tree.start[last] == tree.start[last + 1] - 1
        ):
            if not tree.words[last + 1].isalpha():
                break
            i = last + 1
            last += 2
        return last

    def _is_counted(self, i: int) -> bool:
        """Whether an amount is one of actors: "hundreds", "the two militiamen"."""
        lexicon, low, lemma = self.lexicon, self.tree.low[i], self.tree.lemma[i]
        return low in lexicon.nouns or lemma in lexicon.nouns or lexicon.is_a("quantity", lemma)

    def _is_noun_like(self, i: int) -> bool:
        tree = self.tree
        if tree.words[i] in self.phrases.proper and tree.words[i][:1].isupper() and i not in self.names.unit_at:
            # a name that the tagger takes for something else, as it does at the head of a sentence
            return tree.dep[i] in _ARGUMENTS or (i + 1 < tree.n and tree.words[i + 1] == ":")
        if i in self.names.unit_at:
            return tree.dep[i] not in _PREMODIFIERS and tree.pos[i] != "PUNCT" and self.names.unit_at[i].last == i + 1
        return tree.pos[i] == "ADJ" and tree.low[i] in self.lexicon.nouns and tree.dep[i] not in _PREMODIFIERS

    def _stands_alone(self, i: int) -> bool:
        """Whether a name that the parser takes for a modifier is none: "Roe and Defence Minister John Doe"."""
        tree = self.tree
        if i not in self.persons or self.persons[i][1] != i + 1 or i + 2 >= tree.n or i in self.names.unit_at:
            return False
        return tree.low[i + 1] == "and" and tree.pos[i + 2] == "PROPN" and tree.pos[tree.head[i]] == "PROPN"

    def _left(self, i: int, edge: int) -> int:
        """The first token of the phrase of `i`: its left dependents, up to what cannot belong to a noun phrase."""
        tree = self.tree
        limit = min(tree.left[i], edge)
        k = edge
        while k > limit:
            before = k - 1
            unit = self.names.unit_at.get(before)
            if unit is not None and unit.first >= limit:
                k = unit.first
                continue
            pos, word = tree.pos[before], tree.words[before]
            if pos == "VERB" and tree.dep[before] not in ("amod", "compound"):
                break
            if pos in ("AUX", "SCONJ", "INTJ", "SPACE") or tree.dep[before] in ("relcl", "nsubj", "aux"):
                break
            if pos == "ADP" and not self._is_inner_preposition(before):
                break
            if pos == "PUNCT" and not self._is_inner_mark(before):
                break
            if before in self.skipped or word in ("said", "says") or (pos == "CCONJ" and self._stands_alone(before - 1)):
                break
            k = before
        while k < edge and (tree.pos[k] in _SKIPPED_AT_EDGE or (tree.pos[k] == "PRON" and tree.tag[k] != "PRP$")):
            if tree.pos[k] == "ADV" and tree.low[k] in ("then", "most", "more", "very"):
                break
            k += 1
        return k

    def _is_inner_preposition(self, k: int) -> bool:
        words = self.tree.words
        return (
            words[k] in ("of", "for", "and") and k > 0 and words[k - 1][:1].isupper() and words[k + 1][:1].isupper()
        ) or words[k] == "-"

    def _is_inner_mark(self, k: int) -> bool:
        tree = self.tree
        if tree.words[k] in ("-", "–", "/", "‑"):
            return True
        if tree.words[k] in ("”", "»"):
            return False
        if tree.words[k] in INNER_MARKS:
            return tree.pos[k - 1] in ("ADJ", "NOUN", "PROPN", "VERB", "DET") if k else False
        return tree.words[k] == "," and k > 0 and tree.pos[k - 1] == "ADJ" and tree.pos[k + 1] == "ADJ"

    def _merge(self, bounds: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Join a title and the name after it, or the two halves of a name, where the parser parted them."""
        tree = self.tree
        by_first = {first: (first, last, root) for first, last, root in bounds}
        gone: set[tuple[int, int, int]] = set()
        joined: list[tuple[int, int, int]] = []
        for bound in bounds:
            if bound in gone:
                continue
            first, last, root = bound
            while (after := by_first.get(last)) is not None and after not in gone and self._belong(first, root, last, after):
                gone.add(after)
                root = root if tree.head[after[2]] == root or tree.head[root] != after[2] else after[2]
                last = after[1]
            joined.append((first, last, root))
        return joined

    def _belong(self, bound_first: int, root: int, last: int, after: tuple[int, int, int]) -> bool:
        tree = self.tree
        first, _, head = after
        if tree.pos[first] != "PROPN" or tree.sent[first] != tree.sent[root]:
            return False
        if last > 0 and tree.text[tree.end[last - 1] : tree.start[first]].strip(" ") != "":
            return False
        attached = tree.head[head] == root or tree.head[root] == head
        unit = self.names.unit_at.get(bound_first)
        if (
            unit is not None
            and unit.kind != "place"
            and (unit.first, unit.last) == (bound_first, last)
            and self._opens_title(first)
        ):
            return True  # "Kosovo Prime Minister Roe"
        noun = self.phrases.noun_before(last, bound_first)
        if noun is not None and noun[0].kind in (ActorKind.MEDIA, ActorKind.COMPANY) and tree.tag[last - 1] == "NN":
            return True  # "the news agency Xinhua"
        if (
            last in self.names.title_to
            and (tree.pos[bound_first] != "DET" or tree.pos[last - 1] == "PROPN")
            and tree.tag[last - 1] not in ("NNS", "NNPS")
        ):
            return True  # "rebel commander Roe": a title without an article goes with the name after it
        one_name = self.persons.get(last - 1) is not None and self.persons.get(last - 1) == self.persons.get(first)
        return one_name or (
            attached and tree.dep[head if tree.head[head] == root else root] in ("appos", "compound", "nmod", "flat")
        )

    def _opens_title(self, first: int) -> bool:
        return any((t := self.names.title_to.get(end)) is not None and t.first == first for end in range(first + 1, first + 5))


def _skipped_tokens(tree: Tree) -> frozenset[int]:
    """The tokens of the dateline and of the times of day before the entries of a live report."""
    skipped: set[int] = set()
    for paragraph in find_paragraphs(tree.text):
        start = sentence_start(tree.text, paragraph)
        if start > paragraph.start:
            skipped.update(range(bisect_left(tree.start, paragraph.start), bisect_right(tree.start, start - 1)))
    return frozenset(skipped)
