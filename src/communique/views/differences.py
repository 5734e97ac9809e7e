"""Where the copy of a story departs from it.

In: two texts. Out: runs of words that both have, only the first has, or only the second. Refuses nothing; of very long texts only
the beginnings are compared, and the result says so.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_PARAGRAPHS = 400  # compared with one another: the matcher is quadratic at worst
MOST_WORDS = 300  # of a changed stretch, compared word by word; a longer one is shown as a whole
KEPT_WORDS = 12  # of what both have, on either side of a change


class Side(StrEnum):
    """Whose the words are."""

    BOTH = "both"
    FIRST = "first"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words and whose they are."""

    side: Side
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How a copy differs: `share` is the part of the paragraphs that are the same (0 to 1)."""

    stretches: tuple[Stretch, ...]
    share: float
    is_whole: bool

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but blanks."""
        return self.is_whole and all(stretch.side is Side.BOTH for stretch in self.stretches)


def differences(first: str, second: str) -> Differences:
    """What the second text leaves out, adds or words otherwise; common words are shortened to the surroundings of a change."""
    paragraphs, others = _paragraphs(first), _paragraphs(second)
    is_whole = max(len(paragraphs), len(others)) <= MOST_PARAGRAPHS
    matcher = SequenceMatcher(None, paragraphs[:MOST_PARAGRAPHS], others[:MOST_PARAGRAPHS], autojunk=False)
    stretches: list[Stretch] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            stretches.append(Stretch(Side.BOTH, " ".join(paragraphs[a:b])))
        else:
            stretches += _by_word(" ".join(paragraphs[a:b]).split(), " ".join(others[c:d]).split())
    return Differences(stretches=_shortened(_joined(stretches)), share=matcher.ratio(), is_whole=is_whole)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _by_word(words: list[str], others: list[str]) -> list[Stretch]:
    if max(len(words), len(others)) > MOST_WORDS:
        return _both_sides(words, others)
    made: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        made += [Stretch(Side.BOTH, " ".join(words[a:b]))] if tag == "equal" else _both_sides(words[a:b], others[c:d])
    return made


def _both_sides(words: list[str], others: list[str]) -> list[Stretch]:
    sides = ((Side.FIRST, words), (Side.SECOND, others))
    return [Stretch(side, " ".join(told)) for side, told in sides if told]


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    made: list[Stretch] = []
    for stretch in stretches:
        if made and made[-1].side is stretch.side:
            made[-1] = Stretch(stretch.side, f"{made[-1].words} {stretch.words}")
        else:
            made.append(stretch)
    return made


def _shortened(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    made = []
    for number, stretch in enumerate(stretches):
        words = stretch.words.split()
        if stretch.side is Side.BOTH and len(words) > 2 * KEPT_WORDS:
            before = " ".join(words[:KEPT_WORDS]) + " " if number else ""
            after = " " + " ".join(words[-KEPT_WORDS:]) if number < len(stretches) - 1 else ""
            stretch = Stretch(Side.BOTH, f"{before}…{after}")
        made.append(stretch)
    return tuple(made)
