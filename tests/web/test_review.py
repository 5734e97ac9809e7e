"""Review: nothing is changed without being asked for; a correction is taken from its own form alone, seen everywhere, and undone."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from communique.archive import open_archive
from communique.archive.writer import SqlWriter
from communique.errors import ArchiveError
from communique.record.model import Issue
from communique.record.spans import Span
from communique.web.app import create_app
from communique.web.forms import MAX_FORM_BYTES, local
from tests.web.conftest import AT, hostile_story, plans_story, record, turned_story

EVENT = "/review/story-1/e-story-1"
BY = "Mara Lind"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.db"
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(record("page-1", hostile_story()))
        writer.put_record(record("page-2", plans_story()))
        writer.put_record(record("page-3", turned_story()))
    return path


@pytest.fixture
def reviewing(talks: Path) -> Iterator[TestClient]:
    with TestClient(create_app(talks, reviewer=BY, wait_s=0.1), base_url=AT, follow_redirects=False) as made:
        yield made


def token_at(client: TestClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, page.text
    found = re.search(r'name="token" value="([0-9a-f]+)"', page.text)
    assert found
    return found[1]


def send(client: TestClient, path: str, **fields: str) -> Any:
    return client.post(path, data={"token": token_at(client, path), **fields})


def test_without_review_nothing_can_be_changed_and_nothing_offers_it(talks: Path) -> None:
    with TestClient(create_app(talks), base_url=AT) as client:
        assert client.get("/review").status_code == 404
        assert client.get(EVENT).status_code == 404
        assert client.post(EVENT, data={"act": "retract"}).status_code == 405
        assert "/review" not in client.get("/story/story-1").text
        assert "/review" not in client.get("/").text


def test_what_is_read_has_ways_to_its_forms(reviewing: TestClient) -> None:
    page = reviewing.get("/story/story-1").text
    assert f'href="{EVENT}"' in page
    assert 'href="/review/story-1/s-story-1"' in page
    assert 'action="/review/story-1/add"' in page
    fact = reviewing.get("/timeline.json").json()["sections"]["events"]
    event = next(one for one in fact if one["reports"][0]["id"] == "e-story-1")
    assert f"{EVENT}?back=%2Fevents%2Fe-story-1" in reviewing.get(f"/events/{event['id']}").text


def test_a_correction_is_seen_everywhere_and_undone(reviewing: TestClient) -> None:
    seen = reviewing.get("/story/story-1")
    assert '/corrections">Corrections</a></li>' not in seen.text
    sent = send(reviewing, EVENT, act="change", status="ongoing", date="2031-03-14", why="the ministry says so")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/story/story-1#card-e-story-1"
    story = reviewing.get("/story/story-1", headers={"If-None-Match": seen.headers["etag"]})
    assert story.status_code == 200
    assert "CONSULT Arland, بورلاند: ongoing" in story.text
    assert '/corrections">Corrections</a></li>' in story.text
    shown = reviewing.get("/timeline.json").json()["sections"]["events"]
    event = next(one for one in shown if one["reports"][0]["id"] == "e-story-1")
    assert (event["status"], event["date"]) == ("ongoing", {"from": "2031-03-14", "to": "2031-03-14"})
    listed = reviewing.get("/corrections.json").json()["sections"]["corrections"]
    assert {(one["field"], one["by"], one["why"]) for one in listed} == {
        ("status", BY, "the ministry says so"),
        ("date", BY, "the ministry says so"),
    }
    status = next(one for one in listed if one["field"] == "status")
    assert (status["machine"], status["value"]) == ("occurred", "ongoing")
    page = reviewing.get("/corrections").text
    assert "status is ongoing; read as occurred" in page
    assert f'href="/review/undo/{status["id"]}"' in page
    undone = send(reviewing, f"/review/undo/{status['id']}", why="it does not")
    assert undone.status_code == 303
    assert "CONSULT Arland, بورلاند: occurred" in reviewing.get("/story/story-1").text
    assert "undone by" in reviewing.get("/corrections").text
    assert f'href="/review/undo/{status["id"]}"' not in reviewing.get("/corrections").text


def test_a_statement_and_the_actors_of_an_event_are_corrected(reviewing: TestClient) -> None:
    assert send(reviewing, "/review/story-1/s-story-1", act="retract").status_code == 303
    assert 'id="card-s-story-1"' not in reviewing.get("/story/story-1").text
    assert reviewing.get("/review/story-1/s-story-1").status_code == 404
    assert send(reviewing, EVENT, act="change", actors="Arland").status_code == 303
    assert "CONSULT Arland: occurred" in reviewing.get("/story/story-1").text


def test_what_does_not_fit_is_told_beside_the_form(reviewing: TestClient) -> None:
    answer = send(reviewing, EVENT, act="change", date="next <b>week", why="kept")
    assert answer.status_code == 422
    assert "date accepts YYYY-MM-DD" in answer.text
    assert "<b>week" not in answer.text
    assert 'value="kept"' in answer.text
    assert send(reviewing, EVENT, act="change").status_code == 422
    assert reviewing.get("/corrections.json").json()["n_corrections"] == 0


def test_a_missed_entry_is_added_by_its_words(reviewing: TestClient) -> None:
    path = "/review/story-1/add"
    prefilled = reviewing.get(path, params={"words": "said"}).text
    assert ">said</textarea>" in prefilled
    several = send(reviewing, path, words="Arland", entry="event", event_type="AGREE", event_status="occurred")
    assert several.status_code == 422
    assert "2 times" in several.text
    assert send(reviewing, path, words="nowhere", entry="event").status_code == 422
    assert send(reviewing, path, words="said").status_code == 422
    fields = {"words": "Arland", "nth": "2", "entry": "event", "event_type": "AGREE", "event_actors": "Arland"}
    added = send(reviewing, path, **fields, statement_speaker="Nobody")
    assert added.status_code == 303, added.text
    events = reviewing.get("/story/story-1.json").json()["events"]
    made = next(one for one in events if one["id"] != "e-story-1")
    assert made["type"] == "AGREE"
    assert added.headers["location"] == f"/story/story-1#at-{made['trigger']['start']}"


def test_a_form_of_another_site_is_refused(reviewing: TestClient, talks: Path) -> None:
    token = token_at(reviewing, EVENT)
    fields = {"act": "retract", "token": token}
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert reviewing.post(EVENT, data=fields, headers=headers).status_code == 403
    for wrong in ("", "0" * 64, token[:-1], "é"):
        assert reviewing.post(EVENT, data={"act": "retract", "token": wrong}).status_code == 403
    with TestClient(reviewing.app, base_url=AT) as other:  # another browser, without the cookie, or with one of its own
        assert other.post(EVENT, data=fields).status_code == 403
        token_at(other, EVENT)
        assert other.post(EVENT, data=fields).status_code == 403
    with open_archive(talks, read_only=True) as opened:
        assert not opened.view().has_corrections
    assert reviewing.post(EVENT, data=fields, headers={"Origin": AT}).status_code == 303


def test_the_cookie_of_forms_goes_to_no_other_site_and_pages_with_forms_are_not_kept(reviewing: TestClient) -> None:
    answer = reviewing.get(EVENT)
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_only_forms_of_some_size_are_taken(reviewing: TestClient) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert reviewing.post(EVENT, content=b"a" * (MAX_FORM_BYTES + 1), headers=form).status_code == 413
    assert reviewing.post(EVENT, json={"act": "retract"}).status_code == 415
    assert reviewing.post(EVENT, content=iter([b"a=b"]), headers=form).status_code == 411
    assert reviewing.post(EVENT, content=b"&".join(b"a%d=b" % n for n in range(200)), headers=form).status_code == 400
    assert reviewing.post("/timeline", data={"a": "b"}).status_code == 405


def test_an_archive_that_another_program_writes_is_told_so(reviewing: TestClient, talks: Path) -> None:
    token = token_at(reviewing, EVENT)
    other = sqlite3.connect(talks, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        answer = reviewing.post(EVENT, data={"act": "retract", "token": token})
    finally:
        other.close()
    assert answer.status_code == 503
    assert "locked by another program" in answer.text
    assert reviewing.post(EVENT, data={"act": "retract", "token": token}).status_code == 303


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", ""])
def test_a_form_leads_nowhere_else(path: str) -> None:
    assert local(path, "/here") == "/here"
    assert local("/review?queue=events&at=2", "/here") == "/review?queue=events&at=2"


def test_the_queue_shows_the_least_certain_first_and_goes_on(reviewing: TestClient) -> None:
    page = reviewing.get("/review")
    assert page.status_code == 200
    assert "1 of 1: factuality +1" in page.text
    assert 'action="/review/story-2/e-plan"' in page.text
    sent = reviewing.post(
        "/review/story-2/e-plan",
        data={"token": token_at(reviewing, "/review"), "act": "retract", "back": "/review?queue=events&at=1"},
    )
    assert sent.headers["location"] == "/review?queue=events&at=1"
    assert "Nothing of that kind is left" in reviewing.get(sent.headers["location"]).text
    for queue in ("statements", "dates"):
        assert "Nothing of that kind is left" in reviewing.get(f"/review?queue={queue}").text
    assert reviewing.get("/review?queue=lies").status_code == 400
    assert reviewing.get("/review?at=x").status_code == 400


def test_the_queues_hold_what_only_the_model_found_and_what_has_no_date(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    one = hostile_story()
    undated = replace(one.events[0], date=None)
    story = replace(one, statements=(replace(one.statements[0], rule="said/tagger"),), events=(undated,))
    issue = Issue(code="unresolved_date", detail="a date could not be worked out", story=one.id, span=Span(7, 10), words="met")
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(replace(record("page-1", story), issues=(issue,)))
    with TestClient(create_app(path, reviewer=BY), base_url=AT, follow_redirects=False) as client:
        assert "1 of 1: found by said/tagger" in client.get("/review?queue=statements").text
        assert f'action="{EVENT}"' in client.get("/review?queue=dates").text
        back = {"act": "change", "back": "/review?queue=dates&at=1"}
        sent = client.post(EVENT, data={"token": token_at(client, EVENT), "date": "2031-03-15", **back})
        assert sent.status_code == 303
        assert "Nothing of that kind is left" in client.get("/review?queue=dates").text
        assert "1 of 1" in client.get("/review?queue=statements").text


def test_a_correction_whose_assembly_has_to_wait_is_kept_and_told_so(
    reviewing: TestClient, talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_at(reviewing, EVENT)

    def locked(writer: SqlWriter) -> None:
        raise ArchiveError("archive talks.db is locked")

    with monkeypatch.context() as patched:
        patched.setattr(SqlWriter, "assemble", locked)
        answer = reviewing.post(EVENT, data={"act": "change", "status": "ongoing", "token": token})
    assert answer.status_code == 503
    assert "the correction is kept" in answer.text
    assert send(reviewing, EVENT, act="change", date="2031-03-14").status_code == 303
    assert ": ongoing" in reviewing.get("/story/story-1").text
