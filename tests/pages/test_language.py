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


def test_a_caption_of_english_names_and_verbs_is_no_creole() -> None:
    caption = "Arland Deputy Premier Ana Sousa meets Borland's President Jon Th Bergsson at Harbour House in Norwick on March 4, 2025."
    assert find_language(caption) in (None, "en")


def test_a_declaration_decides_only_what_the_text_leaves_open() -> None:
    assert find_language("Lavrov, Araghchi", "en-GB") == "en"
    assert find_language("The minister said that the talks would resume in Geneva.", "fr") == "en"


@pytest.mark.parametrize(
    ("tag", "code"), [("en-GB", "en"), ("EN_us", "en"), (" de ", "de"), ("x", None), ("", None), (None, None)]
)
def test_primary_is_the_first_part_of_a_tag(tag: str | None, code: str | None) -> None:
    assert primary(tag) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "De to lande har forhandlet i to dage, og her i den gamle by ved fjorden venter alle på et svar fra ministeren.",
            "da",
        ),
        (
            "De ministers weten niet of de gesprekken doorgaan of worden uitgesteld, zei een woordvoerder, en we wachten af.",
            "nl",
        ),
        ("Prezydent powiedział, że to nie jest koniec rozmów i że to dopiero początek długiej drogi do pokoju.", "pl"),
        ("As duas partes trocaram as listas e as delegações voltaram para as capitais, disse o ministro.", "pt"),
    ],
)
def test_words_that_english_shares_with_a_language_do_not_make_it_english(text: str, language: str) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The president said: “Le gouvernement ne négociera pas sous la menace, et la France ne cédera pas.” He left.", "en"),
        (
            "Le président a répondu en anglais: “We will not give up and we will be back when they are ready.” Puis il est parti.",
            "fr",
        ),
        ('"Мы не уступим", Lavrov said in Russian, and then repeated it in English for the reporters who had come.', "en"),
    ],
)
def test_a_quotation_in_another_language_does_not_decide(text: str, language: str) -> None:
    assert find_language(text) == language


def test_a_headline_without_plain_function_words_is_not_called_foreign() -> None:
    headline = "Arland Administration To Expand Program To Allow Borland Citizens To Enter As Refugees"
    assert find_language(headline) is None
    assert find_language(headline, "en-US") == "en"


def test_romanised_text_is_not_english() -> None:
    text = "Prezident zayavil, chto peregovory vozobnovyatsya v Zheneve na sleduyushchey nedele posle vstrechi ministrov."
    assert find_language(text, "en") != "en"
