"""The pages of the example dossier come apart as a reader would take them apart."""

import re
from datetime import date
from pathlib import Path

import pytest

from communique.dossier import Dossier
from communique.pages.stories import split_page
from communique.record.model import Story
from communique.record.vocab import StoryKind
from communique.sources.base import Page
from communique.sources.inputs import open_inputs
from tests.examples.conftest import EXAMPLE

FILES = sorted((EXAMPLE / "pages").iterdir(), key=lambda path: path.name)

# How each article begins and ends: its own first and last words, without headline, byline, caption or what follows it.
EDGES = {
    "2005-01-24-harbour-wire-talks-this-week": ("JAKARTA, Jan 24", "declared martial law in Aceh."),
    "2005-01-25-straits-ledger-jakarta-rebels-to-meet": ("JAKARTA, Jan 24", "said by telephone from Stockholm."),
    "2005-01-28-nordic-courier-handshake": ("The first meeting between", "February if they made progress."),
    "2005-01-30-harbour-wire-offer-rejected": ("HELSINKI, Jan 30", "half a million without a home."),
    "2005-02-21-nordic-courier-second-round": ("HELSINKI — Negotiators", "scheduled to end on Wednesday."),
    "2005-02-23-harbour-wire-self-government": ("HELSINKI, Feb 23", "has not stopped its operations."),
    "2005-02-24-straits-ledger-palace-denies": ("JAKARTA — The Indonesian", "has not stopped its operations."),
    "2005-03-10-sumatra-post-ahtisaari-to-visit": ("BANDA ACEH — Martti", "begins in Helsinki on April 12."),
    "2005-03-29-harbour-wire-visit-postponed": ("HELSINKI, March 29", "still scheduled for April 12."),
    "2005-04-07-sumatra-post-ahtisaari-meets-yudhoyono": ("JAKARTA — Finnish mediator", "begin in Helsinki next Tuesday."),
    "2005-04-17-nordic-courier-third-round": ("Indonesia is open to", "roads that soldiers close."),
    "2005-05-12-harbour-wire-clash": ("JAKARTA, May 12", "spokesman said in Washington."),
    "2005-06-01-straits-ledger-fourth-round": ("HELSINKI — Indonesia and", "in Banda Aceh on June 27."),
    "2005-07-11-harbour-wire-eve-of-fifth-round": ("HELSINKI, July 11", "15,000 people since 1976."),
    "2005-07-17-harbour-wire-agreement": ("HELSINKI, July 17", "when the agreement was signed."),
    "2005-07-18-straits-ledger-reactions": ("JAKARTA — President", "on the day of the signing."),
    "2005-07-18-sumatra-post-peace-deal": ("HELSINKI, July 17", "when the agreement was signed."),
    "2005-08-16-nordic-courier-signing": ("Indonesia and the Free Aceh Movement", "had fired in the air."),
    "2005-09-01-sumatra-post-amnesty": ("BANDA ACEH — Indonesia", "Major General Supiadin."),
    "2005-09-15-harbour-wire-first-weapons": ("BANDA ACEH, Indonesia, Sept 15", "if the disarmament was completed."),
    "2005-12-28-straits-ledger-armed-wing-dissolved": ("BANDA ACEH — The Free Aceh", "plans to visit Aceh in May."),
}
OUTLETS = {
    "harbour-wire": "Harbour Wire",
    "straits-ledger": "The Straits Ledger",
    "nordic-courier": "Nordic Courier",
    "sumatra-post": "Sumatra Post",
}
FURNITURE = re.compile(
    r"cookie|subscribe|newsletter|read more|read next|share|most read|advertisement|comments|all rights|"
    r"photo:|/R\. Lim|/Ilham|related stories|more from|MORE FROM|editing by|log in|copyright",
    re.IGNORECASE,
)


def stories_of(path: Path) -> tuple[Page, tuple[Story, ...]]:
    page = next(iter(open_inputs([str(path)])))
    return page, split_page(page).stories


def article_of(path: Path) -> Story:
    found = [story for story in stories_of(path)[1] if story.kind is StoryKind.ARTICLE]
    assert len(found) == 1
    return found[0]


def test_the_table_of_edges_is_complete() -> None:
    assert sorted(EDGES) == [path.stem for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_gives_one_article_with_its_own_bounds(path: Path) -> None:
    text = article_of(path).text
    first, last = EDGES[path.stem]
    assert text.startswith(first)
    assert text.endswith(last)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_around_the_article_is_in_it(path: Path) -> None:
    assert FURNITURE.search(article_of(path).text) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_page_knows_its_day_its_outlet_and_its_language(path: Path) -> None:
    story = article_of(path)
    assert story.published == date.fromisoformat(path.name[:10])
    assert story.source == next(outlet for part, outlet in OUTLETS.items() if part in path.name)
    assert story.language == "en"
    assert story.headline


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".txt"], ids=lambda path: path.stem)
def test_the_teasers_of_a_text_page_are_told_apart(path: Path) -> None:
    page, stories = stories_of(path)
    teasers = [story for story in stories if story.kind is StoryKind.TEASER]
    assert len(teasers) == 3
    assert all(teaser.truncated for teaser in teasers)
    whole = path.read_text(encoding="utf-8")
    for story in stories:
        assert story.start is not None
        assert whole[story.start : story.start + len(story.text)] == story.text
    assert page.media_type == "text/plain"


def test_quotation_marks_of_an_older_encoding_are_read(dossier: Dossier) -> None:
    path = EXAMPLE / "pages" / "2005-02-24-straits-ledger-palace-denies.html"
    assert b"\x93" in path.read_bytes()
    assert "“The president has agreed to listen, and to nothing else,”" in article_of(path).text


def test_json_lines_give_what_their_fields_say(dossier: Dossier) -> None:
    pages = [page for page in open_inputs(dossier.inputs) if page.id.startswith("aceh-brief")]
    assert [page.published for page in pages] == [date(2005, 6, 28), date(2005, 8, 3), date(2005, 11, 15)]
    assert [page.source for page in pages] == ["Sumatra Post", "Nordic Courier", "Harbour Wire"]
