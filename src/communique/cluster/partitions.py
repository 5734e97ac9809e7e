"""Partitions: the files that a large corpus is read by, and where the records of each are written.

In: names of files and folders. Out: partitions, each a file that is read whole or not at all. Refuses what does not exist, and
what is no file: an address or the standard input is no partition, as it cannot be read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from communique import __version__
from communique.errors import InputError, OptionError
from communique.options import ReadOptions
from communique.record.ids import digest
from communique.sources.files import BESIDE_PAGES, check_path

SUFFIX = ".records.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """A file to read, and the file that its records go to."""

    name: str
    path: Path


def find_partitions(inputs: Sequence[str], out: Path, options: ReadOptions, model: str | None = None) -> tuple[Partition, ...]:
    """The partitions in files and folders, in the order named, those of a folder by path.

    Where the records go depends on the file's whole path and size, the options, the pipeline and the version: what changes the
    records changes the name, so that nothing old is taken for done.

    Raises:
        InputError: an input is no file or folder, or a folder has no file to read.
        ExtraError: a file's format needs an optional dependency that is not installed.
        OptionError: a file is named twice.
    """
    names: list[str] = []
    for given in inputs:
        if given == "-" or given.startswith(("http://", "https://")):
            raise InputError(f"{given!r} is no partition: give files and folders that every node sees")
        check_path(given)
        found = _files_under(Path(given)) if Path(given).is_dir() else [given]
        if not found:
            raise InputError(f"folder {given!r} has no file to read")
        for name in found:
            check_path(name)
        names += found
    resolved = [str(Path(name).resolve()) for name in names]
    if len(set(resolved)) < len(resolved):
        twice = next(name for name, whole in zip(names, resolved, strict=True) if resolved.count(whole) > 1)
        raise OptionError(f"partition {twice!r} is named twice; name each once")
    return tuple(Partition(name=name, path=_path_of(name, out, options, model)) for name in names)


def _path_of(name: str, out: Path, options: ReadOptions, model: str | None) -> Path:
    whole = Path(name).resolve()
    told = digest("partition", str(whole), whole.stat().st_size, options.hash, model or "default", __version__)
    return out / f"{whole.name.split('.')[0] or 'partition'}-{told}{SUFFIX}"


def _files_under(folder: Path) -> list[str]:
    """The files to read under a folder; Parquet, which stands beside pages elsewhere, is what a corpus is made of here."""
    listed = (
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    read = (p for p in listed if p.suffix.lower() == ".parquet" or p.suffix.lower() not in BESIDE_PAGES)
    return sorted(path.as_posix() for path in read if path.stem.lower() != "readme" and not path.name.endswith(SUFFIX))
