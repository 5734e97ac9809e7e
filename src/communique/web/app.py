"""The web application over an archive: every view as a page and as JSON, and every story with its entries marked.

In: an archive's location. Out: a Starlette application, read-only. Refuses a request that asks for what is not there with one error
shape. Needs the `web` extra; nothing is fetched from elsewhere and no page holds a script.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from communique.archive import View, open_archive
from communique.archive.locations import title_of
from communique.errors import CommuniqueError, InputError
from communique.record.jsonform import story_to_json
from communique.views.actors import render_actors
from communique.views.brief import collect_brief, render_brief
from communique.views.formats import json_of
from communique.views.positions import render_positions
from communique.views.prospects import render_prospects
from communique.views.quality import render_duplicates, render_issues
from communique.views.quotes import render_quotes
from communique.views.search import render_search
from communique.views.sheet import Sheet
from communique.views.show import find_story, render_shown
from communique.views.timeline import render_timeline
from communique.web.contexts import SheetPage, StoryPage, json_path
from communique.web.marks import marked_text
from communique.web.pages import error_page, sheet_page, story_page

HERE = Path(__file__).parent
MAX_QUERY_CHARACTERS = 500
SECURITY = {  # no script, no frame, nothing from elsewhere: a page shows hostile text and must not run it
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(archive: str | Path) -> Starlette:
    """The application over one archive, opened for reading at each request, so that a reader can write beside it.

    Raises:
        ArchiveError: there is no archive.
    """
    open_archive(archive, read_only=True).close()
    return Starlette(
        routes=[
            *(Route(path, _endpoint(archive, make, as_json=False)) for path, make in PAGES.items()),
            *(Route(json_path(path), _endpoint(archive, make, as_json=True)) for path, make in PAGES.items()),
            Route("/show/{wanted}", _endpoint(archive, _shown, as_json=False)),
            Route("/story/{story_id}.json", _story_endpoint(archive, as_json=True)),
            Route("/story/{story_id}", _story_endpoint(archive, as_json=False)),
            Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_secured)],
        exception_handlers={HTTPException: _refused, CommuniqueError: _failed},
    )


def serve(archive: str | Path, *, host: str, port: int) -> None:
    """Serve until interrupted.

    Raises:
        ArchiveError: there is no archive.
    """
    import uvicorn  # only the command needs a server

    uvicorn.run(create_app(archive), host=host, port=port, log_level="warning")


def _brief(view: View, request: Request, name: str) -> Sheet:
    return render_brief(collect_brief(view, name=name, since=_day(request, "since"), as_of=_day(request, "as_of")))


def _timeline(view: View, request: Request, name: str) -> Sheet:
    return render_timeline(
        view,
        name=name,
        since=_day(request, "since"),
        until=_day(request, "until"),
        actor=_words(request, "actor"),
        about=_words(request, "about"),
    )


def _quotes(view: View, request: Request, name: str) -> Sheet:
    return render_quotes(
        view,
        name=name,
        by=_words(request, "by"),
        about=_words(request, "about"),
        since=_day(request, "since"),
        until=_day(request, "until"),
    )


def _positions(view: View, request: Request, name: str) -> Sheet:
    return render_positions(view, name=name, actor=_words(request, "actor"), issue=_words(request, "issue"))


def _prospects(view: View, request: Request, name: str) -> Sheet:
    return render_prospects(
        view, name=name, open_only="open" in request.query_params, overdue="overdue" in request.query_params
    )


def _actors(view: View, request: Request, name: str) -> Sheet:
    return render_actors(view, name=name, words=_words(request, "words"))


def _search(view: View, request: Request, name: str) -> Sheet:
    words = _words(request, "words")
    return render_search(view, words, name=name) if words else Sheet(view="search", title=f"{name} · search")


def _duplicates(view: View, request: Request, name: str) -> Sheet:
    return render_duplicates(view, name=name)


def _issues(view: View, request: Request, name: str) -> Sheet:
    return render_issues(view, name=name)


def _shown(view: View, request: Request, name: str) -> Sheet:
    return render_shown(view, request.path_params["wanted"][:MAX_QUERY_CHARACTERS])


Maker = Callable[[View, Request, str], Sheet]
Endpoint = Callable[[Request], Response]  # no coroutine: Starlette runs it in a thread, where it may wait for the archive

PAGES: dict[str, Maker] = {
    "/": _brief,
    "/timeline": _timeline,
    "/quotes": _quotes,
    "/positions": _positions,
    "/prospects": _prospects,
    "/actors": _actors,
    "/search": _search,
    "/duplicates": _duplicates,
    "/issues": _issues,
}


def _endpoint(archive: str | Path, make: Maker, *, as_json: bool) -> Endpoint:
    def answer(request: Request) -> Response:
        with open_archive(archive, read_only=True) as opened:
            sheet = make(opened.view(), request, title_of(archive))
        if as_json:
            return JSONResponse(json_of(sheet))
        return sheet_page(SheetPage(sheet=sheet, query=dict(request.query_params), path=request.url.path))

    return answer


def _story_endpoint(archive: str | Path, *, as_json: bool) -> Endpoint:
    def answer(request: Request) -> Response:
        wanted = request.path_params["story_id"]
        with open_archive(archive, read_only=True) as opened:
            found = find_story(opened.view(), wanted)
        if found is None:
            raise HTTPException(404, f"no story {wanted!r} in this archive")
        entry, _, story = found
        if as_json:
            return JSONResponse(story_to_json(story))
        return story_page(StoryPage(story=story, ref=entry.ref, marked=marked_text(story)))

    return answer


def _words(request: Request, name: str) -> str | None:
    given = request.query_params.get(name, "").strip()
    if len(given) > MAX_QUERY_CHARACTERS:
        raise HTTPException(400, f"{name!r} is longer than {MAX_QUERY_CHARACTERS} characters")
    return given or None


def _day(request: Request, name: str) -> date | None:
    given = _words(request, name)
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise HTTPException(400, f"{name!r} must be a day such as 2005-08-15; got {given!r}") from error


async def _secured(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await go_on(request)
    for header, value in SECURITY.items():
        response.headers[header] = value
    return response


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "the request failed"
    return _error(request, status, str(detail))


async def _failed(request: Request, error: Exception) -> Response:
    return _error(request, 404 if isinstance(error, InputError) else 500, str(error))


def _error(request: Request, status: int, detail: str) -> Response:
    if request.url.path.endswith(".json"):
        return JSONResponse({"error": {"status": status, "detail": detail}}, status_code=status)
    return error_page(status, detail)
