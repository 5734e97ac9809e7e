"""A sheet as a letter: one HTML document that mail programs show, with every style inline and nothing to fetch.

In: a `Sheet` and where its pages are. Out: HTML. Refuses nothing; all words of stories are escaped.
"""

from collections.abc import Iterable, Iterator
from html import escape

from communique.archive.results import StoryRef
from communique.views.clean import clean, clean_inner
from communique.views.formats import web_address
from communique.views.lines import UNDATED, story_name
from communique.views.sheet import Entry, Piece, Sheet, Tone

_FONT = "font-family:Georgia,'Times New Roman',serif"
_SANS = "font-family:Helvetica,Arial,sans-serif"
_STYLES = {  # colours with 4.5:1 or more on white: mail programs turn them for dark screens by themselves
    Tone.ACTOR: "font-weight:bold",
    Tone.TYPE: f"{_SANS};font-size:12px;letter-spacing:.04em;color:#595952",
    Tone.WORDS: "font-style:italic",
    Tone.MARK: "font-weight:bold",
    Tone.FACT: "color:#14532d",
    Tone.AHEAD: "color:#0b4a8f",
    Tone.OPEN: "color:#7a4a00",
    Tone.NOT: "color:#8f1d1d",
    Tone.FAINT: "color:#595952",
}


def mail_text(sheet: Sheet, *, at: str = "") -> str:
    """The sheet as an HTML letter.

    Args:
        at: The address of the web application, without a slash at its end, for links to the stories there; "" links to the
            stories' own pages.
    """
    title = escape(clean(sheet.title))
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title></head>',
            f'<body style="margin:0;padding:16px;background:#ffffff;color:#1c1c1a;{_FONT};font-size:16px;line-height:1.5">',
            '<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">'
            '<table role="presentation" width="640" cellpadding="0" cellspacing="0" style="max-width:640px;width:100%">'
            '<tr><td style="text-align:left">',
            f'<h1 style="font-size:24px;line-height:1.25;margin:0 0 8px">{title}</h1>',
            *(
                f'<p style="margin:0;color:#595952;font-size:14px"><b>{escape(clean(name))}:</b> {escape(clean(value))}</p>'
                for name, value in sheet.facts
            ),
            *_sections(sheet, at),
            "</td></tr></table></td></tr></table></body></html>\n",
        )
    )


def _sections(sheet: Sheet, at: str) -> Iterator[str]:
    for section in sheet.sections:
        if section.title:
            style = "font-size:18px;margin:24px 0 6px;border-bottom:1px solid #d8d5cc"
            yield f'<h2 style="{style}">{escape(clean(section.title))}</h2>'
        for group in section.shown():
            if group.title:
                yield f'<h3 style="font-size:15px;margin:14px 0 4px;color:#595952">{escape(clean(group.title))}</h3>'
            yield '<ul style="margin:0;padding:0 0 0 18px">'
            yield from (_entry(entry, at) for entry in group.entries)
            yield "</ul>"
        if not section.entries and section.empty:
            yield f'<p style="color:#595952">{escape(clean(section.empty))}</p>'
        yield from (f'<p style="color:#595952;font-size:14px">{escape(clean(end))}</p>' for end in section.ends)


def _entry(entry: Entry, at: str) -> str:
    label = f'<span style="color:#595952">{escape(clean(entry.label))}</span> ' if entry.label else ""
    offsets = {passage.story.id: passage.span.start for passage in reversed(entry.passages)}
    notes = "".join(
        f'<li style="margin:2px 0;color:#595952;font-size:14px">{_pieces(note.pieces)}{_cited(note.sources, "", at, offsets)}</li>'
        for note in entry.notes
    )
    under = f'<ul style="margin:0;padding:0 0 0 18px">{notes}</ul>' if notes else ""
    return (
        f'<li style="margin:6px 0">{label}{_pieces(entry.pieces)}{_cited(entry.sources, entry.more, at, offsets)}{under}</li>'
    )


def _pieces(pieces: Iterable[Piece]) -> str:
    made = []
    for piece in pieces:
        words = escape(clean_inner(piece.text))
        if piece.tone is Tone.WORDS:
            words = f"“{words.strip()}”"
        style = _STYLES.get(piece.tone)
        shown = f'<span dir="auto" style="{style}">{words}</span>' if style else words
        made.append(shown + (" " if piece.tone is Tone.TYPE else ""))
    return "".join(made)


def _cited(sources: Iterable[StoryRef], more: str, at: str, offsets: dict[str, int]) -> str:
    told = []
    for story in sources:
        where = f"{at}/story/{story.id}#at-{offsets.get(story.id, 0)}" if at else web_address(story.uri)
        name = f"{escape(clean(story_name(story)))}, {escape(clean(story.source or ''))} {story.published or UNDATED}"
        told.append(f'<a href="{escape(where)}" style="color:#0b4a8f">{name}</a>' if where else name)
    told += [escape(clean(more))] if more else []
    return f' <span style="color:#595952;font-size:14px">[{"; ".join(told)}]</span>' if told else ""
