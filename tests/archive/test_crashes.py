"""Killed runs, killed servers, and writers side by side: nothing is lost, nothing is there twice, and the archive is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from communique.archive import open_archive
from communique.archive.results import PutOutcome
from communique.errors import ArchiveError
from tests.archive import builders
from tests.archive.crash import numbered
from tests.archive.server import Server
from tests.archive.test_transfer import faults
from tests.archive.test_writer import answers

ROOT = Path(__file__).resolve().parent.parent.parent


def start(place: str, first: int, last: int) -> "subprocess.Popen[str]":
    """A process that puts some records."""
    program = [sys.executable, "-m", "tests.archive.crash", place, str(first), str(last)]
    paths = os.pathsep.join(path for path in (str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")) if path)
    return subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths})


def told(process: "subprocess.Popen[str]") -> list[int]:
    """The records that a process says it has put."""
    output, _ = process.communicate(timeout=300)
    return [int(line) for line in output.splitlines()]


def pages(place: str) -> list[str]:
    with open_archive(place, read_only=True) as archive:
        return [page.id for page in archive.view().list_pages()]


def test_a_run_killed_at_any_moment_loses_nothing_that_was_put(place: str) -> None:
    n = 60
    builders.filled(place)
    rng = random.Random(3)
    for _ in range(3):
        process = start(place, 0, n)
        assert process.stdout is not None
        for _ in range(rng.randrange(1, n // 3)):
            process.stdout.readline()
        time.sleep(rng.random() / 100)
        process.send_signal(signal.SIGKILL)
        put = told(process)
        held = pages(place)
        assert len(held) == len(set(held))
        assert {f"round-{number}" for number in put} <= set(held)
        assert faults(place) == []
    assert told(start(place, 0, n)) == list(range(n))  # simply run again
    assert sorted(pages(place)) == sorted(f"round-{number}" for number in range(n))
    assert faults(place) == []


def test_many_write_one_archive(place: str, tmp_path: Path) -> None:
    builders.filled(place)
    # each with pages of its own and some that another has too; a file's writers take turns
    running = [start(place, first, first + 20) for first in (0, 10, 20)]
    assert [len(told(process)) for process in running] == [20, 20, 20]
    assert faults(place) == []
    alone = builders.filled(tmp_path / "alone.db", *(numbered(number) for number in range(40)))
    with open_archive(place) as archive:
        assert answers(archive.view()) == answers(alone)


def test_a_view_answers_while_others_write(place: str) -> None:
    builders.filled(place, *(numbered(number) for number in range(5)))
    process = start(place, 5, 25)
    with open_archive(place, read_only=True) as archive:
        view, seen = archive.view(), []
        while process.poll() is None:
            stories = view.list_stories()
            assert len(view.list_statements(with_copies=True)) >= len(stories)  # never half a page
            seen.append(len(stories))
    told(process)
    assert seen == sorted(seen)
    assert len(pages(place)) == 25


def test_a_killed_server_is_told_and_the_same_writer_goes_on_when_it_is_back(server: Server) -> None:
    place = server.url("killed")  # it goes with the server
    with open_archive(place) as archive:
        writer, view = archive.writer(), archive.view()
        writer.put_record(builders.scheduled())
        server.kill()
        try:
            for _ in range(2):
                with pytest.raises(ArchiveError, match="is not to be reached") as caught:
                    writer.put_record(builders.postponed())
                assert "\n" not in str(caught.value)
            with pytest.raises(ArchiveError, match="is not to be reached"):
                view.counts()
            with pytest.raises(ArchiveError, match="is not to be reached"):
                open_archive(place)
        finally:
            server.start()
        assert writer.put_record(builders.postponed()) is PutOutcome.ADDED
        assert writer.put_record(builders.scheduled()) is PutOutcome.UNCHANGED
        writer.assemble()
        writer.close()
        assert [page.id for page in view.list_pages()] == ["postponed", "scheduled"]
    assert faults(place) == []
