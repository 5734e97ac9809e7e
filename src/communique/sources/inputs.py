"""The pages of what a user names: files, folders, `-` for standard input, and addresses on the web.

In: inputs. Out: a `Page` for each page in them, in the order named. Refuses, with `InputError` and before anything is read, a
name that does not exist; whatever goes wrong later becomes a page with `trouble`.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, Protocol

from communique.errors import InputError
from communique.record.fetch import Fetch
from communique.sources.base import Origin, Page
from communique.sources.files import check_path, open_path
from communique.sources.formats import open_stream
from communique.sources.web import check_address, is_address

if TYPE_CHECKING:
    from communique.sources.fetch import Fetcher, FetchOptions

STDIN = "-"
FOLLOW_LIMIT = 200  # pages that one list leads to, in one run: a sitemap can name 50,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What to read, and how. A plain name is an input without more.

    `follow`: where the address is a list of pages (a feed, a sitemap), the pages that it names are fetched, too, instead of
    reading only what the list itself says; at most `limit` of them in a run, and only those whose address `match` (a regular
    expression) is found in. `outlet` and `language` stand in where a page's source gives none.
    """

    at: str
    follow: bool = False
    match: str | None = None
    limit: int = FOLLOW_LIMIT
    outlet: str | None = None
    language: str | None = None


class Known(Protocol):
    """What the caller has already, so that nothing is fetched or read twice; and where it hears of fetches without a page."""

    def is_known(self, url: str, updated_at: str | None) -> bool:
        """Whether an address need not be fetched: it was, and its list does not say that it has changed since."""
        ...

    def mark_of(self, input_: str) -> str | None:
        """How far an input was read; None: not at all."""
        ...

    def tell(self, fetch: Fetch) -> None:
        """Hear of a fetch that brings no page itself: a list of pages, or nothing."""
        ...


class NothingKnown:
    """A caller that has nothing yet."""

    def is_known(self, url: str, updated_at: str | None) -> bool:
        """No address is known."""
        return False

    def mark_of(self, input_: str) -> str | None:
        """No input was read."""
        return None

    def tell(self, fetch: Fetch) -> None:
        """Fetches are not kept."""


def open_inputs(
    inputs: Sequence[str | Input],
    *,
    published: date | None = None,
    stdin: BinaryIO | None = None,
    known: Known | None = None,
    fetcher: "Fetcher | None" = None,
    fetching: "FetchOptions | None" = None,
) -> Iterator[Page]:
    """The pages of all inputs, one by one; what is not yet asked for is not yet read.

    Args:
        inputs: Names of files and folders, `-`, and addresses that begin with `http://` or `https://`.
        published: The publication date of pages whose source gives none.
        stdin: What `-` reads; None is the process's own standard input.
        known: What need not be fetched or read again; None: nothing.
        fetcher: What fetches addresses; None: one for this call.
        fetching: How to fetch, where there is no fetcher; None: the default options.
    Returns:
        An iterator. Its identities depend on names within an input and on content, never on where the input lies.
    Raises:
        InputError: an input does not exist or is named twice in a way that cannot work (`-`).
        ExtraError: an input needs an optional dependency that is not installed.
    """
    asked = tuple(Input(at=each) if isinstance(each, str) else each for each in inputs)
    check_inputs(asked)
    return _open_all(asked, published, stdin, known or NothingKnown(), fetcher, fetching)


def check_inputs(asked: Sequence[Input]) -> None:
    """Make sure that inputs can be opened at all.

    Raises:
        InputError: an input does not exist or is named twice in a way that cannot work (`-`).
        ExtraError: an input needs an optional dependency that is not installed.
    """
    if sum(each.at == STDIN for each in asked) > 1:
        raise InputError("standard input '-' can be read once; it is named more than once")
    for each in asked:
        if is_address(each.at):
            check_address(each.at)
        elif each.at != STDIN:
            check_path(each.at)


def _open_all(
    inputs: tuple[Input, ...],
    published: date | None,
    stdin: BinaryIO | None,
    known: Known,
    fetcher: "Fetcher | None",
    fetching: "FetchOptions | None",
) -> Iterator[Page]:
    with ExitStack() as stack:
        for each in inputs:
            origin = Origin(
                name=each.at,
                uri=each.at,
                published=published,
                delivered=date.today(),
                outlet=each.outlet,
                language=each.language,
            )
            if each.at == STDIN:
                yield from open_stream(stdin if stdin is not None else sys.stdin.buffer, origin)
            elif not is_address(each.at):
                yield from open_path(each.at, origin, known.mark_of)
            else:
                from communique.sources.fetch import Fetcher, FetchOptions
                from communique.sources.following import open_web

                if fetcher is None:
                    fetcher = stack.enter_context(Fetcher(fetching or FetchOptions()))
                yield from open_web(each, origin, known, fetcher)
