"""Times of day: "6 p.m.", "18:00 GMT", "noon", "Friday night".

In: the tokens of a rule's match and the setting. Out: TIMEX3 suffixes and the day of a bare time. Refuses impossible times
("25:70").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.reading.times.calendar import Period, day_period
from communique.reading.times.setting import Setting, Slots, load_contexts
from communique.reading.times.tense import AHEAD
from communique.reading.times.words import Item

MENTION_REACH = 400  # characters after a day was named in which a bare "at 6 p.m." is still of that day


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: its TIMEX3 suffix ("T18:00"; empty if none is named) and the tokens that name it."""

    suffix: str = ""
    used: tuple[Item, ...] = ()


def read_clock(slots: Slots) -> Clock | None:
    """The time of day in an expression; None if what looks like one cannot be ("25:70", "14 p.m.")."""
    items = slots.items
    for i, item in enumerate(items):
        following = items[i + 1] if i + 1 < len(items) else None
        if item.kind in ("dawn", "noon"):
            return Clock(f"T{item.value}", (item,))
        if item.kind == "clock":
            digits = re.sub(r"\D", "", item.text[:5])  # "6:30", "18.45", "0900"
            hours, minutes = int(digits[:-2]), int(digits[-2:])
        elif item.kind in ("small", "cardinal") and following and following.kind in ("ampm", "oclock", "in"):
            hours, minutes = int(item.number), 0
            if hours > 12:
                return None
        else:
            continue
        half = following.text if following and following.kind == "ampm" else ""
        later = half.startswith("p") or any(other.value in ("AF", "EV") for other in items if other.kind == "part")
        if hours > 24 or minutes > 59 or (half and hours > 12):
            return None
        if later and hours < 12:
            hours += 12
        elif half.startswith("a") and hours == 12:
            hours = 0
        return Clock(f"T{hours:02}:{minutes:02}", (item,))
    return Clock()


def is_time_of_day(slots: Slots, clock: Clock, setting: Setting) -> bool:
    """Whether a bare time is one: "6 p.m.", "noon", "18:00 GMT", "at 18:00", or "18:00" at the head of a line."""
    if not clock.suffix:
        return False
    if slots.items[0].kind != "clock" or len(slots.items) > 1:
        return True
    before = setting.text[max(0, slots.start - 2) : slots.start]
    return not before.strip(" ") or before.endswith("\n") or setting.before(slots.start) in load_contexts().time


def day_of_clock(slots: Slots, setting: Setting) -> Period | None:
    """The day of a bare time of day: the one just mentioned, or that of publication."""
    ahead = "noon" in slots and setting.direction(slots.start, slots.end) >= AHEAD  # "from midnight": the coming one
    at_line = slots.start == 0 or setting.text[slots.start - 1] == "\n"  # a live report's time
    is_near = slots.start - setting.day_at <= MENTION_REACH
    if is_near and setting.past_day and setting.day is setting.past_day and not ahead and not at_line:
        return setting.day
    return day_period(setting.published) if setting.published else None


def part_of_day(slots: Slots) -> str:
    if item := slots.first("part", "parts"):
        return f"T{item.value}"
    deictic = slots.first("deictic")
    return "TNI" if deictic and deictic.text == "tonight" else ""
