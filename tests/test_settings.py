"""Settings: the environment over the file, the file over the defaults, and every mistake named where it stands."""

from dataclasses import fields
from pathlib import Path

import pytest

from communique.errors import OptionError
from communique.settings import ROWS, Settings, load_settings


def _file(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return {"COMMUNIQUE_SETTINGS": str(path)}


def test_every_row_is_a_field_with_the_same_default() -> None:
    assert {row.name: row.default for row in ROWS} == {field.name: field.default for field in fields(Settings)}


def test_without_anything_the_defaults_are_in_force(tmp_path: Path) -> None:
    assert load_settings({}, home=tmp_path) == Settings()


def test_a_file_sets_its_own_keys_only(tmp_path: Path) -> None:
    assert load_settings(_file(tmp_path, "workers = 3"), home=tmp_path) == Settings(workers=3)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    environment = {**_file(tmp_path, "workers = 3\nwidth = 90"), "COMMUNIQUE_WORKERS": "5", "COMMUNIQUE_HOST": "::1"}
    assert load_settings(environment, home=tmp_path) == Settings(workers=5, width=90, host="::1")


def test_the_users_own_file_is_found(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "communique"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("limit = 5", encoding="utf-8")
    assert load_settings({}, home=tmp_path).limit == 5
    assert load_settings({"XDG_CONFIG_HOME": str(tmp_path / "elsewhere")}, home=tmp_path).limit == 12


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("wrokers = 3", "own.toml: unknown key 'wrokers'; accepted: workers,"),
        ("workers = 0", "'workers' must be a whole number of processes, 1 or more; got 0"),
        ("workers = true", "'workers' must be a whole number"),
        ("host = 1", "'host' must be text"),
        ("workers =", "cannot be read"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(OptionError, match=says):
        load_settings(_file(tmp_path, text), home=tmp_path)


def test_a_mistake_in_the_environment_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="COMMUNIQUE_WORKERS must be a whole number of processes, 1 or more; got 'many'"):
        load_settings({"COMMUNIQUE_WORKERS": "many"}, home=tmp_path)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"none\.toml cannot be read"):
        load_settings({"COMMUNIQUE_SETTINGS": str(tmp_path / "none.toml")}, home=tmp_path)
