"""What a calendar expression stands for: days, months and weekdays, with or without a time of day.

In: the tokens of a rule's match and the setting. Out: `Reading` values. A word that is no month here ("May said") gives none;
what needs a publication date that is not known gives a value with unknown parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from communique.reading.times.calendar import (
    DAYS_A_WEEK,
    Grain,
    Period,
    day_period,
    make_day,
    make_month,
    make_week,
    shift_day,
    shift_period,
    weekday_near,
    written_date,
)
from communique.reading.times.clock import day_of_clock, is_time_of_day, part_of_day, read_clock
from communique.reading.times.feasts import named_day
from communique.reading.times.setting import (
    BACKWARD,
    FORWARD,
    MODERN,
    Reading,
    Setting,
    Slots,
    dated,
    load_contexts,
    nearest,
    year_of,
    years_around,
)
from communique.reading.times.tense import AHEAD
from communique.reading.times.words import Item
from communique.reading.times.years import spoken_number
from communique.record.vocab import TimeType


def read_dates(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """Two dates that share a month or a year: "3 and 4 May", "March 3 to April 5, 2020"."""
    year = year_of(slots, setting)
    months = [int(item.value) for item in slots.items if item.kind in ("month", "monthabbr")]
    days = [item for item in slots.items if item.kind in ("small", "ordnum", "ordinal")]
    if len(days) < 2 or not months:
        return
    split = next(i for i, item in enumerate(slots.items) if item.kind in ("to", "and", "hyphen"))
    for part, day, month in zip((slots.items[:split], slots.items[split + 1 :]), days, (months[0], months[-1]), strict=False):
        period = _date(year, month, int(day.number), None, setting, part[0].start, part[-1].end)
        value = period.value if period else f"XXXX-{month:02}-{int(day.number):02}"
        yield dated(part[0].start, part[-1].end, period, value)


def read_months(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """Two months that share a year: "March to May 2020"."""
    year = year_of(slots, setting)
    if year is None:
        return
    split = next(i for i, item in enumerate(slots.items) if item.kind in ("to", "and"))
    for part in (slots.items[:split], slots.items[split + 1 :]):
        month = next(int(item.value) for item in part if item.kind in ("month", "monthabbr"))
        period = make_month(year, month)
        if period:
            yield dated(part[0].start, part[-1].end, period, period.value)


def read_day(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A date, month, weekday, named day, "today" or time of day, in any combination that the rules allow."""
    clock = read_clock(slots)
    if clock is None:
        return
    days = [item for item in slots.items if item.kind in ("small", "ordnum", "ordinal") and item not in clock.used]
    month = slots.first("month", "monthabbr")
    weekday = slots.first("weekday", "weekdayabbr")
    ends: Period | None = None
    bare = False
    if written := slots.first("iso", "slash"):
        period = written_date(written.text)
        value = period.value if period else ""
        if period is None:
            return
    elif month and days:
        year = year_of(slots, setting)
        day = int(days[0].number)
        number = int(weekday.value) if weekday else None
        period = _date(year, int(month.value), day, number, setting, slots.start, slots.end)
        value = period.value if period else f"{year or 'XXXX'}-{int(month.value):02}-{day:02}"
        if len(days) > 1 and period:
            ends = make_day(period.first.year, int(month.value), int(days[1].number))
    elif month:
        found = _month(slots, month, setting)
        if found is None:
            return
        period, value = found
        months = [int(item.value) for item in slots.by_kind.get("month", [])]
        if len(months) > 1 and period:
            ends = make_month(period.first.year, months[1])
    elif named := slots.first("holiday"):
        period = named_day(slots, named, setting)
        value = period.value if period else "XXXX-XX-XX"
    elif weekday:
        if weekday.kind == "weekdayabbr" and "dot" not in slots:
            return  # "Sun" the paper
        if setting.before(weekday.start) in load_contexts().named_weekday:
            return  # "Black Monday"
        period, value = _weekday(slots, int(weekday.value), setting)
    elif deictic := slots.first("deictic"):
        period, value = _deictic(deictic, setting)
    elif "ordnum" in slots:
        period, value = _day_of_month(int(slots.by_kind["ordnum"][0].number), setting)
    else:
        period, value, bare = day_of_clock(slots, setting), "XXXX-XX-XX", True
        if period:
            value = period.value
    suffix = clock.suffix or part_of_day(slots)
    if bare and not is_time_of_day(slots, clock, setting):
        return
    if ends and period and ends.first > period.first:
        value = f"{period.value}/{ends.value}"
        yield Reading(slots.start, slots.end, TimeType.DATE, value, period.first, ends.last, period)
    elif suffix:
        reading = dated(slots.start, slots.end, period, value + suffix)
        yield Reading(reading.start, reading.end, TimeType.TIME, reading.value, reading.first, reading.last, period)
    else:
        yield dated(slots.start, slots.end, period, value, slots, setting)


def read_week_of(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The week that a date lies in: "the week of March 6"."""
    for reading in read_day(Slots([item for item in slots.items if item.kind not in ("weekunit", "of")]), setting):
        week = make_week(reading.first) if reading.first else None
        if week:
            yield dated(slots.start, slots.end, week, week.value)


def read_week_from(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A quantity of weeks or days counted from a day: "a week from Monday"."""
    at = next(i for i, item in enumerate(slots.items) if item.kind == "from")
    unit = slots.items[at - 1]
    amount = spoken_number(slots.items[:at]) or sum(item.number for item in slots.items[:at] if item.kind == "small") or 1
    for reading in read_day(Slots(slots.items[at + 1 :]), setting):
        moved = shift_day(reading.first, unit.value, amount) if reading.first else None
        if moved:
            yield dated(slots.start, slots.end, day_period(moved), moved.isoformat())


def read_day_before(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The day before yesterday, the day after tomorrow, the day or night before (what was mentioned)."""
    step = int(next(item.value for item in slots.items if item.kind in ("before", "after")))
    deictic = slots.first("deictic")
    anchor = setting.published if deictic else (setting.day.first if setting.day else setting.published)
    suffix = part_of_day(slots) if "part" in slots else ""
    if anchor is None:
        yield Reading(slots.start, slots.end, TimeType.DATE, "PAST_REF" if step < 0 else "FUTURE_REF")
        return
    period = shift_period(day_period(anchor), step + (int(deictic.value) if deictic else 0))
    if period:
        kind = TimeType.TIME if suffix else TimeType.DATE
        yield Reading(slots.start, slots.end, kind, period.value + suffix, period.first, period.last, period)


def read_then(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """The time last mentioned, in "before then", "until then", "by then", "since then"."""
    period = setting.period
    if period and setting.before(slots.start) in ("before", "until", "till", "by", "since"):
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last)


def _date(year: int | None, month: int, day: int, weekday: int | None, setting: Setting, start: int, end: int) -> Period | None:
    """A day by month and number; without a year, that nearest to publication in the direction of the clause."""
    if year is not None:
        return make_day(year, month, day)
    published = setting.published
    if published is None:
        return None
    found = years_around(published, lambda y: make_day(y, month, day))
    if near := setting.period_near(start):
        found = [made for made in found if near.first <= made.first <= near.last] or found
    if weekday is not None:
        found = [made for made in found if made.first.weekday() == weekday] or found
    return nearest(found, published, setting.direction(start, end))


def _month(slots: Slots, month: Item, setting: Setting) -> tuple[Period | None, str] | None:
    """A month; None where the word is no month here ("May said", "march on")."""
    number = int(month.value)
    year = year_of(slots, setting)
    if year is None and ("cardinal" in slots or "tens" in slots):
        year = int(spoken_number([item for item in slots.items if item.kind in ("cardinal", "tens")]))
        if year not in MODERN:
            return None
    if year is None and not slots.relations and slots.part is None and not _is_month(slots, month, setting):
        return None
    published = setting.published
    if year is not None:
        period = make_month(year, number)
    elif published is None:
        period = None
    else:
        here = make_month(published.year, published.month)
        found = years_around(published, lambda y: make_month(y, number))
        near = setting.period_near(slots.start)
        if near and near.grain is Grain.YEAR and not slots.relations:
            found = [made for made in [make_month(near.first.year, number)] if made]
        relations = slots.relations
        if relations & BACKWARD:
            period = next((p for p in reversed(found) if here and p.first < here.first), None)
        elif relations & FORWARD:
            period = next((p for p in found if here and p.first > here.first), None)
        elif "this" in relations:
            period = make_month(published.year, number)
        else:
            period = nearest(found, published, setting.direction(slots.start, slots.end))
    return period, period.value if period else f"{year or 'XXXX'}-{number:02}"


def _is_month(slots: Slots, month: Item, setting: Setting) -> bool:
    """Whether a bare "May" or "Jan" is a month: by the word before, the word after, and not a person's name."""
    contexts = load_contexts()
    before, after = setting.before(slots.start), setting.after(slots.end)
    if month.kind == "monthabbr" and "dot" not in slots:
        return False
    if before in contexts.time and (before != "and" or month.text != "may"):
        return True
    if setting.is_name(month.start, month.end):
        return False
    if month.text in ("may", "march"):
        return before in ("the", "a", "s", "for") or after in (",", ")", "")
    return True


def _weekday(slots: Slots, weekday: int, setting: Setting) -> tuple[Period | None, str]:
    relations, unknown = slots.relations, f"XXXX-WXX-{weekday + 1}"
    base = setting.anchor(relations)
    if base is None:
        return None, unknown
    if "weekunit" in slots:
        week = make_week(
            base + timedelta(DAYS_A_WEEK * (-1 if relations & {"last", "past"} else 1 if "next" in relations else 0))
        )
        day = week.first + timedelta(weekday) if week else None
    elif "this" in relations and not relations & {"past", "next"}:
        day = base + timedelta(weekday - base.weekday())
    elif relations & BACKWARD:
        day = weekday_near(base, weekday, -2)
    elif "next" in relations and "this" not in relations:
        day = base + timedelta(DAYS_A_WEEK + weekday - base.weekday())
    elif relations & FORWARD:
        day = weekday_near(base, weekday, 2)
    else:
        day = weekday_near(base, weekday, 1 if setting.direction(slots.start, slots.end) >= AHEAD else -1)
    return (day_period(day), day.isoformat()) if day else (None, unknown)


def _deictic(item: Item, setting: Setting) -> tuple[Period | None, str]:
    shift = int(item.value)
    if setting.published is None:
        return None, ("PAST_REF", "PRESENT_REF", "FUTURE_REF")[shift + 1]
    period = shift_period(day_period(setting.published), shift)
    return period, period.value if period else "PRESENT_REF"


def _day_of_month(day: int, setting: Setting) -> tuple[Period | None, str]:
    base = setting.day.first if setting.day else setting.published
    period = make_day(base.year, base.month, day) if base else None
    return period, period.value if period else f"XXXX-XX-{day:02}"
