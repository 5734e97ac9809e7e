"""What the web application's views are made of: pieces of sheets, months, boards, differences, letters, feeds, tables."""

import csv
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.archive.results import ActorName, Passage, ProspectEntry, ProspectOutcome, StoryRef
from communique.record.model import DateInterval
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Status, StoryKind
from communique.views.atom import atom_text
from communique.views.board import DUE_DAYS, LATE_DAYS, Standing, columns_of, standing_of
from communique.views.differences import MOST_PARAGRAPHS, Side, differences
from communique.views.mail import mail_text
from communique.views.months import MOST_DAYS, month_of
from communique.views.paging import piece_of
from communique.views.sheet import Entry, Group, Piece, Section, Sheet, Tone
from communique.views.table import COLUMNS, csv_text

STORY = StoryRef(
    id="story-1",
    page_id="page-1",
    uri="https://news.example/1",
    kind=StoryKind.ARTICLE,
    headline="Envoys <b>meet</b>",
    source="Coast Gazette",
    published=date(2031, 3, 16),
)
WORDS = Passage(story=STORY, span=Span(4, 8), words="meet", context="They meet.", context_start=0)
ARLAND = ActorName(id="actor-1", name="Arland", kind=ActorKind.STATE)


def prospect(
    id_: str = "e-1",
    *,
    due: DateInterval | None = None,
    outcome: ProspectOutcome = ProspectOutcome.OPEN,
    days_left: int | None = None,
) -> ProspectEntry:
    return ProspectEntry(
        id=id_,
        type="CONSULT",
        mode=None,
        actors=(ARLAND,),
        recipients=(),
        place=None,
        status=Status.SCHEDULED,
        outcome=outcome,
        due=due,
        opened=None,
        last_moved=None,
        as_of=date(2031, 3, 20),
        days_left=days_left,
        moves=(),
    )


def sheet(sizes: Sequence[int], **entry: object) -> Sheet:
    numbers = iter(range(sum(sizes)))
    sections = tuple(
        Section(
            name=f"part {index}",
            groups=(
                Group(entries=tuple(Entry(pieces=(Piece(str(next(numbers))),), **entry) for _ in range(size))),  # type: ignore[arg-type]
            ),
        )
        for index, size in enumerate(sizes)
    )
    return Sheet(view="test", title="Test & <more>", sections=sections)


def numbers_of(made: Sheet) -> list[str]:
    return [entry.pieces[0].text for section in made.sections for entry in section.entries]


@given(st.lists(st.integers(0, 7), max_size=5), st.integers(1, 9))
def test_pieces_in_their_order_are_the_whole(sizes: list[int], limit: int) -> None:
    whole = sheet(sizes)
    found, offset = [], 0
    while True:
        piece = piece_of(whole, offset=offset, limit=limit)
        assert piece.total == sum(sizes)
        assert len(numbers_of(piece.sheet)) <= limit
        found += numbers_of(piece.sheet)
        if piece.next is None:
            break
        offset = piece.next
    assert found == numbers_of(whole)


@pytest.mark.parametrize(
    ("outcome", "days_left", "standing"),
    [
        (ProspectOutcome.OPEN, None, Standing.OPEN),
        (ProspectOutcome.OPEN, DUE_DAYS, Standing.DUE),
        (ProspectOutcome.OPEN, DUE_DAYS + 1, Standing.OPEN),
        (ProspectOutcome.LAPSED, -LATE_DAYS, Standing.OVERDUE),
        (ProspectOutcome.LAPSED, -LATE_DAYS - 1, Standing.LAPSED),
        (ProspectOutcome.HAPPENED, -3, Standing.HAPPENED),
        (ProspectOutcome.REFUSED, 3, Standing.REFUSED),
    ],
)
def test_a_prospect_stands_in_one_column(outcome: ProspectOutcome, days_left: int | None, standing: Standing) -> None:
    one = prospect(outcome=outcome, days_left=days_left)
    assert standing_of(one) is standing
    assert [column.standing for column in columns_of([one]) if column.prospects] == [standing]


@given(st.dates(date(1, 1, 1), date(9999, 12, 1)))
def test_a_month_has_whole_weeks_from_monday_and_each_of_its_days_once(day: date) -> None:
    month = month_of([], day.replace(day=1))
    inside = [cell.day for week in month.weeks for cell in week if not cell.is_outside]
    assert inside == sorted(set(inside))
    assert all(one.month == day.month for one in inside)
    assert inside[0].day == 1
    assert inside[-1].day >= 28
    if 1 < day.year < 9999:
        assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in month.weeks)


def test_a_date_of_some_days_stands_on_each_and_a_wide_one_beside() -> None:
    first = date(2031, 4, 1)
    short = prospect("short", due=DateInterval(first=date(2031, 3, 31), last=date(2031, 4, 2)))
    wide = prospect("wide", due=DateInterval(first=first, last=first + timedelta(days=MOST_DAYS)))
    by = prospect("by", due=DateInterval(first=None, last=date(2031, 6, 1)))
    month = month_of([short, wide, by, prospect("undated")], first)
    assert [cell.day.day for week in month.weeks for cell in week if cell.prospects and not cell.is_outside] == [1, 2]
    assert [one.id for one in month.loose] == ["wide"]
    assert {one.id for one in month.prospects} == {"short", "wide"}
    assert [one.id for one in month_of([by], date(2031, 6, 1)).loose] == ["by"]


@given(st.text(st.sampled_from("ab \n"), max_size=60), st.text(st.sampled_from("ab \n"), max_size=60))
def test_differences_hold_every_word_of_either_side(first: str, second: str) -> None:
    found = differences(first, second)
    if any("…" in stretch.words for stretch in found.stretches):
        return
    for text, side in ((first, Side.FIRST), (second, Side.SECOND)):
        told = " ".join(stretch.words for stretch in found.stretches if stretch.side in (Side.BOTH, side))
        assert told.split() == text.split()


def test_differences_name_what_changed() -> None:
    found = differences("The envoys met in Oslo.\nThey will meet again.", "The envoys met in Bergen.\nThey will meet again.")
    assert [(one.side, one.words) for one in found.stretches if one.side is not Side.BOTH] == [
        (Side.FIRST, "Oslo."),
        (Side.SECOND, "Bergen."),
    ]
    assert differences("One.\n\nTwo.", "One.\nTwo. ").is_same


def test_only_the_beginnings_of_very_long_texts_are_compared() -> None:
    long = "\n".join(f"line {number}" for number in range(MOST_PARAGRAPHS + 5))
    found = differences(long, long)
    assert not found.is_whole
    assert not found.is_same


def test_a_letter_has_links_and_no_markup_of_a_story() -> None:
    made = sheet([1], sources=(STORY,), passages=(WORDS,))
    letter = mail_text(made, at="http://desk.example")
    assert 'href="http://desk.example/story/story-1#at-4"' in letter
    assert "<b>meet</b>" not in letter
    assert "Test &amp; &lt;more&gt;" in letter
    assert 'href="https://news.example/1"' in mail_text(made)


def test_a_feed_is_xml_with_the_newest_first() -> None:
    late = Entry(pieces=(Piece("later \x07", Tone.WORDS),), sources=(STORY,), passages=(WORDS,), id="e-2")
    early = Entry(pieces=(Piece("undated"),), id="e-1")
    made = Sheet(view="test", title="T", sections=(Section(name="s", groups=(Group(entries=(early, late)),)),))
    feed = ET.fromstring(atom_text(made, at="http://desk.example", path="/changes?a=1&b=2", as_of=None))
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles == ["T", "“later \ufffd”", "undated"]
    assert len({one.text for one in feed.iter("{http://www.w3.org/2005/Atom}id")}) == 3


def test_a_table_has_a_row_for_each_entry_and_no_formula() -> None:
    entry = Entry(pieces=(Piece("=SUM(1)"),), sources=(STORY,), passages=(WORDS,), id="e-1")
    made = Sheet(view="test", title="T", sections=(Section(name="s", groups=(Group(entries=(entry,)),)),))
    header, row = csv.reader(StringIO(csv_text(made)))
    assert tuple(header) == COLUMNS
    told = dict(zip(header, row, strict=True))
    assert told["line"] == "'=SUM(1)"
    assert told["words"] == "meet"
    assert told["address"] == "https://news.example/1"
