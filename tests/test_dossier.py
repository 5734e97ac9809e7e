"""The dossier: the user's own words, and every mistake in them named with its file and its key."""

from datetime import date
from pathlib import Path

import pytest

from communique.dossier import Dossier, DossierActor, DossierIssue, dossier_of, load_dossier
from communique.errors import DossierError
from communique.options import OwnActor, OwnRole, ReadOptions
from communique.record.vocab import ActorKind
from communique.sources.inputs import Input

WHOLE = """
name = "The river talks"
description = "What is said about the river."
sources = ["pages/", "more.jsonl", "https://example.org/feed"]

[[actors]]
name = "Arvenia"
aliases = ["Arvenian government"]
code = "XAR"
country = "XAR"

[[actors]]
name = "Osk Brandt"

[[issues]]
name = "truce"
words = ["ceasefire", "guns fall silent"]
description = "Whether the shooting ends."
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    path = tmp_path / "talks.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return load_dossier(path)


def test_a_whole_dossier_is_loaded(dossier: Dossier) -> None:
    assert dossier.name == "The river talks"
    assert [actor.name for actor in dossier.actors] == ["Arvenia", "Osk Brandt"]
    assert dossier.issues[0].words == ("ceasefire", "guns fall silent")


def test_files_are_relative_to_the_dossier_and_addresses_are_not(dossier: Dossier, tmp_path: Path) -> None:
    named = [str(tmp_path / "pages"), str(tmp_path / "more.jsonl"), "https://example.org/feed"]
    assert [each.at for each in dossier.inputs] == named


def test_a_source_may_say_how_it_is_read(tmp_path: Path) -> None:
    table = {
        "at": "https://harbourpost.example/feed",
        "follow": True,
        "match": "/talks/",
        "limit": 20,
        "outlet": "Harbour Post",
        "language": "en",
        "every": "30m",
    }
    (source,) = dossier_of({"name": "x", "sources": [table]}, where="talks.toml", folder=tmp_path).sources
    assert source.every_s == 1800
    asked = source.input_from(tmp_path)
    assert (asked.at, asked.follow, asked.match, asked.limit) == ("https://harbourpost.example/feed", True, "/talks/", 20)
    assert (asked.outlet, asked.language) == ("Harbour Post", "en")


def test_a_source_that_is_only_named_is_read_as_it_is() -> None:
    (source,) = dossier_of({"name": "x", "sources": ["pages"]}, where="talks.toml", folder=Path("/talks")).sources
    assert source.every_s is None
    assert source.input_from(Path("/talks")) == Input(at="/talks/pages")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "talks.toml: key 'name' is missing"),
        (
            {"name": "x", "actor": []},
            "unknown key 'actor'; accepted: name, description, actors, issues, sources, archive, contact",
        ),
        ({"name": "x", "folder": "y"}, "unknown key 'folder'"),
        (
            {"name": "x", "actors": [{"name": "a"}, {"name": "b", "nmae": "c"}]},
            r"unknown key 'actors\[2\].nmae'; accepted: name, aliases",
        ),
        ({"name": "x", "issues": [{"words": ["a"]}]}, r"key 'issues\[1\].name' is missing"),
        ({"name": 3}, "key 'name' must be text; got 3"),
        ({"name": "  "}, "key 'name' must not be blank"),
        ({"name": "x", "sources": "pages"}, "key 'sources' must be a list; got 'pages'"),
        ({"name": "x", "sources": [3]}, r"key 'sources\[1\]' must be a table; got 3"),
        ({"name": "x", "sources": ["a", "a"]}, "source 'a' is given twice"),
        ({"name": "x", "sources": [{"at": "a", "follow": "yes"}]}, r"'sources\[1\].follow' must be true or false; got 'yes'"),
        ({"name": "x", "sources": [{"at": "a", "limit": 0}]}, r"'sources\[1\].limit' must be 1 or more; got 0"),
        ({"name": "x", "sources": [{"at": "a", "every": "often"}]}, r"'sources\[1\].every' 'often' is not a length of time"),
        ({"name": "x", "sources": [{"at": "a", "match": "("}]}, r"'sources\[1\].match' must be a regular expression"),
        ({"name": "x", "sources": [{"at": "a", "language": "English"}]}, "must be a language code such as en"),
        ({"name": "x", "sources": [{"url": "a"}]}, r"key 'sources\[1\].at' is missing"),
        ({"name": "x", "issues": ["truce"]}, r"key 'issues\[1\]' must be a table"),
        ({"name": "x", "actors": [{"name": "a", "code": "rus"}]}, r"'actors\[1\].code' must be three capital letters"),
        ({"name": "x", "actors": [{"name": "Osk B"}, {"name": "osk b"}]}, "two actors are named 'osk b'"),
        ({"name": "x", "actors": [{"name": "Osk B"}, {"name": "Jan B", "merge": ["osk b"]}]}, "two actors are named 'osk b'"),
        (
            {"name": "x", "actors": [{"name": "Osk B", "country": "ARL"}, {"name": "Osk B"}]},
            "give the name once, or give each a country of its own",
        ),
        (
            {"name": "x", "actors": [{"name": "a", "kind": "club"}]},
            r"'actors\[1\].kind' must be one of person, state, body.*'club'",
        ),
        ({"name": "x", "actors": [{"name": "a", "merge": "b"}]}, r"'actors\[1\].merge' must be a list; got 'b'"),
        ({"name": "x", "actors": [{"name": "a", "not": ["A"]}]}, "'A' cannot be both a name of 'a' and under 'not'"),
        ({"name": "x", "actors": [{"name": "a", "not": [3]}]}, r"'actors\[1\].not\[1\]' must be text; got 3"),
        (
            {"name": "x", "actors": [{"name": "a", "kind": "party", "roles": [{"title": "chair", "of": "ARL"}]}]},
            "'a' has roles, which only a person has, and is of the kind 'party'",
        ),
        ({"name": "x", "actors": [{"name": "a", "roles": [{"title": "envoy"}]}]}, "the office 'envoy' of 'a' needs 'of'"),
        ({"name": "x", "actors": [{"name": "a", "roles": [{"of": "ARL"}]}]}, r"'actors\[1\].roles\[1\].title' is missing"),
        (
            {"name": "x", "actors": [{"name": "a", "roles": [{"title": "envoy", "of": "ARL", "since": date(2031, 1, 1)}]}]},
            r"unknown key 'actors\[1\].roles\[1\].since'; accepted: title, of, from, until",
        ),
        (
            {"name": "x", "actors": [{"name": "a", "roles": [{"title": "envoy", "of": "ARL", "from": "2031-01-01"}]}]},
            r"'actors\[1\].roles\[1\].from' must be a date without quotation marks, such as 2031-03-09; got '2031-01-01'",
        ),
        (
            {
                "name": "x",
                "actors": [
                    {"name": "a", "roles": [{"title": "e", "of": "ARL", "from": date(2031, 2, 1), "until": date(2031, 1, 1)}]}
                ],
            },
            "the office 'e' ends on 2031-01-01, before it begins on 2031-02-01",
        ),
    ],
)
def test_a_mistake_is_named_with_its_file_and_key(table: dict[str, object], says: str) -> None:
    with pytest.raises(DossierError, match=says) as caught:
        dossier_of(table, where="talks.toml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("content", "says"), [(b"name = ", "is no TOML"), (b"name = '\xff'", "is not UTF-8")])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(DossierError, match=says):
        load_dossier(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match=r"none\.toml cannot be read: No such file"):
        load_dossier(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("names", "code", "country", "is_meant"),
    [
        (["Arvenia"], None, None, True),
        (["the Arvenian Government"], None, None, True),
        (["Ilena Varo"], "XARGOV", "XAR", True),
        (["Arvenia Airlines"], None, "XAR", True),
        (["Arvenia"], None, "XLU", False),
        (["Lukania"], "XLU", "XLU", False),
    ],
)
def test_an_actor_is_known_by_name_or_code(names: list[str], code: str | None, country: str | None, is_meant: bool) -> None:
    actor = DossierActor(name="Arvenia", aliases=("Arvenian government",), country="XAR", code="XAR")
    assert actor.is_meant_by(names, code=code, country=country) is is_meant


@pytest.mark.parametrize(
    ("text", "is_touched"),
    [
        ("A TRUCE on the river", True),
        ("two cease-fires", False),
        ("Ceasefires were agreed", True),
        ("if the guns fall silent", True),
        ("the trucebreakers", False),
        ("they talked of prisoners", False),
    ],
)
def test_an_issue_is_touched_by_whole_words(text: str, is_touched: bool) -> None:
    assert DossierIssue(name="truce", words=("ceasefire", "guns fall silent")).is_touched_by(text) is is_touched


def test_a_name_of_somebody_else_counts_for_nothing() -> None:
    actor = DossierActor.model_validate({"name": "Osk Brandt", "not": ("Osk Brandt Jr.",), "code": "XAR"})
    assert actor.is_meant_by(["Osk Brandt"])
    assert actor.is_meant_by(["Osk Brandt Jr.", "Osk Brandt"])
    assert not actor.is_meant_by(["Osk Brandt Jr."])
    assert not actor.is_meant_by(["Senator Osk Brandt Jr."], code="XARLEG")


def test_a_kind_tells_an_actor_from_others_of_its_name() -> None:
    actor = DossierActor(name="Lukania", kind=ActorKind.STATE)
    assert actor.is_meant_by(["Lukania"], kind=ActorKind.STATE)
    assert not actor.is_meant_by(["Lukania"], kind=ActorKind.COMPANY)


def test_two_of_one_name_are_told_apart_by_country() -> None:
    table = {"name": "x", "actors": [{"name": "Osk B", "country": "ARL"}, {"name": "Osk B", "country": "BOR"}]}
    one, other = dossier_of(table, where="talks.toml").actors
    assert one.is_meant_by(["Osk B"], country="ARL")
    assert not other.is_meant_by(["Osk B"], country="ARL")


def test_what_a_dossier_says_of_actors_goes_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_text(
        """
        name = "x"

        [[actors]]
        name = "Osk Brandt"
        aliases = ["the old fox"]
        kind = "person"
        country = "XAR"
        merge = ["Oskar Brandt"]
        not = ["Osk Brandt Jr."]
        roles = [{ title = "foreign minister", from = 2030-02-01, until = 2031-11-30 }]

        [[actors]]
        name = "Ilena Varo"
        """,
        encoding="utf-8",
    )
    (own,) = load_dossier(path).own_actors
    role = OwnRole(title="foreign minister", first=date(2030, 2, 1), last=date(2031, 11, 30))
    assert own == OwnActor(
        name="Osk Brandt",
        names=("Oskar Brandt",),
        others=("Osk Brandt Jr.",),
        kind=ActorKind.PERSON,
        country="XAR",
        roles=(role,),
    )
    assert ReadOptions(actors=(own,)).hash != ReadOptions().hash


def test_issues_and_actors_come_in_the_dossiers_order(dossier: Dossier) -> None:
    assert dossier.issues_of("a ceasefire, a truce") == ("truce",)
    assert dossier.actors_of(["Osk Brandt"], code="XARMED") == ("Arvenia", "Osk Brandt")
