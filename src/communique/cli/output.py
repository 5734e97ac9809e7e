"""Printing: sheets to a terminal, a pipe or a file, and lines of JSON.

In: sheets and lines. Out: bytes on the standard output. Refuses nothing; a closed pipe raises `BrokenPipeError`, which ends the
command quietly.
"""

import sys
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from communique.views.sheet import Sheet

MOST_WIDTH = 120  # columns: longer lines are hard to read, whatever the screen


def print_sheet(sheet: "Sheet", format_: str, *, with_words: bool, width: int = 0) -> None:
    """Print a sheet.

    Args:
        format_: `text`, `markdown` or `json`.
        with_words: Show the words that each entry was read from.
        width: Columns; 0 takes the terminal's, and leaves an entry on one line in a pipe.
    """
    if format_ == "json":
        from communique.views.formats import json_text

        print_line(json_text(sheet))
    elif format_ == "markdown":
        from communique.views.formats import markdown_lines

        for line in markdown_lines(sheet, with_words=with_words):
            print_line(line)
    else:
        _print_text(sheet, with_words, width)


def _print_text(sheet: "Sheet", with_words: bool, width: int) -> None:
    from rich.console import Console

    from communique.views.text import text_lines

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if console.is_terminal:
        for text in text_lines(sheet, width=width or min(console.width, MOST_WIDTH), with_words=with_words):
            console.print(text, soft_wrap=True)
    else:
        for text in text_lines(sheet, width=width or None, with_words=with_words):
            print_line(text.plain)


def print_line(line: str) -> None:
    """Print a line as UTF-8, whatever the locale says, so that the same command gives the same bytes everywhere."""
    write(line + "\n")


def write(text: str, file: BinaryIO | None = None) -> None:
    """Write text as UTF-8 to a file, or to the standard output."""
    (file or sys.stdout.buffer).write(text.encode("utf-8", "replace"))


def flush() -> None:
    """Let whoever reads the standard output have what was printed."""
    sys.stdout.buffer.flush()
