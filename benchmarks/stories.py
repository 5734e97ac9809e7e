"""Stories to measure with: as many as are wanted, all different, made of the example dossier's paragraphs.

In: a number and a seed. Out: pages of plain text of about 400 words, the same for the same seed.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from communique.pages.stories import split_page
from communique.record.vocab import StoryKind
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "aceh"
WORDS = 400


def paragraphs() -> list[str]:
    """The paragraphs of the example's articles."""
    split = [split_page(page) for page in open_inputs([str(EXAMPLE / "pages")])]
    texts = [story.text for page in split for story in page.stories if story.kind is StoryKind.ARTICLE]
    return [part.strip() for text in texts for part in text.split("\n") if len(part.split()) > 8]


def stories(number: int, *, seed: int = 1, new_words: int = 0) -> Iterator[Page]:
    """Different stories; each has `new_words` names that nobody has heard before, as the news has."""
    known, chance = paragraphs(), random.Random(seed)
    for n in range(number):
        parts = [f"Report {seed}.{n} of the day."]
        while sum(len(part.split()) for part in parts) < WORDS:
            parts.append(chance.choice(known))
        for _ in range(new_words):
            name = "".join(chance.choices("abcdefghiklmnoprstuvwy", k=9)).capitalize()
            parts.append(f"A spokesman, {name}, said that talks would go on.")
        text = "\n\n".join(parts)
        yield Page(id=f"{seed}-{n}", uri=f"{seed}-{n}.txt", media_type="text/plain", content=text, published=date(2005, 7, 18))


def with_copies(number: int, *, seed: int = 1) -> list[Page]:
    """Stories of which every second is a copy, under its own name, of one before, in any order."""
    firsts = list(stories((number + 1) // 2, seed=seed))
    pages = firsts + [replace(page, id=f"{page.id}-copy", uri=f"copy-{page.uri}", source="Another") for page in firsts]
    random.Random(seed).shuffle(pages)
    return pages[:number]


def texts_of(pages: list[Page]) -> list[str]:
    """The pages' texts."""
    return [page.content if isinstance(page.content, str) else page.content.decode() for page in pages]


def n_words(texts: list[str]) -> int:
    """Words between white space."""
    return sum(len(text.split()) for text in texts)
