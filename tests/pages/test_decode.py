"""The text of a page's bytes."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.pages.decode import decode

TEXT = "“Талкс” in Genève — and Ankara’s reply.\r\nSecond line.\r"
HTML = "<html><head><meta {}></head><body><p>Переговоры начались в Женеве.</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_and_its_mark_is_no_part_of_the_text(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert decoded.text == TEXT
    assert decoded.issues == ()


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('charset="windows-1251"', "cp1251"),
        ('http-equiv="Content-Type" content="text/html; charset=koi8-r"', "koi8-r"),
        ("charset=iso-8859-5", "iso8859-5"),
    ],
)
def test_a_page_of_markup_declares_its_encoding(declaration: str, encoding: str) -> None:
    markup = HTML.format(declaration)
    assert decode(markup.encode(encoding), "text/html").text == markup


def test_the_media_type_declares_before_the_page_does() -> None:
    markup = HTML.format('charset="koi8-r"')
    assert decode(markup.encode("cp1251"), "text/html; charset=windows-1251").text == markup


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "utf-16", "no-such-encoding", "base64"])
def test_utf8_is_believed_before_a_wrong_declaration(declared: str) -> None:
    assert decode(TEXT.encode(), f"text/html; charset={declared}").text == TEXT


def test_an_encoding_of_seven_bits_is_believed() -> None:
    text = "外交部長は月曜日に述べた。"
    assert decode(text.encode("iso-2022-jp"), "text/plain; charset=iso-2022-jp").text == text


def test_western_text_without_declaration_is_guessed_and_told() -> None:
    text = "The envoy said “no” – and left Genève for good on Monday evening."
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert [issue.code for issue in decoded.issues] == ["encoding_guessed"]


def test_a_latin1_label_means_the_superset_that_pages_are_written_in() -> None:
    assert decode("“no”".encode("cp1252"), "text/plain; charset=iso-8859-1").text == "“no”"


def test_damaged_utf8_is_replaced_and_told() -> None:
    raw = "Genève and Kraków agreed".encode() + b" \xff\xe9 " + "“yes”".encode()
    decoded = decode(raw)
    assert decoded.text == "Genève and Kraków agreed \ufffd\ufffd “yes”"
    assert [issue.code for issue in decoded.issues] == ["undecodable"]


def test_text_stays_as_it_is_but_for_halves_of_surrogate_pairs() -> None:
    decoded = decode("a \ud83d b\r\n")
    assert decoded.text == "a \ufffd b\r\n"
    assert [issue.code for issue in decoded.issues] == ["undecodable"]


@given(
    st.binary(max_size=300),
    st.sampled_from(["text/plain", "text/html", "text/html; charset=shift_jis", "text/plain; charset=utf-7"]),
)
def test_any_bytes_have_a_text_that_can_be_written(raw: bytes, media_type: str) -> None:
    decoded = decode(raw, media_type)
    decoded.text.encode("utf-8")
    codecs.lookup(decoded.encoding if decoded.encoding != "text" else "utf-8")


@given(st.text(max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    expected = raw.decode("utf-8").removeprefix("\ufeff")
    assert decode(raw).text == expected or raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
