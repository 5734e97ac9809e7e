"""The one door to the web.

In: addresses. Out: `Fetched`: the bytes behind each and what came of the request. Never raises for what the web does.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from communique.errors import ExtraError
from communique.record.ids import digest
from communique.sources.base import Fetch
from communique.sources.fetch.addresses import Address, parse_address, without_password
from communique.sources.fetch.options import FetchOptions
from communique.sources.fetch.pacing import Pacer
from communique.sources.fetch.patience import Patience
from communique.sources.fetch.robots import MAX_AGE_S, MAX_ROBOTS_BYTES, UNSAID_AGE_S, Robots
from communique.sources.fetch.scheduling import Schedule
from communique.sources.fetch.store import AnswerStore
from communique.sources.fetch.troubles import FetchError

if TYPE_CHECKING:
    import httpx

CLOSE_S = 1.0  # for which closing waits for what is under way; a stop is noticed well within it
NEEDED = ("httpx", "httpcore", "protego")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An address that was asked for. `content` is b"" where `fetch.trouble` says why there is none."""

    fetch: Fetch
    content: bytes


def check_net() -> None:
    """Make sure that the web can be asked here.

    Raises:
        ExtraError: a package of the `net` extra is not installed.
    """
    for name in NEEDED:
        if find_spec(name) is None:
            raise ExtraError(f"reading from the web needs {name}; to add it: pip install 'communique[net]'")


class Fetcher:
    """Fetches addresses: politely, for the servers; safely, for this machine. A context manager; safe for threads.

    Args:
        options: The limits.
        stop: Ends all waiting when it is set; what has not come by then does not come.
        transport: What carries the requests, for tests; None is the guarded network.
    Raises:
        ExtraError: a package of the `net` extra is not installed.
        InputError: the file of answers that `options` name is something else.
    """

    def __init__(
        self,
        options: FetchOptions | None = None,
        *,
        stop: threading.Event | None = None,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        check_net()
        from communique.sources.fetch.asking import Asker, Manner

        self.options = options = options or FetchOptions()
        self._closed = threading.Event()
        self._stops = (self._closed,) if stop is None else (self._closed, stop)
        self._pacer = Pacer(delay_s=options.delay_s, per_host=options.per_host)
        self._store = None if options.cache is None else AnswerStore(options.cache, max_bytes=options.max_cache_bytes)
        self._transport = transport or _guarded(options)
        self._asker = Asker(options, self._transport, self._pacer, self._store)
        self._robots = Robots(self._robots_text, self._pacer)
        self._page = Manner(check=self._check, max_bytes=options.max_bytes, most_fresh_s=options.fresh_s)
        self._robots_file = Manner(
            check=lambda address: None,
            max_bytes=MAX_ROBOTS_BYTES,
            most_fresh_s=MAX_AGE_S,
            unsaid_fresh_s=UNSAID_AGE_S,
            keep_head=True,
            any_type=True,
            kept_under="robots ",
        )
        self._n_active = 0
        self._idle = threading.Condition()
        self._here = threading.local()  # what stops the fetch that a thread is at, for the robots.txt that it needs by the way

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End what is under way and give back connections and files."""
        self._closed.set()
        with self._idle:
            self._idle.wait_for(lambda: not self._n_active, timeout=CLOSE_S)
        self._transport.close()
        if self._store is not None:
            self._store.close()

    def get(self, url: str) -> Fetched:
        """What is behind an address; with `fetch.trouble` if it cannot be had."""
        return self._get(url, self._stops)

    def get_all(self, urls: Iterable[str]) -> Iterator[Fetched]:
        """What is behind many addresses, in their order, each host asked in turn and hosts side by side.

        Args:
            urls: Read as far as there is room, so that they may be without end.
        Returns:
            An iterator. It ends early when the run is stopped. Closing it ends what is under way.
        """
        schedule = Schedule(
            lambda url, over: self._get(url, (*self._stops, over)),
            host=_host,
            ready_in_s=self._pacer.ready_in_s,
            size_bytes=lambda fetched: len(fetched.content),
            n_workers=self.options.n_workers,
            per_host=self.options.per_host,
            stops=self._stops,
        )
        return schedule.results(urls)

    def may_fetch(self, url: str) -> bool:
        """Whether an address may be asked for: it is one of the web, and the site's robots.txt does not ask against it."""
        self._here.stops = self._stops
        try:
            self._check(parse_address(url))
        except FetchError:
            return False
        return True

    def _get(self, url: str, stops: tuple[threading.Event, ...]) -> Fetched:
        with self._idle:
            self._n_active += 1
        try:
            return self._fetched(url, stops)
        finally:
            with self._idle:
                self._n_active -= 1
                self._idle.notify_all()

    def _fetched(self, url: str, stops: tuple[threading.Event, ...]) -> Fetched:
        from communique.sources.fetch.asking import Trail

        self._here.stops = stops
        at = datetime.now(UTC)
        shown = without_password(url)
        trail = Trail()
        try:
            patience = Patience(self.options.total_timeout_s, stops)
            answer = self._asker.get(parse_address(url), self._page, patience, trail)
        except FetchError as err:
            fetch = Fetch(
                url=shown,
                at=at,
                final_url=trail.final_url,
                status=trail.status,
                media_type=trail.media_type,
                trouble=err.issue(shown),
            )
            return Fetched(fetch=fetch, content=b"")
        fetch = Fetch(
            url=shown,
            at=at,
            final_url=trail.final_url,
            status=trail.status,
            media_type=answer.media_type,
            n_bytes=len(answer.content),
            hash=digest(answer.content),
            is_cached=trail.is_cached,
        )
        return Fetched(fetch=fetch, content=answer.content)

    def _check(self, address: Address) -> None:
        if not self.options.ignore_robots:
            self._robots.check(address)

    def _robots_text(self, address: Address) -> tuple[bytes, float]:
        from communique.sources.fetch.asking import Trail

        patience = Patience(self.options.total_timeout_s, self._here.stops)
        trail = Trail()
        try:
            answer = self._asker.get(address, self._robots_file, patience, trail)
        except FetchError as err:
            if len(trail.visited) > 1 and err.code in ("refused_address", "unreachable"):  # that is another site's trouble
                raise FetchError("robots", f"redirects, and then: {err.detail}") from err
            raise
        return answer.content, answer.fresh_until - time.time()


def _guarded(options: FetchOptions) -> "httpx.BaseTransport":
    from communique.sources.fetch.network import GuardedNetwork
    from communique.sources.fetch.transport import GuardedTransport

    return GuardedTransport(GuardedNetwork(allow_private=options.allow_private), max_idle=2 * options.n_workers)


def _host(url: str) -> str:
    """The host whose turn an address waits for; what is no address waits for none."""
    try:
        return parse_address(url).host
    except FetchError:
        return ""
