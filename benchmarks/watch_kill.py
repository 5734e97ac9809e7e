"""How a watch stands being killed: started again and again, killed at random moments, then counted.

    python -m benchmarks.watch_kill [--rounds 50] [--articles 400] [--seed 7]

A site on this machine has a feed of articles of invented words. `communique watch --once` is killed (SIGKILL) after a random time in
each round; a last round is left alone. Prints how many pages the archive then has, how many are missing or there twice, and how
many articles were sent in full more than once. Status 1 if anything is missing or there twice. Takes about 6 seconds a round.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.watch.site import Site, serving

from communique.archive import open_archive


def killed_rounds(folder: Path, site: Site, *, rounds: int, seed: int) -> int:
    """Run the rounds and the last one; how many of them were still running when they were killed."""
    (folder / "talks.toml").write_text(
        f'name = "Talks"\nsources = [{{ at = "{site.base}/feed.xml", follow = true, limit = {site.n_articles} }}]\n',
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "communique", "watch", str(folder / "talks.toml"), "--once", "--allow-private"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "COMMUNIQUE_DELAY": "50"}
    drawn = random.Random(seed)
    n_killed = 0
    for _ in range(rounds):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
        time.sleep(drawn.uniform(0.5, 10.0))
        n_killed += process.poll() is None
        process.kill()
        process.wait()
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    print(done.stderr.strip())
    return n_killed


def main() -> int:
    """Run it; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serving(Site(asked.articles)) as site:
        folder = Path(name)
        n_killed = killed_rounds(folder, site, rounds=asked.rounds, seed=asked.seed)
        with open_archive(folder / "talks.db") as archive:
            pages = Counter(page.uri for page in archive.view().list_pages())
        wanted = {f"{site.base}/talks/{n}" for n in range(asked.articles)}
        missing, twice = len(wanted - set(pages)), sum(n > 1 for n in pages.values())
        again = sum(site.asked[f"/talks/{n}"] - site.unchanged[f"/talks/{n}"] > 1 for n in range(asked.articles))
    print(f"{asked.rounds} rounds, {n_killed} killed while running; {len(pages)} of {asked.articles} pages in the archive")
    print(f"missing {missing}, there twice {twice}, sent more than once {again}")
    return 1 if missing or twice else 0


if __name__ == "__main__":
    sys.exit(main())
