"""Pages from a web archive (WARC): one for each answer of markup or plain text that succeeded.

In: a stream of WARC records as it is stored, plain or with each record compressed (gzip, zstd). Out: `Page`s in the file's order;
the `mark` of each is the offset at which the next record is stored. Refuses other records (requests, redirects, pictures, visits
that found nothing new), which are passed over. A record that cannot be read is one page with `trouble`, and so is the end of a
file that breaks off; what follows a broken record is looked for.

Source: ISO 28500, https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import Origin, Page, go_to, page_id, read_offset
from communique.sources.sniff import HEAD_BYTES
from communique.sources.transfer import TooBigError, decoded

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

MEDIA_TYPE = "application/warc"
READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
MAX_RECORD_BYTES = 20 * 2**20  # as for a line of JSON Lines; of a record as stored, and of its content
MAX_BROKEN = 100  # records of one file that cannot be read, before the file is given up
_CHUNK_BYTES = 2**16
_GZIP, _ZSTD, _PLAIN = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"WARC/"
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the frame that holds the dictionary of a file of zstd frames
_MAX_DICTIONARY_BYTES = 2**20
_MAX_HEADER_BYTES = 2**17
_LOOK_BYTES = 1024  # enough of a compressed record to see how it begins
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.I | re.M)
_BROKEN = (ValueError, OSError, RuntimeError, EOFError, zlib.error)


def check_warc() -> None:
    """Make sure that web archives can be read here.

    Raises:
        ExtraError: fastwarc is not installed.
    """
    if find_spec("fastwarc") is None:
        raise ExtraError("reading WARC files needs fastwarc; to add it: pip install 'communique[warc]'")


def open_warc(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a web archive; see `communique.sources.base.Opener`. The day of a crawl is not the day of publication.

    The stream is taken as it is stored, compressed or not. `delivered` of a page is the day of its crawl. In a file that is
    compressed as a whole, where no record has a place of its own, marks are offsets in what it holds.
    """
    check_warc()
    start = read_offset(origin.mark)
    if start is None:
        yield origin.trouble("bad_mark", f"{origin.uri}: {origin.mark!r} is no place in a WARC file", media_type=MEDIA_TYPE)
        return
    if _is_whole(stream.peek(HEAD_BYTES)):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream), buffer_size=_CHUNK_BYTES)
    try:
        yield from _Archive(_Stored(stream, start), origin).pages()
    except (OSError, EOFError, zlib.error) as err:  # the stream itself breaks, or cannot go on where it is asked to
        yield origin.trouble("corrupt", f"{origin.uri} cannot be read: {err}", media_type=MEDIA_TYPE)


def _is_whole(head: bytes) -> bool:
    """Whether a file is compressed as a whole, by its first bytes: its first member holds more than its first record."""
    if not head.startswith(_GZIP):
        return False
    try:
        held = zlib.decompressobj(wbits=31).decompress(head, 2**20)
    except zlib.error:
        return False
    header, blank, rest = held.partition(b"\r\n\r\n")
    length = _LENGTH.search(header)
    return bool(blank and length and len(rest) > int(length[1]) + 4 and rest.startswith(_PLAIN, int(length[1]) + 4))


class _Stored:
    """A stream as the library reads it: what it read last is at hand to look back in."""

    def __init__(self, stream: io.BufferedReader, start: int) -> None:
        self._stream = stream
        self._dictionary = self._read_dictionary()
        if start > len(self._dictionary):
            go_to(stream, start, at=len(self._dictionary))
        self._before, self._last = b"", b""  # what was read last, which ends at `at`, and what was before it
        self._is_plain = False
        self.is_resumed = start > 0
        self.first = max(start, len(self._dictionary))  # the offset of the first record
        self._begin(self.first, b"")

    def is_at_end(self) -> bool:
        """Whether no record is left to read."""
        return len(self._ahead) <= len(self._dictionary) and self.at == self.begin and not self._stream.peek(1)

    def _read_dictionary(self) -> bytes:
        """The dictionary in front of a file of zstd frames, b"" where there is none; no record can be read without it."""
        if not self._stream.peek(len(_DICTIONARY)).startswith(_DICTIONARY):
            return b""
        head = self._stream.read(8)
        size_bytes = int.from_bytes(head[4:], "little")
        if size_bytes > _MAX_DICTIONARY_BYTES:
            raise OSError(f"its dictionary has {size_bytes:,} bytes")
        return head + self._stream.read(size_bytes)

    def _begin(self, place: int, ahead: bytes) -> None:
        """Go on at an offset, with what was read ahead of it; the dictionary stands in front of it as in front of the file."""
        self._ahead = self._dictionary + ahead
        self.at = self.begin = place - len(self._dictionary)  # offsets of what is read next, and of where the library began

    # What the library asks of a stream; it counts from where `tell` says, and never goes back.

    def read(self, size: int = -1) -> bytes:
        size = size if size > 0 else _CHUNK_BYTES
        if self._ahead:
            chunk, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            chunk = self._stream.read1(size)
        if self.at == self.first:
            self._is_plain = chunk.startswith(_PLAIN)
        if chunk:
            self._before, self._last = self._last[-_CHUNK_BYTES:], chunk
            self.at += len(chunk)
        return chunk

    def tell(self) -> int:
        return self.at - self.begin

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, io.SEEK_CUR), (self.tell(), io.SEEK_SET)):
            raise io.UnsupportedOperation("a web archive is read once, from its beginning")
        return self.tell()

    def close(self) -> None:
        """Nothing: whoever opened the stream closes it."""

    def begins_record(self, place: int) -> bool:
        """Whether a record is seen to begin at an offset that was just read."""
        index = place - (self.at - len(self._last))
        seen = self._last[index : index + _LOOK_BYTES] if index >= 0 else self._since(place)[:_LOOK_BYTES]
        return _begins_record(seen)

    def _since(self, place: int) -> bytes:
        """What was read from an offset on, or from as far back as is kept; b"" for an offset before that."""
        kept = self._before + self._last
        index = place - (self.at - len(kept))
        return kept[index:] if index >= 0 else b""

    def is_cut(self, place: int) -> bool:
        """Whether the stream, now at its end, breaks off in a record: in the one at an offset, or in one after it."""
        if self._is_plain:
            return not (self._before[-4:] + self._last).endswith(b"\r\n\r\n")
        tail = self._since(place)
        if not tail.startswith(_GZIP):
            return False
        while tail:
            member = zlib.decompressobj(wbits=31)
            try:
                while not member.eof and tail:
                    member.decompress(tail, _CHUNK_BYTES)
                    tail = member.unconsumed_tail
            except zlib.error:
                return False  # no member: padding, or what the library told already
            if not member.eof:
                return True
            tail = member.unused_data.lstrip(b"\0\r\n")
        return False

    def find_record(self, after: int) -> int | None:
        """The offset of the next record that begins past an offset, which is where reading then goes on; None if none does."""
        kept = self._before + self._last
        base = self.at - len(kept)
        passed = min(max(after + 1 - base, 0), len(kept))
        kept, base, is_end = kept[passed:] + self._ahead, base + passed, False
        self._before, self._last = b"", b""
        while True:
            for match in _RECORD.finditer(kept):
                index = match.start()
                if len(kept) - index < _LOOK_BYTES and not is_end:
                    break
                if _begins_record(kept[index : index + _LOOK_BYTES]):
                    self._begin(base + index, kept[index:])
                    return base + index
            if is_end:
                self.at = base + len(kept)
                return None
            dropped = max(len(kept) - _LOOK_BYTES, 0)
            chunk = self._stream.read1(_CHUNK_BYTES)
            kept, base, is_end = kept[dropped:] + chunk, base + dropped, not chunk


_RECORD = re.compile(rb"(?:(?<=\n)|\A)WARC/\d|\x1f\x8b\x08|\x28\xb5\x2f\xfd")


def _begins_record(data: bytes) -> bool:
    if data.startswith(_GZIP):
        try:
            return zlib.decompressobj(wbits=31).decompress(data, len(_PLAIN)) == _PLAIN
        except zlib.error:
            return False
    return data.startswith((_PLAIN, _ZSTD, _DICTIONARY))


class _Archive:
    """One pass over a file."""

    def __init__(self, stored: _Stored, origin: Origin) -> None:
        self._origin = origin
        self._stored = stored
        self._mark = origin.mark
        self._is_short = False

    def pages(self) -> Iterator[Page]:
        """The pages: each when the next record is found, as its mark is where that one begins."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        kinds = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
        waiting: dict[str, object] | None = None
        n_records, n_broken, place = 0, 0, self._stored.first
        while not self._stored.is_at_end():
            cause: str | None = None
            try:
                # Without HTTP: most records are passed over by their own header, and codings are taken off under a limit.
                for record in ArchiveIterator(self._stored, parse_http=False, max_header_len=_MAX_HEADER_BYTES):
                    place = self._stored.begin + record.stream_pos
                    if record.record_type == WarcRecordType.no_type and not record.headers.get("WARC-Type"):
                        raise ValueError("a record breaks off in its header")
                    n_records += 1
                    if waiting is not None:
                        yield self._made(waiting, self._marked(place))
                    waiting = self._known(record, place) if record.record_type in kinds else None
            except BaseException as err:
                # The library's own faults are no `Exception`: on hostile bytes they are told like other broken records.
                if not isinstance(err, _BROKEN) and type(err).__name__ != "PanicException":
                    raise
                cause = str(err) or type(err).__name__
            if waiting is not None:
                yield self._made(waiting, self._marked(self._stored.at) if cause is None else self._mark)
                waiting = None
            if cause is None:
                break
            n_broken += 1
            detail = f"{self._origin.uri} cannot be read after byte {place:,}: {cause}"
            if n_broken > MAX_BROKEN:
                yield self._trouble("corrupt", f"{detail}; more than {MAX_BROKEN} records are broken, the rest is left")
                return
            found = self._stored.find_record(place)
            if found is None:
                yield self._trouble("corrupt", detail)
                return
            yield self._trouble("corrupt", f"{detail}; reading goes on at byte {found:,}")
            place = found
        if self._is_short or self._stored.is_cut(place):
            yield self._trouble("corrupt", f"{self._origin.uri} breaks off in the record at byte {place:,}, or in one after it")
        elif not n_records and not self._stored.is_resumed:
            yield self._trouble("corrupt", f"{self._origin.uri} has no WARC record")

    def _marked(self, place: int) -> str | None:
        """Where to go on for the record at a place, as long as one is seen to begin there; else where one was last."""
        if place == self._stored.at or self._stored.begins_record(place):
            self._mark = str(place)
        return self._mark

    def _made(self, known: dict[str, object], mark: str | None) -> Page:
        trouble = known.get("trouble")
        if isinstance(trouble, Issue):
            return self._trouble(trouble.code, trouble.detail, mark)
        return self._origin.page(mark=mark, **known)  # type: ignore[arg-type]

    def _trouble(self, code: str, detail: str, mark: str | None = None) -> Page:
        trouble = Issue(code=code, detail=detail)
        page = {"id": page_id(self._origin.uri, f"{code} {detail}"), "trouble": trouble, "mark": mark or self._mark}
        return self._origin.page("", MEDIA_TYPE, **page)

    def _known(self, record: "WarcRecord", place: int) -> dict[str, object] | None:
        """What a record gives to its page; None if it holds none."""
        headers = record.headers
        identified = _bare(headers.get("WARC-Identified-Payload-Type"))
        declared = _bare(headers.get("Content-Type"))
        is_http = declared == "application/http"
        if not is_http and declared not in READ_TYPES:
            return None
        if is_http and identified and identified not in READ_TYPES:
            return None
        if record.content_length > MAX_RECORD_BYTES:
            return self._set_aside(
                "too_big", f"has {record.content_length:,} bytes; up to {MAX_RECORD_BYTES:,} are read", place
            )
        media_type, charset, transfer, coding = declared, _charset(headers.get("Content-Type")), "", ""
        if is_http:
            try:
                record.parse_http(auto_decode="none")
            except (ValueError, OSError) as err:
                return self._set_aside("corrupt", f"has a broken HTTP header: {err}", place)
            answer = record.http_headers
            if answer is None or answer.status_code != 200:
                return None
            media_type = _bare(answer.get("Content-Type"))
            if media_type in ("", "application/octet-stream"):
                media_type = identified
            if media_type not in READ_TYPES:
                return None
            charset = record.http_charset
            transfer, coding = answer.get("Transfer-Encoding") or "", answer.get("Content-Encoding") or ""
        promised = record.content_length
        raw: bytes = record.reader.read(promised + 1)
        # The reader stops at the end of a truncated file without an error: what is missing must be counted.
        if len(raw) < promised:
            self._is_short = True
            return None
        try:
            content = decoded(raw, transfer, coding, max_bytes=MAX_RECORD_BYTES) if transfer or coding else raw
        except TooBigError as err:
            return self._set_aside("too_big", f"{err}, unpacked", place)
        except ValueError as err:
            return self._set_aside("corrupt", str(err), place)
        target = (headers.get("WARC-Target-URI") or "").strip("<>")
        cut = headers.get("WARC-Truncated")
        detail = f"the page was cut when it was archived ({cut})"
        return {
            "content": content,
            "media_type": f"{media_type}; charset={charset}" if charset else media_type,
            "id": page_id(target or f"{self._origin.name}#{place}", content),
            "uri": target or f"{self._origin.uri}#{place}",
            "delivered": _day(headers.get("WARC-Date")),
            "issues": (Issue(code="truncated", detail=detail),) if cut else (),
        }

    def _set_aside(self, code: str, reason: str, place: int) -> dict[str, object]:
        return {"trouble": Issue(code=code, detail=f"the record at byte {place:,} of {self._origin.uri} {reason}")}


def _bare(media_type: str | None) -> str:
    """A media type without parameters, "" for none."""
    return (media_type or "").partition(";")[0].strip().lower()


def _charset(media_type: str | None) -> str | None:
    found = re.search(r"charset=\"?([\w.:-]{1,40})", media_type or "", re.I)
    return found[1] if found else None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None
