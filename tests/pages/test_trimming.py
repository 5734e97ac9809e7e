"""What the page's own elements tell of the lines of its article."""

import pytest

from communique.pages.markup import read_markup
from tests.pages.markup_builders import PARAGRAPHS, TEXT, URI, article, linked, page, paragraphs

LINKS = "".join(
    f'<li><a href="/{n}">{words}</a></li>'
    for n, words in enumerate(
        ("Storm closes the harbour again", "Mayor of the old town quits", "Ferry company raises its prices")
    )
)


def inside(extra: str, at: int = 3) -> str:
    body = paragraphs(*PARAGRAPHS[:at]) + extra + paragraphs(*PARAGRAPHS[at:])
    return page(f"<article><h1>Talks open in Vienna</h1>{body}</article>")


@pytest.mark.parametrize(
    "extra",
    [
        f"<ul>{LINKS}</ul>",
        '<p><a href="/9">Storm closes the harbour again after a week</a></p>',
        "<div class='related-stories'><p>Storm closes the harbour. It will stay closed until Friday, says the port.</p></div>",
        "<div class='newsletter-signup'><p>Get the day’s news by e-mail every morning, for nothing.</p></div>",
        "<figure><img src=a.jpg><figcaption>Envoys leave the palace after the talks</figcaption></figure>",
        "<div class='wp-caption'><img src=a.jpg><p class='wp-caption-text'>Envoys leave the palace after the talks</p></div>",
        "<p>____________</p>",
    ],
    ids=["list of links", "link", "related", "newsletter", "caption", "old caption", "rule"],
)  # fmt: skip
def test_what_is_none_of_the_article_is_left_out(extra: str) -> None:
    assert read_markup(inside(extra), URI).text == TEXT


@pytest.mark.parametrize(
    "extra",
    [
        '<p><a href="https://arland.example/note">The full text of the note of the Arland ministry</a></p>',
        "<h2><a href='#who'>Who is at the table and why</a></h2>",
        "<ul><li>A list of prisoners by Friday</li><li>Permits for the fishermen by spring</li></ul>",
        f"<div class='related-reading'>{'<p>' + PARAGRAPHS[0] + '</p>'}</div>",
    ],
    ids=["source", "heading", "list", "quoted"],
)
def test_what_is_the_articles_stays(extra: str) -> None:
    text = read_markup(inside(extra), URI).text
    assert [line for line in PARAGRAPHS if line not in text] == []
    assert len(text) > len(TEXT) or "related" in extra


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Sousa",
        "By Ana Sousa, 5 March 2031 2:30 pm",
        "Ana Sousa",
        "By Rui Melo, March 5, 2031, 2:30 p.m.",
        "& Rui Melo, editor at large",
        "5 March 2031",
    ],
)
def test_a_byline_before_the_article_is_left_out(line: str) -> None:
    head = '<title>Talks open in Vienna</title><meta name="author" content="Ana Sousa">'
    found = read_markup(page(article(line, *PARAGRAPHS), head), URI)
    assert found.text == TEXT
    assert found.metadata.author == "Ana Sousa"


@pytest.mark.parametrize(
    "line",
    [
        "By March 5, 2031, both lists must be ready.",
        "By Friday the envoys want a first list.",
        "Ana Sousa will speak on Friday.",
    ],
)
def test_a_sentence_that_begins_as_a_byline_stays(line: str) -> None:
    head = '<title>Talks open in Vienna</title><meta name="author" content="Ana Sousa">'
    assert read_markup(page(article(line, *PARAGRAPHS, line), head), URI).text == f"{line}\n{TEXT}\n{line}"


def test_links_after_the_article_are_left_out() -> None:
    dated = LINKS.replace("</li>", " - March 5, 2031</li>")
    assert read_markup(inside(f"<ul>{dated}</ul>", at=len(PARAGRAPHS)), URI).text == TEXT


def test_a_body_in_linked_data_tells_where_the_article_ends() -> None:
    body = paragraphs(*PARAGRAPHS, "The port of Tolm was built by monks who sold salt to the villages of the upper valley.")
    head = linked(headline="Talks open in Vienna", articleBody=" ".join(PARAGRAPHS))
    assert read_markup(page(f"<article><h1>Talks open in Vienna</h1>{body}</article>", head), URI).text == TEXT


def test_a_short_summary_in_linked_data_does_not_cut_the_article() -> None:
    head = linked(headline="Talks open in Vienna", articleBody=PARAGRAPHS[1])
    assert read_markup(page(article(), head), URI).text == TEXT
