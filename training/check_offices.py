"""Compare `reading/lexicons/offices.tsv` with public tables of office-holders, and note up to when a source confirms a holder.

In: a folder with REIGN's leaders (`reign_leaders_*.csv`), Wikidata's presidents and prime ministers (`wikidata_leaders_*.csv`) and a
dated snapshot of leaders (`*_leaders_YYYY-MM-DD.json`). Out: a line for each fact that the table lacks or contradicts, and with
`--write` the table with the column `seen` filled: the snapshot's day for whoever it shows in an office that has not ended. Refuses
to enter a fact by itself: sources err (a crown prince as a head of state), and a person decides.

    python training/check_offices.py FOLDER [--write]

REIGN has months and its own letters for states; which state is which is told by the leaders that the two tables share.
"""

import argparse
import csv
import json
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import communique
from communique.reading.actors.romanisation import are_spellings
from communique.reading.world import World, load_world
from communique.reading.world.facts import Office, Rank
from communique.reading.world.names import fold

TABLE = Path(communique.__file__).parent / "reading" / "lexicons" / "offices.tsv"
HEADS = (Rank.HEAD_OF_STATE, Rank.HEAD_OF_GOVERNMENT)
SINCE = date(1990, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a source says: who led a country (alpha-3, or the source's own letters), at least on all days between the two."""

    source: str
    person: str
    of: str
    first: date
    last: date
    seen: date | None = None  # the day of a snapshot that shows the person in office


def words(name: str) -> list[str]:
    """The words of a name, folded."""
    return re.sub(r"[^a-z ]", " ", fold(name).replace("'", "")).split()


def is_same(name: str, office: Office) -> bool:
    """Whether a source's name, often the surname alone, is one of an office-holder's."""
    mine = words(name)
    known = [words(each) for each in office.names]
    return any(
        all(any(are_spellings(a, b) for b in theirs) for a in mine)
        or (len(theirs) > 1 and all(any(are_spellings(a, b) for a in mine) for b in theirs))
        for theirs in known
        if theirs and mine
    )


def reign_facts(file: Path) -> Iterator[Fact]:
    """REIGN's leaders since 1990; the ends are months, so that the first and last one do not count."""
    for row in csv.DictReader(file.read_text(encoding="latin-1").splitlines()):
        if not row["leader"] or not row["syear"].isdigit():
            continue
        year, month = int(row["eyear"] or 2021), int(row["emonth"] or 3)
        before = date(year - (month == 1), (month - 2) % 12 + 1, 1)
        last = before.replace(day=monthrange(before.year, before.month)[1])
        first = max(date(int(row["syear"]), int(row["smonth"]), monthrange(int(row["syear"]), int(row["smonth"]))[1]), SINCE)
        if first <= last:
            yield Fact(source="REIGN", person=row["leader"], of=row["stateabb"], first=first, last=last)


def wikidata_facts(file: Path, world: World) -> Iterator[Fact]:
    """Wikidata's leaders; a year alone tells only of the years between."""
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        country = world.country(row["country"])
        if country is None or not row["officeholderLabel"]:
            continue
        first = date(int(row["start_year"] or 2021) + 1, 1, 1)
        last = date(int(row["end_year"]) - 1, 12, 31) if row["end_year"] else date(2022, 9, 30)
        if first <= last:
            yield Fact(
                source="Wikidata", person=row["officeholderLabel"], of=country.alpha3, first=max(first, SINCE), last=last
            )


def snapshot_facts(file: Path, world: World) -> Iterator[Fact]:
    """The leaders of one day."""
    table = json.loads(file.read_text(encoding="utf-8"))
    day = date.fromisoformat(table["snapshot_date"])
    for entry in table["countries"].values():
        country = world.country(entry["country"]["name_en"])
        for position in entry["positions"].values():
            holder = position.get("current_holder") if position else None
            if country is not None and holder:
                yield Fact(source=file.stem, person=holder["name_en"], of=country.alpha3, first=day, last=day, seen=day)


def with_countries(facts: list[Fact], heads: dict[str, list[Office]]) -> list[Fact]:
    """REIGN's facts with the alpha-3 of the country whose heads bear most of the same names."""
    by_letters: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_letters[fact.of].append(fact)
    made: list[Fact] = []
    for same in by_letters.values():
        shared = Counter(
            {
                of: sum(any(is_same(f.person, o) and o.may_hold_on(f.first) for o in known) for f in same)
                for of, known in heads.items()
            }
        )
        of, number = shared.most_common(1)[0]
        if number:
            made += [Fact(source=f.source, person=f.person, of=of, first=f.first, last=f.last) for f in same]
    return made


def check(facts: list[Fact], heads: dict[str, list[Office]]) -> tuple[list[str], dict[tuple[str, str, str], date]]:
    """What the table lacks or contradicts, and the offices that have not ended with the last day on which a source shows them."""
    said: list[str] = []
    seen: dict[tuple[str, str, str], date] = {}
    for fact in facts:
        term = f"{fact.source}: {fact.person} ({fact.of}) {fact.first}..{fact.last}"
        known = [o for o in heads.get(fact.of, []) if is_same(fact.person, o)]
        if not known:
            said.append(f"missing      {term}")
        elif not any(o.may_hold_on(fact.first) or o.may_hold_on(fact.last) for o in known):
            said.append(f"other dates  {term}; the table has {', '.join(f'{o.office} {o.term}' for o in known)}")
        if fact.seen is not None:
            seen.update({(o.person, o.office, o.of): fact.seen for o in known if o.end is None and o.began < fact.seen})
    return said, seen


def write(seen: dict[tuple[str, str, str], date]) -> int:
    """Fill the column `seen` of the table; returns how many rows have one."""
    lines: list[str] = []
    columns: list[str] = []
    number = 0
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            lines.append(line)
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells if "seen" in cells else [*cells, "seen"]
            lines.append("\t".join(columns))
            continue
        row = dict(zip(columns, [*cells, ""], strict=False))
        day = seen.get((row["person"].strip(), row["office"].strip(), row["of"].strip()))
        row["seen"] = day.isoformat() if day and not row["end"].strip() else ""
        number += bool(row["seen"])
        lines.append("\t".join(row[column] for column in columns))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return number


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description="Compare the table of office-holders with public sources.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="fill the column `seen`")
    asked = parser.parse_args()
    world = load_world()
    heads: dict[str, list[Office]] = defaultdict(list)
    for office in world.offices:
        if office.rank in HEADS or office.leads:
            heads[office.of].append(office)
    facts = [fact for file in sorted(asked.folder.glob("reign_leaders_*.csv")) for fact in reign_facts(file)]
    facts = with_countries(facts, heads)
    facts += [fact for file in sorted(asked.folder.glob("wikidata_leaders_*.csv")) for fact in wikidata_facts(file, world)]
    facts += [fact for file in sorted(asked.folder.glob("*_leaders_*.json")) for fact in snapshot_facts(file, world)]
    said, seen = check(facts, heads)
    print("\n".join(said))
    print(f"{len(facts)} facts, {len(said)} to look at, {len(seen)} offices confirmed")
    if asked.write:
        print(f"{write(seen)} rows with a day in `seen`")


if __name__ == "__main__":
    main()
