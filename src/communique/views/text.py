"""A sheet as text for a person: coloured and wrapped on a terminal, plain and one line an entry in a pipe.

In: a `Sheet`. Out: lines of rich text, whose `plain` is what a pipe gets. Refuses nothing; all words of stories are cleaned of
control characters and never read as markup.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from communique.archive.results import Passage, StoryRef
from communique.views.citing import Citing
from communique.views.clean import clean, clean_inner
from communique.views.lines import UNDATED, around, citation
from communique.views.sheet import Entry, Note, Piece, Section, Sheet, Table, Tone

_STYLES = {
    Tone.PLAIN: "",
    Tone.ACTOR: "bold",
    Tone.TYPE: "bold magenta",
    Tone.WORDS: "",
    Tone.MARK: "bold underline",
    Tone.FACT: "green",
    Tone.AHEAD: "blue",
    Tone.OPEN: "yellow",
    Tone.NOT: "red",
    Tone.FAINT: "dim",
}
_MOST_LABEL = 16  # "2031-03-23–04-02": a longer label (an interval over years) pushes its own line only
_TYPE_COLUMN = 9  # the longest of PLOVER's types, COOPERATE
_LEAST_BODY = 30  # columns: on a narrower screen lines are left to the terminal to break
ID_CHARS = 8  # of an id, as lines show it: `show` takes any beginning that is one entry's only


def text_lines(sheet: Sheet, *, width: int | None = None, with_words: bool = False) -> Iterator[Text]:
    """The sheet line by line.

    Args:
        width: Columns to wrap at, with the continuation under the text; None leaves every entry on one line.
        with_words: Show the words that each entry was read from under it.
    """
    yield Text(clean(sheet.title), style="bold")
    names = max((cell_len(name) for name, _ in sheet.facts), default=0)
    for name, value in sheet.facts:
        yield from _wrapped(Text(f"  {name.ljust(names)}  ", style="dim"), Text(clean(value)), width)
    lines = _Lines(Citing(by_number=sheet.lists_sources), width, with_words)
    for section in sheet.sections:
        yield from lines.of_section(section)
    yield from lines.of_sources()


class _Lines:
    """The lines of one sheet; it remembers which stories were cited."""

    def __init__(self, citing: Citing, width: int | None, with_words: bool) -> None:
        self._citing = citing
        self._width = width
        self._with_words = with_words

    def of_section(self, section: Section) -> Iterator[Text]:
        yield Text()
        if section.title:
            yield Text(clean(section.title), style="bold underline")
        if section.table:
            yield from _table_lines(section.table, self._width)
        shown = section.shown()
        column = min(_MOST_LABEL, max((cell_len(entry.label) for group in shown for entry in group.entries), default=0))
        for group in shown:
            if group.title:
                yield Text(f"  {clean(group.title)}", style="italic")
            for entry in group.entries:
                yield from self._of_entry(entry, column)
        if not section.entries and not section.table and section.empty:
            yield Text(f"  {section.empty}", style="dim")
        for end in section.ends:
            yield from _wrapped(Text("  "), Text(clean(end), style="dim"), self._width)

    def _of_entry(self, entry: Entry, column: int) -> Iterator[Text]:
        label = clean(entry.label)
        prefix = Text("  ")
        indent = 2
        if column:
            prefix.append(label + " " * max(0, column - cell_len(label)) + "  ", style="dim" if label == UNDATED else "cyan")
            indent += column + 2
        body = _joined(entry.pieces)
        self._add_cited(body, entry.sources, entry.more)
        if entry.id:
            body.append(f"  #{clean(short_id(entry.id))}", style="dim")
        yield from _wrapped(prefix, body, self._width, indent)
        for note in entry.notes:
            yield from self._of_note(note, indent)
        if self._with_words:
            for passage in entry.passages:
                yield from self._of_passage(passage, entry.sources, indent)

    def _of_note(self, note: Note, indent: int) -> Iterator[Text]:
        body = _joined(note.pieces)
        self._add_cited(body, note.sources, "")
        yield from _wrapped(Text(" " * indent), body, self._width, indent + 2)

    def _of_passage(self, passage: Passage, named: Sequence[StoryRef], indent: int) -> Iterator[Text]:
        before, after = around(passage)
        body = Text("> ", style="dim")
        body.append(clean_inner(before).lstrip(" "))
        body.append(clean_inner(passage.words), style=_STYLES[Tone.MARK])
        body.append(clean_inner(after).rstrip(" "))
        if named and passage.story.id not in {story.id for story in named}:
            self._add_cited(body, (passage.story,), "")
        yield from _wrapped(Text(" " * indent), body, self._width, indent + 2)

    def _add_cited(self, body: Text, sources: Iterable[StoryRef], more: str) -> None:
        cited = [*(clean(self._citing.cite(story)) for story in sources), *([more] if more else [])]
        if cited:
            body.append(f"  [{'; '.join(cited)}]", style="dim")

    def of_sources(self) -> Iterator[Text]:
        if not self._citing.stories:
            return
        yield Text()
        yield Text("Sources", style="bold underline")
        column = len(str(len(self._citing.stories)))
        for number, story in enumerate(self._citing.stories.values(), start=1):
            body = Text(clean(citation(story)))
            if story.headline:
                body.append(f"  {clean(story.uri)}", style="dim")
            body.append(f"  #{clean(short_id(story.id))}", style="dim")
            yield from _wrapped(Text(f"  {number:>{column}}  ", style="cyan"), body, self._width)


def short_id(id_: str) -> str:
    """The beginning of an id, as lines show it: a letter before a dash tells the kind of entry and is kept."""
    return id_[: (2 if id_[1:2] == "-" else 0) + ID_CHARS]


def _joined(pieces: Iterable[Piece]) -> Text:
    made = Text()
    for piece in pieces:
        words = clean_inner(piece.text)
        if piece.tone is Tone.WORDS:
            words = f"“{words.strip(' ')}”"
        elif piece.tone is Tone.TYPE:
            words = words.ljust(_TYPE_COLUMN) + "  "
        made.append(words, style=_STYLES[piece.tone])
    return made


def _wrapped(prefix: Text, body: Text, width: int | None, indent: int | None = None) -> Iterator[Text]:
    hanging = prefix.cell_len if indent is None else indent
    if width is None or width - hanging < _LEAST_BODY or prefix.cell_len + body.cell_len <= width:
        yield Text.assemble(prefix, body)
        return
    console = Console(file=StringIO(), width=width, color_system=None)
    first_width = width - prefix.cell_len
    lines = list(body.wrap(console, max(_LEAST_BODY, min(first_width, width - hanging))))
    for index, line in enumerate(lines):
        line.rstrip()
        yield Text.assemble(prefix if index == 0 else " " * hanging, line)


def _table_lines(table: Table, width: int | None) -> Iterator[Text]:
    rows = [tuple(clean(cell) for cell in row) for row in (table.header, *table.rows)]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(table.header))]
    n_columns = len(widths)
    while width is not None and n_columns > 2 and sum(widths[:n_columns]) + 2 * n_columns > width:
        n_columns -= 1
    for number, row in enumerate(rows):
        padded = "  ".join(cell + " " * (size - cell_len(cell)) for cell, size in zip(row[:n_columns], widths, strict=False))
        yield Text(f"  {padded}".rstrip(), style="bold" if number == 0 else "")
    if n_columns < len(widths):
        yield Text(f"  … and {', '.join(rows[0][n_columns:])}: see below, or a wider screen", style="dim")
