"""The noun phrases of a story, taken apart: article, owner, number, names of the world, title, name, head noun.

In: the parse with its entities, the world's names and titles in it. Out: `Phrase`s in text order, a phrase's owner and of-phrase
among them. Refuses dates, amounts and the dateline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communique.reading.actors.lexicon import ActorLexicon, Noun
from communique.reading.actors.worldnames import FoundTitle, Unit, WorldNames
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

_NOMINAL = frozenset({"NOUN", "PROPN"})
_PREMODIFIERS = frozenset({"compound", "nmod", "amod", "det", "nummod", "quantmod", "case", "predet", "preconj", "npadvmod"})
_AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "dative"})
_NAME_LINKS = frozenset({"bin", "ibn", "bint", "al", "ben", "ould", "von", "van"})
_OF_VERBS = frozenset(
    {"accuse", "convict", "suspect", "warn", "rob", "deprive", "inform", "remind", "assure", "convince", "acquit", "rid"}
)
_FOLLOWING_VERB = frozenset({"that", "to", "he", "she", "it", "they", "his", "her", "their", "its"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_INNER_MARKS = frozenset({"-", "–", "/", "‑", '"', "“", "”", "'", "‘", "’"})
_SKIPPED_AT_EDGE = frozenset({"PUNCT", "CCONJ", "SCONJ", "ADV", "SPACE", "ADP", "PART", "INTJ", "SYM", "AUX"})
_EXTENDING = frozenset({"of", "for", "from", "to", "at", "in"})  # a description takes these after itself, `of` any noun
_DATELINE = re.compile(r"\s*[A-ZÀ-Þ][A-ZÀ-Þ.’' ]{2,}(?:[/,][^—–\n]{0,60}?)?(?:\([A-Za-z. ]{2,30}\)\s*)?\s*[—–-]{1,2}\s")
_TIMESTAMP = re.compile(r"(?m)^\s*\d{1,2}[.:]\d{2}(?:\s*(?:[ap]\.?m\.?|[A-Z]{2,4}))?\s*(?:[—–:-]\s)?")
# Nouns of persons that "to" goes with, whatever the parser lets it hang on: "thanked the envoy to the UN".
LINKED_BY_TO = frozenset("representative ambassador envoy adviser advisor aide delegate counsel emissary candidate".split())
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen both several many some few other".split()
)


@dataclass(slots=True, kw_only=True)
class Phrase:
    """A noun phrase on tokens `first` to `last` (exclusive), its of-phrase not counted in.

    `root` is the token by which it hangs in the sentence, `core` the noun that says what it is ("troops" in "hundreds of troops").
    `det` is its article or the like in lower case, `owner` the phrase before a possessive 's or the possessive pronoun's token
    range, `reach` the end with the of-phrase. `name` is the range of a proper name that is no name of the world, `unit` the name of
    the world that the phrase ends in, `units` those before it.
    """

    first: int
    last: int
    root: int
    core: int
    det: str = ""
    number: str = ""
    owner: tuple[int, int] | None = None
    reach: int = 0
    units: tuple[Unit, ...] = ()
    unit: Unit | None = None
    title: FoundTitle | None = None
    noun: Noun | None = None
    noun_first: int = 0
    name: tuple[int, int] | None = None
    honorific: int | None = None
    of_units: tuple[Unit, ...] = ()
    of_root: int | None = None
    of_word: str = ""  # the preposition between the two
    is_plural: bool = False


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
        self.skipped = _skipped_tokens(tree)
        self._proper = {tree.words[i] for i in range(tree.n) if tree.pos[i] == "PROPN" and tree.words[i][:1].isupper()}

    def find(self) -> list[Phrase]:
        """All noun phrases, in the order of their ends; one that another contains comes before it."""
        bounds = self._merge([b for i in range(self.tree.n) if (b := self._bounds(i)) is not None])
        return [self._take_apart(first, last, root) for first, last, root in bounds]

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
            i -= 1  # "Trump Tuesday": the name is what the day was taken to go with
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
        if tree.words[i] in self._proper and tree.words[i][:1].isupper() and i not in self.names.unit_at:
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
        if tree.words[k] in _INNER_MARKS:
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
        noun = self._noun_before(last, bound_first)
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

    # --- what they are made of -----------------------------------------------------------------------------------------

    def _take_apart(self, first: int, last: int, root: int) -> Phrase:
        tree = self.tree
        phrase = Phrase(first=first, last=last, root=root, core=last - 1, reach=last)
        k = self._take_owner(phrase)
        first = phrase.first
        if phrase.owner is None and (tree.pos[k] == "DET" or tree.tag[k] in ("DT", "PDT", "WDT")):
            phrase.det = tree.low[k]
            k += 1
            if k < last and tree.pos[k] == "DET":
                phrase.det = tree.low[k] if phrase.det in ("all", "both", "half") else phrase.det
                k += 1
        while k < last and (tree.pos[k] == "NUM" or (tree.low[k] in _NUMBER_WORDS and k < last - 1)):
            if k + 2 < last and tree.words[k + 1] == "-" and tree.pos[k + 2] != "NUM":
                break  # "20-year-old"
            phrase.number = tree.low[k]
            k += 1
            if k + 1 < last and tree.words[k] == "-" and tree.pos[k + 1] == "NUM":
                k += 1
        body = k
        inner = tuple(self.names.within(body, last))
        title = self.names.title_to.get(last)  # "the speaker of the House" is not the House
        if inner and inner[-1].last == last and (title is None or title.first >= inner[-1].first):
            phrase.unit = inner[-1]
        phrase.units = tuple(u for u in inner if u is not phrase.unit)
        self._take_title_and_name(phrase, body)
        phrase.is_plural = tree.tag[phrase.core] in ("NNS", "NNPS")
        self._take_of_phrase(phrase)
        return phrase

    def _take_owner(self, phrase: Phrase) -> int:
        """Note the owner; returns the first token after it."""
        tree = self.tree
        for k in range(phrase.last - 2, phrase.first, -1):
            if tree.words[k] in _POSSESSIVES and (tree.tag[k] == "POS" or tree.dep[k] == "case"):
                unit = self.names.unit_at.get(k)
                if unit is not None and unit.first < k < unit.last - 1:
                    continue
                phrase.owner = (phrase.first, k)
                return k + 1
        if tree.tag[phrase.first] == "WP$":
            phrase.first += 1
            return phrase.first
        if tree.tag[phrase.first] == "PRP$":
            phrase.owner = (phrase.first, phrase.first + 1)
            return phrase.first + 1
        return phrase.first

    def _take_title_and_name(self, phrase: Phrase, body: int) -> None:
        """Find the title, the noun and the proper name that the rest of the phrase consists of."""
        tree, last = self.tree, phrase.last
        if phrase.unit is not None and phrase.unit.kind != "place":
            unit_first = phrase.unit.first
            phrase.core = last - 1
            title = self._title_before(unit_first, body)
            if title is not None and phrase.unit.kind in ("organisation", "seat", "country"):
                phrase.title = title
            noun = self._noun_before(unit_first, body)
            if noun is not None:
                phrase.noun, phrase.noun_first = noun
            return
        name_first = self._name_start(body, last)
        phrase.title = self._title_before(name_first, body)
        if phrase.title is not None and name_first < last and self.lexicon.honorific(tree.low[phrase.title.last - 1]):
            phrase.honorific, phrase.title = phrase.title.last - 1, None  # "Mr" is no office
        noun = self._noun_before(name_first, body)
        if noun is not None and phrase.title is not None and not noun[0].is_people:
            if phrase.title.first < noun[1]:
                noun = None  # "speaker of the house" is nobody's house
            elif noun[0].use not in ("states", "fighters"):
                phrase.title = None  # what means a body or a power is no person's title
        if noun is not None:
            phrase.noun, phrase.noun_first = noun
        if name_first < last:
            first = name_first
            if phrase.honorific is None and self.lexicon.honorific(tree.low[first]) and first + 1 < last:
                phrase.honorific = first
                first += 1
            phrase.name = (first, last)

    def _name_start(self, body: int, last: int) -> int:
        """Where the proper name that ends the phrase begins; `last` if none does."""
        tree = self.tree
        k = last
        tail = self.lexicon.noun(tree.low[last - 1]) if tree.words[last - 1][:1].isupper() else None
        is_body = tail is not None and not tail.is_people  # "the Northern Miners Front" is not a miner
        while k > body:
            before = k - 1
            word = tree.words[before]
            if self.names.title_to.get(k) is not None and not is_body and not self._is_in_person(before, k):
                break
            unit = self.names.unit_at.get(before)
            if unit is not None and unit.kind != "place":
                break
            is_name = word[:1].isupper() and self._is_proper(before)
            if is_name and tree.low[before] in self.lexicon.nouns and k == last and tree.pos[before] == "NOUN":
                break
            if is_name and k < last and not is_body and before not in self.persons and self._is_people_word(before):
                break
            if not is_name and k < last and (word in ("-", "‑", "–", "'", "’", ".") or self.lexicon.is_a("particle", word)):
                is_name = True
            if not is_name and not (
                before - 1 > body and tree.words[before - 1] in ("-", "‑") and tree.end[before - 1] == tree.start[before]
            ):
                break
            k = before
        while k < last and not tree.words[k][:1].isupper() and not self.lexicon.is_a("particle", tree.words[k]):
            k += 1
        return k

    def _is_people_word(self, i: int) -> bool:
        """Whether a word with a capital is a noun for people, as before a name: "Democrat Jane Roe"."""
        noun = self.lexicon.noun(self.tree.low[i])
        return noun is not None and noun.is_people

    def _is_proper(self, i: int) -> bool:
        """Whether a word with a capital has it for itself, not for standing first in its sentence."""
        tree = self.tree
        if tree.pos[i] == "PROPN" or tree.words[i] in self._proper:
            return True
        if tree.pos[i] in ("DET", "PRON", "ADP", "NUM"):
            return False
        return not self._opens_sentence(i) or self.labels.get(i) in ("PERSON", "ORG", "GPE", "NORP")

    def _opens_sentence(self, i: int) -> bool:
        tree = self.tree
        while i > 0 and tree.sent[i - 1] == tree.sent[i]:
            i -= 1
            if tree.words[i][:1].isalnum():
                return False
        return True

    def _is_in_person(self, token: int, k: int) -> bool:
        span = self.persons.get(token)
        return span is not None and span[0] < token and k <= span[1] and self.names.title_to[k].first > span[0]

    def _title_before(self, k: int, body: int) -> FoundTitle | None:
        """The title that ends before token `k` or, in quotation marks or before a comma, just before."""
        title = self.names.title_to.get(k)
        if title is None and k > body and self.tree.words[k - 1] in _INNER_MARKS:
            title = self.names.title_to.get(k - 1)
        if title is None or title.first < body:
            return None
        return title

    def _noun_before(self, k: int, body: int) -> tuple[Noun, int] | None:
        """The sense of the noun that ends before token `k`, the longest that the lexicon has, and where it begins."""
        tree = self.tree
        if k <= body:
            return None
        for length in (4, 3, 2, 1):
            first = k - length
            if first < body:
                continue
            singular = tree.lemma[k - 1].lower() if tree.pos[k - 1] != "PROPN" else _singular(tree.low[k - 1])
            words = " ".join((*tree.low[first : k - 1], singular)).replace(" - ", "-")
            noun = self.lexicon.noun(words) or self.lexicon.noun(" ".join(tree.low[first:k]))
            if noun is not None:
                return noun, first
        return None

    def _take_of_phrase(self, phrase: Phrase) -> None:
        """Find how far the phrase reaches with its of-phrase, and look through quantities to what they are of."""
        tree = self.tree
        end = phrase.last
        if end >= tree.n or tree.low[end] not in _EXTENDING:
            return
        if tree.head[end] not in range(phrase.first, phrase.last) and not (
            tree.low[end] == "to" and tree.low[end - 1] in LINKED_BY_TO and tree.dep[end] == "prep"
        ):
            return
        target = tree.kid(end, "pobj")
        if tree.low[end] == "of" and tree.dep[phrase.root] == "dobj" and tree.lemma[tree.head[phrase.root]] in _OF_VERBS:
            return  # "accused the envoy of bias"
        if target is not None and any(
            tree.low[k].endswith("ing") and tree.dep[k] in ("compound", "amod") and k == end + 1 for k in range(end + 1, target)
        ):
            return
        phrase.of_word = tree.low[end]
        if target is None or tree.low[end] != "of":
            phrase.of_root = target
            if target is not None:
                phrase.of_units = tuple(self.names.within(end + 1, max(target + 1, self._unit_end(target))))
            return
        phrase.of_root = target
        phrase.reach = self._reach(target)
        phrase.of_units = tuple(self.names.within(end + 1, phrase.reach))

    def _unit_end(self, i: int) -> int:
        unit = self.names.unit_at.get(i)
        return unit.last if unit is not None else i + 1

    def _reach(self, target: int, depth: int = 0) -> int:
        """The end of the phrase of `target` with what is of it."""
        tree = self.tree
        end = self._unit_end(target)
        for conjunct in tree.kids[target]:
            if (
                tree.dep[conjunct] == "conj"
                and depth == 0
                and tree.words[conjunct][:1].isupper() == tree.words[target][:1].isupper()
            ):
                end = max(end, self._unit_end(conjunct))
        if end < tree.n and tree.low[end] == "of" and depth < 2:
            inner = tree.kid(end, "pobj")
            if inner is not None:
                return self._reach(inner, depth + 1)
        return end


def _singular(word: str) -> str:
    """The singular of a plain plural, for nouns that a capital makes the tagger leave alone."""
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _skipped_tokens(tree: Tree) -> frozenset[int]:
    """The tokens of the dateline and of the times of day before the entries of a live report."""
    ranges: list[tuple[int, int]] = []
    dateline = _DATELINE.match(tree.text)
    if dateline is not None:
        ranges.append(dateline.span())
    ranges += [match.span() for match in _TIMESTAMP.finditer(tree.text)]
    return frozenset(_tokens_in(tree, ranges))


def _tokens_in(tree: Tree, ranges: list[tuple[int, int]]) -> Iterator[int]:
    i = 0
    for start, end in ranges:
        while i < tree.n and tree.end[i] <= start:
            i += 1
        while i < tree.n and tree.start[i] < end:
            yield i
            i += 1
