"""A follow-up's background is told again, not anew; a page's newer version stands for the older one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.archive import View
from communique.archive.background import find_background, pack, read_sentences, unpack
from communique.archive.differences import only_in
from communique.record.model import Record
from communique.record.vocab import Stance, Status
from tests.archive import builders
from tests.archive.conftest import NewPlace

BACKGROUND = (
    "Ilena Varo met Osk Brandt in Tellin on 4 March, for the first time since the ferry was seized in the autumn of last year. "
    "The Arvenian minister rejected a toll on the grain barges, and said that the river belongs to both of its banks alike."
)
NEWS = "Ilena Varo and Osk Brandt will sign a treaty on the grain barges in Orsk on 30 March, their two offices said late on Friday."
QUIET = (
    "The harbour was quiet after the talks, and the fishermen of Tellin mended their nets until the lamps were lit along the quay. "
    "No barge had passed the customs house since the thaw began, the harbour master told a reporter over tea that evening."
)
PLANS = (
    "Delegates from both banks have been counting the barges since Monday, and a list of them will be read aloud at the ceremony. "
    "Orsk has hung flags from the bridge, its mayor has ordered bread for two thousand guests, and the schools will be closed."
)


def original(published: date = date(2031, 3, 5)) -> Record:
    made = builders.told(f"{BACKGROUND} {QUIET}", published)
    parties = builders.ministers(made)
    made.event("CONSULT", "met", parties, day=date(2031, 3, 4), place="Tellin")
    made.position(parties[0], "toll on the grain barges", Stance.OPPOSES, "rejected a toll on the grain barges")
    made.statement(parties[0], "said", "that the river belongs to both of its banks alike")
    return made.record(uri="original")


def follow_up(published: date = date(2031, 3, 20), background: str = BACKGROUND) -> Record:
    made = builders.told(f"{NEWS}\n\n{PLANS}\n\n{background}", published, source="The Quay")
    parties = builders.ministers(made)
    made.event("AGREE", "sign", parties, status=Status.SCHEDULED, day=date(2031, 3, 30), place="Orsk")
    made.event("CONSULT", "met", parties, day=date(2031, 3, 4), place="Tellin")
    made.position(parties[0], "toll on the grain barges", Stance.OPPOSES, "rejected a toll on the grain barges")
    made.statement(parties[0], "said that", "the river belongs to both of its banks alike")
    return made.record(uri="follow-up")


def pages(entries: tuple[object, ...]) -> list[str]:
    return [entry.story.page_id for entry in entries]  # type: ignore[attr-defined]


def test_a_follow_up_is_no_copy_and_its_background_is_no_news(place: str) -> None:
    view = builders.filled(place, follow_up(), original())
    assert view.list_duplicates() == ()
    meeting = next(fact for fact in view.list_facts() if fact.type == "CONSULT")
    assert meeting.first_seen == date(2031, 3, 5)
    assert (meeting.n_stories, meeting.n_copies) == (1, 1)
    assert (meeting.outlets, meeting.copied_by) == (("Harbour Wire",), ("The Quay",))
    assert [report.is_background for report in meeting.reports] == [False, True]
    news = view.changes_since(date(2031, 3, 10))
    assert {fact.type for fact in news.facts} == {"AGREE"}
    assert (news.statements, news.positions) == ((), ())


def test_lists_leave_repeated_passages_out_unless_asked(place: str) -> None:
    view = builders.filled(place, original(), follow_up())
    assert pages(view.list_statements()) == pages(view.list_positions()) == ["original"]
    assert [e.type for e in view.list_events()] == ["CONSULT", "AGREE"]
    assert sorted(pages(view.list_statements(with_copies=True))) == ["follow-up", "original"]
    (story,) = (s for s in view.list_stories() if s.page_id == "follow-up")
    assert len(view.list_events(story=story.id)) == 2


def test_the_earlier_story_is_the_source_whichever_came_first(new_place: NewPlace) -> None:
    def told(view: View) -> object:
        return view.list_facts(), view.list_prospects(), view.list_shifts(), view.list_statements()

    records = (original(), follow_up(), builders.scheduled())
    assert told(builders.filled(new_place(), *records)) == told(builders.filled(new_place(), *reversed(records)))


@pytest.mark.parametrize(
    "background",
    [
        BACKGROUND.split(". ")[0] + ".",  # one sentence alone proves nothing
        BACKGROUND.replace("autumn", "spring").replace("alike", "and to nobody else"),  # told in other words
    ],
)
def test_other_words_are_told_anew(place: str, background: str) -> None:
    made = builders.told(f"{NEWS} {PLANS} {background}", date(2031, 3, 20), source="The Quay")
    made.event("CONSULT", "met", builders.ministers(made), day=date(2031, 3, 4), place="Tellin")
    view = builders.filled(place, original(), made.record(uri="follow-up"))
    assert not any(report.is_background for report in view.list_events())


@given(
    st.lists(st.sampled_from([*(f"Sentence number {n} tells of the ferry and of the grain." for n in range(9)), "So it is."]))
)
def test_sentences_are_kept_as_they_are(sentences: list[str]) -> None:
    text = " ".join(sentences)
    read = read_sentences(text)
    assert unpack(pack(read)) == read
    assert [text[s.start : s.end] for s in read] == [s for s in sentences if s != "So it is."]


def test_passages_have_their_place_in_both_stories() -> None:
    one = f"{QUIET} {BACKGROUND}"
    other = f"{NEWS} {BACKGROUND} {PLANS}"
    kept = {1: pack(read_sentences(one)), 2: pack(read_sentences(other))}
    (found,) = find_background([1, 2], kept)
    assert other[found.start : found.end] == BACKGROUND
    assert (found.story, found.first, one[found.first_start :]) == (2, 1, BACKGROUND)
    assert find_background([1, 2], kept, repeating={2}) == find_background([1, 2], kept, superseded={1}) == []


ADDRESS = "https://quay.example/treaty"


def version(page_id: str, updated_at: str, words: str, status: Status) -> Record:
    text = f"{builders.WIRE} {words}"
    made = builders.told(text, date(2031, 3, 1), source="The Quay")
    made.event("CONSULT", "summit", builders.ministers(made), status=status, day=date(2031, 3, 20), place="Tellin")
    record = made.record(uri=page_id)
    story = replace(record.stories[0], updated_at=updated_at, url=ADDRESS)
    return replace(record, page=replace(record.page, uri=ADDRESS), stories=(story,))


OLDER = version("older", "2031-03-01T08:00:00+00:00", "The day is fixed.", Status.SCHEDULED)
NEWER = version("newer", "2031-03-01T18:00:00+00:00", "The day is off again, his office said.", Status.RULED_OUT)


@pytest.mark.parametrize("records", [(OLDER, NEWER), (NEWER, OLDER)])
def test_the_newer_version_of_a_page_stands_for_the_older(place: str, records: tuple[Record, ...]) -> None:
    view = builders.filled(place, *records)
    older, newer = (next(s for s in view.list_stories() if s.page_id == page) for page in ("older", "newer"))
    assert (older.is_superseded, older.is_copy, older.duplicate_of) == (True, True, newer.id)
    assert not newer.is_copy
    (fact,) = view.list_facts()
    assert fact.status is Status.RULED_OUT
    assert pages(view.list_events()) == ["newer"]
    kept = view.get_story(older.id)
    assert kept
    assert kept.text.endswith("The day is fixed.")  # it stays readable


def test_what_others_repeat_is_the_newest_version(place: str) -> None:
    view = builders.filled(place, OLDER, NEWER, builders.wire("Northern Agency", date(2031, 3, 2), "agency"))
    refs = {ref.page_id: ref for ref in view.list_stories()}
    assert {refs["older"].duplicate_of, refs["agency"].duplicate_of} == {refs["newer"].id}


def test_where_versions_differ_is_told(place: str) -> None:
    view = builders.filled(place, OLDER, NEWER)
    older, newer = (next(s for s in view.list_stories() if s.page_id == page) for page in ("older", "newer"))
    difference = view.compare_stories(older.id, newer.id)
    assert difference
    assert [p.words for p in difference.only_one] == ["The day is fixed."]
    assert [p.words for p in difference.only_other] == ["The day is off again, his office said."]
    assert view.compare_stories(older.id, "nothing") is None


def test_only_the_words_of_a_sentence_count() -> None:
    assert only_in("A ferry  sails.\nA barge waits!", "a FERRY sails! Fog.") == only_in(
        "A ferry  sails.\nA barge waits!", "A ferry sails."
    )
    assert only_in("One ferry sails.", "One ferry sails.") == ()
