"""What the archive makes of the example dossier: copies, prospects, shifts, and what it can be asked."""

from datetime import date
from pathlib import Path

import pytest

from communique.archive import Archive, View
from communique.archive.results import MoveNote, ProspectEntry, ProspectOutcome, PutOutcome
from communique.record.model import Record
from communique.record.vocab import Stance, Status

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="session")
def names(records: tuple[Record, ...]) -> dict[str, str]:
    """The file name, without its ending, of each page's id."""
    return {record.page.id: Path(record.page.uri).stem for record in records}


def parties(prospect: ProspectEntry) -> set[str]:
    return {actor.name for actor in (*prospect.actors, *prospect.recipients)}


def prospects(view: View, kind: str, *who: str) -> list[ProspectEntry]:
    """Prospects of a type in which all of `who` take part, as of the last day of the archive."""
    return [
        prospect
        for prospect in view.list_prospects(types=[kind])
        if all(any(name in party for party in parties(prospect)) for name in who)
    ]


def test_wire_copies_are_told_and_follow_ups_are_none(view: View, names: dict[str, str]) -> None:
    copies = {names[entry.page_id]: names[entry.duplicate_of] for entry in view.list_duplicates()}
    assert copies == {
        "2005-01-25-straits-ledger-jakarta-rebels-to-meet": "2005-01-24-harbour-wire-talks-this-week",
        "2005-07-18-sumatra-post-peace-deal": "2005-07-17-harbour-wire-agreement",
    }


def test_reading_the_pages_again_changes_nothing(archive: Archive, records: tuple[Record, ...]) -> None:
    with archive.writer() as writer:
        assert {writer.put_record(record) for record in records} == {PutOutcome.UNCHANGED}


def test_a_postponed_visit_stays_one_prospect_until_it_happened(view: View) -> None:
    found = [p for p in prospects(view, "CONSULT", "Ahtisaari", "Yudhoyono") if p.opened == date(2005, 3, 10)]
    assert len(found) == 1
    assert found[0].outcome is ProspectOutcome.HAPPENED
    assert {move.day for move in found[0].moves} >= {date(2005, 3, 10), date(2005, 3, 29), date(2005, 4, 7)}
    assert MoveNote.POSTPONED in {move.note for move in found[0].moves}


def test_the_postponed_visit_was_still_open_before_it_took_place(view: View) -> None:
    day = date(2005, 3, 31)
    found = [p for p in view.list_prospects(types=["CONSULT"], as_of=day) if any("Ahtisaari" in name for name in parties(p))]
    assert {(p.outcome, p.due.last if p.due else None) for p in found if any("Yudhoyono" in name for name in parties(p))} == {
        (ProspectOutcome.OPEN, date(2005, 4, 6))
    }


def test_a_meeting_that_was_offered_and_refused_is_refused(view: View) -> None:
    found = prospects(view, "CONSULT", "Kalla", "Malik Mahmud")
    assert [(p.opened, p.outcome) for p in found] == [(date(2005, 2, 24), ProspectOutcome.REFUSED)]
    assert [move.status for move in found[0].moves][:1] == [Status.PROPOSED]


def test_a_promise_whose_day_passed_in_silence_has_lapsed(view: View) -> None:
    due = [p for p in view.list_prospects(types=["RETREAT"]) if p.due is not None and p.due.last == date(2005, 4, 30)]
    assert [p.outcome for p in due] == [ProspectOutcome.LAPSED]
    before = [p for p in view.list_prospects(types=["RETREAT"], as_of=date(2005, 4, 20)) if p.id == due[0].id]
    assert [p.outcome for p in before] == [ProspectOutcome.OPEN]


def test_what_was_conditional_happened_once_the_condition_was_met(view: View) -> None:
    found = [
        p
        for p in view.list_prospects(types=["AGREE"])
        if Status.CONDITIONAL in {move.status for move in p.moves if move.day == date(2005, 7, 11)}
    ]
    assert ProspectOutcome.HAPPENED in {p.outcome for p in found}


def test_a_summit_that_was_only_speculated_about_never_happened(view: View) -> None:
    found = prospects(view, "CONSULT", "Yudhoyono", "Malik Mahmud")
    assert found
    assert {p.outcome for p in found} <= {ProspectOutcome.OPEN, ProspectOutcome.LAPSED, ProspectOutcome.REFUSED}
    facts = view.list_facts(types=["CONSULT"], statuses=[Status.OCCURRED], actor="Yudhoyono")
    assert not any("Malik Mahmud" in {actor.name for actor in (*f.actors, *f.recipients)} for f in facts)


@pytest.mark.parametrize(
    ("issue", "before", "after", "day"),
    [
        ("foreign monitors", Stance.OPPOSES, Stance.OPEN, date(2005, 4, 17)),
        ("local parties", Stance.OPPOSES, Stance.SUPPORTS, date(2005, 7, 17)),
    ],
)
def test_a_change_of_mind_is_a_shift(view: View, issue: str, before: Stance, after: Stance, day: date) -> None:
    found = [shift for shift in view.list_shifts(issue=issue) if shift.actor.name == "Indonesia"]
    assert (before, after, day) in {(s.before.stance, s.after.stance, s.after.story.published) for s in found}


def test_the_signing_is_one_event_with_several_reports(view: View) -> None:
    facts = [
        fact
        for fact in view.list_facts(types=["AGREE"])
        if fact.date is not None and (fact.date.first, fact.date.last) == (date(2005, 8, 15), date(2005, 8, 15))
    ]
    assert max(fact.n_stories for fact in facts) >= 2
    assert Status.OCCURRED in {fact.status for fact in facts}


def test_one_person_is_one_actor_across_outlets(view: View) -> None:
    for name in ("Martti Ahtisaari", "Malik Mahmud", "Jusuf Kalla", "Hamid Awaluddin"):
        found = [actor for actor in view.list_actors(words=name.split()[-1]) if actor.name.endswith(name.split()[-1])]
        assert [actor.name for actor in found] == [name]
        assert found[0].n_stories >= 5


def test_statements_can_be_asked_for_by_speaker_and_by_words(view: View) -> None:
    said = view.list_statements(by="Kalla", about="local parties")
    assert any("We opposed local parties in April" in statement.words for statement in said)
    assert {statement.speaker.name for statement in said if statement.speaker} == {"Jusuf Kalla"}


def test_the_archive_can_be_searched(view: View) -> None:
    hits = view.search('"foreign monitors"')
    assert date(2005, 4, 17) in {hit.story.published for hit in hits}
    assert view.search("volcano") == ()


def test_a_brief_since_july_tells_what_july_brought(view: View) -> None:
    changes = view.changes_since(date(2005, 7, 12), until=date(2005, 7, 31))
    assert {story.published for story in changes.stories} == {date(2005, 7, 17), date(2005, 7, 18)}
    assert changes.n_copies == 1
    assert ("Indonesia", "local parties") in {(shift.actor.name, shift.issue) for shift in changes.shifts}
