"""The manual is complete, up to date, and shows only commands that there are."""

import difflib
import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from communique.cli import main as cli
from communique.record.jsonform import schema

ROOT = Path(__file__).resolve().parent.parent
MANUAL = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [
    *MANUAL,
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/aceh/README.md")),
]
ids = {"ids": lambda path: str(path.relative_to(ROOT))}


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_reference", ROOT / "docs" / "generate_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date(generator: ModuleType) -> None:
    stale = {
        path.name: list(difflib.unified_diff(path.read_text(encoding="utf-8").splitlines(), text.splitlines(), n=0))
        for path, text in generator.pages().items()
    }
    assert {name: lines for name, lines in stale.items() if lines} == {}, "run make docs"


def test_every_field_of_the_record_is_documented(generator: ModuleType) -> None:
    page = (ROOT / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    for name, fields in generator.objects().items():
        table = re.search(rf"<!-- fields: {name} -->(.*?)<!-- end -->", page, re.DOTALL)
        assert table is not None, name
        assert re.findall(r"^\| `(\w+)` \|", table[1], re.MULTILINE) == list(fields)


def test_every_field_of_the_record_is_described() -> None:
    def undescribed(value: object, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            for name, field in (value.get("properties") or {}).items():
                if not field.get("description"):
                    yield f"{path}.{name}"
            for key, inner in value.items():
                yield from undescribed(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for inner in value:
                yield from undescribed(inner, path)

    assert list(undescribed(schema(), "")) == []


def commands_in(path: Path) -> Iterator[str]:
    """The command lines of communique in a page's code blocks and code spans."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"```(?:text|bash|console)?\n(.*?)```", text, re.DOTALL) + re.findall(r"^ {4}(.*)$", text, re.MULTILINE)
    for block in blocks:
        for line in block.splitlines():
            for piece in re.split(r"\s[|]\s|;", line):
                found = re.match(r"\s*(?:\$ )?(communique(?: .*)?)$", piece)
                if found:
                    yield re.split(r"\s+(?:#|>)\s", found[1])[0].strip()


@pytest.mark.parametrize("path", [path for path in PAGES if path.name != "commands.md"], **ids)
def test_every_command_line_shown_is_one_that_there_is(path: Path) -> None:
    for line in commands_in(path):
        words = shlex.split(line)[1:]
        if not words or words[0].startswith("-"):
            continue
        command = cli.get_command(click.Context(cli), words[0]) if isinstance(cli, click.Group) else None
        assert command is not None, line
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words[1])
            assert command is not None, line
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
        used = {word.split("=")[0] for word in words[1:] if word.startswith("--")}
        assert used <= known, line


@pytest.mark.parametrize("path", PAGES, **ids)
def test_every_link_to_a_file_of_the_project_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, **ids)
def test_the_manual_keeps_to_its_style(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`|[“\"][^”\"]*[”\"]", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\b(?:[Ww]e|[Oo]ur|[Ss]imply|[Ee]asily|powerful|state-of-the-art|seamless\w*)\b", text) == []


def test_every_page_of_the_manual_is_in_its_navigation() -> None:
    listed = set(re.findall(r"([\w/-]+\.md)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert {str(path.relative_to(ROOT / "docs")) for path in MANUAL} == listed


def test_every_target_of_the_makefile_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE)) == set(phony[1].split())


def test_every_extra_that_the_manual_names_is_one_that_there_is() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for path in PAGES:
        for named in re.findall(r"\.\[([\w,]+)\]", path.read_text(encoding="utf-8")):
            assert set(named.split(",")) <= set(extras), path


@pytest.mark.pipeline
def test_the_examples_in_python_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "reference" / "python-api.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, names)
    printed = capsys.readouterr().out
    assert "2031-03-11" in printed  # the Tuesday after the day of publication
    assert "Martti Ahtisaari direct" in printed
