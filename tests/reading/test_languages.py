"""A story in a language without a reader is kept, marked and counted; nothing is read from it."""

import pytest

from communique.cli.outcomes import Outcomes
from communique.reading.languages import READERS, reader_of
from communique.reading.pipeline import Reader
from communique.record.vocab import Outcome
from communique.sources.base import Page

FRENCH = (
    "Les envoyés d'Arlande et de Borlande se sont rencontrés mercredi à Vienne pour les premiers pourparlers depuis deux ans, "
    "ont déclaré les médiateurs. Ils se reverront dans une semaine, selon la ministre des affaires étrangères."
)


def test_english_and_what_cannot_be_told_have_a_reader() -> None:
    assert set(READERS) == {"en"}
    assert reader_of("en") is reader_of(None) is not None
    assert reader_of("fr") is None


@pytest.mark.pipeline
def test_a_story_in_another_language_is_kept_and_counted() -> None:
    record = Reader().read(Page(id="p", uri="talks.txt", media_type="text/plain", content=FRENCH))
    (story,) = record.stories
    assert (story.text, story.language) == (FRENCH, "fr")
    assert (story.actors, story.events, story.statements) == ((), (), ())
    assert record.outcome is Outcome.SET_ASIDE
    assert record.unread_languages == ("fr",)
    outcomes = Outcomes()
    outcomes.add(record)
    assert "kept, not read: 1 story in other languages (fr 1)" in outcomes.lines()
