"""How long a request waits, and what ends its waiting early.

In: a time limit and the events that stop a run. Out: pieces of time short enough that a stop is noticed at once. Refuses to wait on,
with `FetchError`: `too_slow` past the limit, `stopped` after a stop.
"""

import threading
import time

from communique.sources.fetch.troubles import FetchError

NOTICE_S = 0.1  # a stop is noticed within this time


class Patience:
    """What is left of the time for one address. Used by one thread at a time.

    Args:
        limit_s: For how long it may be asked for in all; the clock runs only inside `with patience`.
        stops: Events of which any one ends the waiting.
    """

    def __init__(self, limit_s: float, stops: tuple[threading.Event, ...]) -> None:
        self._limit_s = limit_s
        self._left_s = limit_s
        self._stops = stops
        self._since: float | None = None
        self.is_ended = False  # whether the other side closed its end of the connection

    def __enter__(self) -> "Patience":
        self._since = time.monotonic()
        self.is_ended = False
        return self

    def __exit__(self, *exc: object) -> None:
        self._left_s = self.left_s
        self._since = None

    @property
    def left_s(self) -> float:
        """Seconds left, negative past the limit."""
        return self._left_s - (0.0 if self._since is None else time.monotonic() - self._since)

    def check(self) -> None:
        """Make sure that waiting goes on."""
        if self.is_stopped:
            raise FetchError("stopped", "the run was stopped")
        if self.left_s <= 0:
            raise FetchError("too_slow", f"takes longer than {self._limit_s:g} seconds")

    def piece_s(self, until: float) -> float:
        """How long to wait next: until a time of the monotonic clock, but no longer than a stop may go unnoticed.

        Returns:
            Seconds, 0 where `until` has passed.
        """
        self.check()
        return max(0.0, min(NOTICE_S, self.left_s, until - time.monotonic()))

    @property
    def is_stopped(self) -> bool:
        """Whether the run is stopped."""
        return any(stop.is_set() for stop in self._stops)

    def pause(self, wait_s: float) -> None:
        """Wait, whatever is left of the time for asking."""
        until = time.monotonic() + wait_s
        while not self.is_stopped and (left_s := until - time.monotonic()) > 0:
            self._stops[0].wait(min(NOTICE_S, left_s))
        if self.is_stopped:
            raise FetchError("stopped", "the run was stopped")
