"""A page from the web, only where its user names the address.

In: an `http` or `https` address. Out: the `Page` behind it. Refuses what `communique.sources.fetch` refuses: such a page comes with
`trouble`.
"""

from datetime import date

from communique.errors import InputError
from communique.sources.base import Page, page_id
from communique.sources.fetch.addresses import is_address, parse_address
from communique.sources.fetch.fetcher import Fetched, Fetcher, check_net
from communique.sources.fetch.options import FetchOptions
from communique.sources.fetch.troubles import FetchError

__all__ = ["check_address", "is_address", "open_address", "to_page"]


def check_address(url: str) -> None:
    """Make sure that an address can be asked for at all.

    Raises:
        ExtraError: a package of the `net` extra is not installed.
        InputError: the address has no host, carries a user name or password, or has a port of another service.
    """
    check_net()
    try:
        parse_address(url)
    except FetchError as err:
        raise InputError(err.detail) from err


def open_address(url: str, *, published: date | None = None, fetcher: Fetcher | None = None) -> Page:
    """The page behind an address; a page with `trouble` if it cannot be had.

    Args:
        url: The address, checked by `check_address`.
        published: The page's publication date, where the user knows it.
        fetcher: What fetches it, so that many addresses share one; None is one of its own.
    """
    if fetcher is not None:
        return to_page(fetcher.get(url), published=published)
    with Fetcher(FetchOptions()) as own:
        return to_page(own.get(url), published=published)


def to_page(fetched: Fetched, *, published: date | None = None) -> Page:
    """The page that was fetched; its identity depends on where it was found and on its content."""
    fetch = fetched.fetch
    if fetch.trouble is not None:
        return Page(
            id=page_id(fetch.url, fetch.trouble.detail),
            uri=fetch.url,
            media_type=fetch.media_type or "text/html",
            content="",
            trouble=fetch.trouble,
            fetch=fetch,
        )
    uri = fetch.final_url or fetch.url
    return Page(
        id=page_id(uri, fetched.content),
        uri=uri,
        media_type=fetch.media_type or "",
        content=fetched.content,
        published=published,
        fetch=fetch,
    )
