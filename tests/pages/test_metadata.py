"""What an HTML page says about itself."""

import json
from datetime import date

import pytest
from lxml import html

from communique.pages.metadata import Metadata, find_metadata, to_day


def metadata(head: str = "", body: str = "", uri: str = "https://www.harbourpost.example/a", lang: str = "") -> Metadata:
    tree = html.document_fromstring(f"<html {lang}><head>{head}</head><body>{body}<p>Talks opened.</p></body></html>")
    return find_metadata(tree, uri)


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-03-05", date(2031, 3, 5)),
        ("2031-03-05T23:30:00-05:00", date(2031, 3, 5)),
        ("2031/3/5", date(2031, 3, 5)),
        ("20310305", date(2031, 3, 5)),
        ("20310305T101500Z", date(2031, 3, 5)),
        ("March 5, 2031 10:15 am", date(2031, 3, 5)),
        ("Wed, 5 Mar 2031 10:15:00 GMT", date(2031, 3, 5)),
        ("5th March 2031", date(2031, 3, 5)),
        ("2031-02-30", None),
        ("Wednesday", None),
        ("05/03/2031", None),  # which is the month, nobody knows
        ("", None),
    ],
)
def test_a_day_is_read_only_where_it_is_plain(written: str, day: date | None) -> None:
    assert to_day(written) == day


def test_linked_data_comes_first() -> None:
    head = linked(
        headline="Talks open in Vienna",
        datePublished="2031-03-05T10:00:00Z",
        author=[{"name": "Ana Sousa"}, {"name": "Rui Melo"}],
        publisher={"name": "The Harbour Post"},
    )
    found = metadata(head + '<meta name="date" content="2031-03-09"><meta property="og:title" content="Other">')
    assert found == Metadata(
        headline="Talks open in Vienna",
        author="Ana Sousa, Rui Melo",
        published=date(2031, 3, 5),
        published_at="2031-03-05T10:00:00Z",
        outlet="The Harbour Post",
    )


@pytest.mark.parametrize(
    "wrap", [lambda node: [node], lambda node: {"@graph": [{"@type": "WebPage"}, node]}, lambda node: {"mainEntity": node}]
)
def test_linked_data_is_found_in_lists_and_graphs(wrap: object) -> None:
    node = {"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2031-03-05"}
    assert callable(wrap)
    head = f'<script type="application/ld+json">{json.dumps(wrap(node))}</script>'
    assert metadata(head).published == date(2031, 3, 5)


@pytest.mark.parametrize(
    "broken", ["{", "null", "[" * 50_000, '{"@type": 7, "author": {"name": {}}}', '{"@graph": {"@graph": 1}}']
)
def test_broken_linked_data_is_passed_over(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script><meta name="pubdate" content="2031-03-05">'
    assert metadata(head).published == date(2031, 3, 5)


@pytest.mark.parametrize(
    ("head", "body", "uri"),
    [
        ('<meta property="article:published_time" content="2031-03-05T10:00:00Z">', "", ""),
        ('<meta name="DC.date.issued" content="2031-03-05">', "", ""),
        ("", '<span itemprop="datePublished" content="2031-03-05">today</span>', ""),
        ("", '<time pubdate datetime="2031-03-05">today</time>', ""),
        ("", '<time datetime="2031-03-05T08:00">today</time><time datetime="2031-03-05T09:00">now</time>', ""),
        ("", "", "https://www.harbourpost.example/world/2031/03/05/talks-open"),
        ("", "", "https://www.harbourpost.example/world/2031/mar/05/talks-open"),
        ("", "", "https://www.harbourpost.example/world/talks-open-20310305.html"),
        ('<link rel="canonical" href="https://post.example/2031/03/05/talks">', "", "https://news.example/talks"),
    ],
)
def test_a_date_is_read_from_markup_and_address(head: str, body: str, uri: str) -> None:
    assert metadata(head, body, uri).published == date(2031, 3, 5)


@pytest.mark.parametrize(
    "body",
    [
        "<p>March 5, 2031</p>",
        '<time datetime="2031-03-05">a</time><time datetime="2031-03-06">b</time>',
        "<time>March 5, 2031</time>",
    ],
)
def test_a_date_is_never_guessed_from_text(body: str) -> None:
    assert metadata(body=body).published is None


@pytest.mark.parametrize("written", ["1970-01-01", "1899-12-31", "2999-01-01"])
def test_an_impossible_date_is_an_issue_and_the_next_is_taken(written: str) -> None:
    found = metadata(linked(datePublished=written) + '<meta name="pubdate" content="2031-03-05">')
    assert found.published == date(2031, 3, 5)
    assert [issue.code for issue in found.issues] == ["impossible_date"]


def test_a_date_after_the_last_change_of_the_page_is_impossible() -> None:
    found = metadata(linked(datePublished="2031-03-05", dateModified="2031-03-01"))
    assert found.published is None
    assert [issue.code for issue in found.issues] == ["impossible_date"]
    assert metadata(linked(datePublished="2031-03-02", dateModified="2031-03-01")).published  # zones differ


def test_a_date_that_is_no_day_is_an_issue() -> None:
    assert [issue.code for issue in metadata('<meta name="date" content="yesterday">').issues] == ["unreadable_date"]


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>Talks open in Vienna | The Harbour Post</title>", "<h1>Talks  open in Vienna</h1>", "Talks open in Vienna"),
        ('<title>x</title><meta property="og:site_name" content="The Harbour Post">', "", "x"),
        (
            '<title>Talks open - The Harbour Post</title><meta property="og:site_name" content="The Harbour Post">',
            "",
            "Talks open",
        ),
        ("<title>Talks open — Harbourpost</title>", "", "Talks open"),
        ("<title>Harbourpost: Talks open</title>", "", "Harbourpost: Talks open"),
        ("<title>Arland – Borland: talks open</title>", "", "Arland – Borland: talks open"),
        ("", "<h1>Talks open</h1>", "Talks open"),
        ("", "<h1>News</h1><h1>World</h1>", None),
    ],
)
def test_the_headline_is_the_pages_without_its_outlet(head: str, body: str, headline: str | None) -> None:
    assert metadata(head, body).headline == headline


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Ana Sousa", "Ana Sousa"),
        ("https://example.org/ana", None),
        ("admin", None),
        ("ana@example.org", None),
        ("Lindsey O&amp;#039;Neil", "Lindsey O'Neil"),
    ],
)
def test_an_author_is_a_name(written: str, author: str | None) -> None:
    assert metadata(f'<meta name="author" content="{written}">').author == author


def test_outlet_and_language_are_as_declared() -> None:
    found = metadata('<meta property="og:site_name" content="The Harbour Post">', lang='lang="en-GB"')
    assert (found.outlet, found.language) == ("The Harbour Post", "en-GB")


def test_a_page_that_says_nothing_has_no_metadata() -> None:
    assert metadata() == Metadata()


HEADLINE = "<h1>Talks open in Vienna</h1>"


@pytest.mark.parametrize(
    ("after", "published_at"),
    [
        ("<div>Published 14:32 GMT, 5 March 2031</div>", "2031-03-05T14:32Z"),
        ("<p>First published on Wed 5 Mar 2031 16.02 EST</p>", "2031-03-05T16:02-05:00"),
        ("<div><span>Published:</span> <time>5 March 2031</time></div>", "2031-03-05"),
        ("<div>Published 5 March 2031, updated 7 March 2031</div>", "2031-03-05"),
        ("<div class='byline'>By Ana Sousa</div><div>March 5, 2031 | 3 min read</div>", "2031-03-05"),
        ("<div>By Ana Sousa</div><time datetime='2031-03-05T10:00:00Z'>yesterday</time>", "2031-03-05T10:00:00Z"),
    ],
)
def test_a_date_beside_the_headline_is_read(after: str, published_at: str) -> None:
    found = metadata(body=f"{HEADLINE}{after}")
    assert (found.published, found.published_at) == (date(2031, 3, 5), published_at)


def test_a_date_before_the_headline_is_read() -> None:
    assert metadata(body=f"<div>5 March 2031</div>{HEADLINE}").published == date(2031, 3, 5)


@pytest.mark.parametrize(
    "after",
    [
        "<p>The ministers met on March 5, 2031 in Vienna.</p>",
        "<div>5 March 2031</div><div>6 March 2031</div>",
        "<div>Updated 5 March 2031</div>",
        ("<p>" + "Envoys met. " * 40 + "</p>") * 2 + "<div>5 March 2031</div>",
    ],
    ids=["in a sentence", "several", "of a change", "far below"],
)
def test_a_date_that_may_be_of_something_else_is_not_read(after: str) -> None:
    assert metadata(body=HEADLINE + after).published is None


def test_a_date_of_a_comment_or_a_teaser_is_not_the_pages() -> None:
    for name in ("comment-list", "related", "card"):
        stamp = "<span itemprop='datePublished' content='2031-03-05'>today</span>"
        assert metadata(body=f"<div class='{name}'>{stamp}</div><time datetime='2031-01-01'></time>").published != date(
            2031, 3, 5
        )


def test_a_date_after_the_page_was_there_is_impossible() -> None:
    tree = html.document_fromstring(
        f"<html><head>{linked(datePublished='2031-03-09')}</head><body><p>Talks opened.</p></body></html>"
    )
    found = find_metadata(tree, "https://www.harbourpost.example/2031/03/05/a", delivered=date(2031, 3, 7))
    assert found.published == date(2031, 3, 5)
    assert [issue.code for issue in found.issues] == ["impossible_date"]
    assert find_metadata(tree, "", delivered=date(2031, 3, 8)).published == date(2031, 3, 9)  # zones differ


@pytest.mark.parametrize(
    ("head", "updated_at"),
    [
        (linked(datePublished="2031-03-05", dateModified="2031-03-06T08:00:00Z"), "2031-03-06T08:00:00Z"),
        ('<meta property="article:modified_time" content="2031-03-06T08:00">', "2031-03-06T08:00"),
        (linked(datePublished="2031-03-05", dateModified="1970-01-01"), None),
        ("", None),
    ],
)
def test_the_last_change_is_read(head: str, updated_at: str | None) -> None:
    assert metadata(head).updated_at == updated_at


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/world/talks">', "https://www.harbourpost.example/world/talks"),
        ('<link rel="shortlink canonical" href="https://post.example/talks#top">', "https://post.example/talks"),
        ('<meta property="og:url" content="https://www.harbourpost.example/talks?id=7">', "https://www.harbourpost.example/talks?id=7"),
        (linked(mainEntityOfPage={"@id": "https://www.harbourpost.example/talks"}), "https://www.harbourpost.example/talks"),
        ('<link rel="canonical" href="https://other.example/">', None),
        ('<link rel="canonical" href="https://www.harbourpost.example">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[">', None),
        ('<link rel="canonical" href="https://other.example/"><meta property="og:url" content="/talks">', "https://www.harbourpost.example/talks"),
        (f'<link rel="canonical" href="/{"a" * 3000}">', None),
    ],
)  # fmt: skip
def test_the_address_is_the_one_that_the_page_calls_its_own(head: str, url: str | None) -> None:
    assert metadata(head).url == url


@pytest.mark.parametrize(
    ("head", "body", "uri", "section"),
    [
        ('<meta property="article:section" content="World">', "", "", "World"),
        (linked(articleSection=["Politics", "Arland"]), "", "", "Politics"),
        ('<meta property="article:section" content="Articles,Top,Politics">', "", "", "Politics"),
        (
            "",
            "<nav class='breadcrumbs'><a>Home</a><a>World</a><a>Arland</a><a>Talks open in Vienna</a></nav>" + HEADLINE,
            "",
            "Arland",
        ),
        ("", "", "https://www.harbourpost.example/world/talks-open", "world"),
        ("", "", "https://www.harbourpost.example/middle-east/talks-open", "middle east"),
        ("", "", "https://www.harbourpost.example/wp-content/talks-open", None),
        ("", "", "https://www.harbourpost.example/world", None),
        ('<meta property="article:section" content="Uncategorized">', "", "", None),
    ],
)
def test_the_section_is_read(head: str, body: str, uri: str, section: str | None) -> None:
    assert metadata(head, body, uri).section == section


def test_the_language_is_the_first_that_is_declared() -> None:
    assert metadata('<meta property="og:locale" content="en_GB">').language == "en_GB"
    assert metadata(linked(inLanguage="en-GB")).language == "en-GB"


def test_an_outlet_that_is_an_address_is_none() -> None:
    assert metadata(linked(publisher={"name": "https://post.example"})).outlet is None


def test_the_byline_beside_the_headline_comes_before_that_of_a_teaser() -> None:
    teaser = "<div class='card'><a rel='author'>Rui Melo</a></div>"
    assert metadata(body=f"{HEADLINE}<p>By Ana Sousa</p><p>Talks.</p>{teaser}").author == "Ana Sousa"
    assert metadata(body=f"{HEADLINE}<p>Talks.</p>{teaser}").author is None
