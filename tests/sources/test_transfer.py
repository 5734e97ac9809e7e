"""The body of an HTTP answer without the codings it was sent in."""

import gzip
import io
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.transfer import TooBigError, decoded

TEXT = ("<p>Die Gespräche begannen am Dienstag.</p>\n" * 50).encode()


def written(writer: Callable[..., Any], content: bytes) -> bytes:
    class Unclosed(io.BytesIO):
        def close(self) -> None:
            """The library closes what it writes to."""

    made = Unclosed()
    out = writer(made)
    out.write(content)
    out.finish()
    out.close()
    return made.getvalue()


def chunked(content: bytes, size: int = 100, end: bytes = b"0\r\n\r\n") -> bytes:
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + end


CODED = {
    "gzip": gzip.compress(TEXT, mtime=0),
    "x-gzip": gzip.compress(TEXT, mtime=0),
    "deflate": zlib.compress(TEXT),
    "br": written(BrotliWriter, TEXT),
    "zstd": written(ZstdWriter, TEXT),
    "identity": TEXT,
    "": TEXT,
}


@pytest.mark.parametrize("coding", CODED)
def test_a_coding_is_taken_off(coding: str) -> None:
    assert decoded(CODED[coding], "", coding, max_bytes=10_000) == TEXT
    assert decoded(CODED[coding], "", coding.upper(), max_bytes=len(TEXT)) == TEXT
    assert decoded(chunked(CODED[coding]), "chunked", coding, max_bytes=10_000) == TEXT


@pytest.mark.parametrize("coding", CODED)
def test_a_body_that_was_stored_without_its_coding_is_taken_as_it_is(coding: str) -> None:
    assert decoded(TEXT, "", coding, max_bytes=10_000) == TEXT


@pytest.mark.parametrize("coding", [name for name in CODED if name not in ("", "identity")])
def test_no_more_is_unpacked_than_is_asked_for(coding: str) -> None:
    with pytest.raises(TooBigError):
        decoded(CODED[coding], "", coding, max_bytes=len(TEXT) - 1)


def test_bare_deflate_is_read_as_servers_send_it() -> None:
    assert decoded(zlib.compress(TEXT)[2:-4], "", "deflate", max_bytes=10_000) == TEXT


def test_codings_are_taken_off_from_the_last_to_the_first() -> None:
    assert decoded(gzip.compress(zlib.compress(TEXT)), "", "deflate, gzip", max_bytes=10_000) == TEXT


def test_chunks_without_the_last_one_give_what_came() -> None:
    assert decoded(chunked(TEXT, end=b""), "chunked", "", max_bytes=10_000) == TEXT


@pytest.mark.parametrize(
    ("body", "coding"),
    [(b"\x1f\x8b\x08\0\0\0\0\0\0\0\x07", "gzip"), (b"\0\1\2\3", "br"), (TEXT, "compress"), (b"\0\1", "deflate")],
    ids=["gzip", "br", "not known", "deflate"],
)
def test_a_body_that_cannot_be_read_is_refused(body: bytes, coding: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) "):
        decoded(body, "", coding, max_bytes=10_000)


@given(st.binary(max_size=300), st.sampled_from([*CODED, "gzip, br"]), st.sampled_from(["", "chunked"]))
def test_any_bytes_are_read_or_refused(body: bytes, coding: str, transfer: str) -> None:
    with suppress(ValueError):
        assert len(decoded(body, transfer, coding, max_bytes=500)) <= 500
