"""As of a day, nothing that was published later is looked at: neither a word nor a conclusion."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.archive import View
from communique.record.model import Record
from communique.record.vocab import Stance, Status
from communique.views.brief import collect_brief, render_brief
from communique.views.formats import json_of
from communique.views.values import value_of
from tests.archive import builders
from tests.archive.conftest import NewPlace


def stance(uri: str, stance: Stance, published: date, words: str) -> Record:
    made = builders.told(f"Ilena Varo {words} the toll on the barges, her office said in Tellin.", published, source=uri)
    varo, _ = made.actor(builders.VARO, code="XARGOV", country="XAR"), None
    made.position(varo, "toll on the barges", stance, f"{words} the toll on the barges")
    return made.record(uri=uri)


TELLINGS = (
    "Ilena Varo met Osk Brandt in {place} on 4 March, and {count} prisoners were freed that day.",
    "On Tuesday, with {count} young prisoners let go at the same hour, Osk Brandt met Ilena Varo, who had come to {place} by sea.",
    "There were {count} prisoners on the quay of {place} when Ilena Varo at last met Osk Brandt for an hour of talks.",
)


def meeting(uri: str, telling: int, published: date, place: str, count: str, source: str | None = None) -> Record:
    text = TELLINGS[telling].format(place=place, count=count)
    made = builders.told(text, published, source=source or uri)
    made.event("CONSULT", "met", builders.ministers(made), day=date(2031, 3, 4), place=place)
    return made.record(uri=uri)


PROCESS = (
    *builders.process(),
    stance("for", Stance.SUPPORTS, date(2031, 3, 2), "backed"),
    stance("against", Stance.OPPOSES, date(2031, 3, 8), "condemned"),
    stance("for again", Stance.SUPPORTS, date(2031, 3, 30), "hailed"),
)
DAYS = [date(2031, 2, 1), date(2031, 3, 2), date(2031, 3, 9), date(2031, 3, 12), date(2031, 4, 10), date(2032, 1, 1)]


def published_in(value: Any) -> set[str]:
    """Every publication date in some JSON."""
    if isinstance(value, dict):
        own = {value["published"]} if isinstance(value.get("published"), str) else set()
        return own.union(*(published_in(each) for each in value.values()))
    return set().union(*(published_in(each) for each in value)) if isinstance(value, list) else set()


def answers(view: View, day: date | None) -> Any:
    """All that a view says as of a day."""
    return value_of(
        (
            view.list_facts(as_of=day),
            view.list_prospects(as_of=day),
            view.list_shifts(as_of=day),
            view.list_conditions(as_of=day),
            view.list_agreements(until=day),
        )
    )


@pytest.mark.parametrize("day", DAYS)
def test_nothing_later_is_cited(place: str, day: date) -> None:
    view = builders.filled(place, *PROCESS)
    assert all(published <= day.isoformat() for published in published_in(answers(view, day)))
    brief = collect_brief(view, name="talks", as_of=day)
    cited = published_in(json_of(render_brief(brief, limit=0))["sections"])
    assert all(published <= day.isoformat() for published in cited)


@pytest.mark.parametrize("day", DAYS)
def test_an_archive_as_of_a_day_says_what_one_says_that_was_made_then(new_place: NewPlace, day: date) -> None:
    def is_there(record: Record) -> bool:
        return all(story.published is not None and story.published <= day for story in record.stories)

    whole, then = builders.filled(new_place(), *PROCESS), builders.filled(new_place(), *filter(is_there, PROCESS))
    assert value_of(whole.list_facts(as_of=day)) == value_of(then.list_facts(as_of=day))
    for one, other in zip(whole.list_shifts(as_of=day), then.list_shifts(), strict=True):
        assert (one.actor, one.before.id, one.after.id, one.day) == (other.actor, other.before.id, other.after.id, other.day)


@pytest.mark.parametrize("number", range(3))
def test_as_of_the_last_day_is_now(place: str, number: int) -> None:
    view = builders.filled(place, *PROCESS)
    assert answers(view, view.counts().last_published)[number] == answers(view, None)[number]


def test_what_is_asked_of_an_event_is_asked_of_it_as_of_the_day(place: str) -> None:
    view = builders.filled(place, builders.scheduled(), builders.happened())
    early = date(2031, 3, 5)
    assert [fact.status for fact in view.list_facts(as_of=early)] == [Status.SCHEDULED]
    assert view.list_facts(as_of=early, statuses=[Status.OCCURRED]) == ()
    assert view.list_facts(as_of=early, happened_since=date(2031, 4, 1)) == ()
    assert len(view.list_facts(happened_since=date(2031, 4, 1))) == 1
    fact_id = view.list_facts()[0].id
    assert len(view.list_facts()[0].reports) == 2
    early_fact = view.get_fact(fact_id, as_of=early)
    assert early_fact
    assert len(early_fact.reports) == 1
    assert view.get_fact(fact_id, as_of=date(2031, 2, 1)) is None


def test_the_best_status_by_day(place: str) -> None:
    (fact,) = builders.filled(place, builders.happened(), builders.postponed(), builders.scheduled()).list_facts()
    assert [(change.day, change.status) for change in fact.history] == [
        (date(2031, 3, 1), Status.SCHEDULED),
        (date(2031, 4, 10), Status.OCCURRED),
    ]


def test_what_stories_count_and_where_they_say_it_was_can_be_disputed(place: str) -> None:
    one, other = meeting("one", 0, date(2031, 3, 5), "Tellin", "12"), meeting("two", 1, date(2031, 3, 6), "Orsk", "twelve")
    third = meeting("three", 2, date(2031, 3, 6), "Tellin", "1,200", source="one")
    (fact,) = builders.filled(place, one, other, third).list_facts()
    disputed = {dispute.field: {value: len(stories) for value, stories in dispute.values} for dispute in fact.disputed}
    assert disputed == {"place": {"Tellin": 2, "Orsk": 1}, "number (prisoners)": {"12": 2, "1200": 1}}
    assert fact.outlets == ("one", "two")
    assert fact.n_stories == 3


def test_opposite_stances_within_two_weeks_are_a_contradiction(place: str) -> None:
    first, second = builders.filled(place, *PROCESS[-3:]).list_shifts()
    assert (first.days_between, first.is_contradiction) == (6, True)
    assert (second.days_between, second.is_contradiction) == (22, False)


def test_who_agrees_with_whom_by_their_last_stances(place: str) -> None:
    made = builders.told("Osk Brandt hailed the toll on the barges. Per Holm condemned the toll, too.", date(2031, 3, 9))
    brandt, holm = made.actor(builders.BRANDT, code="XLUGOV", country="XLU"), made.actor("Per Holm")
    made.position(brandt, "toll on the barges", Stance.SUPPORTS, "hailed the toll on the barges")
    made.position(holm, "toll", Stance.OPPOSES, "condemned the toll")
    view = builders.filled(place, *PROCESS[-3:-1], made.record(uri="others"))
    found = {frozenset((pair.one.name, pair.other.name)): (pair.agree, pair.differ) for pair in view.list_agreements()}
    (issue,) = {position.issue for position in view.list_positions()}
    assert found == {
        frozenset(("Ilena Varo", "Per Holm")): ((issue,), ()),
        frozenset(("Ilena Varo", "Osk Brandt")): ((), (issue,)),
        frozenset(("Osk Brandt", "Per Holm")): ((), (issue,)),
    }
    assert len(view.list_agreements(actor="Holm")) == 2
    assert view.list_agreements(until=date(2031, 3, 8)) == ()


@given(records=st.permutations(PROCESS), cut=st.integers(0, len(PROCESS)), day=st.sampled_from([None, *DAYS]))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_and_partition_of_arrival_change_no_answer(
    new_place: NewPlace, records: list[Record], cut: int, day: date | None
) -> None:
    at_once = builders.filled(new_place(), *PROCESS)
    place = new_place()
    builders.filled(place, *records[:cut])
    in_parts = builders.filled(place, *records[cut:])
    assert answers(in_parts, day) == answers(at_once, day)
