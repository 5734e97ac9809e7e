"""Hypothesis strategies for spans, stories and records: every value that they make can be constructed."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    Issue,
    PageRef,
    Place,
    Position,
    Predicate,
    ReaderInfo,
    Record,
    Role,
    Statement,
    Story,
    TimeExpression,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind, TimeType

names = st.text(min_size=1, max_size=12)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
countries = st.none() | st.from_regex(r"[A-Z]{3}", fullmatch=True)
factualities = st.floats(-3, 3, allow_nan=False)


@st.composite
def spans(draw: st.DrawFn, length: int = 200) -> Span:
    """A span within a text of `length` characters."""
    start = draw(st.integers(0, length - 1))
    return Span(start, draw(st.integers(start + 1, length)))


@st.composite
def intervals(draw: st.DrawFn, length: int) -> DateInterval:
    """A date interval, open at one end or at none."""
    first, last = sorted((draw(days), draw(days)))
    ends = draw(st.sampled_from(((first, last), (first, None), (None, last), (first, first))))
    return DateInterval(first=ends[0], last=ends[1], span=draw(st.none() | spans(length)))


def _references(actor_ids: Sequence[str], length: int) -> st.SearchStrategy[ActorRef]:
    return st.builds(ActorRef, actor=st.none() | st.sampled_from([*actor_ids, None]), span=spans(length))


def _upto(strategy: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def _listed(draw: st.DrawFn, most: int = 3) -> range:
    return range(draw(st.integers(0, most)))


@st.composite
def stories(draw: st.DrawFn, story_id: str = "s") -> Story:
    """A story of any text, with entries whose spans and references are all in it."""
    text = draw(st.text(min_size=1, max_size=200))
    length = len(text)
    within = spans(length)
    dates = st.none() | intervals(length)
    actors = tuple(
        Actor(
            id=f"a{i}",
            name=draw(names),
            kind=draw(st.sampled_from(ActorKind)),
            country=draw(countries),
            code=draw(st.none() | names),
            roles=draw(_upto(st.builds(Role, title=names, of=st.none() | names, span=within))),
            mentions=draw(st.lists(within, min_size=1, max_size=3).map(tuple)),
        )
        for i in _listed(draw)
    )
    refs = _references([actor.id for actor in actors], length)
    statements: list[Statement] = []
    for i in _listed(draw):
        statements.append(
            Statement(
                id=f"s{i}",
                key=draw(names),
                kind=draw(st.sampled_from(StatementKind)),
                speaker=draw(st.none() | refs),
                cue=draw(st.none() | within),
                content=draw(st.lists(within, min_size=1, max_size=2).map(tuple)),
                form=draw(st.sampled_from(Form)),
                addressees=draw(_upto(refs)),
                date=draw(dates),
                within=draw(st.sampled_from([None, *(s.id for s in statements)])),
                rule=draw(st.none() | names),
            )
        )
    told_in = st.sampled_from([None, *(s.id for s in statements)])
    events = tuple(
        Event(
            id=f"e{i}",
            key=draw(names),
            type=draw(st.sampled_from(("CONSULT", "AGREE", "ASSAULT"))),
            root=draw(st.sampled_from(("CONSULT", "AGREE", "THREATEN"))),
            mode=draw(st.none() | names),
            contexts=draw(_upto(names)),
            cameo=draw(st.none() | st.from_regex(r"[0-9]{2,4}", fullmatch=True)),
            trigger=draw(within),
            actors=draw(_upto(refs)),
            recipients=draw(_upto(refs)),
            place=draw(st.none() | st.builds(Place, name=names, country=countries, span=within)),
            date=draw(dates),
            status=draw(st.sampled_from(Status)),
            factuality=draw(factualities),
            voice=draw(told_in),
            status_words=draw(_upto(within)),
            rule=draw(st.none() | names),
        )
        for i in _listed(draw)
    )
    return Story(
        id=story_id,
        kind=draw(st.sampled_from(StoryKind)),
        text=text,
        start=draw(st.none() | st.integers(0, 10_000)),
        headline=draw(st.none() | names),
        source=draw(st.none() | names),
        author=draw(st.none() | names),
        truncated=draw(st.booleans()),
        language=draw(st.none() | st.just("en")),
        published=draw(st.none() | days),
        published_at=draw(st.none() | st.just("2031-03-05T10:00:00+01:00")),
        updated_at=draw(st.none() | st.just("2031-03-06")),
        url=draw(st.none() | st.just("https://www.harbourpost.example/talks")),
        section=draw(st.none() | names),
        ignored=tuple(draw(st.lists(within, max_size=2))),
        actors=actors,
        statements=tuple(statements),
        events=events,
        conditions=tuple(
            Condition(
                id=f"c{i}",
                key=draw(names),
                antecedent=draw(within),
                consequent=draw(within),
                event=draw(st.sampled_from([None, *(e.id for e in events)])),
            )
            for i in _listed(draw, 2)
        ),
        positions=tuple(
            Position(
                id=f"p{i}",
                key=draw(names),
                actor=draw(st.sampled_from([a.id for a in actors])),
                issue=draw(names),
                stance=draw(st.sampled_from(Stance)),
                span=draw(within),
                statement=draw(told_in),
                date=draw(dates),
            )
            for i in (_listed(draw, 2) if actors else ())
        ),
        times=draw(
            st.none()
            | _upto(
                st.builds(
                    TimeExpression,
                    span=within,
                    type=st.sampled_from(TimeType),
                    value=names,
                    first=st.none() | days,
                    last=st.none() | days,
                )
            )
        ),
        predicates=draw(st.none() | _upto(st.builds(Predicate, span=within, factuality=factualities))),
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of up to three stories."""
    listed = tuple(draw(stories(story_id=f"story{i}")) for i in _listed(draw))
    return Record(
        page=PageRef(id=draw(names), uri=draw(names), media_type="text/plain"),
        reader=ReaderInfo(version="1", model=draw(st.text(max_size=5)), options=draw(names)),
        outcome=draw(st.sampled_from(Outcome)),
        issues=draw(
            _upto(
                st.builds(
                    Issue,
                    code=names,
                    detail=names,
                    story=st.none() | names,
                    span=st.none() | spans(),
                    words=st.none() | names,
                )
            )
        ),
        stories=listed,
    )
