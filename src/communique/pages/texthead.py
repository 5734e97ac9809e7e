"""What the lines before a plain-text article say of it: when it was published, who wrote it, for which outlet.

In: the text before the article, and its byline. Out: `TextHead`. Refuses a line that only mentions a date: the day must follow a
word that says what it is ("Published", "Updated", "Date"), or be all of the one line that gives a day, so that a dateline or a
caption is never taken for it. A day on which the article cannot have been published is an issue and no date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from communique.pages.clock import Clock, find_clock, moment
from communique.pages.moments import impossible_date, to_day, why_impossible
from communique.record.model import Issue

MAX_LINE_CHARACTERS = 120  # a longer line is a sentence
_LABEL_END = r"(?: on| at)?\s*[:|–—-]?\s+(.+)$"
PUBLISHED = re.compile(
    r"^\W{0,3}(?:first |originally )?(?:published|posted|issued|released|filed|date|dated|publication date|date of publication)"
    + _LABEL_END,
    re.I,
)
UPDATED = re.compile(r"^\W{0,3}(?:last |latest )?(?:updated?|modified|edited|revised)" + _LABEL_END, re.I)
BYLINE = re.compile(r"^(?:[Bb]y\s+)?(?P<author>[^,|]{3,60}?)\s*[,|]\s*(?P<outlet>[A-Z][^,|]{2,40})$")
_WITHIN = re.compile(r"[|·•;,]\s*(?=(?:last )?(?:updated|modified|edited)\b)", re.I)  # "Published … | Updated …" on one line
_DAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Za-z]{3,9}\.?,?\s+\d{4}|[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{4}-\d{2}-\d{2}|\d{4}/\d{2}/\d{2})"
    r"(?:,?\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)?",
    re.I,
)
_JOINTS = re.compile(r"[\s,|·•–—@()T-]*(?:at\b)?[\s,|·•–—@()-]*", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHead:
    """What the head of a text page says; None where it does not. Moments are ISO 8601, as exact as the page gives them."""

    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    author: str | None = None
    outlet: str | None = None
    issues: tuple[Issue, ...] = ()


def read_head(before: str, byline: str | None, *, delivered: date | None = None) -> TextHead:
    """The publication day in the lines before an article, and its byline's parts.

    The day of an update counts only where none of publication is given; a day alone in its line only where no line says what
    its day is, and no other such line gives another day.

    Args:
        before: The text before the article.
        byline: The byline without "By"; None if there is none.
        delivered: A day on which the page existed; no article on it was published later. None if it is not known.
    """
    found: dict[str, tuple[date, Clock | None]] = {}
    alone: list[tuple[date, Clock | None]] = []
    issues: list[Issue] = []
    for words in _short_lines(before):
        for kind, written in _labelled(words):
            day = to_day(written) or _worded(written)
            if day is None:
                continue
            if (issue := impossible(day, written, delivered)) is not None:
                issues.append(issue)
            else:
                found.setdefault(kind, (day, _clock_beside(written)))
        if (day_alone := read_day_line(words)) is not None:
            if (issue := impossible(day_alone[0], words, delivered)) is not None:
                issues.append(issue)
            else:
                alone.append(day_alone)
    if not found and len({day for day, _ in alone}) == 1:
        found["published"] = next((given for given in alone if given[1] is not None), alone[0])
    published, updated = found.get("published"), found.get("updated")
    first = published or updated
    author, outlet = byline, None
    if byline and (parts := BYLINE.match(byline.strip())):
        author, outlet = parts["author"].strip(), parts["outlet"].strip()
    return TextHead(
        published=first[0] if first else None,
        published_at=_moment(published) if published and published[1] else None,
        updated_at=_moment(updated) if updated else None,
        author=author,
        outlet=outlet,
        issues=tuple(issues),
    )


def impossible(day: date, written: str, delivered: date | None) -> Issue | None:
    """The issue of a day on which nothing on a page can have been published; None if it is possible.

    Args:
        day: The day.
        written: As the page writes it.
        delivered: A day on which the page existed; None if it is not known.
    """
    why = why_impossible(day, delivered)
    return impossible_date(written, why) if why else None


def read_day_line(words: str) -> tuple[date, Clock | None] | None:
    """The day, and the time if there is one, of a line that holds nothing else; None for any other line."""
    line = words.strip(" \t|·•–—-()[]")
    match = _DAY.search(line)
    if match is None or len(line) > MAX_LINE_CHARACTERS:
        return None
    day = to_day(match[0]) or _worded(match[0])
    if day is None:
        return None
    before, after = line[: match.start()], line[match.end() :]
    clock = find_clock(after.lstrip("T")) or find_clock(before)
    for rest in (before, after):
        if rest and (in_rest := find_clock(rest.lstrip("T"))) is not None:
            cut = len(rest) - len(rest.lstrip("T"))
            rest = rest[: in_rest.start + cut] + rest[in_rest.end + cut :]
        if _JOINTS.fullmatch(rest) is None:
            return None
    return day, clock


def _short_lines(before: str) -> Iterator[str]:
    for line in before.splitlines():
        words = line.strip()
        if words and len(words) <= MAX_LINE_CHARACTERS:
            yield words


def _labelled(words: str) -> Iterator[tuple[str, str]]:
    """What a line says is the day of publication, and of an update."""
    for part in _WITHIN.split(words):
        for kind, pattern in (("published", PUBLISHED), ("updated", UPDATED)):
            if labelled := pattern.match(part.strip()):
                yield kind, labelled[1]


def _worded(written: str) -> date | None:
    """A day written with "of", or behind its weekday."""
    match = _DAY.search(written[:80])
    return to_day(re.sub(r"\bof\s+", "", match[0])) if match else None


def _clock_beside(written: str) -> Clock | None:
    """The time in a line that gives a day."""
    match = _DAY.search(written)
    if match is None:
        return None
    return find_clock(written[match.end() :].lstrip("T")) or find_clock(written[: match.start()])


def _moment(given: tuple[date, Clock | None]) -> str:
    day, clock = given
    return day.isoformat() if clock is None else moment(day, clock)
