"""An archive that is written by others: hostile words, names of several scripts, two reports of one event, a copy, prospects."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.archive import open_archive
from communique.dossier import Dossier, dossier_of
from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    PageRef,
    Position,
    ReaderInfo,
    Record,
    Role,
    Statement,
    Story,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind
from communique.web.app import create_app

AT = "http://localhost"
HOSTILE_HEADLINE = "<img src=x onerror=alert(1)> Envoys meet"
HOSTILE = "Arland met Borland in Oslo.\n“<script>alert(1)</script> and \u202eevil,” Arland said."
LONG_WORD = "a" * 5000


def part(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def arland(*mentions: Span, role: Span | None = None) -> Actor:
    roles = (Role(title="Foreign Minister", of="ARL", span=role),) if role else ()
    return Actor(id="a1", name="Arland", kind=ActorKind.STATE, country="ARL", code="ARL", mentions=mentions, roles=roles)


def borland(*mentions: Span) -> Actor:
    return Actor(id="a2", name="بورلاند", kind=ActorKind.STATE, country="BRL", code="BRL", mentions=mentions)


def hostile_story(id_: str = "story-1", source: str = "Coast Gazette", day: int = 16) -> Story:
    text = HOSTILE
    return Story(
        id=id_,
        kind=StoryKind.ARTICLE,
        text=text,
        headline=HOSTILE_HEADLINE,
        source=source,
        language="en",
        published=date(2031, 3, day),
        actors=(arland(part(text, "Arland"), part(text, "Arland", 1)), borland(part(text, "Borland"))),
        statements=(
            Statement(
                id=f"s-{id_}",
                key="statement|arland",
                kind=StatementKind.SPEECH,
                speaker=ActorRef(actor="a1", span=part(text, "Arland", 1)),
                cue=part(text, "said"),
                content=(Span(text.index("<script>"), text.index(",” Arland")),),
                form=Form.DIRECT,
                rule="quotation and cue",
            ),
        ),
        events=(
            Event(
                id=f"e-{id_}",
                key="CONSULT|arland,borland",
                type="CONSULT",
                root="CONSULT",
                trigger=part(text, "met"),
                actors=(ActorRef(actor="a1", span=part(text, "Arland")), ActorRef(actor="a2", span=part(text, "Borland"))),
                date=DateInterval(first=date(2031, 3, 15), last=date(2031, 3, 15)),
                status=Status.OCCURRED,
                factuality=3.0,
                rule="verb met",
            ),
        ),
    )


def plans_story() -> Story:
    text = f"Arland will visit Borland on 2 April if the guns fall silent. It backs the truce. {LONG_WORD}"
    return Story(
        id="story-2",
        kind=StoryKind.ARTICLE,
        text=text,
        headline="زيارة مقررة",
        source="Harbour Wire",
        language="ar",
        published=date(2031, 3, 20),
        actors=(arland(part(text, "Arland"), part(text, "It"), role=part(text, "Arland")), borland(part(text, "Borland"))),
        events=(
            Event(
                id="e-plan",
                key="CONSULT|visit",
                type="CONSULT",
                root="AGREE",
                mode="visit",
                trigger=part(text, "visit"),
                actors=(ActorRef(actor="a1", span=part(text, "Arland")),),
                recipients=(ActorRef(actor="a2", span=part(text, "Borland")),),
                date=DateInterval(first=date(2031, 4, 2), last=date(2031, 4, 2), span=part(text, "2 April")),
                status=Status.CONDITIONAL,
                factuality=1.0,
                status_words=(part(text, "if"),),
            ),
        ),
        conditions=(
            Condition(
                id="c-1",
                key="condition",
                antecedent=part(text, "the guns fall silent"),
                consequent=part(text, "Arland will visit Borland"),
                event="e-plan",
            ),
        ),
        positions=(
            Position(
                id="p-1",
                key="truce|arland",
                actor="a1",
                issue="truce",
                stance=Stance.SUPPORTS,
                span=part(text, "It backs the truce"),
            ),
        ),
    )


def turned_story() -> Story:
    text = "Arland now rejects the truce, its minister said."
    return Story(
        id="story-3",
        kind=StoryKind.ARTICLE,
        text=text,
        headline="Arland turns",
        source="Coast Gazette",
        language="en",
        published=date(2031, 3, 25),
        actors=(arland(part(text, "Arland")),),
        positions=(
            Position(
                id="p-2",
                key="truce|arland|2",
                actor="a1",
                issue="truce",
                stance=Stance.OPPOSES,
                span=part(text, "rejects the truce"),
            ),
        ),
    )


def teaser() -> Story:
    return Story(id="story-4", kind=StoryKind.TEASER, text="Elsewhere a bridge …", truncated=True, language="en")


def record(page: str, *stories: Story) -> Record:
    return Record(
        page=PageRef(id=page, uri=f"https://news.example/{page}", media_type="text/html"),
        reader=ReaderInfo(version="0", model="none", options="0"),
        outcome=Outcome.READ,
        stories=stories,
    )


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "talks.db"
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(record("page-1", hostile_story(), teaser()))
        writer.put_record(record("page-2", plans_story()))
        writer.put_record(record("page-3", turned_story()))
    return path


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return dossier_of({"name": "The river talks", "issues": [{"name": "truce", "words": ["guns fall silent"]}]}, where="test")


@pytest.fixture
def client(archive: Path, dossier: Dossier) -> Iterator[TestClient]:
    with TestClient(create_app(archive, dossier=dossier), base_url=AT) as made:
        yield made
