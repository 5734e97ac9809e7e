"""What each line of a page looks like."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.lines import Line, Shape, behind, furniture_kind, split_lines
from communique.record.spans import Span


def line(text: str) -> Line:
    (found,) = split_lines(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Getty Images", "credit"),
        ("Photo: Ana Sousa/Reuters", "credit"),
        ("File photo", "credit"),
        ("Envoys arrive at the palace on Monday. (Ana Sousa/AFP)", "credit"),
        ("Envoys arrive at the palace on Monday. Photo: Harbour Post", "credit"),
        ("Envoys arrive at the palace on Monday. AFP", "credit"),
        ("By Ana Sousa", "byline"),
        ("From our correspondent in Vienna", "byline"),
        ("STAFF REPORTER", "byline"),
        ("Home > World > Europe", "section"),
        ("WORLD / MIDDLE EAST", "section"),
        ("Published 5 March 2031", "stamp"),
        ("March 5, 2031 at 10:15 a.m.", "stamp"),
        ("4 min read", "stamp"),
        ("2 hours ago", "stamp"),
        ("Share  Tweet  Email", "share"),
        ("Facebook | X | WhatsApp | Copy link", "share"),
        ("17 comments", "share"),
        ("Follow us on Facebook and X", "share"),
        ("Sign up for our newsletter", "sign"),
        ("Get the day's news in your inbox", "sign"),
        ("© 2031 The Harbour Post", "rights"),
        ("ADVERTISEMENT", "advert"),
        ("Related stories", "label"),
        ("You may also like", "label"),
        ("Most read in World", "label"),
        ("More from this author", "label"),
        ("Continue reading…", "more"),
        ("Read the full story »", "more"),
        ("Ana Sousa is a diplomatic correspondent based in Lisbon.", "person"),
        ("(Reporting by Ana Sousa; editing by Rui Melo.)", "bio"),
        ("Ana Sousa reported from Vienna.", "person"),
        ("Ana Sousa, a former envoy, writes a weekly column.", "person"),
        ("Want more like this? Join our mailing list.", "sign"),
        ("This article has been updated.", "bio"),
        ("Listen to this article", "share"),
        ("Share full article", "share"),
        ("Add us as a preferred source on Google", "share"),
        ("Thanks for reading The Harbour Post.", "sign"),
        ("You have 2 free articles left this month.", "sign"),
        ("Skip past newsletter promotion", "sign"),
        ("We use cookies to improve your experience.", "rights"),
        ("To play this video you need to enable JavaScript in your browser.", "rights"),
        ("Enlarge this image", "credit"),
        ("[Photo: Ana Sousa/Reuters]", "credit"),
        ("Envoys arrive at the palace on Monday. Ana Sousa for The Harbour Post", "credit"),
        ("Envoys arrive at the palace on Monday. Credit...Ana Sousa", "credit"),
        ("(With inputs from AFP)", "bio"),
        ("This is a developing story. Please check back for updates.", "bio"),
        ("More to follow.", "bio"),
        ("Ana Sousa has covered Borland since 2019.", "person"),
        ("Ana Sousa joined the Harbour Post in 2019 and covers diplomacy.", "person"),
        ("Read more: https://harbour.example/a", "link"),
        ("________", "rule"),
    ],
)
def test_furniture_is_known_by_the_lexicon(text: str, kind: str) -> None:
    assert line(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "By Monday the two sides had agreed.",
        "The world is watching.",
        "She shared the stage with the envoy.",
        "Follow-up talks are due in June.",
        "More on that later, he said.",
        "Ana Sousa, a former envoy, is due in Vienna.",
        "Join the union, he told the workers.",
        "The deal covers 5,000 troops.",
        "Mr. Sousa is the editor who leaked the paper, the ministry said.",
        "North Korea’s leader was in the photo, officials said.",
        "This report was written by the inspectors and says nothing new.",
        "Sanctions were eased in May 2031 after the vote.",
        "Ana Sousa joined the talks in Vienna on Monday.",
        "More talks will follow.",
        "We use the bridge every day, she said.",
        "You have two weeks left, he told the envoys.",
        "Please turn back, the guards said.",
        "Have they signed?",
        "This video shows the attack, the ministry said.",
    ],
)
def test_a_sentence_is_no_furniture(text: str) -> None:
    assert line(text).shape is Shape.PROSE


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("The envoys met.", Shape.PROSE),
        ("“We will not sign.”", Shape.PROSE),
        ("He asked: “Why now?”", Shape.PROSE),
        ("The text of the statement follows:", Shape.PROSE),
        ("“It is not over…”", Shape.PROSE),
        ("GENEVA (Wire) --", Shape.PROSE),
        ("Envoys meet in Geneva", Shape.BARE),
        ("Will the Envoys Ever Meet in Geneva Again?", Shape.BARE),
        ("The envoys met in Geneva and…", Shape.CUT),
        ("The envoys met in Geneva and ...", Shape.CUT),
        ("The envoys met in Geneva and [...]", Shape.CUT),
        ("The envoys met in Geneva and… Read more", Shape.CUT),
        ("READ ALSO: Envoys meet in Geneva", Shape.LEAD),
        ("* * *", Shape.FURNITURE),
    ],
)
def test_shape_is_how_a_line_ends(text: str, shape: Shape) -> None:
    assert line(text).shape is shape


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("• Envoys meet", "Envoys meet"),
        ("- Envoys meet", "Envoys meet"),
        ("## Envoys meet", "Envoys meet"),
        ("READ ALSO: Envoys meet", "Envoys meet"),
        ("Related | Envoys meet", "Envoys meet"),
        ("• Read more: Envoys meet", "Envoys meet"),
        ("-5 degrees in Geneva", "-5 degrees in Geneva"),
    ],
)
def test_the_words_begin_behind_bullet_and_lead(text: str, words: str) -> None:
    found = line(text)
    assert found.text == words == text[found.body : found.end]


def test_paragraphs_of_a_fixed_width_are_one_line_each() -> None:
    text = (
        "The envoys of the two governments met in the old palace on Monday and\n"
        "spoke for three hours about the border, the prisoners and the bridge that\n"
        "was destroyed in May.\n\n"
        "They will meet again next week, a spokesman for the mediators told the\n"
        "reporters who had waited in the rain, but no place has been chosen so\n"
        "far.\n"
    )
    found = split_lines(text)
    assert [one.text[:9] for one in found] == ["The envoy", "They will"]
    assert [one.shape for one in found] == [Shape.PROSE, Shape.PROSE]


def test_a_sentence_goes_on_behind_a_line_that_is_left_out() -> None:
    text = "The envoys met in the old\nHarbour Post, page 2\npalace on Monday.\nThey left."
    (one, two) = split_lines(text, without=[Span(26, 46)])
    assert (one.whole, two.whole) == ("The envoys met in the old\nHarbour Post, page 2\npalace on Monday.", "They left.")


def test_lines_of_a_part_of_a_page_have_their_place_in_the_page() -> None:
    text = "One.\nTwo.\nThree."
    assert [(line.start, line.whole) for line in split_lines(text, 5, 9)] == [(5, "Two.")]


def test_what_stands_behind_a_time_is_a_line() -> None:
    found = behind(line("14:32  They met."), 5)
    assert (found.start, found.end, found.whole, found.shape) == (7, 16, "They met.", Shape.PROSE)
    assert behind(line("14:32"), 5).whole == "14:32"


def test_labels_and_bullets_begin_a_line_in_a_wrapped_text() -> None:
    text = (
        "The envoys of the two governments met in the old palace on Monday and\n"
        "spoke for three hours about the border, the prisoners and the bridge,\n"
        "and a spokesman for the mediators told reporters that they would meet\n"
        "MR. SOUSA: The envoys of the two governments met in the old palace and\n"
        "spoke for three hours.\n"
    )
    assert [found.whole[:9] for found in split_lines(text)] == ["The envoy", "MR. SOUSA"]


def test_short_lines_are_not_taken_for_a_wrapped_paragraph() -> None:
    text = "Key points\nThe bridge\nThe prisoners\nThe border\nThe vote\nEnvoys met on Monday."
    assert len(split_lines(text)) == 6


@given(st.text(alphabet=st.sampled_from("aB1 .,:…\n\r\t•-()|/'\"Iı\u2028ß"), max_size=200))
def test_lines_are_in_order_and_hold_all_letters(text: str) -> None:
    found = split_lines(text)
    at = 0
    for one in found:
        assert at <= one.start <= one.body <= one.end
        assert not any(c.isalnum() for c in text[at : one.start])
        assert text[one.body : one.end] == one.text
        at = one.end
    assert not any(c.isalnum() for c in text[at:])


@pytest.mark.parametrize("piece", [". ", "1,1.", "share ", "by ", "(ap) ", "| / ", "… ", "photo: ", "updated 1 ", "a.b@c. "])
def test_furniture_is_told_in_time_linear_enough(piece: str) -> None:
    words = (piece * 700)[:700].strip() + "z"
    start = time.perf_counter()
    furniture_kind(words)
    assert time.perf_counter() - start < 0.5
