"""A story's text cut into runs, each with the entries that were read from it, layer by layer.

In: a `Story`, and what the archive knows of its entries. Out: paragraphs of `Run`s, which together are the story's text, line breaks
aside; and `Card`s, what is told of each entry. Refuses nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from communique.archive.base import View
from communique.record.model import Event, Statement, Story
from communique.record.spans import Span
from communique.views.lines import day_label, status_words

MOST_OVER = 12  # entries named on one run, the shortest first: more overlap only in a hostile page
MOST_DEPTH = 3  # of statements in statements that look different


class Layer(StrEnum):
    """What can be shown or hidden together."""

    ACTORS = "actors"
    STATEMENTS = "statements"
    EVENTS = "events"
    TIMES = "times"
    CONDITIONS = "conditions"
    POSITIONS = "positions"


PINS = {Layer.STATEMENTS: "“", Layer.CONDITIONS: "⇒", Layer.POSITIONS: "±"}  # at the start of an entry that covers much text


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What was read at some place: a line, the details under it, and where the archive has more of it."""

    id: str
    layer: Layer
    classes: str
    title: str
    details: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]
    link: Span | None = None  # the words that are the way to the card; None: a pin before the first span
    href: str = ""

    @property
    def start(self) -> int:
        """Where the entry begins in the text."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a story's text with the same entries over it.

    `kinds` are CSS classes, `cards` the entries' ids, the shortest first; `href` is the id of the card to which the run leads, and
    `pins` are the cards that begin here and cover much text. `at` is the offset, where an entry begins here.
    """

    text: str
    kinds: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    href: str = ""
    pins: tuple[Card, ...] = ()
    at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an archive knows of one story's entries: addresses of its events, by the reports' ids, and of its actors, by name."""

    events: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)


def known_of(view: View, story: Story) -> Known:
    """What the archive knows of a story's entries."""
    reports = view.list_events(story=story.id)
    statements = view.list_statements(story=story.id)
    by_span = {
        party.span: party.actor.id
        for party in (
            *(party for report in reports for party in (*report.actors, *report.recipients)),
            *(party for one in statements for party in ((one.speaker, *one.addressees) if one.speaker else one.addressees)),
        )
        if party.actor
    }
    actors = {ref.actor: f"/actors/{by_span[ref.span]}" for ref in story.actor_refs() if ref.actor and ref.span in by_span}
    return Known(events={report.id: f"/events/{report.fact}" for report in reports if report.fact}, actors=actors)


def cards_of(story: Story, known: Known | None = None) -> tuple[Card, ...]:
    """The cards of all entries, in the order in which they begin in the text."""
    made = list(_cards(story, known or Known()))
    return tuple(sorted(made, key=lambda card: (card.start, list(Layer).index(card.layer), card.id)))


def marked_text(story: Story, cards: tuple[Card, ...] | None = None) -> tuple[tuple[Run, ...], ...]:
    """The paragraphs of a story as runs of equal marks, in one pass over the edges of the entries."""
    listed = cards_of(story) if cards is None else cards
    edges = {0, len(story.text)}
    opening: dict[int, list[tuple[Card, Span]]] = {}
    linked: dict[int, list[Card]] = {}
    for card in listed:
        for span in (*card.spans, *((card.link,) if card.link else ())):
            edges |= {span.start, span.end}
        for span in card.spans:
            opening.setdefault(span.start, []).append((card, span))
        if card.link:
            linked.setdefault(card.link.start, []).append(card)
    starts = {card.start for card in listed}
    paragraphs: list[tuple[Run, ...]] = []
    current: list[Run] = []
    over: list[tuple[Card, Span]] = []
    links: list[Card] = []
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        over = [one for one in over if one[1].end > start] + opening.get(start, [])
        links = [card for card in links if card.link and card.link.end > start] + linked.get(start, [])
        shortest = sorted(over, key=lambda one: (one[1].end - one[1].start, one[0].id))[:MOST_OVER]
        shown = tuple({card.id: card for card, _ in shortest}.values())
        nearest = min(links, key=lambda card: (card.link.end - card.link.start if card.link else 0, card.id), default=None)
        pins = tuple(card for card in listed_pins(opening.get(start, []), start))
        run = Run(
            text="",
            kinds=tuple(dict.fromkeys(kind for card in shown for kind in card.classes.split()))
            + (("cue",) if nearest and nearest.layer is Layer.STATEMENTS else ()),
            cards=tuple(card.id for card in shown)
            + ((nearest.id,) if nearest and all(nearest.id != card.id for card in shown) else ()),
            href=nearest.id if nearest else "",
        )
        for index, part in enumerate(story.text[start:end].split("\n")):
            if index and current:
                paragraphs.append(tuple(current))
                current = []
            if part:
                is_first = index == 0
                current.append(
                    Run(
                        text=part,
                        kinds=run.kinds,
                        cards=run.cards,
                        href=run.href,
                        pins=pins if is_first else (),
                        at=start if is_first and start in starts else None,
                    )
                )
    if current:
        paragraphs.append(tuple(current))
    return tuple(paragraphs)


def listed_pins(opening: list[tuple[Card, Span]], start: int) -> Iterator[Card]:
    """The cards whose first span begins at `start` and that no words lead to."""
    for card, span in opening:
        if card.link is None and card.start == start == span.start:
            yield card


def _cards(story: Story, known: Known) -> Iterator[Card]:
    names = {actor.id: actor.name for actor in story.actors}
    statements = {statement.id: statement for statement in story.statements}
    for actor in story.actors:
        roles = "; ".join(dict.fromkeys(f"{role.title} ({role.of})" if role.of else role.title for role in actor.roles))
        details = _given(
            ("kind", actor.kind.value),
            ("code", actor.code),
            ("country", actor.country),
            ("roles", roles),
            ("mentions", str(len(actor.mentions))),
        )
        for number, span in enumerate(actor.mentions):
            yield Card(
                id=f"{actor.id}-{number}" if number else actor.id,
                layer=Layer.ACTORS,
                classes="actor",
                title=f"actor: {actor.name}",
                details=details,
                spans=(span,),
                link=span,
                href=known.actors.get(actor.id, ""),
            )
    for statement in story.statements:
        yield _statement(statement, statements, names, known)
    for event in story.events:
        yield _event(story, event, statements, names, known)
    for condition in story.conditions:
        yield Card(
            id=condition.id,
            layer=Layer.CONDITIONS,
            classes="condition",
            title="condition",
            details=_given(("if", story.words(condition.antecedent)), ("then", story.words(condition.consequent))),
            spans=(condition.antecedent,),
            href=known.events.get(condition.event or "", ""),
        )
    for position in story.positions:
        yield Card(
            id=position.id,
            layer=Layer.POSITIONS,
            classes=f"position {position.stance.value}",
            title=f"position: {names[position.actor]} {position.stance.value} {position.issue}",
            details=_given(("actor", names[position.actor]), ("stance", position.stance.value), ("issue", position.issue)),
            spans=(position.span,),
        )
    yield from _times(story)


def _times(story: Story) -> Iterator[Card]:
    """Every time expression, where the reading kept them; else the words behind the dates of entries."""
    found: dict[Span, str] = {}
    dates = [statement.date for statement in story.statements]
    dates += [event.date for event in story.events]
    dates += [position.date for position in story.positions]
    for dated in dates:
        if dated and dated.span:
            found.setdefault(dated.span, day_label(dated))
    for time in story.times or ():
        found[time.span] = f"{time.value} ({time.type.value.lower()})"
    for number, (span, told) in enumerate(sorted(found.items())):
        yield Card(
            id=f"t{number + 1}",
            layer=Layer.TIMES,
            classes="time",
            title=f"time: {told}",
            details=(("words", story.words(span)),),
            spans=(span,),
            link=span,
        )


def _statement(statement: Statement, statements: dict[str, Statement], names: dict[str, str], known: Known) -> Card:
    speaker = names.get((statement.speaker.actor or "") if statement.speaker else "", "nobody named")
    depth, outer = 1, statement.within
    while outer in statements and depth < MOST_DEPTH:
        depth, outer = depth + 1, statements[outer].within
    within = statements.get(statement.within or "")
    page = known.actors.get((statement.speaker.actor or "") if statement.speaker else "", "")
    teller = names.get(within.speaker.actor or "", "somebody") if within and within.speaker else None
    return Card(
        id=statement.id,
        layer=Layer.STATEMENTS,
        classes=f"statement {statement.kind.value} depth-{depth}",
        title=f"{statement.kind.value}: {speaker}",
        details=_given(
            ("speaker", speaker),
            ("form", statement.form.value),
            ("to", ", ".join(names[ref.actor] for ref in statement.addressees if ref.actor)),
            ("when", day_label(statement.date) if statement.date else None),
            ("told by", teller),
            ("rule", statement.rule),
        ),
        spans=statement.content,
        link=statement.cue,
        href=f"/quotes?by={page.removeprefix('/actors/')}" if page else "",
    )


def _event(story: Story, event: Event, statements: dict[str, Statement], names: dict[str, str], known: Known) -> Card:
    doers = ", ".join(names[ref.actor] for ref in event.actors if ref.actor)
    others = ", ".join(names[ref.actor] for ref in event.recipients if ref.actor)
    voice = statements.get(event.voice or "")
    by = names.get(voice.speaker.actor or "", "somebody") if voice and voice.speaker else "somebody" if voice else "the story"
    parties = f"{doers} → {others}" if others else doers
    return Card(
        id=event.id,
        layer=Layer.EVENTS,
        classes=f"event {event.status.value}",
        title=f"{event.type} {parties}: {status_words(event.status)}",
        details=_given(
            ("actors", doers),
            ("towards", others),
            ("date", day_label(event.date) if event.date else None),
            ("place", event.place.name if event.place else None),
            ("mode", event.mode),
            ("root, CAMEO", " ".join(part for part in (event.root, event.cameo or "") if part)),
            ("factuality", f"{event.factuality:+g}"),
            ("status read from", ", ".join(f"“{story.words(span)}”" for span in event.status_words)),
            ("vouched for by", by),
            ("rule", event.rule),
        ),
        spans=(event.trigger,),
        link=event.trigger,
        href=known.events.get(event.id, ""),
    )


def _given(*details: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in details if value)
