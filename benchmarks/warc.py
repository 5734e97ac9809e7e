"""Measure how fast web archives are read against the bare library, and whether memory stays flat over a big file.

In: nothing; an archive like those of Common Crawl is made in a temporary folder and deleted. Out: a table on standard output.

    python benchmarks/warc.py [--size-mb N] [--big-gb N] [--rounds N]

The archive holds, for every page, a request, a response and its metadata, each compressed by itself; two responses in a hundred are
no text. "bare" iterates over all responses and reads the payload of each of markup, from the file by its name; "pages" makes a
`Page` of each, with its identity and its mark. Text is not extracted in either. The big file repeats the small one.
"""

import argparse
import gzip
import os
import random
import resource
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from communique.sources.base import Origin, Page
from communique.sources.formats import open_stream

SAMPLES = 20


def record(kind: str, uri: str, block: bytes, fields: str = "") -> bytes:
    """One record, compressed by itself."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2031-03-05T10:00:00Z\r\nWARC-Target-URI: {uri}\r\n"
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(block):08x}-0000-0000-0000-000000000000>\r\n{fields}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=6)


def records(seed: int = 1) -> Iterator[bytes]:
    """Records without end: the three of each page, as a crawl writes them."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvwy", k=chance.randint(2, 11))) for _ in range(20_000)]
    yield record("warcinfo", "crawl", b"software: made for measuring\r\n", "Content-Type: application/warc-fields\r\n")
    number = 0
    while True:
        number += 1
        uri = f"https://site{number % 977}.example/news/{number}"
        asked = f"GET /news/{number} HTTP/1.1\r\nHost: site{number % 977}.example\r\n\r\n".encode()
        yield record("request", uri, asked, "Content-Type: application/http; msgtype=request\r\n")
        is_text = chance.random() > 0.02
        # Pages of the web are some 60 KB of markup, most of it not text, with a long tail.
        n_bytes = int(min(chance.lognormvariate(10.8, 0.9), 1_000_000))
        paragraphs = []
        size = 0
        while size < n_bytes:
            body = " ".join(chance.choices(words, k=40))
            paragraphs.append(
                f'<div class="c{chance.randint(1, 400)}" data-id="{chance.getrandbits(64)}"><p>{body}</p></div>\n'
            )
            size += len(paragraphs[-1])
        page = f"<!DOCTYPE html><html><head><title>{number}</title></head><body>{''.join(paragraphs)}</body></html>".encode()
        body, media_type = (page, "text/html") if is_text else (chance.randbytes(n_bytes), "image/jpeg")
        http = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset=UTF-8\r\nContent-Length: {len(body)}\r\nServer: x\r\n\r\n"
        )
        fields = f"Content-Type: application/http; msgtype=response\r\nWARC-Identified-Payload-Type: {media_type}\r\n"
        yield record("response", uri, http.encode() + body, fields)
        yield record(
            "metadata", uri, b"fetchTimeMs: 231\r\ncharset-detected: UTF-8\r\n", "Content-Type: application/warc-fields\r\n"
        )


def make(path: Path, size_bytes: int) -> None:
    """Write records up to a size."""
    with path.open("wb") as file:
        for one in records():
            file.write(one)
            if file.tell() >= size_bytes:
                return


def bare(path: Path) -> int:
    """The library alone: the number of responses whose payload was read."""
    n_records = 0
    for one in ArchiveIterator(str(path), record_types=WarcRecordType.response, parse_http=True):
        if one.http_content_type == "text/html":
            one.reader.read()
            n_records += 1
    return n_records


def pages(path: Path) -> Iterator[Page]:
    with path.open("rb") as file:
        yield from open_stream(file, Origin(name=path.name, uri=path.name))


def count(path: Path) -> int:
    """The number of pages."""
    return sum(page.trouble is None for page in pages(path))


def rate(run: Callable[[Path], int], path: Path, rounds: int) -> tuple[int, float]:
    """What a run counts, and the best of its rates, a second."""
    best, found = 0.0, 0
    for _ in range(rounds):
        began = time.perf_counter()
        found = run(path)
        best = max(best, found / (time.perf_counter() - began))
    return found, best


def resident_mb() -> float:
    """The memory of this process, in MiB: as it is now where the system tells, else the most there was."""
    now = Path("/proc/self/statm")
    if now.exists():
        return int(now.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(small: Path, folder: Path, size_bytes: int) -> None:
    """Print the memory over a big file."""
    big = folder / "big.warc.gz"
    block = small.read_bytes()
    with big.open("wb") as file:
        while file.tell() < size_bytes:
            file.write(block)
    del block
    total, step, due = big.stat().st_size, big.stat().st_size // SAMPLES, 0
    samples: list[float] = []
    n_pages, began = 0, time.perf_counter()
    for page in pages(big):
        n_pages += 1
        if page.mark is not None and int(page.mark) >= due:
            samples.append(resident_mb())
            due += step
    elapsed = time.perf_counter() - began
    print(f"\nmemory over {total / 2**30:.2f} GiB, {n_pages:,} pages, {elapsed:.0f} s, {n_pages / elapsed:,.0f} pages/s")
    print(f"{'part read':<12}{'MiB':>8}")
    for number, mib in enumerate(samples):
        if number % 4 == 0 or number == len(samples) - 1:
            print(f"{number / SAMPLES:<12.0%}{mib:>8.1f}")
    print(f"{'range':<12}{max(samples[1:]) - min(samples[1:]):>8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size-mb", type=int, default=100, help="size of the file that is timed")
    parser.add_argument("--big-gb", type=float, default=2.0, help="size of the file over which memory is sampled; 0 for none")
    parser.add_argument("--rounds", type=int, default=3, help="of measurements the best counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small = Path(name) / "small.warc.gz"
        make(small, arguments.size_mb * 2**20)
        n_bare, alone = rate(bare, small, arguments.rounds)
        n_pages, ours = rate(count, small, arguments.rounds)
        if n_bare != n_pages:
            raise SystemExit(f"the library read {n_bare:,} pages and communique {n_pages:,}")
        print(f"{small.stat().st_size / 2**20:.0f} MiB, {n_pages:,} pages\n{'':<8}{'pages/s':>10}{'share':>8}")
        print(f"{'bare':<8}{alone:>10,.0f}{1:>8.0%}\n{'pages':<8}{ours:>10,.0f}{ours / alone:>8.0%}")
        if arguments.big_gb:
            memory(small, Path(name), int(arguments.big_gb * 2**30))


if __name__ == "__main__":
    main()
