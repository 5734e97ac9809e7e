"""Prospects: from the first word of an event to its happening, its refusal, or its day passing in silence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from communique.archive import View
from communique.archive.prospects import standing
from communique.archive.results import MoveNote, ProspectEntry, ProspectOutcome
from communique.record.model import Record
from communique.record.vocab import Status
from tests.archive import builders
from tests.archive.conftest import NewPlace


def only(view: View, **asked: date) -> ProspectEntry:
    (prospect,) = view.list_prospects(**asked)  # type: ignore[arg-type]
    return prospect


def history(prospect: ProspectEntry) -> list[tuple[str, str]]:
    return [(move.note.value, move.passage.story.page_id) for move in prospect.moves]


def test_a_meeting_put_off_stays_one_prospect_until_it_happens(place: str) -> None:
    view = builders.filled(place, builders.happened(), builders.postponed(), builders.scheduled())
    prospect = only(view)
    assert history(prospect) == [("opened", "scheduled"), ("postponed", "postponed"), ("happened", "happened")]
    assert prospect.outcome is ProspectOutcome.HAPPENED
    assert (prospect.opened, prospect.last_moved) == (date(2031, 3, 1), date(2031, 4, 10))
    assert [move.passage.words for move in prospect.moves] == ["summit"] * 3
    assert {actor.name for actor in prospect.actors} == {"Ilena Varo", "Osk Brandt"}
    (fact,) = view.list_facts()
    assert fact.id == prospect.id
    assert fact.status is Status.OCCURRED
    assert fact.date
    assert fact.date.first == date(2031, 4, 9)


@pytest.mark.parametrize(
    ("as_of", "outcome", "due", "days_left"),
    [
        (date(2031, 3, 5), ProspectOutcome.OPEN, date(2031, 3, 20), 15),
        (date(2031, 3, 12), ProspectOutcome.OPEN, date(2031, 4, 9), 28),
        (date(2031, 4, 9), ProspectOutcome.OPEN, date(2031, 4, 9), 0),
        (date(2031, 4, 10), ProspectOutcome.HAPPENED, date(2031, 4, 9), -1),
    ],
)
def test_a_prospect_as_of_a_day(place: str, as_of: date, outcome: ProspectOutcome, due: date, days_left: int) -> None:
    view = builders.filled(place, builders.happened(), builders.postponed(), builders.scheduled())
    prospect = only(view, as_of=as_of)
    assert (prospect.outcome, prospect.due and prospect.due.last, prospect.days_left) == (outcome, due, days_left)
    assert view.get_prospect(prospect.id, as_of=as_of) == prospect
    assert view.get_prospect(prospect.id, as_of=date(2031, 2, 1)) is None
    assert view.list_prospects(as_of=date(2031, 2, 1)) == ()


def test_an_offer_that_is_withdrawn_is_refused(place: str) -> None:
    prospect = only(builders.filled(place, builders.refused(), builders.offered()))
    assert history(prospect) == [("opened", "offered"), ("refused", "refused")]
    assert prospect.outcome is ProspectOutcome.REFUSED


def test_what_is_told_as_ahead_after_a_refusal_is_taken_up_again(place: str) -> None:
    made = builders.told("Ilena Varo may free the captured sailors of Lukania, her office told Osk Brandt.", date(2031, 3, 30))
    varo, brandt = builders.ministers(made)
    made.event("RETREAT", "free", (varo,), (brandt,), status=Status.POSSIBLE)
    prospect = only(builders.filled(place, builders.refused(), builders.offered(), made.record(uri="again")))
    assert history(prospect)[-1] == ("taken up again", "again")
    assert prospect.outcome is ProspectOutcome.OPEN


def test_a_day_that_passes_in_silence_is_a_lapse(place: str) -> None:
    view = builders.filled(place, builders.due())
    assert only(view).outcome is ProspectOutcome.OPEN
    assert only(view, as_of=date(2031, 3, 15)).outcome is ProspectOutcome.OPEN
    late = only(view, as_of=date(2031, 3, 16))
    assert late.outcome is ProspectOutcome.LAPSED
    assert late.is_overdue
    assert late.days_left == -1


def test_the_last_publication_is_the_day_by_default(place: str) -> None:
    view = builders.filled(place, builders.due(), builders.happened())
    assert only(view).as_of == date(2031, 4, 10)
    assert only(view).outcome is ProspectOutcome.LAPSED


def test_a_prospect_still_ahead_after_its_day_has_lost_its_day(place: str) -> None:
    made = builders.told("Osk Brandt still has to lift the blockade of the strait, the treaty says.", date(2031, 3, 25))
    brandt = made.actor(builders.BRANDT, code="XLUGOV", country="XLU")
    made.event("CONCEDE", "lift", (brandt,), status=Status.SCHEDULED)
    prospect = only(builders.filled(place, builders.due(), made.record(uri="still")))
    assert len(prospect.moves) == 2
    assert (prospect.due, prospect.outcome) == (None, ProspectOutcome.OPEN)


def test_a_former_plan_gives_no_day(place: str) -> None:
    made = builders.told("Ilena Varo and Osk Brandt were to have met for a summit in Tellin on 10 March.", date(2031, 3, 12))
    parties = builders.ministers(made)
    made.event("CONSULT", "summit", parties, status=Status.SCHEDULED, day=date(2031, 3, 10), place="Tellin")
    prospect = only(builders.filled(place, builders.scheduled(), made.record(uri="former")))
    assert len(prospect.moves) == 2
    assert history(prospect)[-1] == ("former plan", "former")
    assert prospect.due
    assert prospect.due.last == date(2031, 3, 20)


def test_what_is_only_told_of_as_a_former_plan_has_lapsed(place: str) -> None:
    made = builders.told("Ilena Varo and Osk Brandt were to have met for a summit in Tellin on 10 March.", date(2031, 3, 12))
    parties = builders.ministers(made)
    made.event("CONSULT", "summit", parties, status=Status.SCHEDULED, day=date(2031, 3, 10), place="Tellin")
    prospect = only(builders.filled(place, made.record(uri="former")))
    assert history(prospect) == [("former plan", "former")]
    assert prospect.due
    assert (prospect.due.last, prospect.outcome) == (date(2031, 3, 10), ProspectOutcome.LAPSED)


def test_a_copy_moves_nothing(place: str) -> None:
    day = timedelta(days=1)
    again = builders.wire("The Quay", date(2031, 3, 1) + day, "copy", " The Quay's readers in Orsk have waited for this.")
    view = builders.filled(place, builders.wire(), again)
    prospect = only(view)
    assert history(prospect) == [("opened", "wire")]
    (fact,) = view.list_facts()
    assert (fact.n_stories, fact.n_copies, len(fact.reports)) == (1, 1, 2)


def test_a_copy_that_arrives_alone_is_an_event_all_the_same(place: str) -> None:
    copy = builders.wire("The Quay", date(2031, 3, 2), "copy")
    empty = replace(builders.wire(), stories=(replace(builders.wire().stories[0], events=(), positions=()),))
    view = builders.filled(place, copy, empty)
    (fact,) = view.list_facts()
    assert fact.reports[0].story.duplicate_of is not None
    assert view.list_prospects() == ()


def test_what_happened_is_no_prospect(place: str) -> None:
    assert builders.filled(place, builders.happened()).list_prospects() == ()


def test_another_summit_after_the_first_is_another_prospect(place: str) -> None:
    made = builders.told("After their summit, Ilena Varo and Osk Brandt will meet again in Orsk on 3 June.", date(2031, 4, 11))
    parties = builders.ministers(made)
    made.event("CONSULT", "meet again", parties, status=Status.SCHEDULED, day=date(2031, 6, 3), place="Orsk")
    view = builders.filled(place, builders.scheduled(), builders.happened(), made.record(uri="next"))
    assert sorted(history(p)[-1] for p in view.list_prospects()) == [("opened", "next"), ("postponed", "happened")] or sorted(
        (p.outcome.value, len(p.moves)) for p in view.list_prospects()
    ) == [("happened", 2), ("open", 1)]


def test_a_party_that_denies_refuses_and_a_story_that_denies_does_not(new_place: NewPlace) -> None:
    def denied(by_party: bool) -> Record:
        made = builders.told("There is no date for a summit in Tellin with Ilena Varo, Osk Brandt said.", date(2031, 3, 4))
        parties = builders.ministers(made)
        voice = made.statement(parties[1], "said", "There is no date for a summit in Tellin") if by_party else None
        made.event("CONSULT", "summit", parties, status=Status.DENIED, place="Tellin", voice=voice)
        return made.record(uri="denied")

    by_party = only(builders.filled(new_place(), builders.scheduled(), denied(True)))
    by_story = only(builders.filled(new_place(), builders.scheduled(), denied(False)))
    assert (by_party.outcome, by_story.outcome) == (ProspectOutcome.REFUSED, ProspectOutcome.OPEN)


def test_selections(view: View) -> None:
    kinds = {p.type for p in view.list_prospects()}
    assert kinds == {"CONSULT", "RETREAT", "CONCEDE"}
    assert {p.outcome for p in view.list_prospects(open_only=True, as_of=date(2031, 3, 5))} == {ProspectOutcome.OPEN}
    assert [p.type for p in view.list_prospects(overdue=True)] == ["CONCEDE"]
    assert [p.type for p in view.list_prospects(due_within=12, as_of=date(2031, 3, 3))] == ["CONCEDE"]
    both = view.list_prospects(overdue=True, due_within=12, as_of=date(2031, 3, 16))
    assert {(p.type, p.outcome) for p in both} == {
        ("CONCEDE", ProspectOutcome.LAPSED),
        ("CONSULT", ProspectOutcome.OPEN),
    } or {p.outcome for p in both} == {ProspectOutcome.LAPSED}
    moved = {p.id for p in view.list_prospects(moved_since=date(2031, 3, 9))}
    assert moved == {p.id for p in view.list_prospects() if p.last_moved and p.last_moved >= date(2031, 3, 9)}
    assert moved < {p.id for p in view.list_prospects()}
    assert {p.type for p in view.list_prospects(overdue=True, due_since=date(2031, 3, 15))} == {"CONCEDE"}
    assert not view.list_prospects(overdue=True, due_since=date(2031, 3, 16))
    assert {p.type for p in view.list_prospects(actor="Varo")} == {"CONSULT", "RETREAT"}
    assert {p.type for p in view.list_prospects(types=["RETREAT"])} == {"RETREAT"}
    assert len(view.list_prospects(limit=1)) == 1
    due = [p.due.last for p in view.list_prospects() if p.due and p.due.last]
    assert due == sorted(due)


def test_standing_looks_at_no_date_without_a_day() -> None:
    steps = [(MoveNote.OPENED, date(2031, 1, 1), None, date(2031, 2, 1))]
    assert standing(steps, None).outcome is ProspectOutcome.OPEN
    assert standing(steps, date(2031, 2, 2)).outcome is ProspectOutcome.LAPSED
    assert standing([], date(2031, 2, 2)).outcome is ProspectOutcome.OPEN


def test_what_happened_keeps_its_day_when_it_is_recalled() -> None:
    told, day, later = date(2031, 1, 1), date(2031, 2, 1), date(2031, 9, 1)
    steps = [
        (MoveNote.OPENED, told, day, day),
        (MoveNote.HAPPENED, day, day, day),
        (MoveNote.REPEATED, later, None, None),
    ]
    assert (standing(steps, later).due_first, standing(steps, later).due_last) == (day, day)
