"""Reading in several processes, each with a pipeline of its own.

In: pages. Out: their records, in the order of the pages. Refuses nothing: when a page brings a worker down, the pages that were
with it are read again one by one, and the one that did it is set aside.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from communique import __version__
from communique.options import ReadOptions
from communique.reading.pipeline import Reader, batches, ref_of
from communique.record.model import Issue, ReaderInfo, Record
from communique.record.vocab import Outcome
from communique.sources.base import Page

BATCHES_IN_FLIGHT = 2  # for each worker: one being read, one waiting

_reader: Reader | None = None  # a worker process's own, made by its initialiser


def read_in_workers(
    pages: Iterable[Page | Record], *, model: str | None, options: ReadOptions, n_workers: int
) -> Iterator[Record]:
    """The records of many pages, in their order, read by `n_workers` processes."""
    waiting: deque[tuple[list[Page | Record], Future[list[Record]]]] = deque()
    pool = _pool(model, options, n_workers)
    try:
        for batch in batches(pages):
            waiting.append((batch, pool.submit(_read, batch)))
            while len(waiting) >= n_workers * BATCHES_IN_FLIGHT:
                pool = yield from _next(waiting, pool, model, options, n_workers)
        while waiting:
            pool = yield from _next(waiting, pool, model, options, n_workers)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(model: str | None, options: ReadOptions, n_workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(n_workers, mp_context=get_context("spawn"), initializer=_start, initargs=(model, options))


def _start(model: str | None, options: ReadOptions) -> None:
    global _reader
    _reader = Reader(model, options)


def _read(batch: list[Page | Record]) -> list[Record]:
    if _reader is None:
        raise RuntimeError("a worker was not started")
    return _reader.read_batch(batch)


def _next(
    waiting: deque[tuple[list[Page | Record], Future[list[Record]]]],
    pool: ProcessPoolExecutor,
    model: str | None,
    options: ReadOptions,
    n_workers: int,
) -> Generator[Record, None, ProcessPoolExecutor]:
    """Give the first waiting batch's records; returns the pool to go on with, a new one where the old one broke."""
    batch, future = waiting.popleft()
    try:
        yield from future.result()
        return pool
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
    for page in batch:
        single = _pool(model, options, 1)
        try:
            yield from single.submit(_read, [page]).result()
        except BrokenProcessPool:
            yield _set_aside(page, model, options)
        finally:
            single.shutdown(wait=False, cancel_futures=True)
    pool = _pool(model, options, n_workers)
    for number, (pages, _) in enumerate(waiting):
        waiting[number] = (pages, pool.submit(_read, pages))
    return pool


def _set_aside(page: Page | Record, model: str | None, options: ReadOptions) -> Record:
    issue = Issue(code="worker_lost", detail="reading this page brought the worker process down")
    info = ReaderInfo(version=__version__, model=model or "default", options=options.hash)
    return Record(page=ref_of(page), reader=info, outcome=Outcome.SET_ASIDE, issues=(*page.issues, issue))
