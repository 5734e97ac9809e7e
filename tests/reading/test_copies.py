"""Copies of a story are read once, and their records are those that reading them afresh gives."""

import threading
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from communique.options import ReadOptions
from communique.reading.copies import Reading, ReadingsInFile, ReadingsInMemory, key_of
from communique.reading.pipeline import Reader
from communique.record.jsonform import to_line
from communique.record.model import Issue, Story
from communique.record.spans import Span
from communique.record.vocab import StoryKind
from communique.sources.base import Page

TEXT = (
    "VARN, March 16 (Wire) - Delegates of Arland and of Borland met on Tuesday for a second day, Foreign Minister Anna Berg said.\n\n"
    "“We will sign nothing before Friday,” Berg told reporters. She denied that the minister had said talks would fail. "
    "If Borland withdraws its troops, Arland will lift the blockade. Berg supports direct talks with the rebels.\n"
)
SECOND = "“No,” said President Carl Dahl of Borland on Monday. Borland rejected the plan, and threatened to attack Arland.\n"


def page(name: str, text: str = TEXT, day: date | None = date(2031, 3, 18), **known: object) -> Page:
    return Page(id=name, uri=f"{name}.txt", media_type="text/plain", content=text, published=day, **known)  # type: ignore[arg-type]


def paper(name: str, headline: str) -> Page:
    paragraphs = "".join(f"<p>{p}</p>" for p in (TEXT * 2).strip().split("\n\n"))
    article = f"<article><h1>{headline}</h1>{paragraphs}</article>"
    html = f"<html><head><title>{headline}</title></head><body><nav>{name}</nav>{article}</body></html>"
    return Page(id=name, uri=f"https://{name}.example/a", media_type="text/html", content=html, published=date(2031, 3, 18))


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(options=ReadOptions.of(["times", "predicates"]))


def counting(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed from now on."""
    reader.readings = ReadingsInMemory()
    parsed: list[str] = []
    parse = reader._parse
    monkeypatch.setattr(reader, "_parse", lambda texts: parsed.extend(texts) or parse(texts))
    return parsed


def afresh(reader: Reader, pages: list[Page]) -> list[str]:
    lines = []
    for each in pages:
        reader.readings = ReadingsInMemory()
        lines.append(to_line(reader.read(each)))
    return lines


@pytest.mark.pipeline
def test_copies_are_parsed_once_and_are_byte_for_byte_what_reading_them_afresh_gives(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [
        page("one"),
        page("two", SECOND),
        page("three"),
        page("four", source="The Varn Post", headline="Talks go on", author="A. B."),
    ]
    expected = afresh(reader, pages)
    parsed = counting(reader, monkeypatch)
    assert [to_line(record) for record in reader.read_pages(pages)] == expected  # within a batch
    assert [to_line(reader.read(each)) for each in reversed(pages)] == expected[::-1]  # across batches
    assert len(parsed) == 2
    story = reader.read(pages[3]).article
    assert story is not None
    assert all((story.statements, story.events, story.conditions, story.positions, story.times, story.predicates))


@pytest.mark.pipeline
def test_a_report_on_the_pages_of_two_papers_is_read_once(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [paper("varn-post", "Delegates meet in Varn"), paper("lakeside-times", "Second day of talks")]
    expected = afresh(reader, pages)
    parsed = counting(reader, monkeypatch)
    assert [to_line(record) for record in reader.read_pages(pages)] == expected
    assert len(parsed) == 1


@pytest.mark.pipeline
@pytest.mark.parametrize(
    "other", [page("b", day=date(2031, 3, 19)), page("b", day=None), page("b", TEXT.replace(" - ", " -  "))]
)
def test_another_day_or_another_letter_is_another_story(reader: Reader, other: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = afresh(reader, [page("a"), other])
    parsed = counting(reader, monkeypatch)
    assert [to_line(record) for record in reader.read_pages([page("a"), other])] == expected
    assert len(parsed) == 2


@pytest.mark.pipeline
def test_reading_asks_nothing_of_a_story_but_what_tells_it_from_others(reader: Reader) -> None:
    """Whatever else a story has may differ among copies; a step that begins to use it must put it into the key."""
    story = next(story for story in reader.read(page("a")).stories if story.kind is StoryKind.ARTICLE)
    other = replace(
        story,
        start=7,
        headline="Sweden met Norway in Oslo",
        source="The Varn Post",
        author="Anna Berg",
        truncated=True,
        published_at="2031-03-18T10:00:00Z",
        updated_at="2031-03-19",
        url="https://x.example/",
        section="Sport",
        ignored=(Span(0, 1),),  # blanked in the text that is parsed, which is in the key
    )
    told = {f.name for f in fields(Story) if getattr(story, f.name) != getattr(other, f.name)}
    kept = {"id", "kind", "text", "language", "published"} | {f.name for f in fields(Reading)}
    assert told | kept >= {f.name for f in fields(Story)}
    doc = reader.nlp(story.text)
    from communique.reading.identities import Identities

    ids = Identities(story.id)
    first, _ = reader._read_story(doc, story, ids)
    second, _ = reader._read_story(doc, other, Identities(story.id))
    assert Reading.of(first, (), ids.parts) == Reading.of(second, (), ids.parts)


@pytest.mark.pipeline
def test_a_story_that_cannot_be_read_is_tried_again_and_told_for_each_copy(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.readings = ReadingsInMemory()

    def failing(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(reader, "_read_story", failing)
    records = list(reader.read_pages([page("a"), page("b")]))
    assert [[issue.code for issue in record.issues] for record in records] == [["not_read"], ["not_read"]]
    assert [record.issues[0].story for record in records] == [record.stories[0].id for record in records]


@pytest.mark.pipeline
def test_workers_share_what_they_read(reader: Reader) -> None:
    pages = [page(f"p{n}", SECOND if n % 2 else TEXT) for n in range(70)]
    reader.readings = ReadingsInMemory()
    alone = [to_line(record) for record in reader.read_pages(pages)]
    assert [to_line(record) for record in reader.read_pages(pages, n_workers=2)] == alone


def made(number: int) -> Reading:
    issue = Issue(code=f"code {number}", detail="x" * 50)
    return Reading(
        actors=(), statements=(), events=(), conditions=(), positions=(), times=None, predicates=None, issues=(issue,), parts={}
    )


def key(number: int) -> bytes:
    return number.to_bytes(20, "big")


def test_memory_holds_the_latest_in_bounded_space() -> None:
    readings = ReadingsInMemory(max_bytes=3_000)
    for number in range(100):
        readings.put(key(number), made(number))
        assert readings.n_bytes <= 3_000
        assert readings.get(key(0)) == made(0)  # used again and again, and therefore kept
    assert readings.get(key(99)) == made(99)
    assert readings.get(key(50)) is None


def test_what_is_too_large_is_not_held() -> None:
    readings = ReadingsInMemory(max_bytes=10)
    readings.put(key(1), made(1))
    assert readings.get(key(1)) is None


def test_a_file_holds_the_latest_in_bounded_space_and_is_shared(tmp_path: Path) -> None:
    writer, other = ReadingsInFile(tmp_path / "r.db", max_bytes=3_000), ReadingsInFile(tmp_path / "r.db")
    for number in range(100):
        writer.put(key(number), made(number))
    assert other.get(key(99)) == made(99)
    assert other.get(key(0)) is None
    held = sum(other.get(key(number)) is not None for number in range(100))
    assert 5 < held < 30
    writer.close()
    other.close()


def test_several_processes_may_put_at_a_time(tmp_path: Path) -> None:
    def put_all(start: int) -> None:
        readings = ReadingsInFile(tmp_path / "r.db")
        for number in range(start, start + 50):
            readings.put(key(number), made(number))
        readings.close()

    threads = [threading.Thread(target=put_all, args=(start,)) for start in (0, 25, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    readings = ReadingsInFile(tmp_path / "r.db")
    assert all(readings.get(key(number)) == made(number) for number in range(100))
    readings.close()


def test_a_file_that_fails_is_as_good_as_empty(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"no database at all" * 100)
    readings = ReadingsInFile(tmp_path / "r.db")
    readings.put(key(1), made(1))
    assert readings.get(key(1)) is None
    assert ReadingsInFile(tmp_path / "missing" / "r.db").get(key(1)) is None


def test_parts_of_a_key_cannot_run_into_each_other() -> None:
    def story(text: str, language: str | None = "en") -> Story:
        return Story(id="s", kind=StoryKind.ARTICLE, text=text, language=language)

    keys = {
        key_of(story("ab"), "ab"),
        key_of(story("ab"), " b"),
        key_of(story("ab", None), "ab"),
        key_of(story("a"), "b"),
        key_of(story(" b"), "ab"),
    }
    assert len(keys) == 5
