"""Opening: a new file becomes an archive, an old one is brought up to date, and anything else is refused in one line."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, TableClause

from communique.archive import migrations, open_archive, schema
from communique.archive.migrations import APPLICATION_ID, LATEST, MIGRATIONS, Migration
from communique.errors import ArchiveError, ArchiveVersionError
from tests.archive import builders
from tests.archive.test_writer import consistent, dump


def version_of(path: Path) -> tuple[int, int, list[tuple[int, str]]]:
    connection = sqlite3.connect(path)
    found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    steps = connection.execute("SELECT number, name FROM migrations ORDER BY number").fetchall()
    connection.close()
    return (found[0], found[1], steps)


def test_a_new_file_is_at_the_latest_version(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        assert archive.path == tmp_path / "a.db"
        assert not archive.read_only
        assert archive.view().counts().n_pages == 0
    assert version_of(tmp_path / "a.db") == (APPLICATION_ID, LATEST, [(step.number, step.name) for step in MIGRATIONS])


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    with open_archive(str(tmp_path / "a.db")) as archive:
        assert archive.view().list_stories() == ()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, LATEST + 1))


def test_queries_and_migrations_name_the_same_columns(tmp_path: Path) -> None:
    open_archive(tmp_path / "a.db").close()
    connection = sqlite3.connect(tmp_path / "a.db")
    for table in vars(schema).values():
        if isinstance(table, TableClause):
            made = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
            assert made == [column.name for column in table.c], table.name
    connection.close()


def test_an_older_archive_is_brought_up_to_date_and_keeps_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    builders.filled(path, builders.happened())
    newer = Migration(number=LATEST + 1, name="add notes", apply=add_notes)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, newer))
    monkeypatch.setattr("communique.archive.sqlite.LATEST", LATEST + 1)
    with pytest.raises(ArchiveError, match=f"older version {LATEST}; open it once for writing"):
        open_archive(path, read_only=True)
    with open_archive(path) as archive:
        assert archive.view().get_record("happened") == builders.happened()
    assert version_of(path)[1:] == (LATEST + 1, [*((s.number, s.name) for s in MIGRATIONS), (LATEST + 1, "add notes")])


def test_an_archive_of_version_2_says_the_same_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, old = tmp_path / "new.db", tmp_path / "old.db"
    builders.filled(new, *builders.process())
    builders.close_all()
    with monkeypatch.context() as earlier:
        earlier.setattr(migrations, "MIGRATIONS", MIGRATIONS[:2])
        earlier.setattr("communique.archive.sqlite.LATEST", 2)
        open_archive(old).close()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        for table in (schema.settings, *schema.PUT, *schema.KEPT, *reversed(schema.ASSEMBLED)):
            if table.name not in (
                "signatures",
                "issue_words",
                "actor_words",
                "sentences",
                "background",
                "corrections",
                "corrected",
            ):
                connection.execute(f"INSERT INTO main.{table.name} SELECT * FROM new.{table.name}")
        for story, n, bands in connection.execute("SELECT * FROM new.signatures").fetchall():
            connection.execute("INSERT INTO main.signatures VALUES (?, ?, ?)", (story, n, bytes.fromhex(bands)))
    with open_archive(old) as archive:
        view = archive.view()
        assert len(view.list_positions(issue="sailors")) == 2
        assert len(view.list_actors(words="varo")) == 1
    assert dump(str(old)) == dump(str(new))
    assert consistent(str(old))


def test_a_migration_that_fails_leaves_the_archive_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    builders.filled(path, builders.happened())

    def fails(connection: Connection) -> None:
        add_notes(connection)
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, Migration(number=LATEST + 1, name="fails", apply=fails)))
    with pytest.raises(RuntimeError, match="power cut"):
        open_archive(path)
    monkeypatch.undo()
    assert version_of(path)[1] == LATEST
    with open_archive(path) as archive:
        assert archive.view().counts().n_pages == 1
    with sqlite3.connect(path) as connection:
        assert not connection.execute("SELECT * FROM sqlite_master WHERE name = 'notes'").fetchall()
    connection.close()


def add_notes(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE notes (note TEXT)")


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_archive(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    connection.close()
    with pytest.raises(ArchiveVersionError, match=f"has version {LATEST + 1}.*up to {LATEST}; upgrade communique"):
        open_archive(path)


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes of the round in Tellin. " * 50)
    with pytest.raises(ArchiveError, match=re.escape(f"archive {path} is not an archive; name another file")):
        open_archive(path)
    assert path.read_text().startswith("These are my notes")


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="no archive of communique; name another file"):
        open_archive(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "read_only", "told"),
    [
        ("missing.db", True, "it is made by the first command that adds to it"),
        ("nowhere/a.db", False, "make it first"),
        (".", False, "is a folder"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_line(tmp_path: Path, name: str, read_only: bool, told: str) -> None:
    with pytest.raises(ArchiveError, match=told) as caught:
        open_archive(tmp_path / name, read_only=read_only)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_archive(path) as archive, archive.writer() as writer:
        for record in builders.process():
            writer.put_record(record)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 8192 + whole[8292:])
    with pytest.raises(ArchiveError, match="is damaged; restore it from a copy"):
        open_archive(path).view()


def test_opened_for_reading_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    builders.filled(path, builders.happened())
    with open_archive(path) as archive:
        writer = archive.writer()
        writer.put_record(builders.due())
        writer.close()  # not assembled
    with open_archive(path, read_only=True) as archive:
        assert archive.read_only
        with pytest.raises(ArchiveError, match="opened for reading only"):
            archive.writer()
        view = archive.view()
        assert view.is_stale
        assert view.counts().n_pages == 2
        assert [actor.name for actor in view.list_actors()] == ["Ilena Varo", "Osk Brandt"]
        assert len(view.list_events()) == 2  # a report that is not assembled yet is shown with its own actor


def test_a_file_that_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    builders.filled(path, builders.happened())
    # the rights themselves cannot be taken from whoever runs the tests as root
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.R_OK)
    with pytest.raises(ArchiveError, match="read-only; open it for reading only, or copy it elsewhere"):
        open_archive(path)
    with open_archive(path, read_only=True) as archive:
        assert archive.view().counts().n_pages == 1
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(ArchiveError, match="cannot be read; ask for permission"):
        open_archive(path, read_only=True)


def test_a_disk_that_turns_read_only_is_told(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db") as archive:
        writer = archive.writer()
        writer._connection.connection.dbapi_connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]
        with pytest.raises(ArchiveError, match="is read-only"):
            writer.put_record(builders.happened())
        writer.close()


def test_importing_the_archive_loads_no_database() -> None:
    code = (
        "import sys, communique.archive; sys.exit(any(n in sys.modules for n in ('sqlalchemy', 'rensa', 'spacy', 'sqlite3')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_path_of_odd_characters_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "talks? mode=memory&x #1 %41é.db"
    builders.filled(path, builders.happened())
    assert path.exists()
    with open_archive(path, read_only=True) as archive:
        assert archive.view().counts().n_pages == 1
