"""Any stream, of any format or none."""

import gzip
import io
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources.base import Origin
from communique.sources.formats import FORMATS, open_stream
from communique.sources.sniff import Kind
from tests.sources.made_mail import mailbox, message
from tests.sources.made_parquet import parquet
from tests.sources.made_pdf import pdf
from tests.sources.test_feeds import ATOM
from tests.sources.test_jsonfeed import FEED, ITEM
from tests.sources.test_sitemaps import NEWS
from tests.sources.test_wacz import WACZ
from tests.sources.test_warc import ARCHIVE, Pipe

JSON = str(FEED | {"items": [ITEM]}).replace("'", '"').encode()
ONE_OF_EACH: Mapping[Kind, bytes] = {
    Kind.TEXT: b"Talks opened.",
    Kind.HTML: b"<html><p>Talks opened.</p></html>",
    Kind.LINES: b'{"text": "Talks opened."}\n',
    Kind.JSON: b'[{"text": "Talks opened."}]',
    Kind.FEED: ATOM,
    Kind.JSON_FEED: JSON,
    Kind.SITEMAP: NEWS,
    Kind.WARC: ARCHIVE,
    Kind.WACZ: WACZ,
    Kind.MAIL: message().as_bytes(),
    Kind.MAILBOX: mailbox(message()),
    Kind.PDF: pdf([(72, 700, "Talks opened.")]),
    Kind.PARQUET: parquet({"text": ["Talks opened."]}),
}
NAMES = [
    "",
    "a",
    *(
        f"a{ending}"
        for ending in (".txt .html .jsonl .json .rss .xml .warc .warc.gz .warc.zst .wacz .eml .mbox .pdf .parquet".split())
    ),
]


def opened(raw: bytes, name: str, **known: str) -> list[str | None]:
    pages = open_stream(io.BufferedReader(Pipe(raw)), Origin(name=name, uri=name or "-", **known))
    return [page.trouble.code if page.trouble else None for page in pages]


def test_every_kind_has_a_format() -> None:
    assert set(FORMATS) == set(Kind) - {Kind.BINARY}
    assert set(ONE_OF_EACH) == set(FORMATS)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@pytest.mark.parametrize("is_compressed", [False, True], ids=["plain", "gzip"])
def test_a_stream_is_read_without_a_name_and_through_a_pipe(kind: Kind, is_compressed: bool) -> None:
    raw = gzip.compress(ONE_OF_EACH[kind]) if is_compressed else ONE_OF_EACH[kind]
    assert set(opened(raw, "")) == ({"addresses_only"} if kind is Kind.SITEMAP else {None})


@given(st.data())
def test_no_bytes_under_any_name_raise(data: st.DataObject) -> None:
    start = data.draw(st.sampled_from([b"", *(raw[:40] for raw in ONE_OF_EACH.values())]))
    raw = start + data.draw(st.binary(max_size=200))
    media_type = data.draw(st.sampled_from(["", "text/html", "application/json", "message/rfc822", "application/warc"]))
    raw = gzip.compress(raw) if data.draw(st.booleans()) else raw
    opened(raw, data.draw(st.sampled_from(NAMES)), media_type=media_type)


@given(st.sampled_from([kind for kind in ONE_OF_EACH if kind is not Kind.WACZ]), st.text(max_size=12))
def test_no_mark_raises(kind: Kind, mark: str) -> None:
    opened(ONE_OF_EACH[kind], "", mark=mark)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_identities_do_not_depend_on_where_an_input_lies(kind: Kind) -> None:
    here, there = (
        [page.id for page in open_stream(io.BytesIO(ONE_OF_EACH[kind]), Origin(name="a", uri=uri)) if not page.trouble]
        for uri in ("here/a", "there/a")
    )
    assert here == there
