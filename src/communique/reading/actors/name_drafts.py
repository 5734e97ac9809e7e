"""Which phrases with a proper name may be mentions, and of what kind of actor.

In: phrases that end in a name of the world or in another proper name. Out: `Draft`s of names, and of peoples. Refuses places that
are meant as places, headings, and outlets as the place where something stands ("on Twitter").
"""

from __future__ import annotations

from communique.reading.actors.drafts import Draft, Drafter
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.standing import PLACE_PREPOSITIONS, SITE_PREPOSITIONS, after
from communique.reading.actors.worldnames import Unit
from communique.reading.found import MentionKind
from communique.reading.world import World
from communique.reading.world.facts import Organisation, Place, Seat, Sector
from communique.record.vocab import ActorKind

_SECTORS = frozenset(sector.value for sector in Sector)


class NameDrafts:
    """Drafts the names of one story."""

    def __init__(self, drafter: Drafter, lexicon: ActorLexicon, world: World, labels: dict[int, str]) -> None:
        self.drafter, self.lexicon, self.world, self.labels = drafter, lexicon, world, labels
        self.tree, self.standing = drafter.tree, drafter.standing

    def of_unit(self, phrase: Phrase, unit: Unit, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a name of the world."""
        fact = unit.fact
        if unit.kind == "adjective":
            return self._of_region_people(phrase, unit, role, verb)
        if unit.kind == "people":
            return self._of_people(phrase, unit, role, verb)
        if unit.kind in ("country", "capital"):
            if role == "attr" or self.standing.is_place(role, verb, is_capital=unit.kind == "capital"):
                return None
            first = unit.first - 1 if unit.first > phrase.first and self.tree.low[unit.first - 1] == "the" else unit.first
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, ActorKind.STATE, first)
            draft.countries = (unit.country,) if unit.country else ()
            draft.facts = ()
            return draft
        if isinstance(fact, Seat) and (
            after(role) in SITE_PREPOSITIONS | {"on", "in"} or self.standing.is_place(role, verb, is_capital=True)
        ):
            return None
        if not isinstance(fact, Organisation | Seat):
            return None
        if (
            phrase.noun is not None
            and phrase.noun.kind is not None
            and phrase.noun.kind is not fact.kind
            and phrase.noun_first < unit.first
        ):
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, phrase.noun.kind)  # "the website Vox" is no party
            phrase.name, phrase.unit, draft.noun, draft.sector = (unit.first, unit.last), None, phrase.noun, phrase.noun.sector
            draft.facts = ()
            return draft
        if fact.kind in (ActorKind.MEDIA, ActorKind.COMPANY) and after(role) in ("on", "in", "via"):
            return None
        draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, fact.kind)
        if fact.country is not None and draft.countries and fact.country not in draft.countries and fact.kind is ActorKind.BODY:
            # the like of another country: "Israel's Supreme Court"
            phrase.name, phrase.unit, draft.facts = (unit.first, unit.last), None, ()
            draft.sector = Sector(fact.code[3:]) if fact.code is not None and fact.code[3:] in _SECTORS else None
            return draft
        draft.facts = (fact,)
        draft.countries = (fact.country,) if fact.country else draft.countries
        return draft

    def _of_people(self, phrase: Phrase, unit: Unit, role: str, verb: int) -> Draft | None:
        """The people of a country: "the Americans" are the state, "Americans" a population, "an American" a person."""
        tree = self.tree
        if (
            role == "attr"
            or tree.pos[unit.last - 1] not in ("NOUN", "PROPN")
            or tree.dep[unit.last - 1] in ("amod", "compound")
        ):
            return None
        plural = (unit.last - unit.first == 1 and tree.tag[unit.first] in ("NNS", "NNPS")) or tree.low[unit.last - 1].endswith(
            "s"
        )
        if phrase.det == "the" and not phrase.number and plural:
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, ActorKind.STATE)
            draft.is_plural = True
        elif plural:
            draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.POPULATION)
            draft.sector, draft.is_plural = Sector.CVL, True
        elif phrase.det in ("a", "an"):
            draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.PERSON)
        else:
            return None
        draft.countries = (unit.country,) if unit.country else ()
        return draft

    def _of_region_people(self, phrase: Phrase, unit: Unit, role: str, verb: int) -> Draft | None:
        """The people of a region that is no state: "the Tyroleans" are whoever stands for them."""
        tree = self.tree
        if role == "attr" or phrase.det != "the" or phrase.number or tree.tag[unit.last - 1] not in ("NNS", "NNPS"):
            return None
        draft = self.drafter.draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
        draft.is_side, draft.is_plural = True, True
        draft.regions = (unit.fact,) if isinstance(unit.fact, Place) else ()
        return draft

    def of_name(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a proper name that is no name of the world."""
        tree = self.tree
        if phrase.name is None:
            return None
        first, last = phrase.name
        title = phrase.title.title if phrase.title else None
        noun = phrase.noun
        if title is not None or (noun is not None and noun.is_people) or phrase.honorific is not None:
            plural = (title is not None and title.is_plural) or (
                title is None and noun is not None and tree.tag[first - 1] == "NNS"
            )
            bare = first if phrase.honorific is None else phrase.honorific
            start = bare if plural or (title is None and noun is None) else None
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, ActorKind.PERSON, start)
            draft.noun = noun
            draft.sector = title.sector if title else noun.sector if noun else None
            draft.gender = self._name_gender(phrase)
            draft.is_plural = False
            return draft
        if noun is not None and noun.kind is not None and noun.use not in ("states", "powers"):  # "the news agency Xinhua"
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, noun.kind)
            draft.noun, draft.sector = noun, noun.sector
            return draft
        label = self.labels.get(last - 1)
        if phrase.unit is not None and label != "PERSON" and last - first > 1:
            return None  # a place
        tail = self.lexicon.noun(tree.low[last - 1])
        if tail is not None and not tail.is_people and (last - first > 1 or phrase.det == "the" or label == "ORG"):
            if phrase.reach > phrase.last and phrase.of_root is not None and tree.words[phrase.of_root][:1].isupper():
                phrase.name, phrase.last = (first, phrase.reach), phrase.reach  # "the Department of Health"
            draft = self.drafter.draft(phrase, role, verb, MentionKind.NAME, tail.kind or ActorKind.BODY)
            draft.noun, draft.sector = tail, tail.sector
            return draft if after(role) not in SITE_PREPOSITIONS and role != "attr" else None
        if last - first > 1 and tree.text[tree.start[first] : tree.end[last - 1]].isupper():
            return None  # a heading
        is_person = self._is_person(first, last, label, phrase, is_told=role == "obj" and tree.lemma[verb] == "tell")
        if after(role) in PLACE_PREPOSITIONS and (last - first == 1 or not is_person):
            if label != "PERSON" and not is_person:
                return None
            is_person = False  # known for a person only if the story names it elsewhere
        start = phrase.first if not is_person and (phrase.owner is not None or phrase.det == "the") else first
        draft = self.drafter.draft(
            phrase, role, verb, MentionKind.NAME, ActorKind.PERSON if is_person else None, first if is_person else start
        )
        draft.gender = self._name_gender(phrase) if is_person else None
        draft.is_plural = False
        draft.label = next((self.labels[k] for k in range(last - 1, first - 1, -1) if k in self.labels), None)
        return draft

    def _is_person(self, first: int, last: int, label: str | None, phrase: Phrase, *, is_told: bool) -> bool:
        tree = self.tree
        if last - first == 1 and self.lexicon.is_a("common", tree.low[first]):
            return False
        if phrase.unit is not None and phrase.unit.kind == "place" and label != "PERSON":
            return False
        if phrase.det == "the":
            return False
        if self.world.people(tree.text[tree.start[first] : tree.end[last - 1]]):
            return True
        if is_told and self.labels.get(last - 1) != "PERSON":
            return False  # "told Radio Nova"
        given = tree.words[first]
        known = self.world.is_forename(given) or self.lexicon.gender_of_name(given) is not None
        if last - first > 1 and known and label not in ("FAC", "LOC", "EVENT"):
            return True
        if (
            last - first == 1
            or is_told
            or tree.tag[last - 1] == "NNPS"
            or tree.text[tree.start[first] : tree.end[last - 1]].isupper()
        ):
            return False
        return any(self.labels.get(k) == "PERSON" for k in range(first, last)) and tree.words[last - 1].isalpha()

    def _name_gender(self, phrase: Phrase) -> str | None:
        tree, lexicon = self.tree, self.lexicon
        if phrase.honorific is not None:
            gender = lexicon.honorific(tree.low[phrase.honorific])
            if gender != "n":
                return gender
        if phrase.title is not None and (gender := lexicon.gender_of_noun(tree.low[phrase.title.last - 1])):
            return gender
        if phrase.noun is not None and (gender := lexicon.gender_of_noun(phrase.noun.words.rpartition(" ")[2])):
            return gender
        if phrase.name is not None and phrase.name[1] - phrase.name[0] > 1:
            return lexicon.gender_of_name(tree.words[phrase.name[0]])
        return None
