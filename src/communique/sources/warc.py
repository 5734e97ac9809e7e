"""Pages from a web archive (WARC): one for each HTML or plain-text response that succeeded.

In: a binary stream of WARC records, compressed or not. Out: `Page`s in the file's order. Refuses other records (requests,
redirects, pictures), which are passed over; a file that breaks off ends in one page with `trouble`.
"""

import io
from collections.abc import Iterator
from importlib.util import find_spec

from communique.errors import ExtraError
from communique.sources.base import Origin, Page, page_id

MEDIA_TYPE = "application/warc"
READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
MAX_RECORD_BYTES = 20 * 2**20  # as for a line of JSON Lines


def check_warc() -> None:
    """Make sure that web archives can be read here.

    Raises:
        ExtraError: fastwarc is not installed.
    """
    if find_spec("fastwarc") is None:
        raise ExtraError("reading WARC files needs fastwarc; to add it: pip install 'communique[warc]'")


def open_warc(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a web archive; see `communique.sources.base.Opener`. The day of a crawl is not the day of publication."""
    check_warc()
    name = origin.uri
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
                yield origin.trouble("too_big", detail, media_type=MEDIA_TYPE)
                continue
            # The reader stops at the end of a truncated file without an error: what is missing must be counted.
            if len(raw) < promised and not encoded:
                broken = f"record {n_records} of {name} has {len(raw):,} of the {promised:,} bytes it promises"
            if headers is None or headers.status_code != 200 or record.http_content_type not in READ_TYPES:
                continue
            uri = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            charset = f"; charset={record.http_charset}" if record.http_charset else ""
            yield origin.page(raw, record.http_content_type + charset, id=page_id(uri, raw), uri=uri)
    except (ValueError, OSError, RuntimeError) as err:
        broken = f"{name} cannot be read after record {n_records}: {err}"
    if broken or not n_records:
        yield origin.trouble("corrupt", broken or f"{name} has no WARC record", media_type=MEDIA_TYPE)
