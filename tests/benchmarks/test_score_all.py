"""The score table and its floors: what is checked, and that a fall is noticed. No benchmark data are needed."""

import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ROOT / "benchmarks" / "floors.toml"


@pytest.fixture(scope="module")
def score_all() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("score_all", ROOT / "benchmarks" / "score_all.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_all"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["score_all"]


def results(value: float, data: str = "d1") -> dict[str, dict[str, object]]:
    figures = {"overlap": {"f1": value}, "exact": {"f1": 0.5}}
    return {"times": {"data": data, "seconds": 1.0, "figures": figures}}


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    path = tmp_path / "floors.toml"
    path.write_text('["times"]\ndata = "d1"\n["times".figures]\n"overlap / f1" = 0.9\n', encoding="utf-8")
    return path


def test_every_floor_is_of_a_figure_that_is_scored(score_all: ModuleType) -> None:
    scored = {task.name: {figure.path for figure in task.figures} for task in score_all.TASKS}
    listed = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(listed) == set(scored)
    for name, table in listed.items():
        assert set(table["figures"]) <= scored[name]
        assert table["data"]


def test_a_figure_at_its_floor_passes(score_all: ModuleType, floors: Path) -> None:
    assert score_all.check_floors(results(0.9), floors) == []


def test_a_figure_under_its_floor_is_told(score_all: ModuleType, floors: Path) -> None:
    assert score_all.check_floors(results(0.89), floors) == ["times: overlap / f1 is 0.890; floor 0.9"]


def test_a_figure_that_is_gone_is_told(score_all: ModuleType, floors: Path) -> None:
    gone: dict[str, dict[str, object]] = {"times": {"data": "d1", "seconds": 1.0, "figures": {}}}
    assert score_all.check_floors(gone, floors) == ["times: overlap / f1 is -; floor 0.9"]


def test_other_data_are_not_judged(score_all: ModuleType, floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score_all.check_floors(results(0.1, data="d2"), floors) == []
    assert "not judged" in capsys.readouterr().out


def test_a_floor_of_an_unknown_figure_is_told(score_all: ModuleType, floors: Path) -> None:
    floors.write_text('["times"]\ndata = "d1"\n["times".figures]\n"overlap / f9" = 0.9\n', encoding="utf-8")
    assert score_all.check_floors(results(0.95), floors) == [f"{floors}: task 'times' has no figure 'overlap / f9'"]


def test_less_is_better_where_it_says_so(score_all: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('["gold"]\ndata = "d1"\n["gold".figures]\n"safety / false_history" = 0.05\n', encoding="utf-8")
    said: dict[str, dict[str, object]] = {
        "gold": {"data": "d1", "seconds": 1.0, "figures": {"safety": {"false_history": 0.06}}}
    }
    assert score_all.check_floors(said, path) == ["gold: safety / false_history is 0.060; ceiling 0.05"]


def test_proposed_floors_are_met_by_what_they_were_made_of(score_all: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(score_all.proposed_floors(results(0.9), 0.03), encoding="utf-8")
    assert score_all.check_floors(results(0.9), path) == []
    assert score_all.check_floors(results(0.8), path) != []


def test_without_data_it_says_so(
    score_all: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["score_all.py", "--bench", str(tmp_path / "none")])
    assert score_all.main() == 0
    assert "nothing is scored" in capsys.readouterr().out
