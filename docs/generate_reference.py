"""Write the parts of the manual that are read off the code: commands, settings, dossier keys, and the record's fields.

In: the click tree, the rows of settings, the dossier's model, the record's schema. Out: `reference/commands.md`,
`reference/settings.md`, `reference/dossier.md`, and the field tables in `reference/record.md` (between `<!-- fields: … -->` and
`<!-- end -->`). With `--check` nothing is written and the exit status tells whether something would change.

    python docs/generate_reference.py [--check]
"""

import json
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from communique.cli import main as cli
from communique.dossier import Dossier, DossierActor, DossierIssue, DossierRole, DossierSource
from communique.record.jsonform import schema
from communique.settings import PREFIX, ROWS
from communique.web.openapi import document

FOLDER = Path(__file__).resolve().parent / "reference"
MARKED = re.compile(r"(<!-- fields: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def cell(text: str) -> str:
    """Text that can stand in a table's cell."""
    return " ".join(text.split()).replace("|", "\\|")


# commands


def commands_page() -> str:
    """Every command with its arguments and options."""
    parts = [
        "# Commands",
        "This page lists every command and option. It is written from the code by `docs/generate_reference.py`.",
        "Exit status: 0 if all went well, 1 if nothing could be read or an error ended the run, 2 for a command line that is "
        "not understood.",
    ]
    parts += command_parts(cli, click.Context(cli, info_name="communique", **cli.context_settings))
    return "\n\n".join(parts) + "\n"


def command_parts(command: click.Command, context: click.Context) -> Iterator[str]:
    path = context.command_path
    yield f"## {path}"
    if command.help:
        yield help_text(command.help)
    yield "```text\n" + " ".join((path, *command.collect_usage_pieces(context))) + "\n```"
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            rows.append(f"| `{cell(record[0])}` | {cell(record[1]) or 'see above'} |")
    if rows:
        yield "| option | what it does |\n|---|---|\n" + "\n".join(rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from command_parts(inner, click.Context(inner, context, name, **inner.context_settings))


def help_text(text: str) -> str:
    """A command's help as Markdown: paragraphs as they are, those that click keeps unwrapped as code."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\f", "\n\n").strip()):
        if paragraph.lstrip().startswith("\b"):
            kept = textwrap.dedent(paragraph.replace("\b", "").strip("\n").expandtabs())
            parts.append("```text\n" + "\n".join(line.rstrip() for line in kept.splitlines() if line.strip()) + "\n```")
        else:
            parts.append(" ".join(paragraph.split()))
    return "\n\n".join(parts)


# settings and dossier


def settings_page() -> str:
    """Every setting."""
    rows = [f"| `{row.name}` | `{row.variable}` | {row.default} | {row.unit} | {cell(row.help)} |" for row in ROWS]
    return (
        "\n\n".join(
            [
                "# Settings",
                "Settings say where and how communique runs; they never change what is read from a page. This page is written from "
                "the code by `docs/generate_reference.py`.",
                "A command line's option wins over the environment, the environment over the settings file, the file over the "
                "default. The file is TOML, one key a setting: `communique/settings.toml` in the user's configuration folder, or "
                f"the file that `{PREFIX}SETTINGS` names.",
                "| key | environment | default | unit | what it is for |\n|---|---|---|---|---|\n" + "\n".join(rows),
            ]
        )
        + "\n"
    )


DOSSIER_HELP: Mapping[str, Mapping[str, str]] = {
    "": {
        "name": "What the dossier is called; it heads the brief.",
        "description": "A sentence for its readers.",
        "sources": "What to read: files, folders and addresses, each as its name or as a table. Files and folders are relative to "
        "the dossier.",
        "archive": "Where `watch` keeps what it reads, relative to the dossier; without it, the dossier's own name with `.db`.",
        "contact": "Whom a site may write to: the user agent names it when pages are fetched for this dossier.",
        "actors": "The actors that are followed, each a table `[[actors]]`.",
        "issues": "The issues that are followed, each a table `[[issues]]`.",
    },
    "actors": {
        "name": "The actor's name. An actor of the archive is meant if all of these words are in one of its names.",
        "aliases": "Other names, matched in the same way.",
        "merge": "Other names of one and the same actor: whoever a story calls exactly so is kept under `name`.",
        "not": "Names of somebody else. A story's actor of such a name is never this one, and is parted from it where the reader "
        "joined them. "
        "Across stories the archive joins names by its own rules; `communique actors split` parts them there.",
        "kind": "What the actor is: `person`, `state`, `body`, `igo`, `alliance`, `armed group`, `party`, `company`, `media` or "
        "`population`.",
        "country": "ISO 3166-1 alpha-3; tells the actor from others of the same name.",
        "code": "An actor code such as `IDN`; everyone whose code begins with it belongs to the actor.",
        "roles": "The offices that a person holds, each a table. A story's actor without a name, told of by an office on a day of "
        "its term, is this one.",
    },
    "roles": {
        "title": "The office as stories call it: `foreign minister`.",
        "of": "What it belongs to: a country (alpha-3) or an organisation's name; without it, the actor's country.",
        "from": "The first day of the term, as `2031-03-09`; without it, the term has no known beginning.",
        "until": "The last day of the term; without it, the term has not ended.",
    },
    "issues": {
        "name": "The issue's name, also the first of its words.",
        "words": "Words and phrases by which stories speak of the issue, in any case, singular or plural.",
        "description": "A sentence for its readers.",
    },
    "sources": {
        "at": "The file, folder or address. A source that is only its name is this.",
        "follow": "Where it is a feed: also fetch the pages that it names, instead of reading only its own text. A sitemap is "
        "always followed.",
        "match": "Follow only addresses in which this regular expression is found.",
        "limit": "Follow at most so many addresses in one round; 200 without it.",
        "outlet": "The outlet of pages whose source names none.",
        "language": "The language of pages that do not say, as ISO 639-1.",
        "every": "How often `watch` looks here: `90s`, `30m`, `2h`, `1d`; without it, as often as `--every` says.",
    },
}


def dossier_page() -> str:
    """Every key of a dossier.

    Raises:
        KeyError: a key has no text in `DOSSIER_HELP`.
    """
    parts = [
        "# The dossier",
        "A dossier says in one TOML file what one user follows. An unknown key is an error that names the file and the key. "
        "`examples/aceh/dossier.toml` is a whole one.",
    ]
    for title, table, model in (
        ("At the top", "", Dossier),
        ("Each [[actors]]", "actors", DossierActor),
        ("Each of an actor's roles", "roles", DossierRole),
        ("Each [[issues]]", "issues", DossierIssue),
        ("Each source", "sources", DossierSource),
    ):
        rows = [
            f"| `{field.alias or name}` | {'yes' if field.is_required() else 'no'} | {DOSSIER_HELP[table][field.alias or name]} |"
            for name, field in model.model_fields.items()
            if not field.exclude
        ]
        parts += [f"## {title}", "| key | required | what it is |\n|---|---|---|\n" + "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


# the record's fields


def described(value: Mapping[str, object]) -> str:
    """The type of a field in a few words."""
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if isinstance(value.get("anyOf"), list):
        return " or ".join(described(option) for option in value["anyOf"])  # type: ignore[attr-defined]
    if isinstance(value.get("enum"), list):
        return ", ".join(f"`{option}`" for option in value["enum"])  # type: ignore[attr-defined]
    if value.get("type") == "array":
        return f"list of {described(value['items'])}"  # type: ignore[arg-type]
    if isinstance(value.get("type"), list):
        return " or ".join(map(str, value["type"]))  # type: ignore[call-overload]
    if value.get("type") == "object":
        return "place" if "country" in value.get("properties", {}) else "object"  # type: ignore[operator]
    return str(value.get("type", "any"))


def objects() -> dict[str, Mapping[str, Mapping[str, object]]]:
    """The properties of every object of the schema that has fields, by name; the record itself is `record`."""
    whole = schema()
    found = {"record": whole["properties"]}
    for name in ("page", "reader"):
        found[name] = whole["properties"][name]["properties"]
    for name, value in whole["$defs"].items():
        if "properties" in value:
            found[name] = value["properties"]
    found["place"] = whole["$defs"]["event"]["properties"]["place"]["anyOf"][0]["properties"]
    return found


def record_page(present: str) -> str:
    """The present page with its field tables written anew.

    Raises:
        ValueError: the page has no table for an object of the schema, or one for an object that is not there.
    """
    known = objects()
    asked = [match[2] for match in MARKED.finditer(present)]
    if sorted(asked) != sorted(known):
        raise ValueError(f"record.md needs a table for each of {sorted(known)}; it has {sorted(asked)}")

    def table(match: re.Match[str]) -> str:
        rows = [
            f"| `{name}` | {cell(described(field))} | {cell(str(field.get('description', '')))} |"
            for name, field in known[match[2]].items()
        ]
        return match[1] + "\n| field | type | what it is |\n|---|---|---|\n" + "\n".join(rows) + "\n\n" + match[3]

    return MARKED.sub(table, present)


def pages() -> dict[Path, str]:
    """Every page that is written from the code."""
    record = FOLDER / "record.md"
    return {
        FOLDER / "commands.md": commands_page(),
        FOLDER / "settings.md": settings_page(),
        FOLDER / "dossier.md": dossier_page(),
        record: record_page(record.read_text(encoding="utf-8")),
        FOLDER / "openapi.json": json.dumps(document(), ensure_ascii=False, indent=1) + "\n",
    }


def main() -> int:
    """Write the pages, or check them; see the module's docstring."""
    stale = [(path, text) for path, text in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path, _ in stale:
            sys.stdout.write(f"{path.name} is not up to date: run make docs\n")
        return 1 if stale else 0
    for path, text in stale:
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
