"""What each source of a dossier would give: asked, looked at, and nothing kept.

In: sources and what fetches. Out: a `Checked` for each. Refuses nothing: a source that fails is told with its reason.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from communique.dossier import DossierSource
from communique.errors import CommuniqueError
from communique.pages.stories import split_page
from communique.record.vocab import StoryKind
from communique.sources.base import Origin, Page
from communique.sources.fetch import Fetcher
from communique.sources.following import LISTS, kind_of, list_of
from communique.sources.inputs import Input, NothingKnown, open_inputs
from communique.sources.sniff import Kind
from communique.sources.web import is_address

SAMPLES = 3  # pages looked at: enough to see that dates and headlines are found


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page of a source, as it would be split. `trouble` is why it could not be."""

    uri: str
    headline: str | None = None
    published: date | None = None
    language: str | None = None
    n_words: int = 0
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a source would give. `n_listed`, `n_new` and `newest` are of a list of pages, None where it is none.

    `n_new` is how many of them the archive does not hold; `trouble` is why the source gives nothing.
    """

    source: DossierSource
    kind: str | None = None
    title: str | None = None
    n_listed: int | None = None
    n_new: int | None = None
    newest: date | None = None
    samples: tuple[Sample, ...] = ()
    notes: tuple[str, ...] = ()
    trouble: str | None = None


def check_source(source: DossierSource, asked: Input, fetcher: Fetcher, held: Container[str] = ()) -> Checked:
    """What a source would give.

    Args:
        source: The source, as its dossier says it.
        asked: The same as an input.
        fetcher: What fetches; a list and the pages looked at are fetched, and nothing is kept but its cache.
        held: Addresses whose pages the archive holds.
    """
    made = Checked(source=source)
    try:
        if is_address(asked.at):
            made = _of_address(made, asked, fetcher, held)
        if made.trouble is None:
            sampled = _samples(open_inputs([replace(asked, limit=SAMPLES)], known=NothingKnown(), fetcher=fetcher))
            made = replace(made, samples=sampled)
    except (CommuniqueError, OSError) as err:
        return replace(made, trouble=str(err))
    if made.trouble is None and not made.samples:
        return replace(made, trouble="it gives no page")
    if made.samples and all(sample.trouble for sample in made.samples):
        return replace(made, trouble=made.samples[0].trouble)
    return made


def _of_address(made: Checked, asked: Input, fetcher: Fetcher, held: Container[str]) -> Checked:
    got = fetcher.get(asked.at)
    if got.fetch.trouble is not None:
        return replace(made, trouble=got.fetch.trouble.detail.removeprefix(f"{asked.at}: "))
    kind = kind_of(got)
    made = replace(made, kind=kind.value)
    if kind not in LISTS:
        return made
    listing = list_of(got, Origin(name=asked.at, uri=asked.at))
    if listing.trouble is not None:
        return replace(made, trouble=listing.trouble.detail)
    notes = []
    if kind is not Kind.SITEMAP and not asked.follow:
        notes.append("only the feed's own text is read; follow = true reads the pages that it names")
    elif listing.items and not fetcher.may_fetch(listing.items[0].url):
        notes.append(f"robots.txt of the site forbids {listing.items[0].url}")
    if listing.nested:
        notes.append(f"it names {len(listing.nested)} more lists")
    return replace(
        made,
        title=listing.title,
        n_listed=len(listing.items),
        n_new=sum(item.url not in held for item in listing.items),
        newest=max((item.published for item in listing.items if item.published), default=None),
        notes=tuple(notes),
    )


def _samples(pages: Iterator[Page]) -> tuple[Sample, ...]:
    return tuple(_sample(page) for page in islice(pages, SAMPLES))


def _sample(page: Page) -> Sample:
    split = split_page(page)
    article = split.article
    if article is None:
        why = split.issues[-1].detail if split.issues else "it has no article"
        return Sample(uri=page.uri, trouble=why)
    return Sample(
        uri=page.uri,
        headline=article.headline,
        published=article.published,
        language=article.language,
        n_words=sum(len(story.text.split()) for story in split.stories if story.kind is StoryKind.ARTICLE),
    )


def n_failed(checked: Sequence[Checked]) -> int:
    """How many sources give nothing."""
    return sum(each.trouble is not None for each in checked)
