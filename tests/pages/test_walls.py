"""Pages that stand in front of an article, and what only speaks of such things."""

import pytest

from communique.pages.markup_parts import markup_parts
from communique.pages.walls import find_wall, is_paywall
from tests.pages.markup_builders import PARAGRAPHS, TEXT, URI, article, linked, page, paragraphs

CONSENT = paragraphs(
    "We and our 842 partners store and/or access information on a device, such as cookies, and process personal data.",
    "By clicking “Accept all” you agree that our partners may use precise geolocation data and personalised ads.",
    "You can change your privacy choices at any time in our cookie policy.",
)


ROBOT = page("<p>Please verify that you are not a robot.</p><p>Ray ID: 7fa9</p>", "<title>Just a moment...</title>")
DENIED = page("<h1>Access denied</h1><p>You don't have permission to access this page.</p>", "<title>Access Denied</title>")
SCRIPT = page("<noscript>You need to enable JavaScript to run this app.</noscript><p>Please enable JavaScript.</p>")
MISSING = page(
    "<h1>Page not found</h1><p>The page you are looking for does not exist.</p><p>Go back to the home page.</p>",
    "<title>404 - Page not found | Harbour Post</title>",
)


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        (page(f"<h1>Before you continue to Harbour Post</h1>{CONSENT}<button>Accept all</button>"), "consent_wall"),
        (page(f"<div><h2>We value your privacy</h2>{CONSENT}<p>Manage options</p></div>"), "consent_wall"),
        (ROBOT, "bot_check"),
        (DENIED, "bot_check"),
        (SCRIPT, "script_wall"),
        (MISSING, "error_page"),
        (page("<div id='app'></div><script src='/app.js'></script>"), "script_wall"),
        (
            page("<h1>451</h1><p>You access this site from a country where access cannot be granted at this time.</p>"),
            "error_page",
        ),
        (page("<h1>502 Bad Gateway</h1><p>nginx</p>", "<title>502 Bad Gateway</title>"), "error_page"),
    ],
)
def test_a_wall_is_no_article_and_says_what_it_is(markup: str, code: str) -> None:
    found = markup_parts(markup, URI)
    assert found.parts == ()
    assert found.issues[-1].code == code


@pytest.mark.parametrize(
    "extra",
    [
        "Arland’s regulator said that sites must let readers reject all cookies with one click, and fined three of them.",
        "The bank’s page asked visitors to prove that they are not a robot before it failed altogether.",
        "The ministry’s site said that the page was not found, and officials declined to say where the report had gone.",
    ],
)
def test_an_article_about_walls_is_an_article(extra: str) -> None:
    found = markup_parts(page(article(PARAGRAPHS[0], extra, *PARAGRAPHS[1:])), URI)
    assert [issue.code for issue in found.issues] == []
    assert extra in found.parts[0].text


def test_an_article_with_an_error_in_its_headline_is_an_article() -> None:
    found = markup_parts(page(article(), "<title>Error 404: how Arland lost its archive | Harbour Post</title>"), URI)
    assert found.issues == ()
    assert found.parts[0].text == TEXT


def test_a_consent_dialog_over_an_article_is_left_out() -> None:
    dialog = f"<div class='cookie-consent'><h2>We value your privacy</h2>{CONSENT}</div>"
    found = markup_parts(page(dialog + article()), URI)
    assert found.parts[0].text == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to continue reading",
        "To keep reading, please log in or create an account.",
        "This article is for subscribers only.",
        "Already a subscriber? Sign in",
        "You’ve reached your limit of free articles.",
        "Start your free trial today",
        "To read the full story, become a member.",
    ],
)
def test_a_line_of_a_paywall_is_told(line: str) -> None:
    assert is_paywall(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ministers will subscribe to the joint statement.",
        "The members read the statement aloud.",
        "Talks will continue on Friday.",
        *PARAGRAPHS,
    ],
)
def test_a_sentence_of_news_is_no_paywall(line: str) -> None:
    assert not is_paywall(line)


def test_a_stub_is_read_and_told_to_be_cut() -> None:
    found = markup_parts(page(article(*PARAGRAPHS[:2], "Subscribe to continue reading this article.")), URI)
    assert found.parts[0].text == "\n".join(PARAGRAPHS[:2])
    assert found.parts[0].truncated
    assert [issue.code for issue in found.issues] == ["paywall"]


def test_a_paywall_beside_the_article_is_seen() -> None:
    wall = "<div class='gate'><h3>Already a subscriber?</h3><a href='/login'>Log in to keep reading</a></div>"
    found = markup_parts(page(article(*PARAGRAPHS[:3]) + wall), URI)
    assert found.parts[0].truncated
    assert "paywall" in [issue.code for issue in found.issues]


def test_a_stub_is_cut_where_linked_data_says_that_it_is_not_free() -> None:
    locked = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".locked"}
    head = linked(headline="Talks open in Vienna", isAccessibleForFree=False, hasPart=locked)
    found = markup_parts(page(article(*PARAGRAPHS[:2]) + "<div class='locked'></div>", head), URI)
    assert found.parts[0].truncated
    assert [issue.code for issue in found.issues] == ["paywall"]
    whole = markup_parts(
        page(f"<article><h1>Talks open in Vienna</h1><div class='locked'>{paragraphs(*PARAGRAPHS)}</div></article>", head), URI
    )
    assert not whole.parts[0].truncated
    assert whole.issues == ()


def test_an_offer_after_a_whole_article_is_no_cut() -> None:
    longer = [
        f"{words} It was the {number}th such statement since the spring, officials said."
        for number, words in enumerate(PARAGRAPHS * 3, 4)
    ]
    found = markup_parts(page(article(*longer, "Subscribe to get unlimited access")), URI)
    assert not found.parts[0].truncated
    assert found.issues == ()


def test_what_breaks_off_is_ignored() -> None:
    broken = "The delegations will meet again in a week. Borland insists that the list must be"
    found = markup_parts(page(article(*PARAGRAPHS[:2], broken, "Subscribe to continue reading")), URI)
    (part,) = found.parts
    assert [span.of(part.text) for span in part.ignored] == ["Borland insists that the list must be"]
    ellipsis = markup_parts(page(article(*PARAGRAPHS, "Borland said on Thursday that it would…")), URI).parts[0]
    assert ellipsis.truncated
    assert [span.of(ellipsis.text) for span in ellipsis.ignored] == ["Borland said on Thursday that it would…"]


def test_a_page_in_front_of_nothing_is_no_wall() -> None:
    assert find_wall([]) is None
    assert find_wall(["Talks open in Vienna"]) is None
