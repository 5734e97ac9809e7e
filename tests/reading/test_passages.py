"""Sentences in which a quotation counts as one word."""

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from communique.reading.datelines import sentence_start
from communique.reading.passages import Passages
from communique.reading.tree import Tree
from communique.record.spans import Span


def passages(words: list[str], spaces: list[bool]) -> list[str]:
    doc = Doc(Vocab(), words=words, spaces=spaces)
    tree = Tree(doc)
    return [doc[first:last].text.strip() for first, last in Passages(tree).bounds]


def test_a_stop_within_a_quotation_ends_no_passage() -> None:
    words = ["“", "Yes", ".", "No", ".", "”", "They", "left", "."]
    assert passages(words, [False, False, True, False, False, True, True, False, False]) == ["“Yes. No.”", "They left."]


def test_a_paragraph_ends_a_passage_without_a_stop() -> None:
    assert passages(["News", "\n\n", "They", "left", "."], [False, False, True, False, False]) == ["News", "They left."]


def test_a_dateline_is_a_passage_of_its_own() -> None:
    words = ["GENEVA", "—", "They", "left", "."]
    assert passages(words, [True, True, True, False, False]) == ["GENEVA —", "They left."]


def test_the_stop_of_an_abbreviation_before_a_bracket_ends_no_passage() -> None:
    words = ["Rossi", "(", "Vt", ".", ")", "left", "."]
    assert len(passages(words, [True, False, False, False, True, False, False])) == 1


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("GENEVA, Nov 10 (Agency) - Talks began.", "Talks began."),
        ("PARIS/ROME — Talks began.", "Talks began."),
        ("Oslo (Agency) – Talks began.", "Talks began."),
        ("18.42 GMT – Talks began.", "Talks began."),
        ("7:30 p.m. Talks began.", "Talks began."),
        ("Talks - the third - began.", "Talks - the third - began."),
        ("NATO began talks.", "NATO began talks."),
        ("NATO – the alliance – began talks.", "NATO – the alliance – began talks."),
    ],
)
def test_datelines_and_times_stand_before_the_first_sentence(text: str, rest: str) -> None:
    assert text[sentence_start(text, Span(0, len(text))) :] == rest
