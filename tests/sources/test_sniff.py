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
        ("a.txt", b"%PDF-1.7", Kind.BINARY),
        ("a.txt", b"text\0text", Kind.BINARY),
        ("a.txt", b"\xff\xfeT\0a\0l\0k\0", Kind.TEXT),
        ("a.html", b"The talks < the war", Kind.HTML),
    ],
)
def test_sniff_lets_plain_signs_win_over_the_name(name: str, head: bytes, kind: Kind) -> None:
    assert sniff(name, head) is kind
