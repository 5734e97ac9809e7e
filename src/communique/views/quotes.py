"""The quotes: who said what, in their own words.

In: a view of an archive, a speaker, words. Out: a sheet with one entry a statement. Refuses nothing.
"""

from datetime import date

from communique.archive.base import View
from communique.archive.results import StatementEntry
from communique.record.vocab import StatementKind
from communique.views.lines import counted, statement_entry
from communique.views.sheet import Entry, Group, Section, Sheet
from communique.views.values import value_of


def render_quotes(
    view: View,
    *,
    name: str,
    by: str | None = None,
    about: str | None = None,
    since: date | None = None,
    until: date | None = None,
    with_every_kind: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> Sheet:
    """The statements of an actor, or about something, in order of publication.

    Args:
        by: The speaker: an id, an actor code, or words of a name; None: everybody.
        about: Words of the content; None: anything.
        with_every_kind: Also what the stories ascribe to a mind, and what was denied or is yet to be said.
        limit: Most statements; None: all. `offset` passes over the first so many.
    """
    kinds = () if with_every_kind else (StatementKind.SPEECH,)
    statements = view.list_statements(by=by, about=about, kinds=kinds, since=since, until=until, limit=limit, offset=offset)
    speakers = {s.speaker.name for s in statements if s.speaker}
    asked = [part for part in (f"by {by}" if by else "", f"about {about}" if about else "") if part]
    return Sheet(
        view="quotes",
        title=" ".join((f"{name} · quotes", *asked)),
        facts=(("Statements", f"{len(statements)} by {counted(len(speakers), 'speaker', 'speakers')}"),),
        sections=(
            Section(
                name="statements", groups=(Group(entries=tuple(map(_entry, statements))),), empty="no statement of that kind"
            ),
        ),
        data={"by": by, "about": about, "since": value_of(since), "until": value_of(until), "n_statements": len(statements)},
    )


def _entry(statement: StatementEntry) -> Entry:
    return statement_entry(statement, limit=0)
