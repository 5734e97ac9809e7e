"""What the user says of actors, put over what was found in a story.

In: the actors of a story, the user's own, the story's day. Out: the story's actors with the user's names, kinds, countries, codes
and terms; those that are one joined, those that are two parted. Refuses to choose where two of the user's actors fit one of the
story's: it stays as it was found.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from communique.options import OwnActor, OwnRole
from communique.reading.found import FoundActors, FoundMention, MentionKind
from communique.record.ids import folded
from communique.record.model import Actor, DateInterval, Role
from communique.record.vocab import ActorKind

RULE = "dossier"


def correct_actors(found: FoundActors, text: str, own: Sequence[OwnActor], published: date | None) -> FoundActors:
    """The actors of a story as the user has them; `found` itself where the user says nothing of any of them."""
    if not own or not found.actors:
        return found
    actors = {actor.id: actor for actor in found.actors}
    mentions = list(found.mentions)
    parted = _part(actors, mentions, text, own)
    chosen = {key: mine for key, actor in actors.items() if (mine := _chosen(actor, own, published)) is not None}
    if not parted and not chosen:
        return found
    first: dict[OwnActor, str] = {}
    into = {key: first.setdefault(chosen[key], key) if key in chosen else key for key in actors}
    mentions = [replace(m, actors=tuple(dict.fromkeys(into[key] for key in m.actors))) for m in mentions]
    made = [
        _corrected([actors[key] for key in into if into[key] == target], chosen.get(target), published)
        for target in dict.fromkeys(into.values())
    ]
    return _numbered(made, mentions)


def _part(actors: dict[str, Actor], mentions: list[FoundMention], text: str, own: Sequence[OwnActor]) -> bool:
    """Give the mentions under a name that is not an actor's to a new actor of that name; tells whether there were any."""
    others = [(mine, other, _words(other)) for mine in own for other in mine.others]
    parted: dict[tuple[str, str], str] = {}
    for place, mention in enumerate(mentions):
        if not others or mention.kind is not MentionKind.NAME or len(mention.actors) != 1:
            continue
        actor = actors[mention.actors[0]]
        told = _words(text[mention.span.start : mention.span.end])
        for mine, other, words in others:
            name = _another_name(actor, told, mine, other, words)
            if name is None:
                continue
            key = parted.setdefault((actor.id, folded(name)), f"{actor.id}.{len(parted) + 1}")
            actors.setdefault(key, Actor(id=key, name=name, kind=actor.kind, mentions=(mention.span,)))
            mentions[place] = replace(mention, actors=(key,))
            break
    left = {key for mention in mentions for key in mention.actors}
    for key in [key for key in actors if key not in left]:
        del actors[key]
    return bool(parted)


def _another_name(actor: Actor, told: frozenset[str], mine: OwnActor, other: str, words: frozenset[str]) -> str | None:
    """The name of somebody else than the story's actor by which a mention calls it: `other`, or the user's actor where the two
    were joined under `other`."""
    if _words(actor.name) == words:
        return mine.name if not words <= told and _words(mine.name) <= told else None
    return other if words <= told and _may_bear(actor, mine) else None


def _may_bear(actor: Actor, mine: OwnActor) -> bool:
    """Whether a story's actor may have been taken for the user's: one name holds the other."""
    told = _words(actor.name)
    return any((words := _words(name)) <= told or told <= words for name in (mine.name, *mine.names, *mine.others))


@lru_cache(maxsize=10_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


def _chosen(actor: Actor, own: Sequence[OwnActor], published: date | None) -> OwnActor | None:
    """The one actor of the user's that a story's actor is, None if none or several."""
    named = [mine for mine in own if _is_named(actor, mine)]
    if len(named) > 1:
        named = [mine for mine in named if mine.kind in (None, actor.kind)]
    if not named and actor.kind is ActorKind.PERSON:
        named = [mine for mine in own if _is_called_by_office(actor, mine, published)]
    return named[0] if len(named) == 1 else None


def _is_named(actor: Actor, mine: OwnActor) -> bool:
    name = folded(actor.name)
    if mine.country and actor.country and mine.country != actor.country:
        return False
    return any(folded(each) == name for each in (mine.name, *mine.names))


def _is_called_by_office(actor: Actor, mine: OwnActor, published: date | None) -> bool:
    """Whether a story calls somebody by nothing but an office of the user's actor."""
    return any(
        _is_role(role, told, mine)
        and role.is_held_on(published)
        and (actor.rule is not None or _words(told.title) <= _words(actor.name))
        for role in mine.roles
        for told in actor.roles
    )


def _is_role(role: OwnRole, told: Role, mine: OwnActor) -> bool:
    of = role.of or mine.country
    return folded(role.title) == folded(told.title) and of is not None and told.of is not None and folded(of) == folded(told.of)


def _corrected(same: list[Actor], mine: OwnActor | None, published: date | None) -> Actor:
    """One actor of those that are the same, as the user has it."""
    actor = same[0]
    if mine is None:
        return actor
    roles = {folded(role.title): role for each in reversed(same) for role in reversed(each.roles)}
    held = {
        folded(role.title): DateInterval(first=role.first, last=role.last)
        for role in mine.roles
        if (role.first or role.last) and role.is_held_on(published)
    }
    return replace(
        actor,
        name=mine.name,
        kind=mine.kind or actor.kind,
        country=mine.country or actor.country,
        code=mine.code or actor.code,
        roles=tuple(replace(role, held=held.get(title, role.held)) for title, role in reversed(roles.items())),
        rule=RULE if actor.name != mine.name else actor.rule,
    )


def _numbered(made: list[Actor], mentions: list[FoundMention]) -> FoundActors:
    """The actors under new ids, in the order of their first mention, each with its mentions."""
    order = list(dict.fromkeys(key for mention in mentions for key in mention.actors))
    ids = {key: f"a{number}" for number, key in enumerate(order, 1)}
    spans = {key: tuple(m.span for m in mentions if key in m.actors) for key in order}
    by_id = {actor.id: actor for actor in made}
    return FoundActors.of(
        tuple(replace(by_id[key], id=ids[key], mentions=spans[key]) for key in order),
        tuple(replace(m, actors=tuple(ids[key] for key in m.actors)) for m in mentions),
    )
