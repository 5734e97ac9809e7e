"""The actors: who takes part, under which names and offices, and how much is told of them.

In: a view of an archive, perhaps words of a name. Out: a sheet with one entry an actor. Refuses nothing.
"""

from communique.archive.base import View
from communique.archive.results import ActorEntry
from communique.views.lines import UNDATED, counted, first_of
from communique.views.sheet import Entry, Group, Note, Piece, Section, Sheet, Tone
from communique.views.values import value_of

MOST_NAMES = 5
MOST_ROLES = 4


def render_actors(view: View, *, name: str, words: str | None = None, limit: int | None = None, offset: int = 0) -> Sheet:
    """The actors of an archive, the most often told of first.

    Args:
        words: An id, an actor code, or words of a name; None: all.
        limit: Most actors; None: all. `offset` passes over the first so many.
    """
    actors = view.list_actors(words=words, limit=limit, offset=offset)
    return Sheet(
        view="actors",
        title=f"{name} · actors",
        facts=(("Actors", str(len(actors))),),
        sections=(Section(name="actors", groups=(Group(entries=tuple(map(_entry, actors))),), empty="no actor of that name"),),
        data={"words": words, "n_actors": len(actors)},
    )


def _entry(actor: ActorEntry) -> Entry:
    about = (actor.kind.value, actor.code or "", actor.country if actor.country and actor.country != actor.code else "")
    counts = (
        (actor.n_stories, "story", "stories"),
        (actor.n_statements, "statement", "statements"),
        (actor.n_events, "event", "events"),
    )
    told = ", ".join(counted(number, one, many) for number, one, many in counts if number)
    seen = f"{actor.first_seen or UNDATED} to {actor.last_seen or UNDATED}" if actor.first_seen != actor.last_seen else ""
    notes = []
    if actor.names:
        notes.append(Note(pieces=(Piece("also "), Piece(first_of(actor.names, MOST_NAMES)))))
    for role in actor.roles[:MOST_ROLES]:
        of = f" ({role.of})" if role.of else ""
        day = f", {role.first_seen}" if role.first_seen else ""
        until = f" to {role.last_seen}" if role.last_seen and role.last_seen != role.first_seen else ""
        notes.append(Note(pieces=(Piece(f"{role.title}{of}{day}{until}"),), sources=(role.passage.story,)))
    return Entry(
        pieces=(
            Piece(actor.name, Tone.ACTOR),
            Piece(f" · {' '.join(part for part in about if part)}", Tone.FAINT),
            Piece(f" · {told}" if told else ""),
            Piece(f" · {seen or actor.first_seen}" if seen or actor.first_seen else "", Tone.FAINT),
        ),
        sources=(actor.first_passage.story,) if actor.first_passage else (),
        passages=(actor.first_passage,) if actor.first_passage else (),
        notes=tuple(notes),
        id=actor.id,
        data=value_of(actor),
    )
