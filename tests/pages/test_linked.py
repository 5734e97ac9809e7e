"""Linked data of a page."""

import json

import pytest
from lxml import html

from communique.pages.linked import Linked, read_linked


def read(*values: object) -> Linked:
    scripts = "".join(
        f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'
        for value in values
    )
    return read_linked(html.document_fromstring(f"<html><head>{scripts}</head><body><p>Talks opened.</p></body></html>"))


ARTICLE = {"@type": "NewsArticle", "headline": "Talks open", "datePublished": "2031-03-05T10:00:00Z"}


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["Thing", "https://schema.org/ReportageNewsArticle"]},
        {**{key: value for key, value in ARTICLE.items() if key != "@type"}, "type": "Article"},
        f"<!-- {json.dumps(ARTICLE)} -->",
        f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>",
        f"{json.dumps(ARTICLE)};",
        json.dumps(ARTICLE).replace("open", "\topen".replace("\t", " "), 1),
    ],
)
def test_an_article_is_found_in_any_wrapping(value: object) -> None:
    found = read(value)
    assert (found.headline, found.published) == ("Talks open", "2031-03-05T10:00:00Z")


def test_names_are_resolved_by_their_ids() -> None:
    graph = [
        {**ARTICLE, "author": {"@id": "#ana"}, "publisher": {"@id": "#post"}},
        {"@type": "Person", "@id": "#ana", "name": "Ana Sousa"},
        {"@type": "Organization", "@id": "#post", "name": "Harbour Post"},
    ]
    found = read({"@graph": graph})
    assert (found.authors, found.outlet) == (("Ana Sousa",), "Harbour Post")


def test_fields_of_another_story_are_not_taken() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Storm closes the harbour",
        "articleSection": "Weather",
        "articleBody": "A storm.",
    }
    found = read(ARTICLE, other)
    assert (found.headline, found.section, found.body) == ("Talks open", None, None)


def test_fields_of_the_same_story_are_joined() -> None:
    found = read(
        ARTICLE, {"@type": "Article", "headline": "Talks open", "articleSection": ["World", "Arland"], "inLanguage": "en-GB"}
    )
    assert (found.section, found.language) == ("World", "en-GB")


@pytest.mark.parametrize(
    ("written", "is_free"),
    [
        (True, True),
        (False, False),
        ("False", False),
        ("true", True),
        ("http://schema.org/False", False),
        ("maybe", None),
        (None, None),
    ],
)
def test_what_is_not_free_is_told(written: object, is_free: bool | None) -> None:
    assert read({**ARTICLE, "isAccessibleForFree": written}).is_free is is_free


def test_the_locked_parts_are_named() -> None:
    parts = [
        {"isAccessibleForFree": "False", "cssSelector": ".locked, #more"},
        {"isAccessibleForFree": True, "cssSelector": ".lead"},
    ]
    assert read({**ARTICLE, "hasPart": parts}).locked == ("locked", "more")


def test_the_breadcrumb_is_read() -> None:
    items = [
        {"@type": "ListItem", "position": 1, "name": "Home"},
        {"@type": "ListItem", "position": 2, "item": {"name": "World"}},
    ]
    assert read(ARTICLE, {"@type": "BreadcrumbList", "itemListElement": items}).trail == ("Home", "World")


def test_the_date_of_the_page_is_kept_apart() -> None:
    found = read({"@type": "WebPage", "datePublished": "2031-03-04"})
    assert (found.published, found.page_published) == (None, "2031-03-04")


@pytest.mark.parametrize(
    "broken",
    ["", "{", "null", "7", "[" * 50_000, '{"a":' * 50_000, '{"@type": 7, "author": {"name": {}}}', '{"@graph": {"@graph": 1}}',
     '{"@type": "NewsArticle", "author": [[["x"]]], "publisher": 7, "hasPart": "x", "liveBlogUpdate": {"a": 1}, "inLanguage": []}'],
)  # fmt: skip
def test_broken_data_is_passed_over(broken: str) -> None:
    assert read(broken, ARTICLE).published == "2031-03-05T10:00:00Z" or read(broken).headline is None
