"""Pages from a WACZ file: a zip of web archives with their indexes, as web recorders write it.

In: the bytes of the zip. Out: the `Page`s of its web archives, in the order of their names; a page's `mark` is the name of its
web archive and the offset in it. Refuses what is no zip, and a member whose content is out of all proportion to its size in the
zip. Nothing is unpacked to disk; names of members are only names. Titles in `pages/pages.jsonl` are the pages' own, and not used.

Source: https://specs.webrecorder.net/wacz/1.1.1/
"""

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import IO, cast

from communique.sources.base import Origin, Page
from communique.sources.warc import check_warc, open_warc

MEDIA_TYPE = "application/wacz"
MAX_SPOOLED_BYTES = 8 * 2**30  # of a stream that cannot be sought: it goes to a temporary file
MAX_RATIO = 200  # deflate reaches 1,032 on zeros; archives of pages, some 3 to 10
SMALL_BYTES = 100 * 2**20  # a member up to this is read whatever its ratio
_BUFFER_BYTES = 2**16
_WARC = re.compile(r"archive/(?:[^/\\]{1,255}/){0,5}[^/\\]{1,255}\.warc(?:\.gz|\.zst)?", re.I)
# What zipfile raises on a broken or an encrypted member, or on a compression that it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def open_wacz(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of the web archives in a WACZ file; see `communique.sources.base.Opener`."""
    check_warc()
    member, _, offset = (origin.mark or "").rpartition(":")
    with _sought(stream) as file:
        if file is None:
            detail = f"{origin.uri} comes as a stream of more than {MAX_SPOOLED_BYTES:,} bytes; give the file"
            yield origin.trouble("too_big", detail, media_type=MEDIA_TYPE)
            return
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as err:
            yield origin.trouble("corrupt", f"{origin.uri} is no WACZ file: {err}", media_type=MEDIA_TYPE)
            return
        infos = sorted((info for info in archive.infolist() if _WARC.fullmatch(info.filename)), key=lambda info: info.filename)
        if not infos:
            yield origin.trouble("no_items", f"{origin.uri} has no web archive under archive/", media_type=MEDIA_TYPE)
        for info in infos:
            if info.filename >= member:
                yield from _member(archive, info, origin, offset if info.filename == member else None)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, origin: Origin, mark: str | None) -> Iterator[Page]:
    name = f"{origin.uri}#{info.filename}"
    if info.file_size > max(SMALL_BYTES, MAX_RATIO * info.compress_size):
        detail = f"{name} would unpack {info.compress_size:,} bytes to {info.file_size:,}; it is not read"
        yield origin.trouble("too_big", detail, media_type=MEDIA_TYPE)
        return
    inner = replace(origin, name=f"{origin.name}#{info.filename}", uri=name, mark=mark)
    try:
        with archive.open(info) as content:
            for page in open_warc(io.BufferedReader(cast(io.RawIOBase, content), buffer_size=_BUFFER_BYTES), inner):
                yield page if page.mark is None else replace(page, mark=f"{info.filename}:{page.mark}")
    except _BROKEN as err:
        yield origin.trouble("corrupt", f"{name} cannot be read to its end: {err or type(err).__name__}", media_type=MEDIA_TYPE)


def _sought(stream: io.BufferedReader) -> AbstractContextManager[IO[bytes] | None]:
    """A file that can be sought, as a zip is read from its end: the stream, else a copy of it; None where that is too big."""
    if stream.seekable() and not isinstance(stream.raw, gzip.GzipFile):  # which cannot be sought from its end
        return nullcontext(cast(IO[bytes], stream))
    spooled = tempfile.TemporaryFile()  # noqa: SIM115 -- the caller closes it
    size_bytes = 0
    while chunk := stream.read(2**20):
        size_bytes += len(chunk)
        if size_bytes > MAX_SPOOLED_BYTES:
            spooled.close()
            return nullcontext(None)
        spooled.write(chunk)
    spooled.seek(0)
    return cast(AbstractContextManager[IO[bytes] | None], spooled)
