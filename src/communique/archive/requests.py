"""What a reviewer asks for, as a person types it: the form of the command line, of a table of corrections, and of a web form.

In: text. Out: `Request`. Refuses with `CorrectionError` a line of a file that is no request; whether what it names is in an archive is
seen by `reviewing`.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from communique.errors import CorrectionError
from communique.record.corrections import Act, EntryKind

Typed: TypeAlias = str | Mapping[str, Any]  # an actor may be told by name, kind, country, code and words
LISTS = ("actors", "recipients", "addressees")
VALUES = ("type", "mode", "status", "date", "place", "kind", "speaker", "actor", "stance", "issue", *LISTS)
COLUMNS = ("id", "act", "entry", "words", "start", "other", "by", "why", *VALUES)
MAX_FILE_CHARS = 64 * 2**20
NAMES_BETWEEN = ";"  # between the names in one cell of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing to correct.

    Args:
        id: An entry's, a story's or an actor's id, or its beginning (for an actor also a code or words of its name).
        by: Who says so.
        act: What is to be done.
        values: The fields' new values: a name of a vocabulary, "2031-03-20", "2031-03-01..2031-03-15", words of the story for a place,
            names for actors, "none" for nothing.
        entry: What kind of entry is added.
        words: The words that an added entry is read from.
        start: Their offset, where they stand more than once in the story.
        other: The other event, story or actor; or the name that is split off.
        why: The reason.
        where: How messages name this request, such as "line 3".
    """

    id: str
    by: str
    act: Act = Act.CHANGE
    values: Mapping[str, Typed | Sequence[Typed]] = field(default_factory=dict)
    entry: EntryKind | None = None
    words: str | None = None
    start: int | None = None
    other: str | None = None
    why: str | None = None
    where: str = ""


def read_requests(text: str, *, name: str, by: str | None) -> list[Request]:
    """The requests in a file: JSON Lines, or CSV with a header, whose names are `COLUMNS`.

    Args:
        name: The file's name, for messages.
        by: Who says so, where a line does not tell.
    Raises:
        CorrectionError: lines are no requests; each has its problem.
    """
    if len(text) > MAX_FILE_CHARS:
        raise CorrectionError([f"{name}: larger than {MAX_FILE_CHARS // 2**20} million characters; cut it in several"])
    problems: list[str] = []
    requests: list[Request] = []
    lines = _json_lines if text.lstrip().startswith("{") else _table
    for number, row in lines(text, name):
        where = f"{name}, line {number}"
        try:
            if isinstance(row, str):
                raise ValueError(row)
            requests.append(_request(row, by, where))
        except ValueError as error:
            problems.append(f"{where}: {error}")
    if problems:
        raise CorrectionError(problems)
    return requests


def _json_lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, f"no JSON: {error}"
            continue
        yield number, row if isinstance(row, dict) else "expected a JSON object"


def _table(text: str, name: str) -> Iterator[tuple[int, Any]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip().lower() for cell in cells]
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                yield reader.line_num, f"{len(cells)} cells under {len(header)} names of columns"
                continue
            row: dict[str, Any] = {key: cell for key, cell in zip(header, cells, strict=False) if cell.strip()}
            for key in LISTS:
                if isinstance(row.get(key), str):
                    row[key] = [each.strip() for each in row[key].split(NAMES_BETWEEN) if each.strip()]
            yield reader.line_num, row
    except csv.Error as error:
        yield reader.line_num, f"no CSV: {error}"


def _request(row: dict[str, Any], by: str | None, where: str) -> Request:
    unknown = sorted(set(row) - set(COLUMNS))
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; accepted: {', '.join(COLUMNS)}")
    given = {key: value for key, value in row.items() if value is not None}

    def told(key: str) -> str | None:
        value = given.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{key!r} must be text; got {value!r}")
        return value.strip() if value is not None and key != "words" else value

    who = told("by") or by
    id_ = told("id")
    if not who:
        raise ValueError("nobody is named under 'by'")
    if not id_:
        raise ValueError("'id' is missing: what is to be corrected")
    act = _one_of(Act, "act", told("act") or Act.CHANGE.value)
    kind = told("entry")
    start = given.get("start")
    if isinstance(start, str) and start.strip().isdecimal():
        start = int(start)
    if start is not None and type(start) is not int:
        raise ValueError(f"'start' must be a whole number; got {start!r}")
    values = {key: given[key] for key in VALUES if key in given}
    for key, value in values.items():
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | dict) for each in listed) or (isinstance(value, list) and key not in LISTS):
            raise ValueError(f"{key!r} must be text{' or a list' if key in LISTS else ''}; got {value!r}")
    return Request(
        id=id_,
        by=who,
        act=act,
        values=values,
        entry=_one_of(EntryKind, "entry", kind) if kind else None,
        words=told("words"),
        start=start,
        other=told("other"),
        why=told("why"),
        where=where,
    )


def _one_of(kinds: Any, key: str, value: str) -> Any:
    accepted = [each.value for each in kinds if each is not Act.UNDO]
    if value not in accepted:
        raise ValueError(f"{key!r} accepts {', '.join(accepted)}; got {value!r}")
    return kinds(value)
