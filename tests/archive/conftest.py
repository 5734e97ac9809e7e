"""Every test of the store runs on a file and on a PostgreSQL server; and an archive of the invented process for those that only ask."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from communique.archive import View, open_archive
from tests.archive import builders
from tests.archive.server import NoServerError, Server

STORES = ("sqlite", "postgresql")
NewPlace = Callable[[], str]
_schemas = count()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server that the tests start and stop; where COMMUNIQUE_TEST_POSTGRES is set, its absence is a failure."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        reason = "no PostgreSQL: psycopg (extra `postgres`) is not installed"
    else:
        try:
            started = Server()
        except NoServerError as err:
            reason = str(err)
        else:
            yield started
            started.stop()
            return
    if os.environ.get("COMMUNIQUE_TEST_POSTGRES"):
        pytest.fail(reason)
    pytest.skip(reason)


def places_in(store: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[NewPlace]:
    """Gives places for new archives, and takes those on a server away again."""
    if store == "sqlite":
        yield lambda: str(folder / f"talks{next(_schemas)}.db")
        builders.close_all()
        return
    import psycopg

    started: Server = request.getfixturevalue("server")
    made: list[str] = []

    def new_place() -> str:
        made.append(f"test_{next(_schemas)}")
        return started.url(made[-1])

    yield new_place
    builders.close_all()
    with psycopg.connect(started.url(), autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        for schema in made:
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> str:
    """Each store in turn."""
    return str(request.param)


@pytest.fixture
def new_place(store: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewPlace]:
    """Gives places for new archives on each store in turn."""
    yield from places_in(store, request, tmp_path)


@pytest.fixture
def place(new_place: NewPlace) -> str:
    """A place where no archive is yet, on each store in turn."""
    return new_place()


@pytest.fixture(scope="session", params=STORES)
def view(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A view of the whole process, on each store in turn."""
    for new_place in places_in(request.param, request, tmp_path_factory.mktemp("archive")):
        place = new_place()
        builders.filled(place, *builders.process())
        with open_archive(place, read_only=True) as archive:
            yield archive.view()


def execute(place: str, command: str) -> None:
    """Change an archive as no program of ours does."""
    with open_archive(place) as archive:
        writer = archive.writer()
        connection = writer.connection  # type: ignore[attr-defined]
        with connection.begin():
            connection.exec_driver_sql(command)
        writer.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the stores on a server were tested: a run that left them out is not to be mistaken for one that did not."""
    ran = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call" and "postgresql" in report.nodeid
    ]
    if ran:
        terminalreporter.write_line(f"PostgreSQL: {len(ran)} tests ran on a server of their own")
