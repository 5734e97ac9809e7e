"""Span arithmetic: half-open, in code points, never empty."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.record.spans import Span, hull, merge, trim
from tests.record.strategies import spans


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_span_refuses_empty_reversed_and_negative(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}:{end}"):
        Span(start, end)


def test_span_of_counts_code_points_not_bytes() -> None:
    assert Span(1, 3).of("a𝔭é") == "𝔭é"


def test_span_of_refuses_to_reach_past_the_text() -> None:
    with pytest.raises(ValueError, match="text of 3 characters"):
        Span(0, 4).of("abc")


@given(spans(), st.integers(0, 1000))
def test_shift_keeps_the_length_and_the_words(span: Span, offset: int) -> None:
    assert len(span.shift(offset)) == len(span)
    assert span.shift(offset).shift(-offset) == span


@given(st.text(min_size=1), st.text(max_size=50), st.data())
def test_shift_by_the_storys_start_gives_the_pages_words(story: str, before: str, data: st.DataObject) -> None:
    span = data.draw(spans(len(story)))
    assert span.shift(len(before)).of(before + story) == span.of(story)


@given(spans(), spans())
def test_overlaps_is_symmetric_and_means_a_shared_character(one: Span, two: Span) -> None:
    shared = set(range(one.start, one.end)) & set(range(two.start, two.end))
    assert one.overlaps(two) == two.overlaps(one) == bool(shared)


@given(spans(), spans())
def test_contains_means_every_character(one: Span, two: Span) -> None:
    assert one.contains(two) == (set(range(two.start, two.end)) <= set(range(one.start, one.end)))


@given(st.lists(spans(), min_size=1))
def test_hull_is_the_smallest_span_over_all(listed: list[Span]) -> None:
    whole = hull(listed)
    assert all(whole.contains(span) for span in listed)
    assert any(span.start == whole.start for span in listed)
    assert any(span.end == whole.end for span in listed)


def test_hull_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no spans"):
        hull([])


@given(st.lists(spans()))
def test_merge_keeps_the_characters_and_separates_the_spans(listed: list[Span]) -> None:
    merged = merge(listed)
    assert {c for s in merged for c in range(s.start, s.end)} == {c for s in listed for c in range(s.start, s.end)}
    assert all(before.end < after.start for before, after in pairwise(merged))
    assert merge(merged) == merged


@given(st.text(max_size=40), st.text(alphabet=",.", max_size=2))
def test_trim_leaves_no_space_at_the_edges(text: str, extra: str) -> None:
    span = trim(text, 0, len(text), extra)
    if span is None:
        assert not text.strip().strip(extra + " ") or all(c.isspace() or c in extra for c in text)
    else:
        words = span.of(text)
        assert not words[0].isspace()
        assert not words[-1].isspace()
        assert words[0] not in extra
        assert words[-1] not in extra
