"""Identities: stable, separate, and the same claim under the same key."""

from hypothesis import given
from hypothesis import strategies as st

from communique.record.ids import claim_key, digest, folded


def test_digest_is_the_same_on_every_machine() -> None:
    assert digest("page", "a.txt", b"words", 7) == "731b1d1adce87b73"


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_parts_do_not_run_into_each_other(one: list[str], two: list[str]) -> None:
    assert (digest(*one) == digest(*two)) == (one == two)


def test_folded_ignores_case_accents_punctuation_and_a_leading_article() -> None:
    assert folded("The Élysée's  palace!") == folded("elysee palace") == "elysee palace"
    assert folded("The") == "the"


@given(st.text(alphabet="aAéÉñÇßöØ İ'’-.Жд"))
def test_folding_twice_changes_nothing_unless_an_article_is_uncovered(name: str) -> None:
    once = folded(name)
    assert folded(once) == once or once.split()[0] in {"the", "a", "an"}


def test_claim_key_shows_what_the_text_leaves_open() -> None:
    assert claim_key("CONSULT", "varo", None) == "CONSULT|varo|-"
