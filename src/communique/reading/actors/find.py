"""The actors of a story: who does, says or undergoes something, under which names, in which office, by which mentions.

In: the parsed story, the world, its publication date. Out: `FoundActors`. Refuses what names nobody: things, mere places, adjectives,
and pronouns that fit several.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from communique.reading.actors.affiliations import name_of
from communique.reading.actors.cast import Member
from communique.reading.actors.coreference import Linker
from communique.reading.actors.drafts import Draft
from communique.reading.actors.lexicon import load_actor_lexicon
from communique.reading.actors.mentions import MentionFinder
from communique.reading.actors.nominals import NominalFinder, entity_labels
from communique.reading.actors.people import FORMER, is_former
from communique.reading.actors.surroundings import Surroundings
from communique.reading.actors.worldnames import WorldNames
from communique.reading.found import FoundActors, FoundMention, MentionKind
from communique.reading.passages import Passages
from communique.reading.tree import Tree, tree_of
from communique.reading.world import World
from communique.reading.world.facts import Sector
from communique.record.model import Actor, DateInterval, Role
from communique.record.spans import Span
from communique.record.vocab import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Doc


_GOVERNMENTS = frozenset({"government", "authority"})


def find_actors(doc: Doc, world: World, published: date | None) -> FoundActors:
    """All actors of a story with their mentions.

    Args:
        doc: The parsed story; needs tags, lemmas, the dependency parse and entities.
        world: What is known of states, organisations, offices and places.
        published: The story's day, for "the president"; None leaves descriptions to what the story itself tells.
    Returns:
        Actors "a1", "a2", … in the order of their first mention; mentions in text order, no two with one head.
    """
    if len(doc) == 0:
        return FoundActors()
    tree = tree_of(doc)
    passages = Passages(tree)
    lexicon = load_actor_lexicon()
    labels, persons = entity_labels([(e.start, e.end, e.label_) for e in doc.ents])
    names = WorldNames(tree, world, persons)
    finder = NominalFinder(tree, lexicon, names, labels, persons)
    drafts = MentionFinder(tree, lexicon, world, names, labels).find(finder.find())
    around = Surroundings(tree, names, finder.skipped, passages.paragraph)
    linker = Linker(tree, passages, lexicon, world, names, around, published)
    cast = linker.link(drafts)
    mentions, order = _mentions(drafts)
    members = sorted((m for m in cast.members if m in order), key=lambda m: order[m])
    ids = {member: f"a{number}" for number, member in enumerate(members, 1)}
    found = tuple(
        FoundMention(
            span=draft.span,
            first=draft.first,
            last=draft.last,
            head=draft.root,
            kind=draft.form,
            actors=tuple(ids[m] for m in _members(draft)),
        )
        for draft in mentions
    )
    spans: dict[str, list[Span]] = {}
    for mention in found:
        for actor in mention.actors:
            spans.setdefault(actor, []).append(mention.span)
    actors = tuple(_actor(member, ids[member], tuple(spans[ids[member]]), tree, world, published) for member in members)
    return FoundActors.of(actors, found)


def _members(draft: Draft) -> tuple[Member, ...]:
    return (draft.member,) if draft.member is not None else draft.members


def _mentions(drafts: list[Draft]) -> tuple[list[Draft], dict[Member, int]]:
    """The drafts that have members, one for each head, and where each member is mentioned first."""
    kept: list[Draft] = []
    heads: set[int] = set()
    order: dict[Member, int] = {}
    for draft in sorted(drafts, key=lambda d: (d.span.start, -d.span.end)):
        if not _members(draft) or draft.root in heads:
            continue
        heads.add(draft.root)
        kept.append(draft)
        for member in _members(draft):
            order.setdefault(member, len(order))
    return kept, order


def _actor(
    member: Member, actor_id: str, mentions: tuple[Span, ...], tree: Tree, world: World, published: date | None
) -> Actor:
    kind, name, code = member.kind, member.name, member.code
    if kind is ActorKind.STATE and _is_government(member):
        country = world.country_of_code(member.country or "")
        kind, code = ActorKind.BODY, world.code(member.country, Sector.GOV)
        name = f"{country.adjectives[0]} government" if country is not None and country.adjectives else name
    if code is None and kind not in (ActorKind.STATE, ActorKind.ALLIANCE):
        code = world.code(member.country, member.sector) if member.sector is not None else None
    return Actor(
        id=actor_id,
        name=name or tree.text[mentions[0].start : mentions[0].end],
        kind=kind,
        country=member.country,
        code=code,
        roles=_roles(member, tree, world, published),
        rule=member.rule,
        mentions=mentions,
    )


def _is_government(member: Member) -> bool:
    """Whether a story speaks of a state's government rather than of the state: more often by that noun than by its name."""
    by_noun = sum(
        d.noun is not None and d.noun.words in _GOVERNMENTS and d.form is MentionKind.DESCRIPTION and not d.is_side
        for d in member.drafts
    )
    country = sum(
        d.is_name and d.phrase is not None and d.phrase.unit is not None and d.phrase.unit.kind == "country"
        for d in member.drafts
    )
    return by_noun > 0 and by_noun >= country


def _roles(member: Member, tree: Tree, world: World, published: date | None) -> tuple[Role, ...]:
    if member.kind is not ActorKind.PERSON:
        return ()
    roles: dict[str, Role] = {}
    for draft in member.drafts:
        phrase = draft.phrase
        if phrase is None or phrase.title is None or draft.form is MentionKind.GROUP:
            continue
        title = phrase.title
        words = tree.text[tree.start[title.first] : tree.end[title.last - 1]]
        if is_former(tree, phrase) and tree.low[title.first] not in FORMER:
            words = f"former {words}"  # "the former Finnish president": the title alone would say that he is
        of = draft.countries[0] if draft.countries else next((name_of(fact) for fact in draft.facts), member.country)
        if words.lower() not in roles:
            span = Span(tree.start[title.first], tree.end[title.last - 1])
            held = _held(member, title.title.office, of, world, published)
            roles[words.lower()] = Role(title=words, of=of, held=held, span=span)
    return tuple(roles.values())


def _held(member: Member, office: str | None, of: str | None, world: World, published: date | None) -> DateInterval | None:
    """The term in which a person holds an office on the story's day, where the tables are certain of it."""
    held = world.holder(office, of, published) if office is not None and of is not None and member.offices else None
    return held.term if held is not None and any(o.person == held.person for o in member.offices) else None
