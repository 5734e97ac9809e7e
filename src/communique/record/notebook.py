"""A story with its entries marked, as HTML for a notebook.

In: a `Story`. Out: one self-contained fragment of escaped HTML, styled inline, without script and without outside resources.
Refuses nothing: a story without entries is shown as its plain text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from communique.record.model import Event, Statement, Story
from communique.record.spans import Span
from communique.record.vocab import Status

# Colours are told apart without red and green alone, and keep a contrast of 4.5:1 or more to the text on them. Every mark also
# has a shape of its own (box, bar, underline), so that it reads in black and white.
_TEXT = "color:#1b1b1b;background:#fff;font:15px/1.7 Georgia,serif;max-width:46em;padding:.8em 1em;border:1px solid #ccc"
_SMALL = "font:12px/1.5 system-ui,sans-serif;color:#444"
_STATUS_COLOURS = {
    Status.OCCURRED: "#bfe3c5",
    Status.ONGOING: "#bfe3c5",
    Status.SCHEDULED: "#cfe0fb",
    Status.PROPOSED: "#fde7b0",
    Status.CONDITIONAL: "#fde7b0",
    Status.POSSIBLE: "#fde7b0",
    Status.RULED_OUT: "#f6c9cf",
    Status.DENIED: "#f6c9cf",
}


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    style: str
    title: str


def story_html(story: Story) -> str:
    """The story's text with its actors, statements, events and positions marked.

    Args:
        story: Any story; its words are escaped.
    Returns:
        One `<div>`. Pointing at a mark shows what was read there. Marks may overlap: the text is cut at every edge.
    """
    marks = sorted(_marks(story), key=lambda mark: (mark.span.start, -mark.span.end))
    body = "".join(_pieces(story.text, marks))
    about = " · ".join(
        escape(part)
        for part in (
            story.kind.value,
            story.source,
            story.published.isoformat() if story.published else None,
            f"{len(story.actors)} actors",
            f"{len(story.statements)} statements",
            f"{len(story.events)} events",
            f"{len(story.positions)} positions",
        )
        if part
    )
    headline = f'<div style="font-weight:bold;font-size:18px">{escape(story.headline)}</div>' if story.headline else ""
    return (
        f'<div style="{_TEXT}">{headline}<div style="{_SMALL}">{about}</div>'
        f'<div style="white-space:pre-wrap">{body}</div><div style="{_SMALL}">{_legend()}</div></div>'
    )


def _legend() -> str:
    shown = (
        (_STATUS_COLOURS[Status.OCCURRED], "occurred, ongoing"),
        (_STATUS_COLOURS[Status.SCHEDULED], "scheduled"),
        (_STATUS_COLOURS[Status.PROPOSED], "proposed, conditional, possible"),
        (_STATUS_COLOURS[Status.DENIED], "ruled out, denied"),
    )
    events = " ".join(f'<span style="background:{colour};padding:0 .4em">{words}</span>' for colour, words in shown)
    return (
        f'Events: {events} · <span style="border-bottom:2px solid #3d5a9e">statement</span> · '
        f'<span style="text-decoration:underline dotted">actor</span> · '
        f'<span style="border-top:2px solid #8a4b9a">position</span>'
    )


def _marks(story: Story) -> Iterator[_Mark]:
    names = {actor.id: actor.name for actor in story.actors}
    for actor in story.actors:
        title = " ".join(part for part in (actor.name, f"({actor.code})" if actor.code else "") if part)
        for span in actor.mentions:
            yield _Mark(span, "text-decoration:underline dotted", title)
    for statement in story.statements:
        title = _statement_title(statement, names)
        for span in statement.content:
            yield _Mark(span, "border-bottom:2px solid #3d5a9e", title)
        if statement.cue:
            yield _Mark(statement.cue, "font-style:italic", title)
    for position in story.positions:
        title = f"{names.get(position.actor, '?')} {position.stance.value}: {position.issue}"
        yield _Mark(position.span, "border-top:2px solid #8a4b9a", title)
    for event in story.events:
        style = f"background:{_STATUS_COLOURS[event.status]};font-weight:bold;border-radius:3px"
        yield _Mark(event.trigger, style, _event_title(event, names))


def _statement_title(statement: Statement, names: dict[str, str]) -> str:
    speaker = statement.speaker and names.get(statement.speaker.actor or "")
    return f"{statement.form.value} {statement.kind.value} of {speaker or 'a speaker without a name'}"


def _event_title(event: Event, names: dict[str, str]) -> str:
    parties = ", ".join(names.get(ref.actor or "", "?") for ref in event.actors)
    towards = ", ".join(names.get(ref.actor or "", "?") for ref in event.recipients)
    who = f"{parties or '?'} → {towards}" if towards else parties
    parts = (event.type, event.mode, event.status.value, who, event.place and event.place.name, event.date and str(event.date))
    return " · ".join(part for part in parts if part)


def _pieces(text: str, marks: list[_Mark]) -> Iterator[str]:
    """The text cut at every edge of a mark, each piece styled by all the marks over it; `marks` are in order of their start."""
    edges = sorted({0, len(text), *(mark.span.start for mark in marks), *(mark.span.end for mark in marks)})
    over: list[_Mark] = []
    coming = 0
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.span.end > start]
        while coming < len(marks) and marks[coming].span.start == start:
            over.append(marks[coming])
            coming += 1
        yield _piece(text[start:end], over)


def _piece(text: str, over: list[_Mark]) -> str:
    words = escape(text)
    if not over:
        return words
    styles = ";".join(dict.fromkeys(mark.style for mark in over))
    title = escape("\n".join(dict.fromkeys(mark.title for mark in over)))
    return f'<span style="{styles}" title="{title}">{words}</span>'
