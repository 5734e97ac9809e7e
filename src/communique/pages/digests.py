"""Newsletters and digests: several short stories on one page, each under its headline.

In: a page's lines. Out: `Item`s, the stories' lines with what stands around them. Refuses a page without several signs, independent of
each other, that its parts are stories: subheadings, the questions of an interview and the rules within a long article are none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from communique.pages.lines import Line, Shape

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+")
_LINK_LINE = re.compile(
    r"[(\[<]?\s*(?:(?:read|see|full|more|link|source|details|continue|web|url|view|find)\b[^:]{0,40}[:>»→–—-]\s*)?"
    r"[<(\[]?(?:https?://|www\.)\S+.{0,20}",
    re.I,
)
_MORE_LINE = re.compile(
    r"[(\[]?\s*(?:read (?:more|on|the full (?:story|article|report)|it here|full story)"
    r"|full (?:story|article|report)|more (?:here|details)|continue reading)\b.{0,60}",
    re.I,
)
_RULE = re.compile(r"(?:[*=_~#•–—+-]\s?){3,}|\*")
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]")
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:, ?[A-Z][\w. ]{1,30}){0,2}(?: ?\([^()\n]{1,40}\))? ?(?:-{1,2}|[–—]|:) ")
_CREDIT = re.compile(r"[.!?”\"]\s*[(\[—–-]\s?[A-Z][\w .,/&-]{1,30}[)\]]?$")
_LETTER = re.compile(
    r"\b(?:newsletter|digest|round-?up|briefing|in brief|briefs|bulletin|headlines|news summary|daily summary|weekly summary"
    r"|week in review|press review"
    r"|morning (?:edition|update|call|read)|evening (?:edition|update)|today's (?:news|stories|top|edition)|top stories"
    r"|view (?:this )?(?:email )?in (?:your )?browser|unsubscribe|subscribers?|forwarded this"
    r"|good (?:morning|evening|afternoon)|at a glance|news in short)\b",
    re.I,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]\w+(?: [A-Z]\w+)*")

_MIN_ITEMS, _MIN_ITEMS_PARTED = 3, 2  # in general, and where rules part them and each has its link
_MIN_STRONG, _MIN_WEAK_BESIDE_STRONG, _MIN_WEAK = 2, 2, 4
_MOST = 0.6  # of the items that show a sign
_HEADLINE_WORDS = (3, 22)
_SECTION_WORDS = 5
_STORY_WORDS = (12, 450)  # of the items in the middle
_LONG_PARAGRAPH_WORDS = 8
_LINES_TO_PROSE = 4
_KIN_SHARE = 0.34  # of the neighbours that share a name, at most, where their topics differ
_LETTER_LINES = 12  # at the page's head and foot


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A story of a digest: its lines without headline and links. `first` is the number of its headline's line."""

    first: int
    lines: tuple[Line, ...]
    headline: str
    section: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    head: int  # the line of the headline
    end: int  # the line behind the block's last
    section: str | None
    is_parted: bool  # a rule stands before it


def find_items(lines: Sequence[Line]) -> tuple[Item, ...]:
    """The stories of a digest, in the page's order; none if the page is no digest."""
    blocks = _blocks(lines)
    if len(blocks) < _MIN_ITEMS_PARTED or not _is_digest(lines, blocks):
        return ()
    return tuple(_item(lines, block) for block in blocks)


def _blocks(lines: Sequence[Line]) -> list[_Block]:
    """The headlines with prose under them, to the next one; where rules part the stories, only those behind a rule."""
    heads: list[tuple[int, str | None, bool]] = []
    section: str | None = None
    is_parted = stands_apart = False
    for i, line in enumerate(lines):
        after = lines[i + 1] if i + 1 < len(lines) else None
        if _is_rule(line):
            is_parted = stands_apart = True
            continue
        stands_apart |= not i or line.after_gap or bool(line.bullet) or line.title_case
        if after is not None and _is_section(line, after):
            section = None if _LETTER.search(line.text) else line.text.strip("*_:# ")
            stands_apart = True
            continue
        if stands_apart and _may_head(line) and _is_over_prose(lines, i):
            heads.append((i, section, is_parted))
        if line.n_words and (line.shape is not Shape.FURNITURE or line.kind == "section"):
            is_parted = False
        stands_apart = _is_link(line)
    if sum(parted for _, _, parted in heads[1:]) >= _MIN_ITEMS - 1:
        while not heads[1][2] and _LETTER.search(lines[heads[0][0]].text):
            heads = heads[1:]  # the letter's own title
        heads = [head for n, head in enumerate(heads) if head[2] or not n]
    edges = [*(head for head, _, _ in heads), len(lines)]
    return [_Block(head, end, named, parted) for (head, named, parted), end in zip(heads, edges[1:], strict=True)]


def _is_rule(line: Line) -> bool:
    return not line.n_words and _RULE.fullmatch(line.whole) is not None


def _is_section(line: Line, after: Line) -> bool:
    """Whether a line names a section: a few words in capitals, or a section's known name, above a headline."""
    if line.n_words > _SECTION_WORDS or not line.n_words or line.bullet[:1].isdigit():
        return False
    if not (_may_head(after) or _is_rule(after)):
        return False
    return line.kind == "section" or (line.text.isupper() and line.shape in (Shape.BARE, Shape.FURNITURE, Shape.LABEL))


def _may_head(line: Line) -> bool:
    fewest, most = _HEADLINE_WORDS
    if not fewest <= line.n_words <= most or line.text.endswith(("?", ":", ",")):
        return False
    return line.shape is Shape.BARE or (line.kind == "section" and line.n_words >= fewest)


def _is_over_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether a paragraph stands under a line, behind no more than its byline and date."""
    for line in lines[i + 1 : i + 1 + _LINES_TO_PROSE]:
        if _is_paragraph(line):
            return not line.bullet and line.n_words >= _LONG_PARAGRAPH_WORDS
        if line.shape is not Shape.FURNITURE or line.kind not in ("byline", "stamp", "credit"):
            return False
    return False


def _is_paragraph(line: Line) -> bool:
    """Whether a line is prose, or ends with its agency as prose in digests does."""
    is_credited = line.kind == "credit" and line.n_words >= _LONG_PARAGRAPH_WORDS and _CREDIT.search(line.text[-40:])
    return line.shape is Shape.PROSE or bool(is_credited)


def _is_digest(lines: Sequence[Line], blocks: Sequence[_Block]) -> bool:
    n = len(blocks)
    bodies = [lines[block.head + 1 : block.end] for block in blocks]
    sizes = [sum(line.n_words for line in body if _is_paragraph(line)) for body in bodies]
    shortest, longest = _STORY_WORDS
    if sum(shortest <= size <= longest for size in sizes) < n - 1:
        return False
    before = sum(line.n_words for line in lines[: blocks[0].head] if line.shape is Shape.PROSE)
    if before > max(sum(sizes) / 2, longest / 2):
        return False
    if any(
        line.text.endswith("?") and line.n_words > 3
        for line in lines
        if line.shape in (Shape.BARE, Shape.PROSE) and line.n_sentences == 1
    ) and (sum(line.text.endswith("?") for line in lines) >= n):
        return False
    firsts = [next((line for line in body if _is_paragraph(line)), None) for body in bodies]
    lasts = [next((line for line in reversed(body) if _is_paragraph(line)), None) for body in bodies]
    strong = (
        sum(block.is_parted for block in blocks[1:]) >= _MOST * (n - 1),
        sum(any(_is_link(line) for line in body) for body in bodies) >= _MOST * n,
        sum(bool(line and _DATELINE.match(line.text)) for line in firsts) >= _MOST * n,
        sum(bool(line and _CREDIT.search(line.text[-40:])) for line in lasts) >= _MOST * n,
    )
    edges = (*lines[: min(blocks[0].head + 1, _LETTER_LINES)], *lines[max(blocks[-1].head + 1, len(lines) - _LETTER_LINES) :])
    weak = (
        any(_LETTER.search(line.text) for line in edges if line.n_words <= 30),
        _counts(lines, blocks),
        len({block.section for block in blocks if block.section}) > 1,
        not _are_kin(bodies),
    )
    n_strong, n_weak = sum(strong), sum(weak)
    if n < _MIN_ITEMS and not (strong[0] and strong[1]):
        return False
    return (n_strong >= _MIN_STRONG and n_weak > 0) or (n_strong and n_weak >= _MIN_WEAK_BESIDE_STRONG) or n_weak >= _MIN_WEAK


def _counts(lines: Sequence[Line], blocks: Sequence[_Block]) -> bool:
    """Whether the headlines are numbered, one after the other."""
    numbers = [int(match[1]) if (match := _NUMBER.match(lines[block.head].bullet)) else 0 for block in blocks]
    return all(two == one + 1 for one, two in pairwise(numbers)) and numbers[0] == 1


def _are_kin(bodies: Sequence[Sequence[Line]]) -> bool:
    """Whether the parts tell of the same people and places, as those of one article do."""
    names = [{name for line in body if line.shape is Shape.PROSE for name in _NAME.findall(line.text)} for body in bodies]
    shared = sum(bool(one & two) for one, two in pairwise(names))
    return shared > _KIN_SHARE * (len(names) - 1)


def _is_link(line: Line) -> bool:
    return _LINK_LINE.fullmatch(line.whole) is not None or _MORE_LINE.fullmatch(line.whole) is not None or line.kind == "link"


def _item(lines: Sequence[Line], block: _Block) -> Item:
    head = lines[block.head]
    kept: list[Line] = []
    url = None
    for i in range(block.head + 1, block.end):
        line = lines[i]
        after = lines[i + 1] if i + 1 < len(lines) else None
        if url is None and (link := _LINK.search(line.whole)) is not None and (_is_link(line) or line.n_words < 30):
            url = link[0].rstrip(".,;")
        if _is_link(line) or _is_rule(line) or (after is not None and _is_section(line, after)):
            continue
        kept.append(line)
    return Item(
        first=block.head, lines=tuple(kept), headline=head.text.strip("*_# ") or head.text, section=block.section, url=url
    )
