"""Which country is spoken of around a word.

In: the names of the world in a story, and its actors as they are found. Out: a country's alpha-3 for a place in the text. Refuses
nothing: without any country in the story there is None.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from communique.reading.actors.worldnames import Unit, WorldNames
from communique.reading.tree import Tree
from communique.reading.world.facts import Organisation
from communique.record.vocab import ActorKind

_LEAD = 2.0  # how much more often than any other a country is named whose story it is
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "from", "to", "for"})


class Surroundings:
    """Which country is spoken of around a token, for titles and bodies that name none ("the defence ministry").

    Actors, peoples and organisations count, places only where they open a sentence ("In Israel, the intelligence minister").
    """

    def __init__(self, tree: Tree, names: WorldNames, skipped: frozenset[int], paragraph: list[int]) -> None:
        self._tree, self._paragraph = tree, paragraph
        units = [unit for unit in names.units if unit.country and unit.first not in skipped]
        self._events = [(unit.first, unit.country) for unit in units if unit.country and self._speaks(unit)]
        counted = Counter(country for _, country in self._events) or Counter(unit.country for unit in units if unit.country)
        ranked = counted.most_common(2)
        self.is_one_sided = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] >= _LEAD * ranked[1][1])
        dateline = [unit.country for unit in names.units if unit.country and unit.first in skipped]
        self.home = counted.most_common(1)[0][0] if counted else (dateline[0] if dateline else None)
        self._own: list[tuple[int, str]] = []

    def _speaks(self, unit: Unit) -> bool:
        tree = self._tree
        if isinstance(unit.fact, Organisation) and unit.fact.kind in (ActorKind.COMPANY, ActorKind.MEDIA):
            return False
        if unit.kind in ("people", "organisation", "seat"):
            return True
        head = tree.head[unit.last - 1]
        if tree.dep[unit.last - 1] == "pobj" and tree.low[head] in _WHERE:
            return all(
                tree.pos[k] in ("ADP", "DET", "PUNCT", "SPACE", "PROPN", "ADJ", "NOUN") for k in self._opening(unit.first)
            )
        return unit.kind in ("country", "adjective") or tree.dep[unit.last - 1] in ("nsubj", "poss", "nsubjpass")

    def _opening(self, token: int) -> range:
        """The tokens from a sentence's beginning to a token."""
        first = token
        while first > 0 and self._tree.sent[first - 1] == self._tree.sent[token]:
            first -= 1
        return range(first, token)

    def government(self, token: int) -> str | None:
        """The country whose government "the government" is: the story's own, if it has one, rather than the one just named."""
        return self.home if self.is_one_sided else self.country(token)

    def note(self, token: int, country: str | None) -> None:
        """Tell that the actor mentioned at a token is of a country."""
        if country is not None:
            self._own.append((token, country))

    def country(self, token: int) -> str | None:
        """The country spoken of last before a token, in its paragraph; the story's main country if none was."""
        best: tuple[int, str] | None = None
        k = bisect_left(self._events, (token, ""))
        if k:
            best = self._events[k - 1]
        for event in reversed(self._own):
            if event[0] < token:
                best = event if best is None or event[0] > best[0] else best
                break
        if best is None or self._paragraph[best[0]] < self._paragraph[token]:
            return self.home
        return best[1]
