"""An archive is brought to the present reader: as if its pages were read, with nothing lost, and it can be stopped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from communique.archive import open_archive
from communique.archive.requests import Request
from communique.errors import OptionError
from communique.options import OwnActor, ReadOptions
from communique.reading.pipeline import Reader
from communique.record.model import Record
from communique.record.vocab import Outcome
from communique.sources.base import Page, page_id
from communique.watch.rereading import options_of, reread_archive

pytestmark = pytest.mark.pipeline

PLAIN = (
    "TELLIN - Foreign Minister Ilena Varo met Osk Brandt in Tellin on Monday.\n\n"
    "“We will sign the treaty on 20 March,” Varo said.\n\nBrandt said the talks could fail if the blockade continued."
)
MARKUP = (
    "<html><head><title>Varo rejects the offer</title><meta property='article:published_time' content='2031-03-05T09:00:00Z'></head>"
    "<body><article><h1>Varo rejects the offer</h1><p>Ilena Varo rejected the offer of Lukania on Wednesday, her office said, and the"
    " fishermen of both banks waited for the ferry to come back.</p><p>Advertisement</p><p>Read more: Brandt attacks the harbour</p>"
    "<p>She threatened to close the strait unless the ships left by Friday, a spokesman told reporters in the capital.</p>"
    "</article></body></html>"
)
BUTTON = (
    "Ilena Varo met Osk Brandt in Tellin on Thursday, and the two agreed on a ferry across the river.\n\nAdvertisement\n\n"
    "Read more: Brandt attacks the harbour\n\nThe fishermen will be paid from April, her office said."
)
FOREIGN = "Der Außenminister traf am Montag seine Kollegin und sprach mit ihr über den Vertrag, den beide Länder unterzeichnen wollen."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def page(uri: str, content: str, media_type: str = "text/plain", **more: object) -> Page:
    return Page(id=page_id(uri, content), uri=uri, media_type=media_type, content=content, **more)  # type: ignore[arg-type]


def pages() -> list[Page]:
    return [
        page("plain", PLAIN, published=date(2031, 3, 4)),
        page("markup", MARKUP, "text/html"),
        page("button", BUTTON, published=date(2031, 3, 6)),
        page("foreign", FOREIGN),
        page("empty", " "),
        page("stray", "“Ilena Varo met Osk Brandt, an aide said.\n\nThe round was held on the 31st of an unnamed month."),
    ]


def test_records_read_again_are_those_that_their_pages_give(reader: Reader) -> None:
    read = list(reader.read_pages(pages()))
    assert any(story.ignored for record in read for story in record.stories), "what is passed over is kept, too"
    assert list(reader.reread(read)) == read
    bare = {"actors": (), "statements": (), "events": (), "conditions": (), "positions": ()}
    stripped = [replace(record, stories=tuple(replace(s, **bare) for s in record.stories)) for record in read]  # type: ignore[arg-type]
    assert list(reader.reread(stripped)) == read


def filled(path: Path, records: list[Record]) -> None:
    with open_archive(path) as archive, archive.writer() as writer:
        for record in records:
            writer.put_record(record)


def older(record: Record) -> Record:
    """The record as an older reader had it, which found no events."""
    stories = tuple(
        replace(s, events=(), conditions=tuple(replace(c, event=None) for c in s.conditions)) for s in record.stories
    )
    return replace(record, reader=replace(record.reader, version="0.0.1"), stories=stories)


def test_an_archive_is_brought_to_the_present_reader_and_the_changes_are_told(reader: Reader, tmp_path: Path) -> None:
    read = list(reader.read_pages(pages()))
    filled(tmp_path / "new.db", read)
    filled(tmp_path / "old.db", [older(record) for record in read])
    with open_archive(tmp_path / "old.db") as archive:
        done = reread_archive(archive, reader)
        n_events = sum(len(story.events) for record in read for story in record.stories)
        assert n_events > 2
        assert (done.n_pages, done.n_without_stories, done.kinds["event"].new, done.kinds["event"].gone) == (5, 1, n_events, 0)
        assert done.kinds["statement"].changed == done.kinds["statement"].gone == done.kinds["statement"].new == 0
        assert (done.before.n_events, done.after.n_events) == (0, n_events)
        with open_archive(tmp_path / "new.db") as new:
            assert {r.page.id: r for r in archive.view().iter_records() if r.stories} == {
                r.page.id: r for r in new.view().iter_records() if r.stories
            }
        again = reread_archive(archive, reader)
        assert (again.n_pages, again.n_current) == (0, 5)


def test_a_run_that_is_broken_off_goes_on_where_it_stopped(reader: Reader, tmp_path: Path) -> None:
    filled(tmp_path / "a.db", [older(record) for record in reader.read_pages(pages())])
    seen: list[Record] = []

    def stop(record: Record) -> None:
        seen.append(record)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with open_archive(tmp_path / "a.db") as archive:
        with pytest.raises(KeyboardInterrupt):
            reread_archive(archive, reader, told=stop)
        done = reread_archive(archive, reader)
        assert (done.n_current, done.n_pages) == (2, 3)


def test_corrections_hold_and_those_without_words_are_listed(reader: Reader, tmp_path: Path) -> None:
    filled(tmp_path / "a.db", [older(record) for record in reader.read_pages(pages())])
    with open_archive(tmp_path / "a.db") as archive:
        (said, *_) = archive.view().list_statements(by="Varo")
        with archive.writer() as writer:
            writer.correct([Request(id=said.id, by="Mara Lind", values={"kind": "thought"})])
        done = reread_archive(archive, reader)
        assert (done.corrections, done.lost) == ({"applied": 1}, ())
        assert [each.kind.value for each in archive.view().list_statements(by="Varo") if each.id == said.id] == ["thought"]


def test_a_page_that_cannot_be_read_again_keeps_what_was_read(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (record,) = reader.read_pages(pages()[:1])
    filled(tmp_path / "a.db", [older(record)])

    def fails(records: Iterator[Record], *, n_workers: int) -> Iterator[Record]:
        for each in records:
            yield replace(each, outcome=Outcome.SET_ASIDE, stories=())

    monkeypatch.setattr(reader, "reread", fails)
    with open_archive(tmp_path / "a.db") as archive:
        done = reread_archive(archive, reader)
        assert done.failed == [record.page.id]
        assert archive.view().get_record(record.page.id) == older(record)


def test_the_options_are_those_that_the_archive_was_read_with(reader: Reader, tmp_path: Path) -> None:
    (record,) = reader.read_pages(pages()[:1])
    times = ReadOptions.of(["times"])
    filled(tmp_path / "a.db", [replace(record, reader=replace(record.reader, options=times.hash))])
    with open_archive(tmp_path / "a.db") as archive:
        assert options_of(archive.view()) == times
        with archive.writer() as writer:
            writer.put_record(replace(record, page=replace(record.page, id="other")))
        with pytest.raises(OptionError, match="different options"):
            options_of(archive.view())


def test_what_a_dossier_says_of_actors_is_said_again(reader: Reader, tmp_path: Path) -> None:
    (record,) = reader.read_pages(pages()[:1])
    own = (OwnActor(name="Ilena Varo", country="XAR"),)
    with_dossier = ReadOptions.of(["times"], actors=own)
    filled(tmp_path / "a.db", [replace(record, reader=replace(record.reader, options=with_dossier.hash))])
    with open_archive(tmp_path / "a.db") as archive:
        assert options_of(archive.view(), own) == with_dossier
        with pytest.raises(OptionError, match="--dossier"):
            options_of(archive.view())
