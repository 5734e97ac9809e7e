"""PLOVER events: triggers, types, participants, places, dates, status.

In: the parse, the actors, times and statements of a story. Out: `FoundEvent`s in text order. Refuses what is no event of its own:
a deal or act that is only judged, only the topic, or only a bare backdrop; plain speech.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from communique.reading.found import FoundActors, FoundStatement, FoundTime, innermost
from communique.reading.frames import FrameMatcher
from communique.reading.lexicon import Frame, Lexicon
from communique.reading.participants import LIGHT_VERBS, ParticipantFinder, Participants
from communique.reading.status import FoundStatus, StatusFinder
from communique.reading.syntax import ancestors, child, children, clause_verb, is_verbal, particle, prepositional
from communique.reading.world import World
from communique.record.model import Place
from communique.record.plover import SPEECH_ACTS, SYMMETRIC
from communique.record.spans import Span
from communique.record.vocab import Status

MAX_REACH = 250  # tokens, about ten sentences: how far back a mention may look for its parties
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
PLACE_PREPOSITIONS = ("in", "at", "near", "outside", "inside", "to", "on", "around", "across")
BACKDROPS = frozenset(
    {"after", "before", "since", "during", "following", "despite", "amid", "ahead", "until", "over", "about", "for", "on"}
)
EMBEDDERS = frozenset({"REQUEST", "REJECT", "THREATEN"})  # their objects are acts of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEvent:
    """An event in the making. `trigger` is its token; `voice` the index of the innermost statement that holds it."""

    trigger: Token
    span: Span
    frame: Frame
    participants: Participants
    place: Place | None
    time: FoundTime | None
    status: FoundStatus
    voice: int | None

    @property
    def type(self) -> str:
        """The PLOVER type."""
        return self.frame.type or ""


def find_events(
    doc: Doc,
    actors: FoundActors,
    times: tuple[FoundTime, ...],
    statements: tuple[FoundStatement, ...],
    lexicon: Lexicon,
    world: World,
) -> tuple[FoundEvent, ...]:
    """The events of a story, in text order; at most one for a trigger."""
    matcher = FrameMatcher(lexicon=lexicon, actors=actors)
    framed: dict[int, Frame] = {}
    for token in doc:
        pos = _pos(token)
        frame = matcher.frame(token, pos) if pos else None
        if frame is None and token.tag_ == "VBG" and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "pcomp"):
            frame = matcher.frame(token, "n") or (_gerund(token, matcher))
        if frame is not None:
            framed[token.i] = frame
    kept = {i: frame for i, frame in framed.items() if not _is_told_elsewhere(doc[i], frame, framed, matcher)}
    anchored = _anchors(doc, times)
    status_finder = StatusFinder(lexicon=lexicon, statements=statements)
    participant_finder = ParticipantFinder(actors=actors, world=world)
    events = []
    for i, frame in sorted(kept.items()):
        trigger = doc[i]
        kind = frame.type or ""
        events.append(
            FoundEvent(
                trigger=trigger,
                span=_trigger_span(trigger),
                frame=frame,
                participants=participant_finder.find(trigger, kind),
                place=_place(trigger, world, actors),
                time=_time(trigger, anchored),
                status=status_finder.find(trigger, speech_act=kind in SPEECH_ACTS),
                voice=innermost(statements, i),
            )
        )
    return _shared(tuple(events))


def _gerund(token: Token, matcher: FrameMatcher) -> Frame | None:
    """The frame of a gerund that the lexicon has as a noun under its own form ("fighting")."""
    entries = matcher.lexicon.frames.get((token.lower_, "n"), ())
    return next((f for f in entries if f.type and (not f.tests or matcher.has_parties(token))), None)


def _pos(token: Token) -> str:
    if token.pos_ == "VERB" and not (token.dep_ in ("amod", "compound") and token.tag_ in ("VBG", "VBN")):
        return "v"
    if token.pos_ == "NOUN" and token.dep_ not in ("compound", "nmod"):
        return "n"
    if token.pos_ == "PROPN" and token.dep_ not in ("compound", "nmod") and token.ent_type_ not in ("PERSON", "GPE", "NORP"):
        return "n"
    return ""


def _is_told_elsewhere(token: Token, frame: Frame, framed: dict[int, Frame], matcher: FrameMatcher) -> bool:
    """Whether a candidate is no event of its own beside those that govern it."""
    if _pos(token) == "v":
        return _is_light(token, framed) or _is_purpose(token, frame, framed)
    told = (
        matcher.has_parties(token)
        or any(c.ent_type_ in ("DATE", "TIME", "GPE", "LOC", "FAC") for prep in children(token, "prep") for c in prep.subtree)
        or any(True for _ in children(token, "relcl", "acl"))
    )
    head, dep = token.head, token.dep_
    while dep == "conj":
        head, dep = head.head, head.dep_
    if dep == "pobj":
        preposition, governor = head, head.head
        pos = {"VERB": "v", "ADJ": "a", "NOUN": "n"}.get(governor.pos_, "")
        lending = matcher.lexicon.governor(governor.lemma_.lower(), pos, "noun")
        if (
            lending is not None
            and lending.status is not None
            and preposition.lower_ in ("for", "to", "of", "toward", "towards", "on")
        ):
            return False
        if governor.i in framed and (
            framed[governor.i].type == frame.type or framed[governor.i].type in ("AGREE", "SUPPORT", "ACCUSE")
        ):
            return True  # "agreed to a truce", "voted for the accord": the verb tells of it
        if preposition.lower_ in BACKDROPS or preposition.lower_ in ("of", "at", "in", "from"):
            if governor.i in framed and governor.pos_ == "NOUN" and preposition.lower_ in ("on", "about", "over", "of", "for"):
                return True  # the topic of talks
            if (
                governor.lemma_ in ("call", "ask", "appeal", "push", "press", "plea", "demand", "request")
                and preposition.lower_ == "for"
            ):
                return False
            return not told
        if governor.lemma_ in ("discuss", "debate") or preposition.lower_ in ("about", "over"):
            return True
        return False
    if dep in ("dobj", "nsubjpass") and is_verbal(head):
        governing = framed.get(head.i)
        if governing is not None:
            if governing.type in EMBEDDERS:
                return _is_only_target(token, head, frame)
            return not (governing.type == "SANCTION" and frame.type == "CONSULT")
        return head.lemma_ in (
            "discuss",
            "debate",
            "mention",
            "describe",
            "study",
            "monitor",
            "cover",
            "recall",
            "explain",
            "call",
        )
    if dep in ("poss", "appos", "npadvmod", "oprd", "attr"):
        return not told
    return False


def _is_only_target(noun: Token, verb: Token, frame: Frame) -> bool:
    """Whether a refused or demanded noun is a text that is judged ("rejected the agreement") and not an act that will not be."""
    definite = any(d.lower_ in ("the", "this", "that", "a", "an") for d in children(noun, "det"))
    return (
        verb.lemma_ in ("reject", "dismiss", "oppose", "ignore", "violate", "break", "breach", "object")
        and definite
        and frame.type == "AGREE"
    )


def _is_light(verb: Token, framed: dict[int, Frame]) -> bool:
    """Whether a framed verb only carries a noun that is the trigger ("held talks" is not framed; "agreed to hold talks" is)."""
    if verb.lemma_ not in ("agree", "promise", "pledge", "vow", "undertake", "volunteer", "commit"):
        return False
    return any(
        t.i in framed
        for clause in children(verb, "xcomp", "ccomp")
        for t in (clause, *children(clause, "dobj", "conj", "nsubjpass"))
    )


def _is_purpose(verb: Token, frame: Frame, framed: dict[int, Frame]) -> bool:
    """Whether a verb only says what an act of the same type was for ("met to discuss")."""
    if verb.dep_ not in ("advcl", "xcomp") or not any(c.tag_ == "TO" for c in verb.children):
        return False
    governing = framed.get(verb.head.i)
    return governing is not None and governing.type == frame.type


def _trigger_span(trigger: Token) -> Span:
    part = particle(trigger) if trigger.pos_ == "VERB" else None
    if part is not None and part.i == trigger.i + 1:
        return Span(trigger.idx, part.idx + len(part))
    return Span(trigger.idx, trigger.idx + len(trigger))


def _anchors(doc: Doc, times: tuple[FoundTime, ...]) -> dict[int, list[FoundTime]]:
    """Each dated time expression under the tokens that it may date: the noun or verb it hangs on, nearest first."""
    anchored: dict[int, list[FoundTime]] = {}
    for time in times:
        if time.start is None and time.end is None:
            continue
        token = doc[time.head]
        for head, _ in ancestors(token):
            if head.pos_ in ("ADP", "SCONJ") or time.first <= head.i < time.last:
                continue
            anchored.setdefault(head.i, []).append(time)
            break
    return anchored


def _time(trigger: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    """The time of an event: its own, else that of the verb that carries it."""
    if trigger.i in anchored:
        return _nearest(trigger, anchored[trigger.i])
    if is_verbal(trigger):
        for dependent in children(trigger, "dobj", "prep", "advcl", "xcomp"):
            if dependent.dep_ == "prep":
                continue
            if dependent.dep_ == "dobj" and dependent.i in anchored:
                return _nearest(trigger, anchored[dependent.i])
        if trigger.dep_ == "conj" and child(trigger, "nsubj", "nsubjpass") is None and trigger.head.i in anchored:
            return _nearest(trigger, [t for t in anchored[trigger.head.i] if t.last <= trigger.i] or [])
        return None
    verb = clause_verb(trigger)
    head = trigger.head if trigger.dep_ != "pobj" else trigger.head.head
    if (
        head.i == verb.i
        and verb.i in anchored
        and (
            verb.lemma_ in LIGHT_VERBS
            or trigger.dep_ in ("nsubj", "nsubjpass")
            or verb.lemma_ in ("be", "take", "resume", "set", "due")
        )
    ):
        return _nearest(trigger, anchored[verb.i])
    for modifier in children(trigger, "acl", "relcl"):
        for token in (modifier, *children(modifier, "xcomp", "acomp")):
            if token.i in anchored:
                return _nearest(trigger, anchored[token.i])
    return None


def _nearest(trigger: Token, times: list[FoundTime]) -> FoundTime | None:
    return min(times, key=lambda time: abs(time.head - trigger.i), default=None)


def _place(trigger: Token, world: World, actors: FoundActors) -> Place | None:
    """Where an event takes place: the place under a preposition of the trigger or of the verb that carries it."""
    carriers = [trigger]
    if not is_verbal(trigger):
        head = trigger.head if trigger.dep_ != "pobj" else trigger.head.head
        if is_verbal(head):
            carriers.append(head)
    else:
        carriers += [t for t in children(trigger, "dobj") if t.ent_type_ not in PLACE_LABELS]
        if trigger.lemma_ in ("visit", "tour", "leave", "reach"):
            for thing in children(trigger, "dobj"):
                if (found := _as_place(thing, world)) is not None:
                    return found
    for carrier in carriers:
        for token in prepositional(carrier, *PLACE_PREPOSITIONS):
            for part in (token, *children(token, "appos")):
                if (found := _as_place(part, world)) is not None:
                    return found
    return None


def _as_place(token: Token, world: World) -> Place | None:
    entity = next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
    words = entity.text if entity is not None and entity.label_ in PLACE_LABELS | {"ORG", "PERSON"} else token.text
    start = entity.start_char if entity is not None else token.idx
    bare = words.removeprefix("the ").removeprefix("The ")
    known = world.place(bare)
    country = known.country if known is not None else None
    if known is None:
        state = world.capital(bare) or world.country(bare)
        country = state.alpha3 if state is not None else None
        if state is None and not (entity is not None and entity.label_ in PLACE_LABELS):
            seat = world.seat(words)
            if seat is None:
                return None
            country = seat.country
    offset = len(words) - len(bare)
    return Place(name=bare, country=country, span=Span(start + offset, start + len(words)))


def _shared(events: tuple[FoundEvent, ...]) -> tuple[FoundEvent, ...]:
    """Fill in what a mention leaves out from an earlier mention of the same process: "the talks", "a final accord".

    Only acts that have no direction are filled, only from a mention that names at least two parties and all those named here.
    """
    told: list[FoundEvent] = []
    made: list[FoundEvent] = []
    for event in events:
        have = {ref.actor for ref in event.participants.actors if ref.actor}
        if event.type in SYMMETRIC and len(have) < 2 and _refers_back(event):
            recent = [e for e in reversed(told) if event.trigger.i - e.trigger.i < MAX_REACH]
            fitting = [e for e in recent if have <= {ref.actor for ref in e.participants.actors}]
            earlier = next((e for e in fitting if e.type == event.type), None) or next(iter(fitting), None)
            if earlier is not None:
                event = _replace(event, Participants(actors=list(earlier.participants.actors)), earlier)
        made.append(event)
        if event.type in SYMMETRIC and len({ref.actor for ref in event.participants.actors if ref.actor}) >= 2:
            told.append(event)
    return tuple(made)


def _refers_back(event: FoundEvent) -> bool:
    trigger = event.trigger
    if is_verbal(trigger):
        return not event.participants.actors
    return True


def _replace(event: FoundEvent, participants: Participants, earlier: FoundEvent) -> FoundEvent:
    prospective = event.status.status.is_prospect and earlier.status.status in (Status.SCHEDULED, Status.PROPOSED)
    return FoundEvent(
        trigger=event.trigger,
        span=event.span,
        frame=event.frame,
        participants=participants,
        place=event.place,
        time=event.time or (earlier.time if prospective else None),
        status=event.status,
        voice=event.voice,
    )
