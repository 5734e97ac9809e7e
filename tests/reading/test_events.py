"""What counts as an event, of which type, between whom, when and where, and how far it has come."""

from datetime import date

import pytest

from communique.reading.events.lexicon import load_lexicon
from communique.reading.pipeline import Reader
from communique.record.model import Event, Record, Story
from communique.record.vocab import Status
from communique.sources.base import Page

pytestmark = pytest.mark.pipeline
PUBLISHED = date(2005, 3, 16)  # a Wednesday


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str) -> Story:
    record: Record = reader.read(Page(id="page", uri="page", media_type="text/plain", content=text, published=PUBLISHED))
    assert record.article is not None, record.issues
    return record.article


def event_of(story: Story, trigger: str) -> Event:
    found = [event for event in story.events if story.words(event.trigger) == trigger]
    assert len(found) == 1, [(story.words(e.trigger), e.type) for e in story.events]
    return found[0]


def names(story: Story, event: Event) -> set[str]:
    return {story.actor(ref.actor).name for ref in event.actors if ref.actor}


STATUSES = [
    ("Norway's foreign minister met the rebels in Oslo on Monday.", "met", Status.OCCURRED),
    ("The two delegations are negotiating in Helsinki this week.", "negotiating", Status.ONGOING),
    ("Sanctions against Burma will remain in force, Canada said.", "Sanctions", Status.ONGOING),
    ("The foreign ministers of Peru and Ecuador will meet in Lima on Friday.", "meet", Status.SCHEDULED),
    ("Sweden is due to sign the treaty next week.", "sign", Status.SCHEDULED),
    ("The government agreed to withdraw its troops from the province.", "withdraw", Status.SCHEDULED),
    ("The envoys are to meet again in April.", "meet", Status.SCHEDULED),
    ("Chad urged Sudan to release the prisoners.", "release", Status.PROPOSED),
    ("The rebels offered to free the hostages.", "free", Status.PROPOSED),
    ("Finland called for a ceasefire in the region.", "ceasefire", Status.PROPOSED),
    ("The army must leave the valley, the rebels said.", "leave", Status.PROPOSED),
    ("The government will lift the curfew if the rebels lay down their arms.", "lift", Status.CONDITIONAL),
    ("The government will lift the curfew if the rebels lay down their arms.", "lay down", Status.POSSIBLE),
    ("Norway may hold talks with the rebels.", "talks", Status.POSSIBLE),
    ("Kenya is considering sending troops to Somalia.", "sending", Status.POSSIBLE),
    ("The president is ready to meet the rebels.", "meet", Status.POSSIBLE),
    ("Will the minister resign?", "resign", Status.SCHEDULED),
    ("The minister said he was open to talks with the rebels.", "talks", Status.POSSIBLE),
    ("It is possible that Chad will not sign the accord.", "sign", Status.POSSIBLE),
    ("Jakarta refused to withdraw its troops.", "withdraw", Status.RULED_OUT),
    ("Jakarta ruled out talks with the rebels.", "talks", Status.RULED_OUT),
    ("The rebels will not disarm, their spokesman said.", "disarm", Status.RULED_OUT),
    ("The minister denied that soldiers had attacked the village.", "attacked", Status.DENIED),
    ("The two sides failed to reach an agreement.", "reach", Status.DENIED),
    ("The rebels have not released the hostages.", "released", Status.DENIED),
    ("The delegations left Geneva without signing the accord.", "signing", Status.DENIED),
]


@pytest.mark.parametrize(("text", "trigger", "status"), STATUSES)
def test_status_follows_from_the_words_around_the_act(reader: Reader, text: str, trigger: str, status: Status) -> None:
    story = read(reader, text)
    assert event_of(story, trigger).status is status


def test_refusal_counts_beside_the_act_that_is_refused(reader: Reader) -> None:
    story = read(reader, "Jakarta refused to withdraw its troops.")
    assert [(e.type, e.status) for e in story.events] == [("REJECT", Status.OCCURRED), ("RETREAT", Status.RULED_OUT)]


def test_demand_counts_beside_the_act_that_is_demanded(reader: Reader) -> None:
    story = read(reader, "Chad urged Sudan to release the prisoners.")
    assert [(e.type, e.status) for e in story.events] == [("REQUEST", Status.OCCURRED), ("RETREAT", Status.PROPOSED)]


TYPES = [
    ("The president of Ghana visited Togo on Monday.", "visited", "CONSULT"),
    ("Peru and Ecuador signed a peace accord in Brasilia.", "signed", "AGREE"),
    ("Denmark praised the president of Ghana.", "praised", "SUPPORT"),
    ("The government lifted the curfew in the capital.", "lifted", "CONCEDE"),
    ("France and Chad held joint military exercises.", "exercises", "COOPERATE"),
    ("Japan provided food aid to Ethiopia.", "provided", "AID"),
    ("The rebels released the hostages.", "released", "RETREAT"),
    ("Sudan accused Chad of breaking the truce.", "accused", "ACCUSE"),
    ("Eritrea rejected the offer of the mediators.", "rejected", "REJECT"),
    ("The general threatened to bomb the port.", "threatened", "THREATEN"),
    ("Thousands of students demonstrated in the capital.", "demonstrated", "PROTEST"),
    ("Thailand expelled two diplomats of Myanmar.", "expelled", "SANCTION"),
    ("The government deployed troops along the border.", "deployed", "MOBILIZE"),
    ("The police arrested three members of the opposition.", "arrested", "COERCE"),
    ("Rebels attacked an army post near the border.", "attacked", "ASSAULT"),
    ("Several senators attacked the clause on land rights.", "attacked", "ACCUSE"),
]


@pytest.mark.parametrize(("text", "trigger", "kind"), TYPES)
def test_type_follows_from_predicate_and_frame(reader: Reader, text: str, trigger: str, kind: str) -> None:
    assert event_of(read(reader, text), trigger).type == kind


@pytest.mark.parametrize(
    "text",
    [
        "The minister noted that the weather was fine.",
        "The report met the criteria of the committee.",
        "The company released its figures.",
        "He accepted the blame for the delay.",
    ],
)
def test_plain_speech_and_other_senses_are_no_events(reader: Reader, text: str) -> None:
    assert read(reader, text).events == ()


def test_deal_that_is_only_the_target_of_criticism_is_not_told_again(reader: Reader) -> None:
    story = read(reader, "The opposition denounced the agreement.")
    assert [event.type for event in story.events] == ["ACCUSE"]


def test_all_parties_of_a_meeting_are_actors(reader: Reader) -> None:
    story = read(reader, "President Luis Moreno of Colombia met Prime Minister Anna Berg of Norway in Oslo on Monday.")
    event = event_of(story, "met")
    assert {"Luis Moreno", "Anna Berg"} <= names(story, event)
    assert event.recipients == ()


def test_time_and_place_come_from_the_event_s_own_clause(reader: Reader) -> None:
    story = read(reader, "Peru and Ecuador signed a peace accord in Brasilia on 26 October 1998.")
    event = event_of(story, "signed")
    assert event.date is not None
    assert (event.date.first, event.date.last) == (date(1998, 10, 26), date(1998, 10, 26))
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Brasilia", "BRA")


@pytest.mark.parametrize(
    "text",
    [
        "The third round of talks between Peru and Ecuador is due to begin in Brasilia on Friday.",
        "Talks between Peru and Ecuador are scheduled to open in Brasilia on Friday.",
        "A series of meetings between Peru and Ecuador will start in Brasilia on Friday.",
    ],
)
def test_talks_that_are_counted_or_due_keep_parties_day_and_place(reader: Reader, text: str) -> None:
    story = read(reader, text)
    (event,) = story.events
    assert names(story, event) == {"Peru", "Ecuador"}
    assert event.date is not None
    assert event.date.first == date(2005, 3, 18)
    assert event.place is not None
    assert event.place.name == "Brasilia"


def test_whoever_is_called_on_does_what_is_called_for(reader: Reader) -> None:
    story = read(reader, "Norway called on Chad to release the prisoners.")
    assert names(story, event_of(story, "release")) == {"Chad"}


def test_since_dates_what_goes_on_and_not_what_something_is_the_first_after(reader: Reader) -> None:
    first = event_of(read(reader, "Peru and Ecuador held their first talks since 1998."), "talks")
    assert first.date is None
    going_on = event_of(read(reader, "Peru and Ecuador have held talks since January."), "talks")
    assert going_on.date is not None
    assert going_on.date.first == date(2005, 1, 1)


def test_publication_date_never_stands_in(reader: Reader) -> None:
    assert event_of(read(reader, "Peru and Ecuador signed a peace accord."), "signed").date is None


def test_definite_mention_takes_the_parties_of_the_first(reader: Reader) -> None:
    story = read(reader, "Peru and Ecuador held talks in Brasilia. The talks lasted nine hours, diplomats said.")
    events = [event for event in story.events if event.type == "CONSULT"]
    assert [names(story, event) for event in events] == [{"Peru", "Ecuador"}, {"Peru", "Ecuador"}]


def test_voice_is_the_innermost_statement(reader: Reader) -> None:
    story = read(reader, "Chad's president said Sudan had attacked two villages.")
    event = event_of(story, "attacked")
    statement = next(s for s in story.statements if s.id == event.voice)
    assert statement.speaker is not None
    assert story.words(statement.speaker.span).startswith("Chad")


def test_status_words_license_the_status(reader: Reader) -> None:
    story = read(reader, "Norway may hold talks with the rebels.")
    assert [story.words(span) for span in event_of(story, "talks").status_words] == ["may"]


def test_event_tells_the_rule_that_found_it(reader: Reader) -> None:
    rule = event_of(read(reader, "The rebels released the hostages."), "released").rule
    assert rule is not None
    assert rule.startswith("predicate:")


def test_root_files_acts_to_come_where_the_codebook_does(reader: Reader) -> None:
    aid = event_of(read(reader, "Japan will provide food aid to Ethiopia."), "provide")
    attack = event_of(read(reader, "The rebels will attack the port."), "attack")
    assert (aid.type, aid.root) == ("AID", "AGREE")
    assert (attack.type, attack.root) == ("ASSAULT", "THREATEN")


TARGETS = [
    # what an act is done with is no target: where it goes, comes from or holds is
    ("Norway withdrew its soldiers from Chad.", "withdrew", ["Chad"]),
    ("Norway sent troops to Chad.", "sent", ["Chad"]),
    ("Peru mobilized the army for a battle against Ecuador.", "mobilized", ["Ecuador"]),
    ("The government imposed a curfew in Quito.", "imposed", ["Quito"]),
    ("Norway lifted the restrictions imposed on Chad.", "lifted", ["Chad"]),
    ("Norway returned the statues to the government of Peru.", "returned", ["the government of Peru"]),
    # things of a party stand for the party
    ("Norway gave two million dollars to Chad's fishing sector.", "gave", ["Chad"]),
    ("Prosecutors opened an investigation into Peru's customs.", "opened", ["Peru"]),
    # an act that concerns another act reaches whom that one reaches
    ("Norway refused to meet Ecuador.", "refused", ["Ecuador"]),
    ("Norway's refusal to deal with Ecuador angered Peru.", "refusal", ["Ecuador"]),
    # whom a noun's of-phrase names is let go, or goes, by the noun's sense
    ("Peru announced the arrests of two Norwegians.", "arrests", ["two Norwegians"]),
]


@pytest.mark.parametrize(("text", "trigger", "targets"), TARGETS)
def test_recipients_are_whom_the_act_reaches(reader: Reader, text: str, trigger: str, targets: list[str]) -> None:
    story = read(reader, text)
    assert [story.words(ref.span) for ref in event_of(story, trigger).recipients] == targets


DOERS = [
    ("The strikers blocked the road to Quito.", "blocked", ["The strikers"]),
    ("Three farmers said they would boycott the talks.", "boycott", ["Three farmers"]),
    ("Peru's parliament passed a resolution condemning Ecuador.", "condemning", ["Peru's parliament"]),
    ("The quarrel threatened Ecuador.", "threatened", []),
]


@pytest.mark.parametrize(("text", "trigger", "doers"), DOERS)
def test_a_doer_without_a_name_is_told_in_the_text_s_words(reader: Reader, text: str, trigger: str, doers: list[str]) -> None:
    story = read(reader, text)
    assert [
        story.words(ref.span) for event in story.events if story.words(event.trigger) == trigger for ref in event.actors
    ] == doers


DATES = [
    ("The two men signed a treaty at the summit last month.", "signed", date(2005, 2, 1), date(2005, 2, 28)),
    ("In a letter dated Monday, Norway asked Chad to free the prisoners.", "asked", date(2005, 3, 14), date(2005, 3, 14)),
    ("Peru and Ecuador sealed the deal before dawn on Sunday.", "sealed", date(2005, 3, 13), date(2005, 3, 13)),
    ("Norway had hoped to meet Ecuador, its neighbour, by the end of the year.", "meet", None, date(2005, 12, 31)),
    ("Peru and Ecuador have met twice since the war ended in 2003.", "met", date(2003, 1, 1), None),
    ("The parliament may ratify the accord as early as next week.", "ratify", date(2005, 3, 21), date(2005, 3, 27)),
    ("Formal talks between Peru and Ecuador would open in Quito on April 4.", "talks", date(2005, 4, 4), date(2005, 4, 4)),
]


@pytest.mark.parametrize(("text", "trigger", "first", "last"), DATES)
def test_an_event_takes_the_days_that_its_sentence_gives_it(
    reader: Reader, text: str, trigger: str, first: date | None, last: date | None
) -> None:
    found = event_of(read(reader, text), trigger).date
    assert found is not None
    assert (found.first, found.last) == (first, last)


def test_what_has_not_been_done_since_then_has_no_day(reader: Reader) -> None:
    story = read(reader, "No formal talks between Peru and Ecuador have been held since fighting broke out in November 2003.")
    assert event_of(story, "talks").date is None


MODES = [
    ("Three soldiers were killed by a roadside bomb in Quito.", "killed", "explosives"),
    ("Gunmen with rifles killed two officers in Quito.", "killed", "firearms"),
    ("Peruvian warplanes attacked a village in Ecuador.", "attacked", "heavy-weapons"),
    ("Soldiers tortured two prisoners.", "tortured", "torture"),
    ("Refugees began a hunger strike to protest against Sweden.", "began", "hunger"),
    ("Students protested against Sweden in Oslo.", "protested", "demo"),
    ("Peru threatened to attack Ecuador.", "threatened", "violence"),
    ("Peru attacked Ecuador.", "attacked", None),
]


@pytest.mark.parametrize(("text", "trigger", "mode"), MODES)
def test_a_mode_is_told_by_the_clause_where_the_predicate_has_none(
    reader: Reader, text: str, trigger: str, mode: str | None
) -> None:
    assert event_of(read(reader, text), trigger).mode == mode


def test_every_row_of_the_lexicon_can_be_reached() -> None:
    covered: dict[tuple[str, str], str] = {}
    hidden = []
    for (lemma, pos), frames in load_lexicon().frames.items():
        for frame in frames:
            if (lemma, pos) in covered:
                hidden.append(f"{lemma} ({pos}): {frame.rule} stands behind {covered[lemma, pos]}, which holds always")
            if not frame.tests:
                covered[lemma, pos] = frame.rule
    assert hidden == []


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("The army seized the capital on Monday.", "seized", "ASSAULT"),
        ("The army seized two ships on Monday.", "seized", "COERCE"),
        ("Peru pressed charges against a Norwegian banker.", "pressed", "ACCUSE"),
        ("Peru pressed Norway to free the prisoners.", "pressed", "REQUEST"),
    ],
)
def test_a_special_frame_is_asked_before_the_general_one(reader: Reader, text: str, trigger: str, kind: str) -> None:
    assert event_of(read(reader, text), trigger).type == kind


def test_disasters_hurt_nobody_on_purpose(reader: Reader) -> None:
    assert read(reader, "The earthquake injured ninety people in Peru.").events == ()


def test_who_is_only_described_by_a_charge_is_not_charged(reader: Reader) -> None:
    story = read(reader, "Norwegian police arrested a man suspected of theft.")
    assert [event.type for event in story.events] == ["COERCE"]


def test_fighting_between_two_is_of_both(reader: Reader) -> None:
    story = read(reader, "Two people died in fighting between Peru and Ecuador on Monday.")
    assert names(story, event_of(story, "fighting")) == {"Peru", "Ecuador"}


def test_where_a_thing_is_said_is_no_target(reader: Reader) -> None:
    story = read(reader, "Norway insisted on Twitter that Sweden free the prisoners.")
    assert [story.words(ref.span) for ref in event_of(story, "insisted").recipients] == ["Sweden"]
