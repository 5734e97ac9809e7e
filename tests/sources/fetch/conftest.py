"""A web of invented hosts, all of them served by one server on this machine, behind the guard that the real web is behind."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from communique.sources.fetch import Fetcher, FetchOptions
from communique.sources.fetch.network import GuardedNetwork, resolve_host
from communique.sources.fetch.transport import GuardedTransport
from tests.sources.fetch.server import Server

PUBLIC = "93.184.215.14"
INSIDE = {"inside.example": ["10.0.0.8"], "both.example": [PUBLIC, "192.168.1.1"], "mapped.example": ["::ffff:127.0.0.1"]}


class Web:
    """Makes fetchers whose `*.example` hosts are the server. `dialled` are the addresses that connections were opened to."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.dialled: list[str] = []
        self._open: list[Fetcher] = []

    def resolve(self, host: str, port: int) -> list[str]:
        if host in INSIDE:
            return INSIDE[host]
        return [PUBLIC] if host.endswith(".example") else list(resolve_host(host, port))

    def dial(self, address: str, port: int) -> tuple[str, int]:
        self.dialled.append(address)
        return ("127.0.0.1", self.server.port) if address == PUBLIC else (address, port)

    def fetcher(self, *, stop: threading.Event | None = None, ssl_context: object = None, **options: object) -> Fetcher:
        quick: dict[str, object] = {"delay_s": 0.0, "timeout_s": 2.0, "total_timeout_s": 5.0, "backoff_s": 0.01}
        chosen = FetchOptions(**(quick | options))  # type: ignore[arg-type]
        network = GuardedNetwork(allow_private=chosen.allow_private, resolve=self.resolve, dial=self.dial)
        transport = GuardedTransport(network, max_idle=8, ssl_context=ssl_context)  # type: ignore[arg-type]
        self._open.append(Fetcher(chosen, stop=stop, transport=transport))
        return self._open[-1]

    def close(self) -> None:
        for fetcher in self._open:
            fetcher.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def web(server: Server) -> Iterator[Web]:
    made = Web(server)
    yield made
    made.close()


@pytest.fixture
def certificate() -> Path:
    """A certificate for `safe.example` that nobody has signed, with its key."""
    return Path(__file__).parent / "safe.example.pem"


@pytest.fixture
def make_web() -> Iterator[Callable[[Server], Web]]:
    made: list[Web] = []

    def make(server: Server) -> Web:
        made.append(Web(server))
        return made[-1]

    yield make
    for web in made:
        web.close()
