"""PLOVER events: triggers, types, participants, places, dates, status.

In: the parse, the actors, times and statements of a story. Out: `FoundEvent`s in text order. Refuses what is no event of its own:
a deal or act that is only judged, only the topic, or only a bare backdrop; plain speech.
"""

import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from communique.reading.events.frames import FrameMatcher
from communique.reading.events.lexicon import PARTS_OF_SPEECH, Frame, Lexicon
from communique.reading.events.modes import find_mode
from communique.reading.events.participants import COUNTING, LIGHT_VERBS, ParticipantFinder, Participants
from communique.reading.events.status import FoundStatus, StatusFinder
from communique.reading.found import FoundActors, FoundStatement, FoundTime, innermost
from communique.reading.syntax import (
    PLACES,
    agent,
    ancestors,
    auxiliaries,
    child,
    children,
    clause_verb,
    foretold,
    governor,
    has_to,
    hyphenated,
    is_verbal,
    marker,
    negation,
    particle,
    prepositional,
)
from communique.reading.times.calendar import shift_day
from communique.reading.world import World
from communique.record.model import Place
from communique.record.plover import SPEECH_ACTS, SYMMETRIC
from communique.record.spans import Span
from communique.record.vocab import StatementKind

MAX_REACH = 250  # tokens, about ten sentences: how far back a mention may look for its parties
TIME_SHARING = frozenset({"as", "when", "while"})  # the clauses under these happen when their main clause does
TIME_CARRYING = frozenset("fail manage refuse decline begin start continue help dare stop appear seem".split())
NOT_TIME_CARRYING = frozenset(
    "break suspend offer reject refuse seek want accept cancel announce declare order agree impose welcome end".split()
)
NEARNESS = frozenset("early late soon later earlier".split())  # "as early as next week"
OCCASIONAL = frozenset({"at", "during"})
ATTENDING = frozenset({"at", "during", "without"})  # who is at the talks on Monday is at Monday's talks
WRITINGS = frozenset("letter statement message note speech interview address report tweet post telegram".split())
SINCE = frozenset({"since"})
PERFECT = frozenset({"have", "has", "'ve", "’ve"})
AHEAD_VERBS = frozenset(
    "plan hope want intend expect promise vow pledge agree aim decide threaten offer prepare schedule".split()
)
FORETELLING = frozenset({"will", "would", "'ll", "’ll", "shall", "may", "might", "could", "should"})
APPOINTING = frozenset("due set slated scheduled planned".split())  # "talks due on Thursday"
OPENING_VERBS = frozenset("begin open start".split())
TOPICAL = frozenset("discuss debate mention describe study monitor cover recall explain call".split())  # name, tell of nothing
MEETINGS = frozenset(
    "meet visit trip see dine telephone phone call handshake shake receive host speak greet brief travel return fly".split()
)
PROCESSES = frozenset(
    "talk negotiation round process deal agreement accord pact truce ceasefire treaty settlement dialogue".split()
)
COUNTED_FROM = frozenset({"after", "before"})
LENGTH = re.compile(r"P(?P<number>[0-9]{1,3})(?P<unit>[DW])")
COUNTED_UNITS = {"D": "day", "W": "week"}  # what is counted in months is told too roughly for a day
RANKING = frozenset("first second third only".split())
PLACE_PREPOSITIONS = ("in", "at", "near", "outside", "inside", "to", "on", "around", "across")
BACKDROPS = frozenset(
    {
        "after",
        "before",
        "since",
        "during",
        "following",
        "despite",
        "amid",
        "ahead",
        "until",
        "over",
        "about",
        "for",
        "on",
        "under",
    }
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
        """The type: PLOVER's, or one of the user's own."""
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
            frame = matcher.frame(token, "n") or _gerund(token, matcher)
        if frame is not None:
            framed[token.i] = frame
    kept = {i: frame for i, frame in framed.items() if not _is_told_elsewhere(doc[i], frame, framed, matcher)}
    anchored = _anchors(doc, times)
    status_finder = StatusFinder(lexicon=lexicon, statements=statements)
    participant_finder = ParticipantFinder(doc=doc, actors=actors, world=world, classes=lexicon.classes)
    events = []
    for i, frame in sorted(kept.items()):
        trigger = doc[i]
        kind = frame.plover or ""
        events.append(
            FoundEvent(
                trigger=trigger,
                span=_trigger_span(trigger),
                frame=replace(frame, mode=find_mode(trigger, frame, framed)),
                participants=participant_finder.find(trigger, kind),
                place=_place(trigger, world),
                time=_time(trigger, anchored),
                status=status_finder.find(trigger, speech_act=kind in SPEECH_ACTS),
                voice=innermost(statements, i, but=StatementKind.THOUGHT),  # who tells of it, not who only thinks or wants it
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
        named = token.tag_ == "VBG" and token.dep_ in ("xcomp", "dobj", "pcomp", "ccomp")
        topic = named and (token.head.lemma_ in TOPICAL or token.head.lemma_ == "about")
        return topic or _is_light(token, framed) or _is_purpose(token, frame, framed) or _is_epithet(token, frame)
    head, dep = token.head, token.dep_
    while dep == "conj":
        head, dep = head.head, head.dep_
    if dep == "pobj":
        return _is_told_above(token, head, frame, framed, matcher)
    if dep in ("dobj", "nsubjpass") and is_verbal(head):
        governing = framed.get(head.i)
        if governing is None:
            return head.lemma_ in TOPICAL
        if frame.plover == "REQUEST":
            return False  # an invitation that was accepted or refused was made
        if governing.plover in EMBEDDERS:
            return _is_only_target(token, head, frame)
        return not (governing.plover == "SANCTION" and frame.plover == "CONSULT")
    if dep == "attr" and child(head, "expl") is not None:
        return False  # "there will be no talks"
    return dep in ("poss", "appos", "npadvmod", "oprd", "attr") and not _is_told_of(token, matcher)


def _is_told_above(noun: Token, preposition: Token, frame: Frame, framed: dict[int, Frame], matcher: FrameMatcher) -> bool:
    """Whether an event noun under a preposition is told by what the preposition hangs on, or is only its topic or backdrop."""
    above, word = preposition.head, preposition.lower_
    pos = PARTS_OF_SPEECH.get(above.pos_, "")
    lending = matcher.lexicon.governor(above.lemma_.lower(), pos, "noun")
    if lending is not None and lending.status is not None and word in ("for", "to", "of", "toward", "towards", "on"):
        return False
    telling = framed.get(above.i)
    if telling is not None and telling.plover in (frame.plover, "AGREE", "SUPPORT", "ACCUSE"):
        return True  # "agreed to a truce", "voted for the accord": the verb tells of it
    if word not in BACKDROPS and word not in ("of", "at", "in", "from"):
        return above.lemma_ in ("discuss", "debate")
    if telling is not None and above.pos_ == "NOUN" and word in ("on", "about", "over", "of", "for"):
        return True  # the topic of talks
    if above.lemma_ in ("call", "ask", "appeal", "push", "press", "plea", "demand", "request") and word == "for":
        return False
    return not _is_told_of(noun, matcher)


def _is_told_of(noun: Token, matcher: FrameMatcher) -> bool:
    """Whether the sentence says more of an event noun than its name."""
    return matcher.has_parties(noun) or matcher.has_setting(noun) or child(noun, "relcl", "acl") is not None


def _is_only_target(noun: Token, verb: Token, frame: Frame) -> bool:
    """Whether a refused or demanded noun is a text that is judged ("rejected the agreement") and not an act that will not be."""
    definite = any(d.lower_ in ("the", "this", "that", "a", "an") for d in children(noun, "det"))
    return (
        verb.lemma_ in ("reject", "dismiss", "oppose", "ignore", "violate", "break", "breach", "object")
        and definite
        and frame.plover == "AGREE"
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


def _is_epithet(verb: Token, frame: Frame) -> bool:
    """Whether a participle only says which one is meant, with nobody who does it: "a man suspected of theft"."""
    return frame.plover == "ACCUSE" and verb.tag_ == "VBN" and verb.dep_ == "acl" and agent(verb) is None


def _is_purpose(verb: Token, frame: Frame, framed: dict[int, Frame]) -> bool:
    """Whether a verb only says what an act of the same type was for ("met to discuss")."""
    if verb.dep_ not in ("advcl", "xcomp") or not has_to(verb):
        return False
    governing = framed.get(verb.head.i)
    return governing is not None and governing.plover == frame.plover == "CONSULT"


def _trigger_span(trigger: Token) -> Span:
    part = particle(trigger) if trigger.pos_ == "VERB" else None
    if part is not None and part.i == trigger.i + 1:
        return Span(trigger.idx, part.idx + len(part))
    first = hyphenated(trigger) if trigger.pos_ == "NOUN" else None
    return Span((first or trigger).idx, trigger.idx + len(trigger))


def _anchors(doc: Doc, times: tuple[FoundTime, ...]) -> dict[int, list[FoundTime]]:
    """Each dated time expression under the tokens that it may date: the noun or verb it hangs on, nearest first."""
    anchored: dict[int, list[FoundTime]] = {}
    for time in times:
        if time.start is None and time.end is None:
            continue
        if _is_yardstick(doc, time):
            continue
        token = doc[time.head]
        for head, _ in ancestors(token):
            if head.pos_ in ("ADP", "SCONJ") or time.first <= head.i < time.last or head.lower_ in NEARNESS:
                continue
            anchored.setdefault(head.i, []).append(time)
            break
    for time in times:
        if (length := LENGTH.fullmatch(time.value)) is not None and (
            found := _counted_off(doc, time, length, anchored)
        ) is not None:
            anchored.setdefault(found[0].i, []).append(found[1])
    return anchored


def _counted_off(
    doc: Doc, time: FoundTime, length: re.Match[str], anchored: dict[int, list[FoundTime]]
) -> tuple[Token, FoundTime] | None:
    """The verb of a clause that is counted off from the day of the main one, with its day: "on 5 March, two days after X left"."""
    clause = doc[time.head].head
    mark = marker(clause, COUNTED_FROM)
    if clause.dep_ != "advcl" or mark is None or not time.head < mark.i <= time.last + 1:
        return None
    main = clause.head
    while main.i not in anchored and main.dep_ == "conj" and is_verbal(main.head):
        main = main.head
    day = _nearest(main, anchored.get(main.i, []))
    if day is None or day.start is None or day.start != day.end:
        return None
    amount = int(length["number"]) * (-1 if mark.lower_ == "after" else 1)
    if (then := shift_day(day.start, COUNTED_UNITS[length["unit"]], amount)) is None:
        return None
    return clause, replace(time, start=then, end=then, open_before=False, open_after=False)


def _is_yardstick(doc: Doc, time: FoundTime) -> bool:
    """Whether a "since" only says what something is the first or the most of: "the first meeting since 2003" was not in 2003."""
    since = doc[time.head].head
    if not time.open_after or since.lower_ != "since":
        return False
    noun = since.head
    nouns = [noun, *children(noun, "dobj", "attr", "nsubj")] if is_verbal(noun) else [noun]
    return any(
        c.tag_ in ("JJS", "RBS") or c.lower_ in RANKING
        for n in nouns
        if n.i < since.i
        for m in children(n, "amod", "nummod", "det")
        for c in (m, *children(m, "advmod"))
    )


def _time(trigger: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    """The time of an event: its own, else that of the verb that carries it or whose time it shares."""
    if trigger.i in anchored:
        return _nearest(trigger, anchored[trigger.i])
    if (found := _occasion_time(trigger, anchored) or _since_clause(trigger, anchored)) is not None:
        return found
    return _verb_time(trigger, anchored) if is_verbal(trigger) else _noun_time(trigger, anchored)


def _occasion_time(trigger: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    """The time of the occasion on which an act is done: "at the summit last June they signed", "in a letter dated Friday he asked"."""
    if not is_verbal(trigger):
        return None
    for preposition in children(trigger, "prep"):
        for occasion in children(preposition, "pobj"):
            written = occasion.lemma_.lower() in WRITINGS
            if preposition.lower_ not in OCCASIONAL and not (written and preposition.lower_ == "in"):
                continue
            for token in (occasion, *((t for t in occasion.subtree if t.dep_ == "acl") if written else ())):
                if token.i in anchored:
                    return _nearest(trigger, anchored[token.i])
    return None


def _since_clause(trigger: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    """The time since when, where a dated clause tells it of what has been done: "have agreed since the talks opened in 2012"."""
    verb = trigger if is_verbal(trigger) else trigger.head if trigger.dep_ in ("nsubj", "nsubjpass", "dobj") else None
    if verb is None or not PERFECT.intersection(auxiliaries(verb)):
        return None
    if negation(verb) is not None or negation(trigger) is not None:
        return None  # "no talks have been held since": they were not held then either
    for clause in children(verb, "advcl"):
        if clause.i in anchored and marker(clause, SINCE) is not None:
            found = _nearest(clause, anchored[clause.i])
            return replace(found, open_after=True) if found is not None and not found.open_before else None
    return None


def _verb_time(verb: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    for thing in children(verb, "dobj"):
        if thing.i in anchored:
            return _nearest(verb, anchored[thing.i])
    head = verb.head
    if verb.dep_ == "relcl":  # "on Thursday, when he called …"
        if not any(c.lower_ == "when" for c in verb.children):
            return None
        return next((t for times in anchored.values() for t in times if t.first <= head.i < t.last), None)
    if head.i not in anchored or head.i == verb.i:
        return None
    own_subject = child(verb, "nsubj", "nsubjpass") is not None
    if verb.dep_ == "conj" and not own_subject:
        return _nearest(verb, [t for t in anchored[head.i] if t.last <= verb.i])
    shares = marker(verb, TIME_SHARING) is not None or (not own_subject and verb.tag_ in ("VBG", "VB"))
    if verb.dep_ == "advcl" and shares:
        return _nearest(verb, anchored[head.i])
    if verb.dep_ == "xcomp" and head.lemma_ in TIME_CARRYING:
        return _nearest(verb, anchored[head.i])
    if verb.dep_ == "xcomp" and has_to(verb):  # "had hoped to settle it by May": what stands behind the infinitive dates it
        return _nearest(
            verb, [t for t in anchored[head.i] if t.first > verb.i and (t.open_before or head.lemma_ in AHEAD_VERBS)]
        )
    return None


def _counter(noun: Token) -> Token:
    """The noun that counts an event noun, which then stands in the clause for it ("a series of talks"); else the noun itself."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in COUNTING:
        return noun.head.head
    return noun


def _noun_time(noun: Token, anchored: dict[int, list[FoundTime]]) -> FoundTime | None:
    noun = _counter(noun)
    if noun.i in anchored:
        return _nearest(noun, anchored[noun.i])
    verb = clause_verb(noun)
    head = governor(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ in ATTENDING and is_verbal(head) and head.i in anchored:
        return _nearest(noun, anchored[head.i])
    carried = noun.dep_ in ("nsubj", "nsubjpass") or (verb.lemma_ in LIGHT_VERBS and verb.lemma_ not in NOT_TIME_CARRYING)
    if head.i == verb.i and verb.i in anchored and (carried or verb.lemma_ in ("be", "take", "set", "travel", "fly", "return")):
        found = _nearest(noun, anchored[verb.i])
        if (
            found is not None
            and verb.lemma_ in OPENING_VERBS
            and noun.dep_ in ("nsubj", "dobj", "nsubjpass")
            and not found.open_before
            and not FORETELLING.intersection(auxiliaries(verb))
        ):
            return replace(found, open_after=True)  # what began then has run since
        return found
    if noun.dep_ in ("nsubj", "nsubjpass"):
        for opening in foretold(head):
            if opening.i in anchored:
                return _nearest(noun, anchored[opening.i])
    for modifier in (
        *children(noun, "acl", "relcl"),
        *(c for c in children(noun, "amod") if c.i > noun.i and c.lower_ in APPOINTING),
    ):
        for token in (modifier, *children(modifier, "xcomp", "acomp")):
            if token.i in anchored:
                return _nearest(noun, anchored[token.i])
    return None


def _nearest(trigger: Token, times: list[FoundTime]) -> FoundTime | None:
    return min(times, key=lambda time: abs(time.head - trigger.i), default=None)


def _place(trigger: Token, world: World) -> Place | None:
    """Where an event takes place: the place under a preposition of the trigger or of the verb that carries it."""
    carriers = [trigger]
    if not is_verbal(trigger):
        noun = _counter(trigger)
        head = governor(noun)
        if is_verbal(head):
            carriers.append(head)
            if noun.dep_ in ("nsubj", "nsubjpass"):
                carriers += foretold(head)
    else:
        carriers += [t for t in children(trigger, "dobj") if t.ent_type_ not in PLACES]
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
    words = entity.text if entity is not None and entity.label_ in PLACES | {"ORG", "PERSON"} else token.text
    start = entity.start_char if entity is not None else token.idx
    bare = words.removeprefix("the ").removeprefix("The ")
    known = world.place(bare)
    country = known.country if known is not None else None
    if known is None:
        state = world.capital(bare) or world.country(bare)
        country = state.alpha3 if state is not None else None
        if state is None and not (entity is not None and entity.label_ in PLACES):
            seat = world.seat(words)
            if seat is None:
                return None
            country = seat.country
    offset = len(words) - len(bare)
    return Place(name=bare, country=country, span=Span(start + offset, start + len(words)))


def _shared(events: tuple[FoundEvent, ...]) -> tuple[FoundEvent, ...]:
    """Fill in what a mention leaves out from an earlier mention of the same process: "the talks", "a final accord".

    Only acts that have no direction are filled, only from a mention that names at least two parties and all those named here.
    The time goes with the parties where both mentions tell of the same type of act and both, or neither, as done.
    """
    told: list[FoundEvent] = []
    made: list[FoundEvent] = []
    for event in events:
        if event.frame.plover in SYMMETRIC:
            event = _with_parties(event, told)
            event = _with_time(event, told)
            if len(_parties(event)) >= 2:
                told.append(event)
        made.append(event)
    return tuple(made)


def _parties(event: FoundEvent) -> set[str]:
    return {ref.actor for ref in event.participants.actors if ref.actor}


def _with_parties(event: FoundEvent, told: list[FoundEvent]) -> FoundEvent:
    have = _parties(event)
    if len(have) >= 2 or not _refers_back(event):
        return event
    recent = [e for e in reversed(told) if event.trigger.i - e.trigger.i < MAX_REACH and have <= _parties(e)]
    if event.trigger.lemma_.lower() in PROCESSES:  # two persons who met are not therefore the sides of the talks
        recent = [e for e in recent if not _is_meeting(e.trigger)]
    earlier = next((e for e in recent if e.type == event.type), None) or next(iter(recent), None)
    return replace(event, participants=Participants(actors=list(earlier.participants.actors))) if earlier else event


def _is_meeting(trigger: Token) -> bool:
    """Whether persons only met or spoke: "talked for an hour" is no round of talks."""
    lemma = trigger.lemma_.lower()
    return lemma in MEETINGS or (lemma == "talk" and is_verbal(trigger))


def _with_time(event: FoundEvent, told: list[FoundEvent]) -> FoundEvent:
    parties = _parties(event)
    if event.time is not None or len(parties) < 2:
        return event
    for earlier in reversed(told):
        if earlier.type == event.type and _parties(earlier) == parties and earlier.time is not None:
            alike = earlier.status.status.is_fact == event.status.status.is_fact
            return replace(event, time=earlier.time) if alike else event
    return event


def _refers_back(event: FoundEvent) -> bool:
    trigger = event.trigger
    if is_verbal(trigger):
        return not event.participants.actors and child(trigger, "nsubj", "agent") is None
    return True
