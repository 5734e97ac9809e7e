"""What the records of the example dossier must say: one test for each thing that the pages were written to hold."""

from datetime import date

import pytest

from communique.record.model import Record
from communique.record.vocab import ActorKind, Form, Outcome
from tests.examples.told import Told

pytestmark = pytest.mark.pipeline

OPENING = "2005-01-24-harbour-wire-talks-this-week"
HANDSHAKE = "2005-01-28-nordic-courier-handshake"
REJECTED = "2005-01-30-harbour-wire-offer-rejected"
SECOND = "2005-02-21-nordic-courier-second-round"
SELF_GOVERNMENT = "2005-02-23-harbour-wire-self-government"
PALACE = "2005-02-24-straits-ledger-palace-denies"
TO_VISIT = "2005-03-10-sumatra-post-ahtisaari-to-visit"
POSTPONED = "2005-03-29-harbour-wire-visit-postponed"
MEETS = "2005-04-07-sumatra-post-ahtisaari-meets-yudhoyono"
THIRD = "2005-04-17-nordic-courier-third-round"
CLASH = "2005-05-12-harbour-wire-clash"
FOURTH = "2005-06-01-straits-ledger-fourth-round"
EVE = "2005-07-11-harbour-wire-eve-of-fifth-round"
DEAL = "2005-07-17-harbour-wire-agreement"
REACTIONS = "2005-07-18-straits-ledger-reactions"
SIGNING = "2005-08-16-nordic-courier-signing"
AMNESTY = "2005-09-01-sumatra-post-amnesty"
WEAPONS = "2005-09-15-harbour-wire-first-weapons"
DISSOLVED = "2005-12-28-straits-ledger-armed-wing-dissolved"


def days(interval: object) -> tuple[date | None, date | None]:
    return (interval.first, interval.last) if interval else (None, None)  # type: ignore[attr-defined]


def test_every_page_is_read(records: tuple[Record, ...]) -> None:
    assert len(records) == 24
    assert {record.outcome for record in records} <= {Outcome.READ, Outcome.READ_WITH_ISSUES}


# actors


@pytest.mark.parametrize(
    ("page", "name", "kind", "country", "code"),
    [
        (OPENING, "Jusuf Kalla", ActorKind.PERSON, "IDN", "IDNGOV"),
        (OPENING, "Hamid Awaluddin", ActorKind.PERSON, "IDN", "IDNGOV"),
        (OPENING, "Endriartono Sutarto", ActorKind.PERSON, "IDN", "IDNMIL"),
        (HANDSHAKE, "Erkki Tuomioja", ActorKind.PERSON, "FIN", "FINGOV"),
        (TO_VISIT, "Susilo Bambang Yudhoyono", ActorKind.PERSON, "IDN", "IDNGOV"),
        (TO_VISIT, "European Union", ActorKind.IGO, None, "IGOEUU"),
        (CLASH, "United States", ActorKind.STATE, "USA", "USA"),
    ],
)
def test_an_actor_has_its_kind_country_and_code(
    told: dict[str, Told], page: str, name: str, kind: ActorKind, country: str | None, code: str
) -> None:
    actor = told[page].actor(name)
    assert (actor.kind, actor.country, actor.code) == (kind, country, code)


@pytest.mark.parametrize(
    ("page", "name", "title"),
    [
        (OPENING, "Hamid Awaluddin", "Justice Minister"),
        (OPENING, "Jusuf Kalla", "Vice President"),
        (HANDSHAKE, "Hamid Awaluddin", "justice minister"),
        (HANDSHAKE, "Erkki Tuomioja", "foreign minister"),
        (TO_VISIT, "Susilo Bambang Yudhoyono", "President"),
    ],
)
def test_a_role_is_read_from_the_text(told: dict[str, Told], page: str, name: str, title: str) -> None:
    assert title.casefold() in {role.title.casefold() for role in told[page].actor(name).roles}


def test_a_capital_that_acts_stands_for_its_state(told: dict[str, Told]) -> None:
    state = next(actor for actor in told[OPENING].story.actors if actor.kind is ActorKind.STATE and actor.country == "IDN")
    assert "Jakarta" in {told[OPENING].words(span) for span in state.mentions}


def test_both_sides_stands_for_each_of_the_parties(told: dict[str, Told]) -> None:
    groups = {
        actor.name
        for actor in told[HANDSHAKE].story.actors
        if "both sides" in {told[HANDSHAKE].words(span) for span in actor.mentions}
    }
    assert len(groups) == 2
    assert any("Free Aceh Movement" in name for name in groups)
    assert any("Indonesia" in name for name in groups)


def test_a_group_is_one_actor_under_its_name_and_its_initials(told: dict[str, Told]) -> None:
    assert {"The Free Aceh Movement", "GAM"} <= told[SELF_GOVERNMENT].mentions("Free Aceh Movement")


# statements


@pytest.mark.parametrize(
    ("page", "words", "speaker"),
    [
        (OPENING, "Both delegations have confirmed", "Martti Ahtisaari"),
        (OPENING, "What they make of these three days", "Martti Ahtisaari"),
        (OPENING, "The soldiers shoot, and then they blame us", "Bakhtiar Abdullah"),  # "he said", two men before it
        (OPENING, "that is not on the agenda", "Jusuf Kalla"),
        (HANDSHAKE, "We have come to talk about a ceasefire first", "Malik Mahmud"),  # "he told the Courier"
        (HANDSHAKE, "Indonesians will watch over it", "Sofyan Djalil"),
        (REJECTED, "There is one republic", "Jusuf Kalla"),
        (REJECTED, "We are patient", "Hamid Awaluddin"),
        (SECOND, "I want answers by Wednesday", "Martti Ahtisaari"),
        (PALACE, "I will send him the ticket myself", "Jusuf Kalla"),
        (TO_VISIT, "We may help if both parties ask us", "Javier Solana"),
        (TO_VISIT, "That door is closed", "Widodo Adi Sucipto"),
        (MEETS, "We do not negotiate through newspapers", "Bakhtiar Abdullah"),
        (THIRD, "Rifles are what people use when they have no vote", "Malik Mahmud"),
        (CLASH, "They would tear the country apart", "Jusuf Kalla"),
        (FOURTH, "A people cannot live in somebody else's party", "Malik Mahmud"),
        (DEAL, "I believe that they mean it", "Martti Ahtisaari"),
        (SIGNING, "This is the beginning of a new era", "Malik Mahmud"),
        (WEAPONS, "Nobody will keep a gun under the bed", "Irwandi Yusuf"),
        (DISSOLVED, "The war is over", "Sofyan Dawood"),
    ],
)
def test_a_quotation_has_its_speaker(told: dict[str, Told], page: str, words: str, speaker: str) -> None:
    straight = words.replace("'", "’") if page in (HANDSHAKE, PALACE, THIRD, FOURTH, SIGNING, DISSOLVED) else words
    assert told[page].speakers(straight) == {speaker}
    assert told[page].statements(straight)[0].form is Form.DIRECT


@pytest.mark.parametrize(
    ("page", "words", "speaker", "form"),
    [
        (OPENING, "Jakarta would offer the rebels special autonomy", "Jusuf Kalla", Form.INDIRECT),
        (SELF_GOVERNMENT, "Jakarta would study the proposal", "Hamid Awaluddin", Form.INDIRECT),
        (SELF_GOVERNMENT, "nothing would be agreed until everything was agreed", "Martti Ahtisaari", Form.INDIRECT),
        (MEETS, "within reach before the end of the year", "Martti Ahtisaari", Form.MIXED),
        (THIRD, "the hardest so far and the most useful", "Martti Ahtisaari", Form.MIXED),
        (EVE, "independence was no longer an issue", "Malik Mahmud", Form.INDIRECT),
    ],
)
def test_an_indirect_or_mixed_statement_has_its_speaker_and_form(
    told: dict[str, Told], page: str, words: str, speaker: str, form: Form
) -> None:
    found = told[page].statements(words)
    assert {told[page].name(statement.speaker) for statement in found} == {speaker}
    assert found[0].form is form


@pytest.mark.parametrize(
    ("page", "words", "inner", "outer"),
    [
        (REJECTED, "fighters would observe the ceasefire", "Malik Mahmud", "Sofyan Djalil"),
        (MEETS, "the rebels would hand over their weapons", "Martti Ahtisaari", "Sofyan Djalil"),
        (EVE, "the rebels would accept seats in national parties", "Hamid Awaluddin", "Jusuf Kalla"),
        (WEAPONS, "obey the timetable", "Malik Mahmud", "Irwandi Yusuf"),
    ],
)
def test_what_one_says_that_another_said_is_nested(
    told: dict[str, Told], page: str, words: str, inner: str, outer: str
) -> None:
    found = told[page].statements(words)
    nested = next(statement for statement in found if told[page].name(statement.speaker) == inner)
    within = next(statement for statement in told[page].story.statements if statement.id == nested.within)
    assert told[page].name(within.speaker) == outer


# events and their status


def test_the_first_talks_are_scheduled_on_their_days(told: dict[str, Told]) -> None:
    found = told[OPENING].events("CONSULT", "scheduled", said="would meet from")
    assert [days(event.date) for event in found] == [(date(2005, 1, 27), date(2005, 1, 29))]
    assert told[OPENING].events("CONSULT", "occurred", said="would meet from") == []


def test_an_act_that_a_party_rules_out_is_ruled_out(told: dict[str, Told]) -> None:
    found = told[OPENING].events("RETREAT", said="ruled out withdrawing troops")
    assert [event.status.value for event in found if told[OPENING].words(event.trigger) == "withdrawing"] == ["ruled_out"]
    assert told[CLASH].events("AGREE", "ruled_out", said="ruled out a ceasefire")


@pytest.mark.parametrize(
    ("page", "words", "kind"),
    [
        (OPENING, "denied that its fighters had attacked", "ASSAULT"),
        (REJECTED, "denied that its troops had attacked", "ASSAULT"),
        (CLASH, "denied that its troops had burned", "COERCE"),
        (PALACE, "denied on Thursday that the government had agreed", "AGREE"),
        (EVE, "denied that the movement had accepted", "AGREE"),
    ],
)
def test_what_is_denied_is_never_told_as_having_happened(told: dict[str, Told], page: str, words: str, kind: str) -> None:
    found = told[page].events(kind, said=words)
    assert found
    assert {event.status.value for event in found} == {"denied"}


def test_an_offer_that_is_refused_is_a_refusal(told: dict[str, Told]) -> None:
    found = told[REJECTED].events("REJECT", "occurred", said="have rejected Indonesia's offer")
    assert len(found) == 1
    assert "rebels" in " ".join(told[REJECTED].words(ref.span) for ref in found[0].actors)
    assert "opposes" in told[REJECTED].stances("Free Aceh Movement", "special autonomy")


def test_a_meeting_is_offered_and_then_refused(told: dict[str, Told]) -> None:
    offered = told[PALACE].events("CONSULT", "proposed", said="offered to meet Malik Mahmud")
    assert [told[PALACE].parties(event) for event in offered] == [{"Jusuf Kalla", "Malik Mahmud"}]
    assert told[TO_VISIT].events("REJECT", "occurred", said="refused to meet Vice President")
    refused = told[TO_VISIT].events("CONSULT", "ruled_out", said="refused to meet Vice President")
    assert [told[TO_VISIT].parties(event) for event in refused] == [{"Jusuf Kalla", "Malik Mahmud"}]


def test_a_visit_is_scheduled_postponed_and_takes_place(told: dict[str, Told]) -> None:
    ahead = told[TO_VISIT].events("CONSULT", "scheduled", said="will visit Jakarta on March 30")
    assert ahead
    assert {days(event.date) for event in ahead} == {(date(2005, 3, 30), date(2005, 3, 30))}
    moved = told[POSTPONED].events("CONSULT", "scheduled", said="will visit the Indonesian capital on April 6")
    assert {days(event.date) for event in moved} == {(date(2005, 4, 6), date(2005, 4, 6))}
    assert told[POSTPONED].events("CONSULT", "occurred", said="postponed his visit") == []
    held = told[MEETS].events("CONSULT", "occurred", said="met President Susilo Bambang Yudhoyono")
    assert [days(event.date) for event in held] == [(date(2005, 4, 6), date(2005, 4, 6))]
    assert told[MEETS].parties(held[0]) == {"Martti Ahtisaari", "Susilo Bambang Yudhoyono"}
    assert held[0].place is not None
    assert (held[0].place.name, held[0].place.country) == ("Jakarta", "IDN")


def test_what_is_only_speculated_about_is_possible(told: dict[str, Told]) -> None:
    found = told[FOURTH].events("CONSULT", said="could meet Malik in Helsinki")
    assert [event.status.value for event in found] == ["possible"]
    assert told[FOURTH].parties(found[0]) == {"Malik Mahmud", "Susilo Bambang Yudhoyono"}


def test_a_promise_has_the_day_by_which_it_is_due(told: dict[str, Told]) -> None:
    found = told[THIRD].events("RETREAT", "scheduled", said="captured oil engineer")
    assert [days(event.date) for event in found] == [(None, date(2005, 4, 30))]


def test_an_agreement_reached_has_occurred_and_its_terms_are_ahead(told: dict[str, Told]) -> None:
    assert told[DEAL].events("AGREE", "occurred", said="reached an agreement on Sunday")
    ahead = told[DEAL].events("RETREAT", "scheduled", said="will hand over 840 weapons")
    assert date(2005, 12, 31) in {days(event.date)[1] for event in ahead}
    assert told[DEAL].events("RETREAT", "occurred", said="will hand over 840 weapons") == []
    signed = told[SIGNING].events("AGREE", "occurred", said="signed a peace agreement in Helsinki")
    assert [days(event.date) for event in signed] == [(date(2005, 8, 15), date(2005, 8, 15))]


def test_an_event_in_a_statement_is_in_its_speakers_voice(told: dict[str, Told]) -> None:
    found = told[CLASH].events("ASSAULT", "occurred", said="Soldiers attacked the village")
    assert [told[CLASH].voice(event) for event in found] == ["Bakhtiar Abdullah"]


def test_releases_and_hand_overs_that_took_place_have_occurred(told: dict[str, Told]) -> None:
    assert told[AMNESTY].events("RETREAT", "occurred", said="released hundreds of jailed members")
    assert told[WEAPONS].events("RETREAT", "occurred", said="handed over their first weapons")


# conditions and positions


@pytest.mark.parametrize(
    ("page", "antecedent", "consequent"),
    [
        (OPENING, "stopped attacking aid convoys", "hold their fire"),
        (HANDSHAKE, "they made progress", "invite the parties"),
        (MEETS, "the army withdrew", "hand over their weapons"),
        (THIRD, "Jakarta allowed the Acehnese to form local parties", "disarm"),
        (CLASH, "the attacks do not stop", "we will not go to Helsinki"),
        (EVE, "Indonesia allowed local parties", "sign a peace agreement"),
        (SIGNING, "either side broke", "would leave"),
        (WEAPONS, "either side fell behind", "report to Brussels"),
    ],
)
def test_a_condition_has_both_of_its_clauses(told: dict[str, Told], page: str, antecedent: str, consequent: str) -> None:
    found = told[page].conditions(antecedent)
    assert len(found) == 1
    assert consequent in told[page].words(found[0].consequent)


def test_what_depends_on_a_condition_is_conditional(told: dict[str, Told]) -> None:
    assert told[EVE].events("AGREE", "conditional", said="would sign a peace agreement")
    assert told[EVE].events("AGREE", "occurred", said="would sign a peace agreement") == []


@pytest.mark.parametrize(
    ("page", "actor", "issue", "stance"),
    [
        (HANDSHAKE, "Indonesia", "foreign monitors", "opposes"),
        (SELF_GOVERNMENT, "Free Aceh Movement", "self-government", "open"),
        (SELF_GOVERNMENT, "Indonesia", "foreign monitors", "opposes"),
        (THIRD, "Indonesia", "foreign monitors", "open"),
        (FOURTH, "Indonesia", "local parties", "opposes"),
        (DEAL, "Indonesia", "local parties", "supports"),
    ],
)
def test_a_position_is_read_where_the_text_shows_it(
    told: dict[str, Told], page: str, actor: str, issue: str, stance: str
) -> None:
    assert stance in told[page].stances(actor, issue)
