"""Words of a story made safe to show: a story is written by others, and some would like to steer what shows it.

In: any text. Out: one line of text without control characters, or with a format's own marks escaped. Refuses nothing.
"""

import re

# C0 and C1 controls (U+001B and U+009B begin a terminal's commands), the marks and overrides that turn text around (U+202A to
# U+202E, U+2066 to U+2069), line and paragraph separators, lone surrogates (which no output can encode), and tag characters
# (U+E0000 on, invisible). Joiners (U+200C, U+200D) stay: several scripts and emoji need them.
_STEERING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BLANK = re.compile(r"\s+")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&$!])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))(?=\s|$)")


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the full-width forms as well


def clean(text: str) -> str:
    """The text as one line, with every control character shown as U+FFFD."""
    return _BLANK.sub(" ", _STEERING.sub("\ufffd", text.replace("\x85", " "))).strip(" ")


def clean_inner(text: str) -> str:
    """The same with a blank kept at either edge, for a piece of a longer line."""
    return _BLANK.sub(" ", _STEERING.sub("\ufffd", text.replace("\x85", " ")))


def markdown(text: str) -> str:
    """The text with everything escaped that Markdown (and the HTML in it) would take for its own."""
    escaped = _MARKDOWN.sub(r"\\\1", clean_inner(text)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    return _LINE_START.sub(lambda m: m[1] + (f"\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}"), escaped)


def csv_cell(text: str) -> str:
    """The text as a spreadsheet takes it for text: a quotation mark before what it would take for a formula.

    Source: OWASP, "CSV Injection": cells that begin with =, +, -, @, tab or carriage return.
    """
    bare = _STEERING.sub("\ufffd", text)
    return f"'{bare}" if bare.lstrip(" ").startswith(_FORMULA) else bare
