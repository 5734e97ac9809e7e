"""Sitemaps and news sitemaps: lists of a site's pages, and lists of such lists.

In: the bytes of a sitemap, of XML or of one address a line. Out: a `Listing`; opened as a file, one page with `trouble` that says
what the file is. Refuses XML that declares entities, and what is past the limits of the protocol is passed over with an issue.

Source: https://www.sitemaps.org/protocol.html, https://www.google.com/schemas/sitemap-news/0.9
"""

import io
from collections.abc import Iterator
from dataclasses import replace

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page
from communique.sources.dates import possible, read_moment
from communique.sources.feeditems import link_of, web_address
from communique.sources.listing import Listed, Listing

MAX_ADDRESSES = 50_000  # of one sitemap, by the protocol
_MAX_ADDRESS_CHARS = 2048  # by the protocol, too
_NEWS = ("name", "language", "publication_date", "title")


def open_sitemap(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The page that stands for a list of addresses, as it has no text; see `communique.sources.base.Opener`."""
    content = stream.read(MAX_PAGE_BYTES + 1)
    if len(content) > MAX_PAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PAGE_BYTES:,} bytes, which is more than a sitemap")
        return
    listing = parse_sitemap(content, origin)
    if listing.trouble is not None:
        yield origin.trouble(listing.trouble.code, listing.trouble.detail, media_type="application/xml")
        return
    n_addresses = len(listing.items) + len(listing.nested)
    addresses = "1 address" if n_addresses == 1 else f"{n_addresses:,} addresses"
    detail = f"{origin.uri} is a list of {addresses}; name its address on the web, and they are fetched"
    yield replace(origin.trouble("addresses_only", detail, media_type="application/xml"), issues=listing.issues)


def parse_sitemap(content: bytes, origin: Origin) -> Listing:
    """What a sitemap points at; without items and with `trouble` where it is none."""
    if not content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return _limited(_lines(content), origin)
    if b"<!ENTITY" in content.replace(b"\0", b""):
        return Listing(
            trouble=Issue(code="refused_entities", detail=f"{origin.uri} declares XML entities, which no sitemap needs")
        )
    return _limited(_markup(content, origin), origin)


def _limited(found: Iterator[Listed | tuple[str, str] | Issue], origin: Origin) -> Listing:
    items: list[Listed] = []
    nested: list[tuple[str, str]] = []
    issues: list[Issue] = []
    for entry in found:
        if isinstance(entry, Issue):
            issues.append(entry)
        elif len(items) + len(nested) >= MAX_ADDRESSES:
            issues.append(
                Issue(code="truncated", detail=f"{origin.uri} lists more than {MAX_ADDRESSES:,} addresses; the rest is left")
            )
            break
        elif isinstance(entry, Listed):
            items.append(entry)
        else:
            nested.append(entry)
    trouble = None
    if not items and not nested:
        trouble = Issue(code="no_items", detail=f"{origin.uri} lists no address")
    return Listing(
        items=tuple(items),
        nested=tuple(dict.fromkeys(url for _, url in sorted(nested, key=lambda each: each[0], reverse=True))),
        issues=tuple(issues),
        trouble=trouble,
    )


def _lines(content: bytes) -> Iterator[Listed | tuple[str, str] | Issue]:
    for line in io.BytesIO(content):
        written = line[:_MAX_ADDRESS_CHARS].decode("utf-8-sig", "replace").strip()
        if len(line) <= _MAX_ADDRESS_CHARS and (url := link_of(written, None)):
            yield Listed(url=url)


def _markup(content: bytes, origin: Origin) -> Iterator[Listed | tuple[str, str] | Issue]:
    """The entries of a sitemap of XML; elements are told by their local names, as not every sitemap declares its namespace."""
    from lxml import etree

    base = web_address(origin.uri)
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    fields: dict[str, str] = {}
    try:
        for _, element in events:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name in ("loc", "lastmod", *_NEWS) and _is_own(element, etree):
                fields.setdefault(name, " ".join((element.text or "").split())[: _MAX_ADDRESS_CHARS + 1])
            elif name in ("url", "sitemap"):
                url = link_of(fields["loc"], base) if fields.get("loc") else None
                if url and len(url) <= _MAX_ADDRESS_CHARS:
                    yield from [(fields.get("lastmod", ""), url)] if name == "sitemap" else _listed(url, fields, origin)
                fields = {}
                element.clear()
                while (previous := element.getprevious()) is not None:  # what was read is let go, so that memory stays flat
                    element.getparent().remove(previous)
    except (etree.LxmlError, ValueError) as err:
        yield Issue(code="corrupt", detail=f"{origin.uri} is not XML to its end: {err}")


def _is_own(element: object, etree: object) -> bool:
    """Whether an element belongs to the page itself or to its news, not to one of its pictures or videos."""
    parent = element.getparent()  # type: ignore[attr-defined]
    if parent is None or not isinstance(parent.tag, str):
        return False
    return etree.QName(parent).localname in ("url", "sitemap", "news", "publication")  # type: ignore[attr-defined]


def _listed(url: str, fields: dict[str, str], origin: Origin) -> Iterator[Listed | Issue]:
    published, issues = possible(read_moment(fields.get("publication_date")), origin.delivered, url)
    updated, _ = possible(read_moment(fields.get("lastmod")), origin.delivered, url)
    yield from issues
    yield Listed(
        url=url,
        title=fields.get("title") or None,
        published=published.day if published else None,
        published_at=published.at if published else None,
        updated_at=(updated.at or updated.day.isoformat()) if updated else None,
        language=fields.get("language") or None,
        outlet=fields.get("name") or origin.outlet,
    )
