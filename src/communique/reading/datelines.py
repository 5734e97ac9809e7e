"""What stands before a paragraph's first sentence: "GENEVA, Nov 10 (Agency) - ", "18.42 GMT – ".

In: a text and a paragraph of it. Out: where the first sentence begins. Refuses nothing: a paragraph without a dateline begins
at its beginning.
"""

import re

from communique.record.spans import Span

_UPPER = "A-ZÀ-ÖØ-Þ"
_DASH = r"(?:—|–|―|--?|:)"
_CLOCK = re.compile(
    r"\d{1,2}[.:h]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:GMT|UTC|BST|CES?T|E[SD]?T|P[SD]?T|C[SD]T|M[SD]T|JST|IST|local time)?\.?"
    rf"\s*(?:{_DASH}\s*)?(?=[\w“\"‘'])",
    re.IGNORECASE,
)
_SENTENCE = rf"[{_UPPER}\d“\"‘'«„]"  # what a sentence begins with, unlike the aside of "NATO – the alliance – …"
_MORE = r"[^—–―\n]{1,60}?"  # further places and a date: "/PARIS, Nov 10"
_CITY = re.compile(
    rf"(?:[{_UPPER}][{_UPPER}.'’/-]+\b\.?)(?:[ /][{_UPPER}][{_UPPER}.'’/-]+\b\.?)*(?:(?:,|/){_MORE})?"
    rf"(?:\s?\({_MORE}\))?\s?(?:—|–|―|--|-)\s(?={_SENTENCE})"
)
_AGENCY = re.compile(
    rf"(?:[{_UPPER}][\w.'’/ -]{{1,40}}?(?:,{_MORE})?\s)?\([{_UPPER}][\w. /]{{1,30}}\)\s?(?:—|–|―|--|-)\s(?={_SENTENCE})"
)


def sentence_start(text: str, paragraph: Span) -> int:
    """The offset at which a paragraph's first sentence begins, after a dateline or a time of day."""
    for pattern in (_CLOCK, _CITY, _AGENCY):
        match = pattern.match(text, paragraph.start, paragraph.end)
        if match is not None and match.end() < paragraph.end:
            return match.end()
    return paragraph.start
