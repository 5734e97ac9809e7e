"""The rules' drafts and the model's readings made one list of statements.

In: the drafts of a story. Out: `StatementDraft`s: the rules' own where they are sure, the model's further ones and its edges of
thoughts where they are not. Refuses nothing; `rule` tells what found each: a rule's name, "tagger", or "NAME/tagger" for a rule's
statement with the model's content.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from communique.reading.passages import Passages
from communique.reading.statements.cue_sources import SourceFinder
from communique.reading.statements.cues import CueLexicon, load_cues
from communique.reading.statements.drafts import Range, StatementDraft, shrink
from communique.reading.statements.judging import Judge, features_of, load_judge, source_share
from communique.reading.statements.kinds import kind_of
from communique.reading.statements.linking import Reading, Sight, link
from communique.reading.statements.speakers import antecedent
from communique.reading.statements.tagger import Tagger, load_tagger
from communique.reading.statements.windows import candidates, make_windows, with_context
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

RULE = "tagger"
_SAME = 0.5  # the share of common words from which on two contents are one
# The share from which on a rule's edges are taken: they follow the parse, but for thoughts the rules know fewer frames.
_ALIKE, _ALIKE_THOUGHTS = 0.6, 0.8
_MAX_HOLE = 2  # tokens between two parts of the model's content that are one all the same
_SURE = 0.7  # of a word that it is in a source
_NAMING = frozenset({"know", "name", "title", "entitle", "nickname", "dub", "call", "term", "label"})
_MAX_STEPS = 4  # from a content up to the word of its cue that governs it


@dataclass(slots=True)
class Candidate:
    """A statement that may be told. `agreement` is the share of words that the rules' and the model's content have in common.

    `is_kept` tells one that the model cannot judge: it has not seen it, or the statement is told in another one. `is_spoken`
    tells what the rules take for speech.
    """

    draft: StatementDraft
    found_by: str
    agreement: float
    is_kept: bool = False
    is_spoken: bool = False


def refine(tree: Tree, passages: Passages, drafts: list[StatementDraft]) -> list[StatementDraft]:
    """The drafts of a story after a second look by the model, in no order."""
    cues = load_cues()
    bounds = list(candidates(tree, passages, drafts, cues))
    if not bounds:
        return drafts
    judge = load_judge()
    sight = look(tree, passages, drafts, bounds, load_tagger())
    return [
        replace(candidate.draft, cue=None) if _is_mark(tree, candidate.draft) else candidate.draft
        for candidate in Merger(tree, passages, cues, sight).merge(drafts)
        if candidate.is_kept or is_accepted(tree, passages, sight, candidate, judge)
    ]


def look(tree: Tree, passages: Passages, drafts: list[StatementDraft], bounds: list[Range], tagger: Tagger) -> Sight:
    """What the model makes of some passages, which it reads together with what stands beside them."""
    sight = Sight()
    for window in make_windows(tree, passages, drafts, with_context(passages, drafts, bounds), tagger.pieces, tagger.marks):
        link(window.tokens, *tagger.score(window), sight)
    inside = {i for first, last in bounds for i in range(first, last)}
    return Sight(
        [reading for reading in sight.readings if all(first in inside for first, _ in reading.parts)],
        {i: shares for i, shares in sight.shares.items() if i in inside},
    )


def is_accepted(tree: Tree, passages: Passages, sight: Sight, candidate: Candidate, judge: Judge) -> bool:
    """Whether a candidate is told."""
    features = features_of(tree, passages, sight, candidate.draft, candidate.agreement)
    return judge.accepts(candidate.found_by, features, is_spoken=candidate.is_spoken)


class Merger:
    """Pairs the drafts and the readings of one story."""

    __slots__ = ("cues", "passages", "sight", "sources", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon, sight: Sight) -> None:
        self.tree = tree
        self.passages = passages
        self.cues = cues
        self.sight = sight
        self.sources = SourceFinder(tree, passages, {})

    def merge(self, drafts: list[StatementDraft]) -> list[Candidate]:
        """All statements that the rules or the model find, each once."""
        nested = _nested(drafts)
        read = [draft for reading in self.sight.readings if (draft := self._draft(reading)) is not None]
        matched = self._match([draft for draft in drafts if id(draft) not in nested], read)
        taken = {id(other) for other, _ in matched.values()}
        made: list[Candidate] = []
        for draft in drafts:
            token = draft.parts[0][0] if draft.cue is None else draft.cue
            other, agreement = matched.get(id(draft), (None, 0.0))
            is_kept = draft.is_settled or token not in self.sight.shares or id(draft) in nested
            is_spoken = draft.kind is not StatementKind.THOUGHT
            merged = draft if other is None or draft.is_settled else self._join(draft, other, agreement)
            made.append(Candidate(merged, "rules" if other is None else "both", agreement, is_kept, is_spoken))
        made += [Candidate(self._without_holes(draft), "model", 0.0) for draft in read if id(draft) not in taken]
        return made

    def _match(self, drafts: list[StatementDraft], read: list[StatementDraft]) -> dict[int, tuple[StatementDraft, float]]:
        """Which reading is the same statement as which draft, the best pairs first."""
        owners: dict[int, list[int]] = {}
        for number, draft in enumerate(drafts):
            for first, last in draft.parts:
                for i in range(first, last):
                    owners.setdefault(i, []).append(number)
        pairs = []
        for place, other in enumerate(read):
            common = {number for first, last in other.parts for i in range(first, last) for number in owners.get(i, ())}
            for number in common:
                agreement = agreement_of(drafts[number], other)
                if agreement >= _SAME or _same_cue(drafts[number], other):
                    pairs.append((-agreement, number, place))
        matched: dict[int, tuple[StatementDraft, float]] = {}
        taken: set[int] = set()
        for disagreement, number, place in sorted(pairs):
            if id(drafts[number]) not in matched and place not in taken:
                matched[id(drafts[number])] = read[place], -disagreement
                taken.add(place)
        return matched

    def _join(self, rule: StatementDraft, other: StatementDraft, agreement: float) -> StatementDraft:
        """A rule's draft with what the model knows better: a source, or the content where the two differ."""
        source = other.source if rule.source is None or self._is_better_source(rule, other) else rule.source
        if rule.rule == "tag-quote":
            return self._near_cue(rule, other)
        is_thought = rule.kind is StatementKind.THOUGHT
        if rule.cue is None and other.cue is not None and self._is_before(other, rule.parts[0][0]):
            rule = replace(rule, cue=other.cue, cue_end=other.cue_end)  # "made the following comment: “…”"
        is_torn = not is_thought and len(other.parts) > len(rule.parts)  # what was said has no holes
        if is_torn or agreement >= (_ALIKE_THOUGHTS if is_thought else _ALIKE):
            return replace(rule, source=source)
        joined = replace(rule, rule=f"{rule.rule}/{RULE}", source=source, parts=list(other.parts))
        if other.cue is not None and (joined.cue is None or joined.holds(joined.cue)):
            joined.cue, joined.cue_end = other.cue, other.cue_end
        if joined.cue is not None and joined.holds(joined.cue):
            return replace(rule, source=source)
        return self._without_holes(joined)

    def _near_cue(self, rule: StatementDraft, other: StatementDraft) -> StatementDraft:
        """A quotation with its cue: its marks tell where it ends; the model, which quotations of later paragraphs are part of it."""
        if rule.cue is None:
            return rule
        here = self.passages.paragraph[rule.cue]
        kept = [
            (first, last)
            for first, last in rule.parts
            if self.passages.paragraph[first] <= here
            or self._continues(first)
            or any(first < e and f < last for f, e in other.parts)
        ]
        return replace(rule, parts=kept or rule.parts)

    def _continues(self, token: int) -> bool:
        """Whether a token is in a quotation that goes on with one left open in the paragraph before."""
        number = self.passages.quotation[token]
        return number >= 0 and self.passages.quotations[number].continues

    def _is_before(self, draft: StatementDraft, first: int) -> bool:
        """Whether only marks stand between a draft's cue and token `first`."""
        return draft.cue_end <= first and not any(self.tree.words[i][:1].isalnum() for i in range(draft.cue_end, first))

    def _is_better_source(self, rule: StatementDraft, other: StatementDraft) -> bool:
        """Whether the model is sure that its source is one and that the rule's is none."""
        if rule.source not in self.sight.shares or other.source is None:
            return False
        mine, its = (source_share(self.tree, self.sight, draft) for draft in (rule, other))
        return its >= _SURE and mine < 1 - _SURE

    def _draft(self, reading: Reading) -> StatementDraft | None:
        """A reading as a draft, None if it has no words."""
        tree, passages = self.tree, self.passages
        parts = [part for first, last in sorted(reading.parts) if (part := shrink(tree, passages, first, last)) is not None]
        if not parts:
            return None
        is_quoted = any(passages.quotation[i] >= 0 for first, last in parts for i in (first, last - 1))
        draft = StatementDraft(
            rule=RULE,
            kind=StatementKind.SPEECH if is_quoted else StatementKind.THOUGHT,
            cue=None,
            cue_end=0,
            source=None if reading.source is None else self._head(reading.source),
            parts=parts,
        )
        if reading.cue is not None:
            draft.cue, draft.cue_end = self._cue(reading.cue, parts[0]), reading.cue[1]
            draft.is_outer = passages.quotation[draft.cue] < 0
            speaks = is_quoted or self._speaks(draft.cue, parts) or _is_mark(tree, draft)
            kind = StatementKind.SPEECH if speaks else StatementKind.THOUGHT
            draft.kind = kind_of(tree, passages, draft.cue, kind, may_be_imperative=False)
            if draft.source is None:
                draft.source = self.sources.find(draft.cue)
        if draft.source is not None and draft.holds(draft.source):
            draft.source = None
        if draft.source is None and draft.cue is not None and tree.lemma[draft.cue].lower() in _NAMING:
            return None  # "known as “the gate of the north”": a name, and nobody's words
        return self._without_holes(draft) if draft.kind is StatementKind.THOUGHT else draft

    def _without_holes(self, draft: StatementDraft) -> StatementDraft:
        """A draft in which parts with a word or two between them are one, where these are not its cue or source."""
        parts = draft.parts[:1]
        for first, last in draft.parts[1:]:
            hole = range(parts[-1][1], first)
            is_told = draft.cue is not None and any(draft.cue <= i < draft.cue_end for i in hole)
            if len(hole) <= _MAX_HOLE and not is_told and draft.source not in hole and self._in_one_passage(hole.start, first):
                parts[-1] = parts[-1][0], last
            else:
                parts.append((first, last))
        return replace(draft, parts=parts)

    def _in_one_passage(self, one: int, other: int) -> bool:
        return self.passages.passage[one] == self.passages.passage[other]

    def _speaks(self, cue: int, parts: list[Range]) -> bool:
        """Whether a cue with an unquoted content is one of speech; one that is no clause needs a frame for noun phrases."""
        tree = self.tree
        lemma = tree.lemma[cue].lower()
        if any(tree.is_finite(i) or tree.tag[i] == "TO" for first, last in parts for i in range(first, last)):
            return self.cues.speaks(lemma)
        frames = {"np", *(tree.low[first - 1] for first, _ in parts if first > 0)}
        senses = (self.cues.sense("v", lemma, frame) for frame in sorted(frames))
        return any(sense is not None and sense.kind is StatementKind.SPEECH for sense in senses)

    def _cue(self, cue: Range, content: Range) -> int:
        """The word that stands for a cue: the one that governs the content ("renewed calls for"), else its last full verb."""
        tree = self.tree
        governor = self._top(content)
        for _ in range(_MAX_STEPS):
            if cue[0] <= governor < cue[1] and tree.pos[governor] not in ("ADP", "PART", "SCONJ"):
                return governor
            governor = tree.head[governor]
        verbs = [i for i in range(*cue) if tree.is_verb(i) and tree.dep[i] not in ("aux", "auxpass")]
        return verbs[-1] if verbs else self._top(cue)

    def _head(self, source: Range) -> int:
        """The word that heads a source; a relative pronoun stands for its antecedent."""
        tree = self.tree
        named = (i for i in range(*source) if tree.pos[i] in ("PROPN", "NOUN", "PRON") and not self._hangs_in(i, source))
        return antecedent(tree, next(named, self._top(source)))

    def _top(self, words: Range) -> int:
        return next((i for i in range(*words) if self.tree.pos[i] != "SPACE" and not self._hangs_in(i, words)), words[0])

    def _hangs_in(self, i: int, words: Range) -> bool:
        head = self.tree.head[i]
        return head != i and words[0] <= head < words[1]


def _nested(drafts: list[StatementDraft]) -> set[int]:
    """The ids of the drafts that are told in another one; the model has learned from outer statements only."""
    by_cue: dict[int, list[StatementDraft]] = {}
    for draft in drafts:
        if draft.cue is not None:
            by_cue.setdefault(draft.cue, []).append(draft)
    cues = sorted(by_cue)
    nested = {id(draft) for draft in drafts if not draft.is_outer}
    for draft in drafts:
        for first, last in draft.parts:
            for cue in cues[bisect_left(cues, first) : bisect_left(cues, last)]:
                nested |= {id(inner) for inner in by_cue[cue] if inner is not draft}
    return nested


def agreement_of(one: StatementDraft, other: StatementDraft) -> float:
    """The share of the words of two contents that they have in common."""
    common = sum(max(0, min(e, last) - max(f, first)) for f, e in one.parts for first, last in other.parts)
    return common / (one.size + other.size - common)


def _is_mark(tree: Tree, draft: StatementDraft) -> bool:
    """Whether a cue is no word: the colon of "Holm: Borland is not ready", the dash before a name."""
    return draft.cue is not None and not any(tree.words[i][:1].isalnum() for i in range(draft.cue, draft.cue_end))


def _same_cue(one: StatementDraft, other: StatementDraft) -> bool:
    return one.cue is not None and other.cue is not None and one.cue < other.cue_end and other.cue < one.cue_end
