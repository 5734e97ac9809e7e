"""Parquet files made for tests."""

import io
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq


def parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    """The bytes of a Parquet file with these columns."""
    file = io.BytesIO()
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), file)
    return file.getvalue()
