"""Years and longer: "2019-20", "the 1990s", "the late 19th century", "nineteen ninety-six"; and seasons.

In: the tokens of a rule's match and the setting. Out: `Reading` values. Four digits that number something else ("1,500 people",
"Resolution 1701") give none; seasons and fiscal years have a value but no days.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from communique.reading.times.calendar import MONTHS_A_YEAR, make_century, make_decade, make_year
from communique.reading.times.setting import (
    BACKWARD,
    MODERN,
    Reading,
    Setting,
    Slots,
    dated,
    load_contexts,
    short_year,
    year_of,
)
from communique.reading.times.tense import AHEAD, BEHIND
from communique.reading.times.words import Item
from communique.record.vocab import TimeType

# The middle month of each season in the northern hemisphere; January counts to the winter before.
_SEASON_MONTHS = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}


def read_year(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A year in figures or words, a range of years ("2019-20"), a fiscal year (which has no days)."""
    years = slots.by_kind.get("year", [])
    explicit = "yearunit" in slots or "fiscal" in slots or slots.part is not None or "shift" in slots
    if years:
        number = int(years[0].text)
        if not explicit and not _is_year(number, years[0].start, slots.end, setting):
            return
    elif "shortyear" in slots:
        number = short_year(slots.by_kind["shortyear"][0].text, setting.published)
    else:
        number = int(spoken_number(slots.items))
        if number not in MODERN:
            return
    period = make_year(number)
    if period is None:
        return
    if "hyphen" in slots and years and slots.items[0] is years[0] and slots.items[-1].kind in ("year", "small", "integer"):
        last = _range_end(number, slots.items[-1])
        until = make_year(last) if last else None
        if until is None or until.first <= period.first:
            slots = Slots(slots.items[:1])
        else:
            value = f"{period.value}/{until.value}"
            yield Reading(slots.start, slots.end, TimeType.DATE, value, period.first, until.last, until)
            return
    if "fiscal" in slots:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value)
        return
    yield dated(slots.start, slots.end, period, period.value, slots, setting)


def read_decade(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A decade: "the 1990s", "the '90s", "the nineties"."""
    item = slots.first("decade", "decadeword")
    if item is None:
        return
    if item.kind == "decadeword" and "the" not in slots:
        return  # "in her nineties"
    digits = "".join(c for c in item.value or item.text if c.isdecimal())
    year = int(digits)
    if len(digits) < 4:
        base = setting.published.year if setting.published else MODERN.stop - 1
        century = base // 100 * 100
        year += century if century + year <= base else century - 100
    period = make_decade(year)
    if period:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last, period)


def read_century(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A century by its number: "the late 19th century"."""
    number = sum(int(item.number) for item in slots.items if item.kind in ("ordinal", "ordnum", "tens"))
    period = make_century(number)
    if period:
        yield Reading(slots.start, slots.end, TimeType.DATE, period.value, period.first, period.last, period)


def season_reading(slots: Slots, setting: Setting) -> Reading | None:
    """A season; it has a value but no days, as nobody agrees on them."""
    item = slots.first("season")
    if item is None:
        return None
    year = year_of(slots, setting)
    published = setting.published
    if year is None and published is not None:
        year = _season_year(item.value, slots, setting, published)
    return Reading(slots.start, slots.end, TimeType.DATE, f"{year or 'XXXX'}-{item.value}")


def read_season(slots: Slots, setting: Setting) -> Iterator[Reading]:
    """A season that other words make a time: "the spring", "summer 2021"; a bare "fall" is none."""
    found = season_reading(slots, setting)
    is_collapse = slots.items[-1].text == "fall" and setting.after(slots.end) == "of"  # "the fall of the city"
    if found and len(slots.items) > 1 and not is_collapse:
        yield found


def spoken_number(items: list[Item]) -> float:
    """The number that words write: "forty-two", "two hundred and five", "nineteen ninety-six" (1996), "twenty twenty-five"."""
    total, group, last = 0.0, 0.0, ""
    for item in items:
        if item.kind == "scale":
            scale = item.number
            group = (group or 1) * scale
            if scale >= 1000:
                total, group = total + group, 0.0
        elif item.kind in ("cardinal", "tens"):
            tens_after = item.kind == "tens" or item.number >= 10
            if last in ("cardinal", "tens") and tens_after and 10 <= group < 100:
                group *= 100  # a year in two halves
            group += item.number
        else:
            continue
        last = item.kind
    return total + group


def _is_year(number: int, start: int, end: int, setting: Setting) -> bool:
    """Whether four digits are a year here rather than a number of something."""
    contexts = load_contexts()
    before, after = setting.before(start), setting.after(end)
    if before in contexts.number or after == "%":
        return False
    if before in contexts.year:
        return after not in contexts.counted or (before in ("in", "since") and number in MODERN)
    return number in MODERN and after not in contexts.counted


def _range_end(year: int, item: Item) -> int | None:
    """The last year of "2019-20" or "2019-2021"; None if the number is no later year."""
    number = int(item.number) if item.kind != "year" else int(item.text)
    if len(item.text) == 2:
        number += year // 100 * 100
    return number if year < number <= year + 200 else None


def _season_year(code: str, slots: Slots, setting: Setting, published: date) -> int:
    month = published.year * MONTHS_A_YEAR + published.month
    centre = _SEASON_MONTHS[code]
    years = range(published.year - 2, published.year + 2)
    distances = {year: year * MONTHS_A_YEAR + centre - month for year in years}
    if slots.relations & BACKWARD:
        return max(year for year in years if distances[year] < -1)
    if slots.relations & {"next"}:
        return min(year for year in years if distances[year] > 1)
    direction = 0 if "this" in slots.relations else setting.direction(slots.start, slots.end)
    if direction <= BEHIND:
        return max(year for year in years if distances[year] <= 1)
    if direction >= AHEAD:
        return min(year for year in years if distances[year] >= -1)
    return min(years, key=lambda year: abs(distances[year]))
