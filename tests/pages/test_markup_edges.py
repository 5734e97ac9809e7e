"""What stands at the edges of an HTML article: credits and boxes go, and what the article itself says stays."""

import pytest

from communique.pages.markup import read_markup

PARAGRAPHS = (
    "The transport ministers of Arvenia and Lukania agreed on Monday to reopen the bridge at Tolm, which has been closed to lorries "
    "since the spring floods carried away one of its piers.",
    "Engineers of both countries will inspect the foundations this week, the Arvenian ministry said, and the first lorries may cross "
    "before the end of the month if they find no further damage.",
    "Hauliers have driven a detour of ninety kilometres since March. Their association welcomed the agreement and asked for a lower "
    "toll in the first year, which the ministers promised to consider.",
)


def page(after: str) -> str:
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    return f"<html><body><article><h1>Bridge at Tolm to reopen</h1>{body}{after}</article></body></html>"


@pytest.mark.parametrize(
    "after",
    [
        "<p>(Reporting by Ana Ruiz; editing by Tom Field)</p>",
        "<p>Additional reporting by Ana Ruiz in Tolm</p>",
        "<table><tr><td>US$</td><td>1.64</td></tr><tr><td>Lukanian crown</td><td>0.17</td></tr></table>",
    ],
    ids=["credits", "more credits", "a box"],
)
def test_what_follows_the_last_paragraph_is_left_out(after: str) -> None:
    assert read_markup(page(after)).text.split("\n") == list(PARAGRAPHS)


def test_a_paragraph_that_is_laid_out_as_a_row_stays() -> None:
    last = "Work on the second pier begins in April, once the water has fallen, and will close one lane of the bridge for six weeks."
    assert last in read_markup(page(f"<table><tr><td>{last}</td></tr></table>")).text
