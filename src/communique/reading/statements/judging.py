"""Whether a statement is to be believed: a logistic score of what the rules and the model say of it.

In: a draft with what is known of it. Out: a probability that it is right. Refuses a file of weights that does not fit with
`ModelError`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.errors import ModelError
from communique.reading.passages import Passages
from communique.reading.statements.drafts import Range, StatementDraft
from communique.reading.statements.linking import CONTENT, CUE, SOURCE, Sight
from communique.reading.statements.speakers import relative_of
from communique.reading.statements.tagger import FOLDER
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

WEIGHTS = "judge.json"
FOUND_BY = ("rules", "model", "both")
FEATURES = (
    *("constant", "content", "cue", "source", "no source", "no cue", "thought", "unspoken", "quoted", "length", "short"),
    *("agreement", "verb"),
)
_LEAST = 0.01  # no share is taken for surer than this
_SHORT = 2  # tokens


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of the `FEATURES`, one row for what the rules alone, the model alone and both find."""

    weights: dict[str, tuple[float, ...]]
    least: float  # the probability from which on a statement is told
    least_spoken: float  # the same for what the rules take for speech

    def accepts(self, found_by: str, features: list[float], *, is_spoken: bool = False) -> bool:
        """Whether a statement is told."""
        least = self.least_spoken if is_spoken else self.least
        score = sum(weight * value for weight, value in zip(self.weights[found_by], features, strict=True))
        return score >= math.log(least / (1 - least))


def features_of(tree: Tree, passages: Passages, sight: Sight, draft: StatementDraft, agreement: float) -> list[float]:
    """The values of the `FEATURES`. `agreement` is the share of words that the rules' and the model's content have in common."""
    n_words = max(draft.size, 1)
    n_quoted = sum(passages.quotation[i] >= 0 for first, last in draft.parts for i in range(first, last))
    return [
        1.0,
        _log_odds(_mean(sight, draft.parts, CONTENT)),
        _log_odds(0.0 if draft.cue is None else _highest(sight, (draft.cue, draft.cue_end), CUE)),
        0.0 if draft.source is None else _log_odds(source_share(tree, sight, draft)),
        float(draft.source is None),
        float(draft.cue is None),
        float(draft.kind is StatementKind.THOUGHT),
        float(draft.kind is StatementKind.UNSPOKEN),
        n_quoted / n_words,
        math.log(n_words),
        float(n_words <= _SHORT),
        agreement,
        float(draft.cue is not None and tree.is_verb(draft.cue)),
    ]


def source_share(tree: Tree, sight: Sight, draft: StatementDraft) -> float:
    """How sure the model is that a draft's source is one; its relative pronoun counts as itself. 0 without a source."""
    if draft.source is None:
        return 0.0
    pronoun = None if draft.cue is None else relative_of(tree, draft.cue, draft.source)
    return max(_highest(sight, (i, i + 1), SOURCE) for i in (draft.source, pronoun) if i is not None)


def _mean(sight: Sight, ranges: list[Range], label: int) -> float:
    shares = [sight.shares[i][label] for first, last in ranges for i in range(first, last) if i in sight.shares]
    return sum(shares) / len(shares) if shares else 0.0


def _highest(sight: Sight, tokens: Range, label: int) -> float:
    return max((sight.shares[i][label] for i in range(*tokens) if i in sight.shares), default=0.0)


def _log_odds(share: float) -> float:
    share = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(share / (1 - share))


@cache
def load_judge(folder: Path = FOLDER) -> Judge:
    """The shipped weights, read once.

    Raises:
        ModelError: they are missing or of another version.
    """
    try:
        told = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
        weights = {found_by: tuple(float(told["weights"][found_by][name]) for name in FEATURES) for found_by in FOUND_BY}
        return Judge(weights, float(told["least"]), float(told["least_spoken"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the weights in {folder / WEIGHTS} cannot be read ({error!r}); install communique again") from error
