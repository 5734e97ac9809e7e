"""The article that an HTML page holds for its scripts: state of single-page applications.

In: markup. Out: `Body`, whose words are those of the page's own JSON. Refuses big, deep and endless data, and what has no headline and
no paragraphs.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from communique.pages.titles import folded

_MAX_SCRIPT_CHARS = 3_000_000  # over all scripts of a page
_MAX_NODES = 100_000
_MAX_DEPTH = 60  # of text inside a body
_MAX_LINES = 3_000
_MAX_CANDIDATES = 400
_MIN_WORDS = 60
_MIN_TITLE_WORDS = 3

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>([^<]*(?:<(?!/script)[^<]*)*)</script", re.I)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([\w/+.-]+)""", re.I)
_JSON_TYPE = re.compile(r"^(?:application|text)/(?:[\w.-]+\+)?json$", re.I)
_ASSIGNED = re.compile(
    r"""(?:(?:window|self|globalThis|root)\s*(?:\.\s*[\w$]+|\[\s*["'][\w$.-]+["']\s*\])|(?:var|let|const)\s+[\w$]+|__[A-Z_]+__)\s*=\s*"""
    r"""(?:JSON\.parse\(\s*)?(?=[{\["'])"""
)
_MAX_ASSIGNED = 40

_TITLE_KEYS = ("headline", "title", "name", "pageTitle", "seoTitle", "heading")
_BODY_KEYS = (
    "articleBody", "body", "bodyHtml", "bodyText", "body_html", "content", "contentHtml", "text", "html", "paragraphs", "blocks",
    "components", "elements", "story", "storyHtml", "contents", "sections", "richText", "markdown", "fullText", "pages", "slides",
    "main",
)  # fmt: skip
_TEXT_KEYS = (
    "text", "html", "content", "value", "paragraph", "body", "children", "blocks", "items", "model", "data", "nodes", "top", "bottom",
    "paragraphs", "elements", "components", "heading", "fragments", "contents", "attributes", "json", "document", "rendered",
)  # fmt: skip
_NO_TEXT_TYPES = re.compile(
    r"image|photo|video|audio|\bad\b|advert|promo|related|newsletter|embed|gallery|caption|credit|recirc|comment|social|podcast",
    re.I,
)
_BREAK = re.compile(r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote|section|article|figure|table|tr)|br)\b[^<>]{0,2000}>", re.I)
_DROPPED = re.compile(r"<(script|style|figcaption|aside)\b[^<>]{0,2000}>[^<]*(?:<(?!/\1)[^<]*)*</\1\s*>", re.I)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-z][a-z0-9]*", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An article's text, a line for each paragraph, and what it was read from, in words."""

    headline: str | None
    lines: tuple[str, ...]
    origin: str


def find_body(markup: str, headline: str | None = None) -> Body | None:
    """The article in the JSON of a page's scripts, None if there is none.

    Of several objects with a headline and a text, one with the page's headline is taken, otherwise the one with most text.

    Args:
        markup: The page, decoded.
        headline: The page's headline, None if it has none.
    """
    key = folded(headline or "")
    best: tuple[bool, int] = (False, 0)
    found: Body | None = None
    n_candidates = 0
    for value in _values(markup):
        for node in _objects(value):
            if n_candidates >= _MAX_CANDIDATES:
                return found
            title = _title(node)
            if title is None:
                continue
            n_candidates += 1
            lines = _body(node)
            n_words = sum(len(line.split()) for line in lines)
            same = bool(key) and (folded(title) in key or key in folded(title))
            if n_words >= _MIN_WORDS and (same, n_words) > best:
                best = (same, n_words)
                found = Body(headline=title, lines=lines, origin="the data of its scripts")
    return found


def body_lines(written: str) -> tuple[str, ...]:
    """The paragraphs of a text that may be HTML, entities resolved, white space collapsed."""
    if _ESCAPED_TAG.search(written):
        written = unescape(written)
    if _TAG.search(written):
        written = _TAG.sub("", _BREAK.sub("\n", _DROPPED.sub("\n", " ".join(written.split()))))
    lines = (" ".join(unescape(line).split()) for line in written.split("\n"))
    return tuple(line for line in lines if line)[:_MAX_LINES]


def _values(markup: str) -> Iterator[object]:
    """The JSON values in the page's scripts: scripts of JSON, and what others assign to a variable."""
    left = _MAX_SCRIPT_CHARS
    decoder = json.JSONDecoder(strict=False)
    for match in _SCRIPT.finditer(markup):
        attributes, words = match.groups()
        left -= len(words)
        if left < 0:
            return
        kind = _TYPE.search(attributes)
        if kind and _JSON_TYPE.match(kind[1]):
            if "ld+json" not in kind[1].lower():
                yield _decoded(words if words.lstrip()[:1] in "{[" else unescape(words), 0, decoder)[0]
        elif not kind or "javascript" in kind[1].lower() or kind[1].lower() == "module":
            at = 0
            for _ in range(_MAX_ASSIGNED):
                assigned = _ASSIGNED.search(words, at)
                if assigned is None:
                    break
                value, at = _decoded(words, assigned.end(), decoder)
                if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
                    value = _decoded(value, 0, decoder)[0]
                yield value


def _decoded(words: str, at: int, decoder: json.JSONDecoder) -> tuple[object, int]:
    """The JSON value at a place, and the place after it; None and the next place where there is none."""
    start = at + (len(words[at : at + 200]) - len(words[at : at + 200].lstrip()))
    try:
        value: object
        if words[start : start + 1] == "'":
            return None, start + 1
        value, end = decoder.raw_decode(words, start)
    except (ValueError, RecursionError):
        return None, start + 1
    return value, end


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """The objects in a value, outermost first, each once."""
    waiting: list[object] = [value]
    at = 0
    while at < len(waiting) and at < _MAX_NODES:
        item = waiting[at]
        at += 1
        if isinstance(item, dict):
            yield item
            waiting.extend(inner for inner in item.values() if isinstance(inner, dict | list))
        elif isinstance(item, list):
            waiting.extend(inner for inner in item if isinstance(inner, dict | list))


def _title(node: Mapping[str, object]) -> str | None:
    for name in _TITLE_KEYS:
        value = node.get(name)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("default") or value.get("basic")
        if isinstance(value, str) and _MIN_TITLE_WORDS <= len(value.split()) <= 60:
            return " ".join(unescape(_TAG.sub("", value)).split())
    return None


def _body(node: Mapping[str, object]) -> tuple[str, ...]:
    """The longest text that an object has of its own."""
    best: tuple[str, ...] = ()
    for name in _BODY_KEYS:
        if name in node:
            lines = tuple(line for piece in _texts(node[name]) for line in body_lines(piece))[:_MAX_LINES]
            if sum(map(len, lines)) > sum(map(len, best)):
                best = lines
    return best


def _texts(value: object) -> Iterator[str]:
    """The pieces of text in a body, in order: of strings, of lists of blocks, and of the blocks' own text."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    n_seen = 0
    while waiting and n_seen < _MAX_LINES * 10:
        item, depth = waiting.pop()
        n_seen += 1
        if isinstance(item, str):
            if item.strip() and not item.startswith(("http://", "https://")):
                yield item
        elif depth < _MAX_DEPTH and isinstance(item, list):
            if _is_inline(item):
                yield "".join(_inline(item))
            else:
                waiting.extend((inner, depth + 1) for inner in reversed(item))
        elif depth < _MAX_DEPTH and isinstance(item, dict):
            kind = item.get("type") or item.get("__typename") or item.get("_type") or item.get("kind")
            if isinstance(kind, str) and _NO_TEXT_TYPES.search(kind):
                continue
            if item and all(str(name).isdigit() for name in item):  # a list with numbers for names
                waiting.extend((item[name], depth + 1) for name in sorted(item, key=lambda name: -int(name)))
                continue
            waiting.extend((item[name], depth + 1) for name in reversed(_TEXT_KEYS) if name in item)


def _is_inline(items: Sequence[object]) -> bool:
    """Whether a list is one paragraph in runs: pieces of text with their formatting, links among them."""
    texts = [item.get("text") for item in items if isinstance(item, dict)]
    runs = [text for text in texts if isinstance(text, str)]
    return len(runs) > 1 and len(runs) == len(items) and any(text[:1].isspace() or text[-1:].isspace() for text in runs)


def _inline(items: Sequence[object]) -> Iterator[str]:
    for item in items:
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(text, str):
            yield text
