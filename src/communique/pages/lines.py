"""What each line of a plain-text page looks like, by its shape and by the lexicon of furniture.

In: a page's text. Out: `Line`s, each with its place in the page and its `Shape`; a paragraph that was wrapped to a fixed width
is one line. Refuses nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from communique.pages.tables import read_rows
from communique.record.spans import Span, trim


class Shape(StrEnum):
    """What a line looks like by itself."""

    PROSE = "prose"  # ends as a sentence ends
    BARE = "bare"  # ends without a stop: a headline, an item of a list, a subheading
    CUT = "cut"  # broken off, with an ellipsis
    LEAD = "lead"  # "READ ALSO:" and another story's headline
    LABEL = "label"  # heads a list of other stories
    MORE = "more"  # the article goes on elsewhere
    FURNITURE = "furniture"
    BIO = "bio"  # about the author, as a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line without white space at its edges. `body` is where its words begin, behind a bullet or a lead-in."""

    start: int
    end: int
    body: int
    text: str  # from `body` to `end`
    whole: str  # from `start` to `end`
    bullet: str
    shape: Shape
    kind: str  # the furniture's kind in the lexicon, "" for none
    n_words: int
    n_sentences: int
    title_case: bool
    after_gap: bool  # a blank line stands before it


_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:[•◦▪▸►▶»›■□●○*·‣⁃–—-]|>{1,3}|#{1,6}|\(?\d{1,2}[.)])\s+")
_WORD = re.compile(r"[^\W_]\w*(?:[.'’&-]\w+)*")
# A sentence's end: a stop, and what may close after it. A dateline ("GENEVA, March 3 (AP) --") introduces one.
_ENDED = re.compile(r"(?:[.?!。]|(?<=\S)[:;]|\.\.\.|…)[\"”’'»)\]*]*$|\((?:[^()]{2,20})\)\s?(?:--|—|–|_|-)$")
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/()-]{2,60}(?:\([^()]{2,20}\))?\s?(?:--|—|–|_|-)$")  # "GENEVA _", alone in its line
_CLOSED_ELLIPSIS = re.compile(r"(?:…|\.{3,})[\"”’'»]+[)\]]*$")
_ELLIPSIS = re.compile(
    r"(?:…|(?<!\.)\.{3}|\.\s\.\s\.|\[(?:…|\.{3})\])[\s\])]*$|(?:…|\.{3})\s*(?:read more|more|continue reading|\(more\))?$", re.I
)
_INNER_STOP = re.compile(r"[.?!][\"”’')\]]*\s+[\"“‘'(\[]*[A-Z0-9]")
_SPEECH = re.compile(r"[\"“”]|''|\b(?:said|says|told|added|asked)\b")
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*,?\s+){2,4}")
_TAIL = re.compile(r"(?:\s*(?:[:»›→>]|…|\.{3}))+$")
# A caption's credit: "… on Monday. AFP", "… on Monday. Ana Sousa for The Harbour Post".
_AGENCY = re.compile(
    r"[.!?][\"”’')]*\s+(?:[A-Z]{2,6}(?:\s?/\s?[A-Z]{2,6})?|(?:[A-Z][\w.'’-]*\s){2,4}for\s(?:[Tt]he\s)?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3})$"
)
_ANEW = re.compile(
    r"[A-Z][A-Z.' -]{0,30}:\s|[•◦▪*·]\s|\(?\d{1,2}[.)]\s[A-Z]|\[?\d{1,2}:\d\d\b"
)  # never in the middle of a paragraph
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"[<(\[]?(?:https?://|www\.)\S+")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})

_SHAPES = {"label": Shape.LABEL, "more": Shape.MORE, "bio": Shape.BIO, "person": Shape.BIO}
_TAIL_CHARS = 80  # as much of a line as tells how it ends
MAX_FURNITURE_CHARS = 700  # a caption with its credit; what is longer is no furniture
_MAX_LEAD_WORDS = 30  # a headline with its deck; what is longer behind "More:" is prose
_MIN_TITLE_WORDS = 4
_TITLE_SHARE = 0.75  # of the words with four letters or more that are capitalised in a title

# Wrapping: widths of mail and of terminals, and the share of lines that must go on in the next for a page to count as wrapped.
_WRAP_CHARS = (40, 100)
_WRAP_SHARE = 0.5
_WRAP_LOWER_SHARE = 0.3
_WRAP_LINES = 4


@dataclass(frozen=True, slots=True)
class _Furniture:
    whole: tuple[tuple[str, re.Pattern[str]], ...]
    lead: re.Pattern[str]


def split_lines(text: str, start: int = 0, end: int | None = None, *, without: Iterable[Span] = ()) -> tuple[Line, ...]:
    """The lines of a page that are not blank, in order.

    Args:
        text: The page.
        start: Where to begin.
        end: Where to end; None for the page's end.
        without: Lines to leave out, such as running heads. A sentence that goes on behind them is one line.
    """
    left_out = {span.start for span in without}
    found: list[tuple[int, int, bool]] = []
    continued: set[int] = set()  # where a line goes on with the sentence of the page before
    last_end, is_broken = start, False
    for match in _LINE.finditer(text, start, len(text) if end is None else end):
        span = trim(text, match.start(), match.end())
        if span is None:
            continue
        if span.start in left_out:
            is_broken = bool(found)
            continue
        gap = text[last_end : span.start]
        # A page's end in mid-sentence, with or without running heads around it.
        if found and (is_broken or "\f" in gap) and text[span.start].islower() and _goes_on(text, last_end, span.start):
            continued.add(span.start)
            found.append((span.start, span.end, False))
        else:
            found.append((span.start, span.end, is_broken or (not gap.strip() and _n_breaks(gap) > 1)))
        last_end, is_broken = span.end, False
    if _is_wrapped(text, found):
        found = _unwrapped(text, found)
    elif continued:
        found = _continued(found, continued)
    return tuple(_line(text[first:last], first, after_gap) for first, last, after_gap in found)


def _n_breaks(gap: str) -> int:
    return len(re.findall(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", gap))


def _goes_on(text: str, end: int, next_start: int) -> bool:
    is_open = _ENDED.search(text[max(0, end - _TAIL_CHARS) : end]) is None
    return bool(is_open and text[next_start].isalnum())


def _is_wrapped(text: str, found: list[tuple[int, int, bool]]) -> bool:
    """Whether paragraphs were broken into lines of a fixed width."""
    pairs = [(one, two) for one, two in pairwise(found) if not two[2]]
    if len(pairs) < _WRAP_LINES or max(end - start for start, end, _ in found) > _WRAP_CHARS[1]:
        return False
    on = [(one, two) for one, two in pairs if one[1] - one[0] >= _WRAP_CHARS[0] and _goes_on(text, one[1], two[0])]
    lower = sum(text[two[0]].islower() for _, two in on)
    return len(on) >= _WRAP_SHARE * len(pairs) and lower >= _WRAP_LOWER_SHARE * len(on)


def _continued(found: list[tuple[int, int, bool]], continued: set[int]) -> list[tuple[int, int, bool]]:
    joined: list[tuple[int, int, bool]] = []
    for start, end, after_gap in found:
        if joined and start in continued:
            joined[-1] = (joined[-1][0], end, joined[-1][2])
        else:
            joined.append((start, end, after_gap))
    return joined


def _unwrapped(text: str, found: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    width = max(end - start for start, end, _ in found)
    joined: list[tuple[int, int, bool]] = []
    last_width = 0
    for start, end, after_gap in found:
        if joined and not after_gap:
            first, _, gap = joined[-1]
            # A line that stops well before the margin ends its paragraph, unless the next begins in the middle of a sentence.
            if text[start].islower() or (last_width >= 0.75 * width and not _ANEW.match(text, start, end)):
                joined[-1] = (first, end, gap)
                last_width = end - start
                continue
        joined.append((start, end, after_gap))
        last_width = end - start
    return joined


@dataclass(frozen=True, slots=True)
class _Look:
    """A line wherever it stands."""

    bullet_chars: int
    lead_chars: int  # behind the bullet
    shape: Shape
    kind: str
    n_words: int
    n_sentences: int
    title_case: bool


def _line(whole: str, start: int, after_gap: bool) -> Line:
    look = _known_look(whole) if len(whole) <= MAX_FURNITURE_CHARS else _look(whole)
    skipped = look.bullet_chars + look.lead_chars
    return Line(
        start=start,
        end=start + len(whole),
        body=start + skipped,
        text=whole[skipped:],
        whole=whole,
        bullet=whole[: look.bullet_chars].strip(),
        shape=look.shape,
        kind=look.kind,
        n_words=look.n_words,
        n_sentences=look.n_sentences,
        title_case=look.title_case,
        after_gap=after_gap,
    )


def _look(whole: str) -> _Look:
    bullet = _BULLET.match(whole)
    bullet_chars = bullet.end() if bullet else 0
    words = whole[bullet_chars:]
    n_words = len(_WORD.findall(words))
    title_case = _is_title(words)
    n_sentences = len(_INNER_STOP.findall(words)) + 1
    kind, lead_chars = furniture_kind(words)
    if kind == "lead" and _LINK.fullmatch(words, lead_chars):
        kind, lead_chars, shape = "link", 0, Shape.FURNITURE
    elif kind == "lead":
        n_words, shape = len(_WORD.findall(words, lead_chars)), Shape.LEAD
    elif kind:
        shape = _SHAPES.get(kind, Shape.FURNITURE)
    elif not n_words:
        kind, shape = "rule", Shape.FURNITURE
    else:
        shape = _ending(words, title_case=title_case, n_sentences=n_sentences)
    return _Look(bullet_chars, lead_chars, shape, kind, n_words, n_sentences, title_case)


_known_look = lru_cache(maxsize=4096)(_look)  # a page's buttons come again and again


def _ending(words: str, *, title_case: bool, n_sentences: int) -> Shape:
    """What a line that is no furniture looks like, by its end."""
    tail = words[-_TAIL_CHARS:]
    if _CLOSED_ELLIPSIS.search(tail):
        return Shape.BARE if title_case else Shape.PROSE
    if _ELLIPSIS.search(tail):
        return Shape.CUT
    if _DATELINE.match(words):
        return Shape.PROSE
    is_title_question = title_case and n_sentences == 1 and words.rstrip("\"”’'").endswith(("?", "!"))
    return Shape.PROSE if _ENDED.search(tail) and not is_title_question else Shape.BARE


def behind(line: Line, offset: int) -> Line:
    """What of a line stands behind its first `offset` characters, as a line; the line itself if nothing does."""
    whole = line.whole[offset:].lstrip()
    return _line(whole, line.end - len(whole), line.after_gap) if whole else line


def is_cut(words: str) -> bool:
    """Whether words break off with an ellipsis that no quotation mark closes."""
    tail = words[-_TAIL_CHARS:]
    return _CLOSED_ELLIPSIS.search(tail) is None and _ELLIPSIS.search(tail) is not None


def _is_title(words: str) -> bool:
    """Whether words are written as titles are in American usage, or in capitals throughout."""
    all_words: list[str] = _WORD.findall(words)
    long_words = [word for word in all_words if len(word) >= 4 and word[0].isalpha()]
    if len(all_words) < _MIN_TITLE_WORDS or len(long_words) < 3:
        return False
    return sum(word[0].isupper() for word in long_words) >= _TITLE_SHARE * len(long_words)


def furniture_kind(words: str) -> tuple[str, int]:
    """What furniture a line is, by the lexicon; "" for none.

    Args:
        words: A line without bullet and without white space at its edges.
    Returns:
        The kind, and for "lead" the number of characters before the other story's headline, else 0.
    """
    if len(words) > MAX_FURNITURE_CHARS:
        return "", 0
    lexicon = _furniture()
    plain = words.translate(_STRAIGHT).lower()
    if len(plain) != len(words):
        plain = words.translate(_STRAIGHT)  # a letter whose lower case is longer would move offsets
    lead = lexicon.lead.match(plain)
    if lead and lead.end() < len(words) and len(_WORD.findall(words, lead.end())) < _MAX_LEAD_WORDS:
        return "lead", lead.end()
    collapsed = _SPACE.sub(" ", plain)
    bare = _TAIL.sub("", collapsed)
    for kind, pattern in lexicon.whole:
        if pattern.fullmatch(bare) or (kind == "credit" and bare != collapsed and pattern.fullmatch(collapsed)):
            if kind == "label" and bare.endswith((".", "!", "?")):
                continue
            if kind in ("bio", "person") and _SPEECH.search(words):
                continue
            if kind == "person" and not _NAME.match(words):
                continue
            return kind, 0
    return ("credit", 0) if _AGENCY.search(words) else ("", 0)


@cache
def _furniture() -> _Furniture:
    """The lexicon of furniture, compiled."""
    parts: dict[str, str] = {}
    whole: list[tuple[str, re.Pattern[str]]] = []
    leads: list[str] = []
    for kind, pattern in read_rows("furniture.tsv"):
        if kind.startswith("@"):
            parts[kind] = pattern
            continue
        for name, alternatives in parts.items():
            pattern = pattern.replace(name, alternatives)
        if kind == "lead":
            leads.append(pattern)
        else:
            whole.append((kind, re.compile(pattern)))
    return _Furniture(whole=tuple(whole), lead=re.compile("|".join(f"(?:{lead})" for lead in leads)))
