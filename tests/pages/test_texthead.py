"""What the lines before a plain-text article say of it."""

from datetime import date

import pytest

from communique.pages.stories import split_page
from communique.pages.texthead import read_head
from communique.sources.base import Page

DAYS = [
    ("Published: 21 February 2005", date(2005, 2, 21)),
    ("Published 2005-02-21 10:00", date(2005, 2, 21)),
    ("Updated 6:40 p.m., 14 March 2005", date(2005, 3, 14)),
    ("Posted on March 3rd, 2011", date(2011, 3, 3)),
    ("Date: 5 Sept. 2019 | News", date(2019, 9, 5)),
    ("Updated: 3 May 2004\nPublished: 2 May 2004", date(2004, 5, 2)),
]


@pytest.mark.parametrize(("before", "day"), DAYS)
def test_labelled_day_is_the_publication_day(before: str, day: date) -> None:
    assert read_head(before, None).published == day


@pytest.mark.parametrize(
    "before",
    ["", "The accord was signed on 3 May 2004", "Published weekly", "Published: 3 May 1804", "Published: 31 February 2004"],
)
def test_other_lines_give_no_day(before: str) -> None:
    assert read_head(before, None).published is None


@pytest.mark.parametrize(
    ("byline", "author", "outlet"),
    [
        ("By Ana Diaz, Coast Gazette", "Ana Diaz", "Coast Gazette"),
        ("Ana Diaz | Coast Gazette", "Ana Diaz", "Coast Gazette"),
        ("Ana Diaz, a staff writer", "Ana Diaz, a staff writer", None),
        ("Ana Diaz", "Ana Diaz", None),
    ],
)
def test_byline_gives_author_and_outlet(byline: str, author: str, outlet: str | None) -> None:
    head = read_head("", byline)
    assert (head.author, head.outlet) == (author, outlet)


def test_text_page_takes_its_day_and_outlet_from_its_head() -> None:
    text = (
        "Envoys meet on the coast\n\nBy Ana Diaz, Coast Gazette\nPublished: 21 February 2005\n\n"
        "LIMA — The envoys of both governments met on Monday in a hotel by the sea.\n\n"
        "They agreed to meet again in a month, a spokesman for the foreign ministry said.\n"
    )
    (story,) = split_page(Page(id="p", uri="p", media_type="text/plain", content=text)).stories
    assert story.published == date(2005, 2, 21)
    assert story.source == "Coast Gazette"
    assert story.text.startswith("LIMA")


def test_given_day_wins() -> None:
    text = "Published: 21 February 2005\n\nThe envoys of both governments met on Monday in a hotel by the sea.\n"
    page = Page(id="p", uri="p", media_type="text/plain", content=text, published=date(2005, 3, 1))
    assert split_page(page).stories[0].published == date(2005, 3, 1)
