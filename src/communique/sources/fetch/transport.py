"""A transport of httpx over the guarded network.

In: requests. Out: answers whose bodies are still on the wire. Refuses what `GuardedNetwork` refuses; takes nothing from the
environment: no proxies, no certificates, no passwords. Certificates are verified.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import httpcore
import httpx

from communique.sources.fetch.network import GuardedNetwork

KEEP_IDLE_S = 15.0  # longer than the delay between two requests to one host


class GuardedTransport(httpx.BaseTransport):
    """Carries requests to public addresses only.

    Args:
        network: What opens the connections.
        max_idle: Most connections that are kept open for the next request.
        ssl_context: What verifies certificates; None: by the authorities that come with `certifi`.
    """

    def __init__(self, network: GuardedNetwork, *, max_idle: int, ssl_context: ssl.SSLContext | None = None) -> None:
        self.network = network
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or _verifying(),
            max_connections=None,  # what is in flight is bounded by those who ask
            max_keepalive_connections=max_idle,
            keepalive_expiry=KEEP_IDLE_S,
            network_backend=network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        with _as_httpx(request):
            response = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=b"",
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response, request), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


@cache
def _verifying() -> ssl.SSLContext:
    """What verifies certificates. Loading the authorities takes longer than many a request."""
    return httpx.create_ssl_context(trust_env=False)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response, request: httpx.Request) -> None:
        self._response = response
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx(self._request):
            yield from self._response.iter_stream()

    def close(self) -> None:
        with _as_httpx(self._request):
            self._response.close()


_SAME = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.LocalProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


@contextmanager
def _as_httpx(request: httpx.Request) -> Iterator[None]:
    """Errors of httpcore as those of httpx."""
    try:
        yield
    except Exception as err:
        for theirs, ours in _SAME:
            if isinstance(err, theirs):
                raise ours(str(err) or type(err).__name__, request=request) from err
        raise
