"""Read a word list that comes with this folder.

In: the name of a TSV file in `lexicons/`. Out: the cells of its rows. Refuses nothing: the files are the package's own.
"""

from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """The rows of `lexicons/<name>`, in file order, without the lines that tell its source and the one that names its columns."""
    text = (files("communique.pages") / "lexicons" / name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return rows[1:]
