"""Pages from JSON Lines."""

import gzip
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources import jsonl
from communique.sources.base import Origin, Page
from communique.sources.formats import open_stream
from communique.sources.jsonl import open_lines
from tests.sources.opening import pages_of


def pages(*lines: str | bytes, published: date | None = None) -> list[Page]:
    raw = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return pages_of(open_lines, raw, "in.jsonl", published=published)


def test_a_line_gives_its_fields_to_its_page() -> None:
    line = {
        "id": "a-1",
        "url": "https://example.org/a",
        "source": "The Harbour Post",
        "published": "2031-03-05",
        "headline": "Talks open",
        "text": "Talks opened in Vienna.",
        "language": "en",
        "unknown": [1],
    }
    (page,) = pages(json.dumps(line))
    assert (page.id, page.uri, page.source, page.published) == ("a-1", line["url"], line["source"], date(2031, 3, 5))
    assert (page.headline, page.content, page.language, page.media_type) == (
        "Talks open",
        "Talks opened in Vienna.",
        "en",
        "text/plain",
    )
    assert page.trouble is None


def test_a_line_may_say_more_of_its_page() -> None:
    line = {
        "text": "Talks.",
        "published_at": "2031-03-05T23:30:00+02:00",
        "updated_at": "2031-03-06T08:00:00Z",
        "author": "Ada Reed",
        "section": "World",
    }
    (page,) = pages(json.dumps(line))
    assert (page.published, page.published_at) == (date(2031, 3, 5), "2031-03-05T23:30:00+02:00")
    assert (page.updated_at, page.author, page.section) == ("2031-03-06T08:00:00+00:00", "Ada Reed", "World")
    (both,) = pages(json.dumps(line | {"published": "2031-03-04"}))
    assert both.published == date(2031, 3, 4)


@pytest.mark.parametrize("value", ["yesterday", 5, "05/03/2031"])
def test_a_moment_that_is_none_is_told(value: object) -> None:
    (page,) = pages(json.dumps({"text": "Talks.", "published_at": value}))
    assert page.trouble is not None
    assert "published_at" in page.trouble.detail


@pytest.mark.parametrize("is_compressed", [False, True], ids=["plain", "gzip"])
def test_reading_goes_on_from_the_mark_of_any_page(is_compressed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 200)
    lines = [
        '{"text": "One."}',
        "",
        "broken",
        '{"text": "%s"}' % ("long " * 100),
        '{"text": "Zw\u00f6lf."}',
        '{"text": "Last."}',
    ]
    raw = "".join(f"{line}\n" for line in lines).encode()
    stored = gzip.compress(raw) if is_compressed else raw
    name = "in.jsonl.gz" if is_compressed else "in.jsonl"
    whole = list(open_stream(io.BytesIO(stored), Origin(name=name, uri=name)))
    assert [page.uri for page in whole] == [f"{name}:{number}" for number in (1, 3, 4, 5, 6)]
    assert whole[0].mark == f"{len(lines[0]) + 1}:1"
    for number, page in enumerate(whole, start=1):
        assert list(open_stream(io.BytesIO(stored), Origin(name=name, uri=name, mark=page.mark))) == whole[number:]


@pytest.mark.parametrize("mark", ["x", "1:x", "-4:1"])
def test_a_mark_that_is_no_place_is_told(mark: str) -> None:
    (page,) = pages_of(open_lines, b'{"text": "Talks."}', "in.jsonl", mark=mark)
    assert page.trouble is not None
    assert page.trouble.code == "bad_mark"


def test_html_is_markup_and_text_wins_over_it() -> None:
    markup, both = pages('{"html": "<p>Talks.</p>"}', '{"html": "<p>Talks.</p>", "text": "Talks."}')
    assert (markup.media_type, markup.content) == ("text/html", "<p>Talks.</p>")
    assert (both.media_type, both.content) == ("text/plain", "Talks.")


@pytest.mark.parametrize("written", ["2031-03-05", "2031-03-05T23:10:00+02:00", "2031-03-05 08:00"])
def test_published_is_the_day_as_written(written: str) -> None:
    (page,) = pages(json.dumps({"text": "Talks.", "published": written}))
    assert page.published == date(2031, 3, 5)


def test_published_of_the_run_stands_in_only_where_a_line_has_none() -> None:
    own, given_day = pages(
        '{"text": "Talks.", "published": "2031-03-05"}', '{"text": "Talks!", "published": ""}', published=date(2030, 1, 1)
    )
    assert (own.published, given_day.published) == (date(2031, 3, 5), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("{text: 1}", "not_json", "line 2 of in.jsonl is not JSON"),
        ("[1, 2]", "wrong_type", "expected an object, got a list"),
        ("null", "wrong_type", "got null"),
        ('{"text": 7}', "wrong_type", "field 'text'"),
        ('{"text": "Talks.", "published": "soon"}', "wrong_type", "field 'published'"),
        ('{"text": "Talks.", "published": "2031-02-30"}', "wrong_type", "field 'published'"),
        ('{"id": "x"}', "empty", "neither text nor html"),
        ("[" * 100_000, "not_json", "nested too deeply"),
    ],
)
def test_a_bad_line_is_set_aside_by_name_and_the_others_go_on(line: str, code: str, words: str) -> None:
    before, bad, after = pages('{"text": "Before."}', line, '{"text": "After."}')
    assert (before.content, after.content) == ("Before.", "After.")
    assert bad.trouble is not None
    assert bad.trouble.code == code
    assert words in bad.trouble.detail
    assert "line 2 of in.jsonl" in bad.trouble.detail


def test_a_bad_line_keeps_the_identity_that_it_gives() -> None:
    (page,) = pages('{"id": "a-1", "text": 7}')
    assert page.id == "a-1"


def test_a_line_past_the_limit_is_skipped_without_holding_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 1000)
    long_line = json.dumps({"text": "long " * 1000})
    bad, after = pages(long_line, '{"text": "After."}')
    assert bad.trouble is not None
    assert bad.trouble.code == "line_too_long"
    assert f"{len(long_line) + 1:,} bytes" in bad.trouble.detail
    assert after.content == "After."


def test_bytes_that_are_no_utf8_are_replaced_and_told() -> None:
    (page,) = pages(b'{"text": "caf\xe9 talks"}')
    assert page.content == "caf\ufffd talks"
    assert [issue.code for issue in page.issues] == ["undecodable"]


def test_halves_of_surrogate_pairs_are_replaced_one_for_one() -> None:
    (page,) = pages('{"id": "a\\ud83d", "text": "x \\ud83d y", "headline": "\\udc00"}')
    assert (page.content, page.id, page.headline) == ("x \ufffd y", "a\ufffd", "\ufffd")


def test_identities_depend_on_address_and_text_alone() -> None:
    one = pages('{"text": "Talks."}')[0]
    other = pages("", '{"text":"Talks.", "source": "elsewhere"}')[0]
    moved = pages('{"text": "Talks.", "url": "https://example.org"}')[0]
    assert one.id == other.id != moved.id


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_bytes_give_a_page_for_each_line_that_is_not_blank(lines: list[bytes]) -> None:
    raw = b"\n".join(lines)
    found = pages_of(open_lines, raw, "x")
    assert len(found) == sum(1 for line in raw.split(b"\n") if line.strip())


LINES = b'{"text": "Talks opened."}\n\n{"text": "Talks went on."}\n{"text": "Talks ended."}\n'


@pytest.mark.parametrize("n_read", [0, 1, 2, 3])
def test_a_stream_is_taken_up_after_the_last_page_that_was_read(n_read: int) -> None:
    whole = pages_of(open_lines, LINES, "in.jsonl")
    mark = whole[n_read - 1].mark if n_read else None
    rest = pages_of(open_lines, LINES, "in.jsonl", mark=mark)
    assert [(page.id, page.uri) for page in rest] == [(page.id, page.uri) for page in whole[n_read:]]


def test_a_last_line_that_does_not_end_yet_is_looked_at_again() -> None:
    _, broken = pages_of(open_lines, LINES[:26] + b'{"text": "Talks w', "in.jsonl")
    assert broken.trouble is not None
    (again,) = pages_of(open_lines, LINES[:26] + b'{"text": "Talks went on."}\n', "in.jsonl", mark=broken.mark)
    assert again.content == "Talks went on."
    assert again.uri == broken.uri


@pytest.mark.parametrize("mark", ["x", "-3:1", "9" * 40 + ":1"])
def test_a_mark_that_is_none_is_told(mark: str) -> None:
    (page,) = pages_of(open_lines, LINES, "in.jsonl", mark=mark)
    assert page.trouble is not None
    assert page.trouble.code == "bad_mark"


def test_a_line_may_tell_moment_author_and_section() -> None:
    raw = (
        b'{"text": "Talks.", "published": "2025-03-05", "published_at": "2025-03-05T10:00:00+01:00", '
        b'"author": "Ana Sousa", "section": "World"}'
    )
    (page,) = pages_of(open_lines, raw, "in.jsonl")
    assert (page.published_at, page.author, page.section) == ("2025-03-05T10:00:00+01:00", "Ana Sousa", "World")


def test_a_moment_that_is_none_sets_its_line_aside() -> None:
    (page,) = pages_of(open_lines, b'{"text": "Talks.", "updated_at": "soon"}', "in.jsonl")
    assert page.trouble is not None
    assert "updated_at" in page.trouble.detail
