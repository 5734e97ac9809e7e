"""Quotations of whole sentences without a cue of their own: who says them, or which statement goes on with them.

In: the tree, the passages, the drafts of a passage. Out: further drafts without a cue, and drafts with further parts. Refuses
nothing: a quotation that is no sentence, or that nobody is near, gives no draft.
"""

from __future__ import annotations

from communique.reading.passages import Passages
from communique.reading.statements.cue_sources import SourceFinder
from communique.reading.statements.drafts import Range, StatementDraft, shrink, skip_spaces
from communique.reading.statements.speakers import find_source
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

_MIN_SENTENCE = 4  # words of a quotation that may stand as a statement without a cue
_MAX_LABEL = 7  # tokens of a name with a colon before what its bearer says
_OWN = frozenset({"i", "we", "my", "our", "us", "me"})
_MAX_SIGNATURE = 14  # tokens of a name behind a dash, with what says who it is


class BareQuotations:
    """Finds the speakers of one story's bare quotations, passage by passage."""

    __slots__ = ("found", "last", "passages", "sources", "tree")

    def __init__(self, tree: Tree, passages: Passages, sources: SourceFinder) -> None:
        self.tree = tree
        self.passages = passages
        self.sources = sources
        self.found: list[StatementDraft] = []
        self.last: tuple[int, list[StatementDraft]] = (-1, [])  # the last passage with drafts, and its drafts

    def find(self, first: int, last: int, made: list[StatementDraft]) -> list[StatementDraft]:
        """The drafts of the quotations of a passage that no cue of it claims; `made` are the passage's other drafts.

        Where the last statement of the passage before goes on, it is given a further part instead. Passages must come in order.
        """
        passages = self.passages
        self.found = []
        i = first
        while i < last:
            number = passages.quotation[i]
            if number < 0:
                i += 1
                continue
            opens, closes = passages.quoted[number]
            announced = next((d for d in self.last[1] if d.holds(opens)), None)
            if announced is not None:  # by the passage before, which ends in a colon
                self.last = (passages.passage[opens], [announced])
            elif not any(d.holds(opens) for d in made) and self._is_sentence(number, first, last):
                self._take_bare(number, first, made)
            i = closes
        if made or self.found:
            self.last = (passages.passage[first], [*made, *self.found])
        return self.found

    def find_labelled(self, first: int, last: int, made: list[StatementDraft]) -> list[StatementDraft]:
        """The draft of a passage "Holm: We are ready", as headlines and transcripts have it, if it speaks of "I" or "we"."""
        tree, passages = self.tree, self.passages
        begin = skip_spaces(tree, first, 1)
        colon = next((i for i in range(begin + 1, min(last, begin + _MAX_LABEL)) if tree.words[i] == ":"), None)
        if colon is None or made or tree.pos[colon - 1] != "PROPN":
            return []
        if any(tree.pos[i] not in ("PROPN", "NOUN", "ADJ", "DET") for i in range(begin, colon)):
            return []
        told = range(colon + 1, last)
        if any(passages.quotation[i] >= 0 for i in told) or not any(tree.is_finite(i) for i in told):
            return []
        part = shrink(tree, passages, colon + 1, last)
        if part is None or not any(tree.low[i] in _OWN for i in told):
            return []
        return [StatementDraft(rule="label", kind=StatementKind.SPEECH, cue=None, cue_end=0, source=colon - 1, parts=[part])]

    def find_signed(self, first: int, last: int, made: list[StatementDraft]) -> list[StatementDraft]:
        """The draft of a headline "Truce is dead: Holm", a line without a full stop that ends in the name of who says it."""
        tree, passages = self.tree, self.passages
        begin, end = skip_spaces(tree, first, 1), skip_spaces(tree, last - 1, -1) + 1
        colon = next((i for i in range(end - 2, max(begin + 1, end - _MAX_LABEL), -1) if tree.words[i] == ":"), None)
        if colon is None or made or not all(tree.words[i].istitle() and tree.words[i].isalpha() for i in range(colon + 1, end)):
            return []
        told = range(begin, colon)
        is_line = passages.paragraph[begin] != passages.paragraph[begin - 1] if begin > 0 else True
        is_question = tree.tag[begin] in ("WP", "WRB", "WDT")
        if not is_line or is_question or not any(tree.is_finite(i) and passages.quotation[i] < 0 for i in told):
            return []
        part = shrink(tree, passages, begin, colon)
        if part is None:
            return []
        return [StatementDraft(rule="signed", kind=StatementKind.SPEECH, cue=None, cue_end=0, source=end - 1, parts=[part])]

    def lead_in(self, drafts: list[StatementDraft]) -> None:
        """Give the quotations that are left open for the next paragraph to the statement that goes on with them there."""
        tree, passages = self.tree, self.passages
        for number in range(len(passages.quotations) - 1, 0, -1):
            opened, following = passages.quotations[number - 1], passages.quotations[number]
            first, last = passages.quoted[number - 1]
            if opened.is_closed or not following.continues or any(draft.holds(first) for draft in drafts):
                continue
            going_on = next((d for d in drafts if d.is_outer and d.parts[0][0] == passages.quoted[number][0]), None)
            part = shrink(tree, passages, first, last)
            if going_on is not None and part is not None:
                going_on.parts.insert(0, part)

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
        if not alone:
            return False
        is_clause = len(words) >= _MIN_SENTENCE or any(tree.is_finite(i) for i in range(opens, closes))
        return is_clause or (before < first and self._goes_on(number, first))

    def _goes_on(self, number: int, first: int) -> bool:
        """Whether a quotation that is a sentence by its stop follows a telling in its paragraph: "…," Holm said. "No." """
        tree, passages = self.tree, self.passages
        previous = self._previous(first)
        before = skip_spaces(tree, passages.quoted[number][0] - 1, -1)
        ends = tree.text[passages.quotations[number].inner.end - 1] in ".!?"
        return (
            ends
            and previous is not None
            and passages.paragraph[before] == passages.paragraph[first]
            and self._tells_quotes(previous)
        )

    def _take_bare(self, number: int, first: int, made: list[StatementDraft]) -> None:
        """Draft a quotation in the passage that begins at `first`, or take it for a further part of the statement before."""
        tree, passages = self.tree, self.passages
        opens, closes = passages.quoted[number]
        part = shrink(tree, passages, opens, closes)
        if part is None:
            return
        before = skip_spaces(tree, opens - 1, -1)
        claims = [d for d in made if d.is_outer and self._tells_quotes(d) and d.parts[-1][1] <= opens and d.cue is not None]
        if before >= first and claims and tree.words[before] != ":":  # the passage did not end before it
            claims[-1].parts.append(part)
            return
        if before >= first:  # "He sounded sure: “…”", "Getachew: “…”"
            source = self._nearest_speaker(first, before)
            self._add_bare(part, source)
            return
        previous = self._previous(first)
        same_paragraph = before >= 0 and passages.paragraph[before] == passages.paragraph[opens]
        signed = self._signature(closes)
        if signed is not None:  # “…” — Name
            self._add_bare(part, signed)
            return
        announced = before >= 0 and tree.words[before] == ":" and not (previous and self._ends_quoted(previous))
        if announced and not same_paragraph:  # "The terms of the envoy are clear:", and the next paragraph is a quotation
            passage = passages.bounds[passages.passage[before]][0]
            source = self._nearest_speaker(passage, before) if previous is None else previous.source
            is_told = previous is not None or any(tree.is_finite(i) for i in range(passage, before))
            if is_told or (source is not None and tree.pos[source] == "PROPN"):  # not "Partial transcript:"
                self._add_bare(part, source)
            return
        if previous is None:
            if same_paragraph:  # "The envoy agreed. “…”"
                self._add_bare(part, self._nearest_speaker(passages.bounds[passages.passage[before]][0], before))
            return
        if previous.is_outer and (self._ends_quoted(previous) or (same_paragraph and self._tells_quotes(previous))):
            previous.parts.append(part)
            self.last = (passages.passage[opens], [previous])
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
        return self.sources.first_name(begin, end) if tree.pos[begin] == "PROPN" else None

    def _tells_quotes(self, draft: StatementDraft) -> bool:
        """Whether a draft's cue stands beside a quotation, so that the next quotation goes on with it."""
        return draft.rule == "tag-quote" or self._ends_quoted(draft)

    def _ends_quoted(self, draft: StatementDraft) -> bool:
        """Whether a draft holds a quotation of its own with nothing else, so that the next quotation goes on with it."""
        first, last = draft.parts[-1]
        return self.passages.quotation[first] >= 0 and self.passages.quotation[last - 1] >= 0

    def _previous(self, first: int) -> StatementDraft | None:
        """The outer statement of the passage before, the last one if it has several."""
        before = skip_spaces(self.tree, first - 1, -1)
        number, told = self.last
        if before < 0 or self.passages.passage[before] != number:
            return None
        spoken = [d for d in told if d.is_outer and d.kind is StatementKind.SPEECH]
        return max(spoken, key=lambda d: (self._ends_quoted(d), max(d.cue or 0, d.parts[-1][1])), default=None)

    def _nearest_speaker(self, first: int, before: int) -> int | None:
        """The subject of the main verb before a colon, or the name that stands there alone."""
        tree, passages = self.tree, self.passages
        name: int | None = None
        for i in range(first, before):
            if passages.quotation[i] >= 0:
                continue
            if tree.is_finite(i) and tree.dep[i] not in ("relcl", "advcl", "acl"):
                found = find_source(tree, tree.main_verb(i))
                if found is not None and first <= found < before:
                    return found
            if tree.pos[i] in ("PROPN", "PRON", "NOUN") and tree.dep[i] not in ("compound", "poss", "nmod"):
                name = i
        return name

    def _add_bare(self, part: Range, source: int | None) -> None:
        self.found.append(
            StatementDraft(
                rule="bare", kind=StatementKind.SPEECH, cue=None, cue_end=0, source=source, parts=[part], is_outer=True
            )
        )
