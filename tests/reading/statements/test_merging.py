"""The rules' drafts and the model's readings made one list."""

import pytest
from spacy.language import Language

from communique.reading.found import FoundActors, FoundStatement
from communique.reading.passages import Passages
from communique.reading.statements import find_statements
from communique.reading.statements.cues import load_cues
from communique.reading.statements.drafts import StatementDraft
from communique.reading.statements.linking import Reading, Sight
from communique.reading.statements.merging import Candidate, Merger, agreement_of
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

NOBODY = FoundActors.of((), ())
SAID, THOUGHT = StatementKind.SPEECH, StatementKind.THOUGHT
SENTENCE = "Holm said the talks failed on Monday in the capital."
#           0    1    2   3     4      5  6      7  8   9      10


def draft(kind: StatementKind = SAID, *parts: tuple[int, int], cue: int | None = 1, source: int | None = 0) -> StatementDraft:
    return StatementDraft("zero", kind, cue=cue, cue_end=0 if cue is None else cue + 1, source=source, parts=list(parts))


def merged(nlp: Language, drafts: list[StatementDraft], *readings: Reading, seen: float = 0.9) -> list[Candidate]:
    tree = Tree(nlp(SENTENCE))
    sight = Sight(list(readings), dict.fromkeys(range(tree.n), (seen, seen, seen)))
    return Merger(tree, Passages(tree), load_cues(), sight).merge(drafts)


def test_agreement_is_the_share_of_common_words() -> None:
    assert agreement_of(draft(SAID, (2, 6)), draft(SAID, (2, 6))) == 1
    assert agreement_of(draft(SAID, (2, 6)), draft(SAID, (4, 8))) == pytest.approx(2 / 6)
    assert agreement_of(draft(SAID, (2, 4), (6, 8)), draft(SAID, (3, 7))) == pytest.approx(2 / 6)
    assert agreement_of(draft(SAID, (2, 4)), draft(SAID, (5, 6))) == 0


@pytest.mark.pipeline
def test_one_statement_found_twice_is_told_once_with_the_rules_edges(nlp: Language) -> None:
    (found,) = merged(nlp, [draft(SAID, (2, 7))], Reading((1, 2), (0, 1), [(2, 8)]))
    assert (found.found_by, found.draft.parts, found.draft.rule) == ("both", [(2, 7)], "zero")
    assert found.is_spoken


@pytest.mark.pipeline
def test_where_the_two_differ_much_the_models_content_is_taken(nlp: Language) -> None:
    (found,) = merged(nlp, [draft(SAID, (2, 10))], Reading((1, 2), (0, 1), [(2, 5)]))
    assert (found.draft.parts, found.draft.rule) == ([(2, 5)], "zero/tagger")


@pytest.mark.pipeline
def test_what_only_one_finds_is_kept_apart(nlp: Language) -> None:
    rules, model = merged(nlp, [draft(THOUGHT, (9, 10), cue=4, source=3)], Reading((1, 2), (0, 1), [(2, 5)]))
    assert (rules.found_by, model.found_by) == ("rules", "model")
    assert (model.draft.rule, model.draft.cue, model.draft.source) == ("tagger", 1, 0)
    assert not rules.is_spoken


@pytest.mark.pipeline
def test_a_missing_source_is_filled_from_the_model(nlp: Language) -> None:
    (found,) = merged(nlp, [draft(SAID, (2, 7), source=None)], Reading((1, 2), (0, 1), [(2, 7)]))
    assert found.draft.source == 0


@pytest.mark.pipeline
def test_a_reading_without_a_source_has_its_cues_subject(nlp: Language) -> None:
    (found,) = merged(nlp, [], Reading((1, 2), None, [(2, 7)]))
    assert found.draft.source == 0
    assert found.draft.kind is SAID


@pytest.mark.pipeline
def test_what_the_model_has_not_seen_and_what_is_nested_is_not_judged(nlp: Language) -> None:
    tree = Tree(nlp(SENTENCE))
    merger = Merger(tree, Passages(tree), load_cues(), Sight())
    assert [candidate.is_kept for candidate in merger.merge([draft(THOUGHT, (2, 7))])] == [True]
    outer, inner = draft(SAID, (2, 10)), draft(SAID, (5, 7), cue=4, source=3)
    assert [candidate.is_kept for candidate in merged(nlp, [outer, inner])] == [False, True]


@pytest.mark.pipeline
def test_a_reading_of_nothing_but_stops_is_no_statement(nlp: Language) -> None:
    assert merged(nlp, [], Reading((1, 2), (0, 1), [(10, 11)])) == []


def told(nlp: Language, text: str) -> list[FoundStatement]:
    return list(find_statements(nlp(text), NOBODY, ()))


@pytest.mark.pipeline
def test_a_story_is_read_the_same_alone_and_among_others(nlp: Language) -> None:
    one = "Aides let it be known that Holm was furious. A deal, they hinted darkly, was out of reach for now."
    other = "Moreno has been adamant about the border, and nobody in his camp believes that the truce will hold."
    alone = told(nlp, one)
    told(nlp, other)
    assert told(nlp, one) == alone
