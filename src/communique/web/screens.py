"""The views that the application shows: where each stands, what may be asked of it, and how it is made.

In: a view of an archive and what was asked. Out: `Made`, a sheet (for every form) and what a page shows beside it. Refuses what is not
there with `InputError`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from communique.archive.base import View
from communique.archive.results import FactEntry, PositionEntry, ProspectEntry, StatementEntry, StoryRef
from communique.dossier import Dossier
from communique.errors import InputError
from communique.record.corrections import State
from communique.record.ids import folded
from communique.record.plover import TYPES
from communique.record.vocab import Form, StatementKind, Status
from communique.views.actors import render_actors
from communique.views.board import Standing, board_sheet, columns_of
from communique.views.brief import collect_brief, render_brief
from communique.views.changes import render_changes
from communique.views.corrections import render_corrections
from communique.views.following import Following
from communique.views.lines import UNDATED, names_of, position_entry, statement_entry, status_words
from communique.views.matrix import collect_matrix
from communique.views.months import month_of
from communique.views.positions import render_positions
from communique.views.profile import collect_profile, render_profile
from communique.views.quality import render_duplicates, render_issues
from communique.views.search import render_search
from communique.views.sheet import Entry, Group, Piece, Section, Sheet, Tone
from communique.views.show import render_shown
from communique.views.timeline import timeline_sheet
from communique.views.values import value_of
from communique.web.asking import LIMIT, OFFSET, Asked, Filter, Kind
from communique.web.charts.network import draw_network
from communique.web.charts.scale import moved
from communique.web.charts.spark import spark
from communique.web.charts.timeline import draw_timeline
from communique.web.contexts import (
    ActorPage,
    Address,
    BoardPage,
    CalendarPage,
    ComparePage,
    Context,
    EventPage,
    Facet,
    Link,
    MatrixPage,
    TimelinePage,
)

BEFORE_DAYS, AFTER_DAYS = 92, 184  # of the stories' days: what they look back and ahead to, on a picture of the whole
MOST_FACETS = 12  # values of one field that are offered
TABLES = ("json", "csv", "md")
CALENDARS = (*TABLES, "ics")
LETTERS = (*TABLES, "atom", "mail.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every view is made with: the archive's name and the dossier, if one is followed."""

    view: View
    name: str
    dossier: Dossier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A view's answer. `context` is what its page shows besides the sheet; `moved_to` is where the answer stands instead."""

    sheet: Sheet
    context: Context | None = None
    links: tuple[Link, ...] = ()
    facets: tuple[Facet, ...] = ()
    lead: str = ""
    moved_to: str = ""
    prospects: tuple[ProspectEntry, ...] = ()  # what a calendar is made of


Maker = Callable[[Desk, Asked, Address], Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One view: its path, its name in the navigation ("" for none), what it answers, its filters and forms, its template."""

    path: str
    title: str
    help: str
    make: Maker
    filters: tuple[Filter, ...] = ()
    template: str = "sheet.html"
    suffixes: tuple[str, ...] = TABLES
    nav: str = ""
    stem: str = ""
    is_paged: bool = True
    example: dict[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> tuple[Filter, ...]:
        """All that its address may have, the place in the list too."""
        return (*self.filters, LIMIT, OFFSET) if self.is_paged else self.filters

    def twin(self, suffix: str) -> str:
        """The path of another form."""
        return f"{self.stem or self.path}.{suffix}"


def _words(name: str, label: str, help_: str) -> Filter:
    return Filter(name=name, label=label, kind=Kind.WORDS, help=help_)


def _day(name: str, label: str, help_: str) -> Filter:
    return Filter(name=name, label=label, kind=Kind.DAY, help=help_)


def _some(name: str, label: str, help_: str, choices: Iterable[str], *, is_shown: bool = True) -> Filter:
    return Filter(name=name, label=label, kind=Kind.CHOICES, help=help_, choices=tuple(choices), is_shown=is_shown)


def _choice(name: str, label: str, help_: str, choices: Iterable[str], *, is_shown: bool = True) -> Filter:
    return Filter(name=name, label=label, kind=Kind.CHOICE, help=help_, choices=tuple(choices), is_shown=is_shown)


ACTOR = _words("actor", "Actor", "An actor's id, an actor code, or words of a name.")
ISSUE = _words("issue", "Issue", "Words of the issue, or the name of one that the dossier follows.")
SINCE = _day("since", "Since", "First day of publication.")
UNTIL = _day("until", "Until", "Last day of publication.")
AS_OF = _day("as_of", "As of", "The day from which is looked; stories published later are not looked at.")
ABOUT = _words("about", "About", "Words that the passage holds.")
SINCE_VISIT = Filter(name="since", label="Since", kind=Kind.VISIT_DAY, help="First day; `visit` is the day of the last visit.")


# the brief, and what changed


def _brief(desk: Desk, asked: Asked, address: Address) -> Made:
    brief = collect_brief(desk.view, name=desk.name, since=asked.day("since"), as_of=asked.day("as_of"), dossier=desk.dossier)
    return Made(sheet=render_brief(brief, limit=12), links=_since_links(asked, "/changes"), lead="What changed since")


def _changes(desk: Desk, asked: Asked, address: Address) -> Made:
    is_visit = asked.words("since") == "visit"
    sheet = render_changes(
        desk.view,
        name=desk.name,
        since=asked.day("since"),
        until=asked.day("until"),
        by_added=asked.words("by") == "added" or (is_visit and not asked.has("by")),
        dossier=desk.dossier,
    )
    return Made(sheet=sheet, links=_since_links(asked, "/changes", address), lead="What changed since")


def _since_links(asked: Asked, path: str, address: Address | None = None) -> tuple[Link, ...]:
    given = address.value("since") if address else None
    choices = [("visit", f"your last visit ({asked.visit})" if asked.visit else "your last visit (none before today)")]
    choices += [("yesterday", "yesterday"), ("7d", "seven days ago"), ("30d", "thirty days ago"), ("", "the beginning")]
    return tuple(
        Link(href=f"{path}?since={value}" if value else path, words=words, is_here=given == value) for value, words in choices
    )


# events


def _timeline(desk: Desk, asked: Asked, address: Address) -> Made:
    following = Following.of(desk.dossier, desk.view)
    issue = asked.words("issue")
    is_followed = issue is not None and any(folded(one) == folded(issue) for one in _issues(desk.dossier))
    facts: Sequence[FactEntry] = desk.view.list_facts(
        types=asked.many("type"),
        statuses=[Status(one) for one in asked.many("status")],
        actor=asked.words("actor"),
        about=asked.words("about") or (None if is_followed else issue),
        happened_since=asked.day("since"),
        happened_until=asked.day("until"),
        as_of=asked.day("as_of"),
    )
    if is_followed and issue is not None:
        facts = [f for f in facts if folded(issue) in {folded(one) for one in following.of_fact(f)[1]}]
    by = asked.words("by") or "type"
    lane_of: dict[str, Callable[[FactEntry], Sequence[str]]] = {
        "type": lambda fact: (fact.type,),
        "status": lambda fact: (status_words(fact.status),),
        "actor": lambda fact: [actor.name for actor in fact.actors[:1]] or ["nobody named"],
        "issue": lambda fact: following.of_fact(fact)[1] or ("other",),
    }
    since, until = asked.day("since"), asked.day("until")
    if not since and not until:  # history that the stories recall would press their own days into a corner
        counts = desk.view.counts()
        since = moved(counts.first_published, -BEFORE_DAYS) if counts.first_published else None
        until = moved(counts.last_published, AFTER_DAYS) if counts.last_published else None
    drawn = draw_timeline(facts, lane_of[by], label_of=_other_side if by == "actor" else _doers, since=since, until=until)
    moves: list[Link] = []
    if drawn:
        ranges = (
            ("← earlier", drawn.scale.shifted(-0.5)),
            ("later →", drawn.scale.shifted(0.5)),
            ("zoom in", drawn.scale.zoomed(0.5)),
            ("zoom out", drawn.scale.zoomed(2.0)),
        )
        moves = [Link(href=address.but({"since": str(a), "until": str(b)}), words=words) for words, (a, b) in ranges]
        if drawn.n_outside:
            first, last = drawn.days
            moves.append(Link(href=address.but({"since": str(first), "until": str(last)}), words="all days"))
    if asked.has("since") or asked.has("until"):
        moves.append(Link(href=address.but({"since": None, "until": None}), words="the stories’ own days"))
    lanes = tuple(Link(href=address.but({"by": one}), words=one, is_here=one == by) for one in _lanes(desk.dossier))
    sheet = timeline_sheet(facts, name=desk.name, since=asked.day("since"), until=asked.day("until"), as_of=asked.day("as_of"))
    return Made(sheet=sheet, context=TimelinePage(drawn=drawn, moves=tuple(moves), lanes=lanes))


def _doers(fact: FactEntry) -> str:
    return names_of(fact.actors)


def _other_side(fact: FactEntry) -> str:
    """What a lane of one actor does not say already."""
    others = names_of((*fact.actors[1:], *fact.recipients))
    return f"{fact.type.lower()} {others}"


def _issues(dossier: Dossier | None) -> tuple[str, ...]:
    return tuple(issue.name for issue in dossier.issues) if dossier else ()


def _lanes(dossier: Dossier | None) -> tuple[str, ...]:
    return ("type", "status", "actor", "issue") if _issues(dossier) else ("type", "status", "actor")


def _event(desk: Desk, asked: Asked, address: Address) -> Made:
    id_ = address.path.rpartition("/")[2]
    fact = desk.view.get_fact(id_)
    prospect = desk.view.get_prospect(fact.id if fact else id_)
    if fact is None and prospect is None:
        raise InputError(f"no event {id_!r} in this archive")
    if fact is not None and fact.id != id_:  # the id of one of its reports
        return Made(sheet=render_shown(desk.view, fact.id), moved_to=f"/events/{fact.id}")
    refs: list[StoryRef] = [report.story for report in fact.reports] if fact else []
    refs += [move.passage.story for move in prospect.moves] if prospect else []
    context = EventPage(fact=fact, prospect=prospect, stories={ref.id: ref for ref in refs})
    return Made(sheet=render_shown(desk.view, id_), context=context)


# prospects


def _prospects_of(desk: Desk, asked: Asked) -> list[ProspectEntry]:
    following = Following.of(desk.dossier if asked.words("follow") != "all" else None, desk.view)
    listed = desk.view.list_prospects(actor=asked.words("actor"), types=asked.many("type"), as_of=asked.day("as_of"))
    return [prospect for prospect in listed if following.of_prospect(prospect)[0]]


def _prospects(desk: Desk, asked: Asked, address: Address) -> Made:
    prospects = _prospects_of(desk, asked)
    chosen = asked.many("standing")
    columns = tuple(column for column in columns_of(prospects) if not chosen or column.standing.value in chosen)
    as_of = asked.day("as_of") or desk.view.counts().last_published
    sheet = board_sheet(columns, name=desk.name, as_of=as_of)
    return Made(
        sheet=sheet, context=BoardPage(columns=columns), prospects=tuple(p for column in columns for p in column.prospects)
    )


def _calendar(desk: Desk, asked: Asked, address: Address) -> Made:
    as_of = asked.day("as_of") or desk.view.counts().last_published
    prospects = _prospects_of(desk, asked)
    first = asked.day("month") or _busy_month(prospects, as_of)
    month = month_of(prospects, first)
    sheet = board_sheet(columns_of(month.prospects), name=desk.name, as_of=as_of)
    sheet = replace(
        sheet, view="calendar", title=f"{desk.name} · {first:%B} {first.year}", data={**sheet.data, "month": f"{first:%Y-%m}"}
    )
    return Made(sheet=sheet, context=CalendarPage(month=month, as_of=as_of), prospects=month.prospects)


def _busy_month(prospects: Iterable[ProspectEntry], as_of: date | None) -> date:
    """The month of the next prospect from `as_of` on, else of the last one before it, else of the day itself."""
    days = sorted(p.due.first or p.due.last or date.min for p in prospects if p.due)
    day = as_of or date.today()
    ahead = [one for one in days if one >= day]
    return (ahead[0] if ahead else days[-1] if days else day).replace(day=1)


# positions


def _positions(desk: Desk, asked: Asked, address: Address) -> Made:
    actor, issue, since, until = asked.words("actor"), asked.words("issue"), asked.day("since"), asked.day("until")
    matrix = collect_matrix(desk.view, actor=actor, issue=issue, since=since, until=until, dossier=desk.dossier)
    sheet = render_positions(
        desk.view, name=desk.name, actor=actor, issue=issue, since=since, until=until, dossier=desk.dossier
    )
    sparks = {
        (issue, cell.actor.id): spark(cell.series, matrix.days)
        for issue, cells in matrix.rows
        for cell in cells
        if cell is not None
    }
    sheet = replace(sheet, sections=tuple(section for section in sheet.sections if section.name != "table"))
    return Made(sheet=sheet, context=MatrixPage(matrix=matrix, sparks=sparks))


def _series(desk: Desk, asked: Asked, address: Address) -> Made:
    actor, issue = asked.words("actor"), asked.words("issue")
    following = Following.of(desk.dossier, desk.view)
    found = [
        position
        for position in desk.view.list_positions(actor=actor)
        if issue is None or folded(issue) in {folded(one) for one in (position.issue, *following.of_position(position)[1])}
    ]
    found.sort(key=lambda p: (p.day or date.min, p.story.id, p.id))
    names = list(dict.fromkeys(position.actor.name for position in found))
    groups = tuple(Group(title=name, entries=tuple(position_entry(p) for p in found if p.actor.name == name)) for name in names)
    return Made(
        sheet=Sheet(
            view="series",
            title=" · ".join(part for part in (", ".join(names[:3]) or "positions", issue) if part),
            facts=(("Positions", str(len(found))),),
            sections=(Section(name="positions", groups=groups, empty="no position of that kind"),),
            data={"actor": actor, "issue": issue, "n_positions": len(found)},
        )
    )


def _compare(desk: Desk, asked: Asked, address: Address) -> Made:
    following = Following.of(desk.dossier, desk.view)
    sides: list[dict[str, PositionEntry]] = []
    names: list[str] = []
    for side in ("left", "right"):
        wanted = asked.words(side)
        latest: dict[str, PositionEntry] = {}
        for position in desk.view.list_positions(actor=wanted) if wanted else ():
            issues = following.of_position(position)[1]
            title = issues[0] if issues else position.issue
            if title not in latest or (latest[title].day or date.min) <= (position.day or date.min):
                latest[title] = position
        sides.append(latest)
        names.append(next((p.actor.name for p in latest.values()), wanted or ""))
    own = list(_issues(desk.dossier))
    both = [title for title in sides[0] if title in sides[1]]
    ranked = list(dict.fromkeys((*(t for t in own if t in sides[0] or t in sides[1]), *both, *sides[0], *sides[1])))
    rows = tuple((title, (sides[0].get(title), sides[1].get(title))) for title in ranked)
    groups = tuple(
        Group(title=title, entries=tuple(position_entry(one) for one in pair if one is not None)) for title, pair in rows
    )
    known = sorted((a for a in desk.view.list_actors() if a.n_positions), key=lambda a: (-a.n_positions, a.name))[:30]
    return Made(
        sheet=Sheet(
            view="compare",
            title=f"{names[0] or '…'} and {names[1] or '…'}",
            sections=(Section(name="positions", groups=groups, empty="name two actors that have positions"),),
            data={"left": asked.words("left"), "right": asked.words("right"), "n_issues": len(rows)},
        ),
        context=ComparePage(
            names=(names[0], names[1]),
            rows=rows,
            actors=tuple(Link(href=f"/actors/{a.id}", words=a.name, n=a.n_positions) for a in known),
        ),
    )


# statements


def _quotes(desk: Desk, asked: Asked, address: Address) -> Made:
    kinds = [StatementKind(one) for one in asked.many("kind")]
    found = desk.view.list_statements(
        by=asked.words("by"), about=asked.words("about"), kinds=kinds, since=asked.day("since"), until=asked.day("until")
    )
    forms, outlet, year = asked.many("form"), asked.words("outlet"), asked.words("year")
    kept = [
        one
        for one in found
        if (not forms or one.form.value in forms)
        and (outlet is None or (one.story.source or "").casefold() == outlet.casefold())
        and (year is None or (one.day is not None and f"{one.day.year:04}" == year))
    ]
    entries = tuple(statement_entry(one, limit=0) for one in reversed(kept))
    facets = (
        _facet("Speaker", address, "by", _speakers(kept)),
        _facet("Kind", address, "kind", Counter((one.kind.value, one.kind.value) for one in kept)),
        _facet("Form", address, "form", Counter((one.form.value, one.form.value) for one in kept)),
        _facet("Outlet", address, "outlet", Counter((s, s) for one in kept if (s := one.story.source))),
        _facet("Year", address, "year", Counter((y, y) for one in kept if one.day and (y := f"{one.day.year:04}"))),
    )
    return Made(
        sheet=Sheet(
            view="quotes",
            title=f"{desk.name} · quotes",
            facts=(("Statements", str(len(kept))),),
            sections=(Section(name="statements", groups=(Group(entries=entries),), empty="no statement of that kind"),),
            data={"by": asked.words("by"), "about": asked.words("about"), "n_statements": len(kept)},
        ),
        facets=tuple(facet for facet in facets if len(facet.links) > 1 or any(link.is_here for link in facet.links)),
    )


def _speakers(statements: Iterable[StatementEntry]) -> Counter[tuple[str, str]]:
    return Counter((one.speaker.actor.id, one.speaker.actor.name) for one in statements if one.speaker and one.speaker.actor)


def _facet(title: str, address: Address, name: str, counts: Counter[tuple[str, str]]) -> Facet:
    given = address.values(name)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))[:MOST_FACETS]
    links = tuple(
        Link(
            href=address.but({name: None if value in given else value}),
            words=words,
            is_here=value in given,
            n=number,
        )
        for (value, words), number in ranked
    )
    return Facet(title=title, links=links)


# actors, stories, search


def _actors(desk: Desk, asked: Asked, address: Address) -> Made:
    return Made(sheet=render_actors(desk.view, name=desk.name, words=asked.words("words")))


def _actor(desk: Desk, asked: Asked, address: Address) -> Made:
    id_ = address.path.rpartition("/")[2]
    profile = collect_profile(desk.view, id_)
    if profile is None:
        raise InputError(f"no actor {id_!r} in this archive")
    context = ActorPage(profile=profile, network=draw_network(profile.actor.name, profile.relations))
    return Made(sheet=render_profile(profile, name=desk.name), context=context)


def _stories(desk: Desk, asked: Asked, address: Address) -> Made:
    stories = desk.view.list_stories(
        since=asked.day("since"), until=asked.day("until"), source=asked.words("outlet"), with_copies=not asked.has("originals")
    )
    entries = tuple(_story_entry(story) for story in reversed(stories))
    return Made(
        sheet=Sheet(
            view="stories",
            title=f"{desk.name} · stories",
            facts=(("Stories", str(len(stories))),),
            sections=(Section(name="stories", groups=(Group(entries=entries),), empty="no story of that kind"),),
            data={"n_stories": len(stories)},
        )
    )


def _story_entry(story: StoryRef) -> Entry:
    return Entry(
        label=str(story.published or UNDATED),
        pieces=(
            *((Piece("copy ", Tone.FAINT),) if story.is_copy else ()),
            Piece(story.source or "outlet unknown", Tone.FAINT),
        ),
        sources=(story,),
        id=story.id,
        data=value_of(story),
    )


def _search(desk: Desk, asked: Asked, address: Address) -> Made:
    words, where = asked.words("words"), asked.words("in") or "all"
    if not words:
        return Made(sheet=Sheet(view="search", title=f"{desk.name} · search", data={"words": None}))
    since, until = asked.day("since"), asked.day("until")
    sections = []
    if where in ("all", "actors"):
        actors = render_actors(desk.view, name=desk.name, words=words, limit=20 if where == "all" else None)
        sections.append(replace(actors.sections[0], title="Actors"))
    if where in ("all", "stories"):
        stories = render_search(desk.view, words, name=desk.name, limit=20 if where == "all" else 500, since=since, until=until)
        sections.append(replace(stories.sections[0], title="Stories"))
    if where in ("all", "quotes"):
        said = desk.view.list_statements(about=words, limit=20 if where == "all" else None, since=since, until=until)
        entries = tuple(statement_entry(one) for one in said)
        sections.append(
            Section(
                name="statements", title="Quotations", groups=(Group(entries=entries),), empty="no quotation holds these words"
            )
        )
    n_found = sum(len(section.entries) for section in sections)
    links = tuple(Link(href=address.but({"in": one}), words=one, is_here=one == where) for one in SEARCHED)
    return Made(
        sheet=Sheet(
            view="search",
            title=f"{desk.name} · {words}",
            facts=(("Found", f"{n_found}{' (the first 20 of each kind)' if where == 'all' else ''}"),),
            sections=tuple(sections),
            data={"words": words, "in": where, "n_found": n_found},
        ),
        links=links,
        lead="Look in",
    )


SEARCHED = ("all", "stories", "quotes", "actors")


def _duplicates(desk: Desk, asked: Asked, address: Address) -> Made:
    return Made(sheet=render_duplicates(desk.view, name=desk.name))


def _not_understood(desk: Desk, asked: Asked, address: Address) -> Made:
    return Made(sheet=render_issues(desk.view, name=desk.name, code=asked.words("code")))


def _corrections(desk: Desk, asked: Asked, address: Address) -> Made:
    found = desk.view.list_corrections(
        by=asked.words("by"),
        of=asked.words("of"),
        since=asked.day("since"),
        until=asked.day("until"),
        state=asked.words("state"),
        with_undone=not asked.has("standing"),
    )
    return Made(sheet=render_corrections(desk.name, found[::-1]))


def _shown(desk: Desk, asked: Asked, address: Address) -> Made:
    sheet = render_shown(desk.view, address.path.rpartition("/")[2])
    kept = {"story": "/story/", "event": "/events/", "prospect": "/events/"}.get(sheet.view)
    id_ = sheet.data.get("id") or next((e.id for s in sheet.sections for e in s.entries if e.id), None)
    if sheet.view == "story":
        id_ = (sheet.data.get("story") or {}).get("id") or id_
    return Made(sheet=sheet, moved_to=f"{kept}{id_}" if kept and id_ else "")


FOLLOW = _choice("follow", "Of", "`all`: also what the dossier does not follow.", ("all",), is_shown=False)
TYPE = _some("type", "Type", "PLOVER types.", TYPES)

SCREENS: tuple[Screen, ...] = (
    Screen(
        path="/",
        stem="/brief",
        nav="Brief",
        title="Brief",
        help="What happened in a period, what is ahead, and who stands where.",
        make=_brief,
        filters=(SINCE_VISIT, AS_OF),
        template="brief.html",
        suffixes=LETTERS,
        is_paged=False,
    ),
    Screen(
        path="/changes",
        nav="Changes",
        title="What changed",
        help="What is new since a day, under the issues that the dossier follows.",
        make=_changes,
        filters=(
            SINCE_VISIT,
            UNTIL,
            _choice(
                "by",
                "By the day of",
                "The day that counts: of publication, or of coming into the archive.",
                ("published", "added"),
            ),
        ),
        suffixes=LETTERS,
    ),
    Screen(
        path="/timeline",
        nav="Timeline",
        title="Timeline",
        help="Every event by its own date, what is ahead included.",
        make=_timeline,
        filters=(
            _day("since", "Since", "First day of the events themselves."),
            _day("until", "Until", "Last day of the events themselves."),
            ACTOR,
            ISSUE,
            ABOUT,
            TYPE,
            _some("status", "Status", "How certain the event is.", (status.value for status in Status)),
            _choice("by", "Lanes", "What a lane of the picture is.", ("type", "status", "actor", "issue"), is_shown=False),
        ),
        template="timeline.html",
    ),
    Screen(
        path="/calendar",
        nav="Calendar",
        title="Calendar",
        help="What was or is due in a month, and what became of it.",
        make=_calendar,
        filters=(
            Filter(
                name="month",
                label="Month",
                kind=Kind.MONTH,
                help="The month, such as 2005-08; without it, the next busy one.",
            ),
            ACTOR,
            TYPE,
            AS_OF,
            FOLLOW,
        ),
        template="calendar.html",
        suffixes=CALENDARS,
    ),
    Screen(
        path="/positions",
        nav="Positions",
        title="Positions",
        help="Who stands where on what, since when, and who moved.",
        make=_positions,
        filters=(ACTOR, ISSUE, SINCE, UNTIL),
        template="positions.html",
    ),
    Screen(
        path="/positions/series",
        title="Positions of one actor on one issue",
        help="Every position of an actor on an issue, by day, with its words.",
        make=_series,
        filters=(ACTOR, _words("issue", "Issue", "The issue's name, as the matrix has it.")),
    ),
    Screen(
        path="/positions/compare",
        title="Two actors side by side",
        help="The last position of each of two actors on every issue.",
        make=_compare,
        filters=(
            _words("left", "One actor", "An actor's id, an actor code, or words of a name."),
            _words("right", "Another actor", "Likewise."),
        ),
        template="compare.html",
    ),
    Screen(
        path="/prospects",
        nav="Prospects",
        title="Prospects",
        help="What was announced, proposed, conditional or possible, every move of it, and what became of it.",
        make=_prospects,
        filters=(
            _some("standing", "Standing", "How it stands.", (one.value for one in Standing)),
            ACTOR,
            TYPE,
            AS_OF,
            FOLLOW,
        ),
        template="prospects.html",
        suffixes=CALENDARS,
    ),
    Screen(
        path="/quotes",
        nav="Quotes",
        title="Quotes",
        help="Who said what, in their own words, the newest first.",
        make=_quotes,
        filters=(
            _words("by", "By", "The speaker: an id, an actor code, or words of a name."),
            _words("about", "About", "Words that the statement holds."),
            SINCE,
            UNTIL,
            _some(
                "kind",
                "Kind",
                "Said, ascribed to a mind, or not said.",
                (k.value for k in StatementKind),
                is_shown=False,
            ),
            _some("form", "Form", "How the words are given.", (form.value for form in Form), is_shown=False),
            Filter(name="outlet", label="Outlet", kind=Kind.WORDS, help="The outlet's name.", is_shown=False),
            Filter(name="year", label="Year", kind=Kind.WORDS, help="The year of the saying.", is_shown=False),
        ),
    ),
    Screen(
        path="/actors",
        nav="Actors",
        title="Actors",
        help="Who takes part, under which names and offices.",
        make=_actors,
        filters=(_words("words", "Name", "An id, an actor code, or words of a name."),),
    ),
    Screen(
        path="/actors/{id}",
        title="One actor",
        help="Roles over time, statements, events, positions and relations of an actor.",
        make=_actor,
        template="actor.html",
    ),
    Screen(
        path="/events/{id}",
        title="One event",
        help="Every report of an event, what they agree on and what they dispute; of a prospect, its moves.",
        make=_event,
        template="event.html",
        is_paged=False,
    ),
    Screen(
        path="/stories",
        nav="Stories",
        title="Stories",
        help="The stories of the archive, the newest first.",
        make=_stories,
        filters=(
            SINCE,
            UNTIL,
            _words("outlet", "Outlet", "The outlet's name."),
            Filter(name="originals", label="Without copies", kind=Kind.FLAG, help="Leave out copies of earlier stories."),
        ),
    ),
    Screen(
        path="/search",
        title="Search",
        help="Stories, quotations and actors that hold some words.",
        make=_search,
        filters=(
            Filter(
                name="words",
                label="Words",
                kind=Kind.WORDS,
                help='All must occur; "words together", a beginning*, -without.',
            ),
            _choice("in", "In", "What is looked at.", SEARCHED, is_shown=False),
            SINCE,
            UNTIL,
        ),
    ),
    Screen(path="/duplicates", title="Copies", help="Stories that repeat earlier ones.", make=_duplicates),
    Screen(
        path="/issues",
        title="Not understood",
        help="What was seen and not understood, and the pages that were set aside.",
        make=_not_understood,
        filters=(_words("code", "Code", "Only issues of this kind."),),
    ),
    Screen(
        path="/corrections",
        title="Corrections",
        help="What reviewers corrected, the newest first: who, when, why, what was read and what they say, and how it stands.",
        make=_corrections,
        filters=(
            _words("by", "By", "The reviewer."),
            Filter(name="of", label="Of", kind=Kind.WORDS, help="An entry's, a story's or a page's id, or its beginning."),
            _day("since", "Since", "First day on which they were made."),
            _day("until", "Until", "Last day on which they were made."),
            _choice("state", "State", "How it stands to the record as it is read now.", (state.value for state in State)),
            Filter(
                name="standing", label="Without undone ones", kind=Kind.FLAG, help="Leave out what was undone, and undoings."
            ),
        ),
    ),
    Screen(
        path="/show/{id}",
        title="Whatever has that id",
        help="A story, event, prospect, statement or position by its id or the beginning of it.",
        make=_shown,
        is_paged=False,
    ),
)
