"""The timeline: every event of the archive by its own date, what is ahead included.

In: a view of an archive and a selection. Out: a sheet with a section for each year. Refuses nothing.
"""

from collections.abc import Iterable
from datetime import date

from communique.archive.base import View
from communique.archive.results import FactEntry
from communique.record.vocab import Status
from communique.views.lines import fact_entry
from communique.views.sheet import Group, Section, Sheet
from communique.views.values import value_of


def render_timeline(
    view: View,
    *,
    name: str,
    since: date | None = None,
    until: date | None = None,
    actor: str | None = None,
    about: str | None = None,
    types: Iterable[str] = (),
    statuses: Iterable[Status] = (),
    as_of: date | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Sheet:
    """The events that took place, or are to, from `since` to `until`; those without a date stand at the end.

    Args:
        since: First day of the events themselves; None: no limit. With one, events without a date are left out.
        until: Last day, likewise.
        actor: As everywhere in an archive: an id, a code, or words of a name.
        about: Words of the passage.
        types: PLOVER types, or the user's own; empty for all.
        statuses: Empty for all.
        as_of: Each event as the stories published by this day tell it; None: as it is known now.
        limit: Most events; None: all. `offset` passes over the first so many.
    """
    facts = view.list_facts(
        types=types,
        statuses=statuses,
        actor=actor,
        about=about,
        happened_since=since,
        happened_until=until,
        as_of=as_of,
        limit=limit,
        offset=offset,
    )
    return timeline_sheet(facts, name=name, since=since, until=until, as_of=as_of)


def timeline_sheet(
    facts: Iterable[FactEntry],
    *,
    name: str,
    since: date | None = None,
    until: date | None = None,
    as_of: date | None = None,
) -> Sheet:
    """The sheet of these events, in their order; the days are what they were asked for by."""
    n_events = 0
    by_year: dict[str, list[FactEntry]] = {}
    undated: list[FactEntry] = []
    for fact in facts:
        n_events += 1
        day = (fact.date.first or fact.date.last) if fact.date else None
        (by_year.setdefault(str(day.year), []) if day else undated).append(fact)
    groups = [Group(title=year, entries=tuple(map(fact_entry, by_year[year]))) for year in sorted(by_year)]
    if undated:
        groups.append(Group(title="without a date, by the day of the story", entries=tuple(map(fact_entry, undated))))
    return Sheet(
        view="timeline",
        title=f"{name} · timeline",
        facts=(("Events", str(n_events)),),
        sections=(Section(name="events", groups=tuple(groups), empty="no event of that kind"),),
        data={"since": value_of(since), "until": value_of(until), "as_of": value_of(as_of), "n_events": n_events},
    )
