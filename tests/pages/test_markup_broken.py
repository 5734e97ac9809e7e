"""Markup as it should not be: broken, old, hostile; and pages in AMP's dialect."""

import time

import pytest

from communique.pages.markup import MarkupError, read_markup
from communique.pages.markup_parts import markup_parts
from communique.pages.stories import split_page
from communique.sources.base import Page
from tests.pages.markup_builders import NAVIGATION, PARAGRAPHS, TEXT, URI, article, page, paragraphs


@pytest.mark.parametrize(
    "markup",
    [
        "<title>Talks open in Vienna</title><h1>Talks open in Vienna</h1>" + "".join(f"<p>{one}" for one in PARAGRAPHS),
        page(article()).replace("</p>", ""),
        page(article()).replace("<head>", "").replace("</head>", ""),
        page(article()).replace("</body></html>", ""),
        page("<div><span>" + article().replace("<p>", "<p><b><i>").replace("</p>", "</b></i></p>") + "</div>"),
        page(article()) + page(""),
        page("<html><body>" + article() + "</body></html>"),
        page(article()).replace("<p>", "<p>\0"),
        page(article()).replace("<p>", "<P CLASS=x>"),
        page(article().replace("<p>", "<p style='a: \"b\"' data-x=<>")),
        page("</div></div></p>" + article()),
        "\ufeff" + page(article()),
        page(article()).replace("<!doctype html>", '<?xml version="1.0" encoding="iso-8859-1"?>'),
        page("<table><tr><td>" + article() + "</td></tr></table>"),
        page("<frameset><frame src=x></frameset>" + article()),
        page("<!-- a -- b --><![if !IE]>" + article() + "<![endif]>"),
    ],
)
def test_an_article_in_broken_markup_is_whole(markup: str) -> None:
    found = markup_parts(markup, URI)
    assert [part.text for part in found.parts] == [TEXT]


def test_mixed_encodings_are_told_and_read() -> None:
    raw = page(article()).encode("utf-8").replace(b"who leads", "qui préside".encode("cp1252"), 1)
    found = split_page(Page(id="p", uri=URI, media_type="text/html", content=raw))
    assert found.article is not None
    assert found.article.text.count("\n") == len(PARAGRAPHS) - 1
    assert PARAGRAPHS[0] in found.article.text
    assert "undecodable" in [issue.code for issue in found.issues]


AMP = (
    '<!doctype html><html amp lang="en"><head><title>Talks open in Vienna</title><link rel="canonical" href="/world/talks-open">'
    '<script async src="https://cdn.ampproject.org/v0.js"></script><style amp-custom>p {}</style></head><body>'
    f"{NAVIGATION}<amp-sidebar id=s><ul><li>Home</li></ul></amp-sidebar><article><h1>Talks open in Vienna</h1>"
    f"<amp-img src=a.jpg width=1 height=1></amp-img>{paragraphs(*PARAGRAPHS[:3])}<amp-ad type=x></amp-ad>"
    f"<amp-consent id=c><div>We use cookies.</div></amp-consent>{paragraphs(*PARAGRAPHS[3:])}</article></body></html>"
)


def test_an_amp_page_is_its_article_and_names_the_full_page() -> None:
    found = markup_parts(AMP, "https://www.harbourpost.example/amp/world/talks-open")
    (part,) = found.parts
    assert part.text == TEXT
    assert part.url == "https://www.harbourpost.example/world/talks-open"


ENTITIES = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
TIME = "<time datetime='2031-03-05T10:00'>x</time>"
BESIDE = "<h1>Talks open in Vienna</h1>" + "<div>" * 300 + "<i>5 March 2031</i> " * 50_000 + "</div>" * 300
HOSTILE = {
    "entities": page(f"<p>{'&amp;' * 200_000}</p>" + article()),
    "an entity in an entity": page(ENTITIES + "<p>&b;</p>" * 1000 + article()),
    "a huge attribute": page(f"<p class='{'x ' * 500_000}'>Envoys met.</p>" + article()),
    "a huge class that looks marked": page(f"<div class='{'related-' * 100_000}'><p>Envoys met.</p></div>" + article()),
    "many times": page("<div class='live-blog'>" + "<div><time datetime='2031-03-05'>x</time></div>" * 20_000 + "</div>" + article()),
    "times in depth": page("<div class='liveblog'>" * 200 + TIME * 500 + "</div>" * 200 + article()),
    "many links": page("".join(f"<a href='/{n}'>Storm closes the harbour again {n}</a>" for n in range(30_000)) + article()),
    "many captions": page("<figcaption>A bridge over the strait</figcaption>" * 30_000 + article()),
    "many headings": page("<h1>Talks open in Vienna</h1>" * 20_000 + article()),
    "much beside the headline": page(BESIDE),
    "many asides": page("".join(f"<div class='related'><p>Storm {n} closes it</p></div>" for n in range(20_000)) + article()),
    "many articles": page("<article><h2>Talks</h2><p>Envoys met.</p></article>" * 10_000 + article()),
    "a long line": page(f"<p>{'talks ' * 200_000}</p>" + article()),
    "deep json": page("<script type='application/ld+json'>" + '{"@graph":[' * 20_000 + "</script>" + article()),
    "many fields": page(article(), "".join(f"<meta name='a{n}' content='2031'>" for n in range(30_000))),
    "dates without end": page("<h1>Talks open in Vienna</h1>" + "<p>Published 2031 2031 2031</p>" * 10_000 + article()),
    "nested asides": page("<aside class='related'>" * 300 + "<p>Envoys met.</p>" * 300 + "</aside>" * 300 + article()),
    "dashes": page(f"<p>{'-' * 300_000}</p><p>{'. ' * 100_000}</p><p>{'By ' * 100_000}</p>" + article()),
    "consent": page("<p>" + "we use store process your data our partners " * 20_000 + "</p>"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_done_with_in_time(name: str) -> None:
    start = time.perf_counter()
    found = split_page(Page(id="p", uri=URI, media_type="text/html", content=HOSTILE[name]))
    assert found.stories or found.issues
    assert time.perf_counter() - start < 15


def test_a_page_with_too_many_elements_is_refused_with_the_reason() -> None:
    with pytest.raises(MarkupError, match="elements"):
        read_markup(page("<b></b>" * 250_000))
