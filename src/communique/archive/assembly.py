"""Assembly: what stories say together, worked out from everything that is in the archive.

In: a connection in a transaction. Out: duplicates, joined actors, events, prospects, issues, shifts, and a link for each with its
rule, score and the values compared. Nothing is decided by the order of arrival: everything is taken in order of publication.

Only the signatures and overlaps of texts are kept from one assembly to the next. They depend on the texts alone.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TableClause, delete, func, insert, select

from communique.archive import background, schema
from communique.archive import duplicates as copies
from communique.archive.answers import find_answers
from communique.archive.entries import day_of, in_story_order, last_published
from communique.archive.facts import summarize
from communique.archive.issue_words import keep_issues
from communique.archive.joining import NameLink, Told, join_actors
from communique.archive.linking import Fact, link_reports
from communique.archive.prospects import Move, follow, standing
from communique.archive.relinking import relink
from communique.archive.reports import Report, load_reports
from communique.archive.results import LinkKind
from communique.archive.reviewed import no_copies, review_of_actors, told_of_events, without_barred
from communique.archive.rows import Row, day_text
from communique.archive.selecting import is_background
from communique.archive.settings import get_setting, set_setting
from communique.archive.shifts import SAME_EVENT, Shift, Taken, find_shifts, group_issues, group_positions
from communique.archive.texts import Texts
from communique.record.ids import folded
from communique.record.plover import SPEECH_ACTS
from communique.record.vocab import ActorKind, Stance, StoryKind


def assemble(connection: Connection) -> None:
    """Work everything out anew, unless nothing was put since the last time."""
    if get_setting(connection, "stale") != "yes":
        return
    for table in schema.ASSEMBLED:
        connection.execute(delete(table))
    _find_duplicates(connection)
    _find_background(connection)
    _join_actors(connection)
    reports = load_reports(connection)
    order = {report.number: place for place, report in enumerate(reports)}
    facts = relink(link_reports(reports), told_of_events(connection), order)
    _write_facts(connection, facts)
    _write_prospects(connection, facts, find_answers(reports))
    _find_shifts(connection, reports, facts)
    set_setting(connection, "stale", "no")
    set_setting(connection, "duplicates seed", str(copies.SEED))


def _write(connection: Connection, table: TableClause, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _link(kind: LinkKind, left: str, right: str, rule: str, score: float, values: tuple[str, str]) -> Row:
    return {
        "kind": kind.value,
        "left": left,
        "right": right,
        "rule": rule,
        "score": score,
        "left_value": values[0],
        "right_value": values[1],
    }


# duplicates


def _find_duplicates(connection: Connection) -> None:
    stories = schema.stories.c
    query = select(stories.story, stories.id).where(stories.kind == StoryKind.ARTICLE.value)
    rows = connection.execute(in_story_order(query)).all()
    numbers = [row.story for row in rows]
    signatures = {
        row.story: copies.Signature(n_shingles=row.n_shingles, bands=bytes.fromhex(row.bands))
        for row in connection.execute(select(schema.signatures))
    }
    unsigned = [number for number in numbers if number not in signatures]
    texts = Texts(connection, unsigned)
    new: list[Row] = []
    for number in unsigned:
        signature = signatures[number] = copies.signature_of(texts.of(number))
        new.append({"story": number, "n_shingles": signature.n_shingles, "bands": signature.bands.hex()})
    _write(connection, schema.signatures, new)
    candidates = copies.find_candidates([signatures[number] for number in numbers])
    overlaps = _overlaps(connection, numbers, candidates)
    place_of = {number: place for place, number in enumerate(numbers)}
    unlike, told = no_copies(connection)
    pairs = copies.group(overlaps)
    barred = [(place_of[one], place_of[other]) for one, other in told if one in place_of and other in place_of]
    barred += [(other, one) for one, other in pairs if numbers[other] in unlike]
    pairs = without_barred(pairs, barred)
    # two stories may have one id (a page delivered twice under two names): numbers tell them apart
    found = copies.supersede(copies.resolve(numbers, pairs, overlaps), _versions(connection))
    _write(
        connection,
        schema.duplicates,
        [
            {
                "story": each.id,
                "duplicate_of": each.duplicate_of,
                "rule": each.rule,
                "score": each.score,
                "own_share": each.own_share,
            }
            for each in found
        ],
    )
    links = []
    for one, other in pairs:
        overlap = overlaps[one, other]
        values = (f"{overlap.shared} of {overlap.n_other} sequences", f"{overlap.shared} of {overlap.n_one} sequences")
        rule = f"{copies.SHINGLE_WORDS}-word sequences in common"
        links.append(_link(LinkKind.DUPLICATE, rows[other].id, rows[one].id, rule, round(overlap.share, 4), values))
    _write(connection, schema.links, links)


def _versions(connection: Connection) -> dict[int, tuple[str, str]]:
    """The address of each story that has one, and what puts the versions of one address in order.

    That is when the story says that it was changed, else published, else when the page was first fetched; never when it was added.
    Versions with the same words are one page delivered twice, and none of them is the later one.
    """
    stories, pages, fetches = schema.stories.c, schema.pages.c, schema.fetches.c
    first_at = select(fetches.page_id, func.min(fetches.first_at)).where(fetches.page_id.is_not(None)).group_by(fetches.page_id)
    fetched = {row[0]: row[1] for row in connection.execute(first_at)}
    query = select(
        stories.story,
        stories.id,
        stories.updated_at,
        stories.published_at,
        stories.published,
        stories.url,
        pages.uri,
        pages.id.label("page_id"),
    ).join(schema.pages, pages.page == stories.page)
    shared: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in connection.execute(query.where(stories.kind == StoryKind.ARTICLE.value)):
        address = row.url or row.uri
        if address.startswith(("http://", "https://")):
            kept = shared[address].get(row.id)
            if kept is None or row.page_id < kept.page_id:
                shared[address][row.id] = row
    return {
        row.story: (
            address,
            "|".join((row.updated_at or "", row.published_at or row.published or "", fetched.get(row.page_id, ""), row.id)),
        )
        for address, rows in shared.items()
        if len(rows) > 1
        for row in rows.values()
    }


def _find_background(connection: Connection) -> None:
    stories, table = schema.stories.c, schema.sentences
    query = in_story_order(select(stories.story).where(stories.kind == StoryKind.ARTICLE.value))
    numbers = connection.execute(query).scalars().all()
    kept = {row.story: row.packed for row in connection.execute(select(table))}
    unread = [number for number in numbers if number not in kept]
    texts = Texts(connection, unread)
    new: list[Row] = []
    for number in unread:
        kept[number] = background.pack(background.read_sentences(texts.of(number)))
        new.append({"story": number, "packed": kept[number]})
    _write(connection, table, new)
    repeats = {row.story: row.rule for row in connection.execute(select(schema.duplicates))}
    found = background.find_background(
        numbers,
        kept,
        repeating={story for story, rule in repeats.items() if rule == copies.COPY},
        superseded={story for story, rule in repeats.items() if rule == copies.VERSION},
    )
    _write(
        connection,
        schema.background,
        [{"story": b.story, "start": b.start, "end": b.end, "first": b.first, "first_start": b.first_start} for b in found],
    )


def _overlaps(
    connection: Connection, numbers: Sequence[int], candidates: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], copies.Overlap]:
    """The overlap of each pair of candidates: from the archive where it was worked out before, else from the texts."""
    # a pair is kept by row numbers, whose order is that of arrival, while a pair of places is in order of publication
    held = {(row.one, row.other): row for row in connection.execute(select(schema.overlaps))}
    overlaps: dict[tuple[int, int], copies.Overlap] = {}
    new: list[Row] = []
    texts = Texts(connection)
    for place, other_place in candidates:
        one, other = numbers[place], numbers[other_place]
        row = held.get((one, other))
        if row is not None:
            overlaps[place, other_place] = copies.Overlap(shared=row.shared, n_one=row.n_one, n_other=row.n_other)
            continue
        swapped = held.get((other, one))
        if swapped is not None:
            overlaps[place, other_place] = copies.Overlap(shared=swapped.shared, n_one=swapped.n_other, n_other=swapped.n_one)
            continue
        overlap = overlaps[place, other_place] = copies.compare(texts.of(one), texts.of(other))
        new.append({"one": one, "other": other, "shared": overlap.shared, "n_one": overlap.n_one, "n_other": overlap.n_other})
    _write(connection, schema.overlaps, new)
    return overlaps


# actors


def _join_actors(connection: Connection) -> None:
    told, stories = schema.story_actors.c, schema.stories.c
    query = in_story_order(select(schema.story_actors).join(schema.stories, stories.story == told.story))
    # within a story the rows are in the order of its record
    rows = connection.execute(query.order_by(told.story_actor)).all()
    everyone = [
        Told(number=row.story_actor, name=row.name, kind=ActorKind(row.kind), country=row.country, code=row.code)
        for row in rows
    ]
    joined, links = join_actors(everyone, review_of_actors(connection))
    actors: list[Row] = []
    names: list[Row] = []
    words: list[Row] = []
    of: list[Row] = []
    for actor in joined:
        actors.append(
            {
                "id": actor.id,
                "name": actor.names[0],
                "kind": actor.kind.value,
                "country": actor.country,
                "code": actor.code,
                "names": json.dumps(actor.names, ensure_ascii=False),
            }
        )
        bare = sorted({folded(name) for name in actor.names})
        names.extend({"actor": actor.id, "folded": name} for name in bare)
        words.extend({"word": word, "actor": actor.id} for word in sorted({word for name in bare for word in name.split()}))
        of.extend({"story_actor": each.number, "actor": actor.id} for each in actor.told)
    _write(connection, schema.actors, actors)
    _write(connection, schema.actor_names, names)
    _write(connection, schema.actor_words, words)
    _write(connection, schema.actor_of, of)
    _write(connection, schema.links, [_name_link(link) for link in links])


def _name_link(link: NameLink) -> Row:
    return _link(LinkKind.ACTOR, link.other, link.into, link.rule, link.score, (link.other_value, link.into_value))


# events and prospects


def _write_facts(connection: Connection, facts: Sequence[Fact]) -> None:
    rows: list[Row] = []
    of: list[Row] = []
    parties: list[Row] = []
    links: list[Row] = []
    for fact in facts:
        summary, key = summarize(fact), fact.id
        rows.append(
            {
                "id": key,
                "type": summary.type,
                "mode": summary.mode,
                "place": summary.place,
                "date_from": day_text(summary.first),
                "date_to": day_text(summary.last),
                "status": summary.status.value,
                "first_seen": day_text(summary.first_seen),
                "last_seen": day_text(summary.last_seen),
                "n_stories": summary.n_stories,
                "n_copies": summary.n_copies,
                "agreed": json.dumps(summary.agreed),
                "disputed": json.dumps(summary.disputed, ensure_ascii=False),
            }
        )
        of.extend({"event": report.number, "fact": key} for report in fact.reports)
        for side, known in (("actor", summary.actors), ("recipient", summary.recipients)):
            parties.extend({"fact": key, "side": side, "number": n, "actor": each.id} for n, each in enumerate(known))
        links.extend(
            _link(
                LinkKind.SAME_EVENT, link.report.id, link.like.id, link.rule, link.score, (_told(link.report), _told(link.like))
            )
            for link in fact.links
        )
    _write(connection, schema.facts, rows)
    _write(connection, schema.fact_of, of)
    _write(connection, schema.fact_parties, parties)
    _write(connection, schema.links, links)


def _told(report: Report) -> str:
    """A report in one line, for explaining a link."""
    parties = ", ".join(known.name for known in report.parties) or "nobody named"
    when = f"{report.first or '…'} to {report.last or '…'}" if report.first != report.last else str(report.first or "no date")
    return " · ".join((report.type, report.mode or "-", report.status.value, parties, when, report.place_told or "no place"))


def _write_prospects(connection: Connection, facts: Sequence[Fact], answers: Mapping[int, Report]) -> None:
    as_of = last_published(connection)
    rows: list[Row] = []
    moves: list[Row] = []
    for fact in facts:
        followed = follow(fact, answers)
        if not followed:
            continue
        stands = standing(((move.note, move.day, move.due_first, move.due_last) for move in followed), as_of)
        days = [move.day for move in followed if move.day]
        rows.append(
            {
                "id": fact.id,
                "fact": fact.id,
                "outcome": stands.outcome.value,
                "due_from": day_text(stands.due_first),
                "due_to": day_text(stands.due_last),
                "opened": day_text(min(days, default=None)),
                "last_moved": day_text(max(days, default=None)),
            }
        )
        moves.extend(_move_row(fact, number, move) for number, move in enumerate(followed))
    _write(connection, schema.prospects, rows)
    _write(connection, schema.moves, moves)


def _move_row(fact: Fact, number: int, move: Move) -> Row:
    return {
        "prospect": fact.id,
        "number": number,
        "event": move.report.number,
        "day": day_text(move.day),
        "status": move.status.value,
        "note": move.note.value,
        "due_from": day_text(move.due_first),
        "due_to": day_text(move.due_last),
        "rule": move.rule,
        "score": move.score,
    }


# positions


def _find_shifts(connection: Connection, reports: Sequence[Report], facts: Sequence[Fact]) -> None:
    table, stories = schema.positions.c, schema.stories.c
    query = (
        select(
            schema.positions,
            stories.id.label("story_id"),
            stories.published,
            schema.actor_of.c.actor,
            schema.duplicates.c.rule,
            is_background(table.story, table.start).label("in_background"),
            schema.pages.c.id.label("page_id"),
        )
        .join(schema.stories, stories.story == table.story)
        .join(schema.pages, schema.pages.c.page == schema.stories.c.page)
        .join(schema.actor_of, schema.actor_of.c.story_actor == table.story_actor)
        .outerjoin(schema.duplicates, schema.duplicates.c.story == table.story)
    )
    rows = connection.execute(in_story_order(query).order_by(table.start, table.id)).all()
    positions = [
        Taken(
            number=row.position,
            id=row.id,
            actor=row.actor,
            issue=row.issue,
            stance=Stance(row.stance),
            day=day_of(row.date_from or row.date_to),
            published=day_of(row.published),
            story_id=row.story_id,
            start=row.start,
            is_copy=row.rule in copies.REPEATING or bool(row.in_background),
        )
        for row in rows
    ]
    groups = group_issues((taken.issue for taken in positions), _named_issues(connection))
    grouped_by = group_positions(positions, groups, _events_meant(connection, rows, reports, facts))
    shifts = find_shifts(positions, grouped_by)
    keep_issues(connection, (grouped.issue for grouped in groups.values()))
    _write(connection, schema.issue_of, [{"position": t.number, "issue": grouped_by[t.number].issue} for t in positions])
    _write(
        connection,
        schema.links,
        [
            _link(LinkKind.ISSUE, issue, grouped.issue, grouped.rule, grouped.score, (issue, grouped.issue))
            for issue, grouped in groups.items()
            if issue != grouped.issue
        ],
    )
    _write(
        connection,
        schema.links,
        [
            _link(LinkKind.ISSUE, t.id, grouped.issue, grouped.rule, grouped.score, (t.issue, grouped.issue))
            for t in positions
            if (grouped := grouped_by[t.number]).rule == SAME_EVENT
        ],
    )
    _write(connection, schema.shifts, [_shift_row(shift) for shift in shifts])
    _write(
        connection,
        schema.links,
        [
            _link(LinkKind.SHIFT, s.after.id, s.before.id, s.rule, s.score, (_stance(s.after), _stance(s.before)))
            for s in shifts
        ],
    )


def _events_meant(
    connection: Connection, positions: Sequence[Any], reports: Sequence[Report], facts: Sequence[Fact]
) -> dict[int, str]:
    """The archive's event that each position is about: that of the report within its issue's words.

    A speech act is what takes the position ("rejected a summit"), so that the act in it goes first.
    """
    of = {report.number: fact.id for fact in facts for report in fact.reports}
    by_story: dict[tuple[str, str], list[Report]] = defaultdict(list)
    for report in reports:
        by_story[report.page_id, report.story_id].append(report)
    texts = Texts(connection, list(dict.fromkeys(row.story for row in positions)))
    meant: dict[int, str] = {}
    for row in positions:
        told = by_story.get((row.page_id, row.story_id))
        if not told:
            continue
        at = texts.of(row.story).find(row.issue, row.start, row.end)
        within = [report for report in told if 0 <= at <= report.start < at + len(row.issue)]
        acts = [report for report in within if report.type not in SPEECH_ACTS] or within
        if acts:
            meant[row.position] = of[acts[0].number]
    return meant


def _named_issues(connection: Connection) -> list[tuple[str, list[str]]]:
    kept = get_setting(connection, "issue groups")
    return [(name, words) for name, *words in json.loads(kept)] if kept else []


def _shift_row(shift: Shift) -> Row:
    return {
        "before": shift.before.number,
        "after": shift.after.number,
        "actor": shift.after.actor,
        "issue": shift.issue,
        "day": day_text(shift.after.day or shift.after.published),
        "rule": shift.rule,
        "score": shift.score,
    }


def _stance(taken: Taken) -> str:
    return f"{taken.stance.value}: {taken.issue}"
