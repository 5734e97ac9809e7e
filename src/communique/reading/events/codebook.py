"""The user's own codebook: rows of predicates and event types, from files of their own.

In: an `OwnTable`. Out: the rows of a lexicon, each with its line; `OwnType`s by name. Refuses with `OptionError`, naming the file and
the line and column or the key, what is no table or no TOML, lacks a column, has a key too many, or has a value that does not fit.

A lexicon has the columns of `lexicons/predicates.tsv`: lemmas, pos, frame, type, mode, cameo, separated by tabs. An ontology:

    [types.MEDIATE]
    description = "A third party carries proposals between two others."
    root = "CONSULT"              # the PLOVER type as which such an act is read and filed; left out, it has none
    modes = ["shuttle", "host"]
    cameo = "045"                 # the CAMEO code of acts whose row gives none
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communique.errors import OptionError
from communique.options import OwnTable
from communique.record.plover import TYPES

COLUMNS = ("lemmas", "pos", "frame", "type", "mode", "cameo")
PARTS_OF_SPEECH = ("v", "n")
NAME = re.compile(r"[A-Z]+")
MODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
CAMEO = re.compile(r"[0-9]{2,4}")
LEMMA = re.compile(r"[^\s,A-Z]+")
KEYS = {"description": str, "root": str, "modes": list, "cameo": str}

Complaint = Callable[[str, str], OptionError]  # of a column, about what


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnType:
    """An event type of the user's. `root`: the PLOVER type as which it is read and filed; None where it has none."""

    name: str
    root: str | None = None
    modes: tuple[str, ...] = ()
    cameo: str | None = None


def own_rows(table: OwnTable) -> Iterator[tuple[int, Mapping[str, str], Complaint]]:
    """The rows of a lexicon with their lines, and what makes an error of a column in that line.

    Raises:
        OptionError: there is no header, a row has too many or too few cells, or a lemma, part of speech, mode or code is none.
    """
    header: list[str] | None = None
    for number, line in enumerate(table.text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"lexicon {table.name}, line {number}"
        if header is None:
            header = cells
            if sorted(cells) != sorted(COLUMNS):
                raise OptionError(
                    f"{where}: the first line names the columns {', '.join(COLUMNS)}, with tabs between; got {line!r}"
                )
            continue
        if len(cells) != len(COLUMNS):
            raise OptionError(f"{where}: a row needs {len(COLUMNS)} cells with tabs between, - for none; it has {len(cells)}")

        def wrong(column: str, message: str, where: str = where) -> OptionError:
            return OptionError(f"{where}, column {column!r}: {message}")

        row = dict(zip(header, cells, strict=True))
        _check(row, wrong)
        yield number, row, wrong
    if header is None:
        raise OptionError(f"lexicon {table.name}: it is empty; its first line names the columns {', '.join(COLUMNS)}")


def _check(row: Mapping[str, str], wrong: Complaint) -> None:
    for column, cell in row.items():
        if not cell:
            raise wrong(column, "the cell is empty; write - for none")
    for lemma in row["lemmas"].split(","):
        if not LEMMA.fullmatch(lemma.strip()):
            raise wrong("lemmas", f"{lemma.strip()!r} is no lemma: one word in small letters, with commas between several")
    if row["pos"] not in PARTS_OF_SPEECH:
        raise wrong("pos", f"{row['pos']!r} is neither v (verb) nor n (noun)")
    if row["mode"] != "-" and not MODE.fullmatch(row["mode"]):
        raise wrong("mode", f"{row['mode']!r} is no mode: small letters, digits and hyphens")
    if row["cameo"] != "-" and not CAMEO.fullmatch(row["cameo"]):
        raise wrong("cameo", f"{row['cameo']!r} is no CAMEO code: two to four digits")


def own_types(table: OwnTable) -> dict[str, OwnType]:
    """The event types of an ontology, by name.

    Raises:
        OptionError: it is no TOML, or a key or value does not fit.
    """
    try:
        read = tomllib.loads(table.text)
    except tomllib.TOMLDecodeError as error:
        raise OptionError(f"ontology {table.name}: no TOML: {error}") from None
    unknown = next((key for key in read if key != "types"), None)
    listed = read.get("types")
    if unknown is not None or not isinstance(listed, dict) or not listed:
        about = f"unknown key {unknown!r}; " if unknown is not None else ""
        raise OptionError(f"ontology {table.name}: {about}it has one table for each event type, [types.NAME]")
    return {name: _own_type(name, values, table) for name, values in listed.items()}


def _own_type(name: str, values: Any, table: OwnTable) -> OwnType:
    def wrong(key: str, message: str) -> OptionError:
        return OptionError(f"ontology {table.name}, types.{name}{key and f'.{key}'}: {message}")

    if not NAME.fullmatch(name):
        raise wrong("", "a type's name is capital letters, A to Z")
    if name in TYPES:
        raise wrong("", "this is a type of PLOVER; give yours another name, with PLOVER's as its root")
    if not isinstance(values, dict):
        raise wrong("", f"this has to be a table, [types.{name}]")
    for key, value in values.items():
        if key not in KEYS:
            raise wrong(key, f"unknown key; there are {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise wrong(key, f"this has to be {'a list of texts' if KEYS[key] is list else 'a text'}; got {value!r}")
    root, modes, cameo = values.get("root"), values.get("modes", []), values.get("cameo")
    if root is not None and root not in TYPES:
        raise wrong("root", f"{root!r} is no PLOVER type; there are {', '.join(TYPES)}")
    for mode in modes:
        if not isinstance(mode, str) or not MODE.fullmatch(mode):
            raise wrong("modes", f"{mode!r} is no mode: small letters, digits and hyphens")
    if cameo is not None and not CAMEO.fullmatch(cameo):
        raise wrong("cameo", f"{cameo!r} is no CAMEO code: two to four digits")
    return OwnType(name=name, root=root, modes=tuple(modes), cameo=cameo)
