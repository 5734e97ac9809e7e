"""Pages on which people speak in turn are one article."""

import pytest

from communique.pages.lines import Shape, split_lines
from communique.pages.text_parts import text_parts
from communique.pages.transcripts import keep_turns, speaker_label
from communique.record.vocab import StoryKind
from tests.pages.prose import ARTICLE, FIRST, LAST, SECOND

BRIEFING = (
    f"MR. SOUSA: Good afternoon. {FIRST}\n\nQUESTION: And the bridge –\n\nMR. SOUSA: I will come to that…\n\nQUESTION: When?\n\n"
    "MS. MELO: Next Week\n\nMR. SOUSA: Related to that, the ministry will publish a map.\n\n(Laughter.)\n\nQUESTION: Thank you."
)
INTERVIEW = (
    f"Q: Related to that, what about the bridge?\n\nA: {SECOND}\n\nQ: More?\n\nA: No comment\n\nQ. Last one\n\nA: {LAST}"
)
NAMED = (
    f"Harbour Post: {FIRST}\n\nAna Sousa: So…\n\nHarbour Post: Why now?\n\nAna Sousa: {SECOND}\n\n"
    "Harbour Post: Thank You Both\n\nAna Sousa: Bye."
)


@pytest.mark.parametrize("spoken", [BRIEFING, INTERVIEW, NAMED])
def test_a_transcript_is_one_article_with_its_labels(spoken: str) -> None:
    page = f"Envoys meet the press\n\n{spoken}\n\nRelated\nStorm closes the harbour\n"
    article, teaser = text_parts(page).parts
    assert article.text == spoken
    assert article.headline == "Envoys meet the press"
    assert article.ignored == ()
    assert (teaser.kind, teaser.text) == (StoryKind.TEASER, "Storm closes the harbour")


def test_a_few_labels_make_no_transcript() -> None:
    lines = split_lines(f"Where: Vienna\nWhen: Monday\nPhoto: AFP\n{ARTICLE}\nRead more: Storm closes harbour")
    assert keep_turns(lines) == lines


def test_a_transcript_that_breaks_off_is_truncated() -> None:
    page = f"MR. SOUSA: {FIRST}\n\nQUESTION: Why?\n\nMR. SOUSA: {LAST}\n\nQUESTION: When?\n\nMR. SOUSA: We will meet when the…"
    (article,) = text_parts(page).parts
    assert article.truncated
    assert [span.of(article.text) for span in article.ignored] == ["MR. SOUSA: We will meet when the…"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Q: Why?", "Q"),
        ("A. No.", "A"),
        ("MR. SOUSA: No.", "MR. SOUSA"),
        ("Ana Sousa (Harbour Post): Why?", "Ana Sousa (Harbour Post)"),
        ("QUESTION:", "QUESTION"),
        ("Photo: AFP", None),
        ("Related: Storm closes harbour", None),
        ("They met at 10:30 in Vienna.", None),
        ("The text says: no.", None),
        ("Mr. Sousa spoke. He said: no.", None),
    ],
)
def test_a_label_names_who_speaks(text: str, label: str | None) -> None:
    (line,) = split_lines(text)
    assert speaker_label(line) == label


def test_turns_are_prose() -> None:
    assert {line.shape for line in keep_turns(split_lines(BRIEFING))} == {Shape.PROSE}
