"""Where two stories differ that share most of their text.

In: two texts. Out: the sentences that only one of them has. A sentence is the same where its words are, whatever stands between
them: a changed word makes it another sentence, which is what a reader of two versions wants to see.
"""

import re
from collections.abc import Iterator

from communique.archive.words import sentences_in
from communique.record.spans import Span


def only_in(text: str, other: str) -> tuple[Span, ...]:
    """The sentences of `text` whose words `other` does not have, in order; neighbours are one stretch."""
    theirs = {words for _, words in _sentences(other)}
    found: list[Span] = []
    was_own = False
    for span, words in _sentences(text):
        is_own = bool(words) and words not in theirs
        if is_own and was_own:
            found[-1] = Span(found[-1].start, span.end)
        elif is_own:
            found.append(span)
        was_own = is_own
    return tuple(found)


def _sentences(text: str) -> Iterator[tuple[Span, tuple[str, ...]]]:
    for span in sentences_in(text):
        yield span, tuple(re.findall(r"\w+", span.of(text).casefold()))
