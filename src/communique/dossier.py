"""The dossier: what one user follows, in a TOML file of their own words.

In: a TOML file. Out: `Dossier`. Refuses with `DossierError`, naming the file and the key, a file that is no TOML, an unknown or
missing key, and a value that does not fit.

    name = "The river talks"
    archive = "talks.db"                                  # where `watch` keeps what it reads; relative to this file, as sources are
    sources = [
        "pages/",
        { at = "https://example.org/feed", follow = true, every = "30m" },
    ]

    [[actors]]
    name = "Arvenia"
    aliases = ["Arvenian government"]
    code = "XAR"               # everyone whose actor code begins so belongs to it
    country = "XAR"            # tells it from others of the same name

    [[actors]]
    name = "Osk Brandt"
    kind = "person"
    merge = ["Oskar Brandt"]   # one and the same: kept under the name above
    not = ["Osk Brandt Jr."]   # somebody else, however like the name
    roles = [{ title = "foreign minister", of = "XAR", from = 2030-02-01, until = 2031-11-30 }]

    [[issues]]
    name = "truce"
    words = ["truce", "ceasefire", "guns fall silent"]
    description = "Whether and when the shooting on the river ends."
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from communique.days import seconds_of
from communique.errors import DossierError, OptionError
from communique.options import OwnActor, OwnRole
from communique.record.ids import folded
from communique.record.vocab import ActorKind
from communique.sources.inputs import FOLLOW_LIMIT, Input

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, ignored_types=(cached_property,))


class DossierRole(_Table):
    """An office that an actor holds from one day to another, both included; without one, the term is open at that end."""

    title: Words
    of: Words | None = None
    since: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "DossierRole":
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"the office {self.title!r} ends on {self.until}, before it begins on {self.since}")
        return self


class DossierActor(_Table):
    """An actor that the user follows. `code` also takes in everyone whose actor code begins with it.

    `kind`, `country`, `code` and `roles` stand over what the reader finds of an actor of exactly this name, or of one in `merge`.
    """

    name: Words
    aliases: tuple[Words, ...] = ()
    merge: tuple[Words, ...] = ()
    others: Annotated[tuple[Words, ...], Field(alias="not")] = ()
    kind: Annotated[ActorKind, Field(strict=False)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    code: Annotated[str, Field(pattern=r"^[A-Z]{3,}$")] | None = None
    roles: tuple[DossierRole, ...] = ()

    @model_validator(mode="after")
    def _is_one_or_another(self) -> "DossierActor":
        own = {folded(name) for name in (self.name, *self.aliases, *self.merge)}
        for other in self.others:
            if folded(other) in own:
                raise ValueError(f"{other!r} cannot be both a name of {self.name!r} and under 'not'")
        if self.roles and self.kind not in (None, ActorKind.PERSON):
            raise ValueError(f"{self.name!r} has roles, which only a person has, and is of the kind {self.kind.value!r}")
        for role in self.roles:
            if role.of is None and self.country is None:
                raise ValueError(f"the office {role.title!r} of {self.name!r} needs 'of', or the actor a 'country'")
        return self

    @cached_property
    def _names(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(folded(name).split()) for name in (self.name, *self.aliases, *self.merge))

    @cached_property
    def _others(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(folded(name).split()) for name in self.others)

    def is_meant_by(
        self, names: Iterable[str], *, code: str | None = None, country: str | None = None, kind: ActorKind | None = None
    ) -> bool:
        """Whether an actor of these names, this code, country and kind is the one followed.

        The words of `name`, of an alias or of a merged name must all occur in one of the names, and country and kind must be the
        same where both are known; or the code begins with `code`. A name that holds one under `not` counts for nothing, and an
        actor that has no other name is not meant at all.
        """
        told = [known for name in names if not self._is_of_another(known := frozenset(folded(name).split()))]
        if not told:
            return False
        if self.code and code and code.startswith(self.code):
            return True
        if (self.country and country and self.country != country) or (self.kind and kind and self.kind is not kind):
            return False
        return any(words and words <= known for words in self._names for known in told)

    def _is_of_another(self, told: frozenset[str]) -> bool:
        return any(words and words <= told for words in self._others)

    @property
    def own(self) -> OwnActor | None:
        """What the reader is to be told of the actor; None where there is no more than names to look for."""
        if not (self.merge or self.others or self.kind or self.country or self.code or self.roles):
            return None
        return OwnActor(
            name=self.name,
            names=self.merge,
            others=self.others,
            kind=self.kind,
            country=self.country,
            code=self.code,
            roles=tuple(OwnRole(title=r.title, of=r.of, first=r.since, last=r.until) for r in self.roles),
        )


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


class DossierSource(_Table):
    """Where the user reads. `at` is a file, a folder or an address, as written; a source that is only text is its `at`.

    `follow`, `match`, `limit`, `outlet` and `language` are as in `communique.sources.inputs.Input`; `every` is how often `watch`
    looks there (s, m, h or d), None for as often as it looks at all.
    """

    at: Words
    follow: bool = False
    match: Words | None = None
    limit: Annotated[int, Field(ge=1)] = FOLLOW_LIMIT
    outlet: Words | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    every: Words | None = None

    @field_validator("match")
    @classmethod
    def _match_is_a_pattern(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as err:
                raise ValueError(f"must be a regular expression: {err}") from err
        return value

    @field_validator("every")
    @classmethod
    def _every_is_a_length_of_time(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                seconds_of(value)
            except OptionError as err:
                raise ValueError(str(err)) from err
        return value

    @property
    def every_s(self) -> int | None:
        """The seconds between two looks; None where the source does not say."""
        return None if self.every is None else seconds_of(self.every)

    def input_from(self, folder: Path) -> Input:
        """What to read; files and folders are taken from `folder`."""
        return Input(
            at=self.at if "://" in self.at else str(folder / self.at),
            follow=self.follow,
            match=self.match,
            limit=self.limit,
            outlet=self.outlet,
            language=self.language,
        )


class Dossier(_Table):
    """What one user follows. `sources` are as written; `inputs` are what to read."""

    name: Words
    description: str | None = None
    actors: tuple[DossierActor, ...] = ()
    issues: tuple[DossierIssue, ...] = ()
    sources: tuple[DossierSource, ...] = ()
    archive: Words | None = None
    contact: Words | None = None
    folder: Path = Field(default=Path(), exclude=True)

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> "Dossier":
        issues: set[str] = set()
        for name in (folded(issue.name) for issue in self.issues):
            if name in issues:
                raise ValueError(f"two issues are named {name!r}; a name must be given once")
            issues.add(name)
        actors: dict[str, list[str | None]] = {}
        for actor in self.actors:
            for name in dict.fromkeys(map(folded, (actor.name, *actor.merge))):
                countries = actors.setdefault(name, [])
                if countries and (actor.country in countries or None in (actor.country, *countries)):
                    raise ValueError(f"two actors are named {name!r}; give the name once, or give each a country of its own")
                countries.append(actor.country)
        return self

    @model_validator(mode="after")
    def _sources_are_given_once(self) -> "Dossier":
        seen: set[str] = set()
        for source in self.sources:
            if source.at in seen:
                raise ValueError(f"source {source.at!r} is given twice")
            seen.add(source.at)
        return self

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The sources to read: addresses as they are, files and folders from the dossier's own folder."""
        return tuple(source.input_from(self.folder) for source in self.sources)

    @property
    def own_actors(self) -> tuple[OwnActor, ...]:
        """What the dossier says of its actors, for `ReadOptions.actors`."""
        return tuple(own for actor in self.actors if (own := actor.own) is not None)

    def issues_of(self, text: str) -> tuple[str, ...]:
        """The names of the issues that `text` touches, in the dossier's order."""
        told = folded(text)
        return tuple(issue.name for issue in self.issues if issue.is_in(told))

    def actors_of(
        self, names: Iterable[str], *, code: str | None = None, country: str | None = None, kind: ActorKind | None = None
    ) -> tuple[str, ...]:
        """The names of the followed actors that these names, this code, country and kind mean, in the dossier's order."""
        told = tuple(names)
        return tuple(actor.name for actor in self.actors if actor.is_meant_by(told, code=code, country=country, kind=kind))


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
            tables: list[object] = [{"at": item} if key == "sources" and isinstance(item, str) else item for item in inner]
            made[key] = tuple(_tuples(item) if isinstance(item, dict) else item for item in tables)
        else:
            made[key] = inner
    return made


_TABLES: dict[str, type[_Table]] = {"actors": DossierActor, "issues": DossierIssue, "sources": DossierSource}


_PARTS: dict[str, type[_Table]] = {"roles": DossierRole}  # tables within those of an actor

_FORMS = {  # by the end of the key: how a text must be written
    "code": "must be three capital letters or more",
    "country": "must be three capital letters",
    "language": "must be a language code such as en",
}

_SAYS = {  # by pydantic's name of the error: what a person who writes TOML can act on
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "must not be blank",
    "tuple_type": "must be a list",
    "model_type": "must be a table",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be 1 or more",
    "date_type": "must be a date without quotation marks, such as 2031-03-09",
    "date_from_datetime_inexact": "must be a date without a time, such as 2031-03-09",
    "date_from_datetime_parsing": "must be a date without quotation marks, such as 2031-03-09",
    "enum": f"must be one of {', '.join(kind.value for kind in ActorKind)}",
}


def _message(where: str, err: ValidationError) -> str:
    first = err.errors(include_url=False)[0]
    steps = first["loc"]
    key = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    table = _TABLES.get(str(steps[0]), Dossier) if len(steps) > 1 else Dossier
    table = _PARTS.get(str(steps[2]), table) if len(steps) > 3 else table
    if first["type"] == "extra_forbidden":
        return _unknown(where, key, table)
    if first["type"] == "missing":
        return f"{where}: key {key!r} is missing"
    got = "" if first["type"] == "value_error" else f"; got {first['input']!r}"
    says = _SAYS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    if first["type"] == "string_pattern_mismatch":
        says = next((told for name, told in _FORMS.items() if key.endswith(name)), says)
    return f"{where}: {f'key {key!r} ' if key else ''}{says}{got}"


def _unknown(where: str, key: str, table: type[_Table]) -> str:
    accepted = ", ".join(field.alias or name for name, field in table.model_fields.items() if name != "folder")
    return f"{where}: unknown key {key!r}; accepted: {accepted}"
