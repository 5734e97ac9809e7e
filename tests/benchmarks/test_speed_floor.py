"""The guard of speed: it fails where the line is slower than its floor, and not for one noisy measurement."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"


@dataclass
class Measured:
    ratio: float


@pytest.fixture
def speed_floor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import speed_floor

    recorded = tmp_path / "speed.toml"
    recorded.write_text("ratio = 0.6\nslack = 0.15\n", encoding="utf-8")
    monkeypatch.setattr(speed_floor, "RECORDED", recorded)
    monkeypatch.setattr(sys, "argv", ["speed_floor.py"])
    yield speed_floor
    for name in ("speed_floor", "bare", "stories"):
        sys.modules.pop(name, None)


@pytest.mark.parametrize(
    ("ratios", "status"), [([0.61], 0), ([0.52], 0), ([0.4, 0.58], 0), ([0.4, 0.5], 1), ([0.5, 0.4], 1)], ids=str
)
def test_only_what_is_slow_twice_fails(
    speed_floor: ModuleType, ratios: list[float], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = iter(ratios)
    monkeypatch.setattr(speed_floor, "compare", lambda pages, rounds: Measured(next(measured)))
    assert speed_floor.main() == status
    assert list(measured) == []


def test_the_recorded_ratio_is_one() -> None:
    import tomllib

    recorded = tomllib.loads((BENCHMARKS / "speed.toml").read_text(encoding="utf-8"))
    assert 0.1 < recorded["ratio"] < 2
    assert 0 < recorded["slack"] <= 0.15


def test_stories_are_different_and_the_same_for_a_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import stories

    made = list(stories.stories(8))
    assert made == list(stories.stories(8))
    assert len({page.content for page in made}) == 8
    assert len({page.content for page in stories.with_copies(8)}) == 4
    sys.modules.pop("stories")
