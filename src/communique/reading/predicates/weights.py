"""The learned weights of signs, and the factuality that they add up to.

In: `weights.tsv` beside this module, a set of signs, the status that the rules give. Out: a factuality. Refuses nothing.

The model is a linear regression on signs, fitted to annotated news for the least absolute error (`training/learn_factuality.py`);
a sign that it does not know weighs nothing. Its sum is drawn a quarter of the way to what the rules say, which a few thousand
annotated sentences cannot teach in full, and half of the way for a verb that they find denied; what they find denied is never told
as so; and a fact that is as good as certain is certain, as the facts among events are.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from communique.record.vocab import FACTUALITY, Status

BIAS = "bias"
RULES_SHARE = 0.25
RULES_SHARE_DENIED = 0.5  # of verbs: few annotated sentences deny, and a reader must not miss it
CERTAIN = 2.4  # from here on a predicate what the rules have as a fact counts as a plain one
LIMIT = 3.0
DIGITS = 2
NEGATIVE = (Status.DENIED, Status.RULED_OUT)


@cache
def load_weights() -> Mapping[str, float]:
    """The shipped weights, read once."""
    weights: dict[str, float] = {}
    for line in (files("communique.reading.predicates") / "weights.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            sign, _, weight = line.rpartition("\t")
            weights[sign] = float(weight)
    return weights


def weigh(signs: Iterable[str], status: Status, weights: Mapping[str, float], *, verbal: bool) -> float:
    """The factuality, from -3 to 3, of a predicate with these signs, to which the rules give `status`. `verbal`: it is a verb."""
    known = sorted(weights[sign] for sign in signs if sign in weights)  # in one order, so that the sum is the same each time
    learned = max(-LIMIT, min(LIMIT, weights[BIAS] + sum(known)))
    denied = status in NEGATIVE
    share = RULES_SHARE_DENIED if denied and verbal else RULES_SHARE
    value = round((1 - share) * learned + share * FACTUALITY[status], DIGITS)
    if denied:
        return min(0.0, value)
    return LIMIT if status.is_fact and value >= CERTAIN else value
