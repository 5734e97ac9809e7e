"""A possible mention of an actor: its words, how it stands in its clause, and what its words say of its actor.

In: a phrase taken apart and its standing. Out: a `Draft`, not yet tied to an actor. Refuses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.reading.actors.lexicon import Noun
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.standing import Standing
from communique.reading.actors.worldnames import Unit, WorldNames
from communique.reading.found import MentionKind
from communique.reading.tree import Tree
from communique.reading.world.facts import Organisation, Place, Seat, Sector
from communique.reading.world.names import fold
from communique.record.spans import Span, trim
from communique.record.vocab import ActorKind

if TYPE_CHECKING:
    from communique.reading.actors.cast import Member

PERSONAL_KINDS = frozenset({ActorKind.PERSON, ActorKind.POPULATION})
FIRST_PERSON = frozenset({"i", "me", "my", "we", "us", "our"})
_QUOTES = "\"“”'‘’«»,.;:()[]"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "each", "neither", "either"})
_WHOSE = frozenset({"of", "from"})  # what follows says whose a body or a side is, not where it is
_NOT_YET = frozenset({"next", "future", "new", "any"})  # "the next president" is nobody whom the story has named


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
    label: str | None = None  # what the entity recogniser takes it for
    is_side: bool = False
    is_thing: bool = False  # no actor, but a pronoun may stand for it
    is_predicate: bool = False  # says what somebody is: no mention, but the names in it are none either
    needs_antecedent: bool = False  # a weak noun, which is an actor only if it takes one up
    office_of: str | None = None  # the country or organisation that its words say the title belongs to
    member: Member | None = None
    members: tuple[Member, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether the mention holds a proper name of its actor."""
        return self.form is MentionKind.NAME

    @property
    def is_titled(self) -> bool:
        """Whether the mention is a definite description by an office: "the Finnish president"."""
        return self.is_definite and self.phrase is not None and self.phrase.title is not None

    @property
    def is_pronoun(self) -> bool:
        """Whether the mention is a pronoun."""
        return self.form is MentionKind.PRONOUN


class Drafter:
    """Makes a draft of a phrase."""

    def __init__(self, tree: Tree, names: WorldNames, standing: Standing) -> None:
        self.tree, self.names, self.standing = tree, names, standing

    def draft(
        self, phrase: Phrase, role: str, verb: int, form: MentionKind, kind: ActorKind | None, first: int | None = None
    ) -> Draft:
        """The draft of a phrase; it begins at token `first`, where that is given."""
        tree = self.tree
        first = phrase.first if first is None else first
        last = phrase.last if form is MentionKind.NAME else phrase.reach
        last = max(last, first + 1)
        span = trim(tree.text, tree.start[first], tree.end[last - 1], _QUOTES) or Span(tree.start[first], tree.end[last - 1])
        if tree.text[span.end : span.end + 1] == "." and tree.words[last - 1].endswith(".") and len(tree.words[last - 1]) > 1:
            span = Span(span.start, span.end + 1)
        units = [*phrase.units]
        if phrase.of_word == "of" or (phrase.owner is None and (phrase.of_word in _WHOSE or kind in PERSONAL_KINDS)):
            units += phrase.of_units
        elif phrase.of_word in ("in", "at"):
            units += [unit for unit in phrase.of_units if isinstance(unit.fact, Organisation | Seat)]
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
            is_acting=self.standing.acts(role, verb),
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


def _is_mere_place(unit: Unit) -> bool:
    return unit.kind == "place" and isinstance(unit.fact, Place) and unit.fact.kind == "world region"
