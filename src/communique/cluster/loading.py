"""The records of a corpus, back from the folder that it was read into.

In: a folder with a manifest. Out: its records, partition by partition. Refuses a folder without a manifest, and a file that it
names and that is not there or not whole.
"""

from collections.abc import Iterator
from pathlib import Path

from communique.cluster.record_files import read_facts, read_records
from communique.cluster.reports import PartitionReport, read_manifest
from communique.errors import InputError
from communique.record.model import Record


def check_folder(folder: Path) -> tuple[PartitionReport, ...]:
    """The partitions that can be loaded, by name, each of whose files is there and whole.

    Raises:
        ExtraError: pyarrow is not installed.
        InputError: there is no manifest, it is none, or a file that it names is missing or broken.
    """
    reports = tuple(report for report in read_manifest(folder) if report.trouble is None)
    for report in reports:
        if read_facts(report.path).outcomes != report.outcomes:
            raise InputError(f"{report.path} is not the file that the manifest of {folder} tells of; read the partition again")
    return reports


def load_records(folder: Path) -> Iterator[Record]:
    """The records of all partitions in a folder, by partition and page; a few hundred are held at a time.

    Raises:
        ExtraError, InputError: see `check_folder`; the folder is checked before the first record is given.
    """
    for report in check_folder(folder):
        yield from read_records(report.path)
