"""A reviewer's corrections: kept beside what was read, followed by every view, undone without a trace, and in no order of arrival."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.archive import View, open_archive
from communique.archive.checking import find_faults
from communique.archive.machine import as_read
from communique.archive.requests import Request, read_requests
from communique.archive.results import ProspectOutcome
from communique.archive.sql_archive import SqlArchive
from communique.archive.transfer import copy_archive, merge_archives
from communique.errors import CorrectionError
from communique.record.correcting import correct_record
from communique.record.corrections import Act, Correction, EntryKind, active, from_json, to_json
from communique.record.model import Record
from communique.record.vocab import Stance, Status
from tests.archive import builders
from tests.archive.conftest import NewPlace
from tests.archive.test_writer import answers, examples

MARA = "Mara Lind"


def opened(place: str | Path, *, read_only: bool = False) -> SqlArchive:
    archive = open_archive(place, read_only=read_only)
    assert isinstance(archive, SqlArchive)
    return archive


def correct(place: str, *requests: Request) -> tuple[Correction, ...]:
    with open_archive(place) as archive, archive.writer() as writer:
        return writer.correct(requests)


def request(id_: str, act: Act = Act.CHANGE, **values: str | list[str]) -> Request:
    return Request(id=id_, by=MARA, act=act, values=values, why="the treaty's text")


def view_of(place: str) -> View:
    archive = open_archive(place, read_only=True)
    builders.OPENED.append(archive)
    return archive.view()


def whole(place: str) -> bool:
    with opened(place, read_only=True) as archive:
        return list(find_faults(archive)) == []


@pytest.fixture
def full(place: str) -> str:
    builders.filled(place, *builders.process())
    return place


def event_of(place: str, type_: str, status: Status) -> str:
    (found, *_) = view_of(place).list_events(types=[type_], statuses=[status])
    return found.id


def test_a_status_and_a_date_are_corrected_and_every_view_follows(full: str) -> None:
    lift = event_of(full, "CONCEDE", Status.SCHEDULED)
    made = correct(full, request(lift, status="ruled out", date="2031-03-18"))
    assert [each.field for each in made] == ["status", "date"]
    view = view_of(full)
    (event,) = view.list_events(types=["CONCEDE"])
    assert (event.id, event.status, str(event.date), event.factuality) == (lift, Status.RULED_OUT, "2031-03-18", -2.5)
    (fact,) = view.list_facts(types=["CONCEDE"])
    assert (fact.status, str(fact.date)) == (Status.RULED_OUT, "2031-03-18")
    assert [each.outcome for each in view.list_prospects() if each.type == "CONCEDE"] == [ProspectOutcome.REFUSED]
    status, when = event.corrections
    assert (status.field, status.machine, status.value, status.by, status.why) == (
        "status", "scheduled", "ruled_out", MARA, "the treaty's text",
    )  # fmt: skip
    assert when.machine == {"from": None, "to": "2031-03-15"}
    assert whole(full)


def test_what_was_read_is_kept_and_can_be_seen(full: str) -> None:
    before = answers(view_of(full))
    lift = event_of(full, "CONCEDE", Status.SCHEDULED)
    correct(full, request(lift, status="denied"))
    assert view_of(full).get_record("due") == builders.due()
    corrected = view_of(full).get_record("due", machine=False)
    assert corrected is not None
    assert corrected.stories[0].events[0].status is Status.DENIED
    with opened(full, read_only=True) as archive, as_read(archive) as read:
        assert answers(read.view()) == before


def test_undoing_brings_back_what_was_and_can_be_undone(full: str) -> None:
    before = answers(view_of(full))
    lift = event_of(full, "CONCEDE", Status.SCHEDULED)
    (made,) = correct(full, request(lift, status="denied"))
    after = answers(view_of(full))
    with open_archive(full) as archive, archive.writer() as writer:
        (undone,) = writer.undo([made.id[:8]], by=MARA)
    assert answers(view_of(full)) == before
    with open_archive(full) as archive, archive.writer() as writer:
        with pytest.raises(CorrectionError, match="undone already"):
            writer.undo([made.id], by=MARA)
        writer.undo([undone.id], by=MARA)
    assert answers(view_of(full)) == after
    history = view_of(full).list_corrections()
    assert [each.act for each in history] == ["change", "undo", "undo"]
    assert [each.holds for each in history] == [True, False, True]


def test_an_entry_is_retracted_with_what_refers_to_it(place: str) -> None:
    made = builders.told("Varo said the river would be shared if Brandt agreed. Brandt wants it.", date(2031, 3, 4))
    varo, brandt = made.actor("Varo"), made.actor("Brandt")
    said = made.statement(varo, "said", "the river would be shared if Brandt agreed")
    event = made.event("AGREE", "shared", [varo], voice=said, status=Status.CONDITIONAL)
    made.condition("Brandt agreed", "the river would be shared", event)
    made.position(brandt, "river", Stance.SUPPORTS, "wants it", statement=said)
    builders.filled(place, made.record(uri="river"))
    correct(place, request(said, Act.RETRACT), request(event, Act.RETRACT))
    view = view_of(place)
    assert view.list_statements() == view.list_events() == ()
    assert [condition.event for condition in view.list_conditions()] == [None]
    assert [position.statement for position in view.list_positions()] == [None]
    assert whole(place)


def test_a_missed_event_and_a_missed_statement_are_added(full: str) -> None:
    story = view_of(full).get_record("statement")
    assert story is not None
    id_ = story.stories[0].id
    words = "Lukania's negotiators disagreed"
    values = {"type": "REJECT", "status": "occurred", "actors": ["Lukania's negotiators:body"]}
    correct(
        full,
        Request(id=id_, by=MARA, act=Act.ADD, entry=EntryKind.EVENT, words="disagreed", values=values),
        Request(id=id_, by=MARA, act=Act.ADD, entry=EntryKind.STATEMENT, words=words, values={"speaker": "Osk Brandt"}),
    )
    view = view_of(full)
    (event,) = view.list_events(types=["REJECT"])
    assert (event.actors[0].name, event.actors[0].words) == ("Lukania's negotiators", "Lukania's negotiators")
    assert event.passage.words == "disagreed"
    assert event.corrections[0].act == "add"
    assert event.fact is not None
    (said,) = view.list_statements(by="Osk Brandt")
    assert said.words == words
    correct(full, request(event.id, mode="refuse"))
    assert [event.mode for event in view_of(full).list_events(types=["REJECT"])] == ["refuse"]
    assert whole(full)


def test_the_speaker_and_the_stance_are_corrected(full: str) -> None:
    view = view_of(full)
    (said,) = view.list_statements()
    (position,) = view.list_positions(stances=[Stance.OPPOSES])
    correct(full, request(said.id, speaker="Osk Brandt"), request(position.id, stance="supports", actors=["Osk Brandt"]))
    view = view_of(full)
    assert [each.speaker and each.speaker.name for each in view.list_statements()] == ["Osk Brandt"]
    assert view.list_statements()[0].speaker.words == "Varo"  # type: ignore[union-attr]  # the words that refer stay the story's
    assert view.list_positions(stances=[Stance.OPPOSES]) == ()
    assert [each.stance for each in view.list_positions(actor="Osk Brandt")] == [Stance.SUPPORTS]
    assert view.list_shifts() == ()


def test_reports_are_told_apart_and_together(full: str) -> None:
    view = view_of(full)
    (summit,) = view.list_facts(types=["CONSULT"])
    first, last = summit.reports[0], summit.reports[-1]
    correct(full, Request(id=first.id, by=MARA, act=Act.OTHER_EVENT, other=last.id))
    apart = view_of(full).list_facts(types=["CONSULT"])
    assert len(apart) == 2
    assert {report.id for fact in apart for report in fact.reports} == {report.id for report in summit.reports}
    (free,) = view_of(full).list_facts(types=["RETREAT"])
    correct(full, Request(id=first.id, by=MARA, act=Act.SAME_EVENT, other=last.id))  # the later word holds
    assert len(view_of(full).list_facts(types=["CONSULT"])) == 1
    correct(full, Request(id=first.id, by=MARA, act=Act.SAME_EVENT, other=free.reports[0].id))
    (together,) = [fact for fact in view_of(full).list_facts() if len(fact.reports) > 4]
    assert {report.type for report in together.reports} == {"CONSULT", "RETREAT"}
    assert "a reviewer says so" in {link.rule for link in view_of(full).list_links()}
    assert whole(full)


def test_a_story_is_no_copy(full: str) -> None:
    (copy,) = [story for story in view_of(full).list_stories() if story.is_copy and story.source == "The Quay"]
    assert copy.duplicate_of is not None
    (made,) = correct(full, Request(id=copy.id, by=MARA, act=Act.NO_COPY))
    assert all(story.duplicate_of is None for story in view_of(full).list_stories() if story.id == copy.id)
    with open_archive(full) as archive, archive.writer() as writer:
        writer.undo([made.id], by=MARA)
        writer.correct([Request(id=copy.id, by=MARA, act=Act.NO_COPY, other=copy.duplicate_of)])
    assert all(story.duplicate_of is None for story in view_of(full).list_stories() if story.id == copy.id)
    assert whole(full)


def test_actors_are_merged_and_a_name_is_split_off(full: str) -> None:
    assert [actor.names for actor in view_of(full).list_actors(words="Ilena Varo")] == [("Varo",)]
    correct(full, Request(id="Ilena Varo", by=MARA, act=Act.SPLIT, other="Varo"))
    assert {actor.name for actor in view_of(full).list_actors(words="Varo")} == {"Ilena Varo", "Varo"}
    correct(full, Request(id="Osk Brandt", by=MARA, act=Act.MERGE, other="Varo"))
    (brandt,) = view_of(full).list_actors(words="Osk Brandt")
    assert brandt.names == ("Varo",)
    assert len(view_of(full).list_statements(by="Osk Brandt")) == 1
    assert whole(full)


def test_bad_requests_correct_nothing_and_each_has_its_line(full: str) -> None:
    before = answers(view_of(full))
    lift = event_of(full, "CONCEDE", Status.SCHEDULED)
    table = (
        "id,status,date,place,act,other\n"
        f"{lift},possible,,,,\n"
        f"{lift},likely,,,,\n"
        "e-none,denied,,,,\n"
        f"{lift},,2031-02-30,,,\n"
        f"{lift},,,Atlantis,,\n"
        f"{lift},,,,same event,{lift}\n"
    )
    requests = read_requests(table, name="t.csv", by=MARA)
    with pytest.raises(CorrectionError) as refused:
        correct(full, *requests)
    assert [problem.split(":")[0] for problem in refused.value.problems] == [f"t.csv, line {n}" for n in (3, 4, 5, 6, 7)]
    assert "status accepts occurred" in refused.value.problems[0]
    assert answers(view_of(full)) == before
    assert view_of(full).list_corrections() == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"id": "x", "colour": "red"}', "line 1: unknown key 'colour'"),
        ('{"id": "x", "status": 3}', "line 1: 'status' must be text"),
        ('{"id": "x", "status": "denied"}\n[1]', "line 2: expected a JSON object"),
        ('{"id": "x"', "line 1: no JSON"),
        ("status\ndenied", "line 2: 'id' is missing"),
        ("id,act\nx,praise", "line 2: 'act' accepts change, retract"),
        ("id\nx,y", "line 2: 2 cells under 1 names"),
    ],
)
def test_a_bad_line_of_a_file_is_named(text: str, problem: str) -> None:
    with pytest.raises(CorrectionError, match=problem):
        read_requests(text, name="t", by=MARA)


def test_a_correction_holds_on_to_its_words_when_a_page_is_read_anew(full: str) -> None:
    lift = event_of(full, "CONCEDE", Status.SCHEDULED)
    (made,) = correct(full, request(lift, status="denied"))

    def reread(record: Record) -> tuple[Status | None, tuple[str, ...]]:
        newer = replace(record, reader=replace(record.reader, version=f"{record.reader.version}.1"))
        with open_archive(full) as archive, archive.writer() as writer:
            writer.put_record(newer)
        view = view_of(full)
        (entry,) = view.list_corrections(of=made.id)
        return next((event.status for event in view.list_events(types=["CONCEDE"])), None), entry.states

    story = builders.due().stories[0]
    (event,) = story.events

    def due(**changes: object) -> Record:
        return replace(builders.due(), stories=(replace(story, **changes),))  # type: ignore[arg-type]

    assert reread(due(events=(replace(event, id="e-other"),))) == (Status.DENIED, ("applied",))
    assert reread(due(events=(replace(event, status=Status.DENIED),))) == (Status.DENIED, ("agreed",))
    assert reread(due(events=())) == (Status.DENIED, ("restored",))
    added = "Late news. "
    moved = replace(builders.due().stories[0], id="moved", text=added + story.text, actors=(), events=())
    assert reread(replace(builders.due(), stories=(moved,))) == (Status.DENIED, ("restored",))
    (found,) = view_of(full).list_events(types=["CONCEDE"])
    assert found.passage.words == "lift"
    gone = replace(moved, text="Nothing of it is left here.")
    assert reread(replace(builders.due(), stories=(gone,))) == (None, ("lost",))
    (lost,) = view_of(full).list_corrections(state="lost")
    assert lost.is_lost
    assert lost.words == "lift"
    assert reread(builders.due()) == (Status.DENIED, ("applied",))
    assert whole(full)


def test_corrections_go_with_a_copy_and_meet_in_a_merge(new_place: NewPlace) -> None:
    one, other, copy = new_place(), new_place(), new_place()
    builders.filled(one, *builders.process())
    builders.filled(other, builders.due(), builders.offered())
    lift, free = event_of(one, "CONCEDE", Status.SCHEDULED), event_of(other, "RETREAT", Status.PROPOSED)
    correct(one, request(lift, status="possible"))
    correct(other, request(free, date="2031-03-05"), request(lift, place="strait"))
    with opened(one) as target, opened(other, read_only=True) as source:
        assert merge_archives(target, [source]).n_corrections == 2
        assert merge_archives(target, [source]).n_corrections == 0
    view = view_of(one)
    (event,) = view.list_events(types=["CONCEDE"])
    assert (event.status, event.place) == (Status.POSSIBLE, "strait")
    assert [str(e.date) for e in view.list_events(types=["RETREAT"]) if e.id == free] == ["2031-03-05"]
    with opened(one, read_only=True) as source, opened(copy) as target:
        copy_archive(source, target)
    assert answers(view_of(copy)) == answers(view)
    assert view_of(copy).list_corrections() == view.list_corrections()
    assert whole(one)
    assert whole(copy)


def test_a_correction_waits_for_its_page(new_place: NewPlace) -> None:
    one, other = new_place(), new_place()
    builders.filled(one, *builders.process())
    made = correct(one, request(event_of(one, "CONCEDE", Status.SCHEDULED), status="possible"))
    builders.filled(other, builders.happened())
    with open_archive(other) as archive, archive.writer() as writer:
        assert writer.put_corrections(from_json(to_json(each)) for each in made) == 1
        assert view_of(other).list_corrections()[0].states == ()
        writer.put_record(builders.due())
    assert [event.status for event in view_of(other).list_events(types=["CONCEDE"])] == [Status.POSSIBLE]


def test_neither_the_order_of_arrival_nor_of_corrections_matters(store: str, new_place: NewPlace) -> None:
    place = new_place()
    builders.filled(place, *builders.process())
    view = view_of(place)
    (summit,) = view.list_facts(types=["CONSULT"])
    (copy,) = [story for story in view.list_stories() if story.source == "The Quay" and story.is_copy]
    made = correct(
        place,
        request(event_of(place, "CONCEDE", Status.SCHEDULED), status="possible", date="2031-03-16"),
        Request(id=summit.reports[0].id, by=MARA, act=Act.OTHER_EVENT, other=summit.reports[-1].id),
        Request(id=copy.id, by=MARA, act=Act.NO_COPY),
        Request(id="Ilena Varo", by=MARA, act=Act.SPLIT, other="Varo"),
    )
    expected = answers(view_of(place))

    @examples(store, 8)
    @given(order=st.permutations([*builders.process(), *made]))
    def arrive(order: Sequence[Record | Correction]) -> None:
        other = new_place()
        with open_archive(other) as archive, archive.writer() as writer:
            for each in order:
                if isinstance(each, Record):
                    writer.put_record(each)
                else:
                    writer.put_corrections([each])
        assert answers(view_of(other)) == expected
        builders.close_all()

    arrive()


def test_a_record_with_its_corrections_is_a_function_of_both() -> None:
    assert correct_record(builders.due(), []) == (builders.due(), ())
    assert active([]) == []
