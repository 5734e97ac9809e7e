"""What a source delivers.

In: nothing. Out: `Page`. A source never stops a run for one bad page: it delivers the page with `trouble` set.
"""

from dataclasses import dataclass
from datetime import date

from communique.record.ids import digest
from communique.record.model import Issue, PageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as delivered: bytes (encoding unknown) or text, with what the source knows of it.

    `trouble` is why the page could not be had at all; such a page is set aside. `published` and the rest are the source's
    word and win over what the page itself says.
    """

    id: str
    uri: str
    media_type: str
    content: bytes | str
    published: date | None = None
    headline: str | None = None
    source: str | None = None
    language: str | None = None
    trouble: Issue | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def ref(self) -> PageRef:
        """The page's identity, as records carry it."""
        return PageRef(id=self.id, uri=self.uri, media_type=self.media_type)


def page_id(uri: str, content: bytes | str) -> str:
    """The identity of a page that comes without one: a hash of its address and its content."""
    return digest("page", uri, content)
