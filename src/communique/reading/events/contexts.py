"""The PLOVER contexts of events, from the words of their sentences.

In: trigger tokens. Out: contexts in the codebook's order. Refuses nothing: a sentence without any such word has no context.
"""

from functools import cache

from spacy.tokens import Span as SpacySpan

from communique.reading.tables import read_table
from communique.record.plover import CONTEXTS


@cache
def load_contexts() -> dict[str, frozenset[str]]:
    """The contexts that a lemma speaks for."""
    table: dict[str, set[str]] = {}
    for row in read_table("contexts.tsv"):
        for lemma in row["lemmas"].split():
            table.setdefault(lemma, set()).add(row["context"])
    return {lemma: frozenset(contexts) for lemma, contexts in table.items()}


def find_contexts(sentence: SpacySpan) -> tuple[str, ...]:
    """The contexts of the events in a sentence."""
    table = load_contexts()
    found: set[str] = set()
    for token in sentence:
        found |= table.get(token.lemma_.lower(), frozenset())
    return tuple(context for context in CONTEXTS if context in found)
