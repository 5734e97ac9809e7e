"""From cues to contents: which words of a story are what somebody says, thinks or wants.

In: the tree, the passages, the cue lexicon. Out: `StatementDraft`s, outer and nested ones, in no order. Refuses nothing: what
is no cue in its frame, or has no content, gives no draft.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.reading.passages import Passages
from communique.reading.statements.bare_quotations import BareQuotations
from communique.reading.statements.complements import Complement, find_complements, lemma_of, particle
from communique.reading.statements.cue_sources import SourceFinder
from communique.reading.statements.cues import CueLexicon, Sense
from communique.reading.statements.drafts import Range, StatementDraft, bracket, by_passage, shrink, skip_spaces
from communique.reading.statements.edges import EdgeFinder
from communique.reading.statements.gapping import find_gapped
from communique.reading.statements.kinds import kind_of
from communique.reading.statements.tags import TAKE_ADDRESSEES, Tag, TagFinder
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

# Of several complements of one predicate the first in this order is taken, of equals the one with the better rate.
_ORDER = {
    "that": 0,
    "question": 0,
    "obj-that": 0,
    "rel-that": 0,
    "far-that": 1,
    "zero": 1,
    "obj-inf": 2,
    "pass-inf": 2,
    "inf": 2,
    "ger": 2,
}
CLAUSES = frozenset({"that", "question", "obj-that", "zero", "far-that", "rel-that"})
_VARIANTS = {"pass-inf": "obj-inf", "far-that": "that"}
_INFINITIVES = frozenset({"inf", "obj-inf", "pass-inf", "acc-inf", "ger", "on-inf", "upon-inf", "to-inf", "with-inf"})
_OPEN_A_CLAUSE = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "SCONJ"})
_RUN_ON = frozenset({"say", "add", "note", "report", "tell", "claim", "announce", "think", "believe"})


class ContentFinder:
    """Finds the drafts of one story."""

    __slots__ = ("bare", "cues", "drafts", "edges", "passages", "sources", "tags", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon, days: Mapping[int, int]) -> None:
        self.tree = tree
        self.passages = passages
        self.cues = cues
        self.tags = TagFinder(tree, passages, cues)
        self.edges = EdgeFinder(tree, passages, cues, days)
        self.sources = SourceFinder(tree, passages, self.edges.shared)
        self.bare = BareQuotations(tree, passages, self.sources)
        self.drafts: list[StatementDraft] = []

    def find(self) -> list[StatementDraft]:
        """All drafts of the story."""
        for first, last in self.passages.bounds:
            made = self._in_passage(first, last)
            self.drafts += made
            self.drafts += self.bare.find(first, last, made)
            self.drafts += self.bare.find_labelled(first, last, made)
            self.drafts += self.bare.find_signed(first, last, made)
        self.bare.lead_in(self.drafts)
        return self._without_doubles()

    def _in_passage(self, first: int, last: int) -> list[StatementDraft]:
        tree, made = self.tree, list[StatementDraft]()
        taken: list[Tag] = []
        for i in range(first, last):
            pos = tree.pos[i]
            if tree.low[i] == "according" and i + 1 < last and tree.low[i + 1] == "to":
                draft = self._according(i, first, last, made)
            elif tree.is_verb(i):
                draft = self._of_verb(i, taken)
            elif pos == "NOUN" or pos == "ADJ":
                draft = self._of_other(i, "n" if pos == "NOUN" else "a")
            else:
                continue
            if draft is not None:
                made.append(draft)
        for tag in taken:  # what was said ends where another cue's clause begins
            for draft in made:
                begin, end = draft.parts[-1]
                if (
                    draft.cue is not None
                    and draft.cue < tag.first
                    and begin < tag.first < end
                    and not draft.rule.startswith("tag")
                ):
                    part = shrink(tree, self.passages, begin, tag.first)
                    if part is not None:
                        draft.parts[-1] = part
        return made + find_gapped(tree, self.passages, first, last, made)

    def _of_verb(self, verb: int, taken: list[Tag]) -> StatementDraft | None:
        tree = self.tree
        if tree.dep[verb] in ("aux", "auxpass", "amod", "compound"):
            return None
        lemma = lemma_of(tree, verb)
        if not self.cues.has("v", lemma):
            lemma = tree.lemma[verb].lower()
            if not self.cues.has("v", lemma):
                return None
        is_outer = self.passages.quotation[verb] < 0
        tag = self.tags.find_tag(verb) if is_outer and self.cues.tells(lemma) else None
        if tag is not None and tag.is_whole:
            return self._from_tag(verb, lemma, tag, taken)
        chosen = self._choose("v", lemma, verb)
        if tag is not None and tag.quoted and (chosen is None or not self._is_close(chosen[0])):
            return self._from_tag(verb, lemma, tag, taken)
        if chosen is not None and tag is not None and not self._is_close(chosen[0]):
            chosen = None
        if chosen is not None and chosen[0].frame in CLAUSES | _INFINITIVES:
            return self._from_complement(verb, *chosen)
        if is_outer and self.cues.tells(lemma) and (chosen is None or not chosen[1].by_hand) and not (tag and tag.is_medial):
            announced = self.tags.find_announced(verb)
            if announced is not None:
                return self._draft("quote", StatementKind.SPEECH, verb, verb + 1, [announced], self._told(verb))
        if tag is not None and (chosen is None or not chosen[1].by_hand):
            return self._from_tag(verb, lemma, tag, taken)
        if chosen is not None:
            return self._from_complement(verb, *chosen)
        return self._run_on(verb, lemma) if is_outer else None

    def _run_on(self, verb: int, lemma: str) -> StatementDraft | None:
        """A clause without "that" that the parser did not see as one: the rest of the passage, if it has a verb of its own."""
        tree, passages = self.tree, self.passages
        subject = tree.subject(verb)
        if lemma not in _RUN_ON or not tree.is_finite(verb) or subject is None or subject > verb:
            return None
        end = passages.bounds[passages.passage[verb]][1]
        first = verb + 1
        if first >= end or tree.pos[first] not in _OPEN_A_CLAUSE:
            return None
        if not any(tree.is_finite(i) and passages.quotation[i] < 0 for i in range(first, end)):
            return None
        sense = self.cues.sense("v", lemma, "zero")
        part = shrink(tree, passages, *bracket(passages, *self.edges.clause(verb, first, end, end), verb))
        if part is None or sense is None:
            return None
        return self._draft("run-on", sense.kind, verb, verb + 1, [part], None)

    def _is_close(self, complement: Complement) -> bool:
        """Whether no comma parts a complement from its cue, as one parts what goes on after "…, he said, …"."""
        return not any(
            self.tree.words[i] in (",", "–", "—") and self.passages.quotation[i] < 0
            for i in range(complement.cue_end, min(complement.first + 1, self.tree.n))
        )

    def _of_other(self, i: int, pos: str) -> StatementDraft | None:
        lemma = self.tree.lemma[i].lower()
        if self.passages.quotation[i] >= 0 or not self.cues.has(pos, lemma):
            return None
        chosen = self._choose(pos, lemma, i)
        return None if chosen is None else self._from_complement(i, *chosen)

    def _choose(self, pos: str, lemma: str, i: int) -> tuple[Complement, Sense] | None:
        best: tuple[Complement, Sense] | None = None
        rank = (9, 0.0)
        for found in find_complements(self.tree, i):
            sense = self._sense(pos, lemma, found)
            if sense is None:
                continue
            here = (_ORDER.get(found.frame, 3) + (0 if sense.by_hand else 4), -sense.rate)
            if here < rank:
                best, rank = (found, sense), here
        return best

    def _sense(self, pos: str, lemma: str, found: Complement) -> Sense | None:
        """What a predicate tells in a frame, or in the frame of which this one is a variant."""
        sense = self.cues.sense(pos, lemma, found.frame)
        if sense is not None and sense.by_hand:
            return sense
        if found.frame in ("np", "np-as") and self._is_quoted_object(found):
            return self.cues.sense(pos, lemma, "np-quote") or sense
        plain = _VARIANTS.get(found.frame) or found.frame.replace("+", "-")
        variant = self.cues.sense(pos, lemma, plain) if plain != found.frame else None
        return variant if variant is not None and variant.by_hand else sense

    def _is_quoted_object(self, found: Complement) -> bool:
        quotation = self.passages.quotation
        return quotation[found.first] >= 0 or quotation[found.last - 1] >= 0

    def _from_complement(self, cue: int, found: Complement, sense: Sense) -> StatementDraft | None:
        part = self._fit(cue, found)
        if part is None or part[0] <= cue < part[1] or self.edges.days.get(part[1]) == part[0]:
            return None  # "a statement on Friday": a day is nothing that is told
        if self._is_label(cue, part):
            return None
        if sense.kind is StatementKind.THOUGHT and part[1] - part[0] == 1 and self.tree.pos[part[0]] == "PRON":
            return None  # "defended himself", "likes it": nothing is told
        return self._draft(found.frame, sense.kind, cue, found.cue_end, [part], found.addressee)

    def _is_label(self, cue: int, part: Range) -> bool:
        """Whether a cue is an imperative that heads a line: "Note: this page …"."""
        tree = self.tree
        is_bare = tree.tag[cue] in ("VB", "VBP") and tree.subject(cue) is None and self.passages.quotation[part[0]] < 0
        begin = skip_spaces(tree, self.passages.bounds[self.passages.passage[cue]][0], 1)
        return is_bare and cue == begin and tree.words[cue + 1] == ":"

    def _fit(self, cue: int, found: Complement) -> Range | None:
        """The complement's words, not past its passage, nor through a quotation, nor into the next one's telling."""
        tree, passages = self.tree, self.passages
        first, last = found.first, found.last
        end = passages.bounds[passages.passage[cue]][1]
        if passages.quotation[cue] >= 0:
            end = passages.quoted[passages.quotation[cue]][1]
        last = min(last, end)
        if first >= last:
            return None
        fit = self.edges.clause if found.frame in CLAUSES else self.edges.phrase
        first, last = fit(cue, first, last, end)
        if found.frame == "np":
            last = self.edges.before_day(cue, first, last)
        first, last = bracket(passages, first, last, cue)
        return shrink(tree, passages, max(first, found.cue_end), last) if cue < first else shrink(tree, passages, first, last)

    def _from_tag(self, verb: int, lemma: str, tag: Tag, taken: list[Tag]) -> StatementDraft | None:
        sense = self.cues.sense("v", lemma, "tag") or (self.cues.sense("v", lemma, "quote") if tag.quoted else None)
        if sense is None:
            return None
        taken.append(tag)
        kind = StatementKind.SPEECH if tag.quoted else sense.kind
        rule = "tag-quote" if tag.quoted else "tag"
        if kind is StatementKind.THOUGHT and any(self.passages.quotation[i] >= 0 for f, e in tag.parts for i in (f, e - 1)):
            kind = StatementKind.SPEECH  # quoted words were said, whatever the verb
        out = particle(self.tree, verb)
        draft = self._draft(
            rule, kind, verb, verb + 1 if out is None else out + 1, list(tag.parts), self._told(verb), is_tag=True
        )
        is_passive = self.tree.kid(verb, "auxpass") is not None
        if tag.subject is not None and not is_passive and (draft.source is None or draft.holds(draft.source)):
            draft.source = tag.subject
        return draft

    def _told(self, verb: int) -> int | None:
        tree = self.tree
        for k in tree.kids[verb]:
            is_object = tree.dep[k] == "dative" or (tree.dep[k] == "dobj" and tree.lemma[verb] in TAKE_ADDRESSEES)
            if k > verb and is_object and self.passages.quotation[k] < 0:
                return tree.kid(k, "pobj") if tree.pos[k] == "ADP" else k
            if k > verb and tree.dep[k] == "prep" and tree.low[k] == "to":
                return tree.kid(k, "pobj")
        return None

    def _draft(
        self,
        rule: str,
        kind: StatementKind,
        cue: int,
        cue_end: int,
        parts: list[Range],
        told: int | None,
        *,
        is_tag: bool = False,
    ) -> StatementDraft:
        return StatementDraft(
            rule=rule,
            kind=kind_of(self.tree, self.passages, cue, kind, may_be_imperative=not is_tag),
            cue=cue,
            cue_end=cue_end,
            source=self.sources.find(cue),
            parts=parts,
            addressee=told,
            is_outer=self.passages.quotation[cue] < 0,
        )

    def _according(self, i: int, first: int, last: int, made: list[StatementDraft]) -> StatementDraft | None:
        """ "…, according to X": the rest of the sentence, or of the content that it stands in."""
        tree, passages = self.tree, self.passages
        if passages.quotation[i] >= 0:
            return None
        source = tree.kid(i + 1, "pobj")
        if source is None:
            return None
        begin = skip_spaces(tree, first, 1)
        outer = next((d for d in reversed(made) if d.holds(i)), None)
        if outer is not None:
            begin = next(f for f, e in outer.parts if f <= i < e)
        end = max(tree.right[source], source + 1)
        before = skip_spaces(tree, i - 1, -1)
        parts: list[Range | None]
        if before < begin or (tree.low[before] in ("and", "but", "that", "because") and before - begin < 3):
            parts = [shrink(tree, passages, *bracket(passages, min(end, last), last, i))] if end < last else []
        else:
            joint = tree.low[before] in ("and", "but") or tree.words[before] == ";"
            if joint:
                parts = [shrink(tree, passages, min(end, last), last)] if end < last else []
            else:
                parts = [shrink(tree, passages, begin, i)]
                after = skip_spaces(tree, end, 1)
                if not self.tags.is_complete(begin, i) and after < last and any(tree.is_finite(k) for k in range(after, last)):
                    parts.append(shrink(tree, passages, after, last))
        kept = [part for part in parts if part is not None]
        if not kept:
            return None
        return StatementDraft(
            rule="according", kind=StatementKind.SPEECH, cue=i, cue_end=i + 2, source=source, parts=kept, is_outer=True
        )

    def _without_doubles(self) -> list[StatementDraft]:
        """The drafts without those that tell the same words by the same speaker, and without thoughts told in another content."""
        kept: dict[tuple[Range, ...], list[StatementDraft]] = {}
        near = by_passage(self.passages, self.drafts)
        for draft in self.drafts:
            if not draft.is_outer and (draft.kind is not StatementKind.SPEECH or draft.source is None):
                continue
            if draft.kind is StatementKind.THOUGHT and draft.cue is not None and self._is_told(draft, draft.cue, near):
                continue
            alike = kept.setdefault(tuple(draft.parts), [])
            same = next((k for k in alike if draft.source in (k.source, None)), None)
            if same is None:
                alike.append(draft)
            elif same.kind is StatementKind.THOUGHT and draft.kind is StatementKind.SPEECH:
                alike[alike.index(same)] = draft
        return [draft for alike in kept.values() for draft in alike]

    def _is_told(self, draft: StatementDraft, cue: int, near: dict[int, list[StatementDraft]]) -> bool:
        """Whether a cue stands in the content of another draft."""
        return any(
            other.holds(cue) and (other.is_outer or other.kind is not StatementKind.THOUGHT)
            for other in near.get(self.passages.passage[cue], ())
            if other is not draft
        )
