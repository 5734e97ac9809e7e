"""Which quotation marks belong together, in every style that typists use."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communique.reading.quotations import find_paragraphs, find_quotations


def inner(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in find_quotations(text).outer]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We agree,” she said. “Nearly.”", ["We agree,", "Nearly."]),
        ('"We agree," she said. "Nearly."', ["We agree,", "Nearly."]),
        ("‘We agree,’ she said. ‘Nearly.’", ["We agree,", "Nearly."]),
        ("'We agree,' she said. 'Nearly.'", ["We agree,", "Nearly."]),
        ("«We agree», she said. »Nearly«.", ["We agree", "Nearly"]),
        ("„We agree“, she said. „Nearly”.", ["We agree", "Nearly"]),
        ("''We agree,'' she said. ``Nearly.''", ["We agree,", "Nearly."]),
        ('“We agree," she said. "Nearly.”', ["We agree,", "Nearly."]),
        ("« We agree », she said. «Nearly».", ["We agree", "Nearly"]),
        ("‹We agree›, she said. ‹Nearly›.", ["We agree", "Nearly"]),
        ("「We agree,」 she said. 『Nearly.』", ["We agree,", "Nearly."]),
        ("`We agree,' she said. `Nearly.'", ["We agree,", "Nearly."]),
        ("He spoke—“briefly”—and (“sadly”) left.", ["briefly", "sadly"]),
    ],
)
def test_marks_of_every_style_are_paired(text: str, words: list[str]) -> None:
    assert inner(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The rebels’ demand and the ministers' reply don’t match.",
        "It wasn't theirs: the '90s, rock 'n' roll, 'tis said.",
        "The ‘90s were the generals’ years.",
        "He is 6'2\" tall.",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    assert inner(text) == []


def test_a_plural_apostrophe_does_not_close_a_single_quotation() -> None:
    assert inner("‘We reject the rebels’ demand,’ he said.") == ["We reject the rebels’ demand,"]


def test_scare_quotes_close_although_they_end_in_s() -> None:
    assert inner("The ‘peace talks’ were over.") == ["peace talks"]


def test_an_inner_quotation_is_deeper() -> None:
    text = "“She called it ‘over’ at noon,” he said. 'He said \"no\" to us.'"
    assert [(q.inner.of(text), q.depth) for q in find_quotations(text).found] == [
        ("She called it ‘over’ at noon,", 0),
        ("over", 1),
        ('He said "no" to us.', 0),
        ("no", 1),
    ]


def test_a_quotation_taken_up_in_the_next_paragraph_continues() -> None:
    text = "He said: “The road is long.\n\n“The load is heavy.\n\n“We go on.” Nobody moved."
    found = find_quotations(text)
    assert [(q.inner.of(text), q.is_closed, q.continues) for q in found.found] == [
        ("The road is long.", False, False),
        ("The load is heavy.", False, True),
        ("We go on.", True, True),
    ]
    assert found.strays == ()


def test_a_quotation_closed_in_the_next_paragraph_without_a_mark_continues() -> None:
    text = "He said: “The road is long.\n\nWe go on.” Nobody moved."
    assert inner(text) == ["The road is long.", "We go on."]


def test_an_unclosed_quotation_ends_before_the_next_one_and_is_reported() -> None:
    text = "“The road is long. “We go on,” he said."
    found = find_quotations(text)
    assert inner(text) == ["The road is long.", "We go on,"]
    assert found.strays == (0,)


@pytest.mark.parametrize(
    "text",
    [
        "“We will not wait, Moreno said. The talks go on.",
        "“We will not wait, said the minister. The talks go on.",
        "“We will not wait, Moreno said. “We have waited long enough.”",
    ],
)
def test_a_quotation_without_its_closing_mark_ends_before_who_said_it(text: str) -> None:
    found = find_quotations(text)
    assert inner(text)[0] == "We will not wait,"
    assert found.strays == (0,)


def test_a_mark_that_opens_nothing_is_reported() -> None:
    found = find_quotations("He called it “a start and left.\nIt was over.”")
    assert found.found == ()
    assert len(found.strays) == 2


def test_a_line_break_ends_a_paragraph_unless_the_text_is_hard_wrapped() -> None:
    assert len(find_paragraphs("One sentence.\nAnother sentence.")) == 2
    wrapped = (
        "The two delegations met for the third time this\nmonth in a hotel by the lake and agreed to go on\n"
        "talking about the border until the end of the year,\nwhatever happens.\n\nNo date was set."
    )
    assert len(find_paragraphs(wrapped)) == 2


@example('"„??„?')
@given(st.text(alphabet="ab .,?\n“”‘’\"'«»„", max_size=60))
def test_quotations_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    for quotation in found.found:
        assert 0 <= quotation.start <= quotation.inner.start < quotation.inner.end <= quotation.end <= len(text)
    outer = found.outer
    assert all(one.end <= other.start for one, other in pairwise(outer))
