"""One round: every source that is due is opened, what is new in it is read, and all of it is kept.

In: sources, a reader, an archive's writer. Out: a `Round` that tells what came of it. Refuses nothing: a source that fails is
counted and the others go on. Each page is put with its fetch and its mark in one transaction, so that a round that is killed
loses nothing and repeats nothing but the pages in hand.
"""

import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from communique.archive.base import Writer
from communique.archive.results import PutOutcome
from communique.errors import CommuniqueError
from communique.record.vocab import Outcome
from communique.sources.base import Page
from communique.sources.inputs import Input, open_inputs
from communique.watch.known import ArchiveKnown, mark_after

if TYPE_CHECKING:
    from communique.reading.caps import PageCaps
    from communique.reading.pipeline import Reader
    from communique.sources.fetch import Fetcher


@dataclass(slots=True, kw_only=True)
class Round:
    """What came of a round: sources looked at and failed (with why), pages by outcome, what was held, what could not be had."""

    number: int
    began: datetime
    n_sources: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    n_held: int = 0
    n_unfetched: int = 0
    other_languages: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def n_new(self) -> int:
        """Pages that the archive did not hold."""
        return self.outcomes.total()

    @property
    def is_failure(self) -> bool:
        """Whether no source could be had at all."""
        return self.n_sources > 0 and len(self.failed) == self.n_sources

    def line(self) -> str:
        """The round in one line."""
        parts = [_counted(self.n_sources, "source")]
        if self.failed:
            first, why = next(iter(self.failed.items()))
            more = f", and {len(self.failed) - 1} more" if len(self.failed) > 1 else ""
            parts[0] += f" ({len(self.failed)} failed: {first}: {why}{more})"
        told = ", ".join(f"{self.outcomes[outcome]:,} {outcome.value}" for outcome in Outcome if self.outcomes[outcome])
        parts.append(f"{_counted(self.n_new, 'new page')}{f': {told}' if told else ''}")
        if self.other_languages:
            listed = ", ".join(f"{language} {n}" for language, n in self.other_languages.most_common(5))
            parts.append(f"{_counted(self.other_languages.total(), 'story')} in other languages kept unread ({listed})")
        parts.append(f"{self.n_held:,} known")
        if self.n_unfetched:
            parts.append(f"{_counted(self.n_unfetched, 'address')} not to be had")
        return f"{self.began:%Y-%m-%dT%H:%M:%SZ} round {self.number}: {'; '.join(parts)}; {self.seconds:.1f} s"


def _counted(number: int, what: str) -> str:
    plural = {"story": "stories", "address": "addresses"}.get(what, f"{what}s")
    return f"{number:,} {what if number == 1 else plural}"


def run_round(
    number: int,
    inputs: Sequence[Input],
    *,
    reader: "Reader",
    writer: Writer,
    fetcher: "Fetcher",
    stop: Event,
    n_workers: int = 1,
    caps: "PageCaps | None" = None,
) -> Round:
    """Read what is new in some inputs into an archive.

    Args:
        number: The round's number, for its line.
        inputs: What to look at.
        reader: What reads.
        writer: Where it is kept; it is not assembled here.
        fetcher: What fetches.
        stop: When it is set, nothing new is taken up; what is in hand is kept.
        n_workers: Processes that read.
        caps: What one page may take; None: see `Reader.read_pages`.
    """
    done = Round(number=number, began=datetime.now(UTC))
    began = time.monotonic()
    known = ArchiveKnown(writer, reader.info)
    pages = _new_pages(inputs, known, fetcher, writer, stop, done)
    with closing(pages):
        for page, record in reader.read_with_pages(pages, n_workers=n_workers, caps=caps):
            if writer.put_record(record, fetch=page.fetch, mark=mark_after(page, reader.info)) is PutOutcome.UNCHANGED:
                done.n_held += 1
            else:
                done.outcomes[record.outcome] += 1
                done.other_languages.update(record.unread_languages)
    done.n_held += known.n_known
    done.seconds = time.monotonic() - began
    return done


def _new_pages(
    inputs: Sequence[Input], known: ArchiveKnown, fetcher: "Fetcher", writer: Writer, stop: Event, done: Round
) -> Generator[Page, None, None]:
    """The pages of all inputs that are not held. What could not be fetched is kept as a fetch, and is no page."""
    for each in inputs:
        if stop.is_set():
            return
        done.n_sources += 1
        try:
            for page in open_inputs([each], known=known, fetcher=fetcher):
                if stop.is_set() and page.trouble is not None:
                    return  # given up for the stop, not for a reason of its own
                if page.trouble is not None and page.fetch is not None and page.fetch.trouble is not None:
                    writer.put_fetch(page.fetch)
                    if page.fetch.url == each.at:
                        done.failed[each.at] = page.trouble.detail.removeprefix(f"{each.at}: ")
                    else:
                        done.n_unfetched += 1
                elif known.is_held(page):
                    done.n_held += 1
                else:
                    yield page
                if stop.is_set():
                    return
        except (CommuniqueError, OSError) as err:
            done.failed[each.at] = str(err)
