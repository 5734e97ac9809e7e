"""What the lines before a plain-text article say of it."""

from datetime import date

import pytest

from communique.pages.clock import Clock
from communique.pages.stories import split_page
from communique.pages.texthead import read_day_line, read_head
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


ALONE = [
    ("5 March 2031", date(2031, 3, 5), None),
    ("March 5, 2031 14:32 GMT", date(2031, 3, 5), "2031-03-05T14:32:00+00:00"),
    ("Wednesday, March 5th, 2031 at 2:15 p.m. ET", date(2031, 3, 5), "2031-03-05T14:15:00-05:00"),
    ("14:32, 5 March 2031", date(2031, 3, 5), "2031-03-05T14:32:00"),
    ("2031-03-05T10:00:00Z", date(2031, 3, 5), "2031-03-05T10:00:00+00:00"),
    ("March 5, 2031 Wednesday", date(2031, 3, 5), None),
    ("5 March 2031\n5 March 2031 14:32", date(2031, 3, 5), "2031-03-05T14:32:00"),
]


@pytest.mark.parametrize(("before", "day", "moment"), ALONE)
def test_a_day_alone_in_its_line_is_the_publication_day(before: str, day: date, moment: str | None) -> None:
    head = read_head(f"Envoys meet\n{before}\n", None)
    assert (head.published, head.published_at) == (day, moment)


@pytest.mark.parametrize(
    "before", ["5 March 2031\n4 March 2031", "05/03/2031", "March 5", "Vienna, 5 March 2031", "31 February 2031"]
)
def test_a_day_that_may_be_another_is_none(before: str) -> None:
    assert read_head(before, None).published is None


def test_a_day_that_is_named_wins_over_one_alone() -> None:
    assert read_head("5 March 2031\nPublished: 4 March 2031", None).published == date(2031, 3, 4)


def test_publication_and_update_have_their_moments() -> None:
    head = read_head("Published 5 March 2031, 14:32 GMT | Updated 6 March 2031, 9.40am GMT", None)
    assert head.published_at == "2031-03-05T14:32:00+00:00"
    assert head.updated_at == "2031-03-06T09:40:00+00:00"
    only_updated = read_head("Updated: 6 March 2031", None)
    assert (only_updated.published, only_updated.published_at, only_updated.updated_at) == (
        date(2031, 3, 6),
        None,
        "2031-03-06",
    )


@pytest.mark.parametrize("before", ["Published: 3 May 1804", "3 May 1989", "Published: 5 March 2031", "5 March 2031"])
def test_an_impossible_day_is_an_issue(before: str) -> None:
    head = read_head(before, None, delivered=date(2031, 3, 1))
    assert head.published is None
    assert [issue.code for issue in head.issues] == ["impossible_date"]
    assert head.issues[0].words is not None
    assert head.issues[0].words in before


def test_a_day_of_another_zone_is_possible() -> None:
    assert read_head("5 March 2031", None, delivered=date(2031, 3, 4)).published == date(2031, 3, 5)


def test_a_line_of_a_day_and_no_more_is_read() -> None:
    assert read_day_line("5 March 2031") == (date(2031, 3, 5), None)
    assert read_day_line("(Wed 5 Mar 2031 14.32 GMT)") == (
        date(2031, 3, 5),
        Clock(hour=14, minute=32, zone="GMT", start=1, end=10),
    )
    assert read_day_line("Talks on 5 March 2031") is None
    assert read_day_line("") is None
