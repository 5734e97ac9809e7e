"""Pictures: days on a line, marks by status, what is left out of a picture."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.archive import open_archive
from communique.record.vocab import Status
from communique.views.matrix import collect_matrix
from communique.views.profile import collect_profile
from communique.web.charts.marks import glyph
from communique.web.charts.network import draw_network
from communique.web.charts.scale import MOST_TICKS, Scale
from communique.web.charts.spark import spark
from communique.web.charts.svg import element
from communique.web.charts.timeline import draw_timeline

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(DAYS, DAYS, DAYS)
def test_every_day_stands_on_the_line_and_in_order(one: date, other: date, day: date) -> None:
    scale = Scale.over(min(one, other), max(one, other), left=10, right=110)
    assert 10 <= scale.at(day) <= 110.000001
    assert scale.at(scale.first) == 10
    assert scale.at(min(one, other)) <= scale.at(max(one, other))


@given(DAYS, DAYS)
def test_ticks_are_few_ordered_and_on_the_line(one: date, other: date) -> None:
    scale = Scale.over(min(one, other), max(one, other), left=0, right=100)
    days = [day for day, _ in scale.ticks()]
    assert days == sorted(days)
    assert len(days) <= MOST_TICKS + 1
    assert all(scale.first <= day <= scale.last for day in days)


@given(DAYS, DAYS)
def test_zooming_and_moving_stay_in_the_calendar(one: date, other: date) -> None:
    scale = Scale.over(min(one, other), max(one, other), left=0, right=100)
    for first, last in (scale.zoomed(0.5), scale.zoomed(2), scale.shifted(-0.5), scale.shifted(0.5)):
        assert first <= last


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_mark(status: Status) -> None:
    drawn = str(glyph(status))
    ET.fromstring(drawn)
    assert f"mark {status.value}" in drawn
    assert ("strike" in drawn) == (status in (Status.RULED_OUT, Status.DENIED))


def test_what_stands_in_an_element_is_escaped() -> None:
    assert str(element("text", "<b>", class_="x&y", data_n=1.50)) == '<text class="x&amp;y" data-n="1.5">&lt;b&gt;</text>'


def test_pictures_are_well_formed_and_escape_names(archive: Path) -> None:
    with open_archive(archive, read_only=True) as opened:
        view = opened.view()
        facts = view.list_facts()
        drawn = draw_timeline(facts, lambda fact: (f"<{fact.type}>",))
        profile = collect_profile(view, facts[0].actors[0].id)
        matrix = collect_matrix(view)
    assert drawn is not None
    assert profile is not None
    root = ET.fromstring(str(drawn.svg))
    links = [node for node in root.iter("a") if "event" in node.get("class", "")]
    assert len(links) == drawn.n_marks == 2
    assert all(node.get("aria-label") for node in links)
    assert "&lt;CONSULT&gt;" in str(drawn.svg)
    network = draw_network("<b>", profile.relations)
    assert network is not None
    ET.fromstring(str(network))
    cells = [cell for _, row in matrix.rows for cell in row if cell]
    assert cells
    for cell in cells:
        ET.fromstring(str(spark(cell.series, matrix.days)))


def test_events_outside_the_days_are_counted_and_not_drawn(archive: Path) -> None:
    with open_archive(archive, read_only=True) as opened:
        facts = opened.view().list_facts()
    drawn = draw_timeline(facts, lambda fact: (fact.type,), since=date(2031, 4, 1))
    assert drawn is not None
    assert (drawn.n_marks, drawn.n_outside) == (1, 1)
    assert drawn.days == (date(2031, 3, 15), date(2031, 4, 2))
    assert draw_timeline([], lambda fact: (fact.type,)) is None


def test_a_series_of_one_is_a_dot_wherever_its_day_is(archive: Path) -> None:
    with open_archive(archive, read_only=True) as opened:
        position = opened.view().list_positions()[0]
    for days in (None, (date(2031, 3, 1), date(2031, 3, 1)), (date(2031, 3, 1), date(2031, 3, 1) + timedelta(days=1))):
        assert str(spark([position], days)).count("<circle") == 1
