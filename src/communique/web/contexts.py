"""What each page is made from: one frozen context a template.

In: nothing. Out: context classes. Refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from communique.archive.results import FactEntry, PositionEntry, ProspectEntry, StoryRef
from communique.record.model import Story
from communique.views.board import Column
from communique.views.differences import Differences
from communique.views.matrix import Matrix
from communique.views.months import Month
from communique.views.paging import Piece
from communique.views.profile import Profile
from communique.views.sheet import Sheet
from communique.web.asking import Asked, Filter
from communique.web.charts.timeline import Drawn
from communique.web.marks import Card, Layer, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to somewhere; `is_here` where it leads to what is shown."""

    href: str
    words: str
    is_here: bool = False
    n: int | None = None  # how many are behind it, where that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Ways to narrow a list by one of its fields."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page's address: its path and the filters in force, from which others are made."""

    path: str
    given: tuple[tuple[str, str], ...] = ()
    stem: str = ""  # of the twins: `/timeline` for `/timeline.json`

    def but(self, changes: Mapping[str, str | int | None]) -> str:
        """The same with other filters; one of None is left out, and so is the place in a list, which they change."""
        kept = [(name, value) for name, value in self.given if name not in changes and name != "offset"]
        kept += [(name, str(value)) for name, value in changes.items() if value is not None]
        return self.path + (f"?{urlencode(kept)}" if kept else "")

    def twin(self, suffix: str) -> str:
        """The same in another form; CSV and the others have all entries, JSON a piece."""
        kept = [(name, value) for name, value in self.given if suffix == "json" or name not in ("offset", "limit")]
        return f"{self.stem}.{suffix}" + (f"?{urlencode(kept)}" if kept else "")

    def value(self, name: str) -> str:
        """The first value of a filter, as it was given."""
        return next((value for key, value in self.given if key == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a filter."""
        return tuple(value for key, value in self.given if key == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has: the sheet (the piece of it that is shown), its address, its form, and its ways to other forms."""

    sheet: Sheet
    piece: Piece
    address: Address
    filters: tuple[Filter, ...]
    asked: Asked
    suffixes: tuple[str, ...]
    links: tuple[Link, ...] = ()
    facets: tuple[Facet, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """The picture over the list of events. `moves` are ways to other stretches of time."""

    drawn: Drawn | None
    moves: tuple[Link, ...] = ()
    lanes: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """A month of prospects."""

    month: Month
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """Who stands where; each cell with its history as a picture, in the order of the matrix."""

    matrix: Matrix
    sparks: Mapping[tuple[str, str], Markup]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """Two actors side by side on the issues of either: the last position of each, None where there is none."""

    names: tuple[str, str]
    rows: tuple[tuple[str, tuple[PositionEntry | None, PositionEntry | None]], ...]
    actors: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The prospects in columns."""

    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorPage:
    """One actor. `network` is None where it is joined with nobody."""

    profile: Profile
    network: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One event with its reports; `fact` None for a prospect that is no event of the archive by itself."""

    fact: FactEntry | None
    prospect: ProspectEntry | None
    stories: Mapping[str, StoryRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of a story and where it departs from it."""

    ref: StoryRef
    differences: Differences


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A story with its entries marked, paragraph by paragraph."""

    story: Story
    ref: StoryRef
    marked: tuple[tuple[Run, ...], ...]
    cards: tuple[Card, ...]
    layers: tuple[Layer, ...]  # those that are shown
    counts: Mapping[Layer, int] = field(default_factory=dict)
    teasers: tuple[Story, ...] = ()
    copies: tuple[Copy, ...] = ()
    original: Copy | None = None
    n_cards: int = 0


Context = TimelinePage | CalendarPage | MatrixPage | ComparePage | BoardPage | ActorPage | EventPage
