"""Who is meant by an office alone, or by an office and a surname: "the Russian foreign minister", "President Bush".

In: the linked cast of a story, the table of office-holders, the story's day. Out: the same cast, in which whoever the story calls
only so has the holder's full name, and the rule `office` that gave it. Refuses a story without a day, a day on which the office
changed hands, a former or future holder, a sentence that speaks of another time, and whom the story gives another name.
"""

from __future__ import annotations

import re
from datetime import date

from communique.reading.actors.affiliations import Affiliation
from communique.reading.actors.cast import Cast, Member
from communique.reading.actors.drafts import Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.people import is_former
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.worldnames import WorldNames
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Office, Seat
from communique.record.vocab import ActorKind

RULE = "office"
_ALLIED = frozenset({ActorKind.IGO, ActorKind.ALLIANCE})
_LINKS = frozenset({"the", "a", "an", "of", "for", "'s", "’s", "'", "’", "-", "–", "its", "visiting"})
# Words by which a sentence leaves the story's day: "the American president at the time", "decades ago", "would-be".
_OTHER_TIMES = frozenset(
    "then ago former formerly decade decades century era historic historical predecessor successor future inaugurated".split()
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:s)?$")
_TIMES_OF_TITLE = frozenset({"during", "under", "before", "after", "in", "from", "at", "since", "until"})


def office_of(draft: Draft, told: Affiliation) -> str | None:
    """The country or organisation that a draft's title belongs to by its own words; None where they name several."""
    phrase = draft.phrase
    where = {id(u.fact) for u in phrase.of_units} if phrase is not None and phrase.of_word in ("in", "at") else set()
    facts = [fact for fact in draft.facts if id(fact) not in where]  # "the NATO chief in Brussels"
    if len(draft.countries) > 1 or len(facts) > 1:
        return None
    if not facts:
        return told.country
    fact = facts[0]
    if isinstance(fact, Seat):
        return fact.country
    if draft.countries and fact.kind in _ALLIED:
        return None  # "the German ambassador to NATO"
    return fact.name  # "the Hamas leader" is nobody's president


class HolderNamer:
    """Names the office-holders of one story."""

    def __init__(
        self, tree: Tree, lexicon: ActorLexicon, world: World, names: WorldNames, cast: Cast, published: date | None
    ) -> None:
        self.tree, self.lexicon, self.world, self.names = tree, lexicon, world, names
        self.cast, self.published = cast, published

    def name_all(self) -> None:
        """Name whoever the story calls by an office alone, and complete the surnames of office-holders."""
        if self.published is None:
            return
        for member in [m for m in self.cast.members if m.is_person() and m.drafts]:
            if member.is_named:
                self._complete(member)
            elif (office := self._office(member)) is not None:
                self._name(member, office)

    # --- by the office alone ---------------------------------------------------------------------------------------------

    def _office(self, member: Member) -> Office | None:
        """The office and its holder that all descriptions of a person agree on."""
        found: list[Office] = []
        for draft in member.drafts:
            phrase = draft.phrase
            if draft.is_pronoun or draft.member is not member or phrase is None or phrase.title is None:
                continue
            if draft.is_plural or not draft.is_definite or not self._is_of_the_day(draft, phrase):
                return None
            title = phrase.title.title
            if title.office is None or draft.office_of is None or not self._says_no_more(phrase):
                continue
            office = self.world.holder(title.office, draft.office_of, self.published)
            if office is None:
                return None
            found.append(office)
        return found[0] if len({office.person for office in found}) == 1 else None

    def _is_of_the_day(self, draft: Draft, phrase: Phrase) -> bool:
        """Whether a description means whoever holds the office when the story is written, as far as its sentence tells."""
        tree = self.tree
        if is_former(tree, phrase) or draft.role in ("prep:as", "attr", "oprd"):
            return False
        for k in tree.kids[phrase.root]:
            if (
                tree.dep[k] == "relcl"
                and tree.low[max(k - 1, 0)] != ","
                and tree.words[phrase.reach : phrase.reach + 1] != [","]
            ):
                return False  # "the president who signed the treaty": which one is for the clause to say
            if tree.dep[k] == "prep" and tree.low[k] in _TIMES_OF_TITLE and not self._is_elsewhere(k, draft.office_of):
                return False
        return self._is_told_of_now(phrase.root)

    def _is_elsewhere(self, preposition: int, office_of: str | None) -> bool:
        """Whether words after a title only say where its bearer is: abroad, for at home two may claim one office."""
        target = self.tree.kid(preposition, "pobj")
        unit = self.names.unit_at.get(target) if target is not None else None
        return self.tree.low[preposition] in ("in", "at") and unit is not None and unit.country != office_of

    def _is_told_of_now(self, token: int) -> bool:
        tree = self.tree
        first = last = token
        while first > 0 and tree.sent[first - 1] == tree.sent[token]:
            first -= 1
        while last + 1 < tree.n and tree.sent[last + 1] == tree.sent[token]:
            last += 1
        this_year = str(self.published.year if self.published is not None else "")
        for k in range(first, last + 1):
            word = tree.low[k]
            if word in _OTHER_TIMES or (_YEAR.match(word) and word != this_year):
                return False
            if word == "time" and k > 1 and tree.low[k - 1] == "the" and tree.low[k - 2] == "at":
                return False
        return True

    def _says_no_more(self, phrase: Phrase) -> bool:
        """Whether a description holds nothing but the office and whose it is: "the UN refugee chief" is not the UN chief."""
        title = phrase.title
        if title is None:
            return False
        for k in range(phrase.first, phrase.reach if phrase.of_word in ("of", "for") else phrase.last):
            inside = title.first <= k < title.last or k in self.names.unit_at or self.tree.low[k] in _LINKS
            if not inside and not (phrase.owner is not None and phrase.owner[0] <= k < phrase.owner[1]):
                return False
        return True

    def _name(self, member: Member, office: Office) -> None:
        """Give a person the holder's name, or join it with the holder whom the story names further down."""
        if member.gender in ("m", "f") and self.lexicon.gender_of_name(office.person.partition(" ")[0]) not in (
            None,
            member.gender,
        ):
            return  # "the British prime minister ... he", of a year in which it was a woman: the story is of another day
        bearers = [m for m in self.cast.members if m is not member and m.is_person() and m.drafts and m.is_named]
        same = next((m for m in bearers if any(o.person == office.person for o in m.offices)), None)
        if same is not None:
            if same.drafts[0].first > member.drafts[0].first or same.rule == RULE:
                self._join(member, same)
                if all(len(form) == 1 for form in same.forms) and same.forms:
                    same.name, same.rule = office.person, RULE
            return
        if any(self._claims(m, office) for m in bearers):
            return
        member.name, member.offices, member.rule, member.is_named = office.person, (office,), RULE, True
        member.country = member.country or (office.of if self.world.country_of_code(office.of) is not None else None)
        member.code = member.code or self.world.office_code(office, self.published)

    def _claims(self, member: Member, office: Office) -> bool:
        """Whether the story itself gives an office to somebody of another name."""
        for draft in member.drafts:
            phrase = draft.phrase
            if phrase is None or phrase.title is None or is_former(self.tree, phrase):
                continue
            named = phrase.title.title.office
            if named is None or draft.office_of not in (None, office.of):
                continue
            if any(o.person == office.person for o in self.world.holders(named, office.of, self.published)):
                return True
        return False

    def _join(self, member: Member, same: Member) -> None:
        for draft in member.drafts:
            if draft.member is member:
                draft.member = same
            elif member in draft.members:
                draft.members = tuple(dict.fromkeys(same if m is member else m for m in draft.members))
        same.drafts = sorted({id(d): d for d in (*same.drafts, *member.drafts)}.values(), key=lambda d: d.first)
        same.heads |= member.heads
        self.cast.members.remove(member)

    # --- by office and surname -------------------------------------------------------------------------------------------

    def _complete(self, member: Member) -> None:
        """Give a person of whom the story has only the surname the full name of the one who holds the office told with it."""
        if any(len(form) > 1 for form in member.forms) or member.rule is not None:
            return
        for draft in member.drafts:
            phrase = draft.phrase
            if phrase is None or phrase.title is None or phrase.name is None:
                continue
            named = phrase.title.title.office
            own = [o for o in member.offices if draft.office_of in (None, o.of) and self._is_spoken_of(o.of)]
            if is_former(self.tree, phrase) and own and len({o.person for o in member.offices}) == 1:
                member.name, member.rule = own[0].person, RULE
                return
            for office in own if named is not None else ():
                held = self.world.holder(named, office.of, self.published) if named is not None else None
                if held is not None and held.person == office.person:
                    member.name, member.rule = office.person, RULE
                    return

    def _is_spoken_of(self, of: str) -> bool:
        """Whether the story names the country or organisation of an office, so that a namesake's is not taken for it."""
        return of in self.names.codes or any(getattr(unit.fact, "name", None) == of for unit in self.names.units)
