"""The dossier: the user's own words, and every mistake in them named with its file and its key."""

from pathlib import Path

import pytest

from communique.dossier import Dossier, DossierActor, DossierIssue, dossier_of, load_dossier
from communique.errors import DossierError

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
    assert dossier.inputs == (str(tmp_path / "pages"), str(tmp_path / "more.jsonl"), "https://example.org/feed")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "talks.toml: key 'name' is missing"),
        ({"name": "x", "actor": []}, "talks.toml: unknown key 'actor'; accepted: name, description, actors, issues, sources"),
        ({"name": "x", "folder": "y"}, "unknown key 'folder'"),
        (
            {"name": "x", "actors": [{"name": "a"}, {"name": "b", "nmae": "c"}]},
            r"unknown key 'actors\[2\].nmae'; accepted: name, aliases",
        ),
        ({"name": "x", "issues": [{"words": ["a"]}]}, r"key 'issues\[1\].name' is missing"),
        ({"name": 3}, "key 'name' must be text; got 3"),
        ({"name": "  "}, "key 'name' must not be blank"),
        ({"name": "x", "sources": "pages"}, "key 'sources' must be a list; got 'pages'"),
        ({"name": "x", "issues": ["truce"]}, r"key 'issues\[1\]' must be a table"),
        ({"name": "x", "actors": [{"name": "a", "code": "rus"}]}, r"'actors\[1\].code' must be three capital letters"),
        ({"name": "x", "actors": [{"name": "Osk B"}, {"name": "osk b"}]}, "two actors are named 'osk b'"),
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


def test_issues_and_actors_come_in_the_dossiers_order(dossier: Dossier) -> None:
    assert dossier.issues_of("a ceasefire, a truce") == ("truce",)
    assert dossier.actors_of(["Osk Brandt"], code="XARMED") == ("Arvenia", "Osk Brandt")
