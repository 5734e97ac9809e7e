"""The statement model: a small transformer that scores which words of a window are a source, a cue or a content.

In: `Window`s. Out: scores for `linking.py`. Each window runs alone, so that the numbers do not depend on what else is read: the
model's integers are scaled by the largest value of a run. Refuses nothing; a missing or broken model file is a `ModelError`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from communique.errors import ModelError
from communique.reading.statements.windows import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = Path(__file__).resolve().parent / "model"
WEIGHTS, PIECES = "tagger.onnx", "tokenizer.json"
_MAX_WORDS = 100_000  # remembered; hostile text must not fill the memory


class Tagger:
    """The model and its word pieces. One core is used; reading scales by processes."""

    __slots__ = ("_session", "_tokenizer", "_unknown", "_words", "marks")

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load the model.

        Raises:
            ModelError: its files are missing or not to be read.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                (folder / WEIGHTS).read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / PIECES))
            opening, border, unknown = (self._tokenizer.get_vocab()[name] for name in ("[CLS]", "[SEP]", "[UNK]"))
        except Exception as error:
            raise ModelError(f"the statement model in {folder} cannot be loaded ({error}); install communique again") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._unknown: list[int] = [unknown]
        self._words: dict[str, list[int]] = {}
        self.marks: tuple[int, int] = (opening, border)

    def __repr__(self) -> str:
        return f"Tagger({self._tokenizer.get_vocab_size()} word pieces)"

    def pieces(self, word: str) -> list[int]:
        """The word pieces of a word, at least one."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MAX_WORDS:
                self._words.clear()
            known = self._words[word] = self._tokenizer.encode(word, add_special_tokens=False).ids or self._unknown
        return known

    def score(self, window: Window) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The scores of a window's words: a row of labels for each, and a row that points to the words that cues begin with."""
        import numpy as np

        labels, links = self._session.run(
            None,
            {
                "ids": np.array([window.ids], dtype=np.int64),
                "kinds": np.array([window.kinds], dtype=np.int64),
                "deps": np.array([window.deps], dtype=np.int64),
                "at": np.array([window.at], dtype=np.int64),
            },
        )
        return labels[0], links[0]


@cache
def load_tagger() -> Tagger:
    """The shipped model, loaded once."""
    return Tagger()
