"""A story's passages as the statement model reads them: word pieces in windows, each piece with what the rules know of it.

In: the tree, the passages, the rules' drafts and the cue lexicon. Out: `Window`s in text order, a pure function of the story.
Refuses nothing: what can hold no statement is in no window, and a passage longer than a window is cut between words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from communique.reading.passages import Passages
from communique.reading.statements.cues import CueLexicon
from communique.reading.statements.drafts import StatementDraft, by_passage
from communique.reading.tree import Tree
from communique.record.vocab import StatementKind

MAX_PIECES = 128  # of a window: attention grows with the square, and longer windows read no better
MAX_OF_WORD = 8  # of one word: the rest of a web address or a hash tells nothing

N_CASES, N_QUOTED, N_ROLES = 3, 2, 6
N_KINDS = N_CASES * N_QUOTED * N_ROLES
_NO_ROLE, _SOURCE, _CUE_SAID, _CUE_THOUGHT, _BEGINS, _INSIDE = range(N_ROLES)

# The parser's labels, in the order in which the model learned them; 0 is any other one.
DEPS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det "
    "dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt "
    "punct quantmod relcl xcomp"
).split()
_DEP_NUMBERS = {dep: number for number, dep in enumerate(DEPS, 1)}
N_DEPS = len(DEPS) + 1

_PREDICATES = {"NOUN": "n", "ADJ": "a"}

Pieces = Callable[[str], list[int]]


@dataclass(slots=True)
class Window:
    """A part of a story.

    `ids` are word pieces, `kinds` tell the case of each, whether it is quoted and what the rules took it for, `deps` its place in
    the syntax. Token `tokens[k]` of the story begins at piece `at[k]`.
    """

    ids: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    deps: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)


def make_windows(
    tree: Tree,
    passages: Passages,
    drafts: Iterable[StatementDraft],
    bounds: Iterable[tuple[int, int]],
    pieces: Pieces,
    marks: tuple[int, int],
    max_pieces: int = MAX_PIECES,
) -> list[Window]:
    """The windows of a story.

    Args:
        drafts: What the rules found; their sources, cues and contents become part of the input.
        bounds: The first and last (exclusive) tokens of the passages to read, in text order.
        pieces: The word pieces of a word, at least one.
        marks: The pieces that open a window and that part what is not neighbouring.
        max_pieces: The most pieces of a window.
    """
    roles = _roles(tree, drafts)
    opening, border = marks
    windows: list[Window] = []
    window = Window([opening], [0], [0])
    last_paragraph = -1
    for first, last in bounds:
        words = [i for i in range(first, last) if tree.pos[i] != "SPACE"]
        cut = [pieces(tree.words[i])[:MAX_OF_WORD] for i in words]
        size = sum(map(len, cut)) + 2
        if window.tokens and len(window.ids) + size > max_pieces:
            window = _close(window, windows, opening, border)
        elif window.tokens and passages.paragraph[first] != last_paragraph:
            _mark(window, border)
        last_paragraph = passages.paragraph[first]
        for i, ids in zip(words, cut, strict=True):
            if len(window.ids) + len(ids) + 1 > max_pieces:
                window = _close(window, windows, opening, border)
            window.tokens.append(i)
            window.at.append(len(window.ids))
            kind = (_case(tree.words[i]) * N_QUOTED + (passages.quotation[i] >= 0)) * N_ROLES + roles[i]
            window.ids += ids
            window.kinds += [kind] * len(ids)
            window.deps += [_DEP_NUMBERS.get(tree.dep[i], 0)] * len(ids)
    if window.tokens:
        _close(window, windows, opening, border)
    return windows


def _close(window: Window, windows: list[Window], opening: int, border: int) -> Window:
    _mark(window, border)
    windows.append(window)
    return Window([opening], [0], [0])


def _mark(window: Window, piece: int) -> None:
    window.ids.append(piece)
    window.kinds.append(0)
    window.deps.append(0)


def candidates(tree: Tree, passages: Passages, drafts: Iterable[StatementDraft], cues: CueLexicon) -> Iterator[tuple[int, int]]:
    """The passages that a second look may pay in: those that may hold a statement, but for the plain "“…,” X said"."""
    here = by_passage(passages, drafts, with_cues=True)
    for number, (first, last) in enumerate(passages.bounds):
        claims = here.get(number, [])
        if claims and _is_settled(tree, passages, first, last, claims):
            continue
        is_quoted = any(passages.quotation[i] >= 0 for i in range(first, last))
        if claims or is_quoted or any(_may_tell(tree, cues, i) for i in range(first, last)):
            yield first, last


def with_context(
    passages: Passages, drafts: Iterable[StatementDraft], bounds: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Some passages and those of their paragraphs in which the rules found something: what is told beside helps to read them."""
    chosen = set(bounds)
    paragraphs = {passages.paragraph[first] for first, _ in chosen}
    told = by_passage(passages, drafts, with_cues=True)
    return [
        (first, last)
        for number, (first, last) in enumerate(passages.bounds)
        if (first, last) in chosen or (number in told and passages.paragraph[first] in paragraphs)
    ]


def _is_settled(tree: Tree, passages: Passages, first: int, last: int, claims: list[StatementDraft]) -> bool:
    """Whether the rules' speech takes all of a passage but for verbless words such as "on Monday" and the cues' own."""
    said = [draft for draft in claims if draft.is_outer and draft.kind is not StatementKind.THOUGHT]
    if len(said) != sum(draft.is_outer for draft in claims):
        return False
    cues = {draft.cue for draft in said}
    told = bytearray(last - first)
    for draft in said:
        for begin, end in draft.parts:
            begin, end = max(begin, first) - first, min(end, last) - first
            if begin < end:
                told[begin:end] = b"\x01" * (end - begin)
    for i in range(first, last):
        if told[i - first] or tree.pos[i] in ("PUNCT", "SPACE"):
            continue
        if passages.quotation[i] >= 0 or (tree.is_verb(i) and i not in cues and tree.dep[i] not in ("aux", "auxpass")):
            return False
    return True


def _may_tell(tree: Tree, cues: CueLexicon, i: int) -> bool:
    if tree.low[i] == "according":
        return True
    pos = "v" if tree.is_verb(i) else _PREDICATES.get(tree.pos[i])
    return pos is not None and cues.is_likely(pos, tree.lemma[i].lower())


def _roles(tree: Tree, drafts: Iterable[StatementDraft]) -> list[int]:
    """What the rules made of each token; of nested drafts the outermost counts."""
    roles = [_NO_ROLE] * tree.n
    for draft in sorted(drafts, key=lambda d: (d.parts[0][0], -d.size, d.cue if d.cue is not None else -1)):
        if draft.cue is not None and roles[draft.cue] != _NO_ROLE:
            continue
        for number, (first, last) in enumerate(draft.parts):
            if roles[first] == _NO_ROLE:
                roles[first:last] = [_INSIDE] * (last - first)
                if number == 0:
                    roles[first] = _BEGINS
        if draft.cue is not None:
            cue = _CUE_THOUGHT if draft.kind is StatementKind.THOUGHT else _CUE_SAID
            roles[draft.cue : draft.cue_end] = [cue] * (draft.cue_end - draft.cue)
        if draft.source is not None and roles[draft.source] == _NO_ROLE:
            roles[draft.source] = _SOURCE
    return roles


def _case(word: str) -> int:
    letter = next((character for character in word if character.isalpha()), "")
    if not letter.isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1
