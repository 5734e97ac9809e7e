"""From cues to contents: which words of a story are what somebody says, thinks or wants.

In: the tree, the passages, the cue lexicon. Out: `StatementDraft`s, outer and nested ones, in no order. Refuses nothing: what
is no cue in its frame, or has no content, gives no draft.
"""

from __future__ import annotations

from communique.reading.complements import Complement, find_complements, lemma_of
from communique.reading.cues import CueLexicon, Sense
from communique.reading.kinds import kind_of
from communique.reading.passages import Passages
from communique.reading.speakers import find_source
from communique.reading.statement_drafts import Range, StatementDraft, bracket, is_finite, shrink, skip_spaces
from communique.reading.tags import Tag, TagFinder
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

# Of several complements of one predicate the first in this order is taken, of equals the one with the better rate.
_ORDER = {"that": 0, "question": 0, "obj-that": 0, "zero": 1, "obj-inf": 2, "pass-inf": 2, "inf": 2, "ger": 2}
_CLAUSES = frozenset({"that", "question", "obj-that", "zero"})
_JOINS = frozenset({"and", "but", "while", "or", ","})
_MIN_SENTENCE = 4  # words of a quotation that may stand as a statement without a cue


class ContentFinder:
    """Finds the drafts of one story."""

    __slots__ = ("cues", "drafts", "passages", "tags", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon) -> None:
        self.tree = tree
        self.passages = passages
        self.cues = cues
        self.tags = TagFinder(tree, passages, cues)
        self.drafts: list[StatementDraft] = []

    def find(self) -> list[StatementDraft]:
        """All drafts of the story."""
        for first, last in self.passages.bounds:
            made = self._in_passage(first, last)
            self.drafts += made
            self._bare_quotations(first, last, made)
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
        return made

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
        if tag is not None and tag.quoted:
            return self._from_tag(verb, lemma, tag, taken)
        chosen = self._choose("v", lemma, verb)
        if chosen is not None and (tag is None or self._is_close(chosen[0])):
            return self._from_complement(verb, *chosen)
        if tag is not None:
            return self._from_tag(verb, lemma, tag, taken)
        if is_outer and self.cues.tells(lemma):
            announced = self.tags.find_announced(verb)
            if announced is not None:
                sense = self.cues.sense("v", lemma, "quote") or self.cues.sense("v", lemma, "tag")
                kind = StatementKind.SPEECH if sense is None else sense.kind
                return self._draft("quote", kind, verb, verb + 1, [announced], self._told(verb))
        return None

    def _is_close(self, complement: Complement) -> bool:
        """Whether no comma parts a zero complement from its cue, as one parts what goes on after "…, he said, …"."""
        if complement.frame != "zero":
            return True
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
            sense = self.cues.sense(pos, lemma, found.frame)
            if sense is None and found.frame in ("np", "np-as") and self._is_quoted_object(found):
                sense = self.cues.sense(pos, lemma, "np-quote")
            if sense is None and found.frame == "pass-inf":
                sense = self.cues.sense(pos, lemma, "obj-inf")
            if sense is None:
                continue
            here = (_ORDER.get(found.frame, 3) + (0 if sense.by_hand else 4), -sense.rate)
            if here < rank:
                best, rank = (found, sense), here
        return best

    def _is_quoted_object(self, found: Complement) -> bool:
        quotation = self.passages.quotation
        return quotation[found.first] >= 0 or quotation[found.last - 1] >= 0

    def _from_complement(self, cue: int, found: Complement, sense: Sense) -> StatementDraft | None:
        part = self._fit(cue, found)
        if part is None or part[0] <= cue < part[1]:
            return None
        return self._draft(found.frame, sense.kind, cue, found.cue_end, [part], found.addressee)

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
        if found.frame in _CLAUSES:
            after = skip_spaces(tree, last, 1)
            if after < end and tree.sent[after] != tree.sent[last - 1] and passages.quotation[after] < 0:
                last = end  # the parser ended the sentence too early
            last = self._before_next_telling(cue, first, last)
        first, last = bracket(passages, first, last, cue)
        return shrink(tree, passages, max(first, found.cue_end), last) if cue < first else shrink(tree, passages, first, last)

    def _before_next_telling(self, cue: int, first: int, last: int) -> int:
        """The end of a clause, cut before "and Y denied …": a cue with a subject of its own in the tense of this one."""
        tree = self.tree
        for i in range(first + 1, last):
            if tree.dep[i] != "conj" or tree.tag[i] != tree.tag[cue] or tree.tag[i] not in ("VBD", "VBZ", "VBP"):
                continue
            if self.passages.quotation[i] >= 0 or not self.cues.tells(tree.lemma[i].lower()) or tree.kid(i, "aux") is not None:
                continue
            subject = tree.kid(i, "nsubj")
            if subject is None or not first < tree.left[subject] < i:
                continue
            cut = tree.left[subject]
            while cut > first and (tree.low[cut - 1] in _JOINS or tree.pos[cut - 1] == "SPACE"):
                cut -= 1
            if cut > first:
                return cut
        return last

    def _from_tag(self, verb: int, lemma: str, tag: Tag, taken: list[Tag]) -> StatementDraft | None:
        sense = self.cues.sense("v", lemma, "tag") or self.cues.sense("v", lemma, "quote")
        if sense is None:
            return None
        taken.append(tag)
        kind = StatementKind.SPEECH if tag.quoted else sense.kind
        rule = "tag-quote" if tag.quoted else "tag"
        draft = self._draft(rule, kind, verb, verb + 1, list(tag.parts), self._told(verb))
        if tag.subject is not None and (draft.source is None or draft.holds(draft.source)):
            draft.source = tag.subject
        return draft

    def _told(self, verb: int) -> int | None:
        tree = self.tree
        for k in tree.kids[verb]:
            if k > verb and tree.dep[k] in ("dobj", "dative") and self.passages.quotation[k] < 0:
                return tree.kid(k, "pobj") if tree.pos[k] == "ADP" else k
            if k > verb and tree.dep[k] == "prep" and tree.low[k] == "to":
                return tree.kid(k, "pobj")
        return None

    def _draft(
        self, rule: str, kind: StatementKind, cue: int, cue_end: int, parts: list[Range], told: int | None
    ) -> StatementDraft:
        return StatementDraft(
            rule=rule,
            kind=kind_of(self.tree, self.passages, cue, kind),
            cue=cue,
            cue_end=cue_end,
            source=find_source(self.tree, cue),
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
                if (
                    not self.tags._is_complete(begin, i)
                    and after < last
                    and any(is_finite(tree, k) for k in range(after, last))
                ):
                    parts.append(shrink(tree, passages, after, last))
        kept = [part for part in parts if part is not None]
        if not kept:
            return None
        return StatementDraft(
            rule="according", kind=StatementKind.SPEECH, cue=i, cue_end=i + 2, source=source, parts=kept, is_outer=True
        )

    def _bare_quotations(self, first: int, last: int, made: list[StatementDraft]) -> None:
        """Quotations of whole sentences that no cue claims: the last statement goes on, or its speaker says more."""
        passages = self.passages
        i = first
        while i < last:
            number = passages.quotation[i]
            if number < 0:
                i += 1
                continue
            opens, closes = passages.quoted[number]
            if not any(d.holds(opens) for d in made) and self._is_sentence(number, first, last):
                self._take_bare(number, opens, closes, first, last, made)
            i = closes

    def _is_sentence(self, number: int, first: int, last: int) -> bool:
        tree, passages = self.tree, self.passages
        opens, closes = passages.quoted[number]
        words = [i for i in range(opens, closes) if tree.words[i][:1].isalnum()]
        if not words or not (tree.words[words[0]][:1].isupper() or tree.words[words[0]][:1].isdigit()):
            return False
        before, after = skip_spaces(tree, opens - 1, -1), skip_spaces(tree, closes, 1)
        alone = (before < first or tree.words[before] == ":") and (after >= last or tree.words[after] in (".", "!", "?"))
        return alone and (len(words) >= _MIN_SENTENCE or any(is_finite(tree, i) for i in words))

    def _take_bare(self, number: int, opens: int, closes: int, first: int, last: int, made: list[StatementDraft]) -> None:
        tree, passages = self.tree, self.passages
        part = shrink(tree, passages, opens, closes)
        if part is None:
            return
        before = skip_spaces(tree, opens - 1, -1)
        if before >= first:  # "He sounded sure: “…”", "Getachew: “…”"
            source = self._nearest_speaker(first, before)
            self._add_bare(part, source)
            return
        previous = self._previous(first, opens)
        if previous is None:
            return
        same_paragraph = before >= 0 and passages.paragraph[before] == passages.paragraph[opens]
        if previous.is_outer and (same_paragraph or passages.quotations[number].continues) and self._ends_quoted(previous):
            previous.parts.append(part)
        elif same_paragraph or passages.quotations[number].continues:
            self._add_bare(part, previous.source)

    def _ends_quoted(self, draft: StatementDraft) -> bool:
        """Whether a draft holds a quotation of its own with nothing else, so that the next quotation goes on with it."""
        first, last = draft.parts[-1]
        return self.passages.quotation[first] >= 0 and self.passages.quotation[last - 1] >= 0

    def _previous(self, first: int, opens: int) -> StatementDraft | None:
        """The outer statement of the passage before, the last one if it has several."""
        before = skip_spaces(self.tree, first - 1, -1)
        if before < 0:
            return None
        passage = self.passages.passage[before]
        found = [
            d
            for d in self.drafts
            if d.is_outer
            and d.kind is StatementKind.SPEECH
            and self.passages.passage[d.parts[-1][1] - 1 if d.cue is None or d.cue < d.parts[-1][0] else d.cue] == passage
        ]
        return max(found, key=lambda d: max(d.cue or 0, d.parts[-1][1]), default=None)

    def _nearest_speaker(self, first: int, before: int) -> int | None:
        """The subject of the main verb before a colon, or the name that stands there alone."""
        tree, passages = self.tree, self.passages
        name: int | None = None
        for i in range(first, before):
            if passages.quotation[i] >= 0:
                continue
            if is_finite(tree, i) and tree.dep[i] not in ("relcl", "advcl", "acl", "ccomp"):
                clause = tree.head[i] if tree.dep[i] in ("aux", "auxpass") else i
                found = find_source(tree, clause)
                if found is not None and first <= found < before:
                    return found
            if tree.pos[i] in ("PROPN", "PRON", "NOUN") and tree.dep[i] not in ("compound", "poss", "nmod"):
                name = i
        return name

    def _add_bare(self, part: Range, source: int | None) -> None:
        self.drafts.append(
            StatementDraft(
                rule="bare", kind=StatementKind.SPEECH, cue=None, cue_end=0, source=source, parts=[part], is_outer=True
            )
        )

    def _without_doubles(self) -> list[StatementDraft]:
        """The drafts without those that tell the same words by the same speaker, and without thoughts told in a quotation."""
        kept: list[StatementDraft] = []
        for draft in self.drafts:
            if not draft.is_outer and (draft.kind is not StatementKind.SPEECH or draft.source is None):
                continue
            same = next(
                (k for k in kept if k.parts == draft.parts and (k.source == draft.source or draft.source is None)), None
            )
            if same is None:
                kept.append(draft)
            elif same.kind is StatementKind.THOUGHT and draft.kind is StatementKind.SPEECH:
                kept[kept.index(same)] = draft
        return kept
