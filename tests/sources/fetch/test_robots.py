"""What a site's robots.txt asks for is kept, as RFC 9309 has it."""

import itertools
import time
from pathlib import Path

import pytest

from communique.sources.fetch import Fetched
from tests.sources.fetch.conftest import Web
from tests.sources.fetch.server import HTML, Handler, Server, answer, says

A = "http://news.example/a"


def text(body: str, status: int = 200, **headers: str) -> Handler:
    return says(answer(body.encode(), status, **({"content_type": "text/plain"} | headers)))


def code(fetched: Fetched) -> str | None:
    return fetched.fetch.trouble and fetched.fetch.trouble.code


@pytest.fixture(autouse=True)
def a_page(server: Server) -> None:
    server.routes["/a"] = server.routes["/private/b"] = says(answer())


def test_what_is_disallowed_is_not_asked_for(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = text("User-agent: *\nDisallow: /private/\nAllow: /private/open\n")
    fetcher = web.fetcher()
    assert code(fetcher.get("http://news.example/private/b")) == "robots"
    assert fetcher.get(A).content == HTML
    assert fetcher.may_fetch("http://news.example/private/open")
    assert not fetcher.may_fetch("http://news.example/private/b")
    assert not fetcher.may_fetch("ftp://news.example/a")
    assert server.paths() == ["/a"]


def test_rules_for_this_program_win_over_those_for_all(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = text("User-agent: *\nDisallow:\n\nUser-agent: Communique\nDisallow: /\n")
    assert code(web.fetcher().get(A)) == "robots"


def test_robots_may_be_ignored_on_demand(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = text("User-agent: *\nDisallow: /\n")
    assert web.fetcher(ignore_robots=True).get(A).content == HTML
    assert [ask.path for ask in server.asked] == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_robots_allows_everything(web: Web, server: Server, status: int) -> None:
    server.routes["/robots.txt"] = text("User-agent: *\nDisallow: /\n", status)
    assert web.fetcher().get(A).content == HTML


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_now(web: Web, server: Server, status: int) -> None:
    server.routes["/robots.txt"] = text("", status)
    fetcher = web.fetcher(n_retries=0)
    assert [code(fetcher.get(A)) for _ in range(2)] == ["robots", "robots"]
    assert [ask.path for ask in server.asked] == ["/robots.txt"]


def test_a_site_that_does_not_answer_is_unreachable(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = lambda ask: ask.reset()
    assert code(web.fetcher().get(A)) == "unreachable"
    assert server.paths() == []


def test_a_robots_that_passes_trouble_is_asked_for_again(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = says(answer(b"", 503), answer(b"User-agent: *\nDisallow: /private\n"))
    fetcher = web.fetcher()
    assert fetcher.get(A).content == HTML
    assert code(fetcher.get("http://news.example/private/b")) == "robots"


def test_each_site_is_asked_once_by_many_threads(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = lambda ask: time.sleep(0.1) or text("")(ask)  # type: ignore[func-returns-value]
    urls = [f"http://{host}.example/a" for host in ("one", "two") for _ in range(4)]
    assert [fetched.content for fetched in web.fetcher(per_host=4, n_workers=8).get_all(urls)] == [HTML] * 8
    assert sorted(ask.host for ask in server.asked if ask.path == "/robots.txt") == ["one.example", "two.example"]


def test_redirects_of_robots_are_followed_also_to_other_hosts(web: Web, server: Server) -> None:
    server.routes["news.example/robots.txt"] = says(answer(b"", 301, location="http://www.example/r"))
    server.routes["www.example/r"] = text("User-agent: *\nDisallow: /a\n")
    assert code(web.fetcher().get(A)) == "robots"


def test_too_many_redirects_of_robots_count_as_none(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = says(answer(b"", 302, location="/robots.txt"))
    assert web.fetcher().get(A).content == HTML


def test_a_robots_that_redirects_inside_is_not_followed(web: Web, server: Server) -> None:
    server.routes["/robots.txt"] = says(answer(b"", 302, location="http://127.0.0.1/"))
    assert code(web.fetcher().get(A)) == "robots"
    assert "127.0.0.1" not in web.dialled


def test_the_site_that_a_redirect_leads_to_is_asked_too(web: Web, server: Server) -> None:
    server.routes["/go"] = says(answer(b"", 302, location="http://closed.example/a"))
    server.routes["closed.example/robots.txt"] = text("User-agent: *\nDisallow: /\n")
    assert code(web.fetcher().get("http://news.example/go")) == "robots"
    assert server.paths("closed.example") == []


def test_a_long_robots_is_read_at_its_beginning(web: Web, server: Server) -> None:
    rules = "User-agent: *\nDisallow: /a\n" + "# nothing\n" * 60_000 + "Disallow: /private\n"
    server.routes["/robots.txt"] = text(rules)
    fetcher = web.fetcher(max_bytes=1000)
    assert code(fetcher.get(A)) == "robots"
    assert fetcher.may_fetch("http://news.example/private/b")


@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00binary", b"<html>not found</html>", b"\xef\xbb\xbfUser-agent: *\nDisallow: /private", b""]
)
def test_a_robots_that_makes_no_sense_forbids_nothing(web: Web, server: Server, body: bytes) -> None:
    server.routes["/robots.txt"] = says(answer(body))
    assert web.fetcher().get(A).content == HTML


@pytest.mark.parametrize("rule", ["Crawl-delay: 0.4", "Request-rate: 5/2s"])
def test_a_site_is_asked_as_slowly_as_it_wants(web: Web, server: Server, rule: str) -> None:
    server.routes["/robots.txt"] = text(f"User-agent: *\n{rule}\n")
    fetcher = web.fetcher()
    for _ in range(2):
        fetcher.get(A)
    times = [ask.at for ask in server.asked]
    assert all(later - earlier >= 0.39 for earlier, later in itertools.pairwise(times))
    assert len(times) == 3


def test_a_robots_is_kept_for_the_next_run(web: Web, server: Server, tmp_path: Path) -> None:
    server.routes["/robots.txt"] = text("User-agent: *\nDisallow: /private\n")
    cache = tmp_path / "pages.db"
    for _ in range(2):
        assert code(web.fetcher(cache=cache).get("http://news.example/private/b")) == "robots"
    assert len(server.asked) == 1
    fetched = web.fetcher(cache=cache).get("http://news.example/robots.txt")
    assert not fetched.fetch.is_cached
