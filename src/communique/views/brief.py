"""The brief: what an analyst needs to know of a period, on a page or two.

In: a view of an archive, a period, perhaps a dossier. Out: `Brief`, and the sheet of it. Refuses nothing; an empty archive
gives a brief that says so.

One event told by many stories is one line, copies of a story are counted and not told again, and what has not happened never
stands under "What happened".
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from communique.archive.base import View
from communique.archive.results import (
    Counts,
    FactEntry,
    MoveNote,
    PageEntry,
    PositionEntry,
    ProspectEntry,
    ProspectOutcome,
    ShiftEntry,
    StatementEntry,
    StoryRef,
)
from communique.dossier import Dossier
from communique.record.vocab import Form, Outcome, StatementKind, Status
from communique.views.following import Following
from communique.views.lines import (
    counted,
    fact_entry,
    first_of,
    position_entry,
    prospect_entry,
    shift_entry,
    statement_entry,
)
from communique.views.sheet import Entry, Group, Piece, Section, Sheet, Tone
from communique.views.values import value_of

# An event whose own date lies longer before the period than this is history told again, not news. A month leaves room for what
# comes to light late; it is a convention of weekly and monthly briefs, not tuned.
BACKGROUND_DAYS = 31
# What is ahead without a date, and has not been told of for this long, is left to the view of all prospects: a meeting "to be held
# soon" that no story repeats for two months is not what is planned now. A convention as well.
STALE_DAYS = 60
MOST_SPEAKERS = 5
MOST_QUOTES = 2  # of one speaker
MOST_PAGES = 3  # named of those set aside
LEAST_QUOTE_WORDS = 4  # fewer are seldom a statement of anything
_OUTCOME_TITLES = {
    ProspectOutcome.HAPPENED: "Happened",
    ProspectOutcome.REFUSED: "Refused",
    ProspectOutcome.OPEN: "Changed",
    ProspectOutcome.LAPSED: "Overdue: the day passed, and no story reports it",
}
_NEWS_OF_A_MOVE = frozenset(MoveNote) - {MoveNote.OPENED, MoveNote.REPEATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What happened in a period, what is ahead, and who stands where.

    `since` None: from the beginning of the archive; `as_of` is the day from which dates ahead are seen. `n_background` counts
    events of long before the period, `n_stale` what is ahead without a date and was last told of long ago, and
    `n_other_positions` those on issues that the dossier does not name; all these are left out.
    """

    name: str
    since: date | None
    as_of: date | None
    counts: Counts
    stories: tuple[StoryRef, ...]
    n_copies: int
    happened: tuple[FactEntry, ...]
    n_background: int
    n_stale: int
    planned: tuple[ProspectEntry, ...]
    open: tuple[ProspectEntry, ...]
    refused: tuple[FactEntry, ...]
    moved: tuple[ProspectEntry, ...]
    shifts: tuple[ShiftEntry, ...]
    positions: tuple[PositionEntry, ...]
    n_other_positions: int
    statements: tuple[tuple[str, tuple[StatementEntry, ...]], ...]
    with_issues: tuple[PageEntry, ...]
    following: Following


def collect_brief(
    view: View, *, name: str, since: date | None = None, as_of: date | None = None, dossier: Dossier | None = None
) -> Brief:
    """Collect a brief.

    Args:
        view: The archive's.
        name: What the brief is of: the archive's name, where no dossier names it.
        since: First publication date of the period. None: all of the archive.
        as_of: Last publication date of the period, and the day from which dates ahead are seen; None: the archive's last.
        dossier: Keeps what touches its actors and issues, and groups by its issues.
    """
    following = Following.of(dossier, view)
    counts = view.counts()
    facts = view.list_facts(since=since, until=as_of, as_of=as_of)
    new = [fact for fact in facts if since is None or (fact.first_seen is not None and fact.first_seen >= since)]
    stories = view.list_stories(since=since, until=as_of)
    horizon = _horizon(since, counts)
    happened = [fact for fact in new if fact.status.is_fact and fact.type != "REJECT"]
    current = [fact for fact in happened if not _is_background(fact, horizon)]
    among = following.only_among
    ahead = [p for p in view.list_prospects(open_only=True, among=among, as_of=as_of) if following.of_prospect(p)[0]]
    lapsed = view.list_prospects(overdue=True, among=among, due_since=since, as_of=as_of)
    touched = {p.id: p for p in (*view.list_prospects(among=among, moved_since=since, as_of=as_of), *lapsed)}
    standing = [p for p in ahead if _is_current(p, since, as_of or counts.last_published)]
    shifts = view.list_shifts(among=among, since=since, until=as_of, as_of=as_of)
    positions = [p for p in latest_positions(view.list_positions(since=since, until=as_of)) if following.of_position(p)[0]]
    named = [p for p in positions if not following.names_issues or following.of_position(p)[1]]
    return Brief(
        name=dossier.name if dossier else name,
        since=since,
        as_of=as_of or counts.last_published,
        counts=counts,
        stories=tuple(story for story in stories if not story.is_copy),
        n_copies=sum(1 for story in stories if story.is_copy),
        happened=tuple(fact for fact in current if following.of_fact(fact)[0]),
        n_background=len(happened) - len(current),
        n_stale=len(ahead) - len(standing),
        planned=tuple(p for p in standing if p.status is Status.SCHEDULED),
        open=tuple(p for p in standing if p.status is not Status.SCHEDULED),
        refused=tuple(fact for fact in new if _is_refusal(fact) and following.of_fact(fact)[0]),
        moved=tuple(p for p in sorted(touched.values(), key=_soonest) if _has_moved(p, since) and following.of_prospect(p)[0]),
        shifts=tuple(s for s in shifts if s.day and following.of_shift(s)[0]),
        positions=tuple(named),
        n_other_positions=len(positions) - len(named),
        statements=_most_quoted(
            [
                statement
                for statement in view.list_statements(kinds=(StatementKind.SPEECH,), since=since, until=as_of)
                if following.of_statement(statement)[0]
            ],
            following,
        ),
        with_issues=view.list_pages(with_trouble=True, until=as_of),
        following=following,
    )


def _horizon(since: date | None, counts: Counts) -> date | None:
    start = since or counts.first_published
    return start - timedelta(days=BACKGROUND_DAYS) if start else None


def _is_background(fact: FactEntry, horizon: date | None) -> bool:
    if fact.date is None or horizon is None:
        return False
    last = fact.date.last or (None if fact.status is Status.ONGOING else fact.date.first)
    return last is not None and last < horizon


def _is_refusal(fact: FactEntry) -> bool:
    return fact.status in (Status.RULED_OUT, Status.DENIED) or (fact.type == "REJECT" and fact.status.is_fact)


def _is_current(prospect: ProspectEntry, since: date | None, as_of: date | None) -> bool:
    """Whether it has a date ahead and is planned, or was told of in the period and not too long ago."""
    if prospect.due is not None and prospect.status is Status.SCHEDULED:
        return True
    if prospect.last_moved is None:
        return since is None and as_of is None
    stale = as_of is not None and prospect.due is None and prospect.last_moved < as_of - timedelta(days=STALE_DAYS)
    return not stale and (since is None or prospect.last_moved >= since)


def _soonest(prospect: ProspectEntry) -> tuple[date, date, str]:
    due = (prospect.due.last or prospect.due.first) if prospect.due else None
    return due or date.max, prospect.opened or date.max, prospect.id


def _has_moved(prospect: ProspectEntry, since: date | None) -> bool:
    """Whether a later story than the first moved it in the period, or its last day passed in the period."""
    first = prospect.moves[0].passage.story.id
    for move in prospect.moves:
        is_new = since is None or (move.day is not None and move.day >= since)
        if is_new and move.note in _NEWS_OF_A_MOVE and move.passage.story.id != first:
            return True
    if not prospect.is_overdue:
        return False
    last = (prospect.due.last or prospect.due.first) if prospect.due else None
    return since is None or last is None or last >= since


def latest_positions(positions: tuple[PositionEntry, ...]) -> tuple[PositionEntry, ...]:
    """The last position of each actor on each issue, in the order of `positions` (issue, actor, day)."""
    latest: dict[tuple[str, str], PositionEntry] = {}
    for position in positions:
        latest[position.issue, position.actor.id] = position
    return tuple(latest.values())


def _most_quoted(statements: list[StatementEntry], following: Following) -> tuple[tuple[str, tuple[StatementEntry, ...]], ...]:
    """The speakers with the most statements and their newest ones, quotations before reported speech; each statement once."""
    by_speaker: dict[str, dict[str, StatementEntry]] = {}
    names: dict[str, str] = {}
    for statement in statements:
        actor = statement.speaker.actor if statement.speaker else None
        if actor and len(statement.words.split()) >= LEAST_QUOTE_WORDS:
            by_speaker.setdefault(actor.id, {})[statement.key] = statement
            names[actor.id] = actor.name
    ranked = sorted(by_speaker, key=lambda actor: (actor not in following.followed, -len(by_speaker[actor]), names[actor]))
    return tuple(
        (names[actor], tuple(sorted(by_speaker[actor].values(), key=_quotability)[:MOST_QUOTES]))
        for actor in ranked[:MOST_SPEAKERS]
    )


def _quotability(statement: StatementEntry) -> tuple[bool, int, str]:
    return statement.form is Form.INDIRECT, -(statement.day or date.min).toordinal(), statement.id


def render_brief(brief: Brief, *, limit: int = 12) -> Sheet:
    """The sheet of a brief.

    Args:
        limit: Most lines in a section; 0 shows all. What more stories tell is kept first, and the lines keep their order.
    """
    following = brief.following
    return Sheet(
        view="brief",
        title=f"{brief.name} · brief",
        facts=_header(brief),
        sections=(
            _facts_section(
                "happened", "What happened", brief.happened, following, limit, _background_words(brief.n_background)
            ),
            _prospects_section("planned", "What is planned", brief.planned, brief, limit, _stale_words(brief.n_stale)),
            _prospects_section("open", "Proposed, conditional, possible", brief.open, brief, limit),
            _facts_section("refused", "Refused, ruled out, denied", brief.refused, following, limit),
            _moved_section(brief, limit),
            _positions_section(brief, limit),
            Section(
                name="statements",
                title="New statements",
                groups=tuple(
                    Group(title=speaker, entries=tuple(statement_entry(one) for one in listed))
                    for speaker, listed in brief.statements
                ),
                empty="nobody is quoted",
            ),
            _issues_section(brief),
        ),
        lists_sources=True,
        data={
            "name": brief.name,
            "since": value_of(brief.since),
            "as_of": value_of(brief.as_of),
            "n_stories": len(brief.stories),
            "n_copies": brief.n_copies,
            "n_background": brief.n_background,
            "n_stale": brief.n_stale,
            "n_other_positions": brief.n_other_positions,
            "counts": value_of(brief.counts),
        },
    )


def _header(brief: Brief) -> tuple[tuple[str, str], ...]:
    first = brief.since or brief.counts.first_published
    period = f"{first or 'the beginning'} to {brief.as_of or 'the end'}"
    sources = {story.source for story in brief.stories if story.source}
    read = [
        counted(len(brief.stories), "story", "stories")
        + (f" from {counted(len(sources), 'outlet', 'outlets')}" if sources else ""),
        f"{counted(brief.n_copies, 'copy', 'copies')} of them not told again" if brief.n_copies else "",
    ]
    return (("Period", period), ("Read", ", ".join(part for part in read if part)))


def _background_words(n_background: int) -> str:
    told = counted(n_background, "event", "events")
    return f"{told} of more than {BACKGROUND_DAYS} days before the period left out (see timeline)" if n_background else ""


def _stale_words(n_stale: int) -> str:
    return f"{n_stale} more without a date, or not told of lately, left out (see prospects)" if n_stale else ""


def _facts_section(
    name: str, title: str, facts: tuple[FactEntry, ...], following: Following, limit: int, closing: str = ""
) -> Section:
    return Section(
        name=name,
        title=title,
        groups=following.grouped(facts, following.of_fact, fact_entry),
        empty="nothing in this period",
        limit=limit,
        more="see timeline",
        closing=closing,
    )


def _prospects_section(
    name: str, title: str, prospects: tuple[ProspectEntry, ...], brief: Brief, limit: int, closing: str = ""
) -> Section:
    def entry_of(prospect: ProspectEntry) -> Entry:
        return prospect_entry(prospect)

    return Section(
        name=name,
        title=title,
        groups=brief.following.grouped(prospects, brief.following.of_prospect, entry_of),
        empty="nothing in this period",
        limit=limit,
        more="see prospects",
        closing=closing,
    )


def _moved_section(brief: Brief, limit: int) -> Section:
    """Prospects by what became of them, each with its moves."""
    groups = []
    for outcome, title in _OUTCOME_TITLES.items():
        entries = tuple(prospect_entry(p, with_moves=True) for p in brief.moved if p.outcome is outcome)
        if entries:
            groups.append(Group(title=title, entries=entries))
    return Section(
        name="moved",
        title="Prospects moved",
        groups=tuple(groups),
        empty="nothing in this period",
        limit=limit,
        more="see prospects",
    )


def _positions_section(brief: Brief, limit: int) -> Section:
    following = brief.following
    shifts = Group(title="Shifts", entries=tuple(map(shift_entry, brief.shifts)))
    shifted = {shift.after.id for shift in brief.shifts}
    standing = [position for position in brief.positions if position.id not in shifted]
    groups = following.grouped(standing, following.of_position, position_entry)
    others = f"{counted(brief.n_other_positions, 'position', 'positions')} on other issues (see positions)"
    return Section(
        name="positions",
        title="Positions and shifts",
        groups=(*((shifts,) if brief.shifts else ()), *groups),
        empty="no position in this period",
        limit=limit,
        more="see positions",
        closing=others if brief.n_other_positions else "",
    )


def _issues_section(brief: Brief) -> Section:
    counts = Counter(issue.code for page in brief.with_issues for issue in page.issues)
    aside = [page for page in brief.with_issues if page.outcome is Outcome.SET_ASIDE]
    lines = [
        Entry(label=str(number), pieces=(Piece(code),), data={"code": code, "n": number})
        for code, number in counts.most_common()
    ]
    if aside:
        uris = [page.uri for page in aside]
        set_aside = {"code": "set aside", "n": len(aside), "pages": uris}
        pieces = (Piece(f"{counted(len(aside), 'page', 'pages')} set aside: {first_of(uris, MOST_PAGES)}", Tone.NOT),)
        lines.insert(0, Entry(pieces=pieces, data=set_aside))
    n_pages = sum(1 for page in brief.with_issues if page.outcome is Outcome.READ_WITH_ISSUES)
    return Section(
        name="issues",
        title="Read with issues",
        groups=(Group(entries=tuple(lines)),),
        empty="none",
        closing=f"{counted(n_pages, 'page', 'pages')} read with issues (see issues)" if n_pages else "",
    )
