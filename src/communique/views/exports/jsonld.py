"""An archive's events, statements and positions as W3C Web Annotations.

In: a view of an archive. Out: text of one JSON-LD annotation page, piece by piece. Refuses nothing.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017: TextPositionSelector and TextQuoteSelector.
"""

from collections.abc import Iterator

from communique.archive.base import View
from communique.archive.results import Passage
from communique.record.jsonform import dump_line
from communique.views.lines import around
from communique.views.sheet import JsonObject
from communique.views.values import value_of

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AFFIX_CHARS = 32  # before and after the words: enough to find them again in a page that changed a little


def jsonld_pieces(view: View, *, with_copies: bool = False) -> Iterator[str]:
    """The annotation page, one annotation a line."""
    yield f'{{"@context": "{CONTEXT}", "type": "AnnotationPage", "items": [\n'
    before = ""
    for annotation in _annotations(view, with_copies):
        yield before + dump_line(annotation)
        before = ",\n"
    yield "\n]}\n"


def _annotations(view: View, with_copies: bool) -> Iterator[JsonObject]:
    for story in view.list_stories(with_copies=with_copies):
        for event in view.list_events(story=story.id, with_copies=with_copies):
            yield _annotation(event.id, "event", (event.passage,), value_of(event))
        for statement in view.list_statements(story=story.id, with_copies=with_copies):
            yield _annotation(statement.id, "statement", statement.content, value_of(statement))
        for position in view.list_positions(story=story.id, with_copies=with_copies):
            yield _annotation(position.id, "position", (position.passage,), value_of(position))


def _annotation(id_: str, kind: str, passages: tuple[Passage, ...], value: JsonObject) -> JsonObject:
    body = {key: inner for key, inner in value.items() if key not in ("passage", "content")}
    return {
        "id": f"urn:communique:{kind}:{id_}",
        "type": "Annotation",
        "motivation": "identifying" if kind == "event" else "describing",
        "body": {"type": "Dataset", "purpose": "tagging", "value": {"entry": kind, **body}},
        "target": [_target(passage) for passage in passages],
    }


def _target(passage: Passage) -> JsonObject:
    """Positions count in the page where it is plain text, else in the story's own text."""
    before, after = around(passage)
    offset = passage.story.start or 0
    return {
        "source": passage.story.uri,
        "selector": [
            {"type": "TextPositionSelector", "start": offset + passage.span.start, "end": offset + passage.span.end},
            {
                "type": "TextQuoteSelector",
                "exact": passage.words,
                "prefix": before[-AFFIX_CHARS:],
                "suffix": after[:AFFIX_CHARS],
            },
        ],
    }
