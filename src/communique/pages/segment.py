"""Where on a plain-text page the article is, and what stands around it.

In: a page's text. Out: `Segments`: the article's place, its headline, the teasers of other stories, and what within the article
is none of it. Refuses to guess an article where a page is nothing but a list of teasers.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.pages.cuts import broken_sentence
from communique.pages.lines import Line, Shape, is_cut, split_lines
from communique.pages.pagination import running_lines
from communique.pages.transcripts import keep_turns, speaker_label
from communique.record.spans import Span, merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """Another story's headline or first words, without bullet and lead-in; `cut`: it breaks off."""

    span: Span
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """The parts of a page, all in page offsets. `ignored` are in the article's span and no part of it."""

    article: Span | None = None
    truncated: bool = False
    headline: Span | None = None
    byline: Span | None = None
    teasers: tuple[Teaser, ...] = ()
    ignored: tuple[Span, ...] = ()


# What a line weighs for being of the article; the article is the run of lines with the largest sum. Set by hand so that one
# short sentence does not outweigh two headlines before it, and a box of six headlines does not outweigh four paragraphs after
# it; checked on 300 made pages and 25 articles as the sites print them.
_PROSE_BASE, _PROSE_PER_WORD, _PROSE_WORDS = 1.0, 0.1, 40
_WEIGHTS = {
    Shape.BARE: -1.5,
    Shape.CUT: -4.0,
    Shape.LEAD: -0.5,
    Shape.LABEL: -3.0,
    Shape.MORE: -2.0,
    Shape.FURNITURE: -1.0,
    Shape.BIO: -2.0,
}
# What often stands between paragraphs, and hardly above an article.
_WEIGHTS_BY_KIND = {"advert": -0.3, "sign": -0.5, "bio": -1.5}
_LISTED = -2.0  # an item of a list of other stories, whatever it looks like
_LONG_BARE_WORDS, _LONG_BARE = 30, 0.5  # a paragraph whose stop is missing
_OWN_CUT, _OWN_CUT_WORDS, _OWN_CUT_SENTENCES = 1.0, 70, 3  # a paragraph that is too long to announce another story
_CREDITED_PROSE = 0.5  # a last paragraph signed with its agency looks like a caption with its credit

# Prose that ends a list of other stories, where the list was not announced as the page's last.
_RESUME_WORDS = 25
_RESUME_SENTENCES, _RESUME_SENTENCES_WORDS = 2, 15
_AFTER_BULLETS_WORDS = 8  # a sentence without bullet is no item of a list that has them
_SHORT_LIST = 2  # items after which a single paragraph of prose is enough to end the list

_HEADLINE_QUESTION_WORDS = 14
_FIRST_PARAGRAPH_WORDS = 18
_HEADLINE_WORDS = (5, 3)  # at least, first choice and second
_TEASER_WORDS = 3
_READ_MORE = re.compile(r"(?<=…|\.)\s*(?:read more|more|continue reading|\(more\))?[\s\])]*$", re.I)
_SIGNED = re.compile(r"[.!?][\"”’')]*\s?\([^()]{1,60}\)$")
_BYLINE = re.compile(r"by:?\s+", re.I)


def split_text(text: str) -> Segments:
    """The parts of a page of plain text that holds one article.

    A page of one line is its article, whatever it looks like, and so is one without a single sentence that ends.

    Args:
        text: The page, as decoded.
    """
    running = running_lines(text)
    return split_page_lines(text, keep_turns(split_lines(text, without=running)), running)


def split_page_lines(text: str, lines: Sequence[Line], running: Sequence[Span] = ()) -> Segments:
    """The parts of a run of a page's lines that holds one article.

    Args:
        text: The page.
        lines: The lines, or some of them that follow each other.
        running: The page's running heads, which are none of `lines`.
    """
    found = _split(lines)
    if found.article is None:
        return found
    place = found.article
    ignored = [*found.ignored, *(_with_space(text, span) for span in running if place.contains(span))]
    if found.truncated:
        last = next((line for line in reversed(lines) if line.start < place.end), lines[-1])
        broken = broken_sentence(text, max(last.body, place.start), place.end, is_cut=True)
        ignored += [broken] if broken else []
    return replace(found, ignored=merge(ignored) if len(ignored) > len(found.ignored) else found.ignored)


def _with_space(text: str, span: Span) -> Span:
    """A running head, with the white space around it where a sentence goes on behind it."""
    start, end = span.start, span.end
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return Span(start, end) if end < len(text) and text[end].islower() and start else span


def _split(lines: Sequence[Line]) -> Segments:
    if not any(line.n_words for line in lines):
        return Segments()
    if len(lines) == 1:
        line = lines[0]
        return Segments(article=Span(line.start, line.end), truncated=line.shape is Shape.CUT)
    listed = _listed(lines)
    weights = _weights(lines, listed)
    first, last = _heaviest(weights)
    if first == last:
        return _without_prose(lines, listed)
    if _is_headline_question(lines, first, last):
        first += 1
    return _around(lines, listed, first, last)


def _listed(lines: Sequence[Line]) -> list[bool]:
    """Which lines are items of a list of other stories: those after its label, and groups of bullets that are no sentences."""
    listed = [False] * len(lines)
    in_list, n_items, n_bullets, had_prose = False, 0, 0, False
    unlisted_to = 0  # no line before it is listed
    for i, line in enumerate(lines):
        had_prose |= not in_list and line.shape is Shape.PROSE
        if line.shape is Shape.LABEL:
            in_list, n_items, n_bullets = True, 0, 0
        elif in_list and not had_prose and line.shape is Shape.PROSE and not line.bullet:
            # Before the article a list ends with the first sentence; one or two lines before that are the headline.
            in_list = False
            if n_items <= _SHORT_LIST:
                listed[unlisted_to:i] = [False] * (i - unlisted_to)
                unlisted_to = i
        elif in_list and _resumes(lines, i, n_items, n_bullets):
            in_list = False
        elif in_list and line.shape in (Shape.BARE, Shape.CUT, Shape.LEAD, Shape.PROSE):
            listed[i] = True
            n_items += 1
            n_bullets += bool(line.bullet)
    for first, last in _bullet_groups(lines):
        unfinished = sum(line.shape in (Shape.BARE, Shape.CUT) for line in lines[first:last])
        if 2 * unfinished >= last - first and not (first and lines[first - 1].kind == "summary"):
            listed[first:last] = [line.shape is not Shape.FURNITURE for line in lines[first:last]]
    return listed


def _resumes(lines: Sequence[Line], i: int, n_items: int, n_bullets: int) -> bool:
    """Whether line `i` takes up the article again after the items of a list, of which `n_bullets` have bullets."""
    line = lines[i]
    if line.shape is not Shape.PROSE or line.bullet:
        return False
    if n_items and n_bullets == n_items and line.n_words >= _AFTER_BULLETS_WORDS:
        return True
    return _is_paragraph(line) and (n_items <= _SHORT_LIST or i + 1 == len(lines) or _is_paragraph(lines[i + 1]))


def _is_paragraph(line: Line) -> bool:
    """Whether a line is prose of such a length that it hardly announces another story."""
    if line.shape is not Shape.PROSE or line.bullet:
        return False
    least = _RESUME_SENTENCES_WORDS if line.n_sentences >= _RESUME_SENTENCES else _RESUME_WORDS
    return line.n_words >= least


def _bullet_groups(lines: Sequence[Line]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    first = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].bullet != lines[first].bullet:
            if lines[first].bullet and not lines[first].bullet.startswith("#"):
                groups.append((first, i))
            first = i
    return groups


def _weights(lines: Sequence[Line], listed: Sequence[bool]) -> list[float]:
    weights: list[float] = []
    had_prose = False
    for i, (line, is_listed) in enumerate(zip(lines, listed, strict=True)):
        if is_listed:
            weights.append(min(_LISTED, _WEIGHTS.get(line.shape, _LISTED)))
        elif line.shape is Shape.CUT and had_prose and _is_own_cut(lines, i):
            weights.append(_OWN_CUT)
        elif line.shape is Shape.PROSE:
            weights.append(_PROSE_BASE + _PROSE_PER_WORD * min(line.n_words, _PROSE_WORDS))
            had_prose = True
        elif line.shape is Shape.BARE and line.n_words >= _LONG_BARE_WORDS:
            weights.append(_LONG_BARE)
        elif had_prose and line.kind == "credit" and _SIGNED.search(line.text) and line.n_words > 2 * _TEASER_WORDS:
            weights.append(_CREDITED_PROSE)
        else:
            weights.append(_WEIGHTS_BY_KIND.get(line.kind, _WEIGHTS[line.shape]))
    return weights


def _is_own_cut(lines: Sequence[Line], i: int) -> bool:
    """Whether a line that breaks off is the article's own: a long paragraph, or one right before the link to the rest."""
    line = lines[i]
    if line.bullet:
        return False
    goes_on = i + 1 < len(lines) and lines[i + 1].shape is Shape.MORE and lines[i - 1].shape is Shape.PROSE
    return goes_on or (line.n_words >= _OWN_CUT_WORDS and line.n_sentences >= _OWN_CUT_SENTENCES)


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """The run with the largest sum, the first and shortest among equals; an empty one if no weight is above zero."""
    best, best_run = 0.0, (0, 0)
    total, first = 0.0, 0
    for i, weight in enumerate(weights):
        if total <= 0:
            total, first = 0.0, i
        total += weight
        if total > best:
            best, best_run = total, (first, i + 1)
    return best_run


def _is_headline_question(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether the first line is a question that heads the article: short, alone in its line, before a paragraph."""
    line = lines[first]
    return (
        last - first > 1
        and line.text.endswith("?")
        and line.n_sentences == 1
        and speaker_label(line) is None
        and line.n_words <= _HEADLINE_QUESTION_WORDS
        and lines[first + 1].shape is Shape.PROSE
        and lines[first + 1].n_words >= _FIRST_PARAGRAPH_WORDS
        and not any(before.shape is Shape.BARE and before.n_words >= _HEADLINE_WORDS[0] for before in lines[:first])
    )


def _without_prose(lines: Sequence[Line], listed: Sequence[bool]) -> Segments:
    """A page without a sentence that ends: one broken-off article, a list of teasers, or text without stops."""
    words = [i for i, line in enumerate(lines) if line.shape in (Shape.BARE, Shape.CUT, Shape.LEAD, Shape.PROSE)]
    if not words:
        words = [i for i, line in enumerate(lines) if line.n_words]
        return _around(lines, listed, words[0], words[-1] + 1)
    own = [i for i in words if not listed[i] and lines[i].shape is not Shape.LEAD]
    cut = [i for i in own if lines[i].shape is Shape.CUT]
    if len(cut) == 1:
        return _around(lines, listed, cut[0], cut[0] + 1)
    if cut or not own:
        return _around(lines, listed, len(lines), len(lines))
    return _around(lines, listed, own[0], own[-1] + 1)


def _around(lines: Sequence[Line], listed: Sequence[bool], first: int, last: int) -> Segments:
    """The parts of a page whose article is the lines `first` to `last` (exclusive); none if the two are equal."""
    teasers = [
        _teaser(line) for i, line in enumerate(lines) if _is_teaser(line, is_listed=listed[i], place=(i >= first) + (i >= last))
    ]
    if first == last:
        return Segments(teasers=tuple(teasers))
    inner = range(first, last)
    ignored = [
        Span(lines[i].start, lines[i].end)
        for i in inner
        if listed[i]
        or lines[i].shape in (Shape.LEAD, Shape.LABEL, Shape.MORE)
        or (lines[i].shape is Shape.FURNITURE and i + 1 < last and lines[i].kind != "stamp")
        or (lines[i].shape is Shape.BIO and i + 1 < last and lines[i].kind == "bio")
    ]
    ending = lines[last - 1]
    follows = lines[last] if last < len(lines) else None
    headline = _headline([line for i, line in enumerate(lines[:first]) if not listed[i]])
    return Segments(
        article=Span(lines[first].body if lines[first].bullet.startswith("#") else lines[first].start, ending.end),
        truncated=_breaks_off(ending, n_lines=last - first) or (follows is not None and follows.shape is Shape.MORE),
        headline=headline,
        byline=_byline(lines[:first]),
        teasers=tuple(teasers),
        ignored=tuple(ignored),
    )


def _breaks_off(ending: Line, *, n_lines: int) -> bool:
    """Whether an article breaks off with its last line: by an ellipsis, a comma, a colon, or without a stop."""
    if ending.shape is Shape.CUT or is_cut(ending.text) or ending.text.endswith((":", ",")):
        return True
    return ending.shape is Shape.BARE and n_lines > 1 and ending.n_words >= _LONG_BARE_WORDS


def _is_teaser(line: Line, *, is_listed: bool, place: int) -> bool:
    """Whether a line announces another story. `place`: 0 before the article, 1 in it, 2 after it."""
    if line.shape is Shape.LEAD:
        return True
    if line.shape not in (Shape.BARE, Shape.CUT, Shape.PROSE) or not line.n_words:
        return False
    if is_listed:
        return line.n_words > 1
    if place == 2:
        return line.shape is Shape.CUT or line.n_words >= _TEASER_WORDS
    return place == 0 and line.shape is Shape.CUT


def _teaser(line: Line) -> Teaser:
    cut = line.shape is Shape.CUT
    end = line.end
    if cut and (match := _READ_MORE.search(line.text)):
        end = line.body + match.start()
    return Teaser(span=Span(line.body, max(end, line.body + 1)), cut=cut)


def _headline(before: Sequence[Line]) -> Span | None:
    bare = [line for line in before if line.shape in (Shape.BARE, Shape.PROSE)]
    for least in _HEADLINE_WORDS:
        for line in bare:
            if line.n_words >= least:
                return Span(line.body, line.end)
    return None


def _byline(before: Sequence[Line]) -> Span | None:
    for line in before:
        match = _BYLINE.match(line.text)
        if line.kind == "byline" and match and match.end() < len(line.text):
            return Span(line.body + match.end(), line.end)
    return None
