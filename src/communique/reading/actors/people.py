"""Which person a name or a description of one person stands for.

In: drafts of persons in text order, the cast so far, the office-holders of the story's day. Out: the `Member` each stands for, made
where nobody fits. Refuses to join two full names that differ, or a name and a description of another country.
"""

from __future__ import annotations

from datetime import date

from communique.reading.actors.affiliations import Affiliation
from communique.reading.actors.cast import Cast, Member, latest
from communique.reading.actors.drafts import Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.romanisation import MIN_LETTERS, are_spellings, is_same_spelled, romanised
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.reading.world.facts import Office, Organisation, Rank
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

# How well a description fits a person, by what the two have in common; set on the development articles, only their order matters.
KNOWN_HOLDER = 4.0
SAME_TITLE = 3.0
HELD_OFFICE = 3.0
SAME_HEAD = 2.0
LIKE_TITLE = 1.5
ANY_TITLE = 1.0
SAME_PARTY = 1.0
SAME_COUNTRY = 1.0
COUNTRY_UNKNOWN = 0.5
# Where the family name comes first, so that the first word of a full name is what a story goes on with.
_FAMILY_FIRST = frozenset({"PRK", "KOR", "CHN", "TWN", "HKG", "MAC", "VNM", "KHM"})
FORMER = frozenset({"former", "ex", "onetime", "one-time", "late", "then"})  # words before titles that are no longer held
_LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "premier",
        "chancellor",
        "leader",
        "king",
        "emperor",
        "emir",
        "sultan",
        "supreme leader",
        "ruler",
    }
)
_ANY_HEAD = frozenset({"leader", "man", "woman", "politician", "statesman", "official", "guest", "veteran", "candidate"})
_SUCCEEDED = frozenset({Rank.HEAD_OF_STATE, Rank.HEAD_OF_GOVERNMENT, Rank.HEAD_OF_ORGANISATION, Rank.FOREIGN_MINISTER})
_RELATIONS = frozenset(
    {"successor", "predecessor", "counterpart", "rival", "opponent", "host", "guest", "wife", "husband", "son"}
)


class PeopleLinker:
    """Links the persons of one story."""

    def __init__(self, tree: Tree, lexicon: ActorLexicon, world: World, cast: Cast, published: date | None) -> None:
        self.tree, self.lexicon, self.world, self.cast, self.published = tree, lexicon, world, cast, published
        self._foreseen: set[str] = set()
        self._foreseen_spellings: set[str] = set()

    def foresee(self, drafts: list[Draft]) -> None:
        """Note the full names of the story, so that a lone name before its full form is known for one."""
        for draft in drafts:
            if draft.is_name and draft.kind is ActorKind.PERSON and len(words := self.name_words(draft)) > 1:
                self._foreseen.update(words)
                self._foreseen_spellings.update(map(romanised, words))

    def is_foreseen(self, word: str) -> bool:
        """Whether a word is part of a full name of a person of the story, in this or another spelling."""
        return word in self._foreseen or (len(word) >= MIN_LETTERS and romanised(word) in self._foreseen_spellings)

    def name_words(self, draft: Draft) -> tuple[str, ...]:
        """The words of a person's name, folded, without title and form of address."""
        phrase = draft.phrase
        if phrase is None:
            return ()
        first, last = phrase.name or (draft.first, draft.last)
        if phrase.unit is not None and phrase.name is None:
            first, last = phrase.unit.first, phrase.unit.last
        text = self.tree.text[self.tree.start[first] : self.tree.end[last - 1]]
        return tuple(fold(text).replace("-", " ").split())

    # --- names -----------------------------------------------------------------------------------------------------------

    def named(self, draft: Draft, told: Affiliation) -> Member:
        """The person of a name, with or without a title."""
        words = self.name_words(draft)
        member = self._of_words(words, draft, told)
        if member is None:
            member = self.cast.add(Member(kind=ActorKind.PERSON, name="", gender=draft.gender))
        self._learn(member, words, draft)
        return member

    def _of_words(self, words: tuple[str, ...], draft: Draft, told: Affiliation) -> Member | None:
        if not words:
            return None
        if len(words) == 1:
            return self._of_one_word(words[0], draft, told)
        for member in self.cast.called(words[-1]) + self.cast.called(words[0]):
            if not member.is_person() or _clash(member.gender, draft.gender):
                continue
            if any(_same_name(words, form) for form in member.forms):
                return member
        for member in self.cast.called(words[-1]) + self.cast.called_alike(words[-1]):
            if (
                member.is_person()
                and not _clash(member.gender, draft.gender)
                and any(is_same_spelled(words, form) for form in member.forms)
            ):
                return member
        known = {office.person for office in self.world.people(" ".join(words).title())}
        for member in self.cast.members:
            if not member.is_person() or _clash(member.gender, draft.gender):
                continue
            if any(office.person in known for office in member.offices):
                return member
            lone = [form[0] for form in member.forms if len(form) == 1]
            if lone and len(lone) == len(member.forms) and (words[-1] in lone or words[0] in lone):
                return member
        return None

    def _of_one_word(self, word: str, draft: Draft, told: Affiliation) -> Member | None:
        found = [
            m
            for m in self.cast.called(word)
            if m.is_person() and not _clash(m.gender, draft.gender) and not self._is_of_another_term(m, draft)
        ]
        if told.country is not None:
            found = [m for m in found if m.country in (None, told.country)] or found
        if len(found) > 1:
            found = [m for m in found if self._fits_place(m, word)] or found
        if found:
            return max(
                found,
                key=lambda m: (
                    self._titled_alike(m, draft),
                    (word,) in m.forms,
                    self._is_in_office(m),
                    len(m.drafts) > 2,
                    m.last,
                ),
            )
        alike = [
            m
            for m in (self.cast.called_alike(word) if len(word) >= MIN_LETTERS else ())
            if not _clash(m.gender, draft.gender)
            and any(are_spellings(form[0 if m.country in _FAMILY_FIRST else -1], word) for form in m.forms)
            and (told.country is None or m.country in (None, told.country))
        ]
        if len(alike) == 1:
            return alike[0]
        offices = self.world.people(word.title(), self.published)
        for member in self.cast.members:
            if (
                member.is_person()
                and any(o.person == mine.person for o in offices for mine in member.offices)
                and not self._is_of_another_term(member, draft)
            ):
                return member
        return None

    def _is_in_office(self, member: Member) -> bool:
        """Whether the tables know an office that a person may hold on the story's day."""
        return self.published is not None and any(o.may_hold_on(self.published) for o in member.offices)

    def _is_of_another_term(self, member: Member, draft: Draft) -> bool:
        """Whether an office tells two of one surname apart: "President Bush" and "former President Bush" of one day."""
        day, phrase = self.published, draft.phrase
        if day is None or phrase is None or phrase.title is None or not member.offices:
            return False
        if any(len(form) > 1 for form in member.forms) and is_former(self.tree, phrase):
            return False  # the story has named a full name, which a lone surname goes on with
        name, office = self.name_words(draft)[-1].title(), self._office_told(phrase)
        held = [o for o in member.offices if office in (o.office, o.rank.value)]
        holds = any(o.may_hold_on(day) for o in held)
        if is_former(self.tree, phrase):
            return holds and any(o.person != member.offices[0].person for o in self._once_in_office(name, office))
        others = (o for o in self.world.people(name, day) if office in (o.office, o.rank.value))
        return bool(held) and not holds and any(o.person != member.offices[0].person for o in others)

    def _office_told(self, phrase: Phrase) -> str | None:
        """The office of a title, whether or not its modifiers say that it is held no more."""
        if phrase.title is None:
            return None
        title = phrase.title.title
        base = self.world.title(title.words)
        return title.office or (base.office if base is not None else None)

    def _once_in_office(self, name: str, office: str | None) -> list[Office]:
        """The terms of people of a name in an office that had ended by the story's day."""
        day = self.published
        return [
            o
            for o in self.world.people(name)
            if day is not None and office in (o.office, o.rank.value) and o.began <= day and not o.may_hold_on(day)
        ]

    def _titled_alike(self, member: Member, draft: Draft) -> bool:
        phrase = draft.phrase
        return phrase is not None and phrase.title is not None and _head(phrase.title.title.words) in member.heads

    def _fits_place(self, member: Member, word: str) -> bool:
        """Whether a word is the family name, as far as its place in the full name tells."""
        place = 0 if member.country in _FAMILY_FIRST else -1
        return any(form[place] == word for form in member.forms if len(form) > 1)

    def _learn(self, member: Member, words: tuple[str, ...], draft: Draft) -> None:
        """Take in what a name with its title tells of its bearer."""
        phrase = draft.phrase
        if phrase is None or not words:
            return
        first, last = phrase.name or (draft.first, draft.last)
        name = self.tree.text[self.tree.start[first] : self.tree.end[last - 1]]
        if not member.is_named or len(words) > max(len(form) for form in member.forms):
            member.name = name
        if words not in member.forms:
            self.cast.call(member, words)
            member.offices = member.offices or self._offices_of(name, words, draft)
        member.gender = member.gender or draft.gender
        self.learn_title(member, draft)

    def learn_name(self, member: Member, draft: Draft) -> None:
        """Take in another name of a person ("known as ...")."""
        self._learn(member, self.name_words(draft), draft)

    def _offices_of(self, name: str, words: tuple[str, ...], draft: Draft) -> tuple[Office, ...]:
        """The offices of the bearer of a name; of a lone name those of the one whom it can mean on the story's day."""
        offices = self.world.people(name)
        if len(words) > 1:
            return offices
        if draft.phrase is not None and self.published is not None and is_former(self.tree, draft.phrase):
            once = {o.person for o in self._once_in_office(name, self._office_told(draft.phrase))}
            if once:
                return tuple(o for o in offices if o.person in once) if len(once) == 1 else ()
        held = [o for o in offices if o.may_hold_on(self.published)]
        title = draft.phrase.title.title if draft.phrase is not None and draft.phrase.title is not None else None
        if title is not None and title.office is not None:
            held = [o for o in held if o.office == title.office or o.rank.value == title.office] or held
        if len({o.person for o in held}) > 1:
            held = [o for o in held if o.leads]
        persons = {o.person for o in held}
        return tuple(o for o in offices if o.person in persons) if len(persons) == 1 else ()

    def learn_title(self, member: Member, draft: Draft) -> None:
        """Note the nouns that describe a person."""
        phrase = draft.phrase
        if phrase is None:
            return
        if phrase.title is not None:
            member.heads |= _heads(phrase.title.title.words)
            if phrase.title.title.office:
                member.heads.add(phrase.title.title.office)
        if phrase.noun is not None and phrase.noun.is_people:
            member.heads |= _heads(phrase.noun.words)
        member.parties |= parties_of(draft)

    # --- descriptions ----------------------------------------------------------------------------------------------------

    def described(self, draft: Draft, told: Affiliation, owner: Member | None) -> Member | None:
        """The person of a definite description among those whom the story has named or described, None if nobody fits."""
        phrase = draft.phrase
        if phrase is None:
            return None
        words = phrase.title.title.words if phrase.title else phrase.noun.words if phrase.noun else ""
        if _head(words) in _RELATIONS and owner is not None:
            return self._related(_head(words), owner)
        if phrase.owner is not None and owner is None and told.country is None and told.organisation is None:
            return None  # somebody's, but nobody knows whose
        former = is_former(self.tree, phrase)
        present = self._holders(phrase, told)
        holders = frozenset() if former else present
        best: tuple[tuple[float, ...], Member] | None = None
        for member in self.cast.members:
            if not member.is_person() or not member.drafts or member is owner or _clash(member.gender, draft.gender):
                continue
            if former and any(office.person in present for office in member.offices):
                continue
            terms = self._terms(member, words)
            if former and terms == {False}:
                continue
            score = KNOWN_HOLDER if former and self._once_held(member, words, told) else 0.0
            score = score or self._match(member, draft, words, told, holders)
            if score <= 0 or self._same_clause(member, draft):
                continue
            rank = (score, float(not terms or former in terms), float(self._is_near(member, draft)), float(member.last))
            if best is None or rank > best[0]:
                best = rank, member
        return best[1] if best else None

    def _terms(self, member: Member, words: str) -> set[bool]:
        """Whether the story gives a person a title by name as one held no more, and as one held."""
        titled = (d.phrase for d in member.drafts if d.is_name and d.phrase is not None and d.phrase.title is not None)
        return {is_former(self.tree, p) for p in titled if p.title is not None and _head(p.title.title.words) == _head(words)}

    def _holders(self, phrase: Phrase, told: Affiliation) -> frozenset[str]:
        """Who held the office of a description on the story's day, where it tells the country or organisation."""
        office, of = phrase.title.title.office if phrase.title else None, told.country or told.organisation
        if office is None or of is None:
            return frozenset()
        return frozenset(o.person for o in self.world.holders(office, of, self.published))

    def _match(self, member: Member, draft: Draft, words: str, told: Affiliation, holders: frozenset[str]) -> float:
        """How well a description fits a person: 0 not at all; known holders of the office fit best."""
        if holders and any(office.person in holders for office in member.offices):
            return KNOWN_HOLDER
        parties = parties_of(draft)
        if self._contradicts(member, told, parties):
            return 0.0
        score = self._likeness(member, words, told)
        if score == 0.0:
            return SAME_PARTY if parties & member.parties else 0.0
        if told.country is not None:
            score += SAME_COUNTRY if member.country == told.country else -COUNTRY_UNKNOWN
        return score

    def _contradicts(self, member: Member, told: Affiliation, parties: set[str]) -> bool:
        if told.country is not None and member.country not in (None, told.country):
            return True
        if told.code is not None and member.code not in (None, told.code):
            return True
        return bool(parties and member.parties) and parties.isdisjoint(member.parties)

    def _likeness(self, member: Member, words: str, told: Affiliation) -> float:
        """How near a title is to those that the story and the tables give a person."""
        head = _head(words)
        if words in member.heads:
            return SAME_TITLE
        if head in member.heads:
            return SAME_HEAD
        leads = head == "leader" and (bool(member.heads & _LEADERS) or any(o.leads for o in member.offices))
        if leads or any(self._held(office, words) for office in member.offices):
            return HELD_OFFICE
        own = {
            _head(o.office)
            for o in member.offices
            if o.of in (told.country, told.organisation) and o.may_hold_on(self.published)
        }
        if own and self.lexicon.are_alike(head, own):
            return HELD_OFFICE
        if member.is_named and self.lexicon.are_alike(head, member.heads):
            return LIKE_TITLE
        known = member.is_named and told.country is not None and member.country == told.country
        return ANY_TITLE if known and head in _ANY_HEAD else 0.0

    def _held(self, office: Office, words: str) -> bool:
        return office.may_hold_on(self.published) and words in (office.office, _head(office.office))

    def _once_held(self, member: Member, words: str, told: Affiliation) -> bool:
        """Whether a person held an office before, and holds it no more on the story's day."""
        day = self.published
        of = {told.country, told.organisation} - {None} or {member.country}
        own = [o for o in member.offices if o.of in of and words in (o.office, o.rank.value)]
        return day is not None and any(o.began <= day for o in own) and not any(o.may_hold_on(day) for o in own)

    def _related(self, head: str, owner: Member) -> Member | None:
        """The successor or predecessor of somebody in office, where the tables know both and the story has named the other."""
        if head in ("counterpart", "rival", "opponent"):
            return self._counterpart(owner)
        if head not in ("successor", "predecessor"):
            return None
        for office in owner.offices:
            border = office.end if head == "successor" else office.start
            day = border and (border.last if head == "successor" else border.first)
            if office.rank not in _SUCCEEDED or not isinstance(day, date):
                continue
            others = {o.person for o in self.world.holders(office.office, office.of, day)} - {office.person}
            for member in self.cast.members:
                if member is not owner and any(o.person in others for o in member.offices):
                    return member
        return None

    def _counterpart(self, owner: Member) -> Member | None:
        """The one of another country with an office like that of `owner` who was mentioned last, in these sentences or just before."""
        found = [
            m
            for m in self.cast.members
            if m.is_person() and m is not owner and m.is_named and m.drafts and m.country not in (None, owner.country)
        ]
        found = [
            m
            for m in found
            if not owner.heads.isdisjoint(m.heads) or any(self.lexicon.are_alike(h, m.heads) for h in owner.heads)
        ]
        return latest(found)

    def _same_clause(self, member: Member, draft: Draft) -> bool:
        """Whether a person is the other party of the clause that a description is in, and so another one."""
        last = member.drafts[-1]
        return (
            last.verb == draft.verb
            and last.root != draft.root
            and last.role != "poss"
            and self.tree.sent[last.root] == self.tree.sent[draft.root]
        )

    def _is_near(self, member: Member, draft: Draft) -> bool:
        return self.tree.sent[draft.first] - self.tree.sent[member.drafts[-1].root] <= 2


def is_former(tree: Tree, phrase: Phrase) -> bool:
    """Whether a phrase says that its title is no longer held: "the former Finnish president"."""
    if phrase.title is None:
        return False
    before = (tree.low[k] for k in range(phrase.first, phrase.title.last))
    return not FORMER.isdisjoint(phrase.title.title.modifiers) or any(word in FORMER for word in before)


def parties_of(draft: Draft) -> set[str]:
    """The political parties that a mention's words name."""
    return {fact.name for fact in draft.facts if isinstance(fact, Organisation) and fact.kind is ActorKind.PARTY}


def _clash(one: str | None, other: str | None) -> bool:
    return one in ("m", "f") and other in ("m", "f") and one != other


def _same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: the same last word, and first names that do not contradict each other."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return False
    short, long = sorted((one, other), key=len)
    if set(short) <= set(long):
        return True
    if one[-1] != other[-1]:
        return False
    return all(any(w == v or (len(w.strip(".")) == 1 and v.startswith(w[0])) for v in long) for w in short)


def _head(words: str) -> str:
    """The noun of a title: "minister" of "minister of state", "secretary" of "secretary of state"."""
    for link in (" of ", " for ", " to "):
        words = words.partition(link)[0]
    return words.rpartition(" ")[2]


def _heads(words: str) -> frozenset[str]:
    return frozenset({words, _head(words)} - {""})
