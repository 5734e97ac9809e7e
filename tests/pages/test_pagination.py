"""Running heads and page numbers are none of the article."""

import pytest

from communique.pages.pagination import running_lines
from communique.pages.text_parts import text_parts
from tests.pages.prose import FIRST, LAST, SECOND, THIRD


def heads(text: str) -> list[str]:
    return [span.of(text) for span in running_lines(text)]


def test_a_sentence_goes_on_behind_the_head_of_the_next_page() -> None:
    text = (
        f"Harbour Post  Talks  Page 1 of 3\n\nEnvoys open talks in Vienna\n\n{FIRST}\n\n“We spoke about the bridge and the pri-\n"
        f"\fHarbour Post  Talks  Page 2 of 3\n\nsoners,” said Ana Sousa, who leads the mediators.\n\n{THIRD}\n"
        f"\fHarbour Post  Talks  Page 3 of 3\n\n{LAST}\n"
    )
    (article,) = text_parts(text).parts
    assert article.headline == "Envoys open talks in Vienna"
    assert article.text == text[text.index(FIRST) :].strip()
    assert article.start == text.index(FIRST)
    kept = article.text
    for span in reversed(article.ignored):
        kept = kept[: span.start] + kept[span.end :]
    assert "Page" not in kept
    assert "pri-soners,” said Ana Sousa" in kept


@pytest.mark.parametrize("mark", ["Page {}", "Page {} of 4", "- {} -", "{} of 4", "p. {}", "{}/4"])
def test_numbered_lines_that_count_on_are_page_numbers(mark: str) -> None:
    text = f"{FIRST}\n\n{mark.format(1)}\n\n{SECOND}\n\n{mark.format(2)}\n\n{THIRD}\n\n{mark.format(3)}\n\n{LAST}"
    assert heads(text) == [mark.format(n) for n in (1, 2, 3)]


def test_a_title_beside_each_page_number_runs() -> None:
    text = "".join(f"{body}\n\nTalks in Vienna\nPage {n} of 3\n\n" for n, body in enumerate((FIRST, SECOND, THIRD), 1))
    assert heads(text) == [head for n in (1, 2, 3) for head in ("Talks in Vienna", f"Page {n} of 3")]


@pytest.mark.parametrize(
    "text", ["", "\f\f", "Page 1", f"{FIRST}\n\nPage 7\n\n{SECOND}\n\nPage 2", f"Talks\n\n{FIRST}\n\nTalks\n\n{SECOND}"]
)
def test_what_does_not_count_on_does_not_run(text: str) -> None:
    assert heads(text) == []


def test_the_last_line_of_a_paragraph_does_not_run() -> None:
    text = f"{FIRST}\nHe said no.\n\f{SECOND}\nHe said no.\n\f{THIRD}\nHe said no.\n"
    assert heads(text) == []


@pytest.mark.parametrize("feed", ["", "\f"])
def test_paragraphs_of_a_fixed_width_go_on_over_pages(feed: str) -> None:
    one = (
        "The envoys of the two governments met in the old palace on Monday and\n"
        "spoke for three hours about the border, the prisoners and the bridge that\n"
        "was destroyed in May. A spokesman said that they would meet again in the\n"
    )
    two = (
        "spring, when the snow has gone and the roads to the north are open. No\n"
        "place was named for that.\n\n"
        "Reporters who had waited in the rain since the early morning were told\n"
        "to leave the court, and the gates were closed behind them in the end.\n"
    )
    text = f"ENVOYS MEET IN VIENNA\n\nBy Ana Sousa\n\n{one}\nPage 1 of 2\n\n{feed}{two}\nPage 2 of 2\n"
    (article,) = text_parts(text).parts
    assert (article.headline, article.author) == ("ENVOYS MEET IN VIENNA", "Ana Sousa")
    assert article.text == text[text.index("The envoys") : text.index("in the end.") + len("in the end.")]
    assert [span.of(article.text).strip() for span in article.ignored] == ["Page 1 of 2"]
