"""What a list of pages says: the items of a feed, the addresses of a sitemap.

In: what the formats of lists found. Out: `Listing`, and the pages that its items are by their own text. Refuses nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from communique.record.model import Issue
from communique.sources.base import Origin, Page, page_id

MAX_ITEMS = 50_000  # as in a sitemap, by its protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One item. `url` is absolute, "" where the list gives none; `body` is the item's own text as HTML."""

    url: str
    title: str | None = None
    author: str | None = None
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    language: str | None = None
    outlet: str | None = None
    section: str | None = None
    body: str = ""
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of pages, in its own order. `nested` are the addresses of more lists; `trouble` is why it is none."""

    title: str | None = None
    items: tuple[Listed, ...] = ()
    nested: tuple[str, ...] = ()
    is_sitemap: bool = False
    trouble: Issue | None = None


def pages_of(listing: Listing, origin: Origin) -> Iterator[Page]:
    """The pages that a list's items are by their own text; an item without text is one with `trouble`."""
    if listing.trouble is not None:
        yield origin.trouble(listing.trouble.code, listing.trouble.detail, media_type="application/xml")
        return
    for item in listing.items:
        name = item.url or origin.uri
        empty = Issue(code="empty", detail=f"item {item.title or item.url or '?'} of {origin.uri} has no text")
        yield origin.page(
            item.body,
            "text/html",
            id=page_id(name, item.body),
            uri=name,
            published=item.published,
            published_at=item.published_at,
            updated_at=item.updated_at,
            headline=item.title,
            author=item.author,
            source=item.outlet or listing.title,
            section=item.section,
            language=item.language,
            issues=item.issues,
            trouble=None if item.body.strip() else empty,
        )
