"""Which prospects hang on which conditions, and whether a condition has been met."""

from datetime import date

from communique.archive import View
from communique.archive.results import ConditionEntry
from communique.record.model import Record
from communique.record.vocab import Status
from tests.archive import builders
from tests.archive.conftest import NewPlace


def conditional() -> Record:
    made = builders.told("If Osk Brandt lifts the blockade of the strait, Ilena Varo will free the sailors.", date(2031, 3, 1))
    varo, brandt = builders.ministers(made)
    made.event("CONCEDE", "lifts", (brandt,), status=Status.POSSIBLE)
    freed = made.event("RETREAT", "free", (varo,), status=Status.CONDITIONAL)
    made.condition("Osk Brandt lifts the blockade of the strait", "Ilena Varo will free the sailors", freed)
    return made.record(uri="conditional")


def lifted(published: date = date(2031, 3, 6), *, uri: str = "lifted") -> Record:
    made = builders.told("Osk Brandt lifts the blockade of the strait at last, to the harbour's relief.", published)
    brandt = made.actor(builders.BRANDT, code="XLUGOV", country="XLU")
    made.event("CONCEDE", "lifts", (brandt,))
    return made.record(uri=uri)


def the_condition(view: View, as_of: date | None = None) -> ConditionEntry:
    prospect = next(p for p in view.list_prospects(as_of=as_of) if p.type == "RETREAT")
    (condition,) = prospect.conditions
    assert condition.fact == prospect.id
    return condition


def test_a_prospect_hangs_on_its_condition(place: str) -> None:
    condition = the_condition(builders.filled(place, conditional()))
    assert condition.antecedent.words == "Osk Brandt lifts the blockade of the strait"
    assert condition.hangs_on is not None
    assert (condition.met_on, condition.met_by) == (None, None)


def test_a_condition_is_met_by_a_later_story_that_tells_it_as_a_fact(place: str) -> None:
    view = builders.filled(place, lifted(date(2031, 3, 9), uri="again"), conditional(), lifted())
    condition = the_condition(view)
    assert condition.met_on == date(2031, 3, 6)
    assert condition.met_by
    assert condition.met_by.story.page_id == "lifted"
    assert view.list_conditions() == (condition,)


def test_as_of_a_day_nothing_later_meets_it(place: str) -> None:
    view = builders.filled(place, conditional(), lifted())
    assert the_condition(view, date(2031, 3, 5)).met_on is None
    assert the_condition(view, date(2031, 3, 6)).met_on == date(2031, 3, 6)
    assert [c.met_on for c in view.list_conditions(as_of=date(2031, 3, 5))] == [None]
    assert view.list_conditions(as_of=date(2031, 2, 1)) == ()


def test_what_happened_before_meets_nothing(new_place: NewPlace) -> None:
    view = builders.filled(new_place(), lifted(date(2031, 2, 20)), conditional())
    assert all(condition.met_on is None for condition in view.list_conditions())
