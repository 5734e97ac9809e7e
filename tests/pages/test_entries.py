"""Live blogs and digests: several stories on a page of markup, and what only looks so."""

from datetime import date

import pytest

from communique.pages.markup_parts import markup_parts
from communique.pages.parts import Parts
from communique.record.vocab import StoryKind
from tests.pages.markup_builders import PARAGRAPHS, TEXT, URI, article, linked, page, paragraphs

UPDATES = (
    (
        "2031-03-05T14:32:00Z",
        "Borland’s envoy arrives",
        "Borland’s envoy arrived at the palace and did not speak to reporters.",
    ),
    (
        "2031-03-05T13:10:00Z",
        "Ministers meet for lunch",
        "The two ministers met for lunch and spoke for forty minutes, officials said.",
    ),
    ("2031-03-05T11:05:00Z", "Talks open", "The talks opened an hour late. Mediators blamed the weather."),
)
INTRO = "Envoys of Arland and Borland meet in Vienna today for the first talks in two years; follow the day here."


def entry(when: str, heading: str, words: str, tag: str = "div", extra: str = "") -> str:
    return (
        f'<{tag} class="live-entry"><time datetime="{when}">{when[11:16]}</time><h3>{heading}</h3><p>{words}</p>{extra}</{tag}>'
    )


def live(entries: str, heading: str = "Arland talks live: envoys meet in Vienna", container: str = "live-blog") -> str:
    return page(f"<h1>{heading}</h1><p>{INTRO}</p><div class='{container}'>{entries}</div>", f"<title>{heading}</title>")


def articles(found: Parts) -> list[tuple[str | None, str, str | None]]:
    return [(part.headline, part.text, part.published_at) for part in found.parts if part.kind is StoryKind.ARTICLE]


WANTED = [(heading, words, when) for when, heading, words in UPDATES]


def test_the_updates_in_linked_data_are_stories() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": heading, "articleBody": words, "datePublished": when, "url": f"/world/talks-open#{n}",
         "author": {"name": "Ana Sousa"}}
        for n, (when, heading, words) in enumerate(UPDATES)
    ]  # fmt: skip
    head = linked("LiveBlogPosting", headline="Talks live", liveBlogUpdate=updates, datePublished="2031-03-05T10:00:00Z")
    found = markup_parts(page(f"<h1>Talks live</h1><p>{INTRO}</p>", head), URI)
    assert [story for story in articles(found) if story[0] != "Talks live"] == WANTED
    first = found.parts[-len(UPDATES)]
    assert (first.published, first.author, first.url) == (date(2031, 3, 5), "Ana Sousa", URI + "#0")
    assert "from_script" in [issue.code for issue in found.issues]


def test_updates_that_are_shown_are_not_from_a_script() -> None:
    updates = [{"headline": heading, "articleBody": words, "datePublished": when} for when, heading, words in UPDATES]
    head = linked("LiveBlogPosting", headline="Talks live", liveBlogUpdate=updates)
    body = "".join(entry(*update) for update in UPDATES)
    found = markup_parts(page(f"<h1>Talks live</h1>{body}", head), URI)
    assert [story for story in articles(found) if story[0] != "Talks live"] == WANTED
    assert found.issues == ()


@pytest.mark.parametrize("tag", ["div", "article", "section", "li"])
def test_entries_with_times_are_stories(tag: str) -> None:
    found = markup_parts(live("".join(entry(*update, tag=tag) for update in UPDATES)), URI)
    intro, *entries = articles(found)
    assert entries == WANTED
    assert intro[:2] == ("Arland talks live: envoys meet in Vienna", INTRO)


def test_an_entry_without_heading_has_none() -> None:
    body = "".join(
        f'<li class="post"><time datetime="{when}">{when[11:16]}</time><p>{words}</p></li>' for when, _, words in UPDATES
    )
    found = markup_parts(live(f"<ol>{body}</ol>"), URI)
    assert articles(found)[-3:] == [(None, words, when) for when, _, words in UPDATES]


def test_an_entrys_time_and_byline_are_no_part_of_its_text() -> None:
    body = "".join(
        f'<li><div class="meta"><time datetime="{when}">{when[11:16]} GMT</time><span>Ana Sousa</span></div><p>{words}</p></li>'
        for when, _, words in UPDATES
    )
    found = markup_parts(live(f"<ol>{body}</ol>"), URI)
    assert articles(found)[-3:] == [(None, words, when) for when, _, words in UPDATES]


def test_an_entry_in_the_future_has_no_date() -> None:
    body = "".join(entry(*update) for update in (("2031-03-09T16:00:00Z", "Later", UPDATES[0][2]), *UPDATES[1:]))
    found = markup_parts(live(body), URI, delivered=date(2031, 3, 5))
    assert [(part.headline, part.published) for part in found.parts[-3:-1]] == [
        ("Later", None),
        ("Ministers meet for lunch", date(2031, 3, 5)),
    ]
    assert [issue.code for issue in found.issues] == ["impossible_date"]


COMMENTS = "".join(
    f'<li class="comment"><b>Reader {n}</b><time datetime="2031-03-05T1{n}:00:00Z">1{n}:00</time><p>{words}</p></li>'
    for n, (_, _, words) in enumerate(UPDATES)
)
TEASERS = "".join(
    f'<div class="card"><time datetime="2031-03-0{n + 1}T10:00:00Z">{n + 1} March</time><h3><a href="/{n}">{heading}</a></h3>'
    "<p>Ministers meet…</p></div>"
    for n, (_, heading, _) in enumerate(UPDATES)
)


FULL_TEASERS = TEASERS.replace("Ministers meet…", "The two ministers met for lunch and spoke for forty minutes.")


@pytest.mark.parametrize(
    "markup",
    [
        page(article() + f"<ol class='comments'>{COMMENTS}</ol>"),
        page(f"<h1>Talks open in Vienna</h1>{paragraphs(*PARAGRAPHS)}<div class='latest'>{TEASERS}</div>"),
        page(article().replace("<p>", "<h2>What next</h2><p>", 3)),
        page(article() + f"<aside class='related'>{''.join(entry(*update, tag='article') for update in UPDATES)}</aside>"),
        page(
            article(heading="Where the envoys live") + f"<div class='latest'>{FULL_TEASERS}</div>",
            "<title>Where the envoys live</title>",
        ),
        page(
            "<h1>How the envoys live</h1><article>"
            + paragraphs(*PARAGRAPHS)
            + f"</article><ol class='comments'>{COMMENTS}</ol>",
            "<title>How the envoys live</title>",
        ),
    ],
    ids=["comments", "teasers", "sections", "related", "teasers that are sentences", "live in a headline"],
)
def test_an_ordinary_article_is_one_story(markup: str) -> None:
    found = markup_parts(markup, URI)
    stories = articles(found)
    assert len(stories) == 1
    assert PARAGRAPHS[0] in stories[0][1]
    assert PARAGRAPHS[-1] in stories[0][1]


def whole(heading: str, words: tuple[str, ...], end: str = "") -> str:
    return f"<article><h2>{heading}</h2>{paragraphs(*words)}{end}</article>"


def test_a_digest_of_whole_articles_is_as_many_stories() -> None:
    found = markup_parts(
        page(f"<main>{whole('Talks open', PARAGRAPHS[:3])}{whole('Fishermen ask for permits', PARAGRAPHS[3:])}</main>"), URI
    )
    assert [story[:2] for story in articles(found)] == [
        ("Talks open", "\n".join(PARAGRAPHS[:3])),
        ("Fishermen ask for permits", "\n".join(PARAGRAPHS[3:])),
    ]


@pytest.mark.parametrize(
    "second",
    [
        whole("Fishermen ask for permits", PARAGRAPHS[3:], "<a href='/2'>Read more</a>"),
        whole("Fishermen ask for permits", ("Fishermen on both sides have asked for permits…",)),
        whole("Fishermen ask for permits", PARAGRAPHS[3:4]),
    ],
    ids=["read more", "cut", "one sentence"],
)
def test_teasers_beside_an_article_make_no_digest(second: str) -> None:
    found = markup_parts(page(f"<main>{article()}{second}</main>"), URI)
    assert len(articles(found)) == 1
    assert PARAGRAPHS[0] in found.parts[0].text


def test_every_entry_stands_in_the_page() -> None:
    markup = live("".join(entry(*update) for update in UPDATES))
    for _, text, _ in articles(markup_parts(markup, URI)):
        assert all(line in markup for line in text.split("\n"))
    assert TEXT not in markup
