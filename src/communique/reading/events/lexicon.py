"""The lexicon of acts: which predicate, in which frame, tells of which PLOVER event, and which words govern acts.

In: the data files of `lexicons/`. Out: `Lexicon`, with frames by lemma in file order.
Refuses a row with the wrong number of columns, an unknown test or an unknown PLOVER type with `ValueError` naming file and line.
"""

from dataclasses import dataclass
from functools import cache

from communique.reading.tables import numbered_rows, read_table
from communique.record.plover import TYPES
from communique.record.vocab import Status

TESTS = frozenset(
    "obj subj comp prt mod of parties purpose praise blame content responsible told infinitive".split()
)  # and prep:WORD

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
    """A predicate's frame and what it tells of; `type` None: no event. `rule` names the row, for the record."""

    tests: tuple[Test, ...]
    type: str | None
    mode: str | None
    cameo: str | None
    rule: str


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


@cache
def load_lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    classes = {row["class"]: frozenset(row["lemmas"].split()) for row in read_table("noun_classes.tsv")}
    frames: dict[tuple[str, str], list[Frame]] = {}
    for number, row in numbered_rows("predicates.tsv"):
        where = f"predicates.tsv, line {number}"
        kind, mode, cameo = (None if row[column] == "-" else row[column] for column in ("type", "mode", "cameo"))
        if kind is not None and kind not in TYPES:
            raise ValueError(f"{where}: {kind!r} is no PLOVER type")
        tests = tuple(_test(word, classes, where) for word in row["frame"].split() if word != "-")
        made = Frame(tests=tests, type=kind, mode=mode, cameo=cameo, rule=f"predicate:{number}")
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


def _test(written: str, classes: dict[str, frozenset[str]], where: str) -> Test:
    negated = written.startswith("!")
    name, _, values = written.removeprefix("!").partition("=")
    kind, _, word = name.partition(":")
    listed = frozenset(values.split("|")) if values else frozenset({"any"})
    if kind not in TESTS and kind != "prep":
        raise ValueError(f"{where}: unknown test {name!r}")
    for value in listed:
        if value.startswith("@") and value[1:] not in classes:
            raise ValueError(f"{where}: unknown noun class {value!r}")
    return Test(name=kind, word=word or None, values=listed, negated=negated)
