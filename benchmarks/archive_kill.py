"""Kill runs at random moments and look whether an archive is still whole: nothing lost, nothing twice, nothing half.

In: how many rounds and pages, and where. Out: a line a round and a verdict on standard output; status 1 if anything was lost or wrong.

    python benchmarks/archive_kill.py [--rounds 30] [--pages 200] [--store FILE|URL] [--seed N]

Each round starts a process that puts `--pages` invented pages into a new archive and assembles it, and kills it (SIGKILL) at a random
moment of what such a run takes, then again, until the pages are all there; after each kill the archive is checked, and what the process
had said it put has to be in it. On a server (`--store postgresql://…`) each round has a schema of its own.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

from invented import World

from communique.archive import open_archive
from communique.archive.checking import find_faults


def put(place: str, n: int, seed: int) -> None:
    """Put the pages and tell each; the process that is killed."""
    with open_archive(place) as archive:
        writer = archive.writer()
        for record in islice(World(random.Random(seed)).records(), n):
            writer.put_record(record)
            print(record.page.id, flush=True)
        writer.assemble()
        writer.close()


def run(place: str, n: int, seed: int, kill_after_s: float | None, *, from_first: bool = True) -> tuple[list[str], float]:
    """A run, killed after some seconds unless it ends before.

    Args:
        from_first: The seconds begin when the first page is put, not when the process starts.
    Returns:
        The pages that it said it had put, and how long it ran from the first one on.
    """
    program = [sys.executable, __file__, "--put", place, "--pages", str(n), "--seed", str(seed)]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    told = [process.stdout.readline()] if from_first else []
    began = time.perf_counter()
    timer = threading.Timer(kill_after_s, process.send_signal, (signal.SIGKILL,)) if kill_after_s is not None else None
    if timer:
        timer.start()
    told += process.stdout.readlines()
    process.wait()
    if timer:
        timer.cancel()
    return [line.strip() for line in told if line.endswith("\n")], time.perf_counter() - began


def wrong(place: str, told: set[str]) -> list[str]:
    """What is lost, there twice, or faulty."""
    try:
        archive = open_archive(place, read_only=True)
    except Exception as error:  # noqa: BLE001 -- killed before there was an archive: then nothing may have been told
        return [str(error)] if told else []
    with archive:
        held = [page.id for page in archive.view().list_pages()]
        faults = [f"fault: {fault}" for fault in find_faults(archive)]  # type: ignore[arg-type]
    lost = [f"lost: {page}" for page in sorted(told - set(held))]
    return lost + ["a page is there twice"] * (len(held) != len(set(held))) + faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--store", help="a folder for files, or a postgresql:// URL; default: a folder that is removed")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--put", metavar="PLACE", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.put:
        put(asked.put, asked.pages, asked.seed)
        return
    rng = random.Random(asked.seed)
    n_wrong = n_kills = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = str(Path(folder) / "whole.db")
        _, length_s = run(whole, asked.pages, asked.seed, None)
        for number in range(asked.rounds):
            is_server = asked.store and asked.store.startswith("postgres")
            joint = "&" if is_server and "?" in asked.store else "?"
            place = (
                f"{asked.store}{joint}schema=kill_{number}"
                if is_server
                else str(Path(asked.store or folder) / f"kill{number}.db")
            )
            told: set[str] = set()
            for _ in range(3):
                from_first = rng.random() < 0.8  # else while it starts, opens the archive and makes its tables
                moment_s = rng.uniform(0, length_s if from_first else 3)
                told |= set(run(place, asked.pages, asked.seed, moment_s, from_first=from_first)[0])
                n_kills += 1
                found = wrong(place, told)
                n_wrong += len(found)
                for line in found:
                    print(f"round {number}: {line}", flush=True)
            last, _ = run(place, asked.pages, asked.seed, None)
            found = wrong(place, set(last)) + (["the last run did not put every page"] if len(last) != asked.pages else [])
            n_wrong += len(found)
            for line in found:
                print(f"round {number}: {line}", flush=True)
            print(f"round {number}: {len(told)} pages told before the last kill", flush=True)
    print(f"{n_kills} kills in {asked.rounds} rounds of {asked.pages} pages: {n_wrong or 'nothing'} wrong")
    sys.exit(1 if n_wrong else 0)


if __name__ == "__main__":
    main()
