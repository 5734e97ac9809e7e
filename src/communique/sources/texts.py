"""A stream that is one page: plain text or HTML.

In: a stream of bytes. Out: one `Page`. Refuses what is too big, empty or no text: that page comes with `trouble`.
"""

import io
from collections.abc import Iterator

from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.sniff import HEAD_BYTES


def open_text(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The page of plain text; see `communique.sources.base.Opener`."""
    return _open(stream, origin, "text/plain")


def open_html(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The page of markup; see `communique.sources.base.Opener`."""
    return _open(stream, origin, "text/html")


def _open(stream: io.BufferedReader, origin: Origin, media_type: str) -> Iterator[Page]:
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a page")
    elif not content.strip():
        yield origin.trouble("empty", f"{origin.uri} is empty")
    elif b"\0" in content and b"\0" not in content[:HEAD_BYTES]:  # in the head only UTF-16 and UTF-32 may have it
        yield origin.trouble("binary", f"{origin.uri} is not text: it has a NUL byte at {content.index(0):,}")
    else:
        declared = origin.media_type if origin.media_type.split(";")[0].strip().lower() == media_type else media_type
        yield origin.page(content, declared)
