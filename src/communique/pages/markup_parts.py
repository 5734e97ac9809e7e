"""The parts of a page of markup.

In: a page's markup as text. Out: `Parts`, whose words are the page's own. Refuses markup that cannot be parsed with
`MarkupError`.
"""

from dataclasses import replace
from datetime import date

from communique.pages.markup import read_markup
from communique.pages.parts import Part, Parts
from communique.pages.segment import Segments, split_text
from communique.pages.text_parts import parts_of
from communique.record.spans import Span
from communique.record.vocab import StoryKind


def markup_parts(markup: str, uri: str, *, delivered: date | None = None) -> Parts:
    """The parts of a page of markup.

    Args:
        markup: The page, decoded.
        uri: The page's address.
        delivered: A day on which the page existed; a day of publication after it is none. None if it is not known.
    Raises:
        MarkupError: the markup is too big, nested beyond reason, or breaks the parser.
    """
    article = read_markup(markup, uri, delivered=delivered)
    about = article.metadata
    text = article.text
    if article.is_whole:
        # All of a page's text: what stands around the article are its menus, not only teasers.
        found = split_text(text)
        found = replace(found, teasers=()) if found.article else found
    else:
        found = Segments(article=Span(0, len(text)) if text else None, truncated=article.truncated, ignored=article.ignored)
    common = Part(
        kind=StoryKind.ARTICLE,
        text="",
        headline=about.headline or (found.headline.of(text) if found.headline else None),
        author=about.author or (found.byline.of(text) if found.byline else None),
        outlet=about.outlet,
        language=about.language,
        published=about.published,
    )
    parts = parts_of(text, found, common)
    if found.article is not None:
        parts += tuple(
            Part(
                kind=StoryKind.TEASER,
                text=words,
                outlet=about.outlet,
                language=about.language,
                truncated=words.endswith(("…", "...")),
            )
            for words in article.teasers
        )
    return Parts(parts=parts, issues=(*article.issues, *about.issues))
