"""Read a word list or a table of facts that comes with the package.

In: the name of a TSV file in `lexicons/`. Out: its rows as mappings from column to cell. Refuses a row whose number of cells is
not its header's.
"""

from collections.abc import Mapping
from importlib.resources import files

SEPARATOR = "|"


def read_table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `lexicons/<name>`, in file order, each a mapping from column name to cell.

    Lines that begin with `#` tell the table's source, licence and columns; the first other line names the columns. Cells are
    stripped; an empty cell is the empty string.

    Raises:
        ValueError: a row has more or fewer cells than there are columns; names the file and the row.
    """
    text = (files("communique.reading") / "lexicons" / name).read_text(encoding="utf-8")
    columns: list[str] | None = None
    rows: list[Mapping[str, str]] = []
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        cells = [*map(str.strip, line.split("\t"))]
        if columns is None:
            columns = cells
        elif len(cells) != len(columns):
            raise ValueError(f"{name}: a row needs {len(columns)} cells and has {len(cells)}: {line!r}")
        else:
            rows.append(dict(zip(columns, cells)))  # noqa: B905  (equally long, and this is the time of a load)
    return tuple(rows)


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell that lists several with `|` between them; none for an empty cell."""
    if SEPARATOR not in cell:
        return (cell,) if cell else ()
    return tuple(value for part in cell.split(SEPARATOR) if (value := part.strip()))
