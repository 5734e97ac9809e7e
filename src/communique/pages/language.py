"""The language a text is written in.

In: a text, and what its page declares. Out: an ISO 639-1 code, or None where the text is too short to tell. Refuses to guess:
a few names are in no language.
"""

import re
from functools import cache

from communique.pages.tables import read_rows

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MAX_CHARS = 4_000  # the head of a text tells its language
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")

# English news has a third and more of its words in the list, other languages under a twentieth (25 languages' leads tried).
_ENGLISH_SHARE, _ENGLISH_WORDS = 0.12, 6
_FOREIGN_SHARE, _FOREIGN_WORDS = 0.05, 12


def find_language(text: str, declared: str | None = None) -> str | None:
    """The language of a text.

    The declaration decides only where the text is too short or mixed: pages often declare the language of their template.

    Args:
        text: The text; its first few thousand characters are looked at.
        declared: A language tag such as "en-GB", None if there is none.
    """
    words = [word.lower() for word in _WORD.findall(text[:_MAX_CHARS])]
    letters = "".join(words)
    share = sum(word in _function_words() for word in words) / max(1, len(words))
    if share >= _ENGLISH_SHARE and len(words) >= _ENGLISH_WORDS:
        return "en"
    latin = len(_LATIN.findall(letters))
    is_foreign = share < _FOREIGN_SHARE and len(words) >= _FOREIGN_WORDS
    if letters and (2 * latin < len(letters) or is_foreign):
        import py3langid

        found: tuple[str, float] = py3langid.classify(text[:_MAX_CHARS])
        return found[0]
    return primary(declared)


def primary(tag: str | None) -> str | None:
    """The first part of a language tag in lower case ("en" of "en-GB"), None if it is none."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", tag or "")
    return match.group(1).lower() if match else None


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for (word,) in read_rows("function_words.tsv"))
