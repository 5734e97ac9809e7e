"""The history of a stance as a small picture: a step line between against and for, a dot where the actor stands now.

In: positions by day, the days of the whole matrix. Out: SVG. Refuses nothing: positions without a day are spread evenly.
"""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from communique.archive.results import PositionEntry
from communique.record.vocab import Stance
from communique.web.charts.svg import element

WIDTH, HEIGHT, EDGE = 88.0, 22.0, 4.0
LEVELS = {Stance.OPPOSES: 0.0, Stance.UNDECIDED: 0.5, Stance.CONDITIONAL: 0.5, Stance.OPEN: 0.7, Stance.SUPPORTS: 1.0}
MOST_POINTS = 40


def spark(series: Sequence[PositionEntry], days: tuple[date, date] | None) -> Markup:
    """The picture; hidden from a screen reader, which has the same in words beside it."""
    shown = series[-MOST_POINTS:]
    points = [(_x(position, index, len(shown), days), _y(position.stance)) for index, position in enumerate(shown)]
    path = f"M{points[0][0]:.1f},{points[0][1]:.1f}" + "".join(f" H{x:.1f} V{y:.1f}" for x, y in points[1:])
    dots = [
        element("circle", cx=x, cy=y, r=3.0 if index == len(points) - 1 else 1.6, class_=f"stance {shown[index].stance.value}")
        for index, (x, y) in enumerate(points)
    ]
    middle = element("path", d=f"M{EDGE},{HEIGHT / 2:g} H{WIDTH - EDGE:g}", class_="middle")
    line = element("path", d=path, class_="line")
    return element(
        "svg", middle, line, *dots, class_="spark", viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", width=88, height=22, aria_hidden="true"
    )


def _x(position: PositionEntry, index: int, n_points: int, days: tuple[date, date] | None) -> float:
    room = WIDTH - 2 * EDGE
    if position.day is None or days is None or days[0] == days[1]:
        return EDGE + room * (index + 1) / (n_points + 1)
    share = (position.day - days[0]).days / (days[1] - days[0]).days
    return EDGE + room * min(1.0, max(0.0, share))


def _y(stance: Stance) -> float:
    return HEIGHT - EDGE - LEVELS[stance] * (HEIGHT - 2 * EDGE)
