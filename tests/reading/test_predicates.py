"""How sure the story is of each predicate: what is so, what is not, and what lies between."""

import pytest

from communique.options import ReadOptions
from communique.reading.pipeline import Reader
from communique.reading.predicates.weights import BIAS, CERTAIN, load_weights, weigh
from communique.record.vocab import Status
from communique.sources.base import Page

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(options=ReadOptions.of(["predicates"]))


def page_of_text(text: str) -> Page:
    return Page(id="page", uri="page", media_type="text/plain", content=text)


def factuality(reader: Reader, text: str, word: str) -> float:
    story = reader.read(page_of_text(text)).stories[0]
    assert story.predicates is not None
    return next(p.factuality for p in story.predicates if story.words(p.span) == word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Arland signed the treaty.", "signed"),
        ("Arland managed to sign the treaty.", "sign"),
        ("The minister said that Arland had signed the treaty.", "signed"),
        ("Arland regrets that it signed the treaty.", "signed"),
        ("The talks continued on Monday.", "continued"),
    ],
)
def test_what_is_told_as_a_fact_is_certain(reader: Reader, text: str, word: str) -> None:
    assert factuality(reader, text, word) == 3.0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Arland did not sign the treaty.", "sign"),
        ("Arland never attacked the village.", "attacked"),
        ("The treaty was not signed.", "signed"),
        ("Nobody attacked the village.", "attacked"),
        ("Arland will not sign the treaty.", "sign"),
        ("Arland refused to sign the treaty.", "sign"),
        ("Arland failed to sign the treaty.", "sign"),
        ("Arland regrets not signing the treaty.", "signing"),
        ("Arland denied that its troops had attacked the village.", "attacked"),
    ],
)
def test_what_is_told_not_to_be_so_is_well_below_zero(reader: Reader, text: str, word: str) -> None:
    assert factuality(reader, text, word) <= -1.0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Arland may sign the treaty.", "sign"),
        ("Arland will sign the treaty.", "sign"),
        ("Arland hopes to sign the treaty.", "sign"),
        ("Arland wants to sign the treaty.", "sign"),
        ("If Borland withdraws, Arland will sign the treaty.", "sign"),
        ("Arland is considering a withdrawal.", "withdrawal"),
        ("Did Arland sign the treaty?", "sign"),
        ("Arland called on Borland to withdraw its troops.", "withdraw"),
        ("Arland did not fail to sign the treaty.", "sign"),
    ],
)
def test_what_is_open_is_neither_certain_nor_denied(reader: Reader, text: str, word: str) -> None:
    assert -1.0 < factuality(reader, text, word) < 3.0


def test_a_surer_word_gives_a_higher_value(reader: Reader) -> None:
    texts = (
        "Arland did not sign the treaty.",
        "Arland might not sign the treaty.",
        "Arland might sign the treaty.",
        "Arland agreed to sign the treaty.",
        "Arland signed the treaty.",
    )
    values = [factuality(reader, text, "signed" if text == texts[-1] else "sign") for text in texts]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_acts_named_by_nouns_are_predicates_and_things_are_not(reader: Reader) -> None:
    story = reader.read(page_of_text("The merger followed a long dispute over the bridge.")).stories[0]
    assert [story.words(p.span) for p in story.predicates or ()] == ["merger", "followed", "dispute"]


def test_signs_without_a_weight_change_nothing() -> None:
    weights = {BIAS: 1.0, "under hope": -0.5}
    assert weigh(["under hope", "never seen"], Status.POSSIBLE, weights, verbal=True) == weigh(
        ["under hope"], Status.POSSIBLE, weights, verbal=True
    )


def test_only_a_fact_is_rounded_up_to_certain() -> None:
    weights = {BIAS: CERTAIN}
    assert weigh([], Status.OCCURRED, weights, verbal=True) == 3.0
    assert weigh([], Status.SCHEDULED, weights, verbal=True) < CERTAIN


@pytest.mark.parametrize("status", [Status.DENIED, Status.RULED_OUT])
def test_what_the_rules_find_denied_is_never_told_as_so(status: Status) -> None:
    assert weigh([], status, {BIAS: 100.0}, verbal=False) == 0.0


def test_the_shipped_weights_lean_the_way_the_words_do() -> None:
    weights = load_weights()
    assert weights["own negated"] < 0
    assert weights["own may"] < 0
    assert weights["status denied"] < weights["status possible"] < weights["status occurred"]
