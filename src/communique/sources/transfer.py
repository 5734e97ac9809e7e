"""The body of an HTTP answer without the codings it was sent in.

In: a body as it was stored, with its `Transfer-Encoding` and `Content-Encoding`. Out: the content. Refuses more than a number of
bytes with `TooBigError`, before they are made, and a body that is not what it declares and cannot be read with `ValueError`.
A body that was stored decoded, under headers that still name the coding, is taken as it is.

Source: RFC 9112 (chunked), RFC 9110 (content codings).
"""

import io
import re
import zlib
from collections.abc import Callable, Mapping

_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_MAX_CODINGS = 3


class TooBigError(ValueError):
    """A body is bigger than what is read, once its codings are taken off."""


def decoded(body: bytes, transfer: str, content: str, *, max_bytes: int) -> bytes:
    """A body without its codings.

    Args:
        body: As stored.
        transfer: The value of `Transfer-Encoding`, "" for none.
        content: The value of `Content-Encoding`, "" for none.
        max_bytes: The most bytes that are made.
    Raises:
        TooBigError: there are more.
        ValueError: the body is broken, or in a coding that is not known.
    """
    codings = [name for value in (content, transfer) for name in _names(value)]
    if len(codings) > _MAX_CODINGS:
        raise ValueError(f"has {len(codings)} codings one upon another")
    for name in reversed(codings):
        if name not in _DECODERS:
            raise ValueError(f"is in the coding {name[:40]!r}, which is not read")
        body = _DECODERS[name](body, max_bytes)
        if len(body) > max_bytes:
            raise TooBigError(f"has more than {max_bytes:,} bytes")
    return body


def _names(value: str) -> list[str]:
    return [name for part in value.lower().split(",") if (name := part.strip()) not in ("", "identity")]


def _dechunked(body: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + size])
        at = match.end() + size
        if body.startswith(b"\r\n", at):
            at += 2
        elif body.startswith(b"\n", at):
            at += 1
        elif at < len(body):
            break
    if not parts or at < len(body):
        return body  # stored without its chunks, though the header stays
    return b"".join(parts)  # the last chunk is missing; what came is kept


def _inflated(body: bytes, max_bytes: int) -> bytes:
    if body.startswith(b"\x1f\x8b"):
        return _zlib(body, 31, max_bytes)
    return body


def _deflated(body: bytes, max_bytes: int) -> bytes:
    """`deflate` is zlib's format by the standard, and bare deflate by many servers."""
    try:
        return _zlib(body, 15, max_bytes)
    except ValueError:
        pass
    bare = zlib.decompressobj(wbits=-15)
    try:
        content = bare.decompress(body, max_bytes + 1)
    except zlib.error:
        return _unless_coded(body)
    # Bare deflate has no signature: some text can be taken for its beginning, but not for the whole of it.
    return content if bare.eof or len(content) > max_bytes else _unless_coded(body)


def _zlib(body: bytes, wbits: int, max_bytes: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=wbits).decompress(body, max_bytes + 1)
    except zlib.error as err:
        raise ValueError(f"is broken: {err}") from err


def _brotli(body: bytes, max_bytes: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    try:
        return _bounded(BrotliReader(io.BytesIO(body)), max_bytes)
    except OSError:
        return _unless_coded(body)


def _zstd(body: bytes, max_bytes: int) -> bytes:
    from fastwarc.stream_io import ZstdReader

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    try:
        return _bounded(ZstdReader(io.BytesIO(body)), max_bytes)
    except OSError as err:
        raise ValueError(f"is broken: {err}") from err


def _bounded(reader: object, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while size <= max_bytes and (part := reader.read(min(2**18, max_bytes + 1 - size))):  # type: ignore[attr-defined]
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _unless_coded(body: bytes) -> bytes:
    """The body if it reads as markup or text already.

    Raises:
        ValueError: it does not.
    """
    head = body[:1024]
    if b"\0" in head or sum(byte < 9 or 13 < byte < 32 for byte in head) > 0:
        raise ValueError("is not in the coding that it declares")
    return body


def _as_is(body: bytes, max_bytes: int) -> bytes:
    return body


_DECODERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "chunked": _dechunked,
    "gzip": _inflated,
    "x-gzip": _inflated,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
    "utf-8": _as_is,  # a charset where a coding belongs: some servers send it
    "none": _as_is,
}
