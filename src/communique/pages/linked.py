"""Linked data of an HTML page (JSON-LD): the objects in it, and the article that they describe.

In: the parsed page. Out: `Linked`, with None for what it does not say. Refuses broken, deep and endless data: what cannot be
decoded is passed over, and no more than some thousand objects are looked at.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, object]

_MAX_JSON_CHARS = 1_000_000  # of one script; a live blog of a day has a third of it
_MAX_NODES = 2_000  # over all scripts
_MAX_ENTRIES = 500
_MAX_NAMES = 10
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)+|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?|;)\s*$"
)
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|NewsItem|NewsStory)$")
# What is about the article without being one: its date is taken where nothing surer gives it.
_PAGE_TYPE = re.compile(r"(?:WebPage|Review|Recipe|CreativeWork)$")
_CHILDREN = ("@graph", "mainEntity", "mainEntityOfPage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One update of a live blog, as the linked data has it; the moments are as written."""

    headline: str | None
    body: str
    author: str | None
    published: str | None
    modified: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What the page's linked data says of its article, dates as written.

    `is_free` is `isAccessibleForFree`; `locked` are the CSS classes of the elements that are for subscribers. `page_published`
    is the date of the page itself, which some sites give instead of the article's.
    """

    kind: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    page_published: str | None = None
    outlet: str | None = None
    url: str | None = None
    section: str | None = None
    language: str | None = None
    body: str | None = None
    is_free: bool | None = None
    locked: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()  # the names of the breadcrumb, outermost first
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class _Found:
    nodes: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)


def read_linked(tree: "HtmlElement") -> Linked:
    """What the linked data says of the page's article.

    Of several articles the first counts; what it leaves out is taken from others only where their headline is the same, since
    lists of other stories come in the same form.
    """
    found = _collect(tree)
    articles = [node for node in found.nodes if _is_a(node, _ARTICLE_TYPE)]
    pages = [node for node in found.nodes if _is_a(node, _PAGE_TYPE)]
    named = [node for node in articles if _string(node.get("headline")) or _string(node.get("name"))]
    first = (named or articles or [{}])[0]
    headline = _title(first)
    same = [first, *(node for node in articles if node is not first and _title(node) in (headline, None))]

    def read(name: str) -> object:
        return next((node[name] for node in same if node.get(name) not in (None, "", [], {})), None)

    return Linked(
        kind=next((name for name in _types(first) if _ARTICLE_TYPE.search(name)), None),
        headline=headline,
        authors=_names(read("author") or read("creator"), found),
        published=_string(read("datePublished")) or _string(read("dateCreated")),
        modified=_string(read("dateModified")),
        page_published=next((day for node in pages if (day := _string(node.get("datePublished")))), None),
        outlet=next(iter(_names(read("publisher") or read("sourceOrganization"), found)), None),
        url=_url(first),
        section=_string(read("articleSection")),
        language=_language(read("inLanguage"))
        or next((code for node in pages if (code := _language(node.get("inLanguage")))), None),
        body=_text(read("articleBody")),
        is_free=_is_free(read("isAccessibleForFree")),
        locked=_locked(read("hasPart")),
        trail=_trail(found),
        entries=_entries(read("liveBlogUpdate"), found),
    )


def _collect(tree: "HtmlElement") -> _Found:
    """The objects in the page's linked data, each script's outermost first: of lists, of @graph and of what is called main."""
    found = _Found()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting: list[object] = [_decoded(script.text_content())]
        at = 0
        while at < len(waiting) and len(found.nodes) < _MAX_NODES:
            item = waiting[at]
            at += 1
            if isinstance(item, list):
                waiting.extend(item[:_MAX_NODES])
            elif isinstance(item, dict):
                found.nodes.append(item)
                name = item.get("@id")
                if isinstance(name, str) and len(item) > 1:
                    found.by_id.setdefault(name, item)
                waiting.extend(item[key] for key in _CHILDREN if key in item)
    return found


def _decoded(written: str) -> object:
    """The value of a script, None if it is none."""
    if len(written) > _MAX_JSON_CHARS:
        return None
    for text in (written, _WRAPPING.sub("", _WRAPPING.sub("", written))):
        try:
            value: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _types(node: Node) -> tuple[str, ...]:
    kinds = node.get("@type") or node.get("type")  # as some sites write it
    return tuple(name for name in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(name, str))


def _is_a(node: Node, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in _types(node))


def _title(node: Node) -> str | None:
    return _string(node.get("headline")) or _string(node.get("name")) or _string(node.get("alternativeHeadline"))


def _string(value: object) -> str | None:
    """A text on one line, the first of a list."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _text(value: object) -> str | None:
    """A text with its line breaks; the items of a list are its paragraphs."""
    if isinstance(value, list):
        value = "\n".join(item for item in value if isinstance(item, str))
    return value.strip() or None if isinstance(value, str) else None


def _names(value: object, found: _Found) -> tuple[str, ...]:
    """The names of people or of an organisation, each resolved where it only refers to another object."""
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items[:_MAX_NAMES]:
        name = _string(item)
        if isinstance(item, dict):
            other = found.by_id.get(str(item.get("@id")), {})
            name = _string(item.get("name")) or _string(other.get("name"))
        if name:
            names.append(name)
    return tuple(names)


def _url(node: Node) -> str | None:
    main = node.get("mainEntityOfPage")
    values = [node.get("url"), main.get("@id") if isinstance(main, dict) else main, node.get("@id")]
    return next((url for value in values if (url := _string(value)) and url.startswith(("http://", "https://", "/"))), None)


def _language(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _string(value)


def _is_free(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().rsplit("/", 1)[-1].lower())
    return value if isinstance(value, bool) else None


def _locked(value: object) -> tuple[str, ...]:
    """The classes in the `cssSelector` of the parts that are not free."""
    parts = value if isinstance(value, list) else [value]
    selectors = (
        str(part.get("cssSelector") or "")
        for part in parts[:_MAX_NAMES]
        if isinstance(part, dict) and _is_free(part.get("isAccessibleForFree")) is False
    )
    return tuple(name for selector in selectors for name in re.findall(r"[.#]([\w-]{1,80})", selector[:500]))


def _trail(found: _Found) -> tuple[str, ...]:
    for node in found.nodes:
        crumbs = node if "BreadcrumbList" in _types(node) else node.get("breadcrumb")
        items = crumbs.get("itemListElement") if isinstance(crumbs, dict) else None
        if isinstance(items, list):
            return tuple(name for item in items[:_MAX_NAMES] if isinstance(item, dict) and (name := _crumb(item)))
    return ()


def _crumb(item: Node) -> str | None:
    inner = item.get("item")
    return _string(item.get("name")) or (_string(inner.get("name")) if isinstance(inner, dict) else None)


def _entries(value: object, found: _Found) -> tuple[Entry, ...]:
    made: list[Entry] = []
    for item in (value if isinstance(value, list) else [])[:_MAX_ENTRIES]:
        if isinstance(item, dict) and (body := _text(item.get("articleBody")) or _text(item.get("text"))):
            made.append(
                Entry(
                    headline=_title(item),
                    body=body,
                    author=next(iter(_names(item.get("author"), found)), None),
                    published=_string(item.get("datePublished")),
                    modified=_string(item.get("dateModified")),
                    url=_string(item.get("url")),
                )
            )
    return tuple(made)
