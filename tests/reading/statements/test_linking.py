"""From the model's scores to statements."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading.statements.linking import N_LABELS, Reading, Sight, link

NONE, SOURCE, IN_SOURCE, CUE, IN_CUE, CONTENT, IN_CONTENT = range(N_LABELS)


def read(labels: list[int], points_to: dict[int, int], tokens: list[int] | None = None) -> list[Reading]:
    """The statements where the model is sure: of each row its label, and the row that it points to (no entry: nothing)."""
    n = len(labels)
    label_scores = np.full((n, N_LABELS), -9.0, dtype=np.float32)
    link_scores = np.full((n, n + 1), -9.0, dtype=np.float32)
    for row, label in enumerate(labels):
        label_scores[row, label] = 9.0
        link_scores[row, points_to.get(row, -1) + 1] = 9.0
    sight = Sight()
    link(tokens or list(range(n)), label_scores, link_scores, sight)
    return sight.readings


def test_a_content_goes_to_the_cue_that_it_points_to() -> None:
    # "Holm said rain falls": source, cue, content
    assert read([SOURCE, CUE, CONTENT, IN_CONTENT], {1: 0, 2: 1, 3: 1}) == [Reading((1, 2), (0, 1), [(2, 4)])]


def test_two_parts_of_one_statement_are_joined() -> None:
    found = read([CONTENT, SOURCE, CUE, CONTENT], {0: 2, 2: 1, 3: 2})
    assert found == [Reading((2, 3), (1, 2), [(0, 1), (3, 4)])]


def test_two_cues_may_share_a_source() -> None:
    found = read([SOURCE, CUE, CONTENT, CUE, CONTENT], {1: 0, 2: 1, 3: 0, 4: 3})
    assert [(reading.cue, reading.source) for reading in found] == [((1, 2), (0, 1)), ((3, 4), (0, 1))]


def test_a_content_without_a_cue_has_the_source_that_it_points_to() -> None:
    assert read([SOURCE, NONE, CONTENT, IN_CONTENT], {2: 0, 3: 0}) == [Reading(None, (0, 1), [(2, 4)])]


def test_a_content_that_points_to_nothing_has_neither() -> None:
    assert read([NONE, CONTENT], {}) == [Reading(None, None, [(1, 2)])]


def test_a_cue_without_a_content_is_no_statement() -> None:
    assert read([SOURCE, CUE, NONE], {1: 0}) == []


def test_the_ranges_are_the_storys_tokens() -> None:
    found = read([SOURCE, CUE, CONTENT, IN_CONTENT], {1: 0, 2: 1, 3: 1}, tokens=[10, 12, 13, 17])
    assert found == [Reading((12, 13), (10, 11), [(13, 18)])]


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_any_scores_give_shares_of_each_token_and_disjoint_contents(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    sight = Sight()
    labels, links = (rng.normal(scale=4, size=size).astype(np.float32) for size in ((n, N_LABELS), (n, n + 1)))
    link(list(range(n)), labels, links, sight)
    assert sorted(sight.shares) == list(range(n))
    assert all(0 <= share <= 1.0001 for shares in sight.shares.values() for share in shares)
    told = [i for reading in sight.readings for first, last in reading.parts for i in range(first, last)]
    assert len(told) == len(set(told))
