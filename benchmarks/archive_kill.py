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
import time
from pathlib import Path

from invented import Teller

from communique.archive import open_archive
from communique.archive.checking import find_faults


def put(place: str, n: int, seed: int) -> None:
    """Put the pages and tell each; the process that is killed."""
    with open_archive(place) as archive:
        writer = archive.writer()
        for record in Teller(n, seed).records(n):
            writer.put_record(record)
            print(record.page.id, flush=True)
        writer.assemble()
        writer.close()


def run(place: str, n: int, seed: int, kill_after_s: float | None) -> list[str]:
    """A run, killed after some seconds unless it ends before; the pages that it said it had put."""
    program = [sys.executable, __file__, "--put", place, "--pages", str(n), "--seed", str(seed)]
    process = subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env={**os.environ})
    try:
        output, _ = process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        output, _ = process.communicate()
    return output.split()


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
        began = time.perf_counter()
        run(whole, asked.pages, asked.seed, None)
        length_s = time.perf_counter() - began
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
                told |= set(run(place, asked.pages, asked.seed, rng.uniform(0.3, length_s)))
                n_kills += 1
                found = wrong(place, told)
                n_wrong += len(found)
                for line in found:
                    print(f"round {number}: {line}", flush=True)
            last = run(place, asked.pages, asked.seed, None)
            found = wrong(place, set(last)) + (["the last run did not put every page"] if len(last) != asked.pages else [])
            n_wrong += len(found)
            for line in found:
                print(f"round {number}: {line}", flush=True)
            print(f"round {number}: {len(told)} pages told before the last kill", flush=True)
    print(f"{n_kills} kills in {asked.rounds} rounds of {asked.pages} pages: {n_wrong or 'nothing'} wrong")
    sys.exit(1 if n_wrong else 0)


if __name__ == "__main__":
    main()
