"""From the statement model's scores to statements: which words are a source, a cue or a content, and which belong together.

In: a window's scores. Out: `Reading`s on the story's tokens, and each token's shares of the labels. Refuses nothing; a cue
without a content, and a source that nothing points to, give none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from communique.reading.statements.drafts import Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float32]

SOURCE, CUE, CONTENT = range(3)
N_LABELS = 7  # none, and the beginning and the inside of a source, a cue and a content
Rows = tuple[int, int]  # of a window, the end exclusive


@dataclass(slots=True)
class Reading:
    """A statement as the model reads it, in token ranges. `cue` and `source` are None where it sees none."""

    cue: Range | None = None
    source: Range | None = None
    parts: list[Range] = field(default_factory=list)


@dataclass(slots=True)
class Sight:
    """What the model makes of a story.

    `shares` gives of each token that it has seen how sure it is that the token is in a source, a cue and a content, from 0 to 1.
    """

    readings: list[Reading] = field(default_factory=list)
    shares: dict[int, tuple[float, float, float]] = field(default_factory=dict)


def link(tokens: list[int], labels: Scores, links: Scores, sight: Sight) -> None:
    """Add a window's statements and shares to a story's.

    Args:
        tokens: The story's token of each row.
        labels: A row of label scores for each token.
        links: A row of scores for each token, for what it points to: nothing, then each token of the window. A content points to
            the first word of its cue, of its source where it has no cue; a cue points to the first word of its source.
        sight: What it is added to.
    """
    shares = _softmax(labels)
    pairs = shares[:, 1:].reshape(len(tokens), 3, 2).sum(axis=2).tolist()
    sight.shares.update(zip(tokens, map(tuple, pairs), strict=True))
    runs = _runs(shares.argmax(axis=1).tolist())
    if not any(kind == CONTENT for kind, _ in runs):
        return
    pointed = _softmax(links)
    sources, cues, contents = ([rows for kind, rows in runs if kind == wanted] for wanted in (SOURCE, CUE, CONTENT))

    def tokens_of(rows: Rows) -> Range:
        return tokens[rows[0]], tokens[rows[1] - 1] + 1

    def source_of(rows: Rows) -> Range | None:
        owner = _owner(pointed, rows, sources)
        return None if owner is None else tokens_of(sources[owner])

    readings = [Reading(tokens_of(cue), source_of(cue)) for cue in cues]
    for content in contents:
        owner = _owner(pointed, content, [*cues, *sources])
        if owner is None or owner >= len(cues):
            readings.append(Reading(None, source_of(content), [tokens_of(content)]))
        else:
            readings[owner].parts.append(tokens_of(content))
    sight.readings += [reading for reading in readings if reading.parts]


def _owner(pointed: Scores, rows: Rows, runs: list[Rows]) -> int | None:
    """The run that some rows point to on the whole, None for none."""
    mean = pointed[rows[0] : rows[1]].mean(axis=0)
    best, most = None, float(mean[0])
    for number, (first, last) in enumerate(runs):
        here = float(mean[first + 1 : last + 1].sum())
        if here > most:
            best, most = number, here
    return best


def _runs(labels: list[int]) -> list[tuple[int, Rows]]:
    """The runs of one kind of label."""
    runs: list[tuple[int, Rows]] = []
    kind, begin = -1, 0
    for i, label in enumerate([*labels, 0]):
        here = (label - 1) // 2
        if here != kind or label % 2 == 1:
            if kind >= 0:
                runs.append((kind, (begin, i)))
            kind, begin = here, i
    return runs


def _softmax(scores: Scores) -> Scores:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Scores = raised / raised.sum(axis=1, keepdims=True)
    return shares
