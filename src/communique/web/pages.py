"""Contexts into HTML, with escaping always on.

In: the contexts of `contexts.py`. Out: responses. Refuses nothing.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.responses import HTMLResponse

from communique.archive.results import Passage, StoryRef
from communique.record.vocab import Status
from communique.views.board import standing_of
from communique.views.clean import clean, clean_inner
from communique.views.formats import web_address
from communique.views.lines import around, day_label, due_words, excerpt, names_of, shorten, status_words, story_name
from communique.views.sheet import Entry
from communique.web.charts.marks import glyph
from communique.web.contexts import Context, Link, Page, StoryPage
from communique.web.marks import PINS, Layer

HERE = Path(__file__).parent
MOST_HEADLINE = 300  # characters: a page's author chooses them
RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
FORM_NAMES = {
    "json": "JSON",
    "csv": "CSV",
    "md": "Markdown",
    "atom": "Atom feed",
    "ics": "calendar (iCalendar)",
    "mail.html": "for an e-mail",
}
ENTRY_PATHS = (("reports", "/events/"), ("moves", "/events/"), ("n_mentions", "/actors/"))


@cache
def environment() -> Environment:
    """The template environment."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        asset=asset,
        story_name=story_name,
        story_link=story_link,
        entry_link=entry_link,
        correct_link=correct_link,
        web_address=web_address,
        glyph=glyph,
        statuses=tuple(Status),
        standing_of=standing_of,
        layers=tuple(Layer),
        layer_pins=PINS,
        form_names=FORM_NAMES,
        around=around,
        direction=direction,
    )
    made.filters.update(
        clean=clean,
        inner=clean_inner,
        day=day_label,
        status=status_words,
        short=shorten,
        excerpt=excerpt,
        names=names_of,
        due=due_words,
        headline=_headline,
    )
    return made


@cache
def asset(name: str) -> str:
    """The address of a file of the application's own; a changed file has a new one, so that it may be kept for long."""
    content = (HERE / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def direction(language: str | None) -> str:
    """The direction of text in a language; `auto` where the language is not known."""
    if not language:
        return "auto"
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def story_link(story: StoryRef, passages: Sequence[Passage] = ()) -> str:
    """Where a story stands here: at the words that were read, where one of the passages is of it."""
    start = next((passage.span.start for passage in passages if passage.story.id == story.id), None)
    return f"/story/{story.id}" + (f"#at-{start}" if start is not None else "")


def entry_link(entry: Entry) -> str:
    """Where there is more of an entry; "" for one that is all in its line."""
    if not entry.id:
        return ""
    return next((path + entry.id for key, path in ENTRY_PATHS if key in entry.data), "")


def correct_link(entry: Entry, here: str) -> str:
    """Where a line of an event's report, a statement or a position is corrected, or a correction undone; "" for anything else."""
    data = entry.data
    if not entry.id:
        return ""
    if "states" in data and "act" in data:
        return "" if data.get("undone_by") else f"/review/undo/{entry.id}"
    is_entry = "factuality" in data or "content" in data or ("stance" in data and "actor" in data)
    if not is_entry or not entry.passages:
        return ""
    # the event of a report may have another id when it is corrected; that of the report leads to it
    back = "?" + urlencode({"back": f"/events/{entry.id}"}) if here.startswith("/events/") else ""
    return f"/review/{entry.passages[0].story.id}/{entry.id}{back}"


def _headline(text: str | None) -> str:
    return shorten(clean(text or ""), MOST_HEADLINE) or "A story without a headline"


class Shell:
    """What every page has around it: the archive's name and the ways to the other views."""

    def __init__(self, name: str, navigation: Iterable[Link], *, is_reviewed: bool = False) -> None:
        """Take the archive's name, its navigation, and whether entries can be corrected here."""
        self._name = name
        self._navigation = tuple(navigation)
        self._is_reviewed = is_reviewed

    def _rendered(self, template: str, here: str, **context: object) -> Markup:
        rendered = (
            environment()
            .get_template(template)
            .render(
                archive=self._name,
                navigation=self._navigation,
                reviewing=self._is_reviewed,
                here=here,
                words=context.pop("words", ""),
                **context,
            )
        )
        return Markup(rendered)  # noqa: S704 -- the template escaped everything that is not its own

    def page(self, page: Page, context: Context | None, *, template: str) -> HTMLResponse:
        """A view as a page."""
        words = page.address.value("words") if page.sheet.view == "search" else ""
        return HTMLResponse(
            self._rendered(template, page.address.path, page=page, sheet=page.piece.sheet, c=context, words=words)
        )

    def story(self, page: StoryPage) -> HTMLResponse:
        """A story as a page."""
        return HTMLResponse(self._rendered("story.html", "/stories", page=page))

    def review(
        self, template: str, context: object, *, token: str, by: str, problems: Sequence[str] = (), status: int = 200
    ) -> HTMLResponse:
        """A page with a form that corrects; `problems` are why the one that was sent could not be taken."""
        rendered = self._rendered(template, "/review", c=context, token=token, by=by, problems=tuple(problems))
        return HTMLResponse(rendered, status_code=status)

    def error(self, status: int, detail: str) -> HTMLResponse:
        """What went wrong, as a page."""
        return HTMLResponse(self._rendered("error.html", "", status=status, detail=detail), status_code=status)

    def api(self, document: dict[str, Any]) -> HTMLResponse:
        """The description of the API for a person."""
        return HTMLResponse(self._rendered("api.html", "/api", document=document))
