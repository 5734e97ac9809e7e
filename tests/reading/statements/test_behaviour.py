"""The table of behaviour: what the reader makes of each way in which the news tells that something was said.

`behaviour.tsv` beside this file has a row for each statement. A row with a text begins a case; rows without one go on with it, in text
order. `none` stands for a case without any statement, `-` for what a statement does not have. In the texts ¶ ends a paragraph; … parts
the pieces of a content. `to` lists those spoken to, `when` the words of the time of saying, `within` the number, in its case, of the
statement that this one is told in. The day of publication is a Wednesday, 2031-03-05.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from spacy.language import Language

from communique.reading.actors import find_actors
from communique.reading.found import FoundStatement
from communique.reading.pipeline import load_pipeline
from communique.reading.statements import find_statements
from communique.reading.times import find_times
from communique.reading.world import load_world
from communique.record.spans import Span
from communique.record.vocab import Form, StatementKind

TABLE = Path(__file__).with_name("behaviour.tsv")
PUBLISHED = date(2031, 3, 5)
PARAGRAPH = " ¶ "
N_COLUMNS = 11


@dataclass
class Case:
    """A text and the rows of what it tells."""

    phenomenon: str
    name: str
    text: str
    expected: list[list[str]] = field(default_factory=list)


def read_cases() -> list[Case]:
    cases: list[Case] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        phenomenon, name, text, *cells = line.split("\t")
        if text:
            cases.append(Case(phenomenon, name, text))
        if cells != ["none"]:
            cases[-1].expected.append(cells)
    return cases


CASES = read_cases()


@pytest.fixture(scope="module")
def reading() -> Language:
    """The pipeline as the reader sets it up."""
    return load_pipeline()


def row(text: str, statement: FoundStatement) -> list[str]:
    """A statement as its cells in the table."""

    def words(span: Span | None) -> str:
        return "-" if span is None else span.of(text).replace("\n\n", PARAGRAPH)

    return [
        statement.kind.value,
        statement.form.value,
        words(statement.speaker_span),
        words(statement.cue_span),
        ", ".join(words(mention.span) for mention in statement.addressees) or "-",
        words(statement.time.span if statement.time else None),
        "-" if statement.within is None else str(statement.within + 1),
        " … ".join(words(span) for span in statement.content_spans),
    ]


@pytest.mark.pipeline
@pytest.mark.parametrize("case", CASES, ids=[f"{case.phenomenon}: {case.name}" for case in CASES])
def test_what_a_text_tells(reading: Language, case: Case) -> None:
    text = case.text.replace(PARAGRAPH, "\n\n")
    doc = reading(text)
    found = find_statements(doc, find_actors(doc, load_world(), PUBLISHED), find_times(doc, PUBLISHED))
    assert [row(text, statement) for statement in found] == case.expected


def test_the_table_is_whole() -> None:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    assert {len(cells) for cells in lines} <= {N_COLUMNS, 4}
    assert all(cells[3] == "none" for cells in lines if len(cells) == 4)
    kinds, forms = {kind.value for kind in StatementKind}, {form.value for form in Form}
    assert all(cells[3] in kinds and cells[4] in forms for cells in lines[1:] if len(cells) == N_COLUMNS)
    assert len({case.name for case in CASES}) == len({case.text for case in CASES}) == len(CASES)
    assert sum(not case.expected for case in CASES) >= 10
