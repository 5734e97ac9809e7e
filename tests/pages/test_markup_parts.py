"""The parts of a page of markup, with what the page says of them."""

from datetime import date

from communique.pages.markup_parts import markup_parts
from communique.pages.parts import Part
from communique.record.vocab import StoryKind
from tests.pages.markup_builders import PARAGRAPHS, TEXT, URI, article, linked, page

HEAD = (
    linked(
        headline="Talks open in Vienna",
        datePublished="2031-03-05T10:00:00+01:00",
        dateModified="2031-03-06T08:00:00+01:00",
        author={"name": "Ana Sousa"},
        publisher={"name": "Harbour Post"},
        articleSection="World",
    )
    + '<link rel="canonical" href="/world/talks-open">'
)


def test_an_article_carries_what_its_page_says_of_it() -> None:
    found = markup_parts(page(article(), HEAD), "https://www.harbourpost.example/amp/world/talks-open?ref=7")
    assert found.issues == ()
    assert found.parts == (
        Part(
            kind=StoryKind.ARTICLE,
            text=TEXT,
            headline="Talks open in Vienna",
            author="Ana Sousa",
            outlet="Harbour Post",
            section="World",
            url=URI,
            language="en",
            published=date(2031, 3, 5),
            published_at="2031-03-05T10:00:00+01:00",
            updated_at="2031-03-06T08:00:00+01:00",
        ),
    )


def test_a_teaser_has_the_outlet_and_the_language_of_its_page_and_nothing_else() -> None:
    links = "<a href='/1'>Storm closes the harbour again</a><a href='/2'>Mayor of the old town quits…</a>"
    related = f"<aside class='related'>{links}</aside>"
    _, *teasers = markup_parts(page(article() + related, HEAD), URI).parts
    assert teasers == [
        Part(kind=StoryKind.TEASER, text="Storm closes the harbour again", outlet="Harbour Post", language="en"),
        Part(kind=StoryKind.TEASER, text="Mayor of the old town quits…", outlet="Harbour Post", language="en", truncated=True),
    ]


def test_a_day_after_the_delivery_is_an_issue_and_no_date() -> None:
    found = markup_parts(page(article(), HEAD), URI, delivered=date(2031, 3, 1))
    assert (found.parts[0].published, found.parts[0].published_at) == (None, None)
    assert [issue.code for issue in found.issues] == ["impossible_date"]


def test_a_page_without_markup_of_an_article_is_split_as_text() -> None:
    found = markup_parts("<p>Envoys of Arland and Borland met in Vienna.</p>", URI)
    assert [part.text for part in found.parts] == ["Envoys of Arland and Borland met in Vienna."]


def test_a_cut_article_keeps_its_whole_sentences() -> None:
    found = markup_parts(page(article(*PARAGRAPHS[:-1], "The ministers left. The second list is to")), URI)
    assert not found.parts[0].truncated  # nothing says that it is cut
    cut = markup_parts(page(article(*PARAGRAPHS[:-1], "The ministers left. The second list is to…")), URI).parts[0]
    assert [span.of(cut.text) for span in cut.ignored] == ["The second list is to…"]
