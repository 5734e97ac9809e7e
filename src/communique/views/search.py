"""The search: stories that hold some words, with the words in their place.

In: a view of an archive and words. Out: a sheet with one entry a story, the best first. Refuses nothing.
"""

from datetime import date

from communique.archive.base import View
from communique.archive.results import SearchHit
from communique.views.lines import UNDATED
from communique.views.sheet import Entry, Group, Piece, Section, Sheet, Tone
from communique.views.values import value_of


def render_search(
    view: View, words: str, *, name: str, limit: int = 20, offset: int = 0, since: date | None = None, until: date | None = None
) -> Sheet:
    """The stories that hold all the words.

    Args:
        words: As `View.search` takes them: "words together", a beginning*, -without.
        limit: Most stories. `offset` passes over the first so many.
    """
    hits = view.search(words, limit=limit, offset=offset, since=since, until=until)
    return Sheet(
        view="search",
        title=f"{name} · {words}",
        facts=(("Stories", f"{len(hits)}{' (the best; --limit shows more)' if len(hits) == limit else ''}"),),
        sections=(
            Section(name="stories", groups=(Group(entries=tuple(map(_entry, hits))),), empty="no story holds all these words"),
        ),
        data={"words": words, "n_stories": len(hits)},
    )


def _entry(hit: SearchHit) -> Entry:
    pieces = (Piece(part, Tone.MARK if index % 2 else Tone.PLAIN) for index, part in enumerate(hit.snippet))
    return Entry(
        label=str(hit.story.published or UNDATED),
        pieces=tuple(pieces),
        sources=(hit.story,),
        id=hit.story.id,
        data=value_of(hit),
    )
