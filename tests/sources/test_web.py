"""A page from the web, without the web."""

import socket
from collections.abc import Callable

import httpx
import pytest

from communique.errors import InputError
from communique.sources import web
from communique.sources.base import Page
from communique.sources.inputs import open_inputs
from communique.sources.web import RefusedAddressError, check_address, is_address, open_address, resolve

PAGE = b"<html><p>Talks opened in Vienna.</p></html>"
Answer = Callable[[httpx.Request], httpx.Response]


def ask(answer: Answer, url: str = "https://example.org/a") -> Page:
    return open_address(url, transport=httpx.MockTransport(answer))


def html(content: bytes = PAGE, media_type: str = "text/html; charset=utf-8") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": media_type})


def test_an_address_is_told_from_a_file() -> None:
    assert is_address("HTTPS://example.org")
    assert not is_address("https.txt")


@pytest.mark.parametrize("url", ["http://", "http://user:secret@example.org/", "http://example.org:port/", "https:///a"])
def test_an_address_that_cannot_be_asked_for_is_refused_early(url: str) -> None:
    with pytest.raises(InputError) as caught:
        check_address(url)
    assert "secret" not in str(caught.value)
    with pytest.raises(InputError):
        open_inputs([url])


def test_a_page_comes_with_its_bytes_and_type() -> None:
    page = ask(lambda request: html())
    assert (page.content, page.media_type, page.uri) == (PAGE, "text/html; charset=utf-8", "https://example.org/a")


def test_a_redirect_gives_the_last_address() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(301, headers={"location": "/b"}) if request.url.path == "/a" else html()

    assert ask(answer).uri == "https://example.org/b"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda request: httpx.Response(404), "unreachable"),
        (lambda request: httpx.Response(302, headers={"location": str(request.url)}), "unreachable"),
        (lambda request: httpx.Response(302, headers={"location": "file:///etc/passwd"}), "refused_address"),
        (lambda request: html(media_type="image/png"), "binary"),
        (lambda request: html(content=b"x" * 3000), "too_big"),
    ],
    ids=["status", "loop", "scheme", "picture", "size"],
)
def test_what_is_no_page_comes_with_trouble(answer: Answer, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_BYTES", 2000)
    page = ask(answer)
    assert page.trouble is not None
    assert page.trouble.code == code


def test_a_slow_page_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "TOTAL_TIMEOUT_S", -1.0)
    page = ask(lambda request: html())
    assert page.trouble is not None
    assert page.trouble.code == "unreachable"


def test_an_error_of_the_network_is_trouble() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    page = ask(answer)
    assert page.trouble is not None
    assert "no route to host" in page.trouble.detail


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1",
     "2002:7f00:1::", "224.0.0.1", "100.64.0.1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("93.184.215.14", 443), (address, 443)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(0, 0, 0, "", place) for place in found])
    with pytest.raises(RefusedAddressError, match="not a public address"):
        resolve("inside.example.org", 443)


def test_a_public_name_gives_its_first_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(0, 0, 0, "", ("93.184.215.14", 443))])
    assert resolve("example.org", 443) == "93.184.215.14"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9/"])
def test_this_machine_is_never_asked(url: str) -> None:
    (page,) = open_inputs([url])
    assert page.trouble is not None
    assert page.trouble.code == "refused_address"
