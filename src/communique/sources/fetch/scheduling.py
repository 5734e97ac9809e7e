"""Many addresses at once, hosts side by side, results in the order asked for.

In: addresses, as many as there are, and a function that fetches one. Out: its results. Holds a bounded number of addresses and a
bounded number of bytes of results; while one host waits for its turn, others are asked.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from communique.sources.fetch.patience import NOTICE_S

AHEAD = 16  # addresses that are looked at for each worker: hosts that come in blocks of this size still run side by side
MAX_HELD_BYTES = 64 * 2**20  # of results that wait for an earlier one

Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class _Job(Generic[Result]):
    url: str
    host: str
    is_begun: bool = False
    result: Result | None = None
    error: BaseException | None = None
    is_done: bool = False


class Schedule(Generic[Result]):
    """Fetches addresses in threads.

    Args:
        fetch: Fetches one address; ends soon after the event given is set.
        host: Gives the host of an address; addresses of one host take turns.
        ready_in_s: Gives in how many seconds a host may be asked, as far as is known.
        size_bytes: Gives the size of a result.
        n_workers: Threads.
        per_host: Most threads that serve one host.
        stops: Events of which any one ends the schedule.
    """

    def __init__(
        self,
        fetch: Callable[[str, threading.Event], Result],
        *,
        host: Callable[[str], str],
        ready_in_s: Callable[[str], float],
        size_bytes: Callable[[Result], int],
        n_workers: int,
        per_host: int,
        stops: tuple[threading.Event, ...],
    ) -> None:
        self._fetch = fetch
        self._host = host
        self._ready_in_s = ready_in_s
        self._size_bytes = size_bytes
        self._n_workers = n_workers
        self._per_host = per_host
        self._over = threading.Event()
        self._stops = (*stops, self._over)
        self._jobs: deque[_Job[Result]] = deque()
        self._serving: dict[str, int] = {}
        self._held_bytes = 0
        self._changed = threading.Condition()

    def results(self, urls: Iterable[str]) -> Iterator[Result]:
        """The results in the order of the addresses; ends early after a stop. What is not asked for is not read from `urls`."""
        source = iter(urls)
        threads: list[threading.Thread] = []
        is_exhausted = False
        try:
            while not self._is_stopped:
                if not is_exhausted and len(self._jobs) < self._n_workers * AHEAD and not self._is_first_done:
                    url = next(source, None)
                    if url is None:
                        is_exhausted = True
                        continue
                    job: _Job[Result] = _Job(url=url, host=self._host(url))
                    with self._changed:
                        self._jobs.append(job)
                        self._changed.notify()
                    if len(threads) < min(self._n_workers, len(self._jobs)):
                        threads.append(
                            threading.Thread(target=self._work, name=f"communique-fetch-{len(threads)}", daemon=True)
                        )
                        threads[-1].start()
                    continue
                if not self._jobs:
                    return
                with self._changed:
                    while not self._jobs[0].is_done and not self._is_stopped:
                        self._changed.wait(NOTICE_S)
                    if self._is_stopped:
                        return
                    first = self._jobs.popleft()
                    if first.result is not None:
                        self._held_bytes -= self._size_bytes(first.result)
                    self._changed.notify_all()
                if first.error is not None:
                    raise first.error
                assert first.result is not None
                yield first.result
        finally:
            self._over.set()
            with self._changed:
                self._changed.notify_all()
            for thread in threads:
                thread.join()

    @property
    def _is_stopped(self) -> bool:
        return any(stop.is_set() for stop in self._stops)

    @property
    def _is_first_done(self) -> bool:
        return bool(self._jobs) and self._jobs[0].is_done

    def _work(self) -> None:
        while (job := self._taken()) is not None:
            try:
                job.result = self._fetch(job.url, self._over)
            except BaseException as err:  # noqa: BLE001 - raised where the result is waited for
                job.error = err
            with self._changed:
                self._serving[job.host] -= 1
                if not self._serving[job.host]:
                    del self._serving[job.host]
                if job.result is not None:
                    self._held_bytes += self._size_bytes(job.result)
                job.is_done = True
                self._changed.notify_all()

    def _taken(self) -> _Job[Result] | None:
        """The next address to fetch, None after the end: of those whose host is free, the one that may be asked soonest."""
        with self._changed:
            while not self._is_stopped:
                job = self._soonest()
                if job is not None:
                    job.is_begun = True
                    self._serving[job.host] = self._serving.get(job.host, 0) + 1
                    return job
                self._changed.wait(NOTICE_S)
        return None

    def _soonest(self) -> _Job[Result] | None:
        best: _Job[Result] | None = None
        best_s = float("inf")
        seen: set[str] = set()
        for number, job in enumerate(self._jobs):
            if number and self._held_bytes > MAX_HELD_BYTES:  # the first one must always go on, or nothing does
                break
            if job.is_begun or job.host in seen:
                continue
            seen.add(job.host)
            if self._serving.get(job.host, 0) >= self._per_host:
                continue
            ready_in_s = self._ready_in_s(job.host)
            if ready_in_s <= 0:
                return job
            if ready_in_s < best_s:
                best, best_s = job, ready_in_s
        return best
