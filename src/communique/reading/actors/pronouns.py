"""Whom a pronoun stands for.

In: pronouns in text order, the mentions before each. Out: drafts of pronouns with their members. Refuses a pronoun for which no
mention stands out: of two that fit about equally none is taken, and what stands for a thing stays without an actor.

Source: the weights follow the salience model of Lappin & Leass (1994), An Algorithm for Pronominal Anaphora Resolution,
sections 2.1 and 2.2; their numbers were set on the development articles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from communique.reading.actors.cast import CORPORATE_KINDS, Member
from communique.reading.actors.drafts import FIRST_PERSON, Draft
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.passages import Passages
from communique.reading.syntax import OBJECT_CONTROL
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

MAX_PASSAGES = 4  # how many sentences back a pronoun may reach
MAX_SEEN = 60  # mentions looked at
ROLE_WEIGHTS = {"subj": 4.0, "passive": 3.6, "obj": 2.6, "by": 2.6, "poss": 1.6, "root": 2.0}
OTHER_ROLE = 1.8
PASSAGE_COST = 2.0  # for each sentence between the pronoun and the mention
PARAGRAPH_COST = 0.5
MAIN_BONUS = 0.6  # the subject of the main clause before that of a subordinate one
SPEAKER_BONUS = (3.0, 1.5)  # the subject of the clause that the pronoun's clause is in, and of those above ("Roe said she ...")
OWNER_BONUS = (3.0, 1.6, 0.8)  # for a possessive, the subject of its own clause, and of those above ("Roe met her deputy")
COORDINATE_BONUS = 3.0  # "Roe and her deputy"
PAIR_BONUS = 0.5  # "they" after "Roe and Doe" is both before either
PARALLEL_BONUS = 0.6  # subject for subject
FREQUENCY_BONUS = 0.15  # for each earlier mention, up to six
QUOTE_COST = 2.0  # a mention inside another quotation
MARGIN = 0.15  # a lead smaller than this decides nothing
THING_COST = 0.6  # things are meant by "it" a little less often than the same words' actors
ACTING_THING_COST = 6.0
PLURAL_IT_COST = 1.5
OBJECT_IT_COST = 1.5  # as an object "it" is seldom somebody
PREDICATE_COST = 4.0
_CONTROL_BY_PREPOSITION = frozenset({"call", "appeal"})  # "called on Roe to go", but "called Roe to say"
_CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "advcl", "relcl"})
_CLAUSE_WORDS = frozenset({"that", "to", "whether", "for"})
_DONE_TO_SOMEBODY = frozenset(
    "ask tell urge accuse blame press pressure force warn invite join fight defeat attack support back help punish isolate trust "
    "lead represent criticise criticize condemn praise persuade allow order threaten sue fund finance arm head chair found".split()
)
# "They" for one organisation, by how usual that is.
SINGULAR_THEY_COST = {
    ActorKind.ARMED_GROUP: 0.8,
    ActorKind.ALLIANCE: 0.8,
    ActorKind.PARTY: 1.0,
    ActorKind.BODY: 3.0,
    ActorKind.MEDIA: 3.0,
    ActorKind.COMPANY: 3.0,
    ActorKind.IGO: 3.5,
    ActorKind.STATE: 3.5,
}


@dataclass(slots=True)
class _Seen:
    draft: Draft
    members: tuple[Member, ...]
    is_plural: bool
    is_pair: bool = False


class PronounLinker:
    """Links the pronouns of one story."""

    def __init__(self, tree: Tree, passages: Passages, lexicon: ActorLexicon) -> None:
        self.tree, self.passages, self.lexicon = tree, passages, lexicon
        self._seen: list[_Seen] = []
        self._at: dict[int, _Seen] = {}
        self._spoke: tuple[int, tuple[Member, ...]] = (-9, ())

    def see(self, draft: Draft) -> None:
        """Take a mention, or a thing, in as something that later pronouns may stand for."""
        members = (draft.member,) if draft.member is not None else draft.members
        plural = draft.is_plural or len(members) > 1 or any(m.is_plural and m.kind is not ActorKind.BODY for m in members)
        seen = _Seen(draft, members, plural)
        self._seen.append(seen)
        self._at[draft.root] = seen
        head = self.tree.head[draft.root]
        first = self._at.get(head)
        if self.tree.dep[draft.root] == "conj" and first is not None and members and first.members and first.draft is not draft:
            both = tuple(dict.fromkeys((*first.members, *members)))
            if len(both) > 1 and self._has_and(head):
                self._seen.append(_Seen(first.draft, both, True, is_pair=True))
        self._pair_parties(seen)

    def _pair_parties(self, seen: _Seen) -> None:
        """Take the subject and object of one verb for a pair that "they" may mean: "Roe received Doe"."""
        draft = seen.draft
        if draft.role != "obj" or len(seen.members) != 1 or draft.is_pronoun:
            return
        subject = self.tree.kid(draft.verb, "nsubj")
        other = self._at.get(subject) if subject is not None else None
        if other is None or len(other.members) != 1 or other.members == seen.members:
            return
        if other.members[0].kind is seen.members[0].kind:
            self._seen.append(_Seen(other.draft, (*other.members, *seen.members), True, is_pair=True))

    def _has_and(self, head: int) -> bool:
        return any(self.tree.low[k] in ("and", "&") for k in self.tree.kids[head] if self.tree.dep[k] == "cc")

    # --- third persons ---------------------------------------------------------------------------------------------------

    def link(self, draft: Draft) -> None:
        """Give a pronoun of the third person its member, if one mention stands out."""
        if self._is_pleonastic(draft):
            return
        best: dict[tuple[Member, ...], float] = {}
        here = self.passages.passage[draft.root]
        subjects = self._subjects(draft)
        own = self._party_to(draft, subjects)
        for seen in self._before(draft, here):
            fit = self._fit(draft, seen)
            if fit is None or self._is_barred(draft, seen) or (seen.members and seen.members[0] in own):
                continue
            score = fit + self._salience(draft, seen, here, subjects)
            if score > best.get(seen.members, -99.0):
                best[seen.members] = score
        ranked = sorted(best.items(), key=lambda item: item[1], reverse=True)
        if not ranked or not ranked[0][0]:
            return
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
            return
        members = ranked[0][0]
        if len(members) > 1:
            draft.members = members
            return
        draft.member = members[0]
        if draft.gender is not None and draft.member.gender is None:
            draft.member.gender = draft.gender

    def subject_to_come(self, draft: Draft) -> int:
        """The subject of the main clause that follows the fronted clause of a pronoun ("Before he left, Roe ..."), -1 for none."""
        tree = self.tree
        if draft.gender is None or draft.role not in ("subj", "passive", "poss") or self.passages.quotation[draft.root] >= 0:
            return -1
        i = draft.verb
        for _ in range(8):
            if tree.head[i] == i:
                return -1
            dep, head = tree.dep[i], tree.head[i]
            if dep in ("advcl", "pcomp") and tree.is_verb(i):
                verb = head if tree.is_verb(head) else tree.head[head]
                subject = tree.kid(verb, "nsubj")
                if subject is not None and subject > draft.root and i < subject:
                    return subject
            i = head
        return -1

    def link_forward(self, draft: Draft, subject: Draft) -> bool:
        """Give a pronoun in a fronted clause the subject that follows, if that is a person of its gender."""
        member = subject.member
        if member is None or not member.is_person() or member.gender not in (None, draft.gender):
            return False
        draft.member = member
        return True

    def _before(self, draft: Draft, here: int) -> list[_Seen]:
        found: list[_Seen] = []
        for seen in reversed(self._seen):
            if seen.draft.first >= draft.first:
                continue
            if here - self.passages.passage[seen.draft.root] > MAX_PASSAGES or len(found) >= MAX_SEEN:
                break
            found.append(seen)
        return found

    def _fit(self, draft: Draft, seen: _Seen) -> float | None:
        """How well a mention agrees with a pronoun in person and number; None if it does not."""
        members = seen.members
        if draft.gender is not None:
            if len(members) != 1 or not members[0].is_person():
                return None
            gender = members[0].gender
            if gender is not None and gender != draft.gender:
                return None
            return 0.5 if gender == draft.gender else (0.0 if draft.gender == "m" else -0.5)
        if not members:
            if seen.is_plural != draft.is_plural:
                return None
            return -ACTING_THING_COST if draft.is_acting else -THING_COST
        if draft.is_plural:
            if seen.is_plural:
                return 0.8 + (PAIR_BONUS if seen.is_pair else 0.0)
            cost = SINGULAR_THEY_COST.get(members[0].kind)
            return None if cost is None else -cost
        if len(members) > 1 or members[0].kind not in CORPORATE_KINDS:
            return None
        return -(PLURAL_IT_COST if seen.is_plural else 0.0) - self._thing_likelihood(draft)

    def _thing_likelihood(self, draft: Draft) -> float:
        """What tells that "it" is a thing: it is what is signed or welcomed, or is said to be a gesture or a mistake."""
        tree, verb = self.tree, draft.verb
        if draft.role == "poss":
            return PREDICATE_COST if tree.low[verb] in ("kind", "sort") else 0.0
        if draft.role == "obj":
            return 0.0 if tree.lemma[verb] in _DONE_TO_SOMEBODY else OBJECT_IT_COST
        predicate = tree.kid(verb, "attr") if draft.role == "subj" and tree.lemma[verb] == "be" else None
        return PREDICATE_COST if predicate is not None and self.lexicon.noun(tree.lemma[predicate].lower()) is None else 0.0

    def _is_pleonastic(self, draft: Draft) -> bool:
        """Whether "it" stands for a clause that follows: "it is wrong to wait"."""
        tree = self.tree
        if (
            draft.words != "it"
            or draft.role != "subj"
            or tree.lemma[draft.verb] not in ("be", "seem", "appear", "become", "take")
        ):
            return False
        described = [k for k in tree.kids[draft.verb] if tree.dep[k] in ("acomp", "attr", "oprd")]
        if not any(self.lexicon.is_a("impersonal", tree.low[k]) for k in described):
            return False
        return any(
            tree.dep[k] in _CLAUSAL and tree.is_verb(k) and any(tree.low[m] in _CLAUSE_WORDS for m in tree.kids[k])
            for d in (draft.verb, *described)
            for k in tree.kids[d]
        )

    def _party_to(self, draft: Draft, subjects: list[int]) -> set[Member]:
        """Who is the other party of a pronoun's own clause, and so not meant by it: "Roe called Doe to thank him" is not Roe."""
        if draft.role == "poss":
            return set()
        tree = self.tree
        roots = [] if draft.role in ("subj", "passive") else subjects[:1]
        roots += [
            k for k in tree.kids[draft.verb] if k != draft.root and tree.dep[k] in ("nsubj", "nsubjpass", "dobj", "dative")
        ]
        return {seen.members[0] for root in roots if (seen := self._at.get(root)) is not None and len(seen.members) == 1}

    def _is_barred(self, draft: Draft, seen: _Seen) -> bool:
        """Whether syntax rules a mention out: one of the pronoun's own clause, or the speaker of the quotation."""
        other = seen.draft
        if other.is_pronoun and other.words in FIRST_PERSON:
            return True
        quote, theirs = self.passages.quotation[draft.root], self.passages.quotation[other.root]
        if quote < 0 <= theirs and self.passages.passage[draft.root] == self.passages.passage[other.root]:
            return True
        if quote >= 0 and len(seen.members) == 1 and seen.members[0] in self._speakers(quote):
            return True
        if draft.role == "poss":
            if self.tree.dep[draft.verb] == "appos" and self.tree.head[draft.verb] == other.root:
                return True  # "Roe, her deputy": not Roe
            return other.phrase is not None and other.first <= draft.first < other.last
        if other.verb == draft.verb and self.tree.sent[other.root] == self.tree.sent[draft.root] and other.role != "poss":
            return other.root != draft.root
        return False

    def _salience(self, draft: Draft, seen: _Seen, here: int, subjects: list[int]) -> float:
        other, tree = seen.draft, self.tree
        score = ROLE_WEIGHTS.get(other.role, OTHER_ROLE)
        distance = here - self.passages.passage[other.root]
        score -= PASSAGE_COST * distance
        if self.passages.paragraph[draft.root] != self.passages.paragraph[other.root]:
            score -= PARAGRAPH_COST
        quote = self.passages.quotation[other.root]
        if quote >= 0 and self.passages.quotation[draft.root] != quote:
            score -= QUOTE_COST
        if tree.head[other.verb] == other.verb and other.role in ("subj", "passive"):
            score += MAIN_BONUS
        if distance == 0:
            score += self._clause_bonus(draft, other, subjects)
            if draft.role == "poss" and tree.dep[draft.verb] == "conj" and tree.head[draft.verb] == other.root:
                score += COORDINATE_BONUS
            score -= 0.01 * (draft.first - other.first)
        if draft.role in ("subj", "passive") and other.role in ("subj", "passive"):
            score += PARALLEL_BONUS
        if seen.members:
            score += FREQUENCY_BONUS * min(6, max(len(m.drafts) for m in seen.members))
        return score

    def _clause_bonus(self, draft: Draft, other: Draft, subjects: list[int]) -> float:
        if other.root not in subjects:
            return 0.0
        depth = subjects.index(other.root)
        if draft.role == "poss":
            return OWNER_BONUS[min(depth, 2)]
        return 0.0 if depth == 0 else SPEAKER_BONUS[min(depth - 1, 1)]

    # --- clauses ---------------------------------------------------------------------------------------------------------

    def _subjects(self, draft: Draft) -> list[int]:
        """The subjects of the clauses that a pronoun is in, from the innermost; clauses without their own have their controller's."""
        tree = self.tree
        found: list[int] = []
        i = draft.root
        for _ in range(25):
            if tree.head[i] == i:
                break
            i = tree.head[i]
            if not tree.is_verb(i):
                continue
            subject = self._subject(i)
            if subject is None:
                subject = self._controller(i)
            if subject is not None and (not found or found[-1] != subject):
                found.append(subject)
        return found

    def _subject(self, verb: int) -> int | None:
        tree = self.tree
        own = tree.kid(verb, "nsubj", "nsubjpass")
        if own is not None and tree.tag[own] in ("WP", "WDT") and tree.dep[verb] == "relcl":
            return tree.head[verb]
        return own

    def _controller(self, verb: int) -> int | None:
        """Who does what a clause without a subject says: the object of "urge", else the subject of the clause above."""
        tree = self.tree
        for _ in range(6):
            head, dep = tree.head[verb], tree.dep[verb]
            if head == verb or dep not in ("xcomp", "advcl", "conj", "ccomp", "pcomp", "acl"):
                return None
            if dep == "acl" and not tree.is_verb(head):
                return head if tree.tag[verb] != "VB" else None
            if tree.lemma[head] in OBJECT_CONTROL and dep in ("xcomp", "ccomp", "advcl"):
                told = None
                if tree.lemma[head] not in _CONTROL_BY_PREPOSITION:
                    told = next((k for k in tree.kids[head] if tree.dep[k] in ("dobj", "dative") and k < verb), None)
                if told is None:
                    told = next(
                        (
                            o
                            for k in tree.kids[head]
                            if tree.dep[k] == "prep" and tree.low[k] in ("to", "on", "for") and k < verb
                            for o in tree.kids[k]
                            if tree.dep[o] == "pobj"
                        ),
                        None,
                    )
                if told is not None:
                    return told
            subject = self._subject(head)
            if subject is not None:
                return subject
            verb = head
        return None

    # --- quotations ------------------------------------------------------------------------------------------------------

    def _speakers(self, quote: int) -> tuple[Member, ...]:
        """Who speaks a quotation, as far as the verb beside it tells."""
        first, last = self.passages.quoted[quote]
        passage = self.passages.passage[min(first, self.tree.n - 1)]
        start, end = self.passages.bounds[passage]
        best: tuple[int, _Seen] | None = None
        for i in range(start, end):
            seen = self._at.get(i)
            if seen is None or self.passages.quotation[i] >= 0 or seen.draft.role != "subj" or not seen.draft.is_acting:
                continue
            distance = first - i if i < first else i - last
            if best is None or distance < best[0]:
                best = distance, seen
        return best[1].members if best is not None else ()

    def link_first_person(self, draft: Draft, party_of: Callable[[Member], Member | None]) -> None:
        """Give "I" the speaker of its quotation, and "we" the organisation or state that the speaker speaks for."""
        quote = self.passages.quotation[draft.root]
        if quote < 0:
            return
        passage = self.passages.passage[draft.root]
        speakers = self._speakers(quote)
        if not speakers and passage - self._spoke[0] <= 1:
            speakers = self._spoke[1]
        if (
            not speakers
            and quote > 0
            and self.passages.paragraph[draft.root] == self.passages.paragraph[self.passages.quoted[quote - 1][0]]
        ):
            speakers = self._speakers(quote - 1)
        if not speakers:
            return
        self._spoke = passage, speakers
        if not draft.is_plural:
            draft.member = speakers[0] if len(speakers) == 1 else None
            return
        parties = tuple(dict.fromkeys(p for s in speakers if (p := party_of(s)) is not None))
        if len(parties) == 1:
            draft.member = parties[0]
        else:
            draft.members = parties
