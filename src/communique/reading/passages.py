"""The story cut into passages: sentences in which a quotation counts as one word, however many sentences it holds.

In: the parse and the text's quotation marks. Out: `Passages`, which knows of each token the paragraph, the passage and the
outer quotation that it is in. Refuses nothing; the parser's sentence borders are overruled where they cut a quotation or stand
without a full stop.
"""

from __future__ import annotations

from bisect import bisect_left

from communique.reading.datelines import sentence_start
from communique.reading.quotations import Quotation, find_paragraphs, find_quotations
from communique.reading.tree import Tree

_STOPS = frozenset(".!?")
_CLOSING = frozenset({")", "]", ",", ";", ":", "-", "–", "—"})  # a stop before these ends an abbreviation


class Passages:
    """Which tokens belong together.

    `quotation[i]` is the index in `quotations` of the outer quotation that token `i` (marks included) is in, -1 outside;
    `passage[i]` and `paragraph[i]` number the passages and paragraphs; `bounds[k]` are the first and last (exclusive) token of
    passage `k`, `quoted[q]` those of quotation `q`. A dateline is a passage of its own.
    """

    __slots__ = ("_openings", "bounds", "paragraph", "passage", "quotation", "quotations", "quoted")

    def __init__(self, tree: Tree) -> None:
        paragraphs = find_paragraphs(tree.text)
        self.quotations: tuple[Quotation, ...] = find_quotations(tree.text, paragraphs).outer
        self.quotation = [-1] * tree.n
        self.quoted: list[tuple[int, int]] = []
        for number, found in enumerate(self.quotations):
            first = bisect_left(tree.end, found.start + 1)
            last = bisect_left(tree.start, found.end)
            self.quoted.append((first, last))
            self.quotation[first:last] = [number] * (last - first)
        self.paragraph = [0] * tree.n
        for number, span in enumerate(paragraphs):
            first = bisect_left(tree.start, span.start)
            self.paragraph[first:] = [number] * (tree.n - first)
        self._openings = {
            bisect_left(tree.start, begin) for span in paragraphs if (begin := sentence_start(tree.text, span)) > span.start
        }
        self.passage, self.bounds = self._cut(tree)

    def _cut(self, tree: Tree) -> tuple[list[int], list[tuple[int, int]]]:
        passage = [0] * tree.n
        starts = [0] if tree.n else []
        before = -1  # the last token that is no white space
        for i in range(tree.n):
            if tree.pos[i] == "SPACE":
                passage[i] = len(starts) - 1
                continue
            if before >= 0 and self._parts(tree, before, i):
                starts.append(i)
            passage[i] = len(starts) - 1
            before = i
        return passage, list(zip(starts, [*starts[1:], tree.n], strict=True)) if starts else []

    def _parts(self, tree: Tree, before: int, i: int) -> bool:
        """Whether a passage ends at token `before` and the next one begins at `i`."""
        if self.paragraph[before] != self.paragraph[i] or i in self._openings:
            return True
        inside, earlier = self.quotation[i], self.quotation[before]
        if inside >= 0 and inside == earlier:
            return False
        word = tree.words[i]
        is_capital = word[:1].isupper() or word[:1].isdigit() or inside >= 0
        if earlier >= 0:
            inner = tree.text[self.quotations[earlier].inner.end - 1]
            if not is_capital or inner not in ".!?…—–-":
                return False
            return inner == "." or inside >= 0 or tree.sent[before] != tree.sent[i]
        last = tree.words[before]
        if last in _STOPS:
            return is_capital or (word not in _CLOSING and tree.sent[before] != tree.sent[i])
        if last in ("…", "...", "....") or (last[-1] in _STOPS and len(last) > 1) or last in (")", "]", "’", "'"):
            return is_capital and tree.sent[before] != tree.sent[i]
        return False
