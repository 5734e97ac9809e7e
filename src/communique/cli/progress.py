"""The progress of a run, on a terminal: a bar, a rate and an estimate; nothing in a pipe.

In: pages as they are taken up, records as they come out. Out: a bar on the error stream. Refuses nothing.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from communique.record.model import Record
from communique.sources.base import Page

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class ProgressBar:
    """Follows a run. The whole is the inputs' bytes, where they are files; the rate is in words and pages a second."""

    def __init__(self, inputs: Iterable[str], *, is_shown: bool) -> None:
        """`is_shown` False makes every method do nothing."""
        self._sizes: deque[int] = deque()  # of pages that were taken up and have not come out
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._n_words = self._n_pages = 0
        if is_shown:
            self._start(inputs)

    def _start(self, inputs: Iterable[str]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("reading", total=size_of(inputs), told="loading the language pipeline")
        self._progress.start()

    def begin(self) -> None:
        """The pipeline is loaded: the clock starts now, so that the rate is the rate of reading."""
        if self._progress and self._task is not None:
            self._progress.reset(self._task, told="")

    def tell(self, words: str) -> None:
        """Say what is being done after the last page."""
        if self._progress and self._task is not None:
            self._progress.update(self._task, told=words)

    def watched(self, pages: Iterable[Page]) -> Iterator[Page]:
        """The pages, with the size of each noted as it is taken up."""
        for page in pages:
            if self._progress:
                self._sizes.append(len(page.content))
            yield page

    def skip(self, page: Page) -> None:
        """A page that need not be read."""
        if self._progress and self._task is not None:
            self._progress.advance(self._task, len(page.content))

    def advance(self, record: Record) -> None:
        """A record came out; records come in the order of the pages."""
        if self._progress is None or self._task is None:
            return
        self._n_pages += 1
        self._n_words += sum(len(story.text.split()) for story in record.stories)
        elapsed = self._progress.tasks[0].elapsed or 0.0
        rate = f"{self._n_words / elapsed:,.0f} words/s, {self._n_pages / elapsed:,.1f} pages/s" if elapsed else ""
        size = self._sizes.popleft() if self._sizes else 0
        self._progress.update(self._task, advance=size, told=f"{self._n_pages:,} pages, {rate}")

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /) -> None:
        if self._progress:
            self._progress.stop()


def size_of(inputs: Iterable[str]) -> int | None:
    """The bytes of all inputs; None if one is no file or folder, so that the whole is not known."""
    total = 0
    for name in inputs:
        path = Path(name)
        if name == "-" or not path.exists():
            return None
        files = (path,) if path.is_file() else (p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        total += sum(file.stat().st_size for file in files)
    return total or None
