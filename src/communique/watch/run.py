"""The watch: rounds for ever, or one, over a dossier that may be edited meanwhile.

In: a dossier's file and an archive's. Out: the archive, assembled after each round that brought something, and a line a round.
Refuses a dossier without sources with `DossierError`. Errors of a round (a full disk, a locked archive) are told, and the next
round tries again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from communique.archive import open_archive
from communique.archive.results import IssueGroup
from communique.dossier import Dossier, DossierSource, load_dossier
from communique.errors import ArchiveError, DossierError
from communique.options import ReadOptions
from communique.reading.caps import PageCaps
from communique.reading.pipeline import Reader
from communique.sources.fetch import Fetcher, FetchOptions
from communique.watch.rounds import Round, run_round

LONGEST_WAIT_S = 3600.0  # a clock that was set back does not stop a watch for longer


@dataclass(slots=True, kw_only=True)
class Watch:
    """What is watched, and how. `every_s` is the time between two looks at a source that names none of its own."""

    dossier: Path
    archive: Path
    every_s: float
    fetching: FetchOptions
    log: Callable[[str], None]
    stop: Event = field(default_factory=Event)
    model: str | None = None
    n_workers: int = 1
    caps: PageCaps | None = None
    _loaded: Dossier = field(init=False)
    _changed: int = field(init=False)
    _due: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Load the dossier.

        Raises:
            DossierError: it cannot be loaded, or has no sources.
        """
        self._loaded = _with_sources(self.dossier)
        self._changed = _changed(self.dossier)

    def run(self, *, once: bool = False) -> bool:
        """Watch until `stop` is set, or for one round.

        Returns:
            Whether the last round had at least one source and was kept.
        Raises:
            ModelError: the language pipeline is missing or unsuitable.
            ArchiveError: the archive cannot be opened at all.
        """
        with open_archive(self.archive):
            pass  # what cannot be opened is told before the pipeline is loaded
        reader = Reader(self.model, self._options)
        number, fine = 0, True
        with Fetcher(self.fetching, stop=self.stop) as fetcher:
            while not self.stop.is_set():
                number += 1
                fine = self._round(number, reader, fetcher)
                if once or self.stop.wait(self._wait_s()):
                    break
                self._reload()
                if reader.options != self._options:  # the dossier says something else of its actors now
                    reader = reader.with_options(self._options)
        return fine

    @property
    def _options(self) -> ReadOptions:
        return ReadOptions(actors=self._loaded.own_actors)

    def _round(self, number: int, reader: Reader, fetcher: Fetcher) -> bool:
        now = time.monotonic()
        due = [source for source in self._loaded.sources if self._due.get(source.at, now) <= now]
        for source in due:
            self._due[source.at] = now + self._every_s(source)
        issues = tuple(IssueGroup.of(issue.name, issue.words) for issue in self._loaded.issues)
        try:
            with open_archive(self.archive) as archive:
                writer = archive.writer(issues=issues)
                try:
                    done = run_round(
                        number,
                        [source.input_from(self._loaded.folder) for source in due],
                        reader=reader,
                        writer=writer,
                        fetcher=fetcher,
                        stop=self.stop,
                        n_workers=self.n_workers,
                        caps=self.caps,
                    )
                    if not self.stop.is_set():
                        writer.assemble()  # nothing if nothing was added; a stopped watch leaves it to the next reader
                finally:
                    writer.close()
        except ArchiveError as err:
            self.log(f"round {number}: {err}; what was read before is kept, the next round tries again")
            return False
        self.log(done.line() + self._next(done))
        return not done.is_failure

    def _next(self, done: Round) -> str:
        return "; stopped" if self.stop.is_set() else ""

    def _every_s(self, source: DossierSource) -> float:
        return source.every_s or self.every_s

    def _wait_s(self) -> float:
        soonest = min(self._due.values(), default=0.0)
        return min(max(soonest - time.monotonic(), 0.0), LONGEST_WAIT_S)

    def _reload(self) -> None:
        """Take up the dossier as it is now; one with an error is told, and the last good one stays in force."""
        changed = _changed(self.dossier)
        if changed == self._changed:
            return
        self._changed = changed
        try:
            self._loaded = _with_sources(self.dossier)
        except DossierError as err:
            self.log(f"{err}; watching goes on as before")
        else:
            self.log(f"{self.dossier} has changed and was read again")


def _with_sources(path: Path) -> Dossier:
    loaded = load_dossier(path)
    if not loaded.sources:
        raise DossierError(f"dossier {path} has no sources; add some under 'sources'")
    return loaded


def _changed(path: Path) -> int:
    """When a file was changed last, in nanoseconds; 0 if it is not there."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
