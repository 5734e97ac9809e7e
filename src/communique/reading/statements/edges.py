"""Where a content ends that the parser drew too far or not far enough.

In: the tree, the passages, a cue and the range of its complement. Out: the range as it should be, and the cues that turn out to
share this one's subject. Refuses nothing: where no rule speaks, the parser's edges stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.reading.passages import Passages
from communique.reading.statements.cues import CueLexicon
from communique.reading.statements.drafts import Range, bracket, skip_spaces
from communique.reading.tree import TENSED, Tree

_JOINS = frozenset({"and", "but", "while", "or", "though", "although", ","})
_COORDINATORS = frozenset({"and", "but", "or", "nor"})
_BACKSHIFTED = frozenset({"would", "could", "might", "should", "had"})
_BOUND = frozenset({"if", "unless", "before", "until", "should", "provided"})  # what makes part of an offer or a demand
_LOOSE = frozenset({"which", "whose", "who", "hours", "days", "weeks", "after", "as", "though", "although", "while"})


class EdgeFinder:
    """Corrects the edges of one story's contents. `shared` maps a cue to the cue before it whose subject it shares.

    `days` maps the token after a time expression that names days to the expression's first token.
    """

    __slots__ = ("cues", "days", "passages", "shared", "tree")

    def __init__(self, tree: Tree, passages: Passages, cues: CueLexicon, days: Mapping[int, int]) -> None:
        self.days = days
        self.tree = tree
        self.passages = passages
        self.cues = cues
        self.shared: dict[int, int] = {}

    def clause(self, cue: int, first: int, last: int, limit: int) -> Range:
        """The range of a clause: extended over what the parser cut off, then cut before what is no part of it."""
        tree = self.tree
        after = skip_spaces(tree, last, 1)
        if after < limit and tree.sent[after] != tree.sent[last - 1] and self.passages.quotation[after] < 0:
            last = limit  # the parser ended the sentence too early
        first, last = bracket(self.passages, first, last, cue)
        colon = skip_spaces(tree, last, 1)
        if not any(tree.is_finite(i) for i in range(first, last)) and last < limit:
            last = limit  # a clause has a finite verb: the parser lost it behind a quotation or an aside
        elif colon + 1 < limit and tree.words[colon] == ":" and self.passages.quotation[colon + 1] < 0:
            last = limit  # "for one reason: …" goes on
        last = self._with_second(cue, last, limit)
        last = self._before_next_telling(cue, first, last)
        return first, self._before_aside(cue, first, last)

    def phrase(self, cue: int, first: int, last: int, limit: int) -> Range:
        """The range of an object or an infinitive, with the condition that it is tied to, without a verb of the cue's rank."""
        tree = self.tree
        last = self._before_next_telling(cue, first, last)
        after = skip_spaces(tree, last, 1)
        if after < limit and tree.low[after] in _BOUND and self.passages.quotation[after] < 0:
            verb = tree.head[after] if tree.dep[after] in ("mark", "aux") else after
            inverted = tree.low[after] == "should" and tree.dep[verb] in ("ccomp", "xcomp")
            if (tree.dep[verb] == "advcl" or inverted) and tree.head[verb] == cue and tree.left[verb] == after:
                last = min(tree.right[verb], limit)
        return first, self._before_aside(cue, first, last)

    def before_day(self, cue: int, first: int, last: int) -> int:
        """The end of an object, cut before "on Monday": with a past tense that is when it was said."""
        tree = self.tree
        day = self.days.get(last)
        if day is None or tree.tag[cue] != "VBD" or day - 1 <= first or self.passages.quotation[day] >= 0:
            return last
        return day - 1 if tree.low[day - 1] == "on" else last

    def _with_second(self, cue: int, last: int, limit: int) -> int:
        """With ", but that …" or "and would …", which the parser hung on the cue."""
        tree = self.tree
        for _ in range(3):
            joint = skip_spaces(tree, last, 1)
            if joint < limit and tree.words[joint] == ",":
                joint += 1
            if joint + 1 >= limit or self.passages.quotation[joint] >= 0:
                return last
            following = joint + 1
            if (
                tree.low[joint] == "should"
                and tree.tag[joint] == "MD"
                and tree.pos[following] in ("NOUN", "PROPN", "PRON", "DET")
            ):
                verb = tree.head[joint]
                end = tree.right[verb] if verb > joint else last
            elif tree.low[joint] not in _COORDINATORS:
                return last
            elif (tree.low[following] == "that" and tree.dep[following] == "mark") or (
                tree.low[following] in _BACKSHIFTED
                and tree.tag[cue] in ("VBD", "VBN")
                and self._hangs_on(cue, tree.head[following])
            ):
                end = tree.right[tree.head[following]]
            else:
                return last
            if not last < end <= limit:
                return last
            last = end
        return last

    def _hangs_on(self, cue: int, verb: int) -> bool:
        tree = self.tree
        return tree.dep[verb] == "conj" and tree.head[verb] == cue and tree.subject(verb) is None

    def _before_next_telling(self, cue: int, first: int, last: int) -> int:
        """The end of a content, cut before a verb of the cue's own rank: "… and Y denied …", "… and called for …"."""
        tree = self.tree
        for i in range(first + 1, last):
            if tree.dep[i] not in ("conj", "advcl", "ccomp") or tree.tag[i] not in TENSED or self.passages.quotation[i] >= 0:
                continue
            joint = self._joint_before(i, first)
            if joint is None or (
                tree.kid(i, "aux", "mark") is not None and tree.low[joint] not in ("though", "although", "while")
            ):
                continue
            subject = tree.kid(i, "nsubj")
            speaks = self.cues.speaks(tree.lemma[i].lower())
            same_rank = speaks and tree.tag[i] == tree.tag[cue]
            if subject is None:
                beside = tree.head[i]
                other_tense = speaks and tree.tag[beside] in TENSED and tree.tag[beside] != tree.tag[i]
                if not same_rank and not other_tense and not self._has_no_peer(beside, first, last):
                    continue
                self.shared[i] = cue
            elif not same_rank or (
                tree.pos[subject] == "PRON" and tree.low[joint] in _COORDINATORS and tree.low[joint] != "but"
            ):
                continue
            cut = joint
            while cut > first and (tree.low[cut - 1] in _JOINS or tree.pos[cut - 1] == "SPACE"):
                cut -= 1
            if cut > first:
                return cut
        return last

    def _joint_before(self, verb: int, first: int) -> int | None:
        """The conjunction that joins a verb, or its subject, to what stands before it."""
        tree = self.tree
        subject = tree.kid(verb, "nsubj")
        i = (tree.left[subject] if subject is not None and subject < verb else verb) - 1
        while i > first and tree.pos[i] in ("ADV", "SPACE", "PART"):
            i -= 1
        return i if i > first and tree.low[i] in _JOINS and tree.low[i] != "," else None

    def _has_no_peer(self, beside: int, first: int, last: int) -> bool:
        """Whether a finite verb is coordinated with one that is not: then it belongs to the cue."""
        tree = self.tree
        if not first <= beside < last or not tree.is_verb(beside) or tree.tag[beside] not in ("VB", "VBG"):
            return False
        return not any(tree.is_finite(k) for k in tree.kids[beside])

    def _before_summary(self, first: int, last: int) -> int:
        """The end of a content, cut before ", an idea that …", with which the story sums it up."""
        tree = self.tree
        for i in range(last - 3, first, -1):
            if tree.words[i] not in (",", "–", "—", "-") or tree.low[i + 1] not in ("a", "an"):
                continue
            noun = tree.head[i + 1]
            if (
                i < noun < last
                and tree.dep[noun] == "appos"
                and tree.right[noun] >= last
                and tree.kid(noun, "relcl") is not None
            ):
                return i
        return last

    def _before_aside(self, cue: int, first: int, last: int) -> int:
        """The end of a content, cut where its last quotation closes and the story goes on after a comma or a dash."""
        tree, quotation = self.tree, self.passages.quotation
        last = self._before_summary(first, last)
        if quotation[cue] >= 0:
            return last
        for i in range(last - 1, first, -1):
            if quotation[i] >= 0:
                closes = i + 1
                break
        else:
            return last
        after = skip_spaces(tree, closes, 1)
        if after >= last:
            return last
        comma = tree.words[after] in (",", "–", "—", "-", "--") or tree.words[skip_spaces(tree, closes - 2, -1)] == ","
        if tree.words[after] in (",", "–", "—", "-", "--"):
            after = skip_spaces(tree, after + 1, 1)
        if not comma or after >= last:
            return last
        is_complete = any(tree.is_finite(i) for i in range(first, closes))
        if is_complete and (tree.low[after] in _LOOSE or tree.tag[after] in ("VBG", "DT", "CD")):
            return closes
        return last
