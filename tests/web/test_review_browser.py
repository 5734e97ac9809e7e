"""Review in a real browser: forms go through the browser's own word on where they come from, selected words fill one, keys lead on.

Needs Chromium on the system and the extra `test`; without either the tests are skipped, and say so.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from communique.archive import open_archive
from communique.web.app import create_app
from tests.web.conftest import hostile_story, plans_story, record

playwright = pytest.importorskip("playwright.sync_api", reason="the browser's tests need the extra `test`")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the browser's tests need the extra `test`")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
SELECT = """([words, nth]) => {
  const walker = document.createTreeWalker(document.querySelector("article.story"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(), seen = 0; node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0 || ++seen < nth) continue;
    getSelection().setBaseAndExtent(node, at, node, at + words.length);
    return;
  }
}"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "talks.db"
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(record("page-1", hostile_story()))
        writer.put_record(record("page-2", plans_story()))
    app = create_app(path, reviewer="Mara Lind")
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def page(request: pytest.FixtureRequest) -> Iterator["playwright.Page"]:
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"])
        yield browser.new_context(java_script_enabled=request.param).new_page()
        browser.close()


def test_an_entry_is_corrected_and_the_correction_undone(address: str, page: "playwright.Page") -> None:
    page.goto(f"{address}/story/story-1")
    page.locator("aside #card-e-story-1 a", has_text="correct").click()
    page.get_by_label("Status").select_option("ongoing")
    page.get_by_label("Why").fill("the ministry says so")
    page.get_by_role("button", name="Correct").click()
    assert page.url == f"{address}/story/story-1#card-e-story-1"
    assert ": ongoing" in page.locator("aside #card-e-story-1 .what").inner_text()
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Corrections").click()
    page.get_by_role("link", name="undo").click()
    page.get_by_role("button", name="Undo").click()
    assert page.url == f"{address}/corrections"
    page.goto(f"{address}/story/story-1")
    assert ": occurred" in page.locator("aside #card-e-story-1 .what").inner_text()


@pytest.mark.parametrize("page", [True], indirect=True)
def test_selected_words_fill_the_form_of_a_missed_entry(address: str, page: "playwright.Page") -> None:
    page.goto(f"{address}/story/story-1")
    page.evaluate(SELECT, ["Arland", 2])
    form = page.locator("[data-missed]")
    page.wait_for_function("document.querySelector('[data-missed]').elements.words.value")
    assert form.locator("[name=words]").input_value() == "Arland"
    assert form.locator("[name=nth]").input_value() == "2"
    form.get_by_role("button").click()
    page.get_by_role("radio", name="event").check()
    page.locator("[name=event_type]").select_option("AGREE")
    page.locator("[name=event_actors]").fill("Arland")
    page.get_by_role("button", name="Add").click()
    assert page.url.startswith(f"{address}/story/story-1#at-")
    assert page.locator("aside .card.event").count() == 2


@pytest.mark.parametrize("page", [True], indirect=True)
def test_keys_lead_through_the_queue(address: str, page: "playwright.Page") -> None:
    page.goto(f"{address}/review")
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name") == "type"
    page.keyboard.press("r")  # in a field a key is what is typed
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    assert "Retract" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Nothing of that kind is left")


@pytest.mark.parametrize("page", [True], indirect=True)
def test_pages_with_forms_are_accessible(address: str, page: "playwright.Page") -> None:
    for path in ("/story/story-1", "/review", "/review/story-1/e-story-1", "/review/story-1/add?words=said", "/corrections"):
        page.goto(f"{address}{path}")
        found = axe.Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
