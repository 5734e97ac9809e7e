"""Partitions: which files they are, where their records go, and what a folder of records tells of itself."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from communique.cluster.loading import check_folder, load_records
from communique.cluster.partitions import Partition, find_partitions
from communique.cluster.reading import read_partition
from communique.cluster.record_files import COLUMNS, read_facts, read_records, write_records
from communique.cluster.reports import PartitionReport, read_manifest, totals, write_manifest
from communique.errors import ExtraError, InputError, OptionError
from communique.options import ReadOptions
from communique.record.jsonform import to_line
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import Outcome
from communique.sources.base import Page
from tests.made import READER, aside_record, hostile_record, meeting_record, shift_record

pq = pytest.importorskip("pyarrow.parquet")
MADE = (meeting_record(), aside_record(), shift_record(), hostile_record())


class CountingReader:
    """Gives an empty record for every page, and counts them."""

    def __init__(self) -> None:
        self.n_pages = 0

    def reader_info(self) -> ReaderInfo:
        return READER

    def read_pages(self, pages: Iterable[Page], info: ReaderInfo) -> Iterator[Record]:
        for page in pages:
            self.n_pages += 1
            yield Record(page=page.ref, reader=info, outcome=Outcome.READ)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = '{"id": "one", "text": "The envoys met."}\n{"id": "two", "text": "They agreed."}\n'
    (folder / "march.jsonl").write_text(lines, encoding="utf-8")
    (folder / "april.jsonl").write_text('{"id": "three", "text": "They left."}\n', encoding="utf-8")
    (folder / "README.md").write_text("about", encoding="utf-8")
    (folder / ".hidden.jsonl").write_text("x", encoding="utf-8")
    return folder


def partitions(corpus: Path, out: Path, **options: object) -> tuple[Partition, ...]:
    return find_partitions([str(corpus)], out, ReadOptions(**options))  # type: ignore[arg-type]


def test_every_file_of_a_folder_is_a_partition(corpus: Path, tmp_path: Path) -> None:
    assert [Path(p.name).name for p in partitions(corpus, tmp_path)] == ["april.jsonl", "march.jsonl"]


def test_what_changes_the_records_changes_where_they_go(corpus: Path, tmp_path: Path) -> None:
    before = {p.path for p in partitions(corpus, tmp_path)}
    assert before.isdisjoint(p.path for p in partitions(corpus, tmp_path, layers=("times",)))
    assert before.isdisjoint(p.path for p in find_partitions([str(corpus)], tmp_path, ReadOptions(), "another_pipeline"))
    with (corpus / "march.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "four", "text": "More."}\n')
    assert len(before & {p.path for p in partitions(corpus, tmp_path)}) == 1


def test_partitions_of_one_name_have_paths_of_their_own(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.jsonl").write_text("{}", encoding="utf-8")
    assert len({p.path for p in find_partitions([str(tmp_path / "a"), str(tmp_path / "b")], tmp_path, ReadOptions())}) == 2


def test_partition_named_twice_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="named twice"):
        find_partitions([str(corpus), str(corpus / "march.jsonl")], tmp_path, ReadOptions())


@pytest.mark.parametrize("name", ["-", "https://x.example/a", "/no/such/file"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        find_partitions([name], tmp_path, ReadOptions())


def test_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file to read"):
        find_partitions([str(tmp_path / "empty")], tmp_path, ReadOptions())


def test_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    written = write_records(MADE, path, READER)
    assert [to_line(record) for record in read_records(path)] == [to_line(record) for record in MADE]
    assert read_facts(path) == written
    assert written.reader == READER
    assert sum(n for _, n in written.outcomes) == len(MADE)
    assert list(tmp_path.iterdir()) == [path]


def test_columns_select_without_parsing_a_record(tmp_path: Path) -> None:
    write_records(MADE, tmp_path / "a.parquet", READER)
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.column_names == [name for name, _, _ in COLUMNS]
    for row, record in zip(table.to_pylist(), MADE, strict=True):
        assert (row["page_id"], row["uri"], row["outcome"]) == (record.page.id, record.page.uri, record.outcome.value)
        assert row["story_ids"] == [story.id for story in record.stories]
        assert row["n_events"] == sum(len(story.events) for story in record.stories)
        assert json.loads(row["record"]) == json.loads(to_line(record))


def test_many_records_are_written_in_groups_and_none_is_lost(tmp_path: Path) -> None:
    write_records((MADE[n % 4] for n in range(700)), tmp_path / "a.parquet", READER)
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups >= 3
    assert sum(1 for _ in read_records(tmp_path / "a.parquet")) == 700


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[Record]:
        yield MADE[0]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_records(breaking(), tmp_path / "a.parquet", READER)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("raw", [b"", b"PAR1 and no more", b"{}"])
def test_what_is_no_file_of_records_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(raw)
    with pytest.raises(InputError, match="no whole file of records"):
        list(read_records(tmp_path / "a.parquet"))


def test_partition_becomes_one_file_of_records_in_order_and_is_not_read_again(corpus: Path, tmp_path: Path) -> None:
    reader, march = CountingReader(), partitions(corpus, tmp_path)[1]
    report = read_partition(reader, march)
    assert (report.is_new, report.outcomes, report.trouble) == (True, (("read", 2),), None)
    assert [record.page.id for record in read_records(march.path)] == ["one", "two"]
    assert read_partition(reader, march) == PartitionReport(
        partition=march.name, path=march.path, is_new=False, outcomes=report.outcomes
    )
    assert reader.n_pages == 2


def test_broken_file_of_records_is_written_again(corpus: Path, tmp_path: Path) -> None:
    march = partitions(corpus, tmp_path)[1]
    march.path.write_bytes(b"PAR1 broken")
    assert read_partition(CountingReader(), march).is_new
    assert len(list(read_records(march.path))) == 2


def test_partition_gives_the_same_bytes_twice(corpus: Path, tmp_path: Path) -> None:
    march = partitions(corpus, tmp_path)[1]
    read_partition(CountingReader(), march)
    first = march.path.read_bytes()
    march.path.unlink()
    read_partition(CountingReader(), march)
    assert march.path.read_bytes() == first


def test_partition_that_is_gone_is_told_and_leaves_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    march = partitions(corpus, out)[1]
    (corpus / "march.jsonl").unlink()
    report = read_partition(CountingReader(), march)
    assert report.trouble is not None
    assert "march.jsonl" in report.trouble
    assert list(out.iterdir()) == []


def test_manifest_tells_what_a_folder_holds_whoever_read_it(corpus: Path, tmp_path: Path) -> None:
    april, march = partitions(corpus, tmp_path)
    reports = [read_partition(CountingReader(), each) for each in (april, march)]
    whole = write_manifest(tmp_path, reports).read_bytes()
    (tmp_path / "manifest.json").unlink()
    write_manifest(tmp_path, reports[1:])
    assert write_manifest(tmp_path, [read_partition(CountingReader(), april)]).read_bytes() == whole
    assert totals(read_manifest(tmp_path)) == {"read": 3}
    assert [record.page.id for record in load_records(tmp_path)] == ["three", "one", "two"]


def test_partition_that_was_not_read_is_in_the_manifest_and_not_loaded(corpus: Path, tmp_path: Path) -> None:
    april, march = partitions(corpus, tmp_path)
    lost = PartitionReport(partition=march.name, path=march.path, is_new=True, trouble="the worker was lost")
    write_manifest(tmp_path, [read_partition(CountingReader(), april), lost])
    assert [report.trouble for report in read_manifest(tmp_path)] == [None, "the worker was lost"]
    assert [record.page.id for record in load_records(tmp_path)] == ["three"]
    write_manifest(tmp_path, [read_partition(CountingReader(), march)])
    assert [report.trouble for report in read_manifest(tmp_path)] == [None, None]


def test_a_file_that_is_gone_is_refused_before_anything_is_loaded(corpus: Path, tmp_path: Path) -> None:
    both = partitions(corpus, tmp_path)
    write_manifest(tmp_path, [read_partition(CountingReader(), each) for each in both])
    both[1].path.unlink()
    with pytest.raises(InputError, match="march"):
        check_folder(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"partitions": [{"partition": "a", "file": "../../etc/passwd", "outcomes": {}}]}'])
def test_what_is_no_manifest_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no manifest"):
        read_manifest(tmp_path)


def test_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="read --out"):
        read_manifest(tmp_path)


def test_missing_pyarrow_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraError, match=r"communique\[parquet\]"):
        write_records([], tmp_path / "a.parquet", READER)
