"""The application in a real browser: every page opens without an error, is accessible, and does what its scripts promise.

Needs Chromium on the system and the extra `test`; without either the tests are skipped, and say so. With
COMMUNIQUE_SCREENSHOTS=FOLDER every page is also kept as a picture, in light, dark and narrow.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from communique.archive import open_archive
from communique.dossier import load_dossier
from communique.reading.pipeline import Reader
from communique.sources.inputs import open_inputs
from communique.web.app import create_app
from communique.web.guard import Limits
from communique.web.screens import SCREENS
from tests.web.conftest import hostile_story, plans_story, record, turned_story

playwright = pytest.importorskip("playwright.sync_api", reason="the browser's tests need the extra `test`")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the browser's tests need the extra `test`")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.pipeline,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this system"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "aceh"
MODES = {"light": (1200, "light"), "dark": (1200, "dark"), "narrow": (390, "light")}
PAGED = {screen.path for screen in SCREENS if screen.is_paged}
# The rules take long on long pages, whose lines are alike: shorter pieces are checked, and in dark and narrow what is drawn.
SHORTER = {
    "/": "/?since=2005-12-01&as_of=2005-12-31",
    "/prospects": "/prospects?standing=refused",
    "/positions": "/positions?issue=foreign",
}
DRAWN = {"brief", "timeline", "month", "positions", "prospects", "quotes", "actor", "event", "story", "found", "copy"}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example dossier, read; and the hostile stories beside it."""
    path = tmp_path_factory.mktemp("browser") / "aceh.db"
    reader = Reader()
    with open_archive(path) as archive, archive.writer() as writer:
        for page in open_inputs([str(EXAMPLE / "pages")]):
            writer.put_record(reader.read(page))
        for number, story in enumerate((hostile_story(), plans_story(), turned_story())):
            writer.put_record(record(f"hostile-{number}", story))
    return path


@pytest.fixture(scope="module")
def address(example: Path) -> Iterator[str]:
    """The application on a free port of this machine."""
    app = create_app(example, dossier=load_dossier(EXAMPLE / "dossier.toml"), limits=Limits(per_second=10_000, burst=100_000))
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


@pytest.fixture(scope="module")
def ways(example: Path) -> dict[str, str]:
    """Every page by a short name."""
    with open_archive(example, read_only=True) as archive:
        view = archive.view()
        facts = view.list_facts()
        told = max(facts, key=lambda fact: (bool(fact.disputed), fact.n_stories))
        copy = next(story for story in view.list_stories() if story.is_copy)
        found = {
            screen.path.strip("/").replace("/", "-") or "brief": screen.path for screen in SCREENS if "{" not in screen.path
        }
        return found | {
            "actor": f"/actors/{view.list_actors()[0].id}",
            "event": f"/events/{told.id}",
            "prospect": f"/events/{view.list_prospects()[0].id}",
            "story": f"/story/{view.list_stories()[3].id}",
            "copy": f"/story/{copy.id}",
            "hostile": "/story/story-1",
            "right-to-left": "/story/story-2",
            "found": "/search?words=autonomy",
            "filled": "/timeline?since=2005-07-01&until=2005-09-30&by=actor&status=occurred",
            "month": "/calendar?month=2005-08",
            "series": "/positions/series?issue=foreign+monitors",
            "compared": "/positions/compare?left=Free+Aceh&right=Indonesia",
            "api": "/api",
            "nothing": "/nowhere",
        }


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield chromium
        chromium.close()


class Visit:
    """A page in the browser, and all that went wrong on it."""

    def __init__(self, browser: "playwright.Browser", mode: str, **options: object) -> None:
        width, scheme = MODES[mode]
        self.context = browser.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme, **options)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self._ask(request.url))
        self.asked: list[str] = []

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 404" not in text:
            self.troubles.append(text)

    def _ask(self, url: str) -> None:
        self.asked.append(url)

    def close(self) -> None:
        self.context.close()


@pytest.mark.parametrize("mode", MODES)
def test_every_page_opens_without_error_and_fits(
    browser: "playwright.Browser", address: str, ways: dict[str, str], mode: str
) -> None:
    visit, kept = Visit(browser, mode), os.environ.get("COMMUNIQUE_SCREENSHOTS")
    for name, way in ways.items():
        visit.page.goto(address + way)
        visit.page.wait_for_load_state("load")
        assert visit.troubles == [], name
        assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name} is wider than the screen"
        assert visit.page.locator("h1").count() == 1, name
        if kept:
            visit.page.screenshot(path=str(Path(kept) / f"{name}-{mode}.png"))
    assert all(url.startswith(address) for url in visit.asked), "a page asks elsewhere"
    visit.close()


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_accessible(browser: "playwright.Browser", address: str, ways: dict[str, str], mode: str) -> None:
    visit, checker = Visit(browser, mode, bypass_csp=True), axe.Axe()
    found = []
    for name, way in ways.items():
        if mode != "light" and name not in DRAWN:
            continue
        visit.page.goto(address + SHORTER.get(way, f"{way}?limit=8" if way in PAGED else way))
        visit.page.evaluate("[...document.querySelectorAll('details')].slice(0, 5).forEach((one) => { one.open = true; })")
        results = checker.run(visit.page, options=RULES).response
        for violation in results["violations"]:
            nodes = [node["html"][:200] + " | " + (node.get("failureSummary") or "")[:200] for node in violation["nodes"][:2]]
            found.append(f"{name}: {violation['id']} ({len(violation['nodes'])}): {nodes}")
    assert found == []
    visit.close()


def test_every_page_is_whole_without_scripts(browser: "playwright.Browser", address: str, ways: dict[str, str]) -> None:
    visit = Visit(browser, "light", java_script_enabled=False)
    for name in ("brief", "timeline", "positions", "prospects", "quotes", "story"):
        visit.page.goto(address + ways[name])
        assert visit.page.locator("main a[href]").count() > 3, name
    assert visit.page.locator("article.story a[data-cards]").first.is_visible()
    assert visit.page.locator("form.layers button").is_visible()
    visit.close()


def test_a_mark_tells_what_was_read_and_keys_go_on_from_it(
    browser: "playwright.Browser", address: str, ways: dict[str, str]
) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["story"])
    peek = visit.page.locator(".peek")
    visit.page.locator("article a.event").first.hover()
    playwright.expect(peek).to_be_visible()
    playwright.expect(peek).to_contain_text("rule")
    visit.page.keyboard.press("Escape")
    playwright.expect(peek).to_be_hidden()
    visit.page.locator("article [tabindex='0']").focus()
    first = visit.page.evaluate("document.activeElement.getAttribute('href')")
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.evaluate("document.activeElement.getAttribute('href')") != first
    visit.page.keyboard.press("Home")
    assert visit.page.evaluate("document.activeElement.getAttribute('href')") == first
    assert visit.troubles == []
    visit.close()


def test_layers_are_switched_in_place_and_kept_in_the_address(
    browser: "playwright.Browser", address: str, ways: dict[str, str]
) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["story"])
    visit.page.locator("input[value='actors']").uncheck()
    assert "show-actors" not in (visit.page.locator("article").get_attribute("class") or "")
    assert "layer=events" in visit.page.url
    visit.page.reload()
    assert not visit.page.locator("input[value='actors']").is_checked()
    visit.close()


def test_a_line_opens_the_words_in_their_story(browser: "playwright.Browser", address: str, ways: dict[str, str]) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["brief"])
    visit.page.locator(".entries .cited a").first.click()
    visit.page.wait_for_url("**/story/**")
    target = visit.page.url.partition("#")[2]
    assert target.startswith("at-")
    assert visit.page.locator(f"#{target}").is_visible()
    visit.close()


def test_the_timeline_zooms_and_moves(browser: "playwright.Browser", address: str, ways: dict[str, str]) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["timeline"])
    frame, mark = visit.page.locator("figure .scroll"), visit.page.locator("svg.timeline a.event").nth(3)
    before = mark.get_attribute("transform")
    frame.focus()
    visit.page.keyboard.press("+")
    zoomed = mark.get_attribute("transform")
    assert zoomed != before
    visit.page.keyboard.press("ArrowRight")
    assert mark.get_attribute("transform") != zoomed
    visit.page.keyboard.press("0")
    assert mark.get_attribute("transform") == before
    assert visit.troubles == []
    visit.close()


def test_the_theme_is_kept_from_page_to_page(browser: "playwright.Browser", address: str, ways: dict[str, str]) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["brief"])
    visit.page.locator("[data-theme-button]").click()
    visit.page.goto(address + ways["quotes"])
    assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"
    visit.close()


def test_print_leaves_out_what_only_a_screen_needs(browser: "playwright.Browser", address: str, ways: dict[str, str]) -> None:
    visit = Visit(browser, "light")
    visit.page.goto(address + ways["brief"])
    visit.page.emulate_media(media="print")
    assert not visit.page.locator(".top nav").is_visible()
    assert visit.page.locator("h1").is_visible()
    visit.close()
