"""What is ahead, as any calendar program reads it."""

from datetime import date

import pytest
from icalendar import Calendar

from communique.archive import View
from communique.record.vocab import Status
from communique.views.exports.ics import ics_text
from tests.archive import builders
from tests.archive.conftest import new_place, place, server, store  # noqa: F401


def entries(view: View, **asked: object) -> list[dict[str, object]]:
    text = ics_text(view.list_prospects(**asked), name="talks")  # type: ignore[arg-type]
    calendar = Calendar.from_ical(text)
    return [dict(entry) for entry in calendar.walk("VEVENT")]


@pytest.fixture
def process(place: str) -> View:  # noqa: F811
    return builders.filled(place, builders.scheduled(), builders.postponed(), builders.due(), builders.offered())


def test_an_entry_has_its_days_place_state_and_words(process: View) -> None:
    summit = next(e for e in entries(process, as_of=date(2031, 3, 12)) if str(e.get("LOCATION", "")) == "Tellin")
    assert summit["DTSTART"].dt == date(2031, 4, 9)  # type: ignore[attr-defined]
    assert summit["DTEND"].dt == date(2031, 4, 10)  # type: ignore[attr-defined]
    assert str(summit["STATUS"]) == "CONFIRMED"
    assert "CONSULT Ilena Varo, Osk Brandt" in str(summit["SUMMARY"])
    description = str(summit["DESCRIPTION"])
    assert "2031-03-01 opened: scheduled" in description
    assert "2031-03-12 postponed: scheduled" in description
    assert "The Quay" in description


def test_what_has_no_date_is_left_out_and_a_deadline_stands_on_its_day(process: View) -> None:
    found = entries(process, as_of=date(2031, 3, 12))
    assert len(found) == 2  # the offer has no date
    deadline = next(e for e in found if "CONCEDE" in str(e["SUMMARY"]))
    assert str(deadline["SUMMARY"]).startswith("by this day: ")
    assert deadline["DTSTART"].dt == date(2031, 3, 15)  # type: ignore[attr-defined]


def test_an_entry_keeps_its_identity_as_it_moves(process: View) -> None:
    def summit(day: date) -> dict[str, object]:
        return next(e for e in entries(process, as_of=day) if "CONSULT" in str(e["SUMMARY"]))

    before, after = summit(date(2031, 3, 5)), summit(date(2031, 3, 12))
    assert before["UID"] == after["UID"]
    assert int(str(before["SEQUENCE"])) < int(str(after["SEQUENCE"]))


def test_what_is_no_plan_is_tentative_and_words_cannot_add_lines(place: str) -> None:  # noqa: F811
    made = builders.told("Ilena Varo, Osk Brandt may talk\nBEGIN:VALARM\r\nof ships; on 20 March.", date(2031, 3, 1))
    made.event("CONSULT", "talk", builders.ministers(made), status=Status.POSSIBLE, day=date(2031, 3, 20))
    view = builders.filled(place, made.record(uri="one"))
    text = ics_text(view.list_prospects(), name="a\nBEGIN:VEVENT")
    assert "STATUS:TENTATIVE" in text
    assert "\nBEGIN:VALARM" not in text
    assert text.count("\nBEGIN:VEVENT") == 1
    assert text == ics_text(view.list_prospects(), name="a\nBEGIN:VEVENT")
