"""A sheet as an Atom feed (RFC 4287): an entry for each line, the newest story's first.

In: a `Sheet` and where its pages are. Out: XML. Refuses nothing; what XML cannot hold is cleaned away.
"""

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from communique.archive.results import StoryRef
from communique.views.clean import clean, clean_inner
from communique.views.lines import shorten, story_name
from communique.views.sheet import Entry, Sheet, Tone

MOST_ENTRIES = 200  # a reader asks again and again: a feed is what is new, not the archive
TITLE_CHARS = 160


def atom_text(sheet: Sheet, *, at: str, path: str, as_of: date | None) -> str:
    """The sheet as a feed.

    Args:
        at: The address of the web application, without a slash at its end.
        path: The page's path and query there: the feed's lasting name is made of both.
        as_of: The day of the feed, where no entry has one.
    """
    told = [
        (_day(entry), section.title, group.title, entry)
        for section in sheet.sections
        for group in section.groups
        for entry in group.entries
    ]
    told.sort(key=lambda row: -(row[0] or date.min).toordinal())
    newest = next((day for day, *_ in told if day), as_of) or date(1970, 1, 1)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{_text(at + path)}</id>",
        f"<title>{_text(sheet.title)}</title>",
        f"<updated>{newest}T00:00:00Z</updated>",
        "<author><name>communique</name></author>",
        f'<link rel="alternate" type="text/html" href={quoteattr(at + path)}/>',
    ]
    for day, section, group, entry in told[:MOST_ENTRIES]:
        lines += _entry(entry, day or newest, section, group, at)
    return "\n".join((*lines, "</feed>", ""))


def _entry(entry: Entry, day: date, section: str, group: str, at: str) -> list[str]:
    passage = entry.passages[0] if entry.passages else None
    story = passage.story if passage else entry.sources[0] if entry.sources else None
    line = "".join(
        f"“{p.text.strip()}”" if p.tone is Tone.WORDS else p.text + (" " if p.tone is Tone.TYPE else "") for p in entry.pieces
    )
    where = f"{at}/story/{story.id}#at-{passage.span.start if passage else 0}" if story else at
    made = [
        "<entry>",
        f"<id>{_text(f'{at}/show/{entry.id}' if entry.id else where)}</id>",
        f"<title>{_text(shorten(line, TITLE_CHARS))}</title>",
        f"<updated>{day}T00:00:00Z</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(where)}/>',
    ]
    made += [f"<category term={quoteattr(clean(term))}/>" for term in (section, group) if term]
    context = clean_inner(passage.context) if passage else ""
    source = _named(story) if story else ""
    told = " — ".join(part for part in (f"{entry.label} {line}".strip(), context, source) if part)
    made.append(f'<content type="text">{_text(told)}</content>')
    return [*made, "</entry>"]


def _named(story: StoryRef) -> str:
    return ", ".join(part for part in (story_name(story), story.source or "", str(story.published or "")) if part)


def _day(entry: Entry) -> date | None:
    days = [story.published for story in (*entry.sources, *(passage.story for passage in entry.passages)) if story.published]
    return max(days, default=None)


def _text(text: str) -> str:
    return escape(clean(text))
