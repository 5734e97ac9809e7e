"""A noun phrase taken apart: article, owner, number, names of the world, title, name, head noun.

In: the tokens of a phrase, the world's names and titles in the story. Out: a `Phrase`. Refuses nothing: what a phrase does not have
is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.reading.actors.lexicon import ActorLexicon, Noun
from communique.reading.actors.romanisation import MIN_LETTERS, romanised
from communique.reading.actors.worldnames import FoundTitle, Unit, WorldNames
from communique.reading.tree import Tree
from communique.reading.world.names import fold

_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
INNER_MARKS = frozenset({"-", "–", "/", "‑", '"', "“", "”", "'", "‘", "’"})
_EXTENDING = frozenset({"of", "for", "from", "to", "at", "in"})  # a description takes these after itself, `of` any noun
_OF_VERBS = frozenset(
    {"accuse", "convict", "suspect", "warn", "rob", "deprive", "inform", "remind", "assure", "convince", "acquit", "rid"}
)
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


class PhraseReader:
    """Takes the phrases of one story apart."""

    def __init__(
        self, tree: Tree, lexicon: ActorLexicon, names: WorldNames, labels: dict[int, str], persons: dict[int, tuple[int, int]]
    ) -> None:
        self.tree, self.lexicon, self.names, self.labels, self.persons = tree, lexicon, names, labels, persons
        capital = {tree.words[i]: tree.low[i] for i in range(tree.n) if tree.words[i][:1].isupper()}
        proper = {tree.words[i] for i in range(tree.n) if tree.pos[i] == "PROPN" and tree.words[i][:1].isupper()}
        keys = {romanised(fold(word)) for word in proper if len(word) >= MIN_LETTERS}
        # another spelling of a name is a name, whatever the tagger takes it for
        alike = {word for word, low in capital.items() if len(low) >= MIN_LETTERS and romanised(fold(word)) in keys}
        self.proper = frozenset(proper | alike)

    def take_apart(self, first: int, last: int, root: int) -> Phrase:
        """The phrase on tokens `first` to `last` (exclusive) that hangs on `root`."""
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
            noun = self.noun_before(unit_first, body)
            if noun is not None:
                phrase.noun, phrase.noun_first = noun
            return
        name_first = self._name_start(body, last)
        phrase.title = self._title_before(name_first, body)
        if phrase.title is not None and name_first < last and self.lexicon.honorific(tree.low[phrase.title.last - 1]):
            phrase.honorific, phrase.title = phrase.title.last - 1, None  # "Mr" is no office
        noun = self.noun_before(name_first, body)
        if noun is not None and phrase.title is not None and not noun[0].is_people:
            if phrase.title.first < noun[1] and " of " in phrase.title.title.words:
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
        if tree.pos[i] == "PROPN" or tree.words[i] in self.proper:
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
        if title is None and k > body and self.tree.words[k - 1] in INNER_MARKS:
            title = self.names.title_to.get(k - 1)
        if title is None or title.first < body:
            return None
        return title

    def noun_before(self, k: int, body: int) -> tuple[Noun, int] | None:
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
            phrase.of_units = self._units_of(end + 1, target) if target is not None else ()
            return
        phrase.of_root = target
        phrase.reach = self._reach(target)
        phrase.of_units = tuple(self.names.within(end + 1, phrase.reach))

    def _units_of(self, first: int, target: int) -> tuple[Unit, ...]:
        """The names in what follows "from", "at", "in": those that it is, or of the body that it is; not of the talks that it is."""
        unit = self.names.unit_at.get(target)
        if unit is not None:
            return (unit,)
        noun = self.lexicon.noun(self.tree.lemma[target].lower())
        return tuple(self.names.within(first, target)) if noun is not None and not noun.is_people else ()

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
