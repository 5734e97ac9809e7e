"""The pages of what a user names: files, folders, `-` for standard input, and addresses on the web.

In: names. Out: a `Page` for each page in them, in the order named, folders in sorted order. Refuses a name that does not exist
with `InputError`, before anything is read; a file that cannot be read as text becomes a page with `trouble`.
"""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from communique.errors import InputError
from communique.sources.base import Origin, Page
from communique.sources.formats import FORMATS, open_stream
from communique.sources.sniff import HEAD_BYTES, Kind, sniff, suffix_kind
from communique.sources.web import check_address, is_address, open_address

STDIN = "-"
# What stands beside pages in a folder, in "page saved complete" and in a dossier's: never a page itself. Named, it is still opened.
BESIDE_PAGES = frozenset(
    ".css .js .mjs .map .json5 .toml .yaml .yml .ini .cfg .db .sqlite .sqlite3 .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp "
    ".woff .woff2 .ttf .otf .eot .mp3 .mp4 .webm .ogg .wav .mov .zip .parquet .csv .tsv .py .sh".split()
)


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
    if kind is not None:
        FORMATS[kind].check_extra()


def _open_all(inputs: tuple[str, ...], published: date | None, stdin: BinaryIO | None) -> Iterator[Page]:
    for name in inputs:
        if name == STDIN:
            origin = Origin(name=STDIN, uri=STDIN, published=published, delivered=date.today())
            yield from open_stream(stdin if stdin is not None else sys.stdin.buffer, origin)
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
    origin = Origin(name=name, uri=_written(path), published=published, delivered=date.today())
    try:
        stream = path.open("rb")
    except OSError as err:
        yield origin.trouble("unreadable", f"{origin.uri} cannot be read: {err.strerror}")
        return
    with stream:
        yield from open_stream(stream, origin)


def _written(path: Path) -> str:
    """A path that any encoding can write; bytes of its name that are no UTF-8 are replaced."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _open_web(url: str, published: date | None) -> Iterator[Page]:
    page = open_address(url, published=published)
    content = page.content if isinstance(page.content, bytes) else b""
    if page.trouble or sniff("", content[:HEAD_BYTES]) is not Kind.FEED:
        yield page
        return
    origin = Origin(name=page.uri, uri=page.uri, media_type=page.media_type, published=published, delivered=date.today())
    yield from open_stream(io.BytesIO(content), origin)
