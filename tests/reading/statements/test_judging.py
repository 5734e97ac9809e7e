"""Which statements are believed."""

import json
from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from communique.errors import ModelError
from communique.reading.passages import Passages
from communique.reading.statements.drafts import StatementDraft
from communique.reading.statements.judging import FEATURES, FOUND_BY, Judge, features_of, load_judge
from communique.reading.statements.linking import Sight
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind


def values(draft: StatementDraft, sight: Sight, agreement: float = 0.0) -> dict[str, float]:
    tree = Tree(Doc(Vocab(), words="Holm said rain will fall".split()))
    return dict(zip(FEATURES, features_of(tree, Passages(tree), sight, draft, agreement), strict=True))


def draft(**changes: object) -> StatementDraft:
    made = StatementDraft("that", StatementKind.SPEECH, cue=1, cue_end=2, source=0, parts=[(2, 5)])
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_what_the_model_is_sure_of_counts_for_a_statement() -> None:
    sure = Sight(shares={0: (0.9, 0, 0), 1: (0, 0.9, 0), **dict.fromkeys((2, 3, 4), (0, 0, 0.9))})
    unsure = Sight(shares=dict.fromkeys(range(5), (0.1, 0.1, 0.1)))
    for name in ("content", "cue", "source"):
        assert values(draft(), sure)[name] > 0 > values(draft(), unsure)[name]


def test_words_that_the_model_has_not_seen_count_as_nothing() -> None:
    assert values(draft(), Sight())["content"] < -4


def test_the_kind_and_what_is_missing_are_told() -> None:
    thought = values(draft(kind=StatementKind.THOUGHT, cue=None, cue_end=0, source=None, parts=[(2, 3)]), Sight(), 0.7)
    assert (thought["thought"], thought["no cue"], thought["no source"], thought["short"]) == (1, 1, 1, 1)
    assert thought["agreement"] == 0.7
    assert values(draft(), Sight())["thought"] == 0


def test_a_judge_accepts_from_its_least_probability_on() -> None:
    judge = Judge(dict.fromkeys(FOUND_BY, (1.0,)), least=0.5, least_spoken=0.2)
    assert judge.accepts("model", [0.0])
    assert judge.accepts("rules", [800.0])
    assert not judge.accepts("both", [-800.0])


def test_what_the_rules_take_for_speech_needs_less() -> None:
    judge = Judge(dict.fromkeys(FOUND_BY, (1.0,)), least=0.5, least_spoken=0.2)
    assert not judge.accepts("rules", [-1.0])
    assert judge.accepts("rules", [-1.0], is_spoken=True)


def test_the_shipped_weights_know_every_feature() -> None:
    judge = load_judge()
    assert set(judge.weights) == set(FOUND_BY)
    assert all(len(weights) == len(FEATURES) for weights in judge.weights.values())
    assert 0 < judge.least_spoken <= judge.least < 1
    # what the model takes for a content is believed sooner, whoever found it
    assert all(weights[FEATURES.index("content")] + weights[FEATURES.index("cue")] > 0 for weights in judge.weights.values())


@pytest.mark.parametrize("text", [None, "", "{", json.dumps({"least": 0.5, "weights": {"rules": {}}})])
def test_weights_that_do_not_fit_are_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "judge.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"judge\.json"):
        load_judge(tmp_path)
