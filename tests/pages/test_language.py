"""The language a text is written in."""

import pytest

from communique.pages.language import find_language, primary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the talks would resume in Geneva next week.", "en"),
        (
            "Le ministre a déclaré lundi que les négociations sur le nucléaire reprendraient à Genève la semaine prochaine.",
            "fr",
        ),
        ("Der Minister sagte am Montag, dass die Gespräche nächste Woche in Genf wieder aufgenommen würden.", "de"),
        (
            "El ministro dijo el lunes que las conversaciones se reanudarán la próxima semana en Ginebra, según la agencia.",
            "es",
        ),
        ("Министр заявил, что переговоры возобновятся.", "ru"),
        ("外交部长周一表示会谈将在日内瓦恢复", "zh"),
    ],
)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize("text", ["", "Lavrov, Araghchi", "Kim Jong Un", "12.30", "Iran, EU, Geneva"])
def test_a_few_names_are_in_no_language(text: str) -> None:
    assert find_language(text) is None


def test_a_declaration_decides_only_what_the_text_leaves_open() -> None:
    assert find_language("Lavrov, Araghchi", "en-GB") == "en"
    assert find_language("The minister said that the talks would resume in Geneva.", "fr") == "en"


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("EN_us", "en"), (" de ", "de"), ("x", None), ("", None), (None, None)]
)
def test_primary_is_the_first_part_of_a_tag(tag: str | None, code: str | None) -> None:
    assert primary(tag) == code
