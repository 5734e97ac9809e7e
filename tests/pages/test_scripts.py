"""Articles that a page holds for its scripts."""

import json
import time

import pytest

from communique.pages.markup_parts import markup_parts
from communique.pages.scripts import body_lines, find_body
from tests.pages.markup_builders import PARAGRAPHS, TEXT, URI, article, linked, page, paragraphs

STORY = {"headline": "Talks open in Vienna", "body": list(PARAGRAPHS)}
HTML_BODY = paragraphs(*PARAGRAPHS)


def script(words: str, kind: str = "") -> str:
    return page(f"<div id='root'></div><script{kind}>{words}</script>")


def state(value: object) -> str:
    return script(json.dumps(value), ' type="application/json"')


TITLE = STORY["headline"]
APOLLO = {"Article:9": {"title": TITLE, "body": HTML_BODY, "__typename": "Article"}}
RENDERED = {"title": {"rendered": TITLE}, "content": {"rendered": HTML_BODY}}
BLOCKS = {"title": TITLE, "blocks": [{"type": "paragraph", "text": one} for one in PARAGRAPHS]}
CHILDREN = {"title": TITLE, "content": [{"type": "p", "children": [{"text": one}]} for one in PARAGRAPHS]}
SLIDES = {"title": TITLE, "pages": {str(n): {"top": f"&lt;p&gt;{one}&lt;/p&gt;"} for n, one in enumerate(PARAGRAPHS)}}


@pytest.mark.parametrize(
    "markup",
    [
        script(json.dumps({"props": {"pageProps": {"article": STORY}}}), ' id="__NEXT_DATA__" type="application/json"'),
        script(f"window.__INITIAL_STATE__ = {json.dumps({'story': STORY})};"),
        script(f"window['__PRELOADED_STATE__']={json.dumps({'a': [STORY]})}; (function () {{ start(); }})();"),
        script(f"var page = 1; let state = {json.dumps(STORY)};"),
        script(f"window.__STATE__ = JSON.parse({json.dumps(json.dumps(STORY))});"),
        script(f"window.__APOLLO_STATE__ = {json.dumps(APOLLO)}"),
        state(RENDERED),
        state(BLOCKS),
        state(CHILDREN),
        script(f"var article = {json.dumps(SLIDES)};"),
        page("<div id='root'></div>", linked(headline=TITLE, articleBody=TEXT)),
        page("<div id='root'></div>", linked(headline=TITLE, articleBody=HTML_BODY)),
    ],
    ids=[
        "next",
        "initial",
        "preloaded",
        "variable",
        "parsed",
        "apollo",
        "rendered",
        "blocks",
        "children",
        "slides",
        "linked",
        "linked html",
    ],
)
def test_an_article_in_a_pages_data_is_read_and_told(markup: str) -> None:
    found = markup_parts(markup, URI)
    (part,) = found.parts
    assert part.text == TEXT
    assert part.headline == "Talks open in Vienna"
    assert [issue.code for issue in found.issues] == ["from_script"]


def test_what_a_page_shows_comes_before_its_data() -> None:
    other = {
        "headline": "Talks open in Vienna",
        "body": ["Another story altogether, of storms and harbours and what they cost." * 3] * 3,
    }
    found = markup_parts(page(article() + f"<script>window.x = {json.dumps(other)}</script>"), URI)
    assert found.parts[0].text == TEXT
    assert found.issues == ()


def test_the_body_behind_a_stub_is_read_from_linked_data() -> None:
    head = linked(headline="Talks open in Vienna", isAccessibleForFree=False, articleBody=TEXT)
    found = markup_parts(page(article(PARAGRAPHS[0], "Subscribe to continue reading"), head), URI)
    assert found.parts[0].text == TEXT
    assert not found.parts[0].truncated
    assert [issue.code for issue in found.issues] == ["from_script"]


def test_of_several_stories_the_one_with_the_pages_headline_is_taken() -> None:
    others = [
        {"headline": "Storm closes the harbour", "body": [one + " It will last for days." for one in PARAGRAPHS] * 2},
        STORY,
    ]
    body = find_body(f"<script>window.x = {json.dumps(others)}</script>", "Talks open in Vienna")
    assert body is not None
    assert body.lines == PARAGRAPHS


@pytest.mark.parametrize(
    "value",
    [
        {"headline": "Talks open in Vienna", "body": "Envoys met."},
        {"headline": "Talks open in Vienna", "image": list(PARAGRAPHS)},
        {"title": "Menu", "body": list(PARAGRAPHS)},
        {"body": list(PARAGRAPHS)},
        [list(PARAGRAPHS)],
        {"headline": "Talks open in Vienna", "blocks": [{"type": "image", "text": one} for one in PARAGRAPHS]},
    ],
)
def test_what_has_no_headline_or_no_text_is_no_article(value: object) -> None:
    assert find_body(f"<script>window.x = {json.dumps(value)}</script>") is None


@pytest.mark.parametrize(
    "words",
    [
        "window.x = " + "[" * 200_000,
        "window.x = " + '{"body":' * 100_000,
        "window.x = {" * 50_000,
        "window.x = '" * 50_000,
        "window.x = " + json.dumps({"headline": "Talks open in Vienna", "body": [[[["x"] * 50] * 50] * 50]}),
        "window.x = " + json.dumps([{"headline": "Talks open in Vienna", "text": "so "} for _ in range(20_000)]),
        "<script" * 50_000,
        "</scrip" * 100_000,
        "a < b " * 100_000,
    ],
)
def test_hostile_data_is_passed_over_in_time(words: str) -> None:
    start = time.perf_counter()
    body = find_body(f"<script>{words}</script>", "Talks open in Vienna")
    assert body is None or body.lines
    assert time.perf_counter() - start < 5


def test_paragraphs_come_out_of_html_and_entities() -> None:
    assert body_lines("<p>Arland &amp; <b>Borland</b></p><p>met&nbsp;on<br>Monday</p><figcaption>A bridge</figcaption>") == (
        "Arland & Borland",
        "met on",
        "Monday",
    )
    assert body_lines("&lt;p&gt;Envoys met.&lt;/p&gt;") == ("Envoys met.",)
    assert body_lines("Envoys met.\n\nThey left.") == ("Envoys met.", "They left.")
    assert body_lines("2 < 3 and 5 > 4") == ("2 < 3 and 5 > 4",)
