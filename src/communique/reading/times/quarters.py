"""Quarters and halves of a year, as business news speaks of them.

In: the tokens of a rule's match and the setting. Out: `Reading` values; "the quarter" and "a year ago" refer to the quarter
spoken of. Refuses to date fiscal quarters, which have the calendar quarter's value but no days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from communique.reading.times.calendar import (
    UNIT_GRAINS,
    Grain,
    Period,
    make_half,
    make_quarter,
    period_at,
    shift_day,
    shift_period,
)
from communique.reading.times.setting import Reading, Setting, Slots, year_of, years_around
from communique.reading.times.tense import AHEAD
from communique.reading.times.years import read_century, read_decade
from communique.record.vocab import TimeType

REPORTED_DAYS = 120  # for so long after its end a quarter is still reported on: "it expects a third-quarter loss" in December


def read_quarter(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A quarter of a year: "the third quarter", "Q2 2025", "next year's first quarter"."""
    label, ordinal = slots.first("quarterlabel"), slots.first("ordinal", "ordnum")
    number = int(label.text[1]) if label else int(ordinal.number) if ordinal else 0
    if not 0 <= number <= 4:
        return
    year = _year_or_running(slots, setting)
    if number == 0:
        if year is None or setting.quarter is None:
            return
        number = (setting.quarter.first.month + 2) // 3  # "the 1988 quarter", of the quarter spoken of
    if year is None and setting.published is None:
        yield Reading(slots.start, slots.end, TimeType.DATE, f"XXXX-Q{number}")
        return
    period = make_quarter(year, number) if year is not None else _nearest_quarter(number, slots, setting)
    if period is None:
        return
    first, last = (None, None) if "fiscal" in slots else (period.first, period.last)
    yield Reading(slots.start, slots.end, TimeType.DATE, period.value, first, last, period)


def read_year_ago(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The period a year before the one spoken of: "the year-ago quarter", "year-earlier results"."""
    shift = slots.first("ago", "shift")
    unit = slots.first("yearunit", "monthunit", "quarter", "weekunit")
    if shift is None or unit is None:
        return
    start = slots.start if {"quarter", "period"} & set(slots.by_kind) and slots.items[-1] is not shift else unit.start
    base = setting.quarter
    if base and (ordinal := slots.first("ordinal")):
        base = make_quarter(base.first.year, int(ordinal.number)) or base
    if base is None:
        anchor = setting.published
        base = period_at(UNIT_GRAINS[unit.value], anchor) if anchor else None
    if base is None:
        yield Reading(start, slots.end, TimeType.DATE, "PAST_REF")
        return
    moved = shift_day(base.first, unit.value, int(shift.value))
    period = period_at(base.grain, moved) if moved else None
    if period:
        yield Reading(start, slots.end, TimeType.DATE, period.value, period.first, period.last)


def read_period(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The quarter spoken of, called a period: "the latest period", "the 1988 period"."""
    if setting.quarter is None:
        return
    year = year_of(slots, setting)
    number = (setting.quarter.first.month + 2) // 3
    period = make_quarter(year, number) if year else setting.quarter
    if period:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last)


def read_half(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A half of a year, decade or century."""
    item = slots.first("ordinal", "last", "latter")
    late = item is not None and not (item.kind == "ordinal" and item.number == 1)
    if "decade" in slots or "decadeword" in slots or "decadeunit" in slots:
        inner = [other for other in slots.items if other.kind in ("decade", "decadeword", "the")]
        found = list(read_decade(Slots(inner), setting)) if len(inner) > 1 else []
    elif "century" in slots:
        at = next(i for i, other in enumerate(slots.items) if other.kind == "of")
        found = list(read_century(Slots(slots.items[at + 1 :]), setting))
    else:
        year = _year_or_running(slots, setting)
        year = year or (setting.published.year if setting.published else None)
        period = make_half(year, 2 if late else 1) if year else None
        if period:
            yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last, period)
        return
    for reading in found:
        yield Reading(slots.start, slots.end, TimeType.DATE, reading.value, reading.first, reading.last, reading.period)


def _nearest_quarter(number: int, slots: Slots, setting: Setting) -> Period | None:
    """The last quarter of a number that has begun, or the next one in a clause that looks ahead from long after that."""
    published = setting.published
    if published is None:
        return None
    found = years_around(published, lambda y: make_quarter(y, number))
    period = next((made for made in reversed(found) if made.first <= published), None)
    is_old = period is None or (published - period.last).days > REPORTED_DAYS
    if is_old and setting.direction(slots.start, slots.end) >= AHEAD:
        return next((made for made in found if made.last >= published), None)
    return period


def quarter_meant(slots: Slots, setting: Setting, anchor: date) -> Period | None:
    """The quarter of "the quarter", "this quarter": the one spoken of, else the running one, or the last over for "latest"."""
    running = period_at(Grain.QUARTER, anchor)
    if slots.relations & {"last", "next"} or any(item.text == "current" for item in slots.items):
        return running
    if setting.quarter and not ("latest" in slots.relations and setting.quarter.last >= anchor):
        return setting.quarter
    return shift_period(running, -1) if running and ("latest" in slots.relations or "the" in slots) else running


def _year_or_running(slots: Slots, setting: Setting) -> int | None:
    """The year that is named; the running one for "of the year"."""
    if "yearunit" in slots and not slots.relations and setting.published:
        return setting.published.year
    return year_of(slots, setting)
