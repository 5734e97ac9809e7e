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
        ("a.warc.zst", Kind.WARC),
        ("a.jsonl.zst", None),
        ("a.wacz", Kind.WACZ),
        ("a.eml", Kind.MAIL),
        ("a.mbox.gz", Kind.MAILBOX),
        ("a.pdf", Kind.PDF),
        ("a.parquet", Kind.PARQUET),
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
        ("a.txt", b"PAR1\x15\x04", Kind.PARQUET),
        ("", b'{"version": "https://jsonfeed.org/version/1.1", "items": [', Kind.JSON_FEED),
        ("a.jsonl", b'{"version": "https://jsonfeed.org/version/1.1", "items": [', Kind.LINES),
        ("", b'<?xml version="1.0"?>\n<!-- made --><urlset xmlns="x">', Kind.SITEMAP),
        ("a.xml", b"<sm:sitemapindex xmlns:sm='x'>", Kind.SITEMAP),
        ("en/sitemap-2.txt", b"https://a.example/1\nhttps://a.example/2\n", Kind.SITEMAP),
        ("sitemap.txt", b"A map of the site.", Kind.TEXT),
        ("a.txt", b"https://a.example/1\n", Kind.TEXT),
        ("", b"From a@arland.example Wed Mar  5 10:00:00 2031\nFrom: a@arland.example\n\nTalks.", Kind.MAILBOX),
        ("a.txt", b"From the ministry came word on Wed.\n", Kind.TEXT),
        ("", b"Return-Path: <a@arland.example>\nFrom: a\nSubject: Talks\n\tgo on\n\nTalks.", Kind.MAIL),
        ("", b"From: the ministry\nTo: the press\n\nTalks opened.", Kind.TEXT),
        ("a.eml", b"Subject: Talks\n\nTalks.", Kind.MAIL),
        ("a.bin", b"PK\x03\x04" + b"\0" * 22 + b"\x11\0\0\0archive/a.warc.gz", Kind.WACZ),
        ("a.wacz", b"PK\x03\x04" + b"\0" * 26, Kind.WACZ),
        ("a.zip", b"PK\x03\x04" + b"\0" * 22 + b"\x05\0\0\0a.txt", Kind.BINARY),
        ("a.warc.zst", b"\x28\xb5\x2f\xfd\0", Kind.WARC),
        ("a.zst", b"\x28\xb5\x2f\xfd\0", Kind.BINARY),
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
        ("", b"Talks <i>opened</i>.", "text/html; charset=utf-8", Kind.HTML),
        ("news/1", b'{"text": 1}', "application/json", Kind.JSON),
        ("", b'{"text": 1}', "application/x-ndjson", Kind.LINES),
        ("", b"Subject: Talks\n\nThey met.", "message/rfc822", Kind.MAIL),
        ("", b"Talks opened.", "text/plain", Kind.TEXT),
        ("", b"<html><p>Talks.</p></html>", "application/rss+xml", Kind.HTML),  # bytes tell
        ("a.txt", b"Talks opened.", "text/html", Kind.TEXT),  # the name tells
        ("", b'{"text": 1}', "text/plain", Kind.LINES),  # declared of anything
    ],
)
def test_a_declared_type_decides_only_where_nothing_else_tells(name: str, head: bytes, media_type: str, kind: Kind) -> None:
    assert sniff(name, head, media_type) is kind
