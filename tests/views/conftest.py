"""An archive of a few hand-made stories: two reports of one meeting, a copy, a later story, a page set aside."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from communique.archive import View, open_archive
from tests.made import aside_record, meeting_record, shift_record


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's file; the tests only read it."""
    path = tmp_path_factory.mktemp("views") / "river.db"
    with open_archive(path) as archive, archive.writer() as writer:
        writer.put_record(meeting_record())
        writer.put_record(meeting_record(source="Copy Gazette", published=date(2031, 3, 6)))
        writer.put_record(shift_record())
        writer.put_record(aside_record())
    return path


@pytest.fixture
def view(archive_path: Path) -> Iterator[View]:
    """A view of it."""
    with open_archive(archive_path, read_only=True) as archive:
        yield archive.view()
