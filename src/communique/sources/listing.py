"""What a feed or a sitemap points at, without the pages themselves.

In: the bytes of a feed (RSS, Atom, JSON Feed) or of a sitemap (XML, or one address a line). Out: a `Listing`. Refuses nothing:
what is neither comes as a listing without items, with `trouble`.
"""

import zlib
from dataclasses import dataclass, replace
from datetime import date

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One page that is pointed at. `published_at` and `updated_at` are ISO 8601 texts; None: the list does not say."""

    url: str
    title: str | None = None
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str | None = None
    outlet: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list points at, in its order. `nested` are addresses of further lists (of a sitemap index)."""

    title: str | None = None
    items: tuple[Listed, ...] = ()
    nested: tuple[str, ...] = ()
    trouble: Issue | None = None
    issues: tuple[Issue, ...] = ()


def list_feed(content: bytes, origin: Origin) -> Listing:
    """What a feed points at; items without a link are left out, items without a text are not.

    Args:
        content: RSS, Atom or JSON Feed, compressed by gzip or not.
        origin: Where it comes from: its address resolves relative links, its media type may name the encoding.
    Raises:
        ExtraError: the feed is XML and feedparser is not installed.
    """
    from communique.sources.feeds import parse_feed
    from communique.sources.jsonfeed import parse_json_feed

    plain = _plain(content, origin)
    if isinstance(plain, Listing):
        return plain
    parse = parse_json_feed if plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else parse_feed
    feed = parse(plain, origin)
    items = tuple(item.listed for item in feed.items if item.listed.url)
    issues = tuple(issue for item in feed.items for issue in item.issues)
    return Listing(title=feed.title, items=items, issues=issues, trouble=feed.trouble)


def list_sitemap(content: bytes, origin: Origin) -> Listing:
    """What a sitemap points at; of a sitemap index, `nested` holds the sitemaps that it names.

    Args:
        content: A sitemap of XML or of one address a line, compressed by gzip or not.
        origin: Where it comes from.
    """
    from communique.sources.sitemaps import parse_sitemap

    plain = _plain(content, origin)
    if isinstance(plain, Listing):
        return plain
    listing = parse_sitemap(plain, origin)
    outlet = origin.outlet
    return replace(listing, items=tuple(replace(item, outlet=item.outlet or outlet) for item in listing.items))


def _plain(content: bytes, origin: Origin) -> bytes | Listing:
    """Content without gzip around it, or the listing that says what is wrong with it."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, MAX_PAGE_BYTES + 1)
        except zlib.error as err:
            return Listing(trouble=Issue(code="corrupt", detail=f"{origin.uri} cannot be read: {err}"))
    if len(content) > MAX_PAGE_BYTES:
        return Listing(
            trouble=Issue(
                code="too_big", detail=f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a list"
            )
        )
    return content
