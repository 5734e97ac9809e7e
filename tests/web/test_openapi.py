"""The API keeps what its description says, whatever is asked."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient

from communique.web.app import create_app
from communique.web.asking import Kind
from communique.web.guard import Limits
from communique.web.openapi import document
from communique.web.screens import SCREENS
from tests.web.conftest import record, turned_story

schemathesis = pytest.importorskip("schemathesis", reason="fuzzing the API needs the extra `test`")
from schemathesis import GenerationMode  # noqa: E402 -- only where it is installed

ASKING = settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def described(tmp_path_factory: pytest.TempPathFactory) -> "schemathesis.BaseSchema":
    from communique.archive import open_archive

    path = Path(tmp_path_factory.mktemp("api")) / "small.db"
    with open_archive(path) as opened, opened.writer() as writer:
        writer.put_record(record("page-3", turned_story()))
    app = create_app(path, limits=Limits(per_second=100_000, burst=1_000_000))
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.parametrize("path", sorted(document()["paths"]))
def test_every_answer_is_as_described(described: "schemathesis.BaseSchema", path: str) -> None:
    @given(case=described[path]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @ASKING
    def fits(case: "schemathesis.Case") -> None:
        case.call_and_validate()

    @given(case=described[path]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @ASKING
    def does_not_fit(case: "schemathesis.Case") -> None:
        answer = case.call()
        if answer.status_code != 414:  # too long to be looked at: refused before anything else
            case.validate_response(answer)

    fits()
    does_not_fit()


def test_the_description_is_served_as_it_is_made(client: TestClient) -> None:
    assert client.get("/openapi.json").json() == json.loads(json.dumps(document()))


def test_every_view_and_every_filter_is_described() -> None:
    told = document()["paths"]
    for screen in SCREENS:
        parameters = {one["name"]: one for one in told[screen.twin("json")]["get"]["parameters"]}
        assert {one.name for one in screen.accepted} <= set(parameters)
        for one in screen.accepted:
            assert parameters[one.name]["description"]
            assert (one.kind is Kind.NUMBER) == (parameters[one.name]["schema"].get("type") == "integer")
    assert len({operation["get"]["operationId"] for operation in told.values()}) == len(told)
