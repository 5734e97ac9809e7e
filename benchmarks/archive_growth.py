"""Measure what an archive costs as it grows: to add a story, to assemble, to ask, and to keep.

In: nothing; stories are made, the same in every run. Out: a table on standard output, and with `--out` the same as JSON.

    python benchmarks/archive_growth.py [--stories 1000,10000] [--at LOCATION] [--questions N] [--out FILE]

The stories are those of `invented.py`. `put` is the mean of the last tenth of the stories added before each size, `assemble` the
time to work out copies, actors, events, prospects and shifts then. The questions are those of a dossier of one process: its brief
of a week, timeline, prospects, positions, and a search; median and 99th percentile.
`--at` names a file or a PostgreSQL server's URL (with an empty schema); without it a file is made and deleted.
"""

import argparse
import json
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from invented import DAYS, FIRST_DAY, World

from communique.archive import open_archive
from communique.archive.locations import is_server
from communique.views.brief import collect_brief, render_brief
from communique.views.positions import render_positions
from communique.views.prospects import render_prospects
from communique.views.search import render_search
from communique.views.timeline import render_timeline

SEED = 1


def ask(location: str, world: World, n: int) -> dict[str, list[float]]:
    """Milliseconds of each question, asked about `n` processes in turn."""
    taken: dict[str, list[float]] = {}
    with open_archive(location, read_only=True) as archive:
        view = archive.view()
        for k in range(n):
            process = world.processes[k % len(world.processes)]
            dossier = world.dossier(process)
            until = FIRST_DAY + timedelta(days=DAYS - 7 * (k % 50))
            since = until - timedelta(days=7)
            minister = process.ministers[0].name
            questions: dict[str, Callable[[], Any]] = {
                "brief": lambda d=dossier, s=since: render_brief(collect_brief(view, name="measured", since=s, dossier=d)),
                "timeline": lambda m=minister, s=since: render_timeline(view, name="measured", since=s, actor=m),
                "prospects": lambda m=minister: render_prospects(view, name="measured", open_only=True, actor=m),
                "positions": lambda m=process.states[0], s=since: render_positions(view, name="measured", actor=m, since=s),
                "search": lambda p=process: render_search(view, f"{p.places[0]} {p.subjects[0]}", name="measured"),
            }
            for name, question in questions.items():
                began = time.perf_counter()
                question()
                taken.setdefault(name, []).append(1000 * (time.perf_counter() - began))
    return taken


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", default="1000,10000", help="the sizes at which it is measured")
    parser.add_argument("--at", help="where the archive is made; kept")
    parser.add_argument("--questions", type=int, default=20, help="processes that are asked about")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.stories.split(","))
    world = World(random.Random(SEED))
    records, rows, n = world.records(), [], 0
    print(f"{platform.machine()}, Python {platform.python_version()}, {date.today()}")
    print("stories  put ms  assemble s  MB  peak MB | " + "median and p99 ms of each question")
    with ExitStack() as stack:
        location = given.at or str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "growth.db")
        for size in sizes:
            with open_archive(location) as archive:
                writer = archive.writer()
                slow_from, began, spent = size - max(1, (size - n) // 10), 0.0, 0.0
                while n < size:
                    record = next(records)
                    began = time.perf_counter()
                    writer.put_record(record)
                    spent += (time.perf_counter() - began) if n >= slow_from else 0.0
                    n += 1
                began = time.perf_counter()
                writer.assemble()
                assembled = time.perf_counter() - began
                writer.close()
            taken = ask(location, world, given.questions)
            row: dict[str, Any] = {
                "stories": size,
                "put_ms": 1000 * spent / max(1, size - slow_from),
                "assemble_s": assembled,
                "mb": 0 if is_server(location) else Path(location).stat().st_size / 1e6,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
                "questions": {name: [statistics.median(ms), percentile(ms, 0.99)] for name, ms in taken.items()},
            }
            rows.append(row)
            asked = ", ".join(f"{name} {median:.0f}/{worst:.0f}" for name, (median, worst) in row["questions"].items())
            print(
                f"{size:7} {row['put_ms']:7.2f} {assembled:11.1f} {row['mb']:5.0f} {row['peak_mb']:8.0f} | {asked}", flush=True
            )
    if given.out:
        given.out.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
