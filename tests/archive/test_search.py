"""Searching: a person's words are words, whatever is in them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.archive import View
from communique.archive.words import CONTEXT_CHARS, context_of, holds_words, match_query, stem
from communique.record.spans import Span


def found(view: View, words: str) -> list[str]:
    return sorted(hit.story.page_id for hit in view.search(words))


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("blockade", ["due"]),
        ("BLOCKADES", ["due"]),  # endings and case do not matter
        ("blockade treaty", ["due"]),
        ("blockade sailors", []),
        ('"shook hands"', ["happened"]),
        ('"hands shook"', []),
        ("sail*", ["offered", "refused", "twin"]),
        ("sailors -comment", ["refused"]),
        ("", []),
        ("  -  ", []),
        ("!!! ((", []),
        ("-sailors", []),  # nothing is looked for
    ],
)
def test_search_finds(view: View, words: str, pages: list[str]) -> None:
    assert found(view, words) == pages


@pytest.mark.parametrize(
    "words",
    [
        'sailors"',
        '"',
        "sailors OR",
        "NOT",
        "sailors AND NOT NEAR(",
        "headline:sailors",
        "{headline text}: sailors",
        "^sailors",
        "sail-ors + * ^",
        "'; DROP TABLE stories; --",
        "sailors\0blockade",
        "*",
        "(((((((",
        "😀 naïve ‮x",
        "a" * 5000,
        "-" * 500,
    ],
)
def test_hostile_words_are_only_words(view: View, words: str) -> None:
    view.search(words)
    view.list_statements(about=words, by=words)
    view.list_events(about=words, actor=words)
    view.list_facts(about=words, actor=words)
    view.list_positions(issue=words, actor=words)
    view.list_actors(words=words)
    assert view.counts().n_stories == 10


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=60))
def test_any_words_can_be_searched_for(view: View, words: str) -> None:
    view.search(words)
    view.list_statements(about=words)


def test_snippet_marks_what_was_found(view: View) -> None:
    (hit,) = view.search("blockade")
    assert hit.snippet[1::2] == ("blockade",)
    assert hit.plain.startswith("Osk Brandt has to lift the blockade of the strait")
    assert hit.story.published == date(2031, 3, 3)


def test_search_within_days(view: View) -> None:
    assert [hit.story.page_id for hit in view.search("sailors", since=date(2031, 3, 5))] == ["refused"]
    assert view.search("sailors", until=date(2031, 3, 1)) == ()


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("peace talks", '("peace" AND "talks")'),
        ("peace -war", '"peace" NOT "war"'),
        ("negotiat*", '"negotiat"*'),
        ('"peace talks" a.b', '("peace talks" AND "a b")'),
        ("…", None),
    ],
)
def test_match_query(words: str, query: str | None) -> None:
    assert match_query(words) == query


@pytest.mark.parametrize(
    "group",
    [("negotiate", "negotiation", "negotiations", "negotiator", "negotiated"), ("talk", "talks"), ("release", "released")],
)
def test_stem_joins_a_words_forms(group: tuple[str, ...]) -> None:
    assert len({stem(word) for word in group}) == 1


def test_holds_words() -> None:
    assert holds_words("The negotiators left", "negotiation")
    assert not holds_words("The negotiators left", "negotiation Tellin")
    assert not holds_words("The negotiators left", "")


def test_context_is_the_sentence() -> None:
    text = "It rained. “We will meet on 9 April,” Varo said. The U.S. envoy left.\nNew paragraph"
    at = text.index("meet")
    assert context_of(text, Span(at, at + 4)).of(text) == "“We will meet on 9 April,” Varo said."


@given(text=st.text(min_size=1, max_size=900), data=st.data())
def test_context_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    context = context_of(text, span)
    assert context.contains(span)
    assert len(context) <= len(span) + 2 * CONTEXT_CHARS
