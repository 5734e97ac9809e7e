"""The article of an HTML page.

In: a page's markup as text. Out: the article's words, paragraph by paragraph, each of them verified to stand in the page, the
headlines of other stories, and the page's metadata. Refuses markup that cannot be parsed with `MarkupError`.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from communique.pages.entries import Entry, find_entries
from communique.pages.linked import Linked, read_linked
from communique.pages.marks import MAX_TEASERS, Marks, find_marks
from communique.pages.markup_tree import MarkupError, check_markup, is_extractable, parse_markup
from communique.pages.metadata import Metadata, find_metadata
from communique.pages.page_words import hidden_pieces, letters, to_lines, verified, visible_pieces
from communique.pages.scripts import Body, body_lines, find_body
from communique.pages.trimming import trim_article
from communique.record.model import Issue
from communique.record.spans import Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Article", "MarkupError", "read_markup"]

# What the parser and the extractor raise on hostile markup; all of it means "not readable".
_FAILURES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)

# The extractor's quick way finds as much as its thorough one (F1 .962 and .960 on 181 news pages) in two thirds of the time, but
# sometimes next to nothing, and is coarser with fragments: then the thorough one is taken, if it finds no less.
_SHORT_CHARS, _SHORT_SHARE = 600, 0.3

# Text that only the page's scripts hold is taken where it is so much longer than what is shown.
_MIN_BODY_CHARS = 300
_BODY_MORE = 2.0
_LOCKED_WORDS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An HTML page's parts. `text` has one paragraph a line, "" where the page has none.

    `is_whole`: the extractor found no article, so `text` is all of the page's text and is still to be split. `ignored` are
    spans of `text` that are no part of the article. `entries` are those of a live blog or a digest, in the page's order, and
    `text` is then what the extractor found. `shown` are the page's visible lines. `is_from_script`: the text is the page's, and not
    shown on it. `has_locked_text`: what is for subscribers is there all the same. `met_paywall`: a paywall follows the text.
    `has_scripts`: the page has scripts, which may be what shows its text.
    """

    text: str
    is_whole: bool
    truncated: bool = False
    ignored: tuple[Span, ...] = ()
    teasers: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    shown: str = ""
    is_from_script: bool = False
    has_locked_text: bool = False
    met_paywall: bool = False
    has_scripts: bool = False
    linked: Linked = field(default_factory=Linked)
    metadata: Metadata
    issues: tuple[Issue, ...]


def read_markup(markup: str, uri: str = "", *, delivered: date | None = None) -> Article:
    """The article of a page.

    Args:
        markup: The page, decoded.
        uri: The page's address.
        delivered: A day on which the page existed, None if none is known.
    Raises:
        MarkupError: the markup is too big, nested beyond reason, or breaks the parser.
    """
    check_markup(markup)
    try:
        return _read(markup, uri, delivered)
    except MarkupError:
        raise
    except _FAILURES as err:
        raise MarkupError(f"the page's markup cannot be read: {err or type(err).__name__}") from err


def _read(markup: str, uri: str, delivered: date | None) -> Article:
    tree, issues = parse_markup(markup)
    extractable = is_extractable(tree)
    linked = read_linked(tree)
    about = find_metadata(tree, uri, delivered=delivered, linked=linked)
    shown = to_lines(tuple(visible_pieces(tree)))
    own = letters(shown)
    stream = own + letters("".join(hidden_pieces(tree)))
    marks = find_marks(tree, uri)
    entries = find_entries(tree, linked, uri, about.headline, own)
    common = Article(
        text="",
        is_whole=False,
        shown=shown,
        linked=linked,
        metadata=about,
        entries=entries,
        has_scripts=tree.find(".//script") is not None,
        has_locked_text=_has_locked(tree, linked.locked),
        issues=issues,
    )
    extracted = _extract(tree, markup, marks) if extractable else ""  # the last to see the tree: it is taken apart
    found, n_strange = verified(extracted, stream)
    if not entries and (body := _hidden_body(markup, linked, about, found)):
        return _from_script(common, body)
    if not found:
        return replace(common, text=shown, is_whole=True)
    if n_strange:
        detail = f"{n_strange} paragraph(s) of the extracted text do not stand so in the page and were left out"
        common = replace(common, issues=(*issues, Issue(code="not_on_page", detail=detail)))
    trimmed = trim_article(found, about, marks, own, linked.body)
    inside = letters(trimmed.text)
    teasers = dict.fromkeys([*trimmed.leads, *(words for words in marks.teasers if letters(words) not in inside)])
    return replace(
        common,
        text=trimmed.text,
        truncated=trimmed.truncated,
        ignored=trimmed.ignored,
        met_paywall=trimmed.met_paywall,
        teasers=tuple(list(teasers)[:MAX_TEASERS]),
    )


def _from_script(common: Article, body: Body) -> Article:
    trimmed = trim_article("\n".join(body.lines), common.metadata)
    detail = f"the article's text is not shown on the page and was read from {body.origin}"
    return replace(
        common,
        text=trimmed.text,
        truncated=trimmed.truncated,
        ignored=trimmed.ignored,
        is_from_script=True,
        metadata=replace(common.metadata, headline=common.metadata.headline or body.headline),
        issues=(*common.issues, Issue(code="from_script", detail=detail)),
    )


def _hidden_body(markup: str, linked: Linked, about: Metadata, found: str) -> Body | None:
    """The article's text as the page's scripts hold it, where the page shows none or far less of it."""
    n_shown = len(found)
    lines = body_lines(linked.body) if linked.body else ()
    if sum(map(len, lines)) >= max(_MIN_BODY_CHARS, _BODY_MORE * n_shown):
        return Body(headline=linked.headline, lines=lines, origin="its linked data")
    if n_shown >= _SHORT_CHARS:
        return None
    body = find_body(markup, about.headline)
    return body if body and sum(map(len, body.lines)) >= max(_MIN_BODY_CHARS, _BODY_MORE * n_shown) else None


def _has_locked(tree: "HtmlElement", locked: tuple[str, ...]) -> bool:
    """Whether the elements that linked data says are for subscribers hold text."""
    names = set(locked)
    if not names:
        return False
    marked = (
        found
        for found in tree.iter("div", "section", "article", "p", "main")
        if names & set(f"{found.get('class') or ''} {found.get('id') or ''}".split())
    )
    return any(len("".join(found.itertext()).split()) >= _LOCKED_WORDS for found in marked)


def _extract(tree: "HtmlElement", markup: str, marks: Marks) -> str:
    """The article's text as trafilatura finds it, "" if it finds none."""
    quick = _extracted(tree, is_fast=True)
    if len(quick) >= max(_SHORT_CHARS, _SHORT_SHARE * marks.n_prose):
        return quick
    thorough = _extracted(parse_markup(markup)[0], is_fast=False)
    return thorough if len(thorough) >= len(quick) else quick


def _extracted(tree: "HtmlElement", *, is_fast: bool) -> str:
    import logging

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds wrong with a page is told as an issue here

    found = bare_extraction(tree, include_comments=False, with_metadata=False, fast=is_fast)
    text = getattr(found, "text", None)
    return text.strip() if isinstance(text, str) else ""
