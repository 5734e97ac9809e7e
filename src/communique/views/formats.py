"""A sheet as Markdown and as JSON.

In: a `Sheet`. Out: text. Refuses nothing; what a story says is escaped, so that it stays words in either format.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from communique.archive.results import Passage, StoryRef
from communique.record.jsonform import dump_line
from communique.views.citing import Citing
from communique.views.clean import clean, markdown
from communique.views.lines import UNDATED, around, story_name
from communique.views.sheet import Entry, JsonObject, Piece, Section, Sheet, Table, Tone

_BOLD = (Tone.ACTOR, Tone.TYPE, Tone.MARK)


def markdown_lines(sheet: Sheet, *, with_words: bool = False) -> Iterator[str]:
    """The sheet as Markdown (CommonMark, with tables), line by line; `with_words` quotes the words of each entry under it."""
    yield f"# {_line(sheet.title)}"
    yield ""
    for name, value in sheet.facts:
        yield f"- **{_line(name)}:** {_line(value)}"
    lines = _Lines(Citing(by_number=sheet.lists_sources), with_words)
    for section in sheet.sections:
        yield from lines.of_section(section)
    yield from lines.of_sources()


class _Lines:
    """The lines of one sheet; it remembers which stories were cited."""

    def __init__(self, citing: Citing, with_words: bool) -> None:
        self._citing = citing
        self._with_words = with_words

    def of_section(self, section: Section) -> Iterator[str]:
        yield ""
        if section.title:
            yield f"## {_line(section.title)}"
            yield ""
        if section.table:
            yield from _table_lines(section.table)
        for group in section.shown():
            if group.title:
                yield f"### {_line(group.title)}"
                yield ""
            for entry in group.entries:
                yield from self._of_entry(entry)
            yield ""
        if not section.entries and not section.table and section.empty:
            yield f"*{_line(section.empty)}*"
        for end in section.ends:
            yield f"*{_line(end)}*"
            yield ""

    def _of_entry(self, entry: Entry) -> Iterator[str]:
        label = f"**{_line(entry.label)}** " if entry.label else ""
        yield f"- {label}{_joined(entry.pieces)}{self._cited(entry.sources, entry.more)}"
        for note in entry.notes:
            yield f"  - {_joined(note.pieces)}{self._cited(note.sources, '')}"
        if self._with_words:
            for passage in entry.passages:
                cited = self._cited((passage.story,), "") if entry.sources else ""
                yield f"  - > {_quoted(passage)}{cited}"

    def _cited(self, sources: Iterable[StoryRef], more: str) -> str:
        named = [_line(self._citing.cite(story)) if self._citing.by_number else _source(story) for story in sources]
        told = named + ([_line(more)] if more else [])
        return f" ({'; '.join(told)})" if told else ""

    def of_sources(self) -> Iterator[str]:
        if not self._citing.stories:
            return
        yield ""
        yield "## Sources"
        yield ""
        for number, story in enumerate(self._citing.stories.values(), start=1):
            yield f"{number}. {_source(story)}"


def _line(text: str) -> str:
    return markdown(clean(text))


def _joined(pieces: Iterable[Piece]) -> str:
    made = ""
    for piece in pieces:
        words = markdown(piece.text) if made else markdown(piece.text.lstrip())
        bare = words.strip()
        if piece.tone is Tone.WORDS:
            made += f"“{bare}”"
        elif piece.tone in _BOLD and bare:
            made += words.replace(bare, f"**{bare}**", 1) + (" " if piece.tone is Tone.TYPE else "")
        else:
            made += words
    return made


def _source(story: StoryRef) -> str:
    name = _line(story_name(story))
    link = web_address(story.uri)
    day = str(story.published) if story.published else UNDATED
    shown = f"[{name}]({link})" if link else name
    return ", ".join(part for part in (shown, _line(story.source or ""), day) if part)


def web_address(uri: str) -> str | None:
    """The address, if it is one that may be made a link: http or https, with nothing in it that ends a link."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # such as a bracket without its pair
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(uri, safe=":/?#@!$&'*+,;=%~-._")


def _quoted(passage: Passage) -> str:
    before, after = around(passage)
    marked = markdown(passage.words).strip()
    return f"{markdown(before).lstrip()}**{marked}**{markdown(after).rstrip()}"


def _table_lines(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_line, table.header))} |"
    yield f"|{'---|' * len(table.header)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_line, row))} |"
    yield ""


def json_of(sheet: Sheet) -> JsonObject:
    """The sheet as JSON values: the view's name, its facts, and under `sections` a list of entries for each section."""
    return {
        "view": sheet.view,
        **sheet.data,
        "sections": {
            section.name: [
                {**({"group": group.title} if group.title else {}), **entry.data}
                for group in section.groups
                for entry in group.entries
            ]
            for section in sheet.sections
        },
    }


def json_text(sheet: Sheet) -> str:
    """The sheet as indented JSON text."""
    return dump_line(json_of(sheet), indent=2)
