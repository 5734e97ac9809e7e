"""Answers kept while the archive stays as it is, and not sent again to whom has them (RFC 9110: ETag, If-None-Match).

In: a request and how to answer it. Out: the answer, an earlier one, or 304. Refuses nothing. Answers of an archive on a server are
not kept: whether it changed is not seen without asking it, and the question costs as much as the answer.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from communique.archive.locations import is_server

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 4 * 1024 * 1024  # one answer: a larger one would push out everything else


@dataclass(slots=True)
class Kept:
    """Answers by what was asked, the least recently used forgotten first."""

    most_bytes: int = MOST_BYTES
    _answers: OrderedDict[Hashable, Response] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable) -> Response | None:
        """The answer kept for it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: Response) -> None:
        """Keep an answer."""
        size = len(answer.body)
        with self._lock:
            if size > LARGEST or key in self._answers:
                return
            self._answers[key] = answer
            self._size += size
            while self._size > self.most_bytes:
                _, oldest = self._answers.popitem(last=False)
                self._size -= len(oldest.body)


def stamp_of(archive: str | Path) -> tuple[int, ...] | None:
    """What changes whenever the archive's file does; None where that cannot be told."""
    if is_server(archive):
        return None
    found: list[int] = []
    for name in (str(archive), f"{archive}-wal"):
        try:
            seen = Path(name).stat()
        except OSError:
            continue
        if seen.st_size:  # an empty log is made by reading, too
            found += [seen.st_ino, seen.st_mtime_ns, seen.st_size]
    return tuple(found)


def answered(
    request: Request, stamp: Hashable | None, kept: Kept, make: Callable[[], Response], *, about: Hashable = None
) -> Response:
    """The answer to a request, from those kept or made now; 304 where the client's own is the same.

    Args:
        stamp: Of the archive; None keeps nothing.
        about: What else the answer depends on, beside the address and the day.
    """
    about = (request.url.netloc, request.url.path, request.url.query, date.today(), about)
    answer = kept.get((stamp, about)) if stamp is not None else None
    if answer is None:
        answer = make()
        if answer.status_code != 200:
            return answer
        answer.headers["ETag"] = f'W/"{hashlib.sha256(answer.body).hexdigest()[:32]}"'  # weak: the door may compress it
        answer.headers["Cache-Control"] = "private, no-cache"  # ask again each time; what is the same is not sent again
        if stamp is not None:
            kept.put((stamp, about), answer)
    told = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    etag = answer.headers["ETag"]
    if "*" in told or etag.removeprefix("W/") in told:
        return Response(status_code=304, headers={"ETag": etag, "Cache-Control": answer.headers["Cache-Control"]})
    return answer
