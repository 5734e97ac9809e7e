"""What a server's errors mean is told in one line, and without psycopg it is told what to install."""

import sys
from pathlib import Path

import pytest

from communique.archive import open_archive
from communique.archive.results import PutOutcome
from communique.errors import ArchiveError, ExtraError
from tests.archive import builders
from tests.archive.conftest import execute
from tests.archive.server import Server

psycopg = pytest.importorskip("psycopg")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("53100", "cannot grow: the server's disk is full; make room and run again, nothing is half written"),
        ("53300", "out of memory or connections"),
        ("28P01", "does not accept this user"),
        ("3D000", "there is no such database"),
        ("42501", "this user may not do that"),
        ("25006", "is read-only"),
        ("55P03", "is locked by another program"),
        ("40P01", "was written by others at the same moment"),
        ("57P01", "the server was stopped"),
        ("08006", "the connection was lost"),
        ("XX001", "is damaged"),
    ],
)
def test_errors_are_told(state: str, told: str) -> None:
    from communique.archive.postgres import errors_told

    with pytest.raises(ArchiveError, match=told) as caught, errors_told("postgresql://h/x"):
        raise psycopg.errors.lookup(state)("details\nover lines")
    assert "\n" not in str(caught.value)


def test_a_fault_of_ours_is_not_told_as_the_servers() -> None:
    from communique.archive.postgres import errors_told

    with pytest.raises(psycopg.errors.UndefinedColumn), errors_told("postgresql://h/x"):
        raise psycopg.errors.UndefinedColumn("no such column")


def test_without_psycopg_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ExtraError, match=r"pip install 'communique\[postgres\]'"):
        open_archive("postgresql://h/x")


def test_a_page_that_a_full_disk_refused_can_be_put_again(server: Server, tmp_path: Path) -> None:
    place = server.url("full")
    builders.filled(place)
    builders.close_all()
    # a limit stands for the disk: the check refuses what is long as a full disk does
    execute(
        place,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF length(new.text) > 1000 THEN"
        " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF; RETURN new; END $$",
    )
    execute(place, "CREATE TRIGGER full_disk BEFORE INSERT ON stories FOR EACH ROW EXECUTE FUNCTION refuse()")
    big = builders.told("Talks went on. " * 200, None).record(uri="big")
    with open_archive(place) as archive:
        writer = archive.writer()
        assert writer.put_record(builders.scheduled()) is PutOutcome.ADDED
        with pytest.raises(ArchiveError, match="disk is full; make room and run again"):
            writer.put_record(big, mark=("in", "7"))
        assert not writer.has_page("big")
        assert writer.get_mark("in") is None
        execute(place, "DROP TRIGGER full_disk ON stories")
        assert writer.put_record(big, mark=("in", "7")) is PutOutcome.ADDED
        writer.close()


def test_two_writers_over_one_page_put_it_once(server: Server) -> None:
    place = server.url("twice")
    with open_archive(place) as archive:
        one, other = archive.writer(), archive.writer()
        assert one.put_record(builders.due()) is PutOutcome.ADDED
        assert other.put_record(builders.due()) is PutOutcome.UNCHANGED
        assert other.put_record(builders.happened()) is PutOutcome.ADDED
        one.assemble()
        assert one.put_record(builders.happened()) is PutOutcome.UNCHANGED
        one.close()
        other.close()
        assert archive.view().counts().n_pages == 2


def test_the_schema_holds_the_archive_alone(server: Server) -> None:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute('CREATE SCHEMA "Odd ""name"')
        connection.execute('CREATE TABLE "Odd ""name".notes (note text)')
        with pytest.raises(ArchiveError, match="has tables but no archive"):
            open_archive(server.url("Odd%20%22name"))
        connection.execute('DROP TABLE "Odd ""name".notes')
        with open_archive(server.url("Odd%20%22name")) as archive:
            assert archive.view().counts().n_pages == 0
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchone() == (0,)
