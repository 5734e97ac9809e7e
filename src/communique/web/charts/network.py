"""The relations of an actor as a small picture: the actor in the middle, the others around it, lines as thick as events are many.

In: a profile's relations. Out: SVG whose nodes are links. Refuses nothing; without relations there is no picture.
"""

import math
from collections.abc import Sequence

from markupsafe import Markup

from communique.views.clean import clean
from communique.views.lines import counted, shorten
from communique.views.profile import Relation
from communique.web.charts.svg import element

WIDTH, HEIGHT = 660, 310
LONG, SHORT = 175.0, 118.0  # half axes of the ellipse on which the others stand
LABEL_CHARS = 22
MOST_STROKE = 9.0


def draw_network(name: str, relations: Sequence[Relation]) -> Markup | None:
    """The picture; a line is solid where most events are cooperative (PLOVER's own division), dashed where most are not."""
    if not relations:
        return None
    most = max(relation.n_events for relation in relations)
    middle_x, middle_y = WIDTH / 2, HEIGHT / 2
    lines, nodes = [], []
    for number, relation in enumerate(relations):
        turn = 2 * math.pi * number / len(relations) - math.pi / 2
        x, y = middle_x + LONG * math.cos(turn), middle_y + SHORT * math.sin(turn)
        kind = "cooperative" if relation.n_cooperative >= relation.n_conflictual else "conflictual"
        width = 1.2 + (MOST_STROKE - 1.2) * relation.n_events / most
        lines.append(
            element("path", d=f"M{middle_x:g},{middle_y:g} L{x:.1f},{y:.1f}", class_=f"tie {kind}", stroke_width=width)
        )
        nodes.append(_node(relation, x, y, math.cos(turn), math.sin(turn)))
    own = element(
        "g",
        element("circle", r=9, cx=middle_x, cy=middle_y, class_="node own"),
        element("text", clean(shorten(name, LABEL_CHARS)), x=middle_x, y=middle_y - 14, text_anchor="middle", class_="own"),
    )
    return element(
        "svg",
        *lines,
        *nodes,
        own,
        class_="network",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="group",
        aria_label=f"Relations of {clean(name)}; the same are listed beside",
    )


def _node(relation: Relation, x: float, y: float, along: float, down: float) -> Markup:
    told = f"{clean(relation.actor.name)}: {counted(relation.n_events, 'event', 'events')}"
    anchor = "start" if along > 0.25 else "end" if along < -0.25 else "middle"
    aside = {"start": 11, "end": -11, "middle": 0}[anchor]
    below = 4.0 if anchor != "middle" else 20.0 if down > 0 else -12.0
    words = element("text", clean(shorten(relation.actor.name, LABEL_CHARS)), x=x + aside, y=y + below, text_anchor=anchor)
    return element(
        "a",
        element("title", told),
        element("circle", r=6, cx=x, cy=y, class_="node"),
        words,
        href=f"/actors/{relation.actor.id}",
        aria_label=told,
    )
