"""From cues to contents: which words of a story are what somebody says, thinks or wants.

In: the tree, the passages, the cue lexicon. Out: `StatementDraft`s, outer and nested ones, in no order. Refuses nothing: what
is no cue in its frame, or has no content, gives no draft.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.reading.complements import Complement, find_complements, lemma_of, particle
from communique.reading.content_edges import EdgeFinder
from communique.reading.cues import CueLexicon, Sense
from communique.reading.kinds import kind_of
from communique.reading.passages import Passages
from communique.reading.speakers import find_source
from communique.reading.statement_drafts import Range, StatementDraft, bracket, is_finite, shrink, skip_spaces
from communique.reading.tags import TAKE_ADDRESSEES, Tag, TagFinder
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
_CLAUSES = frozenset({"that", "question", "obj-that", "zero", "far-that", "rel-that"})
_VARIANTS = {"pass-inf": "obj-inf", "far-that": "that"}
_INFINITIVES = frozenset({"inf", "obj-inf", "pass-inf", "acc-inf", "ger", "on-inf", "upon-inf", "to-inf", "with-inf"})
_OPEN_A_CLAUSE = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "SCONJ"})
_RUN_ON = frozenset({"say", "add", "note", "report", "tell", "claim", "announce", "think", "believe"})
_MAX_SIGNATURE = 14  # tokens of a name behind a dash, with what says who it is
_MIN_SENTENCE = 4  # words of a quotation that may stand as a statement without a cue


class ContentFinder:
    """Finds the drafts of one story."""

    __slots__ = ("cues", "drafts", "edges", "passages", "tags", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon, days: Mapping[int, int]) -> None:
        self.tree = tree
        self.passages = passages
        self.cues = cues
        self.tags = TagFinder(tree, passages, cues)
        self.edges = EdgeFinder(tree, passages, cues, days)
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
        if tag is not None and tag.is_whole:
            return self._from_tag(verb, lemma, tag, taken)
        chosen = self._choose("v", lemma, verb)
        if tag is not None and tag.quoted and (chosen is None or not self._is_close(chosen[0])):
            return self._from_tag(verb, lemma, tag, taken)
        if chosen is not None and tag is not None and not self._is_close(chosen[0]):
            chosen = None
        if chosen is not None and chosen[0].frame in _CLAUSES | _INFINITIVES:
            return self._from_complement(verb, *chosen)
        if is_outer and self.cues.tells(lemma) and (chosen is None or not chosen[1].by_hand):
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
        if lemma not in _RUN_ON or not is_finite(tree, verb) or subject is None or subject > verb:
            return None
        end = passages.bounds[passages.passage[verb]][1]
        first = verb + 1
        if first >= end or tree.pos[first] not in _OPEN_A_CLAUSE:
            return None
        if not any(is_finite(tree, i) and passages.quotation[i] < 0 for i in range(first, end)):
            return None
        sense = self.cues.sense("v", lemma, "zero")
        part = shrink(tree, passages, *bracket(passages, *self.edges.clause(verb, first, end, end), verb))
        if part is None or sense is None:
            return None
        return self._draft("run-on", sense.kind, verb, verb + 1, [part], None)

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
        if part is None or part[0] <= cue < part[1]:
            return None
        if sense.kind is StatementKind.THOUGHT and part[1] - part[0] == 1 and self.tree.pos[part[0]] == "PRON":
            return None  # "defended himself", "likes it": nothing is told
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
        fit = self.edges.clause if found.frame in _CLAUSES else self.edges.phrase
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
        draft = self._draft(rule, kind, verb, verb + 1 if out is None else out + 1, list(tag.parts), self._told(verb))
        if tag.subject is not None and (draft.source is None or draft.holds(draft.source)):
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
        self, rule: str, kind: StatementKind, cue: int, cue_end: int, parts: list[Range], told: int | None
    ) -> StatementDraft:
        return StatementDraft(
            rule=rule,
            kind=kind_of(self.tree, self.passages, cue, kind),
            cue=cue,
            cue_end=cue_end,
            source=self._source(cue),
            parts=parts,
            addressee=told,
            is_outer=self.passages.quotation[cue] < 0,
        )

    def _source(self, cue: int) -> int | None:
        """Who a cue's words are ascribed to: its subject, or that of the cue before it that it shares."""
        tree, passages = self.tree, self.passages
        if cue in self.edges.shared:
            return self._source(self.edges.shared[cue])
        source = find_source(tree, cue)
        if passages.quotation[cue] >= 0:
            return source
        begin = passages.bounds[passages.passage[cue]][0]
        if source is not None and (source < begin or passages.quotation[source] >= 0):
            source = None  # the parser took the dateline, or a word of what was said, for the subject
        if source is not None or not tree.is_verb(cue) or tree.kid(cue, "auxpass", "nsubjpass") is not None:
            return source
        before = next((i for i in range(cue - 1, begin - 1, -1) if self._is_clause_verb(i)), None)
        if tree.tag[cue] == "VBG" and tree.kid(cue, "aux") is None:
            return None if before is None else self._in_passage_source(before, begin)
        return self._first_name(begin, cue) if before is None and is_finite(tree, cue) else None

    def _is_clause_verb(self, i: int) -> bool:
        tree = self.tree
        return is_finite(tree, i) and self.passages.quotation[i] < 0 and tree.dep[i] not in ("relcl", "aux", "auxpass")

    def _in_passage_source(self, verb: int, begin: int) -> int | None:
        source = find_source(self.tree, verb)
        return source if source is not None and source >= begin else self._first_name(begin, verb)

    def _first_name(self, begin: int, end: int) -> int | None:
        """The head of the noun phrase that a passage begins with."""
        tree = self.tree
        name: int | None = None
        for i in range(begin, end):
            if tree.pos[i] in ("NOUN", "PROPN", "PRON"):
                name = i
            elif tree.tag[i] == "POS":
                name = None
            elif name is not None:
                return name
        return name

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
        alone = (before < first or tree.words[before] == ":") and (
            after >= last or tree.words[after] in (".", "!", "?", "-", "–", "—", "―", "--")
        )
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
        same_paragraph = before >= 0 and passages.paragraph[before] == passages.paragraph[opens]
        signed = self._signature(closes)
        if signed is not None:  # “…” — Name
            self._add_bare(part, signed)
            return
        if previous is None:
            if same_paragraph:  # "The envoy agreed. “…”"
                self._add_bare(part, self._nearest_speaker(passages.bounds[passages.passage[before]][0], before))
            return
        if previous.is_outer and self._ends_quoted(previous):
            previous.parts.append(part)
        elif same_paragraph or passages.quotations[number].continues:
            self._add_bare(part, previous.source)

    def _signature(self, closes: int) -> int | None:
        """The name that stands alone behind a dash after a quotation."""
        tree, passages = self.tree, self.passages
        dash = skip_spaces(tree, closes, 1)
        if dash >= tree.n or tree.words[dash] not in ("-", "–", "—", "―", "--", "~"):
            return None
        begin = skip_spaces(tree, dash + 1, 1)
        if begin >= tree.n:
            return None
        end = min(passages.bounds[passages.passage[begin]][1], begin + _MAX_SIGNATURE)
        if any(tree.is_verb(i) for i in range(begin, end)) or end == begin + _MAX_SIGNATURE:
            return None
        return self._first_name(begin, end) if tree.pos[begin] == "PROPN" else None

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
        return max(found, key=lambda d: (self._ends_quoted(d), max(d.cue or 0, d.parts[-1][1])), default=None)

    def _nearest_speaker(self, first: int, before: int) -> int | None:
        """The subject of the main verb before a colon, or the name that stands there alone."""
        tree, passages = self.tree, self.passages
        name: int | None = None
        for i in range(first, before):
            if passages.quotation[i] >= 0:
                continue
            if is_finite(tree, i) and tree.dep[i] not in ("relcl", "advcl", "acl"):
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
        told = [d for d in self.drafts if d.kind is not StatementKind.THOUGHT or d.is_outer]
        for draft in self.drafts:
            if not draft.is_outer and (draft.kind is not StatementKind.SPEECH or draft.source is None):
                continue
            if draft.kind is StatementKind.THOUGHT and any(d.holds(draft.cue) for d in told if d is not draft and draft.cue):
                continue
            same = next(
                (k for k in kept if k.parts == draft.parts and (k.source == draft.source or draft.source is None)), None
            )
            if same is None:
                kept.append(draft)
            elif same.kind is StatementKind.THOUGHT and draft.kind is StatementKind.SPEECH:
                kept[kept.index(same)] = draft
        return kept
