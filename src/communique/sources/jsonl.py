"""Pages from JSON Lines: one object a line, with any of the fields of `Row`.

In: a binary stream. Out: a `Page` for every line that is not blank, one by one. Refuses a line that is not JSON, has a field of
the wrong type or is too long: that line becomes a page with `trouble`, and the others go on.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt, StrictStr, ValidationError

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page, page_id

MAX_LINE_BYTES = 20 * 2**20  # an article is some KB and a page of markup some MB; a line past this is a mistake
_CHUNK_BYTES = 2**20
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARK = re.compile(r"(\d{1,18}):(\d{1,15})")
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
    published_at: StrictStr | None = None
    updated_at: StrictStr | None = None
    author: StrictStr | None = None
    section: StrictStr | None = None
    headline: StrictStr | None = None
    text: StrictStr | None = None
    html: StrictStr | None = None
    language: StrictStr | None = None


def open_lines(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a stream of JSON Lines; see `communique.sources.base.Opener`."""
    return _lines(stream, origin)


def open_json(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The objects of a JSON file: one, a list of them, or lines after all; see `communique.sources.base.Opener`."""
    first = stream.readline(MAX_LINE_BYTES + 1)
    if _is_object(first):
        yield from _lines(stream, origin, first)
        return
    content = first + stream.read(MAX_PAGE_BYTES + 1)
    uri = origin.uri
    if len(content) > MAX_PAGE_BYTES:
        detail = f"{uri} has more than {MAX_PAGE_BYTES:,} bytes in one JSON value; give JSON Lines, one object a line"
        yield origin.trouble("too_big", detail)
        return
    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as err:
        yield origin.trouble("not_json", f"{uri} is not JSON: {err}")
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield page_of(item, origin, number)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(stream: io.BufferedReader, origin: Origin, first: bytes | None = None) -> Iterator[Page]:
    """The pages of lines; `first` is a line that was read from the stream already.

    A page's mark is the offset and the number of the line after it. The mark of a last line that does not end yet is its own:
    whoever writes the file may not be done with it.
    """
    offset, number = _went_on(stream, origin.mark) if first is None else (0, 0)
    name = origin.uri
    pending = first
    while True:
        raw = pending if pending is not None else stream.readline(MAX_LINE_BYTES + 1)
        pending = None
        if not raw:
            return
        number += 1
        begun = offset
        offset += len(raw)
        if len(raw) > MAX_LINE_BYTES:
            offset += 0 if raw.endswith(b"\n") else _skip_line(stream)
            detail = f"line {number} of {name} has {offset - begun:,} bytes; up to {MAX_LINE_BYTES:,} are read"
            yield replace(troubled(name, number, raw[:_CHUNK_BYTES], "line_too_long", detail), mark=f"{offset}:{number}")
        elif raw.strip():
            mark = f"{offset}:{number}" if raw.endswith(b"\n") else f"{begun}:{number - 1}"
            yield replace(_page(raw, origin, number), mark=mark)


def _went_on(stream: io.BufferedReader, mark: str | None) -> tuple[int, int]:
    """Go to a mark; the offset and the number of lines before it. A mark that is none is the beginning."""
    found = _MARK.fullmatch(mark or "")
    if not found:
        return 0, 0
    offset = int(found[1])
    if stream.seekable():
        stream.seek(offset)
    else:
        left = offset
        while left and (skipped := stream.read(min(left, _CHUNK_BYTES))):
            left -= len(skipped)
    return offset, int(found[2])


def _skip_line(stream: io.BufferedReader) -> int:
    skipped = 0
    while chunk := stream.readline(_CHUNK_BYTES):
        skipped += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return skipped


def _page(raw: bytes, origin: Origin, number: int) -> Page:
    issues: tuple[Issue, ...] = ()
    name = origin.uri
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
    return page_of(value, origin, number, issues=issues)


def page_of(value: object, origin: Origin, number: int, *, issues: tuple[Issue, ...] = ()) -> Page:
    """The page of one object; a page with `trouble` if it is no object with the fields of `Row`.

    Args:
        value: What JSON gave.
        origin: Where it comes from.
        number: The object's number in the stream, from 1.
        issues: What was seen already while reading it.
    """
    name = origin.uri
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
    return origin.page(
        content,
        "text/html" if html and not text else "text/plain",
        id=given or page_id(row.url or "", content),
        uri=uri,
        published=row.published,
        published_at=_moment(row.published_at),
        updated_at=_moment(row.updated_at),
        author=_mended(row.author) or None,
        section=_mended(row.section) or None,
        headline=_mended(row.headline) or None,
        source=_mended(row.source) or None,
        language=_mended(row.language) or None,
        issues=issues,
        trouble=None if content.strip() else Issue(code="empty", detail=f"line {number} of {name} has neither text nor html"),
    )


def _moment(written: str | None) -> str | None:
    """A moment in ISO 8601 as it is written, None if it is none: the day is what counts, and is checked."""
    try:
        datetime.fromisoformat((written or "").strip())
    except ValueError:
        return None
    return (written or "").strip()


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
