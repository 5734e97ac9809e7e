"""The page of a PDF file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import ExtraError
from communique.sources import pdf as pdf_format
from communique.sources.pdf import column_order, open_pdf
from tests.sources.made_pdf import pdf
from tests.sources.opening import pages_of

TITLE = "Joint statement of Arland and Borland"
SHEETS = (
    [(72, 700, TITLE), (72, 680, "The envoys met on Tuesday."), (72, 666, "They will meet again.")],
    [(72, 700, "A second round is planned.")],
)
LEFT = ["The first column", "begins at the top", "and goes down", "to its end here,", "then stops."]
RIGHT = ["The second column", "is read after it,", "from its top", "down to the end", "of the sheet."]


def test_a_file_is_one_page_of_text_with_a_form_feed_between_sheets() -> None:
    (page,) = pages_of(open_pdf, pdf(*SHEETS), "release.pdf")
    assert page.trouble is None
    assert page.media_type == "text/plain"
    assert isinstance(page.content, str)
    first, second = page.content.split("\f")
    assert first.splitlines() == [TITLE, "The envoys met on Tuesday.", "They will meet again."]
    assert second == "A second round is planned."
    assert page.uri == "release.pdf"


@pytest.mark.parametrize(
    ("info", "headline", "author"),
    [
        ({"Title": TITLE, "Author": "The envoys"}, TITLE, "The envoys"),
        ({"Title": "Microsoft Word - statement_v3.docx", "Author": "jdoe"}, None, None),
        ({"Title": "Template of a release", "Author": "Pat Typist"}, None, None),  # the sheet says neither
        ({}, None, None),
    ],
)
def test_what_a_file_says_of_itself_counts_where_its_first_sheet_says_it(
    info: dict[str, str], headline: str | None, author: str | None
) -> None:
    (page,) = pages_of(open_pdf, pdf(*SHEETS, info=info), "release.pdf")
    assert (page.headline, page.author) == (headline, author)


def test_the_day_on_which_a_file_was_made_is_not_one_of_publication() -> None:
    raw = pdf(*SHEETS, info={"CreationDate": "D:20310305100000Z"})
    assert pages_of(open_pdf, raw, "a.pdf")[0].published is None
    assert pages_of(open_pdf, raw, "a.pdf", published=date(2031, 1, 2))[0].published == date(2031, 1, 2)


@pytest.mark.parametrize("is_by_line", [True, False], ids=["written line by line", "written column by column"])
def test_columns_are_read_one_after_the_other(is_by_line: bool) -> None:
    left = [(72.0, 650.0 - 14 * number, words) for number, words in enumerate(LEFT)]
    right = [(330.0, 650.0 - 14 * number, words) for number, words in enumerate(RIGHT)]
    written = [place for pair in zip(left, right, strict=True) for place in pair] if is_by_line else left + right
    head = (72.0, 700.0, "A headline that runs over both of the columns of this sheet, from left to right side")
    foot = (72.0, 500.0, "A line below both of the columns of this sheet, which runs from left to the right side")
    (page,) = pages_of(open_pdf, pdf([head, *written, foot]), "a.pdf")
    assert isinstance(page.content, str)
    assert page.content.splitlines() == [head[2], *LEFT, *RIGHT, foot[2]]


def test_lines_of_one_column_stay_as_they_come() -> None:
    assert column_order([(72, 700 - 14 * number, 500, 710 - 14 * number) for number in range(20)]) is None


@given(st.lists(st.tuples(*[st.floats(0, 600)] * 4), min_size=1, max_size=40))
def test_ordering_loses_and_repeats_nothing(corners: list[tuple[float, float, float, float]]) -> None:
    boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    order = column_order(boxes)
    assert order is None or sorted(order) == list(range(len(boxes)))


@pytest.mark.parametrize(
    ("raw", "code"),
    [(pdf([]), "no_text"), (b"%PDF-1.4\nnothing", "corrupt"), (b"", "corrupt"), (pdf(*SHEETS)[:150], "corrupt")],
    ids=["pictures only", "no document", "nothing", "cut"],
)
def test_what_has_no_text_is_one_page_with_trouble(raw: bytes, code: str) -> None:
    (page,) = pages_of(open_pdf, raw, "a.pdf")
    assert page.trouble is not None
    assert page.trouble.code == code
    assert "a.pdf" in page.trouble.detail


def test_an_encrypted_file_is_told_as_such() -> None:
    raw = pdf(*SHEETS)
    locked = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    at = raw.rindex(b"/Root 1 0 R")
    raw = raw[:at] + b"/Encrypt " + locked + b" /ID [<00><00>] " + raw[at:]
    (page,) = pages_of(open_pdf, raw, "a.pdf")
    assert page.trouble is not None
    assert page.trouble.code == "encrypted"


@pytest.mark.parametrize("limit", ["MAX_SHEETS", "MAX_CHARS"])
def test_what_is_past_a_limit_is_left_out_with_an_issue(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_format, limit, 1 if limit == "MAX_SHEETS" else 100)
    many = [
        (72.0, 700.0, "The envoys of both sides met on Tuesday and will meet again on Friday."),
        (72.0, 680.0, "More is said."),
    ]
    (page,) = pages_of(open_pdf, pdf(many, *SHEETS, *SHEETS), "a.pdf")
    assert [issue.code for issue in page.issues] == ["truncated"]


def test_a_file_past_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_format, "MAX_PDF_BYTES", 10)
    (page,) = pages_of(open_pdf, pdf(*SHEETS), "a.pdf")
    assert page.trouble is not None
    assert page.trouble.code == "too_big"


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw: bytes) -> None:
    assert all(page.trouble for page in pages_of(open_pdf, b"%PDF-1.4\n" + raw, "a.pdf"))


def test_a_missing_extra_says_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_format, "find_spec", lambda name: None)
    with pytest.raises(ExtraError, match=r"pip install 'communique\[pdf\]'"):
        pages_of(open_pdf, pdf(*SHEETS), "a.pdf")
