"""Pages from JSON Lines: one object a line, with any of the fields of `Row`.

In: a binary stream. Out: a `Page` for every line that is not blank, one by one. Refuses a line that is not JSON, has a field of
the wrong type or is too long: that line becomes a page with `trouble`, and the others go on.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, BinaryIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt, StrictStr, ValidationError

from communique.record.model import Issue
from communique.sources.base import Page, page_id

MAX_LINE_BYTES = 20 * 2**20  # an article is some KB and a page of markup some MB; a line past this is a mistake
_CHUNK_BYTES = 2**20
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: object) -> object:
    """The day of an ISO date, or of an ISO date with a time, as it is written; other values are left to fail."""
    if isinstance(value, str) and (match := _DAY.match(value.strip())):
        return date.fromisoformat(match.group())
    if value is None or value == "":
        return None
    raise ValueError("expected a date such as 2031-03-05")


class Row(BaseModel):
    """The fields of a line; any others are passed over. Text that is empty counts as not given."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: StrictStr | StrictInt | None = None
    url: StrictStr | None = None
    source: StrictStr | None = None
    published: Annotated[date | None, BeforeValidator(_day)] = None
    headline: StrictStr | None = None
    text: StrictStr | None = None
    html: StrictStr | None = None
    language: StrictStr | None = None


def open_lines(stream: BinaryIO, name: str, *, published: date | None = None, first: bytes | None = None) -> Iterator[Page]:
    """The pages of a stream of JSON Lines, in order, holding one line at a time.

    Args:
        stream: Bytes, not compressed.
        name: What to call the stream in identities and reports.
        published: The publication date of lines that give none.
        first: A first line that was read from the stream already.
    """
    number = 0
    pending = first
    while True:
        raw = pending if pending is not None else stream.readline(MAX_LINE_BYTES + 1)
        pending = None
        if not raw:
            return
        number += 1
        if len(raw) > MAX_LINE_BYTES:
            size_bytes = len(raw) + (0 if raw.endswith(b"\n") else _skip_line(stream))
            detail = f"line {number} of {name} has {size_bytes:,} bytes; up to {MAX_LINE_BYTES:,} are read"
            yield troubled(name, number, raw[:_CHUNK_BYTES], "line_too_long", detail)
        elif raw.strip():
            yield _page(raw, name, number, published)


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while chunk := stream.readline(_CHUNK_BYTES):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def _page(raw: bytes, name: str, number: int, published: date | None) -> Page:
    issues: tuple[Issue, ...] = ()
    try:
        line = raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        line = raw.decode("utf-8-sig", "replace")
        detail = f"line {number} of {name} is not UTF-8 at byte {err.start}; what cannot be read is replaced"
        issues = (Issue(code="undecodable", detail=detail),)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as err:
        reason = "is nested too deeply" if isinstance(err, RecursionError) else f"is not JSON: {err}"
        return troubled(name, number, raw, "not_json", f"line {number} of {name} {reason}")
    return page_of(value, name, number, published=published, issues=issues)


def page_of(value: object, name: str, number: int, *, published: date | None, issues: tuple[Issue, ...] = ()) -> Page:
    """The page of one object; a page with `trouble` if it is no object with the fields of `Row`.

    Args:
        value: What JSON gave.
        name: The stream's name.
        number: The object's number in the stream, from 1.
        published: The publication date if the object gives none.
        issues: What was seen already while reading it.
    """
    if not isinstance(value, dict):
        detail = f"line {number} of {name}: expected an object, got {_json_type(value)}"
        return troubled(name, number, repr(value)[:200], "wrong_type", detail)
    try:
        row = Row.model_validate(value)
    except ValidationError as err:
        wrong = err.errors(include_url=False, include_context=False, include_input=False)[0]
        field = str(wrong["loc"][0]) if wrong["loc"] else "?"
        detail = f"line {number} of {name}: field {field!r}: {wrong['msg'].lower()}; got {_json_type(value.get(field))}"
        given = value.get("id")
        known = given if isinstance(given, str) and given else None
        return troubled(name, number, json.dumps(value, sort_keys=True, default=str), "wrong_type", detail, known)
    text, html = _mended(row.text), _mended(row.html)
    content = text or html or ""
    uri = _mended(row.url) or f"{name}:{number}"
    given = "" if row.id is None else _mended(str(row.id))
    return Page(
        id=given or page_id(row.url or "", content),
        uri=uri,
        media_type="text/html" if html and not text else "text/plain",
        content=content,
        published=row.published or published,
        headline=_mended(row.headline) or None,
        source=_mended(row.source) or None,
        language=_mended(row.language) or None,
        issues=issues,
        trouble=None if content.strip() else Issue(code="empty", detail=f"line {number} of {name} has neither text nor html"),
    )


def _mended(text: str | None) -> str:
    """Text without halves of surrogate pairs, which JSON can spell and no encoding can write; offsets stay."""
    return _SURROGATE.sub("\ufffd", text) if text else ""


def _json_type(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "a truth value", int: "a number", float: "a number"}
    return "null" if value is None else kinds.get(type(value), type(value).__name__)


def troubled(name: str, number: int, raw: bytes | str, code: str, detail: str, known_id: str | None = None) -> Page:
    """The page that stands for a line that cannot be read.

    Args:
        name: The stream's name.
        number: The line's number, from 1.
        raw: The line or a part of it, for the page's identity.
        code: The issue's code.
        detail: The issue in words.
        known_id: The identity that the line gives, if it could be had.
    """
    return Page(
        id=known_id or page_id(f":{number}", raw),
        uri=f"{name}:{number}",
        media_type="application/json",
        content="",
        trouble=Issue(code=code, detail=detail),
    )
