"""Pages from a JSON Feed (versions 1.0 and 1.1): one for each item.

In: the bytes of a feed, or the value they hold. Out: a `Page` for every item, in the feed's order. Refuses what is no JSON Feed:
one page with `trouble`; an item with a field of the wrong type has that field passed over.

Source: https://www.jsonfeed.org/version/1.1/
"""

import io
import json
import re
from collections.abc import Iterator, Mapping

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import possible, read_moment
from communique.sources.feeditems import Feed, Item, feed_pages, link_of, web_address
from communique.sources.listing import Listed

MEDIA_TYPE = "application/feed+json"
_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/", re.I)
_SURROGATE = re.compile("[\ud800-\udfff]")


def open_json_feed(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The items of a feed; see `communique.sources.base.Opener`."""
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a feed")
        return
    yield from feed_pages(parse_json_feed(content, origin), origin, MEDIA_TYPE)


def is_json_feed(value: object) -> bool:
    """Whether a value that was JSON is a feed, by the version it declares."""
    version = value.get("version") if isinstance(value, dict) else None
    return isinstance(version, str) and _VERSION.match(version) is not None


def parse_json_feed(content: bytes, origin: Origin) -> Feed:
    """The items of a feed."""
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as err:
        return Feed(trouble=Issue(code="not_json", detail=f"{origin.uri} is not JSON: {err}"))
    return feed_of(value, origin)


def feed_of(value: object, origin: Origin) -> Feed:
    """The feed of a value that was JSON."""
    if not isinstance(value, dict) or not is_json_feed(value):
        return Feed(trouble=Issue(code="no_items", detail=f"{origin.uri} is no feed"))
    items = value.get("items")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if not found:
        return Feed(title=_text(value, "title"), trouble=Issue(code="no_items", detail=f"{origin.uri} has no items"))
    base = web_address(origin.uri, _text(value, "feed_url"), _text(value, "home_page_url"))
    return Feed(title=_text(value, "title"), items=tuple(_item(item, value, base, origin) for item in found))


def _item(item: Mapping[str, object], about: Mapping[str, object], base: str | None, origin: Origin) -> Item:
    # `external_url` is what a link blog writes about; the item's own text stands at `url`.
    hrefs = (_text(item, "url"), _text(item, "external_url"), web_address(_text(item, "id")))
    url = next((found for href in hrefs if href and (found := link_of(href, base))), "")
    title = _text(item, "title")
    named = f"item {title or url or '?'} of {origin.uri}"
    published, issues = possible(read_moment(_text(item, "date_published")), origin.delivered, named)
    updated, _ = possible(read_moment(_text(item, "date_modified")), origin.delivered, named)
    tags = item.get("tags")
    content, media_type = _body(item)
    return Item(
        listed=Listed(
            url=url,
            title=title,
            published=published.day if published else None,
            published_at=published.at if published else None,
            updated_at=(updated.at or updated.day.isoformat()) if updated else None,
            language=_text(item, "language") or _text(about, "language"),
            outlet=_text(about, "title") or origin.outlet,
            section=next((_whole(tag) for tag in tags if isinstance(tag, str) and tag.strip()), None)
            if isinstance(tags, list)
            else None,
        ),
        content=content,
        media_type=media_type,
        author=_authors(item) or _authors(about),
        language=_text(item, "language"),
        issues=issues,
    )


def _body(item: Mapping[str, object]) -> tuple[str, str]:
    """The item's text and its media type: markup before plain text, as it tells paragraphs; a summary only where it is longer."""
    markup, plain, summary = (_text(item, field) or "" for field in ("content_html", "content_text", "summary"))
    if markup and len(markup) >= len(summary):
        return markup, "text/html"
    return (plain if len(plain) >= len(summary) else summary), "text/plain"


def _authors(values: Mapping[str, object]) -> str | None:
    """Names of `authors` (1.1) or of `author` (1.0)."""
    authors = values.get("authors")
    people = authors if isinstance(authors, list) else [values.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _text(values: Mapping[str, object], field: str) -> str | None:
    value = values.get(field)
    return _whole(value) or None if isinstance(value, str) else None


def _whole(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON can spell and no encoding can write."""
    return _SURROGATE.sub("\ufffd", text).strip()
