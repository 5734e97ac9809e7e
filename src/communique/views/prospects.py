"""The prospects: what was announced, proposed, conditional or possible, and what became of it.

In: a view of an archive, a day, a selection. Out: a sheet with a section for each outcome, and every move of each prospect.
Refuses nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from communique.archive.base import View
from communique.archive.results import ProspectEntry, ProspectOutcome
from communique.dossier import Dossier
from communique.record.vocab import Status
from communique.views.following import Following
from communique.views.lines import prospect_entry
from communique.views.sheet import Group, Section, Sheet
from communique.views.values import value_of

_TITLES = {
    ProspectOutcome.LAPSED: "Overdue: the day passed, and no story reports it",
    ProspectOutcome.OPEN: "Open",
    ProspectOutcome.HAPPENED: "Happened",
    ProspectOutcome.REFUSED: "Refused",
}


def followed_prospects(
    view: View,
    *,
    open_only: bool = False,
    overdue: bool = False,
    due_within: int | None = None,
    actor: str | None = None,
    as_of: date | None = None,
    dossier: Dossier | None = None,
    about: str | None = None,
    types: Iterable[str] = (),
    statuses: Iterable[Status] = (),
) -> tuple[ProspectEntry, ...]:
    """The prospects that `render_prospects` shows, with the same arguments."""
    following = Following.of(dossier, view)
    prospects = view.list_prospects(
        open_only=open_only,
        overdue=overdue,
        due_within=due_within,
        actor=actor,
        among=following.only_among,
        as_of=as_of,
        about=about,
        types=types,
        statuses=statuses,
    )
    return tuple(prospect for prospect in prospects if following.of_prospect(prospect)[0])


def render_prospects(
    view: View,
    *,
    name: str,
    open_only: bool = False,
    overdue: bool = False,
    due_within: int | None = None,
    actor: str | None = None,
    as_of: date | None = None,
    dossier: Dossier | None = None,
    about: str | None = None,
    types: Iterable[str] = (),
    statuses: Iterable[Status] = (),
    limit: int | None = None,
    offset: int = 0,
) -> Sheet:
    """The prospects as they stood on a day.

    Args:
        open_only: Only those that may still come.
        overdue: Only those whose last day passed unreported.
        due_within: Only open ones due in at most so many days.
        actor: An id, an actor code, or words of a name; None: all.
        as_of: The day; None: the last publication date in the archive.
        dossier: Keeps what touches its actors and issues.
        about: Words of a move's sentence, or of the parties' names.
        types: PLOVER types; empty for all. `statuses`: likewise.
        limit: Most prospects; None: all. `offset` passes over the first so many.
    """
    kept = followed_prospects(
        view,
        open_only=open_only,
        overdue=overdue,
        due_within=due_within,
        actor=actor,
        as_of=as_of,
        dossier=dossier,
        about=about,
        types=types,
        statuses=statuses,
    )[offset:][:limit]
    return prospects_sheet(view, kept, name=name, as_of=as_of)


def prospects_sheet(view: View, kept: Sequence[ProspectEntry], *, name: str, as_of: date | None = None) -> Sheet:
    """The sheet of these prospects of a view, in their order; `as_of` is what they were asked for by."""
    day = as_of or next((prospect.as_of for prospect in kept), view.counts().last_published)
    sections = []
    for outcome, title in _TITLES.items():
        entries = tuple(prospect_entry(p, with_moves=True) for p in kept if p.outcome is outcome)
        if entries:
            sections.append(Section(name=outcome.value, title=title, groups=(Group(entries=entries),)))
    if not sections:
        sections.append(Section(name=ProspectOutcome.OPEN.value, empty="no prospect of that kind"))
    return Sheet(
        view="prospects",
        title=f"{name} · prospects",
        facts=(("As of", str(day or "no date known")), ("Prospects", str(len(kept)))),
        sections=tuple(sections),
        data={"as_of": value_of(day), "n_prospects": len(kept)},
    )
