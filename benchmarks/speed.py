"""Measure how fast communique reads, against the bare language pipeline in the same run, and how long a cold start takes.

In: nothing, or a folder or JSON Lines file of pages to read instead of the example dossier. Out: a table on standard output.

    python benchmarks/speed.py [INPUT ...] [--repeat N] [--rounds N] [--out FILE]

Words are runs of letters and digits of the articles' texts. The pages are read `--repeat` times over under different names, so
that nothing is answered from memory; of `--rounds` measurements the best counts, as a shared machine only ever slows one down.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import spacy

from communique.archive import open_archive
from communique.pages.stories import split_page
from communique.reading.copies import Reading
from communique.reading.pipeline import DEFAULT_MODELS, Reader
from communique.record.vocab import StoryKind
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "aceh"


def seconds(run: Callable[[], object], rounds: int) -> float:
    """The shortest of `rounds` runs, in seconds."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    return best


def n_words(texts: Iterable[str]) -> int:
    return sum(len(re.findall(r"\w+", text)) for text in texts)


def command(*arguments: str) -> None:
    """Run the command line as a user would.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run([sys.executable, "-m", "communique", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"communique {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")


class NothingHeld:
    """What a reader holds of earlier stories: nothing, so that a story that is measured again is read again."""

    def get(self, key: bytes) -> Reading | None:
        """Nothing is held."""
        return None

    def put(self, key: bytes, reading: Reading) -> None:
        """Nothing is kept."""


def read_afresh(reader: Reader, pages: list[Page]) -> None:
    """Read pages, each as if it were the first."""
    reader.readings = NothingHeld()
    for _ in reader.read_pages(pages):
        pass


def archive_all(reader: Reader, pages: list[Page]) -> None:
    """Read pages into a new archive and assemble it."""
    reader.readings = NothingHeld()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(Path(folder) / "speed.db") as archive,
        archive.writer() as writer,
    ):
        for record in reader.read_pages(pages):
            writer.put_record(record)


def main() -> int:
    """Measure; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("inputs", nargs="*", default=[str(EXAMPLE / "pages"), str(EXAMPLE / "briefs.jsonl")])
    parser.add_argument("--repeat", type=int, default=5, help="how often each page is read (default 5)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is measured (default 3)")
    parser.add_argument("--out", type=Path, help="write the figures here, as JSON")
    asked = parser.parse_args()

    once = list(open_inputs(asked.inputs))
    pages = [replace(page, id=f"{page.id}-{n}") for n in range(asked.repeat) for page in once]
    split = [split_page(page) for page in pages]
    texts = [story.text for made in split for story in made.stories if story.kind is StoryKind.ARTICLE]
    words = n_words(texts)
    nlp = spacy.load(next(name for name in DEFAULT_MODELS if spacy.util.is_package(name)))  # as it comes, without what is ours
    reader = Reader()
    for _ in reader.read_pages(once[:2]):  # warm
        pass
    bare = words / seconds(lambda: list(nlp.pipe(texts)), asked.rounds)
    splitting = words / seconds(lambda: [split_page(page) for page in pages], asked.rounds)
    whole = words / seconds(lambda: read_afresh(reader, pages), asked.rounds)
    kept = words / seconds(lambda: archive_all(reader, pages), asked.rounds)
    page = str(next(EXAMPLE.glob("pages/*.html")))
    start_help = seconds(lambda: command("--help"), 5)
    start_read = seconds(lambda: command("read", page), asked.rounds)

    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {reader.info.model}")
    print(f"{len(pages)} pages, {len(texts)} articles, {words} words\n")
    print("| what | figure |\n|---|---|")
    print(f"| the bare pipeline (nlp.pipe) | {bare:,.0f} words/s |")
    print(f"| splitting pages | {splitting:,.0f} words/s |")
    print(f"| the whole line, page to record | {whole:,.0f} words/s ({whole / bare:.0%} of the bare pipeline) |")
    print(f"| the same into an archive, assembled | {kept:,.0f} words/s |")
    print(f"| communique --help | {start_help:.2f} s |")
    print(f"| communique read, one page | {start_read:.2f} s |")
    if asked.out:
        figures = {"words": words, "bare": bare, "split": splitting, "read": whole, "archive": kept}
        starts = {"help_s": start_help, "read_one_s": start_read}
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps({"words_per_s": figures, **starts}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
