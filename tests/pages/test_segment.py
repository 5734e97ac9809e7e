"""Where on a plain-text page the article is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.segment import Segments, split_text

FIRST = (
    "VIENNA, March 5 (Wire) - Envoys of Arland and Borland met on Wednesday for the first talks in two years, mediators said."
)
SECOND = "“We spoke about the bridge,” said Ana Sousa, who leads the mediators. “We will meet again in a week.”"
LAST = "Borland’s foreign ministry did not comment."
ARTICLE = f"{FIRST}\n\n{SECOND}\n\n{LAST}"


def parts(page: str) -> tuple[str | None, list[str]]:
    found = split_text(page)
    return (found.article.of(page) if found.article else None), [teaser.span.of(page) for teaser in found.teasers]


def test_an_article_alone_is_all_of_the_page() -> None:
    assert parts(ARTICLE) == (ARTICLE, [])
    assert parts(f"\n\n  {ARTICLE}\n\n") == (ARTICLE, [])


@pytest.mark.parametrize(
    "text", ["Envoys met.", "Envoys met", "Envoys meet in Vienna and…", "Kim?", "Related", "By Ana Sousa", "5"]
)
def test_a_page_of_one_line_is_its_article(text: str) -> None:
    assert parts(text) == (text, [])


def test_lines_before_the_article_are_outside_and_give_headline_and_byline() -> None:
    before = (
        "World > Europe\nEnvoys open talks in Vienna; Borland silent\nEnvoys arrive. (Rui Melo/AFP)\nBy Ana Sousa\n4 min read"
    )
    page = f"{before}\n{ARTICLE}"
    found = split_text(page)
    assert parts(page) == (ARTICLE, [])
    assert found.headline is not None
    assert found.headline.of(page) == "Envoys open talks in Vienna; Borland silent"
    assert found.byline is not None
    assert found.byline.of(page) == "Ana Sousa"


@pytest.mark.parametrize(
    "headline",
    ["Will the envoys sign?", "Will The Envoys Sign This Time?", "Breaking News\nEnvoys sign", "# Envoys sign at last"],
)
def test_a_headline_may_be_a_question_or_stand_under_a_label(headline: str) -> None:
    assert parts(f"{headline}\n\n{ARTICLE}") == (ARTICLE, [])


def test_a_short_first_sentence_belongs_to_the_article() -> None:
    page = f"They met.\n\n{ARTICLE}"
    assert parts(page) == (page, [])


@pytest.mark.parametrize("bullet", ["", "• ", "- ", "1. "])
@pytest.mark.parametrize("label", ["", "Related\n", "Most read\n", "More from World:\n"])
def test_teasers_after_the_article_are_outside(label: str, bullet: str) -> None:
    teasers = [
        "Storm closes the harbour for a second day and…",
        "Parliament votes on the budget",
        "Coach quits after the cup final...",
    ]
    page = f"{ARTICLE}\n{label}" + "\n".join(bullet + teaser for teaser in teasers)
    assert parts(page) == (ARTICLE, teasers)
    assert [teaser.cut for teaser in split_text(page).teasers] == [True, False, True]


def test_full_sentences_under_a_label_are_teasers() -> None:
    teasers = ["The harbour stays closed for a second day.", "Parliament will vote on the budget."]
    page = f"{ARTICLE}\nRelated stories\n" + "\n".join(teasers) + "\n© 2031 The Harbour Post"
    assert parts(page) == (ARTICLE, teasers)


def test_a_headline_that_ends_as_a_sentence_does_not_hold_the_others_in() -> None:
    page = f"{ARTICLE}\nStorm closes harbour\nIs the budget dead?\nCoach quits\nMayor of the old town wins again"
    article, teasers = parts(page)
    assert article == ARTICLE
    assert "Is the budget dead?" in teasers


def test_an_ellipsis_inside_a_closing_quotation_ends_an_article() -> None:
    page = f"{FIRST}\n\n“We are close,” she said. “But close is not…”"
    assert parts(page) == (page, [])
    assert not split_text(page).truncated


def test_a_line_that_leads_to_another_story_is_a_teaser_and_is_ignored() -> None:
    page = f"{FIRST}\nREAD ALSO: Storm closes the harbour\n{SECOND}\n{LAST}"
    found = split_text(page)
    assert parts(page) == (page, ["Storm closes the harbour"])
    assert [span.of(page) for span in found.ignored] == ["READ ALSO: Storm closes the harbour"]


def test_a_box_within_the_article_is_ignored() -> None:
    box = "Related\n• Storm closes the harbour\n• Parliament votes on the budget\nADVERTISEMENT"
    page = f"{FIRST}\n{SECOND}\n{FIRST}\n{box}\n{SECOND}\n{FIRST}\n{SECOND}\n{LAST}"
    found = split_text(page)
    assert parts(page) == (page, ["Storm closes the harbour", "Parliament votes on the budget"])
    assert "".join(span.of(page) for span in found.ignored) == box.replace("\n", "")


def test_a_box_that_sums_the_article_up_is_no_list_of_teasers() -> None:
    page = f"Envoys open talks\nKey points\n• Envoys meet again\n• Borland is silent\n{ARTICLE}"
    assert parts(page) == (ARTICLE, [])


def test_subheadings_and_lists_within_the_article_stay() -> None:
    page = f"{FIRST}\nWhat comes next\n{SECOND}\n- the bridge\n- the prisoners\n{FIRST}\n{LAST}"
    article, _ = parts(page)
    assert article == page


def test_lines_about_the_author_and_the_article_are_outside() -> None:
    after = "Reporting by Ana Sousa; editing by Rui Melo\nAna Sousa is a correspondent based in Lisbon.\nThis story has been updated."
    assert parts(f"{ARTICLE}\n{after}") == (ARTICLE, [])


def test_an_article_that_goes_on_elsewhere_is_truncated() -> None:
    page = f"{FIRST}\n{SECOND}\nContinue reading\nStorm closes the harbour and…"
    found = split_text(page)
    assert parts(page) == (f"{FIRST}\n{SECOND}", ["Storm closes the harbour and…"])
    assert found.truncated


def test_a_broken_off_text_under_a_headline_is_a_truncated_article() -> None:
    page = "Envoys open talks in Vienna\nEnvoys of Arland and Borland met on Wednesday for the first…"
    found = split_text(page)
    assert parts(page) == ("Envoys of Arland and Borland met on Wednesday for the first…", [])
    assert found.truncated
    assert found.headline is not None


def test_a_list_of_teasers_has_no_article() -> None:
    teasers = ["Envoys of Arland met on Wednesday for the…", "Storm closes the harbour and…", "Coach quits after the…"]
    assert parts("\n".join(teasers)) == (None, teasers)


def test_text_without_stops_is_an_article() -> None:
    page = "so the envoys met in vienna\nand they talked about the bridge\nthen everybody went home"
    assert parts(page) == (page, [])


@pytest.mark.parametrize("page", ["", "\n \n", "***\n---"])
def test_a_page_without_words_has_no_parts(page: str) -> None:
    assert split_text(page) == Segments()


PIECES = st.sampled_from(
    [
        FIRST,
        SECOND,
        LAST,
        "Related",
        "• Storm closes harbour",
        "READ ALSO: Storm",
        "Envoys met and…",
        "Photo: AP",
        "Why?",
        "",
        "Continue reading",
    ]
)


@given(st.lists(PIECES | st.text(max_size=30), max_size=12).map("\n".join))
def test_parts_lie_in_the_page_and_apart(page: str) -> None:
    found = split_text(page)
    for teaser in found.teasers:
        assert teaser.span.of(page).strip()
    if found.article is None:
        assert found.ignored == ()
        return
    assert found.article.of(page) == found.article.of(page).strip()
    assert all(found.article.contains(span) for span in found.ignored)
    inside = [teaser.span for teaser in found.teasers if teaser.span.overlaps(found.article)]
    assert all(any(span.contains(place) for span in found.ignored) for place in inside)
