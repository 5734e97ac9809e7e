"""Pages from feeds."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ExtraError
from communique.sources import feeds
from communique.sources.feeds import open_feed
from communique.sources.inputs import open_inputs
from tests.sources.opening import pages_of

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Harbour Post</title>
<item><title>Talks open in Vienna</title><link>https://example.org/1</link><pubDate>Wed, 05 Mar 2031 10:00:00 GMT</pubDate>
<description>Envoys met on Wednesday.</description>
<content:encoded><![CDATA[<p>Envoys met on Wednesday.</p><p>They will meet again, a spokesman said.</p>]]></content:encoded></item>
<item><title>No text</title><link>https://example.org/2</link></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><title>Talks</title><id>urn:1</id><link href="https://example.org/3"/><published>2031-03-06T01:00:00Z</published>
<summary type="text">Envoys &lt;met&gt; again.</summary></entry></feed>"""


def test_an_item_is_a_page_with_its_longest_text() -> None:
    page, empty = pages_of(open_feed, RSS, "news.rss")
    assert (page.uri, page.headline, page.source) == ("https://example.org/1", "Talks open in Vienna", "The Harbour Post")
    assert page.published == date(2031, 3, 5)
    assert isinstance(page.content, str)
    assert "meet again" in page.content
    assert empty.trouble is not None
    assert empty.trouble.code == "empty"


def test_an_atom_entry_of_plain_text_stays_plain() -> None:
    (page,) = pages_of(open_feed, ATOM, "news.atom")
    assert page.content == "Envoys &lt;met&gt; again."
    assert page.published == date(2031, 3, 6)


FULL = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The &lt;b&gt;Harbour&lt;/b&gt; Post &amp;amp; Times</title>
<link>https://post.example/</link><language>en-gb</language>
<item><title>Talks open</title><link>http://feeds.example/~r/1</link><feedburner:origLink>https://post.example/1</feedburner:origLink>
<pubDate>Wed, 05 Mar 2031 23:30:00 +0200</pubDate><atom:updated>2031-03-06T08:00:00+02:00</atom:updated>
<dc:creator>Ada Reed</dc:creator><category>World</category><category>Talks</category>
<enclosure url="https://post.example/1.mp3" type="audio/mpeg" length="1"/><description>Envoys met.</description></item>
<item><title>Relative</title><link>/2</link><dc:date>2031-03-05</dc:date><dc:language>fr</dc:language><author>desk@post.example</author><description>More.</description></item>
<item><title>No link</title><enclosure url="https://post.example/3.mp3" type="audio/mpeg" length="1"/>
<description>Sound.</description></item>
</channel></rss>"""
RSS_1 = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://post.example/"><title>Post</title></channel>
<item rdf:about="https://post.example/1"><title>Talks</title><link>https://post.example/1</link><dc:date>2031-03-05T10:00:00Z</dc:date>
<description>Envoys met.</description></item></rdf:RDF>"""
RSS_091 = b"""<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Post</title><item><title>Talks</title><link>https://post.example/1</link>
<description>Envoys met.</description></item></channel></rss>"""


def test_an_item_gives_all_that_it_says_of_its_page() -> None:
    first, second, third = pages_of(open_feed, FULL, "https://post.example/feeds/world.rss")
    assert (first.uri, first.source, first.headline) == ("https://post.example/1", "The Harbour Post & Times", "Talks open")
    assert (first.published, first.published_at) == (date(2031, 3, 5), "2031-03-05T23:30:00+02:00")
    assert first.updated_at == "2031-03-06T08:00:00+02:00"
    assert (first.author, first.section, first.language) == ("Ada Reed", "World", None)  # the feed's language is a program's
    assert (second.uri, second.published, second.published_at, second.updated_at) == (
        "https://post.example/2",
        date(2031, 3, 5),
        None,
        None,
    )
    assert second.language == "fr"
    assert second.author is None  # an address is no name
    assert third.uri == "https://post.example/feeds/world.rss"  # a recording is not the item's page


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Ada Reed", "Ada Reed"),
        ("desk@post.example (Ada Reed)", "Ada Reed"),
        ("Ada Reed &lt;ada@post.world&gt;", "Ada Reed"),
        ("desk@post.example", None),
    ],
)
def test_an_author_is_a_name(written: str, author: str | None) -> None:
    raw = f"<rss version='2.0'><channel><item><title>Talks</title><author>{written}</author></item></channel></rss>"
    (page,) = pages_of(open_feed, raw.encode(), "news.rss")
    assert page.author == author


@pytest.mark.parametrize("raw", [RSS_1, RSS_091], ids=["1.0", "0.91"])
def test_older_versions_are_read(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "news.xml").write_bytes(raw)
    (page,) = open_inputs([str(tmp_path / "news.xml")])
    assert (page.uri, page.headline, page.content) == ("https://post.example/1", "Talks", "Envoys met.")


@pytest.mark.parametrize("written", ["Wed, 05 Mar 2031 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_date_on_which_no_page_can_be_published_is_none_and_told(written: str) -> None:
    raw = RSS.replace(b"Wed, 05 Mar 2031 10:00:00 GMT", written.encode())
    page, _ = pages_of(open_feed, raw, "news.rss", delivered=date(2031, 3, 3))
    assert (page.published, page.published_at) == (None, None)
    assert [issue.code for issue in page.issues] == ["impossible_date"]
    page, _ = pages_of(open_feed, RSS, "news.rss", delivered=date(2031, 3, 4))  # a day ahead is another zone's today
    assert (page.published, page.issues) == (date(2031, 3, 5), ())


def test_the_encoding_that_a_server_declares_counts() -> None:
    raw = "<rss version='2.0'><channel><item><title>Переговоры</title></item></channel></rss>".encode("koi8-r")
    (page,) = pages_of(open_feed, raw, "news.rss", media_type="application/rss+xml; charset=koi8-r")
    assert page.headline == "Переговоры"


@given(st.binary(max_size=200), st.integers(0, len(FULL)))
def test_no_bytes_raise(raw: bytes, at: int) -> None:
    for content in (raw, FULL[:at] + raw + FULL[at:]):
        assert pages_of(open_feed, content, "news.rss")


def test_the_run_gives_a_day_only_to_items_without_one() -> None:
    page, _ = pages_of(open_feed, RSS, "news.rss", published=date(2000, 1, 1))
    assert page.published == date(2031, 3, 5)


@pytest.mark.parametrize("raw", [b"", b"<rss/>", b"<rss><channel/></rss>", b"\xff\xfe\x00<feed", b"<feed><entry>"])
def test_what_holds_no_items_is_one_page_with_trouble(raw: bytes) -> None:
    pages = pages_of(open_feed, raw, "news.rss")
    assert all(page.trouble for page in pages)
    assert pages


def test_a_feed_is_known_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "news.xml").write_bytes(ATOM)
    assert [page.uri for page in open_inputs([str(tmp_path / "news.xml")])] == ["https://example.org/3"]


def test_a_missing_extra_is_told_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "find_spec", lambda name: None)
    (tmp_path / "news.rss").write_bytes(RSS)
    with pytest.raises(ExtraError, match="pip install"):
        open_inputs([str(tmp_path / "news.rss")])


def test_a_missing_extra_sets_a_file_of_a_folder_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "find_spec", lambda name: None)
    (tmp_path / "a.xml").write_bytes(RSS)
    (tmp_path / "b.txt").write_text("Talks opened.")
    pages = list(open_inputs([str(tmp_path)]))
    assert [page.trouble.code if page.trouble else None for page in pages] == ["missing_extra", None]
