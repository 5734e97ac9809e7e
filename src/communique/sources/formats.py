"""The formats that are read: what each is called for, and who opens it.

In: a stream and its origin. Out: `Page`s. Refuses what is of no format that is read: one page with `trouble`.
"""

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO, cast

from communique.errors import ExtraError
from communique.sources.base import Opener, Origin, Page
from communique.sources.sniff import HEAD_BYTES, Kind, gunzipped, is_gzip, sniff

READ_FORMATS = "text, HTML, PDF, JSON Lines, Parquet, a feed, mail, or a web archive (WARC, WACZ)"
_UNREADABLE = (OSError, EOFError, zlib.error)  # what reading a broken file or a broken gzip stream raises


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: the function that opens it, as "module:function" (imported when it is first needed), and what checks its extra."""

    opener: str
    check: str | None = None

    def open_(self, stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
        """The pages of a stream."""
        return cast(Opener, _named(self.opener))(stream, origin)

    def check_extra(self) -> None:
        """Make sure that the format can be read here.

        Raises:
            ExtraError: an optional dependency is not installed.
        """
        if self.check is not None:
            _named(self.check)()  # type: ignore[operator]


FORMATS: Mapping[Kind, Format] = MappingProxyType(
    {
        Kind.TEXT: Format(opener="texts:open_text"),
        Kind.HTML: Format(opener="texts:open_html"),
        Kind.LINES: Format(opener="jsonl:open_lines"),
        Kind.JSON: Format(opener="jsonl:open_json"),
        Kind.FEED: Format(opener="feeds:open_feed", check="feeds:check_feeds"),
        Kind.JSON_FEED: Format(opener="jsonfeed:open_json_feed"),
        Kind.SITEMAP: Format(opener="sitemaps:open_sitemap"),
        Kind.WARC: Format(opener="warc:open_warc", check="warc:check_warc"),
        Kind.WACZ: Format(opener="wacz:open_wacz", check="warc:check_warc"),
        Kind.MAIL: Format(opener="mail:open_mail"),
        Kind.MAILBOX: Format(opener="mail:open_mailbox"),
        Kind.PDF: Format(opener="pdf:open_pdf", check="pdf:check_pdf"),
        Kind.PARQUET: Format(opener="parquet:open_parquet", check="parquet:check_parquet"),
    }
)


def _named(name: str) -> object:
    module, _, function = name.partition(":")
    return getattr(import_module(f"communique.sources.{module}"), function)


def open_stream(stream: BinaryIO, origin: Origin) -> Iterator[Page]:
    """The pages of a stream of any format; gzip around it is taken off, except around a web archive, whose places it holds.

    Args:
        stream: The bytes.
        origin: Where they come from; its name and media type help to tell the format.
    """
    try:
        buffered = _buffered(stream)
        head = buffered.peek(HEAD_BYTES)[:HEAD_BYTES]
        if is_gzip(head):
            if sniff("", gunzipped(head)) is Kind.WARC:
                yield from FORMATS[Kind.WARC].open_(buffered, origin)
                return
            buffered = _buffered(cast(BinaryIO, gzip.GzipFile(fileobj=buffered)))
            head = buffered.peek(HEAD_BYTES)[:HEAD_BYTES]
        kind = sniff(origin.name, head, origin.media_type)
        if kind is Kind.BINARY:
            yield origin.trouble("binary", f"{origin.uri} is not text; give {READ_FORMATS}")
        else:
            yield from FORMATS[kind].open_(buffered, origin)
    except _UNREADABLE as err:
        yield origin.trouble("corrupt", f"{origin.uri} cannot be read to its end: {err or type(err).__name__}")
    except ExtraError as err:  # inside a folder a missing extra sets one file aside; a named input was checked before
        yield origin.trouble("missing_extra", f"{origin.uri}: {err}")


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), buffer_size=HEAD_BYTES * 8)
