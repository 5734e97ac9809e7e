"""The entries of a live blog are stories of their own."""

from datetime import date

import pytest

from communique.pages.lines import split_lines
from communique.pages.liveblog import find_blog
from communique.pages.parts import Part
from communique.pages.text_parts import text_parts
from communique.record.vocab import StoryKind
from tests.pages.prose import ARTICLE, COACH, FIRST, HARBOUR, LAST, SECOND, THIRD

HEAD = "Live: envoys meet in Vienna\nBy Ana Sousa, Harbour Post\n5 March 2031\n\n"


def articles(page: str, **known: date) -> list[Part]:
    return [part for part in text_parts(page, **known).parts if part.kind is StoryKind.ARTICLE]


def test_each_entry_has_its_headline_and_moment() -> None:
    page = (
        f"{HEAD}{THIRD}\n\n14:32 GMT\nTalks go on into the evening\n{FIRST}\n{SECOND}\n\n[13:05 GMT]\n{LAST}\n\nPhoto: AFP\n\n"
        f"12:50 GMT - Borland silent\n{HARBOUR}\n\nPosted at 9:40\n{COACH}\n\nRelated\nStorm closes the harbour\n"
    )
    opening, *entries = articles(page)
    assert (opening.headline, opening.text, opening.published) == ("Live: envoys meet in Vienna", THIRD, date(2031, 3, 5))
    assert [(entry.headline, entry.text, entry.published_at) for entry in entries] == [
        ("Talks go on into the evening", f"{FIRST}\n{SECOND}", "2031-03-05T14:32:00+00:00"),
        (None, LAST, "2031-03-05T13:05:00+00:00"),
        ("Borland silent", HARBOUR, "2031-03-05T12:50:00+00:00"),
        (None, COACH, "2031-03-05T09:40:00"),
    ]
    assert {(part.author, part.outlet) for part in (opening, *entries)} == {("Ana Sousa", "Harbour Post")}
    assert [part.text for part in text_parts(page).parts if part.kind is StoryKind.TEASER] == ["Storm closes the harbour"]


def test_the_oldest_entry_may_come_first() -> None:
    page = f"{HEAD}9.40am\n{FIRST}\n\n10.05am\n{SECOND}\n\n2.15pm\n{LAST}\n"
    assert [part.published_at for part in articles(page)] == [f"2031-03-05T{time}:00" for time in ("09:40", "10:05", "14:15")]


def test_days_between_entries_move_them() -> None:
    page = (
        f"Talks in Vienna: live updates\n\nWednesday, March 6, 2031\n\n12:40 a.m. ET\n{FIRST}\n\n12:05 a.m. ET\n{SECOND}\n\n"
        f"Tuesday 5 March\n\n11:40 p.m. ET\n{THIRD}\n\n9.15pm ET - Delegates arrive\n{LAST}\n"
    )
    assert [part.published_at for part in articles(page)] == [
        "2031-03-06T00:40:00-05:00",
        "2031-03-06T00:05:00-05:00",
        None,  # 5 March 2031 is a Wednesday: the page contradicts itself
        None,
    ]
    told = [part.published_at for part in articles(page.replace("Tuesday 5", "Wednesday 5"))]
    assert told[2:] == ["2031-03-05T23:40:00-05:00", "2031-03-05T21:15:00-05:00"]


@pytest.mark.parametrize("is_newest_first", [True, False])
def test_past_midnight_no_moment_is_guessed(is_newest_first: bool) -> None:
    entries = [("21:15", FIRST), ("23:40", SECOND), ("00:05", THIRD), ("00:40", LAST)]
    if is_newest_first:
        entries.reverse()
    page = "Talks: as it happened\nPublished: 5 March 2031\n\n" + "\n\n".join(f"{time} GMT\n{text}" for time, text in entries)
    told = [part.published_at for part in articles(page)]
    known = ["2031-03-05T21:15:00+00:00", "2031-03-05T23:40:00+00:00"]
    assert told == ([None, None, *reversed(known)] if is_newest_first else [*known, None, None])


def test_a_zone_for_all_times_holds_where_none_is_named() -> None:
    page = f"{HEAD}All times GMT\n\n14:32\n{FIRST}\n\n13:05\n{LAST}\n\n12:50 CET\n{SECOND}\n"
    assert [part.published_at for part in articles(page)] == [
        "2031-03-05T14:32:00+00:00",
        "2031-03-05T13:05:00+00:00",
        "2031-03-05T12:50:00+01:00",
    ]


def test_without_a_day_there_is_no_moment_but_the_sources() -> None:
    page = f"Live updates\n\n14:32\n{FIRST}\n\n13:05\n{LAST}\n"
    assert [part.published_at for part in articles(page)] == [None, None]
    assert articles(page, published=date(2031, 3, 5))[0].published_at == "2031-03-05T14:32:00"


def test_an_entry_may_name_its_own_day() -> None:
    page = f"Live updates\n\n14:32 GMT, 5 March 2031\n{FIRST}\n\n4 March 2031, 13:05 GMT\n{LAST}\n\n3 March 2031 12:00 GMT\n{SECOND}\n"
    assert [part.published_at for part in articles(page)] == [
        "2031-03-05T14:32:00+00:00",
        "2031-03-04T13:05:00+00:00",
        "2031-03-03T12:00:00+00:00",
    ]


def test_headlines_may_stand_above_the_times() -> None:
    entries = (
        ("Envoys sit down again", "14:32", FIRST),
        ("Storm closes the harbour", "13:05", HARBOUR),
        ("Coach leaves in May", "12:50", COACH),
    )
    page = HEAD + "\n\n".join("\n".join(entry) for entry in entries)
    assert [(part.headline, part.text) for part in articles(page)] == [
        ("Envoys sit down again", FIRST),
        ("Storm closes the harbour", HARBOUR),
        ("Coach leaves in May", COACH),
    ]


def test_times_of_updates_head_no_entries() -> None:
    page = (
        f"LIVE: Talks in Vienna\nLast updated 5 March 2031 at 15:10 GMT\n\nKey points\n- Envoys meet again\n- Borland is silent\n\n"
        f"2.32pm GMT\n{FIRST}\n\n2.05pm GMT\n{LAST}\nUpdated at 2.10pm GMT\n\n1.15pm GMT\n{SECOND}\n"
    )
    assert [(part.text, part.published_at) for part in text_parts(page).parts] == [
        (FIRST, "2031-03-05T14:32:00+00:00"),
        (LAST, "2031-03-05T14:05:00+00:00"),
        (SECOND, "2031-03-05T13:15:00+00:00"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}09:00 Opening session\n10:30 Lunch\n14:00 Plenary\n16:00 Press",  # an agenda
        f"{HEAD}14:32 {FIRST}\n13:05 {LAST}\n12:50 {SECOND}",  # a chronicle, told along the clock
        f"{ARTICLE}\n\n{ARTICLE}\n\nComments\n\n14:32\n{FIRST}\n\n13:05\n{HARBOUR}\n\n12:50\n{COACH}",  # comments
        f"{HEAD}14:32\n{FIRST}\n\n09:05\n{LAST}\n\n12:50\n{SECOND}\n\n10:10\n{COACH}\n\n11:00\n{THIRD}",  # no order
        f"{HEAD}At 10:30 the envoys arrived.\n\n{ARTICLE}",
        ARTICLE,
        "",
    ],
)
def test_other_pages_with_times_are_no_live_blog(page: str) -> None:
    assert find_blog(split_lines(page)) is None
