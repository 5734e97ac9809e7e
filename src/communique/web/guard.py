"""Who may ask what of the application: the door before every page.

In: requests. Out: the same, or a refusal with a status and one line; every answer gets the headers that keep a page from running
or fetching anything that is not the application's own. Refuses a wrong host name, a wrong or missing password, too many or too
large requests, and every method but GET and HEAD; where corrections are taken, forms are posted under one path, and `forms` sees to
who sent them. Without that nothing can be changed through the web, so no request can be forged to.
"""

import base64
import binascii
import hashlib
import hmac
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.errors import OptionError
from communique.web.forms import MAX_FORM_BYTES, MEDIA_TYPE

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
LEAST_PASSWORD = 12  # characters: what is shorter can be guessed through a fast connection
MAX_QUERY_BYTES = 4096
MAX_PATH_BYTES = 1024
MOST_CLIENTS = 10_000  # whose pace is remembered: memory stays flat, whoever asks
MOST_FAILURES = 10  # wrong passwords of one client in a minute
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_PLAIN = frozenset(("GET", "HEAD"))
Refuse = Callable[[Request, int, str], Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one client may ask: `per_second` in the long run, `burst` at once. A page with all its parts asks four times."""

    per_second: float = 25.0
    burst: float = 150.0


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which nothing outside it reaches."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_door(host: str, password: str) -> None:
    """Make sure that an address beyond this machine is behind a password.

    Raises:
        OptionError: it is not, or the password is too short to be one.
    """
    if password and len(password) < LEAST_PASSWORD:
        raise OptionError(f"the password of the web application must have {LEAST_PASSWORD} characters or more")
    if not password and not is_loopback(host):
        raise OptionError(
            f"host {host!r} can be reached from other machines: set a password, with COMMUNIQUE_PASSWORD, 'password' in the "
            "settings file, or --password-file"
        )


@dataclass(slots=True)
class Pace:
    """A bucket of requests for each client, filled at a steady rate (token bucket); the least recent clients are forgotten."""

    per_second: float
    burst: float
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def takes(self, client: str, *, now: float, amount: float = 1.0) -> bool:
        """Whether the client may ask once more at `now` (seconds); if so, that is counted. `amount` 0 only looks."""
        with self._lock:
            left, since = self._left.pop(client, (self.burst, now))
            left = min(self.burst, left + max(0.0, now - since) * self.per_second)
            is_allowed = left >= max(amount, 1.0)
            self._left[client] = (left - amount if is_allowed else left, now)
            while len(self._left) > MOST_CLIENTS:
                self._left.popitem(last=False)
            return is_allowed


class Guard:
    """Middleware: refuses, or passes on, and puts the headers on every answer."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        refuse: Refuse,
        password: str = "",
        hosts: Iterable[str] | None = LOOPBACK_NAMES,
        limits: Limits | None = None,
        forms_at: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Stand before `app`.

        Args:
            refuse: Makes the answer to what is refused.
            password: What a client must know; "" lets everybody in.
            hosts: Host names that are answered to; None for all. A page elsewhere that points its own name at this machine
                (DNS rebinding) is turned away by them.
            forms_at: The beginning of the paths that take forms; "" where none are taken.
        """
        self._app = app
        self._refuse = refuse
        self._password = _digest(password) if password else None
        self._hosts = frozenset(host.casefold() for host in hosts) if hosts is not None else None
        pace = limits or Limits()
        self._pace = Pace(pace.per_second, pace.burst)
        self._failures = Pace(MOST_FAILURES / 60, MOST_FAILURES)
        self._forms_at = forms_at
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(request)
        await (refused or self._app)(scope, receive, secured)

    def _refusal(self, request: Request) -> Response | None:
        headers, client, now = request.headers, request.client.host if request.client else "", self._clock()
        if self._hosts is not None and _host_name(headers.get("host", "")) not in self._hosts:
            return self._refuse(request, 400, "this host name is not answered to; open the address that communique printed")
        if not self._pace.takes(client, now=now):
            return _later(self._refuse(request, 429, "too many requests at once; wait a second and ask again"), 1)
        is_form = request.method == "POST" and bool(self._forms_at) and request.url.path.startswith(self._forms_at)
        if request.method not in _PLAIN and not is_form:
            answer = self._refuse(request, 405, "only GET and HEAD are answered: nothing is changed through the web")
            answer.headers["Allow"] = "GET, HEAD"
            return answer
        if len(request.scope["path"].encode("utf-8", "replace")) > MAX_PATH_BYTES:
            return self._refuse(request, 414, f"the path is longer than {MAX_PATH_BYTES} bytes")
        if len(request.scope["query_string"]) > MAX_QUERY_BYTES:
            return self._refuse(request, 414, f"the query is longer than {MAX_QUERY_BYTES} bytes")
        refused = self._body_refusal(request, headers, is_form=is_form)
        return refused or self._unknown(request, headers, client, now)

    def _body_refusal(self, request: Request, headers: Headers, *, is_form: bool) -> Response | None:
        length = headers.get("content-length", "0")
        if not is_form:
            has_body = length not in ("", "0") or "transfer-encoding" in headers
            return self._refuse(request, 413, "a request here has no body") if has_body else None
        if headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
            return self._refuse(request, 415, f"only a form is taken here, as {MEDIA_TYPE}")
        if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
            return self._refuse(request, 411, "a form tells its length beforehand")
        if len(length) > 9 or int(length) > MAX_FORM_BYTES:
            return self._refuse(request, 413, f"the form is larger than {MAX_FORM_BYTES // 1024} KiB")
        return None

    def _unknown(self, request: Request, headers: Headers, client: str, now: float) -> Response | None:
        if self._password is None:
            return None
        if not self._failures.takes(client, now=now, amount=0.0):
            return _later(self._refuse(request, 429, "too many wrong passwords; wait a minute"), 60)
        given = _given(headers.get("authorization", ""))
        if given is not None and hmac.compare_digest(_digest(given), self._password):
            return None
        if given is not None:
            self._failures.takes(client, now=now)
        answer = self._refuse(request, 401, "a password is needed: as that of any user (Basic), or as a token (Bearer)")
        answer.headers["WWW-Authenticate"] = 'Basic realm="communique", charset="UTF-8"'
        return answer


def _digest(secret: str) -> bytes:
    """Of one length for every secret, so that comparing two takes the same time whatever they are."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _given(header: str) -> str | None:
    scheme, _, value = header.partition(" ")
    if scheme.casefold() == "bearer":
        return value.strip()
    if scheme.casefold() != "basic":
        return None
    try:
        return base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, ValueError):
        return ""  # given, and wrong


def _host_name(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        return host.partition("]")[0].casefold() + "]"
    return host.partition(":")[0].casefold()


def _later(answer: Response, seconds: int) -> Response:
    answer.headers["Retry-After"] = str(seconds)
    return answer
