"""Stored answers: whole or absent, bounded, shared by threads and processes, and never mistaken for another program's file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from communique.errors import InputError
from communique.sources.fetch.store import AnswerStore, Stored


def stored(content: bytes = b"Talks opened.", **known: object) -> Stored:
    return Stored(**({"media_type": "text/html", "content": content, "etag": '"1"'} | known))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "pages.db"


def test_an_answer_comes_back_as_it_was_also_from_another_opening(path: Path) -> None:
    answer = stored(b"\0\xff" * 1000, last_modified="Mon, 06 Jan 2031 00:00:00 GMT", fresh_until=12.5)
    store = AnswerStore(path, max_bytes=10**6)
    store.put("a", answer)
    assert store.get("a") == answer
    store.close()
    again = AnswerStore(path, max_bytes=10**6)
    assert again.get("a") == answer
    assert again.get("b") is None
    again.remove("a")
    assert again.get("a") is None
    again.close()


def test_a_confirmation_changes_the_marks_of_the_same_content_only(path: Path) -> None:
    store = AnswerStore(path, max_bytes=10**6)
    store.put("a", stored())
    store.confirm("a", stored(etag='"2"', fresh_until=9.0))
    store.confirm("a", stored(b"another content", etag='"3"'))
    assert store.get("a") == stored(etag='"2"', fresh_until=9.0)
    store.close()


def test_the_store_stays_within_its_bound_and_keeps_the_newest(path: Path) -> None:
    store = AnswerStore(path, max_bytes=50_000)
    for number in range(40):
        store.put(str(number), stored(os.urandom(5000)))
        time.sleep(0.001)
    kept = [number for number in range(40) if store.get(str(number))]
    assert kept == list(range(40 - len(kept), 40))
    assert len(kept) == 9
    store.put("39", stored(os.urandom(60_000)))
    assert store.get("39") is None
    store.close()
    assert path.stat().st_size < 200_000


def test_damaged_content_counts_as_absent(path: Path) -> None:
    store = AnswerStore(path, max_bytes=10**6)
    for key, column in (("a", "content"), ("b", "hash")):
        store.put(key, stored())
        with sqlite3.connect(path) as connection:
            connection.execute(f"UPDATE answers SET {column} = 'x' WHERE key = ?", (key,))
        connection.close()
        assert store.get(key) is None
    store.close()


def test_another_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, database, folder = tmp_path / "a.txt", tmp_path / "a.db", tmp_path / "a"
    text.write_text("Talks opened. " * 100)
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE talks (day TEXT)")
    connection.commit()
    connection.close()
    folder.mkdir()
    before = text.read_bytes(), database.read_bytes()
    for path in (text, database, folder, text / "below"):
        with pytest.raises(InputError):
            AnswerStore(path, max_bytes=10**6)
    assert (text.read_bytes(), database.read_bytes()) == before


def test_a_newer_version_is_refused(path: Path) -> None:
    AnswerStore(path, max_bytes=10**6).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(InputError, match="newer"):
        AnswerStore(path, max_bytes=10**6)


def test_a_store_that_fails_is_done_without(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = AnswerStore(path, max_bytes=10**6)
    store.put("a", stored())
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE answers")
    connection.close()
    store.put("b", stored())
    store.confirm("a", stored())
    assert store.get("a") is None
    assert len(caplog.records) == 3
    store.close()
    assert store.get("a") is None


def test_many_threads_share_a_store(path: Path) -> None:
    store = AnswerStore(path, max_bytes=10**6)

    def use(number: int) -> None:
        for turn in range(20):
            store.put(f"{number} {turn % 3}", stored(b"%d" % turn))
            assert store.get(f"{number} {turn % 3}") == stored(b"%d" % turn)

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.get(f"{number} 1") for number in range(4)] == [stored(b"19")] * 4
    store.close()


WRITES = """
import os, sys
from pathlib import Path
from communique.sources.fetch.store import AnswerStore, Stored
store = AnswerStore(Path(sys.argv[1]), max_bytes=10_000_000)
n = 0
while n < int(sys.argv[3]):
    store.put(f"{sys.argv[2]} {n % 50}", Stored(media_type="text/html", content=os.urandom(20_000)))
    n += 1
    print(n, flush=True)
"""


def writer(path: Path, name: str, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITES, str(path), name, str(times)], stdout=subprocess.PIPE, text=True)


def test_processes_share_a_new_file_and_one_that_is_killed_leaves_it_whole(path: Path) -> None:
    writers = [writer(path, "a", 40), writer(path, "b", 40), writer(path, "c", 10**9)]
    assert writers[2].stdout is not None
    for _ in range(20):
        assert writers[2].stdout.readline()
    writers[2].send_signal(signal.SIGKILL)
    for one in writers:
        one.communicate()
    assert [one.returncode for one in writers[:2]] == [0, 0]
    store = AnswerStore(path, max_bytes=10_000_000)
    for name in "ab":
        answers = [store.get(f"{name} {n}") for n in range(40)]
        assert all(answer is not None and len(answer.content) == 20_000 for answer in answers)
    found = [store.get(f"c {n}") for n in range(50)]
    assert all(answer is None or len(answer.content) == 20_000 for answer in found)
    store.put("d", stored())
    assert store.get("d") == stored()
    store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
