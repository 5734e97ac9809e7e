"""One page as it was read: its actors, statements, events, conditions and positions, each with its words.

In: a `Record`, or a story of one. Out: a sheet. Refuses nothing.
"""

from collections.abc import Iterator

from communique.archive.results import ActorName, EventEntry, Party, Passage, StatementEntry, StoryRef
from communique.archive.words import context_of
from communique.record.jsonform import story_to_json
from communique.record.model import Actor, ActorRef, Event, PageRef, Position, Record, Statement, Story
from communique.record.spans import Span
from communique.record.vocab import StoryKind
from communique.views.lines import (
    EXCERPT_CHARS,
    QUOTE_CHARS,
    UNDATED,
    first_of,
    report_entry,
    shorten,
    stance_piece,
    statement_entry,
)
from communique.views.sheet import Entry, Group, Note, Piece, Section, Sheet, Tone
from communique.views.values import value_of

MOST_MENTIONS = 6


def render_record(record: Record) -> Sheet:
    """The sheet of a page: its longest article in full, other articles after it, teasers by their words."""
    articles = [story for story in record.stories if story.kind is StoryKind.ARTICLE]
    teasers = [story for story in record.stories if story.kind is StoryKind.TEASER]
    main = record.article
    ordered = [*([main] if main else []), *(story for story in articles if story is not main)]
    sections: list[Section] = []
    for story in ordered:
        prefix = f"{story.headline or 'Another story'}: " if story is not main else ""
        sections += _story_sections(story, record.page, prefix)
    if teasers:
        shown = tuple(_teaser(story, record.page) for story in teasers)
        sections.append(Section(name="teasers", title="Teasers of other stories", groups=(Group(entries=shown),)))
    if record.issues:
        listed = tuple(
            Entry(
                pieces=(
                    Piece(f"{issue.code}: {issue.detail}"),
                    *((Piece(" "), Piece(shorten(issue.words, EXCERPT_CHARS), Tone.WORDS)) if issue.words else ()),
                ),
                data=value_of(issue),
            )
            for issue in record.issues
        )
        sections.append(Section(name="issues", title="Not understood", groups=(Group(entries=listed),)))
    return Sheet(
        view="record",
        title=(main and main.headline) or record.page.uri,
        facts=_facts(record, main),
        sections=tuple(sections),
        data={"page": value_of(record.page), "outcome": record.outcome.value},
    )


def render_story(story: Story, page: PageRef, *, copies: tuple[StoryRef, ...] = ()) -> Sheet:
    """The sheet of one story of an archive, with its text, in which the words that tell of events are marked.

    Args:
        copies: Later stories that repeat it.
    """
    facts = [("Story", story.id), *_about(story), ("Page", page.uri)]
    if copies:
        facts.append(("Repeated by", "; ".join(str(copy.source or copy.uri) for copy in copies)))
    text = Section(name="text", title="Text", groups=(Group(entries=tuple(_paragraphs(story))),))
    return Sheet(
        view="story",
        title=story.headline or page.uri,
        facts=tuple(facts),
        sections=(text, *_story_sections(story, page, "")),
        data={"page": value_of(page), "story": story_to_json(story), "copies": value_of(copies)},
    )


def _about(story: Story) -> Iterator[tuple[str, str]]:
    for name, value in (("Outlet", story.source), ("Author", story.author), ("Published", story.published or UNDATED)):
        if value:
            yield name, str(value)
    if story.truncated:
        yield "Note", "the text breaks off before the story ends"


def _facts(record: Record, main: Story | None) -> tuple[tuple[str, str], ...]:
    about = list(_about(main)) if main else []
    return (("Page", record.page.uri), *about, ("Outcome", record.outcome.value))


def _ref(story: Story, page: PageRef) -> StoryRef:
    return StoryRef(
        id=story.id,
        page_id=page.id,
        uri=page.uri,
        kind=story.kind,
        headline=story.headline,
        source=story.source,
        published=story.published,
        language=story.language,
        truncated=story.truncated,
        start=story.start,
    )


def _passage(story: Story, ref: StoryRef, span: Span) -> Passage:
    context = context_of(story.text, span)
    return Passage(story=ref, span=span, words=story.words(span), context=context.of(story.text), context_start=context.start)


def _story_sections(story: Story, page: PageRef, prefix: str) -> list[Section]:
    ref = _ref(story, page)
    names = {a.id: ActorName(id=a.id, name=a.name, kind=a.kind, country=a.country, code=a.code) for a in story.actors}
    statements = {s.id: _statement(story, ref, names, s) for s in story.statements}
    events = tuple(_event(story, ref, names, statements, event) for event in story.events)
    made = (
        ("actors", "Actors", tuple(_actor(story, ref, actor) for actor in story.actors)),
        ("statements", "Statements", tuple(_bare(statement_entry(s, limit=0)) for s in statements.values())),
        ("events", "Events", tuple(_bare(report_entry(event)) for event in events)),
        ("conditions", "Conditions", tuple(_conditions(story, ref))),
        ("positions", "Positions", tuple(_position(story, ref, names, position) for position in story.positions)),
    )
    return [
        Section(name=name, title=f"{prefix}{title}", groups=(Group(entries=entries),), empty="none found")
        for name, title, entries in made
    ]


def _bare(entry: Entry) -> Entry:
    """The entry without its source: the whole sheet has but one."""
    return Entry(label=entry.label, pieces=entry.pieces, passages=entry.passages, notes=entry.notes, data=entry.data)


def _party(story: Story, names: dict[str, ActorName], ref: ActorRef) -> Party:
    return Party(actor=names.get(ref.actor or ""), span=ref.span, words=story.words(ref.span))


def _statement(story: Story, ref: StoryRef, names: dict[str, ActorName], statement: Statement) -> StatementEntry:
    date = statement.date
    return StatementEntry(
        id=statement.id,
        key=statement.key,
        kind=statement.kind,
        form=statement.form,
        speaker=_party(story, names, statement.speaker) if statement.speaker else None,
        cue=story.words(statement.cue) if statement.cue else None,
        content=tuple(_passage(story, ref, span) for span in statement.content),
        addressees=tuple(_party(story, names, one) for one in statement.addressees),
        date=date,
        day=(date.last or date.first) if date else story.published,
        within=statement.within,
        rule=statement.rule,
    )


def _event(
    story: Story, ref: StoryRef, names: dict[str, ActorName], statements: dict[str, StatementEntry], event: Event
) -> EventEntry:
    return EventEntry(
        id=event.id,
        key=event.key,
        type=event.type,
        root=event.root,
        mode=event.mode,
        contexts=event.contexts,
        cameo=event.cameo,
        status=event.status,
        factuality=event.factuality,
        passage=_passage(story, ref, event.trigger),
        actors=tuple(_party(story, names, one) for one in event.actors),
        recipients=tuple(_party(story, names, one) for one in event.recipients),
        place=event.place.name if event.place else None,
        place_country=event.place.country if event.place else None,
        date=event.date,
        status_words=tuple(map(story.words, event.status_words)),
        voice=event.voice,
        voiced_by=statements[event.voice].speaker if event.voice else None,
        rule=event.rule,
    )


def _actor(story: Story, ref: StoryRef, actor: Actor) -> Entry:
    about = " ".join(part for part in (actor.kind.value, actor.code) if part)
    mentions = [f"“{shorten(words, EXCERPT_CHARS)}”" for words in dict.fromkeys(map(story.words, actor.mentions))]
    roles = "; ".join(dict.fromkeys(f"{role.title} ({role.of})" if role.of else role.title for role in actor.roles))
    return Entry(
        pieces=(
            Piece(actor.name, Tone.ACTOR),
            Piece(f" · {about}", Tone.FAINT),
            *((Piece(f" · {roles}"),) if roles else ()),
            Piece(f" · {first_of(mentions, MOST_MENTIONS)}", Tone.FAINT),
        ),
        passages=(_passage(story, ref, actor.mentions[0]),),
        data=value_of(actor),
    )


def _conditions(story: Story, ref: StoryRef) -> Iterator[Entry]:
    for condition in story.conditions:
        antecedent, consequent = story.words(condition.antecedent), story.words(condition.consequent)
        yield Entry(
            pieces=(
                Piece("if ", Tone.OPEN),
                Piece(shorten(antecedent, QUOTE_CHARS), Tone.WORDS),
                Piece(" then ", Tone.OPEN),
                Piece(shorten(consequent, QUOTE_CHARS), Tone.WORDS),
            ),
            passages=(_passage(story, ref, condition.antecedent),),
            data=value_of(condition),
        )


def _position(story: Story, ref: StoryRef, names: dict[str, ActorName], position: Position) -> Entry:
    return Entry(
        pieces=(
            Piece(names[position.actor].name, Tone.ACTOR),
            Piece(" "),
            stance_piece(position.stance),
            Piece(f" {position.issue}"),
            Piece(" — ", Tone.FAINT),
            Piece(shorten(story.words(position.span), QUOTE_CHARS), Tone.WORDS),
        ),
        passages=(_passage(story, ref, position.span),),
        data=value_of(position),
    )


def _teaser(story: Story, page: PageRef) -> Entry:
    return Entry(
        pieces=(Piece(shorten(story.text, QUOTE_CHARS), Tone.WORDS),),
        notes=(Note(pieces=(Piece(story.headline),)),) if story.headline else (),
        data={"page": page.id, "story": story.id, "text": story.text},
    )


def _paragraphs(story: Story) -> Iterator[Entry]:
    """The text, a paragraph an entry, with the triggers of events marked."""
    triggers = sorted({event.trigger for event in story.events})
    start = 0
    for line in story.text.splitlines(keepends=True):
        end = start + len(line)
        pieces, at = [], start
        for trigger in triggers:
            if at <= trigger.start and trigger.end <= end:
                pieces += [Piece(story.text[at : trigger.start]), Piece(story.words(trigger), Tone.MARK)]
                at = trigger.end
        pieces.append(Piece(story.text[at:end].rstrip()))
        if line.strip():
            yield Entry(pieces=tuple(piece for piece in pieces if piece.text), data={"start": start, "text": line.rstrip()})
        start = end
