"""All about one actor: roles over time, what it did and said, where it stands, and with whom.

In: a view of an archive and an actor's id. Out: `Profile`. Refuses nothing: an id that nobody has gives None.
"""

from dataclasses import dataclass
from datetime import date

from communique.archive.base import View
from communique.archive.results import ActorEntry, ActorName, FactEntry, PositionEntry, ShiftEntry, StatementEntry
from communique.record.plover import COOPERATIVE
from communique.views.lines import fact_entry, position_entry, shift_entry, statement_entry
from communique.views.sheet import Group, Section, Sheet
from communique.views.values import value_of

MOST_RELATIONS = 12  # those with the most events; the table twin has as many


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """The events that join the actor with another one: told as done together or to one another, whatever became of them."""

    actor: ActorName
    n_cooperative: int
    n_conflictual: int

    @property
    def n_events(self) -> int:
        """How many there are."""
        return self.n_cooperative + self.n_conflictual


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An actor and all that is told of it."""

    actor: ActorEntry
    statements: tuple[StatementEntry, ...]
    facts: tuple[FactEntry, ...]
    positions: tuple[PositionEntry, ...]
    shifts: tuple[ShiftEntry, ...]
    relations: tuple[Relation, ...]


def collect_profile(view: View, actor_id: str) -> Profile | None:
    """The profile of an actor; None if nobody has that id."""
    actor = view.get_actor(actor_id)
    if actor is None:
        return None
    facts = view.list_facts(actor=actor_id)
    return Profile(
        actor=actor,
        statements=view.list_statements(by=actor_id),
        facts=facts,
        positions=view.list_positions(actor=actor_id),
        shifts=view.list_shifts(actor=actor_id),
        relations=_relations(actor_id, facts),
    )


def _relations(actor_id: str, facts: tuple[FactEntry, ...]) -> tuple[Relation, ...]:
    names: dict[str, ActorName] = {}
    counts: dict[str, list[int]] = {}
    for fact in facts:
        for other in dict.fromkeys((*fact.actors, *fact.recipients)):
            if other.id != actor_id:
                names[other.id] = other
                counts.setdefault(other.id, [0, 0])[0 if fact.type in COOPERATIVE else 1] += 1
    ranked = sorted(counts, key=lambda one: (-sum(counts[one]), names[one].name, one))[:MOST_RELATIONS]
    return tuple(Relation(actor=names[one], n_cooperative=counts[one][0], n_conflictual=counts[one][1]) for one in ranked)


def render_profile(profile: Profile, *, name: str) -> Sheet:
    """The sheet of a profile: the newest first."""
    actor = profile.actor
    about = (("Kind", actor.kind.value), ("Code", actor.code or ""), ("Country", actor.country or ""))
    told = (
        ("Other names", ", ".join(actor.names)),
        ("Told of", f"{actor.first_seen} to {actor.last_seen}" if actor.first_seen else ""),
    )
    return Sheet(
        view="actor",
        title=f"{actor.name} · {name}",
        facts=tuple((label, value) for label, value in (*about, *told) if value),
        sections=(
            Section(
                name="positions",
                title="Positions",
                groups=(
                    *(
                        (Group(title="Shifts", entries=tuple(map(shift_entry, reversed(profile.shifts)))),)
                        if profile.shifts
                        else ()
                    ),
                    *_by_issue(profile.positions),
                ),
                empty="no position is told",
            ),
            Section(
                name="events",
                title="Events",
                groups=(Group(entries=tuple(fact_entry(fact) for fact in reversed(profile.facts))),),
                empty="no event is told",
            ),
            Section(
                name="statements",
                title="Statements",
                groups=(Group(entries=tuple(statement_entry(one) for one in reversed(profile.statements))),),
                empty="no statement is told",
            ),
        ),
        data={"actor": value_of(actor), "relations": value_of(profile.relations)},
    )


def _by_issue(positions: tuple[PositionEntry, ...]) -> tuple[Group, ...]:
    found: dict[str, list[PositionEntry]] = {}
    for position in positions:
        found.setdefault(position.issue, []).append(position)
    return tuple(
        Group(title=issue, entries=tuple(position_entry(p) for p in sorted(listed, key=_newest_first)))
        for issue, listed in found.items()
    )


def _newest_first(position: PositionEntry) -> tuple[int, str]:
    return -(position.day or date.min).toordinal(), position.id
