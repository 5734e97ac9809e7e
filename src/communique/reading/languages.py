"""Which reader reads a story, by its language.

In: a story's language. Out: the function that reads it, None where none can: such a story is kept, marked and counted. Refuses
nothing.

A reader of another language is one row of `READERS`: a function of the parsed story that gives the story with its entries. Its
pipeline is chosen in `pipeline.load_pipeline`, its words lie in lexicons of its own; everything before (`pages/`) and after
(`archive/`, `views/`) asks nothing of a language.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from communique.record.model import Issue, Story

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from communique.options import ReadOptions
    from communique.reading.identities import Identities

UNTOLD = "en"  # what a story of a few words, whose language cannot be told, is read as


class StoryReader(Protocol):
    """Reads a parsed story: the story with its entries, and what was seen and not understood.

    It asks of the story its text and its day of publication only, and takes the entries' ids from `ids`.
    """

    def __call__(
        self, doc: "Doc", story: Story, options: "ReadOptions", ids: "Identities"
    ) -> tuple[Story, tuple[Issue, ...]]: ...


def _read_english(doc: "Doc", story: Story, options: "ReadOptions", ids: "Identities") -> tuple[Story, tuple[Issue, ...]]:
    from communique.reading.story import read_story

    return read_story(doc, story, options, ids)


READERS: Mapping[str, StoryReader] = MappingProxyType({"en": _read_english})


def reader_of(language: str | None) -> StoryReader | None:
    """The reader of a language (ISO 639-1; None: it could not be told), None if there is none."""
    return READERS.get(language or UNTOLD)
