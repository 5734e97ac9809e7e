"""What an HTML page says about itself in its markup: headline, author, publication date, outlet, language.

In: the parsed page and its address. Out: `Metadata`, with None for what the markup does not say, and issues for impossible
dates. Refuses to guess: a date is read only from fields that exist to give it, and from the address.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from communique.pages.tables import read_rows
from communique.record.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# News on the web begins here; an earlier date is a default of some program, a later one a mistake.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)

_MAX_JSON_CHARS = 500_000
_MAX_NODES = 2_000  # of linked data, over all blocks
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|NewsItem)$")
_DAY = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:\s*$|T)")
_WORDED_DAY = re.compile(
    r"\b(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>[A-Za-z]{3,9})\.?,?|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)"
    r"\s+(?P<y>\d{4})\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_.-]|$)")

_SEPARATOR = re.compile(r"\s+[|–—»«·•:-]\s+|\s*[|»«]\s*")
_ADDRESS = re.compile(r"https?://|www\.|@")
_NOBODY = frozenset({"no author", "unknown", "admin", "administrator", "editor", "none", "null", "undefined", "author"})
_MAX_AUTHOR_CHARS = 120
_MAX_HEADLINE_CHARS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page's markup says. `published` is the day as the page writes it, in whatever zone that is."""

    headline: str | None = None
    author: str | None = None
    published: date | None = None
    outlet: str | None = None
    language: str | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    """The fields of the page's linked data (JSON-LD) about its article."""

    headline: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    outlet: str | None = None


def find_metadata(tree: "HtmlElement", uri: str = "") -> Metadata:
    """What the markup says of the page.

    Args:
        tree: The parsed page, untouched.
        uri: The page's address, whose path may hold its date.
    Returns:
        The metadata; an issue for each date that is before 1990, after 2100 or after the page's own later changes.
    """
    linked = _linked(tree)
    fields = _fields(tree)
    outlet = linked.outlet or _first(fields, "outlet")
    published, issues = _published(tree, linked, fields, uri)
    return Metadata(
        headline=_headline(tree, linked, fields, outlet, uri),
        author=_author(tree, linked, fields),
        published=published,
        outlet=outlet,
        language=_attribute(tree, "lang") or fields.get("og:locale") or fields.get("content-language"),
        issues=issues,
    )


def _attribute(tree: "HtmlElement", name: str) -> str | None:
    value = tree.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _fields(tree: "HtmlElement") -> dict[str, str]:
    """The page's <meta> fields by name in lower case, the first of each."""
    fields: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                fields.setdefault(name, content)
    return fields


def _first(fields: Mapping[str, str], what: str) -> str | None:
    return next((_clean(fields[name]) for name in _names(what) if name in fields), None)


@cache
def _names(what: str) -> tuple[str, ...]:
    """The names of the fields that state something, the surest first."""
    return tuple(field for said, field in read_rows("meta_fields.tsv") if said == what)


def _clean(words: str) -> str:
    return " ".join(words.split())


# dates


def to_day(written: str) -> date | None:
    """The day that a field gives, by its own calendar; None if it gives none.

    Args:
        written: An ISO date with or without a time, or a day with the month's English name.
    """
    for pattern in (_DAY, _COMPACT_DAY):
        if match := pattern.match(written):
            return _valid(*(int(part) for part in match.groups()))
    if match := _WORDED_DAY.search(written[:80]):
        month = (match["m1"] or match["m2"])[:3].lower()
        if month in _MONTHS:
            return _valid(int(match["y"]), _MONTHS.index(month) + 1, int(match["d1"] or match["d2"]))
    return None


def likely_day(written: str) -> date | None:
    """The day that a field gives, None if it gives none or one on which there was no news on the web."""
    day = to_day(written)
    return day if day is not None and FIRST_DAY <= day <= LAST_DAY else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _published(
    tree: "HtmlElement", linked: _Linked, fields: Mapping[str, str], uri: str
) -> tuple[date | None, tuple[Issue, ...]]:
    latest = _latest(linked, fields)
    issues: list[Issue] = []
    unread: list[Issue] = []
    for written in _dates(tree, linked, fields, uri):
        day = to_day(written)
        if day is None:
            unread.append(
                Issue(code="unreadable_date", detail=f"the page's date {written[:40]!r} is no day", words=written[:40])
            )
            continue
        if not FIRST_DAY <= day <= LAST_DAY:
            issues.append(_impossible(written, f"is not between {FIRST_DAY.year} and {LAST_DAY.year}"))
        elif latest is not None and (day - latest).days > 1:  # one day for zones
            issues.append(_impossible(written, f"is after the page's last change on {latest}"))
        else:
            return day, tuple(issues)
    return None, (*issues, *unread[:1])


def _impossible(written: str, why: str) -> Issue:
    return Issue(code="impossible_date", detail=f"the page's date {written[:40]!r} {why}", words=written[:40])


def _latest(linked: _Linked, fields: Mapping[str, str]) -> date | None:
    """The last day on which the page says that it was changed."""
    written = [linked.modified, *(fields.get(name) for name in _names("modified"))]
    days = [day for field in written if field and (day := likely_day(field))]
    return max(days, default=None)


def _dates(tree: "HtmlElement", linked: _Linked, fields: Mapping[str, str], uri: str) -> Iterator[str]:
    """The fields that give the publication date, the surest first."""
    if linked.published:
        yield linked.published
    yield from (fields[name] for name in _names("published") if name in fields)
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate or contains(@property, 'datePublished')]")
    for element in marked[:5]:
        yield element.get("datetime") or element.get("content") or element.text_content()
    if match := _URL_DAY.search(uri):
        yield "-".join(match.groups())
    # Without any of these a page's <time> elements are its date only if they all give one: teasers have their own.
    times = {element.get("datetime") for element in tree.iter("time")} - {None}
    days = {day for written in times if (day := to_day(written))}
    if len(days) == 1:
        yield days.pop().isoformat()


# names


def _headline(tree: "HtmlElement", linked: _Linked, fields: Mapping[str, str], outlet: str | None, uri: str) -> str | None:
    titles = [*(fields[name] for name in _names("headline") if name in fields), *(_text(e) for e in tree.iter("title"))]
    heads = [words for element in tree.iter("h1") if (words := _text(element))]
    for head in heads:
        # The heading as it stands on the page, where the page's title confirms it.
        if len(head.split()) > 2 and any(_folded(head) in _folded(title) for title in [*titles, linked.headline or ""]):
            return head[:_MAX_HEADLINE_CHARS]
    for title in [linked.headline or "", *titles]:
        if title.strip():
            return _without_site(_clean(title), outlet, uri)[:_MAX_HEADLINE_CHARS]
    return heads[0][:_MAX_HEADLINE_CHARS] if len(heads) == 1 else None


def _text(element: "HtmlElement") -> str:
    return _clean(element.text_content())


def _folded(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _without_site(title: str, outlet: str | None, uri: str) -> str:
    """A title without the outlet's name at its end or beginning."""
    host = re.sub(r"^\w+://(?:www\.)?|[/:?#].*$", "", uri)
    site = [_folded(outlet)] if outlet else []
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    for index, edge in ((-1, parts[-1]), (0, parts[0])):
        name = _folded(edge)
        if name and (name in site or (len(name) > 2 and name in _folded(host))):
            cut = title.rfind(edge) if index else len(edge)
            kept = title[:cut] if index else title[cut:]
            return kept.strip(" |–—»«·•:-") or title
    return title


def _author(tree: "HtmlElement", linked: _Linked, fields: Mapping[str, str]) -> str | None:
    marked = tree.xpath("//*[@itemprop='author' or @rel='author']")
    listed = [linked.author, *(fields.get(name) for name in _names("author")), *(_text(element) for element in marked[:1])]
    for written in listed:
        name = re.sub(r"^by\s+", "", _clean(unescape(written or "")), flags=re.I)
        if name and len(name) <= _MAX_AUTHOR_CHARS and name.lower() not in _NOBODY and not _ADDRESS.search(name):
            return name
    return None


# linked data


def _linked(tree: "HtmlElement") -> _Linked:
    """The first article that the page's linked data describes."""
    n_nodes = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            value: object = json.loads((script.text or "")[:_MAX_JSON_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            n_nodes += 1
            if n_nodes > _MAX_NODES:
                return _Linked()
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names):
                return _Linked(
                    headline=_string(node.get("headline")) or _string(node.get("name")),
                    author=_named(node.get("author")),
                    published=_string(node.get("datePublished")),
                    modified=_string(node.get("dateModified")),
                    outlet=_named(node.get("publisher")),
                )
    return _Linked()


def _nodes(value: object) -> Iterator[Mapping[str, object]]:
    """The objects in linked data, outermost first: of lists, of @graph and of mainEntity."""
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item[:_MAX_NODES])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _string(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return _clean(value) or None if isinstance(value, str) else None


def _named(value: object) -> str | None:
    """A name, or the names of a list of people joined by commas."""
    items = value if isinstance(value, list) else [value]
    names = [_string(item.get("name")) if isinstance(item, dict) else _string(item) for item in items[:10]]
    return ", ".join(name for name in names if name) or None
