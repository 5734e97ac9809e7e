"""The pages behind an address on the web: the page itself, the items of a feed, or the pages that a list names.

In: an input whose name is an address. Out: `Page`s, each with its fetch. Refuses to fetch an address that a list names unless
the input says `follow` (a sitemap is nothing but addresses: to name it is to say so), and one that a sitemap names on another
site than its own.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communique.record.fetch import Fetch
from communique.sources.base import Origin, Page
from communique.sources.fetch import Fetched, Fetcher
from communique.sources.formats import open_stream
from communique.sources.listing import Listed, Listing, list_feed, list_sitemap
from communique.sources.sniff import HEAD_BYTES, Kind, gunzipped, is_gzip, sniff
from communique.sources.web import is_address

if TYPE_CHECKING:
    from communique.sources.inputs import Input, Known

# What lists pages, and how the list is read.
LISTS: Mapping[Kind, Callable[[bytes, Origin], Listing]] = {
    Kind.FEED: list_feed,
    Kind.JSON_FEED: list_feed,
    Kind.SITEMAP: list_sitemap,
}
MAX_NESTED = 50  # sitemaps that one index of sitemaps leads to in a run, the newest first
MAX_DEPTH = 3  # an index may name indexes, though the protocol says that it should not


def open_web(asked: "Input", origin: Origin, known: "Known", web: Fetcher) -> Iterator[Page]:
    """The pages behind an address.

    Args:
        asked: The input; its `at` is the address.
        origin: What is known of all its pages.
        known: What need not be fetched again.
        web: What fetches.
    """
    got = web.get(asked.at)
    if got.fetch.trouble is not None:
        yield _troubled(got.fetch, origin)
        return
    kind = kind_of(got)
    if kind is Kind.SITEMAP or (asked.follow and kind in LISTS):
        known.tell(got.fetch)
        listing = list_of(got, origin)
        if listing.trouble is not None:
            yield replace(origin, name=asked.at, uri=asked.at).trouble(listing.trouble.code, listing.trouble.detail)
        else:
            yield from _follow(asked, origin, kind, listing, known, web)
    else:
        yield from _pages(got, origin, known)


def kind_of(got: Fetched) -> Kind:
    """What an answer holds, by its bytes, its address and its media type."""
    return sniff(urlsplit(_address(got)).path, _head(got.content), got.fetch.media_type or "")


def list_of(got: Fetched, origin: Origin) -> Listing:
    """The pages that an answer names, which is a feed or a sitemap."""
    here = replace(origin, name=_address(got), uri=_address(got), delivered=got.fetch.at.date())
    return LISTS[kind_of(got)](got.content, here)


def _head(content: bytes) -> bytes:
    """The first bytes, without the gzip that sitemaps are delivered in."""
    head = content[:HEAD_BYTES]
    return gunzipped(head) if is_gzip(head) else head


def _address(got: Fetched) -> str:
    return got.fetch.final_url or got.fetch.url


def _troubled(fetch: Fetch, origin: Origin) -> Page:
    """The page that stands for an address that could not be had."""
    reason = fetch.trouble
    if reason is None:
        raise ValueError(f"{fetch.url} was fetched without trouble")
    return replace(origin, name=fetch.url, uri=fetch.url, fetch=fetch).trouble(reason.code, reason.detail)


def _pages(got: Fetched, origin: Origin, known: "Known") -> Iterator[Page]:
    """The pages in an answer, whatever its format; the fetch belongs to the page only where there is one."""
    is_one = kind_of(got) in (Kind.HTML, Kind.TEXT, Kind.PDF, Kind.BINARY)
    if not is_one:
        known.tell(got.fetch)
    inner = replace(
        origin,
        name=_address(got),
        uri=_address(got),
        media_type=got.fetch.media_type or "",
        delivered=got.fetch.at.date(),
        fetch=got.fetch if is_one else None,
    )
    return open_stream(io.BytesIO(got.content), inner)


def _follow(asked: "Input", origin: Origin, kind: Kind, listing: Listing, known: "Known", web: Fetcher) -> Iterator[Page]:
    """The pages that a list names and that are not known, up to the input's limit."""
    wanted = re.compile(asked.match) if asked.match else None
    n_left = asked.limit
    is_sitemap = kind is Kind.SITEMAP
    for each in _listings(asked, origin, listing, known, web):
        about: dict[str, Listed] = {}
        for listed in _newest_first(each) if is_sitemap else each.items:
            if len(about) == n_left:
                break
            if (
                listed.url not in about
                and is_address(listed.url)
                and (wanted is None or wanted.search(listed.url))
                and (not is_sitemap or is_same_site(asked.at, listed.url))
                and not known.is_known(listed.url, listed.updated_at)
            ):
                about[listed.url] = listed
        for got in web.get_all(about):
            n_left -= 1
            if got.fetch.trouble is not None:
                yield _troubled(got.fetch, origin)
                continue
            for page in _pages(got, origin, known):
                yield _told(page, about[got.fetch.url], each)
        if not n_left:
            return


def _newest_first(listing: Listing) -> list[Listed]:
    """A sitemap's items by what it says of their day, those without one last: its own order says nothing."""
    return sorted(listing.items, key=lambda item: item.published_at or item.updated_at or "", reverse=True)


def _listings(asked: "Input", origin: Origin, listing: Listing, known: "Known", web: Fetcher) -> Iterator[Listing]:
    """The list, and the lists that it names."""
    waiting, n_nested = [(listing, 0)], 0
    while waiting:
        each, depth = waiting.pop(0)
        yield each
        for url in each.nested if depth < MAX_DEPTH else ():
            if n_nested == MAX_NESTED or not is_same_site(asked.at, url):
                continue
            n_nested += 1
            got = web.get(url)
            known.tell(got.fetch)
            if got.fetch.trouble is None and kind_of(got) is Kind.SITEMAP:
                waiting.append((list_of(got, origin), depth + 1))


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one a subdomain of the other ("www." aside)."""
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    if not all(hosts):
        return False
    short, long = sorted(hosts, key=len)
    return long == short or long.endswith(f".{short}")


def _told(page: Page, listed: Listed, listing: Listing) -> Page:
    """A page with what its list says of it."""
    return replace(
        page,
        headline=page.headline or listed.title,
        published=listed.published or page.published,
        published_at=listed.published_at or page.published_at,
        updated_at=page.updated_at or listed.updated_at,
        source=page.source or listed.outlet or listing.title,
        language=page.language or listed.language,
        section=page.section or listed.section,
    )
