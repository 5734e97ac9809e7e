"""A view answers with entries that carry their story and their words."""

from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest

from communique.archive import View
from communique.archive.results import Passage
from communique.record.vocab import Outcome, Stance, StatementKind, Status
from tests.archive import builders


def passages(value: object) -> list[Passage]:
    """Every passage in an entry."""
    if isinstance(value, Passage):
        return [value]
    if isinstance(value, tuple):
        return [found for each in value for found in passages(each)]
    if is_dataclass(value) and not isinstance(value, type):
        return [found for field in fields(value) for found in passages(getattr(value, field.name))]
    return []


LISTS = "statements events facts conditions positions shifts prospects actors".split()


@pytest.mark.parametrize("name", LISTS)
def test_every_line_has_its_words(view: View, name: str) -> None:
    for entry in getattr(view, f"list_{name}")():
        found = passages(entry)
        assert found
        for passage in found:
            story = view.get_story(passage.story.id)
            assert story is not None
            assert passage.words == passage.span.of(story.text)
            start = passage.span.start - passage.context_start
            assert passage.context[start : start + len(passage.words)] == passage.words
            assert passage.story.source
            assert passage.story.published
            assert passage.story.headline


@pytest.mark.parametrize("name", LISTS)
def test_a_limit_cuts_the_same_list(view: View, name: str) -> None:
    if name == "shifts":
        return
    whole = getattr(view, f"list_{name}")()
    assert getattr(view, f"list_{name}")(limit=1) == whole[:1]


def test_counts(view: View) -> None:
    counts = view.counts()
    assert (counts.n_pages, counts.n_stories, counts.n_articles, counts.n_teasers, counts.n_copies) == (10, 10, 10, 0, 2)
    assert counts.outcomes == {Outcome.READ: 10}
    assert (counts.first_published, counts.last_published) == (date(2031, 3, 1), date(2031, 4, 10))
    assert counts.n_events == 9
    assert counts.n_prospects == 3


def test_pages_and_their_issues(place: str) -> None:
    from tests.made import aside_record, shift_record

    view = builders.filled(place, aside_record(), shift_record(), builders.due())
    assert len(view.list_pages()) == 3
    (aside,) = view.list_pages(outcome=Outcome.SET_ASIDE)
    assert [issue.code for issue in aside.issues] == ["no-text"]
    assert len(view.list_pages(with_issues=True)) == 2
    assert [page.id for page in view.list_pages(with_trouble=True)] == [page.id for page in view.list_pages(with_issues=True)]
    assert view.list_pages(with_trouble=True, until=date(2031, 1, 1)) == (aside,)  # it has no story that was published later
    assert view.counts().issues == {"no-text": 1, "unresolved-date": 1}
    issue = next(page for page in view.list_pages(with_issues=True) if page.outcome is Outcome.READ_WITH_ISSUES).issues[0]
    assert issue == shift_record().issues[0]


def test_stories(view: View) -> None:
    assert [story.page_id for story in view.list_stories(since=date(2031, 3, 9))] == ["refused", "postponed", "happened"]
    assert {story.page_id for story in view.list_stories(until=date(2031, 3, 1))} == {"scheduled", "wire"}
    assert [story.page_id for story in view.list_stories(source="the quay", with_copies=False)] == ["postponed"]
    assert len(view.list_stories(limit=4)) == 4
    assert view.get_story("nothing") is None


def test_statements(view: View) -> None:
    (said,) = view.list_statements(by="varo", about="rivers bank")
    assert said.words == "The river belongs to both banks"
    assert said.cue == "said"
    assert said.day == date(2031, 3, 4)
    assert view.list_statements(by="Brandt") == ()
    assert view.list_statements(about="sailors") == ()
    assert view.list_statements(kinds=[StatementKind.THOUGHT]) == ()
    assert view.list_statements(story=said.story.id) == (said,)


def test_types_are_those_that_there_are(view: View) -> None:
    assert view.list_types() == tuple(sorted({event.type for event in view.list_events(with_copies=True)}))
    assert "CONSULT" in view.list_types()


def test_events(view: View) -> None:
    assert {event.story.page_id for event in view.list_events(about="sailors")} == {"offered", "refused"}
    assert len(view.list_events(about="sailors", with_copies=True)) == 3
    assert {event.type for event in view.list_events(statuses=[Status.OCCURRED])} == {"CONSULT"}
    assert len(view.list_events(actor="XLUGOV", types=["CONCEDE"])) == 1
    assert view.list_events(actor="nobody at all") == ()
    assert view.list_events(actor="") == ()


def test_a_story_named_by_its_id_is_shown_even_if_it_is_a_copy(view: View) -> None:
    copy = next(story for story in view.list_stories() if story.page_id == "copy")
    assert copy.duplicate_of
    assert len(view.list_events(story=copy.id)) == 1


def test_facts(view: View) -> None:
    assert {fact.type for fact in view.list_facts(happened_since=date(2031, 4, 1))} == {"CONSULT"}
    assert view.list_facts(happened_since=date(2031, 5, 1)) == ()
    assert [fact.type for fact in view.list_facts(about="blockade")] == ["CONCEDE"]
    assert view.list_facts(since=date(2031, 4, 11)) == ()
    assert {fact.type for fact in view.list_facts(actor="Varo", statuses=[Status.RULED_OUT])} == {"RETREAT"}


def test_positions(view: View) -> None:
    assert [p.stance for p in view.list_positions(issue="sailors")] == [Stance.SUPPORTS, Stance.OPPOSES]
    assert [p.day for p in view.list_positions(actor="Varo", stances=[Stance.OPPOSES])] == [date(2031, 3, 9)]


def test_actors(view: View) -> None:
    varo, brandt = view.list_actors()
    assert (varo.name, varo.n_stories, varo.n_events, varo.n_statements) == ("Ilena Varo", 7, 6, 1)
    assert (brandt.name, brandt.n_stories) == ("Osk Brandt", 7)
    assert varo.first_passage
    assert varo.first_passage.words == "Ilena Varo"
    assert view.get_actor(varo.id)
    assert view.get_actor("nobody") is None
    assert view.list_actors(since=date(2031, 4, 1))[0].n_stories == 1


@pytest.mark.parametrize(
    ("names", "codes", "found"),
    [
        (["varo"], [], {"Ilena Varo"}),
        (["VARO Ilena"], [], {"Ilena Varo"}),
        (["Ilena Brandt"], [], set()),
        (["nobody", "Ósk Brandt"], [], {"Osk Brandt"}),
        ([""], [], set()),
        ([], ["XAR"], {"Ilena Varo"}),
        ([], ["XARGOVX", "XA"], {"Ilena Varo"}),
        (["Brandt"], ["XAR"], {"Ilena Varo", "Osk Brandt"}),
        ([], [], set()),
    ],
)
def test_actors_are_named_without_counting(view: View, names: list[str], codes: list[str], found: set[str]) -> None:
    named = view.name_actors(names=names, codes=codes)
    assert {actor.name for actor in named} == found
    assert [actor.id for actor in named] == sorted(actor.id for actor in named)
    for actor in named:
        told = view.get_actor(actor.id)
        assert told is not None
        assert (actor.kind, actor.country, actor.code) == (told.kind, told.country, told.code)
        assert set(actor.names) == {told.name, *told.names}


def test_prospects_and_shifts_among_actors_are_those_that_name_them(view: View) -> None:
    (varo,) = view.name_actors(names=["Varo"])
    everything = view.list_prospects()
    assert view.list_prospects(among=[varo.id]) == tuple(
        p for p in everything if varo.id in {a.id for a in (*p.actors, *p.recipients)}
    )
    assert view.list_prospects(among=[varo.id]) != ()
    assert view.list_prospects(among=[]) == ()
    assert view.list_shifts(among=[varo.id]) == tuple(s for s in view.list_shifts() if s.actor.id == varo.id) != ()
    assert view.list_shifts(among=["nobody"]) == view.list_shifts(actor="Brandt", among=[varo.id]) == ()


def test_changes(view: View) -> None:
    changes = view.changes_since(date(2031, 3, 9), until=date(2031, 3, 12))
    assert [story.page_id for story in changes.stories] == ["refused", "postponed"]
    assert {(p.type, p.moves[-1].note.value) for p in changes.moved} == {("CONSULT", "postponed"), ("RETREAT", "refused")}
    assert [shift.after.story.page_id for shift in changes.shifts] == ["refused"]
    assert changes.facts == ()  # both were told of before
    assert [p.type for p in view.changes_since(date(2031, 3, 10)).lapsed] == ["CONCEDE"]
    assert view.changes_since(date(2031, 3, 16)).lapsed == ()


def test_changes_by_the_day_of_adding(view: View) -> None:
    everything = view.changes_since(date.today() - timedelta(days=1), by_added=True)
    assert len(everything.stories) == 8
    assert everything.n_copies == 2
    assert view.changes_since(date.today() + timedelta(days=2), by_added=True).stories == ()


def test_changes_about_one_actor(view: View) -> None:
    changes = view.changes_since(date(2031, 3, 1), actor="Brandt")
    assert changes.statements == ()
    assert {fact.type for fact in changes.facts} == {"CONSULT", "RETREAT", "CONCEDE"}


@pytest.mark.parametrize("name", "stories actors statements events facts conditions positions shifts prospects".split())
def test_every_list_is_given_page_by_page(view: View, name: str) -> None:
    ask = getattr(view, f"list_{name}")
    whole = ask()
    assert ask(limit=2) == whole[:2]
    assert ask(limit=2, offset=1) == whole[1:3]
    assert ask(offset=len(whole)) == ()
    pages = [ask(limit=2, offset=start) for start in range(0, len(whole), 2)]
    assert tuple(entry for page in pages for entry in page) == whole


def test_search_and_prospects_are_given_page_by_page(view: View) -> None:
    hits = view.search("summit", limit=50)
    assert len(hits) > 2
    assert view.search("summit", limit=2, offset=1) == hits[1:3]
    scheduled = view.list_prospects(statuses=[Status.SCHEDULED])
    assert {prospect.status for prospect in scheduled} == {Status.SCHEDULED}
    (sailors,) = view.list_prospects(about="sailors")
    assert sailors.type == "RETREAT"
    assert view.list_prospects(about="sailors", offset=1) == view.list_prospects(about="volcano") == ()
