"""The lines that all views share: dates in the fewest exact words, excerpts that tell the act."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.archive.results import Passage, StoryRef
from communique.record.model import DateInterval
from communique.record.spans import Span
from communique.record.vocab import StoryKind
from communique.views.lines import EXCERPT_CHARS, citation, counted_more, day_label, excerpt, shorten

STORY = StoryRef(
    id="s",
    page_id="p",
    uri="a.txt",
    kind=StoryKind.ARTICLE,
    headline="Ministers meet",
    source="Wire",
    published=date(2031, 3, 5),
)


def _passage(context: str, words: str) -> Passage:
    start = context.index(words)
    return Passage(
        story=STORY, span=Span(100 + start, 100 + start + len(words)), words=words, context=context, context_start=100
    )


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2031, 3, 4), date(2031, 3, 4), "2031-03-04"),
        (date(2031, 3, 1), date(2031, 3, 31), "2031-03"),
        (date(2031, 1, 1), date(2031, 12, 31), "2031"),
        (date(2028, 2, 1), date(2028, 2, 29), "2028-02"),
        (None, date(2031, 3, 4), "by 2031-03-04"),
        (date(2031, 3, 4), None, "from 2031-03-04"),
        (date(2031, 1, 1), None, "from 2031"),
        (None, date(2031, 12, 31), "by 2031-12-31"),
        (date(2031, 3, 3), date(2031, 3, 9), "2031-03-03–09"),
        (date(2031, 3, 29), date(2031, 4, 4), "2031-03-29–04-04"),
        (date(2031, 12, 29), date(2032, 1, 4), "2031-12-29 to 2032-01-04"),
    ],
)
def test_a_date_is_told_in_the_fewest_exact_words(first: date | None, last: date | None, label: str) -> None:
    assert day_label(DateInterval(first=first, last=last)) == label


def test_an_unknown_date_is_told_as_unknown() -> None:
    assert day_label(None) == "undated"


@pytest.mark.parametrize(
    ("context", "words", "shown"),
    [
        ("Varo met her counterpart in Tellin; nothing was signed.", "met", "met her counterpart in Tellin"),
        ("The envoys held a fourth round of talks.", "talks", "The envoys held a fourth round of talks"),
        ("It rained. They held talks.", "talks", "They held talks"),
        ("Varo will visit the port on 6 April, her office said on Monday.", "visit", "visit the port on 6 April"),
        ("The port is closed, Varo said.", "said", "The port is closed, Varo said"),
        ("“We will meet again on 20 March,” Varo said.", "meet", "We will meet again on 20 March"),
        ("Prices rose 2.5 points and Varo left.", "rose", "rose 2.5 points and Varo left"),
    ],
)
def test_an_excerpt_tells_the_act(context: str, words: str, shown: str) -> None:
    assert excerpt(_passage(context, words)) == shown


@given(st.text("abc .,;“”\n", min_size=1, max_size=300), st.data())
def test_an_excerpt_is_short_and_of_the_context(context: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(context) - 1))
    end = data.draw(st.integers(start + 1, len(context)))
    passage = Passage(story=STORY, span=Span(start + 7, end + 7), words=context[start:end], context=context, context_start=7)
    shown = excerpt(passage)
    assert len(shown) <= EXCERPT_CHARS + 1
    assert shown.removesuffix("…") in " ".join(context.split())


def test_long_text_is_cut_after_a_word() -> None:
    assert shorten("one two three four", 10) == "one two…"
    assert shorten("one two", 10) == "one two"


def test_a_citation_has_headline_outlet_and_date() -> None:
    assert citation(STORY) == "“Ministers meet”, Wire, 2031-03-05"


@pytest.mark.parametrize(("stories", "copies", "words"), [(0, 0, ""), (1, 0, "+1 story"), (2, 1, "+2 stories, +1 copy")])
def test_other_reports_are_counted(stories: int, copies: int, words: str) -> None:
    assert counted_more(stories, copies) == words
