"""Archives copied between stores and merged into one: the same afterwards, whole or not at all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from communique.archive import open_archive
from communique.archive.checking import find_faults
from communique.archive.compacting import compact
from communique.archive.sql_archive import SqlArchive
from communique.archive.transfer import Merged, copy_archive, merge_archives
from communique.errors import ArchiveError
from communique.record.fetch import Fetch
from communique.record.ids import digest
from communique.record.model import Record
from tests.archive import builders
from tests.archive.conftest import NewPlace, execute
from tests.archive.test_writer import answers, dump

AT = datetime(2031, 3, 5, 10, 0, tzinfo=UTC)
FETCH = Fetch(url="https://www.harbourpost.example/talks", at=AT, status=200, media_type="text/html", n_bytes=90, hash="aa")


def opened(place: str | Path, *, read_only: bool = False) -> SqlArchive:
    archive = open_archive(place, read_only=read_only)
    assert isinstance(archive, SqlArchive)
    return archive


def faults(place: str | Path) -> list[str]:
    with opened(place, read_only=True) as archive:
        return list(find_faults(archive))


def full(place: str | Path) -> None:
    """An archive with something of everything."""
    builders.filled(place, *builders.process())
    with open_archive(place) as archive, archive.writer() as writer:
        writer.put_fetch(FETCH, "happened")
        writer.put_fetch(replace(FETCH, at=AT + timedelta(hours=1)), "happened")
        writer.put_record(builders.without_stories("gone"), mark=("pages.jsonl", "120"))


def test_a_copy_is_the_same_and_goes_on(new_place: NewPlace, tmp_path: Path) -> None:
    first, there, back = tmp_path / "first.db", new_place(), tmp_path / "back.db"
    full(first)
    for source, target in ((first, there), (there, back)):
        with opened(source, read_only=True) as one, opened(target) as other:
            assert copy_archive(one, other) == 11
            assert answers(one.view()) == answers(other.view())
    assert dump(str(first)) == dump(there) == dump(str(back))
    assert faults(there) == faults(back) == []
    late = builders.told("Ilena Varo met Osk Brandt once more.", None)
    with open_archive(there) as archive, archive.writer() as writer:  # numbers go on after those that were copied
        writer.put_record(late.record(uri="late"))
        writer.put_fetch(replace(FETCH, url="https://elsewhere.example/"))
    assert faults(there) == []


def test_nothing_is_copied_over_an_archive_that_holds_something(new_place: NewPlace) -> None:
    one, other = new_place(), new_place()
    full(one)
    builders.filled(other, builders.due())
    with opened(one, read_only=True) as source, opened(other) as target, pytest.raises(ArchiveError, match="holds something"):
        copy_archive(source, target)
    with open_archive(other, read_only=True) as archive:
        assert archive.view().counts().n_pages == 1


def test_a_copy_that_is_broken_off_leaves_nothing(new_place: NewPlace) -> None:
    one, other = new_place(), new_place()
    full(one)

    def stop(_n: int) -> None:
        raise KeyboardInterrupt

    with opened(one, read_only=True) as source, opened(other) as target:
        with pytest.raises(KeyboardInterrupt):
            copy_archive(source, target, progress=stop)
        assert copy_archive(source, target) == 11  # it is still empty, and can be tried again
    assert faults(other) == []


@pytest.mark.parametrize("cut", [1, 4, 9])
def test_archives_of_parts_merge_into_the_archive_of_the_whole(new_place: NewPlace, cut: int) -> None:
    records = list(builders.process())
    parts, whole, into = [new_place(), new_place()], new_place(), new_place()
    builders.filled(whole, *records)
    builders.filled(parts[0], *records[:cut])
    builders.filled(parts[1], *records[max(0, cut - 2) :])  # with pages that both have
    with opened(into) as target, opened(parts[1], read_only=True) as one, opened(parts[0], read_only=True) as other:
        assert merge_archives(target, [one, other]).n_added == len(records)
        again = merge_archives(target, [other, one])
        assert (again.n_added, again.n_replaced, again.n_fetches, again.n_marks) == (0, 0, 0, 0)
        with opened(whole, read_only=True) as expected:
            assert answers(target.view()) == answers(expected.view())
    assert faults(into) == []


def test_a_merge_keeps_when_pages_were_added_and_what_was_fetched(new_place: NewPlace) -> None:
    into, other = new_place(), new_place()
    builders.filled(into, builders.happened())
    full(other)
    execute(other, "UPDATE pages SET added = '2031-05-01T00:00:00+00:00'")
    execute(into, "UPDATE pages SET added = '2031-06-01T00:00:00+00:00'")
    with opened(into) as target, opened(other, read_only=True) as source:
        assert merge_archives(target, [source]) == Merged(n_added=10, n_replaced=0, n_unchanged=1, n_fetches=1, n_marks=1)
        assert {page.added for page in target.view().list_pages()} == {"2031-05-01T00:00:00+00:00"}
        (fetch,) = target.view().list_fetches()
        assert (fetch.first_at, fetch.n_times, fetch.page_id) == (AT, 2, "happened")
        writer = target.writer()
        assert writer.get_mark("pages.jsonl") == "120"
        writer.close()


def newer(record: Record, version: str) -> Record:
    return replace(record, reader=replace(record.reader, version=version))


@pytest.mark.parametrize(
    ("held", "other", "kept"),
    [
        (builders.happened(), newer(builders.happened(), "0.10.0"), "0.10.0"),
        (newer(builders.happened(), "0.10.0"), newer(builders.happened(), "0.9.0"), "0.10.0"),
        (builders.without_stories("happened"), builders.happened(), "0.1.0"),
        (builders.happened(), newer(builders.without_stories("happened"), "9.0"), "0.1.0"),
    ],
)
def test_of_two_readings_the_better_is_kept(new_place: NewPlace, held: Record, other: Record, kept: str) -> None:
    into, source = new_place(), new_place()
    builders.filled(into, held)
    builders.filled(source, other)
    with opened(into) as target, opened(source, read_only=True) as merged:
        merge_archives(target, [merged])
        record = target.view().get_record("happened")
        assert record is not None
        assert record.reader.version == kept
        assert record.stories


def test_a_compacted_archive_is_smaller_and_says_the_same(place: str) -> None:
    full(place)
    big = builders.told(" ".join(digest("word", n) for n in range(30_000)), None)  # words that no store makes shorter
    with open_archive(place) as archive, archive.writer() as writer:
        writer.put_record(big.record(uri="big"))
        writer.put_record(newer(builders.told("Talks ended.", None).record(uri="big"), "0.2.0"))
    with opened(place) as archive:
        before = answers(archive.view())
        size, smaller = compact(archive)
        assert smaller < size - 100_000
        assert answers(archive.view()) == before
    assert faults(place) == []


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            "UPDATE stories SET headline = 'x' WHERE id IN (SELECT max(id) FROM stories)",
            "its rows of stories are not what its record",
        ),
        ("UPDATE pages SET uri = 'elsewhere' WHERE id = 'due'", "page due: uri is 'elsewhere', and its record says 'due'"),
        ("UPDATE pages SET added = 'lately' WHERE id = 'due'", "page due: it was added at 'lately', which is no moment"),
        (
            "UPDATE records SET line = '{' WHERE page IN (SELECT page FROM pages WHERE id = 'due')",
            "page due: its record cannot be read",
        ),
        ("DELETE FROM records WHERE page IN (SELECT page FROM pages WHERE id = 'due')", "page due: its record is missing"),
        ("DELETE FROM mentions", "its rows of mentions are not"),
        ("UPDATE fetches SET last_at = '2030-01-01T00:00:00+00:00'", "is before the first"),
        ("UPDATE fetches SET n_times = 0", "it was made 0 times"),
        ("UPDATE fetches SET page_id = 'nowhere'", "page nowhere is not in the archive"),
        ("UPDATE marks SET mark = ''", "mark of pages.jsonl: it says nothing"),
        ("UPDATE prospects SET outcome = 'open'", "prospects: 3 rows that its records do not give, 3 missing"),
        ("DELETE FROM shifts", "shifts: 0 rows that its records do not give, 1 missing"),
    ],
)
def test_a_check_tells_what_is_wrong(place: str, command: str, told: str) -> None:
    full(place)
    assert faults(place) == []
    execute(place, command)
    found = faults(place)
    assert any(told in fault for fault in found), found
    assert all("\n" not in fault for fault in found)


def test_a_check_tells_words_that_an_index_lacks(place: str, store: str) -> None:
    full(place)
    if store == "sqlite":
        execute(place, "INSERT INTO story_words (rowid, headline, text) VALUES (999, 'no', 'such story')")
        with opened(place) as archive:
            found = list(find_faults(archive))
    else:
        execute(place, "UPDATE story_words SET words = ''::tsvector")
        found = faults(place)
    assert any(fault.startswith("story_words: ") for fault in found), found


def test_a_damaged_file_is_told_and_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    full(path)
    with opened(path) as archive:
        compact(archive)
    whole = bytearray(path.read_bytes())
    at = len(whole) // 4096 // 2 * 4096
    whole[at : at + 4096 * 6] = b"\xff" * (4096 * 6)
    path.write_bytes(whole)
    found = faults(path)
    assert found
    assert all(fault.startswith("file: ") for fault in found)
