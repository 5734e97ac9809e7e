"""The brief: one line an event, nothing unhappened among what happened, copies counted and not told again."""

from datetime import date

import pytest

from communique.archive import View
from communique.dossier import Dossier, dossier_of
from communique.record.vocab import Status
from communique.views.brief import Brief, collect_brief, render_brief
from communique.views.formats import json_of, markdown_lines
from communique.views.sheet import Sheet
from communique.views.text import text_lines


@pytest.fixture
def brief(view: View) -> Brief:
    return collect_brief(view, name="river")


@pytest.fixture
def sheet(brief: Brief) -> Sheet:
    return render_brief(brief)


def dossier(**table: object) -> Dossier:
    return dossier_of({"name": "The river talks", **table}, where="test.toml")


def text(sheet: Sheet, *, with_words: bool = False) -> str:
    return "\n".join(line.plain for line in text_lines(sheet, with_words=with_words))


def part(sheet: Sheet, name: str) -> str:
    """The text of one section."""
    (section,) = (one for one in sheet.sections if one.name == name)
    return text(Sheet(view="x", title="x", sections=(section,)))


def test_the_sections_are_those_of_an_analysts_brief(sheet: Sheet) -> None:
    assert [section.title for section in sheet.sections] == [
        "What happened",
        "What is planned",
        "Proposed, conditional, possible",
        "Refused, ruled out, denied",
        "Prospects moved",
        "Positions and shifts",
        "New statements",
        "Read with issues",
    ]


def test_the_header_tells_the_period_and_what_was_read(sheet: Sheet) -> None:
    assert sheet.facts == (
        ("Period", "2031-03-05 to 2031-03-21"),
        ("Read", "2 stories from 2 outlets, 1 copy of them not told again"),
    )


def test_nothing_that_has_not_happened_is_told_as_having_happened(brief: Brief) -> None:
    assert brief.happened
    assert all(fact.status.is_fact for fact in brief.happened)
    assert all(not fact.status.is_fact or fact.type == "REJECT" for fact in brief.refused)
    assert all(prospect.status is Status.SCHEDULED for prospect in brief.planned)
    assert all(prospect.status.is_prospect for prospect in (*brief.planned, *brief.open))


def test_an_event_told_by_several_stories_is_one_line_and_a_copy_is_only_counted(sheet: Sheet) -> None:
    (line,) = (line for line in part(sheet, "happened").splitlines() if "2031-03-04" in line)
    assert (
        "CONSULT    Ilena Varo, Osk Brandt — “met her Lukanian counterpart, Osk Brandt, in Tellin Tuesday” · occurred" in line
    )
    assert "[“Ministers meet in Tellin”, Harbour Wire, 2031-03-05; +1 copy]" in line
    assert "Copy Gazette" not in text(sheet)


def test_what_is_denied_stands_with_who_denies_it(sheet: Sheet) -> None:
    assert "Lukania — “Brandt denied that Lukania had shelled the port” · denied · says Osk Brandt" in part(sheet, "refused")
    assert "shelled" not in part(sheet, "happened")


def test_a_prospect_that_came_about_is_told_with_its_moves(sheet: Sheet) -> None:
    moved = part(sheet, "moved")
    assert "happened" in moved
    assert "2031-03-05 opened: scheduled, 2031-03-20 — “We will meet again on 20 March”" in moved
    assert "Second round ends without a deal" in moved


def test_a_shift_stands_with_both_quotations(sheet: Sheet) -> None:
    positions = part(sheet, "positions")
    assert "Arvenia on" in positions
    assert "supports → opposes" in positions
    assert "2031-03-05 supports: “Arvenia supported a truce on the river” [“Ministers meet in Tellin”, Harbour Wire" in (
        positions.replace("  [", " [")
    )
    assert "2031-03-21 opposes: “Arvenia now rejects a truce on the river”" in positions


def test_a_condition_stands_under_what_depends_on_it(sheet: Sheet) -> None:
    assert "if “the guns fall silent”" in part(sheet, "open")


def test_every_line_names_its_story(sheet: Sheet) -> None:
    for section in sheet.sections[:-1]:
        for entry in section.entries:
            assert entry.sources, entry
            assert all(story.headline and story.source and story.published for story in entry.sources)


def test_words_are_shown_when_asked_for(sheet: Sheet) -> None:
    assert "> Brandt threatened to close the strait by Sunday." in text(sheet, with_words=True)
    assert ">" not in text(sheet)


def test_what_was_not_understood_is_told(sheet: Sheet) -> None:
    told = part(sheet, "issues")
    assert "1 page set aside: empty.html" in told
    assert "unresolved-date" in told
    assert "1 page read with issues" in told


def test_since_leaves_out_what_was_told_before(view: View) -> None:
    later = collect_brief(view, name="river", since=date(2031, 3, 10))
    assert {fact.first_seen for fact in later.happened} == {date(2031, 3, 21)}
    assert [story.headline for story in later.stories] == ["Second round ends without a deal"]
    assert "Second round" in part(render_brief(later), "moved")


def test_as_of_shows_what_was_known_on_a_day(view: View) -> None:
    earlier = collect_brief(view, name="river", as_of=date(2031, 3, 10))
    assert not earlier.shifts
    assert [prospect.type for prospect in earlier.planned] == ["CONSULT"]
    assert "due in 10 days" in part(render_brief(earlier), "planned")


def test_a_dossier_names_the_brief_keeps_what_it_follows_and_groups_by_issue(view: View) -> None:
    followed = dossier(actors=[{"name": "Ilena Varo"}], issues=[{"name": "truce", "words": ["guns fall silent"]}])
    sheet = render_brief(collect_brief(view, name="river", dossier=followed))
    assert sheet.title == "The river talks · brief"
    assert "shelled" not in text(sheet)
    assert [group.title for section in sheet.sections if section.name == "open" for group in section.groups] == ["truce"]
    assert "Ilena Varo" in part(sheet, "statements")


def test_a_dossier_without_actors_and_issues_keeps_everything(view: View, brief: Brief) -> None:
    assert collect_brief(view, name="river", dossier=dossier()).happened == brief.happened


def test_a_limit_keeps_the_most_reported_and_says_what_is_left_out(brief: Brief) -> None:
    sheet = render_brief(brief, limit=1)
    assert f"… and {len(brief.happened) - 1} more" in part(sheet, "happened")
    assert len(json_of(sheet)["sections"]["happened"]) == len(brief.happened)


def test_json_has_every_section_and_the_entries_words(sheet: Sheet) -> None:
    shown = json_of(sheet)
    assert shown["n_stories"] == 2
    assert set(shown["sections"]) == {section.name for section in sheet.sections}
    fact = next(fact for fact in shown["sections"]["happened"] if fact["date"] and fact["date"]["from"] == "2031-03-04")
    passage = fact["reports"][0]["passage"]
    assert passage["words"] == "met"
    assert passage["story"]["headline"] == "Ministers meet in Tellin"


def test_markdown_has_a_heading_a_section(sheet: Sheet) -> None:
    shown = "\n".join(markdown_lines(sheet))
    assert "# river · brief" in shown
    assert "## What is planned" in shown
    assert "- **2031-03-04** **CONSULT** **Ilena Varo, Osk Brandt** — “met her" in shown
