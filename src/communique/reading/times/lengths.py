"""Quantities of time: "two weeks ago", "the past three months", "48 hours", "every Monday"; references to now, past and future.

In: the tokens of a rule's match and the setting. Out: `Reading` values. What is no time ("a quarter of voters", "35 years old")
gives none; what is vague ("several weeks ago") a TIMEX3 value without days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from communique.reading.times.calendar import SUBDAY_UNITS, UNIT_GRAINS, Grain, period_at, shift_day, shift_period
from communique.reading.times.setting import FORWARD, Reading, Setting, Slots, load_contexts
from communique.reading.times.words import Item
from communique.reading.times.years import spoken_number
from communique.record.vocab import TimeType

HALF_A_DAY = 12  # hours; "six hours later" is the same day, "24 hours later" the next
EXACT_WEEKS = 3  # "two weeks ago" names a day, "six weeks ago" no more than a week
UNIT_KINDS = (
    *("subday", "dayunit", "weekunit", "weekend", "monthunit", "quarter", "yearunit", "decadeunit", "century"),
    *("units", "season", "seasons"),
)
_AMOUNTS = frozenset(["small", "integer", "decimal", "cardinal", "tens", "scale", "vague", "a", "fraction", "half"])
# The letters of TIMEX3; T marks what is written after "PT".
_CODES = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE"}
_CODES |= {"month": "M", "quarter": "Q", "year": "Y", "SU": "SU", "WI": "WI", "SP": "SP", "FA": "FA"}
_MULTIPLES = {"fortnight": (2, "week"), "decade": (10, "year"), "century": (100, "year"), "millennium": (1000, "year")}
_HALVES = {"hour": (30, "minute"), "day": (12, "hour"), "year": (6, "month"), "minute": (30, "second")}
_OLD = re.compile(r"[\s-]{0,2}olds?\b")
_RATE = re.compile(r"[\d$€£%][\w.,]{0,12}\s{1,2}\Z")


def read_ago(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A quantity counted from a time: "two weeks ago" from publication, "a year later" from what was mentioned."""
    sign = slots.first("ago", "hence", "shift", "now")
    unit = slots.first(*UNIT_KINDS)
    if sign is None or unit is None or "season" in slots or "seasons" in slots:
        return
    step = int(sign.value) if sign.kind != "now" else 1
    amount, name = _quantity(slots, unit)
    reference = "PAST_REF" if step < 0 else "FUTURE_REF"
    if amount is None or name in SUBDAY_UNITS:
        near = setting.day if sign.kind == "shift" else None
        day = near.first if near else setting.published
        if name == "hour" and amount and amount >= HALF_A_DAY and day:
            day, amount = shift_day(day, "day", step * round(amount / (2 * HALF_A_DAY))), 0
        if amount is None or day is None:
            yield Reading(slots.start, slots.end, TimeType.DATE, reference)
        else:
            yield Reading(slots.start, slots.end, TimeType.TIME, f"{day}TXX", day, day)
        return
    base = _base_of_shift(name, setting) if sign.kind == "shift" else setting.published
    if base is None:
        yield Reading(slots.start, slots.end, TimeType.DATE, reference)
        return
    quarter = setting.quarter_near(slots.start) if name == "year" and amount == 1 else None
    if quarter:
        # Reports compare quarters: "the third quarter … from $6 million a year ago". It stays the one spoken of.
        period = shift_period(quarter, 4 * step)
        if period:
            yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last)
        return
    moved = shift_day(base, name, step * amount)
    grain = UNIT_GRAINS.get(name, Grain.DAY)
    if grain is Grain.WEEK and amount <= EXACT_WEEKS:
        grain = Grain.DAY
    period = period_at(Grain.YEAR if grain in (Grain.DECADE, Grain.CENTURY) else grain, moved) if moved else None
    if period:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last, period)


def read_span(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A stretch up to or from publication: "the past three months", "the next two weeks", "recent weeks"."""
    unit = slots.first(*UNIT_KINDS)
    if unit is None:
        return
    if slots.items[0].text == "last" and setting.before(slots.start) in load_contexts().before_verb:
        yield from read_length(Slots(slots.items[1:]), setting)  # "is to last 72 hours"
        return
    relations = slots.relations
    amount, name = _quantity(slots, unit)
    if not any(item.kind in _AMOUNTS for item in slots.items):
        amount = None
    if amount is None and unit.value == "day" and "this" in relations and len(slots.items) == 2:
        yield Reading(slots.start, slots.end, TimeType.DATE, "PRESENT_REF")
        return
    step = 1 if relations & FORWARD or "ahead" in slots else -1
    yield from read_stretch(slots, setting, amount, name, step)


def read_length(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A quantity of time: "48 hours", "a week", "two-and-a-half years", "months"."""
    unit = slots.first(*UNIT_KINDS)
    if unit is None or unit.kind in ("season", "seasons", "weekend"):
        return
    before, after, words = setting.before(slots.start), setting.after(slots.end), load_contexts()
    if _OLD.match(setting.text, slots.end) or before in ("$", "€", "£"):
        return
    kinds = [item.kind for item in slots.items]
    if unit.value == "quarter" and (after == "of" or "a" in kinds or "fraction" in kinds):
        return
    if len(kinds) == 1 and (before in words.edges or (before not in words.before_units and after not in ("of", "after"))):
        return
    if kinds[0] == "a" and len(kinds) == 2 and before not in words.before_length and after not in words.after_length:
        if (
            before in words.before_rate
            or before.endswith("s")
            or _RATE.search(setting.text, max(0, slots.start - 16), slots.start)
        ):
            yield Reading(slots.start, slots.end, TimeType.SET, duration_value(1, unit.value))
        return
    amount, name = _quantity(slots, unit)
    attributive = kinds[0] in ("a", "the") and kinds[-2] == "hyphen"  # of "the two-week truce" the article is the truce's
    start = slots.items[1].start if attributive else slots.start
    length = (amount, name) if amount else None
    yield Reading(start, slots.end, TimeType.DURATION, duration_value(amount, name), length=length)


def read_set(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """What comes back: "every Monday", "each July", "twice a week", "daily", "Sunday nights"."""
    if item := slots.first("frequency"):
        yield Reading(slots.start, slots.end, TimeType.SET, item.value)
        return
    part = slots.first("part", "parts")
    days = [item for item in slots.items if item.kind in ("weekday", "weekdayabbr", "weekdays")]
    suffix = f"T{part.value}" if part else ""
    if days:
        value = f"XXXX-WXX-{int(days[0].value) + 1}{suffix}"
    elif month := slots.first("month", "monthabbr"):
        value = f"XXXX-{int(month.value):02}"
    elif part:
        value = f"XXXX-XX-XX{suffix}"
    else:
        unit = slots.first(*UNIT_KINDS)
        if unit is None:
            return
        every = slots.first("every")
        amount = 2.0 if "other" in slots or "alternate" in slots else 1.0
        if every is slots.items[0] and len(slots.items) > 2 and "other" not in slots:
            amount = _quantity(slots, unit)[0] or 1.0
        if unit.value == "weekend":
            value = "XXXX-WXX-WE"
        elif unit.kind in ("season", "seasons"):
            value = f"XXXX-{unit.value}"
        else:
            value = duration_value(amount, unit.value)
    yield Reading(slots.start, slots.end, TimeType.SET, value)


def read_reference(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A reference to now, the past or the future: "now", "recently", "the near future"."""
    if "future" in slots or "near" in slots:
        if setting.after(slots.end) != "of":  # "the future of the alliance"
            yield Reading(slots.start, slots.end, TimeType.DATE, "FUTURE_REF")
        return
    if "past" in slots and slots.items[-1].text != "past":
        return  # "the previous"
    value = next((item.value for item in slots.items if item.value.endswith("_REF")), "")
    if not value:
        value = "PAST_REF" if slots.relations & {"past", "last", "recent"} else "PRESENT_REF"
    yield Reading(slots.start, slots.end, TimeType.DATE, value)


def duration_value(amount: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration: P3D, PT48H, P2.5Y, PXW where the number is not told."""
    if amount == 0.5 and unit in _HALVES:
        amount, unit = _HALVES[unit]
    factor, unit = _MULTIPLES.get(unit, (1, unit))
    code = _CODES[unit]
    number = "X" if amount is None else f"{amount * factor:g}" if amount * factor < 1e6 else f"{amount * factor:.0f}"
    return f"PT{number}{code[1]}" if code[0] == "T" else f"P{number}{code}"


def read_stretch(slots: Slots, setting: Setting, amount: float | None, unit: str, step: int) -> Iterator[Reading]:
    published = setting.published
    edge = shift_day(published, unit, step * amount) if published and amount and unit not in SUBDAY_UNITS else None
    first, last = sorted((edge, published)) if edge and published else (None, None)
    length = (amount, unit) if amount else None
    yield Reading(slots.start, slots.end, TimeType.DURATION, duration_value(amount, unit), first, last, length=length)


def _quantity(slots: Slots, unit: Item) -> tuple[float | None, str]:
    """The number before a unit and the unit; the larger of two ("two to three"), None for "several" and bare plurals."""
    before = slots.items[: slots.items.index(unit)]
    name = unit.value
    if any(item.kind == "dozens" or (item.kind == "vague" and item.value == "X") for item in before):
        return None, name
    split = next(
        (i for i, item in enumerate(before) if item.kind in ("to", "or", "hyphen") and i and _is_range(before, i)), None
    )
    numbers = [_number(part) for part in ([before] if split is None else [before[:split], before[split + 1 :]])]
    amount = max((number for number in numbers if number), default=None)
    if amount is None:
        amount = None if unit.kind in ("units", "seasons") else 1.0
    if "and" in slots and "half" in slots:
        amount = (amount or 0) + 0.5
    elif "or" in slots and amount == 1 and "cardinal" in slots:
        amount = max(item.number for item in slots.by_kind["cardinal"])
    return amount, name


def _is_range(items: list[Item], at: int) -> bool:
    """Whether a hyphen or "to" at `at` stands between two numbers of their own ("10-15"), not inside one ("twenty-one")."""
    if items[at].kind != "hyphen":
        return True
    numerals = ("small", "integer", "decimal")
    return at + 1 < len(items) and items[at - 1].kind in numerals and items[at + 1].kind in numerals


def _number(items: list[Item]) -> float:
    figures = [item.number for item in items if item.kind in ("small", "integer", "decimal")]
    fraction = sum(item.number for item in items if item.kind == "fraction")
    couple = sum(item.number for item in items if item.kind == "vague")
    words = spoken_number([item for item in items if item.kind in ("cardinal", "tens", "scale")])
    amount = (figures[-1] if figures else 0.0) + fraction + words + couple
    if not amount and any(item.kind == "half" for item in items):
        return 0.5
    return amount


def _base_of_shift(unit: str, setting: Setting) -> date | None:
    """The day that "later" and "earlier" count from: for years any period mentioned, else the day mentioned."""
    if unit in ("year", "decade", "century") and setting.period:
        return setting.period.first
    if setting.day:
        return setting.day.first
    if unit == "month" and setting.period:
        return setting.period.first
    return setting.published
