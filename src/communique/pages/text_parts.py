"""The parts of a page of plain text.

In: a page's text. Out: `Parts`, each a slice of the page. Refuses nothing: a page without words has no part.
"""

from dataclasses import replace
from datetime import date

from communique.pages.parts import Part, Parts
from communique.pages.segment import Segments, split_text
from communique.pages.texthead import read_head
from communique.record.vocab import StoryKind


def text_parts(text: str, *, delivered: date | None = None) -> Parts:
    """The parts of a page of plain text.

    Args:
        text: The page, as decoded.
        delivered: A day on which the page existed; a day of publication after it is none. None if it is not known.
    """
    found = split_text(text)
    before = text[: found.article.start] if found.article else ""
    head = read_head(before, found.byline.of(text) if found.byline else None)
    common = Part(
        kind=StoryKind.ARTICLE,
        text="",
        start=0,
        headline=found.headline.of(text) if found.headline else None,
        author=head.author or (found.byline.of(text) if found.byline else None),
        outlet=head.outlet,
        published=head.published,
    )
    return Parts(parts=parts_of(text, found, common))


def parts_of(text: str, found: Segments, common: Part) -> tuple[Part, ...]:
    """The article and the teasers of a text.

    Args:
        text: The text.
        found: Where they are in it.
        common: What is known of the article; its `start` None says that the text is not the page.
    """
    made: list[Part] = []
    is_page = common.start is not None
    if found.article is not None:
        place = found.article
        made.append(
            replace(
                common,
                text=place.of(text),
                start=place.start if is_page else None,
                truncated=found.truncated,
                ignored=tuple(span.shift(-place.start) for span in found.ignored),
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
