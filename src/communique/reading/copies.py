"""Copies, so that a story which forty papers print is read once.

In: stories and what was read from them. Out: for a story of the same words and day, what was read, under its own ids. Refuses
nothing: what is not held, or cannot be had, is read.

What reading depends on is the story's text, the text that is parsed (what is none of the story is blanked in it), its language
and its day of publication; the pipeline and the options are one reader's. All of these must be equal to the last character. A
text that is wrapped differently is another text here: the parser sees line ends, and a record must not depend on what was read
before. Markup has lost its own line ends by then, so that two sites' pages of one report do meet.
"""

import hashlib
import pickle
import sqlite3
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from communique.reading.identities import Parts, ids_in
from communique.record.model import (
    Actor,
    Condition,
    Event,
    Issue,
    Position,
    Predicate,
    Statement,
    Story,
    TimeExpression,
)

KEY_BYTES = 20  # no two texts ever made share 160 bits
MAX_READINGS_BYTES = 64 * 2**20  # in memory: about 15,000 stories of 400 words
MAX_SHARED_BYTES = 256 * 2**20  # on disk
MAX_READING_BYTES = 2**20  # one of more is of a very long page, which is rarely printed twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from a story, without the story. `parts` are what its ids hash."""

    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    conditions: tuple[Condition, ...]
    positions: tuple[Position, ...]
    times: tuple[TimeExpression, ...] | None
    predicates: tuple[Predicate, ...] | None
    issues: tuple[Issue, ...]
    parts: Mapping[str, Parts]

    @classmethod
    def of(cls, story: Story, issues: tuple[Issue, ...], parts: Mapping[str, Parts]) -> "Reading":
        """What was read from `story`; `issues` are those that reading it met."""
        return cls(
            actors=story.actors,
            statements=story.statements,
            events=story.events,
            conditions=story.conditions,
            positions=story.positions,
            times=story.times,
            predicates=story.predicates,
            issues=issues,
            parts=parts,
        )

    def in_story(self, story: Story) -> tuple[Story, tuple[Issue, ...]]:
        """The story with these entries, and its issues: what reading it would give."""
        ids = ids_in(story.id, self.parts)

        def told(entry: str | None) -> str | None:
            return None if entry is None else ids[entry]

        made = replace(
            story,
            actors=self.actors,
            statements=tuple(replace(s, id=ids[s.id], within=told(s.within)) for s in self.statements),
            events=tuple(replace(e, id=ids[e.id], voice=told(e.voice)) for e in self.events),
            conditions=tuple(replace(c, id=ids[c.id], event=told(c.event)) for c in self.conditions),
            positions=tuple(replace(p, id=ids[p.id], statement=told(p.statement)) for p in self.positions),
            times=self.times,
            predicates=self.predicates,
        )
        return made, tuple(replace(issue, story=story.id) for issue in self.issues)


def key_of(story: Story, parsed: str) -> bytes:
    """What tells a story from every other that is not read alike. `parsed` is the text that the pipeline is given."""
    hashed = hashlib.blake2b(digest_size=KEY_BYTES)
    day = story.published.isoformat() if story.published else ""
    for part in (story.language or "", day, story.text, "" if parsed == story.text else parsed):
        raw = part.encode("utf-8", "surrogatepass")
        hashed.update(len(raw).to_bytes(8, "big"))
        hashed.update(raw)
    return hashed.digest()


class Readings(Protocol):
    """What was read, by the key of its story."""

    def get(self, key: bytes) -> Reading | None:
        """What was read from a story of that key, None if it is not held."""
        ...

    def put(self, key: bytes, reading: Reading) -> None:
        """Hold what was read, for a while."""
        ...


class ReadingsInMemory:
    """The latest readings of one process, packed, in at most `max_bytes`."""

    def __init__(self, max_bytes: int = MAX_READINGS_BYTES) -> None:
        self._packed: OrderedDict[bytes, bytes] = OrderedDict()
        self._max_bytes = max_bytes
        self._n_bytes = 0

    def get(self, key: bytes) -> Reading | None:
        """What was read from a story of that key; it counts as used."""
        packed = self._packed.get(key)
        if packed is None:
            return None
        self._packed.move_to_end(key)
        return _unpacked(packed)

    def put(self, key: bytes, reading: Reading) -> None:
        """Hold what was read; what was not used for longest makes room."""
        packed = _packed(reading)
        if key in self._packed or len(packed) > min(MAX_READING_BYTES, self._max_bytes):
            return
        self._packed[key] = packed
        self._n_bytes += len(packed)
        while self._n_bytes > self._max_bytes:
            self._n_bytes -= len(self._packed.popitem(last=False)[1])

    @property
    def n_bytes(self) -> int:
        """Bytes of what is held."""
        return self._n_bytes


class ReadingsInFile:
    """The latest readings of several processes, in an SQLite file of about `max_bytes` that lives as long as their run.

    The file must be one that only this user's processes write: what it holds is unpickled. A file that fails is as good as empty.
    """

    def __init__(self, path: Path, max_bytes: int = MAX_SHARED_BYTES) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self._open: sqlite3.Connection | None = None
        with suppress(sqlite3.Error):
            # A process may be killed in the middle of writing: the journal keeps the file whole, and nothing need survive the machine.
            self._open = sqlite3.connect(path, timeout=5.0, isolation_level=None)
            self._open.execute("PRAGMA journal_mode = WAL")
            self._open.execute("PRAGMA synchronous = OFF")
            self._open.execute(
                "CREATE TABLE IF NOT EXISTS readings"
                " (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, up_to INTEGER NOT NULL, reading BLOB NOT NULL)"
            )

    def get(self, key: bytes) -> Reading | None:
        """What was read from a story of that key, by any of the processes."""
        if self._open is None:
            return None
        with suppress(sqlite3.Error):
            row = self._open.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
            return _unpacked(row[0]) if row else None
        return None

    def put(self, key: bytes, reading: Reading) -> None:
        """Hold what was read; the oldest makes room."""
        packed = _packed(reading)
        if self._open is None or len(packed) > min(MAX_READING_BYTES, self._max_bytes):
            return
        with suppress(sqlite3.Error):
            # `up_to` counts all bytes ever written, so that what is too much is found without adding up.
            added = self._open.execute(
                "INSERT OR IGNORE INTO readings (key, up_to, reading)"
                " VALUES (?, coalesce((SELECT up_to FROM readings ORDER BY number DESC LIMIT 1), 0) + ?, ?) RETURNING number, up_to",
                (key, len(packed), packed),
            ).fetchall()
            for _, up_to in added:
                last = "SELECT max(number) FROM (SELECT number, up_to FROM readings ORDER BY number LIMIT 64) WHERE up_to <= ?"
                self._open.execute(f"DELETE FROM readings WHERE number <= ({last})", (up_to - self._max_bytes,))  # noqa: S608

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None


def _packed(reading: Reading) -> bytes:
    return zlib.compress(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(packed: bytes) -> Reading | None:
    reading = pickle.loads(zlib.decompress(packed))  # noqa: S301 -- written by this run's own processes
    return reading if isinstance(reading, Reading) else None
