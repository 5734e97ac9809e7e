"""Every way in which a server misbehaves ends as trouble with a code, in bounded time and space, and never as an exception."""

import gzip
import ssl
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest

from communique.record.ids import digest
from communique.sources.fetch import CODES, Fetched, FetchOptions
from tests.sources.fetch.conftest import PUBLIC, Web
from tests.sources.fetch.server import HTML, Ask, Handler, Server, answer, says

A = "http://news.example/a"


def code(fetched: Fetched) -> str | None:
    """The code of the trouble; what has trouble has no content."""
    if fetched.fetch.trouble is None:
        return None
    assert fetched.content == b""
    assert fetched.fetch.hash is None
    assert fetched.fetch.trouble.code in CODES
    return fetched.fetch.trouble.code


def test_a_page_comes_with_all_that_is_known_of_it(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer())
    fetched = web.fetcher(contact="mailto:desk@paper.example").get(A + "#part")
    fetch = fetched.fetch
    assert fetched.content == HTML
    assert (fetch.url, fetch.final_url, fetch.status, fetch.trouble) == (A + "#part", A, 200, None)
    assert (fetch.media_type, fetch.n_bytes, fetch.hash) == ("text/html; charset=utf-8", len(HTML), digest(HTML))
    assert fetch.at.utcoffset() is not None
    assert abs(fetch.at.timestamp() - time.time()) < 10
    headers = server.asked[-1].headers
    assert headers["user-agent"].startswith("communique/")
    assert headers["user-agent"].endswith("(+mailto:desk@paper.example)")
    assert "cookie" not in headers


def slow_headers(ask: Ask) -> None:
    ask.send(b"HTTP/1.1 200 OK\r\n", *[b"x-%d: 1\r\n" % n for n in range(100)], every_s=0.1)


def slow_body(ask: Ask) -> None:
    ask.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\n", *[b"x"] * 100, every_s=0.1)


def silent(ask: Ask) -> None:
    time.sleep(2)


@pytest.mark.parametrize("handler", [slow_headers, slow_body], ids=["headers", "body"])
def test_a_server_that_drips_is_given_up_at_the_deadline_and_not_asked_again(
    web: Web, server: Server, handler: Handler
) -> None:
    server.routes["/a"] = handler
    begun = time.monotonic()
    assert code(web.fetcher(total_timeout_s=0.5).get(A)) == "too_slow"
    assert time.monotonic() - begun < 1.0
    assert server.paths() == ["/a"]


def test_a_silent_server_is_given_up_after_the_timeout(web: Web, server: Server) -> None:
    server.routes["/a"] = silent
    begun = time.monotonic()
    assert code(web.fetcher(timeout_s=0.2, n_retries=1).get(A)) == "too_slow"
    assert time.monotonic() - begun < 1.5
    assert server.paths() == ["/a", "/a"]


def cut_short(ask: Ask) -> None:
    ask.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 1000\r\n\r\n" + HTML)


def cut_chunk(ask: Ask) -> None:
    ask.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n5\r\nTalks\r\n40\r\nope")


def cut_gzip(ask: Ask) -> None:
    ask.send(answer(gzip.compress(HTML * 50)[:-12], content_encoding="gzip"))


def reset_in_body(ask: Ask) -> None:
    cut_short(ask)
    time.sleep(0.1)
    ask.reset()


@pytest.mark.parametrize("handler", [cut_short, cut_chunk, cut_gzip, reset_in_body])
def test_a_truncated_answer_is_asked_for_again_and_then_given_up(web: Web, server: Server, handler: Handler) -> None:
    server.routes["/a"] = handler
    assert code(web.fetcher().get(A)) == "truncated_answer"
    assert server.paths() == ["/a"] * 3


def test_a_truncated_answer_that_is_whole_at_the_next_attempt_is_read(web: Web, server: Server) -> None:
    server.routes["/a"] = lambda ask: cut_short(ask) if ask.number == 1 else answer()
    assert web.fetcher().get(A).content == HTML


def test_more_bytes_than_announced_are_left_out(web: Web, server: Server) -> None:
    server.routes["/a"] = lambda ask: ask.send(answer(HTML + b"rest", content_length=str(len(HTML))))
    assert web.fetcher().get(A).content == HTML


BOMB = gzip.compress(b"\0" * 30_000_000)


@pytest.mark.parametrize(
    "body",
    [BOMB, gzip.compress(b"a" * 1000) + BOMB, gzip.compress(b"\0" * 3_000_000)],
    ids=["one", "second member", "small but beyond reason"],
)
def test_a_bomb_is_defused(web: Web, server: Server, body: bytes) -> None:
    server.routes["/a"] = says(answer(body, content_encoding="gzip"))
    assert code(web.fetcher().get(A)) == "too_big"


def test_a_bomb_within_a_bomb_is_defused(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(gzip.compress(BOMB), content_encoding="gzip, gzip"))
    assert code(web.fetcher().get(A)) == "too_big"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("gzip", lambda body: gzip.compress(body[:20]) + gzip.compress(body[20:]) + b"\0\0"),
        ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
        ("identity", lambda body: body),
    ],
)
def test_compression_is_undone(web: Web, server: Server, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    server.routes["/a"] = says(answer(pack(HTML), content_encoding=encoding))
    assert web.fetcher().get(A).content == HTML


@pytest.mark.parametrize(
    ("encoding", "body"), [("br", HTML), ("gzip", HTML), ("deflate", b"\x78\x9c" + HTML), ("gzip, gzip, gzip", HTML)]
)
def test_compression_that_is_none_or_was_not_asked_for_is_refused(web: Web, server: Server, encoding: str, body: bytes) -> None:
    server.routes["/a"] = says(answer(body, content_encoding=encoding))
    assert code(web.fetcher().get(A)) == "bad_encoding"


def test_only_what_is_undone_is_advertised(web: Web, server: Server) -> None:
    web.fetcher().get(A)
    assert server.asked[-1].headers["accept-encoding"] == "gzip, deflate"


def test_a_declared_charset_is_passed_on_even_if_it_is_wrong(web: Web, server: Server) -> None:
    body = "Łomża".encode("iso-8859-2")
    server.routes["/a"] = says(answer(body, content_type="text/html; charset=utf-8"))
    fetched = web.fetcher().get(A)
    assert (fetched.content, fetched.fetch.media_type) == (body, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "handler",
    [
        says(answer(b"x" * 3000)),
        lambda ask: ask.send(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n" + b"x" * 3000),
        says(answer(gzip.compress(b"x" * 3000), content_encoding="gzip")),
    ],
    ids=["announced", "unannounced", "compressed"],
)
def test_what_is_too_big_is_refused(web: Web, server: Server, handler: Handler) -> None:
    server.routes["/a"] = handler
    assert code(web.fetcher(max_bytes=2000).get(A)) == "too_big"


def test_what_is_as_big_as_allowed_is_read(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(b"x" * 2000))
    assert len(web.fetcher(max_bytes=2000).get(A).content) == 2000


def test_a_huge_header_is_refused(web: Web, server: Server) -> None:
    server.routes["/a"] = lambda ask: ask.send(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 500_000 + b"\r\n\r\n")
    assert code(web.fetcher().get(A)) == "unreachable"


@pytest.mark.parametrize("said", [b"SSH-2.0-Norwick\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\0" * 100 + b"\r\n\r\n"])
def test_what_is_no_http_is_given_up_at_once(web: Web, server: Server, said: bytes) -> None:
    server.routes["/a"] = lambda ask: ask.send(said)
    assert code(web.fetcher().get(A)) == "unreachable"
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("handler", [lambda ask: ask.reset(), lambda ask: None], ids=["reset", "hang up"])
def test_a_server_that_hangs_up_is_asked_again(web: Web, server: Server, handler: Handler) -> None:
    server.routes["/a"] = lambda ask: handler(ask) if ask.number < 3 else answer()
    assert web.fetcher().get(A).content == HTML
    server.routes["/b"] = handler
    assert code(web.fetcher(n_retries=1).get("http://news.example/b")) == "unreachable"


def test_no_server_at_all_is_unreachable(web: Web, server: Server) -> None:
    server.stop()
    assert code(web.fetcher(ignore_robots=True).get(A)) == "unreachable"


@pytest.mark.parametrize("media_type", ["image/png", "video/mp4", "application/zip", "application/octet-stream", "nonsense"])
def test_a_type_that_is_not_read_is_refused_before_its_body(web: Web, server: Server, media_type: str) -> None:
    server.routes["/a"] = says(answer(content_type=media_type))
    fetched = web.fetcher().get(A)
    assert code(fetched) == "wrong_type"
    assert (fetched.fetch.status, fetched.fetch.media_type) == (200, media_type)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/a", ""),
        ("/a", "TEXT/HTML"),
        ("/a", "application/rss+xml; charset=utf-8"),
        ("/a", "application/feed+json"),
        ("/a", "application/pdf"),
        ("/a", "application/warc"),
        ("/a", "application/x-ndjson"),
        ("/a", "message/rfc822"),
        ("/a.pdf", "application/octet-stream"),
        ("/a.warc.gz", "application/octet-stream"),
        ("/a.html?x=1", "binary/octet-stream"),
    ],
)
def test_types_that_are_read(web: Web, server: Server, path: str, media_type: str) -> None:
    server.routes[path] = says(answer(content_type=media_type))
    assert web.fetcher().get("http://news.example" + path).content == HTML


@pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 403, 404, 410, 451, 500, 501])
def test_a_status_that_is_no_success_is_told_and_not_asked_again(web: Web, server: Server, status: int) -> None:
    server.routes["/a"] = says(answer(b"", status))
    fetched = web.fetcher().get(A)
    assert code(fetched) == "bad_status"
    assert fetched.fetch.status == status
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_status_that_may_pass_is_asked_again(web: Web, server: Server, status: int) -> None:
    server.routes["/a"] = says(answer(b"", status), answer(b"", status), answer())
    assert web.fetcher().get(A).content == HTML
    assert code(web.fetcher(n_retries=0).get("http://news.example/b")) == "bad_status"
    assert server.paths() == ["/a", "/a", "/a", "/b"]


@pytest.mark.parametrize(
    ("status", "value"),
    [(429, lambda: "1"), (503, lambda: formatdate(time.time() + 2, usegmt=True))],
    ids=["seconds", "date"],
)
def test_a_server_that_asks_to_wait_is_waited_for(web: Web, server: Server, status: int, value: Callable[[], str]) -> None:
    server.routes["/a"] = lambda ask: answer(b"", status, retry_after=value()) if ask.number == 1 else answer()
    assert web.fetcher().get(A).content == HTML
    first, second = (ask.at for ask in server.asked if ask.path == "/a")
    assert second - first > 0.9


def test_a_server_that_asks_for_a_long_wait_is_left_alone_altogether(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(b"", 429, retry_after="3600"))
    fetcher = web.fetcher()
    assert code(fetcher.get(A)) == "rate_limited"
    assert code(fetcher.get("http://news.example/b")) == "rate_limited"
    assert server.paths() == ["/a"]


def test_a_server_that_limits_without_a_time_is_asked_a_few_times(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(b"", 429))
    assert code(web.fetcher().get(A)) == "rate_limited"
    assert server.paths() == ["/a"] * 3


# Redirects


def to(location: str, status: int = 302) -> Handler:
    return says(answer(b"", status, location=location))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/b", "b", "http://news.example/b#part", "//news.example/b", "http://other.example/b"])
def test_a_redirect_is_followed(web: Web, server: Server, status: int, location: str) -> None:
    server.routes |= {"/a": to(location, status), "/b": says(answer(set_cookie="who=me"))}
    fetched = web.fetcher().get(A)
    assert fetched.content == HTML
    assert fetched.fetch.url == A
    assert fetched.fetch.final_url == ("http://other.example/b" if "other" in location else "http://news.example/b")


def test_a_redirect_without_a_place_is_a_bad_status(web: Web, server: Server) -> None:
    server.routes["/a"] = says(answer(b"", 302))
    assert code(web.fetcher().get(A)) == "bad_status"


def test_a_circle_of_redirects_is_noticed(web: Web, server: Server) -> None:
    server.routes |= {"/a": to("/b"), "/b": to("/a")}
    assert code(web.fetcher(max_redirects=50).get(A)) == "too_many_redirects"
    assert server.paths() == ["/a", "/b"]


def test_a_long_chain_of_redirects_is_cut(web: Web, server: Server) -> None:
    server.routes |= {f"/{n}": to(f"/{n + 1}") for n in range(10)} | {"/3": says(answer())}
    assert web.fetcher(max_redirects=3).get("http://news.example/0").content == HTML
    assert code(web.fetcher(max_redirects=2).get("http://news.example/0")) == "too_many_redirects"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/b",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/b",
        "http://[::ffff:10.0.0.1]/b",
        "http://localhost/b",
        "http://0x7f.1/b",
        "http://2130706433/b",
        "http://0177.0.0.1/b",
        "http://inside.example/b",
        "http://both.example/b",
        "http://mapped.example/b",
        "http://news.example:25/b",
        "http://who:secret@news.example/b",
        "file:///etc/passwd",
        "ftp://news.example/b",
        "javascript:alert(1)",
        "data:text/html,b",
        "http://[",
    ],
)
@pytest.mark.parametrize("with_robots", [True, False], ids=["robots", "no robots"])
def test_a_redirect_inside_or_off_the_web_is_refused(web: Web, server: Server, location: str, with_robots: bool) -> None:
    server.routes["/a"] = to(location)
    fetched = web.fetcher(ignore_robots=not with_robots).get(A)
    assert code(fetched) == "refused_address"
    assert fetched.fetch.trouble is not None
    assert "secret" not in fetched.fetch.trouble.detail
    assert set(web.dialled) == {PUBLIC}
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("location", ["http://127.0.0.1:{port}/b", "http://localhost:{port}/b", "http://0x7f.1:{port}/b"])
def test_private_addresses_are_asked_where_that_is_allowed(web: Web, server: Server, location: str) -> None:
    server.routes |= {"/a": to(location.format(port=server.port)), "/b": says(answer())}
    assert web.fetcher(allow_private=True).get(A).content == HTML


@pytest.mark.parametrize(
    "url",
    [
        "http://who:secret@news.example/",
        "http://news.example:22/",
        "ftp://news.example/",
        "http://",
        "nonsense",
        "http://a\0b/",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused_unasked(web: Web, server: Server, url: str) -> None:
    fetched = web.fetcher().get(url)
    assert code(fetched) == "refused_address"
    assert "secret" not in repr(fetched)
    assert server.asked == []


def test_cookies_are_not_kept(web: Web, server: Server) -> None:
    server.routes |= {"/a": says(answer(set_cookie="who=me; Path=/"))}
    fetcher = web.fetcher()
    assert [fetcher.get(A).content for _ in range(2)] == [HTML, HTML]
    assert all("cookie" not in ask.headers for ask in server.asked)


def test_a_connection_is_used_again_and_opened_anew_when_the_server_has_closed_it(web: Web, server: Server) -> None:
    server.routes |= {"/a": says(answer()), "/last": lambda ask: ask.send(answer())}
    fetcher = web.fetcher(ignore_robots=True, n_retries=0)
    for _ in range(3):
        fetcher.get(A)
    assert server.n_connections == 1
    fetcher.get("http://news.example/last")
    time.sleep(0.05)
    assert fetcher.get(A).content == HTML
    assert server.n_connections == 2


# Certificates


def test_a_certificate_that_nobody_signed_is_refused(make_web: Callable[[Server], Web], certificate: Path) -> None:
    with Server(certificate) as server:
        server.routes["/a"] = says(answer())
        fetched = make_web(server).fetcher(ignore_robots=True).get("https://safe.example/a")
        assert code(fetched) == "unreachable"
        assert fetched.fetch.trouble is not None
        assert "certificate" in fetched.fetch.trouble.detail
        assert server.n_connections <= 1


def test_a_page_comes_over_a_secure_connection(make_web: Callable[[Server], Web], certificate: Path) -> None:
    context = ssl.create_default_context(cafile=str(certificate))
    with Server(certificate) as server:
        server.routes["/a"] = says(answer(HTML * 10_000))
        web = make_web(server)
        assert web.fetcher(ssl_context=context).get("https://safe.example/a").content == HTML * 10_000
        assert code(web.fetcher(ssl_context=context).get("https://other.example/a")) == "unreachable"
        assert code(web.fetcher(ssl_context=context, ignore_robots=True).get("https://other.example/a")) == "unreachable"


def test_a_server_that_never_shakes_hands_is_given_up(web: Web, server: Server) -> None:
    begun = time.monotonic()
    assert code(web.fetcher(ignore_robots=True, total_timeout_s=0.4).get("https://news.example/a")) in (
        "too_slow",
        "unreachable",
    )
    assert time.monotonic() - begun < 1.0


def test_options_that_make_no_sense_are_refused() -> None:
    from communique.errors import OptionError

    for wrong in ({"n_workers": 0}, {"delay_s": -1}, {"timeout_s": 0}, {"contact": "x\r\ny: z"}, {"contact": "a)"}):
        with pytest.raises(OptionError):
            FetchOptions(**wrong)  # type: ignore[arg-type]
