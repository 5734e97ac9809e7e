"""Hostile words: what would steer a terminal, a document or a spreadsheet is shown, not obeyed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.views.clean import clean, clean_inner, csv_cell, markdown

any_text = st.text(st.characters())  # with control characters and lone surrogates


@given(any_text)
def test_clean_text_is_one_printable_line(text: str) -> None:
    cleaned = clean(text)
    assert all(c.isprintable() or c in "\u200c\u200d" or ord(c) > 0x7F for c in cleaned)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", cleaned)
    cleaned.encode()


@given(st.text("abc Ж文—“”'.,", max_size=40))
def test_ordinary_text_is_kept(text: str) -> None:
    assert clean(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b2Jgone", "\ufffd2Jgone"),
        ("a\u202eb", "a\ufffdb"),
        ("two\r\nlines\tand\x0btabs", "two lines and tabs"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_steers_is_shown(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_piece_of_a_line_keeps_its_blanks() -> None:
    assert clean_inner(" a\n\nb ") == " a b "


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[a](javascript:x)", r"\[a\](javascript:x)"),
        ("<img src=x>", "&lt;img src=x&gt;"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("a | b & c", r"a \| b &amp; c"),
        ("a - b", "a - b"),
    ],
)
def test_markdown_takes_nothing_for_its_own(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "＝1"])
def test_a_cell_that_looks_like_a_formula_becomes_text(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "Varo - Brandt", "“We will”"])
def test_other_cells_are_kept(text: str) -> None:
    assert csv_cell(text) == text
