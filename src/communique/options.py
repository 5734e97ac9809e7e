"""The options of reading: what changes the output, and is therefore recorded with it.

In: keyword arguments, names of the user's own tables. Out: `ReadOptions`. Refuses with `OptionError` an unknown layer, and a table that
cannot be read as text; what is in the tables is judged by `reading.events.codebook`.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from communique.errors import OptionError
from communique.record.ids import digest
from communique.record.vocab import ActorKind

LAYERS = ("times", "predicates")  # what `--with` may add to a record
MAX_TABLE_BYTES = 5 * 2**20  # a table of predicates of that size would hold every verb of English many times


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of the user's: its `text`, which changes what is read, and the file's `name`, for messages."""

    name: str
    text: str

    @classmethod
    def read(cls, path: str | Path, what: str) -> "OwnTable":
        """The table in a file. `what` says in messages what it is for.

        Raises:
            OptionError: the file cannot be read, is too large, or is no UTF-8 text.
        """
        try:
            raw = Path(path).read_bytes()
        except OSError as error:
            raise OptionError(f"{what} {path}: {error.strerror or error}") from None
        if len(raw) > MAX_TABLE_BYTES:
            raise OptionError(f"{what} {path}: larger than {MAX_TABLE_BYTES // 2**20} MB; no table of words needs that")
        try:
            return cls(name=str(path), text=raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise OptionError(f"{what} {path}, line {line}: no UTF-8 text; save it in UTF-8") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRole:
    """An office that the user gives an actor, from its first day to its last, both included; None is an open end.

    `of` is a country's alpha-3 or an organisation's name, None for any.
    """

    title: str
    of: str | None = None
    first: date | None = None
    last: date | None = None

    def is_held_on(self, day: date | None) -> bool:
        """Whether the office is held on a day; on no day at all where the day is not known and the term has an end."""
        if day is None:
            return self.first is None and self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnActor:
    """What the user says of an actor, against which the reader's own findings do not count.

    `names` are its other names, under which a story's actor is this one; `others` names of somebody else, however like they are.
    """

    name: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    kind: ActorKind | None = None
    country: str | None = None
    code: str | None = None
    roles: tuple[OwnRole, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What changes the output of reading. `layers` are written in `LAYERS`' order.

    `lexicon` holds rows of predicates that stand before the shipped ones, `ontology` event types that they may use. `actors` is
    what the user says of actors.
    """

    layers: tuple[str, ...] = ()
    lexicon: OwnTable | None = None
    ontology: OwnTable | None = None
    actors: tuple[OwnActor, ...] = ()

    def __post_init__(self) -> None:
        for layer in self.layers:
            if layer not in LAYERS:
                raise OptionError(f"option 'with' accepts {', '.join(LAYERS)}; got {layer!r}")

    @classmethod
    def of(
        cls,
        layers: Iterable[str] = (),
        *,
        lexicon: str | Path | None = None,
        ontology: str | Path | None = None,
        actors: Iterable[OwnActor] = (),
    ) -> "ReadOptions":
        """The options with `layers` in one order and each once, so that equal options have equal hashes, and with the tables' text.

        Raises:
            OptionError: a layer is unknown, or a table cannot be read.
        """
        asked = tuple(dict.fromkeys(layers))
        cls(layers=asked)
        return cls(
            layers=tuple(layer for layer in LAYERS if layer in asked),
            lexicon=OwnTable.read(lexicon, "lexicon") if lexicon is not None else None,
            ontology=OwnTable.read(ontology, "ontology") if ontology is not None else None,
            actors=tuple(actors),
        )

    @property
    def hash(self) -> str:
        """A short hash of everything here that changes the output; a table's name does not."""
        own = [(name, table.text) for name, table in (("lexicon", self.lexicon), ("ontology", self.ontology)) if table]
        actors = ("actors", *(repr(astuple(actor)) for actor in self.actors)) if self.actors else ()
        return digest("options", *self.layers, *(part for pair in own for part in pair), *actors)
