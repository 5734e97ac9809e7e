"""Measure reading at scale, one thing a command: copies, memory, workers, a cluster, poisoned pages.

In: the name of a measurement; the stories are made (`stories.py`). Out: rows of a table on standard output.

    python benchmarks/scale.py copies|memory|workers|ray|poison [--pages N] [--rounds N]

copies   half of the stories are copies: words a CPU second against the bare pipeline on all of them
memory   resident memory over a stream of stories with names never heard before
workers  wall time of one and of two workers, and of two processes that share nothing, in turns
ray      wall time of the same partitions here with two workers and on a cluster of this machine's own with two actors
poison   a run in which some pages kill or hang the process that reads them
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bare import compare
from stories import n_words, stories, texts_of, with_copies

from communique.options import ReadOptions
from communique.reading.caps import PageCaps
from communique.reading.pipeline import Reader
from communique.sources.base import Page

ROOT = Path(__file__).resolve().parent.parent


def wall(run: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def resident_mb(pid: str = "self") -> float:
    """Resident memory of a process, in MB of 2**20 bytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def copies(n_pages: int, rounds: int) -> None:
    """See the module's docstring."""
    for told, pages in (("no copies", list(stories(n_pages))), ("half are copies", with_copies(n_pages))):
        found = compare(pages, rounds=rounds)
        bare, line = found.words / found.bare_s, found.words / found.line_s
        print(f"| {told}: bare {bare:,.0f}, line {line:,.0f} words a CPU second | {found.ratio:.2f} x bare |", flush=True)


def memory(n_pages: int, rounds: int) -> None:
    """See the module's docstring."""
    reader = Reader()
    reader.warm()
    print(f"| loaded | {resident_mb():.0f} MB |")
    for number, _ in enumerate(reader.read_pages(stories(n_pages, new_words=20)), 1):
        if number % max(n_pages // 8, 1) == 0:
            print(f"| after {number:,} pages | {resident_mb():.0f} MB |", flush=True)


def workers(n_pages: int, rounds: int) -> None:
    """See the module's docstring. The processes' start is left out: each is warm before the clock runs."""
    from communique.reading.workers import WorkerPool

    halves = [list(stories(n_pages // 2, seed=seed)) for seed in (1, 2)]
    everything = [page for half in halves for page in half]
    words = n_words(texts_of(everything))
    maker = partial(Reader, None, ReadOptions())
    best: dict[str, float] = {}

    def timed(told: str, pools: list[tuple["WorkerPool", list[Page]]]) -> None:
        from threading import Thread

        infos = [pool.reader_info() for pool, _ in pools]
        list(pools[0][0].read_pages(stories(64, seed=99), infos[0]))

        def read(pool: "WorkerPool", pages: list[Page]) -> None:
            for _ in pool.read_pages(iter(pages), infos[0]):
                pass

        threads = [Thread(target=read, args=each) for each in pools]

        def run() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        best[told] = min(best.get(told, float("inf")), wall(run))

    for _ in range(rounds):
        for told, n_workers in (("one worker", 1), ("two workers", 2)):
            with WorkerPool(maker, n_workers=n_workers, caps=PageCaps()) as pool:
                timed(told, [(pool, everything)])
        with WorkerPool(maker, n_workers=1, caps=PageCaps()) as one, WorkerPool(maker, n_workers=1, caps=PageCaps()) as other:
            timed("two that share nothing", [(one, halves[0]), (other, halves[1])])
    for told, seconds in best.items():
        print(f"| {told} | {words / seconds:,.0f} words/s, {best['one worker'] / seconds:.2f} x one worker |")


def ray(n_pages: int, rounds: int) -> None:
    """See the module's docstring. Both times hold the start of processes, of the cluster, too, and of the pipeline."""
    from communique.cluster.partitions import find_partitions
    from communique.cluster.ray_read import read_on_ray
    from communique.cluster.reading import read_here, reader_maker

    options = ReadOptions()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        pages = list(stories(n_pages))
        for number in range(8):
            rows = [json.dumps({"id": page.id, "text": page.content, "published": "2005-07-18"}) for page in pages[number::8]]
            (corpus / f"part-{number}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        words = n_words(texts_of(pages))
        outs = [Path(folder) / "here", Path(folder) / "ray"]
        maker = reader_maker(None, options)
        here_s = wall(
            lambda: read_here(find_partitions([str(corpus)], outs[0], options), outs[0], make_reader=maker, n_workers=2)
        )
        ray_s = wall(
            lambda: read_on_ray(find_partitions([str(corpus)], outs[1], options), outs[1], make_reader=maker, n_actors=2)
        )
        same = {p.name: p.read_bytes() for p in outs[0].iterdir()} == {p.name: p.read_bytes() for p in outs[1].iterdir()}
    print(f"| here, two workers, start and all | {words / here_s:,.0f} words/s ({here_s:.0f} s) |")
    print(f"| Ray, two actors, start and all | {words / ray_s:,.0f} words/s ({ray_s:.0f} s) |")
    print(f"| the same bytes | {'yes' if same else 'NO'} |")


def poison(n_pages: int, rounds: int) -> None:
    """See the module's docstring."""
    sys.path.insert(0, str(ROOT))  # the reader that pages are poison to is the tests' own
    from tests.reading.poisoned import PoisonedReader

    poisons = ("segfault", "exit", "killed", "forever", "greedy")
    pages = list(stories(n_pages))
    for number, kind in enumerate(poisons * 2):
        at = (number + 1) * n_pages // (2 * len(poisons) + 1)
        pages[at] = Page(id=f"{kind}-{number}", uri=kind, media_type="text/plain", content=kind)
    outcomes: Counter[str] = Counter()
    seconds = wall(
        lambda: outcomes.update(
            record.issues[-1].code if record.outcome.value == "set aside" else "read"
            for record in PoisonedReader().read_pages(pages, n_workers=2, caps=PageCaps(seconds=10, megabytes=1000))
        )
    )
    for outcome, number in outcomes.most_common():
        print(f"| {outcome.replace('_', ' ')} | {number:,} pages |")
    print(f"| wall time, two workers, 10 s for a page | {seconds:.0f} s |")


MEASURED: dict[str, tuple[Callable[[int, int], None], int]] = {
    "copies": (copies, 60),
    "memory": (memory, 4000),
    "workers": (workers, 160),
    "ray": (ray, 160),
    "poison": (poison, 600),
}


def main() -> int:
    """Measure; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("what", choices=sorted(MEASURED))
    parser.add_argument("--pages", type=int, help="stories of 400 words")
    parser.add_argument("--rounds", type=int, default=2, help="how often each thing is measured; the best counts (default 2)")
    asked = parser.parse_args()
    run, n_pages = MEASURED[asked.what]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} before, Python {platform.python_version()}, "
        f"{revision.strip()}, {asked.pages or n_pages} pages"
    )
    run(asked.pages or n_pages, asked.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
