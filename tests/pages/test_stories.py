"""The stories on a page."""

import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.pages.stories import SplitPage, split_page
from communique.record.model import Issue
from communique.record.vocab import Outcome, StoryKind
from communique.sources.base import Page

PARAGRAPHS = (
    "Envoys of Arland and Borland met in Vienna on Wednesday for the first talks in two years, mediators said.",
    "“We spoke about the bridge,” said Ana Sousa, who leads the mediators. “We will meet again in a week.”",
    "Borland’s foreign ministry, which has refused to open the crossing since May, did not comment on the meeting.",
    "The two countries fought for eleven days over the islands, and each says that the other fired the first shot.",
)
TEXT = "\n".join(PARAGRAPHS)


def split(content: str | bytes, media_type: str = "text/plain", **known: object) -> SplitPage:
    page = Page(id="p", uri="https://www.harbourpost.example/2031/03/05/talks", media_type=media_type, content=content)
    return split_page(Page(**{**{name: getattr(page, name) for name in Page.__slots__}, **known}))


def markup(body: str, head: str = "<title>Talks open in Vienna | Harbour Post</title>") -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


ARTICLE = "<h1>Talks open in Vienna</h1>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
NAVIGATION = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
RELATED = "<aside class='related-stories'><a href='/1'>Storm closes the harbour again</a><a href='/2'>Mayor quits</a></aside>"


def test_a_story_of_a_text_page_is_a_slice_of_it() -> None:
    page_text = f"Talks open in Vienna\n\n{TEXT}\n\nREAD ALSO: Storm closes the harbour\nMayor of the old town quits after…"
    found = split(page_text)
    article, *teasers = found.stories
    assert (article.kind, article.text, article.headline) == (StoryKind.ARTICLE, TEXT, "Talks open in Vienna")
    assert [teaser.kind for teaser in teasers] == [StoryKind.TEASER, StoryKind.TEASER]
    assert [(teaser.text, teaser.truncated) for teaser in teasers] == [
        ("Storm closes the harbour", False),
        ("Mayor of the old town quits after…", True),
    ]
    for story in found.stories:
        assert story.start is not None
        assert page_text[story.start :][: len(story.text)] == story.text
    assert found.article == article


def test_what_is_ignored_is_given_in_the_storys_offsets() -> None:
    found = split(f"Talks open in Vienna\n{PARAGRAPHS[0]}\nREAD ALSO: Storm closes the harbour\n{PARAGRAPHS[1]}")
    assert found.article is not None
    (span,) = found.ignored[found.article.id]
    assert found.article.words(span) == "READ ALSO: Storm closes the harbour"


def test_offsets_are_of_the_decoded_page() -> None:
    raw = f"\ufeffGespräch\r\n\r\n{TEXT}".encode()
    article = split(raw).article
    assert article is not None
    assert raw.decode("utf-8-sig")[article.start :].startswith(PARAGRAPHS[0])


def test_what_the_source_says_wins() -> None:
    found = split(
        markup(ARTICLE), "text/html", headline="Given", source="Given Post", published=date(2030, 1, 1), language="en-US"
    ).article
    assert found is not None
    assert (found.headline, found.source, found.published, found.language) == ("Given", "Given Post", date(2030, 1, 1), "en")


def test_the_article_of_a_page_of_markup_is_its_paragraphs() -> None:
    found = split(markup(NAVIGATION + ARTICLE + RELATED + "<footer>© 2031 Harbour Post</footer>"), "text/html")
    article, *teasers = found.stories
    assert article.text == TEXT
    assert (article.start, article.headline, article.published) == (None, "Talks open in Vienna", date(2031, 3, 5))
    assert [teaser.text for teaser in teasers] == ["Storm closes the harbour again"]
    assert (found.issues, found.outcome) == ((), None)


def test_furniture_between_paragraphs_of_markup_is_left_out() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p>Sign up for our newsletter</p><p>READ ALSO: <a href='/1'>Storm closes the harbour</a></p>"
    found = split(
        markup("<article>" + body + "".join(f"<p>{words}</p>" for words in PARAGRAPHS[1:]) + "</article>"), "text/html"
    )
    assert found.article is not None
    assert found.article.text == TEXT
    assert [story.text for story in found.stories[1:]] == ["Storm closes the harbour"]


def test_every_paragraph_of_a_story_stands_in_its_page() -> None:
    hidden = {"@type": "NewsArticle", "articleBody": TEXT}
    page = markup("<p>Subscribers only.</p>", f'<script type="application/ld+json">{json.dumps(hidden)}</script>')
    article = split(page, "text/html").article
    assert article is not None
    assert all(line in TEXT or line in page for line in article.text.split("\n"))


@pytest.mark.parametrize("fragment", ["<p>Envoys met in Vienna.</p>", "Envoys met in Vienna.", "<b>Envoys</b> met in Vienna."])
def test_a_fragment_as_feeds_have_them_is_an_article(fragment: str) -> None:
    article = split(fragment, "text/html").article
    assert article is not None
    assert article.text == "Envoys met in Vienna."


def test_an_article_that_breaks_off_is_told() -> None:
    found = split("Talks open in Vienna\nEnvoys of Arland and Borland met on Wednesday for the first…")
    assert found.article is not None
    assert found.article.truncated
    assert [issue.code for issue in found.issues] == ["truncated"]


def test_an_article_in_another_language_is_kept_and_told() -> None:
    text = "Le ministre a déclaré lundi que les négociations sur le nucléaire reprendraient à Genève la semaine prochaine."
    found = split(text)
    assert found.article is not None
    assert found.article.language == "fr"
    assert [(issue.code, issue.story) for issue in found.issues] == [("language", found.article.id)]


def test_a_page_of_teasers_has_no_article_and_says_so() -> None:
    found = split("Envoys met on Wednesday for the…\nStorm closes the harbour and…")
    assert found.article is None
    assert len(found.stories) == 2
    assert [issue.code for issue in found.issues] == ["no_article"]


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        ("", "text/plain", "empty"),
        (" \n", "text/html", "empty"),
        ("***", "text/plain", "no_text"),
        ("<html></html>", "text/html", "no_text"),
        ("<!-- nothing -->", "text/html", "markup"),
        (markup("<script>var a = 1;</script><style>p {}</style>", ""), "text/html", "script_wall"),
        ("<p " + " ".join(f"a{i}=1" for i in range(30_000)) + ">Talks.", "text/html", "markup"),
    ],
)
def test_a_page_without_a_story_is_set_aside_with_the_reason(content: str, media_type: str, code: str) -> None:
    found = split(content, media_type)
    assert (found.stories, found.outcome) == ((), Outcome.SET_ASIDE)
    assert found.issues[-1].code == code


def test_a_page_that_could_not_be_had_is_set_aside_with_its_trouble() -> None:
    trouble = Issue(code="too_big", detail="too big")
    found = split("", trouble=trouble)
    assert found == SplitPage(issues=(trouble,), outcome=Outcome.SET_ASIDE)


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "blockquote", "ul><li", "b", "span"])
def test_markup_nested_without_end_does_no_harm(tag: str) -> None:
    start = time.perf_counter()
    before = split(markup(ARTICLE + f"<{tag}>" * 100_000), "text/html")
    inside = split(markup(f"<{tag}>" * 100_000 + ARTICLE), "text/html")
    assert before.article is not None
    assert PARAGRAPHS[0] in before.article.text
    assert "nesting" in [issue.code for issue in (*before.issues, *inside.issues)]
    assert time.perf_counter() - start < 20


def test_the_same_page_gives_the_same_stories() -> None:
    page = markup(NAVIGATION + ARTICLE + RELATED)
    assert split(page, "text/html") == split(page, "text/html")


@given(st.text(max_size=300))
def test_any_text_gives_slices_of_the_page(text: str) -> None:
    found = split(text)
    shown = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if "\ud800" in text else text
    for story in found.stories:
        assert story.start is not None
        assert shown[story.start :][: len(story.text)] == story.text
        assert story.text.strip()
    assert (found.outcome is Outcome.SET_ASIDE) == (not found.stories)


@given(
    st.binary(max_size=300), st.sampled_from(["text/plain", "text/html", "application/xhtml+xml; charset=koi8-r", "nonsense"])
)
def test_any_bytes_give_stories_or_a_reason(raw: bytes, media_type: str) -> None:
    found = split(raw, media_type)
    assert found.stories or found.issues


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<a href=x>", "<table>", "<tr>", "<td>", "<!--", "-->", "<script>", "</script>", "<li>", "<br/>",
     "<h1>", "<head>", "<body>", "<html>", "<svg>", "<![CDATA[", "<meta name=date content=2031-01-01>", "<time datetime=x>", "&#0;",
     "&#x110000;", "<frameset>", "<template>", "<noscript>", "\0", "<p a='", PARAGRAPHS[0], PARAGRAPHS[1], "Read more"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS, max_size=40).map("".join))
def test_any_markup_gives_stories_or_a_reason(page: str) -> None:
    found = split(page, "text/html")
    assert found.stories or found.issues
