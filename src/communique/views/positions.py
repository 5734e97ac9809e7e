"""The positions: who stands where on what, and since when.

In: a view of an archive, perhaps a dossier. Out: a sheet with a table of actors and issues, and the words behind every cell.
Refuses nothing.
"""

from datetime import date

from communique.archive.base import View
from communique.archive.results import PositionEntry
from communique.dossier import Dossier
from communique.views.following import Following
from communique.views.lines import position_entry, shift_entry
from communique.views.sheet import Entry, Group, Section, Sheet, Table
from communique.views.values import value_of

MOST_COLUMNS = 6  # actors in the table, those with positions on the most issues: more do not fit a page
Positions = dict[str, dict[str, list[PositionEntry]]]  # issue, actor's id, in order of day


def render_positions(
    view: View,
    *,
    name: str,
    actor: str | None = None,
    issue: str | None = None,
    since: date | None = None,
    until: date | None = None,
    dossier: Dossier | None = None,
) -> Sheet:
    """The last position of every actor on every issue, with earlier ones under it.

    Args:
        actor: An id, an actor code, or words of a name; None: all.
        issue: Words of the issue; None: all.
        dossier: Keeps what touches its actors and issues; positions stand under its issues.
    """
    following = Following.of(dossier, view)
    found: Positions = {}
    names: dict[str, str] = {}
    for position in view.list_positions(actor=actor, issue=issue, since=since, until=until):
        kept, issues = following.of_position(position)
        if kept:
            found.setdefault(issues[0] if issues else position.issue, {}).setdefault(position.actor.id, []).append(position)
            names[position.actor.id] = position.actor.name
    shifts = [s for s in view.list_shifts(actor=actor, issue=issue, since=since, until=until) if following.of_shift(s)[0]]
    groups = tuple(
        Group(title=title, entries=tuple(_entry(listed) for listed in by_actor.values())) for title, by_actor in found.items()
    )
    return Sheet(
        view="positions",
        title=f"{name} · positions",
        facts=(("Issues", str(len(found))), ("Actors", str(len(names)))),
        sections=(
            *((Section(name="table", title="Where they stand", table=_table(found, names)),) if len(found) > 1 else ()),
            Section(name="positions", title="In their words", groups=groups, empty="no position of that kind"),
            Section(name="shifts", title="Shifts", groups=(Group(entries=tuple(map(shift_entry, shifts))),), empty="none"),
        ),
        data={"actor": actor, "issue": issue, "since": value_of(since), "until": value_of(until)},
    )


def _entry(listed: list[PositionEntry]) -> Entry:
    return position_entry(listed[-1], earlier=listed[-2::-1])


def _table(found: Positions, names: dict[str, str]) -> Table:
    ranked = sorted(names, key=lambda one: (-sum(one in by_actor for by_actor in found.values()), names[one]))[:MOST_COLUMNS]
    rows = tuple((issue, *(_cell(by_actor.get(one)) for one in ranked)) for issue, by_actor in found.items())
    return Table(header=("Issue", *(names[one] for one in ranked)), rows=tuple(row for row in rows if any(row[1:])))


def _cell(listed: list[PositionEntry] | None) -> str:
    if not listed:
        return ""
    stances = [listed[-1].stance.value]
    for position in reversed(listed):
        if position.stance.value != stances[0]:
            stances.insert(0, position.stance.value)
            break
    return " → ".join(stances)
