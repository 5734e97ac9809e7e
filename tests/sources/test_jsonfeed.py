"""Pages from JSON Feeds."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.base import Page
from communique.sources.inputs import open_inputs
from communique.sources.jsonfeed import open_json_feed
from tests.sources.opening import pages_of

ITEM = {
    "id": "urn:1",
    "url": "/1",
    "title": "Talks open",
    "content_html": "<p>Envoys met on Wednesday.</p>",
    "summary": "Envoys met.",
    "date_published": "2031-03-05T23:30:00+02:00",
    "date_modified": "2031-03-06T08:00:00Z",
    "authors": [{"name": "Ada Reed"}, {"name": "Jo Lund"}],
    "tags": ["World", "Talks"],
    "language": "en",
}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Harbour Post",
    "home_page_url": "https://post.example/",
    "language": "de",
    "authors": [{"name": "The desk"}],
}


def pages(*items: object, **fields: object) -> list[Page]:
    return pages_of(
        open_json_feed, json.dumps(FEED | {"items": items} | fields).encode(), "feed.json", delivered=date(2031, 3, 7)
    )


def test_an_item_is_a_page_with_what_it_says() -> None:
    (page,) = pages(ITEM)
    assert (page.uri, page.headline, page.source) == ("https://post.example/1", "Talks open", "The Harbour Post")
    assert (page.content, page.media_type) == (ITEM["content_html"], "text/html")
    assert (page.published, page.published_at) == (date(2031, 3, 5), ITEM["date_published"])
    assert (page.updated_at, page.author) == ("2031-03-06T08:00:00+00:00", "Ada Reed, Jo Lund")
    assert (page.section, page.language) == ("World", "en")


def test_the_feed_speaks_where_an_item_does_not_and_version_1_has_one_author() -> None:
    (page,) = pages({"content_text": "Talks <opened>."}, authors=None, author={"name": "The desk"})
    assert (page.author, page.language, page.uri) == ("The desk", None, "feed.json")
    assert (page.content, page.media_type) == ("Talks <opened>.", "text/plain")


def test_an_item_without_text_and_one_with_a_date_that_cannot_be_are_told() -> None:
    empty, late = pages({"url": "https://post.example/2"}, ITEM | {"date_published": "2041-01-01T00:00:00Z"})
    assert empty.trouble is not None
    assert empty.trouble.code == "empty"
    assert late.published is None
    assert [issue.code for issue in late.issues] == ["impossible_date"]


@pytest.mark.parametrize("name", ["feed.json", "feed", "feed.txt"])
@pytest.mark.parametrize("indent", [None, 1])
def test_it_is_known_by_its_version(tmp_path: Path, name: str, indent: int | None) -> None:
    feed = {"items": [ITEM], **FEED} if indent is None else FEED | {"items": [ITEM]}
    (tmp_path / name).write_text(json.dumps(feed, indent=indent))
    assert [page.headline for page in open_inputs([str(tmp_path / name)])] == ["Talks open"]


def test_a_feed_whose_version_comes_late_is_known_by_its_name(tmp_path: Path) -> None:
    long = ITEM | {"content_html": "<p>More.</p>" * 2000}
    (tmp_path / "feed.json").write_text(json.dumps({"items": [long], **FEED}))
    assert [page.headline for page in open_inputs([str(tmp_path / "feed.json")])] == ["Talks open"]


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b'{"version": 1}', json.dumps(FEED).encode(), json.dumps(FEED | {"items": [1]}).encode()]
)
def test_what_holds_no_items_is_one_page_with_trouble(raw: bytes) -> None:
    (page,) = pages_of(open_json_feed, raw, "feed.json")
    assert page.trouble is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*ITEM, "name"]), inner),
)


@given(st.lists(JSON, max_size=4), st.dictionaries(st.sampled_from([*FEED, "feed_url", "items", "author"]), JSON))
def test_no_value_of_a_wrong_type_raises(items: list[object], fields: dict[str, object]) -> None:
    pages(*items, **fields)
