"""JSON feeds (jsonfeed.org, versions 1 and 1.1).

In: the bytes of a feed. Out: its items as a `Listing`, and as pages with their own text. Refuses what is no feed: one page with
`trouble`.
"""

import io
import json
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urljoin

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import moment_of
from communique.sources.listing import MAX_ITEMS, Listed, Listing, pages_of

Item = Mapping[str, object]


def open_json_feed(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The items of a JSON feed; see `communique.sources.base.Opener`."""
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a feed")
        return
    yield from pages_of(list_json_feed(content, origin), origin)


def list_json_feed(content: bytes, origin: Origin) -> Listing:
    """The items of a JSON feed.

    Args:
        content: The feed as delivered.
        origin: Where it comes from; relative links are taken from its `uri`.
    """
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError) as err:
        return Listing(trouble=Issue(code="not_json", detail=f"{origin.uri} is not JSON: {err}"))
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        return Listing(trouble=Issue(code="no_items", detail=f"{origin.uri} has no items"))
    return Listing(
        title=_text(feed, "title"),
        items=tuple(_item(item, feed, origin) for item in items[:MAX_ITEMS] if isinstance(item, dict)),
    )


def _item(item: Item, feed: Item, origin: Origin) -> Listed:
    published = moment_of(_text(item, "date_published"), origin)
    updated = moment_of(_text(item, "date_modified"), origin)
    link = _text(item, "url") or _text(item, "external_url") or ""
    tags = item.get("tags")
    section = tags[0] if isinstance(tags, list) and tags and isinstance(tags[0], str) else None
    return Listed(
        url=urljoin(origin.uri, link) if link else "",
        title=_text(item, "title"),
        author=_authors(item) or _authors(feed),
        published=published.day,
        published_at=published.at,
        updated_at=updated.at,
        language=_text(item, "language") or _text(feed, "language"),
        section=section,
        body=_body(item),
        issues=tuple(issue for issue in (published.issue, updated.issue) if issue),
    )


def _body(item: Item) -> str:
    """The item's text as HTML; plain text has its paragraphs marked."""
    if markup := _text(item, "content_html"):
        return markup
    plain = _text(item, "content_text") or _text(item, "summary") or ""
    return "\n".join(f"<p>{escape(line)}</p>" for line in plain.splitlines() if line.strip())


def _authors(values: Item) -> str | None:
    listed = values.get("authors")
    people = listed if isinstance(listed, list) else [values.get("author")]  # version 1 has one
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name) or None


def _text(values: Item, field: str) -> str | None:
    value = values.get(field)
    return value.strip() or None if isinstance(value, str) else None
