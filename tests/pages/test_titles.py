"""The headline of a page."""

import pytest

from communique.pages.titles import choose_headline

URI = "https://www.harbourpost.example/world/talks"


def headline(
    *titles: str, headings: tuple[str, ...] = (), linked: str | None = None, outlet: str | None = "The Harbour Post"
) -> str | None:
    return choose_headline(headings, linked, titles, outlet, URI)


@pytest.mark.parametrize(
    "title",
    [
        "Talks open in Vienna | The Harbour Post",
        "Talks open in Vienna - Harbourpost",
        "The Harbour Post: Talks open in Vienna | The Harbour Post",
        "The Harbour Post » Talks open in Vienna",
        "Talks open in Vienna – Harbourpost – The Harbour Post",
        "Talks  open in\nVienna",
    ],
)
def test_the_outlet_is_no_part_of_the_headline(title: str) -> None:
    expected = "Talks open in Vienna"
    assert headline(title) in (expected, f"The Harbour Post: {expected}")


@pytest.mark.parametrize(
    "title", ["Arland – Borland: talks open", "Talks: open or shut?", "Talks open on bridge-and-tunnel plan"]
)
def test_marks_within_a_headline_stay(title: str) -> None:
    assert headline(title) == title


def test_a_title_that_is_only_the_outlet_is_none() -> None:
    assert headline("The Harbour Post") is None
    assert headline("The Harbour Post", headings=("Talks open in Vienna",)) == "Talks open in Vienna"


def test_the_heading_counts_as_it_stands_where_a_title_confirms_it() -> None:
    assert (
        headline("Vienna talks: Talks open in Vienna | The Harbour Post", headings=("Talks open in Vienna",))
        == "Talks open in Vienna"
    )
    assert headline("Talks open", headings=("Subscribe to our newsletter now",)) == "Talks open"


def test_a_heading_in_other_words_of_the_same_counts() -> None:
    assert headline("Talks on bridge open in Vienna", headings=("Talks on the bridge open in Vienna today",)) == (
        "Talks on the bridge open in Vienna today"
    )


def test_a_kicker_and_a_deck_in_the_heading_are_no_part_of_it() -> None:
    assert headline("Talks open in Vienna", headings=("World Talks open in Vienna",)) == "Talks open in Vienna"
    assert (
        headline("Talks open in Vienna", headings=("Talks open in Vienna Envoys meet after two years",))
        == "Talks open in Vienna"
    )


def test_linked_data_comes_before_titles() -> None:
    assert headline("Talks", linked="Talks open in Vienna") == "Talks open in Vienna"


def test_entities_are_resolved() -> None:
    assert headline("Arland&#8217;s envoy arrives") == "Arland’s envoy arrives"
