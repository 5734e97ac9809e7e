"""Forms that change the archive: which are taken, and from whom.

In: a request with a form. Out: its fields. Refuses with `FormError` a form that another site sent, one whose token is not that of
this browser, and one that is too large or no form at all.

A form is taken where three things agree: the browser's word on where it comes from (Origin, Sec-Fetch-Site), a cookie that no other
site's request carries (SameSite=Strict), and a token made of that cookie with a secret of this run, which no other site can read.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

MAX_FORM_BYTES = 64 * 1024
MOST_FIELDS = 64
MEDIA_TYPE = "application/x-www-form-urlencoded"
FORM_COOKIE = "communique_review"
TOKEN = "token"  # noqa: S105 -- the name of a field
# A browser names the origin of a form only to whom it may name the page.
FORM_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


class FormError(Exception):
    """A form that is not taken."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one run of the application."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def token(self, cookie: str) -> str:
        """The token of a browser's cookie."""
        return hmac.new(self.secret, cookie.encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def cookie_of(self, request: Request) -> str:
        """The cookie that a browser has, else a new one for it."""
        held = request.cookies.get(FORM_COOKIE, "")
        return held if 20 <= len(held) <= 100 else secrets.token_urlsafe(32)

    def given(self, response: Response, request: Request, cookie: str) -> Response:
        """A response with a form on it: never kept by anybody, and with the cookie that its token goes with."""
        response.headers.update(FORM_HEADERS)
        if request.cookies.get(FORM_COOKIE) != cookie:
            is_secure = request.url.scheme == "https"
            response.set_cookie(FORM_COOKIE, cookie, httponly=True, samesite="strict", secure=is_secure, path="/review")
        return response

    def check(self, request: Request, fields: dict[str, str]) -> None:
        """Make sure that a form came from a page of this application, in this browser.

        Raises:
            FormError: it did not.
        """
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if (origin is not None and urlsplit(origin).netloc != request.headers.get("host")) or site not in (None, "same-origin"):
            raise FormError(403, "this form came from another site; nothing was changed")
        cookie = request.cookies.get(FORM_COOKIE, "")
        if not cookie or not hmac.compare_digest(self.token(cookie).encode(), fields.get(TOKEN, "").encode("utf-8", "replace")):
            raise FormError(403, "this form is out of date, or not of this browser; open its page again. Nothing was changed")


def read_form(body: bytes) -> dict[str, str]:
    """The fields of a form that are not left empty; of two with one name the last.

    Raises:
        FormError: it is no form, or has too many fields.
    """
    try:
        pairs = parse_qsl(body.decode("ascii"), encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise FormError(400, "the form is not understood; send it as its page does") from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs if value.strip()}


def local(path: str, default: str) -> str:
    """A path within the application, `default` for anything that might lead out of it."""
    is_local = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if is_local and len(path) <= 500 else default
