"""The door: host names, passwords, pace, size, methods."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.errors import OptionError
from communique.web.app import create_app
from communique.web.guard import LOOPBACK_NAMES, MOST_CLIENTS, Limits, Pace, check_door, is_loopback
from tests.web.conftest import AT

PASSWORD = "a long enough secret"


@pytest.fixture
def locked(archive: Path) -> Iterator[TestClient]:
    with TestClient(create_app(archive, password=PASSWORD), base_url="http://news.example") as made:
        yield made


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()}


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.7", False),
        ("x", False),
    ],
)
def test_an_address_is_this_machines_own_or_not(host: str, is_own: bool) -> None:
    assert is_loopback(host) is is_own


def test_beyond_this_machine_a_password_is_demanded() -> None:
    check_door("127.0.0.1", "")
    check_door("0.0.0.0", PASSWORD)
    with pytest.raises(OptionError, match="COMMUNIQUE_PASSWORD"):
        check_door("0.0.0.0", "")
    with pytest.raises(OptionError, match="12 characters"):
        check_door("127.0.0.1", "short")


def test_nothing_is_shown_without_the_password(locked: TestClient) -> None:
    for path in ("/", "/timeline.json", "/static/style.css", "/openapi.json", "/nowhere"):
        answer = locked.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Basic")
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("headers", [basic(PASSWORD), {"Authorization": f"Bearer {PASSWORD}"}])
def test_the_password_opens_as_a_users_or_as_a_token(locked: TestClient, headers: dict[str, str]) -> None:
    assert locked.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("header", ["Basic !!!", "Basic " + base64.b64encode(b"\xff").decode(), "Bearer ", "Digest x", "Basic"])
def test_a_broken_header_is_a_wrong_password(locked: TestClient, header: str) -> None:
    assert locked.get("/", headers={"Authorization": header}).status_code == 401


def test_guessing_is_slowed_down(locked: TestClient) -> None:
    answers = [locked.get("/", headers=basic(f"guess {number}")).status_code for number in range(14)]
    assert answers[:10] == [401] * 10
    assert answers[-1] == 429
    assert locked.get("/", headers=basic(PASSWORD)).status_code == 429


def test_a_foreign_host_name_is_turned_away(archive: Path) -> None:
    with TestClient(create_app(archive, hosts=LOOPBACK_NAMES), base_url="http://evil.example") as made:
        assert made.get("/").status_code == 400
        assert made.get("/", headers={"Host": "127.0.0.1:8765"}).status_code == 200
        assert made.get("/", headers={"Host": "[::1]:8765"}).status_code == 200


def test_too_much_at_once_is_told_so(archive: Path) -> None:
    with TestClient(create_app(archive, limits=Limits(per_second=0.001, burst=3)), base_url=AT) as made:
        answers = [made.get("/stories.json") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["retry-after"] == "1"
        assert answers[-1].json()["error"]["status"] == 429


def test_pace_fills_again_and_forgets_old_clients() -> None:
    pace = Pace(1.0, 2.0)
    assert [pace.takes("a", now=0.0) for _ in range(3)] == [True, True, False]
    assert pace.takes("a", now=1.5)
    for number in range(MOST_CLIENTS + 10):
        pace.takes(f"client {number}", now=2.0)
    assert len(pace._left) == MOST_CLIENTS


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed_through_the_web(client: TestClient, method: str) -> None:
    answer = client.request(method, "/timeline.json")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert answer.json()["error"]["status"] == 405


def test_too_long_a_query_and_any_body_are_refused(client: TestClient) -> None:
    assert client.get("/search.json?words=" + "a" * 5000).status_code == 414
    assert client.get("/" + "a" * 2000).status_code == 414
    assert client.request("GET", "/", content=b"x").status_code == 413
