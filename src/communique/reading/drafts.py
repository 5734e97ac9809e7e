"""Which noun phrases and pronouns of a story may be mentions of actors, and what each says of its actor.

In: the phrases taken apart. Out: `Draft`s in text order, not yet tied to actors. Refuses predicates, places that are meant as
places, things, and names inside another actor's name, title or description.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.reading.actor_lexicon import ActorLexicon, Noun
from communique.reading.facts import Country, Organisation, Place, Seat, Sector
from communique.reading.found import MentionKind
from communique.reading.names import fold
from communique.reading.nominals import Phrase
from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.worldnames import Unit, WorldNames
from communique.record.spans import Span, trim
from communique.record.vocab import ActorKind

if TYPE_CHECKING:
    from communique.reading.cast import Member

_PLACE_PREPOSITIONS = frozenset(
    "in at near inside outside across throughout around through via off into onto within along beyond over above below past".split()
)
_TEAMS = frozenset({"team", "delegation"})  # one of them is a body of its own, several are the parties
_NOBODY = frozenset({"no", "any", "every", "each", "such", "another"})  # determiners after which nobody in particular is meant
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "each", "neither", "either"})
_NOT_YET = frozenset({"next", "future", "new", "any"})
_COUNTED = frozenset({"both", "two", "three", "four", "each", "either", "neither"})
_SITE_PREPOSITIONS = frozenset({"at", "outside", "inside", "near", "around", "into"})  # bodies are their buildings after these
_PERSONAL = {
    "he": ("m", False),
    "him": ("m", False),
    "his": ("m", False),
    "she": ("f", False),
    "her": ("f", False),
    "hers": ("f", False),
    "it": ("", False),
    "its": ("", False),
    "they": ("", True),
    "them": ("", True),
    "their": ("", True),
    "theirs": ("", True),
    "i": ("", False),
    "me": ("", False),
    "my": ("", False),
    "we": ("", True),
    "us": ("", True),
    "our": ("", True),
}
FIRST_PERSON = frozenset({"i", "me", "my", "we", "us", "our"})
_QUOTES = "\"“”'‘’«»,.;:()[]"
# Prepositions after a noun of persons that say whose or which they are, beside "of".
_LINKS = frozenset({"for", "from", "at", "to", "in"})
_LINKED_BY_TO = frozenset("representative ambassador envoy adviser advisor aide delegate counsel emissary candidate".split())


@dataclass(slots=True, kw_only=True)
class Draft:
    """A possible mention. `role` is how it stands in its clause: subj, obj, by, poss, attr, root, or prep:WORD; `verb` is the token
    that it depends on there, through coordination and apposition.

    `kind` None: to be found out from what the story has said before. `words` are its own words, folded, without the article;
    `countries` the alpha-3 that its modifiers tell, `facts` organisations and seats among them, `regions` lands that are no states.
    """

    first: int
    last: int
    root: int
    span: Span
    form: MentionKind
    kind: ActorKind | None
    role: str
    verb: int
    is_plural: bool = False
    is_definite: bool = False
    is_acting: bool = False  # subject of a verb that only somebody can be the subject of
    words: str = ""
    gender: str | None = None
    sector: Sector | None = None
    noun: Noun | None = None
    phrase: Phrase | None = None
    countries: tuple[str, ...] = ()
    facts: tuple[Organisation | Seat, ...] = ()
    regions: tuple[Place, ...] = ()
    is_side: bool = False
    is_thing: bool = False  # no actor, but a pronoun may stand for it
    is_predicate: bool = False  # says what somebody is: no mention, but the names in it are none either
    needs_antecedent: bool = False  # a weak noun, which is an actor only if it takes one up
    member: Member | None = None
    members: tuple[Member, ...] = field(default=())

    @property
    def is_name(self) -> bool:
        """Whether the mention holds a proper name of its actor."""
        return self.form is MentionKind.NAME

    @property
    def is_pronoun(self) -> bool:
        """Whether the mention is a pronoun."""
        return self.form is MentionKind.PRONOUN


class DraftMaker:
    """Makes the drafts of one story."""

    def __init__(
        self, tree: Tree, passages: Passages, lexicon: ActorLexicon, world: World, names: WorldNames, labels: dict[int, str]
    ) -> None:
        self.tree, self.passages, self.lexicon = tree, passages, lexicon
        self.world, self.names, self.labels = world, names, labels

    def make(self, phrases: list[Phrase]) -> list[Draft]:
        """The drafts of all phrases and pronouns, in text order; things that are no actors come with them."""
        drafts = [draft for phrase in phrases if (draft := self._of_phrase(phrase)) is not None]
        kept = _without_nested(drafts)
        kept = [draft for draft in kept if not draft.is_predicate]
        taken = {draft.root for draft in kept}
        kept += [draft for draft in self._pronouns() if draft.root not in taken]
        kept.sort(key=lambda draft: (draft.first, -draft.last))
        return kept

    # --- how a phrase stands in its clause -------------------------------------------------------------------------------

    def standing(self, i: int) -> tuple[str, int]:
        """The role of a token in its clause and the token that gives it, through coordination and apposition."""
        tree = self.tree
        for _ in range(12):
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
                return f"prep:{word}", governor
            if dep == "poss":
                return "poss", head
            if dep in ("attr", "oprd", "acomp"):
                return "attr", head
            return ("root" if head == i else dep), head
        return "dep", i

    def _acts(self, role: str, verb: int) -> bool:
        return (role == "by" or role == "subj") and self.tree.lemma[verb].lower() in self.lexicon.words["agent verb"]

    # --- phrases ---------------------------------------------------------------------------------------------------------

    def _of_phrase(self, phrase: Phrase) -> Draft | None:
        role, verb = self.standing(phrase.root)
        if phrase.unit is not None and phrase.unit.kind != "place":
            return self._of_unit(phrase, phrase.unit, role, verb)
        if phrase.name is not None:
            return self._of_name(phrase, role, verb)
        return self._of_noun(phrase, role, verb)

    def _draft(
        self, phrase: Phrase, role: str, verb: int, form: MentionKind, kind: ActorKind | None, first: int | None = None
    ) -> Draft:
        tree = self.tree
        first = phrase.first if first is None else first
        last = phrase.last if form is MentionKind.NAME else phrase.reach
        last = max(last, first + 1)
        span = trim(tree.text, tree.start[first], tree.end[last - 1], _QUOTES) or Span(tree.start[first], tree.end[last - 1])
        if tree.text[span.end : span.end + 1] == "." and tree.words[last - 1].endswith(".") and len(tree.words[last - 1]) > 1:
            span = Span(span.start, span.end + 1)
        units = [*phrase.units, *phrase.of_units]
        if phrase.owner is not None:
            units += self.names.within(*phrase.owner)
        body = first if phrase.owner is None else max(first, phrase.owner[1])
        return Draft(
            first=first,
            last=last,
            root=phrase.root,
            span=span,
            form=form,
            kind=kind,
            role=role,
            verb=verb,
            is_plural=phrase.is_plural,
            is_definite=(phrase.det in _DEFINITE and not any(tree.low[k] in _NOT_YET for k in range(body, phrase.last)))
            or phrase.owner is not None,
            is_acting=self._acts(role, verb),
            words=self._words(body, phrase),
            phrase=phrase,
            countries=tuple(dict.fromkeys(u.country for u in units if u.country and not _is_mere_place(u))),
            facts=tuple(u.fact for u in units if isinstance(u.fact, Organisation | Seat)),
            regions=tuple(u.fact for u in units if isinstance(u.fact, Place) and u.kind != "organisation"),
        )

    def _words(self, first: int, phrase: Phrase) -> str:
        tree = self.tree
        while first < phrase.last - 1 and (
            tree.pos[first] in ("DET", "PUNCT", "PART", "NUM") or tree.words[first] in ("'s", "’s", "’", "'")
        ):
            first += 1
        return fold(tree.text[tree.start[first] : tree.end[max(phrase.reach, first + 1) - 1]])

    def _of_unit(self, phrase: Phrase, unit: Unit, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a name of the world."""
        fact = unit.fact
        if unit.kind == "adjective":
            return self._of_region_people(phrase, unit, role, verb)
        if unit.kind == "people":
            return self._of_people(phrase, unit, role, verb)
        if unit.kind in ("country", "capital"):
            if role == "attr" or self._is_place(phrase.root, role, verb, is_capital=unit.kind == "capital"):
                return None
            first = unit.first - 1 if unit.first > phrase.first and self.tree.low[unit.first - 1] == "the" else unit.first
            draft = self._draft(phrase, role, verb, MentionKind.NAME, ActorKind.STATE, first)
            draft.countries = (unit.country,) if unit.country else ()
            draft.facts = ()
            return draft
        if isinstance(fact, Seat) and (
            (role.startswith("prep:") and role[5:] in _SITE_PREPOSITIONS | {"on", "in"}) or self._is_place(phrase.root, role, verb, is_capital=True)
        ):
            return None
        if not isinstance(fact, Organisation | Seat):
            return None
        if phrase.noun is not None and phrase.noun.kind is not None and phrase.noun.kind is not fact.kind and phrase.noun_first < unit.first:
            draft = self._draft(phrase, role, verb, MentionKind.NAME, phrase.noun.kind)  # "the website Vox" is no party
            phrase.name, phrase.unit, draft.noun, draft.sector = (unit.first, unit.last), None, phrase.noun, phrase.noun.sector
            draft.facts = ()
            return draft
        if fact.kind in (ActorKind.MEDIA, ActorKind.COMPANY) and role.startswith("prep:") and role[5:] in ("on", "in", "via"):
            return None
        draft = self._draft(phrase, role, verb, MentionKind.NAME, fact.kind)
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
        plural = (
            unit.last - unit.first == 1 and tree.tag[unit.first] in ("NNS", "NNPS") or tree.low[unit.last - 1].endswith("s")
        )
        if phrase.det == "the" and not phrase.number and plural:
            draft = self._draft(phrase, role, verb, MentionKind.NAME, ActorKind.STATE)
            draft.is_plural = True
        elif plural:
            draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.POPULATION)
            draft.sector, draft.is_plural = Sector.CVL, True
        elif phrase.det in ("a", "an"):
            draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.PERSON)
        else:
            return None
        draft.countries = (unit.country,) if unit.country else ()
        return draft

    def _of_region_people(self, phrase: Phrase, unit: Unit, role: str, verb: int) -> Draft | None:
        """The people of a region that is no state: "the Tyroleans" are whoever stands for them."""
        tree = self.tree
        if role == "attr" or phrase.det != "the" or phrase.number or tree.tag[unit.last - 1] not in ("NNS", "NNPS"):
            return None
        draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
        draft.is_side, draft.is_plural = True, True
        draft.regions = (unit.fact,) if isinstance(unit.fact, Place) else ()
        return draft

    def _of_name(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a proper name that is no name of the world."""
        tree, lexicon = self.tree, self.lexicon
        assert_name = phrase.name
        if assert_name is None:
            return None
        first, last = assert_name
        title = phrase.title.title if phrase.title else None
        noun = phrase.noun
        if title is not None or (noun is not None and noun.is_people) or phrase.honorific is not None:
            plural = (title is not None and title.is_plural) or (
                title is None and noun is not None and tree.tag[first - 1] == "NNS"
            )
            start = (phrase.honorific or first) if plural or (title is None and noun is None) else None
            draft = self._draft(phrase, role, verb, MentionKind.NAME, ActorKind.PERSON, start)
            draft.noun = noun
            draft.sector = title.sector if title else noun.sector if noun else None
            draft.gender = self._name_gender(phrase)
            draft.is_plural = False
            return draft
        if noun is not None and noun.kind is not None and noun.use not in ("states", "powers", "side"):  # "the news agency Xinhua"
            draft = self._draft(phrase, role, verb, MentionKind.NAME, noun.kind)
            draft.noun, draft.sector = noun, noun.sector
            return draft
        tail = self._noun_of(tree.low[last - 1])
        label = self.labels.get(last - 1)
        if tail is not None and not tail.is_people and (last - first > 1 or phrase.det == "the" or label == "ORG"):
            draft = self._draft(phrase, role, verb, MentionKind.NAME, tail.kind or ActorKind.BODY)
            draft.noun, draft.sector = tail, tail.sector
            return draft if self._takes_part(draft) else None
        if last - first > 1 and tree.text[tree.start[first] : tree.end[last - 1]].isupper():
            return None  # a heading
        is_person = self._is_person(first, last, label, phrase, is_told=role == "obj" and tree.lemma[verb] == "tell")
        if role.startswith("prep:") and role[5:] in _PLACE_PREPOSITIONS and (last - first == 1 or not is_person):
            if label != "PERSON" and not is_person:
                return None
            is_person = False  # known for a person only if the story names it elsewhere
        start = first if phrase.owner is None or is_person else phrase.first
        draft = self._draft(
            phrase, role, verb, MentionKind.NAME, ActorKind.PERSON if is_person else None, first if is_person else start
        )
        draft.gender = self._name_gender(phrase) if is_person else None
        draft.is_plural = False
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
        if last - first == 1 or is_told or tree.tag[last - 1] == "NNPS" or tree.text[tree.start[first] : tree.end[last - 1]].isupper():
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

    def _noun_of(self, word: str) -> Noun | None:
        return self.lexicon.noun(word)

    # --- common nouns ----------------------------------------------------------------------------------------------------

    def _of_noun(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """A phrase that ends in a common noun."""
        tree, lexicon = self.tree, self.lexicon
        lemma = tree.lemma[phrase.core].lower()
        title = phrase.title.title if phrase.title else None
        if title is None and phrase.noun is None and lexicon.is_a("quantity", lemma) and phrase.reach > phrase.last:
            return self._of_quantity(phrase, role, verb)
        fact = self._same_kind(phrase)
        if fact is not None:
            draft = self._draft(phrase, role, verb, MentionKind.NAME, fact.kind)
            draft.facts, draft.noun = (fact,), phrase.noun
            return draft
        if lemma in lexicon.sides and self._is_side(phrase) and not (phrase.noun and self._has_name_before(phrase)) and (phrase.is_plural or lemma not in _TEAMS or phrase.noun is None):
            draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
            draft.is_side, draft.noun = True, phrase.noun
            return draft if role != "attr" else None
        if title is None and phrase.noun is None:
            return self._thing(phrase, role, verb)
        draft = self._describe(phrase, role, verb)
        if draft is None:
            return None
        if draft.kind is ActorKind.PERSON and phrase.det in _NOBODY:
            return self._thing(phrase, role, verb)
        if role == "attr" or (role == "prep:as" and draft.kind is ActorKind.PERSON):
            draft.is_predicate = True
        elif not self._takes_part(draft):
            if not (draft.noun is not None and draft.noun.is_weak and draft.is_definite and not draft.is_plural and not draft.noun.is_people):
                return self._thing(phrase, role, verb)
            draft.needs_antecedent = True
        return draft

    def _same_kind(self, phrase: Phrase) -> Organisation | None:
        """The organisation of a phrase in which the noun only says what it is: "the Labour party"."""
        if phrase.noun is None or not phrase.units or phrase.is_plural:
            return None
        last = phrase.units[-1]
        if last.last != phrase.noun_first or not isinstance(last.fact, Organisation) or last.fact.kind is not phrase.noun.kind:
            return None
        return last.fact

    def _is_side(self, phrase: Phrase) -> bool:
        return phrase.is_plural or bool(
            phrase.units or phrase.owner or phrase.number or phrase.det in ("each", "either", "neither")
        )

    def _thing(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        if role in ("compound", "npadvmod"):
            return None
        draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, None)
        draft.is_thing = True
        return draft

    def _describe(self, phrase: Phrase, role: str, verb: int) -> Draft | None:
        """A description: "the foreign minister", "two officials", "the army"."""
        tree, noun = self.tree, phrase.noun
        title = phrase.title.title if phrase.title else None
        if noun is not None and not noun.is_people and not self._is_person_noun(noun, phrase):
            form = MentionKind.NAME if self._has_name_before(phrase) else MentionKind.DESCRIPTION
            draft = self._draft(phrase, role, verb, form, self._kind_of(noun, phrase))
            draft.noun, draft.sector = noun, noun.sector
            return draft
        plural = title.is_plural if title else phrase.is_plural
        draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, ActorKind.POPULATION if plural else ActorKind.PERSON)
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
        unit = self.names.unit_at.get(k)
        if tree.pos[k] == "NUM" and k > phrase.first and tree.pos[k - 1] == "PROPN":  # "Radio 4"
            return True
        if unit is not None and unit.kind != "place":
            return False
        return tree.pos[k] == "PROPN" and tree.words[k][:1].isupper() and k + 1 not in self.names.title_to

    def _extend(self, draft: Draft, phrase: Phrase, word: str) -> None:
        """Take in what says whose or which a person is: "envoy to the UN", "a director at the hospital"."""
        tree = self.tree
        end = phrase.last
        if draft.last != end or phrase.of_root is None or tree.low[end] not in _LINKS:
            return
        if tree.low[end] == "in" and not isinstance(phrase.of_units[0].fact if phrase.of_units else None, Organisation | Seat):
            return
        if tree.low[end] == "to" and word not in _LINKED_BY_TO:
            return
        last = phrase.of_root + 1
        unit = self.names.unit_at.get(phrase.of_root)
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
        title = self.names.title_to.get(target + 1)
        if noun is None and title is None:
            return self._thing(phrase, role, verb)
        kind = ActorKind.POPULATION
        if noun is not None and not noun.is_people:
            kind = noun.kind or ActorKind.BODY
        draft = self._draft(phrase, role, verb, MentionKind.DESCRIPTION, kind)
        draft.noun, draft.is_plural = noun, True
        draft.sector = (title.title.sector if title else None) or (noun.sector if noun else None)
        return draft if self._takes_part(draft) else None

    def _takes_part(self, draft: Draft) -> bool:
        """Whether the text uses a phrase as somebody: weak nouns must act, or be said to be somebody's."""
        role, noun = draft.role, draft.noun
        if role in ("compound", "npadvmod", "attr"):
            return False
        if noun is not None and not noun.is_people and role.startswith("prep:"):
            if role[5:] in _SITE_PREPOSITIONS or (noun.kind is ActorKind.MEDIA and role[5:] in ("on", "in")):
                return False
        if noun is not None and noun.kind is ActorKind.ARMED_GROUP and draft.kind is ActorKind.ARMED_GROUP and draft.is_plural:
            if not (draft.is_acting or draft.is_definite or draft.countries or draft.facts or draft.regions):
                return role in ("subj", "passive", "by")
        if noun is not None and noun.words == "forces" and draft.phrase is not None and draft.phrase.reach > draft.phrase.last:
            return bool(draft.phrase.of_units)  # not "the forces of change"
        if noun is None or not noun.is_weak or draft.is_name:
            return True
        if noun.is_weak and draft.is_plural and not noun.is_people and draft.phrase is not None and not draft.phrase.det:
            return bool(draft.countries or draft.facts or draft.regions)
        if draft.is_acting or draft.countries or draft.facts or draft.regions:
            return True
        phrase = draft.phrase
        if draft.is_definite and phrase is not None and (phrase.number in _COUNTED or phrase.det in _COUNTED):
            return True
        if noun.is_people:
            return phrase is not None and phrase.of_root is not None and self._is_corporate(phrase)
        return draft.is_definite and (
            role in ("subj", "passive", "obj", "by", "poss") or phrase is None or phrase.owner is not None
        )

    def _is_corporate(self, phrase: Phrase) -> bool:
        """Whether somebody is said to be of a body or organisation: "a member of the delegation"."""
        if any(isinstance(unit.fact, Organisation | Seat) for unit in phrase.of_units) or phrase.of_root is None:
            return phrase.of_root is not None
        noun = self.lexicon.noun(self.tree.lemma[phrase.of_root].lower())
        return noun is not None and not noun.is_people

    # --- places ----------------------------------------------------------------------------------------------------------

    def _is_place(self, root: int, role: str, verb: int, *, is_capital: bool) -> bool:
        """Whether a country or capital is meant as a place."""
        tree, lexicon = self.tree, self.lexicon
        lemma = tree.lemma[verb].lower()
        if role == "obj":
            return lexicon.is_a("place verb", lemma)
        if role == "poss":
            return lexicon.is_a("place noun", lemma)
        if role in ("subj", "passive", "by", "dative"):
            return False
        if not role.startswith("prep:"):
            return role != "conj"
        word = role[5:]
        if word in _PLACE_PREPOSITIONS:
            return True
        moves = lexicon.is_a("motion verb", lemma) or lexicon.is_a("motion noun", lemma)
        if word in ("to", "from", "for", "toward", "towards"):
            if moves:
                return True
            return is_capital and word != "for" and tree.is_verb(verb)
        if word == "of":
            return lexicon.is_a("place noun", lemma) or is_capital and lexicon.is_a("motion noun", lemma)
        return word == "on" and is_capital and moves

    # --- pronouns --------------------------------------------------------------------------------------------------------

    def _pronouns(self) -> list[Draft]:
        tree = self.tree
        drafts: list[Draft] = []
        for i in range(tree.n):
            known = _PERSONAL.get(tree.low[i])
            if known is None or tree.pos[i] not in ("PRON", "DET") or (tree.low[i] == "us" and tree.words[i] == "US"):
                continue
            if tree.dep[i] == "expl":
                continue
            role, verb = self.standing(i)
            drafts.append(
                Draft(
                    first=i,
                    last=i + 1,
                    root=i,
                    span=Span(tree.start[i], tree.end[i]),
                    form=MentionKind.PRONOUN,
                    kind=None,
                    role=role,
                    verb=verb,
                    is_plural=known[1],
                    is_definite=True,
                    is_acting=self._acts(role, verb),
                    words=tree.low[i],
                    gender=known[0] or None,
                )
            )
        return drafts


def _is_mere_place(unit: Unit) -> bool:
    return unit.kind == "place" and isinstance(unit.fact, Place) and unit.fact.kind == "world region"


def _without_nested(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that lie in an actor's name or description; things hold nothing back."""

    def extent(draft: Draft) -> tuple[int, int]:
        phrase = draft.phrase
        return (draft.first, draft.last) if phrase is None else (min(draft.first, phrase.first), max(draft.last, phrase.reach))

    ordered = sorted((extent(draft), draft.is_thing, number) for number, draft in enumerate(drafts))
    ordered.sort(key=lambda item: (item[0][0], -item[0][1], item[1]))
    kept: list[Draft] = []
    end = -1
    for (first, last), is_thing, number in ordered:
        if first < end:
            continue
        kept.append(drafts[number])
        if not is_thing:
            end = max(end, last)
    return kept


__all__ = ["FIRST_PERSON", "Country", "Draft", "DraftMaker"]
