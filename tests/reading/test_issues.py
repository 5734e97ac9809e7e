"""What was seen and not understood."""

from datetime import date

import pytest
from spacy.language import Language

from communique.reading.issues import MOST_OF_A_KIND, find_issues
from communique.reading.times import find_times
from communique.record.model import Issue, Story
from communique.record.vocab import StoryKind

pytestmark = pytest.mark.pipeline


def issues_of(nlp: Language, text: str, published: date | None = date(2005, 3, 16)) -> tuple[Issue, ...]:
    story = Story(id="s", kind=StoryKind.ARTICLE, text=text, published=published)
    return find_issues(story, find_times(nlp(text), published))


def test_quotation_mark_without_partner_is_told_with_its_words(nlp: Language) -> None:
    (issue,) = issues_of(nlp, "“We will sign on Friday, the envoy said.")
    assert issue.code == "unclosed_quotation"
    assert issue.words is not None
    assert issue.words.startswith("“We will sign")


def test_weekday_of_a_story_without_a_date_is_told(nlp: Language) -> None:
    (issue,) = issues_of(nlp, "The envoys met on Tuesday.", published=None)
    assert (issue.code, issue.words) == ("unresolved_date", "Tuesday")
    assert "no publication date" in issue.detail


def test_understood_text_has_no_issue(nlp: Language) -> None:
    assert issues_of(nlp, "“We will sign,” the envoy said on Tuesday. Talks have gone on recently.") == ()


def test_many_of_a_kind_are_told_once_with_their_number(nlp: Language) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    text = " ".join(f"The envoys met on {day}." for day in days)
    issues = issues_of(nlp, text, published=None)
    assert len(issues) == MOST_OF_A_KIND
    assert "and 2 more" in issues[-1].detail
