"""Reading partitions: the part that every worker does, and what is refused before Ray is asked."""

import gzip
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from communique.cluster.ray_read import partition_path, read_on_ray, read_partition
from communique.errors import ExtraError, OptionError
from communique.options import ReadOptions
from communique.record.jsonform import from_line
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import Outcome
from communique.sources.base import Page


class CountingReader:
    """Gives an empty record for every page, and counts them."""

    def __init__(self) -> None:
        self.n_pages = 0

    def read_pages(self, pages: Iterable[Page]) -> Iterator[Record]:
        for page in pages:
            self.n_pages += 1
            yield Record(page=page.ref, reader=ReaderInfo(version="0", model="none", options="0"), outcome=Outcome.READ)


@pytest.fixture
def partition(tmp_path: Path) -> Path:
    path = tmp_path / "march.jsonl"
    path.write_text('{"id": "one", "text": "The envoys met."}\n{"id": "two", "text": "They agreed."}\n', encoding="utf-8")
    return path


def test_partition_becomes_one_file_of_records_in_order(partition: Path, tmp_path: Path) -> None:
    path = partition_path(str(partition), tmp_path, ReadOptions())
    report = read_partition(CountingReader(), str(partition), path)  # type: ignore[arg-type]
    assert report.outcomes == (("read", 2),)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        assert [from_line(line).page.id for line in lines] == ["one", "two"]


def test_partition_gives_the_same_bytes_twice(partition: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "a.gz", tmp_path / "b.gz"]
    for path in paths:
        read_partition(CountingReader(), str(partition), path)  # type: ignore[arg-type]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_partition_that_is_there_is_not_read_again(partition: Path, tmp_path: Path) -> None:
    reader, path = CountingReader(), tmp_path / "a.gz"
    assert read_partition(reader, str(partition), path).is_new  # type: ignore[arg-type]
    assert not read_partition(reader, str(partition), path).is_new  # type: ignore[arg-type]
    assert reader.n_pages == 2


def test_missing_partition_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    report = read_partition(CountingReader(), str(tmp_path / "no.jsonl"), tmp_path / "a.gz")  # type: ignore[arg-type]
    assert report.trouble is not None
    assert "no.jsonl" in report.trouble
    assert list(tmp_path.iterdir()) == []


def test_partitions_of_one_name_have_paths_of_their_own(tmp_path: Path) -> None:
    paths = {partition_path(str(tmp_path / folder / "x.jsonl"), tmp_path, ReadOptions()) for folder in ("a", "b")}
    assert len(paths) == 2


def test_partition_named_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="named twice"):
        read_on_ray(["x.jsonl", "x.jsonl"], tmp_path)


def test_missing_ray_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraError, match=r"communique\[cluster\]"):
        read_on_ray(["x.jsonl"], tmp_path)
