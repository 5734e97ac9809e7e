"""The bytes of an answer, decompressed within limits.

In: pieces of an answer as they come off the wire, and its `Content-Encoding`. Out: the content. Refuses, with `FetchError`, what grows
past the limits, what is compressed in another way than was asked for, and what is damaged or ends early.
"""

import zlib
from collections.abc import Iterable, Iterator

from communique.sources.fetch.troubles import FetchError

ACCEPT_ENCODING = "gzip, deflate"  # zlib can be told how much to give out at a time; brotli and zstandard through httpx cannot
WIRE_BYTES = 2**14  # given to zlib at a time
PIECE_BYTES = 2**18  # taken from it at a time
MAX_LAYERS = 2
# A page compressed further than this is no page: dull HTML tables reach 50, zlib ends at 1032. Not asked of small answers.
MAX_RATIO = 300
RATIO_FROM_BYTES = 2**20


def read_body(pieces: Iterable[bytes], encoding: str, *, max_bytes: int, keep_head: bool = False) -> bytes:
    """The content of an answer.

    Args:
        pieces: As they come off the wire.
        encoding: The `Content-Encoding` header, "" if there is none.
        max_bytes: Most bytes, before and after decompression.
        keep_head: Give the first `max_bytes` of a longer answer rather than refuse it.
    """
    wire = _Wire(pieces, max_bytes * 2 + WIRE_BYTES if keep_head else max_bytes)
    content = bytearray()
    for piece in _decoded(wire, encoding):
        content += piece
        if len(content) > max_bytes:
            if keep_head:
                break
            raise FetchError("too_big", f"more than {max_bytes:,} bytes")
        if len(content) > max(RATIO_FROM_BYTES, MAX_RATIO * wire.n_bytes):
            raise FetchError("too_big", f"{wire.n_bytes:,} bytes decompress to more than {len(content):,}")
    return bytes(content[:max_bytes])


class _Wire:
    """Pieces in small portions, and how many bytes of them have come.

    Small, so that what is left over after the end of a compressed member is never copied at length.
    """

    def __init__(self, pieces: Iterable[bytes], max_bytes: int) -> None:
        self._pieces = pieces
        self._max_bytes = max_bytes
        self.n_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            for start in range(0, len(piece), WIRE_BYTES):
                portion = piece[start : start + WIRE_BYTES]
                self.n_bytes += len(portion)
                if self.n_bytes > self._max_bytes:
                    raise FetchError("too_big", f"more than {self._max_bytes:,} bytes")
                yield portion


def _decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    layers = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise FetchError("bad_encoding", f"compressed {len(layers)} times over")
    stream: Iterator[bytes] = iter(pieces)
    for name in reversed(layers):
        if name in ("gzip", "x-gzip"):
            stream = _gunzipped(stream)
        elif name == "deflate":
            stream = _inflated(stream)
        else:
            raise FetchError("bad_encoding", f"compressed as {name[:40]!r}, which was not asked for")
    return stream


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """One gzip member after another; what follows the last and is no member is passed over, as browsers do."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    is_ended = is_begun = False
    for piece in pieces:
        while piece:
            if is_ended:
                if not piece.startswith(b"\x1f"):
                    break
                engine, is_ended = zlib.decompressobj(zlib.MAX_WBITS | 16), False
            is_begun = True
            yield from _run(engine, piece)
            is_ended, piece = engine.eof, engine.unused_data
    if is_begun and not is_ended:
        raise FetchError("truncated_answer", "the compressed answer ends before it is complete", may_pass=True)


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """`deflate`: with zlib's head, as the standard has it, or bare, as some servers send it."""
    engine = None
    for piece in pieces:
        if not piece:
            continue
        if engine is None:
            engine = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_head(piece) else -zlib.MAX_WBITS)
        if engine.eof:
            break
        yield from _run(engine, piece)
    if engine is not None and not engine.eof:
        raise FetchError("truncated_answer", "the compressed answer ends before it is complete", may_pass=True)


def _has_zlib_head(piece: bytes) -> bool:
    """RFC 1950, 2.2. A first piece of one byte is judged by that byte."""
    return piece[0] & 0x0F == 8 and (len(piece) < 2 or (piece[0] * 256 + piece[1]) % 31 == 0)


def _run(engine: "zlib._Decompress", piece: bytes) -> Iterator[bytes]:
    try:
        while piece:
            yield engine.decompress(piece, PIECE_BYTES)
            piece = engine.unconsumed_tail
        while not engine.eof and (rest := engine.decompress(b"", PIECE_BYTES)):
            yield rest
    except zlib.error as err:
        raise FetchError("bad_encoding", f"the compressed answer is damaged: {err}") from err
