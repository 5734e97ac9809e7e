"""Fail where reading has become slower, in words a second relative to the bare pipeline of the same run.

In: `benchmarks/speed.toml`, the recorded ratio. Out: a line; status 1 where the ratio is more than its `slack` under the recorded one.

    python benchmarks/speed_floor.py [--pages N] [--rounds N]

A figure that is under the floor is measured once more, with more rounds, before it counts.
"""

import argparse
import sys
import tomllib
from pathlib import Path

from bare import compare
from stories import stories

RECORDED = Path(__file__).resolve().parent / "speed.toml"


def main() -> int:
    """Measure; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=12, help="stories of 400 words (default 12)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the best counts (default 3)")
    asked = parser.parse_args()
    recorded = tomllib.loads(RECORDED.read_text(encoding="utf-8"))
    floor = recorded["ratio"] * (1 - recorded["slack"])
    pages = list(stories(asked.pages, seed=7))
    found = compare(pages, rounds=asked.rounds)
    if found.ratio < floor:
        again = compare(pages, rounds=2 * asked.rounds)
        found = max(found, again, key=lambda compared: compared.ratio)
    told = f"the line reads {found.ratio:.3f} of the bare pipeline's words; recorded {recorded['ratio']:.3f}, floor {floor:.3f}"
    if found.ratio < floor:
        print(f"too slow: {told}", file=sys.stderr)
        return 1
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
