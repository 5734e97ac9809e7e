"""Pages from a feed (RSS or Atom): one for each item, with what the item itself carries of its text.

In: the bytes of a feed. Out: a `Page` for every item, in the feed's order; links are addresses only, and are not fetched.
Refuses what is no feed: one page with `trouble`.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import escape
from importlib.util import find_spec

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page, page_id

Entry = Mapping[str, object]


def check_feeds() -> None:
    """Make sure that feeds can be read here.

    Raises:
        ExtraError: feedparser is not installed.
    """
    if find_spec("feedparser") is None:
        raise ExtraError("reading feeds needs feedparser; to add it: pip install 'communique[feeds]'")


def open_feed(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The items of a feed; see `communique.sources.base.Opener`."""
    check_feeds()
    import feedparser

    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a feed")
        return
    parsed = feedparser.parse(content)  # bytes, never an address: feedparser would fetch it
    entries: list[Entry] = parsed.get("entries", [])
    if not entries:
        what = "has no items" if parsed.get("version") else "is no feed"
        yield origin.trouble("no_items", f"{origin.uri} {what}", media_type="application/xml")
        return
    outlet = _text(parsed.get("feed", {}), "title")
    for entry in entries:
        yield _item(entry, origin, outlet)


def _item(entry: Entry, origin: Origin, outlet: str | None) -> Page:
    body = _body(entry)
    link = _text(entry, "link") or _text(entry, "id")
    headline = _text(entry, "title")
    day = _day(entry)
    name = origin.uri
    empty = Issue(code="empty", detail=f"item {headline or link or '?'} of {name} has no text")
    return origin.page(
        body,
        "text/html",
        id=page_id(link or name, body),
        uri=link or name,
        published=day,
        headline=headline,
        source=outlet,
        language=_text(entry, "language"),
        trouble=None if body.strip() else empty,
    )


def _body(entry: Entry) -> str:
    """The item's longest text as HTML: its content, else its summary."""
    found: list[tuple[str, str]] = []
    contents = entry.get("content")
    for part in contents if isinstance(contents, list) else []:
        found.append((str(part.get("value") or ""), str(part.get("type") or "")))
    detail = entry.get("summary_detail")
    kind = str(detail.get("type") or "") if isinstance(detail, Mapping) else ""
    found.append((_text(entry, "summary") or "", kind))
    body, kind = max(found, key=lambda part: len(part[0]))
    return escape(body) if kind == "text/plain" else body


def _text(values: Entry, field: str) -> str | None:
    value = values.get(field)
    return value.strip() or None if isinstance(value, str) else None


def _day(entry: Entry) -> date | None:
    """The day of the item's publication, in universal time as feedparser gives it."""
    for field in ("published_parsed", "created_parsed"):
        parts = entry.get(field)
        if isinstance(parts, tuple) and len(parts) >= 3:
            try:
                return datetime(parts[0], parts[1], parts[2]).date()
            except (TypeError, ValueError):
                continue
    return None
