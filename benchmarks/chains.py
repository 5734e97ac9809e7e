"""Score what an archive makes of several stories on the annotated chains: prospects, shifts, and reports of one event.

In: the benchmark's folder (its `gold` articles with a `chain.yaml` for each process). Out: a table of two readings of the same
articles: (a) the annotations themselves put into an archive, which measures linking alone, and (b) what communique reads. Without
data it says so and ends with 0.

    python benchmarks/chains.py [--bench FOLDER] [--reading gold|own|both] [--out FILE] [--misses] [--floors FILE]

How the figures are worked out; every comparison is one to one within one process:

prospects   An annotated prospect is found if a prospect of the archive is of its type (the two kinds of giving way are one), has a
            party in common, and has a move that the annotation has too: the same story and the same status. It is right if the
            outcome is the same as well, on the day of the last story. The annotators list the prospects that matter, not
            all: a prospect of the archive counts against precision only if it has a move that belongs to a listed one, so if it is
            a second part of one, or a listed one with another outcome.
shifts      The same actor, the same two stances, the same story in which the second is first seen, and an issue with a word in
            common. Every shift of the archive counts.
same event  An annotated pair of triggers is found if the reports of both stand in one event of the archive. A wrong pair joins
            one of the two with a report in the other's story without joining the other, or joins two annotated triggers of
            different events.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from communique.archive import View, open_archive
from communique.archive.likeness import kind_of
from communique.archive.reports import side_of
from communique.archive.words import stems
from communique.reading.pipeline import Reader
from communique.record.ids import claim_key, digest, folded
from communique.record.model import (
    Actor,
    ActorRef,
    Condition,
    DateInterval,
    Event,
    PageRef,
    Place,
    Position,
    ReaderInfo,
    Record,
    Statement,
    Story,
)
from communique.record.spans import Span
from communique.record.vocab import ActorKind, Form, Outcome, Stance, StatementKind, Status, StoryKind
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

ENVIRONMENT = "COMMUNIQUE_BENCH"
DEFAULT_BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
READER = ReaderInfo(version="0.1.0", model="annotated", options="0")
LIKELY = {Status.OCCURRED: 3.0, Status.ONGOING: 3.0, Status.RULED_OUT: -2.0, Status.DENIED: -3.0}
Annotated = dict[str, Any]  # an article or a chain, as the benchmark's builder writes it


# annotations as records


def annotated_record(article: Annotated) -> Record:
    """The record that a perfect reader would make of an article."""
    text: str = article["text"]
    story_id = digest("story", article["id"], text)
    actors = {
        told["name"]: Actor(
            id=f"a{n}",
            name=told["name"],
            kind=ActorKind(told["kind"]),
            country=told["country"],
            code=told["code"],
            mentions=tuple(map(_span, told["mentions"])),
        )
        for n, told in enumerate(article["actors"])
        if told["mentions"]
    }

    def ref(name: str) -> ActorRef:
        return ActorRef(actor=actors[name].id, span=actors[name].mentions[0])

    statements = [
        Statement(
            id=f"s-{digest(story_id, 'statement', n)}",
            key=claim_key("statement", told["actor"], text[told["content"][0]["start"] : told["content"][0]["end"]]),
            kind=StatementKind.SPEECH,
            speaker=ActorRef(actor=actors[told["actor"]].id, span=_span(told["speaker"] or told["content"][0]))
            if told["actor"] in actors
            else None,
            cue=_span(told["cue"]) if told["cue"] else None,
            content=tuple(map(_span, told["content"])),
            form=Form(told["form"]),
            date=_interval(told["date"]),
        )
        for n, told in enumerate(article["statements"])
        if told["content"]
    ]

    def voice(told: Annotated, trigger: Span) -> str | None:
        """The shortest statement of the annotated speaker that holds the trigger."""
        said_by = actors.get(told["said_by"] or "")
        if said_by is None:
            return None
        held = [
            (sum(len(part) for part in s.content), s.id)
            for s in statements
            if s.speaker
            and s.speaker.actor == said_by.id
            and any(part.start <= trigger.start and trigger.end <= part.end for part in s.content)
        ]
        return min(held)[1] if held else None

    events = []
    for n, told in enumerate(article["events"]):
        trigger, status = _span(told["trigger"]), Status(told["status"])
        named = text.find(told["place"] or "\0")
        events.append(
            Event(
                id=f"e-{digest(story_id, 'event', n)}",
                key=claim_key(told["type"], str(n)),
                type=told["type"],
                root=told["type"],
                trigger=trigger,
                actors=tuple(ref(name) for name in told["actors"] if name in actors),
                recipients=tuple(ref(name) for name in told["recipients"] if name in actors),
                place=Place(name=told["place"], country=None, span=Span(named, named + len(told["place"])))
                if named >= 0
                else None,
                date=_interval(told["date"]),
                status=status,
                factuality=LIKELY.get(status, 1.0),
                voice=voice(told, trigger),
            )
        )
    conditions = []
    for n, told in enumerate(article["conditions"]):
        if told["if"] and told["then"]:
            then = _span(told["then"])
            inside = [e.id for e in events if then.start <= e.trigger.start and e.trigger.end <= then.end]
            conditions.append(
                Condition(
                    id=f"c-{digest(story_id, 'condition', n)}",
                    key=claim_key("condition", then.of(text)),
                    antecedent=_span(told["if"]),
                    consequent=then,
                    event=inside[0] if inside else None,
                )
            )
    positions = [
        Position(
            id=f"p-{digest(story_id, 'position', n)}",
            key=claim_key("position", told["actor"], folded(told["issue"])),
            actor=actors[told["actor"]].id,
            issue=told["issue"],
            stance=Stance(told["stance"]),
            span=_span(told["evidence"]),
            date=_interval(told["date"]),
        )
        for n, told in enumerate(article["positions"])
        if told["evidence"] and told["actor"] in actors
    ]
    story = Story(
        id=story_id,
        kind=StoryKind.ARTICLE,
        text=text,
        source=article["source"],
        language="en",
        published=date.fromisoformat(article["published"]),
        actors=tuple(actors.values()),
        statements=tuple(statements),
        events=tuple(events),
        conditions=tuple(conditions),
        positions=tuple(positions),
    )
    page = PageRef(id=article["id"], uri=article["id"], media_type="text/plain")
    return Record(page=page, reader=READER, outcome=Outcome.READ, stories=(story,))


def _span(told: Annotated) -> Span:
    return Span(told["start"], told["end"])


def _interval(told: Annotated) -> DateInterval | None:
    first, last = (date.fromisoformat(day) if day else None for day in (told["from"], told["to"]))
    return DateInterval(first=first, last=last) if first or last else None


def read_records(articles: Sequence[Annotated], folder: Path) -> Iterator[Record]:
    """What communique reads in the same pages."""
    given = folder / "pages.jsonl"
    lines = ({"id": a["id"], "text": a["page"], "published": a["published"], "source": a["source"]} for a in articles)
    given.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    pages: Iterator[Page] = open_inputs([str(given)])
    yield from Reader().read_pages(pages)


# scoring


@dataclass(slots=True)
class Tally:
    """Right ones, those said, and those annotated; `found` counts what was found, right or not, and `misses` is for a person."""

    right: int = 0
    said: int = 0
    annotated: int = 0
    found: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in another tally."""
        self.right += other.right
        self.said += other.said
        self.annotated += other.annotated
        self.found += other.found
        self.misses += other.misses

    @property
    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and the counts behind them."""
        p = self.right / self.said if self.said else 0.0
        r = self.right / self.annotated if self.annotated else 0.0
        counts = {"right": self.right, "said": self.said, "annotated": self.annotated, "found": self.found}
        return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, **counts}


def pairs_of(weights: dict[tuple[int, int], float]) -> dict[int, int]:
    """The one-to-one pairs, the heaviest first; ties by place."""
    left: dict[int, int] = {}
    taken: set[int] = set()
    for one, other in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        if one not in left and other not in taken:
            left[one] = other
            taken.add(other)
    return left


class Names:
    """Tells whether an annotated actor is an actor of the archive: by a name in common, or by the side that both are on."""

    def __init__(self, articles: Iterable[Annotated], view: View) -> None:
        self._sides: dict[str, set[str]] = defaultdict(set)
        for article in articles:
            for told in article["actors"]:
                side = side_of(ActorKind(told["kind"]), told["country"], told["code"])
                self._sides[told["name"]] |= {side} if side else set()
        self._known = {actor.id: actor for actor in view.list_actors()}

    def is_one(self, name: str, actor_id: str) -> bool:
        """Whether both are one actor: a name is the other's, or all of its words are in it."""
        actor = self._known.get(actor_id)
        wanted = set(folded(name).split())
        told = [set(folded(each).split()) for each in (actor.name, *actor.names)] if actor else []
        return any(words and (words <= wanted or wanted <= words) for words in told)

    def is_party(self, name: str, actor_id: str) -> bool:
        """Whether both are one actor, or act for one side."""
        actor = self._known.get(actor_id)
        side = side_of(actor.kind, actor.country, actor.code) if actor else None
        return self.is_one(name, actor_id) or side in self._sides[name]


def score_prospects(chain: Annotated, view: View, names: Names) -> Tally:
    """See the module's docstring."""
    told: list[Annotated] = chain["prospects"]
    moves = [{(step["story"], step["status"]) for step in each["history"]} for each in told]
    # copies of a story say what it says: a move may be annotated or read in either
    first = {copy: min(same) for same in chain["duplicates"] for copy in same}
    moves = [{(first.get(story, story), status) for story, status in each} for each in moves]
    listed = view.list_prospects()
    weights: dict[tuple[int, int], float] = {}
    for n, annotated in enumerate(told):
        for m, said in enumerate(listed):
            if kind_of(said.type) != kind_of(annotated["type"]):
                continue
            parties = {actor.id for actor in (*said.actors, *said.recipients)}
            common = sum(any(names.is_party(name, i) for i in parties) for name in annotated["actors"])
            story = {
                (first.get(s, s), status)
                for s, status in ((move.passage.story.page_id, move.status.value) for move in said.moves)
            }
            shared = len(story & moves[n])
            if shared and (common or not parties):
                same = common / max(1, len(annotated["actors"]))
                weights[n, m] = (
                    shared
                    + same
                    + 0.5 * (said.outcome.value == annotated["outcome"])
                    + 0.5 * (said.type == annotated["type"])
                    - 0.05 * len(story - moves[n])
                )
    paired = pairs_of(weights)
    claimed = {m for (n, m), weight in weights.items() if _is_part(listed[m], moves[n], first, names, told[n])}
    tally = Tally(annotated=len(told), found=len(paired), said=len(claimed | set(paired.values())))
    for n, annotated in enumerate(told):
        match = listed[paired[n]] if n in paired else None
        if match and match.outcome.value == annotated["outcome"]:
            tally.right += 1
        else:
            got = (
                f"{match.outcome.value} {[(m.passage.story.page_id, m.status.value, m.passage.words) for m in match.moves]}"
                if match
                else "none"
            )
            steps = [f"{step['story']}:{step['status']}" for step in annotated["history"]]
            tally.misses.append(f"{annotated['type']} {annotated['actors']} {annotated['outcome']} {steps} <> {got}")
    for m in sorted(claimed - set(paired.values())):
        said = listed[m]
        tally.misses.append(
            f"extra {said.type} {[a.name for a in said.actors]} {said.outcome.value} "
            f"{[(move.passage.story.page_id, move.status.value, move.passage.words) for move in said.moves]}"
        )
    return tally


def _is_part(said: Any, moves: set[tuple[str, str]], first: dict[str, str], names: Names, annotated: Annotated) -> bool:
    """Whether all moves of a prospect are ones that an annotated prospect has, with all its parties: then it is a part of it."""
    story = {(first.get(m.passage.story.page_id, m.passage.story.page_id), m.status.value) for m in said.moves}
    parties = [actor.id for actor in (*said.actors, *said.recipients)]
    return story <= moves and all(any(names.is_one(name, i) for i in parties) for name in annotated["actors"])


def score_shifts(chain: Annotated, view: View, names: Names) -> Tally:
    """See the module's docstring."""
    told: list[Annotated] = chain["shifts"]
    first = {copy: min(same) for same in chain["duplicates"] for copy in same}
    listed = view.list_shifts()
    weights: dict[tuple[int, int], float] = {}
    for n, annotated in enumerate(told):
        for m, said in enumerate(listed):
            story = said.after.story.page_id
            same = (said.before.stance.value, said.after.stance.value, first.get(story, story)) == (
                annotated["from"],
                annotated["to"],
                annotated["first_seen"],
            )
            words = " ".join((said.issue, said.before.issue_words, said.after.issue_words))
            common = set(stems(words)) & set(stems(annotated["issue"]))
            if same and common and names.is_one(annotated["actor"], said.actor.id):
                weights[n, m] = len(common)
    paired = pairs_of(weights)
    tally = Tally(right=len(paired), said=len(listed), annotated=len(told), found=len(paired))
    for n, annotated in enumerate(told):
        if n not in paired:
            tally.misses.append(f"missed {annotated}")
    for m, said in enumerate(listed):
        if m not in paired.values():
            tally.misses.append(
                f"extra {said.actor.name} / {said.issue}: "
                f"{said.before.stance.value} ({said.before.story.page_id}: {said.before.passage.words!r}) → "
                f"{said.after.stance.value} ({said.after.story.page_id}: {said.after.passage.words!r})"
            )
    return tally


Mention = tuple[str, int, int]


def score_same_event(chain: Annotated, view: View, pairs: Sequence[tuple[Mention, Mention]]) -> Tally:
    """See the module's docstring; `pairs` are the annotated triggers, by story and offsets."""
    reports = view.list_events(with_copies=True)

    def fact_at(mention: Mention) -> str | None:
        page, start, end = mention
        over = [r for r in reports if r.story.page_id == page and r.passage.span.start < end and start < r.passage.span.end]
        over.sort(key=lambda r: (-(min(end, r.passage.span.end) - max(start, r.passage.span.start)), r.passage.span))
        return over[0].fact if over else None

    stories: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        if report.fact:
            stories[report.fact].add(report.story.page_id)
    tally = Tally(annotated=len(pairs))
    group: dict[Mention, Mention] = {}

    def root(mention: Mention) -> Mention:
        while mention in group:
            mention = group[mention]
        return mention

    for one, other in pairs:
        if root(one) != root(other):
            group[root(other)] = root(one)
    for one, other in pairs:
        ours, theirs = fact_at(one), fact_at(other)
        if ours is not None and ours == theirs:
            tally.right += 1
            tally.said += 1
            continue
        wrong = bool(ours and other[0] in stories[ours]) or bool(theirs and one[0] in stories[theirs])
        tally.said += wrong
        tally.misses.append(f"{'wrong' if wrong else 'missed'} {one} {other} ({ours} {theirs})")
    mentions = sorted({mention for pair in pairs for mention in pair})
    for n, one in enumerate(mentions):
        for other in mentions[n + 1 :]:
            if one[0] != other[0] and root(one) != root(other) and (fact := fact_at(one)) and fact == fact_at(other):
                tally.said += 1
                tally.misses.append(f"joined {one} {other}")
    tally.found = tally.right
    return tally


def located_pairs(chain: Annotated, articles: dict[str, Annotated], locate: Any) -> Iterator[tuple[Mention, Mention]]:
    """The annotated pairs of triggers as stories and offsets."""
    for pair in chain["same_event"]:
        ends = []
        for told in (pair, pair["with"]):
            problems: Any = type("Problems", (list,), {"add": lambda self, where, what: self.append(f"{where}: {what}")})()
            span = locate(articles[told["story"]]["text"], told["trigger"], chain["process"], problems)
            if span is None:
                raise SystemExit(f"the benchmark's {problems[0]}")
            ends.append((told["story"], span["start"], span["end"]))
        yield ends[0], ends[1]


# running

TASKS = ("prospects", "shifts", "same event")


def score(
    reading: str, articles: Sequence[Annotated], chains: Sequence[Annotated], locate: Any, folder: Path
) -> dict[str, Tally]:
    """The tallies of one reading over all chains; each process has an archive of its own."""
    tallies = {task: Tally() for task in TASKS}
    records = {
        record.page.id: record
        for record in (map(annotated_record, articles) if reading == "gold" else read_records(articles, folder))
    }
    for chain in chains:
        own = [article for article in articles if article["process"] == chain["process"]]
        with open_archive(folder / f"{reading}-{chain['process']}.db") as archive:
            with archive.writer() as writer:
                for article in own:
                    writer.put_record(records[article["id"]])
            view = archive.view()
            names = Names(own, view)
            pairs = list(located_pairs(chain, {article["id"]: article for article in own}, locate))
            tallies["prospects"].add(score_prospects(chain, view, names))
            tallies["shifts"].add(score_shifts(chain, view, names))
            tallies["same event"].add(score_same_event(chain, view, pairs))
    return tallies


def check_floors(results: dict[str, dict[str, dict[str, float]]], path: Path) -> list[str]:
    """A line for each F1 under its floor in a file of `[chains.READING]` tables."""
    wanted = tomllib.loads(path.read_text(encoding="utf-8")).get("chains", {})
    return [
        f"chains, {reading}: {task} F1 is {results[reading][task]['f1']:.3f}; floor {floor}"
        for reading, floors in wanted.items()
        if reading in results
        for task, floor in floors.items()
        if results[reading][task]["f1"] < floor
    ]


def main() -> int:
    """Score what was asked for; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument(
        "--bench", type=Path, default=Path(os.environ.get(ENVIRONMENT) or DEFAULT_BENCH), help="the benchmark's folder"
    )
    parser.add_argument(
        "--reading", choices=("gold", "own", "both"), default="both", help="which records are put (default both)"
    )
    parser.add_argument("--out", type=Path, help="write every figure here, as JSON")
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was said wrongly")
    parser.add_argument("--floors", type=Path, help="fail where an F1 is under its floor in this file")
    asked = parser.parse_args()
    if not (asked.bench / "build_gold.py").is_file() or not (asked.bench / "gold").is_dir():
        print(f"no annotated chains in {asked.bench} (set {ENVIRONMENT} to the benchmark's folder): nothing is scored")
        return 0
    results: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        built = folder / "gold.jsonl"
        command = [sys.executable, str(asked.bench / "build_gold.py"), str(asked.bench / "gold"), str(built)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode:
            raise SystemExit(f"the benchmark could not be built:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        articles = [json.loads(line) for line in built.read_text(encoding="utf-8").splitlines()]
        chains = json.loads(built.with_suffix(".chains.json").read_text(encoding="utf-8"))
        sys.path.insert(0, str(asked.bench))
        from build_gold import locate  # type: ignore[import-not-found]  # how the benchmark finds words is its own affair

        for reading in ("gold", "own") if asked.reading == "both" else (asked.reading,):
            tallies = score(reading, articles, chains, locate, folder)
            results[reading] = {task: tally.figures for task, tally in tallies.items()}
            if asked.misses:
                for task, tally in tallies.items():
                    print(f"\n{reading}, {task}", *tally.misses, sep="\n  ")
    print("| reading | task | p | r | F1 | right | said | annotated | found |\n|---|---|---|---|---|---|---|---|---|")
    for reading, by_task in results.items():
        for task, f in by_task.items():
            rates = " | ".join(f"{f[key]:.3f}" for key in ("p", "r", "f1"))
            counts = " | ".join(str(int(f[key])) for key in ("right", "said", "annotated", "found"))
            print(f"| {reading} | {task} | {rates} | {counts} |")
    if asked.out:
        asked.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    problems = check_floors(results, asked.floors) if asked.floors else []
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
