"""Read a word list or a table of facts that comes with the package.

In: the name of a TSV file in `lexicons/`. Out: its rows as mappings from column to cell. Refuses a row whose number of cells is
not its header's.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files

SEPARATOR = "|"


def read_table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `lexicons/<name>`, in file order, each a mapping from column name to cell.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    return tuple(row for _, row in numbered_rows(name))


def numbered_rows(name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of `lexicons/<name>`, each with the number of its line, by which a rule of the record names it.

    Lines that begin with `#` tell the table's source, licence and columns; the first other line names the columns. Cells are
    stripped; an empty cell is the empty string.

    Raises:
        ValueError: a row has more or fewer cells than there are columns; names the file, the line and the row.
    """
    text = (files("communique.reading") / "lexicons" / name).read_text(encoding="utf-8")
    columns: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = [*map(str.strip, line.split("\t"))]
        if columns is None:
            columns = cells
        elif len(cells) != len(columns):
            raise ValueError(f"{name}, line {number}: a row needs {len(columns)} cells and has {len(cells)}: {line!r}")
        else:
            yield number, dict(zip(columns, cells))  # noqa: B905  (equally long, and this is the time of a load)


def split_cell(cell: str) -> tuple[str, ...]:
    """The values of a cell that lists several with `|` between them; none for an empty cell."""
    if SEPARATOR not in cell:
        return (cell,) if cell else ()
    return tuple(value for part in cell.split(SEPARATOR) if (value := part.strip()))
