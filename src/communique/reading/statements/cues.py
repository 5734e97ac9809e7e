"""The cue lexicon: which predicate in which frame tells that somebody says, thinks or wants something.

In: the tables `cues.tsv` (by hand) and `cue_rates.tsv` (counted). Out: `CueLexicon`, which answers for a predicate and a frame.
Refuses a table that names an unknown kind or has the wrong number of cells with `ValueError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from communique.reading.tables import read_table, split_cell
from communique.record.vocab import StatementKind

# The share of a predicate's uses in a frame that are attributions, from which on a frame that nobody entered is a cue.
# Half of the F1 to be had is the best cut for single decisions (Lipton, Elkan & Naryanaswamy 2014); set on development data.
MIN_RATE = 0.45
_BY_HAND_RATE = 0.8  # assumed for an entry made by hand of which nothing was counted
# The same share from which on a predicate alone makes a passage worth reading closely; set by what that costs.
LIKELY_RATE = 0.5
_PRIOR_USES = 1.0  # uses without attribution added to every count, so that what was seen once is not trusted

Key = tuple[str, str, str]  # pos ("v", "n", "a"), lemma, frame


@dataclass(frozen=True, slots=True)
class Sense:
    """What a predicate in a frame tells. `rate` is the share of such uses that are attributions."""

    kind: StatementKind
    rate: float
    by_hand: bool


class CueLexicon:
    """Senses by part of speech, lemma and frame."""

    __slots__ = ("_lemmas", "_likely", "_senses", "_speech", "_tags")

    def __init__(
        self, senses: dict[Key, Sense], blocked: frozenset[Key] = frozenset(), rates: Mapping[Key, float] | None = None
    ) -> None:
        """The lexicon of the senses that are not blocked; `rates` are the counted shares, of frames that are no cue, too."""
        self._senses = {key: sense for key, sense in senses.items() if key not in blocked}
        self._lemmas = frozenset((pos, lemma) for pos, lemma, _ in self._senses)
        self._speech = frozenset(
            lemma.split("_")[0] for (_, lemma, _), sense in self._senses.items() if sense.kind is StatementKind.SPEECH
        )
        self._tags = frozenset(lemma for _, lemma, frame in self._senses if frame in ("tag", "quote"))

        self._likely = frozenset(
            (pos, lemma.split("_")[0]) for (pos, lemma, _), rate in (rates or {}).items() if rate >= LIKELY_RATE
        )

    def is_likely(self, pos: str, lemma: str) -> bool:
        """Whether a predicate, with or without a particle, is usually a cue in one frame at least."""
        return (pos, lemma) in self._likely

    def has(self, pos: str, lemma: str) -> bool:
        """Whether a predicate is a cue in any frame."""
        return (pos, lemma) in self._lemmas

    def tells(self, lemma: str) -> bool:
        """Whether a verb can go with a quotation, or stand within or after what was said."""
        return lemma in self._tags

    def speaks(self, lemma: str) -> bool:
        """Whether a verb, with or without a particle, is a cue of speech in any frame."""
        return lemma in self._speech

    def sense(self, pos: str, lemma: str, frame: str) -> Sense | None:
        """What a predicate in a frame tells, None if it is no cue in it."""
        return self._senses.get((pos, lemma, frame))


@cache
def load_cues() -> CueLexicon:
    """The shipped lexicon, read once."""
    rates = {
        (row["pos"], row["lemma"], row["frame"]): int(row["cues"]) / (int(row["uses"]) + _PRIOR_USES)
        for row in read_table("cue_rates.tsv")
    }
    senses = {key: Sense(StatementKind.THOUGHT, rate, by_hand=False) for key, rate in rates.items() if rate >= MIN_RATE}
    blocked: set[Key] = set()
    for row in read_table("cues.tsv"):
        kind = StatementKind(row["kind"])
        for lemma in split_cell(row["lemmas"]):
            for frame in row["frames"].split():
                if frame.startswith("-"):
                    blocked.add((row["pos"], lemma, frame[1:]))
                    continue
                key = (row["pos"], lemma, frame)
                known = senses.get(key)
                if known is None or not known.by_hand:
                    senses[key] = Sense(kind, max(rates.get(key, _BY_HAND_RATE), MIN_RATE), by_hand=True)
    return CueLexicon(senses, frozenset(blocked), rates)
