"""The example dossier, read once and put into an archive, as `make demo` does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import communique
from communique.archive import Archive, View, open_archive
from communique.archive.results import IssueGroup
from communique.dossier import Dossier, load_dossier
from communique.record.model import Record, Story
from communique.sources.inputs import open_inputs
from tests.examples.told import Told

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "examples" / "aceh"


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    return load_dossier(EXAMPLE / "dossier.toml")


@pytest.fixture(scope="session")
def records(dossier: Dossier) -> tuple[Record, ...]:
    """The record of every page, in the order of the dossier's sources."""
    return tuple(communique.Reader().read_pages(open_inputs(dossier.inputs)))


@pytest.fixture(scope="session")
def articles(records: tuple[Record, ...]) -> dict[str, Story]:
    """The article of each page, by the page's file name without its ending, or by its id where it stands in a file of many."""
    found = {}
    for record in records:
        assert record.article is not None, record.page.uri
        name = record.page.id if record.page.id.startswith("aceh-brief") else Path(record.page.uri).stem
        found[name] = record.article
    return found


@pytest.fixture(scope="session")
def told(articles: dict[str, Story]) -> dict[str, Told]:
    """The articles with questions about them made short; the day that begins the name is enough where there is one that day."""
    return {name: Told(story) for name, story in articles.items()}


@pytest.fixture(scope="session")
def archive(records: tuple[Record, ...], dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("aceh") / "aceh.db"
    with open_archive(path) as opened:
        with opened.writer(issues=[IssueGroup.of(issue.name, issue.words) for issue in dossier.issues]) as writer:
            for record in records:
                writer.put_record(record)
        yield opened


@pytest.fixture(scope="session")
def view(archive: Archive) -> View:
    return archive.view()
