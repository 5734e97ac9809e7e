"""What was fetched is kept beside the records; how far an input was read is kept with its last page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from communique.archive import Writer, open_archive
from communique.record.fetch import Fetch
from communique.record.model import Issue, ReaderInfo
from tests.archive import builders
from tests.made import READER

URL = "https://www.harbourpost.example/talks"
AT = datetime(2031, 3, 5, 10, 0, tzinfo=UTC)
FETCH = Fetch(url=URL, at=AT, final_url=f"{URL}/", status=200, media_type="text/html", n_bytes=900, hash="aa")


@pytest.fixture
def path(place: str) -> str:
    return place


def put(path: str, *fetches: Fetch) -> None:
    with open_archive(path) as archive, archive.writer() as writer:
        for fetch in fetches:
            writer.put_fetch(fetch)


def test_a_fetch_is_kept_with_all_that_came_of_it(path: str) -> None:
    put(path, FETCH)
    with open_archive(path, read_only=True) as archive:
        (entry,) = archive.view().list_fetches()
    assert (entry.url, entry.final_url, entry.status, entry.media_type) == (URL, f"{URL}/", 200, "text/html")
    assert (entry.n_bytes, entry.hash, entry.trouble, entry.page_id) == (900, "aa", None, None)
    assert (entry.first_at, entry.last_at, entry.n_times) == (AT, AT, 1)


def test_the_same_answer_again_is_counted_in_one_row(path: str) -> None:
    put(path, *(replace(FETCH, at=AT + timedelta(hours=hour)) for hour in range(5)))
    with open_archive(path, read_only=True) as archive:
        (entry,) = archive.view().list_fetches(url=URL)
    assert (entry.first_at, entry.last_at, entry.n_times) == (AT, AT + timedelta(hours=4), 5)


def test_another_answer_is_another_row_and_the_last_one_is_the_last(path: str) -> None:
    gone = Fetch(url=URL, at=AT + timedelta(days=1), status=404, trouble=Issue(code="bad_status", detail="status 404"))
    put(path, FETCH, gone, replace(FETCH, url=f"{URL}/2"))
    with open_archive(path) as archive:
        assert [entry.status for entry in archive.view().list_fetches(url=URL)] == [200, 404]
        (troubled,) = archive.view().list_fetches(with_trouble=True)
        with archive.writer() as writer:
            assert writer.last_fetch(URL) == troubled
            assert writer.last_fetch("https://elsewhere.example/") is None
    assert (troubled.trouble, troubled.detail) == ("bad_status", "status 404")


def test_a_page_its_fetch_and_its_mark_are_put_together_or_not_at_all(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(path) as archive, archive.writer() as writer:
        writer.put_record(builders.scheduled(), fetch=FETCH, mark=("/in.jsonl", "120"))
        assert writer.get_mark("/in.jsonl") == "120"
        assert writer.get_mark("/other.jsonl") is None

        def fails(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("communique.archive.writer.set_mark", fails)
        with pytest.raises(RuntimeError):
            writer.put_record(builders.happened(), fetch=replace(FETCH, url="https://a.example/"), mark=("/in.jsonl", "240"))
        assert not writer.has_page("happened")
        assert writer.last_fetch("https://a.example/") is None
        assert writer.get_mark("/in.jsonl") == "120"


def test_a_page_is_held_as_a_reader_read_it(path: str) -> None:
    with open_archive(path) as archive, archive.writer() as writer:
        writer.put_record(builders.scheduled())
        assert writer.has_page("scheduled")
        assert writer.has_page("scheduled", reader=READER)
        assert not writer.has_page("scheduled", reader=ReaderInfo(version="9", model=READER.model, options=READER.options))
        assert has_its_story(writer)


def has_its_story(writer: Writer) -> bool:
    record = builders.scheduled()
    text = record.stories[0].text
    return writer.has_story("scheduled", text) and not writer.has_story("scheduled", text[:-1])
