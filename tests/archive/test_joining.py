"""Actors of many stories are joined by name, kind and country, and only where one actor fits."""

import pytest

from communique.archive import View
from communique.archive.joining import Told, consonants, join_actors
from communique.archive.results import LinkKind
from communique.record.vocab import ActorKind

P, B, A, STATE = ActorKind.PERSON, ActorKind.BODY, ActorKind.ARMED_GROUP, ActorKind.STATE
Named = tuple[str, ActorKind, str | None]


def told(*named: Named) -> list[Told]:
    return [Told(number=n, name=name, kind=kind, country=country) for n, (name, kind, country) in enumerate(named)]


def joined(*named: Named) -> list[set[str]]:
    return [set(actor.names) for actor in join_actors(told(*named))[0]]


@pytest.mark.parametrize(
    "named",
    [
        [("Ilena Varo", P, "XAR"), ("ILENA VARO", P, "XAR")],
        [("Ilena Varo", P, "XAR"), ("Ilena Varo", P, None)],
        [("Ilena Varo", P, "XAR"), ("Varo", P, None)],
        [("Ilena Varo", P, "XAR"), ("Ilena", P, "XAR")],
        [("Ilena Varo", P, "XAR"), ("Ilena M. Varo", P, "XAR"), ("Varo", P, "XAR")],
        [("Sergej Markov", P, "XAR"), ("Sergei Markov", P, "XAR")],
        [("Muammar Qadir", P, "XAR"), ("Moammar Gadir", P, "XAR")],
        [("Arvenia", STATE, "XAR"), ("The Arvenian Republic", STATE, "XAR")],
        [("River Liberation Front", A, "XAR"), ("River Liberation Front", ActorKind.PARTY, "XAR")],
        [("River Liberation Front", A, "XAR"), ("RLF", A, None)],
        [("Labour Defence League", B, "XAR"), ("Labor Defense League", B, "XAR")],
    ],
)
def test_one_actor(named: list[Named]) -> None:
    assert len(joined(*named)) == 1


@pytest.mark.parametrize(
    "named",
    [
        [("Ilena Varo", P, "XAR"), ("Ilena Varo", P, "XLU")],
        [("Ilena Varo", P, "XAR"), ("Marek Varo", P, "XAR"), ("Varo", P, "XAR")],  # whose surname?
        [("Ilena Varo", P, "XAR"), ("Varo", B, "XAR")],
        [("Osk Brandt", P, "XLU"), ("Osk Brandt Jr.", P, "XLU")],
        [("Ali Khamin", P, "XAR"), ("Amir Khamin", P, "XAR")],
        [("Ministry of Defence", B, "XAR"), ("Ministry of Finance", B, "XAR")],
        [("Northern Army Corps", B, "XAR"), ("Southern Army Corps", B, "XAR")],
        [("15th Brigade", A, "XAR"), ("16th Brigade", A, "XAR")],
        [("Sergej Markov", P, "XAR"), ("Sergei Markov", P, "XLU")],
        [("River Liberation Front", A, "XAR"), ("Rural Labour Federation", B, "XAR"), ("RLF", A, "XAR")],
    ],
)
def test_several_actors(named: list[Named]) -> None:
    assert len(joined(*named)) == len(named)


def test_a_surname_that_fits_nobody_stays_alone() -> None:
    assert joined(("Varo", P, None), ("Brandt", P, None)) == [{"Varo"}, {"Brandt"}]


def test_the_junior_is_who_is_called_so() -> None:
    assert {"Osk Brandt", "Brandt"} in joined(("Osk Brandt", P, "XLU"), ("Osk Brandt Jr.", P, "XLU"), ("Brandt", P, "XLU"))


def test_an_actor_keeps_its_id_as_stories_come() -> None:
    first = join_actors(told(("Ilena Varo", P, "XAR")))[0][0]
    later = join_actors(told(("Ilena Varo", P, "XAR"), ("Ilena Maria Varo", P, "XAR"), ("Varo", P, "XAR")))[0][0]
    assert first.id == later.id
    assert later.names == ("Ilena Maria Varo", "Ilena Varo", "Varo")


def test_links_tell_the_names_and_the_rule() -> None:
    _, links = join_actors(
        told(("Varo", P, None), ("Ilena Varo", P, "XAR"), ("Sergej Markov", P, "XAR"), ("Sergei Markov", P, "XAR"))
    )
    assert [(link.rule, link.into_value, link.other_value) for link in sorted(links, key=lambda link: link.rule)] == [
        ("single name", "Ilena Varo", "Varo"),
        ("spelling", "Sergej Markov", "Sergei Markov"),
    ]
    assert all(0 < link.score <= 1 and link.into != link.other for link in links)


def test_country_kind_and_code_are_the_commonest() -> None:
    (actor,) = join_actors(
        [
            Told(number=0, name="River Front", kind=B, country=None, code=None),
            Told(number=1, name="River Front", kind=A, country="XAR", code="XARREB"),
            Told(number=2, name="River Front", kind=A, country="XAR", code="XARREB"),
        ]
    )[0]
    assert (actor.kind, actor.country, actor.code) == (A, "XAR", "XARREB")


def test_consonants() -> None:
    assert consonants("qaddafi") == consonants("gadafi") == consonants("kaddafi")
    assert consonants("aeiou") == "aeiou"


def test_joining_in_an_archive(view: View) -> None:
    (varo,) = view.list_actors(words="varo")
    assert varo.name == "Ilena Varo"
    assert varo.names == ("Varo",)
    assert view.list_links(kind=LinkKind.ACTOR, of=varo.id)
    (statement,) = view.list_statements(by="Ilena Varo")
    assert statement.speaker
    assert statement.speaker.actor
    assert statement.speaker.actor.id == varo.id
    assert statement.speaker.words == "Varo"
