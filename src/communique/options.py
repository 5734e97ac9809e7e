"""The options of reading: what changes the output, and is therefore recorded with it.

In: keyword arguments. Out: `ReadOptions`. Refuses an unknown layer with `OptionError`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from communique.errors import OptionError
from communique.record.ids import digest

LAYERS = ("times", "predicates")  # what `--with` may add to a record


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What changes the output of reading. `layers` are written in `LAYERS`' order."""

    layers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for layer in self.layers:
            if layer not in LAYERS:
                raise OptionError(f"option 'with' accepts {', '.join(LAYERS)}; got {layer!r}")

    @classmethod
    def of(cls, layers: Iterable[str] = ()) -> "ReadOptions":
        """The options with `layers` in one order and each once, so that equal options have equal hashes.

        Raises:
            OptionError: a layer is unknown.
        """
        asked = tuple(dict.fromkeys(layers))
        cls(layers=asked)
        return cls(layers=tuple(layer for layer in LAYERS if layer in asked))

    @property
    def hash(self) -> str:
        """A short hash of everything here."""
        return digest("options", *self.layers)
