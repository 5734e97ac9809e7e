"""Answers kept for the next run: one SQLite file, bounded in size, safe for several processes.

In: the content of an answer, and what its server needs to confirm it. Out: the same, as long as it is whole. Refuses a file that is
something else with `InputError`. A store that fails in the middle of a run (disk full, locked, damaged) is done without.
"""

import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from communique.errors import InputError
from communique.record.ids import digest

APPLICATION_ID = 0x434D5157  # what marks the file as this store; any number that no other program uses
VERSION = 1
BUSY_S = 10.0
TOUCH_S = 3600.0  # a row that is used is marked so at most this often
LEVEL = 1  # of zlib: pages shrink to a fifth, at 100 MB a second

_TABLES = f"""
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    fresh_until REAL NOT NULL,
    used_at REAL NOT NULL,
    n_stored INTEGER NOT NULL,
    hash TEXT NOT NULL,
    content BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used_at, n_stored);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An answer that succeeded. `fresh_until`: in seconds since 1970; before it, the server need not be asked."""

    media_type: str
    content: bytes
    etag: str | None = None
    last_modified: str | None = None
    fresh_until: float = 0.0

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for an answer only if it is another than this."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class AnswerStore:
    """Answers by key. Safe for threads and processes; a process that is killed leaves the file whole.

    Args:
        path: The file; it and its folder are made where there is none.
        max_bytes: Most bytes of compressed content that are kept; the file is a little larger.
    Raises:
        InputError: the file is no store, is one of a newer version, or cannot be opened.
    """

    def __init__(self, path: Path, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as err:
            raise InputError(f"the file of fetched pages {str(path)!r} cannot be opened: {err}") from err
        try:
            self._prepare(path)
        except sqlite3.Error as err:
            self._connection.close()
            raise InputError(f"{str(path)!r} is no file of fetched pages: {err}; name another") from err
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self, path: Path) -> None:
        run = self._connection.execute
        (application_id,) = run("PRAGMA application_id").fetchone()
        (version,) = run("PRAGMA user_version").fetchone()
        (n_tables,) = run("SELECT count(*) FROM sqlite_master").fetchone()
        if n_tables and application_id != APPLICATION_ID:
            raise InputError(f"{str(path)!r} is another program's database, no file of fetched pages; name another")
        if version > VERSION:
            raise InputError(f"{str(path)!r} was written by a newer communique; name another, or remove it")
        _retried(lambda: run("PRAGMA journal_mode = WAL"))
        run("PRAGMA synchronous = NORMAL")
        run("PRAGMA journal_size_limit = 16777216")
        if not n_tables:
            # One transaction, so that another process never sees tables in a file that is not yet marked.
            _retried(lambda: self._connection.executescript(f"BEGIN IMMEDIATE;{_TABLES}COMMIT;"))

    def get(self, key: str) -> Stored | None:
        """The answer under a key, None if there is none or it is damaged."""
        try:
            with self._lock:
                row = self._connection.execute(
                    "SELECT media_type, etag, last_modified, fresh_until, used_at, hash, content FROM answers WHERE key = ?",
                    (key,),
                ).fetchone()
                if row is None:
                    return None
                if time.time() - row[4] > TOUCH_S:
                    self._connection.execute("UPDATE answers SET used_at = ? WHERE key = ?", (time.time(), key))
        except sqlite3.Error as err:
            _log.warning("the file of fetched pages cannot be read: %s", err)
            return None
        media_type, etag, last_modified, fresh_until, _, hashed, packed = row
        try:
            content = zlib.decompress(packed)
        except (zlib.error, TypeError):
            return None
        if digest(content) != hashed:
            return None
        return Stored(
            media_type=media_type, content=content, etag=etag, last_modified=last_modified, fresh_until=float(fresh_until)
        )

    def put(self, key: str, answer: Stored) -> None:
        """Keep an answer in the place of an earlier one; what was unused longest makes room."""
        packed = zlib.compress(answer.content, LEVEL)
        if len(packed) > self._max_bytes:
            self.remove(key)
            return
        row = (key, answer.media_type, answer.etag, answer.last_modified, answer.fresh_until, time.time())
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.execute(
                    "INSERT OR REPLACE INTO answers"
                    " (key, media_type, etag, last_modified, fresh_until, used_at, n_stored, hash, content)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row, len(packed), digest(answer.content), packed),
                )
                self._make_room(key)
                self._connection.execute("COMMIT")
            except sqlite3.Error as err:
                self._undo()
                _log.warning("a fetched page is not kept: %s", err)
            except BaseException:  # an interrupt between two statements: the next one must not find a transaction open
                self._undo()
                raise

    def confirm(self, key: str, answer: Stored) -> None:
        """Note what a server says on confirming an answer: its marks and how long it is fresh."""
        self._write(
            "UPDATE answers SET etag = ?, last_modified = ?, fresh_until = ?, used_at = ? WHERE key = ? AND hash = ?",
            (answer.etag, answer.last_modified, answer.fresh_until, time.time(), key, digest(answer.content)),
        )

    def remove(self, key: str) -> None:
        """Keep no answer under a key."""
        self._write("DELETE FROM answers WHERE key = ?", (key,))

    def close(self) -> None:
        """Close the file. Nothing is lost by not doing so."""
        with self._lock:
            self._connection.close()

    def _make_room(self, key: str) -> None:
        (n_bytes,) = self._connection.execute("SELECT coalesce(sum(n_stored), 0) FROM answers").fetchone()
        surplus = n_bytes - self._max_bytes
        if surplus <= 0:
            return
        oldest = self._connection.execute("SELECT key, n_stored FROM answers WHERE key != ? ORDER BY used_at", (key,))
        going = []
        for name, n_stored in oldest:
            if surplus <= 0:
                break
            going.append((name,))
            surplus -= n_stored
        self._connection.executemany("DELETE FROM answers WHERE key = ?", going)

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        try:
            with self._lock:
                self._connection.execute(statement, values)
        except sqlite3.Error as err:
            _log.warning("the file of fetched pages cannot be written: %s", err)

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _retried(step: Callable[[], object]) -> None:
    """Run a step for which SQLite does not wait by itself while another process opens the same new file."""
    until = time.monotonic() + BUSY_S
    while True:
        try:
            step()
            return
        except sqlite3.OperationalError as err:
            if "locked" not in str(err) or time.monotonic() > until:
                raise
            time.sleep(0.02)
