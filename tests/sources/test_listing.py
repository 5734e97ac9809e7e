"""What lists of pages say: JSON feeds, sitemaps, and the dates in them."""

import gzip
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.base import Origin
from communique.sources.jsonfeed import open_json_feed
from communique.sources.listing import list_feed, list_sitemap
from communique.sources.sitemaps import open_sitemap
from tests.sources.opening import pages_of

SITE = "https://harbourpost.example"
ORIGIN = Origin(name=f"{SITE}/list", uri=f"{SITE}/list", delivered=date(2025, 3, 10))
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Post",
    "language": "en",
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": "1",
            "url": "/talks/1",
            "title": "Talks open",
            "content_text": "Envoys met.\n\nThey <will> meet again.",
            "date_published": "2025-03-05T10:00:00+01:00",
            "date_modified": "2025-03-06T08:00:00Z",
            "tags": ["World", "Peace"],
            "authors": [{"name": "Ana Sousa"}, {"url": "x"}, {"name": "Jon Berg"}],
        },
        {"id": "2", "external_url": "https://elsewhere.example/2", "content_html": "<p>Envoys left.</p>"},
        "no item",
    ],
}


def test_items_of_a_json_feed_are_pages() -> None:
    first, second = pages_of(open_json_feed, json.dumps(FEED).encode(), f"{SITE}/feed.json")
    assert (first.uri, first.headline, first.source, first.section) == (
        f"{SITE}/talks/1",
        "Talks open",
        "Harbour Post",
        "World",
    )
    assert (first.content, first.media_type) == ("Envoys met.\n\nThey <will> meet again.", "text/plain")
    assert (first.published, first.published_at) == (date(2025, 3, 5), "2025-03-05T10:00:00+01:00")
    assert (first.updated_at, first.author, first.language) == ("2025-03-06T08:00:00+00:00", "Ana Sousa, Jon Berg", None)
    assert (second.uri, second.content, second.author) == ("https://elsewhere.example/2", "<p>Envoys left.</p>", "The desk")


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"items": 3}', b'{"items": []}', b"[" * 100_000])
def test_what_is_no_json_feed_is_one_page_with_trouble(raw: bytes) -> None:
    (page,) = pages_of(open_json_feed, raw, "feed.json")
    assert page.trouble is not None


NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>{SITE}/old</loc><lastmod>2025-03-01</lastmod></url>
<url><loc>{SITE}/undated</loc></url>
<url><loc> {SITE}/new?a=1&amp;b=2 </loc><n:news><n:publication><n:name>Harbour Post</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2025-03-05T10:00:00+01:00</n:publication_date><n:title>Talks open</n:title></n:news></url>
</urlset>""".encode()


def test_a_news_sitemap_tells_of_each_address_what_it_knows() -> None:
    listing = list_sitemap(NEWS, ORIGIN)
    assert [item.url for item in listing.items] == [f"{SITE}/old", f"{SITE}/undated", f"{SITE}/new?a=1&b=2"]
    old, _, new = listing.items
    assert (new.title, new.outlet, new.language, new.published) == ("Talks open", "Harbour Post", "en", date(2025, 3, 5))
    assert (old.published, old.updated_at) == (None, "2025-03-01")  # a change is no publication


def test_an_index_names_more_sitemaps_the_newest_first() -> None:
    raw = (
        f"<sitemapindex><sitemap><loc>{SITE}/a.xml</loc><lastmod>2024-01-01</lastmod></sitemap>"
        f"<sitemap><loc>{SITE}/b.xml</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"
    )
    assert list_sitemap(raw.encode(), ORIGIN).nested == (f"{SITE}/b.xml", f"{SITE}/a.xml")


def test_a_sitemap_may_be_lines_of_addresses() -> None:
    assert [item.url for item in list_sitemap(f"{SITE}/1\n\nnote\n{SITE}/2".encode(), ORIGIN).items] == [
        f"{SITE}/1",
        f"{SITE}/2",
    ]


def test_a_sitemap_that_is_opened_as_a_page_says_what_it_is() -> None:
    (page,) = pages_of(open_sitemap, NEWS, "sitemap.xml")
    assert page.trouble is not None
    assert page.trouble.code == "addresses_only"
    assert "3 addresses" in page.trouble.detail


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<urlset/>",
        b"<urlset><url/></urlset>",
        b"<",
        gzip.compress(b"<urlset/>", mtime=0)[:20],
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>',
    ],
)
def test_what_lists_no_address_is_told(raw: bytes) -> None:
    listing = list_sitemap(raw, ORIGIN)
    assert listing.trouble is not None
    assert listing.items == ()


@given(st.binary(max_size=400))
def test_any_bytes_give_a_listing(raw: bytes) -> None:
    for listing in (
        list_sitemap(raw, ORIGIN),
        list_sitemap(b"<urlset><url><loc>x</loc>" + raw, ORIGIN),
        list_feed(raw, ORIGIN),
    ):
        assert listing.trouble is not None or listing.items or listing.nested
