"""A refusal that answers a proposal refuses it; other refusals leave it alone."""

from datetime import date

import pytest

from communique.archive.results import MoveNote, ProspectOutcome
from communique.record.model import Record
from communique.record.vocab import Status
from tests.archive import builders


def story(refusal: str, *, of: tuple[bool, bool] = (True, True), names_object: bool = False, between: str = "") -> Record:
    """Varo asks Brandt to lift the blockade; then something is rejected, perhaps by him (`of[0]`) and perhaps to her (`of[1]`)."""
    made = builders.told(
        f"Ilena Varo demanded that Osk Brandt lift the blockade of the strait. {between}{refusal}", date(2031, 3, 3)
    )
    varo, brandt = builders.ministers(made)
    holm = made.actor("Holm", code="XNOGOV", country="XNO")
    voice = made.statement(varo, "demanded", "that Osk Brandt lift the blockade of the strait")
    made.event("CONCEDE", "lift", (brandt,), status=Status.PROPOSED, voice=voice)
    made.event("REJECT", "rejected", (brandt if of[0] else holm,), (varo if of[1] else holm,))
    if names_object:
        made.event("CONSULT", "summit", (brandt, holm), status=Status.RULED_OUT)
    return made.record(uri="demand")


@pytest.mark.parametrize("of", [(True, True), (True, False), (False, True)])
def test_who_was_asked_or_answers_who_asked_refuses(place: str, of: tuple[bool, bool]) -> None:
    view = builders.filled(place, story("His office rejected the demand. Holm was there.", of=of))
    (prospect,) = (p for p in view.list_prospects() if p.type == "CONCEDE")
    assert prospect.outcome is ProspectOutcome.REFUSED
    assert prospect.status is Status.RULED_OUT
    last = prospect.moves[-1]
    assert (last.note, last.passage.words, last.rule) == (MoveNote.REFUSED, "rejected", "answers the proposal")
    assert {actor.name for actor in (*prospect.actors, *prospect.recipients)} == {"Osk Brandt"}


@pytest.mark.parametrize(
    "record",
    [
        story("Holm rejected the charge.", of=(False, False)),  # of somebody else
        story("He rejected a summit with Holm.", names_object=True),  # what is refused is named
        story("Holm's charge was rejected.", between="The ferry sails at noon, and the grain barges wait. " * 6),  # far off
    ],
)
def test_other_refusals_answer_nothing(place: str, record: Record) -> None:
    view = builders.filled(place, record)
    (prospect,) = (p for p in view.list_prospects() if p.type == "CONCEDE")
    assert prospect.outcome is ProspectOutcome.OPEN
