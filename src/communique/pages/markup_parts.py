"""The parts of a page of markup.

In: a page's markup as text. Out: `Parts`, whose words are the page's own. Refuses markup that cannot be parsed with
`MarkupError`; a page that stands in front of an article (consent, a check for robots, an error) has no parts, and an issue says
which it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from communique.pages.entries import Entry
from communique.pages.lines import Shape, split_lines
from communique.pages.markup import Article, read_markup
from communique.pages.moments import Moment, why_impossible
from communique.pages.page_words import letters
from communique.pages.parts import Part, Parts
from communique.pages.segment import Segments, split_text
from communique.pages.text_parts import parts_of
from communique.pages.walls import SCRIPT_WALL, Wall, find_wall, is_paywall
from communique.record.model import Issue
from communique.record.spans import Span
from communique.record.vocab import StoryKind

# A page that asks for a subscription may still show all of its article: one that is cut is short, breaks off, or says it is not free.
_STUB_WORDS = 200
_NEAR_LINES = 5  # after the last paragraph, in which a paywall announces itself
_SHORT_WORDS = 60  # with fewer, the page as a whole tells whether it is a wall
_MIN_INTRO_WORDS = 8
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])")
_ENDED = re.compile(r"(?<![.…])[.!?][\"”’')\]]*$")


def markup_parts(markup: str, uri: str, *, delivered: date | None = None) -> Parts:
    """The parts of a page of markup.

    Args:
        markup: The page, decoded.
        uri: The page's address.
        delivered: A day on which the page existed; a day of publication after it is none. None if it is not known.
    Returns:
        The article, or all entries of a live blog or digest with what introduces them first, then teasers. No parts where the
        page is a wall; its issue is the last.
    Raises:
        MarkupError: the markup is too big, nested beyond reason, or breaks the parser.
    """
    article = read_markup(markup, uri, delivered=delivered)
    about = article.metadata
    issues = (*article.issues, *about.issues)
    common = Part(
        kind=StoryKind.ARTICLE,
        text="",
        headline=about.headline,
        author=about.author,
        outlet=about.outlet,
        section=about.section,
        url=about.url,
        language=about.language,
        published=about.published,
        published_at=about.published_at,
        updated_at=about.updated_at,
    )
    teasers = tuple(_teaser(words, common) for words in article.teasers)
    if article.entries:
        parts, more = _several(article, common, delivered)
        return Parts(parts=parts + teasers, issues=(*issues, *more))
    if wall := _wall(article):
        return Parts(issues=(*issues, Issue(code=wall.code, detail=wall.detail)))
    text = article.text
    if article.is_whole:
        # All of a page's text: what stands around the article are its menus, not only teasers.
        found = split_text(text)
        found = replace(found, teasers=()) if found.article else found
    else:
        found = Segments(article=Span(0, len(text)) if text else None, truncated=article.truncated, ignored=article.ignored)
    parts = parts_of(
        text,
        found,
        replace(
            common,
            headline=common.headline or (found.headline.of(text) if found.headline else None),
            author=common.author or (found.byline.of(text) if found.byline else None),
        ),
    )
    if found.article is None:
        return Parts(parts=parts, issues=issues)
    first, *others = parts
    if _is_cut_by_paywall(article, first):
        first = replace(first, truncated=True)
        detail = "the rest of the article is for subscribers; what is shown was read"
        issues = (*issues, Issue(code="paywall", detail=detail))
    return Parts(parts=(_without_broken_end(first), *others, *teasers), issues=issues)


def _teaser(words: str, common: Part) -> Part:
    return Part(
        kind=StoryKind.TEASER,
        text=words,
        outlet=common.outlet,
        language=common.language,
        truncated=words.endswith(("…", "...")),
    )


def _wall(article: Article) -> Wall | None:
    """The wall that the page is, told from its article, or from all of it where that is short."""
    if article.is_from_script:
        return None
    if not article.shown.strip() and article.has_scripts:
        return SCRIPT_WALL
    lines = article.text.split("\n")
    wall = find_wall(lines, article.metadata.headline)
    if wall is None and not article.is_whole and len(article.text.split()) < _SHORT_WORDS:
        wall = find_wall(article.shown.split("\n"), article.metadata.headline)
    return wall


# cut articles


def _is_cut_by_paywall(article: Article, part: Part) -> bool:
    """Whether the page shows only the beginning of its article."""
    if article.is_from_script:
        return False
    n_words = len(part.text.split())
    closed = article.linked.is_free is False and not article.has_locked_text
    breaks_off = part.truncated or not _ENDED.search(part.text)
    announced = article.met_paywall or _announces_paywall(article.shown, part.text)
    if announced:
        return n_words < _STUB_WORDS or breaks_off or closed
    return closed and (n_words < _STUB_WORDS // 2 or part.truncated)


def _announces_paywall(shown: str, text: str) -> bool:
    """Whether a paywall stands right after the article's last paragraph."""
    last = letters(text.rsplit("\n", 1)[-1])
    lines = shown.split("\n")
    at = next((at for at in range(len(lines) - 1, -1, -1) if last and last in letters(lines[at])), None)
    return at is not None and any(is_paywall(line) for line in lines[at + 1 : at + 1 + _NEAR_LINES])


def _without_broken_end(part: Part) -> Part:
    """A cut article whose last sentence, if it breaks off, is not to be read."""
    if not part.truncated:
        return part
    start = part.text.rfind("\n") + 1
    last = part.text[start:].rstrip()
    if not last or _ENDED.search(last):
        return part
    ends = [match.end() for match in _SENTENCE_END.finditer(last)]
    broken = Span(start + (ends[-1] if ends else 0), start + len(last))
    kept = tuple(span for span in part.ignored if not span.overlaps(broken))
    return replace(part, ignored=tuple(sorted((*kept, broken))))


# several stories


def _several(article: Article, common: Part, delivered: date | None) -> tuple[tuple[Part, ...], tuple[Issue, ...]]:
    """What introduces the entries, then each of them."""
    issues: list[Issue] = []
    parts = [part for part in (_introduction(article, common),) if part]
    for entry in article.entries:
        published, issue = _possible(entry.published, delivered)
        if issue:
            issues.append(issue)
        updated, _ = _possible(entry.updated, delivered)
        parts.append(
            replace(
                common,
                text=entry.text,
                headline=entry.headline,
                author=entry.author or common.author,
                published=published.day if published else common.published,
                published_at=published.text if published else None,
                updated_at=updated.text if updated else None,
                url=entry.url or common.url,
            )
        )
    if not all(entry.is_shown for entry in article.entries):
        detail = "entries of the live blog are not shown on the page and were read from its linked data"
        issues.append(Issue(code="from_script", detail=detail))
    return tuple(parts), tuple(issues)


def _introduction(article: Article, common: Part) -> Part | None:
    """The paragraphs before the first entry: of the extracted text, or of what stands between the headline and the entry."""
    inside = letters("\n".join(_entry_words(entry) for entry in article.entries))
    text = "\n".join(_until(inside, article.text.split("\n")))
    if _has_sentences(text):
        return replace(common, text=text, ignored=tuple(span for span in article.ignored if span.end <= len(text)))
    shown = article.shown.split("\n")
    head = letters(common.headline or "")
    start = next((at + 1 for at, line in enumerate(shown) if head and letters(line) == head), len(shown))
    text = "\n".join(line for line in _until(inside, shown[start:]) if _has_sentences(line))
    return replace(common, text=text) if text else None


def _until(inside: str, lines: Sequence[str]) -> list[str]:
    """The lines before the first that stands in an entry."""
    end = next((at for at, line in enumerate(lines) if (own := letters(line)) and own in inside), len(lines))
    return list(lines[:end])


def _has_sentences(text: str) -> bool:
    return len(text.split()) >= _MIN_INTRO_WORDS and any(line.shape is Shape.PROSE for line in split_lines(text))


def _entry_words(entry: Entry) -> str:
    return f"{entry.headline or ''}\n{entry.text}"


def _possible(moment: Moment | None, delivered: date | None) -> tuple[Moment | None, Issue | None]:
    if moment is None:
        return None, None
    if why := why_impossible(moment.day, delivered):
        return None, Issue(code="impossible_date", detail=f"the entry's date {moment.text!r} {why}", words=moment.text)
    return moment, None
