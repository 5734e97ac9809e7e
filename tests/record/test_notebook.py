"""A story in a notebook: escaped, self-contained, every word kept."""

import re
from html import unescape

from hypothesis import given, settings

from communique.record.model import Story
from communique.record.notebook import story_html
from tests.made import hostile_record, meeting_record
from tests.record.strategies import stories


def _body(html: str) -> str:
    return html.split('<div style="white-space:pre-wrap">')[1].split("</div>")[0]


@settings(deadline=None)
@given(stories())
def test_the_storys_text_is_kept_whole_under_the_marks(story: Story) -> None:
    bare = re.sub(r"<[^>]*>", "", _body(story_html(story)))
    assert unescape(bare) == unescape(story.text) or bare.count("&") >= story.text.count("&")


def test_marks_say_what_was_read() -> None:
    html = story_html(meeting_record().stories[0])
    assert 'title="CONSULT · meet · occurred · Ilena Varo, Osk Brandt · Tellin · 2031-03-04"' in html
    assert "direct speech of Ilena Varo" in html
    assert "Arvenia supports: a truce on the river" in html
    assert "Ministers meet in Tellin" in html


def test_hostile_words_stay_words() -> None:
    html = story_html(hostile_record().stories[0])
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_nothing_is_loaded_from_outside() -> None:
    html = story_html(meeting_record().stories[0])
    assert not re.search(r"<(script|link|img|iframe)|url\(|@import", html)


def test_a_record_shows_all_its_stories_in_a_notebook() -> None:
    record = meeting_record()
    assert record._repr_html_() == story_html(record.stories[0])
