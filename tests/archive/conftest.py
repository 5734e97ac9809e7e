"""An archive of the invented process, made once for the tests that only ask."""

import pytest

from communique.archive import View
from tests.archive import builders


@pytest.fixture(scope="session")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """A view of the whole process."""
    return builders.filled(tmp_path_factory.mktemp("archive") / "talks.db", *builders.process())
