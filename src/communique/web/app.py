"""The web application over an archive: every view as a page, as JSON, CSV and more, and every story with its entries marked.

In: an archive's location, perhaps a dossier and a password. Out: a Starlette application, read-only unless a reviewer is named.
Refuses a request that asks for what is not there, or in a way that is not understood, with one error shape. Needs the `web` extra;
nothing is fetched from elsewhere, and every page is whole without its scripts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from communique.archive import View, open_archive
from communique.archive.locations import title_of
from communique.dossier import Dossier
from communique.errors import CommuniqueError, InputError
from communique.record.jsonform import story_to_json
from communique.views.atom import atom_text
from communique.views.exports.ics import ics_text
from communique.views.formats import json_of, markdown_lines
from communique.views.mail import mail_text
from communique.views.paging import piece_of
from communique.views.show import find_story
from communique.views.table import csv_text
from communique.web.asking import LIMIT, OFFSET, Asked, AskError, read_query
from communique.web.caching import Kept, answered, stamp_of
from communique.web.contexts import Address, Link, Page
from communique.web.guard import LOOPBACK_NAMES, SECURITY, Guard, Limits, check_door, is_loopback
from communique.web.openapi import document
from communique.web.pages import Shell
from communique.web.reading import story_page
from communique.web.review import WAIT_S, Review
from communique.web.screens import SCREENS, Desk, Made, Screen
from communique.web.visits import VISIT_COOKIE, last_visit, remembered

HERE = Path(__file__).parent
KEPT_S = 31_536_000  # a year: an asset's address changes with its content
MEDIA = {
    "csv": "text/csv; charset=utf-8; header=present",
    "md": "text/markdown; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "mail.html": "text/html; charset=utf-8",
}
# A letter has its styles in its lines, and is shown here only to be sent: nothing in it may run or load.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What is served: the archive, what is followed in it, and the answers kept."""

    archive: str | Path
    dossier: Dossier | None = None
    reviewer: str = ""  # who corrects; "" where nothing can be
    kept: Kept = field(default_factory=Kept)
    changes: list[int] = field(default_factory=lambda: [0])  # how often something was changed here

    @property
    def name(self) -> str:
        """What pages are headed."""
        return self.dossier.name if self.dossier else title_of(self.archive)

    def shell(self, has_corrections: bool) -> Shell:
        """What stands around a page."""
        return Shell(self.name, _navigation(has_corrections=has_corrections), is_reviewed=bool(self.reviewer))

    @property
    def stamp(self) -> tuple[int, ...] | None:
        """Of the archive as it is now: a change made here counts even where the file's clock is too coarse to show it."""
        stamp = stamp_of(self.archive)
        return None if stamp is None else (self.changes[0], *stamp)

    def changed(self) -> None:
        """Let no answer made before now be given again."""
        self.changes[0] += 1


def create_app(
    archive: str | Path,
    *,
    dossier: Dossier | None = None,
    password: str = "",
    hosts: Iterable[str] | None = None,
    limits: Limits | None = None,
    reviewer: str = "",
    wait_s: float = WAIT_S,
) -> Starlette:
    """The application over one archive, opened for reading at each request, so that a reader can write beside it.

    Args:
        dossier: Groups by its issues, and keeps what touches its actors and issues.
        password: What a client must know, as the password of any user (Basic) or as a token (Bearer); "" lets everybody in.
        hosts: Host names that are answered to; None for all.
        limits: How much one client may ask.
        reviewer: Who makes corrections here; "" lets nothing be changed.
        wait_s: How long a correction waits for another program that writes.
    Raises:
        ArchiveError: there is no archive.
    """
    open_archive(archive, read_only=True).close()
    served = Served(archive=archive, dossier=dossier, reviewer=reviewer)
    review = (
        Review(archive, by=reviewer, shell=served.shell, stamp=lambda: served.stamp, changed=served.changed, wait_s=wait_s)
        if reviewer
        else None
    )
    return Starlette(
        routes=[
            *(route for screen in SCREENS for route in _routes(served, screen)),
            *(review.routes() if review else ()),
            Route("/story/{story_id}.json", _story_endpoint(served, as_json=True)),
            Route("/story/{story_id}", _story_endpoint(served, as_json=False)),
            Route("/stories/{story_id}.json", _story_endpoint(served, as_json=True)),
            Route("/brief", lambda request: RedirectResponse("/", 301)),
            Route("/api", _api_endpoint(served)),
            Route("/openapi.json", lambda request: JSONResponse(document())),
            Route("/favicon.ico", lambda request: RedirectResponse("/static/icon.svg", 301)),
            Mount("/static", Assets(directory=HERE / "static"), name="static"),
        ],
        middleware=[
            Middleware(GZipMiddleware, minimum_size=1024),
            Middleware(
                Guard, refuse=_error, password=password, hosts=hosts, limits=limits, forms_at="/review" if review else ""
            ),
        ],
        exception_handlers={HTTPException: _refused, CommuniqueError: _failed, AskError: _not_understood, Exception: _broken},
    )


def serve(
    archive: str | Path, *, host: str, port: int, password: str = "", dossier: Dossier | None = None, reviewer: str = ""
) -> None:
    """Serve until interrupted.

    Raises:
        ArchiveError: there is no archive.
        OptionError: other machines reach the address, and no password keeps it.
    """
    import uvicorn  # only the command needs a server

    check_door(host, password)
    hosts = (*LOOPBACK_NAMES, host, f"[{host}]") if is_loopback(host) else None
    app = create_app(archive, dossier=dossier, password=password, hosts=hosts, reviewer=reviewer)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=32 * 1024,
        timeout_keep_alive=10,
        limit_concurrency=200,
    )


class Assets(StaticFiles):
    """The application's own files, which a browser may keep for as long as it likes."""

    def file_response(self, *args: object, **options: object) -> Response:
        """A file, with how long it may be kept."""
        answer = super().file_response(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}, immutable"
        return answer

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; no folder has a page of its own."""
        return await super().get_response(path, scope)


Endpoint = Callable[[Request], Response]  # no coroutine: Starlette runs it in a thread, where it may wait for the archive


def _routes(served: Served, screen: Screen) -> list[Route]:
    """Twins first: `/events/{id}` would take `x.json` for an id."""
    twins = [Route(screen.twin(suffix), _endpoint(served, screen, suffix)) for suffix in screen.suffixes]
    return [*twins, Route(screen.path, _endpoint(served, screen, ""))]


def _endpoint(served: Served, screen: Screen, suffix: str) -> Endpoint:
    def answer(request: Request) -> Response:
        today = date.today()
        visit = last_visit(request.cookies.get(VISIT_COOKIE, ""), today)
        query = request.query_params.multi_items()
        asked = read_query(screen.accepted, query, today=today, visit=visit, takes_blanks=not suffix)
        path = request.url.path.removesuffix(f".{suffix}") if suffix else request.url.path
        is_stem = bool(screen.stem) and suffix
        address = Address(path=screen.path if is_stem else path, given=asked.given, stem=screen.stem or path)

        def make() -> Response:
            with open_archive(served.archive, read_only=True) as opened:
                view = opened.view()
                made = screen.make(Desk(view=view, name=served.name, dossier=served.dossier), asked, address)
                shell = served.shell(view.has_corrections)
            if made.moved_to:
                return RedirectResponse(made.moved_to + (f".{suffix}" if suffix else ""), 302)
            return _response(shell, screen, suffix, made, asked, address, at=_base(request))

        response = answered(request, served.stamp, served.kept, make, about=visit)
        return remembered(response, request, today) if not suffix else response

    return answer


def _response(shell: Shell, screen: Screen, suffix: str, made: Made, asked: Asked, address: Address, *, at: str) -> Response:
    sheet = made.sheet
    if suffix == "csv":
        return Response(csv_text(sheet), headers={"Content-Type": MEDIA[suffix], "Content-Disposition": _named(sheet.view)})
    if suffix == "md":
        return Response("\n".join(markdown_lines(sheet)) + "\n", headers={"Content-Type": MEDIA[suffix]})
    if suffix == "ics":
        return Response(ics_text(made.prospects, name=sheet.title), headers={"Content-Type": MEDIA[suffix]})
    if suffix == "atom":
        text = atom_text(sheet, at=at, path=address.but({}), as_of=None)
        return Response(text, headers={"Content-Type": MEDIA[suffix]})
    if suffix == "mail.html":
        headers = {"Content-Type": MEDIA[suffix], "Content-Security-Policy": LETTER_POLICY}
        return Response(mail_text(sheet, at=at), headers=headers)
    limit = asked.number(LIMIT) if screen.is_paged else 1_000_000
    piece = piece_of(sheet, offset=asked.number(OFFSET), limit=limit)
    if suffix == "json":
        value = json_of(piece.sheet)
        if screen.is_paged:
            following = address.twin("json") if piece.next is None else _next(address, piece.next)
            value["page"] = {
                "offset": piece.offset,
                "limit": piece.limit,
                "total": piece.total,
                "next": None if piece.next is None else following,
            }
        return JSONResponse(value)
    page = Page(
        sheet=sheet,
        piece=piece,
        address=address,
        filters=screen.filters,
        asked=asked,
        suffixes=screen.suffixes,
        links=made.links,
        facets=made.facets,
        lead=made.lead,
    )
    return shell.page(page, made.context, template=screen.template)


def _next(address: Address, offset: int) -> str:
    kept = tuple(pair for pair in address.given if pair[0] != "offset")
    return Address(path=address.path, given=(*kept, ("offset", str(offset))), stem=address.stem).twin("json")


def _named(view: str) -> str:
    return f'attachment; filename="communique-{view}.csv"'


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


def _story_endpoint(served: Served, *, as_json: bool) -> Endpoint:
    def answer(request: Request) -> Response:
        wanted = request.path_params["story_id"]
        shown = request.query_params.getlist("layer")

        def make() -> Response:
            with open_archive(served.archive, read_only=True) as opened:
                view: View = opened.view()
                found = find_story(view, wanted)
                if found is None:
                    raise HTTPException(404, f"no story {wanted[:80]!r} in this archive")
                entry, record, story = found
                if as_json:
                    return JSONResponse(story_to_json(story))
                shell = served.shell(view.has_corrections)
                return shell.story(story_page(view, entry, record, story, shown))

        return answered(request, served.stamp, served.kept, make)

    return answer


def _api_endpoint(served: Served) -> Endpoint:
    def answer(request: Request) -> Response:
        return served.shell(False).api(document())

    return answer


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else "the request failed"
    answer = _error(request, status, str(detail))
    answer.headers.update((error.headers if isinstance(error, HTTPException) else None) or {})
    return answer


async def _failed(request: Request, error: Exception) -> Response:
    return _error(request, 404 if isinstance(error, InputError) else 500, str(error))


async def _not_understood(request: Request, error: Exception) -> Response:
    return _error(request, 400, str(error))


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw: the server's log has it, and the client learns nothing of the inside."""
    answer = _error(request, 500, "this request failed inside communique; its log says how")
    answer.headers.update(SECURITY)  # this answer does not pass the door
    return answer


def _error(request: Request, status: int, detail: str) -> Response:
    if request.url.path.rpartition("/")[2].endswith((".json", ".csv", ".md", ".atom", ".ics")):
        return JSONResponse({"error": {"status": status, "detail": detail}}, status_code=status)
    return Shell("communique", _navigation()).error(status, detail)


def _navigation(*, has_corrections: bool = False) -> tuple[Link, ...]:
    links = tuple(Link(href=screen.path, words=screen.nav) for screen in SCREENS if screen.nav)
    return (*links, Link(href="/corrections", words="Corrections")) if has_corrections else links
