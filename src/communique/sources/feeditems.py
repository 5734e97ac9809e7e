"""The items of a feed, whatever its format, and the pages they make.

In: an `Item` for each thing that a feed holds. Out: a `Page` for each, with the item's own text. Refuses an item without text:
that page comes with `trouble`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.record.model import Issue
from communique.sources.base import Origin, Page, page_id
from communique.sources.listing import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: what it points at (`url` "" where it has no link), and its own text, the longest that it carries.

    `language` is what the item itself declares; that of the whole feed is too often its program's default to be taken for a text's.
    """

    listed: Listed
    content: str = ""
    media_type: str = "text/html"
    author: str | None = None
    language: str | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its title and its items, in its order; `trouble` is why it has none."""

    title: str | None = None
    items: tuple[Item, ...] = ()
    trouble: Issue | None = None


def feed_pages(feed: Feed, origin: Origin, media_type: str) -> Iterator[Page]:
    """The pages of a feed; one with `trouble` if it has no items.

    Args:
        feed: The feed.
        origin: Where it comes from.
        media_type: Of the feed itself, for the page that stands for a feed without items.
    """
    if feed.trouble is not None:
        yield origin.trouble(feed.trouble.code, feed.trouble.detail, media_type=media_type)
        return
    for item in feed.items:
        listed = item.listed
        uri = listed.url or origin.uri
        empty = Issue(code="empty", detail=f"item {listed.title or listed.url or '?'} of {origin.uri} has no text")
        yield origin.page(
            item.content,
            item.media_type,
            id=page_id(listed.url or origin.name, item.content),
            uri=uri,
            published=listed.published,
            published_at=listed.published_at,
            updated_at=listed.updated_at,
            headline=listed.title,
            source=listed.outlet,
            author=item.author,
            section=listed.section,
            language=item.language,
            issues=item.issues,
            trouble=None if item.content.strip() else empty,
        )


def link_of(href: str, base: str | None) -> str:
    """A link resolved against the address of its feed; "" where it is no address on the web in the end."""
    from urllib.parse import urljoin

    try:
        found = urljoin(base, href.strip()) if base else href.strip()
    except ValueError:  # brackets that are no IPv6 address
        return ""
    return found if found.lower().startswith(("http://", "https://")) else ""


def web_address(*candidates: str | None) -> str | None:
    """The first of some texts that is an address on the web."""
    return next((text for text in candidates if text and text.lower().startswith(("http://", "https://"))), None)
