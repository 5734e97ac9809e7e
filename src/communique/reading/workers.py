"""Reading in several processes, each with a pipeline of its own.

In: pages. Out: their records, in the order of the pages, the same bytes as one process gives. Refuses nothing: a page that
takes more than its caps, or brings its process down, is set aside with the reason; the process is replaced and the run goes on.

Processes, their loss and their time are the work of pebble's `ProcessPool`, which knows which task a lost process had and keeps
the others'. Pages go out in batches. Where a batch is not read (one of its pages hangs or kills), its pages are read again one
at a time, each with the whole cap; so a page is set aside only if it fails alone, too, and the loss of a process for another
reason costs nothing but time.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import CommuniqueError
from communique.reading.caps import PageCaps, cap_memory
from communique.reading.copies import ReadingsInFile
from communique.reading.pipeline import OUT_OF_MEMORY, batches, ref_of
from communique.record.model import Issue, ReaderInfo, Record
from communique.record.vocab import Outcome
from communique.sources.base import Page

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

    from communique.reading.pipeline import Reader

BATCHES_IN_FLIGHT = 2  # for each worker: one being read, one waiting
MOST_BREAKS = 3  # in a row, without a record between them, before the run is given up: no worker can be had at all
OOM_SCORE = "500"  # of 1000: the system, short of memory, is to end a process that reads, not the one that waits for it

_reader: Reader | CommuniqueError | None = None  # a worker process's own, made by its initialiser


@dataclass(slots=True)
class _Task:
    """Some pages and what will become of them. `is_alone`: a single page, which had company before."""

    pages: list[Page | Record]
    future: ProcessFuture[list[Record]]
    is_alone: bool


class WorkerPool:
    """Processes that read. They start with the first page and end with the `with` statement, whatever ends it."""

    def __init__(self, make_reader: Callable[[], Reader], *, n_workers: int, caps: PageCaps) -> None:
        """`make_reader` is called in each process: a function of a module's, or a partial of one, that can be pickled."""
        self._make_reader = make_reader
        self._n_workers, self._caps = n_workers, caps
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._pool: ProcessPool | None = None
        self._n_breaks = 0

    def __enter__(self) -> WorkerPool:
        self._folder = tempfile.TemporaryDirectory(prefix="communique-", ignore_cleanup_errors=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop()
        if self._folder is not None:
            self._folder.cleanup()

    def reader_info(self) -> ReaderInfo:
        """Who reads, as records name it; waits until a worker has its pipeline.

        Raises:
            ModelError, OptionError: as `Reader`.
        """
        info: ReaderInfo = self._running().schedule(_info).result()
        return info

    def read_pages(self, pages: Iterable[Page | Record], info: ReaderInfo) -> Iterator[Record]:
        """The records of many pages, in their order; a few batches are in hand at any time.

        Args:
            pages: Any number of them.
            info: Who reads, for the records of pages that are set aside.
        Raises:
            CommuniqueError: no process that reads can be had at all.
        """
        waiting: deque[_Task] = deque()
        try:
            for batch in batches(pages):
                waiting.append(self._submit(batch))
                while len(waiting) >= self._n_workers * BATCHES_IN_FLIGHT:
                    yield from self._next(waiting, info)
            while waiting:
                yield from self._next(waiting, info)
        finally:
            for task in waiting:
                task.future.cancel()  # type: ignore[no-untyped-call]

    def _next(self, waiting: deque[_Task], info: ReaderInfo) -> list[Record]:
        """The first task's records; none where its pages are to be read again, one at a time."""
        from pebble import ProcessExpired

        task = waiting.popleft()
        try:
            records: list[Record] = task.future.result()
        except BrokenProcessPool:  # a process was lost without a task, or as it gave its result
            self._n_breaks += 1
            if self._n_breaks >= MOST_BREAKS:
                raise CommuniqueError("the processes that read end as soon as they begin: is there memory for them?") from None
            self._stop()
            waiting.appendleft(task)
            for each in waiting:
                each.future = self._submit(each.pages).future
            return []
        except (TimeoutError, MemoryError, ProcessExpired) as error:
            if task.is_alone:
                return [_set_aside(task.pages[0], info, self._reason(error))]
            waiting.extendleft(self._submit([page], is_alone=True) for page in reversed(task.pages))
            return []
        self._n_breaks = 0
        return records

    def _reason(self, error: Exception) -> Issue:
        if isinstance(error, TimeoutError):
            return Issue(code="out_of_time", detail=f"reading the page takes more than {self._caps.seconds} seconds")
        if isinstance(error, MemoryError):
            return Issue(code=OUT_OF_MEMORY, detail=f"reading the page takes more than {self._caps.megabytes} MB")
        ending = _ending(getattr(error, "exitcode", None))
        return Issue(code="worker_lost", detail=f"reading the page brought its process down ({ending})")

    def _submit(self, pages: list[Page | Record], *, is_alone: bool = False) -> _Task:
        future = self._running().schedule(_read, args=(pages,), timeout=self._caps.seconds)
        return _Task(pages=pages, future=future, is_alone=is_alone)

    def _running(self) -> ProcessPool:
        from pebble import ProcessPool

        if self._folder is None:
            raise RuntimeError("a pool of workers is used in a with statement")
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._n_workers,
                context=get_context("spawn"),  # a fork would copy the locks of whatever threads there are
                initializer=_start,
                initargs=(self._make_reader, self._caps, Path(self._folder.name) / "readings.db"),
            )
        return self._pool

    def _stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _ending(exit_code: int | None) -> str:
    if exit_code is None:
        return "nobody knows how"
    if exit_code >= 0:
        return f"exit status {exit_code}"
    try:
        return f"signal {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"signal {-exit_code}"


def _set_aside(page: Page | Record, info: ReaderInfo, reason: Issue) -> Record:
    return Record(page=ref_of(page), reader=info, outcome=Outcome.SET_ASIDE, issues=(*page.issues, reason))


# In a worker's process


def _start(make_reader: Callable[[], Reader], caps: PageCaps, readings: Path) -> None:
    global _reader
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")
    try:
        _reader = make_reader()
        _reader.warm()  # what is loaded with the first story is not the first page's memory
        _reader.readings = ReadingsInFile(readings)
    except CommuniqueError as error:
        _reader = error  # told by the first task: a process that ended here would be replaced for ever
        return
    cap_memory(caps.megabytes)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went: nobody would take what it reads."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(pages: list[Page | Record]) -> list[Record]:
    records = _own_reader().read_batch(pages)
    if len(pages) > 1 and any(issue.code == OUT_OF_MEMORY for record in records for issue in record.issues):
        raise MemoryError  # of several pages together, each of which may have enough alone
    return records


def _info() -> ReaderInfo:
    return _own_reader().info


def _own_reader() -> Reader:
    if isinstance(_reader, CommuniqueError):
        raise _reader
    if _reader is None:
        raise RuntimeError("a worker was not started")
    return _reader
