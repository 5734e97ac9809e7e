"""What a source delivers, and the one protocol that every format of source keeps.

In: nothing. Out: `Page`, `Origin` and `Opener`. A source never stops a run for one bad page: it delivers the page with
`trouble` set.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from communique.record.fetch import Fetch
from communique.record.ids import digest
from communique.record.model import Issue, PageRef

__all__ = ["MAX_PAGE_BYTES", "Fetch", "Opener", "Origin", "Page", "page_id"]

MAX_PAGE_BYTES = 50 * 2**20  # of one text, HTML or feed file; what holds many pages has no limit of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as delivered: bytes (encoding unknown) or text, with what the source knows of it.

    `trouble` is why the page could not be had at all; such a page is set aside. `published` and the rest are the source's
    word and win over what the page itself says; `published_at` and `updated_at` are ISO 8601 texts. `delivered` is the day on
    which the page is known to have existed: no page is published after it. `mark` tells where its
    `input` (None: one that cannot be taken up again) goes on after it.
    """

    id: str
    uri: str
    media_type: str
    content: bytes | str
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    headline: str | None = None
    source: str | None = None
    author: str | None = None
    section: str | None = None
    language: str | None = None
    delivered: date | None = None
    trouble: Issue | None = None
    issues: tuple[Issue, ...] = ()
    fetch: Fetch | None = None
    input: str | None = None
    mark: str | None = None

    @property
    def ref(self) -> PageRef:
        """The page's identity, as records carry it."""
        return PageRef(id=self.id, uri=self.uri, media_type=self.media_type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a stream of bytes comes from, and what is known of all that is in it.

    `name` goes into identities: it does not depend on where the input lies. `uri` goes into records and reports. `media_type`
    is as it was declared, "" where nothing declares it. `mark` is where to go on: the `mark` of the last page that was read.
    """

    name: str
    uri: str
    media_type: str = ""
    published: date | None = None
    delivered: date | None = None
    outlet: str | None = None
    language: str | None = None
    fetch: Fetch | None = None
    mark: str | None = None

    def trouble(self, code: str, detail: str, *, media_type: str = "application/octet-stream") -> Page:
        """The page that stands for what could not be had."""
        return self.page("", media_type, id=page_id(self.uri, f"{code} {detail}"), trouble=Issue(code=code, detail=detail))

    def page(self, content: bytes | str, media_type: str, **known: object) -> Page:
        """A page from here; `known` are fields of `Page` that the format knows, and wins over what the origin knows."""
        fields: dict[str, object] = {
            "published": self.published,
            "source": self.outlet,
            "language": self.language,
            "delivered": self.delivered,
            "fetch": self.fetch,
            "uri": self.uri,
        }
        fields |= {name: value for name, value in known.items() if value is not None}
        if "id" not in fields:  # only then: hashing a page takes as long as reading it from an archive
            fields["id"] = page_id(self.name, content)
        return Page(media_type=media_type, content=content, **fields)  # type: ignore[arg-type]


class Opener(Protocol):
    """One format: how the pages of a stream are had. Every format's module offers one function of this form."""

    def __call__(self, stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
        """The pages, one by one, in a stable order, holding one at a time.

        Args:
            stream: The bytes, not compressed as a whole (except for formats that are archives of compressed members).
            origin: Where they come from.
        Raises:
            ExtraError: the format needs an optional dependency that is not installed.
            OSError, EOFError, zlib.error: the stream broke; what came before has been delivered.
        """
        ...


def page_id(uri: str, content: bytes | str) -> str:
    """The identity of a page that comes without one: a hash of its address and its content."""
    return digest("page", uri, content)


def read_offset(mark: str | None) -> int | None:
    """The offset that a mark names, 0 for none; None where it is no offset."""
    if mark is None:
        return 0
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) <= 18 else None


def go_to(stream: io.BufferedReader, offset: int, *, at: int = 0) -> None:
    """Go on in a stream from an offset; what cannot be sought is read and let go.

    Args:
        stream: The bytes.
        offset: Where to go on, counted from the beginning.
        at: Where the stream stands.
    """
    if stream.seekable():
        stream.seek(offset)
        return
    left = offset - at
    while left > 0 and (chunk := stream.read(min(left, 2**20))):
        left -= len(chunk)
