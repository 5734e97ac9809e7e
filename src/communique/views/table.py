"""A sheet as a table: one row an entry, for a spreadsheet.

In: a `Sheet`. Out: CSV, with a header. Refuses nothing; a cell that a spreadsheet would take for a formula is made text.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from communique.views.clean import clean, csv_cell
from communique.views.lines import story_name
from communique.views.sheet import Sheet

COLUMNS = ("section", "group", "label", "line", "words", "story", "outlet", "published", "address", "story_id", "id")


def table_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """The entries as rows of `COLUMNS`: the line as a person reads it, the first passage's words, and the story they stand in."""
    for section in sheet.sections:
        for group in section.groups:
            for entry in group.entries:
                passage = entry.passages[0] if entry.passages else None
                story = passage.story if passage else entry.sources[0] if entry.sources else None
                yield (
                    section.title or section.name,
                    group.title,
                    entry.label,
                    " ".join("".join(piece.text + (" " if piece.tone == "type" else "") for piece in entry.pieces).split()),
                    passage.words if passage else "",
                    story_name(story) if story else "",
                    (story.source or "") if story else "",
                    str(story.published or "") if story else "",
                    story.uri if story else "",
                    story.id if story else "",
                    entry.id or "",
                )


def csv_text(sheet: Sheet) -> str:
    """The sheet as CSV (RFC 4180)."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in table_rows(sheet):
        writer.writerow([csv_cell(clean(cell)) for cell in row])
    return file.getvalue()
