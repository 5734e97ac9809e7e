"""The stories on a page: the one entry of this folder.

In: a `Page`. Out: its stories with empty records (articles first, then teasers), what in each is none of it, and issues.
Refuses nothing: a page that cannot be read is set aside, with the reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from communique.pages.decode import decode
from communique.pages.language import find_language, primary
from communique.pages.markup import MarkupError
from communique.pages.markup_parts import markup_parts
from communique.pages.parts import Part, Parts
from communique.pages.text_parts import text_parts
from communique.pages.walls import WALL_CODES
from communique.record.ids import digest
from communique.record.model import Issue, Story
from communique.record.spans import Span
from communique.record.vocab import Outcome, StoryKind
from communique.sources.base import Page

_MARKUP_TYPES = ("text/html", "application/xhtml+xml")
_DATE_ISSUES = ("impossible_date", "unreadable_date")  # do not matter where the page's source gives the day
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPage:
    """A page's stories, articles first; `outcome` is None unless the page is set aside.

    `ignored` gives, by story id, the spans of a story's text that are none of it: lines that lead to other stories, buttons,
    advertising, captions' credits. Nothing is to be read from them.
    """

    stories: tuple[Story, ...] = ()
    issues: tuple[Issue, ...] = ()
    outcome: Outcome | None = None
    ignored: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def article(self) -> Story | None:
        """The page's first article, None if it has none."""
        return next((story for story in self.stories if story.kind is StoryKind.ARTICLE), None)


def split_page(page: Page) -> SplitPage:
    """The stories on a page.

    For a page of plain text, a story's text is a slice of the decoded page, from its `start`. For markup, it is the extracted
    text, each of whose paragraphs stands in the page, and `start` is None. What the page's source says of headline, outlet,
    date and language wins over what the page says, except that each of several stories on a page keeps its own.

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
        return _split(page, text_parts(decoded.text, delivered=page.delivered, published=page.published), issues)
    try:
        found = markup_parts(decoded.text, page.uri, delivered=page.delivered)
    except MarkupError as err:
        return _set_aside(issues, Issue(code="markup", detail=str(err)))
    return _split(page, found, issues)


def _set_aside(issues: tuple[Issue, ...], reason: Issue) -> SplitPage:
    return SplitPage(issues=(*issues, reason), outcome=Outcome.SET_ASIDE)


def _split(page: Page, found: Parts, issues: tuple[Issue, ...]) -> SplitPage:
    issues = (*issues, *(issue for issue in found.issues if not (page.published and issue.code in _DATE_ISSUES)))
    if not found.parts:
        if issues and issues[-1].code in WALL_CODES:
            return SplitPage(issues=issues, outcome=Outcome.SET_ASIDE)  # the wall is the reason
        return _set_aside(issues, Issue(code="no_text", detail="the page has no text of a story"))
    n_articles = sum(part.kind is StoryKind.ARTICLE for part in found.parts)
    stories: list[Story] = []
    ignored: dict[str, tuple[Span, ...]] = {}
    told = list(issues)
    language = primary(page.language)
    for part in found.parts:
        if part.kind is StoryKind.TEASER:
            stories.append(_teaser(page, part, language))
            continue
        story = _article(page, part, language, is_only=n_articles == 1)
        stories.append(story)
        if part.ignored:
            ignored[story.id] = part.ignored
        if story.truncated:
            told.append(Issue(code="truncated", detail="the article breaks off", story=story.id))
        if story.language not in (None, ENGLISH):
            detail = f"the article is in {story.language!r}; only English is read"
            told.append(Issue(code="language", detail=detail, story=story.id))
    if not n_articles:
        told.append(Issue(code="no_article", detail="the page has headlines of stories and no article"))
    return SplitPage(stories=tuple(stories), issues=tuple(told), ignored=ignored)


def _article(page: Page, part: Part, language: str | None, *, is_only: bool) -> Story:
    headline = page.headline or part.headline if is_only else part.headline or page.headline
    published = page.published or part.published if is_only else part.published or page.published
    return Story(
        id=digest("story", page.id, StoryKind.ARTICLE, part.start or 0, part.text),
        kind=StoryKind.ARTICLE,
        text=part.text,
        start=part.start,
        headline=headline,
        source=page.source or part.outlet,
        author=page.author or part.author,
        truncated=part.truncated,
        language=language or find_language(part.text, part.language),
        published=published,
        published_at=_moment(published.isoformat() if published else None, page.published_at, part.published_at),
        updated_at=page.updated_at or part.updated_at,
        url=part.url,
        section=page.section or part.section,
        ignored=part.ignored,
    )


def _moment(day: str | None, *moments: str | None) -> str | None:
    """The first of the moments that is on the day of publication: one of another day is of something else."""
    return next((moment for moment in moments if moment and day and moment.startswith(day)), None)


def _teaser(page: Page, part: Part, language: str | None) -> Story:
    """A teaser: it has its page's outlet and language, and nothing else that is known of the article."""
    return Story(
        id=digest("story", page.id, StoryKind.TEASER, "-" if part.start is None else part.start, part.text),
        kind=StoryKind.TEASER,
        text=part.text,
        start=part.start,
        source=page.source or part.outlet,
        truncated=part.truncated,
        language=language or find_language(part.text, part.language),
        url=part.url,
    )
