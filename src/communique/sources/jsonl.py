"""Pages from JSON Lines: one object a line, with any of the fields of `Row`.

In: a binary stream. Out: a `Page` for every line that is not blank, one by one; its `mark` is the offset after its line and the
number of lines before that, as `4096:12`. Refuses a line that is not JSON, has a field of the wrong type or is too long: that
line becomes a page with `trouble`, and the others go on.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictInt, StrictStr, ValidationError

from communique.record.model import Issue
from communique.sources.base import MAX_PAGE_BYTES, Origin, Page, go_to, page_id, read_offset
from communique.sources.dates import Moment, read_moment
from communique.sources.feeditems import feed_pages
from communique.sources.jsonfeed import MEDIA_TYPE as JSON_FEED_TYPE
from communique.sources.jsonfeed import feed_of, is_json_feed

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


def _moment(value: object) -> object:
    """The moment of an ISO date with or without a time; other values are left to fail."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and _DAY.match(value.strip()) and (found := read_moment(value)):
        return found
    raise ValueError("expected a date with a time, such as 2031-03-05T10:00:00Z")


class Row(BaseModel):
    """The fields of a line; any others are passed over. Text that is empty counts as not given.

    `published` is a day; `published_at` and `updated_at` are as exact as they are known, and `published_at` gives the day where
    `published` does not.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: StrictStr | StrictInt | None = None
    url: StrictStr | None = None
    source: StrictStr | None = None
    published: Annotated[date | None, BeforeValidator(_day)] = None
    published_at: Annotated[Moment | None, BeforeValidator(_moment)] = None
    updated_at: Annotated[Moment | None, BeforeValidator(_moment)] = None
    author: StrictStr | None = None
    section: StrictStr | None = None
    headline: StrictStr | None = None
    text: StrictStr | None = None
    html: StrictStr | None = None
    language: StrictStr | None = None


def open_lines(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a stream of JSON Lines; see `communique.sources.base.Opener`. Offsets are of the stream without compression."""
    offset, _, number = (origin.mark or "").partition(":")
    start, n_before = read_offset(offset or None), read_offset(number or None)
    if start is None or n_before is None:
        yield origin.trouble("bad_mark", f"{origin.uri}: {origin.mark!r} is no place in JSON Lines")
        return
    go_to(stream, start)
    yield from _lines(stream, origin, at=start, number=n_before)


def open_json(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The objects of a JSON file: one, a list of them, lines after all, or a feed; see `communique.sources.base.Opener`."""
    if origin.mark is not None:  # only of lines are there marks
        yield from open_lines(stream, origin)
        return
    first = stream.readline(MAX_LINE_BYTES + 1)
    value = _object(first)
    if value is not None and not is_json_feed(value):
        yield from _lines(stream, origin, first)
        return
    content = first + stream.read(MAX_PAGE_BYTES + 1)
    uri = origin.uri
    if len(content) > MAX_PAGE_BYTES:
        detail = f"{uri} has more than {MAX_PAGE_BYTES:,} bytes in one JSON value; give JSON Lines, one object a line"
        yield origin.trouble("too_big", detail)
        return
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as err:
        yield origin.trouble("not_json", f"{uri} is not JSON: {err}")
        return
    if is_json_feed(value):
        yield from feed_pages(feed_of(value, origin), origin, JSON_FEED_TYPE)
        return
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        yield page_of(item, origin, number)


def _object(line: bytes) -> object:
    """The object that a line holds; None if it holds none."""
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _lines(
    stream: io.BufferedReader, origin: Origin, first: bytes | None = None, *, at: int = 0, number: int = 0
) -> Iterator[Page]:
    """The pages of lines; `first` is a line that was read already. Before the next one are `at` bytes and `number` lines."""
    name = origin.uri
    pending = first
    while True:
        raw = pending if pending is not None else stream.readline(MAX_LINE_BYTES + 1)
        pending = None
        if not raw:
            return
        number += 1
        size_bytes = len(raw)
        if len(raw) > MAX_LINE_BYTES:
            size_bytes += 0 if raw.endswith(b"\n") else _skip_line(stream)
            detail = f"line {number} of {name} has {size_bytes:,} bytes; up to {MAX_LINE_BYTES:,} are read"
            page = troubled(name, number, raw[:_CHUNK_BYTES], "line_too_long", detail)
        elif raw.strip():
            page = _page(raw, origin, number)
        else:
            at += size_bytes
            continue
        # A last line that does not end yet is looked at again: whoever writes the file may not be done with it.
        yield replace(
            page, mark=f"{at + size_bytes}:{number}" if raw.endswith(b"\n") or size_bytes > len(raw) else f"{at}:{number - 1}"
        )
        at += size_bytes


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
        published=row.published or (row.published_at.day if row.published_at else None),
        published_at=row.published_at.at if row.published_at else None,
        updated_at=(row.updated_at.at or row.updated_at.day.isoformat()) if row.updated_at else None,
        author=_mended(row.author) or None,
        section=_mended(row.section) or None,
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
