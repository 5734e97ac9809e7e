"""The words of an HTML page in their order, and whether a text stands among them.

In: the parsed page. Out: its visible text, the text that it holds for its scripts, and paragraphs checked against both. Refuses a
paragraph whose words do not stand so in the page.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

UNREAD = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "select", "button", "textarea")
BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th",
        "tr", "ul",
    )
)  # fmt: skip
_WORDS = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MAX_GAP_CHARS = 160  # letters between two words of one paragraph: a caption or a button that stands inside it
_MAX_TRIES = 20


def visible_pieces(tree: "HtmlElement") -> Iterator[str]:
    """The text of an element in order, without what is never shown, and a line break wherever a block begins or ends."""
    from lxml import etree

    n_unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            if n_unread or element.tag in UNREAD:
                n_unread += 1
                continue
            piece = element.text
        else:
            was_unread = n_unread > 0
            n_unread -= was_unread
            if n_unread:
                continue
            piece = element.tail if element is not tree else None
        if element.tag in BLOCKS:
            yield "\n"
        if piece:
            yield " ".join(piece.split()) if piece.strip() == piece else f" {' '.join(piece.split())} "


def hidden_pieces(tree: "HtmlElement") -> Iterator[str]:
    """Text of the article that the page holds for its scripts: templates, and the article's body in its linked data."""
    for element in tree.iter("script", "noscript", "template"):
        kind = (element.get("type") or "").lower()
        words = element.text_content()
        if element.tag != "script" or "template" in kind or ("ld+json" in kind and "articleBody" in words):
            if "json" in kind:
                words = words.replace("\\n", "\n").replace("\\r", " ").replace('\\"', '"').replace("\\/", "/")
            yield "\n"
            yield unescape(_TAG.sub("", unescape(words)))


def to_lines(pieces: Sequence[str]) -> str:
    """The pieces as text, a line for each block."""
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def letters(words: str) -> str:
    """Letters and digits alone, composed: what is left of a text whatever its white space and marks."""
    return "".join(_WORDS.findall(unicodedata.normalize("NFC", words)))


def verified(text: str, stream: str) -> tuple[str, int]:
    """The paragraphs whose words stand in the page in their order, and how many do not.

    Args:
        text: A paragraph a line.
        stream: The page's `letters`.
    """
    kept: list[str] = []
    at, n_strange = 0, 0
    for paragraph in text.split("\n"):
        own = letters(paragraph)
        place = stream.find(own, at)
        if place < 0:
            place = stream.find(own)
        if place >= 0:
            at = place + len(own)
            kept.append(paragraph)
        elif _stands(paragraph, stream):
            kept.append(paragraph)
        else:
            n_strange += 1
    return "\n".join(kept), n_strange


def _stands(paragraph: str, stream: str) -> bool:
    """Whether a paragraph's words stand in the page in order, with something short between them."""
    words = [own for word in paragraph.split() if (own := letters(word))]
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
