"""A page from the web, without the web."""

from datetime import date

import httpx
import pytest

from communique.errors import ExtraError, InputError
from communique.sources.base import Page
from communique.sources.fetch import Fetcher, FetchOptions, fetcher
from communique.sources.inputs import open_inputs
from communique.sources.web import check_address, is_address

PAGE = b"<html><p>Talks opened in Norwick.</p></html>"
A = "https://news.example/a"


def ask(*answers: httpx.Response, url: str = A, published: date | None = None) -> Page:
    left = list(answers)
    transport = httpx.MockTransport(lambda request: left.pop(0))
    with Fetcher(FetchOptions(ignore_robots=True, delay_s=0), transport=transport) as own:
        (page,) = open_inputs([url], published=published, fetcher=own)
    return page


def html(content: bytes = PAGE) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(content), headers={"content-type": "text/html; charset=utf-8"})


def test_an_address_is_told_from_a_file() -> None:
    assert is_address("HTTPS://example.org")
    assert not is_address("https.txt")


@pytest.mark.parametrize(
    "url", ["http://", "http://user:secret@news.example/", "http://news.example:port/", "https:///a", "http://news.example:25/"]
)
def test_an_address_that_cannot_be_asked_for_is_refused_early(url: str) -> None:
    with pytest.raises(InputError) as caught:
        check_address(url)
    assert "secret" not in str(caught.value)
    with pytest.raises(InputError):
        open_inputs([url])


@pytest.mark.parametrize("name", ["httpx", "httpcore", "protego"])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "find_spec", lambda wanted: None if wanted == name else object())
    with pytest.raises(ExtraError, match=rf"{name}; to add it: pip install 'communique\[net\]'"):
        check_address(A)


def test_a_page_comes_with_its_bytes_its_type_and_its_fetch() -> None:
    page = ask(html(), published=date(2031, 5, 6))
    assert (page.content, page.media_type, page.uri) == (PAGE, "text/html; charset=utf-8", A)
    assert page.published == date(2031, 5, 6)
    assert page.fetch is not None
    assert page.fetch.status == 200


def test_a_page_is_known_by_where_it_was_found_and_by_its_content() -> None:
    moved = ask(httpx.Response(301, headers={"location": "/b"}), html())
    assert moved.uri == "https://news.example/b"
    assert moved.id == ask(html(), url="https://news.example/b").id
    assert moved.id not in (ask(html()).id, ask(html(b"<html>"), url="https://news.example/b").id)


def test_what_is_no_page_comes_with_trouble_and_its_fetch() -> None:
    page = ask(httpx.Response(404))
    assert page.trouble is not None
    assert (page.trouble.code, page.uri, page.content) == ("bad_status", A, "")
    assert A in page.trouble.detail
    assert page.fetch is not None
    assert page.fetch.trouble == page.trouble


def test_an_error_of_the_network_is_trouble() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to host")

    with Fetcher(FetchOptions(ignore_robots=True, n_retries=0), transport=httpx.MockTransport(broken)) as own:
        (page,) = open_inputs([A], fetcher=own)
    assert page.trouble is not None
    assert "no route to host" in page.trouble.detail


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8099/", "http://[::1]:8099/", "http://localhost:8099/", "http://0x7f.1:8099/"]
)
def test_this_machine_is_never_asked(url: str) -> None:
    (page,) = open_inputs([url])
    assert page.trouble is not None
    assert page.trouble.code == "refused_address"
