"""Records in Parquet: the files that a corpus' records are exchanged in.

In: records. Out: a Parquet file with one row a page, in their order; and back. Refuses with `ExtraError` to run without
pyarrow, and with `InputError` a file that is none of these.

A row holds the record whole, as its line of JSON (`record`), and beside it the columns of `COLUMNS`, so that a table tool can
select without parsing. The file's metadata name the reader and the number of pages by outcome. The same records give the same
bytes under the same pyarrow.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import ExtraError, InputError
from communique.record.jsonform import from_line, to_line
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import StoryKind

PARTIAL = ".part"  # of a file that is not whole yet
FORM = "1"  # of the columns; one more where a column changes its meaning
GROUP_ROWS = 256  # a row group, which is held until it is written
# Name, type and what it says; each but the last can be had from the record as well.
COLUMNS = (
    ("page_id", "string", "the page's id"),
    ("uri", "string", "where the page is from"),
    ("outcome", "string", "read, read with issues, or set aside"),
    ("issues", "list", "the codes of what was seen and not understood, or why the page is set aside"),
    ("published", "day", "the first article's day of publication"),
    ("source", "string", "the first article's outlet"),
    ("language", "string", "the first article's language"),
    ("headline", "string", "the first article's headline"),
    ("story_ids", "list", "ids of the page's stories, articles first"),
    ("n_actors", "whole", "actors in all stories"),
    ("n_statements", "whole", "statements in all stories"),
    ("n_events", "whole", "events in all stories"),
    ("record", "long string", "the record: one line of its JSON form"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file of records says of itself: who read, and pages by outcome."""

    reader: ReaderInfo
    outcomes: tuple[tuple[str, int], ...]


def check_record_files() -> None:
    """Make sure that files of records can be read and written.

    Raises:
        ExtraError: pyarrow is not installed.
    """
    _arrow()


def write_records(records: Iterable[Record], path: Path, reader: ReaderInfo) -> FileFacts:
    """Write records into a file, all of them or nothing: it has another name until it is whole.

    Args:
        records: In the order in which they stand in the file; a few hundred are held at a time.
        path: The file. One that is there is replaced.
        reader: Who read.
    Raises:
        ExtraError: pyarrow is not installed.
        OSError: the file cannot be written.
    """
    pa, pq = _arrow()
    outcomes: Counter[str] = Counter()
    schema = _schema(pa)
    partial = path.with_name(f".{path.name}.{os.uname().nodename if hasattr(os, 'uname') else ''}.{os.getpid()}{PARTIAL}")
    try:
        with pq.ParquetWriter(partial, schema, compression="zstd") as writer:
            group: list[dict[str, object]] = []
            for record in records:
                group.append(_row(record))
                outcomes[record.outcome.value] += 1
                if len(group) >= GROUP_ROWS:
                    writer.write_table(pa.Table.from_pylist(group, schema=schema))
                    group = []
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            facts = FileFacts(reader=reader, outcomes=tuple(sorted(outcomes.items())))
            writer.add_key_value_metadata(_metadata(facts))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return facts


def clear_partial(paths: Iterable[Path]) -> None:
    """Remove what processes that were killed left of files beside them; nobody may be writing these files."""
    named: dict[Path, set[str]] = {}
    for path in paths:
        named.setdefault(path.parent, set()).add(path.name)
    for folder, names in named.items():
        for left in folder.glob(f".*{PARTIAL}"):
            if f"{left.name[1:].partition('.parquet.')[0]}.parquet" in names:
                left.unlink(missing_ok=True)


def read_facts(path: Path) -> FileFacts:
    """What a file says of itself; only its end is read.

    Raises:
        ExtraError: pyarrow is not installed.
        InputError: it is no file of records, or was broken off.
    """
    pa, pq = _arrow()
    try:
        held = pq.read_metadata(path).metadata or {}
        reader = json.loads(held[b"communique.reader"])
        outcomes = json.loads(held[b"communique.outcomes"])
        return FileFacts(
            reader=ReaderInfo(version=reader["version"], model=reader["model"], options=reader["options"]),
            outcomes=tuple(sorted((str(outcome), int(n)) for outcome, n in outcomes.items())),
        )
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
        raise InputError(f"{path} is no whole file of records of communique: {_line(error)}") from None


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file, in their order, holding a row group at a time.

    Raises:
        ExtraError: pyarrow is not installed.
        InputError: it is no file of records, or was broken off.
    """
    pa, pq = _arrow()
    read_facts(path)
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=GROUP_ROWS, columns=["record"], use_threads=False):
                for line in batch.column(0):
                    yield from_line(line.as_py())
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
        raise InputError(f"{path} cannot be read to its end: {_line(error)}") from None


def _row(record: Record) -> dict[str, object]:
    article = next((story for story in record.stories if story.kind is StoryKind.ARTICLE), None)
    return {
        "page_id": _plain(record.page.id),
        "uri": _plain(record.page.uri),
        "outcome": record.outcome.value,
        "issues": [issue.code for issue in record.issues],
        "published": article.published if article else None,
        "source": _plain(article.source) if article else None,
        "language": _plain(article.language) if article else None,
        "headline": _plain(article.headline) if article else None,
        "story_ids": [story.id for story in record.stories],
        "n_actors": sum(len(story.actors) for story in record.stories),
        "n_statements": sum(len(story.statements) for story in record.stories),
        "n_events": sum(len(story.events) for story in record.stories),
        "record": to_line(record),
    }


def _plain(text: str | None) -> str | None:
    """Text that UTF-8 can write: pages can hold lone surrogates, which the record's JSON escapes."""
    return text.encode("utf-8", "replace").decode("utf-8") if text is not None else None


def _metadata(facts: FileFacts) -> dict[str, str]:
    reader = {"version": facts.reader.version, "model": facts.reader.model, "options": facts.reader.options}
    return {
        "communique.form": FORM,
        "communique.reader": json.dumps(reader),
        "communique.outcomes": json.dumps(dict(facts.outcomes)),
    }


def _schema(pa: Any) -> Any:
    types = {
        "string": pa.string(),
        "long string": pa.large_string(),
        "list": pa.list_(pa.string()),
        "day": pa.date32(),
        "whole": pa.int32(),
    }
    return pa.schema([pa.field(name, types[type_], metadata={"help": help_}) for name, type_, help_ in COLUMNS])


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ExtraError("files of records need pyarrow; to add it: pip install 'communique[parquet]'") from error
    return pyarrow, pyarrow.parquet


def _line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:200]
