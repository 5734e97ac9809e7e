"""The ids of a story's entries, and what each of them hashes.

In: the id of a story, and for each entry what tells it from the story's others. Out: ids; and for another story of the same
words, the ids that its entries have. Refuses nothing.
"""

from collections.abc import Mapping

from communique.record.ids import digest

Parts = tuple[str, ...]  # an id's prefix, then what is hashed behind the story's id


class Identities:
    """Gives the entries of one story their ids and remembers what went into each, beside the story."""

    def __init__(self, story: str) -> None:
        self._story = story
        self._parts: dict[str, Parts] = {}

    def id_of(self, prefix: str, *parts: str) -> str:
        """The id of an entry: its kind's prefix, and a hash of the story's id and the parts."""
        made = _id(self._story, (prefix, *parts))
        self._parts[made] = (prefix, *parts)
        return made

    @property
    def parts(self) -> Mapping[str, Parts]:
        """By id, what went into it."""
        return self._parts


def ids_in(story: str, parts: Mapping[str, Parts]) -> dict[str, str]:
    """By the id of each entry, the id that the same entry has in another story."""
    return {made: _id(story, hashed) for made, hashed in parts.items()}


def _id(story: str, parts: Parts) -> str:
    prefix, *hashed = parts
    return f"{prefix}-{digest(story, *hashed)}"
