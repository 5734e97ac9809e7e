"""The spaCy parse and what the steps found in it, made into a story of the record: the only place where the two meet.

In: the story as it came from its page, and the steps' findings. Out: the story with its record. Refuses nothing: what has no
place in the record is left out, and told as an issue where a reader would miss it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.reading.conditions import FoundCondition
from communique.reading.events import FoundEvent
from communique.reading.found import FoundActors, FoundStatement, FoundTime
from communique.reading.identities import Identities
from communique.reading.positions import FoundPosition
from communique.reading.times import to_expression, to_interval
from communique.record.ids import claim_key, digest, folded
from communique.record.model import (
    ActorRef,
    Condition,
    DateInterval,
    Event,
    Position,
    Predicate,
    Statement,
    Story,
)
from communique.record.plover import CAMEO_ROOTS, root
from communique.record.spans import Span
from communique.record.vocab import FACTUALITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the steps found in one story. `times` and `predicates` go into the record where they are asked for."""

    actors: FoundActors
    times: tuple[FoundTime, ...]
    statements: tuple[FoundStatement, ...]
    events: tuple[FoundEvent, ...]
    conditions: tuple[FoundCondition, ...]
    positions: tuple[FoundPosition, ...]
    predicates: tuple[Predicate, ...] | None
    contexts: Sequence[tuple[str, ...]]


def collect(story: Story, findings: Findings, ids: Identities, *, with_times: bool) -> Story:
    """The story with everything that was found in it; `ids` gives the entries their ids."""
    names = {actor.id: folded(actor.name) for actor in findings.actors.actors}
    statements = _statements(story, findings, names, ids)
    events = _events(story, findings, names, statements, ids)
    return replace(
        story,
        actors=findings.actors.actors,
        statements=statements,
        events=events,
        conditions=_conditions(story, findings, events, ids),
        positions=_positions(story, findings, names, statements, ids),
        times=tuple(to_expression(found) for found in findings.times) if with_times else None,
        predicates=findings.predicates,
    )


def _id(ids: Identities, prefix: str, story: Story, kind: str, spans: Sequence[Span], *parts: str) -> str:
    offsets = [str(n) for span in spans for n in (span.start, span.end)]
    words = [story.words(span) for span in spans]
    return ids.id_of(prefix, kind, *offsets, *words, *parts)


def _interval(found: FoundTime | None) -> DateInterval | None:
    return to_interval(found) if found is not None else None


def _statements(story: Story, findings: Findings, names: dict[str, str], ids: Identities) -> tuple[Statement, ...]:
    own = [
        _id(ids, "s", story, "statement", found.content_spans, str(found.cue_span.start if found.cue_span else -1), str(n))
        for n, found in enumerate(findings.statements)
    ]
    made = []
    for number, found in enumerate(findings.statements):
        speaker = ActorRef(actor=found.speaker, span=found.speaker_span) if found.speaker_span else None
        words = " ".join(story.words(span) for span in found.content_spans)
        made.append(
            Statement(
                id=own[number],
                key=claim_key("statement", names.get(found.speaker or ""), digest("content", folded(words))),
                kind=found.kind,
                speaker=speaker,
                cue=found.cue_span,
                content=found.content_spans,
                form=found.form,
                addressees=tuple(ActorRef(actor=a, span=m.span) for m in found.addressees for a in m.actors or (None,)),
                date=_interval(found.time),
                within=own[found.within] if found.within is not None else None,
                rule=found.rule,
            )
        )
    return tuple(made)


def _events(
    story: Story, findings: Findings, names: dict[str, str], statements: tuple[Statement, ...], ids: Identities
) -> tuple[Event, ...]:
    made = []
    for number, found in enumerate(findings.events):
        status = found.status.status
        interval = _interval(found.time)
        parties = sorted({names[ref.actor] for ref in found.participants.actors if ref.actor})
        targets = sorted({names[ref.actor] for ref in found.participants.recipients if ref.actor})
        days = f"{interval.first or ''}..{interval.last or ''}" if interval else None
        made.append(
            Event(
                id=_id(ids, "e", story, found.type, [found.span]),
                key=claim_key(
                    found.type,
                    ",".join(parties) or None,
                    ",".join(targets) or None,
                    days,
                    folded(found.place.name) if found.place else None,
                ),
                type=found.type,
                root=_root(found),
                mode=found.frame.mode,
                contexts=tuple(findings.contexts[number]),
                cameo=found.frame.cameo or CAMEO_ROOTS.get(found.frame.plover or ""),
                trigger=found.span,
                actors=tuple(found.participants.actors),
                recipients=tuple(found.participants.recipients),
                place=found.place,
                date=interval,
                status=status,
                factuality=FACTUALITY[status],
                voice=statements[found.voice].id if found.voice is not None else None,
                status_words=tuple(sorted({Span(t.idx, t.idx + len(t)) for t in found.status.words})),
                rule=found.frame.rule,
            )
        )
    return tuple(made)


def _root(found: FoundEvent) -> str:
    """PLOVER's root of the act; a type of the user's that PLOVER has no place for is its own."""
    plover = found.frame.plover
    if plover is None:
        return found.type
    return root(plover, found.status.status, found.frame.cameo, by_doer=found.status.by_doer)


def _conditions(story: Story, findings: Findings, events: tuple[Event, ...], ids: Identities) -> tuple[Condition, ...]:
    made = []
    for found in findings.conditions:
        words = (story.words(found.antecedent), story.words(found.consequent))
        made.append(
            Condition(
                id=_id(ids, "c", story, "condition", (found.antecedent, found.consequent)),
                key=claim_key("condition", *(digest("clause", folded(w)) for w in words)),
                antecedent=found.antecedent,
                consequent=found.consequent,
                event=next((e.id for e in events if found.consequent.contains(e.trigger)), None),
            )
        )
    return tuple(made)


def _positions(
    story: Story, findings: Findings, names: dict[str, str], statements: tuple[Statement, ...], ids: Identities
) -> tuple[Position, ...]:
    made = []
    for found in findings.positions:
        issue = " ".join(story.words(found.issue).split())
        made.append(
            Position(
                id=_id(ids, "p", story, "position", [found.span, found.issue], found.actor),
                key=claim_key("position", names[found.actor], folded(issue)),
                actor=found.actor,
                issue=issue,
                stance=found.stance,
                span=found.span,
                statement=statements[found.statement].id if found.statement is not None else None,
            )
        )
    return tuple(made)
