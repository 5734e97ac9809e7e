"""Who stands where on what."""

from datetime import date

import pytest

from communique.reading.pipeline import Reader
from communique.record.model import Story
from communique.record.vocab import Stance
from communique.sources.base import Page

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


def read(reader: Reader, text: str) -> Story:
    page = Page(id="page", uri="page", media_type="text/plain", content=text, published=date(2005, 3, 16))
    story = reader.read(page).article
    assert story is not None
    return story


POSITIONS = [
    ("Norway rejected the ceasefire.", "Norway", Stance.OPPOSES, "ceasefire"),
    ("Norway welcomed the ceasefire.", "Norway", Stance.SUPPORTS, "ceasefire"),
    ("Norway demanded an investigation.", "Norway", Stance.SUPPORTS, "investigation"),
    ("Norway is open to direct talks.", "Norway", Stance.OPEN, "direct talks"),
    ("Norway is considering a military mission.", "Norway", Stance.UNDECIDED, "military mission"),
    ("Norway will support the plan if Sweden joins it.", "Norway", Stance.CONDITIONAL, "support the plan"),
    ("Norway does not support the plan.", "Norway", Stance.OPPOSES, "plan"),
    ("Norway no longer insists on a ceasefire.", "Norway", Stance.OPEN, "ceasefire"),
    (
        "Norway will not recognise the government of the island.",
        "Norway",
        Stance.OPPOSES,
        "recognise the government of the island",
    ),
    ("Norway said foreign troops should leave the valley.", "Norway", Stance.SUPPORTS, "leave the valley"),
    # who is ready to do a thing, votes for it or announces it is for it
    ("Norway is ready to meet the rebels.", "Norway", Stance.SUPPORTS, "meet the rebels"),
    ("The Norwegian parliament voted against the treaty.", "Norwegian parliament", Stance.OPPOSES, "treaty"),
    ("Norway said it would free the prisoners.", "Norway", Stance.SUPPORTS, "free the prisoners"),
    # who would end what parties share is against that
    ("Norway demanded that Sweden leave the talks.", "Norway", Stance.OPPOSES, "talks"),
    ("Norway threatened to walk away from the negotiations.", "Norway", Stance.OPPOSES, "negotiations"),
    ("Norway demanded that Sweden end the siege.", "Norway", Stance.SUPPORTS, "Sweden end the siege"),
]


def test_the_words_of_a_denied_stance_show_that_it_is_denied(reader: Reader) -> None:
    story = read(reader, "Norway said that it was open to direct talks and no longer insisted on a ceasefire.")
    shown = [story.words(p.span) for p in story.positions if "ceasefire" in p.issue]
    assert shown == ["no longer insisted on a ceasefire"]


@pytest.mark.parametrize(("text", "actor", "stance", "issue"), POSITIONS)
def test_position_has_its_holder_stance_and_issue(reader: Reader, text: str, actor: str, stance: Stance, issue: str) -> None:
    story = read(reader, text)
    found = [(story.actor(p.actor).name, p.stance, p.issue) for p in story.positions]
    assert (actor, stance, issue) in found


def test_stance_that_is_only_asked_for_is_nobodys(reader: Reader) -> None:
    story = read(reader, "Norway urged Sweden to accept the plan.")
    assert [story.actor(p.actor).name for p in story.positions] == ["Norway"]


def test_the_we_of_a_rebel_spokesman_is_the_movement(reader: Reader) -> None:
    story = read(
        reader,
        "The Free Aceh Movement met ministers in Helsinki. “We reject the offer,” rebel spokesman Bakhtiar Abdullah said.",
    )
    assert [(story.actor(p.actor).name, p.stance) for p in story.positions] == [("Free Aceh Movement", Stance.OPPOSES)]


def test_the_i_of_a_rebel_spokesman_is_himself(reader: Reader) -> None:
    story = read(
        reader,
        "The Free Aceh Movement met ministers in Helsinki. “I reject the offer,” rebel spokesman Bakhtiar Abdullah said.",
    )
    assert [story.actor(p.actor).name for p in story.positions] == ["Bakhtiar Abdullah"]


def test_should_before_its_subject_is_a_condition_and_no_wish(reader: Reader) -> None:
    story = read(reader, "Norway said it would send troops should Sweden attack the island.")
    assert all("attack" not in p.issue or p.stance is not Stance.SUPPORTS for p in story.positions)


def test_evidence_holds_the_issue(reader: Reader) -> None:
    story = read(reader, "Norway rejected the ceasefire.")
    (position,) = story.positions
    assert position.issue in story.words(position.span)
