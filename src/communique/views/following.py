"""What a dossier follows, in an archive: which entries are kept, and under which issues they stand.

In: a dossier and a view. Out: choices about entries. Refuses nothing: without a dossier, or with one that names neither actors
nor issues, everything is kept.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from communique.archive.base import View
from communique.archive.results import ActorName, FactEntry, Party, PositionEntry, ProspectEntry, ShiftEntry, StatementEntry
from communique.dossier import Dossier
from communique.views.sheet import Entry, Group

OTHER = "Other"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A dossier's choice. `followed` maps ids of the archive's actors to the names that the dossier has for them."""

    dossier: Dossier | None = None
    followed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, dossier: Dossier | None, view: View) -> "Following":
        """The choice of `dossier` among the actors of an archive."""
        if dossier is None or not (dossier.actors or dossier.issues):
            return cls()
        followed = {}
        called = [name for each in dossier.actors for name in (each.name, *each.aliases, *each.merge)]
        for actor in view.name_actors(names=called, codes=[each.code for each in dossier.actors if each.code]):
            names = dossier.actors_of((actor.name, *actor.names), code=actor.code, country=actor.country, kind=actor.kind)
            if names:
                followed[actor.id] = names
        return cls(dossier=dossier, followed=followed)

    @property
    def chooses(self) -> bool:
        """Whether anything is left out at all."""
        return self.dossier is not None

    @property
    def only_among(self) -> tuple[str, ...] | None:
        """The ids of the actors without which nothing is kept, so that an archive need not be asked for more.

        None where that is not all that decides: a dossier that names issues also keeps what touches them by its words.
        """
        return None if self.dossier is None or self.dossier.issues else tuple(sorted(self.followed))

    def follows(self, actors: Iterable[ActorName | Party | None]) -> bool:
        """Whether one of the actors is followed."""
        return any(_id(actor) in self.followed for actor in actors)

    def issues(self, *texts: str) -> tuple[str, ...]:
        """The dossier's issues that one of the texts touches."""
        return self.dossier.issues_of(" \n ".join(texts)) if self.dossier else ()

    def of_fact(self, fact: FactEntry) -> tuple[bool, tuple[str, ...]]:
        """Whether an event is kept, and its issues."""
        voices = [report.voiced_by for report in fact.reports]
        issues = self.issues(*(report.passage.context for report in fact.reports))
        return self._kept(issues, (*fact.actors, *fact.recipients, *voices)), issues

    def of_prospect(self, prospect: ProspectEntry) -> tuple[bool, tuple[str, ...]]:
        """Whether a prospect is kept, and its issues."""
        issues = self.issues(*(move.passage.context for move in prospect.moves))
        return self._kept(issues, (*prospect.actors, *prospect.recipients)), issues

    def of_statement(self, statement: StatementEntry) -> tuple[bool, tuple[str, ...]]:
        """Whether a statement is kept, and its issues: one of a followed actor, whatever it is about."""
        issues = self.issues(statement.words)
        by_followed = self.follows((statement.speaker,))
        return (by_followed or not self.chooses or (not self._has_actors and bool(issues))), issues

    def of_position(self, position: PositionEntry) -> tuple[bool, tuple[str, ...]]:
        """Whether a position is kept, and its issues: the one that the archive groups it under is one of them by its name."""
        issues = self.issues(position.issue, position.issue_words)
        return self._kept(issues, (position.actor,)), issues

    def of_shift(self, shift: ShiftEntry) -> tuple[bool, tuple[str, ...]]:
        """Whether a shift is kept, and its issues."""
        issues = self.issues(shift.issue, shift.before.issue_words, shift.after.issue_words)
        return self._kept(issues, (shift.actor,)), issues

    @property
    def names_issues(self) -> bool:
        """Whether the dossier names any issue."""
        return bool(self.dossier and self.dossier.issues)

    @property
    def _has_actors(self) -> bool:
        return bool(self.dossier and self.dossier.actors)

    def _kept(self, issues: Sequence[str], actors: Iterable[ActorName | Party | None]) -> bool:
        return not self.chooses or bool(issues) or self.follows(actors)

    def grouped(
        self, items: Iterable[T], choice: Callable[[T], tuple[bool, tuple[str, ...]]], entry_of: Callable[[T], Entry]
    ) -> tuple[Group, ...]:
        """The entries of the kept items under their first issue, in the dossier's order, and the rest under "Other" at the end."""
        if not self.dossier or not self.dossier.issues:
            return (Group(entries=tuple(entry_of(item) for item in items if choice(item)[0])),)
        found: dict[str, list[Entry]] = {name: [] for name in (*(issue.name for issue in self.dossier.issues), OTHER)}
        for item in items:
            kept, issues = choice(item)
            if kept:
                found[issues[0] if issues else OTHER].append(entry_of(item))
        return tuple(Group(title=title, entries=tuple(entries)) for title, entries in found.items() if entries)


def _id(actor: ActorName | Party | None) -> str | None:
    named = actor.actor if isinstance(actor, Party) else actor
    return named.id if named else None
