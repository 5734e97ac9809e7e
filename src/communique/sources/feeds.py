"""Pages from a feed of XML (RSS 0.9 to 2.0, Atom): one for each item, with what the item itself carries of its text.

In: the bytes of a feed. Out: a `Page` for every item, in the feed's order; links are addresses only, and are not fetched.
Refuses what is no feed: one page with `trouble`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape, unescape
from importlib.util import find_spec

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import Moment, moment, possible, read_moment
from communique.sources.feeditems import Feed, Item, feed_pages, link_of, web_address
from communique.sources.listing import Listed

Entry = Mapping[str, object]
_TAG = re.compile(r"<[^<>]{1,500}>")
# What the library raises on bytes that no encoding and no standard allows.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError)
_ADDRESS = re.compile(r"[^\s<>()@]{1,100}@[^\s<>()@]{1,200}")
_CHARSET = re.compile(r";\s*charset=", re.I)


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
    yield from feed_pages(parse_feed(content, origin), origin, "application/xml")


def parse_feed(content: bytes, origin: Origin) -> Feed:
    """The items of a feed.

    An item's address is the publisher's own where a feed service stands between; an enclosure is none. Dates that cannot be
    are left out, with an issue.

    Raises:
        ExtraError: feedparser is not installed.
    """
    check_feeds()
    import feedparser

    # Bytes, never an address: feedparser would fetch it. A media type without a charset would stand for ASCII.
    headers = {"content-type": origin.media_type} if _CHARSET.search(origin.media_type) else {}
    address = web_address(origin.uri)
    if address:
        headers["content-location"] = address
    try:
        parsed = feedparser.parse(content, response_headers=headers)
    except _BROKEN as err:
        return Feed(trouble=Issue(code="corrupt", detail=f"{origin.uri} cannot be read as a feed: {err or type(err).__name__}"))
    entries: list[Entry] = parsed.get("entries", [])
    about: Entry = parsed.get("feed", {})
    if not entries:
        what = "has no items" if parsed.get("version") else "is no feed"
        return Feed(title=_title(about), trouble=Issue(code="no_items", detail=f"{origin.uri} {what}"))
    base = address or web_address(_self(about), _text(about, "link"))
    is_rss = str(parsed.get("version") or "").startswith("rss")
    return Feed(title=_title(about), items=tuple(_item(entry, about, base, origin, is_rss) for entry in entries))


def _item(entry: Entry, about: Entry, base: str | None, origin: Origin, is_rss: bool) -> Item:
    url = _link(entry, base)
    title = _title(entry)
    named = f"item {title or url or '?'} of {origin.uri}"
    first, last = _moment(entry, "published") or _moment(entry, "created"), _moment(entry, "updated")
    if first is None and is_rss:  # RSS has one date (`dc:date`, where not `pubDate`), which feedparser takes for an update
        first, last = last, None
    published, issues = possible(first, origin.delivered, named)
    updated, _ = possible(last, origin.delivered, named)
    tags = entry.get("tags")
    terms = (_text(tag, "label") or _text(tag, "term") for tag in (tags if isinstance(tags, list) else []))
    listed = Listed(
        url=url,
        title=title,
        published=published.day if published else None,
        published_at=published.at if published else None,
        updated_at=(updated.at or updated.day.isoformat()) if updated else None,
        language=_language(entry, about),
        outlet=_title(about) or origin.outlet,
        section=next((term for term in terms if term), None),
    )
    return Item(listed=listed, content=_body(entry), author=_author(entry), language=_text(entry, "language"), issues=issues)


def _link(entry: Entry, base: str | None) -> str:
    """The item's address; "" if it has none. An identity stands in only where it is an address itself."""
    for field in ("feedburner_origlink", "link"):
        if (href := _text(entry, field)) and (found := link_of(href, base)):
            return found
    return web_address(_text(entry, "id")) or ""


def _self(about: Entry) -> str | None:
    links = about.get("links")
    for link in links if isinstance(links, list) else []:
        if link.get("rel") == "self":
            return _text(link, "href")
    return None


def _body(entry: Entry) -> str:
    """The item's longest text as HTML: its content, or its summary."""
    found: list[tuple[str, str]] = []
    contents = entry.get("content")
    for part in contents if isinstance(contents, list) else []:
        found.append((str(part.get("value") or ""), str(part.get("type") or "")))
    detail = entry.get("summary_detail")
    kind = str(detail.get("type") or "") if isinstance(detail, Mapping) else ""
    found.append((_text(entry, "summary") or "", kind))
    body, kind = max(found, key=lambda part: len(part[0]))
    return escape(body) if kind == "text/plain" else body


def _title(entry: Entry) -> str | None:
    """A title without markup, on one line."""
    return " ".join(unescape(_TAG.sub("", _text(entry, "title") or "")).split()) or None


def _author(entry: Entry) -> str | None:
    """Who wrote the item, by name; an address is none."""
    authors = entry.get("authors")
    names = [_text(author, "name") for author in authors] if isinstance(authors, list) else []
    if len(names) > 1:
        return ", ".join(dict.fromkeys(name for name in names if name)) or None
    # Of one author, what is written: feedparser parts an address in long top-level domains after four letters.
    return _ADDRESS.sub("", _text(entry, "author") or "").strip(" ,;()<>") or None


def _language(entry: Entry, about: Entry) -> str | None:
    contents = entry.get("content")
    inner = [part for part in contents if isinstance(part, Mapping)] if isinstance(contents, list) else []
    for values in (entry, *inner, entry.get("title_detail"), about):
        if isinstance(values, Mapping) and (found := _text(values, "language")):
            return found
    return None


def _text(values: object, field: str) -> str | None:
    value = values.get(field) if isinstance(values, Mapping) else None
    return value.strip() or None if isinstance(value, str) else None


def _moment(entry: Entry, field: str) -> Moment | None:
    """A date of the item as it is written; where only feedparser can read it, in universal time, as it gives it."""
    # Looked up as stored: asked for a missing `updated`, feedparser answers with `published`, and warns of it.
    written = _text(dict(entry), field)
    if found := read_moment(written):
        return found
    parts = dict(entry).get(f"{field}_parsed")
    if isinstance(parts, tuple) and len(parts) >= 6:
        try:
            return moment(datetime(*parts[:6]).replace(tzinfo=UTC))
        except (TypeError, ValueError):
            return None
    return None
