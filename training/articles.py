"""The articles that the statement model learns from: parsed, with the rules' drafts and the attributions.

In: the benchmark's folder with `attribution/train.jsonl.gz`, one article a line: `id`, `text`, `published`, and `attributions` with
the spans `source`, `cue`, `content`. Out: `Example`s, in an order that sets some apart for checking. A folder without that file gives
None and a line that says so.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from learn_cues import read_articles

from communique.reading.passages import Passages
from communique.reading.pipeline import load_pipeline
from communique.reading.statements.drafts import StatementDraft
from communique.reading.statements.find import find_drafts
from communique.reading.times import find_times
from communique.reading.tree import Tree

N_HELD_OUT, HELD_OUT_SEED = 60, 7
PARTS = ("source", "cue", "content")

Record = dict[str, Any]


@dataclass
class Example:
    """An article's parse, what the rules find in it, and its attributions."""

    tree: Tree
    passages: Passages
    drafts: list[StatementDraft]
    attributions: list[Record]

    def letters(self, attribution: Record) -> dict[str, frozenset[int]]:
        """The letters of an attribution's source, cue and content."""
        return {part: letters_of(self.tree, [(s["start"], s["end"]) for s in attribution.get(part) or []]) for part in PARTS}


def letters_of(tree: Tree, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The offsets of the letters and digits in some spans."""
    return frozenset(at for start, end in spans for at in range(start, end) if tree.text[at].isalnum())


def held_out(bench: Path) -> list[Example] | None:
    """The articles that are set apart."""
    articles = _articles(bench)
    return None if articles is None else list(_parse(articles[:N_HELD_OUT]))


def trained_on(bench: Path, at_most: int | None = None) -> list[Example] | None:
    """The other articles, or the first of them."""
    articles = _articles(bench)
    return None if articles is None else list(_parse(articles[N_HELD_OUT:][:at_most]))


def _articles(bench: Path) -> list[Record] | None:
    path = bench / "attribution" / "train.jsonl.gz"
    if not path.exists():
        print(f"{path} is not there: nothing is trained. Name the benchmark's folder with --bench.")
        return None
    articles = list(read_articles(path))
    random.Random(HELD_OUT_SEED).shuffle(articles)
    return articles


def _parse(articles: list[Record]) -> Iterator[Example]:
    nlp = load_pipeline()
    for article, doc in zip(articles, nlp.pipe((a["text"] for a in articles), batch_size=32), strict=True):
        published = date.fromisoformat(article["published"][:10]) if article.get("published") else None
        tree = Tree(doc)
        passages = Passages(tree)
        yield Example(tree, passages, find_drafts(tree, passages, find_times(doc, published)), article["attributions"])
