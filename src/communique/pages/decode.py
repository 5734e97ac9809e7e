"""The text of a page's bytes.

In: bytes, and the media type they came under. Out: their text with nothing normalised, so that an offset in it is an offset in
the page, and an issue where something was guessed or replaced. Refuses nothing: bytes of no encoding become U+FFFD.
"""

import codecs
import re
from dataclasses import dataclass

from communique.record.model import Issue

# Byte order marks, the longer ones first: UTF-32's little-endian mark begins with UTF-16's.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""", re.I)
_PARAMETER = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.I)
_META_BYTES = 4096  # the HTML standard looks at the first 1024; some pages put long comments before
_SAMPLE_BYTES = 65_536  # what the encoding is guessed from
_HIGH = bytes(range(0x80, 0x100))
_SURROGATE = re.compile("[\ud800-\udfff]")

# Labels that browsers read as the superset that their pages are in fact written in (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
}
# Encodings whose text is also valid UTF-8: they must be believed before UTF-8 is tried.
_SEVEN_BIT = ("iso2022", "hz")
_NOT_TEXT = (
    "base64",
    "bz2",
    "hex",
    "quopri",
    "rot13",
    "uu",
    "zlib",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
)

# A text this mostly ASCII is Western: the few other bytes are typographic quotation marks and accents of Windows-1252.
_MOSTLY_ASCII = 0.9
# UTF-8 with this share of its non-ASCII bytes in valid sequences is damaged UTF-8, not another encoding.
_MOSTLY_UTF8 = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page's text, the encoding it was read in, and what was guessed or replaced on the way."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


def decode(content: bytes | str, media_type: str = "text/plain") -> Decoded:
    """The text of a page.

    UTF-8 is tried before a declared encoding is believed, since text of another encoding is almost never valid UTF-8 and
    declarations are often wrong. A byte order mark is no part of the text. Line ends stay as they are.

    Args:
        content: Bytes of unknown encoding, or text, which stays as it is except for halves of surrogate pairs.
        media_type: The media type, with a `charset` parameter where its source gave one.
    """
    if isinstance(content, str):
        text = _SURROGATE.sub("\ufffd", content)
        broken = _undecodable(text.count("\ufffd") - content.count("\ufffd"), "UTF-16 surrogates") if text != content else ()
        return Decoded(text=text, encoding="text", issues=broken)
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _replaced(content[len(mark) :], encoding)
    declared = _declared(content, media_type)
    if declared and declared.startswith(_SEVEN_BIT):
        return _replaced(content, declared)
    try:
        return Decoded(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    if declared and declared not in ("utf-8", "cp1252"):
        return _replaced(content, declared)
    if _utf8_share(content) >= _MOSTLY_UTF8:
        return _replaced(content, "utf-8")
    if declared == "cp1252":
        return _replaced(content, declared)
    guessed = _guess(content[:_SAMPLE_BYTES])
    decoded = _replaced(content, guessed)
    detail = f"the page is not UTF-8 and declares no other encoding; read as {guessed}"
    issue = Issue(code="encoding_guessed", detail=detail)
    return Decoded(text=decoded.text, encoding=guessed, issues=(issue, *decoded.issues))


def _replaced(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=content.decode(encoding), encoding=encoding)
    except UnicodeDecodeError:
        text = _SURROGATE.sub("\ufffd", content.decode(encoding, "replace"))
        return Decoded(text=text, encoding=encoding, issues=_undecodable(text.count("\ufffd"), encoding))


def _undecodable(n_replaced: int, encoding: str) -> tuple[Issue, ...]:
    places = "1 place" if n_replaced == 1 else f"{n_replaced:,} places"
    return (Issue(code="undecodable", detail=f"{places} cannot be read as {encoding} and became U+FFFD"),)


def _declared(content: bytes, media_type: str) -> str | None:
    """The codec that the media type or the page's own head declares, None if it names none that is known."""
    labels: list[str] = []
    if match := _PARAMETER.search(media_type):
        labels.append(match.group(1))
    if "html" in media_type or "xml" in media_type:
        head = content[:_META_BYTES]
        for found in (_META.search(head), _XML.match(head)):
            if found:
                labels.append(found.group(1).decode("ascii"))
    for label in labels:
        try:
            name = codecs.lookup(label).name
        except LookupError:
            continue
        if name in _NOT_TEXT or name.startswith(("utf-16", "utf-32", "utf-7")):
            continue  # a head that could be read as ASCII is not in these, and UTF-7 is a way to hide markup
        return _SUPERSETS.get(name, name)
    return None


def _utf8_share(content: bytes) -> float:
    """The share of the non-ASCII bytes that stand in valid UTF-8 sequences."""
    high = _n_high(content)
    return _n_high(content.decode("utf-8", "ignore").encode("utf-8")) / high if high else 1.0


def _n_high(content: bytes) -> int:
    """The number of bytes that are not ASCII."""
    return len(content) - len(content.translate(None, _HIGH))


def _guess(sample: bytes) -> str:
    ascii_share = len(sample.translate(None, _HIGH)) / max(1, len(sample))
    if ascii_share >= _MOSTLY_ASCII:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return _SUPERSETS.get(best.encoding, best.encoding) if best else "cp1252"
