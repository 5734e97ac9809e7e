"""What an HTML page says about itself: headline, author, moments of publication and change, outlet, language, address, section.

In: the parsed page and its address. Out: `Metadata`, with None for what the page does not say, and issues for impossible
dates. Refuses to guess: a date is read from fields that exist to give it, from the address, and from the words beside the
headline that say what they are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from communique.pages.bylines import clean_author
from communique.pages.linked import Linked, read_linked
from communique.pages.moments import (
    FIRST_DAY,
    LAST_DAY,
    Moment,
    impossible_date,
    is_bare,
    likely_day,
    to_day,
    to_moment,
    why_impossible,
)
from communique.pages.tables import read_rows
from communique.pages.titles import choose_headline, folded
from communique.record.model import Issue

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["FIRST_DAY", "LAST_DAY", "Metadata", "find_metadata", "likely_day", "to_day"]

_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/_.-]|$)")
_URL_COMPACT_DAY = re.compile(r"[/-]((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)")
_URL_NAMED_DAY = re.compile(r"/((?:19|20)\d{2})/([A-Za-z]{3,9})/(\d{1,2})(?:/|$)")
_MAX_URL_CHARS = 2_000
_MAX_SECTION_CHARS = 60
_NO_SECTION = frozenset(
    {
        "article",
        "articles",
        "post",
        "posts",
        "story",
        "stories",
        "blog",
        "uncategorized",
        "uncategorised",
        "all",
        "home",
        "none",
    }
)

# Words beside the headline that say what a date is.
_PUBLISHED = re.compile(
    r"(?:\b|^)(?:first |originally )?(?:published|posted|issued|created|publication date|date published)\b", re.I
)
_UPDATED = re.compile(r"\b(?:last |most recently )?(?:updated?|modified|edited|revised)\b", re.I)
_NEAR_BLOCKS = 14  # after the headline: outlet, byline, date, buttons
_NEAR_CHARS, _NEAR_TEXTS = 160, 30
_NEAR_LEVELS = 4
_MAX_WALKED = 400
_BYLINE = re.compile(r"(?:written |words |story |posted |reported )?by:?\s+\S", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says. `published` is the day as the page writes it, in whatever zone that is; `published_at` and `updated_at`
    are ISO 8601 texts, as exact as the page gives them. `url` is the address that the page calls its own."""

    headline: str | None = None
    author: str | None = None
    published: date | None = None
    published_at: str | None = None
    updated_at: str | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    section: str | None = None
    issues: tuple[Issue, ...] = ()


def find_metadata(
    tree: "HtmlElement", uri: str = "", *, delivered: date | None = None, linked: Linked | None = None
) -> Metadata:
    """What the page says of itself.

    Args:
        tree: The parsed page, untouched.
        uri: The page's address, whose path may hold its date and its section.
        delivered: A day on which the page existed; a date after it is impossible, one day apart for zones. None: not known.
        linked: The page's linked data, where it was read before.
    Returns:
        The metadata; an issue for each date that is before 1990, in the future or after the page's own later changes.
    """
    linked = read_linked(tree) if linked is None else linked
    fields = _fields(tree)
    outlet = next((name for name in (linked.outlet, *fields.many("outlet")) if name and "://" not in name), None)
    heads = [element for element in tree.iter("h1") if _text(element)]
    titles = [*fields.many("headline"), *(_text(element) for element in tree.iter("title"))]
    headline = choose_headline([_text(head) for head in heads], linked.headline, titles, outlet, uri)
    if outlet and headline and folded(outlet) == folded(headline):
        outlet = None
    near = _near(heads, headline)
    published, issues = _published(tree, linked, fields, uri, near, delivered)
    updated = _updated(linked, fields, near, published, delivered)
    return Metadata(
        headline=headline,
        author=_author(tree, linked, fields, outlet, near),
        published=published.day if published else None,
        published_at=published.text if published else None,
        updated_at=updated,
        outlet=outlet,
        language=_attribute(tree, "lang") or _first(fields, "language") or linked.language,
        url=_address(tree, linked, fields, uri),
        section=_section(tree, linked, fields, uri, headline),
        issues=issues,
    )


class _Fields(dict[str, str]):
    """The page's <meta> fields by name in lower case: the first of each, and in `more` those that followed."""

    def __init__(self) -> None:
        super().__init__()
        self.more: dict[str, list[str]] = {}

    def many(self, what: str) -> list[str]:
        """All values of the fields that state something, the surest first."""
        return [value for name in _names(what) if name in self for value in (self[name], *self.more.get(name, ()))]


def _attribute(tree: "HtmlElement", name: str) -> str | None:
    value = tree.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _fields(tree: "HtmlElement") -> _Fields:
    fields = _Fields()
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if not name or not content:
                continue
            if name not in fields:
                fields[name] = content
            elif content != fields[name]:
                fields.more.setdefault(name, []).append(content)
    return fields


def _first(fields: Mapping[str, str], what: str) -> str | None:
    return next((_clean(fields[name]) for name in _names(what) if name in fields), None)


@cache
def _names(what: str) -> tuple[str, ...]:
    """The names of the fields that state something, the surest first."""
    return tuple(field for said, field in read_rows("meta_fields.tsv") if said == what)


def _clean(words: str) -> str:
    return " ".join(words.split())


def _text(element: "HtmlElement") -> str:
    return _clean(" ".join(element.itertext()))


def _short(element: "HtmlElement") -> str | None:
    """An element's words, None where they are many."""
    texts = list(islice(element.itertext(), _NEAR_TEXTS + 1))
    words = _clean(" ".join(text[: 2 * _NEAR_CHARS] for text in texts))
    return words if len(texts) <= _NEAR_TEXTS and len(words) <= _NEAR_CHARS else None


# dates


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """The dates in the blocks beside the headline, as written: with their labels, and alone."""

    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()


def _near(heads: "list[HtmlElement]", headline: str | None) -> _Near:
    """What stands after the heading that is the headline, block by block."""
    key = folded(headline or "")
    head = next((element for element in heads if key and folded(_text(element)) == key), heads[0] if len(heads) == 1 else None)
    if head is None:
        return _Near()
    published: list[str] = []
    updated: list[str] = []
    bare: list[str] = []
    bylines: list[str] = []
    for words in (*_right_before(head), *_after(head)):
        if _BYLINE.match(words):
            bylines.append(words)
        stamps = [place for pattern in (_PUBLISHED, _UPDATED) for place in pattern.finditer(words)]
        for label in stamps:
            end = min((other.start() for other in stamps if other.start() > label.start()), default=len(words))
            # "Published 5 March 2031" or, where the label stands last, "5 March 2031, updated 6 March".
            if to_day(words[label.end() : end]):
                (published if label.re is _PUBLISHED else updated).append(words[label.end() : end])
        if not stamps and is_bare(words):
            bare.append(words)
    return _Near(published=tuple(published), updated=tuple(updated), bare=tuple(bare), bylines=tuple(bylines))


def _right_before(head: "HtmlElement") -> Iterator[str]:
    """The short texts that stand directly before the headline: kicker, date."""
    element = head
    for _ in range(_NEAR_LEVELS):
        last = element.getprevious()
        if last is not None and isinstance(last.tag, str):
            if last.tag not in ("script", "style", "nav", "ul", "header") and (words := _short(last)):
                yield words
            return
        element = element.getparent()
        if element is None or element.tag == "body":
            return


def _after(head: "HtmlElement") -> Iterator[str]:
    """The short texts after an element, in the page's order; of a <time> with a moment, the moment."""
    n_blocks = 0
    seen: set[HtmlElement] = set(head.iter())
    for n_walked, element in enumerate(_following(head)):
        if n_blocks >= _NEAR_BLOCKS or n_walked > _MAX_WALKED:
            return
        if (
            not isinstance(element.tag, str)
            or element in seen
            or element.tag in ("script", "style", "noscript", "template", "svg")
        ):
            continue
        if element.tag == "time":
            seen.update(element.iter())
            around = _clean(f"{_before(element)} ")
            n_blocks += 1
            yield f"{around} {element.get('datetime') or ''} {'' if element.get('datetime') else _text(element)}".strip()
            continue
        own = _clean(" ".join([element.text or "", *(child.tail or "" for child in element)]))
        if not own:
            continue
        whole = _short(element)
        if whole is None and len(own) > _NEAR_CHARS:
            n_blocks += _NEAR_BLOCKS // 2  # a summary; after a second paragraph the article has begun
            continue
        n_blocks += 1
        if whole is not None and element.find(".//time") is None:
            seen.update(element.iter())
            yield whole
        elif len(own) <= _NEAR_CHARS and element.find("time") is None:
            yield own


def _before(element: "HtmlElement") -> str:
    """The words right before an element: its label."""
    last = element.getprevious()
    words = (last.tail or "") if last is not None else (element.getparent().text or "")
    if not words.strip() and last is not None:
        words = _short(last) or ""
    words = _clean(words)[-40:]
    return words if _PUBLISHED.search(words) or _UPDATED.search(words) else ""


def _following(head: "HtmlElement") -> "Iterator[HtmlElement]":
    """The elements after one, in the page's order."""
    element = head
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter()
        element = element.getparent()


def _published(
    tree: "HtmlElement", linked: Linked, fields: _Fields, uri: str, near: _Near, delivered: date | None
) -> tuple[Moment | None, tuple[Issue, ...]]:
    latest = _latest(linked, fields)
    issues: list[Issue] = []
    unread: list[Issue] = []
    for written in _dates(tree, linked, fields, uri, near):
        moment = to_moment(written)
        if moment is None:
            unread.append(
                Issue(code="unreadable_date", detail=f"the page's date {written[:40]!r} is no day", words=written[:40])
            )
        elif why := why_impossible(moment.day, delivered):
            issues.append(impossible_date(written, why))
        elif latest is not None and (moment.day - latest).days > 1:  # one day for zones
            issues.append(impossible_date(written, f"is after the page's last change on {latest}"))
        else:
            return moment, tuple(issues)
    return None, (*issues, *unread[:1])


def _latest(linked: Linked, fields: Mapping[str, str]) -> date | None:
    """The last day on which the page says that it was changed."""
    written = [linked.modified, *(fields.get(name) for name in _names("modified"))]
    days = [day for field in written if field and (day := likely_day(field))]
    return max(days, default=None)


def _updated(linked: Linked, fields: _Fields, near: _Near, published: Moment | None, delivered: date | None) -> str | None:
    """The moment of the last change, None where the page gives none or one that is impossible or before its publication."""
    for written in [linked.modified or "", *(fields.get(name, "") for name in _names("modified")), *near.updated]:
        moment = to_moment(written)
        if moment and not why_impossible(moment.day, delivered) and (published is None or moment.day >= published.day):
            return moment.text
    return None


def _dates(tree: "HtmlElement", linked: Linked, fields: _Fields, uri: str, near: _Near) -> Iterator[str]:
    """What gives the publication date, the surest first."""
    if linked.published:
        yield linked.published
    yield from (fields[name] for name in _names("published") if name in fields)
    marked = tree.xpath("//*[@itemprop='datePublished' or @pubdate or contains(@property, 'datePublished')]")
    for element in marked[:5]:
        if not _is_of_other(element):
            yield element.get("datetime") or element.get("content") or _text(element)
    yield from near.published
    for address in (uri, _address(tree, linked, fields, uri) or ""):
        if written := _day_in(_path(address)):
            yield written
    # A date that stands alone beside the headline is the page's own, unless several do.
    if len({to_day(words) for words in near.bare}) == 1:
        yield near.bare[0]
    # Without any of these a page's <time> elements are its date only if they all give one: teasers have their own.
    times = {element.get("datetime") for element in tree.iter("time")} - {None}
    days = {day for written in times if (day := to_day(written))}
    if len(days) == 1:
        yield next(iter(times)) if len(times) == 1 else days.pop().isoformat()
    if linked.page_published:
        yield linked.page_published


def _day_in(path: str) -> str | None:
    """The day in an address's path, None if there is none that is likely."""
    for pattern in (_URL_DAY, _URL_COMPACT_DAY):
        if (match := pattern.search(path)) and likely_day("-".join(match.groups())):
            return "-".join(match.groups())
    if match := _URL_NAMED_DAY.search(path):
        year, month, day = match.groups()
        return f"{day} {month} {year}" if likely_day(f"{day} {month} {year}") else None
    return None


def _path(uri: str) -> str:
    """The path of an address; the whole of it where it is none."""
    try:
        return urlsplit(uri).path
    except ValueError:
        return ""


def _is_of_other(element: "HtmlElement") -> bool:
    """Whether an element is of a comment or of another story's teaser."""
    for parent in element.iterancestors():
        kind = f"{parent.get('class') or ''} {parent.get('id') or ''} {parent.get('itemtype') or ''}"[:400].lower()
        if re.search(r"comment|related|teaser|sidebar|recommend|\bcard|\bpromo", kind) and parent.tag != "body":
            return True
    return False


# names, addresses, sections


def _author(tree: "HtmlElement", linked: Linked, fields: _Fields, outlet: str | None, near: _Near) -> str | None:
    marked = tree.xpath(
        "//*[@itemprop='author' or @rel='author' or contains(@class, 'author-name') or contains(@class, 'byline')]"
    )
    listed = [
        ", ".join(linked.authors),
        *fields.many("author"),
        *near.bylines,
        *(_text(element) for element in marked[:3] if not _is_of_other(element)),
    ]
    return clean_author((written for written in listed if written), outlet)


def _address(tree: "HtmlElement", linked: Linked, fields: Mapping[str, str], uri: str) -> str | None:
    """The address that the page calls its own: never a site's front page, unless the page is one."""
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for written in (*links, fields.get("og:url"), linked.url):
        if url := _resolved(written, uri):
            return url
    return None


def _resolved(written: str | None, uri: str) -> str | None:
    if not written or len(written) > _MAX_URL_CHARS:
        return None
    try:
        url = urljoin(uri, written.strip()).split("#")[0]
        parts, own = urlsplit(url), urlsplit(uri)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or any(character.isspace() for character in url):
        return None
    is_front = parts.path in ("", "/") and not parts.query
    if is_front and (host != own.hostname or own.path not in ("", "/") or own.query):
        return None
    return url


def _section(tree: "HtmlElement", linked: Linked, fields: _Fields, uri: str, headline: str | None) -> str | None:
    """The section that the page stands in."""
    for written in (_first(fields, "section"), linked.section, _last_crumb(linked.trail or _trail(tree), headline)):
        names = [name.strip() for name in (written or "").split(",")]
        names = [name for name in names if name and name.casefold() not in _NO_SECTION and "://" not in name]
        known = [name for name in names if _sections().fullmatch(name.casefold())]
        if (name := next(iter(known or names), "")) and len(name) <= _MAX_SECTION_CHARS:
            return name
    first = _path(uri).strip("/").split("/")
    word = first[0].replace("-", " ").lower() if len(first) > 1 else ""
    return word if word and _sections().fullmatch(word) else None


def _last_crumb(trail: tuple[str, ...], headline: str | None) -> str | None:
    title = folded(headline or "")
    own = [name for name in trail if (key := folded(name)) and key != "home" and not (title and (key in title or title in key))]
    return own[-1] if own else None


def _trail(tree: "HtmlElement") -> tuple[str, ...]:
    """The links of the page's visible breadcrumb."""
    marked = tree.xpath(
        "//*[self::nav or self::ol or self::ul or self::div]"
        "[contains(@class, 'breadcrumb') or contains(@id, 'breadcrumb') or contains(@aria-label, 'readcrumb')]"
    )
    return tuple(words for link in list(marked[0].iter("a"))[:10] if (words := _text(link))) if marked else ()


@cache
def _sections() -> re.Pattern[str]:
    """The words for sections, of the lexicon of furniture."""
    return re.compile(next(pattern for kind, pattern in read_rows("furniture.tsv") if kind == "@section"))
