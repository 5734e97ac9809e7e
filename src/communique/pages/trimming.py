"""The extracted text of an article without what the extractor left that is none of it.

In: the text, a paragraph a line, and what the page tells of its lines. Out: `Trimmed`. Refuses to empty an article: where every line
looks like furniture, all stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.pages.lines import Line, Shape, split_lines
from communique.pages.marks import Marks
from communique.pages.metadata import Metadata
from communique.pages.moments import to_day
from communique.pages.page_words import letters
from communique.pages.walls import is_paywall
from communique.record.spans import Span

_LETTER = re.compile(r"[^\W\d_]")
_READ = re.compile(r"[^\W_]")
_MAX_ROW_WORDS = 15  # old sites lay an article out as a table: a paragraph in it is longer
_BYLINE = re.compile(r"(?:(?:written|words|story|posted|reported|published|photographs?|photos|video) )?by:?\s|^&\s", re.I)
_BY_NAME = re.compile(r"[Bb][Yy]:?\s+(?:[A-Z][\w.'’-]+\s+){1,3}[A-Z][\w.'’-]+,")  # "By Ana Sousa, 5 March 2031, 2:30 p.m."
_MAX_BYLINE_WORDS, _MAX_DATED_BYLINE_WORDS = 25, 14
_HEAD_LINES = 6  # bylines stand among the first lines
_TRAILING_DATE = re.compile(r"\s+[–—-]\s+\S*\s*\d[\w ,]*$")
_MIN_CAPTION_WORDS = 3
_MIN_LINK_WORDS = 5
# Of the letters of a body in linked data and of the text: what both have in common, for it to tell where the article begins and ends.
_BODY_COVERED, _BODY_SHARE = 0.8, 0.6

# Lines of the extracted text that are no part of an article, wherever they stand; captions and stamps only at its edges.
_DROPPED_KINDS = frozenset({"share", "sign", "rights", "advert"})
_EDGE_SHAPES = frozenset({Shape.FURNITURE, Shape.LABEL, Shape.MORE, Shape.BIO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """An article's text, the spans in it that are none of it, and the headlines of other stories that stood between its lines.

    `met_paywall`: lines that offer a subscription to read on followed.
    """

    text: str
    truncated: bool = False
    ignored: tuple[Span, ...] = ()
    leads: tuple[str, ...] = ()
    met_paywall: bool = False


def trim_article(text: str, about: Metadata, marks: Marks | None = None, shown: str = "", body: str | None = None) -> Trimmed:
    """The article without furniture.

    Args:
        text: The extracted text, a paragraph a line.
        about: The page's metadata: its headline and author are no part of the text.
        marks: What the page tells of its lines; None where the text is not from its elements.
        shown: The `letters` of all that the page shows.
        body: The article's text by the page's linked data, which tells where it begins and ends. None if there is none.
    """
    lines = split_lines(text)
    own = [letters(line.text) for line in lines]
    titles = {letters(about.headline or "")} | (set(marks.titles) if marks else set())
    names = letters(about.author or "").casefold()
    first, last = 0, len(lines)
    while first < last and (
        _is_edge(lines[first]) or own[first] in titles or (first < _HEAD_LINES and _is_byline(lines[first], own[first], names))
    ):
        first += 1
    while last > first and (
        _is_edge(lines[last - 1])
        or _is_byline(lines[last - 1], own[last - 1], names)
        or is_paywall(lines[last - 1].text)
        or (marks is not None and _is_link(lines[last - 1], marks))
    ):
        last -= 1
    met_paywall = any(is_paywall(line.text) for line in lines[last:])
    if first == last:
        first, last = 0, len(lines)
    elif body:
        first, last = _within(own, first, last, letters(body))
    links = _link_lists(lines, marks) if marks is not None else frozenset()
    kept: list[str] = []
    leads: list[str] = []
    ignored: list[Span] = []
    size = 0
    is_cut = False
    for at in range(first, last):
        line = lines[at]
        if (
            line.shape is Shape.LEAD
            or at in links
            or (marks is not None and at > first and _is_lead_link(line, own[at], marks))
        ):
            leads.append(line.text)
        elif not _READ.search(own[at]):
            continue
        elif not (
            (line.kind in _DROPPED_KINDS and _LETTER.search(line.text))
            or (marks is not None and _is_marked(line, own[at], marks, shown))
            or (at - first < _HEAD_LINES and _is_byline(line, own[at], names))
        ):
            words = text[line.start : line.end]
            if line.shape in _EDGE_SHAPES and line.kind != "stamp":
                ignored.append(Span(size, size + len(words)))
            kept.append(words)
            is_cut = line.shape is Shape.CUT
            size += len(words) + 1
    if not kept:
        kept = [text[line.start : line.end] for line in lines]
    follows = lines[last].shape if last < len(lines) else None
    truncated = is_cut or (last > first and follows is Shape.MORE)
    return Trimmed(
        text="\n".join(kept), truncated=truncated, ignored=tuple(ignored), leads=tuple(leads), met_paywall=met_paywall
    )


def _is_edge(line: Line) -> bool:
    return line.shape in _EDGE_SHAPES or _is_row(line)


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table, as the extractor writes it; at an article's edge that is a box beside it."""
    return line.text.lstrip().startswith("|") and line.n_words <= _MAX_ROW_WORDS


def _is_byline(line: Line, own: str, names: str) -> bool:
    """Whether a line says who wrote the article, with or without when: "By Ana Sousa, 5 March 2031"."""
    if line.n_words > _MAX_BYLINE_WORDS or line.n_sentences > 1:
        return False
    key = own.casefold()
    first = names[:8]
    if names and key and (key == names or (len(key) > 4 and key in names)):
        return True
    if not _BYLINE.match(line.text):
        return False
    if line.shape is not Shape.PROSE or (len(first) > 4 and first in key):
        return True
    return line.n_words <= _MAX_DATED_BYLINE_WORDS and bool(_BY_NAME.match(line.text) and to_day(line.text))


def _is_link(line: Line, marks: Marks) -> bool:
    """Whether a line is nothing but a link, as the items of a list of other stories are, with or without their dates."""
    if line.n_words < _MIN_LINK_WORDS or (line.shape is Shape.PROSE and not line.bullet):
        return False
    return letters(line.text) in marks.links or letters(_TRAILING_DATE.sub("", line.text)) in marks.links


def _is_lead_link(line: Line, own: str, marks: Marks) -> bool:
    """Whether a line between paragraphs is another story's headline: a link and nothing else, no heading and no sentence."""
    return (
        line.shape is Shape.BARE
        and not line.bullet
        and line.n_words >= _MIN_LINK_WORDS
        and own in marks.links
        and own not in marks.headings
    )


def _is_marked(line: Line, own: str, marks: Marks, shown: str) -> bool:
    """Whether a line is a caption, or stands nowhere but in blocks that are no part of the article."""
    if line.n_words < _MIN_CAPTION_WORDS:
        return False
    return own in marks.captions or (own in marks.asides and shown.count(own) <= marks.asides[own])


def _link_lists(lines: Sequence[Line], marks: Marks) -> frozenset[int]:
    """The lines of lists within the article whose every item is a link to another story, after a kicker or without one."""
    found: list[int] = []
    group: list[int] = []
    for at, line in enumerate((*lines, None)):
        if line is not None and line.bullet and line.shape is not Shape.PROSE and _leads_to(line.text, marks):
            group.append(at)
            continue
        if len(group) > 1 and not (line is not None and line.bullet) and not (group[0] and lines[group[0] - 1].bullet):
            found.extend(group)
        group = []
    return frozenset(found)


def _leads_to(words: str, marks: Marks) -> bool:
    return letters(words) in marks.links or letters(words.partition(": ")[2]) in marks.links


def _within(own: Sequence[str], first: int, last: int, body: str) -> tuple[int, int]:
    """The lines from the first to the last that stand in the article's body, if it is as good as all there."""
    inside = [at for at in range(first, last) if own[at] and own[at] in body]
    n_inside = sum(len(own[at]) for at in inside)
    if n_inside < max(_BODY_COVERED * len(body), _BODY_SHARE * sum(map(len, own[first:last]))):
        return first, last
    return inside[0], inside[-1] + 1
