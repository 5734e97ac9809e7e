"""Reading in several processes: the same records, whatever a page does to the process that reads it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.errors import OptionError
from communique.reading.caps import PageCaps
from communique.reading.pipeline import Reader
from communique.record.jsonform import to_line
from communique.record.vocab import Outcome
from communique.sources.base import Page
from tests.reading.poisoned import PoisonedReader

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]
POISONS = {
    "segfault": ("worker_lost", "signal SIGSEGV"),
    "exit": ("worker_lost", "exit status 3"),
    "killed": ("worker_lost", "signal SIGKILL"),
    "forever": ("out_of_time", "more than 3 seconds"),
    "loop": ("out_of_time", "more than 3 seconds"),
}
RUN = """
import signal, sys
from tests.reading.poisoned import PoisonedReader
from communique.sources.base import Page
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is born deaf to it
    pages = [Page(id=f"p{n}", uri="p", media_type="text/plain", content="forever and ever") for n in range(4)]
    print("begun", flush=True)
    try:
        list(PoisonedReader().read_pages(pages, n_workers=2))
    except KeyboardInterrupt:
        sys.exit(130)
"""


def page(text: str, name: str) -> Page:
    return Page(id=name, uri=name, media_type="text/plain", content=text)


def good(number: int) -> Page:
    return page(f"Sweden met Norway {number} times. “We agreed,” the minister said.", f"good {number}")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return PoisonedReader()


@pytest.mark.parametrize("n_workers", [1, 2])
def test_poisoned_pages_are_set_aside_with_the_reason_and_all_others_are_read(reader: Reader, n_workers: int) -> None:
    pages = [good(n) for n in range(40)]
    for place, poison in enumerate(POISONS, start=1):
        pages.insert(place * 7, page(f"{poison} Sweden met Norway.", poison))
    records = list(reader.read_pages(pages, n_workers=n_workers, caps=PageCaps(seconds=3)))
    assert [record.page.id for record in records] == [p.id for p in pages]
    for record in records:
        if record.page.id in POISONS:
            code, words = POISONS[record.page.id]
            assert record.outcome is Outcome.SET_ASIDE
            assert record.reader == reader.info
            assert [issue.code for issue in record.issues] == [code]
            assert words in record.issues[-1].detail
    unharmed = [record for record in records if record.page.id not in POISONS]
    assert [to_line(r) for r in unharmed] == [to_line(r) for r in Reader().read_pages(good(n) for n in range(40))]


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a page is capped on Linux only")
def test_page_that_takes_too_much_memory_is_set_aside(reader: Reader) -> None:
    pages = [good(1), page("greedy Sweden met Norway.", "greedy"), good(2)]
    first, greedy, second = reader.read_pages(pages, caps=PageCaps(megabytes=500))
    assert [issue.code for issue in greedy.issues] == ["out_of_memory"]
    assert "500 MB" in greedy.issues[0].detail
    assert greedy.outcome is Outcome.SET_ASIDE
    assert first.stories
    assert second.stories


def test_pages_are_taken_up_only_a_few_batches_ahead(reader: Reader) -> None:
    taken = 0

    def endless() -> Iterator[Page]:
        nonlocal taken
        while True:
            taken += 1
            yield good(taken)

    records = reader.read_pages(endless(), n_workers=2)
    assert next(records).page.id == "good 1"
    assert taken <= 2 * 2 * 32
    records.close()  # type: ignore[attr-defined]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_is_ended_leaves_no_process_behind(number: signal.Signals, status: int) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
    command = [sys.executable, "-c", RUN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, start_new_session=True) as run:
        try:
            assert run.stdout is not None
            run.stdout.readline()
            assert until(lambda: len(children_of(run.pid)) >= 2)
            workers = children_of(run.pid)
            time.sleep(3)  # in the middle of it
            os.kill(run.pid, number)
            run.stdout.close()
            assert run.wait(timeout=30) == status
        finally:
            run.kill()
    assert until(lambda: not any(is_alive(worker) for worker in workers))


def until(holds: object, seconds: float = 30) -> bool:
    """Whether something comes to hold within a time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def children_of(pid: int) -> list[int]:
    return [process for process, (_, parent) in processes().items() if parent == pid]


def is_alive(pid: int) -> bool:
    return processes().get(pid, ("Z", 0))[0] != "Z"


def processes() -> dict[int, tuple[str, int]]:
    """Every process's state and parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it has just ended
        found[int(stat.parent.name)] = (state, int(parent))
    return found


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"megabytes": -1}])
def test_a_cap_that_no_page_could_keep_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(OptionError, match="1 or more"):
        PageCaps(**wrong)
