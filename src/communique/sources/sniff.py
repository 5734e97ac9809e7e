"""What kind of input some bytes are, by the name they came under and by how they begin.

In: a file name (may be empty), the first bytes, and a media type where one is declared. Out: a `Kind`. Refuses nothing: what
is no text at all is `Kind.BINARY`.
"""

import re
from enum import StrEnum
from pathlib import PurePath

HEAD_BYTES = 8192  # as much as one read of a buffered file gives; enough for the prolog of any markup

_GZIP = b"\x1f\x8b"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Signatures of formats whose head may hold no NUL byte; all others are caught by the NUL.
_BINARY = (
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"{\\rtf",
)

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.I | re.S,
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?[^>]{0,400}\?>\s*)*(?:<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:rdf)\b", re.I | re.S
)
_SITEMAP = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?[^>]{0,400}\?>\s*)*(?:<!--.{0,2000}?-->\s*)*<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b",
    re.I | re.S,
)
_JSON_FEED = re.compile(rb'\s*\{.{0,4000}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/', re.S)
# What a message begins with; one line of it may begin a text, two hardly do.
_HEADER = rb"(?:return-path|received|delivered-to|date|from|to|subject|message-id|mime-version|content-type|reply-to|list-id|x-[\w-]+)"
_MAIL = re.compile(rb"(?:" + _HEADER + rb":[ \t][^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}", re.I)
_MBOX = re.compile(rb"From \S{1,200} [^\r\n]{0,80}\d{4}[^\r\n]{0,20}\r?\n>?[\w-]{1,60}:", re.I)
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]|$)")


class Kind(StrEnum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    LINES = "json lines"
    JSON = "json"
    FEED = "feed"
    JSON_FEED = "json feed"
    SITEMAP = "sitemap"
    WARC = "warc"
    WACZ = "wacz"
    MAIL = "mail"
    MBOX = "mailbox"
    PDF = "pdf"
    BINARY = "binary"


_BY_SUFFIX = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.TEXT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".jsonl": Kind.LINES,
    ".ndjson": Kind.LINES,
    ".json": Kind.JSON,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".warc": Kind.WARC,
    ".wacz": Kind.WACZ,
    ".eml": Kind.MAIL,
    ".mbox": Kind.MBOX,
    ".pdf": Kind.PDF,
}
# What a declared media type stands for, where neither the bytes nor the name tell.
_BY_MEDIA_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
    "application/feed+json": Kind.JSON_FEED,
    "application/x-ndjson": Kind.LINES,
    "application/jsonl": Kind.LINES,
    "application/warc": Kind.WARC,
    "message/rfc822": Kind.MAIL,
    "application/mbox": Kind.MBOX,
}
_NAMED_FIRST = (Kind.LINES, Kind.FEED, Kind.WARC, Kind.MBOX, Kind.MAIL)  # kinds whose name is believed before their bytes


def suffix_kind(name: str) -> Kind | None:
    """The kind that a name's ending stands for, with a final `.gz` left out; None if it stands for none."""
    path = PurePath(name.lower())
    return _BY_SUFFIX.get(PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix)


def is_gzip(head: bytes) -> bool:
    """Whether bytes are gzip's."""
    return head.startswith(_GZIP)


def sniff(name: str, head: bytes, media_type: str = "") -> Kind:
    """The kind of an input.

    The name decides among texts, except that bytes which are plainly something else win over it: an HTML page saved as
    `.txt` is HTML, a picture saved as `.html` is binary.

    Args:
        name: File name or address, "" if there is none.
        head: The first bytes, up to `HEAD_BYTES`, not compressed.
        media_type: As declared, "" if it is not; it decides only where bytes and name do not.
    """
    if head.startswith(b"WARC/"):
        return Kind.WARC
    named = suffix_kind(name)
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04") and (named is Kind.WACZ or media_type.startswith("application/wacz")):
        return Kind.WACZ
    if _is_binary(head):
        return Kind.BINARY
    bare = head.removeprefix(_BOMS[0])
    if _JSON_FEED.match(bare):
        return Kind.JSON_FEED
    if named is Kind.JSON:
        return named
    if _SITEMAP.match(bare):
        return Kind.SITEMAP
    if named in _NAMED_FIRST:
        return named
    if _FEED.match(bare):
        return Kind.FEED
    if _MBOX.match(bare):
        return Kind.MBOX
    if _HTML.match(bare):
        return Kind.HTML
    if _is_text_sitemap(name, bare):
        return Kind.SITEMAP
    if named not in (None, Kind.PDF, Kind.WACZ):
        return named
    if _MAIL.match(bare):
        return Kind.MAIL
    declared = _BY_MEDIA_TYPE.get(media_type.split(";")[0].strip().lower())
    if declared is not None and declared is not Kind.TEXT:
        return declared
    if _OBJECT.match(bare):
        return Kind.LINES
    return Kind.JSON if _ARRAY.match(bare) else Kind.TEXT


def _is_text_sitemap(name: str, head: bytes) -> bool:
    """Whether bytes are a list of addresses, a line each, under the name that such lists have."""
    path = PurePath(name.lower())
    return "sitemap" in path.stem and path.suffix == ".txt" and head.startswith((b"http://", b"https://"))


def _is_binary(head: bytes) -> bool:
    if head.startswith(_BINARY):
        return True
    # UTF-16 and UTF-32 are full of NUL bytes, and say so by their byte order mark.
    return b"\0" in head and not head.startswith(_BOMS[1:]) and not head.startswith(b"\0\0\xfe\xff")
