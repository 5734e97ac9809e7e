"""The words that tell who is an actor: nouns, verbs, forms of address and given names.

In: `actor_nouns.tsv`, `actor_words.tsv`, `taken_up.tsv` and `given_names.tsv` of `lexicons/`. Out: `ActorLexicon`. Refuses a
row with an unknown kind, use or class with `ValueError` naming the table and the row.
"""

from dataclasses import dataclass
from functools import cache

from communique.reading.tables import read_table, split_cell
from communique.reading.world.facts import Sector
from communique.reading.world.names import fold
from communique.record.vocab import ActorKind

USES = frozenset({"", "weak", "state", "troops", "fighters", "powers", "states"})
CLASSES = (
    "agent verb",
    "speech verb",
    "has congress",
    "has senate",
    "motion verb",
    "motion noun",
    "place verb",
    "document",
    "place noun",
    "quantity",
    "honorific m",
    "honorific f",
    "honorific n",
    "male",
    "female",
    "particle",
    "common",
    "impersonal",
    "outsider",
    "official",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a common noun says of an actor. `kind` None: that of whatever organisation it takes up ("the group")."""

    words: str
    kind: ActorKind | None
    sector: Sector | None = None
    use: str = ""
    is_people: bool = False  # one is a person, several are a population

    @property
    def is_weak(self) -> bool:
        """Whether the noun needs more than itself to be an actor."""
        return self.use == "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLexicon:
    """All the tables. `nouns` is by words in lower case; `sides` are the nouns that stand for a party to the matter."""

    nouns: dict[str, Noun]
    sides: frozenset[str]
    words: dict[str, frozenset[str]]
    genders: dict[str, str]
    alike: tuple[frozenset[str], ...]
    taken_up: dict[str, frozenset[ActorKind]]

    def noun(self, words: str) -> Noun | None:
        """The sense of a noun with what belongs to it, in lower case and singular."""
        return self.nouns.get(words)

    def is_a(self, kind: str, word: str) -> bool:
        """Whether a word in lower case is in a class."""
        return word in self.words[kind]

    def gender_of_name(self, word: str) -> str | None:
        """ "m" or "f" for a given name that one gender bears, else None."""
        return self.genders.get(fold(word))

    def gender_of_noun(self, word: str) -> str | None:
        """ "m" or "f" for a noun that means one gender ("spokeswoman"), else None."""
        if word in self.words["male"]:
            return "m"
        return "f" if word in self.words["female"] else None

    def are_alike(self, one: str, others: set[str]) -> bool:
        """Whether a title may take up one of `others`."""
        return any(one in row and not row.isdisjoint(others) for row in self.alike)

    def honorific(self, word: str) -> str | None:
        """ "m", "f" or "n" (either) for a form of address, None for any other word. In lower case."""
        return next((gender for gender in "mfn" if word in self.words[f"honorific {gender}"]), None)


@cache
def load_actor_lexicon() -> ActorLexicon:
    """The lexicon of the package, read once.

    Raises:
        ValueError: a row has an unknown kind, use or class.
    """
    nouns: dict[str, Noun] = {}
    sides: set[str] = set()
    for row in read_table("actor_nouns.tsv"):
        if row["use"] not in USES:
            raise ValueError(f"actor_nouns.tsv: unknown use {row['use']!r} in the row {dict(row)}")
        if row["kind"] == "side":
            sides.update(split_cell(row["words"]))
            continue
        is_people = row["kind"] == "people"
        for words in split_cell(row["words"]):
            sense = Noun(
                words=words,
                kind=None if is_people or not row["kind"] else ActorKind(row["kind"]),
                sector=Sector(row["sector"]) if row["sector"] else None,
                use=row["use"],
                is_people=is_people,
            )
            nouns.setdefault(words, sense)
    listed: dict[str, frozenset[str]] = dict.fromkeys(CLASSES, frozenset())
    alike: list[frozenset[str]] = []
    for row in read_table("actor_words.tsv"):
        if row["class"] == "alike":
            alike.append(frozenset(word.replace("_", " ") for word in row["words"].split()))
            continue
        if row["class"] not in listed:
            raise ValueError(f"actor_words.tsv: unknown class {row['class']!r}")
        listed[row["class"]] |= {word.replace("_", " ") for word in row["words"].split()}
    genders = {name: row["gender"] for row in read_table("given_names.tsv") for name in row["names"].split()}
    taken_up = {
        row["noun"]: frozenset(ActorKind(kind) for kind in split_cell(row["kinds"])) for row in read_table("taken_up.tsv")
    }
    return ActorLexicon(
        nouns=nouns, sides=frozenset(sides), words=listed, genders=genders, alike=tuple(alike), taken_up=taken_up
    )
