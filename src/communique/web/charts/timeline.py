"""The timeline as a picture: a lane for each type, status, actor or issue, a mark for each event, where its own date puts it.

In: events of the archive. Out: SVG whose marks are links, and what it leaves out. Refuses nothing: an event without a date is in the
table beside the picture only.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from communique.archive.results import FactEntry
from communique.views.clean import clean
from communique.views.lines import day_label, excerpt, names_of, news_value, shorten, status_words
from communique.web.charts.marks import RADIUS, mark
from communique.web.charts.scale import Scale
from communique.web.charts.svg import element

WIDTH = 1040
LEFT, RIGHT = 134.0, 1020.0
TOP, ROW, GAP = 34.0, 19.0, 9.0  # above the first lane, of a row of marks, between lanes
MOST_MARKS = 400  # each takes some 350 bytes: what is told most is kept, and the table has all
MOST_LABELLED = 70  # marks that have room for words beside them
MOST_ROWS = 14  # of marks in a lane; more overlap in the last
MOST_LANES = 16
LABEL_CHARS = 26
CHAR = 6.1  # units of a character of the labels, as wide as they get
LANE_CHARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The picture, its scale, and how many events it leaves out: without a date, outside its days, and more than it can hold.

    `days` are the first and the last day of all events that have a date.
    """

    svg: Markup
    scale: Scale
    n_marks: int
    n_undated: int
    n_outside: int
    n_left_out: int
    days: tuple[date, date]


def draw_timeline(
    facts: Iterable[FactEntry],
    lane_of: Callable[[FactEntry], Sequence[str]],
    *,
    label_of: Callable[[FactEntry], str] = lambda fact: names_of(fact.actors),
    since: date | None = None,
    until: date | None = None,
) -> Drawn | None:
    """The picture of these events; None where none has a date.

    Args:
        lane_of: The lanes of an event; it stands in the first.
        label_of: The words beside a mark, where there is room for them.
        since: First day of the line; None: the first event's. Events that lie before it are not drawn.
        until: Last day, likewise.
    """
    dated, n_undated = [], 0
    for fact in facts:
        days = _days(fact)
        if days:
            dated.append((*days, fact))
        else:
            n_undated += 1
    if not dated:
        return None
    days = min(first for first, _, _ in dated), max(last for _, last, _ in dated)
    inside = [row for row in dated if (since is None or row[1] >= since) and (until is None or row[0] <= until)]
    kept = inside
    if len(inside) > MOST_MARKS:
        chosen = sorted(range(len(inside)), key=lambda index: -news_value(inside[index][2]))[:MOST_MARKS]
        kept = [inside[index] for index in sorted(chosen)]
    scale = Scale.over(since or days[0], until or days[1], left=LEFT + 8, right=RIGHT - 8)
    lanes: dict[str, list[tuple[date, date, FactEntry]]] = {}
    for first, last, fact in kept:
        lanes.setdefault((tuple(lane_of(fact)) or ("other",))[0], []).append((first, last, fact))
    ranked = sorted(lanes, key=lambda lane: (-len(lanes[lane]), lane))
    if len(ranked) > MOST_LANES:
        rest = [row for lane in ranked[MOST_LANES - 1 :] for row in lanes.pop(lane)]
        ranked = [*ranked[: MOST_LANES - 1], "all others"]
        lanes["all others"] = rest
    with_labels = len(kept) <= MOST_LABELLED
    parts: list[Markup] = []
    y = TOP
    for number, lane in enumerate(ranked):
        marks, n_rows = _lane(lanes[lane], scale, y, label_of, with_labels=with_labels)
        height = n_rows * ROW + GAP
        parts.append(
            element(
                "g",
                element(
                    "rect", x=0, y=y - GAP / 2, width=WIDTH, height=height, class_="band" if number % 2 == 0 else "band odd"
                ),
                element("text", clean(shorten(lane, LANE_CHARS)), x=8, y=y + ROW - 6, class_="lane"),
            )
        )
        parts.append(element("g", *marks, class_="marks"))
        y += height
    svg = element(
        "svg",
        _axis(scale, y),
        *parts,
        class_="timeline",
        viewBox=f"0 0 {WIDTH} {y + 6:g}",
        role="group",
        aria_label=f"Timeline from {scale.first} to {scale.last}; the same events are listed below",
        data_first=scale.first.toordinal(),
        data_last=scale.last.toordinal(),
        data_left=scale.left,
        data_right=scale.right,
    )
    return Drawn(
        svg=svg,
        scale=scale,
        n_marks=len(kept),
        n_undated=n_undated,
        n_outside=len(dated) - len(inside),
        n_left_out=len(inside) - len(kept),
        days=days,
    )


def _days(fact: FactEntry) -> tuple[date, date] | None:
    if fact.date is None:
        return None
    first, last = fact.date.first or fact.date.last, fact.date.last or fact.date.first
    return (first, last) if first and last else None


def _axis(scale: Scale, bottom: float) -> Markup:
    ticks = []
    for day, words in scale.ticks():
        x = scale.at(day)
        ticks.append(
            element(
                "g",
                element("path", d=f"M0,{TOP - 10:g} V{bottom:g}"),
                element("text", words, x=4, y=TOP - 14),
                class_="tick",
                transform=f"translate({x:.1f},0)",
            )
        )
    return element("g", *ticks, class_="axis", aria_hidden="true")


def _lane(
    listed: list[tuple[date, date, FactEntry]],
    scale: Scale,
    top: float,
    label_of: Callable[[FactEntry], str],
    *,
    with_labels: bool,
) -> tuple[list[Markup], int]:
    """The marks of a lane, each in the first row that has room, and how many rows that takes."""
    ends: list[float] = []
    marks = []
    for first, last, fact in sorted(listed, key=lambda row: (row[0], row[1], row[2].id)):
        start, end = scale.at(first), scale.at(last)
        label = shorten(clean(label_of(fact)), LABEL_CHARS) if with_labels else ""
        is_before = bool(label) and end + RADIUS + 4 + len(label) * CHAR > RIGHT
        room = len(label) * CHAR + 6 if label else 0.0
        reach = (start - room if is_before else start) - RADIUS - 2
        row = next((number for number, taken in enumerate(ends) if taken <= reach), len(ends))
        row = min(row, MOST_ROWS - 1)
        taken = end + RADIUS + 2 + (0.0 if is_before else room)
        if row == len(ends):
            ends.append(taken)
        else:
            ends[row] = max(ends[row], taken)
        marks.append(_mark(fact, first, last, start, end, top + row * ROW + ROW / 2 - 2, label, is_before=is_before))
    return marks, len(ends)


def _mark(
    fact: FactEntry, first: date, last: date, start: float, end: float, y: float, label: str, *, is_before: bool
) -> Markup:
    told = f"{day_label(fact.date)}: {fact.type}, {status_words(fact.status)}. {names_of(fact.actors)}"
    towards = f" to {names_of(fact.recipients)}" if fact.recipients else ""
    words = clean(f"{told}{towards}: {excerpt(fact.passage)}")
    parts = [element("title", words)]
    if end - start > 2:
        parts.append(element("path", d=f"M0,0 H{end - start:.1f}", class_=f"span {fact.status.value}"))
    parts.append(mark(fact.status))
    if label:
        x = -RADIUS - 3 if is_before else RADIUS + 3 + max(0.0, end - start)
        parts.append(element("text", label, x=x, y=4, text_anchor="end" if is_before else None))
    return element(
        "a",
        *parts,
        href=f"/events/{fact.id}",
        aria_label=words,
        class_="event",
        transform=f"translate({start:.1f},{y:.1f})",
        data_first=first.toordinal(),
        data_last=last.toordinal(),
    )
