"""Stories that repeat an earlier story's text: wire copies, cut and edited versions.

In: stories as (id, publication day, text). Out: for each that repeats an earlier one, which, by what rule, with what score. Sees
words alone: a headline, a source or a date proves nothing. Does not depend on the order of the stories.

Candidates come from MinHash: stories that share the least hash of their five-word sequences in any of `N_BANDS` permutations.
Each candidate is then compared for real: the share of the shorter text's sequences that the longer one has.
"""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

SHINGLE_WORDS = 5

# Tuned on stories with cut, moved, rewritten and truncated paragraphs, and on follow-ups that quote an earlier story (benchmark
# "duplicates", dev: 2,000 stories). One row a band, because a truncated copy of a long story has a Jaccard of .2 and less: 64
# bands of one row find every pair over `MIN_SHARE`, 64 bands of two rows 99.5 %, 85 of three 96 %.
N_BANDS = 64
SEED = 42
MIN_SHARE = 0.5  # pairs F1 .9976 to .9985 from .45 to .55
# A passage that several stories quote makes a cut copy of one look like a copy of all: a story goes with those that explain it
# nearly as well as the best does. Pairs F1 and follow-ups taken for copies: .9985 and .019 at .05, .9967 and .057 at .10, .9949
# and .094 at .15, .9870 and .170 without this rule.
MAX_BEHIND = 0.05
# Texts shorter than this are copies only when all their words are the same: a few sequences in common prove nothing.
MIN_SHINGLES = 10
# A sequence that more stories share than this (an outlet's standing lines, a wire story printed everywhere) gives each of them only
# the earliest few and its neighbours as candidates, so that the work stays linear.
MAX_BUCKET = 32
N_EARLIEST = 8

COPY = "copy"
EXTENDED = "extended"
VERSION = "earlier version"
REPEATING = (COPY, VERSION)  # stories that move nothing and that lists leave out
K = TypeVar("K")  # what a caller tells its stories apart by: ids, or numbers of rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What is kept of a text to find its copies: how many sequences it has, and `N_BANDS` least hashes as 32-bit integers."""

    n_shingles: int
    bands: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much two texts have in common: `shared` sequences, of `n_one` and `n_other`."""

    shared: int
    n_one: int
    n_other: int

    @property
    def share(self) -> float:
        """The share of the shorter text that the longer one has."""
        return self.shared / max(1, min(self.n_one, self.n_other))

    @property
    def share_of_longer(self) -> float:
        """The share of the longer text that the shorter one has."""
        return self.shared / max(1, max(self.n_one, self.n_other))


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate(Generic[K]):
    """A story and the earliest story of those whose text it shares.

    `rule` is `copy`, or `extended` if most of the story's own text is not in any earlier one of them: it then has news of
    its own; or `earlier version` if the other is what the same address said later. `score` is the share that ties it to the
    others, `own_share` the share of its text that earlier ones lack.
    """

    id: K
    duplicate_of: K
    rule: str
    score: float
    own_share: float


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    """The text's sequences of words; the whole text where it is too short to have `MIN_SHINGLES`."""
    words = _words(text)
    if len(words) < SHINGLE_WORDS + MIN_SHINGLES:
        return iter([words] if words else [])
    return zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False)


def signature_of(text: str) -> Signature:
    """The signature of a text; the same on every machine."""
    from rensa import RMinHash  # compiled, and needed only where stories are put in order

    shingles = {" ".join(shingle) for shingle in _shingles(text)}
    if not shingles:
        return Signature(n_shingles=0, bands=b"")
    hashed = RMinHash(N_BANDS, SEED)
    hashed.update(sorted(shingles))
    return Signature(n_shingles=len(shingles), bands=array("I", hashed.digest()).tobytes())


@lru_cache(maxsize=4_000)  # some 50 MB of news
def _shingle_set(text: str) -> frozenset[int]:
    return frozenset(hash(shingle) for shingle in _shingles(text))  # hashes: a tenth of the tuples' memory


def compare(one: str, other: str) -> Overlap:
    """The real overlap of two texts."""
    ours, theirs = _shingle_set(one), _shingle_set(other)
    return Overlap(shared=len(ours & theirs), n_one=len(ours), n_other=len(theirs))


def find_candidates(signatures: Sequence[Signature]) -> list[tuple[int, int]]:
    """The pairs of stories (their places in `signatures`, the smaller first) that may be copies, in order.

    The order of the signatures should not depend on anything but the stories: with very common sequences it decides which pairs
    are looked at.
    """
    bands = [array("I", signature.bands) for signature in signatures]
    together: Counter[tuple[int, int]] = Counter()
    for band in range(N_BANDS):  # one after another: all bands' buckets at once are most of an assembly's memory
        buckets: dict[int, list[int]] = defaultdict(list)
        for place, least in enumerate(bands):
            if least:
                buckets[least[band]].append(place)
        for places in buckets.values():
            if len(places) > 1:
                together.update(_pairs(places))
    return sorted(pair for pair, n in together.items() if _is_likely(n, signatures[pair[0]], signatures[pair[1]]))


def _pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(places) <= MAX_BUCKET:
        yield from ((one, other) for i, other in enumerate(places) for one in places[:i])
        return
    for i, other in enumerate(places):
        yield from ((one, other) for one in places[: min(i, N_EARLIEST)])
        yield from ((one, other) for one in places[max(N_EARLIEST, i - N_EARLIEST) : i])


def _is_likely(n: int, one: Signature, other: Signature) -> bool:
    """Whether `n` common bands can come of two texts that share `MIN_SHARE` of the shorter: at most 3 deviations fewer than that."""
    short, long = sorted((one.n_shingles, other.n_shingles))
    jaccard = MIN_SHARE * short / (long + (1 - MIN_SHARE) * short)
    expected = N_BANDS * jaccard
    return bool(n >= expected - 3 * math.sqrt(expected * (1 - jaccard)))


def group(overlaps: dict[tuple[int, int], Overlap]) -> list[tuple[int, int]]:
    """The pairs, of those compared, that are copies of one another.

    Args:
        overlaps: What was found for each pair of candidates, two places in the order of the stories.
    Returns:
        Pairs in order: those over `MIN_SHARE` in which the shorter story has no much better explanation.
    """
    best: dict[int, float] = defaultdict(float)
    for (one, other), overlap in overlaps.items():
        shorter, longer = (one, other) if overlap.n_one <= overlap.n_other else (other, one)
        best[shorter] = max(best[shorter], overlap.share)
        if overlap.share_of_longer >= MIN_SHARE:
            best[longer] = max(best[longer], overlap.share_of_longer)
    kept = []
    for (one, other), overlap in overlaps.items():
        shorter = one if overlap.n_one <= overlap.n_other else other
        is_near_best = overlap.share >= best[shorter] - MAX_BEHIND
        if overlap.share >= MIN_SHARE and (is_near_best or overlap.share_of_longer >= MIN_SHARE):
            kept.append((one, other))
    return sorted(kept)


def resolve(
    order: Sequence[K], pairs: Sequence[tuple[int, int]], overlaps: dict[tuple[int, int], Overlap]
) -> tuple[Duplicate[K], ...]:
    """Each story that repeats others, with the earliest of them.

    Args:
        order: The stories, the earliest first.
        pairs: What `group` gave.
        overlaps: As for `group`.
    """
    parent = list(range(len(order)))

    def first(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in pairs:
        early, late = sorted((first(one), first(other)))
        parent[late] = early
    score: dict[int, float] = defaultdict(float)
    repeated: dict[int, float] = defaultdict(float)  # the largest share of a story that one earlier story has
    for one, other in pairs:
        overlap = overlaps[one, other]
        for place in (one, other):
            score[place] = max(score[place], overlap.share)
        repeated[other] = max(repeated[other], overlap.shared / max(1, overlap.n_other))
    found = []
    for place, story in enumerate(order):
        if first(place) != place:
            rule = COPY if repeated[place] >= MIN_SHARE else EXTENDED
            found.append(
                Duplicate(
                    id=story,
                    duplicate_of=order[first(place)],
                    rule=rule,
                    score=round(score[place], 4),
                    own_share=round(1 - repeated[place], 4),
                )
            )
    return tuple(found)


def supersede(found: Sequence[Duplicate[K]], versions: Mapping[K, tuple[str, str]]) -> tuple[Duplicate[K], ...]:
    """Let the newest version of a page that was changed stand for the earlier ones.

    Args:
        found: What `resolve` gave.
        versions: For stories with an address of their own: the address, and what puts its versions in order, oldest first.
    Returns:
        The same, in which earlier versions repeat the newest one, and what repeated an earlier version repeats the newest.
    """
    of = {each.id: each for each in found}
    groups: dict[tuple[K, str], list[K]] = defaultdict(list)
    for story in {*of, *(each.duplicate_of for each in found)}:
        if story in versions:
            root = of[story].duplicate_of if story in of else story
            groups[root, versions[story][0]].append(story)
    newest = {}
    for stories in groups.values():
        *earlier, last = sorted(stories, key=lambda story: versions[story][1])
        newest.update(dict.fromkeys(earlier, last))
    made = []
    for each in found:
        root = newest.get(each.duplicate_of, each.duplicate_of)
        if each.id in newest:
            made.append(replace(each, duplicate_of=newest[each.id], rule=VERSION))
        elif root != each.id:  # the newest version of the story that the others repeat is what they repeat
            made.append(replace(each, duplicate_of=root))
    for story, last in newest.items():
        if story not in of:  # an earlier version that the others repeated
            told = of[last]
            made.append(Duplicate(id=story, duplicate_of=last, rule=VERSION, score=told.score, own_share=told.own_share))
    return tuple(made)


def publication_order(id_: str, published: date | None) -> tuple[date, str]:
    """What puts stories in order: publication (undated last), then id."""
    return (published or date.max, id_)


def find_duplicates(stories: Iterable[tuple[str, date | None, str]]) -> tuple[Duplicate[str], ...]:
    """The stories that repeat an earlier one; needs no reading and no archive.

    Args:
        stories: (id, publication day or None, text) in any order.
    Returns:
        One entry for each story that repeats another, the earliest story's own copies excepted, in order of publication.
    """
    ordered = sorted(stories, key=lambda story: publication_order(story[0], story[1]))
    order = [story[0] for story in ordered]
    candidates = find_candidates([signature_of(story[2]) for story in ordered])
    overlaps = {(one, other): compare(ordered[one][2], ordered[other][2]) for one, other in candidates}
    return resolve(order, group(overlaps), overlaps)
