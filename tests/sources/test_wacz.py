"""Pages from WACZ files."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.sources import wacz
from communique.sources.base import Origin, Page
from communique.sources.inputs import open_inputs
from communique.sources.wacz import open_wacz
from tests.sources.opening import pages_of
from tests.sources.test_warc import Pipe, each_gzip, response


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


MEMBERS = {
    "datapackage.json": b"{}",
    "archive/b.warc.gz": each_gzip(response("https://example.org/3"), response("https://example.org/4")),
    "archive/a.warc.gz": each_gzip(response("https://example.org/1"), response("https://example.org/2")),
    "indexes/index.cdx.gz": gzip.compress(b"x"),
    "pages/pages.jsonl": b"{}\n",
}
WACZ = packed(MEMBERS)


def codes(pages: list[Page]) -> list[str | None]:
    return [page.trouble.code if page.trouble else None for page in pages]


def test_its_web_archives_are_read_in_the_order_of_their_names() -> None:
    pages = pages_of(open_wacz, WACZ, "site.wacz")
    assert [page.uri for page in pages] == [f"https://example.org/{number}" for number in (1, 2, 3, 4)]
    first = MEMBERS["archive/a.warc.gz"]
    assert pages[1].mark == f"archive/a.warc.gz:{len(first)}"


@pytest.mark.parametrize("is_pipe", [False, True], ids=["file", "pipe"])
def test_reading_goes_on_from_the_mark_of_any_page(is_pipe: bool) -> None:
    whole = pages_of(open_wacz, WACZ, "site.wacz")
    for number, page in enumerate(whole, start=1):
        source = Pipe(WACZ) if is_pipe else io.BytesIO(WACZ)
        origin = Origin(name="site.wacz", uri="site.wacz", mark=page.mark)
        assert list(open_wacz(io.BufferedReader(source), origin)) == whole[number:]  # type: ignore[arg-type]


def test_a_stream_past_the_limit_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "MAX_SPOOLED_BYTES", 100)
    pages = list(open_wacz(io.BufferedReader(Pipe(WACZ)), Origin(name="-", uri="-")))
    assert codes(pages) == ["too_big"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [(packed({"datapackage.json": b"{}"}), "no_items"), (WACZ[:-40], "corrupt"), (b"PK\x03\x04", "corrupt"), (b"", "corrupt")],
    ids=["no web archive", "cut", "no zip", "empty"],
)
def test_what_holds_no_web_archive_is_one_page_with_trouble(raw: bytes, code: str) -> None:
    assert codes(pages_of(open_wacz, raw, "site.wacz")) == [code]


def test_names_of_members_are_only_names() -> None:
    raw = packed(
        dict.fromkeys(["../archive/a.warc", "/archive/a.warc", "archive/../../a.warc.exe"], response("https://example.org/1"))
    )
    assert codes(pages_of(open_wacz, raw, "site.wacz")) == ["no_items"]


def test_a_member_out_of_proportion_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "SMALL_BYTES", 1000)
    zeros = response("https://example.org/0", body=b"\0" * 1_000_000)
    raw = packed({"archive/a.warc": zeros, "archive/b.warc": response("https://example.org/1")}, zipfile.ZIP_DEFLATED)
    assert codes(pages_of(open_wacz, raw, "site.wacz")) == ["too_big", None]


def test_a_broken_member_is_told_and_the_others_go_on() -> None:
    raw = bytearray(packed(MEMBERS | {"archive/a.warc.gz": response("https://example.org/1") * 9}, zipfile.ZIP_DEFLATED))
    at = raw.index(b"archive/a.warc.gz") + 60
    raw[at : at + 20] = b"\xff" * 20
    pages = pages_of(open_wacz, bytes(raw), "site.wacz")
    assert "corrupt" in codes(pages)
    assert [page.uri for page in pages if page.trouble is None][-2:] == ["https://example.org/3", "https://example.org/4"]


def test_it_is_known_by_its_name_and_by_its_first_entry(tmp_path: Path) -> None:
    for name in ("site.wacz", "site.zip.download"):
        (tmp_path / name).write_bytes(WACZ)
        assert len(list(open_inputs([str(tmp_path / name)]))) == 4


@given(st.data())
def test_no_changed_byte_raises(data: st.DataObject) -> None:
    raw = bytearray(WACZ)
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[place] = data.draw(st.integers(0, 255))
    pages_of(open_wacz, bytes(raw), "site.wacz")
