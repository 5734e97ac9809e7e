"""Pages from mail."""

import io
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources import mail
from communique.sources.base import Origin, Page
from communique.sources.mail import open_mail, open_mailbox, unflowed
from tests.sources.made_pdf import pdf
from tests.sources.opening import pages_of

BODY = "The envoys met on Tuesday.\n\nThey will meet again.\n"
LINE = b"From post@arland.example Wed Mar  5 10:00:00 2031\n"


def message(subject: str = "Talks open", *, identity: str = "1@arland.example", body: str = BODY) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Foreign Ministry of Arland <press@arland.example>"
    made["Subject"] = subject
    made["Date"] = "Wed, 05 Mar 2031 23:30:00 +0200"
    made["Message-ID"] = f"<{identity}>"
    made.set_content(body)
    made["Content-Language"] = "en"
    return made


def mailbox(*messages: EmailMessage | bytes) -> bytes:
    return b"".join(LINE + (one if isinstance(one, bytes) else one.as_bytes()) + b"\n" for one in messages)


def text_of(page: Page) -> str:
    return page.content.decode() if isinstance(page.content, bytes) else page.content


def codes(pages: list[Page]) -> list[str | None]:
    return [page.trouble.code if page.trouble else None for page in pages]


def test_a_message_is_a_page_with_what_its_header_says() -> None:
    (page,) = pages_of(open_mail, message("=?utf-8?q?Gespr=C3=A4che_beginnen?=").as_bytes(), "talks.eml")
    assert page.trouble is None
    assert (page.headline, page.source, page.language) == ("Gespräche beginnen", "Foreign Ministry of Arland", "en")
    assert (page.published, page.published_at) == (date(2031, 3, 5), "2031-03-05T23:30:00+02:00")
    assert page.uri == "talks.eml#1@arland.example"
    assert (text_of(page), page.media_type) == (BODY, "text/plain; charset=utf-8")


def test_markup_is_preferred_and_charsets_and_encodings_are_taken_off() -> None:
    made = message()
    made.add_alternative("<p>Переговоры начались.</p>", subtype="html", charset="koi8-r", cte="quoted-printable")
    (page,) = pages_of(open_mail, made.as_bytes(), "talks.eml")
    assert page.media_type == "text/html; charset=koi8-r"
    assert isinstance(page.content, bytes)
    assert page.content.decode("koi8-r").strip() == "<p>Переговоры начались.</p>"


def test_the_list_is_the_source_where_the_sender_has_no_name() -> None:
    made = message()
    made.replace_header("From", "press@arland.example")
    made["List-Id"] = '"Releases of Arland" <releases.arland.example>'
    assert pages_of(open_mail, made.as_bytes(), "a.eml")[0].source == "Releases of Arland"
    del made["List-Id"]
    assert pages_of(open_mail, made.as_bytes(), "a.eml", outlet="Arland")[0].source == "Arland"


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        (b"The envoys \nmet.\n\nAgain.\n", b"The envoys met.\n\nAgain.\n"),
        (b"> One \n> two.\nThree.\n", b"> One two.\nThree.\n"),
        (b"> One \nTwo.\n", b"> One \nTwo.\n"),  # a line of another depth begins anew
        (b" From here.\n", b"From here.\n"),
        (b"End. \n-- \nName\n", b"End. \n-- \nName\n"),
        (b"", b""),
    ],
)
def test_paragraphs_of_flowed_text_are_one_line_each(flowed: bytes, text: bytes) -> None:
    assert unflowed(flowed) == text


def test_flowed_text_is_known_by_its_type() -> None:
    raw = b"From: a@arland.example\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\nThe en \nvoys met.\n"
    (page,) = pages_of(open_mail, raw, "a.eml")
    assert page.content == b"The envoys met.\n"


def test_attached_files_are_pages_of_their_own() -> None:
    made = message()
    made.add_attachment(pdf([(72, 700, "A joint statement.")]), maintype="application", subtype="pdf", filename="s.pdf")
    made.add_attachment("<p>The text of the accord.</p>", subtype="html", filename="accord.html")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="flag.png")
    made.add_attachment(message("Earlier talks", identity="0@arland.example", body="They met before."))
    own, statement, accord, earlier = pages_of(open_mail, made.as_bytes(), "a.eml")
    assert codes([own, statement, accord, earlier]) == [None] * 4
    assert (statement.content, statement.media_type) == ("A joint statement.", "text/plain")
    assert text_of(accord).strip() == "<p>The text of the accord.</p>"
    assert earlier.headline == "Earlier talks"
    assert {page.published for page in (own, statement, accord, earlier)} == {date(2031, 3, 5)}
    assert len({page.uri for page in (own, statement, accord, earlier)}) == 4
    assert (statement.headline, accord.headline) == (None, None)  # the subject is the message's


def test_messages_in_messages_are_read_to_a_depth_and_files_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = message(identity="inmost@arland.example")
    for depth in range(8):
        outer = message(identity=f"{depth}@arland.example")
        outer.add_attachment(nested)
        nested = outer
    assert codes(pages_of(open_mail, nested.as_bytes(), "a.eml")) == [None] * (mail.MAX_DEPTH + 1) + ["too_deep"]
    monkeypatch.setattr(mail, "MAX_FILES", 2)
    many = message()
    for number in range(5):
        many.add_attachment(f"File {number}.", filename=f"{number}.txt")
    assert codes(pages_of(open_mail, many.as_bytes(), "a.eml")) == [None, None, None, "too_many"]


@pytest.mark.parametrize(
    ("written", "issues"),
    [
        (b"Mon, 05 Mar 2063 10:00:00 +0000", ["impossible_date"]),
        (b"Thu, 01 Jan 1970 00:00:00 +0000", ["impossible_date"]),
        (b"soon", []),
    ],
)
def test_a_date_that_cannot_be_is_none(written: bytes, issues: list[str]) -> None:
    raw = message().as_bytes().replace(b"Wed, 05 Mar 2031 23:30:00 +0200", written)
    (page,) = pages_of(open_mail, raw, "a.eml", delivered=date(2031, 3, 6))
    assert page.published is None
    assert [issue.code for issue in page.issues] == issues


def test_a_mailbox_is_a_page_a_message_and_lines_of_text_do_not_part_it() -> None:
    quoted = message(identity="2@arland.example").as_bytes() + b"\n>From the ministry came no word.\nFrom the palace neither.\n"
    pages = pages_of(open_mailbox, mailbox(message(), quoted, message(identity="3@arland.example")), "box.mbox")
    assert [page.uri for page in pages] == [f"box.mbox#{number}@arland.example" for number in (1, 2, 3)]
    assert "\nFrom the ministry came no word.\nFrom the palace neither.\n" in text_of(pages[1])


@pytest.mark.parametrize(
    "line",
    [
        b"From - Wed Mar 05 10:00:00 2031\r\n",
        b"From 12345@xxx Wed Mar 05 10:00:00 +0000 2031\n",
        b"From press at arland.example  Wed Mar  5 10:00:00 2031\n",
        b"From a@arland.example Wed Mar  5 10:00 CET 2031\n",
    ],
)
def test_lines_between_messages_are_known_as_programs_write_them(line: bytes) -> None:
    raw = mailbox(message()).replace(LINE, line) + line + message(identity="2@arland.example").as_bytes()
    assert len(pages_of(open_mailbox, raw, "box.mbox")) == 2


def test_reading_goes_on_from_the_mark_of_any_page() -> None:
    with_file = message(identity="2@arland.example")
    with_file.add_attachment("A file.", filename="a.txt")
    raw = mailbox(message(), with_file, message(identity="3@arland.example"))
    whole = pages_of(open_mailbox, raw, "box.mbox")
    assert len(whole) == 4
    assert whole[-1].mark == str(len(raw))
    # A message that was read in part is read again as a whole.
    for page, left in zip(whole, (whole[1:], whole[1:], whole[3:], []), strict=True):
        assert pages_of(open_mailbox, raw, "box.mbox", mark=page.mark) == left
    assert codes(pages_of(open_mailbox, raw, "box.mbox", mark="x")) == ["bad_mark"]


def test_a_message_past_the_limit_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAX_MESSAGE_BYTES", 2000)
    raw = mailbox(message(), message(body="More. " * 1000), message(identity="3@arland.example"))
    assert codes(pages_of(open_mailbox, raw, "box.mbox")) == [None, "too_big", None]
    assert codes(pages_of(open_mail, message(body="More. " * 1000).as_bytes(), "a.eml")) == ["too_big"]


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"From: a@arland.example\nSubject: nothing\n\n"])
def test_a_message_without_text_is_a_page_with_trouble(raw: bytes) -> None:
    assert codes(pages_of(open_mail, raw, "a.eml")) == ["empty"]


def test_a_message_without_an_identity_is_named_by_its_place() -> None:
    bare = b"Subject: Talks\n\nThey met.\n"
    pages = pages_of(open_mailbox, mailbox(bare, bare), "box.mbox")
    assert [page.uri for page in pages] == ["box.mbox#byte-0", f"box.mbox#byte-{len(LINE + bare) + 1}"]
    assert pages_of(open_mail, bare, "a.eml")[0].uri == "a.eml"


HEADS = st.sampled_from(
    [
        b"From: ",
        b"Subject: ",
        b"Date: ",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: message/rfc822",
        b"Content-Type: text/plain; charset=nonesuch",
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment",
        b"--b",
        b"\n",
        LINE,
    ]
)


@given(st.lists(st.one_of(HEADS, st.binary(max_size=30)), max_size=20).map(b"\n".join))
def test_no_bytes_raise(raw: bytes) -> None:
    pages_of(open_mail, raw, "a.eml")
    for page in pages_of(open_mailbox, raw, "box.mbox"):
        assert page.mark is None or 0 <= int(page.mark) <= len(raw)


def test_parts_nested_without_end_are_told() -> None:
    raw = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(3000))
    assert codes(pages_of(open_mail, b"From: a@arland.example\n" + raw, "a.eml"))[0] in ("corrupt", "empty")


def test_one_message_of_a_mailbox_is_held_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            piece = mailbox(message())
            size = min(len(buffer), len(piece))
            buffer[:size] = piece[:size]
            return size

    pages = open_mailbox(io.BufferedReader(Endless()), Origin(name="-", uri="-"))
    assert [next(pages).trouble for _ in range(3)] == [None] * 3
