"""Which phrases with a common noun may be mentions: persons, groups and bodies without a name.

In: phrases that end in a common noun. Out: `Draft`s of descriptions, and of things that a pronoun may stand for. Refuses nouns that
the text does not use as somebody, and nobody in particular ("any president").
"""

from __future__ import annotations

from communique.reading.actors.drafts import Draft, Drafter
from communique.reading.actors.lexicon import ActorLexicon, Noun
from communique.reading.actors.phrases import LINKED_BY_TO, Phrase
from communique.reading.actors.standing import SITE_PREPOSITIONS, after
from communique.reading.found import MentionKind
from communique.reading.world.facts import Organisation, Seat
from communique.record.spans import Span
from communique.record.vocab import ActorKind

# Words between the article and "parties" or "sides" that leave it the parties to the matter, unlike "local parties".
_OPPOSED = frozenset("warring rival working negotiating opposing conflicting other feuding two both main same".split())
_PEOPLE_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ee")
_TEAMS = frozenset({"team", "delegation"})  # one of them is a body of its own, several are the parties
_PARTS = frozenset({ActorKind.BODY, ActorKind.IGO})  # "the Senate committee" is not the Senate
_NOBODY = frozenset({"no", "any", "every", "each", "such", "another"})  # determiners after which nobody in particular is meant
_COUNTED = frozenset({"both", "two", "three", "four", "each", "either", "neither"})
# Prepositions after a noun of persons that say whose or which they are, beside "of".
_LINKS = frozenset({"for", "from", "at", "to", "in"})


class NounDrafts:
    """Drafts the descriptions of one story."""

    def __init__(self, drafter: Drafter, lexicon: ActorLexicon) -> None:
        self.drafter, self.lexicon, self.tree = drafter, lexicon, drafter.tree

    def of_noun(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a common noun."""
        tree, lexicon = self.tree, self.lexicon
        lemma = tree.lemma[phrase.core].lower()
        title = phrase.title.title if phrase.title else None
        if title is None and lexicon.is_a("quantity", lemma) and phrase.reach > phrase.last and self._counts_people(phrase):
            return self._of_quantity(phrase, role, verb)
        fact = self._same_kind(phrase)
        if fact is not None:
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, fact.kind)
            draft.facts, draft.noun = (fact,), phrase.noun
            return draft
        if (
            lemma in lexicon.sides
            and self._is_side(phrase)
            and not (phrase.noun and self._has_name_before(phrase))
            and (phrase.is_plural or lemma not in _TEAMS or phrase.noun is None)
        ):
            draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
            draft.is_side, draft.noun = True, phrase.noun
            return draft if role != "attr" else None
        if title is None and phrase.noun is None and not self._speaks(phrase, role, verb):
            return self._thing(phrase, role, verb)
        return self._used(self._describe(phrase, role, verb), phrase)

    def _speaks(self, phrase: Phrase, role: str, verb: int) -> bool:
        """Whether an unlisted noun says or wants something and is built like a noun for people ("speechwriters")."""
        word = self.tree.lemma[phrase.core].lower()
        if role != "subj" or not self.lexicon.is_a("speech verb", self.tree.lemma[verb].lower()):
            return False
        return word.endswith(_PEOPLE_ENDINGS) and not self.lexicon.is_a("document", word)

    def _used(self, draft: Draft, phrase: Phrase) -> Draft | None:
        """The draft by how the text uses it: a mention, a predicate, a noun that must take something up, or a thing."""
        role, verb, noun = draft.role, draft.verb, draft.noun
        bare = not (phrase.det or phrase.owner or phrase.number or phrase.units)
        if bare and draft.kind is ActorKind.PERSON and after(role) and not draft.is_acting:
            return self._thing(phrase, role, verb)  # "in exile", "for president"
        if draft.kind is ActorKind.PERSON and phrase.det in _NOBODY:
            return self._thing(phrase, role, verb)
        if role == "attr" or (role == "prep:as" and draft.kind is ActorKind.PERSON):
            draft.is_predicate = True
        elif not self._takes_part(draft):
            if noun is None or not noun.is_weak or noun.is_people or not draft.is_definite or draft.is_plural:
                return self._thing(phrase, role, verb)
            draft.needs_antecedent = True
        return draft

    def _same_kind(self, phrase: Phrase) -> Organisation | None:
        """The organisation of a phrase in which the noun only says what it is: "the Labour party"."""
        if phrase.noun is None or not phrase.units or phrase.is_plural:
            return None
        last = phrase.units[-1]
        if last.last != phrase.noun_first or not isinstance(last.fact, Organisation):
            return None
        if phrase.noun.is_people or phrase.noun.kind not in (last.fact.kind, None) or phrase.noun.kind in _PARTS:
            return None
        return last.fact

    def _counts_people(self, phrase: Phrase) -> bool:
        """Whether an of-phrase says of whom a quantity is: "a group of officials", "hundreds of troops"."""
        if phrase.noun is None:
            return True
        noun = self.lexicon.noun(self.tree.lemma[phrase.of_root].lower()) if phrase.of_root is not None else None
        return phrase.noun.kind is None and noun is not None and (noun.is_people or noun.use in ("troops", "fighters"))

    def _is_side(self, phrase: Phrase) -> bool:
        if phrase.is_plural and phrase.owner is None:
            if not (phrase.det or phrase.number):
                return False
            between = (self.tree.low[k] for k in range(phrase.first, phrase.core) if self.tree.pos[k] in ("ADJ", "VERB"))
            return bool(phrase.units) or all(word in _OPPOSED for word in between)
        return phrase.is_plural or bool(
            phrase.units or phrase.owner or phrase.number or phrase.det in ("each", "either", "neither")
        )

    def _thing(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        if role in ("compound", "npadvmod"):
            return None
        draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
        draft.is_thing = True
        return draft

    def _describe(self, phrase: Phrase, role: str, verb: int) -> Draft:
        """A description: "the foreign minister", "two officials", "the army"."""
        tree, noun = self.tree, phrase.noun
        title = phrase.title.title if phrase.title else None
        if noun is not None and not noun.is_people and not self._is_person_noun(noun, phrase):
            form = MentionKind.NAME if self._has_name_before(phrase) else MentionKind.DESCRIPTION
            draft = self.drafter.draft(phrase, role, verb, form, self._kind_of(noun, phrase))
            draft.noun, draft.sector = noun, noun.sector
            if phrase.of_word == "for" and (phrase.of_units or self._is_of_people(phrase)):  # "the agency for refugees"
                self._extend(draft, phrase, "")
            return draft
        plural = title.is_plural if title else phrase.is_plural
        draft = self.drafter.draft(
            phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.POPULATION if plural else ActorKind.PERSON
        )
        draft.noun, draft.is_plural = noun, plural
        draft.sector = (title.sector if title else None) or (noun.sector if noun else None)
        last_word = tree.low[phrase.core]
        draft.gender = self.lexicon.gender_of_noun(last_word)
        self._extend(draft, phrase, last_word)
        return draft

    def _is_person_noun(self, noun: Noun, phrase: Phrase) -> bool:
        """Whether a noun that means a group of states in the plural means one person here ("a close ally of Roe")."""
        return noun.use == "states" and not phrase.is_plural and phrase.title is not None

    def _has_name_before(self, phrase: Phrase) -> bool:
        """Whether a common noun ends a proper name ("the Democratic Centre party")."""
        tree, k = self.tree, phrase.noun_first - 1
        if k < phrase.first or (phrase.owner is not None and k < phrase.owner[1]):
            return False
        unit = self.drafter.names.unit_at.get(k)
        if tree.pos[k] == "NUM" and k > phrase.first and tree.pos[k - 1] == "PROPN":  # "Radio 4"
            return True
        if unit is not None and unit.kind != "place":
            return False
        return tree.pos[k] == "PROPN" and tree.words[k][:1].isupper() and k + 1 not in self.drafter.names.title_to

    def _extend(self, draft: Draft, phrase: Phrase, word: str) -> None:
        """Take in what says whose or which a person is: "envoy to the UN", "a director at the hospital"."""
        tree = self.tree
        end = phrase.last
        if draft.last != end or phrase.of_root is None or tree.low[end] not in _LINKS:
            return
        if tree.low[end] == "in" and not isinstance(phrase.of_units[0].fact if phrase.of_units else None, Organisation | Seat):
            return
        if tree.low[end] == "to" and word not in LINKED_BY_TO:
            return
        last = phrase.of_root + 1
        unit = self.drafter.names.unit_at.get(phrase.of_root)
        draft.last = max(last, unit.last if unit else last)
        draft.span = Span(draft.span.start, tree.end[draft.last - 1])

    def _kind_of(self, noun: Noun, phrase: Phrase) -> ActorKind | None:
        if noun.use == "fighters" and (phrase.number or (phrase.det != "the" and not phrase.units and phrase.owner is None)):
            return ActorKind.POPULATION if phrase.is_plural else ActorKind.PERSON
        if noun.use == "fighters" and not phrase.is_plural:
            return ActorKind.PERSON
        if noun.use == "troops" and phrase.number:
            return ActorKind.POPULATION
        if noun.use in ("powers", "states") and not phrase.is_plural:
            return ActorKind.STATE
        if phrase.is_plural and noun.kind in (ActorKind.COMPANY, ActorKind.PARTY):
            return ActorKind.POPULATION
        return noun.kind

    def _of_quantity(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """Hundreds of troops, one of the officials: what they are of says who they are."""
        tree = self.tree
        target = phrase.of_root
        if target is None or role == "attr":
            return None
        lemma = tree.lemma[target].lower()
        noun = self.lexicon.noun(lemma)
        title = self.drafter.names.title_to.get(target + 1)
        if noun is None and title is None:
            return self._thing(phrase, role, verb)
        kind = ActorKind.POPULATION
        if noun is not None and not noun.is_people:
            kind = noun.kind or ActorKind.BODY
        draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, kind)
        draft.noun, draft.is_plural = noun, True
        draft.sector = (title.title.sector if title else None) or (noun.sector if noun else None)
        return draft if self._takes_part(draft) else None

    def _takes_part(self, draft: Draft) -> bool:
        """Whether the text uses a phrase as somebody: weak nouns must act, or be said to be somebody's."""
        role, noun = draft.role, draft.noun
        if role in ("compound", "npadvmod", "attr"):
            return False
        if noun is not None and not noun.is_people and self._is_site(noun, after(role)):
            return False
        told = draft.is_acting or bool(draft.countries or draft.facts or draft.regions)
        if draft.kind is ActorKind.ARMED_GROUP and draft.is_plural and not (told or draft.is_definite):
            return role in ("subj", "passive", "by")
        if noun is not None and noun.words == "forces" and draft.phrase is not None and draft.phrase.reach > draft.phrase.last:
            return bool(draft.phrase.of_units)  # not "the forces of change"
        if noun is not None and noun.words == "opposition" and draft.phrase is not None and draft.phrase.of_word == "to":
            return False  # "its opposition to the plan"
        if noun is None or not noun.is_weak or draft.is_name:
            return True
        if draft.is_plural and not noun.is_people and draft.phrase is not None and not draft.phrase.det:
            speaks = draft.role == "subj" and self.lexicon.is_a("speech verb", self.tree.lemma[draft.verb].lower())
            return speaks or bool(draft.countries or draft.facts or draft.regions)
        if told:
            return True
        phrase = draft.phrase
        if draft.is_definite and phrase is not None and (phrase.number in _COUNTED or phrase.det in _COUNTED):
            return True
        if noun.is_people:
            return phrase is not None and phrase.of_root is not None and self._is_corporate(phrase)
        return draft.is_definite and (
            role in ("subj", "passive", "obj", "by", "poss") or phrase is None or phrase.owner is not None
        )

    def _is_of_people(self, phrase: Phrase) -> bool:
        noun = self.lexicon.noun(self.tree.lemma[phrase.of_root].lower()) if phrase.of_root is not None else None
        return noun is not None and noun.is_people

    def _is_site(self, noun: Noun, preposition: str) -> bool:
        """Whether a body is meant as its building, or an outlet as where something is read or seen."""
        return preposition in SITE_PREPOSITIONS or (noun.kind is ActorKind.MEDIA and preposition in ("on", "in"))

    def _is_corporate(self, phrase: Phrase) -> bool:
        """Whether somebody is said to be of a body or organisation: "a member of the delegation"."""
        if any(isinstance(unit.fact, Organisation | Seat) for unit in phrase.of_units) or phrase.of_root is None:
            return phrase.of_root is not None
        noun = self.lexicon.noun(self.tree.lemma[phrase.of_root].lower())
        return noun is not None and not noun.is_people
