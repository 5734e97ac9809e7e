"""The phenomena that reading actors masters, as a table: `phenomena.tsv` beside this file."""

from datetime import date
from pathlib import Path

import pytest
from spacy.language import Language

from communique.reading.actors import find_actors
from communique.reading.world import load_world

pytestmark = pytest.mark.pipeline

LINES = (Path(__file__).parent / "phenomena.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")][1:]


def told(nlp: Language, text: str, day: date | None) -> str:
    """The actors of a text in the notation of the table."""
    found = find_actors(nlp(text), load_world(), day)
    return " | ".join(
        f"{a.name}{' *' if a.rule else ''} = {' / '.join(text[span.start : span.end] for span in a.mentions)}"
        for a in found.actors
    )


@pytest.mark.parametrize(("phenomenon", "day", "text", "actors"), ROWS, ids=[f"{row[0]}: {row[2]} ({row[1]})" for row in ROWS])
def test_a_phenomenon(nlp: Language, phenomenon: str, day: str, text: str, actors: str) -> None:
    assert (told(nlp, text, date.fromisoformat(day) if day else None) or "nobody") == actors
