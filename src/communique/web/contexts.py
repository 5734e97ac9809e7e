"""What each page is made from: one frozen context a template.

In: nothing. Out: context classes. Refuses nothing.
"""

from dataclasses import dataclass, field

from communique.archive.results import StoryRef
from communique.record.model import Story
from communique.views.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a story's text with the same marks over it. `kinds` are CSS classes, `titles` what was read there."""

    text: str
    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def json_path(path: str) -> str:
    """Where the same as on a view's page stands as JSON."""
    return "/brief.json" if path == "/" else f"{path}.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """A view as a page. `query` are the filters asked for, `path` the page's own."""

    sheet: Sheet
    path: str
    query: dict[str, str] = field(default_factory=dict)

    @property
    def json_path(self) -> str:
        """Where the same stands as JSON."""
        return json_path(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A story with its entries marked, paragraph by paragraph."""

    story: Story
    ref: StoryRef
    marked: tuple[tuple[Run, ...], ...]
