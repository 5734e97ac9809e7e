"""What a page is taken apart into, before there are stories: one `Part` for each piece of news, whatever the page was.

In: nothing. Out: `Part` and `Parts`. Refuses nothing.
"""

from dataclasses import dataclass
from datetime import date

from communique.record.model import Issue
from communique.record.spans import Span
from communique.record.vocab import StoryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of news on a page, with what the page says of it.

    `text` is the page's own words; `start` is its offset in a page of plain text, None in markup. `ignored` are spans of
    `text` that are none of it: nothing is to be read from them. `published_at` and `updated_at` are ISO 8601 texts, as exact as
    the page gives them.
    """

    kind: StoryKind
    text: str
    start: int | None = None
    headline: str | None = None
    author: str | None = None
    outlet: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None  # as declared; the text's own words win over it
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    truncated: bool = False
    ignored: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a page: the article first, or all entries of a page of several stories in the page's order, then teasers.

    Several articles (a live blog, a digest) each have their own headline and moment; what holds for the whole page is
    repeated in each.
    """

    parts: tuple[Part, ...] = ()
    issues: tuple[Issue, ...] = ()
