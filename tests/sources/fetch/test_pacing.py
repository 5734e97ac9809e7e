"""Hosts are asked in turn and side by side; results keep their order; a stop ends all waiting at once."""

import itertools
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.sources.fetch import Fetched
from communique.sources.fetch.scheduling import AHEAD, Schedule
from tests.sources.fetch.conftest import Web
from tests.sources.fetch.server import HTML, Ask, Server, answer, says


def gaps(server: Server, host: str) -> list[float]:
    times = [ask.at for ask in server.asked if ask.host == host]
    return [later - earlier for earlier, later in itertools.pairwise(times)]


def slow(ask: Ask) -> bytes:
    time.sleep(0.1)
    return answer()


def test_two_requests_to_a_host_keep_their_distance_robots_and_redirects_too(web: Web, server: Server) -> None:
    server.routes |= {"/a": says(answer()), "/go": says(answer(b"", 302, location="http://other.example/go2"))}
    server.routes["/go2"] = says(answer(b"", 302, location="http://news.example/a"))
    fetcher = web.fetcher(delay_s=0.2)
    assert fetcher.get("http://news.example/go").content == HTML
    assert fetcher.get("http://news.example/a").content == HTML
    assert len(gaps(server, "news.example")) == 3
    assert min(gaps(server, "news.example") + gaps(server, "other.example")) >= 0.19


def test_further_attempts_keep_their_distance_too(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(b"", 503), answer())
    assert web.fetcher(delay_s=0.2, ignore_robots=True).get("http://news.example/a").content == HTML
    assert min(gaps(server, "news.example")) >= 0.19


def test_hosts_are_asked_side_by_side_and_results_come_in_order(web: Web, server: Server) -> None:
    server.routes["/a"] = slow
    urls = [f"http://h{n % 4}.example/a" for n in range(12)]
    begun = time.monotonic()
    fetched = list(web.fetcher(ignore_robots=True, n_workers=4).get_all(urls))
    assert [one.fetch.url for one in fetched] == urls
    assert time.monotonic() - begun < 0.8
    assert set(server.most_at_once.values()) == {1}


def test_a_block_of_one_host_does_not_keep_the_others_waiting(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer())
    urls = ["http://slow.example/a"] * 4 + [f"http://h{n}.example/a" for n in range(6)]
    fetcher = web.fetcher(ignore_robots=True, n_workers=2, delay_s=0.3)
    assert len(list(fetcher.get_all(urls))) == 10
    others = [ask.at for ask in server.asked if ask.host != "slow.example"]
    last = max(ask.at for ask in server.asked if ask.host == "slow.example")
    assert max(others) < last


@pytest.mark.parametrize("per_host", [1, 3])
def test_no_more_requests_at_once_than_a_host_is_given(web: Web, server: Server, per_host: int) -> None:
    server.routes["/a"] = slow
    urls = ["http://news.example/a"] * 8
    assert len(list(web.fetcher(ignore_robots=True, n_workers=6, per_host=per_host).get_all(urls))) == 8
    assert server.most_at_once["news.example"] == per_host


def test_troubles_stand_in_their_place(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer())
    urls = ["http://h.example/a", "nonsense", "http://inside.example/a", "http://h.example/b", "http://h.example/a"]
    codes = [one.fetch.trouble and one.fetch.trouble.code for one in web.fetcher().get_all(urls)]
    assert codes == [None, "refused_address", "refused_address", "bad_status", None]


def test_an_endless_stream_of_addresses_is_read_as_far_as_needed(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer())
    read: list[int] = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            read.append(number)
            yield f"http://h{number % 3}.example/a"

    results = web.fetcher(ignore_robots=True, n_workers=2).get_all(endless())
    assert [one.content for one in itertools.islice(results, 20)] == [HTML] * 20
    results.close()  # type: ignore[attr-defined]
    assert len(read) <= 20 + 2 * AHEAD
    n_threads = sum(thread.name.startswith("communique-fetch") for thread in threading.enumerate())
    assert n_threads == 0


def silent(ask: Ask) -> None:
    time.sleep(3)


def limiting(ask: Ask) -> bytes:
    return answer(b"", 429, retry_after="60")


def failing(ask: Ask) -> bytes:
    return answer(b"", 503)


@pytest.mark.parametrize(
    ("handler", "options"),
    [(silent, {}), (limiting, {}), (failing, {"backoff_s": 1000.0, "n_retries": 9}), (says(answer()), {"delay_s": 30.0})],
    ids=["an answer", "what a server asks for", "a further attempt", "a turn"],
)
@pytest.mark.parametrize("by", ["stop", "close"])
def test_a_stop_ends_waiting_for(web: Web, server: Server, handler: object, options: dict[str, object], by: str) -> None:
    server.routes["/a"] = handler  # type: ignore[assignment]
    stop = threading.Event()
    fetcher = web.fetcher(stop=stop, ignore_robots=True, **options)
    fetcher.get("http://news.example/none")  # so that the next one has to wait for its turn
    ended: list[tuple[Fetched, float]] = []
    thread = threading.Thread(target=lambda: ended.append((fetcher.get("http://news.example/a"), time.monotonic())))
    thread.start()
    time.sleep(0.15)
    stopped = time.monotonic()
    stop.set() if by == "stop" else fetcher.close()
    thread.join(2)
    ((fetched, at),) = ended
    assert fetched.fetch.trouble is not None
    assert fetched.fetch.trouble.code == "stopped"
    assert at - stopped < 0.2


def test_a_stop_ends_many(web: Web, server: Server) -> None:
    server.routes |= {"/a": says(answer()), "/slow": silent}
    stop = threading.Event()
    results = web.fetcher(stop=stop, ignore_robots=True).get_all(["http://h.example/a", "http://i.example/slow"])
    assert next(results).content == HTML
    threading.Timer(0.1, stop.set).start()
    begun = time.monotonic()
    assert list(results) == []
    assert time.monotonic() - begun < 0.3


def test_a_lookup_that_hangs_is_given_up(web: Web, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    hang = threading.Event()
    monkeypatch.setattr(web, "resolve", lambda host, port: hang.wait(5) and [])
    begun = time.monotonic()
    fetched = web.fetcher(ignore_robots=True, timeout_s=0.2, n_retries=0).get("http://news.example/a")
    hang.set()
    assert fetched.fetch.trouble is not None
    assert fetched.fetch.trouble.code == "unreachable"
    assert time.monotonic() - begun < 0.5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=40), st.integers(1, 4), st.integers(1, 2))
def test_any_addresses_come_in_their_order_whatever_the_hosts(hosts: list[int], n_workers: int, per_host: int) -> None:
    running = dict.fromkeys(range(5), 0)
    most = 0
    lock = threading.Lock()

    def fetch(url: str, over: threading.Event) -> str:
        nonlocal most
        host = int(url[0])
        with lock:
            running[host] += 1
            most = max(most, running[host])
        with lock:
            running[host] -= 1
        return url

    schedule = Schedule(
        fetch,
        host=lambda url: url[0],
        ready_in_s=lambda host: 0.0,
        size_bytes=len,
        n_workers=n_workers,
        per_host=per_host,
        stops=(),
    )
    urls = [f"{host} {number}" for number, host in enumerate(hosts)]
    assert list(schedule.results(urls)) == urls
    assert most <= per_host


def test_an_error_of_the_program_is_raised_where_its_result_is_due() -> None:
    def fetch(url: str, over: threading.Event) -> str:
        if url == "b":
            raise KeyError(url)
        return url

    schedule = Schedule(fetch, host=str, ready_in_s=lambda host: 0.0, size_bytes=len, n_workers=2, per_host=1, stops=())
    results = schedule.results(["a", "b", "c"])
    assert next(results) == "a"
    with pytest.raises(KeyError):
        next(results)
