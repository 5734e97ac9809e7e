"""Actors of many stories joined into actors of the archive.

In: the actors of all stories, in order of publication. Out: which of them are one, under what id and names, and why. Joins by
name, kind and country only; a part of a name is joined where exactly one actor fits it, so that nothing is guessed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import combinations
from typing import TypeAlias, TypeVar

from communique.record.ids import digest, folded
from communique.record.vocab import ActorKind

# Transliterations of one name ("Sergei", "Sergey"; "Qaddafi", "Gaddafi"). Below .84 different people of one country meet
# ("Ali Khamenei", "Ali Khomeini": .83); names of one person seldom fall below it once their last names' consonants agree.
MIN_LIKENESS = 0.84
MIN_WORD_LIKENESS = (
    0.7  # of each pair of words: "Hamid" and "Mahmoud" .50, "north" and "south" .60, "Muhammad" and "Mohammed" .75
)
MIN_FUZZY_LETTERS = 8  # in shorter names one letter is too large a share
REBELS = frozenset("rebels guerrillas insurgents separatists rebel guerrilla insurgent separatist".split())
SPLINTERS = frozenset("former other rival dissident splinter breakaway some several two three dozens hundreds".split())
MAX_GOVERNMENT_WORDS = 3  # "South Korean government"
_PARTIAL = frozenset(
    ("regional", "provincial", "local", "municipal", "city", "state", "federal", "autonomous", "shadow", "parallel", "rival",
     "rebel", "exile", "transitional", "interim", "provisional", "caretaker", "former", "previous")
)  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "junior", "senior", "ii", "iii", "iv"))
V = TypeVar("V", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An actor as one story has it. `number` is its row and decides nothing."""

    number: int
    name: str
    kind: ActorKind
    country: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """An actor of the archive that a reviewer means: by its id, or where no name has that id any more, by name, kind and country."""

    id: str
    name: str
    kind: ActorKind
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What reviewers say of actors, the earliest first: pairs that are one, and names that are actors of their own."""

    merged: tuple[tuple[Meant, Meant], ...] = ()
    split: tuple[tuple[Meant, str], ...] = ()


NO_REVIEW = Review()


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """An actor of the archive: everyone told of under its names, in order of publication."""

    id: str
    told: tuple[Told, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Its names: full ones before single words for a person, a state's own before its government's, the commonest first."""
        counted = Counter(told.name for told in self.told)
        is_person = self.kind is ActorKind.PERSON
        of_state = {told.name for told in self.told if told.kind is ActorKind.STATE}

        def order(name: str) -> tuple[bool, bool, int, int, str]:
            is_part = is_person and len(folded(name).split()) == 1
            return bool(of_state) and name not in of_state, is_part, -counted[name], -len(name), name

        return tuple(sorted(counted, key=order))

    @property
    def kind(self) -> ActorKind:
        """The commonest kind; a state that some stories call by its government is a state."""
        kinds = [told.kind for told in self.told]
        return ActorKind.STATE if ActorKind.STATE in kinds else _commonest(kinds) or ActorKind.BODY

    @property
    def country(self) -> str | None:
        """The commonest country, None if no story gives one."""
        return _commonest(told.country for told in self.told)

    @property
    def code(self) -> str | None:
        """The commonest code, None if no story gives one."""
        of_state = [told.code for told in self.told if told.kind is ActorKind.STATE]
        return _commonest(of_state or [told.code for told in self.told])


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLink:
    """Why what is told of under one name is taken to be the actor `into`; the values are the two names."""

    into: str
    other: str
    rule: str
    score: float
    into_value: str
    other_value: str


def _commonest(values: Iterable[V | None]) -> V | None:
    counted = Counter(value for value in values if value is not None)
    return min(counted, key=lambda value: (-counted[value], str(value)), default=None)


@dataclass(slots=True, kw_only=True, eq=False)
class _Name:
    """All that is told of under one folded name, kind and country. `place` orders names by their first telling."""

    id: str
    group: str  # "person", "state" or "other": a party is an armed group to one story and a body to the next
    words: tuple[str, ...]
    country: str | None
    place: int
    told: list[tuple[int, Told]] = field(default_factory=list)
    into: "_Name | None" = None
    is_alone: bool = False  # a reviewer split it off: no rule joins it to another name

    @property
    def shown(self) -> str:
        """The name as it was first told."""
        return self.told[0][1].name

    def root(self) -> "_Name":
        """The name that this one is joined to, itself if to none."""
        name = self
        while name.into is not None:
            name = name.into
        return name


_Pair = tuple[_Name, _Name, float]
REVIEWED = "a reviewer says so"
Rule: TypeAlias = Callable[[Sequence[_Name]], Iterator[_Pair]]


def join_actors(told: Iterable[Told], review: Review = NO_REVIEW) -> tuple[tuple[Joined, ...], tuple[NameLink, ...]]:
    """The actors of the archive, and the links between names that are not the same.

    Args:
        told: Every story's actors, in order of publication: an actor's id is made of the first name that it had.
        review: What reviewers say goes before every rule.
    Returns:
        Actors in the order in which they were first told of, and links in the order of their ids.
    """
    names = _names(told, review.split)
    links: list[NameLink] = []
    rules: list[tuple[str, Rule]] = [(REVIEWED, partial(_merged, merged=review.merged)), *_RULES]
    for why, rule in rules:
        for one, other, score in list(rule(names)):
            into, joined = sorted((one.root(), other.root()), key=lambda name: name.place)
            # an earlier join may have settled the country
            if into is joined or not (why == REVIEWED or (_is_compatible(into, joined) and _may_join(into, joined))):
                continue
            joined.into = into
            into.country = into.country or joined.country
            links.append(
                NameLink(into=one.id, other=other.id, rule=why, score=score, into_value=one.shown, other_value=other.shown)
            )
    members: dict[str, list[tuple[int, Told]]] = {}
    for name in names:
        members.setdefault(name.root().id, []).extend(name.told)
    actors = tuple(
        Joined(id=key, told=tuple(each for _, each in sorted(found, key=lambda pair: pair[0])))
        for key, found in members.items()
    )
    roots = {name.id: name.root().id for name in names}
    links = [replace(link, into=roots[link.into], other=_not(roots[link.into], link.other, link.into)) for link in links]
    return actors, tuple(sorted(links, key=lambda link: (link.into, link.other, link.rule)))


def _not(root: str, *ids: str) -> str:
    return next(each for each in ids if each != root)


def _merged(names: Sequence[_Name], merged: Iterable[tuple[Meant, Meant]]) -> Iterator[_Pair]:
    """The names that a reviewer takes for one actor's."""
    for one, other in merged:
        found = [_meant(names, each) for each in (one, other)]
        if found[0] and found[1]:
            yield found[0], found[1], 1.0


def _meant(names: Sequence[_Name], meant: Meant) -> _Name | None:
    """The name that a reviewer means."""
    group = _group_of(meant.kind)
    words = tuple(folded(meant.name).split())
    fitting = (
        name
        for name in names
        if name.group == group and name.words == words and (name.country is None or name.country == meant.country)
    )
    return next((name for name in names if name.id == meant.id), None) or next(fitting, None)


def _group_of(kind: ActorKind) -> str:
    return kind.value if kind in (ActorKind.PERSON, ActorKind.STATE) else "other"


def _may_join(one: _Name, other: _Name) -> bool:
    """Whether rules may join two names: one that was split off joins only itself, told of with a country and without."""
    return not (one.is_alone or other.is_alone) or one.words == other.words


def _names(told: Iterable[Told], split: Iterable[tuple[Meant, str]] = ()) -> list[_Name]:
    """The names, in the order in which they were first told; one that was split off is a name even of a state."""
    alone = {(_group_of(meant.kind), folded(name)): meant.country for meant, name in split}
    names: dict[tuple[str, str, str | None], _Name] = {}
    for place, each in enumerate(told):
        group = _group_of(each.kind)
        if _is_government(each):
            group = "state"  # one story says "Indonesia", the next "the government": reading takes both for one actor
        words = folded(each.name) or each.name
        country = alone.get((group, words), "")
        is_alone = (group, words) in alone and (country is None or each.country is None or country == each.country)
        if group == "state" and each.country and not is_alone:
            words = each.country  # a state has one name for each language and habit, and one country
        key = (group, words, each.country)
        if key not in names:
            names[key] = _Name(
                id=digest("actor", group, words, each.country or ""),
                group=group,
                words=tuple(words.split()) or (words,),
                country=each.country,
                place=place,
                is_alone=is_alone,
            )
        names[key].told.append((place, each))
    return list(names.values())


def _is_government(told: Told) -> bool:
    """Whether a story's actor is a state under the name of its government, as "the Arvenian government" is Arvenia.

    Stories speak of a state by both. A government of a part of a state, or one beside another, is an actor of its own.
    """
    words = folded(told.name).split()
    return (
        told.kind is ActorKind.BODY
        and told.country is not None
        and told.code == f"{told.country}GOV"
        and words[-1:] == ["government"]
        and len(words) <= MAX_GOVERNMENT_WORDS
        and not _PARTIAL.intersection(words)
    )


def _is_compatible(one: _Name, other: _Name) -> bool:
    return one.group == other.group and (one.country is None or other.country is None or one.country == other.country)


def _unique(name: _Name, candidates: Iterable[_Name]) -> _Name | None:
    """The one actor that fits a name, None if there are several or none."""
    roots = {id(each.root()): each for each in candidates if _is_compatible(name.root(), each.root())}
    roots.pop(id(name.root()), None)
    return next(iter(roots.values())) if len(roots) == 1 else None


def _same_name(names: Sequence[_Name]) -> Iterator[_Pair]:
    """A name without a country is the same name with one, if only one country has it."""
    alike: dict[tuple[str, tuple[str, ...]], list[_Name]] = defaultdict(list)
    for name in names:
        alike[name.group, name.words].append(name)
    for name in names:
        if name.country is None and (found := _unique(name, alike[name.group, name.words])):
            yield found, name, 1.0


def _longer_names(names: Sequence[_Name]) -> Iterator[_Pair]:
    """A person's name is part of a longer one that begins or ends with the same word."""
    by_end: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        if name.group == "person" and len(name.words) > 1:
            for word in {name.words[0], name.words[-1]}:
                by_end[word].append(name)
    for name in sorted(names, key=lambda each: -len(each.words)):
        if name.group == "person" and len(name.words) > 1:
            near = {id(each): each for word in (name.words[0], name.words[-1]) for each in by_end[word]}
            longer = [each for each in near.values() if _is_part(name.words, each.words)]
            if found := _unique(name, longer):
                yield found, name, round(len(name.words) / len(found.words), 2)


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of `part` stand in `whole` in this order, and what `whole` has beside them is no "junior"."""
    if len(part) >= len(whole) or (set(whole) - set(part)) & _SUFFIXES:
        return False
    rest = iter(whole)
    return all(word in rest for word in part)


def _variants(names: Sequence[_Name]) -> Iterator[_Pair]:
    """Two spellings of one name, within a country and a kind."""
    from rapidfuzz.fuzz import ratio  # compiled, and needed only where actors are joined

    blocks: dict[tuple[str, str, int, str], list[_Name]] = defaultdict(list)
    for name in names:
        is_name = any(c.isupper() for c in name.shown) and len("".join(name.words)) >= MIN_FUZZY_LETTERS
        if name.group != "state" and name.country and is_name:
            blocks[name.group, name.country, len(name.words), consonants(name.words[-1])].append(name)
    for block in blocks.values():
        for one, other in combinations(block, 2):
            likeness = ratio(" ".join(one.words), " ".join(other.words)) / 100
            if likeness < MIN_LIKENESS or _numbers(one) != _numbers(other):
                continue
            different = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
            if all(ratio(*pair) / 100 >= MIN_WORD_LIKENESS and _begin_alike(*pair) for pair in different):
                yield one, other, round(likeness, 2)


def _begin_alike(word: str, other: str) -> bool:
    """Whether two words have the same first consonant: "northern" and "southern" have not."""
    return consonants(word)[:1] == consonants(other)[:1]


def _numbers(name: _Name) -> list[str]:
    return [word for word in name.words if any(c.isdigit() for c in word)]


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """What transliterations of a word have in common: its consonants, those that alphabets render differently as one."""
    plain = word.replace("ph", "f").replace("ck", "k").replace("sch", "s").replace("ch", "s").replace("sh", "s")
    kept = plain.translate(str.maketrans("gqczdw", "kkkstv", "aeiouyhj"))
    return "".join(letter for place, letter in enumerate(kept) if place == 0 or letter != kept[place - 1]) or word


def _single_words(names: Sequence[_Name]) -> Iterator[_Pair]:
    """A person told of by one word only, whose last name it is, or else first name, if only one person has it."""
    by_last: dict[str, list[_Name]] = defaultdict(list)
    by_first: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        # of a father and a son of one name, the son is the one whom stories call junior
        if name.group == "person" and len(name.words) > 1 and name.words[-1] not in _SUFFIXES:
            by_last[name.words[-1]].append(name)
            by_first[name.words[0]].append(name)
    for name in names:
        if name.group == "person" and len(name.words) == 1:
            word = name.words[0]
            if found := _unique(name, by_last[word] or by_first[word]):
                yield found, name, 0.8


def _initials(names: Sequence[_Name]) -> Iterator[_Pair]:
    """An organisation told of by its initials only."""
    by_initials: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        if name.group == "other" and len(name.words) > 1:
            capital = [word for word in name.shown.replace("-", " ").split() if word[0].isupper()]
            by_initials["".join(word[0] for word in capital).lower()].append(name)
    for name in names:
        is_initials = name.shown.isupper() and name.shown.isalpha() and len(name.shown) > 1
        if name.group == "other" and is_initials and (found := _unique(name, by_initials[name.words[0]])):
            yield found, name, 0.7


def _only_rebels(names: Sequence[_Name]) -> Iterator[_Pair]:
    """Rebels without a name are the armed group of their country, where the archive knows one by name and no other."""
    groups: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        told = name.told[0][1]
        if told.kind is ActorKind.ARMED_GROUP and told.code == f"{name.country}REB" and name.words[-1] not in REBELS:
            groups[told.code].append(name)
    for name in names:
        told = name.told[0][1]
        is_nameless = name.words[-1] in REBELS and not set(name.words) & SPLINTERS
        named = [each for each in groups.get(told.code or "", ()) if any(c.isupper() for c in each.shown)]
        if is_nameless and (found := _unique(name, named)):
            yield found, name, 0.6


# Tried one after another: full names first, so that a single word finds each person once.
_RULES: tuple[tuple[str, Rule], ...] = (
    ("same name, country not told", _same_name),
    ("part of the name", _longer_names),
    ("spelling", _variants),
    ("single name", _single_words),
    ("initials", _initials),
    ("the only armed group of the country", _only_rebels),
)
