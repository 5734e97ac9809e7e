"""Readable lines about the entries of an archive: who, what in the story's own words, where, when, how certain, who says so.

In: entries of `archive.results`. Out: the entries and pieces of a sheet. Refuses nothing; what an entry lacks is left out of
its line, and nothing is said that the record does not hold.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date

from communique.archive.results import (
    ActorName,
    AgreementEntry,
    ConditionEntry,
    Dispute,
    EventEntry,
    FactEntry,
    MoveNote,
    Party,
    Passage,
    PositionEntry,
    ProspectEntry,
    ProspectOutcome,
    ShiftEntry,
    StatementEntry,
    StoryRef,
)
from communique.record.ids import folded
from communique.record.model import DateInterval
from communique.record.plover import SPEECH_ACTS
from communique.record.vocab import Stance, StatementKind, Status
from communique.views.corrections import correction_notes
from communique.views.sheet import Entry, Note, Piece, Tone
from communique.views.values import value_of

UNDATED = "undated"
EXCERPT_CHARS = 96  # a line and a bit of a terminal: the words that tell the act, not the whole sentence
SHORT_CHARS = 24  # an excerpt shorter than this (a bare "talks") is read together with the words before it
SHIFT_WEIGHT = 100.0  # a shift is never left out for a position that stands
MOST_CONDITIONS = 3  # told under a prospect; JSON has all
MOST_NAMES = 4  # in a line; JSON has all
QUOTE_CHARS = 280  # of a statement's words, in a brief
_PLAIN_CUES = frozenset(("said", "says", "say", "saying", "told", "tells", "tell", "telling", "added", "adds", "according"))
_CLAUSE_END = re.compile(r"[;:.!?](?=[\"'”’)\]]*(?:\s|$))|\s[—–-]\s")
_TITLES = frozenset("Mr Mrs Ms Dr Gen Col Maj Lt Sgt Gov Sen Rep Rev St No".split())
_LAST_WORD = re.compile(r"\b[A-Z][a-z]{0,3}$")
_ATTRIBUTION = re.compile(
    r",[”\"]?\s[^,;]{1,60}?\b(?:said|says|added|adds|told)\b[^,]*$"
)  # at the end: the line names the speaker
_STATUS_TONES = {
    Status.OCCURRED: Tone.FACT,
    Status.ONGOING: Tone.FACT,
    Status.SCHEDULED: Tone.AHEAD,
    Status.PROPOSED: Tone.OPEN,
    Status.CONDITIONAL: Tone.OPEN,
    Status.POSSIBLE: Tone.OPEN,
    Status.RULED_OUT: Tone.NOT,
    Status.DENIED: Tone.NOT,
}
_STANCE_TONES = {
    Stance.SUPPORTS: Tone.FACT,
    Stance.OPPOSES: Tone.NOT,
    Stance.OPEN: Tone.AHEAD,
    Stance.CONDITIONAL: Tone.OPEN,
    Stance.UNDECIDED: Tone.OPEN,
}


def day_label(interval: DateInterval | None) -> str:
    """A date in the fewest words that keep it exact: a day, a month, a year, from, by, or both ends."""
    if interval is None:
        return UNDATED
    first, last = interval.first, interval.last
    if first is None:
        return f"by {last}"
    if last is None:
        return f"from {first.year if (first.month, first.day) == (1, 1) else first}"
    if first == last:
        return str(first)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and last == _month_end(first):
        return f"{first:%Y-%m}"
    if first.year == last.year:
        return f"{first}–{last:%d}" if first.month == last.month else f"{first}–{last:%m-%d}"
    return f"{first} to {last}"


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def status_words(status: Status) -> str:
    """A status as words: "ruled out", not "ruled_out"."""
    return status.value.replace("_", " ")


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 story", "2 stories"."""
    return f"{number} {one if number == 1 else many}"


def first_of(names: Sequence[str], most: int) -> str:
    """The names in a row; of many only the first `most`, with the number of the others."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def names_of(actors: Iterable[ActorName | Party]) -> str:
    """The names in a row, each once; of many only the first few, with the number of the others."""
    return first_of(list(dict.fromkeys(actor.name for actor in actors)), MOST_NAMES)


def excerpt(passage: Passage) -> str:
    """The words from a trigger to the end of its clause; with the words before it where these say too little.

    More than `EXCERPT_CHARS` characters are cut after a whole word and end in "…".
    """
    context = passage.context
    start = max(0, passage.span.start - passage.context_start)
    end = min(len(context), start + len(passage.words))
    cut = ""
    stops = [stop for stop in _CLAUSE_END.finditer(context) if not _is_abbreviation(context, stop.start())]
    last = next((stop.start() for stop in stops if stop.start() >= end), len(context))
    last = _before_closing(context, start, last)
    if last - start < SHORT_CHARS:
        clause = max((stop.end() for stop in stops if stop.end() <= start), default=0)
        floor = max(clause, last - EXCERPT_CHARS)
        if floor > clause:  # begin with a whole word, and show that something stands before it
            floor = context.find(" ", floor, start) + 1 or start
            cut = "…"
        start = floor
    words = _ATTRIBUTION.sub("", context[start:last])
    kept = words if start + len(words) >= end else context[start:last]
    return cut + shorten(kept.strip(" \t\n\r,“”\"'‘’"), EXCERPT_CHARS)


def _is_abbreviation(context: str, dot: int) -> bool:
    """Whether the stop there belongs to an initial, a title or a month ("Feb. 21"), and so ends no clause."""
    word = _LAST_WORD.search(context, max(0, dot - 12), dot)
    if word is None or context[dot] != ".":
        return False
    return len(word[0]) == 1 or word[0] in _TITLES or context[dot + 1 : dot + 3].strip().isdecimal()


def _before_closing(context: str, start: int, end: int) -> int:
    """The end of the words from `start`, moved before a closing quotation mark whose opening one stands before them."""
    n_open = 0
    for index in range(start, end):
        if context[index] == "“":
            n_open += 1
        elif context[index] == "”":
            n_open -= 1
            if n_open < 0:
                return index
    return end


def around(passage: Passage) -> tuple[str, str]:
    """What stands before and after a passage's words in its context."""
    start = passage.span.start - passage.context_start
    return passage.context[:start], passage.context[start + len(passage.words) :]


def shorten(text: str, limit: int) -> str:
    """The text, cut after a whole word and ended with "…" where it is longer than `limit` characters."""
    joined = " ".join(text.split())
    if len(joined) <= limit:
        return joined
    cut = joined.rfind(" ", 0, limit)
    return joined[: cut if cut > limit // 2 else limit].rstrip(" ,;:.") + "…"


def _dotted(parts: Iterable[Piece | None]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for part in parts:
        if part and part.text:
            made += [Piece(" · ", Tone.FAINT), part] if made else [part]
    return tuple(made)


def _act(kind: str, actors: str, recipients: str, words: str, *after: Piece | None) -> tuple[Piece, ...]:
    """The common line of an act: TYPE  actors → recipients — “words” · place · status."""
    made = [Piece(kind, Tone.TYPE)]
    if actors or recipients:
        made.append(Piece(actors or "(nobody named)", Tone.ACTOR if actors else Tone.FAINT))
        if recipients:
            made += [Piece(" → ", Tone.FAINT), Piece(recipients, Tone.ACTOR)]
        made.append(Piece(" — ", Tone.FAINT))
    made.append(Piece(words, Tone.WORDS))
    tail = _dotted(after)
    return (*made, Piece(" · ", Tone.FAINT), *tail) if tail else tuple(made)


def _place(place: str | None, words: str) -> Piece | None:
    return Piece(f"in {place}") if place and place not in words else None


def said_by(reports: Sequence[EventEntry]) -> str:
    """Who vouches for what the reports tell: nobody to be named where a story itself does."""
    if any(report.voice is None for report in reports):
        return ""
    speakers = [report.voiced_by for report in reports if report.voiced_by]
    return f"says {names_of(speakers[-1:])}" if speakers else "says somebody unnamed"


def report_entry(report: EventEntry) -> Entry:
    """The line of one story's report of an event."""
    words = excerpt(report.passage)
    return Entry(
        label=day_label(report.date),
        pieces=_act(
            report.type,
            names_of(report.actors),
            names_of(report.recipients),
            words,
            _place(report.place, words),
            Piece(status_words(report.status), _STATUS_TONES[report.status]),
            Piece(said_by([report])),
        ),
        sources=(report.story,),
        passages=(report.passage,),
        notes=correction_notes(report.corrections),
        id=report.id,
        data=value_of(report),
    )


def fact_entry(fact: FactEntry) -> Entry:
    """The line of an event of the archive: one line however many stories tell it, with what they disagree on under it."""
    shown = _best_report(fact)
    words = excerpt(shown.passage)
    stories = _stories(fact.reports)
    return Entry(
        label=day_label(fact.date),
        pieces=_act(
            fact.type,
            names_of(fact.actors) or names_of(shown.actors),
            names_of(fact.recipients) or names_of(shown.recipients),
            words,
            _place(fact.place, words),
            Piece(status_words(fact.status), _STATUS_TONES[fact.status]),
            Piece(said_by(fact.reports)),
        ),
        sources=(shown.story,),
        more=counted_more(max(len(stories), fact.n_stories) - 1, fact.n_copies),
        passages=tuple(report.passage for report in _one_a_story(shown, fact.reports)),
        notes=tuple(dispute_note(dispute) for dispute in fact.disputed),
        id=fact.id,
        weight=news_value(fact),
        data=value_of(fact),
    )


def dispute_note(dispute: Dispute) -> Note:
    """The line that tells how many stories say what: "place differs: 2 stories say Geneva, 1 says Vienna"."""
    told = sorted(dispute.values, key=lambda given: -len(given[1]))  # a sort keeps the earliest first among equals
    first, *others = (
        f"{counted(len(stories), 'story says', 'stories say') if place == 0 else _says(len(stories))} {value}"
        for place, (value, stories) in enumerate(told)
    )
    return Note(pieces=(Piece(f"{dispute.field} differs: ", Tone.NOT), Piece(", ".join((first, *others)))))


def _says(number: int) -> str:
    return f"{number} {'says' if number == 1 else 'say'}"


def history_words(fact: FactEntry) -> str:
    """How an event's status went, day by day: "2031-03-01 scheduled, 2031-04-10 occurred"; nothing where it did not change."""
    if len(fact.history) < 2:
        return ""
    return ", ".join(f"{change.day or UNDATED} {status_words(change.status)}" for change in fact.history)


def news_value(fact: FactEntry) -> float:
    """What decides which events a short list shows: how many stories tell it, then deeds before words, dated before undated,
    with parties before without, and what a story itself vouches for before what somebody says.

    Source: none; the order in which an editor cuts. The fractions only break ties between equally reported events.
    """
    return (
        fact.n_stories
        + (0.4 if fact.type not in SPEECH_ACTS else 0.0)
        + (0.2 if fact.date else 0.0)
        + (0.2 if fact.actors else 0.0)
        + (0.1 if any(report.voice is None for report in fact.reports) else 0.0)
    )


def _best_report(fact: FactEntry) -> EventEntry:
    """The report to show: of those with the event's own status the one that says most, the earliest of equals."""
    alike = [report for report in fact.reports if report.status is fact.status] or list(fact.reports)
    return max(alike, key=lambda r: (r.voice is None, bool(r.actors), bool(r.recipients), bool(r.date)))


def _stories(reports: Iterable[EventEntry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(report.story.id for report in reports if report.is_own))


def _one_a_story(first: EventEntry, reports: Iterable[EventEntry]) -> tuple[EventEntry, ...]:
    kept = {first.story.id: first}
    for report in reports:
        if report.is_own:
            kept.setdefault(report.story.id, report)
    return tuple(kept.values())


def counted_more(n_stories: int, n_copies: int) -> str:
    """How many stories and copies stand behind a line besides the one named, in words."""
    parts = [
        f"+{counted(n_stories, 'story', 'stories')}" if n_stories > 0 else "",
        f"+{counted(n_copies, 'copy', 'copies')}" if n_copies > 0 else "",
    ]
    return ", ".join(part for part in parts if part)


def due_words(prospect: ProspectEntry) -> str:
    """When a prospect is due, seen from its day: "in 6 days", "today", "3 days overdue"; nothing without a date."""
    left = prospect.days_left
    if left is None or prospect.outcome not in (ProspectOutcome.OPEN, ProspectOutcome.LAPSED):
        return ""
    days = counted(abs(left), "day", "days")
    if left < 0:
        return f"{days} overdue"
    return f"due in {days}" if left else "due today"


def prospect_entry(prospect: ProspectEntry, *, with_moves: bool = False) -> Entry:
    """The line of a prospect as it stands, with the conditions that it hangs on.

    Args:
        with_moves: Tell each move under it, with its source.
    """
    last = prospect.moves[-1]
    words = excerpt(last.passage)
    standing = Piece(status_words(prospect.status), _STATUS_TONES[prospect.status])
    if prospect.outcome is not ProspectOutcome.OPEN:
        tone = Tone.FACT if prospect.outcome is ProspectOutcome.HAPPENED else Tone.NOT
        standing = Piece(prospect.outcome.value, tone)
    notes = []
    told = [move for move in prospect.moves if move.note != MoveNote.REPEATED or move is prospect.moves[0]]
    for move in told if with_moves and len(prospect.moves) > 1 else ():
        due = f", {day_label(move.due)}" if move.due else ""
        notes.append(
            Note(
                pieces=(
                    Piece(f"{move.day or UNDATED}  ", Tone.FAINT),
                    Piece(f"{move.note}: {status_words(move.status)}{due} — "),
                    Piece(excerpt(move.passage), Tone.WORDS),
                ),
                sources=(move.passage.story,),
            )
        )
    passages = {move.passage.story.id: move.passage for move in prospect.moves}
    notes += [condition_note(condition) for condition in prospect.conditions[-MOST_CONDITIONS:]]
    return Entry(
        label=day_label(prospect.due),
        pieces=_act(
            prospect.type,
            names_of(prospect.actors),
            names_of(prospect.recipients),
            words,
            _place(prospect.place, words),
            standing,
            Piece(due_words(prospect), Tone.NOT if prospect.is_overdue else Tone.PLAIN),
        ),
        sources=(last.passage.story,),
        more=counted_more(len(passages) - 1, 0),
        passages=tuple(passages.values()),
        notes=tuple(notes),
        id=prospect.id,
        weight=len(passages) + (0.5 if prospect.due else 0.0),
        data=value_of(prospect),
    )


def condition_note(condition: ConditionEntry) -> Note:
    """The line that tells what something depends on, and since when that is met."""
    pieces = [Piece("if ", Tone.OPEN), Piece(shorten(condition.antecedent.words, EXCERPT_CHARS), Tone.WORDS)]
    if condition.met_on and condition.met_by:
        pieces += [Piece(f" — told as a fact {condition.met_on}: ", Tone.FACT), Piece(excerpt(condition.met_by), Tone.WORDS)]
        return Note(pieces=tuple(pieces), sources=(condition.story, condition.met_by.story))
    return Note(pieces=tuple(pieces), sources=(condition.story,))


def statement_entry(statement: StatementEntry, *, limit: int = QUOTE_CHARS) -> Entry:
    """The line of a statement: the speaker, how it was said, and the words.

    Args:
        limit: Most characters of the words; 0 shows all.
    """
    speaker = statement.speaker.name if statement.speaker else "(nobody named)"
    towards = f" to {names_of(statement.addressees)}" if statement.addressees else ""
    kind = {"speech": "", "thought": "thought, ", "unspoken": "not said, "}[statement.kind.value]
    how = _telling_cue(statement)
    words = shorten(statement.words, limit) if limit else statement.words
    return Entry(
        label=str(statement.day or UNDATED),
        pieces=(
            Piece(speaker, Tone.ACTOR if statement.speaker else Tone.FAINT),
            Piece(f" ({kind}{how}{statement.form.value}{towards}): ", Tone.FAINT),
            Piece(words, Tone.WORDS),
        ),
        sources=(statement.story,),
        passages=statement.content,
        notes=correction_notes(statement.corrections),
        id=statement.id,
        data=value_of(statement),
    )


def _telling_cue(statement: StatementEntry) -> str:
    """The cue, where the words without it would be misunderstood: "denied, ", "accused, "; nothing for "said"."""
    cue = (statement.cue or "").split()
    if not cue or cue[0].casefold() in _PLAIN_CUES or statement.kind is StatementKind.UNSPOKEN:
        return ""
    return f"{shorten(' '.join(cue), SHORT_CHARS)}, "


def stance_piece(stance: Stance) -> Piece:
    """A stance in its tone."""
    return Piece(stance.value, _STANCE_TONES[stance])


def position_entry(position: PositionEntry, *, earlier: Sequence[PositionEntry] = ()) -> Entry:
    """The line of a position; the issue is named where its words do not.

    Args:
        earlier: Positions of the same actor on the same issue, told under it, the latest first.
    """
    words = shorten(position.passage.words, QUOTE_CHARS)
    issue = "" if folded(position.issue_words) in folded(words) else f" on {shorten(position.issue_words, EXCERPT_CHARS)}"
    return Entry(
        label=str(position.day or UNDATED),
        pieces=(
            Piece(position.actor.name, Tone.ACTOR),
            Piece(": "),
            stance_piece(position.stance),
            Piece(issue),
            Piece(" — ", Tone.FAINT),
            Piece(words, Tone.WORDS),
        ),
        sources=(position.story,),
        passages=(position.passage,),
        notes=(*correction_notes(position.corrections), *(_stance_note(one) for one in earlier)),
        id=position.id,
        data={**value_of(position), "earlier": value_of(tuple(earlier))} if earlier else value_of(position),
    )


def shift_entry(shift: ShiftEntry) -> Entry:
    """The line of a shift, with both quotations under it."""
    return Entry(
        label=str(shift.day or UNDATED),
        pieces=(
            Piece(shift.actor.name, Tone.ACTOR),
            Piece(f" on {shift.issue}: "),
            stance_piece(shift.before.stance),
            Piece(" → "),
            stance_piece(shift.after.stance),
            *((Piece(f" · contradiction, {_days_apart(shift)}", Tone.NOT),) if shift.is_contradiction else ()),
        ),
        sources=(shift.after.story,),
        passages=(shift.before.passage, shift.after.passage),
        notes=(_stance_note(shift.before), _stance_note(shift.after)),
        id=shift.after.id,
        weight=SHIFT_WEIGHT,
        data=value_of(shift),
    )


def _days_apart(shift: ShiftEntry) -> str:
    days = abs(shift.days_between or 0)
    return f"within {counted(days, 'day', 'days')}" if days else "on one day"


def agreement_entry(agreement: AgreementEntry) -> Entry:
    """The line of two actors who stand on the same issues: where they agree, and where they are opposed."""
    parts = (("agree on ", agreement.agree, Tone.FACT), ("opposed on ", agreement.differ, Tone.NOT))
    told = [(Piece(words, tone), Piece(first_of(issues, MOST_NAMES))) for words, issues, tone in parts if issues]
    pieces = [piece for n, pair in enumerate(told) for piece in ((Piece(" · ", Tone.FAINT), *pair) if n else pair)]
    return Entry(
        pieces=(
            Piece(agreement.one.name, Tone.ACTOR),
            Piece(" and "),
            Piece(agreement.other.name, Tone.ACTOR),
            Piece(": "),
            *pieces,
        ),
        weight=len(agreement.agree) + len(agreement.differ),
        data=value_of(agreement),
    )


def _stance_note(position: PositionEntry) -> Note:
    return Note(
        pieces=(
            Piece(f"{position.day or UNDATED}  ", Tone.FAINT),
            stance_piece(position.stance),
            Piece(": "),
            Piece(shorten(position.passage.words, QUOTE_CHARS), Tone.WORDS),
        ),
        sources=(position.story,),
    )


def story_name(story: StoryRef) -> str:
    """A story as a reader knows it: its headline, else where it came from."""
    return f"“{shorten(story.headline, 90)}”" if story.headline else story.uri


def citation(story: StoryRef) -> str:
    """Headline, outlet and date of a story; what it lacks is left out, except the date."""
    day = str(story.published) if story.published else UNDATED
    return ", ".join(part for part in (story_name(story), story.source, day) if part)
