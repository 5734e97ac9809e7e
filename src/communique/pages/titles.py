"""The headline of a page: which of its titles it is, without the outlet's name.

In: the page's titles and headings. Out: the headline. Refuses headings of sections: a heading counts where a title confirms it.
"""

import re
from collections.abc import Sequence
from html import unescape

_SEPARATOR = re.compile(r"\s+[|–—»«·•:/-]+\s+|\s*[|»«]\s*")
_TRIM = " |–—»«·•:-/"
_MAX_HEADLINE_CHARS = 400
_MIN_HEADING_WORDS = 3
_SHARED = 0.5  # of the longer title's words, in a heading that says the same in other words
_WORD = re.compile(r"\w+")


def folded(words: str) -> str:
    """Letters and digits in lower case: what two writings of one title share."""
    return "".join(_WORD.findall(words)).casefold()


def choose_headline(
    headings: Sequence[str], linked: str | None, titles: Sequence[str], outlet: str | None, uri: str
) -> str | None:
    """The page's headline as it stands on the page, where its titles confirm it; otherwise the surest of the titles.

    Args:
        headings: The words of the page's `h1` elements.
        linked: The headline in linked data.
        titles: The titles in the page's head, the surest first.
        outlet: The outlet's name, which titles carry at their end or beginning.
        uri: The page's address, whose host may be the outlet's name.
    """
    said = [_clean(title) for title in [linked or "", *titles] if title.strip()]
    stripped = [name for title in said if (name := _without_site(title, outlet, uri))]
    heads = [_clean(head) for head in headings if head.strip()]
    for head in heads:
        chosen = _confirmed(head, said, stripped)
        if chosen:
            return chosen[:_MAX_HEADLINE_CHARS]
    if len(heads) == 1 and len(heads[0].split()) >= _MIN_HEADING_WORDS:
        words = set(_WORD.findall(heads[0].casefold()))
        others = [set(_WORD.findall(title.casefold())) for title in stripped]
        if any(len(words & other) >= _SHARED * max(len(words), len(other)) for other in others):
            return heads[0][:_MAX_HEADLINE_CHARS]
    chosen = next(iter(stripped), None) or (heads[0] if len(heads) == 1 else None)
    return chosen[:_MAX_HEADLINE_CHARS] if chosen else None


def _confirmed(head: str, said: Sequence[str], stripped: Sequence[str]) -> str | None:
    """A heading that a title contains; the title, where the heading has a kicker or a deck beside it."""
    key = folded(head)
    whole = len(head.split()) >= _MIN_HEADING_WORDS and any(key in folded(title) for title in said)
    for title in stripped:
        other = folded(title)
        if len(title.split()) < _MIN_HEADING_WORDS or key == other or (whole and ":" in head.replace(title, "")):
            continue
        # With a colon the kicker is part of the headline: "Floods: ministers meet".
        if key.endswith(other) or (key.startswith(other) and not whole):
            return title
    return head if whole else None


def _clean(words: str) -> str:
    return " ".join(unescape(words).split())


def _without_site(title: str, outlet: str | None, uri: str) -> str:
    """A title without the outlet's name at its end or beginning; "" where it is nothing else."""
    host = folded(re.sub(r"^\w+://(?:www\.)?|[/:?#].*$", "", uri))
    site = folded(outlet or "")
    if folded(title) in (site, host):
        return ""
    kept = title.strip(_TRIM)
    for _ in range(2):  # a section often stands between the headline and the outlet
        parts = _SEPARATOR.split(kept)
        if len(parts) < 2:
            break
        for index, edge in ((-1, parts[-1]), (0, parts[0])):
            name = folded(edge)
            if name and (name == site or (len(name) > 2 and name in host)):
                rest = kept[: kept.rfind(edge)] if index else kept[len(edge) :]
                if rest.strip(_TRIM):
                    kept = rest.strip(_TRIM)
                    break
        else:
            break
    return kept
