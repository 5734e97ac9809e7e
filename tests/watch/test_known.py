"""What an archive knows: nothing that it holds is fetched or read again, and what failed is left alone for a while."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from communique.archive import Writer, open_archive
from communique.record.fetch import Fetch
from communique.record.model import Issue, PageRef, ReaderInfo, Record, Story
from communique.record.vocab import Outcome, StoryKind
from communique.sources.base import Page, page_id
from communique.watch.known import ArchiveKnown, mark_after
from tests.made import READER

URL = "https://harbourpost.example/talks"
AT = datetime(2031, 3, 5, 10, 0, tzinfo=UTC)
TEXT = "Envoys of Arland and Borland met in Vienna on Wednesday for the first talks in two years, mediators said."


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    with open_archive(tmp_path / "talks.db") as archive, archive.writer() as opened:
        yield opened


def page(*, advert: str = "", mark: str | None = None) -> Page:
    markup = f"<html><body><article><p>{TEXT}</p><p>{TEXT.replace('Vienna', 'Graz')}</p></article><aside>{advert}</aside></body></html>"
    fetch = Fetch(url=URL, at=AT, final_url=URL, status=200, hash=page_id(URL, markup))
    input_ = "/pages.jsonl" if mark else None
    return Page(id=page_id(URL, markup), uri=URL, media_type="text/html", content=markup, fetch=fetch, input=input_, mark=mark)


def put(writer: Writer, held: Page) -> None:
    from communique.pages.stories import split_page

    stories = tuple(Story(id=story.id, kind=StoryKind.ARTICLE, text=story.text) for story in split_page(held).stories)
    ref = PageRef(id=held.id, uri=held.uri, media_type=held.media_type)
    record = Record(page=ref, reader=READER, outcome=Outcome.READ, stories=stories)
    writer.put_record(record, fetch=held.fetch, mark=mark_after(held, READER))


def known_at(writer: Writer, after: timedelta, reader: ReaderInfo = READER) -> ArchiveKnown:
    return ArchiveKnown(writer, reader, now=AT + after)


def test_an_address_that_was_never_fetched_is_not_known_and_is_asked_for_once(writer: Writer) -> None:
    known = known_at(writer, timedelta())
    assert not known.is_known(URL, None)
    assert known.is_known(URL, None)  # two lists of one round name it


def test_an_address_whose_page_is_held_is_known(writer: Writer) -> None:
    put(writer, page())
    assert known_at(writer, timedelta(days=30)).is_known(URL, None)


@pytest.mark.parametrize(
    ("updated", "is_known"),
    [
        ("2031-03-05T09:00:00+00:00", True),
        ("2031-03-05T12:00:00+01:00", False),  # 11:00 in universal time, an hour after the fetch
        ("2031-03-05", True),  # a day alone says nothing about the hour
        ("soon", True),
    ],
)
def test_a_page_that_its_list_says_has_changed_is_fetched_again(writer: Writer, updated: str, is_known: bool) -> None:
    put(writer, page())
    assert known_at(writer, timedelta(days=1)).is_known(URL, updated) is is_known


def test_a_newer_reader_knows_nothing_of_what_an_older_one_read(writer: Writer) -> None:
    newer = ReaderInfo(version="99", model=READER.model, options=READER.options)
    put(writer, page(mark="120"))
    assert known_at(writer, timedelta()).mark_of("/pages.jsonl") == "120"
    assert known_at(writer, timedelta(), newer).mark_of("/pages.jsonl") is None
    assert not known_at(writer, timedelta(), newer).is_known(URL, None)
    assert not known_at(writer, timedelta(), newer).is_held(page())


def failed(code: str, status: int | None = None) -> Fetch:
    return Fetch(url=URL, at=AT, status=status, trouble=Issue(code=code, detail="it failed"))


@pytest.mark.parametrize(
    ("fetch", "times", "pause"),
    [
        (failed("unreachable"), 1, timedelta(minutes=10)),
        (failed("unreachable"), 3, timedelta(minutes=40)),
        (failed("unreachable"), 30, timedelta(days=1)),
        (failed("bad_status", 404), 1, timedelta(days=1)),
        (failed("robots"), 1, timedelta(days=1)),
    ],
)
def test_what_failed_is_left_alone_for_longer_each_time(writer: Writer, fetch: Fetch, times: int, pause: timedelta) -> None:
    for _ in range(times):
        writer.put_fetch(fetch)
    assert known_at(writer, pause - timedelta(seconds=1)).is_known(URL, None)
    assert not known_at(writer, pause + timedelta(seconds=1)).is_known(URL, None)


def test_a_page_with_other_advertising_and_the_same_story_is_held(writer: Writer) -> None:
    put(writer, page(advert="Buy a boat"))
    known = known_at(writer, timedelta())
    assert known.is_held(page(advert="Buy a boat"))
    assert known.is_held(page(advert="Sell a boat"))
    last = writer.last_fetch(URL)
    assert last is not None
    assert (last.page_id, last.n_times) == (page(advert="Buy a boat").id, 3)


def test_a_page_whose_story_has_changed_is_not_held(writer: Writer) -> None:
    put(writer, page())
    changed = page()
    content = str(changed.content).replace("two years", "three years")
    other = Page(id=page_id(URL, content), uri=URL, media_type="text/html", content=content, fetch=changed.fetch)
    assert not known_at(writer, timedelta()).is_held(other)
