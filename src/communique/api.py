"""What a script imports: `read` for one page, `open_archive` for a store; for many pages there is `Reader`.

In: text, a file's name, or an archive's. Out: a `Record`, or an `Archive`. Refuses with `InputError` a file that is not one
page.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from communique.archive import open_archive
from communique.days import day_of
from communique.errors import InputError
from communique.options import ReadOptions
from communique.record.model import Record
from communique.sources.base import Page, page_id

if TYPE_CHECKING:
    from communique.reading.pipeline import Reader

__all__ = ["open_archive", "read"]

TEXT_URI = "text"  # where a page that was handed over as text is said to come from


def read(
    text_or_path: str | Path,
    *,
    published: date | str | None = None,
    model: str | None = None,
    layers: Iterable[str] = (),
    lexicon: str | Path | None = None,
    ontology: str | Path | None = None,
) -> Record:
    """Read one page.

    Args:
        text_or_path: A text to read; or the path of a text or HTML file. A `str` is taken for a path if there is such a file.
        published: Day of publication, where the page does not give it: relative dates ("on Tuesday") are worked out from it.
            A `str` is read as on the command line: YYYY-MM-DD, or "yesterday".
        model: An installed spaCy pipeline for English; None for the default. It is loaded once and kept.
        layers: What the record also has: "times", "predicates".
        lexicon: The file of a table of predicates of your own, which are asked before the shipped ones.
        ontology: The TOML file of the event types of your own that the lexicon uses.
    Returns:
        The record; its `outcome` tells whether the page could be read.
    Raises:
        InputError: the file does not exist, or holds no page or several (then use `Reader().read_pages(open_inputs([path]))`).
        OptionError: a layer is unknown, the day is none, or a table of your own has an error.
        ModelError: the pipeline is missing or unsuitable.
    """
    options = ReadOptions.of(layers, lexicon=lexicon, ontology=ontology)
    if isinstance(published, str):
        published = day_of(published, today=date.today())
    elif isinstance(published, datetime):
        published = published.date()
    if isinstance(text_or_path, Path) or _is_file(text_or_path):
        page = _page_of_file(str(text_or_path), published)
    else:
        page = Page(
            id=page_id(TEXT_URI, text_or_path), uri=TEXT_URI, media_type="text/plain", content=text_or_path, published=published
        )
    return _reader(model, options).read(page)


def _is_file(text: str) -> bool:
    if "\n" in text or "\0" in text or len(text) > 4096:  # longer than any path: a text
        return False
    try:
        return Path(text).is_file()
    except OSError:  # a name that no file system takes
        return False


def _page_of_file(name: str, published: date | None) -> Page:
    from communique.sources.inputs import open_inputs

    pages = open_inputs([name], published=published)
    page = next(pages, None)
    if page is None:
        raise InputError(f"{name} holds no page")
    if next(pages, None) is not None:
        raise InputError(f"{name} holds several pages; read them with Reader().read_pages(open_inputs([{name!r}]))")
    return page


@lru_cache(maxsize=4)
def _reader(model: str | None, options: ReadOptions) -> "Reader":
    from communique.reading.pipeline import Reader

    return Reader(model, options)
