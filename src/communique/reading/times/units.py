"""One unit of time by its relation to another: "last week", "the following month", "the end of the year".

In: the tokens of a rule's match and the setting. Out: `Reading` values. "The last day" and "this hour" are no dates: they give
none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from communique.reading.times.calendar import (
    UNIT_GRAINS,
    Grain,
    day_period,
    make_weekend,
    make_year,
    period_at,
    shift_day,
    shift_period,
)
from communique.reading.times.lengths import UNIT_KINDS, read_stretch
from communique.reading.times.quarters import quarter_meant
from communique.reading.times.setting import BACKWARD, FORWARD, Reading, Setting, Slots, dated
from communique.reading.times.tense import AHEAD, BEHIND
from communique.reading.times.years import season_reading
from communique.record.vocab import TimeType

LAST_OF_NEW_WEEK = 1  # on Monday and Tuesday "they met this weekend" is still of the weekend before


def read_unit(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """One unit by its relation to another time: "last week", "the following month", "the end of the year", "this spring"."""
    if "season" in slots:
        season = season_reading(slots, setting)
        if season:
            yield season
        return
    item = slots.first(*UNIT_KINDS)
    relations = slots.relations
    if item is None or item.kind == "subday":
        return
    grain = UNIT_GRAINS.get(item.value)
    if grain is None or (grain is Grain.DAY and not _names_day(slots)):
        return
    if grain is Grain.DAY:
        relations = _narrated(slots)
    if _is_stretch(grain, slots):
        yield from read_stretch(slots, setting, 1, item.value, 1 if relations & FORWARD else -1)
        return
    anchor = setting.anchor(relations, of_day=grain is Grain.DAY)
    if anchor is None:
        yield Reading(slots.start, slots.end, TimeType.DATE, _unknown(slots))
        return
    if grain is Grain.WEEKEND and relations <= {"this"}:
        anchor = _weekend_anchor(slots, setting, anchor)
    period = period_at(grain, anchor)
    if grain is Grain.QUARTER:
        period = quarter_meant(slots, setting, anchor)
    steps = _steps(relations)
    period = shift_period(period, steps) if period and steps else period
    if period is None:
        return
    if "fiscal" in slots:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value)
        return
    yield dated(slots.start, slots.end, period, period.value, slots, setting)


def read_year_end(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The end of the year said shortly: "year-end", "year's end"."""
    edge = slots.first("edge")
    if edge is None or edge.text != "end" or setting.published is None:
        return
    period = make_year(setting.published.year)
    if period:
        yield dated(slots.start, slots.end, period, period.value, slots)


def read_part(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A part of a day: "this morning", "last night", "the next evening", "late afternoon"."""
    if "overnight" in slots:
        yield from _read_overnight(slots, setting)
        return
    item = slots.first("part")
    if item is None:
        return
    relations = _narrated(slots)
    if "hyphen" in slots and not relations:
        return  # "early-morning raids"
    is_bare = not relations and "shift" not in slots and "early" not in slots
    if is_bare and (setting.before(slots.start) not in ("in", "by", "during") or setting.after(slots.end) in ("of", "before")):
        return
    anchor = setting.anchor(relations, of_day=True)
    if not relations and setting.day:
        anchor = setting.day.first
    if anchor is None:
        yield Reading(slots.start, slots.end, TimeType.TIME, f"XXXX-XX-XXT{item.value}")
        return
    steps = _steps(relations)
    period = shift_period(day_period(anchor), steps) if steps else day_period(anchor)
    if period:
        yield Reading(slots.start, slots.end, TimeType.TIME, f"{period.value}T{item.value}", period.first, period.last, period)


def _read_overnight(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The night to the day of publication."""
    eve = shift_day(setting.published, "day", -1) if setting.published else None
    value = f"{eve}TNI" if eve else "XXXX-XX-XXTNI"
    yield Reading(slots.start, slots.end, TimeType.TIME, value, eve, setting.published if eve else None)


def read_other(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The other day."""
    yield Reading(slots.start, slots.end, TimeType.DATE, "PAST_REF")


def _narrated(slots: Slots) -> set[str]:
    """The relations of a phrase with "day" or "morning", where "the next" is the following one."""
    return slots.relations | {"following"} if "the" in slots and "next" in slots else slots.relations


def _steps(relations: set[str]) -> int:
    """How many periods ahead (back, if negative) a relation leads."""
    return 1 if relations & FORWARD else -1 if relations & BACKWARD else 0


def _is_stretch(grain: Grain, slots: Slots) -> bool:
    """Whether a phrase is a stretch up to or from now: "the past month", "the next decade"; not "last month"."""
    if slots.part is not None or grain is Grain.WEEKEND:
        return False
    if grain in (Grain.DECADE, Grain.CENTURY):
        return bool(slots.relations & {"last", "next", "past"})
    return "past" in slots.relations and (grain is not Grain.YEAR or "this" in slots.relations)


def _names_day(slots: Slots) -> bool:
    """Whether a phrase with "day" is a date: "that day", "the next day", "the same day"; not "the last day", "this day"."""
    return bool(slots.relations & {"following", "previous", "that"}) or (
        "next" in slots.relations and slots.items[0].kind == "the"
    )


def _weekend_anchor(slots: Slots, setting: Setting, anchor: date) -> date:
    """A day in the weekend meant by "the weekend", "this weekend": the last begun, or the coming one if so says the tense."""
    weekend = make_weekend(anchor)
    if weekend is None or anchor >= weekend.first:
        return anchor
    direction = setting.direction(slots.start, slots.end)
    if direction >= AHEAD or ("this" in slots and (direction > BEHIND or anchor.weekday() > LAST_OF_NEW_WEEK)):
        return anchor
    return shift_day(anchor, "week", -1) or anchor


def _unknown(slots: Slots) -> str:
    if slots.relations & FORWARD:
        return "FUTURE_REF"
    return "PAST_REF" if slots.relations & BACKWARD else "PRESENT_REF"
