"""The days of an event under a time expression, as the words around it have them: by X, since X, from X to Y, within X.

In: the readings of a story in text order. Out: `Interval` values, one a reading. A duration that nothing anchors has no days.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from communique.reading.times.calendar import SUBDAY_UNITS, day_period, make_month, make_year, shift_day
from communique.reading.times.setting import Reading
from communique.reading.times.tense import AHEAD
from communique.record.vocab import TimeType

LOOK_BACK = 44  # characters before an expression in which the words that open its interval are sought
HOURS_A_DAY = 24
SENTENCE = 300  # characters within which a day mentioned before counts as of the same sentence, if no full stop lies between


def _opener(words: str, article: str = "the ") -> re.Pattern[str]:
    """Words that stand right before an expression, perhaps with an article between."""
    return re.compile(rf"\b(?:{words})\W{{1,3}}(?:{article})?\Z", re.I)


_UP_TO = _opener(r"by|until|till?|(?:no|not) later than|up to|through|pending", "at least |the ")
_MOVED = re.compile(
    r"\b(?:put off|postponed|delayed|deferred|adjourned|rescheduled|(?:pushed|put|set) back|moved)\s(?:[\w']{1,12}\s){0,2}"
    r"(?:until|till|to)\s(?:the )?\Z",
    re.I,
)  # "put off until December": it takes place in December
_IS_END = re.compile(r"(?:the )?(?:very )?(?:end|close)\b", re.I)
_BEFORE = _opener(r"(?<!\bnot )(?:before|prior to|ahead of)")
_DAWN = re.compile(r"(?:dawn|daybreak|sunrise|daylight|first light)\b", re.I)  # "before dawn on Sunday" is on Sunday
_SINCE = _opener(r"since|(?:starting|beginning|effective)(?: from| on| in)?", "at least |the ")
_AFTER = _opener(r"after|not before|(?:no|not) earlier than")
_FROM = _opener("from")
_BETWEEN = _opener("between")
_ONWARD = re.compile(r"\W{1,2}(?:onwards?|or later|and beyond|on(?=[,.;]))", re.I)
_POSSESSIVE = re.compile(r"['’]s?\b|['’]")
_JOIN = re.compile(r"\s?(?P<word>to|and|until|till|through|[-–—])\s?(?:the )?", re.I)
_WITHIN = _opener("within")
_IN = re.compile(r"\bin\W{1,2}(?:about |around |just )?\Z", re.I)
_OF_THAT = re.compile(r"\W{1,2}(?:of|after|from) (?:that|it|then|this|doing so)\b", re.I)
_OF_EVENT = re.compile(r"\W{1,2}(?:of|after|from) (?!now\b|today\b)", re.I)
# "The first talks in two years" look back over the years, however far ahead the talks are.
_RECORD = re.compile(r"\b(?:first|second|third|last|only|once|twice|most|least|\w{2,12}est|worst|time)\b[^.!?;]{0,40}\Z", re.I)
_STOP = re.compile(r"[.!?]\s")


@dataclass(frozen=True, slots=True)
class Interval:
    """A reading and the days of an event under it; an open end is told, and keeps the day that the expression itself names."""

    reading: Reading
    first: date | None
    last: date | None
    open_before: bool = False
    open_after: bool = False


def find_ends(
    text: str,
    readings: list[Reading],
    published: date | None,
    direction: Callable[[int, int], int],
    is_onset: Callable[[int, int], bool],
) -> list[Interval]:
    """The interval of each reading.

    Args:
        text: The story.
        readings: Its time expressions in text order.
        published: Its publication date, from which "within 48 hours" counts where no day was named in the sentence.
        direction: Tells whether the clause around a stretch of characters looks back (-1) or ahead (1).
        is_onset: Tells whether a stretch of characters dates the beginning of something that goes on.
    """
    ranges = {}
    for i, (left, right) in enumerate(pairwise(readings)):
        if left.first and right.last and left.first <= right.last and _is_range(text, left, right):
            ranges[i] = ranges[i + 1] = (left.first, right.last)
    found: list[Interval] = []
    day: tuple[date, int] | None = None  # the day mentioned last, and where
    for i, reading in enumerate(readings):
        before = text[max(0, reading.start - LOOK_BACK) : reading.start]
        if i in ranges:
            interval = Interval(reading, *ranges[i])
        elif reading.type is TimeType.DURATION:
            interval = _of_duration(text, reading, before, published, day, direction)
        else:
            interval = _of_date(text, reading, before, published)
            if interval.last and not interval.open_before and is_onset(reading.start, reading.end):
                interval = replace(interval, open_after=True)
        found.append(interval)
        if reading.type is not TimeType.DURATION and reading.last and reading.first == reading.last:
            day = (reading.last, reading.end)
    return found


def _is_range(text: str, left: Reading, right: Reading) -> bool:
    """Whether two expressions are the ends of one stretch: "from X to Y", "between X and Y", "3 May to 5 June"."""
    join = _JOIN.fullmatch(text, left.end, right.start)
    if join is None:
        return False
    before = text[max(0, left.start - LOOK_BACK) : left.start]
    if join["word"].lower() == "and":
        return bool(_BETWEEN.search(before))
    return bool(_FROM.search(before)) or join["word"].lower() != "until"


def _of_date(text: str, reading: Reading, before: str, published: date | None) -> Interval:
    first, last = reading.first, reading.last
    if first is None or last is None:
        return Interval(reading, first, last)
    belongs = _POSSESSIVE.match(text, reading.end) is not None  # "after Monday's vote" is not after Monday
    if _UP_TO.search(before) and not _MOVED.search(before):
        return Interval(reading, first, last, open_before=True)
    if _BEFORE.search(before) and not belongs and not _DAWN.match(text, reading.start):
        # "Before December" ends with November; "before Friday" and "before the year is out" take X in, like "by X".
        running = published is not None and first <= published <= last
        if first < last and not running and not _IS_END.match(text, reading.start):
            eve = shift_day(first, "day", -1)
            first = last = eve or first
        return Interval(reading, first, last, open_before=True)
    ahead = published is not None and first >= published
    if _SINCE.search(before) or _ONWARD.match(text, reading.end) or (_FROM.search(before) and ahead and not belongs):
        return Interval(reading, first, last, open_after=True)
    return Interval(
        reading, first, last, open_after=reading.type is TimeType.DATE and bool(_AFTER.search(before)) and not belongs
    )


def _of_duration(
    text: str,
    reading: Reading,
    before: str,
    published: date | None,
    day: tuple[date, int] | None,
    direction: Callable[[int, int], int],
) -> Interval:
    """The days of "within X" (open to X from the day of the sentence) and, in a clause that looks ahead, of "in X"."""
    if reading.length is None:
        return Interval(reading, reading.first, reading.last)
    amount, unit = reading.length
    if unit in SUBDAY_UNITS:
        hours = amount if unit == "hour" else 0
        amount, unit = math.ceil(hours / HOURS_A_DAY), "day"
    if _WITHIN.search(before):
        if not _OF_THAT.match(text, reading.end) and _OF_EVENT.match(text, reading.end):
            return Interval(reading, None, None)  # counted from an act whose day is not known here
        near = day and (_OF_THAT.match(text, reading.end) or _in_one_sentence(text, day[1], reading.start))
        base = day[0] if day and near else published
        last = shift_day(base, unit, amount) if base else None
        return Interval(reading, base if last else None, last, open_before=last is not None)
    into = _IN.search(before)
    ahead = into is not None and not _RECORD.search(before[: into.start()])
    if ahead and published and reading.first is None and direction(reading.start, reading.end) >= AHEAD:
        moved = shift_day(published, unit, amount)
        if moved:
            period = (
                make_month(moved.year, moved.month) if unit == "month" else make_year(moved.year) if unit == "year" else None
            )
            period = period or day_period(moved)
            return Interval(reading, period.first, period.last)
    return Interval(reading, reading.first, reading.last)


def _in_one_sentence(text: str, start: int, end: int) -> bool:
    return end - start <= SENTENCE and not _STOP.search(text, start, end) and "\n\n" not in text[start:end]
