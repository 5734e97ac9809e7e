"""Reports of one event meet; reports of two do not; what they agree on and dispute is told."""

from datetime import date

import pytest

from communique.archive import View
from communique.archive.reports import side_of
from communique.archive.results import LinkKind
from communique.record.model import Record
from communique.record.vocab import ActorKind, Status
from tests.archive import builders


def meeting(
    uri: str,
    *,
    text: str = "Ilena Varo met Osk Brandt in Tellin for talks about the ferry.",
    published: date = date(2031, 3, 5),
    day: date | None = date(2031, 3, 4),
    place: str | None = "Tellin",
    status: Status = Status.OCCURRED,
    type_: str = "CONSULT",
) -> Record:
    made = builders.told(text, published, source=uri)
    made.event(type_, "met", builders.ministers(made), day=day, place=place, status=status)
    return made.record(uri=uri)


OTHER_WORDS = "In Tellin the two foreign ministers, Osk Brandt and Ilena Varo, met for an hour to speak of ships."


def facts_of(path: str, *records: Record) -> list[set[str]]:
    facts = builders.filled(path, *records).list_facts()
    return [{report.story.page_id for report in fact.reports} for fact in facts]


def test_two_stories_of_one_meeting_are_one_fact(place: str) -> None:
    assert facts_of(place, meeting("one"), meeting("two", text=OTHER_WORDS)) == [{"one", "two"}]


@pytest.mark.parametrize(
    "other",
    [
        meeting("two", text=OTHER_WORDS, day=date(2030, 10, 2), published=date(2031, 3, 6)),  # another day
        meeting("two", text=OTHER_WORDS, type_="AGREE"),
    ],
)
def test_other_events_stay_apart(place: str, other: Record) -> None:
    assert len(facts_of(place, meeting("one"), other)) == 2


def a_round(uri: str, number: str, status: Status, published: date) -> Record:
    made = builders.told(
        f"Ilena Varo, Osk Brandt: the {number} round of talks about the ferry in Tellin.", published, source=uri
    )
    made.event("CONSULT", "talks", builders.ministers(made), place="Tellin", status=status)
    return made.record(uri=uri)


@pytest.mark.parametrize(("number", "n_facts"), [("second", 1), ("2nd", 1), ("third", 2), ("third and last", 2)])
def test_rounds_that_are_numbered_otherwise_stay_apart(place: str, number: str, n_facts: int) -> None:
    ahead = a_round("one", "second", Status.SCHEDULED, date(2031, 3, 1))
    held = a_round("two", number, Status.OCCURRED, date(2031, 3, 9))
    assert len(facts_of(place, ahead, held)) == n_facts


@pytest.mark.parametrize(("number", "n_facts"), [("third", 1), ("fourth", 2)])
def test_a_round_that_names_nobody_is_known_by_its_number(place: str, number: str, n_facts: int) -> None:
    made = builders.told(f"In Tellin the {number} round of talks begins on March 4.", date(2031, 3, 1), source="one")
    made.event("CONSULT", "talks", (), place="Tellin", day=date(2031, 3, 4), status=Status.SCHEDULED)
    named = builders.told(
        "Ilena Varo and Osk Brandt will hold a third round of talks in Tellin.", date(2031, 3, 2), source="two"
    )
    named.event("CONSULT", "talks", builders.ministers(named), place="Tellin", day=date(2031, 3, 4), status=Status.SCHEDULED)
    assert len(facts_of(place, made.record(uri="one"), named.record(uri="two"))) == n_facts


def test_other_parties_stay_apart(place: str) -> None:
    made = builders.told("Per Holm met Sana Reed in Tellin for talks about the ferry.", date(2031, 3, 5))
    holm = made.actor("Per Holm", code="XNOGOV", country="XNO")
    reed = made.actor("Sana Reed", code="XKAGOV", country="XKA")
    made.event("CONSULT", "met", (holm, reed), day=date(2031, 3, 4), place="Tellin")
    assert len(facts_of(place, meeting("one"), made.record(uri="two"))) == 2


def test_a_minister_stands_for_the_state(place: str) -> None:
    made = builders.told("Arvenia and Lukania met in Tellin for talks about the ferry, officials said.", date(2031, 3, 5))
    states = [
        made.actor(name, ActorKind.STATE, code=code, country=code) for name, code in (("Arvenia", "XAR"), ("Lukania", "XLU"))
    ]
    made.event("CONSULT", "met", states, day=date(2031, 3, 4), place="Tellin")
    assert facts_of(place, meeting("one"), made.record(uri="two")) == [{"one", "two"}]


def test_what_happened_and_what_is_ahead_in_one_story_are_two(place: str) -> None:
    made = builders.told("Ilena Varo met Osk Brandt. The two are to meet Monday.", date(2031, 3, 5))
    parties = builders.ministers(made)
    made.event("CONSULT", "met", parties)
    made.event("CONSULT", "meet Monday", parties, status=Status.SCHEDULED)
    assert len(facts_of(place, made.record(uri="one"))) == 2


def test_disputes_and_agreement_are_told(place: str) -> None:
    first = meeting("one")
    second = meeting("two", text=OTHER_WORDS, status=Status.DENIED)
    words = "Harbour officials in Tellin confirmed on Wednesday that Osk Brandt met Ilena Varo over ships and the ferry."
    third = meeting("three", text=words, published=date(2031, 3, 6))
    (fact,) = builders.filled(place, first, second, third).list_facts()
    assert fact.agreed == ("date", "place", "actors")
    (dispute,) = fact.disputed
    assert dispute.field == "status"
    assert dict(dispute.values).keys() == {"happened", "did not happen"}
    assert fact.n_stories == 3
    assert (fact.first_seen, fact.last_seen) == (date(2031, 3, 5), date(2031, 3, 6))


def test_a_link_tells_its_rule_score_and_values(view: View) -> None:
    links = view.list_links(kind=LinkKind.SAME_EVENT)
    assert links
    for link in links:
        assert link.score >= 1.5
        assert link.rule
        assert "CONSULT" in link.left_value or "RETREAT" in link.left_value
    postponed = next(e for e in view.list_events() if e.story.page_id == "postponed")
    (link,) = (link for link in view.list_links(of=postponed.id) if link.left == postponed.id)
    assert "parties +2.5" in link.rule
    assert "2031-04-09" in link.left_value
    assert "2031-03-20" in link.right_value


def test_a_fact_is_found_by_a_reports_id(view: View) -> None:
    event = view.list_events(actor="Brandt", types=["CONSULT"], statuses=[Status.OCCURRED])[0]
    fact = view.get_fact(event.id)
    assert fact is not None
    assert fact == view.get_fact(fact.id)
    assert event in fact.reports
    assert view.get_fact("nothing") is None


@pytest.mark.parametrize(
    ("kind", "country", "code", "side"),
    [
        (ActorKind.PERSON, "XAR", "XARGOV", "XAR"),
        (ActorKind.BODY, "XAR", "XARMIL", "XAR"),
        (ActorKind.STATE, "XAR", "XAR", "XAR"),
        (ActorKind.STATE, "XAR", None, "XAR"),
        (ActorKind.BODY, "XAR", "XARLEG", "XARLEG"),
        (ActorKind.ARMED_GROUP, "XAR", "XARREB", "XARREB"),
        (ActorKind.IGO, None, "IGOUNO", "IGOUNO"),
        (ActorKind.PERSON, "XAR", None, None),
    ],
)
def test_side_of(kind: ActorKind, country: str | None, code: str | None, side: str | None) -> None:
    assert side_of(kind, country, code) == side
