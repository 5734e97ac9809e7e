"""The prospects as a board: a column for each way in which they stand.

In: prospects as of a day. Out: `Column`s. Refuses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from communique.archive.results import ProspectEntry, ProspectOutcome
from communique.views.lines import prospect_entry
from communique.views.sheet import Group, Section, Sheet
from communique.views.values import value_of

DUE_DAYS = 14  # ahead: what is due in two weeks is what a week's planning looks at. A convention
LATE_DAYS = 14  # past: stories tell of a meeting within days; after two weeks of silence it is taken to have lapsed


class Standing(StrEnum):
    """How a prospect stands; "due" and "overdue" are the two weeks on either side of the day."""

    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"
    HAPPENED = "happened"
    REFUSED = "refused"
    LAPSED = "lapsed"


HELP = {
    Standing.OVERDUE: f"its day passed in the last {LATE_DAYS} days, and no story reports it",
    Standing.DUE: f"due within {DUE_DAYS} days",
    Standing.OPEN: "later, or without a date",
    Standing.HAPPENED: "a story reports it",
    Standing.REFUSED: "a party refused it or ruled it out",
    Standing.LAPSED: f"its day passed more than {LATE_DAYS} days ago, and no story reports it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The prospects that stand alike."""

    standing: Standing
    prospects: tuple[ProspectEntry, ...]

    @property
    def help(self) -> str:
        """What the column means."""
        return HELP[self.standing]


def standing_of(prospect: ProspectEntry) -> Standing:
    """How a prospect stands on its day (`as_of`)."""
    if prospect.outcome is ProspectOutcome.HAPPENED:
        return Standing.HAPPENED
    if prospect.outcome is ProspectOutcome.REFUSED:
        return Standing.REFUSED
    left = prospect.days_left
    if prospect.outcome is ProspectOutcome.LAPSED:
        return Standing.OVERDUE if left is not None and left >= -LATE_DAYS else Standing.LAPSED
    return Standing.DUE if left is not None and left <= DUE_DAYS else Standing.OPEN


def columns_of(prospects: Iterable[ProspectEntry]) -> tuple[Column, ...]:
    """All columns in their order, empty ones too."""
    listed = tuple(prospects)
    return tuple(
        Column(standing=standing, prospects=tuple(p for p in listed if standing_of(p) is standing)) for standing in Standing
    )


def board_sheet(columns: Iterable[Column], *, name: str, as_of: date | None) -> Sheet:
    """The board as a sheet: a section for each column that holds something."""
    filled = [column for column in columns if column.prospects]
    sections = tuple(
        Section(
            name=column.standing.value,
            title=f"{column.standing.value.capitalize()}: {column.help}",
            groups=(Group(entries=tuple(prospect_entry(p, with_moves=True) for p in column.prospects)),),
        )
        for column in filled
    )
    n_prospects = sum(len(column.prospects) for column in filled)
    return Sheet(
        view="prospects",
        title=f"{name} · prospects",
        facts=(("As of", str(as_of or "no date known")), ("Prospects", str(n_prospects))),
        sections=sections or (Section(name=Standing.OPEN.value, empty="no prospect of that kind"),),
        data={"as_of": value_of(as_of), "n_prospects": n_prospects},
    )
