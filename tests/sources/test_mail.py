"""Pages from messages and mailboxes."""

import io
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources import mail
from communique.sources.base import Origin, Page
from communique.sources.mail import open_mail, open_mailbox
from tests.sources.opening import pages_of

DELIVERED = date(2031, 6, 1)


def letter(number: int = 1, **fields: str) -> EmailMessage:
    message = EmailMessage()
    message.set_content(f"Delegations met for day {number}.\n")
    known = {
        "From": "Arland Briefing <news@briefing.example>",
        "Subject": f"Talks, day {number}",
        "Date": "Wed, 05 Mar 2031 10:00:00 +0300",
        "Message-ID": f"<{number}@briefing.example>",
    }
    for name, value in (known | {name.replace("_", "-"): value for name, value in fields.items()}).items():
        if value:
            message[name] = value
    return message


def opened(message: EmailMessage | bytes, name: str = "letter.eml", **known: object) -> list[Page]:
    raw = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    return pages_of(open_mail, raw, name, **{"delivered": DELIVERED, **known})


def text_of(page: Page) -> str:
    assert isinstance(page.content, bytes)
    charset = page.media_type.partition("charset=")[2] or "utf-8"
    return page.content.decode(charset).replace("\r\n", "\n")


def codes(pages: list[Page]) -> list[str | None]:
    return [page.trouble.code if page.trouble else None for page in pages]


def test_a_message_is_a_page_with_its_subject_sender_and_time() -> None:
    (page,) = opened(letter(Content_Language="en-GB"))
    assert text_of(page) == "Delegations met for day 1.\n"
    assert (page.uri, page.headline, page.source, page.language) == (
        "letter.eml#1@briefing.example",
        "Talks, day 1",
        "Arland Briefing",
        "en",
    )
    assert (page.published, page.published_at) == (date(2031, 3, 5), "2031-03-05T10:00:00+03:00")


def test_markup_is_preferred_to_plain_text() -> None:
    message = letter()
    message.add_alternative(
        "<p>Delegations met.</p><p><a href='https://briefing.example/1'>View in browser</a></p>", subtype="html"
    )
    (page,) = opened(message)
    assert page.media_type.startswith("text/html")
    assert "<p>Delegations met.</p>" in text_of(page)


def test_markup_that_holds_nothing_is_not_preferred() -> None:
    message = letter()
    message.add_alternative(" ", subtype="html")
    (page,) = opened(message)
    assert page.media_type.startswith("text/plain")


def test_pictures_of_markup_are_no_part_of_the_text() -> None:
    message = letter()
    message.add_alternative("<p>Met.</p><img src='cid:a'>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<a>")  # type: ignore[index, union-attr, call-arg]
    (page,) = opened(message)
    assert "<p>Met.</p>" in text_of(page)


@pytest.mark.parametrize(
    ("encoding", "charset", "body"),
    [
        ("quoted-printable", "windows-1251", b"=CF=E5=F0=E5=E3=EE=E2=EE=F0=FB=\r\n =ED=E0=F7=E0=EB=E8=F1=FC"),
        ("base64", "utf-8", b"0J/QtdGA0LXQs9C+0LLQvtGA0Ysg0L3QsNGH0LDQu9C40YHRjA=="),
        ("8bit", "koi8-r", "Переговоры начались".encode("koi8-r")),
    ],
)
def test_text_is_had_from_its_transfer_encoding(encoding: str, charset: str, body: bytes) -> None:
    fields = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    head = f"From: a@b.example\r\nSubject: x\r\n{fields}\r\n"
    (page,) = opened(head.encode() + body)
    assert text_of(page) == "Переговоры начались"


def test_lines_that_flow_are_whole_again() -> None:
    head = b"From: a@b.example\r\nContent-Type: text/plain; format=flowed; charset=utf-8\r\n\r\n"
    body = b"The delegations \r\nmet in \r\nArland.\r\n\r\n> Borland \r\n> refused.\r\n From here on\r\n-- \r\nBriefing\r\n"
    (page,) = opened(head + body)
    assert text_of(page) == "The delegations met in Arland.\n\n> Borland refused.\nFrom here on\n-- \nBriefing\n"
    (page,) = opened(head.replace(b"flowed;", b"flowed; delsp=yes;") + b"nego \r\ntiation\r\n")
    assert text_of(page) == "negotiation\n"


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?utf-8?b?R2VzcHLDpGNoZQ==?= =?iso-8859-1?q?_er=F6ffnet?=", "Gespräche eröffnet"),
        ("Gespräche".encode(), "Gespräche"),
        ("Gespräche".encode("cp1252"), "Gespräche"),
        (b"Talks\r\n  go on", "Talks go on"),
    ],
)
def test_a_subject_is_decoded(raw: bytes, subject: str) -> None:
    (page,) = opened(b"From: a@b.example\r\nSubject: " + raw + b"\r\n\r\nText.\r\n")
    assert page.headline == subject


@pytest.mark.parametrize(
    ("sender", "listed", "source"),
    [
        ('"Briefing, Arland" <a@b.example>', "", "Briefing, Arland"),
        ("a@b.example", "Arland Daily <daily.b.example>", "Arland Daily"),
        ('"a@b.example" <a@b.example>', "", None),
        ("", "<daily.b.example>", None),
    ],
)
def test_the_source_is_who_sends(sender: str, listed: str, source: str | None) -> None:
    (page,) = opened(letter(From=sender, List_Id=listed))
    assert page.source == source


@pytest.mark.parametrize(
    "written",
    ["Fri, 05 Mar 1971 10:00:00 +0000", "Mon, 09 Jun 2031 10:00:00 +0000", "some day", "Wed, 99 Mar 2031 10:00:00 +0000"],
)
def test_a_date_that_cannot_be_is_left_out_and_told(written: str) -> None:
    raw = letter().as_bytes().replace(b"Wed, 05 Mar 2031 10:00:00 +0300", written.encode())
    (page,) = opened(raw)
    assert (page.published, page.published_at) == (None, None)
    assert [issue.code for issue in page.issues] == ["impossible_date"]
    assert page.trouble is None


def test_a_day_ahead_is_another_zone() -> None:
    (page,) = opened(letter(Date="Mon, 02 Jun 2031 01:00:00 +1300"))
    assert page.published == date(2031, 6, 2)


def test_attachments_that_can_be_read_are_pages_of_their_own() -> None:
    message = letter()
    message.add_attachment("<p>Communiqué</p>", subtype="html", filename="text.html")
    message.add_attachment("Annex", filename="annex.txt")
    message.add_attachment("Annex two", filename="annex.txt")
    message.add_attachment(b"<p>Untold</p>", "application", "octet-stream", filename="untold.HTML")
    message.add_attachment(b"\x89PNG", "image", "png", filename="map.png")
    message.add_attachment(letter(2, Date="Tue, 04 Mar 2031 10:00:00 +0000"))
    pages = opened(message)
    assert [page.uri.partition("example")[2] for page in pages] == [
        "",
        "/text.html",
        "/annex.txt",
        "/3-annex.txt",
        "/untold.HTML",
        "",
    ]
    assert [page.published for page in pages] == [date(2031, 3, 5), None, None, None, None, date(2031, 3, 4)]
    assert {page.delivered for page in pages[1:]} == {date(2031, 3, 5)}  # they existed when the message was sent
    assert text_of(pages[-1]) == "Delegations met for day 2.\n"
    assert len({page.id for page in pages}) == len(pages)


def nested(depth: int) -> EmailMessage:
    message = letter(depth)
    if depth:
        message.add_attachment(nested(depth - 1))
    return message


def test_messages_within_messages_end_at_a_depth() -> None:
    assert codes(opened(nested(3))) == [None] * 4
    assert codes(opened(nested(6))) == [None] * 4 + ["too_deep"]


def test_attachments_end_at_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAX_ATTACHMENTS", 2)
    monkeypatch.setattr(mail._Room.__init__, "__defaults__", (2, *(mail._Room.__init__.__defaults__ or ())[1:]))
    message = letter()
    for number in range(5):
        message.add_attachment(f"Annex {number}", filename=f"{number}.txt")
    assert codes(opened(message)) == [None, None, None, "too_many"]


def test_names_of_attachments_lead_nowhere() -> None:
    message = letter()
    message.add_attachment("Annex", filename="../../etc/a b\x07.txt")
    assert opened(message)[1].uri == "letter.eml#1@briefing.example/.._.._etc_a_b_.txt"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "corrupt"),
        (b"no message at all", "corrupt"),
        (letter().as_bytes().partition(b"\n\n")[0] + b"\n\n", "empty"),
        (b"From: a@b.example\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nVersion: 1\n--x--\n", "encrypted"),
        (b"From: a@b.example\n\n" + b"\n" * 1_000_001, "broken_message"),
        (b"From: a@b.example\n" + b"X: y\n" * 2000 + b"\nText.", "broken_message"),
        (b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 1000, "broken_message"),
    ],
)
def test_what_cannot_be_read_is_told(raw: bytes, code: str) -> None:
    assert codes(opened(raw)) == [code]


def deep(n_levels: int) -> bytes:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{k}\n\n--b{k}\n" for k in range(n_levels))
    return b"From: a@b.example\n" + opening.encode() + b"\nThe talks went on.\n"


def test_parts_within_parts_end_at_a_depth() -> None:
    assert codes(opened(deep(10))) == [None]
    assert codes(opened(deep(10_000))) == ["broken_message"]


def test_a_message_past_the_limit_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAX_MESSAGE_BYTES", 1000)
    assert codes(opened(letter().as_bytes() + b"x" * 1000)) == ["too_big"]


@pytest.mark.parametrize(
    "name", ["From", "Subject", "Date", "Content-Type", "Content-Disposition", "List-Id", "Content-Language"]
)
@pytest.mark.parametrize(
    "value", ["(" * 50_000, '"' * 50_000, "=?utf-8?b?" * 9000, "a,<" * 20_000, ";x*0*=" * 10_000, "@,;:" * 20_000]
)
def test_no_header_costs_long(name: str, value: str) -> None:
    raw = f"Message-ID: <1@b.example>\n{name}: {value}\n\nText.\n".encode()
    assert opened(raw)  # the suite's own limit tells when this takes minutes


BOX = b"".join(
    b"From news@briefing.example Wed Mar  5 10:00:00 2031\n" + letter(k).as_bytes() + b"\n>From the capital it was told.\n\n"
    for k in range(4)
)


def boxed(raw: bytes, **known: object) -> list[Page]:
    return pages_of(open_mailbox, raw, "news.mbox", **{"delivered": DELIVERED, **known})


@pytest.mark.parametrize("raw", [BOX, BOX.replace(b"\n", b"\r\n")], ids=["lf", "crlf"])
def test_a_mailbox_is_read_message_by_message(raw: bytes) -> None:
    pages = boxed(raw)
    assert [page.headline for page in pages] == [f"Talks, day {k}" for k in range(4)]
    assert text_of(pages[0]) == "Delegations met for day 0.\n\nFrom the capital it was told.\n\n"


def test_reading_goes_on_after_any_message() -> None:
    pages = boxed(BOX)
    for k, page in enumerate(pages):
        assert page.mark is not None
        assert BOX[int(page.mark) :].startswith(b"From ") or k == 3
        assert boxed(BOX, mark=page.mark) == pages[k + 1 :]


def test_a_message_with_attachments_is_taken_up_as_a_whole() -> None:
    message = letter()
    message.add_attachment("Annex", filename="annex.txt")
    raw = BOX + b"From - Wed Mar 05 10:00:00 2031\n" + message.as_bytes()
    pages = boxed(raw)
    assert [page.mark for page in pages[-2:]] == [str(len(BOX)), str(len(raw))]


@pytest.mark.parametrize(
    "separator",
    [
        b"From - Wed Mar 05 10:00:00 2031",
        b"From 1234567890123456789@xxx Wed Mar 05 10:00:00 +0000 2031",
        b"From news@briefing.example",
        b"From ",
    ],
)
def test_a_separator_is_known_by_its_day_or_by_the_header_after_it(separator: bytes) -> None:
    raw = (separator + b"\n" + letter().as_bytes() + b"\n") * 2
    assert codes(boxed(raw)) == [None, None]


def test_a_sentence_that_begins_with_from_begins_no_message() -> None:
    raw = BOX.replace(b"\n>From the", b"\nFrom the")
    assert len(boxed(raw)) == 4


def test_a_broken_message_stops_no_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAX_MESSAGE_BYTES", 5000)
    junk = b"From - Wed Mar 05 10:00:00 2031\nnothing of a message\n\n"
    big = b"From - Wed Mar 05 10:00:00 2031\n" + letter().as_bytes() + b"x\n" * 5000 + b"\n"
    pages = boxed(BOX + junk + big + BOX)
    assert codes(pages) == [None] * 4 + ["corrupt", "too_big"] + [None] * 4
    assert boxed(BOX + junk + big + BOX, mark=pages[4].mark) == pages[5:]


def test_a_file_without_a_message_is_told() -> None:
    assert codes(boxed(b"no mailbox")) == ["corrupt"]


def test_a_message_has_one_identity_in_any_mailbox() -> None:
    assert boxed(BOX)[0].id == pages_of(open_mailbox, BOX, "other.mbox")[0].id
    assert len({page.id for page in boxed(BOX)}) == 4


class Endless(io.RawIOBase):
    """A mailbox of a given number of messages that is made while it is read."""

    def __init__(self, n_messages: int) -> None:
        self.left = n_messages
        self.ahead = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self.ahead and self.left:
            self.left -= 1
            self.ahead = (
                b"From - Wed Mar 05 10:00:00 2031\nFrom: a@b.example\n\n" + (b"Talks went on. " * 100 + b"\n") * 50 + b"\n"
            )
        part, self.ahead = self.ahead[: len(buffer)], self.ahead[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_a_mailbox_of_any_size_needs_the_room_of_one_message() -> None:
    import tracemalloc

    tracemalloc.start()
    try:
        origin = Origin(name="news.mbox", uri="news.mbox")
        assert sum(1 for _ in open_mailbox(io.BufferedReader(Endless(300)), origin)) == 300  # 22 MB
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


SEEDS = [
    BOX,
    nested(4).as_bytes(),
    letter(Content_Language="en").as_bytes(),
    b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--",
]


@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(
        st.tuples(
            st.integers(0, 2000),
            st.binary(max_size=6) | st.sampled_from([b"\n\n", b"--x\n", b"=?utf-8?q?", b"\nContent-Type: "]),
        ),
        max_size=6,
    ),
)
def test_no_bytes_break_the_run(seed: bytes, changes: list[tuple[int, bytes]]) -> None:
    raw = bytearray(seed)
    for at, new in changes:
        raw[at : at + len(new)] = new
    for pages in (opened(bytes(raw)), boxed(bytes(raw))):
        assert all(page.trouble or page.content for page in pages)
        assert pages


@given(raw=st.binary(max_size=300))
def test_no_bytes_at_all_break_the_run(raw: bytes) -> None:
    assert opened(b"Subject: " + raw)
    assert boxed(b"From - Wed Mar 05 10:00:00 2031\n" + raw)
