"""Pages from feeds."""

import time
from datetime import date
from pathlib import Path

import pytest

from communique.errors import ExtraError
from communique.sources import feeds
from communique.sources.feeds import open_feed
from communique.sources.inputs import open_inputs
from tests.sources.opening import pages_of

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Harbour Post</title>
<item><title>Talks open in Vienna</title><link>https://example.org/1</link><pubDate>Wed, 05 Mar 2025 10:00:00 GMT</pubDate>
<description>Envoys met on Wednesday.</description>
<content:encoded><![CDATA[<p>Envoys met on Wednesday.</p><p>They will meet again, a spokesman said.</p>]]></content:encoded></item>
<item><title>No text</title><link>https://example.org/2</link></item>
</channel></rss>"""
ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><title>Talks</title><id>urn:1</id><link href="https://example.org/3"/><published>2025-03-06T01:00:00Z</published>
<summary type="text">Envoys &lt;met&gt; again.</summary></entry></feed>"""


def test_an_item_is_a_page_with_its_longest_text() -> None:
    page, empty = pages_of(open_feed, RSS, "news.rss")
    assert (page.uri, page.headline, page.source) == ("https://example.org/1", "Talks open in Vienna", "The Harbour Post")
    assert page.published == date(2025, 3, 5)
    assert isinstance(page.content, str)
    assert "meet again" in page.content
    assert empty.trouble is not None
    assert empty.trouble.code == "empty"


def test_an_atom_entry_of_plain_text_stays_plain() -> None:
    (page,) = pages_of(open_feed, ATOM, "news.atom")
    assert page.content == "Envoys &lt;met&gt; again."
    assert page.published == date(2025, 3, 6)


def test_the_run_gives_a_day_only_to_items_without_one() -> None:
    page, _ = pages_of(open_feed, RSS, "news.rss", published=date(2000, 1, 1))
    assert page.published == date(2025, 3, 5)


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


RICH = b"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbour &amp;amp; Bay</title>
<language>en-gb</language><item><title>&lt;b&gt;Talks&lt;/b&gt; open</title><link>/talks/1</link><dc:creator>Ana Sousa</dc:creator>
<category>World</category><category>Peace</category><pubDate>Wed, 05 Mar 2025 23:30:00 -0500</pubDate>
<description>Envoys met.</description></item></channel></rss>"""


def test_an_item_tells_its_author_section_language_and_moment() -> None:
    (page,) = pages_of(open_feed, RICH, "https://harbourpost.example/feed.xml")
    assert page.uri == "https://harbourpost.example/talks/1"
    assert (page.headline, page.author, page.section, page.language) == ("Talks open", "Ana Sousa", "World", "en-gb")
    assert (page.published, page.published_at) == (
        date(2025, 3, 5),
        "2025-03-05T23:30:00-05:00",
    )  # the day where it was written


@pytest.mark.parametrize("written", ["Wed, 05 Mar 2031 10:00:00 GMT", "Mon, 01 Jan 1900 00:00:00 GMT"])
def test_a_date_that_cannot_be_is_an_issue_and_no_date(written: str) -> None:
    raw = RICH.replace(b"Wed, 05 Mar 2025 23:30:00 -0500", written.encode())
    (page,) = pages_of(open_feed, raw, "https://harbourpost.example/feed.xml", delivered=date(2025, 3, 6))
    assert (page.published, page.published_at) == (None, None)
    assert [issue.code for issue in page.issues] == ["impossible_date"]


def test_entities_that_multiply_end_quickly() -> None:
    bomb = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    raw = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{bomb}]><rss version="2.0"><channel><title>&e12;</title></channel></rss>'
    began = time.monotonic()
    pages = pages_of(open_feed, raw.encode(), "bomb.rss")
    assert time.monotonic() - began < 5
    assert sum(len(page.content) for page in pages) < 1_000_000
