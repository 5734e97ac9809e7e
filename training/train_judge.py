"""Fit the weights with which `reading/statements/judging.py` decides which statements of the rules and the model are told.

In: the benchmark's folder and the folder of a trained model (`train_tagger.py`). Out: `judge.json` in that folder. Only the articles
that the model was not trained on are used: on the others it is too sure of itself. Where the benchmark is not there it says so and does
nothing.

    python training/train_judge.py --bench ../shared/bench --model build/tagger

A statement counts as right where it and an attribution have at least half of the content's letters in common, and a letter of the
speaker's. `least` follows from what is measured: where single decisions are to give the best F1, the cut is at half of the F1 to be
had (Lipton, Elkan & Naryanaswamy 2014). What the rules take for speech has a lower one: the annotation of other news counts more of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from articles import PARTS, Example, held_out, letters_of
from numpy.typing import NDArray

from communique.reading.found import FoundActors
from communique.reading.statements.cues import load_cues
from communique.reading.statements.drafts import StatementDraft
from communique.reading.statements.judging import FEATURES, FOUND_BY, features_of
from communique.reading.statements.merging import Merger, look
from communique.reading.statements.speakers import resolve, with_relative
from communique.reading.statements.tagger import Tagger
from communique.reading.statements.windows import candidates

LEAST, LEAST_SPOKEN = 0.35, 0.1
PENALTY = 1.0  # of the weights' squares
ROUNDS = 30
NOBODY = FoundActors.of((), ())


def letters_of_draft(example: Example, draft: StatementDraft) -> dict[str, frozenset[int]]:
    """The letters of a draft's source, cue and content."""
    tree, passages = example.tree, example.passages
    source: list[tuple[int, int]] = []
    if draft.source is not None and not draft.holds(draft.source):
        speaker = resolve(tree, NOBODY, draft.source, passages.bounds[passages.passage[draft.source]][0])
        words = speaker.span
        if draft.cue is not None:
            words = with_relative(tree, draft.cue, draft.source, words)
        if not draft.holds(speaker.token):
            source = [(words.start, words.end)]
    cue = [] if draft.cue is None else [(tree.start[draft.cue], tree.end[draft.cue_end - 1])]
    content = [(tree.start[first], tree.end[last - 1]) for first, last in draft.parts]
    return {part: letters_of(tree, spans) for part, spans in zip(PARTS, (source, cue, content), strict=True)}


def is_right(said: dict[str, frozenset[int]], golds: Iterable[dict[str, frozenset[int]]]) -> bool:
    """Whether a statement is one of the attributions."""
    return any(
        2 * len(said["content"] & gold["content"]) >= len(said["content"] | gold["content"])
        and (said["source"] & gold["source"] or not (said["source"] or gold["source"]))
        for gold in golds
    )


def fit(rows: list[list[float]], right: list[bool]) -> NDArray[np.float64]:
    """Logistic regression by Newton's method."""
    x, y = np.array(rows), np.array(right, dtype=float)
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + PENALTY * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(x.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, required=True, help="the benchmark's folder")
    parser.add_argument("--model", type=Path, default=Path("build/tagger"), help="the folder of the trained model")
    given = parser.parse_args()
    examples = held_out(given.bench)
    if examples is None:
        return 0

    tagger, cues = Tagger(given.model), load_cues()
    rows: dict[str, list[list[float]]] = {found_by: [] for found_by in FOUND_BY}
    right: dict[str, list[bool]] = {found_by: [] for found_by in FOUND_BY}
    for example in examples:
        tree, passages, drafts = example.tree, example.passages, example.drafts
        sight = look(tree, passages, drafts, list(candidates(tree, passages, drafts, cues)), tagger)
        golds = [example.letters(attribution) for attribution in example.attributions]
        for candidate in Merger(tree, passages, cues, sight).merge(drafts):
            draft = candidate.draft
            if candidate.is_kept:
                continue
            rows[candidate.found_by].append(features_of(tree, passages, sight, draft, candidate.agreement))
            right[candidate.found_by].append(is_right(letters_of_draft(example, draft), golds))
    fitted: dict[str, Any] = {"least": LEAST, "least_spoken": LEAST_SPOKEN, "weights": {}}
    for found_by in FOUND_BY:
        weights = fit(rows[found_by], right[found_by])
        fitted["weights"][found_by] = {name: round(float(w), 4) for name, w in zip(FEATURES, weights, strict=True)}
        print(f"{found_by}: {len(right[found_by])} statements, {np.mean(right[found_by]):.2f} of them right")
    (given.model / "judge.json").write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
