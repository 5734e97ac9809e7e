"""A story's page: the text with its entries, what else stands on the page, and the copies of it.

In: a story of an archive, the layers asked for. Out: `StoryPage`. Refuses a layer that there is not with `AskError`.
"""

from collections import Counter
from collections.abc import Sequence

from communique.archive.base import View
from communique.archive.results import StoryEntry
from communique.record.model import Record, Story
from communique.record.vocab import StoryKind
from communique.views.clean import clean
from communique.views.differences import differences
from communique.web.asking import AskError
from communique.web.contexts import Copy, StoryPage
from communique.web.marks import Layer, cards_of, known_of, marked_text

MOST_COPIES = 10  # compared: each costs a comparison of two texts
MOST_CARDS = 400  # beside the text; the text has all marks, and JSON all entries
MOST_TEASERS = 50


def story_page(view: View, entry: StoryEntry, record: Record, story: Story, layers: Sequence[str]) -> StoryPage:
    """The page of a story.

    Raises:
        AskError: a layer is unknown.
    """
    shown = _layers(layers)
    cards = cards_of(story, known_of(view, story))
    copies = []
    for id_ in entry.copies[:MOST_COPIES]:
        other = view.get_story(id_)
        if other:
            copies.append(Copy(ref=other.ref, differences=differences(entry.text, other.text)))
    first = view.get_story(entry.ref.duplicate_of) if entry.ref.duplicate_of else None
    return StoryPage(
        story=story,
        ref=entry.ref,
        marked=marked_text(story, cards),
        cards=cards[:MOST_CARDS],
        n_cards=len(cards),
        layers=shown,
        counts=Counter(card.layer for card in cards),
        teasers=tuple(one for one in record.stories if one.kind is StoryKind.TEASER and one.id != story.id)[:MOST_TEASERS],
        copies=tuple(copies),
        original=Copy(ref=first.ref, differences=differences(first.text, entry.text)) if first else None,
    )


def _layers(asked: Sequence[str]) -> tuple[Layer, ...]:
    names = [name for name in asked if name]
    known = {layer.value for layer in Layer}
    for name in names:
        if name not in known and name != "none":
            raise AskError(f"unknown layer {clean(name)[:80]!r}; accepted: {', '.join(Layer)}")
    return tuple(layer for layer in Layer if layer.value in names) if names else tuple(Layer)
