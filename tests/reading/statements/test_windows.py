"""What the statement model is shown of a story: which passages, in which windows, with what known of each word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from communique.reading.passages import Passages
from communique.reading.statements.cues import load_cues
from communique.reading.statements.drafts import StatementDraft
from communique.reading.statements.find import find_drafts
from communique.reading.statements.windows import MAX_OF_WORD, MAX_PIECES, candidates, make_windows, with_context
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

MARKS = (101, 102)


def one_piece(word: str) -> list[int]:
    return [1000 + len(word)]


def tree_of(words: list[str]) -> tuple[Tree, Passages]:
    tree = Tree(Doc(Vocab(), words=words))
    return tree, Passages(tree)


def candidates_of(nlp: Language, text: str) -> list[str]:
    """The passages that are read a second time."""
    tree = Tree(nlp(text))
    passages = Passages(tree)
    drafts = find_drafts(tree, passages, ())
    return [
        tree.text[tree.start[first] : tree.end[last - 1]].strip()
        for first, last in candidates(tree, passages, drafts, load_cues())
    ]


@pytest.mark.pipeline
@pytest.mark.parametrize(
    "text",
    [
        "The plan is “dead” by now.",
        "The ministry believes in the truce.",
        "Leaving the room, Holm said that the plan was dead.",
        "Holm, who once backed the plan, said it was dead.",
    ],
)
def test_a_passage_that_may_tell_something_is_read_again(nlp: Language, text: str) -> None:
    assert candidates_of(nlp, text) == [text]


@pytest.mark.pipeline
@pytest.mark.parametrize(
    "text",
    [
        "The bridge spans the river.",
        "“We will not wait,” Holm said.",
        "Holm said on Monday that the talks would resume.",
        "According to Holm the bridge is open.",
        "",
    ],
)
def test_plain_narration_and_what_the_rules_take_whole_are_not_read_again(nlp: Language, text: str) -> None:
    assert candidates_of(nlp, text) == []


@pytest.mark.pipeline
def test_what_the_rules_found_beside_a_passage_is_its_context(nlp: Language) -> None:
    told, narrated, open_one = "Holm said that the talks would resume.", "The bridge spans the river.", "Aides believe in it."
    tree = Tree(nlp(f"{told} {narrated} {open_one}\n\n{told}"))
    passages = Passages(tree)
    drafts = find_drafts(tree, passages, ())
    bounds = with_context(passages, drafts, candidates(tree, passages, drafts, load_cues()))
    assert [tree.text[tree.start[f] : tree.end[e - 1]].strip() for f, e in bounds] == [told, open_one]


def test_a_window_holds_every_word_once_between_its_marks() -> None:
    tree, passages = tree_of(["Holm", "spoke", "on", "Monday", "."])
    (window,) = make_windows(tree, passages, [], passages.bounds, one_piece, MARKS)
    assert window.tokens == [0, 1, 2, 3, 4]
    assert window.at == [1, 2, 3, 4, 5]
    assert window.ids[0] == MARKS[0]
    assert window.ids[-1] == MARKS[1]
    assert len(window.ids) == len(window.kinds) == len(window.deps) == 7


def test_case_quotation_and_role_are_told_apart() -> None:
    words = ["Holm", "told", "UN", "envoys", ":", "“", "go", "”", "talks", "fail"]
    tree = Tree(Doc(Vocab(), words=words, spaces=[True] * 4 + [True, False, False, True, True, False]))
    passages = Passages(tree)
    draft = StatementDraft("that", StatementKind.SPEECH, cue=1, cue_end=2, source=0, parts=[(8, 10)])
    (window,) = make_windows(tree, passages, [draft], passages.bounds, one_piece, MARKS)
    kinds = dict(zip(window.tokens, (window.kinds[at] for at in window.at), strict=True))
    different = [kinds[i] for i in (0, 1, 2, 3, 6, 8, 9)]
    assert len(set(different)) == len(different)


def test_a_nested_draft_does_not_hide_the_outer_one() -> None:
    tree, passages = tree_of("Holm said Moreno told him they left".split())
    outer = StatementDraft("zero", StatementKind.SPEECH, cue=1, cue_end=2, source=0, parts=[(2, 7)])
    inner = StatementDraft("zero", StatementKind.SPEECH, cue=3, cue_end=4, source=2, parts=[(5, 7)])
    (alone,) = make_windows(tree, passages, [outer], passages.bounds, one_piece, MARKS)
    (both,) = make_windows(tree, passages, [inner, outer], passages.bounds, one_piece, MARKS)
    assert alone.kinds == both.kinds


def test_paragraphs_are_parted_by_a_mark(nlp: Language) -> None:
    tree = Tree(nlp("Holm spoke.\n\nMoreno left."))
    passages = Passages(tree)
    (window,) = make_windows(tree, passages, [], passages.bounds, one_piece, MARKS)
    assert window.ids.count(MARKS[1]) == 2
    assert not any(tree.words[i].isspace() for i in window.tokens)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["Holm", "said", ".", "“", "”", "x" * 50]), min_size=1, max_size=400), st.integers(1, 20))
def test_windows_are_bounded_and_lose_no_word(words: list[str], n_pieces: int) -> None:
    tree, passages = tree_of(words)
    windows = make_windows(tree, passages, [], passages.bounds, lambda _: [7] * n_pieces, MARKS)
    assert [i for window in windows for i in window.tokens] == list(range(tree.n))
    assert all(len(window.ids) <= MAX_PIECES for window in windows)
    per_word = min(n_pieces, MAX_OF_WORD)
    assert all(
        following - at >= per_word for window in windows for at, following in zip(window.at, window.at[1:], strict=False)
    )
