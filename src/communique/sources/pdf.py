"""The page that a PDF file with text holds.

In: the bytes of the file. Out: one `Page` of plain text, a form feed between its sheets; columns are read one after the other.
Title and author of the file are taken only where its first sheet has them too; the date on which it was made is not one of
publication. Refuses a file that is encrypted, has no text (pictures of text), or is broken: one page with `trouble`; what is past
the limits is left out with an issue.
"""

import io
import re
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.errors import ExtraError
from communique.record.model import Issue
from communique.sources.base import Origin, Page

if TYPE_CHECKING:
    import pypdfium2

MEDIA_TYPE = "application/pdf"
MAX_PDF_BYTES = 100 * 2**20
MAX_SHEETS = 2000
MAX_CHARS = 20_000_000  # some 3 million words
MAX_SECONDS = 60.0  # looked at between sheets
_MAX_LINES = 2000  # of one sheet that is looked at for columns
_MIN_COLUMN_LINES = 4  # fewer lines side by side are a table or a signature
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
_SECURITY_UNKNOWN = 5  # FPDF_ERR_SECURITY
_HYPHEN = re.compile("[\ufffe\u0002](?:\r?\n)?")  # what PDFium puts for a hyphen at the end of a line
_NO_TITLE = re.compile(
    r"^(?:microsoft \w+ -|untitled|document\d*$|slide \d)|\.(?:docx?|rtf|odt|indd|pdf|pptx?|xlsx?|qxd)$", re.I
)


def check_pdf() -> None:
    """Make sure that PDF files can be read here.

    Raises:
        ExtraError: pypdfium2 is not installed.
    """
    if find_spec("pypdfium2") is None:
        raise ExtraError("reading PDF files needs pypdfium2; to add it: pip install 'communique[pdf]'")


def open_pdf(stream: io.BufferedReader, origin: Origin) -> Iterator[Page]:
    """The page of a PDF file; see `communique.sources.base.Opener`."""
    check_pdf()
    import pypdfium2

    content = stream.read(MAX_PDF_BYTES + 1)
    if len(content) > MAX_PDF_BYTES:
        yield origin.trouble("too_big", f"{origin.uri} has more than {MAX_PDF_BYTES:,} bytes", media_type=MEDIA_TYPE)
        return
    try:
        document = pypdfium2.PdfDocument(content)
    except (pypdfium2.PdfiumError, ValueError) as err:
        if getattr(err, "err_code", None) in (_PASSWORD_NEEDED, _SECURITY_UNKNOWN) or "assword" in str(err):
            yield origin.trouble("encrypted", f"{origin.uri} is encrypted; it needs a password", media_type=MEDIA_TYPE)
        else:
            yield origin.trouble("corrupt", f"{origin.uri} cannot be read as PDF: {err}", media_type=MEDIA_TYPE)
        return
    try:
        yield _page(document, origin)
    finally:
        document.close()


def _page(document: "pypdfium2.PdfDocument", origin: Origin) -> Page:
    sheets, issues = _sheets(document, origin)
    text = "\f".join(sheets)
    if not text.strip():
        if issues:
            return origin.trouble("corrupt", issues[0].detail, media_type=MEDIA_TYPE)
        detail = f"{origin.uri} has {len(sheets)} pages without text; it holds pictures, which are not read"
        return origin.trouble("no_text", detail, media_type=MEDIA_TYPE)
    known = _metadata(document)
    first = sheets[0] if sheets else ""
    return origin.page(
        text,
        "text/plain",
        headline=_confirmed(known.get("Title"), first),
        author=_confirmed(known.get("Author"), first),
        issues=tuple(issues),
    )


def _sheets(document: "pypdfium2.PdfDocument", origin: Origin) -> tuple[list[str], list[Issue]]:
    """The text of each sheet, and what could not be had of it."""
    import pypdfium2

    sheets: list[str] = []
    issues: list[Issue] = []
    n_chars, deadline = 0, time.monotonic() + MAX_SECONDS
    n_sheets = len(document)
    for number in range(n_sheets):
        if number >= MAX_SHEETS or n_chars > MAX_CHARS or time.monotonic() > deadline:
            issues.append(Issue(code="truncated", detail=f"{origin.uri} is read up to page {number:,} of its {n_sheets:,}"))
            break
        try:
            sheet = document[number]
            try:
                text = _text(sheet)
            finally:
                sheet.close()
        except (pypdfium2.PdfiumError, ValueError, IndexError) as err:
            issues.append(Issue(code="unreadable_page", detail=f"page {number + 1} of {origin.uri} cannot be read: {err}"))
            continue
        sheets.append(text)
        n_chars += len(text)
    return sheets, issues


def _text(sheet: "pypdfium2.PdfPage") -> str:
    """The text of one sheet, in the order in which it is read."""
    page = sheet.get_textpage()
    try:
        n_chars = page.count_chars()
        if n_chars <= 0:
            return ""
        text = page.get_text_range() if n_chars < MAX_CHARS else ""
        ordered = None
        n_lines = page.count_rects()
        if 2 * _MIN_COLUMN_LINES <= n_lines <= _MAX_LINES:
            boxes = [page.get_rect(number) for number in range(n_lines)]
            order = column_order(boxes)
            if order is not None:
                ordered = "\n".join(line for number in order if (line := page.get_text_bounded(*boxes[number]).strip()))
    finally:
        page.close()
    return _HYPHEN.sub("", ordered if ordered is not None else text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


def column_order(boxes: Sequence[Box]) -> list[int] | None:
    """The order in which the lines of a sheet of two columns are read; None where the order that they come in is as good.

    The lines are those of two columns where an upright gap near the middle has lines on both sides at the same heights. What
    crosses the gap (a headline) parts the sheet: above it both columns are read before it, below it after it.

    Args:
        boxes: Of the pieces of lines, as they come.
    """
    gap = _gap(boxes)
    if gap is None:
        return None
    sides = [0 if right <= gap + 1 else 1 if left >= gap - 1 else 2 for left, _, right, _ in boxes]
    # Written column by column, the sides change a few times; written line by line, with almost every line.
    changes = sum({before, after} == {0, 1} for before, after in pairwise(sides))
    if changes < min(sides.count(0), sides.count(1)):
        return None
    order: list[int] = []
    columns: tuple[list[int], list[int]] = ([], [])
    for number in sorted(range(len(boxes)), key=lambda number: -boxes[number][3]):
        if sides[number] == 2:
            order += columns[0] + columns[1] + [number]
            columns = ([], [])
        else:
            columns[sides[number]].append(number)
    return order + columns[0] + columns[1]


def _gap(boxes: Sequence[Box]) -> float | None:
    """Where the gap between two columns lies, from the left; None if there are not two."""
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    width = right - left
    if width <= 0:
        return None
    best: tuple[int, float] | None = None
    for step in range(35, 66):  # hundredths of the width: columns are about as wide as each other
        at = left + width * step / 100
        before = [box for box in boxes if box[2] <= at]
        after = [box for box in boxes if box[0] >= at]
        n_crossing = len(boxes) - len(before) - len(after)
        if min(len(before), len(after)) < _MIN_COLUMN_LINES or n_crossing * 4 > len(boxes):
            continue
        if _n_beside(before, after) < _MIN_COLUMN_LINES:
            continue
        if best is None or n_crossing < best[0]:
            best = (n_crossing, at)
    return best[1] if best else None


def _n_beside(before: Sequence[Box], after: Sequence[Box]) -> int:
    """How many lines on the left stand at the height of one on the right."""
    middles = sorted((box[1] + box[3]) / 2 for box in after)
    n_beside = 0
    for _, bottom, _, top in before:
        index = bisect_left(middles, bottom)
        n_beside += index < len(middles) and middles[index] <= top
    return n_beside


def _metadata(document: "pypdfium2.PdfDocument") -> dict[str, str]:
    try:
        return {key: value for key, value in document.get_metadata_dict().items() if isinstance(value, str)}
    except (ValueError, UnicodeError):
        return {}


def _confirmed(written: str | None, first: str) -> str | None:
    """What the file says of itself, where its first sheet says it too; templates and programs leave much else there."""
    text = " ".join((written or "").replace("\0", "").split())
    if not 2 <= len(text.split()) <= 40 or len(text) > 300 or _NO_TITLE.search(text):
        return None
    return text if _letters(text) in _letters(first[:20_000]) else None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
