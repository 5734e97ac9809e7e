"""The lexicon of acts: which predicate, in which frame, tells of which PLOVER event, and which words govern acts.

In: the data files of `lexicons/`, the user's own rows and event types. Out: `Lexicon`, with frames by lemma in file order, the user's
first. Refuses a row with the wrong number of columns, an unknown test, noun class, type or mode, naming file, line and column: with
`OptionError` in the user's tables, with `ValueError` in the shipped ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from communique.options import OwnTable
from communique.reading.events.codebook import OwnType, own_rows, own_types
from communique.reading.tables import numbered_rows, read_table
from communique.record.plover import TYPES
from communique.record.vocab import Status

TESTS = frozenset(
    "obj subj comp prt mod of parties purpose praise blame content responsible told infinitive".split()
)  # and prep:WORD

SHIPPED = "predicate:"  # begins the rule of a row of the shipped lexicon
PARTS_OF_SPEECH = {"VERB": "v", "NOUN": "n", "ADJ": "a"}  # the parser's, as the tables write them


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of a frame. `values` are lemmas, `@class`es and the words any, none, actor, place, plural."""

    name: str
    word: str | None
    values: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate's frame and what it tells of; `type` None: no event. `rule` names the row, for the record.

    `plover` is the PLOVER type as which an act of the user's own type is read, None where that has none.
    """

    tests: tuple[Test, ...]
    type: str | None
    plover: str | None
    mode: str | None
    cameo: str | None
    rule: str

    @property
    def is_shipped(self) -> bool:
        """Whether the row is of the shipped lexicon, not of the user's."""
        return self.rule.startswith(SHIPPED)


@dataclass(frozen=True, slots=True)
class Governor:
    """The status that a governing word lends; None leaves the act below as it is. `below`: inf, clause, noun or any."""

    below: str
    status: Status | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. `frames` by (lemma, "v" or "n"), `governors` by (lemma or lemma_particle, "v", "n" or "a")."""

    frames: dict[tuple[str, str], tuple[Frame, ...]]
    governors: dict[tuple[str, str], tuple[Governor, ...]]
    classes: dict[str, frozenset[str]]
    judgements: dict[str, frozenset[str]]

    def is_in(self, lemma: str, values: frozenset[str]) -> bool:
        """Whether a lemma is among `values`, by itself or through a class."""
        return lemma in values or any(v[0] == "@" and lemma in self.classes[v[1:]] for v in values)

    def governor(self, lemma: str, pos: str, below: str) -> Governor | None:
        """The entry of a governing word over an infinitive, a clause or a noun; None if it has none."""
        for entry in self.governors.get((lemma, pos), ()):
            if entry.below in (below, "any"):
                return entry
        return None


@lru_cache(maxsize=4)
def load_lexicon(own: OwnTable | None = None, ontology: OwnTable | None = None) -> Lexicon:
    """The shipped lexicon, with the user's rows before those of the same predicate. Each is made once.

    Raises:
        OptionError: one of the user's tables has an error; names the file, the line and the column or key.
    """
    shipped = _shipped()
    types = own_types(ontology) if ontology is not None else {}
    if own is None:
        return shipped
    frames: dict[tuple[str, str], list[Frame]] = {}
    for number, row, wrong in own_rows(own):
        try:
            made = _frame(row, types, shipped.classes, f"lexicon:{number}")
        except CellError as error:
            raise wrong(error.column, str(error)) from None
        for lemma in row["lemmas"].split(","):
            frames.setdefault((lemma.strip(), row["pos"]), []).append(made)
    return replace(
        shipped, frames=shipped.frames | {key: (*rows, *shipped.frames.get(key, ())) for key, rows in frames.items()}
    )


@cache
def _shipped() -> Lexicon:
    classes = {row["class"]: frozenset(row["lemmas"].split()) for row in read_table("noun_classes.tsv")}
    frames: dict[tuple[str, str], list[Frame]] = {}
    for number, row in numbered_rows("predicates.tsv"):
        try:
            made = _frame(row, {}, classes, f"{SHIPPED}{number}")
        except CellError as error:
            raise ValueError(f"predicates.tsv, line {number}, column {error.column!r}: {error}") from None
        for lemma in row["lemmas"].split(","):
            frames.setdefault((lemma.strip(), row["pos"]), []).append(made)
    governors: dict[tuple[str, str], list[Governor]] = {}
    for row in read_table("governors.tsv"):
        entry = Governor(below=row["below"], status=None if row["status"] == "fact" else Status(row["status"]))
        for lemma in row["lemmas"].split(","):
            governors.setdefault((lemma.strip(), row["pos"]), []).append(entry)
    return Lexicon(
        frames={key: tuple(value) for key, value in frames.items()},
        governors={key: tuple(value) for key, value in governors.items()},
        classes=classes,
        judgements={row["kind"]: frozenset(row["lemmas"].split()) for row in read_table("judgements.tsv")},
    )


class CellError(ValueError):
    """A cell that does not fit its column."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _frame(row: Mapping[str, str], types: Mapping[str, OwnType], classes: Mapping[str, frozenset[str]], rule: str) -> Frame:
    kind, mode, cameo = (None if row[column] == "-" else row[column] for column in ("type", "mode", "cameo"))
    own = types.get(kind or "")
    if kind is not None and own is None and kind not in TYPES:
        names = ", ".join((*types, *TYPES))
        raise CellError("type", f"{kind!r} is no PLOVER type and none of the ontology; there are {names}, and - for no event")
    if own is not None and mode is not None and mode not in own.modes:
        known = ", ".join(own.modes) or "none"
        raise CellError("mode", f"{mode!r} is no mode of {kind}; the ontology lists {known}")
    return Frame(
        tests=tuple(_test(word, classes) for word in row["frame"].split() if word != "-"),
        type=kind,
        plover=own.root if own is not None else kind,
        mode=mode,
        cameo=cameo or (own.cameo if own is not None else None),
        rule=rule,
    )


def _test(written: str, classes: Mapping[str, frozenset[str]]) -> Test:
    negated = written.startswith("!")
    name, _, values = written.removeprefix("!").partition("=")
    kind, _, word = name.partition(":")
    listed = frozenset(values.split("|")) if values else frozenset({"any"})
    if kind not in TESTS and kind != "prep":
        raise CellError("frame", f"unknown test {name!r}; there are {', '.join(sorted(TESTS))} and prep:WORD")
    if kind == "prep" and not word:
        raise CellError("frame", "the test prep needs its preposition: prep:with=actor")
    for value in listed:
        if not value or (value[0] == "@" and value[1:] not in classes):
            raise CellError(
                "frame", f"unknown noun class {value!r}; there are {', '.join('@' + name for name in sorted(classes))}"
            )
    return Test(name=kind, word=word or None, values=listed, negated=negated)
