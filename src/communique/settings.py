"""Settings: where and how communique runs. They never change what is read from a page (that is what options do).

In: the environment and one TOML file. Out: `Settings`. Refuses an unknown key or a value that does not fit with `OptionError`
naming where it stands. A command line's own options win over the environment, the environment over the file, the file over the
defaults; a file that sets some keys leaves the others as they are.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.errors import OptionError

PREFIX = "COMMUNIQUE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row: its name, its default (which also gives its type), its unit, what it is for."""

    name: str
    default: int | str
    unit: str
    help: str
    least: int = 0  # for numbers

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


ROWS = (
    Setting(name="workers", default=1, unit="processes", help="How many processes read pages side by side.", least=1),
    Setting(name="page_seconds", default=120, unit="seconds", help="Most that one page may take, where workers read.", least=1),
    Setting(
        name="page_memory",
        default=2000,
        unit="megabytes",
        help="Most that one page may take beside the language pipeline, where workers read (on Linux).",
        least=1,
    ),
    Setting(
        name="width", default=0, unit="columns", help="Width of text views; 0 takes the terminal's, and no limit in a pipe."
    ),
    Setting(name="limit", default=12, unit="lines", help="Most lines in a section of a brief; 0 shows all."),
    Setting(
        name="contact", default="", unit="an e-mail or web address", help="Whom a site may write to: the user agent names it."
    ),
    Setting(name="reviewer", default="", unit="a name", help="Who makes corrections; without it, whoever is logged in."),
    Setting(
        name="cache",
        default="",
        unit="file",
        help="Where answers of the web are kept, so that they are asked for only if they changed.",
    ),
    Setting(name="delay", default=1000, unit="milliseconds", help="How long a site is left alone between two requests."),
    Setting(name="host", default="127.0.0.1", unit="address", help="Address that the web application listens on."),
    Setting(name="port", default=8765, unit="port", help="Port that the web application listens on.", least=1),
    Setting(
        name="password",
        default="",
        unit="text",
        help="What a client of the web application must know; needed where other machines reach it.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force; one field for each of `ROWS`."""

    workers: int = 1
    page_seconds: int = 120
    page_memory: int = 2000
    width: int = 0
    limit: int = 12
    contact: str = ""
    reviewer: str = ""
    cache: str = ""
    delay: int = 1000
    host: str = "127.0.0.1"
    port: int = 8765
    password: str = ""


def load_settings(environment: Mapping[str, str], *, home: Path) -> Settings:
    """The settings that the environment and the settings file give.

    Args:
        environment: Such as `os.environ`. `COMMUNIQUE_SETTINGS` names the file; without it, `communique/settings.toml` in
            `XDG_CONFIG_HOME`, or in `.config` under `home`, is read if it is there.
        home: The user's home folder.
    Raises:
        OptionError: a key is unknown, a value does not fit, or the file that was named cannot be read.
    """
    named = environment.get(PREFIX + "SETTINGS")
    folder = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    path = Path(named) if named else folder / "communique" / "settings.toml"
    found = _from_file(path) if named or path.is_file() else {}
    for row in ROWS:
        given = environment.get(row.variable)
        if given is not None and given != "":
            found[row.name] = _checked(row, _number(given) if isinstance(row.default, int) else given, row.variable)
    return Settings(**found)  # type: ignore[arg-type]  # each value was checked against its row


def _from_file(path: Path) -> dict[str, int | str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise OptionError(f"settings file {path} cannot be read: {err}") from err
    rows = {row.name: row for row in ROWS}
    for key in table:
        if key not in rows:
            raise OptionError(f"{path}: unknown key {key!r}; accepted: {', '.join(rows)}")
    return {key: _checked(rows[key], value, f"{path}: {key!r}") for key, value in table.items()}


def _number(given: str) -> int | str:
    return int(given) if given.strip().isdecimal() else given


def _checked(row: Setting, value: object, where: str) -> int | str:
    if isinstance(row.default, int):
        if isinstance(value, bool) or not isinstance(value, int) or value < row.least:
            raise OptionError(f"{where} must be a whole number of {row.unit}, {row.least} or more; got {value!r}")
        return value
    if not isinstance(value, str) or not value:
        shown = "" if row.name == "password" else f"; got {value!r}"
        raise OptionError(f"{where} must be text ({row.unit}){shown}")
    return value
