"""What the time expressions of a story are, and which days an event under them falls in."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from communique.reading.found import FoundTime
from communique.reading.times import find_times, to_expression, to_interval
from communique.reading.times.find import READERS
from communique.reading.times.rules import load_grammar
from communique.reading.times.words import load_words
from communique.record.vocab import TimeType

PUBLISHED = date(2025, 8, 20)  # a Wednesday
BLANK = spacy.blank("en")


def times_of(text: str, published: date | None = PUBLISHED) -> tuple[FoundTime, ...]:
    return find_times(BLANK(text), published)


def only(text: str, published: date | None = PUBLISHED) -> FoundTime:
    found = times_of(text, published)
    assert len(found) == 1, [time.span.of(text) for time in found]
    return found[0]


def days(time: FoundTime) -> str:
    interval = to_interval(time)
    return str(interval) if interval else ""


@pytest.mark.parametrize(
    ("text", "words", "value", "interval"),
    [
        # Dates in every style.
        ("The accord of 15 August 2025 holds.", "15 August 2025", "2025-08-15", "2025-08-15"),
        ("It was signed on Aug. 15.", "Aug. 15", "2025-08-15", "2025-08-15"),
        ("It was signed on August 15th, 2024.", "August 15th, 2024", "2024-08-15", "2024-08-15"),
        ("It was signed on Friday, Aug. 15, 2025.", "Friday, Aug. 15, 2025", "2025-08-15", "2025-08-15"),
        ("It was signed on the 3rd of May 2021.", "the 3rd of May 2021", "2021-05-03", "2021-05-03"),
        ("Signed 2025-08-15 in Doha.", "2025-08-15", "2025-08-15", "2025-08-15"),
        ("Signed 8/15/2025 in Doha.", "8/15/2025", "2025-08-15", "2025-08-15"),
        ("Signed 25/8/2024 in Doha.", "25/8/2024", "2024-08-25", "2024-08-25"),
        ("Signed 15.08.2025 in Doha.", "15.08.2025", "2025-08-15", "2025-08-15"),
        ("The round of 15-16 August failed.", "15-16 August", "2025-08-15/2025-08-16", "2025-08-15 to 2025-08-16"),
        ("The round of Aug 15-17 failed.", "Aug 15-17", "2025-08-15/2025-08-17", "2025-08-15 to 2025-08-17"),
        ("They met in March 2019.", "March 2019", "2019-03", "2019-03-01 to 2019-03-31"),
        ("They met in July last year.", "July last year", "2024-07", "2024-07-01 to 2024-07-31"),
        ("They met last November.", "last November", "2024-11", "2024-11-01 to 2024-11-30"),
        ("They met in June.", "June", "2025-06", "2025-06-01 to 2025-06-30"),
        # Years and longer.
        ("The war of 2014 goes on.", "2014", "2014", "2014-01-01 to 2014-12-31"),
        ("The pact of '98 holds.", "'98", "1998", "1998-01-01 to 1998-12-31"),
        ("The budget for 2024-25 passed.", "2024-25", "2024/2025", "2024-01-01 to 2025-12-31"),
        ("They fought in the late 1990s.", "the late 1990s", "199", "1990-01-01 to 1999-12-31"),
        ("They fought in the nineties.", "the nineties", "199", "1990-01-01 to 1999-12-31"),
        ("A treaty of the 19th century holds.", "the 19th century", "18", "1800-01-01 to 1899-12-31"),
        ("It ended in nineteen ninety-six.", "nineteen ninety-six", "1996", "1996-01-01 to 1996-12-31"),
        # Parts.
        ("They met in early March 2025.", "early March 2025", "2025-03", "2025-03-01 to 2025-03-10"),
        ("They met in mid-March 2025.", "mid-March 2025", "2025-03", "2025-03-11 to 2025-03-20"),
        ("They met in late February 2024.", "late February 2024", "2024-02", "2024-02-21 to 2024-02-29"),
        ("They met at the end of June 2025.", "the end of June 2025", "2025-06", "2025-06-21 to 2025-06-30"),
        ("They met at the end of 2024.", "the end of 2024", "2024", "2024-12-01 to 2024-12-31"),
        ("They met in mid-2024.", "mid-2024", "2024", "2024-05-01 to 2024-08-31"),
        ("They spoke late on Tuesday.", "late on Tuesday", "2025-08-19", "2025-08-19"),
        # From publication.
        ("They met on Monday.", "Monday", "2025-08-18", "2025-08-18"),
        ("They met on Wednesday.", "Wednesday", "2025-08-20", "2025-08-20"),
        ("They met last Wednesday.", "last Wednesday", "2025-08-13", "2025-08-13"),
        ("They meet next Tuesday.", "next Tuesday", "2025-08-26", "2025-08-26"),
        ("They meet this Friday.", "this Friday", "2025-08-22", "2025-08-22"),
        ("They spoke yesterday.", "yesterday", "2025-08-19", "2025-08-19"),
        ("They speak the day after tomorrow.", "the day after tomorrow", "2025-08-22", "2025-08-22"),
        ("They met this week.", "this week", "2025-W34", "2025-08-18 to 2025-08-24"),
        ("They met last week.", "last week", "2025-W33", "2025-08-11 to 2025-08-17"),
        ("They met last weekend.", "last weekend", "2025-W33-WE", "2025-08-16 to 2025-08-17"),
        ("They meet next month.", "next month", "2025-09", "2025-09-01 to 2025-09-30"),
        ("They met earlier this month.", "earlier this month", "2025-08", "2025-08-01 to 2025-08-20"),
        ("They meet later this year.", "later this year", "2025", "2025-08-20 to 2025-12-31"),
        ("They met two days ago.", "two days ago", "2025-08-18", "2025-08-18"),
        ("They met three weeks ago.", "three weeks ago", "2025-07-30", "2025-07-30"),
        ("They met six weeks ago.", "six weeks ago", "2025-W28", "2025-07-07 to 2025-07-13"),
        ("They met about two years ago.", "about two years ago", "2023", "2023-01-01 to 2023-12-31"),
        ("They met several weeks ago.", "several weeks ago", "PAST_REF", ""),
        ("They met over the past three months.", "the past three months", "P3M", "2025-05-20 to 2025-08-20"),
        ("They meet over the next two weeks.", "the next two weeks", "P2W", "2025-08-20 to 2025-09-03"),
        ("The ban ends a week from Monday.", "a week from Monday", "2025-08-25", "2025-08-25"),
        ("They meet in the week of 8 September 2025.", "the week of 8 September 2025", "2025-W37", "2025-09-08 to 2025-09-14"),
        # Seasons have a value but no days; quarters and halves have days.
        ("They met last spring.", "last spring", "2025-SP", ""),
        ("They met in the summer of 2021.", "the summer of 2021", "2021-SU", ""),
        ("Trade fell in the second quarter of 2024.", "the second quarter of 2024", "2024-Q2", "2024-04-01 to 2024-06-30"),
        ("Trade fell in Q3 2024.", "Q3 2024", "2024-Q3", "2024-07-01 to 2024-09-30"),
        ("Trade fell in the first half of 2024.", "the first half of 2024", "2024-H1", "2024-01-01 to 2024-06-30"),
        # Named days.
        ("They met on Christmas Day 2024.", "Christmas Day 2024", "2024-12-25", "2024-12-25"),
        ("They met on Good Friday 2024.", "Good Friday 2024", "2024-03-29", "2024-03-29"),
        ("They met last Thanksgiving.", "last Thanksgiving", "2024-11-28", "2024-11-28"),
        ("They recalled the 9/11 attacks.", "9/11", "2001-09-11", "2001-09-11"),
        ("They met on Lunar New Year's Day.", "New Year's Day", "XXXX-XX-XX", ""),
        # Times of day.
        ("The guns fell silent at 6 p.m. on Monday.", "6 p.m. on Monday", "2025-08-18T18:00", "2025-08-18"),
        ("The guns fell silent at 18:00 GMT.", "18:00 GMT", "2025-08-20T18:00", "2025-08-20"),
        ("The guns fell silent on Tuesday night.", "Tuesday night", "2025-08-19TNI", "2025-08-19"),
        ("The guns fell silent last night.", "last night", "2025-08-19TNI", "2025-08-19"),
        ("The guns fell silent at dawn on Saturday.", "dawn on Saturday", "2025-08-16TMO", "2025-08-16"),
        ("The guns fell silent at 0900 GMT on Tuesday.", "0900 GMT on Tuesday", "2025-08-19T09:00", "2025-08-19"),
        ("The guns fell silent overnight.", "overnight", "2025-08-19TNI", "2025-08-19 to 2025-08-20"),
        ("It was three o'clock in the morning.", "three o'clock in the morning", "2025-08-20T03:00", "2025-08-20"),
        # Durations and sets.
        ("The truce was to last 72 hours.", "72 hours", "PT72H", ""),
        ("It was a two-and-a-half-year war.", "two-and-a-half-year", "P2.5Y", ""),
        ("They spent $700m a month.", "a month", "P1M", ""),
        ("They talked for eight and a half hours.", "eight and a half hours", "PT8.5H", ""),
        ("They talked for half an hour.", "half an hour", "PT30M", ""),
        ("It was a ten-day truce.", "ten-day", "P10D", ""),
        ("They talked for two decades.", "two decades", "P20Y", ""),
        ("They talked for several months.", "several months", "PXM", ""),
        ("They meet every Monday.", "every Monday", "XXXX-WXX-1", ""),
        ("They meet twice a month.", "twice a month", "P1M", ""),
        ("They meet every two weeks.", "every two weeks", "P2W", ""),
        ("They hold weekly talks.", "weekly", "P1W", ""),
        # References.
        ("They are talking now.", "now", "PRESENT_REF", ""),
        ("They will talk in the future.", "the future", "FUTURE_REF", ""),
    ],
)  # fmt: skip
def test_expression_has_its_words_value_and_days(text: str, words: str, value: str, interval: str) -> None:
    time = only(text)
    assert (time.span.of(text), time.value, days(time)) == (words, value, interval)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("They must answer by Friday 22 August 2025.", "… to 2025-08-22"),
        ("The truce holds until 30 June 2026.", "… to 2026-06-30"),
        ("They must answer before 1 March 2026.", "… to 2026-03-01"),
        ("They must answer before December 2025.", "… to 2025-11-30"),
        ("They must answer before the end of the year.", "… to 2025-12-31"),
        ("They must answer within 48 hours.", "… to 2025-08-22"),
        ("They must answer within six months.", "… to 2026-02-20"),
        ("They must answer within two or three weeks.", "… to 2025-09-10"),
        ("They have talked since March 2024.", "2024-03-01 to …"),
        ("The rule applies from 1 September 2025.", "2025-09-01 to …"),
        ("The rule applies from September 2025 onwards.", "2025-09-01 to …"),
        ("The meeting was put off until early December 2025.", "2025-12-01 to 2025-12-10"),
    ],
)
def test_words_before_an_expression_open_its_interval(text: str, interval: str) -> None:
    assert days(only(text)) == interval


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They talked from 3 to 5 May 2025.", ["3", "5 May 2025"]),
        ("They talked between 3 May 2025 and 5 May 2025.", ["3 May 2025", "5 May 2025"]),
        ("They talked from May 3, 2025 until 5 May 2025.", ["May 3, 2025", "5 May 2025"]),
        ("They talked from May 3 to May 5, 2025.", ["May 3", "May 5, 2025"]),
    ],
)
def test_both_ends_of_a_range_have_the_whole_interval(text: str, words: list[str]) -> None:
    found = times_of(text)
    assert [time.span.of(text) for time in found] == words
    assert {days(time) for time in found} == {"2025-05-03 to 2025-05-05"}
    assert [time.value for time in found] == ["2025-05-03", "2025-05-05"]


def test_two_dates_joined_by_and_keep_their_own_days() -> None:
    found = times_of("They talked on April 24 and 25, 2025.")
    assert [days(time) for time in found] == ["2025-04-24", "2025-04-25"]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("On 2 November 2022 they signed. Ten days later they met.", "2022-11-12"),
        ("On 2 November 2022 they signed. The following day they met.", "2022-11-03"),
        ("On 2 November 2022 they signed. That day they met.", "2022-11-02"),
        ("On 2 November 2022 they signed. A month earlier they met.", "2022-10-01 to 2022-10-31"),
        ("In 2003 they signed. Two years later they met.", "2005-01-01 to 2005-12-31"),
        ("In June 1998 they signed. Later that year they met.", "1998-01-01 to 1998-12-31"),
        ("In June 1998 they signed. The same month they met.", "1998-06-01 to 1998-06-30"),
        ("On 2 November 2022 they signed. Until then they fought.", "… to 2022-11-02"),
        ("On 2 November 2022 they signed. The night before, they dined.", "2022-11-01"),
        ("Last year they met twice, first in June.", "2024-06-01 to 2024-06-30"),
        ("They signed on Monday and will meet within ten days.", "… to 2025-08-28"),
        ("Last November they split, and on Nov. 30 they met.", "2024-11-30"),
    ],
)
def test_anaphora_counts_from_what_was_mentioned(text: str, interval: str) -> None:
    assert days(times_of(text)[-1]) == interval


def test_a_year_ago_is_a_quarter_where_quarters_are_compared() -> None:
    found = times_of("Profit rose in the second quarter of 2025 from a loss a year ago, and fell in the quarter.")
    assert [time.value for time in found] == ["2025-Q2", "2024-Q2", "2025-Q2"]


@pytest.mark.parametrize(
    "text",
    [
        "She may march on.",
        "May said so, and Theresa May agreed.",
        "The Boeing 747 carried 1,500 troops and 2000 soldiers.",
        "It cost $1998, under resolution 2231 and Article 2025.",
        "They won 3-2 and ran second to none.",
        "The Sun reported it; the sun set.",
        "The fall of the city shocked a quarter of voters.",
        "A 35-year-old man sat in the early hours.",
        "The end of the line was in sight on the last day.",
        "1600 Pennsylvania Avenue was dark.",
        "Jan Novak spoke; Mar del Plata listened.",
        "Nobody forgot Black Monday.",
        "They doubted the future of the alliance.",
    ],
)
def test_what_is_no_time_is_not_found(text: str) -> None:
    assert [time.span.of(text) for time in times_of(text)] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Tuesday.", "XXXX-WXX-2"),
        ("They met in June.", "XXXX-06"),
        ("They met on Aug. 15.", "XXXX-08-15"),
        ("They met yesterday.", "PAST_REF"),
        ("They meet tomorrow.", "FUTURE_REF"),
        ("They met last week.", "PAST_REF"),
        ("They met two weeks ago.", "PAST_REF"),
        ("They met last spring.", "XXXX-SP"),
    ],
)
def test_without_a_publication_date_relative_expressions_have_no_days(text: str, value: str) -> None:
    time = only(text, None)
    assert (time.value, time.start, time.end, to_interval(time)) == (value, None, None, None)


def test_without_a_publication_date_absolute_dates_resolve_and_carry_others() -> None:
    found = times_of("On 2 November 2022 they signed. The next day they left.", None)
    assert [days(time) for time in found] == ["2022-11-02", "2022-11-03"]


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "words", "interval"),
    [
        ("Ministers met on Friday.", "Friday", "2025-08-15"),
        ("Ministers will meet on Friday.", "Friday", "2025-08-22"),
        ("Ministers are due to meet on Friday.", "Friday", "2025-08-22"),
        ("A meeting scheduled for Friday may fail.", "Friday", "2025-08-22"),
        ("Ministers agreed to hold talks on Friday.", "Friday", "2025-08-22"),
        ("Ministers had been due to meet on Friday.", "Friday", "2025-08-15"),
        ("Ministers failed to meet on Friday.", "Friday", "2025-08-15"),
        ("Ministers will discuss Friday's attack.", "Friday", "2025-08-15"),
        ("Friday's summit will decide.", "Friday", "2025-08-22"),
        ("The talks resume on Friday.", "Friday", "2025-08-22"),
        ("The envoy could not be reached on Friday.", "Friday", "2025-08-15"),
        ("Ministers met in December.", "December", "2024-12-01 to 2024-12-31"),
        ("Ministers will meet in December.", "December", "2025-12-01 to 2025-12-31"),
        ("Ministers will meet in January.", "January", "2026-01-01 to 2026-01-31"),
        ("The ruling was published on Nov. 30.", "Nov. 30", "2024-11-30"),
        ("The agency said it would report back by 1 March.", "1 March", "… to 2026-03-01"),
        ("Ministers will return in two weeks.", "two weeks", "2025-09-03"),
        ("The war began in April 2023.", "April 2023", "2023-04-01 to …"),
    ],
)
def test_tense_tells_which_friday(nlp: Language, text: str, words: str, interval: str) -> None:
    found = find_times(nlp(text), PUBLISHED)
    assert [(time.span.of(text), days(time)) for time in found] == [(words, interval)]


@pytest.mark.pipeline
def test_head_is_the_token_that_the_rest_hangs_on(nlp: Language) -> None:
    doc = nlp("Ministers met late on Friday morning in Doha.")
    (time,) = find_times(doc, PUBLISHED)
    assert time.first <= time.head < time.last
    assert not time.first <= doc[time.head].head.i < time.last


def test_expression_has_the_days_of_its_value() -> None:
    early, by = (only(f"They must answer {words}.") for words in ("in early March 2025", "by 22 August 2025"))
    assert str(to_expression(early).first) + str(to_expression(early).last) == "2025-03-012025-03-31"
    assert (to_expression(by).first, to_expression(by).last) == (date(2025, 8, 22), date(2025, 8, 22))


def test_duration_has_no_days_of_its_own() -> None:
    expression = to_expression(only("They must answer within 48 hours."))
    assert (expression.type, expression.first, expression.last) == (TimeType.DURATION, None, None)


def test_same_quarter_of_last_year_is_that_of_the_quarter_spoken_of() -> None:
    found = times_of("Trade fell in the first quarter, against a rise in the same quarter last year.")
    assert [time.value for time in found] == ["2025-Q1", "2024-Q1"]


def test_every_rule_has_a_reader_and_every_reader_a_rule() -> None:
    assert set(READERS) == set(load_grammar().rules.values())


FORMS = [
    "15",
    "2025",
    "1,500",
    "2.5",
    "1/2",
    "6:30",
    "p.m.",
    "'98",
    "1990s",
    "15th",
    "-",
    ",",
    ".",
    "(",
    ")",
    "'s",
    "½",
    "9/11",
    "Q3",
]
WORDS = [*sorted(load_words().values), *FORMS, "2025-08-15", "8/15/25", "x", "said"]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=14).map(
    lambda words: " ".join(words).replace(" ,", ",").replace(" - ", "-")
)
DATES = st.none() | st.dates()


def assert_sound(doc: Doc, published: date | None) -> None:
    found = find_times(doc, published)
    assert found == find_times(doc, published)
    for time in found:
        assert 0 <= time.first <= time.head < time.last <= len(doc)
        assert doc[time.first].idx <= time.span.start < time.span.end <= len(doc.text)
        assert time.span.end <= doc[time.last - 1].idx + len(doc[time.last - 1])
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.start <= time.end
        assert time.value
        to_interval(time)
        to_expression(time)
    for left, right in pairwise(found):
        assert left.span.end <= right.span.start


@given(text=st.text(max_size=80), published=DATES)
def test_any_text_gives_ordered_spans_in_range(text: str, published: date | None) -> None:
    assert_sound(BLANK.make_doc(text), published)


@settings(max_examples=400, deadline=None)
@given(text=SENTENCES, published=DATES)
def test_any_words_of_time_give_ordered_spans_in_range(text: str, published: date | None) -> None:
    assert_sound(BLANK.make_doc(text.capitalize() if len(text) % 2 else text.title()), published)


@given(day=st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 12, 31)))
def test_a_written_date_is_read_back(day: date) -> None:
    for text in (f"It was {day:%d %B} {day.year}.", f"It was {day:%B %d}, {day.year}.", f"It was {day.isoformat()}."):
        assert only(text, None).start == day


@given(published=st.dates(min_value=date(1000, 1, 1), max_value=date(2199, 1, 1)), back=st.integers(min_value=2, max_value=300))
def test_days_ago_count_from_publication(published: date, back: int) -> None:
    assert only(f"They met {back} days ago.", published).start == published - timedelta(back)


@pytest.mark.parametrize("unit", ["(", "1,111,", "1-", "the last ", "one-", "half-a-", "Monday, ", "\n \n", "two hundred and "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    pieces = [text[at : at + 1000] for at in range(0, len(text), 1000)]
    doc = Doc(BLANK.vocab, words=pieces, spaces=[False] * len(pieces))
    assert len(find_times(doc, PUBLISHED)) <= len(text) / len(unit)


@pytest.mark.pipeline
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They will hold the first talks in nearly two years.", "nearly two years"),
        ("It will be the worst drought in a decade.", "a decade"),
        ("They will grant an amnesty within 15 days of the signing.", "15 days"),
        ("The army must leave within 30 days after the vote.", "30 days"),
    ],
)
def test_length_looking_back_or_counted_from_an_act_names_no_days(nlp: Language, text: str, words: str) -> None:
    found = next(time for time in find_times(nlp(text), PUBLISHED) if time.span.of(text) == words)
    assert (found.start, found.end) == (None, None)
