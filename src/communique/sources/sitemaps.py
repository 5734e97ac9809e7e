"""Sitemaps and news sitemaps (sitemaps.org; Google's news extension): addresses, and what is said of each.

In: the bytes of a sitemap, of an index of sitemaps, or of one that is a list of addresses as text. Out: a `Listing`. Refuses
entities and whatever would be loaded from elsewhere. A sitemap has no text of its own: opened as a page it says so.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import moment_of
from communique.sources.listing import MAX_ITEMS, Listed, Listing

_FIELDS = ("loc", "lastmod", "name", "language", "publication_date", "title")


def open_sitemap(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """One page that says what the sitemap lists; see `communique.sources.base.Opener`."""
    listing = list_sitemap(stream.read(MAX_PAGE_BYTES), origin)
    if listing.trouble is not None:
        yield origin.trouble(listing.trouble.code, listing.trouble.detail, media_type="application/xml")
        return
    n_addresses = len(listing.items) + len(listing.nested)
    detail = f"{origin.uri} is a sitemap of {n_addresses:,} addresses; name its address on the web, and they are fetched"
    yield origin.trouble("addresses_only", detail, media_type="application/xml")


def list_sitemap(content: bytes, origin: Origin) -> Listing:
    """The addresses of a sitemap, the newest first, those without a date last in their order; at most 50,000.

    Args:
        content: The sitemap as delivered, not compressed.
        origin: Where it comes from; relative addresses, which the protocol forbids and some have, are taken from its `uri`.
    """
    if not content.lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
        lines = content.decode("utf-8", "replace").splitlines()
        urls = [line.strip() for line in lines if line.strip().startswith(("http://", "https://"))]
        return _listing([Listed(url=url) for url in urls[:MAX_ITEMS]], [], origin)
    from lxml import etree

    items: list[Listed] = []
    nested: list[tuple[str, str]] = []
    try:
        for _, element in etree.iterparse(
            io.BytesIO(content), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
        ):
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name not in ("url", "sitemap"):
                continue
            said = _said(element)
            if url := said.get("loc"):
                if name == "sitemap":
                    nested.append((said.get("lastmod", ""), urljoin(origin.uri, url)))
                else:
                    items.append(_listed(said, origin))
            element.clear()
            if len(items) + len(nested) >= MAX_ITEMS:
                break
    except etree.LxmlError as err:
        return Listing(is_sitemap=True, trouble=Issue(code="corrupt", detail=f"{origin.uri} is no sitemap: {err}"))
    return _listing(items, [url for _, url in sorted(nested, key=lambda each: each[0], reverse=True)], origin)


def _listing(items: list[Listed], nested: list[str], origin: Origin) -> Listing:
    if not items and not nested:
        return Listing(is_sitemap=True, trouble=Issue(code="no_items", detail=f"{origin.uri} lists no address"))
    newest_first = sorted(items, key=lambda item: _order(item.published_at or item.updated_at), reverse=True)
    return Listing(items=tuple(newest_first), nested=tuple(nested), is_sitemap=True)


def _order(moment: str | None) -> float:
    """A moment as a number to order by; one without a zone counts as universal time, none as the oldest."""
    if moment is None:
        return 0.0
    parsed = datetime.fromisoformat(moment)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()


def _said(element: object) -> dict[str, str]:
    """What an entry says, by the local names of its fields, the first of each: the news extension's are nested."""
    from lxml import etree

    said: dict[str, str] = {}
    for child in element.iter():  # type: ignore[attr-defined]
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in _FIELDS and child.text and child.text.strip():
            said.setdefault(name, " ".join(child.text.split()))
    return said


def _listed(said: dict[str, str], origin: Origin) -> Listed:
    published = moment_of(said.get("publication_date"), origin)
    changed = moment_of(said.get("lastmod"), origin)
    return Listed(
        url=urljoin(origin.uri, said["loc"]),
        title=said.get("title"),
        published=published.day,
        published_at=published.at,
        updated_at=changed.at,
        language=said.get("language"),
        outlet=said.get("name"),
        issues=tuple(issue for issue in (published.issue,) if issue),
    )
