"""Copies are found whatever was done to them; follow-ups and shared background are none."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.archive import View
from communique.archive.duplicates import (
    MIN_SHINGLES,
    Duplicate,
    compare,
    find_candidates,
    find_duplicates,
    signature_of,
)
from communique.archive.results import LinkKind

DAY = date(2031, 3, 1)
SYLLABLES = "ka ro min tel var os bru len dak ti so gra pel un fir".split()


def paragraphs(seed: int, n: int = 8) -> list[str]:
    """Invented prose: sentences of invented words, the same for the same seed."""
    rnd = random.Random(seed)
    word = lambda: "".join(rnd.choices(SYLLABLES, k=rnd.randint(1, 3)))  # noqa: E731
    return [". ".join(" ".join(word() for _ in range(14)).capitalize() for _ in range(3)) + "." for _ in range(n)]


def text(*parts: list[str]) -> str:
    return "\n\n".join(paragraph for part in parts for paragraph in part)


def pairs(*texts: str) -> dict[str, str]:
    stories = [(f"s{n}", DAY + timedelta(days=n), each) for n, each in enumerate(texts)]
    return {found.id: found.duplicate_of for found in find_duplicates(stories)}


STORY = paragraphs(1)


@pytest.mark.parametrize(
    "copy",
    [
        text(STORY),
        text(STORY[::-1]),  # paragraphs moved
        text(STORY[:3]),  # cut short
        text(STORY, ["Read more on our pages about the river and the ferry."]),
        text(["ORSK (Northern Agency) —"], STORY[:6]),
        text(STORY).replace(". ", ".  ").upper(),
    ],
)
def test_a_copy_is_found(copy: str) -> None:
    assert pairs(text(STORY), copy) == {"s1": "s0"}


@pytest.mark.parametrize(
    "other",
    [
        text(paragraphs(2)),
        text(STORY[:2], paragraphs(3, 6)),  # a follow-up with two of eight paragraphs
        text(paragraphs(4, 12), STORY[-1:]),  # background in common
    ],
)
def test_another_story_is_none(other: str) -> None:
    assert pairs(text(STORY), other) == {}


def test_a_cut_copy_joins_its_own_story_and_not_a_follow_up() -> None:
    """The cut copy is mostly a passage that the follow-up quotes too."""
    story, follow_up = text(STORY), text(STORY[:2], paragraphs(5, 6))
    cut = text(STORY[:3])
    assert pairs(story, cut, follow_up) == {"s1": "s0"}


def test_copies_of_copies_share_the_earliest_story() -> None:
    assert pairs(text(STORY), text(STORY[:5]), text(STORY[3:]), text(STORY)) == {"s1": "s0", "s2": "s0", "s3": "s0"}


def test_a_story_that_repeats_and_adds_more_is_extended() -> None:
    (found,) = find_duplicates([("a", DAY, text(STORY[:3])), ("b", DAY + timedelta(days=1), text(STORY[:3], paragraphs(6, 5)))])
    assert (found.rule, found.duplicate_of) == ("extended", "a")
    assert found.own_share > 0.5
    (copy,) = find_duplicates([("a", DAY, text(STORY)), ("b", DAY, text(STORY[:3]))])
    assert (copy.rule, copy.own_share) == ("copy", 0.0)


def test_an_undated_story_comes_last_and_ids_decide_ties() -> None:
    same = text(STORY)
    found = find_duplicates([("c", None, same), ("b", DAY, same), ("a", DAY, same)])
    assert {each.id: each.duplicate_of for each in found} == {"b": "a", "c": "a"}


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    assert pairs("The talks in Tellin go on.", "The talks in Tellin go on!") == {"s1": "s0"}
    assert pairs("The talks in Tellin go on.", "The talks in Tellin go on today.") == {}
    assert pairs("", "", "…", " ") == {}


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(range(7)))
def test_order_does_not_matter(order: list[int]) -> None:
    texts = [text(STORY), text(STORY[:3]), text(STORY[::-1]), text(paragraphs(2)), text(STORY[:2], paragraphs(3, 6)), "", "a b"]
    stories = [(f"s{n}", DAY + timedelta(days=n % 3), each) for n, each in enumerate(texts)]
    assert find_duplicates([stories[n] for n in order]) == find_duplicates(stories)


def test_a_standing_line_does_not_make_all_stories_candidates() -> None:
    """Two hundred stories end in the same lines: the pairs looked at stay few, and none is a copy."""
    line = paragraphs(99, 1)
    stories = [text(paragraphs(1000 + n, 6), line) for n in range(200)]
    candidates = find_candidates([signature_of(story) for story in stories])
    assert len(candidates) < 200 * 40
    assert find_duplicates([(str(n), DAY, story) for n, story in enumerate(stories)]) == ()


def test_many_copies_of_one_story_are_all_found() -> None:
    stories = [(f"s{n:03}", DAY + timedelta(days=n), text(STORY[n % 3 :])) for n in range(120)]
    found = find_duplicates(stories)
    assert [each.duplicate_of for each in found] == ["s000"] * 119


def test_signature_is_the_same_on_every_machine() -> None:
    signature = signature_of("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
    assert signature.n_shingles == 11 >= MIN_SHINGLES
    assert signature.bands[:8].hex() == SIGNATURE


SIGNATURE = "8a44f5c0ed306133"  # kept in archives: another value would make their signatures worthless


def test_compare_counts_the_shorter_text() -> None:
    overlap = compare(text(STORY), text(STORY[:4]))
    assert overlap.share == 1.0
    assert 0.4 < overlap.share_of_longer < 0.6


def test_duplicates_in_an_archive(view: View) -> None:
    found = {entry.page_id: entry for entry in view.list_duplicates()}
    assert {page: entry.duplicate_of for page, entry in found.items()} == {"copy": "wire", "twin": "offered"}
    story = view.get_story(found["copy"].duplicate_of_story)
    assert story is not None
    assert story.copies == (found["copy"].story_id,)
    link = next(link for link in view.list_links(kind=LinkKind.DUPLICATE) if link.left == found["copy"].story_id)
    assert link.score == 1.0
    assert link.left_value.endswith("sequences")


def test_duplicate_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Duplicate(id="a", duplicate_of="b", rule="copy", score=1.0, own_share=0.0).id = "c"  # type: ignore[misc]
