"""Pages from Parquet: one row a page, with any of the columns that a line of JSON Lines may have (`jsonl.Row`).

In: a binary stream; one that cannot be sought is copied into a file. Out: a `Page` for each row. Refuses, with one page with
`trouble`, a file without a column of text or HTML, and one that is broken; a row whose values do not fit becomes a page with
`trouble`, and the others go on.
"""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import IO, Any

from communique.errors import ExtraError
from communique.sources.base import Origin, Page
from communique.sources.jsonl import MAX_LINE_BYTES, Row, page_of

BATCH_ROWS = 64  # a page of markup can have some megabytes
_TEXTS = ("text", "html")


def check_parquet() -> None:
    """Make sure that Parquet can be read.

    Raises:
        ExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise ExtraError("reading Parquet needs pyarrow; to add it: pip install 'communique[parquet]'") from error


def open_parquet(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The pages of a Parquet file; see `communique.sources.base.Opener`. Columns that are none of `Row`'s are not read at all."""
    check_parquet()
    import pyarrow as pa
    import pyarrow.parquet as pq

    with _seekable(stream) as whole:
        try:
            yield from _rows(pq.ParquetFile(whole), origin)
        except pa.ArrowException as error:
            raise OSError(" ".join(str(error).split())[:300]) from error


@contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[IO[bytes]]:
    """The stream, or what it gives in a file: the table of contents of Parquet stands at its end."""
    if isinstance(stream.raw, io.FileIO) and stream.seekable():  # gzip says that it can be sought, and reads all again
        yield stream
        return
    with tempfile.TemporaryFile() as copied:
        shutil.copyfileobj(stream, copied, 2**20)
        copied.seek(0)
        yield copied


def _rows(file: Any, origin: Origin) -> Iterator[Page]:
    columns = [name for name in Row.model_fields if name in file.schema_arrow.names]
    if not any(name in columns for name in _TEXTS):
        yield origin.trouble("no_text_column", f"{origin.uri} has no column 'text' or 'html'")
        return
    number = 0
    for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=columns, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield page_of(_fitted(row), origin, number)


def _fitted(row: dict[str, object]) -> dict[str, object]:
    """A row as JSON has it: moments as ISO texts, bytes as text, and what is longer than a line may be told as a wrong type."""
    return {name: _value(value) for name, value in row.items() if value is not None}


def _value(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, str) and len(value) > MAX_LINE_BYTES:
        return {"too long": len(value)}
    return value
