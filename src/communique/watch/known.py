"""What an archive knows of addresses and inputs, so that nothing is fetched or read twice.

In: the archive's writer. Out: yes or no for an address or a page. Refuses to ask again, for a while, for what could not be had:
the pause doubles with each failure, and an answer that will not change (gone, no page of text) is asked for again after a day.
"""

from datetime import UTC, datetime, timedelta

from communique.archive.base import Writer
from communique.archive.results import FetchEntry
from communique.pages.stories import split_page
from communique.record.fetch import Fetch
from communique.record.model import ReaderInfo
from communique.record.vocab import StoryKind
from communique.sources.base import Page

FIRST_PAUSE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=1)
_LASTING = frozenset({"refused_address", "robots", "wrong_type", "too_big", "too_many_redirects"})
_LASTING_STATUSES = frozenset({401, 402, 403, 404, 405, 406, 410, 451})


class ArchiveKnown:
    """What the archive holds; keeps the fetches that bring no page. See `communique.sources.inputs.Known`."""

    def __init__(self, writer: Writer, reader: ReaderInfo, *, now: datetime | None = None) -> None:
        """`now` is what pauses are counted from; None: the clock."""
        self._writer = writer
        self._reader = reader
        self._now = now
        self._asked: set[str] = set()  # in this round: two lists may name one page
        self.n_fetches = 0
        self.n_known = 0

    def is_known(self, url: str, updated_at: str | None) -> bool:
        """Whether an address need not be fetched: it was, or it failed not long ago, or it is being fetched in this round."""
        if url in self._asked:
            return True
        last = self._writer.last_fetch(url)
        if last is not None and (self._is_current(last, updated_at) or self._is_paused(last)):
            self.n_known += last.trouble is None
            return True
        self._asked.add(url)
        return False

    def _is_current(self, last: FetchEntry, updated_at: str | None) -> bool:
        if last.trouble is not None or last.page_id is None or not self._writer.has_page(last.page_id, reader=self._reader):
            return False
        changed = _moment(updated_at)
        return changed is None or changed <= last.last_at

    def _is_paused(self, last: FetchEntry) -> bool:
        if last.trouble is None:
            return False
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(last.n_times - 1, 10)))
        if last.trouble in _LASTING or last.status in _LASTING_STATUSES:
            pause = LONGEST_PAUSE
        now = self._now or datetime.now(UTC)
        return now < last.last_at + pause

    def mark_of(self, input_: str) -> str | None:
        """How far this reader read an input."""
        mark = self._writer.get_mark(input_)
        reader, _, inner = (mark or "").partition(" ")
        return inner if reader == _reader_key(self._reader) else None

    def tell(self, fetch: Fetch) -> None:
        """Keep a fetch that brings no page itself."""
        self.n_fetches += 1
        self._writer.put_fetch(fetch)

    def is_held(self, page: Page) -> bool:
        """Whether a page is held as this reader reads it; its fetch is kept then.

        Pages are delivered with other advertising each time. While a page of the same address has the same stories, what was
        read from it is the same.
        """
        held = self._writer.has_page(page.id, reader=self._reader)
        is_same = not held and page.fetch is not None and self._has_same_stories(page, page.fetch)
        if page.fetch is not None and (held or is_same):
            self._writer.put_fetch(page.fetch, page.id, is_same=is_same)
        return held or is_same

    def _has_same_stories(self, page: Page, fetch: Fetch) -> bool:
        last = self._writer.last_fetch(fetch.url)
        if last is None or last.page_id is None or not self._writer.has_page(last.page_id, reader=self._reader):
            return False
        texts = [story.text for story in split_page(page).stories if story.kind is StoryKind.ARTICLE]
        return bool(texts) and all(self._writer.has_story(page.uri, text) for text in texts)


def mark_after(page: Page, reader: ReaderInfo) -> tuple[str, str] | None:
    """A page's input, and how far it is read with the page; None where an input cannot be taken up again."""
    return (page.input, f"{_reader_key(reader)} {page.mark}") if page.input and page.mark else None


def _reader_key(reader: ReaderInfo) -> str:
    """A reader in one word: its mark says nothing to another reader."""
    return f"{reader.version}/{reader.model}/{reader.options}".replace(" ", "_")


def _moment(written: str | None) -> datetime | None:
    """A moment with its zone; None if there is none, or it names no zone or no time."""
    try:
        moment = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
