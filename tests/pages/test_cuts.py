"""The sentence with which a text breaks off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.cuts import broken_sentence


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("They met. The envoys said that the…", "The envoys said that the…"),
        ("They met. The envoys said that ...", "The envoys said that ..."),
        ("They met. The envoys said that [...]", "The envoys said that [...]"),
        ("They met. The envoys said that… Read more", "The envoys said that… Read more"),
        ("The envoys said that the…", "The envoys said that the…"),
        ("“We met.” He told Mr. Melo and Gen. Sousa of the U.S. that…", "He told Mr. Melo and Gen. Sousa of the U.S. that…"),
        ("They met at 5 p.m. on Jan. 3 with J. Sousa and…", "They met at 5 p.m. on Jan. 3 with J. Sousa and…"),
        ("A first paragraph\n\nThe envoys of…", "The envoys of…"),
        ("They met.\nthe envoys of…", "the envoys of…"),
    ],
)
def test_what_follows_the_last_whole_sentence_is_broken(text: str, broken: str) -> None:
    found = broken_sentence(text)
    assert found is not None
    assert found.of(text) == broken


@pytest.mark.parametrize(
    "text", ["They met.", "They met. […]", "They met. …", "They met....", "“Why now?” …", "", "…", "So he left"]
)
def test_a_whole_sentence_is_not_broken(text: str) -> None:
    assert broken_sentence(text) is None


def test_a_text_known_to_break_off_needs_no_ellipsis() -> None:
    text = "They met. The envoys said that"
    found = broken_sentence(text, is_cut=True)
    assert found is not None
    assert found.of(text) == "The envoys said that"
    assert broken_sentence("They met.", is_cut=True) is None


@given(st.text(alphabet="aB .…?!\n”“", max_size=80), st.booleans())
def test_the_broken_sentence_ends_the_text(text: str, is_cut: bool) -> None:
    found = broken_sentence(text, is_cut=is_cut)
    assert found is None or (found.end == len(text) and not text[found.start].isspace())
