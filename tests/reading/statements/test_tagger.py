"""The shipped model: loaded once, small, and the same on every run."""

from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from communique.errors import ModelError
from communique.reading.passages import Passages
from communique.reading.statements.find import find_drafts
from communique.reading.statements.merging import look
from communique.reading.statements.tagger import FOLDER, Tagger, load_tagger
from communique.reading.statements.windows import make_windows
from communique.reading.tree import Tree

MAX_BYTES = 25_000_000
TEXT = (
    "Arland’s prime minister is said to be furious. Holm has hinted that the border could reopen, aides believe.\n\n"
    "The rebels made it known through mediators that they would not budge, a message that went down badly."
)


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= MAX_BYTES


def test_it_is_loaded_once() -> None:
    assert load_tagger() is load_tagger()


def test_every_word_has_a_piece() -> None:
    tagger = load_tagger()
    assert all(tagger.pieces(word) for word in ("Holm", "", "\u200b", "x" * 5000, "中", "😀"))


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Tagger(tmp_path)


@pytest.mark.pipeline
def test_the_same_window_has_the_same_scores_whatever_was_read_before(nlp: Language) -> None:
    tree = Tree(nlp(TEXT))
    passages = Passages(tree)
    drafts = find_drafts(tree, passages, ())
    tagger, fresh = load_tagger(), Tagger()
    windows = make_windows(tree, passages, drafts, passages.bounds, tagger.pieces, tagger.marks, max_pieces=40)
    assert len(windows) > 1
    first = [tagger.score(window) for window in windows]
    again = [fresh.score(window) for window in reversed(windows)][::-1]
    for (labels, links), (other_labels, other_links) in zip(first, again, strict=True):
        assert np.array_equal(labels, other_labels)
        assert np.array_equal(links, other_links)


@pytest.mark.pipeline
def test_it_sees_who_says_what(nlp: Language) -> None:
    text = "Diplomats in the capital said the two sides were close to a deal."
    tree = Tree(nlp(text))
    passages = Passages(tree)
    (reading,) = look(tree, passages, [], passages.bounds, load_tagger()).readings
    assert reading.cue is not None
    assert reading.source is not None
    words = [tree.text[tree.start[f] : tree.end[e - 1]] for f, e in (reading.source, reading.cue, *reading.parts)]
    assert words == ["Diplomats in the capital", "said", "the two sides were close to a deal"]
