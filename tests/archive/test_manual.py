"""The tables are as the manual describes them, and its queries run, on both stores."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from communique.archive import open_archive, schema
from communique.archive.migrations import LATEST, MIGRATIONS, SERVER_MIGRATIONS
from communique.archive.requests import Request
from communique.archive.sql_archive import SqlArchive
from communique.errors import ArchiveError, ArchiveVersionError
from communique.record.vocab import Status
from tests.archive import builders
from tests.archive.conftest import execute
from tests.archive.server import Server

PAGE = (Path(__file__).resolve().parent.parent.parent / "docs" / "reference" / "archive.md").read_text(encoding="utf-8")
QUERIES = [
    query.strip() for block in re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL) for query in re.split(r";\s*(?:\n|$)", block)
]
VIEWS = re.findall(r"^\| `(\w+)` \| [^|]+ \| ((?:`\w+` ?)+)\|$", PAGE.split("## Tables")[0], re.MULTILINE)


def ask(place: str, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns and rows of a query."""
    with open_archive(place, read_only=True) as archive:
        assert isinstance(archive, SqlArchive)
        with archive.reading.connect() as connection:
            result = connection.execute(text(query.replace("::", r"\:\:")))
            return list(result.keys()), [tuple(row) for row in result]


@pytest.fixture
def full(place: str) -> str:
    """An archive of the whole process."""
    builders.filled(place, *builders.process())
    return place


def test_every_query_of_the_manual_finds_something(full: str, store: str) -> None:
    other = "-- PostgreSQL" if store == "sqlite" else "-- SQLite"
    made = builders.told("Ilena Varo and Osk Brandt will sign a treaty on 1 June 2031.", date(2031, 4, 1))
    made.event("AGREE", "sign", builders.ministers(made), status=Status.SCHEDULED, day=date(2031, 6, 1))
    builders.filled(full, made.record(uri="ahead"))
    with open_archive(full) as archive, archive.writer() as writer:
        (event, *_) = archive.view().list_events(types=["AGREE"])
        writer.correct([Request(id=event.id, by="Mara Lind", values={"mode": "sign"})])
    asked = [query for query in QUERIES if query and not query.startswith(other)]
    assert len(asked) == 10
    for query in asked:
        if "disputed" not in query:
            assert ask(full, query)[1], query
        else:
            ask(full, query)


def test_the_views_have_the_columns_that_the_manual_names(full: str) -> None:
    assert len(VIEWS) == 8
    for view, columns in VIEWS:
        assert ask(full, f"SELECT * FROM {view}")[0] == re.findall(r"\w+", columns)


def test_both_stores_show_the_same(full: str) -> None:
    said = ask(full, "SELECT speaker, cue, words FROM said")[1]
    moves = ask(full, "SELECT note, words FROM prospect_moves WHERE outcome = 'refused' ORDER BY day")[1]
    stood = ask(full, "SELECT actor_name, stance, words FROM stances WHERE issue LIKE '%sailors%'")[1]
    assert said == [("Ilena Varo", "said", "The river belongs to both banks")]
    assert moves == [("opened", "free"), ("refused", "free")]
    assert ("Ilena Varo", "opposes", "will not free the captured sailors") in stood
    assert ask(full, "SELECT actors, place FROM happened WHERE status = 'occurred'")[1] == [
        ("Ilena Varo, Osk Brandt", "Tellin")
    ]
    assert ask(full, "SELECT stood, stands FROM moved_stance")[1] == [("supports", "opposes")]
    assert len(ask(full, "SELECT * FROM copies")[1]) == 2
    assert len(ask(full, "SELECT * FROM reported")[1]) == 9


def test_every_table_is_in_the_manual() -> None:
    for table in (*schema.PUT, *schema.KEPT, *schema.ASSEMBLED):
        assert f"`{table.name}`" in PAGE, table.name


def test_both_stores_have_the_same_columns(full: str) -> None:
    for table in (schema.settings, *schema.PUT, *schema.KEPT, *schema.ASSEMBLED):
        assert ask(full, f'SELECT * FROM "{table.name}"')[0] == [column.name for column in table.c], table.name


def test_both_stores_are_at_the_same_version() -> None:
    assert MIGRATIONS[-1].number == SERVER_MIGRATIONS[-1].number == LATEST


def test_a_newer_archive_is_refused_on_a_server(server: Server, place: str) -> None:
    builders.filled(place, builders.due())
    builders.close_all()
    if "postgresql" not in place:
        return
    execute(place, f"INSERT INTO migrations VALUES ({LATEST + 1}, 'later', '9.0', '2031-01-01')")
    with pytest.raises(ArchiveVersionError, match=f"has version {LATEST + 1}.*up to {LATEST}; upgrade communique"):
        open_archive(place)
    with pytest.raises(ArchiveVersionError):
        open_archive(place, read_only=True)


def test_what_cannot_be_opened_on_a_server_is_told_in_one_line(server: Server) -> None:
    url = server.url()
    told = {
        url.replace("/postgres?", "/nowhere?"): "there is no such database|does not exist",
        url + "&schema=absent": "no archive .*made by the first command",
        url + "&schema=pg_catalog": "has tables but no archive",
        "postgresql://nobody@127.0.0.1:9/x?connect_timeout=2": "is not to be reached",
        "postgresql://h:notaport/x": "is no URL|is not to be reached",
        url + "&nonsense=1": "is no URL",
    }
    for place, words in told.items():
        with pytest.raises(ArchiveError, match=words) as caught:
            open_archive(place, read_only=True)
        assert "\n" not in str(caught.value)


def test_a_password_is_never_shown(server: Server) -> None:
    for place in (
        f"postgresql://postgres:hush@/postgres?host={server.folder}&schema=absent",
        f"postgresql://postgres@/postgres?host={server.folder}&password=hush&schema=absent",
    ):
        with pytest.raises(ArchiveError) as caught:
            open_archive(place, read_only=True)
        assert "hush" not in str(caught.value)
        assert "absent" in str(caught.value)
