"""The mark of a status: solid for what happened, hollow for what is planned, dashed for what may be, struck for what will not.

In: a status. Out: SVG around the origin. Refuses nothing. Colour only repeats what the form says.
"""

from markupsafe import Markup

from communique.record.vocab import Status
from communique.web.charts.svg import element

RADIUS = 5.0


def mark(status: Status) -> Markup:
    """The mark, with its centre at the origin."""
    circle = element("circle", r=RADIUS)
    if status is Status.ONGOING:
        return element("g", circle, element("circle", r=RADIUS + 3, class_="ring"), class_=f"mark {status.value}")
    if status in (Status.RULED_OUT, Status.DENIED):
        strike = element("path", d=f"M{-RADIUS - 3:g},{RADIUS + 3:g} L{RADIUS + 3:g},{-RADIUS - 3:g}", class_="strike")
        return element("g", circle, strike, class_=f"mark {status.value}")
    return element("g", circle, class_=f"mark {status.value}")


def glyph(status: Status) -> Markup:
    """The mark as a small picture in a line of text, which says the status in words beside it."""
    return element("svg", mark(status), class_="glyph", viewBox="-9 -9 18 18", width=14, height=14, aria_hidden="true")
