"""Feeds: RSS of all versions, and Atom.

In: the bytes of a feed. Out: its items as a `Listing`, and as pages with what each itself carries of its text; links are
addresses only, and are not fetched here. Refuses what is no feed: one page with `trouble`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from importlib.util import find_spec
from urllib.parse import urljoin

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import moment_of
from communique.sources.listing import MAX_ITEMS, Listed, Listing, pages_of

Entry = Mapping[str, object]
_TAG = re.compile(r"<[^<>]{0,500}>")


def check_feeds() -> None:
    """Make sure that feeds can be read here.

    Raises:
        ExtraError: feedparser is not installed.
    """
    if find_spec("feedparser") is None:
        raise ExtraError("reading feeds needs feedparser; to add it: pip install 'communique[feeds]'")


def open_feed(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The items of a feed; see `communique.sources.base.Opener`."""
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a feed")
        return
    yield from pages_of(list_feed(content, origin), origin)


def list_feed(content: bytes, origin: Origin) -> Listing:
    """The items of a feed.

    Args:
        content: The feed as delivered, not compressed.
        origin: Where it comes from; relative links are taken from its `uri`.
    Raises:
        ExtraError: feedparser is not installed.
    """
    check_feeds()
    import feedparser

    # Bytes, never an address: feedparser would fetch it.
    parsed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": origin.uri})
    entries: list[Entry] = parsed.get("entries", [])
    feed: Entry = parsed.get("feed", {})
    if not entries:
        what = "has no items" if parsed.get("version") else "is no feed"
        return Listing(trouble=Issue(code="no_items", detail=f"{origin.uri} {what}"))
    language = _text(feed, "language")
    items = tuple(_item(entry, origin, language) for entry in entries[:MAX_ITEMS])
    return Listing(title=_plain(feed, "title"), items=items)


def _item(entry: Entry, origin: Origin, language: str | None) -> Listed:
    published = moment_of(_text(entry, "published") or _text(entry, "created"), origin)
    changed = dict(entry).get("updated")  # asked by its own method it would give the day of publication instead
    updated = moment_of(changed if isinstance(changed, str) else None, origin)
    link = _text(entry, "feedburner_origlink") or _text(entry, "link") or ""
    if not link and (known := _text(entry, "id")) and "://" in known:
        link = known
    return Listed(
        url=urljoin(origin.uri, link) if link else "",
        title=_plain(entry, "title"),
        author=_author(entry),
        published=published.day,
        published_at=published.at,
        updated_at=updated.at,
        language=_text(entry, "language") or language,
        section=_section(entry),
        body=_body(entry),
        issues=tuple(issue for issue in (published.issue, updated.issue) if issue),
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


def _plain(values: Entry, field: str) -> str | None:
    """A field that may be written as markup, as plain text."""
    words = " ".join(unescape(_TAG.sub(" ", _text(values, field) or "")).split())
    return words or None


def _author(entry: Entry) -> str | None:
    people = entry.get("authors")
    names = [_text(person, "name") for person in people if isinstance(person, Mapping)] if isinstance(people, list) else []
    return ", ".join(dict.fromkeys(name for name in names if name)) or _plain(entry, "author")


def _section(entry: Entry) -> str | None:
    tags = entry.get("tags")
    first = tags[0] if isinstance(tags, list) and tags else {}
    return (_text(first, "label") or _text(first, "term")) if isinstance(first, Mapping) else None
