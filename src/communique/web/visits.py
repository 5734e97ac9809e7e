"""When the reader was here last, in a cookie of two days: this visit's and the one before.

In: the cookie as it came, today. Out: the day of the visit before, and the cookie for the next time. Refuses nothing: a cookie that
is not understood is no visit. It names nobody, and does not leave the application.
"""

import re
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

VISIT_COOKIE = "communique_visit"
_FORM = re.compile(r"(\d{4}-\d{2}-\d{2})(?:_(\d{4}-\d{2}-\d{2}))?")
_YEAR_S = 31_536_000


def last_visit(cookie: str, today: date) -> date | None:
    """The day of the last visit before today's; None on the first."""
    now, before = _days(cookie)
    return before if now == today else now


def remembered(response: Response, request: Request, today: date) -> Response:
    """The response with the cookie for the next time, where it changes."""
    now, _ = _days(request.cookies.get(VISIT_COOKIE, ""))
    if now == today or response.status_code not in (200, 304):
        return response
    copy = Response(response.body, status_code=response.status_code, headers=dict(response.headers))
    value = f"{today}_{now}" if now else str(today)
    copy.set_cookie(
        VISIT_COOKIE, value, max_age=_YEAR_S, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return copy


def _days(cookie: str) -> tuple[date | None, date | None]:
    found = _FORM.fullmatch(cookie)
    if not found:
        return None, None
    try:
        return date.fromisoformat(found[1]), date.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        return None, None
