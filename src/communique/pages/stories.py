"""The stories on a page: the one entry of this folder.

In: a `Page`. Out: its stories with empty records (the article first, then teasers), what in each is none of it, and issues.
Refuses nothing: a page that cannot be read is set aside, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from communique.pages.decode import decode
from communique.pages.language import find_language, primary
from communique.pages.markup import Article, MarkupError, read_markup
from communique.pages.segment import Segments, split_text
from communique.pages.texthead import read_head
from communique.record.ids import digest
from communique.record.model import Issue, Story
from communique.record.spans import Span
from communique.record.vocab import Outcome, StoryKind
from communique.sources.base import Page

_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPage:
    """A page's stories, the article first; `outcome` is None unless the page is set aside.

    `ignored` gives, by story id, the spans of a story's text that are none of it: lines that lead to other stories, buttons,
    advertising, captions' credits. Nothing is to be read from them.
    """

    stories: tuple[Story, ...] = ()
    issues: tuple[Issue, ...] = ()
    outcome: Outcome | None = None
    ignored: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def article(self) -> Story | None:
        """The page's article, None if it has none."""
        return next((story for story in self.stories if story.kind is StoryKind.ARTICLE), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What is known of the page and holds for its stories."""

    headline: str | None
    author: str | None
    source: str | None
    published: date | None
    language: str | None


def split_page(page: Page) -> SplitPage:
    """The stories on a page.

    For a page of plain text, a story's text is a slice of the decoded page, from its `start`. For markup, it is the extracted
    text, each of whose paragraphs stands in the page, and `start` is None. What the page's source says of headline, outlet,
    date and language wins over what the page says.

    Args:
        page: The page, as delivered. The result depends on nothing else.
    """
    if page.trouble is not None:
        return _set_aside(page.issues, page.trouble)
    decoded = decode(page.content, page.media_type)
    issues = (*page.issues, *decoded.issues)
    if not decoded.text.strip():
        return _set_aside(issues, Issue(code="empty", detail="the page is empty"))
    if page.media_type.split(";")[0].strip().lower() not in _MARKUP_TYPES:
        text = decoded.text
        parts = split_text(text)
        before = text[: parts.article.start] if parts.article else ""
        head = read_head(before, parts.byline.of(text) if parts.byline else None)
        about = _About(
            headline=page.headline,
            author=head.author,
            source=page.source or head.outlet,
            published=page.published or head.published,
            language=primary(page.language),
        )
        return _split(page, text, parts, about, issues, with_start=True)
    try:
        article = read_markup(decoded.text, page.uri)
    except MarkupError as err:
        return _set_aside(issues, Issue(code="markup", detail=str(err)))
    return _from_markup(page, article, issues)


def _set_aside(issues: tuple[Issue, ...], reason: Issue) -> SplitPage:
    return SplitPage(issues=(*issues, reason), outcome=Outcome.SET_ASIDE)


def _from_markup(page: Page, article: Article, issues: tuple[Issue, ...]) -> SplitPage:
    found = article.metadata
    issues = (*issues, *article.issues, *(() if page.published else found.issues))
    about = _About(
        headline=page.headline or found.headline,
        author=found.author,
        source=page.source or found.outlet,
        published=page.published or found.published,
        language=primary(page.language) or find_language(article.text, found.language),
    )
    text = article.text
    if article.is_whole:
        # All of a page's text: what stands around the article are its menus, not only teasers.
        parts = split_text(text)
        parts = replace(parts, teasers=()) if parts.article else parts
    else:
        place = Span(0, len(text)) if text else None
        parts = Segments(article=place, truncated=article.truncated, ignored=article.ignored)
    split = _split(page, text, parts, about, issues, with_start=False)
    teasers = (_teaser(page, words, None, cut=words.endswith(("…", "...")), about=about) for words in article.teasers)
    if split.article is None:
        return split
    return SplitPage(stories=(*split.stories, *teasers), issues=split.issues, ignored=split.ignored)


def _split(
    page: Page, text: str, segments: Segments, about: _About, issues: tuple[Issue, ...], *, with_start: bool
) -> SplitPage:
    """The stories in a text whose parts are known; `with_start`: the text is the page."""
    stories: list[Story] = []
    ignored: dict[str, tuple[Span, ...]] = {}
    found: list[Issue] = list(issues)
    if segments.article is not None:
        place = segments.article
        words = place.of(text)
        language = about.language or find_language(words)
        story = Story(
            id=digest("story", page.id, StoryKind.ARTICLE, place.start, words),
            kind=StoryKind.ARTICLE,
            text=words,
            start=place.start if with_start else None,
            headline=about.headline or (segments.headline.of(text) if segments.headline else None),
            source=about.source,
            author=about.author or (segments.byline.of(text) if segments.byline else None),
            truncated=segments.truncated,
            language=language,
            published=about.published,
        )
        stories.append(story)
        if segments.ignored:
            ignored[story.id] = tuple(span.shift(-place.start) for span in segments.ignored)
        if segments.truncated:
            found.append(Issue(code="truncated", detail="the article breaks off", story=story.id))
        if language not in (None, ENGLISH):
            found.append(Issue(code="language", detail=f"the article is in {language!r}; only English is read", story=story.id))
    for teaser in segments.teasers:
        place = teaser.span
        stories.append(_teaser(page, place.of(text), place.start if with_start else None, cut=teaser.cut, about=about))
    if not stories:
        return _set_aside(tuple(found), Issue(code="no_text", detail="the page has no text of a story"))
    if segments.article is None:
        found.append(Issue(code="no_article", detail="the page has headlines of stories and no article"))
    return SplitPage(stories=tuple(stories), issues=tuple(found), ignored=ignored)


def _teaser(page: Page, text: str, start: int | None, *, cut: bool, about: _About) -> Story:
    """A teaser: it has its page's outlet and language, and nothing else that is known of the article."""
    return Story(
        id=digest("story", page.id, StoryKind.TEASER, "-" if start is None else start, text),
        kind=StoryKind.TEASER,
        text=text,
        start=start,
        source=about.source,
        truncated=cut,
        language=about.language or find_language(text),
    )
