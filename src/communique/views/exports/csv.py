"""A table as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet.

In: a table's columns and rows. Out: lines of text. Refuses nothing: a text cell that a spreadsheet would take for a formula
gets an apostrophe before it, and control characters are replaced.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO

from communique.views.clean import csv_cell
from communique.views.exports.columns import Cell

LIST_SEPARATOR = "; "


def csv_lines(header: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Iterator[str]:
    """The table line by line, each with its line end; the values of a list are joined by "; "."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(tuple(header))
    yield buffer.getvalue()
    for cells in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_shown(cell) for cell in cells])
        yield buffer.getvalue()


def _shown(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return csv_cell(LIST_SEPARATOR.join(" ".join(part.replace(";", ",").split()) for part in cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return csv_cell(cell) if isinstance(cell, str) else cell
