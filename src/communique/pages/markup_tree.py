"""Markup as a tree of elements.

In: markup. Out: its tree, and an issue where part of it may be lost. Refuses what parsers choke on with `MarkupError`: too many
characters, elements or attributes. Unclosed tags, several bodies and missing heads are repaired by the parser.
"""

import re
from typing import TYPE_CHECKING

from communique.record.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_MARKUP_CHARS = 10_000_000  # half a minute of parsing and extracting; news pages have less than a tenth
MAX_ELEMENTS = 200_000
MAX_ATTRIBUTES = 2_000
_MAX_TOTAL_DEPTH = 2_000_000  # the sum of all elements' depths; that of a news page is some tens of thousands

# Elements of AMP that are about the page and not in it.
_WIDGETS = (
    "amp-ad", "amp-analytics", "amp-auto-ads", "amp-consent", "amp-embed", "amp-next-page", "amp-sidebar", "amp-skimlinks",
    "amp-state", "amp-sticky-ad", "amp-user-notification", "amp-web-push-widget",
)  # fmt: skip
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")


class MarkupError(ValueError):
    """Markup that cannot be parsed or read."""


def check_markup(markup: str) -> None:
    """Refuse markup that is too long, or has a tag with thousands of attributes: parsers compare each with all before it.

    Raises:
        MarkupError: it is one of these.
    """
    if len(markup) > MAX_MARKUP_CHARS:
        raise MarkupError(f"the page has {len(markup):,} characters of markup; up to {MAX_MARKUP_CHARS:,} are read")
    for match in _LONG_TAG.finditer(markup):
        if len(_QUOTED.sub("", match.group()).split()) > MAX_ATTRIBUTES:
            raise MarkupError(f"the page has a tag with more than {MAX_ATTRIBUTES:,} attributes")


def parse_markup(markup: str) -> "tuple[HtmlElement, tuple[Issue, ...]]":
    """The tree of a page without comments and AMP's widgets, and an issue where it is nested too deeply to be sure of all of it.

    Raises:
        MarkupError: it has no element, or breaks the parser.
    """
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
    etree.strip_elements(tree, *_WIDGETS, with_tail=False)
    return tree, issues


def is_extractable(tree: "HtmlElement") -> bool:
    """Whether the tree is of a size that the extractor is done with in seconds; its time grows with elements times depth.

    Raises:
        MarkupError: it has too many elements to be walked through.
    """
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
