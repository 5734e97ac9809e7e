"""The table of phenomena: what each sentence of `phenomena.tsv` tells, and what it does not."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from communique.reading.pipeline import Reader
from communique.record.model import ActorRef, DateInterval, Event, Story
from communique.sources.base import Page

pytestmark = pytest.mark.pipeline
PUBLISHED = date(2031, 3, 12)  # a Wednesday
NOTHING, ANYTHING = "-", "*"
COLUMNS = ("phenomenon", "text", "trigger", "type", "status", "voice", "days", "actors", "recipients")


def rows() -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "phenomena.tsv").read_text(encoding="utf-8").splitlines()
    header, *cells = [line.split("\t") for line in lines if not line.startswith("#")]
    assert tuple(header) == COLUMNS
    return [dict(zip(header, row, strict=True)) for row in cells]


@cache
def reader() -> Reader:
    return Reader()


@cache
def story_of(text: str) -> Story:
    record = reader().read(Page(id="page", uri="page", media_type="text/plain", content=text, published=PUBLISHED))
    assert record.article is not None, record.issues
    return record.article


def shown_days(interval: DateInterval | None) -> str:
    if interval is None:
        return NOTHING
    if interval.first == interval.last:
        return str(interval.first)
    return f"{interval.first or ''}..{interval.last or ''}"


def bare(name: str) -> str:
    return name.strip().lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")


def shown_names(story: Story, refs: tuple[ActorRef, ...]) -> set[str]:
    return {bare(story.actor(ref.actor).name if ref.actor else story.words(ref.span)) for ref in refs}


def shown_voice(story: Story, event: Event) -> str:
    if event.voice is None:
        return NOTHING
    speaker = next(statement.speaker for statement in story.statements if statement.id == event.voice)
    return bare(story.actor(speaker.actor).name) if speaker is not None and speaker.actor else "somebody"


def wanted_names(cell: str) -> set[str]:
    return set() if cell == NOTHING else {bare(name) for name in cell.split(",")}


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['phenomenon']}: {row['text']} [{row['trigger']}]")
def test_what_a_sentence_tells(row: dict[str, str]) -> None:
    story = story_of(row["text"])
    told = [(story.words(event.trigger), event.type, event.status.value) for event in story.events]
    if row["trigger"] == NOTHING:
        assert told == []
        return
    trigger, _, root = row["trigger"].partition("/")
    found = [event for event in story.events if story.words(event.trigger) == trigger]
    assert len(found) == 1, told
    event = found[0]
    shown = {
        "type": event.type,
        "status": event.status.value,
        "voice": shown_voice(story, event),
        "days": shown_days(event.date),
        "actors": shown_names(story, event.actors),
        "recipients": shown_names(story, event.recipients),
    }
    wanted: dict[str, object] = {name: row[name] for name in ("type", "status", "days")}
    wanted["voice"] = bare(row["voice"])
    wanted |= {name: wanted_names(row[name]) for name in ("actors", "recipients")}
    asked = [name for name in shown if row[name] != ANYTHING]
    assert {name: shown[name] for name in asked} == {name: wanted[name] for name in asked}
    assert not root or event.root == root


def test_the_table_asks_for_much() -> None:
    table = rows()
    assert len(table) >= 300
    assert len({row["phenomenon"] for row in table}) >= 30
    assert sum(row["trigger"] == NOTHING for row in table) >= 10
    assert all(any(row[name] != ANYTHING for name in COLUMNS[3:]) for row in table if row["trigger"] != NOTHING)
    assert len({(row["text"], row["trigger"]) for row in table}) == len(table)
