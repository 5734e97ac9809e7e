"""Offices that a text gives a person."""

import pytest
from spacy.language import Language

from communique.reading.actors import find_actors
from communique.reading.world import load_world

pytestmark = pytest.mark.pipeline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The former Finnish president Martti Ahtisaari led the talks.", "former president"),
        ("Former President Martti Ahtisaari led the talks.", "Former President"),
        ("Finnish President Tarja Halonen opened the talks.", "President"),
    ],
)
def test_title_no_longer_held_says_so(nlp: Language, text: str, title: str) -> None:
    (actor,) = find_actors(nlp(text), load_world(), None).actors[:1]
    assert [role.title for role in actor.roles] == [title]
