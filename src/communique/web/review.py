"""Review through the web: the forms that correct an entry, add a missed one and undo a correction, and the queue of what is doubtful.

In: the pages of a reviewer who reads the archive, and the forms that come back. Out: pages, and corrections in the archive, which is
opened for writing at each form alone and assembled before the answer. Refuses a form that `forms` refuses, and tells beside the form
why a correction cannot be made; nothing is corrected then.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from communique.archive import View, Writer, open_archive
from communique.archive.requests import LISTS, NAMES_BETWEEN
from communique.archive.requests import Request as Asked
from communique.archive.results import CorrectionEntry, StoryEntry
from communique.errors import ArchiveError, CorrectionError
from communique.record.correcting import Entry, entries_of, kind_of, portable, spans_of
from communique.record.corrections import FIELDS, Act, EntryKind
from communique.record.model import Story
from communique.record.plover import TYPES
from communique.record.spans import hull
from communique.record.vocab import Stance, StatementKind, Status
from communique.views.corrections import correction_entry, shown
from communique.views.sheet import Entry as Line
from communique.views.show import find_story
from communique.web.forms import FormError, Tokens, local, read_form
from communique.web.pages import Shell
from communique.web.uncertain import QUEUES, Doubt, doubts

WAIT_S = 10.0  # for another program that writes: a reviewer waits at a page
CHOICES: dict[str, tuple[str, ...]] = {
    "status": tuple(one.value for one in Status),
    "type": TYPES,
    "kind": tuple(one.value for one in StatementKind),
    "stance": tuple(one.value for one in Stance),
}
HINTS = {
    "date": "2031-03-20, 2031-03-01..2031-03-15, or none",
    "place": "in the story’s words, or none",
    "mode": "a word, or none",
    "issue": "what it is about",
    **dict.fromkeys(LISTS, "names with ; between them, or none"),
    **dict.fromkeys(("speaker", "actor"), "a name; NAME:person for a new one"),
}
LABELS = {"type": "Type", "kind": "Kind", "recipients": "Towards"}
ADDED = (EntryKind.EVENT, EntryKind.STATEMENT, EntryKind.POSITION)
CONTEXT = 160  # characters around the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value that a form asks for: `now` is what the record has."""

    name: str
    label: str
    choices: tuple[str, ...] = ()
    hint: str = ""
    now: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForm:
    """The form that corrects one entry; `before`, `words` and `after` are where it stands."""

    action: str
    kind: str
    title: str
    fields: tuple[Field, ...]
    before: str
    words: str
    after: str
    back: str
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The form that adds an entry, with the fields that each kind has."""

    story: Story
    kinds: tuple[tuple[str, tuple[Field, ...]], ...]
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing:
    """The form that undoes a correction."""

    line: Line
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """One doubtful thing of a queue, and the ways to the others."""

    name: str
    names: Mapping[str, str]
    doubt: Doubt | None
    at: int
    n: int
    forms: tuple[EntryForm, ...] = ()


Poster = Callable[[Request, Mapping[str, str]], Response]


class Review:
    """The endpoints of a reviewer."""

    def __init__(
        self,
        archive: str | Path,
        *,
        by: str,
        shell: Callable[[bool], Shell],
        stamp: Callable[[], Hashable | None],
        changed: Callable[[], None],
        wait_s: float = WAIT_S,
    ) -> None:
        """Take the reviewer's name.

        Args:
            by: Who makes the corrections.
            shell: What stands around a page; it is told whether there are corrections.
            stamp: What changes whenever the archive does; None where that cannot be told.
            changed: Called after every change.
            wait_s: How long to wait for another program that writes.
        """
        self._archive = archive
        self._by = by
        self._shell = shell
        self._stamp = stamp
        self._changed = changed
        self._wait_s = wait_s
        self._tokens = Tokens()
        self._turn = Lock()
        self._listed: tuple[object, tuple[Doubt, ...]] = (None, ())

    def routes(self) -> list[Route]:
        """Where the forms are."""
        return [
            Route("/review", self.queue, methods=["GET"]),
            *self._both("/review/undo/{correction}", self.undoing, self.undo),
            *self._both("/review/{story}/add", self.missed, self.add),
            *self._both("/review/{story}/{entry}", self.entry, self.correct),
        ]

    def _both(self, path: str, shown_by: Callable[[Request], Response], done_by: Poster) -> list[Route]:
        return [Route(path, shown_by, methods=["GET"]), Route(path, self._posted(done_by), methods=["POST"])]

    def _posted(self, done_by: Poster) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                fields = read_form(await request.body())
                self._tokens.check(request, fields)
            except FormError as error:
                raise HTTPException(error.status, error.detail) from error
            return await run_in_threadpool(done_by, request, fields)

        return answer

    # pages

    def entry(self, request: Request) -> Response:
        """The form of one entry."""
        return self._entry_page(request, {"back": request.query_params.get("back", "")})

    def missed(self, request: Request) -> Response:
        """The form of a missed entry."""
        return self._missed_page(request, dict(request.query_params.items()))

    def undoing(self, request: Request) -> Response:
        """The form that undoes."""
        return self._undo_page(request, {})

    def queue(self, request: Request) -> Response:
        """One doubtful thing."""
        name = request.query_params.get("queue") or "events"
        at_words = request.query_params.get("at") or "1"
        if name not in QUEUES:
            raise HTTPException(400, f"'queue' must be {', '.join(QUEUES)}")
        if not (at_words.isascii() and at_words.isdigit() and len(at_words) < 8 and int(at_words) > 0):
            raise HTTPException(400, "'at' must be a whole number from 1")
        stamp = self._stamp()  # before the archive is looked at: what is listed is never newer than it says
        with open_archive(self._archive, read_only=True) as opened:
            view = opened.view()
            listed = self._doubts(view, name, stamp)
            at = min(int(at_words), len(listed))
            doubt = listed[at - 1] if listed else None
            back = "/review?" + urlencode({"queue": name, "at": at})
            found = find_story(view, doubt.story) if doubt else None
            forms = (
                tuple(self._form(found[2], one, {"back": back}) for id_ in doubt.entries if (one := _entry_of(found[2], id_)))
                if doubt and found
                else ()
            )
            made = Queue(name=name, names=QUEUES, doubt=doubt, at=at, n=len(listed), forms=forms)
            return self._page(request, view, "queue.html", c=made)

    def _doubts(self, view: View, name: str, stamp: Hashable | None) -> tuple[Doubt, ...]:
        """A queue, listed once for all that goes through it while the archive stays as it is."""
        key, listed = self._listed
        if stamp is None or key != (name, stamp):
            listed = doubts(view, name)
            self._listed = (name, stamp), listed
        return listed

    def _entry_page(self, request: Request, given: Mapping[str, str], problems: tuple[str, ...] = ()) -> Response:
        with open_archive(self._archive, read_only=True) as opened:
            view = opened.view()
            _, story = self._story(view, request)
            entry = _entry_of(story, request.path_params["entry"])
            if entry is None:
                raise HTTPException(404, "no such entry in this story; it may have been retracted")
            form = self._form(story, entry, given)
            return self._page(request, view, "correct.html", problems=problems, c=form)

    def _missed_page(self, request: Request, given: Mapping[str, str], problems: tuple[str, ...] = ()) -> Response:
        with open_archive(self._archive, read_only=True) as opened:
            view = opened.view()
            _, story = self._story(view, request)
            kinds = tuple(
                (
                    kind.value,
                    tuple(
                        _field(name, given=given.get(f"{kind.value}_{name}", ""), prefix=f"{kind.value}_")
                        for name in FIELDS[kind]
                    ),
                )
                for kind in ADDED
            )
            return self._page(request, view, "missed.html", problems=problems, c=Missed(story=story, kinds=kinds, given=given))

    def _undo_page(self, request: Request, given: Mapping[str, str], problems: tuple[str, ...] = ()) -> Response:
        with open_archive(self._archive, read_only=True) as opened:
            view = opened.view()
            found = self._correction(view, request)
            line = correction_entry(found)
            return self._page(request, view, "undo.html", problems=problems, c=Undoing(line=line, given=given))

    def _page(self, request: Request, view: View, template: str, *, c: object, problems: tuple[str, ...] = ()) -> Response:
        cookie = self._tokens.cookie_of(request)
        shell = self._shell(view.has_corrections)
        status = 422 if problems else 200
        response = shell.review(template, c, token=self._tokens.token(cookie), by=self._by, problems=problems, status=status)
        return self._tokens.given(response, request, cookie)

    def _form(self, story: Story, entry: Entry, given: Mapping[str, str]) -> EntryForm:
        kind, span, now = kind_of(entry), hull(spans_of(entry)), portable(story, entry)
        fields = tuple(_field(name, now=shown(now.get(name)), given=given.get(name, "")) for name in FIELDS[kind])
        return EntryForm(
            action=f"/review/{story.id}/{entry.id}",
            kind=kind.value,
            title=f"Correct this {kind.value}",
            fields=fields,
            before=story.text[max(0, span.start - CONTEXT) : span.start],
            words=story.words(span),
            after=story.text[span.end : span.end + CONTEXT],
            back=local(given.get("back", ""), f"/story/{story.id}#card-{entry.id}"),
            given=given,
        )

    def _story(self, view: View, request: Request) -> tuple[StoryEntry, Story]:
        found = find_story(view, request.path_params["story"])
        if found is None:
            raise HTTPException(404, "no such story in this archive")
        return found[0], found[2]

    def _correction(self, view: View, request: Request) -> CorrectionEntry:
        wanted = request.path_params["correction"]
        found = next((one for one in view.list_corrections(of=wanted) if one.id == wanted), None)
        if found is None:
            raise HTTPException(404, "no such correction in this archive")
        return found

    # what is done

    def correct(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Change or retract an entry."""
        with open_archive(self._archive, read_only=True) as opened:
            _, story = self._story(opened.view(), request)
        entry = _entry_of(story, request.path_params["entry"])
        if entry is None:
            raise HTTPException(404, "no such entry in this story; it may have been retracted")
        is_retracted = fields.get("act") == Act.RETRACT.value
        kind = kind_of(entry)
        values = {} if is_retracted else _values(fields, FIELDS[kind])
        asked = Asked(
            id=entry.id, by=self._by, act=Act.RETRACT if is_retracted else Act.CHANGE, values=values, why=fields.get("why")
        )
        problems = self._done(lambda writer: writer.correct([asked]))
        if problems:
            return self._entry_page(request, fields, problems)
        back = local(fields.get("back", ""), f"/story/{story.id}#card-{entry.id}")
        if is_retracted and not back.startswith("/review"):
            back = f"/story/{story.id}#at-{hull(spans_of(entry)).start}"
        return RedirectResponse(back, 303)

    def add(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Add a missed entry."""
        with open_archive(self._archive, read_only=True) as opened:
            _, story = self._story(opened.view(), request)
        kind = next((one for one in ADDED if one.value == fields.get("entry")), None)
        if kind is None:
            return self._missed_page(request, fields, ("say what the words are: an event, a statement or a position",))
        words = fields.get("words", "")
        try:
            start = _start_of(story.text, words, fields.get("nth", ""))
        except ValueError as error:
            return self._missed_page(request, fields, (str(error),))
        asked = Asked(
            id=story.id,
            by=self._by,
            act=Act.ADD,
            entry=kind,
            words=words,
            start=start,
            values=_values(fields, FIELDS[kind], prefix=f"{kind.value}_"),
            why=fields.get("why"),
        )
        problems = self._done(lambda writer: writer.correct([asked]))
        return (
            self._missed_page(request, fields, problems) if problems else RedirectResponse(f"/story/{story.id}#at-{start}", 303)
        )

    def undo(self, request: Request, fields: Mapping[str, str]) -> Response:
        """Undo a correction."""
        with open_archive(self._archive, read_only=True) as opened:
            found = self._correction(opened.view(), request)
        problems = self._done(lambda writer: writer.undo([found.id], by=self._by, why=fields.get("why")))
        return self._undo_page(request, fields, problems) if problems else RedirectResponse("/corrections", 303)

    def _done(self, change: Callable[[Writer], object]) -> tuple[str, ...]:
        """Do something to the archive; the lines of what is wrong with it, if it cannot be done."""
        is_kept = False
        try:
            # one form after the other: two of this application never find the archive locked by each other
            with self._turn, open_archive(self._archive, wait_s=self._wait_s) as opened, opened.writer() as writer:
                change(writer)
                is_kept = True
        except CorrectionError as error:
            return tuple(error.problems)
        except ArchiveError as error:
            told = f"the correction is kept, and shown after the next one; bringing views up to date failed: {error}"
            raise HTTPException(503, told if is_kept else str(error), headers={"Retry-After": "10"}) from error
        finally:
            self._changed()
        return ()


def _entry_of(story: Story, id_: str) -> Entry | None:
    return next((one for kind in EntryKind for one in entries_of(story, kind) if one.id == id_), None)


def _field(name: str, *, now: str = "", given: str = "", prefix: str = "") -> Field:
    label = LABELS.get(name, name.capitalize())
    return Field(name=prefix + name, label=label, choices=CHOICES.get(name, ()), hint=HINTS.get(name, ""), now=now, given=given)


def _values(fields: Mapping[str, str], names: tuple[str, ...], prefix: str = "") -> dict[str, str | list[str]]:
    """The values that were filled in: what is left empty stays as it is."""
    values: dict[str, str | list[str]] = {}
    for name in names:
        typed = fields.get(prefix + name, "").strip()
        if typed:
            listed = [one.strip() for one in typed.split(NAMES_BETWEEN) if one.strip()]
            values[name] = listed if name in LISTS else typed
    return values


def _start_of(text: str, words: str, nth: str) -> int:
    """Where some words stand in a text.

    Raises:
        ValueError: they do not, or more than once and it is not told which.
    """
    if not words.strip():
        raise ValueError("give the words, exactly as the story has them")
    starts = []
    start = text.find(words)
    while start >= 0:
        starts.append(start)
        start = text.find(words, start + 1)
    if not starts:
        raise ValueError("these words are not in the story; give them exactly as it has them")
    if not nth.strip():
        if len(starts) > 1:
            raise ValueError(f"these words stand {len(starts)} times in the story; say which of them is meant")
        return starts[0]
    number = nth.strip()
    if not (number.isascii() and number.isdigit() and len(number) < 8 and 0 < int(number) <= len(starts)):
        raise ValueError(f"these words stand {len(starts)} times in the story; which of them must be a number up to that")
    return starts[int(number) - 1]
