"""One address asked for: its turn, its redirects, further attempts, and the stored answer that a server confirms.

In: an `Address` and the `Manner` of asking. Out: the content and what it came with. Refuses, with `FetchError`, everything that is no
complete answer of a type that is read.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace

import httpx

from communique.sources.fetch.addresses import Address
from communique.sources.fetch.bodies import ACCEPT_ENCODING, read_body
from communique.sources.fetch.freshness import fresh_s, is_storable, retry_after_s
from communique.sources.fetch.mediatypes import ACCEPT, is_read
from communique.sources.fetch.options import MAX_WAIT_S, FetchOptions
from communique.sources.fetch.pacing import Pacer
from communique.sources.fetch.patience import Patience
from communique.sources.fetch.store import AnswerStore, Stored
from communique.sources.fetch.transport import GuardedTransport
from communique.sources.fetch.troubles import FetchError, StatusError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SUCCESS = frozenset({200, 203})
MAY_PASS = frozenset({429, 502, 503, 504})
MAX_BACKOFF_S = 30.0
MAX_TYPE_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an address is asked for.

    Args:
        check: Raises `FetchError` for an address that may not be asked for; called for each redirect too.
        max_bytes: Largest answer.
        most_fresh_s: Longest time for which an answer is used without asking.
        unsaid_fresh_s: The same, where the server says nothing.
        keep_head: Read the beginning of a longer answer rather than refuse it.
        any_type: Read answers of every type.
        kept_under: What goes before an address in the key of its stored answer; answers of two manners are never mixed.
    """

    check: Callable[[Address], None]
    max_bytes: int
    most_fresh_s: float
    unsaid_fresh_s: float = 0.0
    keep_head: bool = False
    any_type: bool = False
    kept_under: str = ""

    def key(self, address: Address) -> str:
        """The key of an address's stored answer."""
        return self.kept_under + address.url


@dataclass(slots=True)
class Trail:
    """What is known of a request so far; also when it comes to nothing."""

    final_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    is_cached: bool = False
    n_attempts: int = 0
    visited: list[str] = field(default_factory=list)


class Asker:
    """Asks for addresses, one at a time for each thread. Safe for threads.

    Args:
        options: The limits.
        transport: What carries the requests.
        pacer: What gives turns at hosts.
        store: Where answers are kept, None for nowhere.
    """

    def __init__(self, options: FetchOptions, transport: httpx.BaseTransport, pacer: Pacer, store: AnswerStore | None) -> None:
        self._options = options
        self._transport = transport
        self._pacer = pacer
        self._store = store
        self._headers = {
            "User-Agent": options.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPT_ENCODING,
            "Connection": "keep-alive",
        }

    def get(self, address: Address, manner: Manner, patience: Patience, trail: Trail) -> Stored:
        """The answer of an address or of where it redirects to; `trail` is filled in on the way.

        Raises:
            FetchError: there is none.
        """
        while True:
            if address.url in trail.visited:
                raise FetchError("too_many_redirects", f"redirects in a circle, back to {address.url[:300]}")
            if len(trail.visited) > self._options.max_redirects:
                raise FetchError("too_many_redirects", f"redirects more than {self._options.max_redirects} times")
            trail.visited.append(address.url)
            trail.final_url = address.url
            found = self._answer(address, manner, patience, trail)
            if isinstance(found, Stored):
                return found
            address = found

    def _answer(self, address: Address, manner: Manner, patience: Patience, trail: Trail) -> Stored | Address:
        """The answer of one address, or where it redirects to; further attempts made as long as there are any left."""
        stored = self._store.get(manner.key(address)) if self._store else None
        if stored is not None and len(stored.content) > manner.max_bytes:
            stored = None
        if stored is not None and time.time() < stored.fresh_until <= time.time() + manner.most_fresh_s:
            trail.status, trail.media_type, trail.is_cached = 200, stored.media_type, True
            return stored
        manner.check(address)
        while True:
            try:
                with self._pacer.turn(address.host, patience), patience:
                    return self._asked(address, manner, patience, trail, stored)
            except FetchError as err:
                if err.wait_s is not None:
                    self._pacer.hold(address.host, err.wait_s)
                trail.n_attempts += 1
                if not err.may_pass or trail.n_attempts > self._options.n_retries or (err.wait_s or 0.0) > MAX_WAIT_S:
                    raise
                if err.wait_s is None:
                    patience.pause(self._backoff_s(trail.n_attempts))

    def _backoff_s(self, n_attempts: int) -> float:
        """How long to wait before an attempt: exponential, with full jitter.

        Source:
            M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
        """
        return random.uniform(0.0, min(MAX_BACKOFF_S, self._options.backoff_s * 2.0 ** (n_attempts - 1)))  # noqa: S311

    def _asked(
        self, address: Address, manner: Manner, patience: Patience, trail: Trail, stored: Stored | None
    ) -> Stored | Address:
        trail.status = trail.media_type = None
        conditions = stored.conditions if stored is not None else {}
        with self._exchange(address, conditions, patience) as response:
            status = trail.status = response.status_code
            if status in REDIRECTS and response.headers.get("location"):
                return address.joined(response.headers["location"])
            if status == 304 and stored is not None and conditions:
                return self._confirmed(address, manner, trail, stored, response.headers)
            trail.media_type = response.headers.get("content-type", "").strip()[:MAX_TYPE_CHARS]
            if status not in SUCCESS:
                raise StatusError(
                    status,
                    f"answers with status {status}" + (": too many requests" if status == 429 else ""),
                    may_pass=status in MAY_PASS,
                    wait_s=retry_after_s(response.headers) if status in (429, 503) else None,
                )
            if not manner.any_type and not is_read(trail.media_type, address.url):
                bare = trail.media_type.partition(";")[0].strip()
                raise FetchError("wrong_type", f"is {bare[:100]}, which is not read")
            answer = Stored(
                media_type=trail.media_type,
                content=self._content(response, manner, patience),
                etag=response.headers.get("etag"),
                last_modified=response.headers.get("last-modified"),
                fresh_until=time.time() + fresh_s(response.headers, most_s=manner.most_fresh_s, unsaid_s=manner.unsaid_fresh_s),
            )
            headers = response.headers
        if self._store is not None:
            if is_storable(headers) and (answer.conditions or answer.fresh_until > time.time()):
                self._store.put(manner.key(address), answer)
            elif stored is not None:
                self._store.remove(manner.key(address))
        return answer

    def _confirmed(self, address: Address, manner: Manner, trail: Trail, stored: Stored, headers: httpx.Headers) -> Stored:
        """The stored answer, with what the confirmation says of it (RFC 9111, 4.3.4)."""
        trail.media_type, trail.is_cached = stored.media_type, True
        confirmed = replace(
            stored,
            etag=headers.get("etag", stored.etag),
            last_modified=headers.get("last-modified", stored.last_modified),
            fresh_until=time.time() + fresh_s(headers, most_s=manner.most_fresh_s, unsaid_s=manner.unsaid_fresh_s),
        )
        if self._store is not None:
            self._store.confirm(manner.key(address), confirmed)
        return confirmed

    def _content(self, response: httpx.Response, manner: Manner, patience: Patience) -> bytes:
        encoding = response.headers.get("content-encoding", "")
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > manner.max_bytes and not manner.keep_head:
            raise FetchError("too_big", f"has {int(length[:20]):,} bytes; {manner.max_bytes:,} are the most")
        try:
            return read_body(
                _checked(response.iter_raw(), patience), encoding, max_bytes=manner.max_bytes, keep_head=manner.keep_head
            )
        except (httpx.RemoteProtocolError, httpx.ReadError) as err:
            if isinstance(err, httpx.RemoteProtocolError) and not patience.is_ended:
                raise FetchError("bad_encoding", f"the answer is no HTTP: {err}") from err
            raise FetchError("truncated_answer", f"the answer ends before it is complete: {err}", may_pass=True) from err

    @contextmanager
    def _exchange(self, address: Address, conditions: dict[str, str], patience: Patience) -> Iterator[httpx.Response]:
        """One request and its answer, whose body is still to come; every error of the network as a `FetchError`."""
        options = self._options
        waiting = self._transport.network.waiting(patience) if isinstance(self._transport, GuardedTransport) else nullcontext()
        try:
            patience.check()
            request = httpx.Request(
                "GET",
                address.url,
                headers=self._headers | conditions,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), options.timeout_s)},
            )
            with waiting:
                response = self._transport.handle_request(request)
                try:
                    yield response
                finally:
                    response.close()
        except httpx.ConnectTimeout as err:
            raise FetchError("unreachable", f"cannot be had: {err}", may_pass=True) from err
        except httpx.TimeoutException as err:
            raise FetchError("too_slow", f"sends nothing for {options.timeout_s:g} seconds", may_pass=True) from err
        except httpx.NetworkError as err:
            raise FetchError("unreachable", f"cannot be had: {err}", may_pass=True) from err
        except httpx.RemoteProtocolError as err:
            if patience.is_ended:
                raise FetchError("unreachable", "cannot be had: the server hangs up without an answer", may_pass=True) from err
            raise FetchError("unreachable", f"cannot be had: what answers speaks no HTTP that is read ({err})") from err
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as err:
            raise FetchError("unreachable", f"cannot be had: {err or type(err).__name__}") from err


def _checked(pieces: Iterator[bytes], patience: Patience) -> Iterator[bytes]:
    for piece in pieces:
        patience.check()
        yield piece
