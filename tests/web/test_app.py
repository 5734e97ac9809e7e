"""The web application: every view as a page and in its other forms, stories with their entries, hostile text harmless."""

import csv
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.archive import open_archive
from communique.web.app import create_app
from communique.web.marks import Layer, cards_of, marked_text
from communique.web.screens import SCREENS, Screen
from tests.web.conftest import AT, HOSTILE, LONG_WORD, hostile_story, plans_story

FLAT = [screen for screen in SCREENS if "{" not in screen.path]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Seen(HTMLParser):
    """What a browser would make of a page: its elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def ids_of(archive: Path) -> dict[str, str]:
    with open_archive(archive, read_only=True) as opened:
        view = opened.view()
        fact = view.list_facts(actor="Arland")[0]
        return {
            "fact": fact.id,
            "prospect": view.list_prospects()[0].id,
            "actor": fact.actors[0].id,
            "report": fact.reports[0].id,
        }


def every_page(archive: Path) -> list[str]:
    ids = ids_of(archive)
    ways = [f"/events/{ids['fact']}", f"/events/{ids['prospect']}", f"/actors/{ids['actor']}"]
    filled = ["/search?words=truce", "/positions/compare?left=Arland&right=ARL", "/changes?since=2031-03-20", "/api"]
    return [screen.path for screen in FLAT] + ways + filled + [f"/story/story-{number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("screen", FLAT, ids=lambda screen: screen.path)
def test_every_view_has_every_form_that_it_names(client: TestClient, screen: Screen) -> None:
    page = client.get(screen.path)
    assert page.status_code == 200
    assert "<main" in page.text
    for suffix in screen.suffixes:
        twin = client.get(screen.twin(suffix))
        assert twin.status_code == 200, suffix
        assert screen.twin(suffix) in page.text
        if suffix == "json":
            assert "sections" in twin.json()


def test_hostile_words_are_shown_and_harmless(client: TestClient, archive: Path) -> None:
    for path in every_page(archive):
        answer = client.get(path)
        assert answer.status_code == 200, path
        seen = Seen(answer.text)
        scripts = [attrs.get("src") or "" for tag, attrs in seen.elements if tag == "script"]
        assert all(src.startswith("/static/") for src in scripts), path
        assert not [tag for tag, attrs in seen.elements if tag == "img" or any(name.startswith("on") for name in attrs)], path
        assert not [attrs for _, attrs in seen.elements if "style" in attrs or tag_is_style(attrs)], path
        assert "\u202e" not in answer.text, path
        addresses = [attrs[name] or "" for _, attrs in seen.elements for name in ("href", "src", "action") if name in attrs]
        assert all(one.startswith(("/", "#", "https://news.example/")) for one in addresses), path


def tag_is_style(attrs: dict[str, str | None]) -> bool:
    return (attrs.get("href") or "").startswith(("javascript:", "data:"))


def test_policy_lets_nothing_of_a_page_run_but_the_applications_own_files(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    letter = client.get("/changes.mail.html").headers["content-security-policy"]
    assert "script-src" not in letter
    assert "default-src 'none'" in letter


def test_story_shows_its_words_with_what_was_read(client: TestClient) -> None:
    page = client.get("/story/story-1").text
    assert "&lt;script&gt;" in page
    assert "CONSULT Arland, بورلاند: occurred" in page
    assert "verb met" in page
    assert 'id="at-7"' in page
    assert "Elsewhere a bridge" in page
    assert client.get("/story/story-1.json").json()["events"][0]["type"] == "CONSULT"


def test_story_in_another_script_is_shown_in_its_direction(client: TestClient) -> None:
    page = client.get("/story/story-2").text
    assert 'dir="rtl"' in page
    assert 'lang="ar"' in page
    assert LONG_WORD in page


@pytest.mark.parametrize(("query", "classes"), [("", set(Layer)), ("?layer=events", {Layer.EVENTS}), ("?layer=none", set())])
def test_layers_are_chosen_by_address(client: TestClient, query: str, classes: set[Layer]) -> None:
    page = Seen(client.get(f"/story/story-1{query}").text)
    article = next(attrs for tag, attrs in page.elements if tag == "article")
    assert {name for name in (article["class"] or "").split() if name.startswith("show-")} == {f"show-{one}" for one in classes}


def test_unknown_layer_is_refused(client: TestClient) -> None:
    assert client.get("/story/story-1?layer=lies").status_code == 400


def test_marked_runs_are_the_whole_text_and_every_entry_has_a_card() -> None:
    for story in (hostile_story(), plans_story()):
        cards = cards_of(story)
        paragraphs = marked_text(story, cards)
        assert "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs) == story.text
        led_to = {id_ for paragraph in paragraphs for run in paragraph for id_ in (*run.cards, *(pin.id for pin in run.pins))}
        assert led_to == {card.id for card in cards}
        for entries in (story.statements, story.events, story.conditions, story.positions):
            assert {entry.id for entry in entries} <= led_to


def test_event_page_tells_its_reports_and_leads_to_the_words(client: TestClient, archive: Path) -> None:
    ids = ids_of(archive)
    page = client.get(f"/events/{ids['fact']}").text
    assert "independent stor" in page
    assert '/story/story-1#at-7"' in page
    moved = client.get(f"/events/{ids['report']}", follow_redirects=False)
    assert moved.headers["location"] == f"/events/{ids['fact']}"


def test_actor_page_has_roles_and_relations(client: TestClient, archive: Path) -> None:
    page = client.get(f"/actors/{ids_of(archive)['actor']}").text
    assert "Foreign Minister" in page
    assert "<svg" in page
    assert "بورلاند" in page


def test_timeline_draws_each_status_in_its_own_form(client: TestClient) -> None:
    page = client.get("/timeline").text
    assert 'class="mark occurred"' in page
    assert 'class="mark conditional"' in page
    assert 'class="mark occurred"' not in client.get("/timeline?status=conditional").text.split("<figcaption>")[0]


def test_calendar_shows_what_is_due_in_its_month(client: TestClient) -> None:
    april = client.get("/calendar?month=2031-04").text
    assert "/events/" in april
    assert client.get("/calendar.json?month=2031-05").json()["n_prospects"] == 0
    assert client.get("/calendar").text.count("April 2031") > 0


def test_matrix_cell_opens_its_series(client: TestClient) -> None:
    page = Seen(client.get("/positions").text)
    cell = next(attrs["href"] for tag, attrs in page.elements if tag == "a" and attrs.get("class") == "cell")
    series = client.get(cell or "").text
    assert "supports" in series
    assert "opposes" in series


def test_facets_narrow_the_quotes(client: TestClient) -> None:
    assert client.get("/quotes.json?form=direct").json()["n_statements"] == 1
    assert client.get("/quotes.json?form=indirect").json()["n_statements"] == 0


def test_search_finds_words_quotations_and_actors(client: TestClient) -> None:
    sections = client.get("/search.json?words=Arland").json()["sections"]
    assert sections["actors"]
    assert sections["stories"]
    assert client.get("/search.json", params={"words": "evil", "in": "quotes"}).json()["sections"]["statements"]


@pytest.mark.parametrize("words", ['"', "a OR", "NEAR(", "*", "-", "met", "%", "';--", "\u0000"])
def test_search_takes_any_words(client: TestClient, words: str) -> None:
    assert client.get("/search", params={"words": words}).status_code == 200


def test_filters_are_kept_in_the_form(client: TestClient) -> None:
    page = client.get("/quotes", params={"by": 'Arland"><b>'}).text
    assert "Arland&#34;&gt;&lt;b&gt;" in page


@pytest.mark.parametrize("query", ["since=yesterday-ish", "since=" + "9" * 600, "sinse=2031-01-01", "status=done", "limit=0"])
def test_bad_filter_is_refused_and_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/timeline.json?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.json()["error"]["detail"]


def test_what_is_not_there_is_told_in_one_shape(client: TestClient) -> None:
    for path in ("/story/none", "/nowhere", "/show/zzzzzzzzzz", "/actors/none", "/events/none"):
        assert client.get(path).status_code == 404
    for path in ("/story/none.json", "/actors/none.json", "/events/none.json", "/nowhere.json"):
        error = client.get(path).json()["error"]
        assert error["status"] == 404
        assert error["detail"]


def test_lists_come_in_pieces_that_make_the_whole(client: TestClient) -> None:
    whole = client.get("/stories.json").json()["sections"]["stories"]
    found, at = [], "/stories.json?limit=1"
    while at:
        piece = client.get(at).json()
        found += piece["sections"]["stories"]
        at = piece["page"]["next"]
    assert found == whole
    assert client.get("/stories.json?offset=99").json()["page"]["next"] is None


def test_what_the_client_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/timeline.json")
    again = client.get("/timeline.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/timeline.json", headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_archive_that_grows_is_seen_at_once(tmp_path: Path) -> None:
    from tests.web.conftest import record, turned_story

    path = tmp_path / "growing.db"
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(record("page-1", hostile_story()))
    with TestClient(create_app(path), base_url=AT) as made:
        assert made.get("/stories.json").json()["n_stories"] == 1
        with open_archive(path) as opened, opened.writer() as writer:
            writer.put_record(record("page-3", turned_story()))
        assert made.get("/stories.json").json()["n_stories"] == 2


def test_last_visit_is_the_day_before_this_ones(archive: Path) -> None:
    with TestClient(create_app(archive), base_url=AT) as made:
        first = made.get("/")
        assert made.cookies["communique_visit"] == str(date.today())
        assert "none before today" in first.text
        cookie = first.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
    before = date.today() - timedelta(days=3)
    with TestClient(create_app(archive), base_url=AT, cookies={"communique_visit": str(before)}) as made:
        assert str(before) in made.get("/").text
        assert made.get("/changes.json?since=visit").json()["since"] == str(before)
        assert made.get("/changes.json?since=visit").json()["by"] == "added"


def test_a_cookie_that_is_not_understood_is_no_visit(archive: Path) -> None:
    with TestClient(create_app(archive), base_url=AT, cookies={"communique_visit": "2031-99-99_x"}) as made:
        assert made.get("/").status_code == 200


def test_changes_are_a_feed_and_a_letter(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/changes.atom").text)
    entries = feed.findall("a:entry", ATOM)
    assert entries
    link = entries[0].find("a:link", ATOM)
    assert link is not None
    assert (link.get("href") or "").startswith(f"{AT}/story/")
    letter = client.get("/changes.mail.html").text
    assert f"{AT}/story/" in letter
    assert 'style="' in letter
    assert "<script>alert" not in letter


def test_csv_is_whole_and_no_formula(client: TestClient) -> None:
    rows = list(csv.reader(StringIO(client.get("/positions.csv").text)))
    assert rows[0][0] == "section"
    assert len(rows) > 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_every_filter_of_a_view_has_its_own_name() -> None:
    for screen in SCREENS:
        names = [one.name for one in screen.accepted]
        assert len(set(names)) == len(names), screen.path


def test_every_page_weighs_little_before_its_text(client: TestClient) -> None:
    own = sum(len(client.get(path).content) for path in ("/static/style.css", "/static/page.js", "/static/theme.js"))
    assert own < 60_000
    assert len(client.get("/search").content) < 10_000


def test_hostile_text_is_the_one_that_was_put(client: TestClient) -> None:
    assert client.get("/story/story-1.json").json()["text"] == HOSTILE


def test_a_fault_tells_nothing_of_the_inside(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("communique.web.screens.render_duplicates", broken)
    with TestClient(create_app(archive), base_url=AT, raise_server_exceptions=False) as made:
        answer = made.get("/duplicates.json")
        assert answer.status_code == 500
        assert answer.json()["error"]["status"] == 500
        assert "secret" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_only_the_head_is_sent_where_only_it_is_asked_for(client: TestClient) -> None:
    answer = client.head("/timeline")
    assert answer.status_code == 200
    assert answer.content == b""
