"""Made pages of plain text, in any mix of what stands around articles, come apart as they were put together."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.text_parts import text_parts
from communique.record.vocab import StoryKind
from tests.pages.prose import ARTICLE, COACH, FIRST, HARBOUR, LAST, SECOND, THIRD

BEFORE = (
    "World > Europe",
    "By Ana Sousa",
    "By Ana Sousa, Harbour Post",
    "5 March 2031",
    "Published 5 March 2031, 14:32 GMT",
    "4 min read",
    "Listen to this article",
    "Share full article",
    "Getty Images",
    "The palace in Vienna on Tuesday. Photo: AFP",
    "The palace in Vienna on Tuesday. Ana Sousa for The Harbour Post",
    "Image source, Reuters",
    "[Photo: Rui Melo/Reuters]",
    "We use cookies to improve your experience.",
    "This video can not be played",
)
BETWEEN = (
    "ADVERTISEMENT",
    "Article continues after this advertisement",
    "after newsletter promotion",
    "READ ALSO: Storm closes the harbour",
    "Sign up for our daily newsletter",
    "Enlarge this image",
    "Share  Tweet  Email",
    "Follow live updates here",
    "This is a developing story. Please check back for updates.",
    "To play this video you need to enable JavaScript in your browser.",
)
AFTER = (
    "412 comments",
    "Leave a comment",
    "© 2031 The Harbour Post. All rights reserved.",
    "Reporting by Ana Sousa; Editing by Rui Melo",
    "Ana Sousa is a diplomatic correspondent based in Lisbon.",
    "(With inputs from AFP)",
    "Thanks for reading The Harbour Post.",
    "Got a news tip?",
    "Correction: An earlier version of this article misspelled a name.",
    "Follow us on Facebook and X",
    "Link copied!",
    "Available on Google Play",
    "ENDS",
)
TEASERS = (
    "Parliament votes on the budget",
    "Storm closes the harbour for a second day and…",
    "Coach quits after the cup final...",
    "Mayor of the old town wins again",
    "A judge in the capital has ordered the release of three editors who…",
)
BODIES = (FIRST, SECOND, THIRD, LAST)


@given(
    st.lists(st.sampled_from(BEFORE), max_size=4, unique=True),
    st.lists(st.sampled_from(BETWEEN), max_size=2, unique=True),
    st.integers(1, 3),
    st.lists(st.sampled_from(AFTER), max_size=4, unique=True),
    st.lists(st.sampled_from(TEASERS), max_size=4, unique=True),
    st.sampled_from(["", "Related", "Most read", "You may also like", "More from this section"]),
    st.sampled_from(["", "• ", "- "]),
    st.sampled_from(["\n", "\n\n"]),
)
def test_an_article_is_found_whatever_stands_around_it(
    before: list[str], between: list[str], at: int, after: list[str], teasers: list[str], label: str, bullet: str, gap: str
) -> None:
    body = gap.join([*BODIES[:at], *between, *BODIES[at:]])
    listed = [label] * bool(label and teasers) + [bullet + teaser for teaser in teasers]
    page = gap.join(["Envoys open talks in Vienna", *before, body, *after, *listed]) + "\n"
    article, *others = text_parts(page).parts
    assert article.text == body
    assert article.headline == "Envoys open talks in Vienna"
    inner = [words.removeprefix("READ ALSO: ") for words in between if words.startswith("READ ALSO")]
    assert [part.text for part in others] == [*inner, *teasers]
    kept = article.text
    for span in reversed(article.ignored):
        kept = kept[: span.start] + kept[span.end :]
    assert not any(words in kept for words in between)
    assert all(words in kept for words in BODIES)


@given(
    st.permutations([("Envoys open talks", FIRST), ("Storm closes the harbour", HARBOUR), ("Coach quits his club", COACH)]),
    st.sampled_from(["\n\n* * *\n\n", "\n\n---\n\n"]),
    st.sampled_from(
        ["Read more: https://harbour.example/a", "https://harbour.example/a", "Full story: https://harbour.example/a"]
    ),
    st.sampled_from(["", "The Weekly Digest\n\n", "News in brief\n\n"]),
    st.sampled_from(["\n", "\n\n"]),
)
def test_a_digest_comes_apart(stories: list[tuple[str, str]], rule: str, link: str, head: str, gap: str) -> None:
    page = head + rule.join(gap.join((title, body, link)) for title, body in stories)
    parts = text_parts(page).parts
    assert [(part.kind, part.headline, part.text, part.url) for part in parts] == [
        (StoryKind.ARTICLE, title, body, "https://harbour.example/a") for title, body in stories
    ]


def test_a_sentence_that_breaks_off_is_ignored() -> None:
    page = f"{FIRST}\n\n{SECOND}\n\n{THIRD} {THIRD} {THIRD} The envoys told Mr. Melo that the…\n\nContinue reading\n"
    (article,) = text_parts(page).parts
    assert article.truncated
    assert [span.of(article.text) for span in article.ignored] == ["The envoys told Mr. Melo that the…"]


def test_a_story_of_one_broken_sentence_yields_nothing() -> None:
    (article,) = text_parts("Envoys of Arland met on Wednesday for the first…").parts
    assert article.truncated
    assert [span.of(article.text) for span in article.ignored] == [article.text]


def test_an_ellipsis_within_a_quotation_cuts_nothing() -> None:
    (article,) = text_parts(f"{FIRST}\n\n“We are close,” she said. “But close is not…”\n").parts
    assert not article.truncated
    assert article.ignored == ()


def test_an_article_cut_by_a_link_ends_with_a_whole_sentence() -> None:
    (article,) = text_parts(f"{FIRST}\n\n{SECOND}\n\nRead the full story here\n").parts
    assert article.truncated
    assert article.ignored == ()


def test_a_day_after_the_delivery_is_an_issue_and_no_date() -> None:
    page = f"Envoys open talks\nMarch 5, 2031 14:32 GMT\n\n{ARTICLE}"
    assert text_parts(page, delivered=date(2031, 3, 6)).parts[0].published_at == "2031-03-05T14:32:00+00:00"
    found = text_parts(page, delivered=date(2031, 3, 1))
    assert found.parts[0].published is None
    assert [issue.code for issue in found.issues] == ["impossible_date"]


ANY_LINE = st.sampled_from(
    [
        *BODIES, *BEFORE, *BETWEEN, *AFTER, *TEASERS, "Related", "", "* * *", "14:32 GMT", "[09:10]", "10:05 a.m. ET - Talks go on",
        "Document 1 of 2", "Document 2 of 2", "End of Document", "HEADLINE: Talks", "LENGTH: 5 words", "BODY:", "LP", "HD Talks go on",
        "Q: Why?", "MR. SOUSA: So…", "\f", "Page 1 of 3", "Page 2 of 3", "1. Talks go on", "2. Talks end", "Tuesday 4 March", "…",
    ]
)  # fmt: skip


@given(st.lists(ANY_LINE | st.text(max_size=30), max_size=40).map("\n".join))
def test_any_lines_give_slices_of_the_page(page: str) -> None:
    for part in text_parts(page, delivered=date(2031, 3, 6)).parts:
        assert part.start is not None
        assert part.text.strip()
        assert page[part.start : part.start + len(part.text)] == part.text
        assert all(0 <= span.start < span.end <= len(part.text) for span in part.ignored)
        assert list(part.ignored) == sorted(part.ignored)


@pytest.mark.parametrize(
    "line",
    ["Talks go on in Vienna", FIRST, "Related stories here", "READ ALSO: Talks go on", f"14:32 GMT\n{FIRST}",
     f"Related\n{FIRST}", f"HEADLINE: Talks\nBYLINE: Ana\nLENGTH: 9 words\n{FIRST}", f"Page 1 of 9\n{FIRST}",
     f"* * *\nTalks go on again\n{FIRST}", "Q: Why now?"],
)  # fmt: skip
def test_time_grows_with_the_page_alone(line: str) -> None:
    def seconds(n_characters: int) -> float:
        page = f"{line}\n" * (n_characters // len(line))
        start = time.perf_counter()
        text_parts(page)
        return time.perf_counter() - start

    seconds(20_000)
    small = min(seconds(50_000) for _ in range(2))
    assert seconds(500_000) < 10 * small * 3 + 0.5
