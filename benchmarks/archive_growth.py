"""Measure how an archive grows: the time of adding a story and of each question, at several sizes.

In: how many stories, and where to keep them. Out: a table on standard output, and the same as JSON with `--out`.

    python benchmarks/archive_growth.py [--stories N] [--store FILE|URL] [--clock wall|cpu] [--seed N] [--out FILE]

Stories are invented and the same for the same seed. They are added in steps (a tenth of N, half of N, N), and after each step: the
time of one more story, of assembling with it, and the shortest of three runs of each question. On a machine that others use, an
archive in a file is better measured by the time of the processor: a server's own time is not in that.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from invented import FIRST_DAY, N_DAYS, Teller

from communique.archive import View, open_archive
from communique.views.brief import collect_brief, render_brief
from communique.views.positions import render_positions
from communique.views.timeline import render_timeline

CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
clock = time.perf_counter


def clocked(run: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        began = clock()
        run()
        best = min(best, clock() - began)
        if best > 20:
            break
    return best


def questions(view: View, teller: Teller) -> dict[str, Callable[[], object]]:
    """What is asked, by name."""
    person, issue = teller.people[0][0], teller.issues[0]
    last = FIRST_DAY + timedelta(days=N_DAYS)
    week = last - timedelta(days=7)
    rare, common = teller.vocabulary[2_000], teller.vocabulary[0]
    return {
        "brief of a week": lambda: render_brief(collect_brief(view, name="a", since=week, as_of=None, dossier=None), limit=12),
        "timeline of a week": lambda: render_timeline(view, name="a", since=week, until=last),
        "timeline of an actor": lambda: render_timeline(view, name="a", actor=person),
        "prospects, open, of an actor": lambda: view.list_prospects(open_only=True, actor=person),
        "prospects due in a month": lambda: view.list_prospects(due_within=30),
        "positions on an issue": lambda: render_positions(view, name="a", issue=issue),
        "positions of an actor": lambda: view.list_positions(actor=person),
        "statements of an actor": lambda: view.list_statements(by=person),
        "statements about a word": lambda: view.list_statements(about=rare, limit=50),
        "events of a type, a week": lambda: view.list_events(types=["AGREE"], since=week),
        "search, a rare word": lambda: view.search(rare),
        "search, two words": lambda: view.search(f"{teller.vocabulary[40]} {teller.vocabulary[60]}"),
        "search, a common word": lambda: view.search(common),
        "an actor": lambda: view.list_actors(words=person),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument(
        "--store", help="a file or a postgresql:// URL that holds no archive yet; default: a file that is removed"
    )
    parser.add_argument("--clock", choices=sorted(CLOCKS), default="wall")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    global clock
    clock = CLOCKS[asked.clock]
    with tempfile.TemporaryDirectory() as folder:
        measured = grow(asked.store or str(Path(folder) / "grown.db"), asked.stories, asked.seed)
    if asked.out:
        asked.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def grow(store: str, n_stories: int, seed: int) -> list[dict[str, float]]:
    """Fill an archive in steps and measure after each; prints as it goes."""
    teller = Teller(n_stories, seed)
    stories = teller.records(n_stories + 10)
    steps = sorted({max(1, n_stories // 10), max(1, n_stories // 2), n_stories})
    measured: list[dict[str, float]] = []
    n = 0
    with open_archive(store) as archive:
        for step in steps:
            row: dict[str, float] = {}
            began = clock()
            writer = archive.writer()
            while n < step:
                writer.put_record(next(stories))
                n += 1
            added = n - (steps[steps.index(step) - 1] if step != steps[0] else 0)
            row["a story, in bulk (ms)"] = (clock() - began) / added * 1000
            row["assembly of the step (s)"] = clocked(writer.assemble, 1)
            row["one more story (ms)"] = clocked(partial(writer.put_record, next(stories)), 1) * 1000
            row["assembly with it (s)"] = clocked(writer.assemble, 1)
            writer.close()
            view = archive.view()
            for name, ask in questions(view, teller).items():
                row[f"{name} (ms)"] = clocked(ask) * 1000
            row["peak memory (MB)"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            if Path(store).exists():
                row["size (MB)"] = Path(store).stat().st_size / 1e6
            measured.append({"stories": step, **row})
            print(f"\n{step} stories")
            for name, value in row.items():
                print(f"  {name:<36} {value:>12.2f}", flush=True)
    return measured


if __name__ == "__main__":
    main()
