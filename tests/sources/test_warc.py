"""Pages from web archives."""

import gzip
import io
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ExtraError
from communique.sources import warc
from communique.sources.base import Origin
from communique.sources.inputs import open_inputs
from communique.sources.warc import open_warc
from tests.sources.opening import pages_of

MARKUP = "<html><p>Переговоры начались.</p></html>".encode("cp1251")


def record(kind: str, uri: str, payload: bytes, *, media_type: str = "", fields: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2031-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n{fields}"
        f"Content-Type: {media_type or f'application/http; msgtype={kind}'}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def response(
    uri: str,
    *,
    status: str = "200 OK",
    media_type: str = "text/html; charset=windows-1251",
    body: bytes = MARKUP,
    http: str = "",
    fields: str = "",
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{http}\r\n".encode()
    return record("response", uri, head + body, fields=fields)


RECORDS = (
    record("request", "https://example.org/1", b"GET /1 HTTP/1.1\r\nHost: example.org\r\n\r\n"),
    response("https://example.org/1"),
    response("https://example.org/2", status="404 Not Found"),
    response("https://example.org/3", media_type="image/png"),
    response("https://example.org/4"),
)
ARCHIVE = b"".join(RECORDS)


def each_gzip(*records: bytes) -> bytes:
    return b"".join(gzip.compress(one) for one in records)


def each_zstd(*records: bytes, dictionary: bytes | None = None) -> bytes:
    from fastwarc.stream_io import ZstdWriter

    class Unclosed(io.BytesIO):
        def close(self) -> None:
            """The library closes what it writes to."""

    made = b""
    for one in records:
        buffer = Unclosed()
        writer = ZstdWriter(buffer, dictionary=dictionary)
        writer.write(one)
        writer.finish()
        writer.close()
        frames = buffer.getvalue()
        if dictionary is not None and made:  # one dictionary, in front of them all
            frames = frames[8 + struct.unpack("<I", frames[4:8])[0] :]
        made += frames
    return made


def dictionary_zstd(*records: bytes) -> bytes:
    from fastwarc.stream_io import zstd_train_dictionary_from_samples

    samples = [response(f"https://example.org/{number}") for number in range(200)]
    return each_zstd(*records, dictionary=zstd_train_dictionary_from_samples(samples, 4096))


STORED: dict[str, Callable[..., bytes]] = {
    "plain": lambda *records: b"".join(records),
    "gzip": each_gzip,
    "whole gzip": lambda *records: gzip.compress(b"".join(records)),
    "zstd": each_zstd,
    "zstd with a dictionary": dictionary_zstd,
}


class Pipe(io.RawIOBase):
    """A stream that cannot be sought."""

    def __init__(self, raw: bytes) -> None:
        self._left = io.BytesIO(raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._left.readinto(buffer)


def codes(pages: list[warc.Page]) -> list[str | None]:
    return [page.trouble.code if page.trouble else None for page in pages]


@pytest.mark.parametrize("stored", STORED)
def test_a_response_with_a_page_is_a_page(stored: str) -> None:
    pages = pages_of(open_warc, STORED[stored](*RECORDS), "crawl.warc")
    assert [page.uri for page in pages] == ["https://example.org/1", "https://example.org/4"]
    assert [page.content for page in pages] == [MARKUP, MARKUP]
    assert {page.media_type for page in pages} == {"text/html; charset=windows-1251"}
    assert {page.published for page in pages} == {None}  # the day of a crawl is not the day of publication
    assert {page.delivered for page in pages} == {date(2031, 3, 5)}


@pytest.mark.parametrize("is_pipe", [False, True], ids=["file", "pipe"])
@pytest.mark.parametrize("stored", STORED)
def test_reading_goes_on_from_the_mark_of_any_page(stored: str, is_pipe: bool) -> None:
    raw = STORED[stored](*RECORDS, *(response(f"https://example.org/{number}") for number in range(10, 20)))
    whole = pages_of(open_warc, raw, "crawl.warc")
    assert len(whole) == 12
    for number, page in enumerate(whole, start=1):
        assert page.mark is not None
        source = Pipe(raw) if is_pipe else io.BytesIO(raw)
        origin = Origin(name="crawl.warc", uri="crawl.warc", mark=page.mark)
        assert list(open_warc(io.BufferedReader(source), origin)) == whole[number:]  # type: ignore[arg-type]


def test_a_mark_is_the_offset_of_the_next_record_as_it_is_stored() -> None:
    raw = each_gzip(*RECORDS)
    marks = [page.mark for page in pages_of(open_warc, raw, "crawl.warc")]
    # Between the two are records that hold no page; a mark may stand before or after them.
    assert marks == [str(len(each_gzip(*RECORDS[:2]))), str(len(raw))]


@pytest.mark.parametrize("mark", ["x", "-1", "1.5", "9" * 30])
def test_a_mark_that_is_no_place_is_told(mark: str) -> None:
    assert codes(pages_of(open_warc, ARCHIVE, "crawl.warc", mark=mark)) == ["bad_mark"]


@pytest.mark.parametrize(
    ("http", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(MARKUP)),
        ("Content-Encoding: deflate\r\n", zlib.compress(MARKUP)),
        ("Content-Encoding: deflate\r\n", zlib.compress(MARKUP)[2:-4]),
        ("Content-Encoding: gzip\r\n", MARKUP),  # stored decoded, with the header as it came
        ("Content-Encoding: br\r\n", MARKUP),
        (
            "Transfer-Encoding: chunked\r\n",
            b"5\r\n" + MARKUP[:5] + b"\r\n%x\r\n" % len(MARKUP[5:]) + MARKUP[5:] + b"\r\n0\r\n\r\n",
        ),
        ("Transfer-Encoding: chunked\r\n", MARKUP),
        ("Content-Encoding: identity\r\n", MARKUP),
    ],
)
def test_the_codings_of_an_answer_are_taken_off(http: str, body: bytes) -> None:
    raw = response("https://example.org/1", http=http, body=body) + response("https://example.org/2")
    assert [page.content for page in pages_of(open_warc, raw, "crawl.warc")] == [MARKUP, MARKUP]


@pytest.mark.parametrize(
    ("http", "body", "code"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(MARKUP)[:10] + b"\x07" * 40, "corrupt"),
        ("Content-Encoding: compress\r\n", MARKUP, "corrupt"),
        ("Content-Encoding: gzip, gzip, gzip, gzip\r\n", MARKUP, "corrupt"),
        ("Content-Encoding: gzip\r\n", gzip.compress(b"\0" * (warc.MAX_RECORD_BYTES + 1)), "too_big"),
    ],
)
def test_a_record_that_cannot_be_unpacked_is_told_and_the_others_go_on(http: str, body: bytes, code: str) -> None:
    raw = response("https://example.org/1", http=http, body=body) + response("https://example.org/2")
    assert codes(pages_of(open_warc, raw, "crawl.warc")) == [code, None]


def test_texts_of_other_kinds_of_record_are_pages() -> None:
    raw = record("conversion", "https://example.org/1", b"Talks opened.", media_type="text/plain")
    raw += record("resource", "https://example.org/2", MARKUP, media_type="text/html; charset=windows-1251")
    raw += record("resource", "https://example.org/3", b"\x89PNG", media_type="image/png")
    raw += record("revisit", "https://example.org/4", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    raw += record("response", "dns:example.org", b"example.org 1", media_type="text/dns")
    pages = pages_of(open_warc, raw, "crawl.warc")
    assert [(page.uri, page.media_type) for page in pages] == [
        ("https://example.org/1", "text/plain"),
        ("https://example.org/2", "text/html; charset=windows-1251"),
    ]


def test_what_was_identified_decides_where_an_answer_declares_nothing() -> None:
    as_html, as_png = "WARC-Identified-Payload-Type: text/html\r\n", "WARC-Identified-Payload-Type: image/png\r\n"
    raw = response("https://example.org/1", media_type="application/octet-stream", fields=as_html)
    raw += response("https://example.org/2", fields=as_png)
    (page,) = pages_of(open_warc, raw, "crawl.warc")
    assert (page.uri, page.media_type) == ("https://example.org/1", "text/html")


def test_a_page_that_was_cut_by_the_crawl_says_so() -> None:
    (page,) = pages_of(open_warc, response("https://example.org/1", fields="WARC-Truncated: length\r\n"), "crawl.warc")
    assert [issue.code for issue in page.issues] == ["truncated"]


@pytest.mark.parametrize("stored", ["plain", "gzip"])
def test_a_broken_record_is_told_and_what_follows_is_found(stored: str) -> None:
    good = [response(f"https://example.org/{number}") for number in range(4)]
    raw = STORED[stored](*good[:2]) + b"\x1f\x8b\x08 no record\r\n\r\n" + STORED[stored](*good[2:])
    pages = pages_of(open_warc, raw, "crawl.warc")
    assert [page.uri for page in pages if page.trouble is None] == [f"https://example.org/{number}" for number in range(4)]
    assert codes(pages).count("corrupt") == 1
    assert pages[-1].mark == str(len(raw))


def test_a_file_of_nothing_but_broken_records_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_BROKEN", 3)
    pages = pages_of(open_warc, b"WARC/1.0\r\nno header\r\n\r\n" * 50, "crawl.warc")
    assert len(pages) <= 5
    assert set(codes(pages)) == {"corrupt"}


@pytest.mark.parametrize("stored", STORED)
@given(data=st.data())
def test_no_cut_and_no_changed_byte_raises(stored: str, data: st.DataObject) -> None:
    raw = bytearray(STORED[stored](*RECORDS))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=4)):
        raw[place] = data.draw(st.integers(0, 255))
    pages_of(open_warc, bytes(raw[: data.draw(st.integers(0, len(raw)))]), "crawl.warc")


@pytest.mark.parametrize("stored", ["plain", "gzip", "whole gzip"])
def test_wherever_a_file_breaks_off_its_last_page_says_so(stored: str) -> None:
    raw = STORED[stored](*RECORDS)
    for cut in range(1, 60):
        pages = pages_of(open_warc, raw[:-cut], "crawl.warc")
        assert codes(pages)[-1] == "corrupt", cut


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_a_file_that_breaks_off_is_told(cut: int) -> None:
    pages = pages_of(open_warc, ARCHIVE[:-cut], "crawl.warc")
    assert pages[0].trouble is None
    assert pages[-1].trouble is not None
    assert pages[-1].trouble.code == "corrupt"


@pytest.mark.parametrize("raw", [b"", b"no archive at all", b"WARC/1.0\r\n"])
def test_what_is_no_archive_is_one_page_with_trouble(raw: bytes) -> None:
    (page,) = pages_of(open_warc, raw, "crawl.warc")
    assert page.trouble is not None


def test_a_record_past_the_limit_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "MAX_RECORD_BYTES", 10)
    pages = pages_of(open_warc, ARCHIVE, "crawl.warc")
    assert {page.trouble.code for page in pages if page.trouble} == {"too_big"}


def test_an_archive_is_known_by_its_beginning(tmp_path: Path) -> None:
    for name, raw in (("a.warc.gz", gzip.compress(ARCHIVE)), ("b", ARCHIVE)):
        (tmp_path / name).write_bytes(raw)
        assert len(list(open_inputs([str(tmp_path / name)]))) == 2


def test_a_missing_extra_is_told_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "find_spec", lambda name: None)
    (tmp_path / "a.warc").write_bytes(ARCHIVE)
    with pytest.raises(ExtraError, match="pip install"):
        open_inputs([str(tmp_path / "a.warc")])
