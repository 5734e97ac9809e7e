"""Which noun phrases and pronouns of a story may be mentions of actors.

In: the phrases taken apart. Out: `Draft`s in text order, not yet tied to actors. Refuses predicates, and names and descriptions
inside another actor's name, title or description.
"""

from __future__ import annotations

from communique.reading.actors.drafts import Draft, Drafter
from communique.reading.actors.lexicon import ActorLexicon
from communique.reading.actors.name_drafts import NameDrafts
from communique.reading.actors.noun_drafts import NounDrafts
from communique.reading.actors.phrases import Phrase
from communique.reading.actors.standing import Standing
from communique.reading.actors.worldnames import WorldNames
from communique.reading.found import MentionKind
from communique.reading.tree import Tree
from communique.reading.world import World
from communique.record.spans import Span

# Pronouns: the gender and whether they are plural. Relatives and reflexives are no mentions.
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
_OBJECT_FORMS = frozenset({"him", "them", "me", "us"})


class MentionFinder:
    """Finds the possible mentions of one story."""

    def __init__(self, tree: Tree, lexicon: ActorLexicon, world: World, names: WorldNames, labels: dict[int, str]) -> None:
        self.tree = tree
        self.standing = Standing(tree, lexicon)
        drafter = Drafter(tree, names, self.standing)
        self._names = NameDrafts(drafter, lexicon, world, labels)
        self._nouns = NounDrafts(drafter, lexicon)

    def find(self, phrases: list[Phrase]) -> list[Draft]:
        """The drafts of all phrases and pronouns, in text order; things that are no actors come with them."""
        drafts = [draft for phrase in phrases if (draft := self._of_phrase(phrase)) is not None]
        kept = [draft for draft in _without_nested(drafts) if not draft.is_predicate]
        taken = {draft.root for draft in kept}
        kept += [draft for draft in self._pronouns() if draft.root not in taken]
        kept.sort(key=lambda draft: (draft.first, -draft.last))
        return kept

    def _of_phrase(self, phrase: Phrase) -> Draft | None:
        role, verb = self.standing.of(phrase.root)
        if phrase.unit is not None and phrase.unit.kind != "place":
            return self._names.of_unit(phrase, phrase.unit, role, verb)
        if phrase.name is not None:
            return self._names.of_name(phrase, role, verb)
        return self._nouns.of_noun(phrase, role, verb)

    def _pronouns(self) -> list[Draft]:
        tree = self.tree
        drafts: list[Draft] = []
        for i in range(tree.n):
            known = _PERSONAL.get(tree.low[i])
            if known is None or tree.pos[i] not in ("PRON", "DET") or (tree.low[i] == "us" and tree.words[i] == "US"):
                continue
            if tree.dep[i] == "expl":
                continue
            role, verb = self.standing.of(i)
            if role == "subj" and tree.low[i] in _OBJECT_FORMS:
                role, verb = "obj", tree.head[verb]  # "allowed him to go"
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
                    is_acting=self.standing.acts(role, verb),
                    words=tree.low[i],
                    gender=known[0] or None,
                )
            )
        return drafts


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
