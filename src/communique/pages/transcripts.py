"""Pages on which people speak in turn: press briefings, interviews, hearings.

In: a page's lines. Out: the same, with every turn as prose, so that a label with a few words ("Q: And then?", "MR. SOUSA: So -") is
neither a headline nor furniture. Refuses a page with a few labels: an agenda or a box of facts is no transcript.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from communique.pages.lines import Line, Shape

# "Q:", "MR. SOUSA:", "Ana Sousa (Harbour Post):", "The Minister:". Followed by words, or alone in its line.
_LABEL = re.compile(
    r"(?P<label>[QA](?=\s?[:.]\s)"
    r"|[A-Z][\w.'’-]*(?:,? (?:of|the|de|da|von|van|bin|al|and|for|[A-Z][\w.'’-]*)){0,6}(?:\s?\([^():]{1,40}\))?)\s?[:.](?:\s+(?=\S)|$)"
)
_ASIDE = re.compile(
    r"[(\[](?:laughter|applause|crosstalk|inaudible|off-mike|pause|through (?:an )?interpreter|via translator)[^()]{0,40}[)\]]\.?",
    re.I,
)
# Words before a colon that name a thing of the page, not a person.
_NOT_SPEAKERS = frozenset(
    "photo photos image picture video caption credit source sources related read watch listen more update updated published posted tags"
    " topics filed by editor note correction byline dateline headline section length date copyright contact share follow also see where"
    " when what who why how time place subject title location language url link".split()
)
_MIN_TURNS, _MIN_SHARE, _MIN_REPEATED = 4, 0.3, 2
_MAX_LABEL_CHARS = 70


def keep_turns(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a page; those of a transcript's turns are prose, and so is what breaks off or laughs between them."""
    labels = [speaker_label(line) for line in lines]
    times = Counter(label for label in labels if label)
    turns = [i for i, label in enumerate(labels) if label and (times[label] > 1 or _is_spoken_label(label))]
    repeated = sum(count > 1 for count in times.values())
    if len(turns) < _MIN_TURNS or repeated < _MIN_REPEATED:
        return tuple(lines)
    first, last = turns[0], turns[-1]
    if len(turns) < _MIN_SHARE * sum(line.n_words > 0 for line in lines[first : last + 1]):
        return tuple(lines)
    spoken = set(turns)
    kept = list(lines)
    for i in range(first, last + 1):
        line = lines[i]
        if i in spoken or _ASIDE.fullmatch(line.text) or (line.shape in (Shape.BARE, Shape.CUT) and line.n_words > 1):
            whole = replace(line, body=line.start, text=line.whole, shape=Shape.PROSE, kind="", bullet="")
            kept[i] = whole
    return tuple(kept)


def speaker_label(line: Line) -> str | None:
    """Who speaks in a line, as its label says; None if no label begins it."""
    opening = line.whole[:_MAX_LABEL_CHARS]
    if ":" not in opening and not opening.startswith(("Q", "A")):
        return None
    match = _LABEL.match(opening)
    if match is None:
        return None
    label = match["label"]
    if len(label) > 1 and not line.whole[match.end("label") :].lstrip().startswith(":"):
        return None  # only Q and A may have a stop
    words = re.findall(r"[a-z]+", label.lower())
    if not words or words[0] in _NOT_SPEAKERS or words[-1] in _NOT_SPEAKERS:
        return None
    return label


def _is_spoken_label(label: str) -> bool:
    """Whether a label that comes once is one of a speaker: in capitals."""
    return label.isupper() and len(label) > 1
