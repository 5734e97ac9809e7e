"""Reading partitions into files of records, here: what a worker on a cluster does, and one machine by itself.

In: partitions. Out: a file of records for each, and a report. A partition that is there already is not read again, so that a
run that was killed is simply run again. Refuses nothing: bad pages are in the records, and what is wrong with a whole partition
is in its report.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from communique.cluster.partitions import Partition
from communique.cluster.record_files import check_record_files, clear_partial, read_facts, write_records
from communique.cluster.reports import PartitionReport, write_manifest
from communique.errors import CommuniqueError, InputError
from communique.options import ReadOptions
from communique.reading.caps import PageCaps
from communique.record.model import ReaderInfo, Record
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

if TYPE_CHECKING:
    from communique.reading.pipeline import Reader

Tell = Callable[[PartitionReport], None]


class PageReader(Protocol):
    """What reads pages: `reading.workers.WorkerPool`."""

    def reader_info(self) -> ReaderInfo:
        """Who reads, as records name it."""
        ...

    def read_pages(self, pages: Iterator[Page], info: ReaderInfo) -> Iterator[Record]:
        """The records of pages, in their order."""
        ...


def held_report(partition: Partition) -> PartitionReport | None:
    """The report of a partition whose file of records is there and whole; None: it is to be read.

    Raises:
        ExtraError: pyarrow is not installed.
    """
    if not partition.path.exists():
        return None
    try:
        facts = read_facts(partition.path)
    except InputError:  # broken by the disk, as a file gets its name only when it is whole
        return None
    return PartitionReport(partition=partition.name, path=partition.path, is_new=False, outcomes=facts.outcomes)


def read_partition(reader: PageReader, partition: Partition) -> PartitionReport:
    """Read one partition into its file, all of it or nothing."""
    try:
        if (held := held_report(partition)) is not None:
            return held
        info = reader.reader_info()
        facts = write_records(reader.read_pages(open_inputs([partition.name]), info), partition.path, info)
    except (CommuniqueError, OSError) as error:
        return PartitionReport(partition=partition.name, path=partition.path, is_new=True, trouble=str(error))
    return PartitionReport(partition=partition.name, path=partition.path, is_new=True, outcomes=facts.outcomes)


def reader_maker(model: str | None, options: ReadOptions) -> "Callable[[], Reader]":
    """What makes a reader in a worker's process."""
    from communique.reading.pipeline import Reader

    return partial(Reader, model, options)


def read_here(
    partitions: Sequence[Partition],
    out: Path,
    *,
    make_reader: "Callable[[], Reader]",
    n_workers: int = 1,
    caps: PageCaps | None = None,
    tell: Tell | None = None,
) -> tuple[PartitionReport, ...]:
    """Read partitions on this machine, one after the other, each by all workers.

    Args:
        partitions: What to read.
        out: The folder for the records; it is made.
        make_reader: See `reader_maker`.
        n_workers: Processes with a pipeline.
        caps: What a page may take; None: the default caps.
        tell: Hears of each partition as it is done.
    Returns:
        A report for each partition, in their order; the manifest is written.
    Raises:
        ExtraError: pyarrow is not installed.
        ModelError, OptionError: see `Reader`.
    """
    from communique.reading.workers import WorkerPool

    check_record_files()
    out.mkdir(parents=True, exist_ok=True)
    reports: list[PartitionReport] = []
    try:
        with WorkerPool(make_reader, n_workers=n_workers, caps=caps or PageCaps()) as pool:
            for partition in partitions:
                report = held_report(partition)
                if report is None:
                    pool.reader_info()  # a missing pipeline is no trouble of a partition's
                    report = read_partition(pool, partition)
                reports.append(report)
                if tell is not None:
                    tell(report)
    finally:
        clear_partial(partition.path for partition in partitions)
        write_manifest(out, reports)
    return tuple(reports)
