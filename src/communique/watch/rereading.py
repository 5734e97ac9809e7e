"""An archive brought to the present reader, and what that changed.

In: an opened archive and a `Reader`. Out: the archive with every story read by that reader, and a `Reread` that counts what came and
went, and how reviewers' corrections stand. Pages that this reader has read already are passed over, so that a run that was broken
off goes on where it stopped. Nothing is lost: a page that cannot be read again keeps what was read.

A page's own bytes are not kept in an archive. What was made of them stays: which stories a page has, their texts, headlines, days,
languages, and what is passed over in a text. To have that done anew, read the pages themselves.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from communique.archive.base import Archive, View
from communique.archive.results import CorrectionEntry, Counts, IssueGroup
from communique.errors import OptionError
from communique.options import LAYERS, OwnActor, ReadOptions
from communique.reading.pipeline import Reader
from communique.record.correcting import Entry, entries_of, portable, spans_of
from communique.record.corrections import EntryKind
from communique.record.ids import folded
from communique.record.model import ReaderInfo, Record, Story
from communique.record.vocab import Outcome

ACTOR = "actor"
KINDS = (ACTOR, *(kind.value for kind in EntryKind if kind is not EntryKind.STORY))
Told: TypeAlias = Callable[[Record], None]


@dataclass(slots=True)
class Changes:
    """How many entries of a kind are as they were, say something else, are gone, and are new."""

    same: int = 0
    changed: int = 0
    gone: int = 0
    new: int = 0


@dataclass(slots=True, kw_only=True)
class Reread:
    """What reading an archive again came to.

    `n_current` pages were read by this reader already, `n_without_stories` had nothing to read, and `failed` (their ids) could not be
    read again and keep what they had. `corrections` counts how those that hold stand; `lost` are those whose words are not there.
    """

    reader: ReaderInfo
    n_pages: int = 0
    n_stories: int = 0
    n_changed: int = 0  # stories
    n_current: int = 0
    n_without_stories: int = 0
    failed: list[str] = field(default_factory=list)
    kinds: dict[str, Changes] = field(default_factory=lambda: {kind: Changes() for kind in KINDS})
    corrections: dict[str, int] = field(default_factory=dict)
    lost: tuple[CorrectionEntry, ...] = ()
    newly_lost: tuple[str, ...] = ()  # ids of those that had their words before
    before: Counts = field(default_factory=Counts)
    after: Counts = field(default_factory=Counts)


def options_of(view: View, actors: tuple[OwnActor, ...] = ()) -> ReadOptions:
    """The options to read an archive's pages with again: the layers that they were read with, and a dossier's actors.

    Raises:
        OptionError: the options differ from page to page, or came of another dossier or of the user's own tables: then they have
            to be said.
    """
    known: dict[str, ReadOptions] = {}
    for layers in _layer_sets():
        wanted = ReadOptions.of(layers, actors=actors)
        known |= {wanted.hash: wanted, ReadOptions.of(layers).hash: wanted}
    found = {page.reader_options for page in view.list_pages() if page.outcome is not Outcome.SET_ASIDE}
    if not found:
        return ReadOptions(actors=actors)
    if len(found) == 1 and (options := known.get(next(iter(found)))):
        return options
    why = "with different options" if len(found) > 1 else "with a dossier, or a lexicon or ontology of your own"
    how = "--dossier, --with, --lexicon or --ontology (--with none: plainly)"
    raise OptionError(f"the archive's pages were read {why}; say how to read them with {how}")


def _layer_sets() -> Iterator[tuple[str, ...]]:
    for mask in range(2 ** len(LAYERS)):
        yield tuple(layer for place, layer in enumerate(LAYERS) if mask >> place & 1)


def reread_archive(
    archive: Archive,
    reader: Reader,
    *,
    n_workers: int = 1,
    issues: Iterable[IssueGroup] = (),
    told: Told = lambda _record: None,
) -> Reread:
    """Read every story of an archive again that another reader has read, page by page; the archive is assembled at the end.

    Args:
        issues: As for `Archive.writer`.
        told: Called with each record that was put.
    Raises:
        ArchiveError: the archive cannot be written; what was read until then is kept, and running again goes on from there.
    """
    view = archive.view()
    done = Reread(reader=reader.info, before=view.counts())
    stood = {each.id for each in view.list_corrections(with_undone=False) if not each.is_lost}
    in_hand: deque[Record] = deque()

    def outdated() -> Iterator[Record]:
        for page in view.list_pages():
            if ReaderInfo(version=page.reader_version, model=page.reader_model, options=page.reader_options) == reader.info:
                done.n_current += 1
                continue
            record = view.get_record(page.id)
            if record is None or not record.stories:
                done.n_without_stories += 1
                continue
            in_hand.append(record)
            yield record

    with archive.writer(issues=issues) as writer:
        for record in reader.reread(outdated(), n_workers=n_workers):
            old = in_hand.popleft()
            if record.outcome is Outcome.SET_ASIDE and old.outcome is not Outcome.SET_ASIDE:
                done.failed.append(old.page.id)
                continue
            writer.put_record(record)
            _count(done, old, record)
            told(record)
    view = archive.view()
    held = view.list_corrections(with_undone=False)
    done.corrections = dict(sorted(Counter(state for each in held for state in each.states).items()))
    done.lost = tuple(each for each in held if each.is_lost)
    done.newly_lost = tuple(each.id for each in done.lost if each.id in stood)
    done.after = view.counts()
    return done


def _count(done: Reread, old: Record, new: Record) -> None:
    done.n_pages += 1
    for before, after in zip(old.stories, new.stories, strict=True):  # reading splits nothing: the stories are the same
        done.n_stories += 1
        counted = {kind: compare(before, after, kind) for kind in KINDS}
        done.n_changed += any(each.changed or each.gone or each.new for each in counted.values())
        for kind, each in counted.items():
            total = done.kinds[kind]
            total.same += each.same
            total.changed += each.changed
            total.gone += each.gone
            total.new += each.new


def compare(before: Story, after: Story, kind: str) -> Changes:
    """What reading a story again changed in its entries of a kind. An entry is the same one by its id, else by its words."""
    if kind == ACTOR:
        old_actors, new_actors = (
            {folded(a.name): (a.kind, a.country, a.code) for a in story.actors} for story in (before, after)
        )
        both = set(old_actors) & set(new_actors)
        same = sum(old_actors[name] == new_actors[name] for name in both)
        return Changes(same, len(both) - same, len(old_actors) - len(both), len(new_actors) - len(both))
    old, new = (list(entries_of(story, EntryKind(kind))) for story in (before, after))
    counts = Changes()
    for one, other in _pairs(old, new):
        is_same = portable(before, one) == portable(after, other) and spans_of(one) == spans_of(other)
        counts.same += is_same
        counts.changed += not is_same
    counts.gone = len(old) - counts.same - counts.changed
    counts.new = len(new) - counts.same - counts.changed
    return counts


def _pairs(old: list[Entry], new: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    by_id = {entry.id: entry for entry in new}
    rest: list[Entry] = []
    taken: set[str] = set()
    for entry in old:
        if entry.id in by_id:
            taken.add(entry.id)
            yield entry, by_id[entry.id]
        else:
            rest.append(entry)
    by_place = {spans_of(entry): entry for entry in reversed(new) if entry.id not in taken}
    for entry in rest:
        other = by_place.pop(spans_of(entry), None)
        if other is not None:
            yield entry, other
