"""The pages of files and folders.

In: a path. Out: a `Page` for each page in it, folders in sorted order. Refuses a path that does not exist with `InputError`; a file
that cannot be read becomes a page with `trouble`.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from communique.errors import InputError
from communique.record.ids import digest
from communique.sources.base import Origin, Page
from communique.sources.formats import FORMATS, open_stream
from communique.sources.sniff import suffix_kind

# What stands beside pages in a folder, in "page saved complete" and in a dossier's: never a page itself. Named, it is still opened.
BESIDE_PAGES = frozenset(
    ".css .js .mjs .map .json5 .toml .yaml .yml .ini .cfg .db .sqlite .sqlite3 .png .jpg .jpeg .gif .webp .avif .svg .ico .bmp "
    ".woff .woff2 .ttf .otf .eot .mp3 .mp4 .webm .ogg .wav .mov .zip .parquet .csv .tsv .py .sh".split()
)
_BEGINNING_BYTES = 4096  # by which a file is known again, so that a mark in another file of the same name is not believed


def check_path(name: str) -> None:
    """Make sure that a path can be opened at all.

    Raises:
        InputError: there is no such file or folder.
        ExtraError: a file's format needs an optional dependency that is not installed.
    """
    if not name or "\0" in name:
        raise InputError(f"no file or folder is called {name!r}")
    path = Path(name)
    try:
        exists = path.exists()
    except OSError as err:
        raise InputError(f"{name!r} cannot be looked at: {err.strerror}") from err
    if not exists:
        raise InputError(f"no file or folder {name!r}; give a file, a folder, '-' for standard input, or an http address")
    if not path.is_dir() and (kind := suffix_kind(path.name)) is not None:
        FORMATS[kind].check_extra()


def open_path(name: str, origin: Origin, mark_of: Callable[[str], str | None]) -> Iterator[Page]:
    """The pages of a file, or of the files under a folder by path in code-point order.

    Hidden files, links to folders, and what stands beside pages (styles, pictures, settings, a README) are passed over in a
    folder.

    Args:
        name: The path.
        origin: What is known of all pages; its name and uri are replaced.
        mark_of: How far an input (an absolute path) was read; None: not at all.
    """
    path = Path(name)
    if not path.is_dir():
        yield from _open_file(path, path.name, origin, mark_of)
        return
    for each in _walk(path):
        yield from _open_file(each, each.relative_to(path).as_posix(), origin, mark_of)


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


def _open_file(path: Path, name: str, origin: Origin, mark_of: Callable[[str], str | None]) -> Iterator[Page]:
    here = replace(origin, name=name, uri=_written(path))
    try:
        stream = path.open("rb")
    except OSError as err:
        yield here.trouble("unreadable", f"{here.uri} cannot be read: {err.strerror}")
        return
    with stream:
        input_ = _written(path.absolute())
        beginning = _beginning(stream)
        for page in open_stream(stream, replace(here, mark=_mark_in(mark_of(input_), stream, beginning))):
            if page.mark is None:
                yield page
            else:
                yield replace(page, input=input_, mark=f"{beginning} {page.mark}")


def _written(path: Path) -> str:
    """A path that any encoding can write; bytes of its name that are no UTF-8 are replaced."""
    return path.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _beginning(stream: BinaryIO) -> str:
    """What a file is known by: a hash of its first bytes, and how many they are."""
    if not stream.seekable():
        return "-:0"
    head = stream.read(_BEGINNING_BYTES)
    stream.seek(0)
    return f"{digest('beginning', head)}:{len(head)}"


def _mark_in(mark: str | None, stream: BinaryIO, beginning: str) -> str | None:
    """The mark, if the file begins as it did when it was made: it may have grown since, from less than a beginning, too."""
    known, _, inner = (mark or "").partition(" ")
    hashed, _, length = known.partition(":")
    if not inner or not length.isdecimal() or length == "0" or not stream.seekable():
        return None
    if known != beginning:
        head = stream.read(int(length))
        stream.seek(0)
        if digest("beginning", head) != hashed:
            return None
    return inner
