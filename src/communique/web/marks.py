"""A story's text cut into runs, each with the entries that were read from it.

In: a `Story`. Out: paragraphs of `Run`s; together they are the story's text, line breaks aside. Refuses nothing.
"""

from bisect import bisect_right
from itertools import pairwise

from communique.record.model import Story
from communique.record.spans import Span
from communique.views.lines import status_words
from communique.web.contexts import Run

Mark = tuple[Span, str, str]  # where, CSS class, what was read there


def marked_text(story: Story) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs of a story as runs of equal marks."""
    marks = _marks(story)
    edges = sorted({0, len(story.text), *(e for span, _, _ in marks for e in (span.start, span.end))})
    starting: list[list[Mark]] = [[] for _ in edges]
    for mark in marks:  # a mark is listed under every run that it covers: marks are short, so this stays linear in practice
        first = bisect_right(edges, mark[0].start) - 1
        while first < len(edges) and edges[first] < mark[0].end:
            starting[first].append(mark)
            first += 1
    paragraphs: list[tuple[Run, ...]] = []
    current: list[Run] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        over = starting[number]
        kinds, titles = tuple(dict.fromkeys(m[1] for m in over)), tuple(dict.fromkeys(m[2] for m in over))
        for index, part in enumerate(story.text[start:end].split("\n")):
            if index and current:
                paragraphs.append(tuple(current))
                current = []
            if part:
                current.append(Run(text=part, kinds=kinds, titles=titles))
    if current:
        paragraphs.append(tuple(current))
    return tuple(paragraphs)


def _marks(story: Story) -> list[Mark]:
    names = {actor.id: actor.name for actor in story.actors}
    marks: list[Mark] = []
    for actor in story.actors:
        about = " ".join(part for part in (actor.name, actor.code or "") if part)
        marks += [(span, "actor", f"actor: {about}") for span in actor.mentions]
    for statement in story.statements:
        who = names.get((statement.speaker.actor or "") if statement.speaker else "", "nobody named")
        marks += [(span, f"statement {statement.kind}", f"{statement.kind}: {who}") for span in statement.content]
    for event in story.events:
        parties = ", ".join(names[ref.actor] for ref in event.actors if ref.actor)
        title = f"{event.type} {parties}: {status_words(event.status)}" + (f", {event.date}" if event.date else "")
        marks.append((event.trigger, f"event {event.status}", f"{title} ({event.rule})" if event.rule else title))
    for condition in story.conditions:
        marks.append((condition.antecedent, "condition", "condition"))
    return marks
