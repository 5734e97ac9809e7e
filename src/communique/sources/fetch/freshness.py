"""How long an answer may be used without asking again, and how long a server asks to be left alone.

In: headers of an answer. Out: seconds. Refuses nothing: a header that makes no sense counts as absent.
"""

import re
import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

_DIRECTIVE = re.compile(r'([a-z-]{1,40})(?:\s*=\s*(?:"([^"]{0,200})"|([^\s,;"]{0,200})))?', re.I)
_MAX_S = 10 * 365 * 86400


def directives(value: str) -> dict[str, str]:
    """The directives of a `Cache-Control` header; the first of each name counts (RFC 9111, 4.2.1)."""
    found: dict[str, str] = {}
    for name, quoted, bare in _DIRECTIVE.findall(value[:2000]):
        found.setdefault(name.lower(), quoted or bare)
    return found


def is_storable(headers: Mapping[str, str]) -> bool:
    """Whether an answer may be kept at all."""
    return "no-store" not in directives(headers.get("cache-control", "")) and "*" not in headers.get("vary", "")


def fresh_s(headers: Mapping[str, str], *, most_s: float, unsaid_s: float = 0.0) -> float:
    """For how long an answer may be used without asking, in seconds; 0: ask each time.

    Only what the server says counts. No time is guessed from the age of a page, as RFC 9111, 4.2.2, would allow: news changes.

    Args:
        headers: Of the answer; names in lower case or without regard to case.
        most_s: The most that is granted.
        unsaid_s: What is granted where the server says nothing.
    """
    said = directives(headers.get("cache-control", ""))
    if "no-cache" in said or "no-store" in said:
        return 0.0
    if "max-age" in said:
        lifetime = float(_seconds(said["max-age"]) or 0)
    elif headers.get("expires"):
        expires, sent = date_s(headers["expires"]), date_s(headers.get("date", ""))
        lifetime = 0.0 if expires is None else expires - (time.time() if sent is None else sent)
    else:
        lifetime = unsaid_s
    return max(0.0, min(lifetime - (_seconds(headers.get("age", "")) or 0), most_s))


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """How long a server asks to wait (RFC 9110, 10.2.3), None if it does not say."""
    value = headers.get("retry-after", "").strip()
    seconds = _seconds(value)
    if seconds is not None:
        return float(seconds)
    when = date_s(value)
    return None if when is None else max(0.0, when - time.time())


def date_s(value: str) -> float | None:
    """A date of HTTP as seconds since 1970, None if it is none."""
    try:
        when = parsedate_to_datetime(value)
        return (when.replace(tzinfo=UTC) if when.tzinfo is None else when).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _seconds(value: str) -> int | None:
    value = value.strip()
    return min(int(value), _MAX_S) if value.isascii() and value.isdigit() and len(value) <= 20 else None
