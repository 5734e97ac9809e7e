"""What kind of input some bytes are."""

import pytest

from communique.sources.sniff import Kind, sniff, suffix_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", Kind.TEXT),
        ("a.MD", Kind.TEXT),
        ("a.html.gz", Kind.HTML),
        ("a.ndjson", Kind.LINES),
        ("a.jsonl.gz", Kind.LINES),
        ("a.json", Kind.JSON),
        ("a.warc.gz", Kind.WARC),
        ("a.atom", Kind.FEED),
        ("a.xml", None),
        ("a", None),
        ("", None),
    ],
)
def test_suffix_kind_reads_the_ending_before_gz(name: str, kind: Kind | None) -> None:
    assert suffix_kind(name) is kind


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("", b"Talks opened in Vienna.", Kind.TEXT),
        ("", b'{"text": "Talks opened."}\n', Kind.LINES),
        ("", b'[{"text": "Talks opened."}]', Kind.JSON),
        ("", b"{unbalanced} note", Kind.TEXT),
        ("", b"[Editor's note] Talks opened.", Kind.TEXT),
        ("page.txt", b"<!DOCTYPE html><html><body>", Kind.HTML),
        ("", b"  <!-- saved page -->\n<html>", Kind.HTML),
        ("news.xml", b'<?xml version="1.0"?>\n<rss version="2.0">', Kind.FEED),
        ("news.xml", b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><feed xmlns='x'>", Kind.FEED),
        ("", b"\xef\xbb\xbf<html>", Kind.HTML),
        ("a.html", b"WARC/1.0\r\n", Kind.WARC),
        ("a.html", b"\x89PNG\r\n\x1a\n", Kind.BINARY),
        ("a.txt", b"%PDF-1.7", Kind.PDF),
        ("crawl.wacz", b"PK\x03\x04", Kind.WACZ),
        ("a.zip", b"PK\x03\x04", Kind.BINARY),
        ("sitemap.xml", b"<?xml version='1.0'?><urlset xmlns='x'>", Kind.SITEMAP),
        ("news.xml", b"<sitemapindex>", Kind.SITEMAP),
        ("sitemap-1.txt", b"https://harbourpost.example/1\n", Kind.SITEMAP),
        ("notes.txt", b"https://harbourpost.example/1\n", Kind.TEXT),
        ("feed.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Kind.JSON_FEED),
        ("", b'{"title": "x", "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', Kind.JSON_FEED),
        ("", b"From ana@harbourpost.example Wed Mar  5 10:00:00 2025\nSubject: Talks\n", Kind.MAILBOX),
        (
            "",
            b"Received: from x\r\n by y\r\nFrom: ana@harbourpost.example\r\nMessage-ID: <1@harbourpost.example>\r\n\r\nEnvoys met.",
            Kind.MAIL,
        ),
        ("letter.eml", b"Envoys met.", Kind.MAIL),
        ("", b"Subject: the talks\nEnvoys met in Vienna.", Kind.TEXT),
        ("", b"From here on, talks.\nSubject: x", Kind.TEXT),
        ("a.txt", b"text\0text", Kind.BINARY),
        ("a.txt", b"\xff\xfeT\0a\0l\0k\0", Kind.TEXT),
        ("a.html", b"The talks < the war", Kind.HTML),
    ],
)
def test_sniff_lets_plain_signs_win_over_the_name(name: str, head: bytes, kind: Kind) -> None:
    assert sniff(name, head) is kind


@pytest.mark.parametrize(
    ("name", "head", "media_type", "kind"),
    [
        ("/talks", b"Envoys met.", "text/html; charset=utf-8", Kind.HTML),
        ("/talks", b"<html>", "text/plain", Kind.HTML),  # what the bytes say plainly wins
        ("/talks.txt", b"Envoys met.", "text/html", Kind.TEXT),
        ("/feed", b"", "application/rss+xml", Kind.FEED),
        ("/feed", b"{", "application/feed+json", Kind.JSON_FEED),
        ("/talks", b"Envoys met.", "", Kind.TEXT),
    ],
)
def test_a_media_type_tells_what_bytes_and_name_do_not(name: str, head: bytes, media_type: str, kind: Kind) -> None:
    assert sniff(name, head, media_type) is kind
