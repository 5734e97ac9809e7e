"""The quotations of a story: which quotation marks belong together.

In: a story's text. Out: its quotations in text order, with those inside others, and the marks that stay alone. Refuses
nothing: a mark without a partner is reported, and ends at its paragraph's end at the latest.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from communique.record.spans import Span, trim

# Which marks close which: typists mix straight with curly ones, and turn curly ones the wrong way round.
_DOUBLE = {"“": '”"“', "”": '”"', "„": '“”‟"', "‟": "”", '"': '"”', "＂": "＂"}
_SINGLE = {"‘": "’", "‚": "‘’", "'": "'", "‛": "’", "`": "'’"}
_ANGLE = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_CORNER = {"「": "」", "『": "』"}
_FAMILY = {
    **dict.fromkeys('“”„‟"＂', _DOUBLE),
    **dict.fromkeys("‘’‚‛'`", _SINGLE),
    **dict.fromkeys("«»‹›", _ANGLE),
    **dict.fromkeys("「」『』", _CORNER),
}
_MARKS = re.compile("[" + "".join(_FAMILY) + "]")
_AMBIGUOUS = "\"＂'"  # one character for both ends
_OPENS_AFTER = " \t\u00a0([{<-–—―/:…|" + "“‘\"'„«‹"
_ELISIONS = re.compile(
    r"(?:\d0s|\d\ds?|tis|twas|til|till|em|cause|cos|bout|n|round|neath|fraid|nuff|kay|scuse)(?![A-Za-z0-9])", re.IGNORECASE
)
_INCHES = re.compile(r"\d['’]\d\d?$")  # 6'3"
_TWO = ("''", "``", "‘‘", "’’")
_TWO_MARKS = re.compile(r"(?P<opens>(?:(?<=[\s(\[—–-])|^)(?:''|``|‘‘|’’)(?=\S))|''|``|’’|‘‘", re.MULTILINE)
_SENTENCE_STOPS = ".!?…"
# ", Holm said." and ", said the envoy": where the closing mark before them is missing, they show where the quotation ended.
_SAYS = r"(?:said|says|added|adds|insisted|warned|told\s[a-z]+)"
_TELLING = re.compile(
    rf",\s(?:{_SAYS}\s(?=[A-Z]|the\s|an?\s|he\b|she\b|they\b)"
    rf"|(?:[A-Z][\w’'.-]*|the|an?|he|she|they)(?:\s[\w’'.-]+){{0,5}}?\s{_SAYS}(?=[.,;]|\s(?:on|in|at|during|late|after)\s|\s[A-Z]))"
)
_WRAPPED_LINE = range(45, 101)  # characters of a line that an e-mail client or an editor has broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words in quotation marks. `start` and `end` take in the marks, `inner` leaves them out.

    `depth` is 0 for a quotation that lies in no other. `is_closed` is False where the closing mark is missing: the quotation
    then runs to its paragraph's end, or to the words that tell who said it. `continues` tells that it goes on with the
    quotation before it, left open at the end of the paragraph before.
    """

    start: int
    end: int
    inner: Span
    depth: int = 0
    is_closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """What the marks of a text say. `strays` are the offsets of marks that close nothing or open nothing."""

    found: tuple[Quotation, ...] = ()
    strays: tuple[int, ...] = ()

    @property
    def outer(self) -> tuple[Quotation, ...]:
        """Those that lie in no other quotation."""
        return tuple(quotation for quotation in self.found if quotation.depth == 0)


def find_paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, without the white space around them.

    A line break ends a paragraph, unless the text is hard-wrapped (most of its lines are of one column's length and end without
    a full stop): then only a blank line does.
    """
    spans: list[Span] = []
    for start, end in _pieces(text, re.compile(r"\n[ \t\r]*\n\s*")):
        lines = list(_pieces(text[start:end], re.compile(r"\n")))
        wrapped = [e - s in _WRAPPED_LINE and text[start + e - 1] not in '.!?:…”"’' for s, e in lines[:-1]]
        if len(wrapped) >= 2 and sum(wrapped) * 3 > len(wrapped) * 2:
            lines = [(0, end - start)]
        spans += [span for s, e in lines if (span := trim(text, start + s, start + e))]
    return tuple(spans)


def _pieces(text: str, border: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in border.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark has not come yet."""

    start: int
    mark: str
    continues: bool


def find_quotations(text: str, paragraphs: Iterable[Span] | None = None) -> Quotations:
    """Pair the quotation marks of a text.

    Curly, straight and angular marks are known, single ones where they are no apostrophe. No quotation crosses a paragraph's
    border; one that is left open there and taken up with a new opening mark gives one `Quotation` a paragraph, the later ones
    with `continues`.

    Args:
        text: Any text.
        paragraphs: Its paragraphs, where they are known already; see `find_paragraphs`.
    Returns:
        The quotations by their start; an inner one follows the one that it lies in.
    """
    found: list[Quotation] = []
    strays: list[int] = []
    left_open: str | None = None
    plain = _TWO_MARKS.sub(_one_mark, text)
    for paragraph in find_paragraphs(text) if paragraphs is None else paragraphs:
        was_open = left_open
        left_open = _read_paragraph(plain, paragraph, left_open, found, strays)
        if was_open is not None and any(q.continues and q.start >= paragraph.start for q in found):
            strays = [at for at in strays if at >= paragraph.start or at < _last_start(found, paragraph.start)]
    whole = [q if plain is text else _with_both_marks(text, q) for q in found]
    return Quotations(found=_nested(whole), strays=tuple(strays))


def _nested(found: list[Quotation]) -> tuple[Quotation, ...]:
    """The quotations by their start, each with its depth; one that reaches out of the one it begins in is left out."""
    kept: list[Quotation] = []
    around: list[Quotation] = []
    for quotation in sorted(found, key=lambda q: (q.start, -q.end)):
        while around and around[-1].end <= quotation.start:
            around.pop()
        if around and quotation.end > around[-1].end:
            continue
        kept.append(replace(quotation, depth=len(around)))
        around.append(kept[-1])
    return tuple(kept)


def _last_start(found: list[Quotation], before: int) -> int:
    """Where the quotation that `before` goes on with begins: its mark is closed later, and no stray."""
    return max((q.start for q in found if q.start < before and not q.is_closed), default=before)


def _one_mark(match: re.Match[str]) -> str:
    """Two single marks for one double one, as typewriters and TeX write it; the length stays."""
    return ' "' if match.group("opens") else '" '


def _with_both_marks(text: str, quotation: Quotation) -> Quotation:
    start, end = quotation.start, quotation.end
    return replace(
        quotation,
        start=start - (start > 0 and text[start - 1 : start + 1] in _TWO),
        end=end + (quotation.is_closed and text[end - 1 : end + 1] in _TWO),
    )


def _read_paragraph(text: str, paragraph: Span, left_open: str | None, found: list[Quotation], strays: list[int]) -> str | None:
    """Pair the marks of one paragraph; returns the mark of a quotation that its end leaves open."""
    stack: list[_Open] = []
    for match in _MARKS.finditer(text, paragraph.start, paragraph.end):
        at, mark = match.start(), match.group()
        closing = next((k for k in range(len(stack) - 1, -1, -1) if mark in _FAMILY[stack[k].mark][stack[k].mark]), None)
        opens, closes = _can_open(text, at, mark, paragraph), _can_close(text, at, mark, paragraph)
        if closing is not None and closes and _ends_here(text, at, mark, paragraph, stack[closing], opens=opens):
            _close(text, stack, closing, at + 1, found, strays)
        elif opens and (closing is None or not closes) and _may_start(text, at, mark, paragraph, stack):
            if stack and stack[-1].mark == mark:  # opened again without a closing mark: the first one ended before
                _give_up(text, stack.pop(), at, found, strays)
            stack.append(_Open(at, mark, continues=left_open is not None and at == paragraph.start and not stack))
        elif closes and mark not in _SINGLE and mark != "’":
            if left_open is not None and not stack and not any(q.end > paragraph.start for q in found):
                _add(text, paragraph.start, at + 1, found, continues=True)  # not opened again, but closed: it went on
            else:
                strays.append(at)
    return _end_paragraph(text, paragraph, stack, found, strays)


def _end_paragraph(text: str, paragraph: Span, stack: list[_Open], found: list[Quotation], strays: list[int]) -> str | None:
    if not stack:
        return None
    first = stack[0]
    strays += [opened.start for opened in stack]
    at_sentence_start = first.start == paragraph.start or text[: first.start].rstrip()[-1:] in _SENTENCE_STOPS + ':,”’"'
    if not at_sentence_start:
        return None
    told = _TELLING.search(text, first.start, paragraph.end)
    if told is not None:
        _add(text, first.start, told.start() + 1, found, is_closed=False, continues=first.continues)
        return None
    _add(text, first.start, paragraph.end, found, is_closed=False, continues=first.continues)
    return first.mark


def _close(text: str, stack: list[_Open], index: int, end: int, found: list[Quotation], strays: list[int]) -> None:
    opened = stack[index]
    strays += [inner.start for inner in stack[index + 1 :]]
    del stack[index:]
    _add(text, opened.start, end, found, continues=opened.continues)


def _give_up(text: str, opened: _Open, before: int, found: list[Quotation], strays: list[int]) -> None:
    """End an unclosed quotation before who said it, or at the last full stop before `before`, or forget it."""
    strays.append(opened.start)
    told = _TELLING.search(text, opened.start, before)
    if told is not None:
        _add(text, opened.start, told.start() + 1, found, is_closed=False, continues=opened.continues)
        return
    stop = max(text.rfind(sign, opened.start, before) for sign in _SENTENCE_STOPS)
    if stop > opened.start + 1 and not text[stop + 1 : before].strip():
        _add(text, opened.start, stop + 1, found, is_closed=False, continues=opened.continues)


def _add(text: str, start: int, end: int, found: list[Quotation], *, is_closed: bool = True, continues: bool = False) -> None:
    first = start + (text[start] in _FAMILY)
    last = end - (is_closed and text[end - 1] in _FAMILY)
    inner = trim(text, first, last)
    if inner is not None:
        found.append(Quotation(start=start, end=end, inner=inner, is_closed=is_closed, continues=continues))


def _can_open(text: str, at: int, mark: str, paragraph: Span) -> bool:
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in "’」』":
        return False
    if mark in "「『":
        return not after.isspace()
    if after.isspace():  # French marks stand off: « Non »
        spaced = mark in "«‹" and at + 2 < paragraph.end and not text[at + 2].isspace()
        return spaced and (at == paragraph.start or text[at - 1].isspace())
    before = text[at - 1] if at > paragraph.start else " "
    if mark == "”":
        return before.isspace() and after.isalnum()
    if mark in "“‘„‚‟‛":
        return mark in "“„‟" or not (before.isalnum() or _ELISIONS.match(text, at + 1))
    if not (before.isspace() or before in _OPENS_AFTER):
        return False
    return not (mark in _SINGLE and _ELISIONS.match(text, at + 1))


def _can_close(text: str, at: int, mark: str, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in "„‚" or (mark in "“‘" and after.isalnum()):
        return False
    if before.isspace() and mark in _AMBIGUOUS:  # but: 'Well done,' "
        return at - 2 > paragraph.start and text[at - 2] in "'’" and not after.isalnum() and mark == '"'
    if mark == '"' and _INCHES.search(text, max(0, at - 6), at):
        return False
    if mark in "’'":
        return not after.isalnum() and not before.isspace()
    return not (mark in _AMBIGUOUS and after.isalnum() and (before.isspace() or before in "([—–"))


def _ends_here(text: str, at: int, mark: str, paragraph: Span, opened: _Open, *, opens: bool) -> bool:
    """Whether a mark that could close `opened` does; a plural's apostrophe does not where a better mark follows."""
    if mark in "“‘" and opened.mark not in "„‚" and (mark == "‘" or not _ends_sentence(text, at)):
        return False
    if mark in _AMBIGUOUS and opens and not text[at - 1].isalnum() and text[at - 1] not in _SENTENCE_STOPS + ",;)":
        return False
    if mark not in "’'":
        return True
    if not _is_weak(text, at, paragraph):
        return True
    return not any(
        not _is_weak(text, later.start(), paragraph) and _can_close(text, later.start(), mark, paragraph)
        for later in _before_next_opening(text, at + 1, mark, opened.mark, paragraph)
    )


def _ends_sentence(text: str, at: int) -> bool:
    return text[at - 1] in _SENTENCE_STOPS + ","


def _is_weak(text: str, at: int, paragraph: Span) -> bool:
    """Whether a closing single mark may as well be the apostrophe of a plural ("the rebels’ demand") or an elision."""
    following = text[at + 1 : at + 3] if at + 2 < paragraph.end else ""
    return text[at - 1] in "sSnxz" and following[:1] == " " and following[1:].isalnum()


def _before_next_opening(text: str, start: int, mark: str, opening: str, paragraph: Span) -> Iterator[re.Match[str]]:
    for match in _MARKS.finditer(text, start, paragraph.end):
        if match.group() == opening and opening != mark:
            return
        if opening == mark == match.group() and _can_open(text, match.start(), mark, paragraph):
            return
        if match.group() == mark:
            yield match


def _may_start(text: str, at: int, mark: str, paragraph: Span, stack: list[_Open]) -> bool:
    """Whether an opening mark begins a quotation: a single one only where a mark that can close it follows."""
    if mark in _ANGLE:
        return not any(_FAMILY[opened.mark] is _ANGLE for opened in stack)
    if mark not in _SINGLE:
        return True
    if any(opened.mark == mark for opened in stack):
        return False
    closing = _SINGLE[mark]
    return any(
        match.group() in closing and _can_close(text, match.start(), match.group(), paragraph)
        for match in _MARKS.finditer(text, at + 2, paragraph.end)
    )
