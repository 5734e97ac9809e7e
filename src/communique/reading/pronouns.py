"""Whom a pronoun stands for.

In: pronouns in text order, the mentions before each. Out: drafts of pronouns with their members. Refuses a pronoun for which no
mention stands out: of two that fit about equally none is taken, and what stands for a thing stays without an actor.

Source: the weights follow the salience model of Lappin & Leass (1994), An Algorithm for Pronominal Anaphora Resolution, sections
2.1 and 2.2; their numbers were set on the development articles.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.reading.actor_lexicon import ActorLexicon
from communique.reading.cast import CORPORATE_KINDS, Cast, Member
from communique.reading.drafts import FIRST_PERSON, Draft
from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.record.vocab import ActorKind

MAX_PASSAGES = 4  # how many sentences back a pronoun may reach
MAX_SEEN = 60  # mentions looked at
ROLE_WEIGHTS = {"subj": 4.0, "passive": 3.6, "obj": 2.6, "by": 2.6, "poss": 1.6, "root": 2.0}
OTHER_ROLE = 1.8
PASSAGE_COST = 2.0  # for each sentence between the pronoun and the mention
PARAGRAPH_COST = 0.5
SPEAKER_BONUS = 3.0  # the subject of the verb whose clause the pronoun is in ("Roe said she ...")
OWNER_BONUS = 2.0  # the subject of the clause, for a possessive ("Roe met her deputy")
COORDINATE_BONUS = 3.0  # "Roe and her deputy"
PARALLEL_BONUS = 0.6  # subject for subject
FREQUENCY_BONUS = 0.15  # for each earlier mention, up to six
QUOTE_COST = 2.0  # a mention inside another quotation
MARGIN = 0.15  # a lead smaller than this decides nothing
THING_COST = 0.6  # things are meant by "it" a little less often than the same words' actors
ACTING_THING_COST = 6.0


@dataclass(slots=True)
class _Seen:
    draft: Draft
    members: tuple[Member, ...]
    is_plural: bool


class PronounLinker:
    """Links the pronouns of one story."""

    def __init__(self, tree: Tree, passages: Passages, lexicon: ActorLexicon, cast: Cast) -> None:
        self.tree, self.passages, self.lexicon, self.cast = tree, passages, lexicon, cast
        self._seen: list[_Seen] = []
        self._at: dict[int, _Seen] = {}

    def see(self, draft: Draft) -> None:
        """Take a mention, or a thing, in as something that later pronouns may stand for."""
        members = (draft.member,) if draft.member is not None else draft.members
        plural = draft.is_plural or len(members) > 1 or any(m.is_plural for m in members)
        seen = _Seen(draft, members, plural)
        self._seen.append(seen)
        self._at[draft.root] = seen
        head = self.tree.head[draft.root]
        first = self._at.get(head)
        if self.tree.dep[draft.root] == "conj" and first is not None and members and first.members and first.draft is not draft:
            both = tuple(dict.fromkeys((*first.members, *members)))
            if len(both) > 1 and self._has_and(head):
                self._seen.append(_Seen(first.draft, both, True))

    def _has_and(self, head: int) -> bool:
        return any(self.tree.low[k] in ("and", "&") for k in self.tree.kids[head] if self.tree.dep[k] == "cc")

    # --- third persons ---------------------------------------------------------------------------------------------------

    def link(self, draft: Draft) -> None:
        """Give a pronoun of the third person its member, if one mention stands out."""
        best: dict[tuple[Member, ...], float] = {}
        here = self.passages.passage[draft.root]
        clauses = self._clauses(draft)
        for seen in self._before(draft, here):
            fit = self._fit(draft, seen)
            if fit is None or self._is_barred(draft, seen):
                continue
            score = fit + self._salience(draft, seen, here, clauses)
            if score > best.get(seen.members, -99.0):
                best[seen.members] = score
        ranked = sorted(best.items(), key=lambda item: item[1], reverse=True)
        if not ranked or not ranked[0][0]:
            return
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
            return
        members = ranked[0][0]
        if len(members) == 1:
            draft.member = members[0]
            if draft.gender in ("m", "f") and draft.member.gender is None:
                draft.member.gender = draft.gender
        else:
            draft.members = members
            for member in members:
                member.drafts.append(draft)

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
                return 0.8
            member = members[0]
            if member.kind in (ActorKind.ARMED_GROUP, ActorKind.ALLIANCE, ActorKind.PARTY):
                return -0.8
            if member.kind in (ActorKind.BODY, ActorKind.MEDIA, ActorKind.COMPANY, ActorKind.STATE, ActorKind.IGO):
                return -2.5
            return None
        if len(members) == 1 and members[0].kind in CORPORATE_KINDS and not seen.is_plural:
            return 0.0
        if len(members) == 1 and members[0].kind in (ActorKind.ARMED_GROUP, ActorKind.STATE, ActorKind.BODY):
            return -1.5
        return None

    def _is_barred(self, draft: Draft, seen: _Seen) -> bool:
        """Whether syntax rules a mention out: the other party of the pronoun's own clause, or the speaker of the quotation."""
        other = seen.draft
        tree = self.tree
        quote, theirs = self.passages.quotation[draft.root], self.passages.quotation[other.root]
        if quote < 0 <= theirs and self.passages.passage[draft.root] == self.passages.passage[other.root]:
            return True
        if quote >= 0 and len(seen.members) == 1 and seen.members[0] in self._speakers(quote):
            return True
        if draft.role == "poss":
            return other.phrase is not None and other.first <= draft.first < other.last
        if other.verb == draft.verb and tree.sent[other.root] == tree.sent[draft.root] and other.role != "poss":
            return other.root != draft.root
        return False

    def _salience(self, draft: Draft, seen: _Seen, here: int, clauses: list[int]) -> float:
        other, tree = seen.draft, self.tree
        score = ROLE_WEIGHTS.get(other.role, OTHER_ROLE)
        distance = here - self.passages.passage[other.root]
        score -= PASSAGE_COST * distance
        if self.passages.paragraph[draft.root] != self.passages.paragraph[other.root]:
            score -= PARAGRAPH_COST
        if (
            self.passages.quotation[draft.root] != self.passages.quotation[other.root]
            and self.passages.quotation[other.root] >= 0
        ):
            score -= QUOTE_COST
        if distance == 0:
            if other.verb in clauses and other.role in ("subj", "passive"):
                score += SPEAKER_BONUS if other.verb != clauses[0] else OWNER_BONUS
            if draft.role == "poss" and tree.dep[draft.verb] == "conj" and tree.head[draft.verb] == other.root:
                score += COORDINATE_BONUS
            score -= 0.01 * (draft.first - other.first)
        if draft.role in ("subj", "passive") and other.role in ("subj", "passive"):
            score += PARALLEL_BONUS
        if seen.members:
            score += FREQUENCY_BONUS * min(6, max(len(m.drafts) for m in seen.members))
        return score

    def _clauses(self, draft: Draft) -> list[int]:
        """The verbs of the clauses that a pronoun is in, from the innermost."""
        tree = self.tree
        found: list[int] = []
        i = draft.root
        for _ in range(20):
            if tree.head[i] == i:
                break
            i = tree.head[i]
            if tree.is_verb(i):
                found.append(i)
        return found or [-1]

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

    def link_first_persons(self, drafts: list[Draft]) -> None:
        """Give "I" the speaker of its quotation, and "we" the state or organisation that the speaker speaks for."""
        last: tuple[Member, ...] = ()
        last_passage = -9
        for draft in drafts:
            if not draft.is_pronoun or draft.words not in FIRST_PERSON:
                continue
            quote = self.passages.quotation[draft.root]
            if quote < 0:
                continue
            passage = self.passages.passage[draft.root]
            speakers = self._speakers(quote)
            if not speakers and passage - last_passage == 1:
                speakers = last
            if not speakers:
                continue
            last, last_passage = speakers, passage
            if draft.is_plural:
                speakers = tuple(m for s in speakers for m in self._spoken_for(s))
            if len(speakers) == 1:
                draft.member = speakers[0]
                speakers[0].drafts.append(draft)

    def _spoken_for(self, speaker: Member) -> tuple[Member, ...]:
        if not speaker.is_person():
            return (speaker,)
        found = [
            m
            for m in self.cast.members
            if m.kind in CORPORATE_KINDS and m.code is not None and m.code == speaker.code and m.drafts
        ]
        if not found and speaker.country is not None and (speaker.code or "").endswith("GOV"):
            state = self.cast.keyed(f"state {speaker.country}")
            found = [state] if state is not None and state.drafts else []
        return tuple(found[:1])
