"""When a host may be asked next.

In: hosts, and what they ask for. Out: turns: no more than so many at a time, no sooner than so long after the last. Refuses, with
`FetchError`, a host that asked to be left alone for longer than a run waits.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from communique.sources.fetch.options import MAX_WAIT_S
from communique.sources.fetch.patience import NOTICE_S, Patience
from communique.sources.fetch.troubles import FetchError

MAX_HOSTS = 10_000  # remembered; beyond it, those that may be asked anyway are forgotten


@dataclass(slots=True)
class _Host:
    delay_s: float
    n_asking: int = 0
    next_at: float = 0.0  # of the monotonic clock
    held_until: float = 0.0


class Pacer:
    """Gives turns at hosts. Safe for threads.

    Args:
        delay_s: Least time between two requests to one host.
        per_host: Most requests to one host at a time.
    """

    def __init__(self, *, delay_s: float, per_host: int) -> None:
        self._delay_s = delay_s
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, host: str, patience: Patience) -> Iterator[None]:
        """Wait for a turn at a host, and have it within. The delay runs from the end of one turn to the beginning of the next.

        Raises:
            FetchError: `stopped`, or `rate_limited`: the host asked for a longer wait than is kept.
        """
        with self._changed:
            state = self._host(host)
            while True:
                if patience.is_stopped:
                    raise FetchError("stopped", "the run was stopped")
                now = time.monotonic()
                if state.held_until - now > MAX_WAIT_S:
                    left_s = state.held_until - now
                    raise FetchError("rate_limited", f"{host} asks for no request within the next {left_s:.0f} seconds")
                left_s = max(state.next_at, state.held_until) - now
                if state.n_asking < self._per_host and left_s <= 0:
                    break
                self._changed.wait(min(NOTICE_S, left_s) if left_s > 0 else NOTICE_S)
            state.n_asking += 1
            state.next_at = time.monotonic() + state.delay_s
        try:
            yield
        finally:
            with self._changed:
                state.n_asking -= 1
                state.next_at = time.monotonic() + state.delay_s
                self._changed.notify_all()

    def slow_down(self, host: str, delay_s: float) -> None:
        """Keep at least this delay at a host from now on."""
        with self._changed:
            state = self._host(host)
            state.delay_s = max(state.delay_s, delay_s)
            if state.next_at:
                state.next_at = max(state.next_at, time.monotonic() + delay_s)

    def hold(self, host: str, wait_s: float) -> None:
        """Leave a host alone for so long."""
        with self._changed:
            state = self._host(host)
            state.held_until = max(state.held_until, time.monotonic() + wait_s)

    def ready_in_s(self, host: str) -> float:
        """In how long a host may be asked, in seconds, as far as is known; 0: now."""
        with self._changed:
            state = self._hosts.get(host)
            return 0.0 if state is None else max(0.0, max(state.next_at, state.held_until) - time.monotonic())

    def _host(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            if len(self._hosts) >= MAX_HOSTS:
                self._forget()
            state = self._hosts[host] = _Host(delay_s=self._delay_s)
        return state

    def _forget(self) -> None:
        """Drop the hosts at which nothing is due. Their robots.txt is forgotten sooner, so that none loses a longer delay."""
        now = time.monotonic()
        for name, state in list(self._hosts.items()):
            if not state.n_asking and max(state.next_at, state.held_until) < now:
                del self._hosts[name]
