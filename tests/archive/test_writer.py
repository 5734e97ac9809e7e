"""Putting records: each page whole or not at all, once, and exactly as it came."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communique.archive import open_archive, schema
from communique.archive import writer as writer_module
from communique.archive.checking import find_faults
from communique.archive.results import PutOutcome
from communique.archive.rows import Rows, rows_of, storable
from communique.archive.sql_archive import SqlArchive
from communique.errors import ArchiveError
from communique.record.model import Record
from communique.record.vocab import Outcome
from tests.archive import builders
from tests.archive.conftest import NewPlace, execute
from tests.record.strategies import records


def test_record_comes_back_as_it_was_put(place: str) -> None:
    view = builders.filled(place, *builders.process())
    assert {record.page.id: record for record in view.iter_records()} == {r.page.id: r for r in builders.process()}
    assert view.get_record("happened") == builders.happened()
    assert view.get_record("not there") is None


def examples(store: str, n: int) -> settings:
    """As many examples in a file, and a quarter on a server, where each takes longer and a failing one would shrink for minutes."""
    usual = settings(max_examples=n, deadline=None, suppress_health_check=list(HealthCheck))
    if store == "sqlite":
        return usual
    return settings(usual, max_examples=max(4, n // 4), phases=set(Phase) - {Phase.shrink})


def test_any_record_comes_back(store: str, new_place: NewPlace) -> None:
    @examples(store, 12)
    @given(record=records())
    def comes_back(record: Record) -> None:
        view = builders.filled(new_place(), record)
        assert view.get_record(record.page.id) == record
        for story in record.stories:
            for entry in view.list_statements(story=story.id):
                assert all(part.words == storable(part.span.of(story.text)) for part in entry.content)
            for event in view.list_events(story=story.id):
                assert event.passage.words == storable(event.passage.span.of(story.text))
        builders.close_all()

    comes_back()


def test_any_records_assemble(store: str, new_place: NewPlace) -> None:
    @examples(store, 8)
    @given(found=st.lists(records(), max_size=4), twice=st.booleans())
    def assemble(found: list[Record], twice: bool) -> None:
        named = [replace(record, page=replace(record.page, id=f"p{n}")) for n, record in enumerate(found + found * twice)]
        path = new_place()
        view = builders.filled(path, *named)
        assert view.counts().n_pages == len(named)
        assert answers(view) == answers(builders.filled(new_place(), *reversed(named)))
        assert consistent(path)
        builders.close_all()

    assemble()


def test_adding_twice_changes_nothing(place: str) -> None:
    path = place
    builders.filled(path, *builders.process())
    before = dump(path)
    with open_archive(path) as archive, archive.writer() as writer:
        assert {writer.put_record(record) for record in builders.process()} == {PutOutcome.UNCHANGED}
        assert writer.counts == {PutOutcome.ADDED: 0, PutOutcome.UNCHANGED: 10, PutOutcome.REPLACED: 0}
    assert dump(path) == before


def test_another_reader_replaces(place: str) -> None:
    path = place
    builders.filled(path, builders.happened(), builders.offered())
    newer = replace(builders.happened(), reader=replace(builders.happened().reader, version="0.2.0"))
    execute(path, "UPDATE pages SET added = '2031-05-01T00:00:00+00:00'")
    with open_archive(path) as archive, archive.writer() as writer:
        assert writer.put_record(newer) is PutOutcome.REPLACED
        assert writer.put_record(builders.offered()) is PutOutcome.UNCHANGED
    with open_archive(path) as archive:
        view = archive.view()
        assert view.get_record("happened") == newer
        assert {page.added for page in view.list_pages()} == {"2031-05-01T00:00:00+00:00"}
        assert view.counts().n_pages == view.counts().n_stories == 2
        assert len(view.search("summit")) == 1


def test_a_page_that_is_gone_keeps_what_was_read(place: str) -> None:
    with open_archive(place) as archive, archive.writer() as writer:
        writer.put_record(builders.happened())
        assert writer.put_record(builders.without_stories("happened")) is PutOutcome.UNCHANGED
        assert writer.has_page("happened")
        assert not writer.has_page("elsewhere")
    with open_archive(place) as archive:
        assert archive.view().counts().outcomes == {Outcome.READ: 1}


def test_a_lone_surrogate_is_kept_as_one_character(place: str) -> None:
    made = builders.told("Ilena Varo \ud800 met Osk Brandt.", None)
    made.event("CONSULT", "met", builders.ministers(made))
    view = builders.filled(place, made.record(uri="odd \udfff"))
    (event,) = view.list_events()
    assert event.passage.words == "met"
    assert event.passage.context == "Ilena Varo � met Osk Brandt."


def test_a_killed_run_loses_the_page_in_hand_only(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place

    def break_off(record: Record, page: int, take: Callable[[str], int]) -> Rows:
        rows = rows_of(record, page, take)
        if record.page.id == "refused":
            rows.tables["positions"].append({"position": 1, "no such column": 1})
        return rows

    monkeypatch.setattr(writer_module, "rows_of", break_off)
    with pytest.raises(Exception, match="no such column"):
        put_all(path, builders.scheduled(), builders.refused(), builders.due())
    monkeypatch.undo()
    with open_archive(path) as archive:
        view = archive.view()  # assembles what the killed run left
        assert [page.id for page in view.list_pages()] == ["scheduled"]
        assert not view.is_stale
        assert len(view.list_prospects()) == 1
        with archive.writer() as writer:
            assert [writer.put_record(r) for r in (builders.scheduled(), builders.refused(), builders.due())] == [
                PutOutcome.UNCHANGED,
                PutOutcome.ADDED,
                PutOutcome.ADDED,
            ]
    assert consistent(path)


def test_a_killed_assembly_is_made_again(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place
    builders.filled(path, *builders.process())
    whole = dump(path)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with open_archive(path) as archive:
        monkeypatch.setattr("communique.archive.assembly._find_shifts", killed)
        made = builders.told("Nothing happened on the river.", None)
        writer = archive.writer()
        writer.put_record(made.record(uri="calm"))
        with pytest.raises(KeyboardInterrupt):
            writer.assemble()
        writer.close()
        monkeypatch.undo()
        assert dump(path)["prospects"] == whole["prospects"]  # the old assembly is still there, whole
        assert archive.view().counts().n_stories == 11


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_archive(path) as archive:
        writer = archive.writer()
        writer.put_record(builders.scheduled())
        connection = writer._connection  # type: ignore[attr-defined]
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.rollback()
        connection.connection.dbapi_connection.execute(f"PRAGMA max_page_count = {n_pages}")
        big = builders.told("Talks went on. " * 20_000, None)
        with pytest.raises(ArchiveError, match="disk is full; make room and run again"):
            writer.put_record(big.record(uri="big"))
        connection.connection.dbapi_connection.execute("PRAGMA max_page_count = 100000")
        assert writer.put_record(builders.due()) is PutOutcome.ADDED
        writer.close()
        assert [page.id for page in archive.view().list_pages()] == ["due", "scheduled"]
    assert consistent(str(path))


def test_a_locked_archive_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.archive.sqlite.BUSY_TIMEOUT_S", 0.05)
    path = tmp_path / "a.db"
    with open_archive(path) as archive:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writer = archive.writer()
        with pytest.raises(ArchiveError, match="locked by another program"):
            writer.put_record(builders.scheduled())
        other.execute("ROLLBACK")
        other.close()
        assert writer.put_record(builders.scheduled()) is PutOutcome.ADDED
        writer.close()


def test_a_view_reads_while_a_writer_writes(place: str) -> None:
    path = place
    builders.filled(path, builders.scheduled())
    with open_archive(path) as archive, open_archive(path, read_only=True) as reading:
        view = reading.view()
        with archive.writer() as writer:
            writer.put_record(builders.postponed())
            assert view.counts().n_pages == 2
            assert view.is_stale
            assert len(view.list_prospects()) == 1  # as last assembled
        assert not view.is_stale


def put_all(path: str, *found: Record) -> list[PutOutcome]:
    """Put records in one run, and what each did."""
    with open_archive(path) as archive, archive.writer() as writer:
        return [writer.put_record(record) for record in found]


def dump(path: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without the numbers that a store gives out as it likes."""
    with opened(path) as archive, archive.reading.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in (*schema.PUT, *schema.KEPT, *schema.ASSEMBLED)
            if table.name != "links"
        }


def opened(path: str) -> SqlArchive:
    archive = open_archive(path)
    assert isinstance(archive, SqlArchive)
    return archive


def consistent(path: str) -> bool:
    """Whether the archive is whole in every respect."""
    with open_archive(path, read_only=True) as archive:
        return list(find_faults(archive)) == []


def test_neither_the_order_of_arrival_nor_the_runs_matter(store: str, new_place: NewPlace, expected: list[object]) -> None:
    @examples(store, 8)
    @given(order=st.permutations(builders.process()), cuts=st.sets(st.integers(1, 9), max_size=3))
    def arrive(order: list[Record], cuts: set[int]) -> None:
        path = new_place()
        edges = [0, *sorted(cuts), len(order)]
        for start, end in pairwise(edges):  # several runs, each assembled before the next
            view = builders.filled(path, *order[start:end])
        assert answers(view) == expected
        builders.close_all()

    arrive()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What an archive of the process answers: the same on every store."""
    return answers(builders.filled(tmp_path_factory.mktemp("expected") / "a.db", *builders.process()))


def answers(view: object) -> list[object]:
    """Everything that a view tells, but when pages were added."""
    asked = "stories actors statements events facts conditions positions shifts prospects duplicates links".split()
    return [getattr(view, f"list_{name}")() for name in asked] + [view.counts()]  # type: ignore[attr-defined]
