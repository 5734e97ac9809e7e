"""What kind of input some bytes are, by how they begin, by the name they came under, and by the media type declared for them.

In: a file name (may be empty), the first bytes, a media type (may be empty). Out: a `Kind`. Refuses nothing: what is no text at
all is `Kind.BINARY`.
"""

import re
import zlib
from enum import StrEnum
from pathlib import PurePath

HEAD_BYTES = 8192  # as much as one read of a buffered file gives; enough for the prolog of any markup

_GZIP = b"\x1f\x8b"
_ZSTD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")  # a frame, and the frame of a dictionary before frames
_ZIP = b"PK\x03\x04"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Signatures of formats whose head may hold no NUL byte; all others are caught by the NUL.
_BINARY = (
    _ZIP,
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    *_ZSTD,
    b"{\\rtf",
)

_PROLOG = rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<\?[^>]{0,400}\?>\s*)*(?:<!--.{0,2000}?-->\s*)*"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b",
    re.I | re.S,
)
_FEED = re.compile(_PROLOG + rb"(?:<!doctype\s+rss[^>]{0,400}>\s*)?<(?:rss|feed|rdf:rdf|atom:feed)\b", re.I | re.S)
_SITEMAP = re.compile(
    _PROLOG + rb"(?:<!doctype\s[^>\[]{0,400}(?:\[.{0,4000}?\]\s*)?>\s*)?<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b", re.I | re.S
)
_ADDRESS = re.compile(rb"\s*https?://[^\s<>]+[ \t]*(?:[\r\n]|$)", re.I)
_SITEMAP_NAME = re.compile(r"(?:^|/)[\w-]{0,40}sitemap[\w.-]{0,60}\.txt(?:\.gz)?$", re.I)
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]|$)")
_JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.I)
# The line between the messages of a mailbox: "From ", a sender, and a date as `ctime` writes it, at times with a zone.
MAILBOX_LINE = re.compile(
    rb"From .{0,300}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +[A-Z][a-z]{2} +\d{1,2} "
    rb"+\d{1,2}:\d\d(?::\d\d)?(?: +[A-Z+-][\w+-]{0,5}){0,2} +\d{4}"
)
_HEADER = re.compile(rb"([!-9;-~]{1,76}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|$)")
_OF_MAIL = frozenset((b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to", b"x-mailer", b"list-id"))
_WACZ_ENTRY = re.compile(rb"(?:archive|indexes|pages|logs)/|datapackage(?:-digest)?\.json")


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
    MAILBOX = "mailbox"
    PDF = "pdf"
    PARQUET = "parquet"
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
    ".wet": Kind.WARC,
    ".wacz": Kind.WACZ,
    ".eml": Kind.MAIL,
    ".mbox": Kind.MAILBOX,
    ".mbx": Kind.MAILBOX,
    ".pdf": Kind.PDF,
    ".parquet": Kind.PARQUET,
}

_BY_MEDIA_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/jsonl": Kind.LINES,
    "application/x-jsonlines": Kind.LINES,
    "application/x-ndjson": Kind.LINES,
    "application/ndjson": Kind.LINES,
    "application/json": Kind.JSON,
    "application/feed+json": Kind.JSON_FEED,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
    "application/warc": Kind.WARC,
    "message/rfc822": Kind.MAIL,
    "application/mbox": Kind.MAILBOX,
}

_STRUCTURED = frozenset((Kind.LINES, Kind.JSON, Kind.FEED, Kind.WARC, Kind.MAIL, Kind.MAILBOX))


def suffix_kind(name: str) -> Kind | None:
    """The kind that a name's ending stands for, with a final `.gz` or `.zst` left out; None if it stands for none."""
    path = PurePath(name.lower())
    ending = path.suffix
    if ending == ".zst":  # of what is compressed so, only web archives are read
        return Kind.WARC if PurePath(path.stem).suffix == ".warc" else None
    return _BY_SUFFIX.get(PurePath(path.stem).suffix if ending == ".gz" else ending)


def media_type_kind(media_type: str) -> Kind | None:
    """The kind that a declared media type stands for; None if it stands for none, as `text/plain` is declared of anything."""
    return _BY_MEDIA_TYPE.get(media_type.partition(";")[0].strip().lower())


def is_gzip(head: bytes) -> bool:
    """Whether bytes are gzip's."""
    return head.startswith(_GZIP)


def gunzipped(head: bytes) -> bytes:
    """As much of the content as the first bytes of a gzip stream give, up to `HEAD_BYTES`; b"" where they are broken."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD_BYTES)
    except zlib.error:
        return b""


def sniff(name: str, head: bytes, media_type: str = "") -> Kind:
    """The kind of an input.

    Bytes that are plainly something win over the name: an HTML page saved as `.txt` is HTML, a picture saved as `.html` is
    binary. The name decides among texts, and a declared media type only where neither tells.

    Args:
        name: File name or address, "" if there is none.
        head: The first bytes, up to `HEAD_BYTES`, not compressed.
        media_type: As declared, "" if nothing declares it.
    """
    named = suffix_kind(name)
    if head.startswith(b"WARC/"):
        return Kind.WARC
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(_ZIP):
        return Kind.WACZ if named is Kind.WACZ or _is_wacz(head) else Kind.BINARY
    if head.startswith(_ZSTD) and (named or media_type_kind(media_type)) is Kind.WARC:
        return Kind.WARC
    if MAILBOX_LINE.match(head):
        return Kind.MAILBOX
    if _is_binary(head):
        return Kind.BINARY
    bare = head.removeprefix(_BOMS[0])
    if _OBJECT.match(bare) and _JSON_FEED.search(bare) and named is not Kind.LINES:
        return Kind.JSON_FEED
    if named in _STRUCTURED:
        return named
    if _FEED.match(bare):
        return Kind.FEED
    if _SITEMAP.match(bare) or (_SITEMAP_NAME.search(name) and _ADDRESS.match(bare)):
        return Kind.SITEMAP
    if _HTML.match(bare):
        return Kind.HTML
    if _is_mail(bare):
        return Kind.MAIL
    if named in (Kind.TEXT, Kind.HTML):
        return named
    declared = media_type_kind(media_type)
    if declared is not None:
        return declared
    if _OBJECT.match(bare):
        return Kind.LINES
    return Kind.JSON if _ARRAY.match(bare) else Kind.TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith(_BINARY):
        return True
    # UTF-16 and UTF-32 are full of NUL bytes, and say so by their byte order mark.
    return b"\0" in head and not head.startswith(_BOMS[1:]) and not head.startswith(b"\0\0\xfe\xff")


def _is_wacz(head: bytes) -> bool:
    """Whether a zip file begins as an archive of web archives does, by the name of its first entry."""
    size = int.from_bytes(head[26:28], "little")
    return _WACZ_ENTRY.match(head[30 : 30 + size]) is not None


def _is_mail(head: bytes) -> bool:
    """Whether text begins with the header of a mail: fields only, from a sender, with one that only mail has."""
    at, found = 0, set()
    while match := _HEADER.match(head, at):
        found.add(match[1].lower())
        at = match.end()
    return b"from" in found and not found.isdisjoint(_OF_MAIL) and (at >= len(head) or head[at : at + 1] in (b"\r", b"\n"))
