"""An answer that has not changed is not sent twice, and one that may have is always asked for."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests.sources.fetch.conftest import Web
from tests.sources.fetch.server import HTML, Ask, Server, answer, says

A = "http://news.example/a"
DAY = "Mon, 06 Jan 2031 00:00:00 GMT"
NEW = b"<html><p>Talks ended.</p></html>"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "pages.db"


def confirming(name: str, value: str, condition: str, **headers: str) -> object:
    """Answers 304 to who has the answer."""

    def handler(ask: Ask) -> bytes:
        said = {name: value} | headers
        return answer(b"", 304, content_type="", **said) if ask.headers.get(condition) == value else answer(**said)

    return handler


@pytest.mark.parametrize(
    ("name", "value", "condition"),
    [("etag", 'W/"1"', "if-none-match"), ("last_modified", DAY, "if-modified-since")],
)
@pytest.mark.parametrize("said", ["no-cache", "", "max-age=0, must-revalidate"])
def test_a_server_confirms_what_is_stored(
    web: Web, server: Server, cache: Path, name: str, value: str, condition: str, said: str
) -> None:
    server.routes["/a"] = confirming(name, value, condition, cache_control=said)  # type: ignore[assignment]
    first = web.fetcher(cache=cache).get(A)
    second = web.fetcher(cache=cache).get(A)
    assert (first.content, first.fetch.is_cached, first.fetch.status) == (HTML, False, 200)
    assert (second.content, second.fetch.is_cached, second.fetch.status) == (HTML, True, 304)
    assert (second.fetch.hash, second.fetch.media_type) == (first.fetch.hash, first.fetch.media_type)
    assert second.fetch.n_bytes == len(HTML)
    assert server.paths() == ["/a", "/a"]


def test_a_changed_page_takes_the_place_of_the_stored_one(web: Web, server: Server, cache: Path) -> None:
    server.routes["/a"] = says(answer(etag='"1"'), answer(NEW, etag='"2"'), answer(b"", 304))
    fetcher = web.fetcher(cache=cache)
    assert [fetcher.get(A).content for _ in range(3)] == [HTML, NEW, NEW]
    assert [ask.headers.get("if-none-match") for ask in server.asked if ask.path == "/a"] == [None, '"1"', '"2"']


def test_a_fresh_page_is_not_asked_for(web: Web, server: Server, cache: Path) -> None:
    server.routes["/a"] = says(answer(cache_control="max-age=3600"))
    fetched = [web.fetcher(cache=cache).get(A) for _ in range(2)]
    assert [(one.content, one.fetch.is_cached, one.fetch.status) for one in fetched] == [(HTML, False, 200), (HTML, True, 200)]
    assert len(server.asked) == 2


def test_freshness_ends_at_the_cap_whatever_the_server_says(web: Web, server: Server, cache: Path) -> None:
    server.routes["/a"] = confirming("etag", '"1"', "if-none-match", cache_control="max-age=86400")  # type: ignore[assignment]
    fetcher = web.fetcher(cache=cache, fresh_s=0.2)
    assert [fetcher.get(A).fetch.status for _ in range(2)] == [200, 200]
    time.sleep(0.25)
    assert [fetcher.get(A).fetch.status for _ in range(2)] == [304, 200]
    assert server.paths() == ["/a", "/a"]
    connection = sqlite3.connect(cache)
    connection.execute("UPDATE answers SET fresh_until = fresh_until + 1000")
    connection.commit()
    connection.close()
    assert fetcher.get(A).fetch.status == 304


@pytest.mark.parametrize("headers", [{"cache_control": "no-store", "etag": '"1"'}, {"vary": "*", "etag": '"1"'}, {}])
def test_what_may_not_be_kept_is_asked_for_without_a_condition(
    web: Web, server: Server, cache: Path, headers: dict[str, str]
) -> None:
    server.routes["/a"] = says(answer(**headers))
    fetcher = web.fetcher(cache=cache)
    assert [fetcher.get(A).fetch.is_cached for _ in range(2)] == [False, False]
    assert all("if-none-match" not in ask.headers for ask in server.asked)


@pytest.mark.parametrize("status", [404, 500])
def test_trouble_is_told_and_does_not_take_the_place_of_a_page(web: Web, server: Server, cache: Path, status: int) -> None:
    server.routes["/a"] = says(answer(etag='"1"'), answer(b"", status), answer(b"", 304))
    fetcher = web.fetcher(cache=cache)
    fetched = [fetcher.get(A) for _ in range(3)]
    assert [one.content for one in fetched] == [HTML, b"", HTML]


def test_a_page_behind_a_redirect_is_confirmed_where_it_is(web: Web, server: Server, cache: Path) -> None:
    server.routes |= {"/go": says(answer(b"", 301, location="/a")), "/a": says(answer(etag='"1"'), answer(b"", 304))}
    fetcher = web.fetcher(cache=cache)
    fetched = [fetcher.get("http://news.example/go") for _ in range(2)]
    assert [(one.content, one.fetch.final_url, one.fetch.is_cached) for one in fetched] == [(HTML, A, False), (HTML, A, True)]


def test_without_a_cache_nothing_is_kept(web: Web, server: Server, tmp_path: Path) -> None:
    server.routes["/a"] = says(answer(etag='"1"', cache_control="max-age=3600"))
    fetcher = web.fetcher()
    assert [fetcher.get(A).fetch.is_cached for _ in range(2)] == [False, False]
    assert list(tmp_path.iterdir()) == []


def test_what_is_stored_but_too_big_for_this_run_is_asked_for_again(web: Web, server: Server, cache: Path) -> None:
    server.routes["/a"] = says(answer(etag='"1"', cache_control="max-age=3600"))
    web.fetcher(cache=cache).get(A)
    fetched = web.fetcher(cache=cache, max_bytes=10).get(A)
    assert fetched.fetch.trouble is not None
    assert fetched.fetch.trouble.code == "too_big"
