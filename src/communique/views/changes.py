"""What changed since a day: new events, moves, shifts, positions and statements, under the issues that they touch.

In: a view of an archive, a day, perhaps a dossier. Out: a sheet with a section for each issue. Refuses nothing; where nothing
changed the sheet says so.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from communique.archive.base import View
from communique.archive.results import Changes, FactEntry, ProspectEntry
from communique.dossier import Dossier
from communique.record.vocab import StatementKind
from communique.views.brief import LEAST_QUOTE_WORDS
from communique.views.following import OTHER, Following
from communique.views.lines import counted, fact_entry, position_entry, prospect_entry, shift_entry, statement_entry
from communique.views.sheet import Entry, Group, Section, Sheet
from communique.views.values import value_of

T = TypeVar("T")
KINDS = (
    "What happened",
    "Ahead",
    "Refused, ruled out, denied",
    "Prospects moved",
    "Overdue",
    "Shifts",
    "Positions",
    "Statements",
)
_BY_WORDS = {False: "published", True: "taken into the archive"}


def render_changes(
    view: View,
    *,
    name: str,
    since: date | None,
    until: date | None = None,
    by_added: bool = False,
    dossier: Dossier | None = None,
) -> Sheet:
    """What the stories since a day brought.

    Args:
        since: First day; None: all of the archive.
        by_added: By the day on which stories were put into the archive, not of their publication.
        dossier: Keeps what touches its actors and issues, and names the sections; without it, everything is one section.
    """
    changes = view.changes_since(
        since or date.min, until=until, by_added=by_added or since is None
    )  # undated stories are new, too
    following = Following.of(dossier, view)
    found: dict[str, dict[str, list[Entry]]] = {}

    def put(
        kind: str, items: Iterable[T], choice: Callable[[T], tuple[bool, tuple[str, ...]]], entry: Callable[[T], Entry]
    ) -> None:
        for item in items:
            kept, issues = choice(item)
            if kept:
                found.setdefault(issues[0] if issues else OTHER, {}).setdefault(kind, []).append(entry(item))

    for kind, facts in _by_standing(changes).items():
        put(kind, facts, following.of_fact, fact_entry)
    put("Prospects moved", _moved(changes), following.of_prospect, _moved_entry)
    put("Overdue", changes.lapsed, following.of_prospect, _moved_entry)
    put("Shifts", changes.shifts, following.of_shift, shift_entry)
    shifted = {shift.after.id for shift in changes.shifts}
    standing = (position for position in changes.positions if position.id not in shifted)
    put("Positions", standing, following.of_position, position_entry)
    said = (s for s in changes.statements if s.kind is StatementKind.SPEECH and len(s.words.split()) >= LEAST_QUOTE_WORDS)
    put("Statements", said, following.of_statement, statement_entry)
    own = [issue.name for issue in dossier.issues] if dossier else []
    ranked = [title for title in (*own, OTHER) if title in found]
    n_all = sum(len(entries) for kinds in found.values() for entries in kinds.values())
    return Sheet(
        view="changes",
        title=f"{name} · what changed",
        facts=(
            ("Since", f"{since or 'the beginning'}, by the day it was {_BY_WORDS[by_added]}"),
            ("Read", _read_words(changes)),
        ),
        sections=tuple(
            Section(
                name=_section_name(title),
                title=title if own else "",
                groups=tuple(Group(title=kind, entries=tuple(found[title][kind])) for kind in KINDS if kind in found[title]),
            )
            for title in ranked
        )
        or (Section(name="changes", empty="nothing changed"),),
        data={
            "since": value_of(since),
            "until": value_of(until),
            "by": "added" if by_added else "published",
            "n_stories": len(changes.stories),
            "n_copies": changes.n_copies,
            "n_changes": n_all,
        },
    )


def _section_name(title: str) -> str:
    return title if title != OTHER else "other"


def _read_words(changes: Changes) -> str:
    told = counted(len(changes.stories), "story", "stories")
    return told + (f", {counted(changes.n_copies, 'copy', 'copies')} not told again" if changes.n_copies else "")


def _by_standing(changes: Changes) -> dict[str, list[FactEntry]]:
    """The new events: what happened, what is ahead, what is refused; an event that is a moved prospect is told there."""
    told = {prospect.id for prospect in _moved(changes)}
    standing: dict[str, list[FactEntry]] = {kind: [] for kind in KINDS[:3]}
    for fact in changes.facts:
        if fact.id in told:
            continue
        refused = fact.type == "REJECT" or not (fact.status.is_fact or fact.status.is_prospect)
        standing[KINDS[2] if refused else KINDS[0] if fact.status.is_fact else KINDS[1]].append(fact)
    return standing


def _moved(changes: Changes) -> list[ProspectEntry]:
    """The prospects that an earlier story opened: one that is new as a whole stands with the new events."""
    lapsed = {prospect.id for prospect in changes.lapsed}
    new = {fact.id for fact in changes.facts}
    return [p for p in changes.moved if len(p.moves) > 1 and p.id not in lapsed and not (p.id in new and len(_stories(p)) == 1)]


def _stories(prospect: ProspectEntry) -> set[str]:
    return {move.passage.story.id for move in prospect.moves}


def _moved_entry(prospect: ProspectEntry) -> Entry:
    return prospect_entry(prospect, with_moves=True)
