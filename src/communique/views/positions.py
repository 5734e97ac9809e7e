"""The positions: who stands where on what, and since when.

In: a view of an archive, perhaps a dossier. Out: a sheet with a table of actors and issues, and the words behind every cell.
Refuses nothing.
"""

from datetime import date

from communique.archive.base import View
from communique.archive.results import PositionEntry
from communique.dossier import Dossier
from communique.views.following import Following
from communique.views.lines import agreement_entry, position_entry, shift_entry
from communique.views.sheet import Entry, Group, Section, Sheet, Table
from communique.views.values import value_of

MOST_PAIRS = 20  # of actors who agree or are opposed, those with the most issues in common
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
    ranked = _ranked(found, dossier)
    told = view.list_shifts(actor=actor, among=following.only_among, issue=issue, since=since, until=until, as_of=until)
    shifts = [shift for shift in told if following.of_shift(shift)[0]]
    agreements = [
        pair
        for pair in view.list_agreements(actor=actor, issue=issue, since=since, until=until)
        if dossier is None or not following.followed or {pair.one.id, pair.other.id} & set(following.followed)
    ]
    groups = tuple(Group(title=title, entries=tuple(_entry(listed) for listed in found[title].values())) for title in ranked)
    table = _table(found, [title for title in ranked if _is_compared(title, found[title], dossier)], names)
    return Sheet(
        view="positions",
        title=f"{name} · positions",
        facts=(("Issues", str(len(found))), ("Actors", str(len(names)))),
        sections=(
            *((Section(name="table", title="Where they stand", table=table),) if table.rows else ()),
            Section(name="positions", title="In their words", groups=groups, empty="no position of that kind"),
            Section(name="shifts", title="Shifts", groups=(Group(entries=tuple(map(shift_entry, shifts))),), empty="none"),
            Section(
                name="agreements",
                title="Who agrees with whom",
                groups=(Group(entries=tuple(map(agreement_entry, agreements))),),
                empty="no two actors have a position on one issue",
                limit=MOST_PAIRS,
                more="JSON has all",
            ),
        ),
        data={"actor": actor, "issue": issue, "since": value_of(since), "until": value_of(until)},
    )


def _entry(listed: list[PositionEntry]) -> Entry:
    return position_entry(listed[-1], earlier=listed[-2::-1])


def _ranked(found: Positions, dossier: Dossier | None) -> list[str]:
    """The issues: a dossier's own in its order, then the others by name."""
    own = [issue.name for issue in dossier.issues if issue.name in found] if dossier else []
    return [*own, *sorted(title for title in found if title not in own)]


def _is_compared(title: str, by_actor: dict[str, list[PositionEntry]], dossier: Dossier | None) -> bool:
    """Whether a row of the table says something: the user follows the issue, or several actors stand on it."""
    return len(by_actor) > 1 or (dossier is not None and any(issue.name == title for issue in dossier.issues))


def _table(found: Positions, titles: list[str], names: dict[str, str]) -> Table:
    ranked = sorted(names, key=lambda one: (-sum(one in found[title] for title in titles), names[one]))[:MOST_COLUMNS]
    columns = [one for one in ranked if any(one in found[title] for title in titles)]
    rows = tuple((title, *(_cell(found[title].get(one)) for one in columns)) for title in titles)
    return Table(header=("Issue", *(names[one] for one in columns)), rows=tuple(row for row in rows if any(row[1:])))


def _cell(listed: list[PositionEntry] | None) -> str:
    if not listed:
        return ""
    stances = [listed[-1].stance.value]
    for position in reversed(listed):
        if position.stance.value != stances[0]:
            stances.insert(0, position.stance.value)
            break
    return " → ".join(stances)
