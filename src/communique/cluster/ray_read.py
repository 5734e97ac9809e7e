"""The same reading over Ray: one task a partition, on actors that hold the language pipeline.

In: partitions (files that `communique read` accepts) and a folder. Out: one file of records a partition in the folder, gzipped
JSON Lines, and a report. Refuses to start without the `cluster` extra. A partition that is there already is not read again, so
that a run that was killed is simply run again; it is written under a temporary name and renamed when it is whole.
"""

from __future__ import annotations

import gzip
import os
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.errors import CommuniqueError, ExtraError, OptionError
from communique.options import ReadOptions
from communique.record.ids import digest
from communique.record.jsonform import to_line
from communique.sources.inputs import open_inputs

if TYPE_CHECKING:
    from communique.reading.pipeline import Reader

SUFFIX = ".records.jsonl.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionReport:
    """What became of one partition: pages by outcome. `trouble` None: it was read, now or earlier (`is_new` False)."""

    partition: str
    path: Path
    is_new: bool
    outcomes: tuple[tuple[str, int], ...] = ()
    trouble: str | None = None


def partition_path(partition: str, out: Path, options: ReadOptions) -> Path:
    """Where the records of a partition are written: under its name and a hash of its whole path and the options."""
    name = Path(partition).name.split(".")[0] or "partition"
    return out / f"{name}-{digest('partition', str(Path(partition).resolve()), options.hash)}{SUFFIX}"


def read_partition(reader: Reader, partition: str, path: Path) -> PartitionReport:
    """Read one partition into `path`, all of it or nothing.

    Errors of the partition as a whole become the report's `trouble`; bad pages are in its records, as everywhere.
    """
    if path.exists():
        return PartitionReport(partition=partition, path=path, is_new=False)
    outcomes: Counter[str] = Counter()
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        # No time and no name in the header: the same partition gives the same bytes wherever it is read.
        with partial.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            for record in reader.read_pages(open_inputs([partition])):
                packed.write(f"{to_line(record)}\n".encode())
                outcomes[record.outcome.value] += 1
        partial.replace(path)
    except (CommuniqueError, OSError) as error:
        return PartitionReport(partition=partition, path=path, is_new=True, trouble=str(error))
    finally:
        partial.unlink(missing_ok=True)
    return PartitionReport(partition=partition, path=path, is_new=True, outcomes=tuple(sorted(outcomes.items())))


class PartitionReader:
    """What a Ray actor runs: a pipeline, loaded once, and the partitions that it is given."""

    def __init__(self, model: str | None, options: ReadOptions) -> None:
        from communique.reading.pipeline import Reader

        self._reader = Reader(model, options)

    def read(self, partition: str, path: Path) -> PartitionReport:
        """Read one partition."""
        return read_partition(self._reader, partition, path)


def read_on_ray(
    partitions: Sequence[str],
    out: Path,
    *,
    address: str | None = None,
    n_actors: int = 2,
    model: str | None = None,
    options: ReadOptions | None = None,
) -> tuple[PartitionReport, ...]:
    """Read partitions on a Ray cluster.

    Args:
        partitions: Files that every node can see.
        out: A folder that every node can see; it is made.
        address: A cluster's, "auto" for the one that this machine belongs to, None for one of this machine's own.
        n_actors: Processes with a pipeline, each on one core and in about 1 GB.
        model: The pipeline, by name; None: the default.
        options: What changes the output.
    Returns:
        A report for each partition, in their order.
    Raises:
        ExtraError: Ray is not installed.
        OptionError: `n_actors` is not positive, or two partitions have one name.
    """
    if n_actors < 1:
        raise OptionError(f"option 'n_actors' must be 1 or more; got {n_actors}")
    chosen = options or ReadOptions()
    paths = {partition: partition_path(partition, out, chosen) for partition in partitions}
    if len(paths) < len(partitions):
        raise OptionError("a partition is named twice; name each once")
    try:
        import ray
    except ImportError as error:
        raise ExtraError("reading on a cluster needs Ray; to add it: pip install 'communique[cluster]'") from error
    out.mkdir(parents=True, exist_ok=True)
    ray.init(address=address, include_dashboard=False, log_to_driver=False, ignore_reinit_error=True)
    try:
        return _mapped(ray, paths, n_actors, model, chosen)
    finally:
        ray.shutdown()


def _mapped(
    ray: Any, paths: dict[str, Path], n_actors: int, model: str | None, options: ReadOptions
) -> tuple[PartitionReport, ...]:
    """Give each actor one partition at a time; an actor that dies is replaced and its partition told as trouble."""
    remote = ray.remote(num_cpus=1)(PartitionReader)
    waiting = deque(paths.items())
    running: dict[Any, tuple[str, Any]] = {}
    reports: dict[str, PartitionReport] = {}

    def start(actor: Any) -> None:
        if waiting:
            partition, path = waiting.popleft()
            running[actor.read.remote(partition, path)] = (partition, actor)

    for _ in range(min(n_actors, len(paths))):
        start(remote.remote(model, options))
    while running:
        (done,), _ = ray.wait(list(running), num_returns=1)
        partition, actor = running.pop(done)
        try:
            reports[partition] = ray.get(done)
        except ray.exceptions.RayError as error:
            trouble = f"the worker was lost: {type(error).__name__}"
            reports[partition] = PartitionReport(partition=partition, path=paths[partition], is_new=True, trouble=trouble)
            actor = remote.remote(model, options)
        start(actor)
    return tuple(reports[partition] for partition in paths)
