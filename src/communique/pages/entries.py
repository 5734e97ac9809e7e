"""The entries of an HTML page of several stories: a live blog, or a digest of whole articles.

In: the parsed page and its linked data. Out: `Entry`s in the page's order. Refuses comments, teasers and the sections of one article:
an entry has its own heading or moment and whole sentences, and a live blog says that it is one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from communique.pages.lines import Line, Shape, split_lines
from communique.pages.linked import Linked
from communique.pages.moments import Moment, to_moment
from communique.pages.page_words import letters, to_lines, visible_pieces
from communique.pages.scripts import body_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_ENTRIES = 500
_MIN_ENTRIES = 3  # of a live blog that is told by its elements alone
_MIN_ENTRY_WORDS = 8
_MIN_DIGEST = 2
_MIN_DIGEST_SENTENCES, _MIN_DIGEST_WORDS = 3, 40
_MAX_ENTRY_DAYS = 7  # between two entries of a live blog; archives of a blog have more
_MAX_HEADING_WORDS = 40
_MAX_STAMP_WORDS = 10

_LIVE_WORDS = re.compile(
    r"\blive(?:\s?blog|\s+(?:updates?|coverage|reporting|news|from)|:|\s*[-–—|])|\blive\b$|^live\b|\bas it happened\b|"
    r"\bminute by minute\b",
    re.I,
)
_LIVE_PATH = re.compile(r"(?:^|[/_-])live(?:blog)?(?:[/_-]|$)", re.I)
_LIVE_CLASS = re.compile(r"live-?_?(?:blog|feed|updates?|events?|entr(?:y|ies)|posts?|stream|coverage|ticker)|liveblog", re.I)
_OTHER = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-\w+|repl(?:y|ies)|related|recommend\w*|teasers?|promos?|trending|sidebar|popular)(?:$|[\s_-])",
    re.I,
)
_MORE = re.compile(
    r"(?:read|see|view|continue|learn|full)\s+(?:more|on|reading|(?:the\s+)?(?:full|whole|rest|story|article|post)).{0,40}|more(?:\s*[»›>…]+)?",
    re.I,
)
_FURNITURE = (Shape.FURNITURE, Shape.LABEL, Shape.MORE, Shape.LEAD)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENTRY_TAGS = ("article", "section", "div", "li")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story of several on a page: its headline and its text, a paragraph a line, with what is said of it alone.

    `is_shown`: the text stands on the page; otherwise only its linked data has it.
    """

    headline: str | None
    text: str
    author: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    url: str | None = None
    is_shown: bool = True


def find_entries(tree: "HtmlElement", linked: Linked, uri: str, headline: str | None, shown: str) -> tuple[Entry, ...]:
    """The entries of a page, () if it is of one story.

    Args:
        tree: The parsed page, untouched.
        linked: Its linked data, whose updates of a live blog are taken before what its elements tell.
        uri: The page's address.
        headline: The page's headline.
        shown: The `letters` of what the page shows.
    """
    told = _told(linked, uri, shown)
    if len(told) > 1:
        return told
    if _is_live(tree, linked, uri, headline):
        live = _live(tree, uri)
        if live:
            return live
    return _digest(tree, uri)


def _told(linked: Linked, uri: str, shown: str) -> tuple[Entry, ...]:
    """The updates in the linked data."""
    made: list[Entry] = []
    for update in linked.entries:
        lines = [line for line in body_lines(update.body) if line != update.headline]
        if sum(len(line.split()) for line in lines) < _MIN_ENTRY_WORDS // 2:
            continue
        made.append(
            Entry(
                headline=update.headline,
                text="\n".join(lines),
                author=update.author,
                published=to_moment(update.published or ""),
                updated=to_moment(update.modified or ""),
                url=_address(update.url, uri),
                is_shown=all(letters(line) in shown for line in lines),
            )
        )
    return tuple(made)


def _is_live(tree: "HtmlElement", linked: Linked, uri: str, headline: str | None) -> bool:
    """Whether a page says that it is a live blog: in its linked data, its headline, its address or its elements' names."""
    if (
        linked.kind == "LiveBlogPosting"
        or _LIVE_WORDS.search(headline or "")
        or _LIVE_PATH.search(re.sub(r"^\w+://[^/]*", "", uri))
    ):
        return True
    return any(
        _LIVE_CLASS.search(_named(element)) or "LiveBlogPosting" in (element.get("itemtype") or "")
        for element in tree.iter("main", "article", "section", "div", "ul", "ol")
    )


def _named(element: "HtmlElement") -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:400]


# live blogs


def _live(tree: "HtmlElement", uri: str) -> tuple[Entry, ...]:
    """The largest group of sibling elements, each with a moment of its own and sentences."""
    best: tuple[Entry, ...] = ()
    for group in _groups(tree):
        made = [entry for element in group if (entry := _live_entry(element, uri))]
        if len(made) > max(len(best), _MIN_ENTRIES - 1) and _is_one_blog(made):
            best = tuple(made)
    return best


def _groups(tree: "HtmlElement") -> Iterator[Sequence["HtmlElement"]]:
    """Elements of one tag that share a parent, each with one time of its own."""
    homes: dict[HtmlElement, dict[HtmlElement, int]] = {}
    for time in tree.iter("time"):
        child = time
        for parent in time.iterancestors():
            if child.tag in _ENTRY_TAGS:
                homes.setdefault(parent, {})
                homes[parent][child] = homes[parent].get(child, 0) + 1
            child = parent
    for children in homes.values():
        group = [child for child in children if not _OTHER.search(_named(child))]
        if _MIN_ENTRIES <= len(group) <= _MAX_ENTRIES and not _is_other(group[0]):
            yield group


def _is_other(element: "HtmlElement") -> bool:
    """Whether an element is among comments or teasers."""
    return any(
        _OTHER.search(_named(parent)) or parent.tag in ("nav", "aside", "footer")
        for parent in element.iterancestors()
        if parent.tag not in ("body", "html")
    )


def _live_entry(element: "HtmlElement", uri: str) -> Entry | None:
    times = [moment for time in element.iter("time") if (moment := _moment(time))]
    if not times or "Comment" in (element.get("itemtype") or "") or _heads_elsewhere(element, uri):
        return None
    entry = _entry(element, uri)
    if entry is None or sum(len(line.split()) for line in entry.text.split("\n")) < _MIN_ENTRY_WORDS:
        return None
    if not any(line.shape is Shape.PROSE for line in split_lines(entry.text)):
        return None
    return Entry(
        headline=entry.headline,
        text=entry.text,
        published=times[0],
        updated=times[1] if len(times) > 1 and times[1].text > times[0].text else None,
        url=entry.url,
    )


def _heads_elsewhere(element: "HtmlElement", uri: str) -> bool:
    """Whether an element's heading is a link to another page, as a teaser's is; an entry's may link to itself."""
    link = next((link for heading in element.iter(*_HEADINGS) for link in heading.iter("a")), None)
    if link is None:
        link = next((parent for heading in element.iter(*_HEADINGS) for parent in heading.iterancestors("a")), None)
    target = _address(link.get("href"), uri) if link is not None else None
    own = uri.split("#")[0].split("?")[0].rstrip("/")
    return target is not None and not target.startswith(own)


def _moment(time: "HtmlElement") -> Moment | None:
    return to_moment(time.get("datetime") or "") or to_moment("".join(time.itertext()))


def _is_one_blog(made: Sequence[Entry]) -> bool:
    """Whether entries run through time one way, without the gaps that lists of old stories have."""
    moments = [entry.published for entry in made if entry.published]
    texts = [moment.text for moment in moments]
    days = [moment.day for moment in moments]
    gaps = [abs((later - earlier).days) for earlier, later in pairwise(days)]
    ordered = sum(one >= two for one, two in pairwise(texts))
    n_pairs = len(texts) - 1
    return max(gaps, default=0) <= _MAX_ENTRY_DAYS and (ordered >= 0.8 * n_pairs or ordered <= 0.2 * n_pairs)


# digests


def _digest(tree: "HtmlElement", uri: str) -> tuple[Entry, ...]:
    """The whole articles on a page, where there are several of them beside each other."""
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    for element in tree.iter("article"):
        parent = element.getparent()
        if parent is not None and not _OTHER.search(_named(element)) and "Comment" not in (element.get("itemtype") or ""):
            groups.setdefault(parent, []).append(element)
    best: tuple[Entry, ...] = ()
    for group in groups.values():
        if _MIN_DIGEST <= len(group) <= _MAX_ENTRIES and not _is_other(group[0]):
            made = [entry for element in group if (entry := _whole(element, uri))]
            if len(made) == len(group) and len(made) > len(best):
                best = tuple(made)
    return best


def _whole(element: "HtmlElement", uri: str) -> Entry | None:
    """An element's article, None where it has no heading, few sentences, or ends in a link to the rest."""
    if any(_MORE.fullmatch(" ".join("".join(link.itertext()).split())) for link in element.iter("a")):
        return None
    entry = _entry(element, uri)
    if entry is None or entry.headline is None:
        return None
    lines = split_lines(entry.text)
    prose = [line for line in lines if line.shape is Shape.PROSE]
    if not lines or lines[-1].shape is Shape.CUT:
        return None
    if (
        sum(line.n_sentences for line in prose) < _MIN_DIGEST_SENTENCES
        or sum(line.n_words for line in prose) < _MIN_DIGEST_WORDS
    ):
        return None
    times = [moment for time in element.iter("time") if (moment := _moment(time))]
    return Entry(headline=entry.headline, text=entry.text, published=times[0] if times else None, url=entry.url)


# both


def _entry(element: "HtmlElement", uri: str) -> Entry | None:
    """An element's heading and its lines, without times, buttons and what leads elsewhere."""
    heading = next((found for found in element.iter(*_HEADINGS) if _words(found)), None)
    headline = _words(heading) if heading is not None else None
    if headline is not None and len(headline.split()) > _MAX_HEADING_WORDS:
        headline = None
    drop = {letters(headline or "")} | {letters("".join(time.itertext())) for time in element.iter("time")}
    drop |= {letters("".join(found.itertext())) for found in element.iter("figcaption")}
    times = tuple(own for time in element.iter("time") if (own := letters("".join(time.itertext()))))
    kept = [
        line.text if not line.bullet else f"{line.bullet} {line.text}"
        for line in split_lines(to_lines(tuple(visible_pieces(element))))
        if line.shape not in _FURNITURE and letters(line.text) not in drop and not _is_stamp(line, times)
    ]
    if not kept:
        return None
    link = heading.find(".//a") if heading is not None else None
    target = link.get("href") if link is not None else None
    if target is None and element.get("id"):
        target = f"#{element.get('id')}"
    return Entry(headline=headline, text="\n".join(kept), url=_address(target, uri))


def _is_stamp(line: Line, times: tuple[str, ...]) -> bool:
    """Whether a line is an entry's time with the name of who wrote it."""
    return (
        line.shape is not Shape.PROSE
        and line.n_words <= _MAX_STAMP_WORDS
        and bool(times)
        and letters(line.text).startswith(times)
    )


def _words(element: "HtmlElement") -> str:
    return " ".join("".join(element.itertext()).split())


def _address(written: str | None, uri: str) -> str | None:
    if not written or not uri:
        return None
    try:
        url = urljoin(uri, written.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) and not any(letter.isspace() for letter in url) else None
