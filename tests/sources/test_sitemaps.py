"""Sitemaps, and what feeds and sitemaps point at."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources import sitemaps
from communique.sources.base import Origin
from communique.sources.inputs import open_inputs
from communique.sources.listing import Listed, Listing, list_feed, list_sitemap
from communique.sources.sitemaps import open_sitemap
from tests.sources.opening import pages_of

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://post.example/1?a=1&amp;b=2 </loc><lastmod>2031-03-06</lastmod>
 <image:image><image:loc>https://post.example/1.png</image:loc><image:title>A flag</image:title></image:image>
 <news:news><news:publication><news:name>The Harbour Post</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2031-03-05T23:30:00+02:00</news:publication_date><news:title>Talks open</news:title></news:news></url>
<url><loc>/2</loc></url>
<url><loc>javascript:alert(1)</loc></url>
</urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://post.example/a.xml.gz</loc></sitemap>
<sitemap><loc>https://post.example/b.xml</loc><lastmod>2031-03-06T10:00:00Z</lastmod></sitemap></sitemapindex>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<urlset><url><loc>https://post.example/&b;</loc></url></urlset>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>https://post.example/&x;</loc></url></urlset>"""


def listed(raw: bytes, **known: object) -> Listing:
    return list_sitemap(raw, Origin(**{"name": "s", "uri": "https://post.example/sitemap.xml", **known}))  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [NEWS, gzip.compress(NEWS)], ids=["plain", "gzip"])
def test_a_news_sitemap_lists_pages_with_what_it_says_of_them(raw: bytes) -> None:
    news = Listed(
        url="https://post.example/1?a=1&b=2",
        title="Talks open",
        published=date(2031, 3, 5),
        published_at="2031-03-05T23:30:00+02:00",
        updated_at="2031-03-06",
        language="en",
        outlet="The Harbour Post",
    )
    assert listed(raw).items == (news, Listed(url="https://post.example/2"))


def test_a_sitemap_index_lists_further_sitemaps_the_newest_first() -> None:
    assert listed(INDEX) == Listing(nested=("https://post.example/b.xml", "https://post.example/a.xml.gz"))


def test_a_sitemap_of_text_has_an_address_a_line() -> None:
    raw = b"\xef\xbb\xbfhttps://post.example/1\r\n\r\nno address\r\nhttps://post.example/2"
    assert [item.url for item in listed(raw, outlet="Post").items] == ["https://post.example/1", "https://post.example/2"]
    assert {item.outlet for item in listed(raw, outlet="Post").items} == {"Post"}


@pytest.mark.parametrize("raw", [BOMB, OUTSIDE, BOMB.decode().encode("utf-16")])
def test_entities_are_refused(raw: bytes) -> None:
    found = listed(raw)
    assert found.trouble is not None
    assert (found.trouble.code, found.items) == ("refused_entities", ())


@pytest.mark.parametrize("raw", [b"", b"<urlset/>", b"<html><p>Talks.</p></html>", b"\x1f\x8bbroken", b"Talks opened."])
def test_what_lists_nothing_says_so(raw: bytes) -> None:
    assert listed(raw).trouble is not None


def test_what_was_read_before_a_break_is_kept() -> None:
    assert [item.url for item in listed(NEWS[: NEWS.index(b"<url><loc>javascript")]).items][-1] == "https://post.example/2"


def test_addresses_past_the_limit_are_left_with_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_ADDRESSES", 3)
    found = listed(b"".join(b"https://post.example/%d\n" % number for number in range(9)))
    assert (len(found.items), [issue.code for issue in found.issues]) == (3, ["truncated"])


def test_a_date_that_cannot_be_is_none() -> None:
    found = listed(NEWS, delivered=date(2030, 1, 1))
    assert (found.items[0].published, found.items[0].updated_at) == (None, None)
    assert [issue.code for issue in found.issues] == ["impossible_date"]


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        (
            "sitemap.xml",
            NEWS,
            "is a list of 1 address; name its address on the web, and they are fetched",
        ),  # a file has no address to resolve the other against
        ("a.xml", INDEX, "is a list of 2 addresses; name its address on the web, and they are fetched"),
        (
            "news-sitemap.xml.gz",
            gzip.compress(NEWS),
            "is a list of 1 address; name its address on the web, and they are fetched",
        ),
        (
            "sitemap1.txt",
            b"https://post.example/1\nhttps://post.example/2\n",
            "is a list of 2 addresses; name its address on the web, and they are fetched",
        ),
        ("a.xml", BOMB, "declares XML entities, which no sitemap needs"),
    ],
)
def test_as_a_file_it_is_one_page_that_says_what_it_is(tmp_path: Path, name: str, raw: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (page,) = open_inputs([str(tmp_path / name)])
    assert page.trouble is not None
    assert page.trouble.code == ("refused_entities" if raw is BOMB else "addresses_only")
    assert page.trouble.detail == f"{tmp_path.as_posix()}/{name} {told}"


def test_a_text_with_an_address_first_is_a_text_under_any_other_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"https://post.example/1\nThe talks opened.\n")
    assert [page.trouble for page in open_inputs([str(tmp_path / "notes.txt")])] == [None]


@given(st.binary(max_size=200), st.integers(0, len(NEWS)))
def test_no_bytes_raise(raw: bytes, at: int) -> None:
    for content in (raw, NEWS[:at] + raw + NEWS[at:]):
        listed(content)
        assert len(pages_of(open_sitemap, content, "sitemap.xml")) == 1


RSS = b"""<rss version="2.0"><channel><title>Post</title><link>https://post.example/</link><language>en-gb</language>
<item><title>Talks</title><link>/1</link><pubDate>Wed, 05 Mar 2031 10:00:00 GMT</pubDate><category>World</category></item>
<item><title>No link</title><description>Text.</description></item></channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1",
        "title": "Post",
        "language": "en-gb",
        "items": [
            {"url": "https://post.example/1", "title": "Talks", "date_published": "2031-03-05T10:00:00Z", "tags": ["World"]},
            {"id": "2"},
        ],
    }
).encode()


@pytest.mark.parametrize("raw", [RSS, JSON_FEED, gzip.compress(RSS)], ids=["rss", "json", "gzip"])
def test_a_feed_lists_what_its_items_link_to_whether_they_have_text_or_not(raw: bytes) -> None:
    found = list_feed(raw, Origin(name="feed", uri="https://post.example/feed"))
    assert (found.title, found.trouble, found.nested) == ("Post", None, ())
    assert found.items == (
        Listed(
            url="https://post.example/1",
            title="Talks",
            published=date(2031, 3, 5),
            published_at="2031-03-05T10:00:00+00:00",
            language="en-gb",
            outlet="Post",
            section="World",
        ),
    )


@pytest.mark.parametrize("raw", [b"", b"<rss/>", b"{}", b"Talks."])
def test_what_is_no_feed_lists_nothing(raw: bytes) -> None:
    found = list_feed(raw, Origin(name="feed", uri="https://post.example/feed"))
    assert found.trouble is not None
    assert found.items == ()
