"""What was seen in a story and not understood, so that "empty" differs from "not looked at".

In: the story's text and its time expressions. Out: `Issue`s in text order. Refuses to tell one thing twice: at most `MOST_OF_A_KIND`
of a code are told for a story, the last of them saying how many more there are.
"""

from collections.abc import Iterable

from communique.reading.found import FoundTime
from communique.reading.quotations import find_quotations
from communique.record.model import Issue, Story
from communique.record.spans import Span
from communique.record.vocab import TimeType

MOST_OF_A_KIND = 5
CONTEXT_CHARACTERS = 40


def find_issues(story: Story, times: tuple[FoundTime, ...]) -> tuple[Issue, ...]:
    """The issues of a story: quotation marks without a partner, and dates that name a day which cannot be worked out."""
    strays = (Span(offset, offset + 1) for offset in find_quotations(story.text).strays)
    undated = (
        time.span
        for time in times
        if time.type is TimeType.DATE and time.start is None and time.end is None and _names_a_day(time.value)
    )
    why = "" if story.published else "; the story has no publication date"
    return (
        *_told(story, "unclosed_quotation", "a quotation mark has no partner", strays),
        *_told(story, "unresolved_date", f"a date could not be worked out{why}", undated),
    )


def _names_a_day(value: str) -> bool:
    """Whether a TIMEX3 value stands for a day, week or month: seasons and fiscal years have no days by convention."""
    return value.startswith("XXXX")


def _told(story: Story, code: str, detail: str, spans: Iterable[Span]) -> tuple[Issue, ...]:
    found = sorted(set(spans))
    issues = [
        Issue(code=code, detail=detail, story=story.id, span=span, words=_around(story, span))
        for span in found[:MOST_OF_A_KIND]
    ]
    if len(found) > MOST_OF_A_KIND:
        more = len(found) - MOST_OF_A_KIND
        issues[-1] = Issue(
            code=code, detail=f"{detail} (and {more} more)", story=story.id, span=issues[-1].span, words=issues[-1].words
        )
    return tuple(issues)


def _around(story: Story, span: Span) -> str:
    """The words of a span; of a single character, what follows it on its line."""
    end = span.end if len(span) > 1 else min(span.end + CONTEXT_CHARACTERS, len(story.text))
    return story.text[span.start : end].split("\n")[0]
