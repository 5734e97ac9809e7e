"""A user's own lexicon and ontology: rows before the shipped ones, types beside PLOVER's, and errors that name the place."""

import re
from pathlib import Path

import pytest

from communique.errors import OptionError
from communique.options import ReadOptions
from communique.reading.events.lexicon import load_lexicon
from communique.reading.pipeline import Reader
from communique.record.model import Event, Story
from communique.sources.base import Page

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "your-own-codebook.md"
HEADER = "lemmas\tpos\tframe\ttype\tmode\tcameo\n"


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def options(folder: Path, lexicon: str | None = None, ontology: str | None = None) -> ReadOptions:
    names = {"lexicon": ("own.tsv", lexicon), "ontology": ("own.toml", ontology)}
    for file, text in names.values():
        if text is not None:
            (folder / file).write_text(text, encoding="utf-8")
    return ReadOptions.of(**{what: folder / file for what, (file, text) in names.items() if text is not None})


def complaint(folder: Path, lexicon: str | None = None, ontology: str | None = None) -> str:
    asked = options(folder, lexicon, ontology)
    with pytest.raises(OptionError) as caught:
        load_lexicon(asked.lexicon, asked.ontology)
    return str(caught.value).replace(f"{folder}/", "")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(options=options(tmp_path_factory.mktemp("canal"), block("tsv"), block("toml")))


def read(reader: Reader, text: str) -> Story:
    article = reader.read(Page(id="page", uri="page", media_type="text/plain", content=text)).article
    assert article is not None
    return article


def event_of(story: Story, trigger: str) -> Event:
    return next(event for event in story.events if story.words(event.trigger) == trigger)


@pytest.mark.pipeline
def test_the_example_of_the_manual_reads_as_it_says(reader: Reader) -> None:
    event = event_of(read(reader, "The envoy shuttled between Norway and Sweden on Monday."), "shuttled")
    assert (event.type, event.root, event.mode, event.cameo) == ("MEDIATE", "CONSULT", "shuttle", "045")
    assert event.rule == "lexicon:3"


@pytest.mark.pipeline
def test_an_own_row_gives_its_own_type_mode_and_code(reader: Reader) -> None:
    event = event_of(read(reader, "Norway impounded a Swedish ship on Monday."), "impounded")
    assert (event.type, event.root, event.mode, event.cameo) == ("COERCE", "COERCE", "confiscate", "171")


@pytest.mark.pipeline
def test_own_rows_come_first_and_leave_the_shipped_ones_for_other_frames(reader: Reader) -> None:
    assert [e.type for e in read(reader, "The minister visited a school on Monday.").events] == []
    assert [e.type for e in read(reader, "The Norwegian minister visited Sweden on Monday.").events] == ["CONSULT"]
    assert [e.type for e in read(Reader(), "The minister visited a school on Monday.").events] == ["CONSULT"]


@pytest.mark.pipeline
def test_a_type_that_plover_has_no_place_for_is_its_own_root_and_has_no_code(tmp_path: Path) -> None:
    asked = options(tmp_path, HEADER + "trawl\tv\t-\tFISHING\tpoaching\t-\n", block("toml"))
    event = event_of(read(Reader(options=asked), "Norway will not trawl in Swedish waters."), "trawl")
    assert (event.type, event.root, event.mode, event.cameo) == ("FISHING", "FISHING", "poaching", None)
    assert event.status.value == "ruled_out"


@pytest.mark.pipeline
def test_an_own_type_is_filed_like_its_plover_root_when_it_has_not_happened(tmp_path: Path) -> None:
    asked = options(tmp_path, HEADER + "shuttle\tv\tprep:between=actor\tMEDIATE\t-\t-\n", block("toml"))
    event = event_of(read(Reader(options=asked), "The envoy will shuttle between Norway and Sweden."), "shuttle")
    assert (event.type, event.root) == ("MEDIATE", "AGREE")


def test_the_tables_enter_the_hash_by_their_text_and_not_their_name(tmp_path: Path) -> None:
    row = "trawl\tv\t-\tCOERCE\t-\t-\n"
    plain, own = ReadOptions(), options(tmp_path, HEADER + row)
    (tmp_path / "other.tsv").write_text(HEADER + row, encoding="utf-8")
    (tmp_path / "longer.tsv").write_text(HEADER + row + "net\tv\t-\tCOERCE\t-\t-\n", encoding="utf-8")
    assert own.hash != plain.hash
    assert ReadOptions.of(lexicon=tmp_path / "other.tsv").hash == own.hash
    assert ReadOptions.of(lexicon=tmp_path / "longer.tsv").hash != own.hash
    assert options(tmp_path, None, block("toml")).hash not in (plain.hash, own.hash)


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_bytes(("\ufeff" + HEADER + "trawl\tv\t-\tCOERCE\t-\t-\n").replace("\n", "\r\n").encode())
    asked = ReadOptions.of(lexicon=tmp_path / "own.tsv")
    assert load_lexicon(asked.lexicon).frames["trawl", "v"][0].type == "COERCE"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("trawl\tverb\t-\tCOERCE\t-\t-", "line 2, column 'pos': 'verb' is neither v (verb) nor n (noun)"),
        ("trawl\tv\t-\tMEDDLE\t-\t-", "line 2, column 'type': 'MEDDLE' is no PLOVER type and none of the ontology"),
        ("trawl\tv\tboj=actor\tCOERCE\t-\t-", "line 2, column 'frame': unknown test 'boj'"),
        ("trawl\tv\tprep=actor\tCOERCE\t-\t-", "line 2, column 'frame': the test prep needs its preposition"),
        ("trawl\tv\tobj=@fish\tCOERCE\t-\t-", "line 2, column 'frame': unknown noun class '@fish'"),
        ("trawl\tv\tobj=a||b\tCOERCE\t-\t-", "line 2, column 'frame': unknown noun class ''"),
        ("Trawl\tv\t-\tCOERCE\t-\t-", "line 2, column 'lemmas': 'Trawl' is no lemma"),
        ("call off\tv\t-\tCOERCE\t-\t-", "line 2, column 'lemmas': 'call off' is no lemma"),
        ("trawl\tv\t-\tCOERCE\tBig Mode\t-", "line 2, column 'mode': 'Big Mode' is no mode"),
        ("trawl\tv\t-\tCOERCE\t-\t17x", "line 2, column 'cameo': '17x' is no CAMEO code"),
        ("trawl\tv\t\tCOERCE\t-\t-", "line 2, column 'frame': the cell is empty; write - for none"),
        ("trawl\tv\t-\tCOERCE\t-", "line 2: a row needs 6 cells with tabs between, - for none; it has 5"),
    ],
)
def test_a_row_with_a_mistake_is_refused_with_its_line_and_column(tmp_path: Path, row: str, words: str) -> None:
    assert complaint(tmp_path, HEADER + row + "\n").startswith(f"lexicon own.tsv, {words}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lexicon own.tsv: it is empty"),
        ("trawl\tv\n", "lexicon own.tsv, line 1: the first line names the columns lemmas, pos, frame, type, mode, cameo"),
    ],
)
def test_a_lexicon_without_its_columns_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert complaint(tmp_path, text).startswith(words)


def test_a_mode_that_the_ontology_does_not_list_is_refused(tmp_path: Path) -> None:
    words = complaint(tmp_path, HEADER + "trawl\tv\t-\tFISHING\tangling\t-\n", block("toml"))
    assert (
        words
        == "lexicon own.tsv, line 2, column 'mode': 'angling' is no mode of FISHING; the ontology lists licensed, poaching"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[types.", "ontology own.toml: no TOML: "),
        ("", "ontology own.toml: it has one table for each event type, [types.NAME]"),
        ("[type.A]", "ontology own.toml: unknown key 'type'"),
        ("[types.Fishing]", "ontology own.toml, types.Fishing: a type's name is capital letters, A to Z"),
        ("[types.CONSULT]", "ontology own.toml, types.CONSULT: this is a type of PLOVER"),
        ("types.FISHING = 1", "ontology own.toml, types.FISHING: this has to be a table"),
        ('[types.FISHING]\nroots = "AID"', "ontology own.toml, types.FISHING.roots: unknown key; there are description, root,"),
        ('[types.FISHING]\nroot = "TRADE"', "ontology own.toml, types.FISHING.root: 'TRADE' is no PLOVER type"),
        ("[types.FISHING]\nmodes = 3", "ontology own.toml, types.FISHING.modes: this has to be a list of texts; got 3"),
        ("[types.FISHING]\nmodes = [3]", "ontology own.toml, types.FISHING.modes: 3 is no mode"),
        ('[types.FISHING]\ncameo = "x"', "ontology own.toml, types.FISHING.cameo: 'x' is no CAMEO code"),
    ],
)
def test_an_ontology_with_a_mistake_is_refused_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    assert complaint(tmp_path, None, text).startswith(words)


def test_a_table_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_bytes(b"lemmas\n\xff\xfe")
    with pytest.raises(OptionError, match=r"own\.tsv, line 2: no UTF-8 text"):
        ReadOptions.of(lexicon=tmp_path / "own.tsv")
    with pytest.raises(OptionError, match=r"lexicon .*none\.tsv: No such file"):
        ReadOptions.of(lexicon=tmp_path / "none.tsv")


def test_the_reader_refuses_a_bad_table_before_it_loads_the_pipeline(tmp_path: Path) -> None:
    asked = options(tmp_path, "lemmas\n")
    with pytest.raises(OptionError, match="line 1"):
        Reader("no_such_pipeline", asked)


@pytest.mark.pipeline
def test_the_mode_of_an_own_row_is_what_the_row_says(tmp_path: Path) -> None:
    asked = options(tmp_path, HEADER + "attack\tv\t-\tASSAULT\t-\t190\n")
    assert event_of(read(Reader(options=asked), "Norwegian warplanes attacked a Swedish village."), "attacked").mode is None
