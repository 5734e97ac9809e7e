"""What the lines before a plain-text article say of it: when it was published, who wrote it, for which outlet.

In: the text before the article, and its byline. Out: `TextHead`. Refuses a line that only mentions a date: the day must follow a
word that says what it is ("Published", "Updated", "Date"), so that a dateline or a caption is never taken for it.
"""

import re
from dataclasses import dataclass
from datetime import date

from communique.pages.metadata import likely_day

MAX_LINE_CHARACTERS = 120  # a longer line is a sentence
PUBLISHED = re.compile(
    r"^\W{0,3}(?:first )?(?:published|posted|issued|date|publication date)(?: on| at)?\s*[:|–—-]?\s+(.+)$", re.I
)
UPDATED = re.compile(r"^\W{0,3}(?:last )?(?:updated|modified)(?: on| at)?\s*[:|–—-]?\s+(.+)$", re.I)
BYLINE = re.compile(r"^(?:[Bb]y\s+)?(?P<author>[^,|]{3,60}?)\s*[,|]\s*(?P<outlet>[A-Z][^,|]{2,40})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextHead:
    """What the head of a text page says; None where it does not."""

    published: date | None = None
    author: str | None = None
    outlet: str | None = None


def read_head(before: str, byline: str | None) -> TextHead:
    """The publication day in the lines before an article (the day of an update only where none is given), and its byline's parts."""
    days: dict[bool, date] = {}
    for line in before.splitlines():
        words = line.strip()
        if not words or len(words) > MAX_LINE_CHARACTERS:
            continue
        for is_update, pattern in ((False, PUBLISHED), (True, UPDATED)):
            if (labelled := pattern.match(words)) and (day := likely_day(labelled[1])) is not None:
                days.setdefault(is_update, day)
    author, outlet = byline, None
    if byline and (parts := BYLINE.match(byline.strip())):
        author, outlet = parts["author"].strip(), parts["outlet"].strip()
    return TextHead(published=days.get(False) or days.get(True), author=author, outlet=outlet)
