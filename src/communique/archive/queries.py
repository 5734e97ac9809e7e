"""The view of an archive: questions in, entries out.

In: selections. Out: the entries of `results`, each with its words. Changes nothing; refuses nothing: what is not in the archive
gives an empty answer or None.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, select, union, union_all

from communique.archive import schema
from communique.archive.actor_entries import list_actor_entries, list_named_actors
from communique.archive.changes import list_changes
from communique.archive.condition_entries import list_condition_entries
from communique.archive.correction_entries import list_correction_entries
from communique.archive.corrections import all_corrections, corrected_record, is_empty
from communique.archive.differences import only_in
from communique.archive.duplicates import REPEATING
from communique.archive.entries import Entries, day_of, in_story_order, last_published, rows_in
from communique.archive.fact_entries import list_fact_entries
from communique.archive.fetches import fetch_entry
from communique.archive.fulltext import about_words, find_stories
from communique.archive.issue_words import issues_about
from communique.archive.lists import select_events, select_positions, select_shifts, select_statements
from communique.archive.prospect_entries import list_prospect_entries
from communique.archive.results import (
    ActorEntry,
    AgreementEntry,
    Changes,
    ConditionEntry,
    CorrectionEntry,
    Counts,
    Difference,
    DuplicateEntry,
    EventEntry,
    FactEntry,
    FetchEntry,
    LinkEntry,
    LinkKind,
    NamedActor,
    PageEntry,
    PositionEntry,
    ProspectEntry,
    ProspectOutcome,
    SearchHit,
    ShiftEntry,
    StatementEntry,
    StoryEntry,
    StoryRef,
)
from communique.archive.rows import storable
from communique.archive.selecting import Selection, actor_ids, story_actors_of, values
from communique.archive.settings import get_setting
from communique.archive.shift_entries import agreements_of, shifts_as_of
from communique.archive.words import holds_words
from communique.record.corrections import Correction
from communique.record.jsonform import from_line
from communique.record.model import Issue, Record
from communique.record.spans import Span
from communique.record.vocab import Outcome, Stance, StatementKind, Status, StoryKind

MOST_NAMED = 2_000  # issues that are asked for by name: a store takes so many values in one question


class SqlView:
    """Answers questions about an archive; see `communique.archive.base.View`."""

    def __init__(self, engine: Engine, errors_told: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._errors_told = errors_told

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """A connection that sees the archive as it is now until the answer is whole, whatever is written meanwhile."""
        with self._errors_told(), self._engine.connect() as connection, connection.begin():
            yield connection

    @property
    def is_stale(self) -> bool:
        """Whether pages were put since the last assembly."""
        with self._asking() as connection:
            return get_setting(connection, "stale") == "yes"

    # pages and stories

    def list_types(self) -> tuple[str, ...]:
        """The types of the events there are, by name."""
        events = schema.events.c
        with self._asking() as connection:
            return tuple(sorted(connection.execute(select(events.type).distinct()).scalars()))

    def counts(self) -> Counts:
        """How much there is, and how the pages ended."""
        with self._asking() as connection:

            def number(table: Any) -> int:
                return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

            pages, stories, issues = schema.pages.c, schema.stories.c, schema.issues.c
            kinds = Counter({r[0]: r[1] for r in connection.execute(select(stories.kind, func.count()).group_by(stories.kind))})
            ended = connection.execute(select(pages.outcome, func.count()).group_by(pages.outcome).order_by(pages.outcome))
            told = connection.execute(select(issues.code, func.count()).group_by(issues.code).order_by(issues.code))
            days = connection.execute(select(func.min(stories.published), func.max(stories.published))).one()
            return Counts(
                n_pages=number(schema.pages),
                n_stories=kinds.total(),
                n_articles=kinds[StoryKind.ARTICLE.value],
                n_teasers=kinds[StoryKind.TEASER.value],
                n_copies=number(select(schema.duplicates.c.story).where(schema.duplicates.c.rule.in_(REPEATING)).subquery()),
                n_actors=number(schema.actors),
                n_statements=number(schema.statements),
                n_events=number(schema.events),
                n_facts=number(schema.facts),
                n_conditions=number(schema.conditions),
                n_positions=number(schema.positions),
                n_shifts=number(schema.shifts),
                n_prospects=number(schema.prospects),
                outcomes={Outcome(row[0]): row[1] for row in ended},
                issues={row[0]: row[1] for row in told},
                first_published=day_of(days[0]),
                last_published=day_of(days[1]),
            )

    def list_pages(
        self,
        *,
        outcome: Outcome | None = None,
        with_issues: bool = False,
        with_trouble: bool = False,
        until: date | None = None,
    ) -> tuple[PageEntry, ...]:
        """Pages by id; see `communique.archive.base.View.list_pages`."""
        pages, issues = schema.pages.c, schema.issues.c
        query = select(schema.pages).order_by(pages.id)
        if outcome is not None:
            query = query.where(pages.outcome == outcome.value)
        if with_issues:
            query = query.where(pages.page.in_(select(issues.page)))
        if with_trouble:
            aside = schema.pages.alias("aside").c
            set_aside = select(aside.page).where(aside.outcome == Outcome.SET_ASIDE.value)
            query = query.where(pages.page.in_(union(select(issues.page), set_aside)))
        if until is not None:
            stories = schema.stories.c
            later = select(stories.story).where(stories.page == pages.page, stories.published > until.isoformat())
            query = query.where(~later.exists())
        with self._asking() as connection:
            rows = connection.execute(query).all()
            told: dict[int, list[Issue]] = {row.page: [] for row in rows}
            for row in rows_in(connection, select(schema.issues).order_by(issues.issue), issues.page, told):
                span = Span(row.start, row.end) if row.start is not None else None
                told[row.page].append(Issue(code=row.code, detail=row.detail, story=row.story_id, span=span, words=row.words))
        return tuple(
            PageEntry(
                id=row.id,
                uri=row.uri,
                media_type=row.media_type,
                outcome=Outcome(row.outcome),
                issues=tuple(told[row.page]),
                reader_version=row.reader_version,
                reader_model=row.reader_model,
                reader_options=row.reader_options,
                added=row.added,
            )
            for row in rows
        )

    def list_stories(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        source: str | None = None,
        with_copies: bool = True,
        with_teasers: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[StoryRef, ...]:
        """Stories by publication date (undated last), then id."""
        stories = schema.stories.c
        query = in_story_order(Selection(since=since, until=until, with_copies=with_copies).apply(select(stories.story)))
        if not with_teasers:
            query = query.where(stories.kind == StoryKind.ARTICLE.value)
        if source is not None:
            query = query.where(func.lower(stories.source) == source.lower())
        with self._asking() as connection:
            numbers = connection.execute(query.limit(limit).offset(offset)).scalars().all()
            return tuple(Entries(connection).stories(numbers).values())

    def get_story(self, story_id: str) -> StoryEntry | None:
        """The story of that id with its text; None if there is none."""
        stories, copies = schema.stories.c, schema.stories.alias("copies")
        with self._asking() as connection:
            found = connection.execute(
                in_story_order(select(schema.stories).where(stories.id == story_id)).limit(1)
            ).one_or_none()
            if found is None:
                return None
            query = (
                select(copies.c.id)
                .join(schema.duplicates, schema.duplicates.c.story == copies.c.story)
                .where(schema.duplicates.c.duplicate_of == found.story)
                .order_by(copies.c.published.is_(None), copies.c.published, copies.c.id)
            )

            def number(table: Any) -> int:
                counted = select(func.count()).select_from(table).where(table.c.story == found.story)
                return int(connection.execute(counted).scalar_one())

            return StoryEntry(
                ref=Entries(connection).stories([found.story])[found.story],
                text=found.text,
                author=found.author,
                published_at=found.published_at,
                updated_at=found.updated_at,
                url=found.url,
                section=found.section,
                copies=tuple(connection.execute(query).scalars()),
                n_actors=number(schema.story_actors),
                n_statements=number(schema.statements),
                n_events=number(schema.events),
                n_conditions=number(schema.conditions),
                n_positions=number(schema.positions),
            )

    def compare_stories(self, one: str, other: str) -> Difference | None:
        """Where two stories differ; see `communique.archive.base.View.compare_stories`."""
        stories = schema.stories.c
        with self._asking() as connection:
            found = []
            for story_id in (one, other):
                query = in_story_order(select(stories.story, stories.text).where(stories.id == story_id)).limit(1)
                found.append(connection.execute(query).one_or_none())
            first, second = found
            if first is None or second is None:
                return None
            entries = Entries(connection)
            refs = entries.stories([first.story, second.story])
            return Difference(
                one=refs[first.story],
                other=refs[second.story],
                only_one=tuple(entries.passage(first.story, span) for span in only_in(first.text, second.text)),
                only_other=tuple(entries.passage(second.story, span) for span in only_in(second.text, first.text)),
            )

    def get_record(self, page_id: str, *, machine: bool = True) -> Record | None:
        """The record of that page as it was put, or as reviewers have it; None if there is none."""
        query = select(schema.records.c.line).join(schema.pages, schema.pages.c.page == schema.records.c.page)
        with self._asking() as connection:
            line = connection.execute(query.where(schema.pages.c.id == storable(page_id))).scalar()
            if line is None:
                return None
            return from_line(line) if machine else corrected_record(connection, from_line(line))[0]

    def list_corrections(
        self,
        *,
        by: str | None = None,
        since: date | None = None,
        until: date | None = None,
        of: str | None = None,
        state: str | None = None,
        with_undone: bool = True,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[CorrectionEntry, ...]:
        """Corrections in the order in which they were made; see `communique.archive.base.View.list_corrections`."""
        with self._asking() as connection:
            return list_correction_entries(
                connection,
                by=by,
                since=since.isoformat() if since else None,
                until=_day_after(until),
                of=of,
                state=state,
                with_undone=with_undone,
                limit=limit,
                offset=offset,
            )

    @property
    def has_corrections(self) -> bool:
        """Whether a reviewer ever corrected something here."""
        with self._asking() as connection:
            return not is_empty(connection)

    def iter_corrections(self) -> tuple[Correction, ...]:
        """Every correction, undone ones too, in the order in which they were made."""
        with self._asking() as connection:
            return tuple(all_corrections(connection))

    def list_fetches(self, *, url: str | None = None, with_trouble: bool = False) -> tuple[FetchEntry, ...]:
        """What was fetched, by address, then in order; see `communique.archive.base.View.list_fetches`."""
        fetches = schema.fetches.c
        query = select(schema.fetches).order_by(fetches.url, fetches.last_at, fetches.fetch)
        if url is not None:
            query = query.where(fetches.url == url)
        if with_trouble:
            query = query.where(fetches.trouble.is_not(None))
        with self._asking() as connection:
            return tuple(fetch_entry(row) for row in connection.execute(query))

    def iter_records(self, *, machine: bool = True) -> Iterator[Record]:
        """Every record, as it was put or as reviewers have it, by page id. A long export holds no lock: it takes pages in pieces."""
        with self._asking() as connection:
            pages = connection.execute(select(schema.pages.c.page).order_by(schema.pages.c.id)).scalars().all()
        for start in range(0, len(pages), 200):
            piece = pages[start : start + 200]
            with self._asking() as connection:
                query = select(schema.records.c.page, schema.records.c.line).where(schema.records.c.page.in_(piece))
                records = {row.page: from_line(row.line) for row in connection.execute(query)}
                if not machine and not is_empty(connection):
                    records = {page: corrected_record(connection, record)[0] for page, record in records.items()}
            for page in piece:
                if page in records:  # no page is ever taken out, but another program may have tried
                    yield records[page]

    # actors

    def list_actors(
        self,
        *,
        words: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ActorEntry, ...]:
        """Actors with their counts, the most often told of first."""
        with self._asking() as connection:
            ids = actor_ids(connection, words)
            found = list_actor_entries(connection, Selection(since=since, until=until), ids, _most(limit, offset))
            return found[offset:]

    def name_actors(self, *, names: Iterable[str] = (), codes: Iterable[str] = ()) -> tuple[NamedActor, ...]:
        """Actors by id, without their counts; see `communique.archive.base.View.name_actors`."""
        with self._asking() as connection:
            return list_named_actors(connection, names=names, codes=codes)

    def get_actor(self, actor_id: str) -> ActorEntry | None:
        """The archive's actor of that id; None if there is none."""
        with self._asking() as connection:
            found = list_actor_entries(connection, Selection(with_copies=True), [actor_id], 1)
        return found[0] if found else None

    # what was read

    def list_statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        kinds: Iterable[StatementKind] = (),
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[StatementEntry, ...]:
        """Statements in order of publication, then of the text."""
        selection = Selection(since=since, until=until, story=story, with_copies=with_copies)
        with self._asking() as connection:
            query = select_statements(selection, by=actor_ids(connection, by), about=about, kinds=kinds)
            return Entries(connection).statements(connection.execute(query.limit(limit).offset(offset)).scalars().all())

    def list_events(
        self,
        *,
        types: Iterable[str] = (),
        statuses: Iterable[Status] = (),
        actor: str | None = None,
        about: str | None = None,
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[EventEntry, ...]:
        """Reports of events, in order of publication, then of the text."""
        selection = Selection(since=since, until=until, story=story, with_copies=with_copies)
        with self._asking() as connection:
            actors = actor_ids(connection, actor)
            query = select_events(selection, types=types, statuses=statuses, actors=actors, about=about)
            entries = Entries(connection).events(connection.execute(query).scalars().all())
        return tuple(entry for entry in entries if about is None or _tells_of(entry, about))[offset:][:limit]

    def list_conditions(
        self,
        *,
        actor: str | None = None,
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ConditionEntry, ...]:
        """Conditions in order of publication, then of the text."""
        table = schema.conditions.c
        query = select(table.condition).join(schema.stories, schema.stories.c.story == table.story)
        last = min((day for day in (until, as_of) if day), default=None)
        query = Selection(since=since, until=last, story=story, with_copies=with_copies).apply(query)
        with self._asking() as connection:
            actors = actor_ids(connection, actor)
            if actors is not None:
                events, parties = schema.events.c, schema.event_parties.c
                party = select(parties.event).where(parties.story_actor.in_(story_actors_of(actors)))
                on = and_(events.story == table.story, events.id == table.event)
                query = query.join(schema.events, on).where(events.event.in_(party))
            query = in_story_order(query).order_by(table.if_start, table.id)
            told = connection.execute(query.limit(limit).offset(offset)).scalars().all()
            return list_condition_entries(connection, told, as_of=as_of)

    def list_positions(
        self,
        *,
        actor: str | None = None,
        issue: str | None = None,
        stances: Iterable[Stance] = (),
        since: date | None = None,
        until: date | None = None,
        story: str | None = None,
        with_copies: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[PositionEntry, ...]:
        """Positions by issue, actor's name, day."""
        selection = Selection(since=since, until=until, story=story, with_copies=with_copies)
        with self._asking() as connection:
            issues = None if issue is None else issues_about(connection, issue)
            query = select_positions(selection, actors=actor_ids(connection, actor), issues=issues, stances=stances)
            kept = list(Entries(connection).positions(connection.execute(query).scalars().all()))
        kept.sort(key=_place_of_position)
        return tuple(kept[offset:][:limit])

    # what was assembled

    def list_facts(
        self,
        *,
        types: Iterable[str] = (),
        statuses: Iterable[Status] = (),
        actor: str | None = None,
        about: str | None = None,
        since: date | None = None,
        until: date | None = None,
        happened_since: date | None = None,
        happened_until: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[FactEntry, ...]:
        """Events of the archive, each with all its reports, by date of the event (else first report), then id."""
        facts, of = schema.facts.c, schema.fact_of.c
        query = select(facts.id).order_by(func.coalesce(facts.date_from, facts.date_to, facts.first_seen, "9999"), facts.id)
        stages = values(statuses)
        if asked_types := values(types):
            query = query.where(facts.type.in_(asked_types))
        if as_of is None:  # what is kept of an event is what is known now: as of a day, it is asked when that is worked out
            if stages:
                query = query.where(facts.status.in_(stages))
            if happened_since:
                query = query.where(func.coalesce(facts.date_to, facts.date_from) >= happened_since.isoformat())
            if happened_until:
                query = query.where(func.coalesce(facts.date_from, facts.date_to) <= happened_until.isoformat())
        last = min((day for day in (until, as_of) if day), default=None)
        with self._asking() as connection:
            actors = actor_ids(connection, actor)
            if actors is not None:
                of_actor = schema.fact_parties.c.actor.in_(actors)
                query = query.where(facts.id.in_(select(schema.fact_parties.c.fact).where(of_actor)))
            if since or last or about is not None:
                told = select(of.fact).join(schema.events, schema.events.c.event == of.event)
                told = told.join(schema.stories, schema.stories.c.story == schema.events.c.story)
                told = Selection(since=since, until=last, with_copies=True).apply(told)
                if about is not None:
                    told = told.where(about_words(about, "story_words", schema.stories.c.story))
                query = query.where(facts.id.in_(told))
            entries = list_fact_entries(connection, connection.execute(query).scalars().all(), as_of=as_of)
        if as_of is not None:
            entries = tuple(
                sorted(
                    (e for e in entries if _is_asked(e, stages, actors, happened_since, happened_until)),
                    key=lambda e: (_day_of_fact(e), e.id),
                )
            )
        kept = (e for e in entries if about is None or any(_tells_of(report, about) for report in e.reports))
        return tuple(kept)[offset:][:limit]

    def get_fact(self, fact_id: str, *, as_of: date | None = None) -> FactEntry | None:
        """The archive's event of that id, or the one that the report of that id belongs to; None if there is none."""
        of = select(schema.fact_of.c.fact).join(schema.events, schema.events.c.event == schema.fact_of.c.event)
        with self._asking() as connection:
            known = connection.execute(select(schema.facts.c.id).where(schema.facts.c.id == fact_id)).scalar()
            known = known or connection.execute(of.where(schema.events.c.id == fact_id)).scalar()
            found = list_fact_entries(connection, [str(known)], as_of=as_of) if known else ()
        return found[0] if found else None

    def list_shifts(
        self,
        *,
        actor: str | None = None,
        among: Collection[str] | None = None,
        issue: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ShiftEntry, ...]:
        """Shifts by day; see `communique.archive.base.View.list_shifts`."""
        with self._asking() as connection:
            issues = None if issue is None else issues_about(connection, issue)
            actors = _both(actor_ids(connection, actor), among)
            if as_of is not None:
                seen = shifts_as_of(connection, as_of, actors=actors, issues=issues, since=since, until=until)
                return Entries(connection).shifts(seen[offset:][:limit])
            query = select_shifts(actors=actors, issues=issues, since=since, until=until)
            return Entries(connection).shifts(connection.execute(query.limit(limit).offset(offset)).all())

    def list_agreements(
        self, *, actor: str | None = None, issue: str | None = None, since: date | None = None, until: date | None = None
    ) -> tuple[AgreementEntry, ...]:
        """Who agrees with whom; see `communique.archive.base.View.list_agreements`."""
        if actor is None:
            return agreements_of(self.list_positions(issue=issue, since=since, until=until))
        selection = Selection(since=since, until=until)
        with self._asking() as connection:
            asked = set(actor_ids(connection, actor) or ())
            names = None if issue is None else issues_about(connection, issue)
            entries = Entries(connection)
            own = select_positions(selection, actors=sorted(asked), issues=names)
            shared = {each.issue for each in entries.positions(connection.execute(own).scalars().all())}
            # on what the actor has no position, nobody agrees with it
            query = select_positions(selection, issues=sorted(shared) if len(shared) <= MOST_NAMED else names)
            everyone = entries.positions(connection.execute(query).scalars().all())
        told = (e for e in everyone if e.issue in shared and (names is None or {e.issue, e.issue_words} & set(names)))
        found = agreements_of(sorted(told, key=_place_of_position))
        return tuple(each for each in found if {each.one.id, each.other.id} & asked)

    def list_prospects(
        self,
        *,
        open_only: bool = False,
        overdue: bool = False,
        due_within: int | None = None,
        actor: str | None = None,
        among: Collection[str] | None = None,
        types: Iterable[str] = (),
        moved_since: date | None = None,
        due_since: date | None = None,
        statuses: Iterable[Status] = (),
        about: str | None = None,
        as_of: date | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[ProspectEntry, ...]:
        """Prospects as of a day; see `communique.archive.base.View.list_prospects`."""
        wanted = {ProspectOutcome.OPEN} if open_only or due_within is not None else set()
        if overdue:
            wanted.add(ProspectOutcome.LAPSED)
        with self._asking() as connection:
            actors = actor_ids(connection, actor)
            day = as_of or last_published(connection)
            due_until = None
            if due_within is not None:
                if day is None:
                    return ()
                # what is open is due on the day or later, so that an end is enough; what is overdue is due before either
                due_until = date.fromordinal(min(day.toordinal() + due_within, date.max.toordinal()))
            stages = set(statuses)
            is_sieved = bool(stages) or about is not None
            found = list_prospect_entries(
                connection,
                ids=None if about is None else _facts_about(connection, about),
                as_of=as_of,
                actors=actors,
                among=among,
                types=values(types),
                outcomes=frozenset(wanted),
                moved_since=moved_since,
                due_since=due_since,
                due_until=due_until,
                limit=None if is_sieved else _most(limit, offset),
            )
        if is_sieved:
            found = tuple(each for each in found if (not stages or each.status in stages) and _moves_tell_of(each, about))
        return found[offset:][:limit]

    def get_prospect(self, prospect_id: str, *, as_of: date | None = None) -> ProspectEntry | None:
        """The prospect of that id; None if there is none, or nothing of it was published by `as_of`."""
        with self._asking() as connection:
            found = list_prospect_entries(connection, as_of=as_of, ids=[prospect_id])
        return found[0] if found else None

    def changes_since(
        self, since: date, *, until: date | None = None, by_added: bool = False, actor: str | None = None
    ) -> Changes:
        """What stories published from `since` to `until` brought; `by_added`: what was put into the archive in those days."""
        with self._asking() as connection:
            return list_changes(connection, since, until=until, by_added=by_added, actor=actor)

    # searching and explaining

    def search(
        self, words: str, *, limit: int = 20, offset: int = 0, since: date | None = None, until: date | None = None
    ) -> tuple[SearchHit, ...]:
        """Stories that hold all the words, the best first."""
        with self._asking() as connection:
            hits = find_stories(connection, words, limit=limit + offset, since=since, until=until)[offset:]
            refs = Entries(connection).stories(hit.story for hit in hits)
        return tuple(SearchHit(story=refs[hit.story], snippet=hit.snippet, rank=hit.rank) for hit in hits)

    def list_duplicates(self) -> tuple[DuplicateEntry, ...]:
        """Pages whose article repeats an earlier one, by page id."""
        one, first = schema.stories.alias("one"), schema.stories.alias("first")
        pages, first_pages = schema.pages.alias("its_page"), schema.pages.alias("first_page")
        duplicates = schema.duplicates.c
        query = (
            select(
                pages.c.id.label("page_id"),
                first_pages.c.id.label("first_page_id"),
                one.c.id.label("story_id"),
                first.c.id.label("first_id"),
                duplicates.rule,
                duplicates.score,
            )
            .select_from(schema.duplicates)
            .join(one, one.c.story == duplicates.story)
            .join(first, first.c.story == duplicates.duplicate_of)
            .join(pages, pages.c.page == one.c.page)
            .join(first_pages, first_pages.c.page == first.c.page)
            .order_by(pages.c.id, one.c.id)
        )
        with self._asking() as connection:
            return tuple(
                DuplicateEntry(
                    page_id=row.page_id,
                    duplicate_of=row.first_page_id,
                    story_id=row.story_id,
                    duplicate_of_story=row.first_id,
                    rule=row.rule,
                    score=row.score,
                )
                for row in connection.execute(query)
            )

    def list_links(self, *, kind: LinkKind | None = None, of: str | None = None) -> tuple[LinkEntry, ...]:
        """Why things are taken to be one; `of` is the id on either side."""
        links = schema.links.c
        query = select(schema.links).order_by(links.kind, links.left, links.right, links.rule)
        if kind is not None:
            query = query.where(links.kind == kind.value)
        if of is not None:
            left, right = schema.links.alias("on_left").c, schema.links.alias("on_right").c
            sides = union_all(select(left.link).where(left.left == of), select(right.link).where(right.right == of))
            query = query.where(links.link.in_(sides))
        with self._asking() as connection:
            return tuple(
                LinkEntry(
                    kind=LinkKind(row.kind),
                    left=row.left,
                    right=row.right,
                    rule=row.rule,
                    score=row.score,
                    left_value=row.left_value,
                    right_value=row.right_value,
                )
                for row in connection.execute(query)
            )


def _place_of_position(entry: PositionEntry) -> tuple[str, str, str, date, str, Span]:
    return entry.issue, entry.actor.name, entry.actor.id, entry.day or date.max, entry.story.id, entry.passage.span


def _is_asked(
    entry: FactEntry,
    stages: Sequence[str],
    actors: Sequence[str] | None,
    happened_since: date | None,
    happened_until: date | None,
) -> bool:
    """Whether an event as of a day is one that is asked for; its SQL was about what is known now."""
    if stages and entry.status.value not in stages:
        return False
    if actors is not None and not {actor.id for actor in (*entry.actors, *entry.recipients)} & set(actors):
        return False
    first, last = (entry.date.first, entry.date.last) if entry.date else (None, None)
    if happened_since and not ((last or first) and (last or first or date.min) >= happened_since):
        return False
    return not happened_until or bool((first or last) and (first or last or date.max) <= happened_until)


def _day_of_fact(entry: FactEntry) -> date:
    own = (entry.date.first or entry.date.last) if entry.date else None
    return own or entry.first_seen or date.max


def _both(actors: list[str] | None, among: Collection[str] | None) -> list[str] | None:
    """The actors that both selections have, where there are two."""
    if actors is None or among is None:
        return actors if among is None else sorted(among)
    return [actor for actor in actors if actor in among]


def _most(limit: int | None, offset: int) -> int | None:
    return None if limit is None else limit + offset


def _facts_about(connection: Connection, about: str) -> list[str]:
    """The ids of the events that some story with the words tells of: a first sieve."""
    of, events = schema.fact_of.c, schema.events.c
    told = select(of.fact).join(schema.events, events.event == of.event)
    query = told.join(schema.stories, schema.stories.c.story == events.story).distinct()
    found = connection.execute(query.where(about_words(about, "story_words", schema.stories.c.story)))
    return sorted(found.scalars())


def _moves_tell_of(entry: ProspectEntry, words: str | None) -> bool:
    """Whether the sentence of a move, with the names of the parties, holds the words."""
    if words is None:
        return True
    names = " ".join(party.name for party in (*entry.actors, *entry.recipients))
    return any(holds_words(f"{move.passage.context} {names} {entry.place or ''}", words) for move in entry.moves)


def _day_after(day: date | None) -> str | None:
    return date.fromordinal(day.toordinal() + 1).isoformat() if day and day < date.max else None


def _tells_of(entry: EventEntry, words: str) -> bool:
    """Whether an event's own sentence, with the names of its parties, holds the words."""
    names = " ".join(party.name for party in (*entry.actors, *entry.recipients))
    return holds_words(f"{entry.passage.context} {names} {entry.place or ''}", words)
