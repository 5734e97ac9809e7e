"""The pages of what a user names."""

import gzip
import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from communique.errors import InputError
from communique.sources import texts
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

LINE = '{"id": "%s", "text": "Talks opened."}\n'


def codes(pages: list[Page]) -> list[str | None]:
    return [page.trouble.code if page.trouble else None for page in pages]


def test_a_text_file_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_bytes("Talks opened in Genève.\r\n".encode())
    (page,) = open_inputs([str(path)], published=date(2031, 3, 5))
    assert page.content == path.read_bytes()
    assert (page.media_type, page.uri, page.published) == ("text/plain", path.as_posix(), date(2031, 3, 5))


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "a.txt", "a"])
def test_markup_is_known_by_name_or_by_its_beginning(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<!doctype html><p>Talks opened.</p>")
    assert [page.media_type for page in open_inputs([str(path)])] == ["text/html"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a"])
def test_lines_are_known_by_name_or_by_their_beginning(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LINE % "one" + LINE % "two")
    assert [page.id for page in open_inputs([str(path)])] == ["one", "two"]


def test_a_json_file_holds_one_object_or_a_list(tmp_path: Path) -> None:
    one, many, broken = tmp_path / "one.json", tmp_path / "many.json", tmp_path / "broken.json"
    one.write_text(json.dumps({"id": "one", "text": "Talks."}, indent=1))
    many.write_text(json.dumps([{"id": "two", "text": "Talks."}, {"id": "three", "text": "Talks."}, 4], indent=1))
    broken.write_text("[{]")
    pages = list(open_inputs([str(one), str(many), str(broken)]))
    assert [page.id for page in pages[:3]] == ["one", "two", "three"]
    assert codes(pages) == [None, None, None, "wrong_type", "not_json"]


def test_gzip_is_known_by_its_bytes(tmp_path: Path) -> None:
    named, unnamed = tmp_path / "a.jsonl.gz", tmp_path / "page.txt"
    named.write_bytes(gzip.compress((LINE % "one").encode()))
    unnamed.write_bytes(gzip.compress(b"Talks opened."))
    assert [page.id for page in open_inputs([str(named)])] == ["one"]
    assert [page.content for page in open_inputs([str(unnamed)])] == [b"Talks opened."]


def test_a_broken_gzip_file_gives_what_it_holds_and_then_trouble(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(LINE % number for number in range(20_000)).encode()
    path.write_bytes(gzip.compress(lines)[:-200])
    pages = list(open_inputs([str(path)]))
    assert len(pages) > 1000
    assert codes(pages)[-1] == "corrupt"
    assert set(codes(pages)[:-2]) == {None}


def test_a_folder_is_read_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/config", "c.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LINE % "line" if name.endswith("jsonl") else f"Text of {name}.")
    pages = list(open_inputs([str(tmp_path)]))
    assert [page.uri.removeprefix(tmp_path.as_posix()) for page in pages] == ["/a/z.txt", "/b.txt", "/c.jsonl:1"]


def test_identities_do_not_depend_on_where_a_folder_lies(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder / "sub").mkdir(parents=True)
        (tmp_path / folder / "sub" / "a.txt").write_text("Talks opened.")
    first, second = (next(open_inputs([str(tmp_path / folder)])) for folder in ("one", "two"))
    assert first.id == second.id
    assert first.uri != second.uri


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7 x", "corrupt"),
        (b"PK\x03\x04 a file of an office program", "binary"),
        (b"\x89PNG\r\n\0\0", "binary"),
        (b"x" * 9000 + b"\0", "binary"),
    ],
)
def test_a_file_that_is_no_text_is_a_page_with_trouble(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    pages = list(open_inputs([str(path)]))
    assert codes(pages) == [code]
    assert pages[0].trouble is not None
    assert "a.txt" in pages[0].trouble.detail


def test_a_file_past_the_limit_is_a_page_with_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_PAGE_BYTES", 100)
    path = tmp_path / "a.txt"
    path.write_text("Talks. " * 20)
    assert codes(list(open_inputs([str(path)]))) == ["too_big"]


@pytest.mark.parametrize("name", ["missing.txt", "", "nul\0byte", "x" * 5000])
def test_a_missing_input_is_named_before_anything_is_read(tmp_path: Path, name: str) -> None:
    def unread() -> Iterator[bytes]:
        raise AssertionError("nothing may be read")
        yield b""

    (tmp_path / "a.txt").write_text("Talks.")
    with pytest.raises(InputError):
        open_inputs([str(tmp_path / "a.txt"), name])


def test_a_missing_input_is_told_in_one_line() -> None:
    with pytest.raises(InputError, match=r"^no file or folder 'nowhere\.txt'; give .*$"):
        open_inputs(["nowhere.txt"])


@pytest.mark.parametrize(
    ("raw", "media_types"),
    [
        (b"Talks opened.", ["text/plain"]),
        (b"<html><p>Talks.</p>", ["text/html"]),
        ((LINE % "a" + LINE % "b").encode(), ["text/plain", "text/plain"]),
        (gzip.compress((LINE % "a").encode(), mtime=0), ["text/plain"]),
        (b"", ["application/octet-stream"]),
    ],
)
def test_standard_input_is_known_by_its_beginning(raw: bytes, media_types: list[str]) -> None:
    assert [page.media_type for page in open_inputs(["-"], stdin=io.BytesIO(raw))] == media_types


def test_standard_input_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Talks opened.")))
    assert [page.content for page in open_inputs(["-"])] == [b"Talks opened."]


def test_standard_input_cannot_be_named_twice() -> None:
    with pytest.raises(InputError, match="more than once"):
        open_inputs(["-", "-"])


def test_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        """Lines without end: reading them all would never return."""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            piece = (LINE % "a").encode() * 100
            size = min(len(buffer), len(piece))
            buffer[:size] = piece[:size]
            return size

    pages = open_inputs(["-"], stdin=io.BufferedReader(Endless()))
    assert next(pages).id == "a"
    assert next(pages).trouble is None


def test_a_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = bytes(tmp_path) + b"/talks-\xff.txt"
    try:
        with open(path, "w") as file:  # noqa: PTH123 -- a path of bytes
            file.write("Talks opened.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (page,) = open_inputs([str(tmp_path)])
    assert page.uri.endswith("talks-\ufffd.txt")


def test_folder_passes_over_what_stands_beside_pages(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    for name in ("page_files/style.css", "page_files/logo.png", "dossier.toml", "README.md", "talks.db"):
        (tmp_path / name).write_text("not a page", encoding="utf-8")
    (tmp_path / "page.txt").write_text("The envoys met in Oslo.", encoding="utf-8")
    assert [page.uri for page in open_inputs([str(tmp_path)])] == [str(tmp_path / "page.txt")]
