"""Connections to public addresses only, none of which waits past its time.

In: host names, ports, and the patience of the request that a connection serves. Out: streams for httpcore. Refuses hosts that lead to
this machine or its network. The check is made where the connection is opened, on the very address that is used: a check beforehand
would trust the name to resolve to the same address twice.

The parts of httpcore's own backend are not used: they wait for as long as each piece of an answer takes, which a server that sends a
byte at a time makes for ever, and nothing can stop them.
"""

import errno
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import zip_longest
from typing import Any

import httpcore

from communique.sources.fetch.addresses import refusal
from communique.sources.fetch.patience import Patience
from communique.sources.fetch.troubles import FetchError

MAX_ADDRESSES = 4  # of one host that are tried
_PENDING = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, getattr(errno, "WSAEWOULDBLOCK", errno.EWOULDBLOCK))
_NO_SUCH_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))

Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[str, int], tuple[str, int]]


def resolve_host(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a host, as the system has them; also of odd ways to write one, such as `0x7f.1`."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def same_address(address: str, port: int) -> tuple[str, int]:
    """Where an address is dialled: at itself. Tests put a server of their own in the place of a public address."""
    return address, port


class GuardedNetwork(httpcore.NetworkBackend):
    """Opens connections for httpcore.

    Args:
        allow_private: Whether addresses that are not public are dialled too.
        resolve: Finds the numeric addresses of a host.
        dial: Gives the place to connect to for an address that has been checked.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = resolve_host, dial: Dial = same_address) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._dial = dial
        self._here = threading.local()

    @contextmanager
    def waiting(self, patience: Patience) -> Iterator[None]:
        """Within it, all waiting of this thread is bounded by a patience."""
        before = getattr(self._here, "patience", None)
        self._here.patience = patience
        try:
            yield
        finally:
            self._here.patience = before

    @property
    def patience(self) -> Patience:
        """What bounds the waiting of this thread."""
        found: Patience | None = getattr(self._here, "patience", None)
        if found is None:  # httpcore closing a connection by the way; no request waits for it
            found = Patience(1.0, (threading.Event(),))
        return found

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to a host. All of its addresses must be public, so that none can be chosen that is not."""
        until = time.monotonic() + (timeout if timeout is not None else self.patience.left_s)
        addresses = self._addresses(host, port, until)
        trouble: Exception = httpcore.ConnectError(f"{host} has no address")
        for number, address in enumerate(addresses):
            share_s = (until - time.monotonic()) / (len(addresses) - number)
            try:
                return _Stream(self._connect(*self._dial(address, port), time.monotonic() + share_s), self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as err:
                trouble = err
        raise trouble

    def sleep(self, seconds: float) -> None:
        """Wait, for httpcore's own retries, which are not used."""
        self.patience.pause(seconds)

    def _addresses(self, host: str, port: int, until: float) -> list[str]:
        found = list(dict.fromkeys(self._looked_up(host, port, until)))
        if not self._allow_private:
            for address in found:
                if why := refusal(address):
                    raise FetchError(
                        "refused_address", f"{host} leads to {address}, which {why}; fetch the page and read the file"
                    )
        # Both kinds in turn: a machine without a route for one kind reaches the other at once.
        first = [address for address in found if (":" in address) == (":" in found[0])]
        second = [address for address in found if address not in first]
        mixed = [address for pair in zip_longest(first, second) for address in pair if address is not None]
        return mixed[:MAX_ADDRESSES]

    def _looked_up(self, host: str, port: int, until: float) -> Sequence[str]:
        """The addresses of a host. Looked up in a thread of its own, because nothing can stop the system's resolver."""
        found: list[Sequence[str] | Exception] = []
        is_done = threading.Event()

        def look_up() -> None:
            try:
                found.append(self._resolve(host, port))
            except Exception as err:  # noqa: BLE001 - it is raised where it is waited for
                found.append(err)
            is_done.set()

        threading.Thread(target=look_up, name="communique-resolve", daemon=True).start()
        while not is_done.is_set():
            left_s = self.patience.piece_s(until)
            if not left_s:
                raise httpcore.ConnectTimeout(f"the address of {host} is not found in time")
            is_done.wait(left_s)
        (result,) = found
        if isinstance(result, socket.gaierror) and result.errno in _NO_SUCH_HOST:
            raise FetchError("unreachable", f"there is no host {host}") from result
        if isinstance(result, (OSError, UnicodeError)):
            raise httpcore.ConnectError(f"{host} is not found: {getattr(result, 'strerror', None) or result}") from result
        if isinstance(result, Exception):
            raise result
        return result

    def _connect(self, address: str, port: int, until: float) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            sock = socket.socket(family, socket.SOCK_STREAM)
        except OSError as err:
            raise httpcore.ConnectError(f"no connection to {address}: {err.strerror or err}") from err
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.setblocking(False)
            status = sock.connect_ex((address, port))
            if status in _PENDING:
                _wait_for(sock, selectors.EVENT_WRITE, self.patience, until, f"no connection to {address} in time")
                status = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if status:
                raise OSError(status, errno.errorcode.get(status, "error") + f" from {address}:{port}")
        except TimeoutError as err:
            sock.close()
            raise httpcore.ConnectTimeout(str(err)) from err
        except OSError as err:
            sock.close()
            raise httpcore.ConnectError(f"no connection: {err.strerror or err}") from err
        except BaseException:
            sock.close()
            raise
        return sock


class _Stream(httpcore.NetworkStream):
    """One connection; all its waiting is in small pieces, between which a stop and the time limit are looked at."""

    def __init__(self, sock: socket.socket, network: GuardedNetwork) -> None:
        self._sock = sock
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        patience = self._network.patience
        until = time.monotonic() + (timeout if timeout is not None else patience.left_s)
        while True:
            patience.check()
            try:
                data = self._sock.recv(max_bytes)
            except (BlockingIOError, ssl.SSLWantReadError):
                self._wait(selectors.EVENT_READ, until, httpcore.ReadTimeout)
            except ssl.SSLWantWriteError:
                self._wait(selectors.EVENT_WRITE, until, httpcore.ReadTimeout)
            except OSError as err:
                patience.is_ended = True
                raise httpcore.ReadError(f"the connection broke: {err.strerror or err}") from err
            else:
                patience.is_ended = not data
                return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        patience = self._network.patience
        until = time.monotonic() + (timeout if timeout is not None else patience.left_s)
        while buffer:
            patience.check()
            try:
                buffer = buffer[self._sock.send(buffer) :]
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._wait(selectors.EVENT_WRITE, until, httpcore.WriteTimeout)
            except ssl.SSLWantReadError:
                self._wait(selectors.EVENT_READ, until, httpcore.WriteTimeout)
            except OSError as err:
                patience.is_ended = True
                raise httpcore.WriteError(f"the connection broke: {err.strerror or err}") from err

    def close(self) -> None:
        with suppress(OSError):
            self._sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        until = time.monotonic() + (timeout if timeout is not None else self._network.patience.left_s)
        try:
            self._sock = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname, do_handshake_on_connect=False)
            self._shake_hands(self._sock, until)
        except ssl.SSLCertVerificationError as err:
            self.close()
            raise FetchError("unreachable", f"the certificate of {server_hostname} is not valid: {err.verify_message}") from err
        except (OSError, ValueError) as err:
            self.close()
            raise httpcore.ConnectError(f"no secure connection to {server_hostname}: {err}") from err
        except BaseException:
            self.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        if info == "socket":
            return self._sock
        if info == "is_readable":  # of an idle connection: it has been closed, or says what it was not asked
            return self._sock.fileno() < 0 or _is_ready(self._sock, selectors.EVENT_READ, 0.0)
        return None

    def _shake_hands(self, sock: ssl.SSLSocket, until: float) -> None:
        while True:
            self._network.patience.check()
            try:
                return sock.do_handshake()
            except ssl.SSLWantReadError:
                self._wait(selectors.EVENT_READ, until, httpcore.ConnectTimeout)
            except ssl.SSLWantWriteError:
                self._wait(selectors.EVENT_WRITE, until, httpcore.ConnectTimeout)

    def _wait(self, event: int, until: float, timeout_error: type[Exception]) -> None:
        try:
            _wait_for(self._sock, event, self._network.patience, until, "nothing comes")
        except TimeoutError as err:
            raise timeout_error(str(err)) from err
        except OSError as err:
            raise httpcore.ReadError(str(err)) from err


def _wait_for(sock: socket.socket, event: int, patience: Patience, until: float, why: str) -> None:
    while not _is_ready(sock, event, patience.piece_s(until)):
        if time.monotonic() >= until:
            raise TimeoutError(why)


def _is_ready(sock: socket.socket, event: int, wait_s: float) -> bool:
    if sock.fileno() < 0:
        raise OSError(errno.EBADF, "the connection was closed")
    with selectors.DefaultSelector() as selector:
        selector.register(sock, event)
        return bool(selector.select(wait_s))
