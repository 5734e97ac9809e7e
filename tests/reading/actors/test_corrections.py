"""What the user says of actors stands over what the reader finds."""

from datetime import date

import pytest
from spacy.language import Language

from communique.options import OwnActor, OwnRole
from communique.reading.actors import find_actors
from communique.reading.actors.corrections import correct_actors
from communique.reading.found import FoundActors
from communique.reading.world import load_world
from communique.record.vocab import ActorKind

pytestmark = pytest.mark.pipeline
DAY = date(2031, 5, 6)


def read(nlp: Language, text: str, *own: OwnActor, day: date | None = DAY) -> FoundActors:
    return correct_actors(find_actors(nlp(text), load_world(), day), text, own, day)


def named(found: FoundActors, text: str) -> dict[str, list[str]]:
    return {a.name: [text[span.start : span.end] for span in a.mentions] for a in found.actors}


def test_without_a_word_of_the_user_nothing_changes(nlp: Language) -> None:
    found = find_actors(nlp("Kari Holm met Jan Vik."), load_world(), DAY)
    assert correct_actors(found, "Kari Holm met Jan Vik.", (), DAY) is found
    assert correct_actors(found, "Kari Holm met Jan Vik.", (OwnActor(name="Osk Brandt"),), DAY) is found


def test_kind_country_and_code_are_the_users(nlp: Language) -> None:
    own = OwnActor(name="Kari Holm", country="NOR", code="NORGOV")
    (actor,) = [a for a in read(nlp, "Kari Holm said the talks had failed.", own).actors if a.name == "Kari Holm"]
    assert (actor.country, actor.code, actor.rule) == ("NOR", "NORGOV", None)


def test_two_names_are_merged_and_the_ids_stay_in_order(nlp: Language) -> None:
    text = "Karin Holm said the talks had failed. Jan Vik disagreed. Kari Holm left."
    found = read(nlp, text, OwnActor(name="Kari Holm", names=("Karin Holm",)))
    assert named(found, text) == {"Kari Holm": ["Karin Holm", "Kari Holm"], "Jan Vik": ["Jan Vik"]}
    assert [(a.id, a.rule) for a in found.actors] == [("a1", "dossier"), ("a2", None)]
    assert [m.actors for m in found.mentions] == [("a1",), ("a2",), ("a1",)]


def test_a_name_of_somebody_else_is_parted(nlp: Language) -> None:
    text = "Kari Holm opened the talks. Kari Anne Holm closed them."
    assert len(read(nlp, text).actors) == 1
    found = read(nlp, text, OwnActor(name="Kari Holm", others=("Kari Anne Holm",)))
    assert {name: words[0] for name, words in named(found, text).items()} == {
        "Kari Holm": "Kari Holm",
        "Kari Anne Holm": "Kari Anne Holm",
    }


def test_another_country_is_another_actor(nlp: Language) -> None:
    text = "Finnish Foreign Minister Kari Holm arrived."
    (actor,) = read(nlp, text, OwnActor(name="Kari Holm", country="NOR", code="NORGOV")).actors
    assert (actor.country, actor.code) == ("FIN", "FINGOV")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2031, 5, 6), "Kari Holm"),
        (date(2030, 1, 31), "Norwegian foreign minister"),
        (date(2032, 1, 1), "Norwegian foreign minister"),
        (None, "Norwegian foreign minister"),
    ],
)
def test_an_office_means_the_users_holder_in_the_term_only(nlp: Language, day: date | None, name: str) -> None:
    role = OwnRole(title="foreign minister", of="NOR", first=date(2030, 2, 1), last=date(2031, 12, 31))
    (actor,) = read(nlp, "The Norwegian foreign minister left.", OwnActor(name="Kari Holm", roles=(role,)), day=day).actors
    assert actor.name == name
    assert actor.rule == ("dossier" if name == "Kari Holm" else None)


def test_of_two_that_fit_none_is_chosen(nlp: Language) -> None:
    role = OwnRole(title="foreign minister", of="NOR")
    own = (OwnActor(name="Kari Holm", roles=(role,)), OwnActor(name="Jan Vik", roles=(role,)))
    (actor,) = read(nlp, "The Norwegian foreign minister left.", *own).actors
    assert actor.name == "Norwegian foreign minister"


def test_the_user_may_say_what_an_organisation_is(nlp: Language) -> None:
    text = "The Northern Front said it would sign."
    (actor,) = read(nlp, text, OwnActor(name="Northern Front", kind=ActorKind.PARTY, country="NOR", code="NOROPP")).actors
    assert (actor.kind, actor.country, actor.code) == (ActorKind.PARTY, "NOR", "NOROPP")
