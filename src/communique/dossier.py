"""The dossier: what one user follows, in a TOML file of their own words.

In: a TOML file. Out: `Dossier`. Refuses with `DossierError`, naming the file and the key, a file that is no TOML, an unknown or
missing key, and a value that does not fit.

    name = "The river talks"
    sources = ["pages/", "https://example.org/feed"]      # files and folders are relative to this file

    [[actors]]
    name = "Arvenia"
    aliases = ["Arvenian government"]
    code = "XAR"               # everyone whose actor code begins so belongs to it
    country = "XAR"            # tells it from others of the same name

    [[issues]]
    name = "truce"
    words = ["truce", "ceasefire", "guns fall silent"]
    description = "Whether and when the shooting on the river ends."
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from communique.errors import DossierError
from communique.record.ids import folded

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ignored_types=(cached_property,))


class DossierActor(_Table):
    """An actor that the user follows. `code` also takes in everyone whose actor code begins with it."""

    name: Words
    aliases: tuple[Words, ...] = ()
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    code: Annotated[str, Field(pattern=r"^[A-Z]{3,}$")] | None = None

    @cached_property
    def _names(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(folded(name).split()) for name in (self.name, *self.aliases))

    def is_meant_by(self, names: Iterable[str], *, code: str | None = None, country: str | None = None) -> bool:
        """Whether an actor of these names, this code and this country is the one followed.

        The words of `name` or of an alias must all occur in one of the names, and the countries must be the same where both are
        known; or the code begins with `code`.
        """
        if self.code and code and code.startswith(self.code):
            return True
        if self.country and country and self.country != country:
            return False
        told = [set(folded(name).split()) for name in names]
        return any(words and words <= known for words in self._names for known in told)


class DossierIssue(_Table):
    """An issue that the user follows, and the words by which stories speak of it; its name is one of them."""

    name: Words
    words: tuple[Words, ...] = ()
    description: str | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        phrases = (folded(phrase) for phrase in (self.name, *self.words))
        listed = sorted({re.escape(phrase) for phrase in phrases if phrase}, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(listed)})(?:s|es)?\b" if listed else r"(?!)")

    def is_touched_by(self, text: str) -> bool:
        """Whether `text` holds one of the issue's words or phrases, in any case, with or without accents, in the plural too."""
        return self.is_in(folded(text))

    def is_in(self, told: str) -> bool:
        """The same for a text that is folded already: a dossier asks all its issues about one text."""
        return bool(self._pattern.search(told))


class Dossier(_Table):
    """What one user follows. `sources` are as written; `inputs` are what to read."""

    name: Words
    description: str | None = None
    actors: tuple[DossierActor, ...] = ()
    issues: tuple[DossierIssue, ...] = ()
    sources: tuple[Words, ...] = ()
    folder: Path = Field(default=Path(), exclude=True)

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> "Dossier":
        for what, names in (("actors", [a.name for a in self.actors]), ("issues", [i.name for i in self.issues])):
            seen: set[str] = set()
            for name in map(folded, names):
                if name in seen:
                    raise ValueError(f"two {what} are named {name!r}; a name must be given once")
                seen.add(name)
        return self

    @property
    def inputs(self) -> tuple[str, ...]:
        """The sources to read: addresses as they are, files and folders from the dossier's own folder."""
        return tuple(source if "://" in source else str(self.folder / source) for source in self.sources)

    def issues_of(self, text: str) -> tuple[str, ...]:
        """The names of the issues that `text` touches, in the dossier's order."""
        told = folded(text)
        return tuple(issue.name for issue in self.issues if issue.is_in(told))

    def actors_of(self, names: Iterable[str], *, code: str | None = None, country: str | None = None) -> tuple[str, ...]:
        """The names of the followed actors that these names, this code and this country mean, in the dossier's order."""
        told = tuple(names)
        return tuple(actor.name for actor in self.actors if actor.is_meant_by(told, code=code, country=country))


def load_dossier(path: str | Path) -> Dossier:
    """Load a dossier.

    Raises:
        DossierError: the file cannot be read, is no TOML, or has a key or value that is not accepted; the message names both.
    """
    file = Path(path)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as err:
        raise DossierError(f"dossier {file} cannot be read: {err.strerror or err}") from err
    except UnicodeDecodeError as err:
        raise DossierError(f"dossier {file} is not UTF-8 text") from err
    except tomllib.TOMLDecodeError as err:
        raise DossierError(f"dossier {file} is no TOML: {err}") from err
    return dossier_of(table, where=str(file), folder=file.parent)


def dossier_of(table: dict[str, object], *, where: str, folder: Path = Path()) -> Dossier:
    """The dossier in a table of TOML; `where` names it in messages.

    Raises:
        DossierError: a key or value is not accepted.
    """
    if "folder" in table:
        raise DossierError(_unknown(where, "folder", Dossier))
    try:
        # TOML has lists, the model has tuples: `strict` is meant for the values in them
        return Dossier.model_validate({**_tuples(table), "folder": folder})
    except ValidationError as err:
        raise DossierError(_message(where, err)) from err


def _tuples(value: dict[str, object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, inner in value.items():
        if isinstance(inner, list):
            made[key] = tuple(_tuples(item) if isinstance(item, dict) else item for item in inner)
        else:
            made[key] = inner
    return made


_TABLES: dict[str, type[_Table]] = {"actors": DossierActor, "issues": DossierIssue}


_SAYS = {  # by pydantic's name of the error: what a person who writes TOML can act on
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "must not be blank",
    "tuple_type": "must be a list",
    "model_type": "must be a table",
}


def _message(where: str, err: ValidationError) -> str:
    first = err.errors(include_url=False)[0]
    steps = first["loc"]
    key = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    table = _TABLES.get(str(steps[0]), Dossier) if len(steps) > 1 else Dossier
    if first["type"] == "extra_forbidden":
        return _unknown(where, key, table)
    if first["type"] == "missing":
        return f"{where}: key {key!r} is missing"
    got = "" if first["type"] == "value_error" else f"; got {first['input']!r}"
    says = _SAYS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    if key.endswith(("code", "country")) and first["type"] == "string_pattern_mismatch":
        says = "must be three capital letters (a code may have more)"
    return f"{where}: {f'key {key!r} ' if key else ''}{says}{got}"


def _unknown(where: str, key: str, table: type[_Table]) -> str:
    accepted = ", ".join(name for name in table.model_fields if name != "folder")
    return f"{where}: unknown key {key!r}; accepted: {accepted}"
