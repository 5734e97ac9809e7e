"""Days with a name of their own: Christmas, Good Friday, Labor Day, 9/11.

In: the tokens of a rule's match and the setting; the rules of `lexicons/times_days.tsv`. Out: periods of one day. Refuses days
of other calendars ("Lunar New Year's Day"): they give None.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from communique.reading.times.calendar import (
    DAYS_A_WEEK,
    Period,
    day_period,
    easter,
    make_day,
    make_month,
    weekday_near,
    written_date,
)
from communique.reading.times.setting import Setting, Slots, load_contexts, nearest, year_of, years_around
from communique.reading.times.words import Item, load_words

_RULE = re.compile(r"(\d+)-(\d)#(-?\d)(?:\+(\d))?")


def named_day(slots: Slots, named: Item, setting: Setting) -> Period | None:
    if setting.before(slots.start) in load_contexts().calendar:
        return None  # "Lunar New Year's Day" falls otherwise
    name = setting.text[named.start : slots.end].lower().replace("’", "'")
    rule = load_words().days[max((known for known in load_words().days if name.startswith(known)), key=len)]
    if rule.count("-") == 2 and rule[:4].isdecimal():
        return written_date(rule)
    year = year_of(slots, setting)
    if year is not None:
        return day_by_rule(rule, year)
    published = setting.published
    if published is None:
        return None
    found = years_around(published, lambda y: day_by_rule(rule, y))
    if slots.relations & {"last", "past"}:
        return next((made for made in reversed(found) if made.first < published), None)
    if "next" in slots.relations:
        return next((made for made in found if made.first > published), None)
    return nearest(found, published, setting.direction(slots.start, slots.end))


def day_by_rule(rule: str, year: int) -> Period | None:
    """The day of a rule of times_days.tsv in a year."""
    if not 1 <= year <= date.max.year:
        return None
    if rule.startswith("easter"):
        return day_period(easter(year) + timedelta(int(rule.removeprefix("easter"))))
    if found := _RULE.fullmatch(rule):
        month, weekday, nth, more = (int(number or 0) for number in found.groups())
        days = make_month(year, month)
        if days is None:
            return None
        if nth < 0:
            day = weekday_near(days.last, weekday, -1)
        else:
            day = weekday_near(days.first, weekday, 1)
            day = day + timedelta(DAYS_A_WEEK * (nth - 1) + more) if day else None
        return day_period(day) if day else None
    month, day_number = (int(number) for number in rule.split("-"))
    return make_day(year, month, day_number)
