"""Pages from a web archive (WARC): one for each HTML or plain-text response that succeeded.

In: a binary stream of WARC records, compressed or not. Out: `Page`s in the file's order. Refuses other records (requests,
redirects, pictures), which are passed over; a file that breaks off ends in one page with `trouble`.
"""

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from typing import BinaryIO

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import Page, page_id

READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
MAX_RECORD_BYTES = 20 * 2**20  # as for a line of JSON Lines


def check_warc() -> None:
    """Make sure that web archives can be read here.

    Raises:
        ExtraError: fastwarc is not installed.
    """
    if find_spec("fastwarc") is None:
        raise ExtraError("reading WARC files needs fastwarc; to add it: pip install 'communique[warc]'")


def open_warc(stream: BinaryIO, name: str, *, published: date | None = None) -> Iterator[Page]:
    """The pages of a web archive, holding one record at a time.

    Args:
        stream: The archive's bytes.
        name: The archive's file name.
        published: The publication date of all pages, where it is known; a crawl's date is none.
    Raises:
        ExtraError: fastwarc is not installed.
    """
    check_warc()
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    n_records = 0
    broken: str | None = None
    try:
        for record in ArchiveIterator(stream, parse_http=True, auto_decode="all"):
            n_records += 1
            if not record.headers.get("WARC-Type"):
                broken = f"record {n_records} of {name} breaks off in its header"
            if record.record_type != WarcRecordType.response:
                continue
            promised = record.content_length
            raw: bytes = record.reader.read(MAX_RECORD_BYTES + 1)
            headers = record.http_headers
            encoded = headers is not None and any(headers.get(field) for field in ("Content-Encoding", "Transfer-Encoding"))
            if len(raw) > MAX_RECORD_BYTES:
                detail = f"record {n_records} of {name} has more than the {MAX_RECORD_BYTES:,} bytes that are read"
                yield _troubled(name, n_records, "too_big", detail)
                continue
            # The reader stops at the end of a truncated file without an error: what is missing must be counted.
            if len(raw) < promised and not encoded:
                broken = f"record {n_records} of {name} has {len(raw):,} of the {promised:,} bytes it promises"
            if headers is None or headers.status_code != 200 or record.http_content_type not in READ_TYPES:
                continue
            uri = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            charset = f"; charset={record.http_charset}" if record.http_charset else ""
            yield Page(
                id=page_id(uri, raw),
                uri=uri,
                media_type=record.http_content_type + charset,
                content=raw,
                published=published,
            )
    except (ValueError, OSError, RuntimeError) as err:
        broken = f"{name} cannot be read after record {n_records}: {err}"
    if broken or not n_records:
        yield _troubled(name, n_records, "corrupt", broken or f"{name} has no WARC record")


def _troubled(name: str, number: int, code: str, detail: str) -> Page:
    return Page(
        id=page_id(f"{name}#{number}", detail),
        uri=f"{name}#{number}",
        media_type="application/warc",
        content="",
        trouble=Issue(code=code, detail=detail),
    )
