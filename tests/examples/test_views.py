"""What the views of the example dossier show: the brief tells what an analyst may believe, in words that cannot be misread."""

from datetime import date

import pytest

from communique.archive import View
from communique.dossier import Dossier
from communique.views.brief import collect_brief, render_brief
from communique.views.prospects import render_prospects
from communique.views.quotes import render_quotes
from communique.views.sheet import Sheet
from communique.views.text import text_lines

pytestmark = pytest.mark.pipeline


def lines(sheet: Sheet) -> list[str]:
    return [line.plain for line in text_lines(sheet)]


def section(sheet: Sheet, name: str) -> list[str]:
    """The lines of one section."""
    (found,) = (one for one in sheet.sections if name in (one.name, one.title))
    return lines(Sheet(view="x", title="x", sections=(found,)))


@pytest.fixture(scope="module")
def brief(view: View, dossier: Dossier) -> Sheet:
    return render_brief(collect_brief(view, name="aceh", dossier=dossier))


def test_the_brief_tells_what_was_read(brief: Sheet) -> None:
    head = "\n".join(lines(brief)[:5])
    assert "Aceh 2005" in head
    assert "2005-01-24 to 2005-12-28" in head
    assert "22 stories from 4 outlets, 2 copies" in head


def test_what_was_only_speculated_about_is_not_among_what_happened(brief: Sheet) -> None:
    happened = section(brief, "What happened")
    assert not any("CONSULT" in line and "Malik Mahmud" in line and "Yudhoyono" in line for line in happened)


def test_the_meeting_that_took_place_and_the_signing_are_among_what_happened(view: View, dossier: Dossier) -> None:
    happened = section(render_brief(collect_brief(view, name="aceh", dossier=dossier), limit=0), "What happened")
    told = [line.split() for line in happened]  # however wide the column of dates is
    assert any(words[:2] == ["2005-04-06", "CONSULT"] and {"Ahtisaari,", "Yudhoyono"} <= set(words) for words in told)
    assert any(words[:2] == ["2005-08-15", "AGREE"] for words in told)


def test_a_brief_as_of_a_day_tells_nothing_that_was_reported_later(view: View, dossier: Dossier) -> None:
    july = render_brief(collect_brief(view, name="aceh", as_of=date(2005, 7, 31), dossier=dossier), limit=0)
    happened = section(july, "What happened")
    assert not any("2005-08-15" in line for line in happened)
    assert any("2005-08-15" in line and "AGREE" in line for line in section(july, "What is planned"))


def test_the_shifts_stand_in_the_brief_with_both_sides_of_them(brief: Sheet) -> None:
    shown = section(brief, "Positions and shifts")
    assert any("Indonesia on local parties: opposes → supports" in line for line in shown)
    assert any("Indonesia on foreign monitors: opposes → open" in line for line in shown)


def test_a_denial_is_never_shown_as_if_it_were_an_assertion(view: View) -> None:
    shown = [line for line in lines(render_quotes(view, name="aceh", by="Kalla")) if "parliament had been deceived" in line]
    assert len(shown) == 1
    assert "Jusuf Kalla (denied, indirect)" in shown[0]


def test_what_lapsed_is_shown_as_overdue(view: View) -> None:
    overdue = lines(render_prospects(view, name="aceh", overdue=True))
    assert any("oil engineer" in line and "lapsed" in line for line in overdue)
