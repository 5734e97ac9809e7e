"""How the lines of a sheet name their stories: in full, or by a number with a list of sources at the end.

In: stories as they come up. Out: citations, and the list. Refuses nothing. Nothing here is cleaned or escaped: formats do that.
"""

from communique.archive.results import StoryRef
from communique.views.lines import UNDATED, citation, shorten

SHORT_NAME_CHARS = 40  # of a headline that stands in for an unknown outlet


class Citing:
    """Names stories, and remembers in which order they came up."""

    def __init__(self, *, by_number: bool) -> None:
        self.by_number = by_number
        self.stories: dict[str, StoryRef] = {}
        self._numbers: dict[str, int] = {}

    def cite(self, story: StoryRef) -> str:
        """Headline, outlet and date; or number, outlet and date where the list of sources has the headline."""
        if not self.by_number:
            return citation(story)
        self.stories.setdefault(story.id, story)
        number = self._numbers.setdefault(story.id, len(self._numbers) + 1)
        outlet = story.source or shorten(story.headline or story.uri, SHORT_NAME_CHARS)
        return f"{number} {outlet}, {story.published or UNDATED}"
