"""What kind of input some bytes are, by the name they came under and by how they begin.

In: a file name (may be empty) and the first bytes. Out: a `Kind`. Refuses nothing: what is no text at all is `Kind.BINARY`.
"""

import re
from enum import StrEnum
from pathlib import PurePath

HEAD_BYTES = 8192  # as much as one read of a buffered file gives; enough for the prolog of any markup

_GZIP = b"\x1f\x8b"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Signatures of formats whose head may hold no NUL byte; all others are caught by the NUL.
_BINARY = (
    b"%PDF-",
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
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]|$)")


class Kind(StrEnum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    LINES = "json lines"
    JSON = "json"
    FEED = "feed"
    WARC = "warc"
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
}


def suffix_kind(name: str) -> Kind | None:
    """The kind that a name's ending stands for, with a final `.gz` left out; None if it stands for none."""
    path = PurePath(name.lower())
    return _BY_SUFFIX.get(PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix)


def is_gzip(head: bytes) -> bool:
    """Whether bytes are gzip's."""
    return head.startswith(_GZIP)


def sniff(name: str, head: bytes) -> Kind:
    """The kind of an input.

    The name decides among texts, except that bytes which are plainly something else win over it: an HTML page saved as
    `.txt` is HTML, a picture saved as `.html` is binary.

    Args:
        name: File name or address, "" if there is none.
        head: The first bytes, up to `HEAD_BYTES`, not compressed.
    """
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if _is_binary(head):
        return Kind.BINARY
    bare = head.removeprefix(_BOMS[0])
    named = suffix_kind(name)
    if named in (Kind.LINES, Kind.JSON, Kind.FEED, Kind.WARC):
        return named
    if _FEED.match(bare):
        return Kind.FEED
    if _HTML.match(bare):
        return Kind.HTML
    if named is not None:
        return named
    if _OBJECT.match(bare):
        return Kind.LINES
    return Kind.JSON if _ARRAY.match(bare) else Kind.TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith(_BINARY):
        return True
    # UTF-16 and UTF-32 are full of NUL bytes, and say so by their byte order mark.
    return b"\0" in head and not head.startswith(_BOMS[1:]) and not head.startswith(b"\0\0\xfe\xff")
