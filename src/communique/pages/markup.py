"""The article of an HTML page.

In: a page's markup as text. Out: the article's words, paragraph by paragraph, each of them verified to stand in the page, the
headlines of other stories, and the page's metadata. Refuses markup that cannot be parsed with `MarkupError`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from communique.pages.lines import Line, Shape, split_lines
from communique.pages.metadata import Metadata, find_metadata
from communique.record.model import Issue
from communique.record.spans import Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_MARKUP_CHARS = 10_000_000  # half a minute of parsing and extracting; news pages have less than a tenth
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 2_000
_MAX_TOTAL_DEPTH = 2_000_000  # the sum of all elements' depths; that of a news page is some tens of thousands

# What the parser and the extractor raise on hostile markup; all of it means "not readable".
_FAILURES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

_UNREAD = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "button", "textarea")
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
        "tr", "ul",
    )
)  # fmt: skip
_WORDS = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)|trending|most-?(?:read|popular|viewed)|more-(?:stories|news|from|on)|"
    r"also-?(?:read|like)|read-?(?:next|more|also)|up-?next|further-reading|see-also)(?:$|[\s_-])",
    re.I,
)
_TEASER_WORDS = (4, 40)
_MAX_TEASERS = 20
_MAX_LINKS = 5_000  # looked at for teasers; blocks can be nested in blocks
_MAX_GAP_CHARS = 160  # letters between two words of one paragraph: a caption or a button that stands inside it
_MAX_TRIES = 20
_MAX_ROW_WORDS = 15  # old sites lay an article out as a table: a paragraph in it is longer

# Lines of the extracted text that are no part of an article, wherever they stand; captions and stamps only at its edges.
_DROPPED_KINDS = frozenset({"share", "sign", "rights", "advert"})
_EDGE_SHAPES = frozenset({Shape.FURNITURE, Shape.LABEL, Shape.MORE, Shape.BIO})


class MarkupError(ValueError):
    """Markup that cannot be parsed or read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An HTML page's parts. `text` has one paragraph a line, "" where the page has none.

    `is_whole`: the extractor found no article, so `text` is all of the page's text and is still to be split. `ignored` are
    spans of `text` that are no part of the article.
    """

    text: str
    is_whole: bool
    truncated: bool = False
    ignored: tuple[Span, ...] = ()
    teasers: tuple[str, ...] = ()
    metadata: Metadata
    issues: tuple[Issue, ...]


def read_markup(markup: str, uri: str = "") -> Article:
    """The article of a page.

    Args:
        markup: The page, decoded.
        uri: The page's address.
    Raises:
        MarkupError: the markup is too big, nested beyond reason, or breaks the parser.
    """
    if len(markup) > MAX_MARKUP_CHARS:
        raise MarkupError(f"the page has {len(markup):,} characters of markup; up to {MAX_MARKUP_CHARS:,} are read")
    _check_tags(markup)
    try:
        tree, issues = _parse(markup)
        metadata = find_metadata(tree, uri)
        pieces = tuple(_pieces(tree))
        stream = _letters("".join((*pieces, *_hidden(tree))))
        blocks = tuple(_related(tree))
        extracted = _extract(tree) if _is_extractable(tree) else ""  # the last to see the tree: the extractor takes it apart
    except MarkupError:
        raise
    except _FAILURES as err:
        raise MarkupError(f"the page's markup cannot be read: {err or type(err).__name__}") from err
    verified, n_strange = _verified(extracted, stream)
    if not verified:
        return Article(text=_plain(pieces), is_whole=True, metadata=metadata, issues=issues)
    if n_strange:
        detail = f"{n_strange} paragraph(s) of the extracted text do not stand so in the page and were left out"
        issues = (*issues, Issue(code="not_on_page", detail=detail))
    trimmed = _trimmed(verified, metadata.headline)
    own = _letters(trimmed.text)
    teasers = dict.fromkeys([*trimmed.leads, *(words for words in blocks if _letters(words) not in own)])
    return Article(
        text=trimmed.text,
        is_whole=False,
        truncated=trimmed.truncated,
        ignored=trimmed.ignored,
        teasers=tuple(list(teasers)[:_MAX_TEASERS]),
        metadata=metadata,
        issues=issues,
    )


def _parse(markup: str) -> "tuple[HtmlElement, tuple[Issue, ...]]":
    from lxml import etree, html

    raw = markup.replace("\0", "").encode("utf-8", "replace")
    issues: tuple[Issue, ...] = ()
    for huge in (False, True):
        # The parser stops at a depth of some hundreds, of some thousands if told to.
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
        try:
            tree = html.document_fromstring(raw, parser=parser)
        except etree.LxmlError as err:
            raise MarkupError(f"the page's markup cannot be parsed: {err if str(err) else 'it has no element'}") from err
        if not any("xcessive depth" in entry.message for entry in parser.error_log):
            break
        issues = (
            (Issue(code="nesting", detail="the page's markup is nested so deeply that part of it may be lost"),) if huge else ()
        )
    return tree, issues


def _check_tags(markup: str) -> None:
    """Refuse a tag with thousands of attributes: parsers compare each with all before it."""
    for match in _LONG_TAG.finditer(markup):
        if len(_QUOTED.sub("", match.group()).split()) > MAX_ATTRIBUTES:
            raise MarkupError(f"the page has a tag with more than {MAX_ATTRIBUTES:,} attributes")


def _is_extractable(tree: "HtmlElement") -> bool:
    """Whether the tree is of a size that the extractor is done with in seconds; its time grows with elements times depth."""
    from lxml import etree

    n_elements, depth, total_depth = 0, 0, 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            n_elements += 1
            depth += 1
            total_depth += depth
        else:
            depth -= 1
    if n_elements > MAX_ELEMENTS:
        raise MarkupError(f"the page has {n_elements:,} elements; up to {MAX_ELEMENTS:,} are read")
    return total_depth <= _MAX_TOTAL_DEPTH


def _extract(tree: "HtmlElement") -> str:
    """The article's text as trafilatura finds it, "" if it finds none."""
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, with_metadata=False)
    text = getattr(found, "text", None)
    return text.strip() if isinstance(text, str) else ""


# the page's own words


def _pieces(tree: "HtmlElement") -> Iterator[str]:
    """The page's text in order, without what is never shown, and a line break wherever a block begins or ends."""
    from lxml import etree

    n_unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if n_unread or element.tag in _UNREAD:
                n_unread += 1
                continue
            piece = element.text
        else:
            was_unread = n_unread > 0
            n_unread -= was_unread
            if n_unread:
                continue
            piece = element.tail
        if element.tag in _BLOCKS:
            yield "\n"
        if piece:
            yield " ".join(piece.split()) if piece.strip() == piece else f" {' '.join(piece.split())} "


def _hidden(tree: "HtmlElement") -> Iterator[str]:
    """Text of the article that the page holds for its scripts: templates, and the article's body in its linked data."""
    for element in tree.iter("script", "noscript", "template"):
        kind = (element.get("type") or "").lower()
        words = element.text_content()
        if element.tag != "script" or "template" in kind or ("ld+json" in kind and "articleBody" in words):
            if "json" in kind:
                words = words.replace("\\n", "\n").replace("\\r", " ").replace('\\"', '"').replace("\\/", "/")
            yield "\n"
            yield unescape(_TAG.sub("", unescape(words)))


def _plain(pieces: Sequence[str]) -> str:
    """The page's text, a line for each block."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _letters(words: str) -> str:
    """Letters and digits alone, composed: what is left of a text whatever its white space and marks."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFC", words)))


def _verified(text: str, stream: str) -> tuple[str, int]:
    """The paragraphs whose words stand in the page in their order, and how many do not."""
    kept: list[str] = []
    at, n_strange = 0, 0
    for paragraph in text.split("\n"):
        letters = _letters(paragraph)
        place = stream.find(letters, at)
        if place < 0:
            place = stream.find(letters)
        if place >= 0:
            at = place + len(letters)
            kept.append(paragraph)
        elif _stands(paragraph, stream):
            kept.append(paragraph)
        else:
            n_strange += 1
    return "\n".join(kept), n_strange


def _stands(paragraph: str, stream: str) -> bool:
    """Whether a paragraph's words stand in the page in order, with something short between them."""
    words = [letters for word in paragraph.split() if (letters := _letters(word))]
    start = -1
    for _ in range(_MAX_TRIES):
        start = stream.find(words[0], start + 1)
        if start < 0:
            return False
        at = start
        for word in words:
            place = stream.find(word, at, at + _MAX_GAP_CHARS + len(word))
            if place < 0:
                break
            at = place + len(word)
        else:
            return True
    return False


def _related(tree: "HtmlElement") -> Iterator[str]:
    """The headlines in blocks that the page marks as leading to other stories."""
    low, high = _TEASER_WORDS
    found: dict[str, None] = {}
    n_links = 0
    for element in tree.iter("div", "section", "aside", "ul", "ol", "nav"):
        if len(found) >= _MAX_TEASERS or n_links > _MAX_LINKS:
            break
        if _RELATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            for link in element.iter("a"):
                n_links += 1
                words = " ".join(link.text_content().split())
                if low <= len(words.split()) <= high:
                    found[words] = None
    return iter(found)


# the extracted text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trimmed:
    text: str
    truncated: bool
    ignored: tuple[Span, ...]
    leads: tuple[str, ...]


def _trimmed(text: str, headline: str | None) -> _Trimmed:
    """The article without the furniture that the extractor left, and what in it leads to other stories."""
    lines = split_lines(text)
    first, last = 0, len(lines)
    head = _letters(headline or "")
    while first < last and _is_edge(lines[first], head):
        first += 1
    while last > first and (lines[last - 1].shape in _EDGE_SHAPES or _is_row(lines[last - 1])):
        last -= 1
    if first == last:
        first, last = 0, len(lines)
    kept: list[str] = []
    leads: list[str] = []
    ignored: list[Span] = []
    size = 0
    for line in lines[first:last]:
        if line.shape is Shape.LEAD:
            leads.append(line.text)
        elif not (line.kind in _DROPPED_KINDS and _LETTER.search(line.text)):
            words = text[line.start : line.end]
            if line.shape in _EDGE_SHAPES and line.kind != "stamp":
                ignored.append(Span(size, size + len(words)))
            kept.append(words)
            size += len(words) + 1
    follows = lines[last].shape if last < len(lines) else None
    truncated = last > first and (lines[last - 1].shape is Shape.CUT or follows is Shape.MORE)
    return _Trimmed(text="\n".join(kept), truncated=truncated, ignored=tuple(ignored), leads=tuple(leads))


def _is_edge(line: Line, head: str) -> bool:
    return line.shape in _EDGE_SHAPES or _is_row(line) or (bool(head) and _letters(line.text) == head)


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table, as the extractor writes it; at an article's edge that is a box beside it."""
    return line.text.lstrip().startswith("|") and line.n_words <= _MAX_ROW_WORDS
