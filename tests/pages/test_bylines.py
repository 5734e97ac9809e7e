"""The names in a byline."""

import pytest

from communique.pages.bylines import clean_author


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Ana Sousa", "Ana Sousa"),
        ("BY: Ana Sousa", "Ana Sousa"),
        ("Written by Ana Sousa and Rui Melo", "Ana Sousa, Rui Melo"),
        ("Ana Sousa, Political Correspondent", "Ana Sousa"),
        ("Ana Sousa | Staff writer", "Ana Sousa"),
        ("Ana Sousa, Rui Melo & Ana Sousa", "Ana Sousa, Rui Melo"),
        ("Ana Sousa (ana@post.example)", "Ana Sousa"),
        ("Ana Sousa @anasousa", "Ana Sousa"),
        ("Ana Sousa, PhD", "Ana Sousa"),
        ("Tom Field Jr.", "Tom Field Jr."),
        ("Tom Field, Jr.", "Tom Field Jr."),
        ("Ana Sousa, 5 March 2031", "Ana Sousa"),
        ("Ana Maria Sousa in Vienna", "Ana Maria Sousa"),
        ("Lindsey O&amp;#039;Neil", "Lindsey O'Neil"),
        ("The Harbour Post", "The Harbour Post"),
        ("Editorial Board", "Editorial Board"),
    ],
)
def test_a_byline_gives_its_names(written: str, author: str) -> None:
    assert clean_author([written]) == author


@pytest.mark.parametrize(
    "written", ["", "admin", "https://post.example/ana", "ana@post.example", "@anasousa", "Staff Reporter", "None", "123"]
)
def test_what_is_no_name_gives_none(written: str) -> None:
    assert clean_author([written]) is None


def test_the_first_byline_with_a_name_counts() -> None:
    assert clean_author(["admin", "Ana Sousa", "Rui Melo"]) == "Ana Sousa"


def test_the_outlet_is_the_author_only_where_nobody_is_named() -> None:
    assert clean_author(["Ana Sousa, Harbour Post"], outlet="Harbour Post") == "Ana Sousa"
    assert clean_author(["Harbour Post"], outlet="Harbour Post") == "Harbour Post"


def test_a_list_without_end_is_cut_at_a_name() -> None:
    author = clean_author([", ".join(f"Ana Sousa{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")])
    assert author is not None
    assert len(author) <= 120
    assert author.endswith(("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
