"""The pages of what a user names: files, folders, `-` for standard input, and addresses on the web.

In: names. Out: a `Page` for each page in them, in the order named, folders in sorted order. Refuses a name that does not exist
with `InputError`, before anything is read; a file that cannot be read as text becomes a page with `trouble`.
"""

import gzip
import io
import json
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

from communique.errors import ExtraError, InputError
from communique.record.model import Issue
from communique.sources.base import Page, page_id
from communique.sources.feeds import check_feeds, open_feed
from communique.sources.sniff import HEAD_BYTES, Kind, is_gzip, sniff, suffix_kind
from communique.sources.warc import check_warc, open_warc
from communique.sources.web import check_address, is_address, open_address

MAX_PAGE_BYTES = 50 * 2**20  # of one text, HTML or feed file; what holds many pages has no limit of its own
STDIN = "-"
# What stands beside pages in a folder, in "page saved complete" and in a dossier's: never a page itself. Named, it is still opened.
BESIDE_PAGES = frozenset(
    ".css .js .mjs .map .json5 .toml .yaml .yml .ini .cfg .db .sqlite .sqlite3 .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp "
    ".woff .woff2 .ttf .otf .eot .mp3 .mp4 .webm .ogg .wav .mov .zip .parquet .csv .tsv .py .sh".split()
)
_UNREADABLE = (OSError, EOFError, zlib.error)  # what reading a broken file or a broken gzip stream raises


def open_inputs(inputs: Sequence[str], *, published: date | None = None, stdin: BinaryIO | None = None) -> Iterator[Page]:
    """The pages of all inputs, one by one; what is not yet asked for is not yet read.

    Args:
        inputs: Names of files and folders, `-`, and addresses that begin with `http://` or `https://`.
        published: The publication date of pages whose source gives none.
        stdin: What `-` reads; None is the process's own standard input.
    Returns:
        An iterator. Its identities depend on names within an input and on content, never on where the input lies.
    Raises:
        InputError: an input does not exist or is named twice in a way that cannot work (`-`).
        ExtraError: an input needs an optional dependency that is not installed.
    """
    if list(inputs).count(STDIN) > 1:
        raise InputError("standard input '-' can be read once; it is named more than once")
    for name in inputs:
        _check(name)
    return _open_all(tuple(inputs), published, stdin)


def _check(name: str) -> None:
    if name == STDIN:
        return
    if is_address(name):
        check_address(name)
        return
    if not name or "\0" in name:
        raise InputError(f"no file or folder is called {name!r}")
    path = Path(name)
    try:
        exists = path.exists()
    except OSError as err:
        raise InputError(f"{name!r} cannot be looked at: {err.strerror}") from err
    if not exists:
        raise InputError(f"no file or folder {name!r}; give a file, a folder, '-' for standard input, or an http address")
    if path.is_dir():
        return
    kind = suffix_kind(path.name)
    if kind is Kind.FEED:
        check_feeds()
    elif kind is Kind.WARC:
        check_warc()


def _open_all(inputs: tuple[str, ...], published: date | None, stdin: BinaryIO | None) -> Iterator[Page]:
    for name in inputs:
        if name == STDIN:
            yield from _open_stream(stdin if stdin is not None else sys.stdin.buffer, "-", "-", published)
        elif is_address(name):
            yield from _open_web(name, published)
        elif Path(name).is_dir():
            yield from _open_folder(Path(name), published)
        else:
            yield from _open_file(Path(name), Path(name).name, published)


def _open_folder(folder: Path, published: date | None) -> Iterator[Page]:
    """The files under a folder, by path in code-point order.

    Hidden ones, links to folders, and what stands beside pages (styles, pictures, settings, a README) are passed over.
    """
    for path in _walk(folder):
        yield from _open_file(path, path.relative_to(folder).as_posix(), published)


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # opening it fails, and says why
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file() and not _is_beside_pages(entry.name):
            yield Path(entry.path)


def _is_beside_pages(name: str) -> bool:
    path = Path(name.lower())
    return path.suffix in BESIDE_PAGES or path.stem == "readme"


def _open_file(path: Path, name: str, published: date | None) -> Iterator[Page]:
    try:
        stream = path.open("rb")
    except OSError as err:
        yield _troubled(_written(path), "unreadable", f"{_written(path)} cannot be read: {err.strerror}")
        return
    with stream:
        yield from _open_stream(stream, name, _written(path), published)


def _written(path: Path) -> str:
    """A path that any encoding can write; bytes of its name that are no UTF-8 are replaced."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _open_stream(stream: BinaryIO, name: str, uri: str, published: date | None) -> Iterator[Page]:
    """The pages of a stream. `name` goes into identities, `uri` into records and reports."""
    try:
        buffered = _buffered(stream)
        if is_gzip(buffered.peek(HEAD_BYTES)[:HEAD_BYTES]):
            buffered = _buffered(cast(BinaryIO, gzip.GzipFile(fileobj=buffered)))
        kind = sniff(name, buffered.peek(HEAD_BYTES)[:HEAD_BYTES])
        if kind is Kind.LINES:
            yield from _open_lines(buffered, uri, published)
        elif kind is Kind.JSON:
            yield from _open_json(buffered, uri, published)
        elif kind is Kind.WARC:
            yield from open_warc(cast(BinaryIO, buffered), uri, published=published)
        elif kind is Kind.BINARY:
            yield _troubled(uri, "binary", f"{uri} is not text; give text, HTML, JSON Lines, a feed or a WARC file")
        else:
            yield from _open_page(buffered, name, uri, kind, published)
    except _UNREADABLE as err:
        yield _troubled(uri, "corrupt", f"{uri} cannot be read to its end: {err or type(err).__name__}")
    except ExtraError as err:  # inside a folder a missing extra sets one file aside; a named input was checked before
        yield _troubled(uri, "missing_extra", f"{uri}: {err}")


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, stream), buffer_size=HEAD_BYTES * 8)


def _open_page(buffered: io.BufferedReader, name: str, uri: str, kind: Kind, published: date | None) -> Iterator[Page]:
    content = buffered.read(MAX_PAGE_BYTES + 1)
    trouble: tuple[str, str] | None = None
    if len(content) > MAX_PAGE_BYTES:
        trouble = "too_big", f"{uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a page"
    elif not content.strip():
        trouble = "empty", f"{uri} is empty"
    elif b"\0" in content and b"\0" not in content[:HEAD_BYTES]:  # in the head only UTF-16 and UTF-32 may have it
        trouble = "binary", f"{uri} is not text: it has a NUL byte at {content.index(0):,}"
    if trouble:
        yield _troubled(uri, *trouble)
    elif kind is Kind.FEED:
        yield from open_feed(content, uri, published=published)
    else:
        media_type = "text/html" if kind is Kind.HTML else "text/plain"
        yield Page(id=page_id(name, content), uri=uri, media_type=media_type, content=content, published=published)


def _open_lines(buffered: io.BufferedReader, uri: str, published: date | None, first: bytes | None = None) -> Iterator[Page]:
    from communique.sources.jsonl import open_lines  # pydantic takes a quarter of a second to import

    return open_lines(buffered, uri, published=published, first=first)


def _open_json(buffered: io.BufferedReader, uri: str, published: date | None) -> Iterator[Page]:
    """The objects of a JSON file: one, a list of them, or lines after all."""
    from communique.sources.jsonl import MAX_LINE_BYTES, page_of

    first = buffered.readline(MAX_LINE_BYTES + 1)
    if _is_object(first):
        yield from _open_lines(buffered, uri, published, first)
        return
    content = first + buffered.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        detail = f"{uri} has more than {MAX_PAGE_BYTES:,} bytes in one JSON value; give JSON Lines, one object a line"
        yield _troubled(uri, "too_big", detail)
        return
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as err:
        yield _troubled(uri, "not_json", f"{uri} is not JSON: {err}")
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield page_of(item, uri, number, published=published)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _open_web(url: str, published: date | None) -> Iterator[Page]:
    page = open_address(url, published=published)
    content = page.content if isinstance(page.content, bytes) else b""
    if page.trouble or sniff("", content[:HEAD_BYTES]) is not Kind.FEED:
        yield page
        return
    try:
        yield from open_feed(content, page.uri, published=published)
    except ExtraError as err:
        yield _troubled(page.uri, "missing_extra", str(err))


def _troubled(uri: str, code: str, detail: str) -> Page:
    trouble = Issue(code=code, detail=detail)
    return Page(id=page_id(uri, code), uri=uri, media_type="application/octet-stream", content="", trouble=trouble)
