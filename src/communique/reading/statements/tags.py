"""Cues that stand beside a quotation, or within or after what was said: "…", X said; X said: "…"; …, X said, ….

In: the tree, the passages, the cue lexicon. Out: drafts of statements whose content lies around their cue. Refuses nothing: a
verb that no content can be found for gives None.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.reading.passages import Passages
from communique.reading.statements.cues import CueLexicon
from communique.reading.statements.drafts import Range, shrink, skip_spaces
from communique.reading.tree import Tree

_LOOSE_ENDS = frozenset({",", "”", '"', "»"})  # a closing mark here closes nothing: the opening one is missing
_DASHES = frozenset({"–", "—", "-", "--"})
_TIME_WORDS = frozenset(
    {"day", "week", "month", "year", "night", "morning", "afternoon", "evening", "today", "yesterday", "tomorrow", "monday"}
    | {"tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend", "time", "noon", "midnight"}
)
_BREAKS = frozenset({",", ";", ":", "(", ")"}) | _DASHES
_JOINS = frozenset({"and", "but", "or", "yet", "so"})
_SUBORDINATE = frozenset({"relcl", "acl", "csubj", "pcomp"})
_NAMES = frozenset({"PROPN", "NOUN", "PRON"})
TAKE_ADDRESSEES = frozenset(["tell", "inform", "warn", "assure", "remind", "ask", "advise", "notify", "reassure", "answer"])
_TAKE_FRAGMENTS = frozenset({"say", "write", "tweet", "read", "add", "chant", "shout", "reply", "answer"})
_SMALL_WORD = 4  # letters of the prepositions and articles that a title writes small
_OPEN_PHRASES = frozenset({"DET", "ADJ", "ADP", "NUM", "PART", "CCONJ", "AUX"})  # the quotation then ends their phrase
_MAX_ADDRESS = 6  # words of an addressee or a time between a cue and its quotation
_MAX_TAG = 14  # words of a tag that is a sentence of its own ("“Why?” the minister asked.")
_MAX_GAP = 30  # words between a cue and the quotation that it announces


@dataclass(frozen=True, slots=True)
class Tag:
    """The clause of a cue beside its content: `first` to `last` (exclusive), and the content's parts."""

    first: int
    last: int
    parts: tuple[Range, ...]
    subject: int | None
    quoted: bool
    is_whole: bool = False  # the content before the cue is one whole quotation
    is_medial: bool = False  # the cue's clause stands within a clause: "The rebels, he said, “have a choice”"


class TagFinder:
    """Finds the content around a cue of one story."""

    __slots__ = ("cues", "passages", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon) -> None:
        self.tree = tree
        self.passages = passages
        self.cues = cues

    def find_tag(self, verb: int) -> Tag | None:
        """The content before a cue, and around it, if the cue's clause stands after a quotation, a comma or a dash."""
        tree = self.tree
        begin, end = self.passages.bounds[self.passages.passage[verb]]
        begin = skip_spaces(tree, begin, 1)
        clause = self._clause(verb, begin, end)
        if clause is None:
            return None
        first, subject = clause
        before = skip_spaces(tree, first - 1, -1)
        if first <= begin or before < begin:
            return self._sentence_tag(verb, first, end, subject)
        quoted = self._quotation_before(before, begin)
        if quoted is None and tree.words[before] not in _DASHES and tree.words[before] not in _LOOSE_ENDS:
            return None
        left = self._left(begin, before, quoted)
        if left is None:
            return None
        is_whole = quoted is not None and left[0] >= self.passages.quoted[quoted][0]
        last, rest = self._right(verb, subject, first, end, left, is_whole)
        if quoted is None and (self._takes_more(verb) or (rest is None and not self.is_complete(*left))):
            return None
        if quoted is None and tree.low[first] == "as":
            return None
        parts = (left,) if rest is None else (left, rest)
        is_medial = rest is not None and quoted is None and not self.is_complete(*left) and not self._opens_sentence(rest[0])
        return Tag(first, last, parts, subject, quoted is not None, is_whole, is_medial)

    def _clause(self, verb: int, begin: int, end: int) -> tuple[int, int | None] | None:
        """Where a cue's clause begins, and its subject; None if it cannot stand beside what was said."""
        tree, quotation = self.tree, self.passages.quotation
        if not self._can_tag(verb):
            return None
        subject = tree.subject(verb)
        if subject is not None and not begin <= subject < end:
            subject = None
        if subject is not None and (quotation[subject] >= 0 or tree.tag[subject] in ("WDT", "WP")):
            if quotation[subject] < 0:
                return None
            subject = None
        if subject is not None and subject < verb and tree.words[verb - 1] == "," and tree.lemma[verb] not in TAKE_ADDRESSEES:
            inverted = self._guess(verb, verb, begin, end)  # "Neither, say mediators, is likely …"
            if inverted is not None and verb < inverted[1] < end - 1 and tree.words[inverted[1] + 1] == ",":
                return inverted
        if subject is not None and subject < verb:
            first = max(tree.left[subject], begin)
            while first - 1 > begin and first <= subject and tree.words[first - 1] == "-" and tree.pos[first - 2] in _NAMES:
                first = max(tree.left[first - 2], begin)  # "Chung Eui-yong", taken apart by the tokenizer
            for i in range(subject - 1, first - 1, -1):
                if quotation[i] >= 0:
                    first = i + 1
                    break
            return self._step_back(first, begin, with_joint=True), subject
        first = self._step_back(verb, begin, with_joint=False)
        if subject is not None:
            return first, subject
        return self._guess(verb, first, begin, end)

    def _can_tag(self, verb: int) -> bool:
        """Whether a verb is finite, active and in no subordinate clause but one with "as"."""
        tree = self.tree
        mark = tree.kid(verb, "mark")
        if mark is not None and tree.low[mark] != "as":
            return False
        if tree.dep[verb] in ("acl", "relcl", "amod"):
            return False
        if tree.kid(verb, "auxpass") is not None:  # but: "The talks have failed, it was announced."
            subject = tree.subject(verb)
            return subject is not None and tree.low[subject] == "it"
        if tree.is_finite(verb) or any(tree.is_finite(k) for k in tree.all_kids(verb, "aux")):
            return True
        # "…," read the letter; "…," he noted drily, "…": the tagger often takes a cue for a participle or a bare form
        is_bare = tree.tag[verb] in ("VBN", "VB") and tree.kid(verb, "aux") is None
        subject = tree.subject(verb)
        edge = verb if subject is None or subject > verb else tree.left[subject]
        return is_bare and self.passages.quotation[max(skip_spaces(tree, edge - 1, -1), 0)] >= 0

    def _takes_more(self, verb: int) -> bool:
        """Whether a verb has an object or another complement than the one spoken to, so that it tells nothing before it."""
        tree = self.tree
        for k in tree.kids[verb]:
            if k < verb or self.passages.quotation[k] >= 0:
                continue
            if tree.dep[k] == "dobj" and tree.lemma[verb] not in TAKE_ADDRESSEES:
                return True
            if tree.dep[k] == "xcomp" and tree.is_infinitive(k):
                return True
            if tree.dep[k] == "prep" and tree.low[k] == "to" and tree.lemma[verb] in ("add", "point", "go", "continue"):
                return True
        return False

    def _guess(self, verb: int, first: int, begin: int, end: int) -> tuple[int, int] | None:
        """The clause of a cue whose subject the parser missed: a noun right before it or right after it."""
        tree, quotation = self.tree, self.passages.quotation
        i, subject = first - 1, None
        while i >= begin and quotation[i] < 0 and tree.words[i] not in _BREAKS and not tree.is_verb(i):
            if tree.pos[i] == "CCONJ" and subject is None:
                return None  # "… and will respond": the second of two verbs
            if subject is None and tree.pos[i] in _NAMES and tree.low[i] not in _TIME_WORDS:
                subject = i
            i -= 1
        if subject is not None and (i < begin or not tree.is_verb(i)):
            return i + 1, subject
        at_edge = i < begin or quotation[i] >= 0 or tree.words[i] in _BREAKS
        if at_edge and i == first - 1:
            for k in range(verb + 1, min(end, verb + 8)):
                if quotation[k] >= 0 or tree.words[k] in _BREAKS or tree.is_verb(k):
                    break
                if tree.pos[k] in _NAMES and tree.low[k] not in _TIME_WORDS and (k + 1 >= end or tree.pos[k + 1] not in _NAMES):
                    return None if k + 1 < end and tree.is_verb(k + 1) else (first, k)
        return None

    def _step_back(self, first: int, begin: int, *, with_joint: bool) -> int:
        tree, quotation = self.tree, self.passages.quotation
        words = ("as", "but") if with_joint else ("as",)
        while (
            first - 1 >= begin
            and quotation[first - 1] < 0
            and (tree.pos[first - 1] in ("ADV", "AUX") or tree.low[first - 1] in words)
        ):
            first -= 1
        return first

    def _quotation_before(self, before: int, begin: int) -> int | None:
        """The quotation that ends at token `before`, or before the comma that stands there."""
        quotation = self.passages.quotation
        if quotation[before] >= 0:
            return quotation[before]
        if self.tree.words[before] in (",", ".", "?", "!") or self.tree.words[before] in _DASHES:
            earlier = skip_spaces(self.tree, before - 1, -1)
            if earlier >= begin and quotation[earlier] >= 0:
                return quotation[earlier]
        return None

    def _left(self, begin: int, before: int, quoted: int | None) -> Range | None:
        """The content on the left of a cue's clause."""
        tree, passages = self.tree, self.passages
        first = begin
        for i in range(begin, before):
            if passages.quotation[i] < 0 and tree.words[i] in (";", ":"):
                first = i + 1
        if quoted is not None:
            opens, closes = passages.quoted[quoted]
            if self._stands_alone(first, opens):
                first = max(first, opens)
            elif first > opens:
                first = opens
            return shrink(tree, passages, first, closes)
        if tree.low[first] in _JOINS and before - first > 1:
            first += 1
        elif tree.low[first] in _JOINS:
            return None
        return shrink(tree, passages, first, before)

    def _opens_sentence(self, first: int) -> bool:
        """Whether a quotation with a capital begins at a token."""
        if self.passages.quotation[first] < 0:
            return False
        return self.tree.text[self.passages.quotations[self.passages.quotation[first]].inner.start].isupper()

    def _stands_alone(self, first: int, opens: int) -> bool:
        """Whether a quotation is the whole of what was said, whatever stands before it in its passage."""
        tree = self.tree
        words = [i for i in range(first, opens) if tree.pos[i] not in ("SPACE", "PUNCT")]
        if not words or all(tree.low[i] in _JOINS or tree.pos[i] == "ADV" for i in words):
            return True
        before = skip_spaces(tree, opens - 1, -1)
        after = next((i for i in range(opens, min(opens + 3, tree.n)) if tree.words[i][:1].isalnum()), opens)
        return tree.words[before] in (":", ",", *_DASHES) and tree.words[after][:1].isupper()

    def _right(
        self, verb: int, subject: int | None, first: int, end: int, left: Range, quoted: bool
    ) -> tuple[int, Range | None]:
        """Where a cue's clause ends, and the content that is taken up after it."""
        tree, quotation = self.tree, self.passages.quotation
        i = max(verb + 1, 0 if subject is None or subject < verb else min(tree.right[subject], end))
        if subject is not None and subject > verb:  # the subject's own commas ("said X, the envoy, …")
            i = subject + 1
        is_complete = quoted or self.is_complete(*left)
        while i < end:
            if quotation[i] >= 0:
                closes = self.passages.quoted[quotation[i]][1]
                if self._resumes_quote(verb, i):
                    return i, shrink(tree, self.passages, i, self._quote_end(closes, end))
                i = closes
                continue
            word = tree.words[i]
            if word in (",", ";") or word in _DASHES:
                after = skip_spaces(tree, i + 1, 1)
                if after < end and quotation[after] < 0 and self._resumes(after, end, left, is_complete, quoted):
                    return i, shrink(tree, self.passages, after, end)
            i += 1
        return end, None

    def _quote_end(self, closes: int, end: int) -> int:
        """The end of a resumed quotation, with the quotations joined to it by "and" or a comma."""
        tree, quotation = self.tree, self.passages.quotation
        i = closes
        while i < end and quotation[i] < 0 and (tree.pos[i] in ("SPACE", "PUNCT", "CCONJ")):
            i += 1
        return self.passages.quoted[quotation[i]][1] if i < end and quotation[i] >= 0 else closes

    def _resumes_quote(self, verb: int, opens: int) -> bool:
        """Whether a quotation after a cue goes on with the one before it: nothing else claims it."""
        tree = self.tree
        before = skip_spaces(tree, opens - 1, -1)
        if tree.words[before] not in _BREAKS and tree.low[before] not in _JOINS and before > verb + 2:
            return False
        return not any(tree.is_verb(i) and self.cues.tells(tree.lemma[i].lower()) for i in range(verb + 1, opens))

    def _resumes(self, after: int, end: int, left: Range, is_complete: bool, quoted: bool) -> bool:
        """Whether the words from `after` on are content again, not part of the cue's clause."""
        tree = self.tree
        word = tree.low[after]
        if quoted:
            return False  # after a whole quotation only another quotation is what was said
        if word in _JOINS:
            nearest = next((i for i in range(after + 1, end) if tree.is_finite(i)), None)
            if nearest is None or not is_complete:
                return False
            has_subject = any(
                tree.pos[i] in _NAMES and tree.dep[i] in ("nsubj", "nsubjpass", "expl") for i in range(after + 1, nearest)
            )
            return not has_subject or not self.cues.tells(tree.lemma[nearest].lower())
        if tree.tag[after] in ("VBG", "VBN", "WP", "WDT", "WP$", "WRB") or word in ("who", "which"):
            return False
        if word == "that" and tree.pos[after] == "SCONJ":
            return True
        top = after
        while tree.head[top] != top and after <= tree.head[top] < end:
            top = tree.head[top]
        if left[0] <= tree.head[top] < left[1]:
            return True  # it hangs on a word of what was said
        return not is_complete and any(tree.is_finite(i) for i in range(after, end))

    def is_complete(self, first: int, last: int) -> bool:
        """Whether a range holds a main clause."""
        tree, quotation = self.tree, self.passages.quotation
        for i in range(first, last):
            if not tree.is_finite(i):
                continue
            if quotation[i] >= 0:
                return True
            clause = tree.main_verb(i)
            if tree.dep[clause] not in _SUBORDINATE and tree.kid(clause, "mark") is None:
                return True
        return False

    def _sentence_tag(self, verb: int, first: int, end: int, subject: int | None) -> Tag | None:
        """A tag that is a sentence of its own after a quotation that ends in a stop: "Why?" the minister asked."""
        tree, passages = self.tree, self.passages
        begin = passages.bounds[passages.passage[verb]][0]
        before = skip_spaces(tree, begin - 1, -1)
        if before < 0 or passages.quotation[before] < 0 or passages.paragraph[before] != passages.paragraph[verb]:
            return None
        comma = next((i for i in range(verb + 1, end) if tree.words[i] == ","), end)
        words = [i for i in range(first, comma) if tree.pos[i] not in ("SPACE", "PUNCT")]
        if len(words) > _MAX_TAG or any(passages.quotation[i] >= 0 for i in range(first, end)):
            return None
        if any(tree.is_finite(i) and not self._is_aside(i) for i in range(verb + 1, comma)):
            return None
        quoted = passages.quotation[before]
        inner = passages.quotations[quoted].inner
        if tree.text[inner.end - 1] == "." and (tree.kid(verb, "dobj", "ccomp", "xcomp") is not None or not subject):
            return None
        part = shrink(tree, passages, *passages.quoted[quoted])
        return None if part is None else Tag(first, end, (part,), subject, quoted=True, is_whole=True)

    def find_announced(self, verb: int) -> Range | None:
        """The quotation that a cue before it announces, with what of its passage goes on after it."""
        tree, passages = self.tree, self.passages
        end = passages.bounds[passages.passage[verb]][1]
        opens = next((i for i in range(verb + 1, min(end, verb + _MAX_GAP)) if passages.quotation[i] >= 0), None)
        if opens is None:
            return self._announced_below(verb, end)
        before = skip_spaces(tree, opens - 1, -1)
        colon = tree.words[before] == ":"
        for i in range(verb + 1, opens):
            if tree.is_finite(i) and not colon and not self._is_aside(i):
                return None
            if tree.is_verb(i) and self.cues.tells(tree.lemma[i].lower()) and tree.dep[i] not in ("aux", "auxpass"):
                return None
            if tree.words[i] == ";":
                return None
        if not colon and tree.words[before] != "," and not self._is_adjacent(verb, before, opens):
            return None
        first = before if tree.low[before] == "that" else opens
        last = self._quote_end(passages.quoted[passages.quotation[opens]][1], end)
        return shrink(tree, passages, first, last)

    def _is_adjacent(self, verb: int, before: int, opens: int) -> bool:
        """Whether a quotation follows its cue without a comma: said “…”, told reporters “…”, said that “…”."""
        tree = self.tree
        if tree.low[before] == "that":
            return True
        between = range(verb + 1, opens)
        if before - verb > _MAX_ADDRESS or tree.pos[before] in _OPEN_PHRASES or any(tree.is_verb(i) for i in between):
            return False
        subject = tree.subject(verb)
        if tree.lemma[verb] not in TAKE_ADDRESSEES and any(
            tree.pos[i] in _NAMES
            and i != subject
            and tree.low[i] not in _TIME_WORDS
            and tree.dep[i] in ("dobj", "nsubj", "dative")
            for i in between
        ):
            return False
        words = [
            tree.words[i] for i in range(*self.passages.quoted[self.passages.quotation[opens]]) if tree.words[i][0].isalnum()
        ]
        if tree.lemma[verb] == "write" and all(word[0].isupper() for word in words if len(word) > _SMALL_WORD):
            return False  # wrote “The Long Truce” in prison
        return bool(words) and (words[0][0].isupper() or tree.lemma[verb] in _TAKE_FRAGMENTS)

    def _is_aside(self, i: int) -> bool:
        """Whether a finite verb between a cue and a quotation belongs to a subordinate clause ("said as he left, …")."""
        return self.tree.dep[self.tree.main_verb(i)] in ("advcl", "relcl")

    def _announced_below(self, verb: int, end: int) -> Range | None:
        """The quotation that opens the next paragraph, after a passage that ends in a colon."""
        tree, passages = self.tree, self.passages
        last = skip_spaces(tree, end - 1, -1)
        if tree.words[last] != ":" or end >= tree.n or passages.quotation[end] < 0:
            return None
        if any(tree.is_finite(i) and not self._is_aside(i) for i in range(verb + 1, last)):
            return None
        return shrink(tree, passages, *passages.quoted[passages.quotation[end]])
