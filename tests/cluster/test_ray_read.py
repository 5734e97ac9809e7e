"""Reading over Ray: the bytes of one process, whatever pages and workers do."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from communique.cluster.partitions import Partition, find_partitions
from communique.cluster.ray_read import read_on_ray
from communique.cluster.reading import read_here
from communique.cluster.record_files import read_records
from communique.cluster.reports import read_manifest, totals
from communique.errors import CommuniqueError, ExtraError, OptionError
from communique.options import ReadOptions
from communique.reading.caps import PageCaps
from communique.record.vocab import Outcome
from tests.reading.poisoned import PoisonedReader

MAKER = partial(PoisonedReader, None, ReadOptions())
CAPS = PageCaps(seconds=3)


def test_missing_ray_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraError, match=r"communique\[cluster\]"):
        read_on_ray([], tmp_path, make_reader=MAKER)


def test_no_actors_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="n_actors"):
        read_on_ray([], tmp_path, make_reader=MAKER, n_actors=0)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three partitions."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a", "b", "c"):
        lines = [f'{{"id": "{name}{n}", "text": "Sweden met Norway {n} times, the minister said."}}' for n in range(12)]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def poisoned(corpus: Path) -> Path:
    """The same; one has a page that kills its process, another one that never ends."""
    for name, poison in (("a", "segfault"), ("b", "forever")):
        with (corpus / f"{name}.jsonl").open("a", encoding="utf-8") as file:
            file.write(f'{{"id": "{poison}", "text": "{poison}"}}\n{{"id": "{name}-last", "text": "They left."}}\n')
    return corpus


def partitions(corpus: Path, out: Path) -> tuple[Partition, ...]:
    return find_partitions([str(corpus)], out, ReadOptions())


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="Ray is not installed (extra `cluster`)")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")
    root = Path(__file__).resolve().parents[2]
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    monkeypatch.setenv("PYTHONPATH", f"{root}{os.pathsep}{root / 'src'}")  # what the workers of a cluster of this machine's see


ON_RAY = [
    pytest.mark.pipeline,
    pytest.mark.slow,
    pytest.mark.usefixtures("_quiet"),
    pytest.mark.filterwarnings("default"),  # Ray's own
]


def marked(function: object) -> object:
    for mark in ON_RAY:
        function = mark(function)  # type: ignore[operator]
    return function


@marked  # type: ignore[arg-type]
def test_one_worker_several_and_ray_give_the_same_bytes_and_poisoned_pages_are_set_aside(
    poisoned: Path, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("one", "two", "ray")]
    read_here(partitions(poisoned, folders[0]), folders[0], make_reader=MAKER, n_workers=1, caps=CAPS)
    read_here(partitions(poisoned, folders[1]), folders[1], make_reader=MAKER, n_workers=2, caps=CAPS)
    told = []
    asked = partitions(poisoned, folders[2])
    reports = read_on_ray(asked, folders[2], make_reader=MAKER, n_actors=2, caps=CAPS, tell=told.append)
    assert contents(folders[0]) == contents(folders[1]) == contents(folders[2])
    assert [report.partition for report in reports] == [partition.name for partition in asked]
    assert sorted(told, key=lambda report: report.partition) == list(reports)
    aside = {
        record.page.id: record.issues[-1].code
        for partition in asked
        for record in read_records(partition.path)
        if record.outcome is Outcome.SET_ASIDE
    }
    assert aside == {"segfault": "worker_lost", "forever": "out_of_time"}
    assert totals(read_manifest(folders[2])).total() == 40


@marked  # type: ignore[arg-type]
def test_a_run_reads_only_what_is_missing(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = partitions(corpus, out)
    read_here(asked[:2], out, make_reader=MAKER, caps=CAPS)
    before = [partition.path.stat().st_mtime_ns for partition in asked[:2]]
    reports = read_on_ray(asked, out, make_reader=MAKER, n_actors=1, caps=CAPS)
    assert [report.is_new for report in reports] == [False, False, True]
    assert [partition.path.stat().st_mtime_ns for partition in asked[:2]] == before
    assert all(not report.is_new for report in read_on_ray(asked, out, make_reader=MAKER))  # and asks no cluster


@marked  # type: ignore[arg-type]
def test_a_partition_whose_actor_is_killed_is_read_by_another(corpus: Path, tmp_path: Path) -> None:
    out, expected = tmp_path / "out", tmp_path / "expected"
    asked = partitions(corpus, out)
    killed: list[int] = []

    def kill_one() -> None:
        for _ in range(600):
            time.sleep(0.1)
            for pid in actors():
                if list(out.glob(".*.part")):  # one is in the middle of a partition
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)
                        return

    killer = threading.Thread(target=kill_one)
    killer.start()
    reports = read_on_ray(asked, out, make_reader=MAKER, n_actors=1, caps=CAPS)
    killer.join()
    assert killed
    assert [report.trouble for report in reports] == [None, None, None]
    read_here(partitions(corpus, expected), expected, make_reader=MAKER, caps=CAPS)
    assert contents(out) == contents(expected)


@marked  # type: ignore[arg-type]
def test_where_no_cluster_answers_a_line_says_so(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="no Ray cluster answers at 'auto'"):
        read_on_ray(partitions(corpus, tmp_path / "out"), tmp_path / "out", make_reader=MAKER, address="auto")


def actors() -> list[int]:
    """The processes of this test's actors, as Ray names them."""
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(line.split()[0]) for line in listed if "ray::PartitionReader" in line]
