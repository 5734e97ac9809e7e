"""The positions as a matrix: who stands where on what, each cell with the history behind it.

In: a view of an archive, perhaps a dossier. Out: `Matrix`, issues by actors. Refuses nothing: a cell that no story fills is None.
"""

from dataclasses import dataclass
from datetime import date

from communique.archive.base import View
from communique.archive.results import ActorName, PositionEntry
from communique.dossier import Dossier
from communique.views.following import Following

MOST_ACTORS = 8  # columns: those with positions on the most issues; a choice of actors shows others
MOST_ISSUES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The positions of one actor on one issue, by day; never empty."""

    actor: ActorName
    issue: str
    series: tuple[PositionEntry, ...]

    @property
    def last(self) -> PositionEntry:
        """Where the actor stands now."""
        return self.series[-1]

    @property
    def has_shifted(self) -> bool:
        """Whether two positions in a row differ."""
        return len({position.stance for position in self.series}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Rows are issues, columns actors; `n_issues` and `n_actors` are those that there are."""

    actors: tuple[ActorName, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]
    n_issues: int
    n_actors: int
    days: tuple[date, date] | None  # of the first and the last position that has a day


def collect_matrix(
    view: View,
    *,
    actor: str | None = None,
    issue: str | None = None,
    since: date | None = None,
    until: date | None = None,
    dossier: Dossier | None = None,
) -> Matrix:
    """The matrix: a dossier's issues in its order, then those on which most actors stand."""
    following = Following.of(dossier, view)
    found: dict[str, dict[str, list[PositionEntry]]] = {}
    names: dict[str, ActorName] = {}
    for position in view.list_positions(actor=actor, issue=issue, since=since, until=until):
        kept, issues = following.of_position(position)
        if kept:
            found.setdefault(issues[0] if issues else position.issue, {}).setdefault(position.actor.id, []).append(position)
            names[position.actor.id] = position.actor
    own = [one.name for one in dossier.issues if one.name in found] if dossier else []
    others = sorted((name for name in found if name not in own), key=lambda name: (-len(found[name]), name))
    titles = [*own, *others][:MOST_ISSUES]
    ranked = sorted(names, key=lambda one: (-sum(one in found[title] for title in titles), names[one].name, one))[:MOST_ACTORS]
    rows = []
    for title in titles:
        cells = tuple(_cell(names[one], title, found[title].get(one)) for one in ranked)
        if any(cells):
            rows.append((title, cells))
    days = sorted(p.day for by_actor in found.values() for listed in by_actor.values() for p in listed if p.day)
    return Matrix(
        actors=tuple(names[one] for one in ranked),
        rows=tuple(rows),
        n_issues=len(found),
        n_actors=len(names),
        days=(days[0], days[-1]) if days else None,
    )


def _cell(actor: ActorName, issue: str, listed: list[PositionEntry] | None) -> Cell | None:
    if not listed:
        return None
    return Cell(actor=actor, issue=issue, series=tuple(sorted(listed, key=lambda p: (p.day or date.min, p.story.id, p.id))))
