"""The names in a byline, without what stands around them.

In: bylines as pages write them. Out: the names joined by commas, each once. Refuses what is no name: addresses, accounts, job
titles, degrees and placeholders.
"""

import re
from collections.abc import Iterable
from html import unescape

_MAX_CHARS = 300
_MAX_NAME_WORDS = 7
_MAX_AUTHOR_CHARS = 120
_LEAD = re.compile(
    r"^(?:(?:written|posted|reported|published|story|words|text|report)\s+)?by\b[:\s]+|^(?:authors?|reporter)\s*:\s*", re.I
)
_SPLIT = re.compile(r"\s*(?:[,;|/•·\n]|\s&\s|\s[–—-]\s|\band\b(?=\s+[A-Z]))\s*")
_AROUND = re.compile(r"\((?:[^()]*)\)|\[[^\[\]]*\]|<[^<>]*>")
_ADDRESS = re.compile(r"(?:https?:/{0,2}|www\.)\S*|\S+@\S+|(?<!\w)@\w+|\S+\.(?:com|org|net)\b\S*", re.I)
_JOB = re.compile(
    r"(?:^|\b)(?:correspondents?|reporters?|editors?|writers?|columnists?|journalists?|producers?|photographers?|contributors?|"
    r"bureau chief|analysts?|presenter|anchor|professor|lecturer|fellow|researcher|director|staff|freelancers?|intern|"
    r"chief executive|founder|co-founder|university|institute|foundations?)\b",
    re.I,
)
# Names of desks that are all the byline there is: kept where no person is named.
_DESK = re.compile(r"(?:contributors? to|editorial board|editorial team|news ?desk|bureau)\b", re.I)
_DEGREE = re.compile(r"(?:ph\.?\s?d|m\.?d|m\.?a|b\.?a|m\.?sc|b\.?sc|rd|rn|esq|mph|mba|cfa|dr)\.?", re.I)
_PLACE = re.compile(r"\s+(?:in|at|for|from|of)\s+(?:the\s+)?[A-Z].*$")
_NOBODY = frozenset(
    ("no author", "no-author", "unknown", "admin", "administrator", "editor", "none", "null", "undefined", "author",
     "user", "webmaster", "guest", "anonymous", "root", "wordpress", "test")
)  # fmt: skip
_NAME_END = ("jr", "jr.", "sr", "sr.", "ii", "iii", "iv")


def clean_author(listed: Iterable[str], outlet: str | None = None) -> str | None:
    """The names in the first byline that has any.

    Args:
        listed: Bylines, the surest first.
        outlet: The outlet's name, which is the author only where no person is named with it.
    """
    for written in listed:
        names = _names(_ADDRESS.sub(" ", unescape(unescape(written[:_MAX_CHARS]))))
        if outlet and len(names) > 1:
            names = [name for name in names if name.casefold() != outlet.casefold()] or names
        if names:
            while len(joined := ", ".join(names)) > _MAX_AUTHOR_CHARS and len(names) > 1:
                names.pop()
            return joined if len(joined) <= _MAX_AUTHOR_CHARS else None
    return None


def _names(written: str) -> list[str]:
    names: dict[str, str] = {}
    desks: dict[str, str] = {}
    for piece in _SPLIT.split(_AROUND.sub(" ", _LEAD.sub("", " ".join(written.split())))):
        name = _LEAD.sub("", " ".join(piece.split())).strip(" :,*|-–—")
        name = name if name.casefold().endswith(_NAME_END) else name.strip(" .")
        if name.casefold() in _NAME_END and names:
            last = next(reversed(names))
            names[last] = f"{names[last]} {name}"
            continue
        if not name or any(letter.isdigit() for letter in name) or name.casefold() in _NOBODY or _DEGREE.fullmatch(name):
            continue
        if not re.search(r"[^\W\d_]{2}", name) or len(name.split()) > _MAX_NAME_WORDS:
            continue
        if _DESK.search(name):
            desks.setdefault(name.casefold(), name)
        elif not _JOB.search(name):
            name = _PLACE.sub("", name) if len(name.split()) > 3 else name
            names.setdefault(name.casefold(), name)
    return list(names.values()) or list(desks.values())
