"""One thing of an archive, found by its id or the beginning of it, with the words in context.

In: a view of an archive and an id as other views show it. Out: a sheet. Refuses with `InputError` an id that nothing has, or a
beginning that several things share.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from communique.archive.base import View
from communique.archive.results import (
    Difference,
    FactEntry,
    LinkKind,
    Passage,
    PositionEntry,
    ProspectEntry,
    StatementEntry,
    StoryEntry,
)
from communique.errors import InputError
from communique.record.model import Record, Story
from communique.views.corrections import correction_section, render_corrections
from communique.views.lines import (
    QUOTE_CHARS,
    UNDATED,
    citation,
    fact_entry,
    first_of,
    history_words,
    position_entry,
    prospect_entry,
    report_entry,
    shorten,
    statement_entry,
)
from communique.views.sheet import Entry, Group, Piece, Section, Sheet, Tone
from communique.views.story import render_story
from communique.views.values import value_of

LEAST_CHARS = 4  # of a beginning: a shorter one is a slip, and would match half the archive
MOST_NAMED = 5


def render_shown(view: View, wanted: str) -> Sheet:
    """The story, event, prospect, statement or position whose id is `wanted` or begins so.

    Raises:
        InputError: there is none, or more than one.
    """
    asked = wanted.strip().removeprefix("#").casefold()
    exact = _get(view, asked)
    if exact:
        return exact
    if len(asked) < LEAST_CHARS:
        raise InputError(f"id {wanted!r} is too short; give {LEAST_CHARS} characters or more, as other views show after #")
    found = {id_: make for id_, make in _all(view) if id_.startswith(asked)}
    if not found:
        raise InputError(
            f"nothing in this archive has the id {wanted!r}; other views show ids after #, and search finds stories"
        )
    if len(found) > 1:
        named = ", ".join(sorted(found)[:MOST_NAMED])
        raise InputError(
            f"{len(found)} ids begin with {wanted!r}: {named}{' …' if len(found) > MOST_NAMED else ''}; give more of it"
        )
    return next(iter(found.values()))()


def _get(view: View, asked: str) -> Sheet | None:
    if view.get_story(asked):
        return _story(view, asked)
    fact = view.get_fact(asked)
    if fact:
        return _fact(view, fact)
    prospect = view.get_prospect(asked)
    if prospect:
        return _prospect(prospect)
    corrections = view.list_corrections(of=asked) if asked.startswith("k-") else ()
    return render_corrections("correction", corrections) if corrections else None


def _all(view: View) -> Iterator[tuple[str, Callable[[], Sheet]]]:
    for story in view.list_stories(with_teasers=True):
        yield story.id, partial(_story, view, story.id)
    of_facts: set[str] = set()
    for fact in view.list_facts():
        for id_ in dict.fromkeys((fact.id, *(report.id for report in fact.reports))):
            of_facts.add(id_)
            yield id_, partial(_fact, view, fact)
    for prospect in view.list_prospects():
        if prospect.id not in of_facts:  # an event is shown with what it was as a prospect
            yield prospect.id, partial(_prospect, prospect)
    for statement in view.list_statements(with_copies=True):
        yield statement.id, partial(_statement, statement)
    for position in view.list_positions(with_copies=True):
        yield position.id, partial(_position, position)


def find_story(view: View, story_id: str) -> tuple[StoryEntry, Record, Story] | None:
    """The story of that id: its entry, the record of its page, and the story as reviewers have it; None if there is none."""
    entry = view.get_story(story_id)
    record = view.get_record(entry.ref.page_id, machine=False) if entry else None
    if entry is None or record is None:
        return None
    return next(((entry, record, story) for story in record.stories if story.id == story_id), None)


def _story(view: View, story_id: str) -> Sheet:
    found = find_story(view, story_id)
    if found is None:
        raise InputError(f"story {story_id!r} is no longer in this archive")
    entry, record, story = found
    copies = tuple(one for one in view.list_stories(with_teasers=True) if one.id in entry.copies)
    sheet = render_story(story, record.page, copies=copies)
    more = []
    if entry.ref.duplicate_of and (difference := view.compare_stories(story_id, entry.ref.duplicate_of)):
        more.append(_difference(difference))
    if corrections := view.list_corrections(of=story_id, with_undone=False):
        more.append(correction_section(corrections))
    return replace(sheet, sections=(*sheet.sections, *more)) if more else sheet


def _difference(difference: Difference) -> Section:
    """What a story has that the one it repeats lacks, and the other way round."""
    other = difference.other
    title = "Earlier version of" if difference.one.is_superseded else "Shares text with"
    groups = (
        Group(title="Only here", entries=tuple(map(_passage_entry, difference.only_one))),
        Group(title="Only there", entries=tuple(map(_passage_entry, difference.only_other))),
    )
    return Section(
        name="difference",
        title=f"{title} {citation(other)}",
        groups=tuple(group for group in groups if group.entries),
        empty="the same sentences in both",
    )


def _passage_entry(passage: Passage) -> Entry:
    pieces = (Piece(shorten(passage.words, QUOTE_CHARS), Tone.WORDS),)
    return Entry(pieces=pieces, sources=(passage.story,), data=value_of(passage))


def _fact(view: View, fact: FactEntry) -> Sheet:
    reports = tuple(report_entry(report) for report in fact.reports)
    prospect = view.get_prospect(fact.id)
    moves = (replace(prospect_entry(prospect, with_moves=True), passages=()),) if prospect else ()  # the reports show the words
    links = view.list_links(kind=LinkKind.SAME_EVENT)
    ours = {fact.id, *(report.id for report in fact.reports)}
    why = tuple(
        Entry(
            pieces=(Piece(f"{link.rule} ({link.score:.2f}): "), Piece(f"{link.left_value} / {link.right_value}", Tone.FAINT)),
            data=value_of(link),
        )
        for link in links
        if link.left in ours and link.right in ours
    )
    return Sheet(
        view="event",
        title=f"{fact.type} · {fact.id}",
        facts=_known_of(fact),
        sections=(
            Section(name="event", groups=(Group(entries=(fact_entry(fact),)),)),
            Section(name="reports", title="As the stories tell it", groups=(Group(entries=reports),)),
            *((Section(name="prospect", title="As a prospect", groups=(Group(entries=moves),)),) if moves else ()),
            *((Section(name="links", title="Why these are one event", groups=(Group(entries=why),)),) if why else ()),
        ),
        data={"id": fact.id},
    )


def _known_of(fact: FactEntry) -> tuple[tuple[str, str], ...]:
    """How widely an event is told, since when, and how its status went."""
    seen = " to ".join(dict.fromkeys(str(day) for day in (fact.first_seen, fact.last_seen) if day))
    told = (
        ("Stories", str(fact.n_stories)),
        ("Told by", first_of(fact.outlets, MOST_NAMED)),
        ("Copies", str(fact.n_copies)),
        ("Copied by", first_of(fact.copied_by, MOST_NAMED)),
        ("Seen", seen or UNDATED),
        ("Agreed", ", ".join(fact.agreed)),
        ("Status", history_words(fact)),
    )
    return tuple((name, value) for name, value in told if value)


def _one(kind: str, id_: str, entry: Entry) -> Sheet:
    sections = (Section(name=kind, groups=(Group(entries=(entry,)),)),)
    return Sheet(view=kind, title=f"{kind} · {id_}", sections=sections, data={"id": id_})


def _prospect(prospect: ProspectEntry) -> Sheet:
    return _one("prospect", prospect.id, prospect_entry(prospect, with_moves=True))


def _statement(statement: StatementEntry) -> Sheet:
    return _one("statement", statement.id, statement_entry(statement, limit=0))


def _position(position: PositionEntry) -> Sheet:
    return _one("position", position.id, position_entry(position))
