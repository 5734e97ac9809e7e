"""A table as Parquet, with lists as lists and days as days.

In: a table's columns and rows. Out: a file. Refuses with `ExtraError` to run without pyarrow.
"""

from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO

from communique.errors import ExtraError
from communique.views.exports.columns import Cell, ColumnType

BATCH_ROWS = 10_000  # a row group: memory stays at some tens of megabytes


def write_parquet(fields: Iterable[tuple[str, ColumnType, str]], rows: Iterable[tuple[Cell, ...]], file: BinaryIO) -> int:
    """Write the table into a file that is open for writing bytes, and give the number of rows.

    Raises:
        ExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as err:
        raise ExtraError("Parquet needs pyarrow; to add it: pip install 'communique[parquet]'") from err
    types = {
        ColumnType.TEXT: pa.string(),
        ColumnType.TEXTS: pa.list_(pa.string()),
        ColumnType.DAY: pa.date32(),
        ColumnType.WHOLE: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
    }
    listed = tuple(fields)
    schema = pa.schema([pa.field(name, types[type_], metadata={"help": help_}) for name, type_, help_ in listed])
    n_rows = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        remaining = iter(rows)
        while batch := tuple(islice(remaining, BATCH_ROWS)):
            arrays = [
                pa.array([_storable(row[index]) for row in batch], type=types[type_])
                for index, (_, type_, _) in enumerate(listed)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            n_rows += len(batch)
    return n_rows


def _storable(cell: Cell) -> object:
    if isinstance(cell, tuple):
        return list(cell)
    return cell
