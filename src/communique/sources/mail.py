"""Pages from mail: one for each message, and one for each file in it that is text, markup, PDF or mail itself.

In: one message, or a mailbox (mbox) of many. Out: `Page`s in the stream's order; the `mark` of a mailbox's pages is the offset at
which the next message begins. Refuses a message that is too big, empty or broken: it is one page with `trouble`, and the others go
on. Links in a message are addresses only, and are not fetched.

Source: RFC 5322, RFC 2045, RFC 3676 (format=flowed), RFC 4155 (mbox).
"""

import email
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from typing import cast

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page, go_to, page_id, read_offset
from communique.sources.dates import possible, read_moment
from communique.sources.sniff import MAILBOX_LINE

MEDIA_TYPE = "message/rfc822"
MAX_MESSAGE_BYTES = MAX_PAGE_BYTES
MAX_DEPTH = 3  # of messages in messages
MAX_FILES = 50  # of one message, those inside its attached messages too
_MAX_LINE_BYTES = 2**20
_ATTACHED = ("text/html", "text/plain", "application/pdf", MEDIA_TYPE)
_BY_SUFFIX = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain", ".pdf": "application/pdf", ".eml": MEDIA_TYPE}
# What the library raises on headers and bodies that no standard allows.
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.M)


def open_mail(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of one message; see `communique.sources.base.Opener`."""
    raw = stream.read(MAX_MESSAGE_BYTES + 1)
    if len(raw) > MAX_MESSAGE_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_MESSAGE_BYTES:,} bytes, which is more than a message")
    elif not raw.strip():
        yield origin.trouble("empty", f"{origin.uri} is empty")
    else:
        yield from _Message(raw, origin, origin.uri).pages()


def open_mailbox(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a mailbox's messages, holding one message at a time; see `communique.sources.base.Opener`."""
    start = read_offset(origin.mark)
    if start is None:
        yield origin.trouble(
            "bad_mark", f"{origin.uri}: {origin.mark!r} is no place in a mailbox", media_type="application/mbox"
        )
        return
    go_to(stream, start)
    n_messages = 0
    for raw, begin, end in _messages(stream, start):
        n_messages += 1
        where = f"the message at byte {begin:,} of {origin.uri}"
        if raw is None:
            detail = f"{where} has more than {MAX_MESSAGE_BYTES:,} bytes"
            yield replace(origin.trouble("too_big", detail, media_type=MEDIA_TYPE), mark=str(end))
            continue
        # Only the last page of a message marks its end: a run that stops before it reads the message again.
        waiting: Page | None = None
        for page in _Message(raw, origin, where, fallback=f"byte-{begin}").pages():
            if waiting is not None:
                yield replace(waiting, mark=str(begin))
            waiting = page
        if waiting is not None:
            yield replace(waiting, mark=str(end))
    if not n_messages and not start:
        yield origin.trouble("empty", f"{origin.uri} has no message")


def _messages(stream: io.BufferedReader, at: int) -> Iterator[tuple[bytes | None, int, int]]:
    """Each message without the line before it, None where it is too big; where it begins, and where the next one does."""
    lines: list[bytes] = []
    begin, size, is_open, is_after_blank, is_line_start = at, 0, False, True, True
    while line := stream.readline(_MAX_LINE_BYTES):
        if is_line_start and is_after_blank and line.startswith(b"From ") and MAILBOX_LINE.match(line):
            if is_open:
                yield (_unquoted(lines) if size <= MAX_MESSAGE_BYTES else None), begin, at
            lines, begin, size, is_open = [], at, 0, True
        else:
            if not is_open and line.strip():  # a message without its line, at the beginning
                is_open = True
            size += len(line)
            if size <= MAX_MESSAGE_BYTES:
                lines.append(line)
            else:
                lines = []
        at += len(line)
        is_after_blank = is_line_start and line in (b"\n", b"\r\n")
        is_line_start = line.endswith(b"\n")
    if is_open:
        yield (_unquoted(lines) if size <= MAX_MESSAGE_BYTES else None), begin, at


def _unquoted(lines: list[bytes]) -> bytes:
    """A message as it was before a mailbox held it: there, lines of text that begin with "From " have a `>` before them."""
    raw = b"".join(lines)
    return _QUOTED_FROM.sub(b"", raw) if b"\n>" in raw else raw


class _Message:
    """One message and what it holds."""

    def __init__(self, raw: bytes, origin: Origin, where: str, fallback: str = "") -> None:
        self._raw = raw
        self._origin = origin
        self._where = where
        self._fallback = fallback
        self._n_files = 0

    def pages(self) -> Iterator[Page]:
        """The message's page, then those of its files."""
        try:
            message = email.message_from_bytes(self._raw, policy=policy.default)
        except _BROKEN as err:  # parts nested past what Python can follow
            yield self._trouble("corrupt", f"{self._where} cannot be read: {err or type(err).__name__}", self._fallback)
            return
        yield from self._pages(message, self._fallback, 0)

    def _pages(self, message: EmailMessage, fallback: str, depth: int) -> Iterator[Page]:
        try:
            known = self._known(message, fallback)
            body = message.get_body(preferencelist=("html", "plain"))
            content, media_type = _content(body) if body is not None else (b"", "text/plain")
        except _BROKEN as err:
            yield self._trouble("corrupt", f"{self._where} cannot be read: {err or type(err).__name__}", fallback)
            return
        key = self._key(known)
        files = [] if depth > MAX_DEPTH else list(_files(message, body))
        # A digest, and a message that only brings files, has no text of its own.
        if content.strip() or not files:
            empty = Issue(code="empty", detail=f"{self._where} has no text") if not content.strip() else None
            yield self._origin.page(content, media_type, id=page_id(key, content), trouble=empty, **known)
        for number, part in enumerate(files, start=1):
            self._n_files += 1
            if self._n_files > MAX_FILES:
                yield self._trouble(
                    "too_many", f"{self._where} holds more than {MAX_FILES} files; the rest is left", f"{fallback}-rest"
                )
                return
            yield from self._file(part, number, known, depth)

    def _file(self, part: MIMEPart, number: int, known: dict[str, object], depth: int) -> Iterator[Page]:
        """The pages of an attached file; what the message says of its own text does not hold for it, except its date."""
        inner_uri, inner_key = f"{known['uri']}/{number}", f"{self._key(known)}/{number}"
        try:
            media_type = _type_of(part)
            if media_type == MEDIA_TYPE:
                held = part.get_content() if part.get_content_type() == MEDIA_TYPE else None
                if not isinstance(held, EmailMessage):
                    held = email.message_from_bytes(_payload(part), policy=policy.default)
                if depth >= MAX_DEPTH:
                    detail = f"{self._where} holds messages within messages more than {MAX_DEPTH} deep"
                    yield self._trouble("too_deep", detail, inner_uri)
                    return
                yield from self._pages(held, f"{self._fallback or 'message'}-{number}", depth + 1)
                return
            content, written = (_payload(part), media_type) if media_type == "application/pdf" else _content(part, media_type)
        except _BROKEN as err:
            yield self._trouble(
                "corrupt", f"file {number} of {self._where} cannot be read: {err or type(err).__name__}", inner_uri
            )
            return
        origin = replace(self._origin, uri=inner_uri, name=inner_key, outlet=cast("str | None", known["source"]), mark=None)
        if media_type != "application/pdf":
            if content.strip():
                yield origin.page(content, written, uri=inner_uri, published=known["published"])
            return
        from communique.sources.pdf import open_pdf

        try:
            for page in open_pdf(io.BufferedReader(io.BytesIO(content)), origin):
                yield replace(page, published=page.published or cast("None", known["published"]))
        except ExtraError as err:
            yield origin.trouble("missing_extra", f"file {number} of {self._where}: {err}")

    def _known(self, message: EmailMessage, fallback: str) -> dict[str, object]:
        """What the header says of the page."""
        identity = _field(message, "Message-ID").strip("<>") or fallback
        found, issues = possible(read_moment(_field(message, "Date")), self._origin.delivered, self._where)
        return {
            "uri": f"{self._origin.uri}#{identity}" if identity else self._origin.uri,
            "headline": _field(message, "Subject") or None,
            "source": _sender(message),
            "language": _field(message, "Content-Language").partition(",")[0].strip() or None,
            "published": found.day if found else None,
            "published_at": found.at if found else None,
            "issues": issues,
        }

    def _key(self, known: dict[str, object]) -> str:
        """A page's address without where the stream lies, for its identity."""
        return self._origin.name + str(known["uri"]).removeprefix(self._origin.uri)

    def _trouble(self, code: str, detail: str, identity: str) -> Page:
        return replace(
            self._origin.trouble(code, detail, media_type=MEDIA_TYPE),
            id=page_id(identity or self._origin.uri, f"{code} {detail}"),
        )


def _field(message: EmailMessage, name: str) -> str:
    """A header on one line, decoded, without halves of surrogate pairs; "" if it is missing or broken."""
    try:
        written = str(message.get(name) or "")
    except _BROKEN:
        return ""
    return " ".join(written.encode("utf-8", "replace").decode("utf-8").split())


def _sender(message: EmailMessage) -> str | None:
    """Who a message is from, by name: of the sender, else of the list."""
    try:
        addresses = message["From"].addresses
        names = [str(address.display_name) for address in addresses if address.display_name]
    except _BROKEN:
        names = []
    phrase = _field(message, "List-Id").partition("<")[0].strip(' "')
    return " ".join(names[0].encode("utf-8", "replace").decode("utf-8").split()) if names else phrase or None


def _files(message: MIMEPart, body: MIMEPart | None) -> Iterator[MIMEPart]:
    """The parts that are files of their own: attached text, markup and PDF, and messages. Not those inside messages."""
    if message is body or not message.is_multipart():
        if message is not body and _type_of(message) in _ATTACHED:
            yield message
        return
    pending: list[MIMEPart] = [message]
    while pending:
        part = pending.pop()
        if part is body:
            continue
        if part.get_content_maintype() == "multipart":
            payload = part.get_payload()
            pending.extend(cast("list[MIMEPart]", list(reversed(payload)) if isinstance(payload, list) else []))
            continue
        media_type = _type_of(part)
        is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
        if media_type in (MEDIA_TYPE, "application/pdf") or (media_type in _ATTACHED and is_file):
            yield part


def _type_of(part: MIMEPart) -> str:
    """A part's media type; of a file of bytes, what its name stands for."""
    media_type = part.get_content_type()
    if media_type != "application/octet-stream":
        return media_type
    name = part.get_filename() or ""
    return _BY_SUFFIX.get(name[name.rfind(".") :].lower() if "." in name else "", media_type)


def _payload(part: MIMEPart) -> bytes:
    """A part's bytes, without the encoding for transfer."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _content(part: MIMEPart, media_type: str | None = None) -> tuple[bytes, str]:
    """A part's text as bytes, and its media type with the charset it declares."""
    media_type = media_type or part.get_content_type()
    content = _payload(part)
    charset = part.get_param("charset") or part.get_content_charset()
    if isinstance(charset, tuple):
        charset = charset[2]
    if media_type == "text/plain" and str(part.get_param("format") or "").lower() == "flowed" and b"\0" not in content:
        content = unflowed(content, is_space_deleted=str(part.get_param("delsp") or "").lower() == "yes")
    return content, f"{media_type}; charset={charset}" if charset else media_type


def unflowed(text: bytes, *, is_space_deleted: bool = False) -> bytes:
    """Text of `format=flowed` with each paragraph on one line.

    Args:
        text: Lines, in any charset that holds ASCII.
        is_space_deleted: Whether the space at the end of a line that goes on is no part of the text (`delsp=yes`).
    """
    made: list[bytes] = []
    open_depth: int | None = None  # of quotation, of the line that goes on
    for line in text.splitlines():
        bare = line.lstrip(b">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(b" ")  # what was put before lines that begin with a space, "From " or ">"
        is_signature = bare == b"-- "
        goes_on = bare.endswith(b" ") and not is_signature
        content = bare[:-1] if goes_on and is_space_deleted else bare
        if open_depth == depth and not is_signature and made:
            made[-1] += content
        else:
            made.append(b">" * depth + (b" " if depth else b"") + content)
        open_depth = depth if goes_on else None
    return b"\n".join(made) + (b"\n" if made else b"")
