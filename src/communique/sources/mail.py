"""Pages from mail: a message (.eml), or a mailbox of any size (.mbox) read message by message.

In: a binary stream. Out: for each message one `Page` with its text, HTML before plain, and one for each attachment that can be
read (text, HTML, PDF, other messages). The page's headline is the subject, its source the sender. Refuses encrypted messages,
bytes that are no message, and what is too big, too deep or too many: each becomes a page with `trouble`, and the others go on.
Links in a message, "view in browser" among them, are not followed.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import PurePath
from typing import Any, TypeVar

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import Origin, Page, page_id
from communique.sources.dates import moment, possible

MAIL_TYPE, MBOX_TYPE = "message/rfc822", "application/mbox"
MAX_MESSAGE_BYTES = 40 * 2**20  # mail servers take 25 to 35 MB
MAX_LINES = 1_000_000  # of one message; in base 64 its bytes fill half as many
MAX_PARTS = 500  # of one message, all levels together
MAX_NESTING = 30  # of parts within parts; each level costs time on every line within it
MAX_HEADERS = 1000  # of one part
MAX_HEADER_CHARS = 4000  # parsing a header takes time that grows faster than its length
MAX_DEPTH = 3  # of messages within messages
MAX_ATTACHMENTS = 50  # of one message, all levels together
MAX_NAME_CHARS = 300
_LINE_BYTES = 2**16
_T = TypeVar("_T")
_CHUNK_BYTES = 2**20

# What the email package raises on one hostile header or another.
_UNPARSABLE = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError, OverflowError, MessageError)

_DAY_AND_TIME = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} \d\d:\d\d"
_SEPARATOR = re.compile(rb"From (?:[^\r\n]{0,500} )?" + _DAY_AND_TIME)
_FIELD = re.compile(rb">?[!-9;-~]{1,100}:")
_QUOTED_SEPARATOR = re.compile(rb"^>(>*From )", re.M)
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?:-[A-Za-z0-9]{1,8})*\s*")
_CHARSET = re.compile(r"[\w.:()+-]{1,40}", re.ASCII)
_LIST_NAME = re.compile(r'\s*"?([^"<>]{1,200}?)"?\s*<')
_SPACES = re.compile(r"\s+")
_NOT_IN_NAMES = re.compile(r"[\x00-\x20\x7f<>/\\\ufffd]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIGNATURE = b"-- "
_SUFFIX_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".eml": MAIL_TYPE,
}
_TEXT_TYPES = ("text/html", "text/plain", "application/xhtml+xml")
_UNNAMED_TYPES = ("application/octet-stream", "application/x-download", "application/download", "binary/octet-stream")


def open_mail(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of one message; see `communique.sources.base.Opener`."""
    raw = stream.read(MAX_MESSAGE_BYTES + 1)
    if len(raw) > MAX_MESSAGE_BYTES:
        yield origin.trouble("too_big", _too_big(origin.uri), media_type=MAIL_TYPE)
        return
    yield from _message_pages(raw, origin)


def open_mailbox(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a mailbox; see `communique.sources.base.Opener`.

    A page's `mark` is the offset of the line that the next message begins with.
    """
    start = int(origin.mark) if origin.mark and origin.mark.isascii() and origin.mark.isdecimal() else 0
    _skip(stream, start)
    n_messages = 0
    for begins, raw, ends in _split(stream, start):
        n_messages += 1
        if raw is None:
            detail = _too_big(f"the message at byte {begins:,} of {origin.uri}")
            pages = iter(
                [origin.page("", MAIL_TYPE, id=page_id(origin.name, f"too_big {begins}"), trouble=_issue("too_big", detail))]
            )
        else:
            pages = _message_pages(_QUOTED_SEPARATOR.sub(rb"\1", raw), origin, f" at byte {begins:,}")
        # The message is taken up again as a whole until its last page is out.
        waiting: Page | None = None
        for page in pages:
            if waiting is not None:
                yield replace(waiting, mark=str(begins))
            waiting = page
        if waiting is not None:
            yield replace(waiting, mark=str(ends))
    if not n_messages and not start:
        yield origin.trouble("corrupt", f"{origin.uri} has no message: no line begins with 'From '", media_type=MBOX_TYPE)


def _too_big(name: str) -> str:
    return f"{name} has more than the {MAX_MESSAGE_BYTES:,} bytes that are read of a message"


def _issue(code: str, detail: str) -> Issue:
    return Issue(code=code, detail=detail)


def _skip(stream: io.BufferedReader, offset: int) -> None:
    if stream.seekable():
        stream.seek(offset)
        return
    while offset and (part := stream.read(min(offset, _CHUNK_BYTES))):
        offset -= len(part)


def _split(stream: io.BufferedReader, at: int) -> Iterator[tuple[int, bytes | None, int]]:
    """The messages of a mailbox from an offset on: where each begins, its bytes (None: too many), where the next begins.

    A message begins after a line `From ` that follows an empty line and either tells a day and time (RFC 4155) or has a header
    field after it: a sentence that begins with "From" does neither.
    """
    lines: list[bytes] = []
    size, begins = 0, -1
    is_after_blank, is_line_start = True, True
    line = stream.readline(_LINE_BYTES)
    while line:
        following = stream.readline(_LINE_BYTES)
        is_separator = is_line_start and is_after_blank and line.startswith(b"From ")
        if is_separator and (_SEPARATOR.match(line) or _FIELD.match(following)):
            if begins >= 0:
                yield begins, b"".join(lines) if size <= MAX_MESSAGE_BYTES else None, at
            lines, size, begins = [], 0, at
        elif begins >= 0:
            size += len(line)
            if size <= MAX_MESSAGE_BYTES:
                lines.append(line)
            else:
                lines.clear()
        at += len(line)
        is_after_blank = is_line_start and line in (b"\n", b"\r\n")
        is_line_start = line.endswith(b"\n")
        line = following
    if begins >= 0:
        yield begins, b"".join(lines) if size <= MAX_MESSAGE_BYTES else None, at


class _HostileError(ValueError):
    """A message is made to cost more than it is worth."""


class _Part(EmailMessage):
    """A part of a message, with its headers and its depth capped, and the bytes of its headers made text."""

    _level = 0

    def attach(self, payload: Any) -> None:
        """Add a part within this one; the parser calls this before it reads on."""
        payload._level = self._level + 1
        if payload._level > MAX_NESTING:
            raise _HostileError(f"its parts are nested more than {MAX_NESTING} deep")
        super().attach(payload)

    def set_raw(self, name: str, value: str) -> None:
        """Add a header as it stands; the parser calls this."""
        if len(self) >= MAX_HEADERS:
            raise _HostileError(f"a part has more than {MAX_HEADERS:,} header fields")
        value = value[:MAX_HEADER_CHARS]
        if _SURROGATE.search(value):  # bytes that no encoded word announces: UTF-8 in our days, else mostly Windows'
            raw = value.encode("utf-8", "surrogateescape")
            try:
                value = raw.decode("utf-8")
            except UnicodeDecodeError:
                value = raw.decode("cp1252", "replace")
        super().set_raw(name, value)


def _parse(raw: bytes) -> EmailMessage:
    """A message.

    Raises:
        _HostileError and others of `_UNPARSABLE`: it cannot be parsed.
    """
    if max(raw.count(b"\n"), raw.count(b"\r")) > MAX_LINES:
        raise _HostileError(f"it has more than {MAX_LINES:,} lines")
    n_parts = 0

    def part(policy: Any) -> _Part:
        nonlocal n_parts
        n_parts += 1
        if n_parts > MAX_PARTS:
            raise _HostileError(f"it has more than {MAX_PARTS:,} parts")
        return _Part(policy)

    make: Any = part  # it takes the policy, which the stubs do not say
    return BytesParser(make, policy=policy.default).parsebytes(raw)


@dataclass(slots=True)
class _Room:
    """What one message may still give."""

    n_attachments: int = MAX_ATTACHMENTS
    names: set[str] = field(default_factory=set)


def _message_pages(raw: bytes, origin: Origin, place: str = "") -> Iterator[Page]:
    """The pages of a message's bytes; `place` tells where in its mailbox it lies."""
    try:
        yield from _pages(_parse(raw), origin, _Room(), 0, page_id("", raw))
    except _UNPARSABLE as err:
        detail = f"the message{place} of {origin.uri} cannot be read: {str(err)[:200] or type(err).__name__}"
        yield origin.page("", MAIL_TYPE, id=page_id(origin.name, raw), trouble=_issue("broken_message", detail))


def _pages(message: EmailMessage, origin: Origin, room: _Room, depth: int, fallback: str) -> Iterator[Page]:
    named = _SPACES.sub("", _header(message, "Message-ID")).strip("<>")[:MAX_NAME_CHARS]
    uri = f"{origin.uri}#{named or fallback}"
    where = replace(origin, name=f"message {named}" if named else f"{origin.name}#{fallback}", uri=uri)
    if not any(_header(message, name) for name in ("From", "Date", "Subject", "Message-ID", "Received", "Content-Type")):
        yield where.trouble("corrupt", f"{uri} is no message: it has none of a message's header fields", media_type=MAIL_TYPE)
        return
    found = _Found()
    _sort_out(message, found)
    published, published_at, issues = _dates(message, origin)
    known = {
        "headline": _SPACES.sub(" ", _header(message, "Subject")).strip()[:MAX_NAME_CHARS] or None,
        "source": _sender(message) or None,
        "language": _language(found.body[0] if found.body else message) or _language(message),
        "published": published,
        "published_at": published_at,
        "issues": issues,
    }
    content = b"\n\n".join(text for text in map(_text, found.body) if text.strip())
    if content:
        yield where.page(content, _media_type(found.body[0]), **known)
    elif found.is_encrypted:
        detail = f"{uri} is encrypted; decrypt it first"
        yield where.page("", MAIL_TYPE, trouble=_issue("encrypted", detail), **known)
    elif not found.attached:
        yield where.page("", MAIL_TYPE, trouble=_issue("empty", f"{uri} has no text that can be read"), **known)
    existed = min(filter(None, (published, origin.delivered)), default=None)
    for number, part in enumerate(found.attached, 1):
        if not room.n_attachments:
            detail = f"{uri} has more than the {MAX_ATTACHMENTS} attachments that are read of a message"
            yield where.trouble("too_many", detail, media_type=MAIL_TYPE)
            return
        room.n_attachments -= 1
        name = _NOT_IN_NAMES.sub("_", _file_name(part) or "")[:MAX_NAME_CHARS] or str(number)
        if f"{uri}/{name}" in room.names:
            name = f"{number}-{name}"
        room.names.add(f"{uri}/{name}")
        inner = replace(where, name=f"{where.name}/{name}", uri=f"{uri}/{name}", delivered=existed)
        yield from _attached(part, inner, origin, room, depth + 1)


@dataclass(slots=True)
class _Found:
    """A message's parts by what they are for."""

    body: list[EmailMessage] = field(default_factory=list)
    attached: list[EmailMessage] = field(default_factory=list)
    is_encrypted: bool = False


def _sort_out(part: EmailMessage, found: _Found) -> None:
    """Sort a part and those within it."""
    kind = _guarded(part.get_content_type) or "text/plain"
    children = [child for child in _children(part) if isinstance(child, EmailMessage)]
    if kind == MAIL_TYPE:
        found.attached.append(part)
    elif kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        found.is_encrypted = True
    elif kind == "multipart/alternative" and children:
        _sort_out_alternatives(children, found)
    elif kind == "multipart/related" and children:
        _sort_out(children[0], found)  # the others are its pictures
    elif children:
        for child in children:
            _sort_out(child, found)
    elif not kind.startswith("multipart/"):
        is_attached = _guarded(part.get_content_disposition) == "attachment" or bool(_file_name(part))
        if is_attached:
            if _attached_type(part):
                found.attached.append(part)
        elif kind in _TEXT_TYPES and (not found.body or _guarded(found.body[0].get_content_type) == kind):
            found.body.append(part)  # a text that pictures interrupt goes on in the next part of its kind


def _sort_out_alternatives(children: list[EmailMessage], found: _Found) -> None:
    """Take the best of several forms of one text: HTML, else plain; a form that holds nothing is passed over."""
    best: _Found | None = None
    for child in children:
        form = _Found()
        _sort_out(child, form)
        found.is_encrypted |= form.is_encrypted
        if any(_text(part).strip() for part in form.body):
            is_html = _guarded(form.body[0].get_content_type) != "text/plain"
            if best is None or is_html:
                best = form
        else:
            found.attached.extend(form.attached)
    if best is not None:
        if not found.body:
            found.body.extend(best.body)
        found.attached.extend(best.attached)


def _children(part: EmailMessage) -> list[object]:
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else []


def _attached_type(part: EmailMessage) -> str | None:
    """The type of an attachment that can be read, None for any other."""
    kind = _guarded(part.get_content_type) or ""
    if kind in _TEXT_TYPES or kind == MAIL_TYPE:
        return kind
    if kind in ("application/pdf", "application/x-pdf"):
        return "application/pdf"
    if kind in _UNNAMED_TYPES:
        return _SUFFIX_TYPES.get(PurePath(_file_name(part).lower()).suffix)
    return None


def _attached(part: EmailMessage, inner: Origin, outer: Origin, room: _Room, depth: int) -> Iterator[Page]:
    """The pages of an attachment; `inner` is where it lies, `outer` what the message came from."""
    kind = _attached_type(part)
    if kind == MAIL_TYPE:
        if depth > MAX_DEPTH:
            detail = f"{inner.uri} lies deeper than the {MAX_DEPTH} messages within messages that are read"
            yield inner.trouble("too_deep", detail, media_type=MAIL_TYPE)
            return
        carried = _children(part)
        message = carried[0] if carried and isinstance(carried[0], EmailMessage) else _parse(_payload(part))
        within = replace(inner, name=outer.name, uri=outer.uri)
        yield from _pages(message, within, room, depth, page_id(inner.name, str(depth)))
        return
    content = _payload(part)
    if not content.strip():
        return
    if kind == "application/pdf":
        from communique.sources.pdf import open_pdf

        try:
            yield from open_pdf(io.BufferedReader(io.BytesIO(content)), inner)
        except ExtraError as err:
            yield inner.trouble("missing_extra", f"{inner.uri}: {err}", media_type="application/pdf")
        return
    yield inner.page(_text(part), _media_type(part, kind))


def _payload(part: EmailMessage) -> bytes:
    payload = _guarded(lambda: part.get_payload(decode=True))
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> bytes:
    """The bytes of a text without its transfer encoding; lines that were broken only for the way are whole again."""
    raw = _payload(part)
    if (_parameter(part, "format") or "").lower() != "flowed" or _guarded(part.get_content_type) != "text/plain":
        return raw
    return _unflowed(raw, drops_space=(_parameter(part, "delsp") or "").lower() == "yes")


def _unflowed(raw: bytes, *, drops_space: bool) -> bytes:
    """Text of `format=flowed` (RFC 3676) with each paragraph on one line, as any text of ASCII's family has it."""
    out: list[bytes] = []
    is_open, open_depth = False, 0
    for line in raw.splitlines():
        bare = line.lstrip(b">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(b" ")  # stuffed, so that no line begins with "From " or ">"
        is_flowed = bare.endswith(b" ") and bare != _SIGNATURE
        shown = bare[:-1] if is_flowed and drops_space else bare
        if is_open and depth == open_depth and bare != _SIGNATURE:
            out.append(shown)
        else:
            out.append((b"\n" if out else b"") + b">" * depth + (b" " if depth else b"") + shown)
        is_open, open_depth = is_flowed, depth
    return b"".join(out) + b"\n"


def _media_type(part: EmailMessage, kind: str | None = None) -> str:
    charset = _parameter(part, "charset") or ""
    kind = kind or _guarded(part.get_content_type) or "text/plain"
    return f"{kind}; charset={charset}" if _CHARSET.fullmatch(charset) else kind


def _file_name(part: EmailMessage) -> str:
    name = _guarded(lambda: part.get_filename())
    return name if isinstance(name, str) else ""


def _parameter(part: EmailMessage, name: str) -> str | None:
    value = _guarded(lambda: part.get_param(name))
    if isinstance(value, tuple):  # RFC 2231: (charset, language, value)
        value = value[2]
    return value if isinstance(value, str) else None


def _guarded(call: Callable[[], _T]) -> _T | None:
    """What a call gives; None where the email package fails on what it is about."""
    try:
        return call()
    except _UNPARSABLE:
        return None


def _header(message: EmailMessage, name: str) -> str:
    """A header field with its encoded words decoded, "" if there is none or it cannot be read."""
    value = _guarded(lambda: message.get(name))
    return _SURROGATE.sub("\ufffd", str(value)) if value is not None else ""


def _sender(message: EmailMessage) -> str:
    """Who sends: the name beside the sender's address, else the name of the list."""
    addresses = _guarded(lambda: message["From"].addresses) or ()
    for address in addresses:
        name = _SPACES.sub(" ", _SURROGATE.sub("\ufffd", address.display_name)).strip(" '\"")
        if name and "@" not in name:
            return str(name[:MAX_NAME_CHARS])
    named = _LIST_NAME.match(_header(message, "List-Id"))
    return _SPACES.sub(" ", named[1]).strip() if named else ""


def _language(message: EmailMessage) -> str | None:
    tag = _LANGUAGE.fullmatch(_header(message, "Content-Language"))
    return tag[1].lower() if tag else None


def _dates(message: EmailMessage, origin: Origin) -> tuple[date | None, str | None, tuple[Issue, ...]]:
    """The day and the time that a message gives itself, and what is wrong with them."""
    written = _header(message, "Date").strip()
    if not written:
        return None, None, ()
    at = _guarded(lambda: message["Date"].datetime)
    if not isinstance(at, datetime):
        return None, None, (_issue("impossible_date", f"the message's date {written[:60]!r} cannot be read; it is left out"),)
    found, issues = possible(moment(at), origin.delivered, "the message")
    return (found.day, found.at, ()) if found else (None, None, issues)
