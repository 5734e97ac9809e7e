"""`read --out` and `archive load`, as a person runs them."""

import os
import sys
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from communique.archive import open_archive
from communique.cli import main
from communique.cluster import reading
from communique.cluster.record_files import write_records
from communique.cluster.reports import PartitionReport, write_manifest
from tests.made import READER, aside_record, meeting_record, shift_record
from tests.reading.poisoned import PoisonedReader

pytest.importorskip("pyarrow", reason="pyarrow is not installed (extra `parquet`)")


@pytest.fixture(autouse=True)
def _clean_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("COMMUNIQUE_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.pipeline
@pytest.mark.slow
def test_a_folder_is_read_told_taken_up_again_and_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "reader_maker", lambda model, options: partial(PoisonedReader, model, options))
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text(
        '{"id": "1", "text": "Sweden met Norway."}\n{"id": "2", "text": "exit"}\n', encoding="utf-8"
    )
    (corpus / "b.jsonl").write_text('{"id": "3", "text": "Peru met Chile."}\n', encoding="utf-8")
    first = run("read", str(corpus), "--out", str(out), "--workers", "1", "--page-seconds", "20")
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr.splitlines() == ["read: 2 pages", "set aside: 1 page", f"folder {out}: 2 of 2 partitions"]
    again = run("read", str(corpus), "--out", str(out))
    assert again.stderr.splitlines()[-1] == f"folder {out}: 2 of 2 partitions, 2 of them read before"
    loaded = CliRunner().invoke(main, ["archive", "load", str(out), "--archive", str(tmp_path / "a.db")])
    assert loaded.exit_code == 0
    assert loaded.stderr == f"archive {tmp_path / 'a.db'}: 2 partitions: 3 added\n"
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        assert archive.view().counts().n_pages == 3


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / f"a{reading.__name__}.records.parquet"
    facts = write_records([meeting_record(), shift_record(), aside_record()], path, READER)
    write_manifest(tmp_path, [PartitionReport(partition="a", path=path, is_new=True, outcomes=facts.outcomes)])
    first, second = (
        CliRunner().invoke(main, ["archive", "load", str(tmp_path), "--archive", str(tmp_path / "a.db")]) for _ in range(2)
    )
    assert "3 added" in first.stderr
    assert "3 unchanged" in second.stderr


@pytest.mark.parametrize("more", [("--archive", "a.db"), ("--format", "json"), ("--published", "2031-03-05"), ("--follow",)])
def test_what_does_not_go_with_out_is_refused(tmp_path: Path, more: tuple[str, ...]) -> None:
    result = run("read", str(tmp_path), "--out", str(tmp_path / "out"), *more)
    assert result.exit_code == 2
    assert more[0] in result.stderr


def test_a_cluster_needs_a_folder_for_what_it_reads(tmp_path: Path) -> None:
    result = run("read", str(tmp_path), "--cluster", "auto")
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_missing_ray_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.jsonl").write_text('{"text": "They met."}\n', encoding="utf-8")
    result = run("read", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "out"), "--cluster", "local")
    assert result.exit_code == 1
    assert "communique[cluster]" in result.stderr
