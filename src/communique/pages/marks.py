"""What the elements of an HTML page tell of lines of its text: captions, links, titles, headlines of other stories.

In: the parsed page. Out: `Marks`, lines as their letters alone. Refuses to look at more links than a page has in earnest.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.pages.page_words import letters, to_lines, visible_pieces

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)|trending|most-?(?:read|popular|viewed)|more-(?:stories|news|from|on)|"
    r"also-?(?:read|like)|read-?(?:next|more|also)|up-?next|further-reading|see-also)(?:$|[\s_-])",
    re.I,
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|wp-caption-text|photo-?credit|image-?credit|credit)(?:$|[\s_-])", re.I)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend(?:ed|ations?)|trending|most-?(?:read|popular|viewed)|(?:more|next|other|latest)-?"
    r"(?:stor(?:y|ies)|posts?|news|articles?)|also-?(?:read|like)|read-?(?:next|more|also)|up-?next|further-reading|see-also|"
    r"newsletters?|sign-?up|subscri(?:be|ption)|promo(?:ted|tion)?|sponsor(?:ed)?|outbrain|taboola|author-?(?:bio|box|info|card)|"
    r"about-?(?:the-)?author|share|sharing|comments?|advert(?:isement)?|cookies?|consent|disclosure|tags)(?:$|[\s_-])",
    re.I,
)
_MAX_ASIDES = 200
_MAX_CLASS_CHARS = 300
_ASIDE_SHARE = 0.3  # of the page's prose: what is more is the article, in a badly named block
_MIN_ASIDE_WORDS = 3
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEASER_WORDS = (4, 40)
MAX_TEASERS = 20
_MAX_LINKS = 5_000  # looked at; blocks can be nested in blocks
_MAX_CAPTION_CHARS = 600
_MAX_MARKED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Lines of a page by what they are, as `letters`; `teasers` as words.

    `links` are those to the page's own site: a line that is nothing but a link to another is a source. `asides` are lines of blocks
    that are marked as no part of the article, with how often they stand there: a comment may quote the article. `n_prose`
    are the characters in paragraphs.
    """

    captions: frozenset[str]
    links: frozenset[str]
    titles: frozenset[str]
    headings: frozenset[str]
    asides: Mapping[str, int]
    teasers: tuple[str, ...]
    n_prose: int


def find_marks(tree: "HtmlElement", uri: str = "") -> Marks:
    """The marks of a page.

    Args:
        tree: The parsed page, untouched.
        uri: The page's address, to tell links to its own site.
    """
    n_prose = sum(_n_prose(element) for element in tree.iter("p"))
    return Marks(
        captions=frozenset(_captions(tree)),
        links=frozenset(_links(tree, _site(uri))),
        titles=frozenset(own for element in tree.iter("h1", "title") if (own := letters("".join(element.itertext())))),
        headings=frozenset(own for element in tree.iter(*_HEADING_TAGS) if (own := letters("".join(element.itertext())))),
        asides=Counter(_asides(tree, n_prose)),
        teasers=tuple(_related(tree)),
        n_prose=n_prose,
    )


def _captions(tree: "HtmlElement") -> Iterator[str]:
    n_found = 0
    for element in tree.iter("figcaption", "div", "p", "span", "cite", "small"):
        if n_found >= _MAX_MARKED:
            return
        if element.tag == "figcaption" or _CAPTION.search(element.get("class") or ""):
            words = "".join(element.itertext())
            if len(words) <= _MAX_CAPTION_CHARS and (own := letters(words)):
                n_found += 1
                yield own


def _site(uri: str) -> str:
    """The last two names of an address's host, "" where it has none."""
    match = re.match(r"https?://([^/:?#]+)", uri)
    return ".".join(match[1].lower().split(".")[-2:]) if match else ""


def _links(tree: "HtmlElement", site: str) -> Iterator[str]:
    for n_seen, link in enumerate(tree.iter("a")):
        if n_seen > _MAX_LINKS:
            return
        words = "".join(link.itertext())
        is_title = len(words) <= _MAX_CAPTION_CHARS and len(words.split()) >= _TEASER_WORDS[0]
        if is_title and (target := link.get("href")) and _site(target) in ("", site):
            yield letters(words)


def _asides(tree: "HtmlElement", n_prose: int) -> Iterator[str]:
    """The lines of blocks with a class or id that says they are about other stories, of the author, or to subscribe."""
    n_found = 0
    for element in tree.iter("div", "section", "aside", "ul", "ol", "table", "p"):
        if n_found >= _MAX_ASIDES:
            return
        if _ASIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_CLASS_CHARS]):
            words = to_lines(tuple(visible_pieces(element)))
            if len(words) <= _ASIDE_SHARE * n_prose and element.find(".//h1") is None:
                n_found += 1
                yield from (
                    own for line in words.split("\n") if len(line.split()) >= _MIN_ASIDE_WORDS and (own := letters(line))
                )


def _n_prose(element: "HtmlElement") -> int:
    words = "".join(element.itertext())
    return len(words) if len(words.split()) >= 10 else 0


def _related(tree: "HtmlElement") -> Iterator[str]:
    """The headlines in blocks that the page marks as leading to other stories."""
    low, high = _TEASER_WORDS
    found: dict[str, None] = {}
    n_links = 0
    for element in tree.iter("div", "section", "aside", "ul", "ol", "nav"):
        if len(found) >= MAX_TEASERS or n_links > _MAX_LINKS:
            break
        if _RELATED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            for link in element.iter("a"):
                n_links += 1
                words = " ".join(link.text_content().split())
                if low <= len(words.split()) <= high:
                    found[words] = None
    return iter(found)
