"""The web application: every view as a page and as JSON, stories with their entries, hostile text harmless."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.archive import open_archive
from communique.record.model import Actor, ActorRef, DateInterval, Event, PageRef, ReaderInfo, Record, Statement, Story
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, StatementKind, Status, StoryKind
from communique.web.app import PAGES, create_app
from communique.web.marks import marked_text

TEXT = "Norway met Sweden in Oslo.\n“<script>alert(1)</script> and \u202eevil,” Norway said."
HOSTILE_HEADLINE = "<img src=x onerror=alert(1)> Envoys meet"


def story() -> Story:
    quoted = Span(TEXT.index("<script>"), TEXT.index(",” Norway"))
    second = TEXT.rindex("Norway")
    return Story(
        id="story-1",
        kind=StoryKind.ARTICLE,
        text=TEXT,
        headline=HOSTILE_HEADLINE,
        source="Coast Gazette",
        published=date(2005, 3, 16),
        actors=(
            Actor(
                id="a1",
                name="Norway",
                kind=ActorKind.STATE,
                country="NOR",
                code="NOR",
                mentions=(Span(0, 6), Span(second, second + 6)),
            ),
            Actor(id="a2", name="Sweden", kind=ActorKind.STATE, country="SWE", code="SWE", mentions=(Span(11, 17),)),
        ),
        statements=(
            Statement(
                id="s-1",
                key="statement|norway",
                kind=StatementKind.SPEECH,
                speaker=ActorRef(actor="a1", span=Span(second, second + 6)),
                cue=Span(second + 7, second + 11),
                content=(quoted,),
                form=Form.DIRECT,
            ),
        ),
        events=(
            Event(
                id="e-1",
                key="CONSULT|norway,sweden",
                type="CONSULT",
                root="CONSULT",
                trigger=Span(7, 10),
                actors=(ActorRef(actor="a1", span=Span(0, 6)), ActorRef(actor="a2", span=Span(11, 17))),
                date=DateInterval(first=date(2005, 3, 15), last=date(2005, 3, 15)),
                status=Status.OCCURRED,
                factuality=3.0,
            ),
        ),
    )


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    path = tmp_path / "talks.db"
    record = Record(
        page=PageRef(id="page-1", uri="https://news.example/1", media_type="text/html"),
        reader=ReaderInfo(version="0", model="none", options="0"),
        outcome=Outcome.READ,
        stories=(story(),),
    )
    with open_archive(path) as archive, archive.writer() as writer:
        writer.put_record(record)
    with TestClient(create_app(path)) as made:
        yield made


@pytest.mark.parametrize("path", sorted(PAGES))
def test_every_view_is_a_page_and_json(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "<main" in page.text
    twin = client.get("/brief.json" if path == "/" else f"{path}.json")
    assert twin.status_code == 200
    assert "sections" in twin.json()


def test_pages_hold_no_script_and_allow_none(client: TestClient) -> None:
    for path in (*PAGES, "/story/story-1"):
        page = client.get(path)
        assert "<script" not in page.text
        assert "onerror=alert" not in page.text.replace("&lt;img src=x onerror=alert(1)&gt;", "")
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_story_shows_its_words_with_what_was_read(client: TestClient) -> None:
    page = client.get("/story/story-1").text
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "CONSULT Norway, Sweden: occurred" in page
    assert client.get("/story/story-1.json").json()["events"][0]["type"] == "CONSULT"


def test_marked_runs_are_the_whole_text() -> None:
    paragraphs = marked_text(story())
    assert "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs) == TEXT


def test_what_is_not_there_is_told_in_one_shape(client: TestClient) -> None:
    assert client.get("/story/none").status_code == 404
    assert client.get("/story/none.json").json()["error"]["status"] == 404
    assert client.get("/nowhere").status_code == 404
    assert client.get("/show/zzzzzzzzzz").status_code == 404


@pytest.mark.parametrize("query", ["since=yesterday-ish", "since=" + "9" * 600])
def test_bad_filter_is_refused_and_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/timeline.json?{query}")
    assert answer.status_code == 400
    assert "since" in answer.json()["error"]["detail"]


def test_filters_are_kept_in_the_form(client: TestClient) -> None:
    page = client.get("/quotes", params={"by": 'Norway"><b>'}).text
    assert "Norway&#34;&gt;&lt;b&gt;" in page


def test_search_takes_any_words(client: TestClient) -> None:
    for words in ('"', "a OR", "NEAR(", "*", "-", "met"):
        assert client.get("/search", params={"words": words}).status_code == 200
