"""The other views: what each keeps, how it is ordered, and that every line has its story."""

from datetime import date

import pytest

from communique.archive import View
from communique.dossier import dossier_of
from communique.errors import InputError
from communique.views.actors import render_actors
from communique.views.positions import render_positions
from communique.views.prospects import render_prospects
from communique.views.quality import render_duplicates, render_issues
from communique.views.quotes import render_quotes
from communique.views.search import render_search
from communique.views.sheet import Sheet
from communique.views.show import render_shown
from communique.views.text import text_lines
from communique.views.timeline import render_timeline


def text(sheet: Sheet) -> str:
    return "\n".join(line.plain for line in text_lines(sheet))


def labels(sheet: Sheet) -> list[str]:
    return [entry.label for section in sheet.sections for entry in section.entries]


def test_the_timeline_is_in_the_order_of_the_events(view: View) -> None:
    dated = [label for label in labels(render_timeline(view, name="river")) if label[:2] == "20"]
    assert dated == sorted(dated)
    assert "2031-03-04" in dated
    assert "2031-03-20" in dated


def test_the_timeline_selects_by_day_type_and_actor(view: View) -> None:
    assert labels(render_timeline(view, name="river", since=date(2031, 3, 10), until=date(2031, 3, 20))) == ["2031-03-20"]
    assert "shelled" in text(render_timeline(view, name="river", types=["ASSAULT"]))
    assert "CONSULT" not in text(render_timeline(view, name="river", types=["ASSAULT"]))
    assert "shelled" not in text(render_timeline(view, name="river", actor="Varo"))


def test_quotes_are_whole_and_by_whom_they_are_asked_for(view: View) -> None:
    shown = text(render_quotes(view, name="river", by="Varo"))
    assert "Ilena Varo (direct): “We will meet again on 20 March”" in shown
    assert "Brandt" not in shown


def test_quotes_are_about_words(view: View) -> None:
    sheet = render_quotes(view, name="river", about="prisoners")
    assert [entry.passages[0].words for section in sheet.sections for entry in section.entries] == ["prisoners may be freed"]


def test_what_was_not_said_is_only_shown_when_asked_for(view: View) -> None:
    assert "shelled" not in text(render_quotes(view, name="river"))
    assert "Osk Brandt (not said, indirect): “that Lukania had shelled the port”" in text(
        render_quotes(view, name="river", with_every_kind=True)
    )


def test_positions_show_the_last_with_the_earlier_under_it(view: View) -> None:
    sheet = render_positions(view, name="river")
    assert "Arvenia: opposes — “Arvenia now rejects a truce on the river”" in text(sheet)
    assert "2031-03-05 supports: “Arvenia supported a truce on the river”" in text(sheet)
    assert "supports → opposes" in text(sheet)


def test_positions_stand_under_the_issues_of_a_dossier(view: View) -> None:
    followed = dossier_of({"name": "x", "issues": [{"name": "silence", "words": ["truce"]}]}, where="x")
    (section,) = (s for s in render_positions(view, name="river", dossier=followed).sections if s.name == "positions")
    assert [group.title for group in section.groups] == ["silence"]


def test_prospects_stand_under_their_outcome(view: View) -> None:
    sections = {section.name: section for section in render_prospects(view, name="river").sections}
    assert any("meet" in entry.passages[0].words for entry in sections["happened"].entries)


def test_prospects_are_seen_from_a_day(view: View) -> None:
    early = render_prospects(view, name="river", as_of=date(2031, 3, 10))
    assert ("As of", "2031-03-10") in early.facts
    assert "due in 10 days" in text(early)


def test_overdue_prospects_say_by_how_much(view: View) -> None:
    late = text(render_prospects(view, name="river", overdue=True, as_of=date(2031, 4, 2)))
    assert "Overdue" in late
    assert "10 days overdue" in late


def test_due_within_keeps_the_near(view: View) -> None:
    assert "meet again" in text(render_prospects(view, name="river", due_within=14, as_of=date(2031, 3, 10)))
    assert "meet again" not in text(render_prospects(view, name="river", due_within=5, as_of=date(2031, 3, 10)))


def test_actors_show_offices_and_counts(view: View) -> None:
    shown = text(render_actors(view, name="river", words="Varo"))
    assert "Ilena Varo · person XARGOV XAR · 2 stories" in shown
    assert "Foreign Minister (XAR)" in shown
    assert "Brandt" not in shown


def test_search_marks_the_words_found(view: View) -> None:
    sheet = render_search(view, "strait", name="river")
    assert labels(sheet) == ["2031-03-21"]
    assert any(piece.text == "strait" and piece.tone == "mark" for piece in sheet.sections[0].entries[0].pieces)


def test_search_without_a_hit_says_so(view: View) -> None:
    assert "no story holds all these words" in text(render_search(view, "unicorns", name="river"))


def test_issues_name_the_words_and_the_pages_set_aside(view: View) -> None:
    shown = text(render_issues(view, name="river"))
    assert "unresolved-date (1)" in shown
    assert "a date without a year: “Sunday”" in shown
    assert "empty.html: the page holds no readable text" in shown
    assert "empty.html" not in text(render_issues(view, name="river", code="unresolved-date"))


def test_duplicates_stand_under_their_original(view: View) -> None:
    sheet = render_duplicates(view, name="river")
    (entry,) = sheet.sections[0].entries
    assert "Harbour Wire" in entry.pieces[0].text
    assert "Copy Gazette" in entry.notes[0].pieces[0].text


@pytest.mark.parametrize("render", [render_timeline, render_quotes, render_positions, render_prospects, render_actors])
def test_every_line_names_its_story(view: View, render: object) -> None:
    sheet: Sheet = render(view, name="river")  # type: ignore[operator]
    entries = [entry for section in sheet.sections for entry in section.entries]
    assert entries
    assert all(entry.sources and entry.passages for entry in entries)


def test_an_event_is_shown_with_every_report(view: View) -> None:
    fact = next(fact for fact in view.list_facts() if fact.date and fact.date.first == date(2031, 3, 4))
    sheet = render_shown(view, fact.id)
    assert sheet.view == "event"
    assert len(next(s for s in sheet.sections if s.name == "reports").entries) == len(fact.reports)


def test_a_report_leads_to_its_event(view: View) -> None:
    report = view.list_events()[0]
    assert report.fact
    assert render_shown(view, report.id).data["id"] == report.fact


def test_statements_positions_and_prospects_are_shown_too(view: View) -> None:
    assert render_shown(view, view.list_statements()[0].id).view == "statement"
    assert render_shown(view, view.list_positions()[0].id).view == "position"
    prospect = view.list_prospects()[0]
    assert render_shown(view, prospect.id).view in ("prospect", "event")


def test_the_beginning_of_an_id_is_enough_if_it_is_one_entrys(view: View) -> None:
    story = view.list_stories()[0]
    assert render_shown(view, f"#{story.id[:8].upper()}").data["story"]["id"] == story.id
    with pytest.raises(InputError, match="too short"):
        render_shown(view, "a")
