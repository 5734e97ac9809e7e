"""The parts of a page of plain text.

In: a page's text. Out: `Parts`, each a slice of the page: one article with the teasers around it, or the articles of a live blog, of a
digest of short stories or of a database's export. Refuses nothing: a page without words has no part.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from communique.pages.clock import moment
from communique.pages.cuts import broken_sentence
from communique.pages.digests import Item, find_items
from communique.pages.exports import Document, find_documents
from communique.pages.lines import Line, Shape, split_lines
from communique.pages.liveblog import Blog, find_blog
from communique.pages.pagination import running_lines
from communique.pages.parts import Part, Parts
from communique.pages.segment import Segments, split_page_lines
from communique.pages.texthead import TextHead, impossible, read_head
from communique.pages.transcripts import keep_turns
from communique.record.model import Issue
from communique.record.spans import Span, merge
from communique.record.vocab import StoryKind


def text_parts(text: str, *, delivered: date | None = None, published: date | None = None) -> Parts:
    """The parts of a page of plain text.

    Args:
        text: The page, as decoded.
        delivered: A day on which the page existed; a day of publication after it is none. None if it is not known.
        published: The day that the page's source gives, for the entries of a live blog whose own head gives none.
    """
    running = running_lines(text)
    page = _TextPage(text, running, delivered, published)
    lines = split_lines(text, without=running)
    documents = find_documents(lines)
    made = list(page.documents(documents) if documents else page.region(lines))
    parts = [part for part, _ in made if part is not None]
    articles = [part for part in parts if part.kind is StoryKind.ARTICLE]
    teasers = [part for part in parts if part.kind is not StoryKind.ARTICLE]
    return Parts(parts=(*articles, *teasers), issues=tuple(issue for _, issue in made if issue is not None))


_MAX_HEAD_CHARS = 20_000  # before an article; what is farther off says nothing of it
_Made = Iterator[tuple[Part | None, Issue | None]]


@dataclass(frozen=True, slots=True)
class _TextPage:
    """A page that is taken apart; `published` is its source's word."""

    text: str
    running: tuple[Span, ...]
    delivered: date | None
    published: date | None

    def documents(self, documents: Sequence[Document]) -> _Made:
        """The parts of an export."""
        for document in documents:
            day, clock, issue = None, None, None
            if document.day is not None:
                day, clock = document.day
                issue = impossible(day, document.day_written or "", self.delivered)
                day = None if issue else day
            elif document.day_written is not None:
                issue = Issue(
                    code="unreadable_date",
                    detail=f"the page's date {document.day_written[:40]!r} is no day",
                    words=document.day_written[:40],
                )
            yield None, issue
            given = Part(
                kind=StoryKind.ARTICLE,
                text="",
                start=0,
                headline=document.headline,
                author=document.author,
                outlet=document.outlet,
                section=document.section,
                url=document.url,
                published=day,
                published_at=moment(day, clock) if day and clock else None,
            )
            yield from self.article(document.lines, given, also_ignored=document.ignored)

    def region(self, lines: Sequence[Line]) -> _Made:
        """The parts of a page that is no export."""
        turns = keep_turns(lines)
        if (blog := find_blog(lines)) is not None:
            yield from self.blog(lines, blog)
        elif turns == lines and (items := find_items(lines)):
            yield from self.items(lines, items)
        else:
            yield from self.article(turns, Part(kind=StoryKind.ARTICLE, text="", start=0))

    def blog(self, lines: Sequence[Line], blog: Blog) -> _Made:
        """The parts of a live blog: what is told before its first entry, and the entries."""
        before = lines[: blog.first]
        found = split_page_lines(self.text, before, self._running_in(before))
        head = self._head(before, found)
        yield from ((None, issue) for issue in head.issues)
        page = Part(kind=StoryKind.ARTICLE, text="", start=0, outlet=head.outlet, author=head.author, published=head.published)
        if found.article is not None and any(
            line.shape is Shape.PROSE for line in before if found.article.contains(_place(line))
        ):
            headline = found.headline.of(self.text) if found.headline else None
            opening = replace(page, headline=headline, published_at=head.published_at, updated_at=head.updated_at)
            yield from ((part, None) for part in parts_of(self.text, found, opening))
        day = head.published or self.published
        for entry, at in blog.moments(day):
            own = replace(page, headline=entry.headline, published=at.day or page.published, published_at=at.moment)
            yield from self.article(entry.lines, own, has_head=False)

    def items(self, lines: Sequence[Line], items: Sequence[Item]) -> _Made:
        """The parts of a digest: what greets its readers, and the stories."""
        before = lines[: items[0].first]
        found = split_page_lines(self.text, before, self._running_in(before))
        head = self._head(before, found)
        yield from ((None, issue) for issue in head.issues)
        page = Part(
            kind=StoryKind.ARTICLE,
            text="",
            start=0,
            outlet=head.outlet,
            published=head.published,
            published_at=head.published_at,
            updated_at=head.updated_at,
        )
        if found.article is not None and any(
            line.shape is Shape.PROSE for line in before if found.article.contains(_place(line))
        ):
            headline = found.headline.of(self.text) if found.headline else None
            yield from (
                (part, None) for part in parts_of(self.text, found, replace(page, headline=headline, author=head.author))
            )
        for item in items:
            own = replace(page, headline=item.headline, section=item.section, url=item.url)
            yield from self.article(item.lines, own, has_head=False)

    def _running_in(self, lines: Sequence[Line]) -> tuple[Span, ...]:
        """The running heads among some lines."""
        if not lines or not self.running:
            return ()
        first = bisect_left(self.running, lines[0].start, key=lambda span: span.start)
        last = bisect_left(self.running, lines[-1].end, key=lambda span: span.start)
        return self.running[first:last]

    def article(self, lines: Sequence[Line], given: Part, *, has_head: bool = True, also_ignored: Sequence[Span] = ()) -> _Made:
        """The article of some lines and its teasers; what is `given` of it wins over what its head says."""
        found = split_page_lines(self.text, lines, (*self._running_in(lines), *also_ignored))
        head = self._head(lines, found) if has_head else TextHead()
        if given.published is None:
            yield from ((None, issue) for issue in head.issues)
        byline = found.byline.of(self.text) if found.byline else None
        common = replace(
            given,
            headline=given.headline or (found.headline.of(self.text) if found.headline else None),
            author=given.author or head.author or byline,
            outlet=given.outlet or head.outlet,
            published=given.published or head.published,
            published_at=given.published_at if given.published else given.published_at or head.published_at,
            updated_at=given.updated_at or head.updated_at,
        )
        yield from ((part, None) for part in parts_of(self.text, found, common))

    def _head(self, lines: Sequence[Line], found: Segments) -> TextHead:
        """What stands before the article among some lines; all of them if there is none."""
        if not lines:
            return TextHead()
        has_prose = found.article is not None and any(line.shape is Shape.PROSE for line in lines)
        end = found.article.start if found.article and has_prose else lines[-1].end
        byline = found.byline.of(self.text) if found.byline else None
        start = max(lines[0].start, end - _MAX_HEAD_CHARS)
        return read_head(self.text[start : max(end, start)], byline, delivered=self.delivered)


def _place(line: Line) -> Span:
    return Span(line.start, line.end)


def parts_of(text: str, found: Segments, common: Part) -> tuple[Part, ...]:
    """The article and the teasers of a text.

    The sentence with which an article breaks off is none of it: nothing is to be read from half a sentence.

    Args:
        text: The text.
        found: Where they are in it.
        common: What is known of the article; its `start` None says that the text is not the page.
    """
    made: list[Part] = []
    is_page = common.start is not None
    if found.article is not None:
        place = found.article
        ignored = found.ignored
        if found.truncated and not any(span.end == place.end for span in ignored):
            last = max(place.start, text.rfind("\n", place.start, place.end) + 1)
            broken = broken_sentence(text, last, place.end, is_cut=True)
            ignored = merge((*ignored, broken)) if broken else ignored
        made.append(
            replace(
                common,
                text=place.of(text),
                start=place.start if is_page else None,
                truncated=found.truncated,
                ignored=tuple(span.shift(-place.start) for span in ignored),
            )
        )
    made += (
        Part(
            kind=StoryKind.TEASER,
            text=teaser.span.of(text),
            start=teaser.span.start if is_page else None,
            outlet=common.outlet,
            language=common.language,
            truncated=teaser.cut,
        )
        for teaser in found.teasers
    )
    return tuple(made)
