"""The API's description, made of the same table as the views (OpenAPI 3.1.1).

In: the screens. Out: the document as JSON values. Refuses nothing.
"""

import re
from typing import Any, TypeAlias

from communique import __version__
from communique.record.jsonform import schema as record_schema
from communique.web.asking import Filter, Kind
from communique.web.screens import SCREENS, Screen

Document: TypeAlias = dict[str, Any]
ID_CHARACTERS = 200
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "An id, as other answers have it.",
    "schema": {"type": "string", "minLength": 1, "maxLength": ID_CHARACTERS, "pattern": "^[0-9A-Za-z._~:-]+$"},
}
ERRORS = {
    400: "A filter is unknown, or its value does not fit.",
    401: "A password is needed.",
    404: "Nothing has that id.",
    414: "The path or the query is too long.",
    429: "Too many requests at once.",
}


def document() -> Document:
    """The whole description: every view as JSON, the stories, and the shapes of the answers."""
    paths: Document = {}
    for screen in SCREENS:
        paths[screen.twin("json")] = {"get": _operation(screen)}
    paths["/stories/{id}.json"] = {
        "get": {
            "operationId": "story",
            "summary": "One story",
            "description": "A story with all that was read from it, in the record's own form; offsets are Unicode code points.",
            "parameters": [_ID],
            "responses": _responses("#/components/schemas/Story", with_missing=True),
        }
    }
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "communique",
            "version": __version__,
            "description": "An archive of who said, met, offered, demanded and refused what, each entry with the words it was read "
            "from. Every answer is a view: facts of the view, and under `sections` lists of entries. "
            "The API is read-only: corrections are made on pages.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Sheet": _SHEET, "Place": _PLACE, "Error": _ERROR, "Story": _story_schema()},
            "securitySchemes": {
                "password": {"type": "http", "scheme": "basic"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
        "security": [{}, {"password": []}, {"token": []}],
    }


def _operation(screen: Screen) -> Document:
    has_id = "{id}" in screen.path
    name = re.sub(r"\W+", "_", screen.twin("json").removesuffix(".json").replace("{id}", "one")).strip("_")
    return {
        "operationId": name,
        "summary": screen.title,
        "description": screen.help,
        "parameters": [*([_ID] if has_id else []), *map(_parameter, screen.accepted)],
        "responses": _responses("#/components/schemas/Sheet", with_missing=has_id),
    }


def _parameter(filter_: Filter) -> Document:
    made: Document = {
        "name": filter_.name,
        "in": "query",
        "required": False,
        "description": filter_.help,
        "schema": filter_.schema,
    }
    if filter_.kind is Kind.CHOICES:
        made |= {"style": "form", "explode": True}
    return made


def _responses(reference: str, *, with_missing: bool) -> Document:
    told: Document = {
        "200": {
            "description": "The answer.",
            "headers": {
                "ETag": {"description": "Of this very answer; send it as If-None-Match.", "schema": {"type": "string"}}
            },
            "content": {"application/json": {"schema": {"$ref": reference}}},
        },
        "304": {"description": "The answer is the one that the client has."},
    }
    for status, words in ERRORS.items():
        if status != 404 or with_missing:
            content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
            told[str(status)] = {"description": words, "content": content}
    return told


def _story_schema() -> Document:
    """A story as in the record, whose schema is published by `communique schema`; here only what every one has."""
    story = record_schema()["$defs"]["story"]
    properties: dict[str, Document] = {
        name: {"description": str(told.get("description", ""))}
        for name, told in story["properties"].items()
        if isinstance(told, dict)
    }
    for name in ("id", "text"):
        properties[name] = {**properties[name], "type": "string"}
    return {"type": "object", "required": ["id", "kind", "text"], "properties": properties}


_ENTRIES = {"type": "array", "items": {"type": "object", "description": "An entry, with the words it was read from."}}
_SHEET: Document = {
    "type": "object",
    "description": "A view: its name, facts of its own, lists of entries, and where they stand in the whole.",
    "required": ["view", "sections"],
    "properties": {
        "view": {"type": "string", "description": "The view's name."},
        "sections": {
            "type": "object",
            "additionalProperties": _ENTRIES,
            "description": "Entries by the name of their section.",
        },
        "page": {"$ref": "#/components/schemas/Place"},
    },
}
_PLACE: Document = {
    "type": "object",
    "description": "Which entries of the whole these are.",
    "required": ["offset", "limit", "total", "next"],
    "properties": {
        "offset": {"type": "integer", "minimum": 0},
        "limit": {"type": "integer", "minimum": 1},
        "total": {"type": "integer", "minimum": 0},
        "next": {"type": ["string", "null"], "description": "The address of the next piece; null at the end."},
    },
}
_ERROR: Document = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "detail"],
            "properties": {
                "status": {"type": "integer"},
                "detail": {"type": "string", "description": "What is wrong, and what to do."},
            },
        }
    },
}
