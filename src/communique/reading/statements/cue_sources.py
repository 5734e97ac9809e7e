"""Who a cue's words are ascribed to, where the parse alone would err: across datelines, quotations and lists of verbs.

In: the tree, the passages, the cues that share another one's subject. Out: the token that heads the speaker's words. Refuses
nothing: a cue that the passage gives no subject for has None.
"""

from __future__ import annotations

from collections.abc import Mapping

from communique.reading.passages import Passages
from communique.reading.statements.speakers import find_source
from communique.reading.tree import Tree


class SourceFinder:
    """Finds the sources of one story's cues. `shared` maps a cue to the one before it whose subject it shares."""

    __slots__ = ("passages", "shared", "tree")

    def __init__(self, tree: Tree, passages: Passages, shared: Mapping[int, int]) -> None:
        self.tree = tree
        self.passages = passages
        self.shared = shared

    def find(self, cue: int) -> int | None:
        """Who a cue's words are ascribed to: its subject, or that of the cue before it that it shares."""
        tree, passages = self.tree, self.passages
        if cue in self.shared:
            return self.find(self.shared[cue])
        source = find_source(tree, cue)
        if passages.quotation[cue] >= 0:
            return source
        begin = passages.bounds[passages.passage[cue]][0]
        is_listed = tree.tag[cue] == "VBN" and tree.dep[cue] in ("acl", "advcl") and cue > begin and tree.words[cue - 1] == ","
        if is_listed and tree.kid(cue, "prep") is not None:  # "pledged aid, called for talks and …", taken for a participle
            before = self._verb_before(cue, begin)
            return source if before is None else self._in_passage_source(before, begin)
        if (
            source is None
            and tree.tag[cue] == "VBN"
            and tree.dep[cue] == "advcl"
            and tree.kid(cue, "advmod", "mark") is not None
        ):
            return None  # "Holm, when asked about the draft, …"
        if source is not None and (source < begin or passages.quotation[source] >= 0):
            source = None  # the parser took the dateline, or a word of what was said, for the subject
        if source is not None or not tree.is_verb(cue) or tree.kid(cue, "auxpass", "nsubjpass") is not None:
            return source
        before = self._verb_before(cue, begin)
        if tree.tag[cue] == "VBG" and tree.kid(cue, "aux") is None:
            return None if before is None else self._in_passage_source(before, begin)
        return self.first_name(begin, cue) if before is None and tree.is_finite(cue) else None

    def _verb_before(self, cue: int, begin: int) -> int | None:
        """The last verb of a clause of the story's own before a cue, from token `begin` on."""
        tree, quotation = self.tree, self.passages.quotation
        return next(
            (
                i
                for i in range(cue - 1, begin - 1, -1)
                if tree.is_finite(i) and quotation[i] < 0 and tree.dep[i] not in ("relcl", "aux", "auxpass")
            ),
            None,
        )

    def _in_passage_source(self, verb: int, begin: int) -> int | None:
        source = find_source(self.tree, verb)
        return source if source is not None and source >= begin else self.first_name(begin, verb)

    def first_name(self, begin: int, end: int) -> int | None:
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
