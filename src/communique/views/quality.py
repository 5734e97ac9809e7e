"""What to know about the reading itself: pages that were not understood or set aside, and copies.

In: a view of an archive. Out: sheets. Refuses nothing.
"""

from collections import defaultdict

from communique.archive.base import View
from communique.archive.results import DuplicateEntry, PageEntry, StoryRef
from communique.record.model import Issue
from communique.record.vocab import Outcome
from communique.views.lines import citation, counted, shorten
from communique.views.sheet import Entry, Group, Note, Piece, Section, Sheet, Tone
from communique.views.values import value_of

WORDS_CHARS = 120


def render_issues(view: View, *, name: str, code: str | None = None) -> Sheet:
    """What was seen and not understood, by its kind, and the pages that were set aside.

    Args:
        code: Only issues of this code; None: all.
    """
    stories = {story.id: story for story in view.list_stories(with_teasers=True)}
    by_page: dict[str, StoryRef] = {}
    for story in stories.values():
        by_page.setdefault(story.page_id, story)
    groups: dict[str, list[Entry]] = defaultdict(list)
    aside = []
    for page in view.list_pages():
        if page.outcome is Outcome.SET_ASIDE:
            aside.append(_aside(page))
            continue
        for issue in page.issues:
            if code is None or issue.code == code:
                groups[issue.code].append(_issue(page, issue, stories.get(issue.story or "") or by_page.get(page.id)))
    ranked = sorted(groups, key=lambda one: (-len(groups[one]), one))
    n_issues = sum(map(len, groups.values()))
    shown = tuple(Group(title=f"{one} ({len(groups[one])})", entries=tuple(groups[one])) for one in ranked)
    sections = [Section(name="issues", title="Not understood", groups=shown, empty="nothing")]
    if code is None:
        sections.append(Section(name="set_aside", title="Set aside", groups=(Group(entries=tuple(aside)),), empty="no page"))
    return Sheet(
        view="issues",
        title=f"{name} · issues",
        facts=(("Issues", str(n_issues)), ("Set aside", str(len(aside)))),
        sections=tuple(sections),
        data={"code": code, "n_issues": n_issues, "n_set_aside": len(aside)},
    )


def _issue(page: PageEntry, issue: Issue, story: StoryRef | None) -> Entry:
    words = (Piece(": "), Piece(shorten(issue.words, WORDS_CHARS), Tone.WORDS)) if issue.words else ()
    return Entry(
        pieces=(Piece(issue.detail), *words, *(() if story else (Piece(f" [{page.uri}]", Tone.FAINT),))),
        sources=(story,) if story else (),
        id=story.id if story else None,
        data={"page": page.id, "uri": page.uri, **value_of(issue)},
    )


def _aside(page: PageEntry) -> Entry:
    why = "; ".join(dict.fromkeys(issue.detail for issue in page.issues)) or "no reason given"
    return Entry(
        pieces=(Piece(page.uri, Tone.ACTOR), Piece(f": {why}")),
        data={"page": page.id, "uri": page.uri, "issues": value_of(page.issues)},
    )


def render_duplicates(view: View, *, name: str) -> Sheet:
    """The copies in an archive, under the earliest story that each repeats."""
    stories = {story.id: story for story in view.list_stories()}
    found: dict[str, list[DuplicateEntry]] = defaultdict(list)
    for duplicate in view.list_duplicates():
        found[duplicate.duplicate_of_story].append(duplicate)
    entries = tuple(_original(stories, story, copies) for story, copies in found.items())
    n_copies = sum(map(len, found.values()))
    return Sheet(
        view="duplicates",
        title=f"{name} · duplicates",
        facts=(("Copies", f"{n_copies} of {counted(len(found), 'story', 'stories')}"),),
        sections=(Section(name="duplicates", groups=(Group(entries=entries),), empty="no story repeats another"),),
        data={"n_copies": n_copies},
    )


def _original(stories: dict[str, StoryRef], story_id: str, copies: list[DuplicateEntry]) -> Entry:
    original = stories.get(story_id)
    notes = []
    for copy in copies:
        story = stories.get(copy.story_id)
        shown = citation(story) if story else copy.page_id
        notes.append(Note(pieces=(Piece(shown), Piece(f" · {copy.rule}, {copy.score:.2f}", Tone.FAINT))))
    return Entry(
        pieces=(Piece(citation(original) if original else story_id, Tone.ACTOR),),
        notes=tuple(notes),
        id=story_id,
        data={"story": value_of(original), "copies": value_of(copies)},
    )
