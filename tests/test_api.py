"""The public door: complete, quick to open, and one call for one page."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import communique
from communique import api
from communique.errors import CommuniqueError, InputError, OptionError
from communique.options import ReadOptions
from communique.record.model import Record
from communique.sources.base import Page
from tests.made import meeting_record


class FakeReader:
    """Notes what it is asked, and gives the same record for everything."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def read(self, page: Page) -> Record:
        self.pages.append(page)
        return meeting_record()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> FakeReader:
    fake = FakeReader()
    monkeypatch.setattr(api, "_reader", lambda model, options: fake)
    return fake


def test_every_public_name_is_there() -> None:
    for name in communique.__all__:
        assert getattr(communique, name) is not None


def test_the_public_names_are_sorted_and_each_once() -> None:
    assert list(communique.__all__) == sorted(set(communique.__all__), key=lambda name: (name.casefold(), name))


def test_every_error_is_public() -> None:
    def tree(error: type[Exception]) -> set[str]:
        return {error.__name__}.union(*(tree(below) for below in error.__subclasses__()))

    assert tree(CommuniqueError) <= set(communique.__all__)


def test_a_name_that_is_not_public_is_refused_as_usual() -> None:
    with pytest.raises(AttributeError, match="'communique' has no attribute 'rread'"):
        communique.rread  # noqa: B018


def test_importing_loads_none_of_it() -> None:
    code = "import communique, sys; print(sorted(m for m in sys.modules if m.startswith('communique.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_text_is_read_as_text(reader: FakeReader) -> None:
    communique.read("Varo met Brandt.", published=date(2031, 3, 5))
    (page,) = reader.pages
    assert (page.content, page.media_type, page.uri) == ("Varo met Brandt.", "text/plain", "text")
    assert page.published == date(2031, 3, 5)


@pytest.mark.parametrize("published", [date(2031, 3, 5), "2031-03-05", datetime(2031, 3, 5, 18, 30)])
def test_the_day_of_publication_may_be_told_in_words(reader: FakeReader, published: date | str) -> None:
    communique.read("Varo met Brandt.", published=published)
    assert reader.pages[0].published == date(2031, 3, 5)
    assert type(reader.pages[0].published) is date


def test_a_day_that_is_none_is_told_and_reads_nothing(reader: FakeReader) -> None:
    with pytest.raises(OptionError, match="05/03/2031"):
        communique.read("Varo met Brandt.", published="05/03/2031")
    assert reader.pages == []


def test_the_same_text_has_the_same_identity(reader: FakeReader) -> None:
    communique.read("Varo met Brandt.")
    communique.read("Varo met Brandt.")
    communique.read("Brandt met Varo.")
    assert reader.pages[0].id == reader.pages[1].id != reader.pages[2].id


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_file_is_read_as_a_file(reader: FakeReader, tmp_path: Path, as_type: type) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Varo met Brandt.\n", encoding="utf-8")
    communique.read(as_type(path))
    assert reader.pages[0].content == b"Varo met Brandt.\n"


@pytest.mark.parametrize("text", ["", "x" * 5000, "one\ntwo", "nul\0", "no/such/file.txt"])
def test_what_is_no_file_is_text(reader: FakeReader, text: str) -> None:
    communique.read(text)
    assert reader.pages[0].content == text


def test_a_path_that_is_not_there_is_refused(reader: FakeReader, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt"):
        communique.read(tmp_path / "none.txt")


def test_a_file_of_several_pages_is_refused_with_the_way_to_read_it(reader: FakeReader, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"text": "One."}\n{"text": "Two."}\n', encoding="utf-8")
    with pytest.raises(InputError, match="several pages; read them with Reader"):
        communique.read(path)


def test_an_unknown_layer_is_refused_before_anything_is_loaded() -> None:
    with pytest.raises(OptionError, match="colours"):
        communique.read("Varo met Brandt.", layers=["colours"])


def test_layers_are_options_whatever_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ReadOptions] = []

    def make(model: str | None, options: ReadOptions) -> FakeReader:
        asked.append(options)
        return FakeReader()

    monkeypatch.setattr(api, "_reader", make)
    communique.read("x", layers=["predicates", "times"])
    communique.read("x", layers=["times", "predicates"])
    assert asked[0] == asked[1]


def test_tables_of_the_user_s_own_are_options(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[ReadOptions] = []

    def make(model: str | None, options: ReadOptions) -> FakeReader:
        asked.append(options)
        return FakeReader()

    monkeypatch.setattr(api, "_reader", make)
    lexicon, ontology = tmp_path / "own.tsv", tmp_path / "own.toml"
    lexicon.write_text("a table", encoding="utf-8")
    ontology.write_text("an ontology", encoding="utf-8")
    communique.read("x", lexicon=lexicon, ontology=str(ontology))
    assert asked == [ReadOptions.of(lexicon=lexicon, ontology=ontology)]
    with pytest.raises(OptionError, match=r"none\.tsv"):
        communique.read("x", lexicon=tmp_path / "none.tsv")


def test_an_archive_is_opened_by_its_file(tmp_path: Path) -> None:
    with communique.open_archive(tmp_path / "talks.db") as archive:
        with archive.writer() as writer:
            writer.put_record(meeting_record())
        assert archive.view().counts().n_stories == 1
