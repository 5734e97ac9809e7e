"""Fit the weights of `reading/predicates/weights.tsv`, and list the nouns of `reading/lexicons/event_nouns.tsv`.

In: files of sentences with annotated predicates, one JSON object a line (`.gz` too): `set`, `text`, `targets` with `start`, `end`
and a `value` from -3 to 3. Out: the two tables in the working copy. Only weights of signs and single nouns leave the sentences.

    python training/learn_factuality.py TRAIN [--check HELD_OUT]

The weights are a linear regression with the least absolute error (scikit-learn's LinearSVR with no tube) over the signs of
`reading/predicates/signs.py`. Sets that are annotated by other rules count as `SHARES` says: the scale is that of annotators
who judged news as readers ("uw"); "uds" asks of sentences from the web whether something has happened, so that all that lies
ahead is near -3, and stands for little more than its questions and requests, which news lacks. A noun is listed where at
least half of its uses in the news sets, and `LEAST_NOUN` of them, are annotated.
"""

import argparse
import gzip
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVR

from communique.reading.actors import find_actors
from communique.reading.events.lexicon import load_lexicon
from communique.reading.events.status import StatusFinder
from communique.reading.found import innermost
from communique.reading.pipeline import load_pipeline
from communique.reading.predicates.find import NOUN_ENDINGS
from communique.reading.predicates.signs import find_signs
from communique.reading.predicates.weights import BIAS, weigh
from communique.reading.statements import find_statements
from communique.reading.syntax import is_verbal
from communique.reading.times import find_times
from communique.reading.world import load_world
from communique.record.vocab import Status

READING = Path(__file__).resolve().parent.parent / "src" / "communique" / "reading"
SHARES = {"uw": 1.0, "meantime": 3.0, "uds": 0.03}  # what one target of a set counts
NEWS = ("uw", "meantime")
LEAST_SIGN = 4  # a sign seen less often says more of its sentence than of the language
LEAST_NOUN = 3
LEAST_SHARE = 0.5
LEAST_WEIGHT = 0.005
C = 0.3

WEIGHTS_HEADER = """\
# What each sign of a predicate adds to its factuality (-3 to 3). Signs: see signs.py; use: see weights.py.
# Source: fitted by training/learn_factuality.py to the train parts of UW (Lee et al. 2015), MEANTIME (Minard et al. 2016) and
#   UDS-IH2 (Rudinger et al. 2018), as given by github.com/njjiang/factuality_bert, parsed with {model}.
#   The table holds weights and single words only."""
NOUNS_HEADER = """\
# Nouns that name acts and happenings, besides those that end like one ("-tion") and those of predicates.tsv.
# Source: counted by training/learn_factuality.py over the train parts of UW (Lee et al. 2015) and MEANTIME (Minard et al. 2016).
# How collected: nouns annotated as predicates in at least half of their uses and at least {least} times. Single words only.
noun"""


@dataclass(frozen=True, slots=True)
class Target:
    """An annotated predicate."""

    kind: str
    value: float
    signs: frozenset[str]
    status: Status
    verbal: bool


def rows(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_targets(path: Path) -> tuple[list[Target], Counter[str], Counter[str], str]:
    """The targets of a file; how often each noun of the news sets is used and annotated; the pipeline's name."""
    nlp, lexicon, world = load_pipeline(), load_lexicon(), load_world()
    listed = list(rows(path))
    targets: list[Target] = []
    used, annotated = Counter[str](), Counter[str]()
    for row, doc in zip(listed, nlp.pipe(row["text"] for row in listed), strict=True):
        statements = find_statements(doc, find_actors(doc, world, None), find_times(doc, None))
        finder = StatusFinder(lexicon=lexicon, statements=statements)
        marked = set()
        for target in row["targets"]:
            span = doc.char_span(target["start"], target["end"], alignment_mode="expand")
            token = span.root
            marked.add(token.i)
            status = finder.find(token).status
            voice = innermost(statements, token.i)
            signs = find_signs(token, status, statements[voice] if voice is not None else None, lexicon)
            targets.append(Target(row["set"], target["value"], signs, status, is_verbal(token)))
        if row["set"] in NEWS:
            nouns = [token for token in doc if token.pos_ == "NOUN"]
            used.update(token.lemma_.lower() for token in nouns)
            annotated.update(token.lemma_.lower() for token in nouns if token.i in marked)
    return targets, used, annotated, f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"


def fit(targets: list[Target]) -> dict[str, float]:
    """The weights by sign, and the bias."""
    counts = Counter(sign for target in targets for sign in target.signs)
    signs = sorted(sign for sign, n in counts.items() if n >= LEAST_SIGN)
    columns = {sign: n for n, sign in enumerate(signs)}
    cells = [(n, columns[sign]) for n, target in enumerate(targets) for sign in sorted(target.signs) if sign in columns]
    matrix = sparse.csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(targets), len(signs)))
    model = LinearSVR(C=C, epsilon=0.0, loss="epsilon_insensitive", max_iter=20_000, random_state=0, intercept_scaling=10.0)
    model.fit(matrix, [target.value for target in targets], sample_weight=[SHARES[target.kind] for target in targets])
    fitted = {sign: round(float(w), 3) for sign, w in zip(signs, model.coef_, strict=True)}
    return {BIAS: round(float(model.intercept_[0]), 3)} | {s: w for s, w in fitted.items() if abs(w) >= LEAST_WEIGHT}


def write(path: Path, header: str, lines: Iterable[str]) -> None:
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")


def check(path: Path, weights: dict[str, float]) -> None:
    """Print the mean absolute error and the correlation on held-out sentences, by set."""
    targets, *_ = read_targets(path)
    for kind in sorted({target.kind for target in targets}):
        pairs = [(t.value, weigh(t.signs, t.status, weights, verbal=t.verbal)) for t in targets if t.kind == kind]
        error = statistics.fmean(abs(gold - said) for gold, said in pairs)
        print(f"{kind}: {len(pairs)} targets, mae {error:.3f}, r {statistics.correlation(*zip(*pairs, strict=True)):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--check", type=Path)
    asked = parser.parse_args()
    targets, used, annotated, model = read_targets(asked.train)
    weights = fit(targets)
    write(
        READING / "predicates" / "weights.tsv",
        WEIGHTS_HEADER.format(model=model),
        (f"{sign}\t{weight:g}" for sign, weight in weights.items()),
    )
    frames = load_lexicon().frames
    nouns = sorted(
        noun
        for noun, n in annotated.items()
        if n >= LEAST_NOUN
        and n >= LEAST_SHARE * used[noun]
        and not noun.endswith(NOUN_ENDINGS)
        and (noun, "n") not in frames
        and noun.isalpha()
    )
    write(READING / "lexicons" / "event_nouns.tsv", NOUNS_HEADER.format(least=LEAST_NOUN), nouns)
    print(f"{len(weights)} weights, {len(nouns)} nouns")
    if asked.check:
        check(asked.check, weights)


if __name__ == "__main__":
    main()
