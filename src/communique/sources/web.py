"""A page from the web, only where its user names the address.

In: an `http` or `https` address. Out: the `Page` behind it. Refuses addresses that lead to this machine or its network, also by
a redirect or by a name that resolves to one; such a page, and one that is too big or too slow, comes with `trouble`.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from communique.errors import ExtraError, InputError
from communique.record.model import Issue
from communique.sources.base import Page, page_id

if TYPE_CHECKING:
    import httpcore
    import httpx

MAX_BYTES = 20 * 2**20
MAX_REDIRECTS = 5
TIMEOUT_S = 20.0  # for each step: connecting, and each wait for bytes
TOTAL_TIMEOUT_S = 60.0
_REDIRECTS = (301, 302, 303, 307, 308)
_READ_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
)


class RefusedAddressError(OSError):
    """An address leads to this machine or its network."""


def is_address(name: str) -> bool:
    """Whether an input names a page on the web rather than a file."""
    return name.lower().startswith(("http://", "https://"))


def check_address(url: str) -> None:
    """Make sure that an address can be asked for at all.

    Raises:
        ExtraError: httpx is not installed.
        InputError: the address has no host, or carries a user name or password.
    """
    if find_spec("httpx") is None:
        raise ExtraError("reading from the web needs httpx; to add it: pip install 'communique[feeds]'")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError as err:
        raise InputError(f"{url!r} is no web address: {err}") from err
    if not parts.hostname:
        raise InputError(f"{url!r} is no web address: it names no host")
    if parts.username is not None:
        raise InputError("a web address with a user name or password is not read; fetch the page and read the file")


def open_address(url: str, *, published: date | None = None, transport: "httpx.BaseTransport | None" = None) -> Page:
    """The page behind an address; a page with `trouble` if it cannot be had. Proxies of the environment are not used.

    Args:
        url: The address, checked by `check_address`.
        published: The page's publication date, where the user knows it.
        transport: What carries the request, for tests; None is the guarded network.
    """
    import httpx

    deadline = time.monotonic() + TOTAL_TIMEOUT_S
    try:
        with httpx.Client(transport=transport or _guarded_transport(), timeout=TIMEOUT_S, trust_env=False) as client:
            at = url
            for _ in range(MAX_REDIRECTS + 1):
                with client.stream("GET", at, headers={"User-Agent": _user_agent()}, follow_redirects=False) as response:
                    if response.status_code in _REDIRECTS and response.headers.get("location"):
                        at = urljoin(at, response.headers["location"])
                        if not is_address(at):
                            return _troubled(url, "refused_address", f"{url} redirects to {at}, which is not on the web")
                        continue
                    return _page(url, at, response, deadline, published)
            return _troubled(url, "unreachable", f"{url} redirects more than {MAX_REDIRECTS} times")
    except RefusedAddressError as err:
        return _troubled(url, "refused_address", str(err))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as err:
        return _troubled(url, "unreachable", f"{url} cannot be had: {err or type(err).__name__}")


def _page(url: str, at: str, response: "httpx.Response", deadline: float, published: date | None) -> Page:
    if response.status_code != 200:
        return _troubled(url, "unreachable", f"{url} answers with status {response.status_code}")
    media_type = response.headers.get("content-type", "text/html")
    if media_type.split(";")[0].strip().lower() not in _READ_TYPES:
        return _troubled(url, "binary", f"{url} is {media_type.split(';')[0]}, not a page of text")
    parts: list[bytes] = []
    size_bytes = 0
    for chunk in response.iter_bytes():
        size_bytes += len(chunk)
        if size_bytes > MAX_BYTES:
            return _troubled(url, "too_big", f"{url} has more than {MAX_BYTES:,} bytes")
        if time.monotonic() > deadline:
            return _troubled(url, "unreachable", f"{url} takes longer than {TOTAL_TIMEOUT_S:g} seconds")
        parts.append(chunk)
    content = b"".join(parts)
    return Page(id=page_id(at, content), uri=at, media_type=media_type, content=content, published=published)


def _troubled(url: str, code: str, detail: str) -> Page:
    trouble = Issue(code=code, detail=detail)
    return Page(id=page_id(url, detail), uri=url, media_type="text/html", content="", trouble=trouble)


def _user_agent() -> str:
    from communique import __version__

    return f"communique/{__version__}"


def resolve(host: str, port: int) -> str:
    """The address to connect to for a host, numeric.

    Every address of the host must be public, so that none can be chosen that is not.

    Raises:
        RefusedAddressError: one of them is not public.
        OSError: the host has no address.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found:
        raise OSError(f"{host} has no address")
    for address in found:
        bare = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(bare, "ipv4_mapped", None) or getattr(bare, "sixtofour", None)
        if not bare.is_global or bare.is_multicast or (mapped is not None and not mapped.is_global):
            raise RefusedAddressError(
                f"{host} leads to {address}, which is not a public address; fetch the page and read the file"
            )
    return found[0]


def _guarded_transport() -> "httpx.BaseTransport":
    """A transport whose connections go to checked addresses only.

    The check is made where the connection is opened, on the very address that is used: a check beforehand would trust the name
    to resolve to the same address twice.
    """
    import httpcore
    import httpx

    class _Network(httpcore.NetworkBackend):
        def __init__(self) -> None:
            self._plain = httpcore.SyncBackend()

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: "Iterable[httpcore.SOCKET_OPTION] | None" = None,
        ) -> "httpcore.NetworkStream":
            return self._plain.connect_tcp(resolve(host, port), port, timeout, local_address, socket_options)

    class _Body(httpx.SyncByteStream):
        def __init__(self, response: "httpcore.Response") -> None:
            self._response = response

        def __iter__(self) -> Iterator[bytes]:
            yield from self._response.iter_stream()

        def close(self) -> None:
            self._response.close()

    class _Transport(httpx.BaseTransport):
        def __init__(self) -> None:
            self._pool = httpcore.ConnectionPool(network_backend=_Network())

        def handle_request(self, request: "httpx.Request") -> "httpx.Response":
            url = request.url
            try:
                response = self._pool.handle_request(
                    httpcore.Request(
                        method=request.method,
                        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                        headers=request.headers.raw,
                        content=request.stream if isinstance(request.stream, httpx.SyncByteStream) else None,
                        extensions=request.extensions,
                    )
                )
            except (
                httpcore.NetworkError,
                httpcore.TimeoutException,
                httpcore.ProtocolError,
                httpcore.UnsupportedProtocol,
            ) as err:
                raise httpx.TransportError(str(err) or type(err).__name__, request=request) from err
            return httpx.Response(
                response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
            )

        def close(self) -> None:
            self._pool.close()

    return _Transport()
