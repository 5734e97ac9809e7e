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
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]")
_MIN_OUTSIDE_WORDS = 6  # outside of quotations, for these not to count: a quotation may be in the speaker's language

# English news has a third and more of its words in the list, other languages under a twentieth (25 languages' leads tried),
# where words that are shared with another language count only beside those that are not.
_ENGLISH_SHARE, _ENGLISH_WORDS = 0.12, 6
_FOREIGN_SHARE, _FOREIGN_WORDS = 0.05, 12

# Languages made of English words: a caption full of English names and verbs looks like them, a whole article hardly does.
_OF_ENGLISH, _OF_ENGLISH_WORDS = frozenset({"pcm", "sco", "jam", "bi", "tpi"}), 60


def find_language(text: str, declared: str | None = None) -> str | None:
    """The language of a text.

    What is quoted counts only where there is little else. The declaration decides only where the text is too short or mixed:
    pages often declare the language of their template.

    Args:
        text: The text; its first few thousand characters are looked at.
        declared: A language tag such as "en-GB", None if there is none.
    """
    head = text[:_MAX_CHARS]
    outside = _QUOTED.sub(" ", head)
    all_words, words = _words(head), _words(outside)
    if len(words) < _MIN_OUTSIDE_WORDS:
        outside, words = head, all_words
    own = sum(word in _function_words() and not _function_words()[word] for word in words) / max(1, len(words))
    share = sum(word in _function_words() for word in words) / max(1, len(words))
    if own and share >= _ENGLISH_SHARE and len(words) >= _ENGLISH_WORDS:
        return "en"
    letters = "".join(words)
    is_foreign = own < _FOREIGN_SHARE and len(all_words) >= _FOREIGN_WORDS
    if letters and (2 * len(_LATIN.findall(letters)) < len(letters) or is_foreign):
        import py3langid

        found: tuple[str, float] = py3langid.classify(outside)
        if found[0] in _OF_ENGLISH and len(words) < _OF_ENGLISH_WORDS:
            return primary(declared)
        # Words that English shares with others speak for English, unless it is one of these that is found.
        others = {code for word in words for code in _function_words().get(word, "").split()}
        if share < _FOREIGN_SHARE or found[0] in ("en", *others):
            return found[0]
    return primary(declared)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def primary(tag: str | None) -> str | None:
    """The first part of a language tag in lower case ("en" of "en-GB"), None if it is none."""
    match = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", tag or "")
    return match.group(1).lower() if match else None


@cache
def _function_words() -> dict[str, str]:
    """English function words, each with the other languages that have a word of the same letters."""
    return {row[0]: row[1] if len(row) > 1 else "" for row in read_rows("function_words.tsv")}
