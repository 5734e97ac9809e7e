"""Where the last sentence of an article that breaks off begins.

In: a text that ends in mid-sentence. Out: the `Span` of what is no whole sentence. Refuses a text that ends as a sentence ends: it is
whole, whatever was cut behind it.
"""

import re

from communique.record.spans import Span, trim

_MARK = r"(?:…|\.{3,}|\.\s\.\s\.|\[(?:…|\.{3})\])"
_CUT_END = re.compile(rf"{_MARK}[\s\])]*(?:(?:read|continue|click|see)\b[\w ]{{0,30}}|more|\(more\))?[\s\])»›→>]*$", re.I)
_WHOLE_END = re.compile(r"[.?!。][\"”’'»)\]*]*\s*$")
_STOP = re.compile(r"(?P<word>[\w.'’-]*)[.?!。…][\"”’'»)\]]*(?:\s+(?=[\"“‘'(\[]*[A-Z0-9])|[^\S\n]*\n\s*)")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n|[\f\v\u2029]")
# Abbreviations that stand before a name or a number; what is before their stop is no whole sentence.
_BEFORE_NAMES = frozenset(
    "mr mrs ms messrs dr prof st ste gen lt col maj capt cmdr sgt adm brig sen rep gov pres amb hon rev fr sr jr no nos vs v art sec"
    " jan feb mar apr jun jul aug sep sept oct nov dec mt ft al inc ltd co corp approx".split()
)
_TAIL_CHARS = 4_000  # a sentence is shorter


def broken_sentence(text: str, start: int = 0, end: int | None = None, *, is_cut: bool = False) -> Span | None:
    """The sentence with which a text breaks off, from the end of the sentence before it.

    Args:
        text: A text, whose paragraphs are parted by blank lines or line ends behind a whole sentence.
        start: Where its last paragraph begins, or earlier.
        end: Where the text ends; None for the end of `text`.
        is_cut: It is known that it breaks off, even if it has no ellipsis.
    Returns:
        Its span; None where the text ends with a whole sentence, or with nothing but the mark of what is missing.
    """
    end = len(text) if end is None else end
    tail = max(start, end - _TAIL_CHARS)
    words = text[tail:end]
    mark = _CUT_END.search(words[-120:])
    if mark is not None:
        stop = max(0, len(words) - 120) + mark.start()
    elif not is_cut or _WHOLE_END.search(words[-40:]):
        return None
    else:
        stop = len(words)
    begin = max((gap.end() for gap in _PARAGRAPH.finditer(words, 0, stop)), default=0)
    for found in _STOP.finditer(words, begin, stop):
        if not _is_abbreviation(found):
            begin = found.end()
    span = trim(words, begin, stop)
    if span is None or not any(c.isalnum() for c in span.of(words)) or _WHOLE_END.search(span.of(words)):
        return None
    if mark is not None and mark[0].startswith("....") and not mark[0].startswith("....."):
        return None  # a stop and an ellipsis
    return Span(tail + span.start, end)


def _is_abbreviation(stop: re.Match[str]) -> bool:
    word = stop["word"].lower()
    if stop[0].rstrip()[len(stop["word"]) :][:1] != ".":
        return False
    return word in _BEFORE_NAMES or (len(word) == 1 and word.isalpha()) or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", word))
