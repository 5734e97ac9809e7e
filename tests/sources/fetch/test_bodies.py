"""Whatever an answer's pieces are, its content is the same, and what is damaged is refused."""

import gzip
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.fetch.bodies import read_body
from communique.sources.fetch.troubles import FetchError

PACKS = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "gzip, deflate": lambda raw: zlib.compress(gzip.compress(raw)),
}


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKS)), st.integers(1, 400))
def test_pieces_of_any_size_give_the_content(content: bytes, encoding: str, size: int) -> None:
    packed = PACKS[encoding](content)
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert read_body(pieces, encoding, max_bytes=5000) == content


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "deflate"]), st.data())
def test_a_compressed_answer_without_its_end_is_truncated(content: bytes, encoding: str, data: st.DataObject) -> None:
    packed = PACKS[encoding](content)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(FetchError) as caught:
        read_body([packed[:cut]], encoding, max_bytes=5000)
    assert caught.value.code == "truncated_answer"


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate", "br", "x, y, z"]))
def test_any_bytes_give_a_content_or_are_refused(raw: bytes, encoding: str) -> None:
    with suppress(FetchError):
        assert len(read_body([raw], encoding, max_bytes=1000)) <= 1000


@given(st.binary(max_size=300), st.integers(1, 300))
def test_the_head_of_a_long_answer(content: bytes, max_bytes: int) -> None:
    assert read_body([content[:100], content[100:]], "", max_bytes=max_bytes, keep_head=True) == content[:max_bytes]


def test_many_small_members_take_no_longer_than_their_size() -> None:
    packed = gzip.compress(b"") * 100_000
    begun = time.monotonic()
    assert read_body([packed], "gzip", max_bytes=20 * 2**20) == b""
    assert time.monotonic() - begun < 3
