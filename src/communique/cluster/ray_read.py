"""The same reading over Ray: one task a partition, on actors that each hold a process with the language pipeline.

In: partitions that every node sees, and a folder that every node sees. Out: a file of records a partition in the folder, a
manifest, and a report. Refuses to start without the `cluster` extra, and where no cluster answers.

A page that hangs or kills is set aside within its actor, whose process is replaced (`reading.workers`). An actor that is lost
with its node costs the partition in its hands, which is read again, up to `MOST_TRIES` times. Partitions go only to actors that
have their pipeline, so that a run goes on with whatever part of a cluster there is.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.cluster.partitions import Partition
from communique.cluster.reading import Tell, held_report, read_partition
from communique.cluster.record_files import check_record_files, clear_partial
from communique.cluster.reports import PartitionReport, write_manifest
from communique.errors import CommuniqueError, ExtraError, OptionError
from communique.reading.caps import PageCaps

if TYPE_CHECKING:
    from communique.reading.pipeline import Reader

LOCAL = "local"  # in place of an address: a cluster of this machine's own, for this run
MOST_TRIES = 3
MOST_LOST = 5  # actors in a row that end before they are ready: the nodes cannot run communique
WORKER_BYTES = 700 * 2**20  # of an actor and its process, which Ray plans by: 650 MB at most were seen


class PartitionReader:
    """What a Ray actor runs: a process with a pipeline, started once, and the partitions that it is given."""

    def __init__(self, make_reader: Callable[[], Reader], caps: PageCaps) -> None:
        from communique.reading.workers import WorkerPool

        self._pool = WorkerPool(make_reader, n_workers=1, caps=caps).__enter__()

    def get_ready(self) -> str | None:
        """Load the pipeline; what is wrong with it, None if nothing is."""
        try:
            self._pool.reader_info()
        except CommuniqueError as error:
            return str(error)
        return None

    def read(self, partition: Partition) -> PartitionReport:
        """Read one partition."""
        return read_partition(self._pool, partition)


def read_on_ray(
    partitions: Sequence[Partition],
    out: Path,
    *,
    make_reader: Callable[[], Reader],
    address: str = LOCAL,
    n_actors: int | None = None,
    caps: PageCaps | None = None,
    tell: Tell | None = None,
) -> tuple[PartitionReport, ...]:
    """Read partitions on a Ray cluster.

    Args:
        partitions: Files that every node can see, under the same names.
        out: A folder that every node can see; it is made.
        make_reader: See `reading.reader_maker`.
        address: A cluster's; "auto" for the one that this machine belongs to; "local" for one of this machine's own.
        n_actors: Processes with a pipeline, each on one core; None: as many as the cluster has cores.
        caps: What a page may take; None: the default caps.
        tell: Hears of each partition as it is done.
    Returns:
        A report for each partition, in their order; the manifest is written, also where the run is interrupted.
    Raises:
        ExtraError: Ray or pyarrow is not installed.
        OptionError: `n_actors` is not positive.
        CommuniqueError: no cluster answers, or its nodes cannot read at all.
    """
    if n_actors is not None and n_actors < 1:
        raise OptionError(f"option 'n_actors' must be 1 or more; got {n_actors}")
    try:
        import ray
    except ImportError as error:
        raise ExtraError("reading on a cluster needs Ray; to add it: pip install 'communique[cluster]'") from error
    check_record_files()
    out.mkdir(parents=True, exist_ok=True)
    reports: dict[str, PartitionReport] = {}

    def done(report: PartitionReport) -> None:
        reports[report.partition] = report
        if tell is not None:
            tell(report)

    try:
        missing = [partition for partition in partitions if not _is_held(partition, done)]
        if missing:
            _connect(ray, address)
            try:
                n_cores = int(ray.cluster_resources().get("CPU", 1))
                _Run(ray, make_reader, caps or PageCaps(), done).read(missing, n_actors or max(n_cores, 1))
            finally:
                ray.shutdown()
    finally:
        clear_partial(partition.path for partition in partitions)
        write_manifest(out, reports.values())
    return tuple(reports[partition.name] for partition in partitions)


def _is_held(partition: Partition, done: Tell) -> bool:
    report = held_report(partition)
    if report is not None:
        done(report)
    return report is not None


def _connect(ray: Any, address: str) -> None:
    """Join a cluster.

    Raises:
        CommuniqueError: none answers.
    """
    asked: dict[str, Any] = {"include_dashboard": False} if address == LOCAL else {}
    try:
        ray.init(address=address, log_to_driver=False, configure_logging=False, ignore_reinit_error=True, **asked)
    except (ConnectionError, ValueError, RuntimeError) as error:
        told = " ".join(str(error).split())[:200]
        raise CommuniqueError(
            f"no Ray cluster answers at {address!r} ({told}); start one with `ray start --head`, or give --cluster {LOCAL}"
        ) from None


class _Run:
    """One run: which actor has what in hand, and which partitions are still to be read."""

    def __init__(self, ray: Any, make_reader: Callable[[], Reader], caps: PageCaps, done: Tell) -> None:
        self._ray, self._make_reader, self._caps, self._done = ray, make_reader, caps, done
        self._remote = ray.remote(num_cpus=1, memory=WORKER_BYTES, max_restarts=0)(PartitionReader)
        self._in_hand: dict[Any, tuple[Any, Partition | None]] = {}  # by task: the actor, and its partition if it is ready
        self._waiting: deque[Partition] = deque()
        self._tries: Counter[str] = Counter()
        self._n_lost = 0

    def read(self, partitions: Sequence[Partition], n_actors: int) -> None:
        """Read partitions, and tell of each.

        Raises:
            CommuniqueError: the actors cannot read at all.
        """
        self._waiting.extend(partitions)
        left = len(partitions)
        for _ in range(min(n_actors, left)):
            self._start()
        while left:
            (task,), _ = self._ray.wait(list(self._in_hand), num_returns=1)
            actor, partition = self._in_hand.pop(task)
            try:
                told = self._ray.get(task)
            except self._ray.exceptions.RayError as error:
                left -= self._lost(partition, type(error).__name__)
                continue
            if partition is None and told is not None:
                raise CommuniqueError(f"the workers of the cluster cannot read: {told}")
            if partition is not None:
                self._done(told)
                left -= 1
            self._n_lost = 0
            self._give(actor)

    def _start(self) -> None:
        actor = self._remote.remote(self._make_reader, self._caps)
        self._in_hand[actor.get_ready.remote()] = (actor, None)

    def _give(self, actor: Any) -> None:
        if self._waiting:
            partition = self._waiting.popleft()
            self._tries[partition.name] += 1
            self._in_hand[actor.read.remote(partition)] = (actor, partition)

    def _lost(self, partition: Partition | None, why: str) -> int:
        """An actor is gone; how many partitions are given up with it."""
        n_given_up = 0
        if partition is None:
            self._n_lost += 1
            if self._n_lost >= MOST_LOST:
                raise CommuniqueError(
                    f"the workers of the cluster end as they begin ({why}); is communique installed on its nodes?"
                )
        elif self._tries[partition.name] < MOST_TRIES:
            self._waiting.append(partition)
        else:
            trouble = f"the worker was lost {MOST_TRIES} times: {why}"
            self._done(PartitionReport(partition=partition.name, path=partition.path, is_new=True, trouble=trouble))
            n_given_up = 1
        if self._waiting:
            self._start()
        return n_given_up
