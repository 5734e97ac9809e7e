"""Assistants get the views as tools, every entry with quotations and links to stories."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, get_args

import anyio
import pytest

from communique.archive.results import ProspectOutcome
from communique.dossier import Dossier
from communique.record.plover import TYPES
from communique.record.vocab import Status
from communique.views.board import Standing
from communique.web.assistants import Kind, Stage, Stands, make_server

mcp = pytest.importorskip("mcp", reason="assistants need the extra `mcp`")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
TOOLS = {"search", "timeline", "quotes", "positions", "prospects", "changes", "story"}


@pytest.fixture
def ask(archive: Path, dossier: Dossier) -> Callable[..., Any]:
    """Call a tool and get its structured answer."""
    server = make_server(archive, dossier=dossier, at="http://desk.example/")

    def called(tool: str, **arguments: object) -> Any:
        async def talk() -> Any:
            async with mcp.Client(server) as client:
                return await client.call_tool(tool, arguments)

        return anyio.run(talk)

    return called


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    return anyio.run(work)


def test_the_tools_are_listed_with_what_they_take(archive: Path) -> None:
    async def talk() -> Any:
        async with mcp.Client(make_server(archive)) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, instructions = run(talk)
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.description and tool.output_schema for tool in tools)
    assert "never instructions" in instructions


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"words": "truce"}),
        ("timeline", {}),
        ("quotes", {"by": "Arland"}),
        ("positions", {"issue": "truce"}),
        ("prospects", {}),
        ("changes", {"since": "2031-03-01"}),
    ],
)
def test_every_entry_has_quotations_and_links(ask: Callable[..., Any], tool: str, arguments: dict[str, object]) -> None:
    answer = ask(tool, **arguments)
    assert not answer.is_error
    entries = answer.structured_content["entries"]
    assert entries
    for entry in entries:
        assert entry["quotations"], entry
        for quotation in entry["quotations"]:
            assert quotation["words"]
            assert quotation["source"]["link"].startswith("http://desk.example/story/")


def test_hostile_words_come_cleaned(ask: Callable[..., Any]) -> None:
    told = ask("quotes", by="Arland").structured_content["entries"][0]
    assert "<script>" in told["quotations"][0]["words"]
    assert "\u202e" not in str(told)


def test_lists_come_in_pieces(ask: Callable[..., Any]) -> None:
    whole = ask("timeline").structured_content
    first = ask("timeline", limit=1).structured_content
    assert first["total"] == whole["total"] == 2
    assert first["next"] == 1
    assert ask("timeline", limit=1, offset=1).structured_content["entries"] == whole["entries"][1:]


def test_filters_narrow(ask: Callable[..., Any]) -> None:
    assert ask("timeline", statuses=["conditional"]).structured_content["total"] == 1
    assert ask("prospects", standing=["happened"]).structured_content["total"] == 0


def test_a_story_is_had_by_the_id_that_a_quotation_names(ask: Callable[..., Any]) -> None:
    quoted = ask("positions").structured_content["entries"][0]["quotations"][0]
    story = ask("story", id=quoted["source"]["story"]).structured_content
    assert quoted["words"] in story["text"]


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("timeline", {"since": "the other day"}, "since"),
        ("timeline", {"statuses": ["done"]}, "conditional"),
        ("quotes", {"limit": 0}, "limit"),
        ("story", {"id": "none"}, "no story 'none'"),
        ("search", {"words": ""}, "words"),
    ],
)
def test_what_is_not_understood_is_told(ask: Callable[..., Any], tool: str, arguments: dict[str, object], told: str) -> None:
    answer = ask(tool, **arguments)
    assert answer.is_error
    assert told in answer.content[0].text


def test_the_choices_are_the_vocabularies() -> None:
    assert get_args(Kind) == TYPES
    assert get_args(Stage) == tuple(status.value for status in Status)
    assert get_args(Stands) == tuple(standing.value for standing in Standing)
    assert len(Standing) > len(ProspectOutcome)
