"""Contexts into HTML, with escaping always on.

In: the contexts of `contexts.py`. Out: responses. Refuses nothing.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from communique.views.clean import clean, clean_inner
from communique.views.formats import web_address
from communique.views.lines import story_name
from communique.web.contexts import SheetPage, StoryPage

LINKS = (
    ("/", "Brief"),
    ("/timeline", "Timeline"),
    ("/positions", "Positions"),
    ("/prospects", "Prospects"),
    ("/quotes", "Quotes"),
    ("/actors", "Actors"),
    ("/search", "Search"),
)
FILTERS = {  # the fields of each view's form: name, label, kind
    "brief": (("since", "Since", "date"), ("as_of", "Until", "date")),
    "timeline": (
        ("since", "Since", "date"),
        ("until", "Until", "date"),
        ("actor", "Actor", "text"),
        ("about", "About", "text"),
    ),
    "quotes": (("by", "By", "text"), ("about", "About", "text"), ("since", "Since", "date"), ("until", "Until", "date")),
    "positions": (("actor", "Actor", "text"), ("issue", "Issue", "text")),
    "actors": (("words", "Name", "text"),),
    "search": (("words", "Words", "search"),),
}


@cache
def environment() -> Environment:
    """The template environment."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(links=LINKS, filters=FILTERS, story_name=story_name, web_address=web_address)
    made.filters.update(clean=clean, inner=clean_inner)
    return made


def sheet_page(page: SheetPage) -> HTMLResponse:
    """A view as a page."""
    return HTMLResponse(environment().get_template("sheet.html").render(page=page, here=page.path))


def story_page(page: StoryPage) -> HTMLResponse:
    """A story as a page."""
    return HTMLResponse(environment().get_template("story.html").render(page=page, here=""))


def error_page(status: int, detail: str) -> HTMLResponse:
    """What went wrong, as a page."""
    rendered = environment().get_template("error.html").render(status=status, detail=detail, here="")
    return HTMLResponse(rendered, status_code=status)
