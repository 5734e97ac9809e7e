"""Pages from Parquet: one row a page, with the columns of a line of JSON Lines."""

import sys
from datetime import UTC, date, datetime

import pytest

from communique.errors import ExtraError
from communique.sources.parquet import check_parquet, open_parquet
from tests.sources.made_parquet import parquet
from tests.sources.opening import pages_of


def test_every_row_is_a_page_with_its_fields() -> None:
    raw = parquet(
        {
            "id": [1, 2],
            "url": ["https://x.example/1", None],
            "published": [date(2031, 3, 5), None],
            "published_at": [datetime(2031, 3, 5, 10, tzinfo=UTC), None],
            "text": ["Talks opened.", "They closed."],
            "rank": [0.5, 0.7],
        }
    )
    first, second = pages_of(open_parquet, raw, "march.parquet")
    assert (first.content, first.uri, first.published) == ("Talks opened.", "https://x.example/1", date(2031, 3, 5))
    assert first.published_at is not None
    assert (second.content, second.uri, second.published) == ("They closed.", "march.parquet:2", None)
    assert first.id != second.id


def test_html_may_be_bytes() -> None:
    (page,) = pages_of(open_parquet, parquet({"html": [b"<p>Talks opened.</p>"]}), "a.parquet")
    assert (page.media_type, page.content) == ("text/html", "<p>Talks opened.</p>")


def test_row_that_does_not_fit_is_told_and_the_others_go_on() -> None:
    raw = parquet({"text": ["Talks opened.", "They closed."], "published": ["soon", "2031-03-05"]})
    first, second = pages_of(open_parquet, raw, "a.parquet")
    assert first.trouble is not None
    assert "published" in first.trouble.detail
    assert second.trouble is None


def test_file_without_text_is_told() -> None:
    (page,) = pages_of(open_parquet, parquet({"body": ["Talks opened."]}), "a.parquet")
    assert page.trouble is not None
    assert page.trouble.code == "no_text_column"


@pytest.mark.parametrize("raw", [b"PAR1", b"PAR1" + bytes(100), parquet({"text": ["Talks opened."]})[:-9]])
def test_broken_file_is_an_error_of_the_stream(raw: bytes) -> None:
    with pytest.raises(OSError):
        pages_of(open_parquet, raw, "a.parquet")


def test_missing_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ExtraError, match=r"communique\[parquet\]"):
        check_parquet()
