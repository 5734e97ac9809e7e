"""Pages that stand in front of an article or instead of it: consent, checks for robots, errors, and the place where a paywall cuts.

In: a page's lines and title. Out: the `Wall` that the page is, and whether a line is a paywall's. Refuses to call an article about
cookies or captchas a wall: most of a page's words must be the wall's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from communique.pages.tables import read_rows

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_MAX_LINE_CHARS = 600  # a wall speaks in short lines
_MAX_LINES = 400

# Of the page's words, the share in lines of the wall, and the most words that a page of the kind has. Consent managers list
# their partners at length; the others say little.
_SHARE = 0.5
_MAX_WORDS = {"consent": 4_000, "robot": 400, "script": 250, "missing": 400}
_TITLED_WORDS = 250
_ONLY_TITLED_WORDS, _ONLY_TITLED_SENTENCE_WORDS = 80, 25  # where only the title tells: an article may be about an error
_CODES = {
    "consent": ("consent_wall", "the page asks for consent to cookies or tracking and shows no article"),
    "robot": ("bot_check", "the page checks that its reader is no robot and shows no article"),
    "script": ("script_wall", "the page needs scripts to show its article, and its scripts hold none"),
    "missing": ("error_page", "the page says that there is no such page, or that the server failed"),
}
WALL_CODES = frozenset(code for code, _ in _CODES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What a page without an article is: the issue's code and its words."""

    code: str
    detail: str


SCRIPT_WALL = Wall(code=_CODES["script"][0], detail=_CODES["script"][1])


def find_wall(lines: Sequence[str], title: str | None = None) -> Wall | None:
    """The wall that a page is, None if it is none.

    Args:
        lines: The lines of what would be the article, or of the page.
        title: The page's headline or title.
    """
    lines = lines[:_MAX_LINES]
    sizes = [len(line.split()) for line in lines]
    n_words = sum(sizes)
    plain = [_plain(line) for line in lines]
    titled = title is not None and bool(_titles().fullmatch(_plain(title).strip()))
    for kind, most in _MAX_WORDS.items():
        if n_words > most:
            continue
        pattern = _pattern(kind)
        hits = [bool(len(line) <= _MAX_LINE_CHARS and pattern.search(line)) for line in plain]
        share = sum(size for size, hit in zip(sizes, hits, strict=True) if hit) / max(1, n_words)
        in_title = title is not None and bool(pattern.search(_plain(title)))
        if share >= _SHARE or (in_title and any(hits) and n_words <= _TITLED_WORDS and share >= _SHARE / 3):
            return _wall(kind)
    if titled and n_words <= _ONLY_TITLED_WORDS and max(sizes, default=0) <= _ONLY_TITLED_SENTENCE_WORDS:
        return _wall("robot" if _pattern("robot").search(_plain(title or "")) else "missing")
    return None


def is_paywall(line: str) -> bool:
    """Whether a line says that the rest is for subscribers."""
    return len(line) <= _MAX_LINE_CHARS and bool(_pattern("paywall").search(_plain(line)))


def _wall(kind: str) -> Wall:
    code, detail = _CODES[kind]
    return Wall(code=code, detail=detail)


def _plain(words: str) -> str:
    return " ".join(words.translate(_STRAIGHT).lower().split())


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for name, pattern in read_rows("walls.tsv") if name == kind))


@cache
def _titles() -> re.Pattern[str]:
    return _pattern("title")
