"""Pages from web archives."""

import gzip
from pathlib import Path

import pytest

from communique.errors import ExtraError
from communique.sources import warc
from communique.sources.inputs import open_inputs
from communique.sources.warc import open_warc
from tests.sources.opening import pages_of

MARKUP = "<html><p>Переговоры начались.</p></html>".encode("cp1251")


def record(kind: str, uri: str, payload: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2031-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def response(uri: str, *, status: str = "200 OK", media_type: str = "text/html; charset=windows-1251") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode()
    return record("response", uri, head + MARKUP)


ARCHIVE = b"".join(
    [
        record("request", "https://example.org/1", b"GET /1 HTTP/1.1\r\nHost: example.org\r\n\r\n"),
        response("https://example.org/1"),
        response("https://example.org/2", status="404 Not Found"),
        response("https://example.org/3", media_type="image/png"),
        response("https://example.org/4"),
    ]
)


@pytest.mark.parametrize("raw", [ARCHIVE, gzip.compress(ARCHIVE)], ids=["plain", "gzip"])
def test_a_response_with_a_page_is_a_page(raw: bytes) -> None:
    pages = pages_of(open_warc, raw, "crawl.warc")
    assert [page.uri for page in pages] == ["https://example.org/1", "https://example.org/4"]
    assert [page.content for page in pages] == [MARKUP, MARKUP]
    assert {page.media_type for page in pages} == {"text/html; charset=windows-1251"}
    assert {page.published for page in pages} == {None}  # the day of a crawl is not the day of publication


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
