"""What holds what up."""

import pytest
from spacy.language import Language

from communique.reading.conditions import find_conditions

pytestmark = pytest.mark.pipeline

CONDITIONS = [
    (
        "The army will withdraw if the rebels free the hostages.",
        "the rebels free the hostages",
        "The army will withdraw",
    ),
    (
        "If the truce holds, the talks will resume in May.",
        "the truce holds",
        "the talks will resume in May",
    ),
    (
        "The talks cannot begin unless the prisoners are released.",
        "the prisoners are released",
        "The talks cannot begin",
    ),
    (
        "Norway will send monitors as long as both sides agree.",
        "both sides agree",
        "Norway will send monitors",
    ),
]


@pytest.mark.parametrize(("text", "antecedent", "consequent"), CONDITIONS)
def test_condition_has_both_clauses_without_the_marker(nlp: Language, text: str, antecedent: str, consequent: str) -> None:
    (condition,) = find_conditions(nlp(text))
    assert condition.antecedent.of(text) == antecedent
    assert condition.consequent.of(text) == consequent


@pytest.mark.parametrize(
    "text",
    [
        "The army withdrew before the rebels freed the hostages.",
        "The talks resumed after the prisoners were released.",
        "The army will stay even if the rebels leave.",
        "He asked whether the talks would resume.",
    ],
)
def test_order_and_indifference_are_no_conditions(nlp: Language, text: str) -> None:
    assert find_conditions(nlp(text)) == ()
