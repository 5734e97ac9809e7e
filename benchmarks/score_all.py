"""Score what communique reads against the benchmark's development data, and print one table.

In: the benchmark's folder (its scorer, `score.py`, and its gold files). Out: a table, a JSON file with every figure, and with
`--floors` an exit status that tells whether a figure fell under its floor. Without data it says so and ends with 0.

    python benchmarks/score_all.py [--bench FOLDER] [--task NAME ...] [--out FILE] [--page FILE] [--keep FOLDER] [--floors FILE]

The scorer's docstrings define every figure. Pages are read as `communique read` reads them, with two short cuts that leave
the scored output the same: the task `pages` stops after the page splitter, and `duplicates` puts the split stories into an
archive without reading them.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import communique
from communique.archive import open_archive
from communique.options import ReadOptions
from communique.pages.stories import split_page
from communique.reading.pipeline import Reader
from communique.record.jsonform import to_line
from communique.record.model import ReaderInfo, Record
from communique.record.vocab import Outcome
from communique.sources.base import Page
from communique.sources.inputs import open_inputs

ENVIRONMENT = "COMMUNIQUE_BENCH"
DEFAULT_BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure worth a row: where it stands in the scorer's answer, and whether less of it is better."""

    path: str  # steps through the scorer's JSON, joined by " / "
    less_is_better: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A set of the benchmark and how its predictions are made."""

    name: str
    about: str  # which data, for the manual
    scorer: str
    gold: str
    predict: Callable[[Iterable[Page]], Iterator[str]]
    figures: tuple[Figure, ...]


# predictions, as lines


def read_pages(*layers: str) -> Callable[[Iterable[Page]], Iterator[str]]:
    """A predictor that reads whole pages, with the layers that `--with` names."""

    def predict(pages: Iterable[Page]) -> Iterator[str]:
        for record in Reader(options=ReadOptions.of(layers)).read_pages(pages):
            yield to_line(record)

    return predict


def split_only(page: Page) -> Record:
    """The page's stories as the splitter leaves them, nothing read in them."""
    split = split_page(page)
    reader = ReaderInfo(version=communique.__version__, model="none", options="none")
    return Record(
        page=page.ref, reader=reader, outcome=split.outcome or Outcome.READ, issues=split.issues, stories=split.stories
    )


def split_pages(pages: Iterable[Page]) -> Iterator[str]:
    """Predictions of where the stories are."""
    for page in pages:
        yield to_line(split_only(page))


def find_copies(pages: Iterable[Page]) -> Iterator[str]:
    """Predictions of which page repeats which, out of an archive."""
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "copies.db") as archive:
        ids = []
        with archive.writer() as writer:
            for page in pages:
                ids.append(page.id)
                writer.put_record(split_only(page))
        earlier = {entry.page_id: entry.duplicate_of for entry in archive.view().list_duplicates()}
    for page_id in ids:
        yield json.dumps({"id": page_id, "duplicate_of": earlier.get(page_id)})


# what is shown of each task


def rates(*paths: str) -> tuple[Figure, ...]:
    return tuple(Figure(path=path) for path in paths)


def errors(*paths: str) -> tuple[Figure, ...]:
    return tuple(Figure(path=path, less_is_better=True) for path in paths)


ATTRIBUTION = (
    "content overlap / f1",
    "content exact / f1",
    "cue / f1",
    "source / f1",
    "triple / p",
    "triple / r",
    "triple / f1",
    "triple + cue / f1",
    "direct / f1",
    "indirect / f1",
    "mixed / f1",
)
TASKS = (
    Task(
        name="gold",
        about="25 whole articles about negotiations: original test prose, annotated in full.",
        scorer="gold",
        gold="gold",
        predict=read_pages(),
        figures=(
            *errors("safety / false_history", "safety / false_ongoing", "safety / false_events", "safety / false_occurred"),
            *rates("events / p", "events / r", "events / f1", "complete / f1"),
            *rates("matched / type", "matched / status", "matched / status_macro_f1"),
            *rates("matched / date_exact", "matched / date_overlap"),
            *errors("matched / date_invented"),
            *rates("matched / voice", "participants / f1", "roles / f1"),
            *rates(*(f"statements / {path}" for path in ATTRIBUTION), "statements / speaker"),
            *rates("actors / p", "actors / r", "actors / f1"),
            *rates("matched actors / kind", "matched actors / country", "matched actors / code"),
            *rates("positions / p", "positions / r", "positions / f1"),
            *rates("conditions / p", "conditions / r", "conditions / f1"),
            *rates("stories / exact", "teasers / f1"),
            *errors("stories / leakage"),
        ),
    ),
    Task(
        name="attribution",
        about=(
            "PolNeAR 1.0.0, dev: 84 articles of US political news, 2,189 attributions. Its attributions are wider "
            "than statements (wishes, attitudes), so the recall of indirect ones is bounded. Annotators against "
            "each other: triple F1 .754."
        ),
        scorer="attribution",
        gold="attribution/dev.jsonl.gz",
        predict=read_pages(),
        figures=rates(*ATTRIBUTION),
    ),
    Task(
        name="events",
        about=(
            "1,212 single sentences with one PLOVER event each (`gsr` 168, `plv` 1,044). Some tell of more events "
            "than are annotated: precision is a lower bound."
        ),
        scorer="events",
        gold="events/dev.jsonl",
        predict=read_pages(),
        figures=rates(
            "all / type / p",
            "all / type / r",
            "all / type / f1",
            "all / source / f1",
            "all / target / f1",
            "all / macro_f1",
            "gsr / type / f1",
            "plv / type / f1",
            "gsr / mode",
        ),
    ),
    Task(
        name="factuality",
        about=(
            "2,296 sentences with 6,188 predicates on a scale from -3 to 3 (`uw`, `meantime`, `uds`). `mae` is "
            "over the covered ones, `mae_all` counts the others as 3."
        ),
        scorer="factuality",
        gold="factuality/dev.jsonl.gz",
        predict=read_pages("predicates"),
        figures=tuple(
            figure
            for group in ("uw", "meantime", "uds", "all")
            for figure in (
                *rates(f"{group} / covered"),
                *errors(f"{group} / mae"),
                *rates(f"{group} / pearson"),
                *errors(f"{group} / mae_all"),
            )
        ),
    ),
    Task(
        name="times",
        about="TimeBank and AQUAINT, 256 documents with 1,312 dated expressions.",
        scorer="times",
        gold="times/dev.jsonl.gz",
        predict=read_pages("times"),
        figures=rates("overlap / f1", "exact / f1", "value / p", "value / r", "value / f1", "interval / equal"),
    ),
    Task(
        name="pages, plain",
        about=(
            "300 plain-text pages of one article with captions, teasers and other lines around it, put together by a program."
        ),
        scorer="pages",
        gold="pages/dev.jsonl",
        predict=split_pages,
        figures=(*rates("exact", "start", "end", "letters / f1", "teasers / f1"), *errors("cut", "leaked")),
    ),
    Task(
        name="pages, HTML",
        about="60 HTML pages of many sites with snippets to keep and to drop, from the evaluation of trafilatura.",
        scorer="pages",
        gold="pages/html_dev.jsonl.gz",
        predict=split_pages,
        figures=(*rates("kept"), *errors("leaked")),
    ),
    Task(
        name="duplicates",
        about="2,000 stories in 762 clusters: edited copies, and look-alikes that are none.",
        scorer="duplicates",
        gold="duplicates/dev.jsonl.gz",
        predict=find_copies,
        figures=(
            *rates("pairs / p", "pairs / r", "pairs / f1", "b_cubed / f1"),
            *errors("trap follow-up", "trap same headline", "trap shared background"),
        ),
    ),
)


# running


def run_python(*arguments: object) -> str:
    """What another Python program prints.

    Raises:
        SystemExit: it failed; its last words are shown.
    """
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def digest(path: Path) -> str:
    """A hash of a file, or of all files of a folder."""
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    hashed = hashlib.sha256()
    for file in files:
        hashed.update(file.read_bytes())
    return hashed.hexdigest()[:16]


def score(task: Task, bench: Path, folder: Path) -> dict[str, object]:
    """All figures of one task; its input and predictions are left in `folder`."""
    name = task.name.replace(", ", "-")
    gold = bench / task.gold
    if gold.is_dir():
        made = folder / f"{name}.gold.jsonl"
        run_python(bench / "build_gold.py", gold, made)
        gold = made
    given, said = folder / f"{name}.input.jsonl", folder / f"{name}.said.jsonl"
    given.write_text(run_python(bench / "score.py", task.scorer, gold), encoding="utf-8")
    began = time.perf_counter()
    with said.open("w", encoding="utf-8") as lines:
        for line in task.predict(open_inputs([str(given)])):
            lines.write(line + "\n")
    took = time.perf_counter() - began
    figures = json.loads(run_python(bench / "score.py", task.scorer, gold, said, "--json"))
    return {"data": digest(bench / task.gold), "seconds": round(took, 1), "figures": figures}


def value_at(figures: object, path: str) -> float | None:
    """The figure at a path of steps, None where the scorer has none."""
    for step in path.split(" / "):
        if not isinstance(figures, dict) or step not in figures:
            return None
        figures = figures[step]
    return float(figures) if isinstance(figures, int | float) else None


def shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def cells(figure: Figure, result: dict[str, object]) -> str:
    """The cells of a figure's row: what it is, and its value."""
    note = " (less is better)" if figure.less_is_better else ""
    return f"{figure.path}{note} | {shown(value_at(result['figures'], figure.path))}"


def table(results: dict[str, dict[str, object]]) -> str:
    """All tasks' rows as one Markdown table."""
    rows = ["| task | figure | dev |", "|---|---|---|"]
    for task in TASKS:
        if task.name not in results:
            continue
        for n, figure in enumerate(task.figures):
            rows.append(f"| {task.name if n == 0 else ''} | {cells(figure, results[task.name])} |")
    return "\n".join(rows)


PAGE = """# Quality, in figures

This page gives the scores of one version, with their data, their date and the command that makes them. It is written by
`make score ARGS="--page docs/quality.md"`.

communique {version}, {model}, Python {python}, {date}. The data are development sets: rules were written with these
texts in view, so figures on new texts are lower, most of all in the task `gold`. [Scores and limits](explanation/scores-and-limits.md)
says what they mean for a reader.

{sections}"""


def page(whole: dict[str, object], results: dict[str, dict[str, object]]) -> str:
    """The manual's page of all figures."""
    sections = []
    for task in TASKS:
        if task.name in results:
            sections.append(f"## {task.name}\n\n{task.about}\n")
            rows = ["| figure | dev |", "|---|---|", *(f"| {cells(figure, results[task.name])} |" for figure in task.figures)]
            sections.append("\n".join(rows) + "\n")
    return PAGE.format(**{key: value for key, value in whole.items() if key != "tasks"}, sections="\n".join(sections))


def check_floors(results: dict[str, dict[str, object]], path: Path) -> list[str]:
    """What is wrong: a line for each figure on the wrong side of its floor, or that has no value any more.

    A task whose data are not those that its floors were set on is not judged; that is a line on standard output.
    """
    problems = []
    for name, wanted in tomllib.loads(path.read_text(encoding="utf-8")).items():
        task = next((task for task in TASKS if task.name == name), None)
        if task is None:
            problems.append(f"{path}: there is no task {name!r}; tasks: {', '.join(task.name for task in TASKS)}")
            continue
        if name not in results:
            continue
        if wanted["data"] != results[name]["data"]:
            print(f"{name}: the data are not those that the floors were set on; not judged")
            continue
        for figure in task.figures:
            floor = wanted["figures"].get(figure.path)
            value = value_at(results[name]["figures"], figure.path)
            if floor is None:
                continue
            if value is None or (value > floor if figure.less_is_better else value < floor):
                problems.append(
                    f"{name}: {figure.path} is {shown(value)}; {'ceiling' if figure.less_is_better else 'floor'} {floor}"
                )
        known = {figure.path for figure in task.figures}
        problems += [f"{path}: task {name!r} has no figure {key!r}" for key in wanted["figures"] if key not in known]
    return problems


def proposed_floors(results: dict[str, dict[str, object]], margin: float) -> str:
    """A floors file `margin` below (or above) the present figures, relative to each."""
    lines = []
    for task in TASKS:
        if task.name not in results:
            continue
        lines += [f'["{task.name}"]', f'data = "{results[task.name]["data"]}"', f'["{task.name}".figures]']
        for figure in task.figures:
            value = value_at(results[task.name]["figures"], figure.path)
            if value is not None:
                room = value * (1 + margin) + 0.005 if figure.less_is_better else value * (1 - margin) - 0.005
                lines.append(f'"{figure.path}" = {max(room, 0.0):.3f}')
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Score what was asked for; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument(
        "--bench", type=Path, default=Path(os.environ.get(ENVIRONMENT) or DEFAULT_BENCH), help="the benchmark's folder"
    )
    parser.add_argument(
        "--task", action="append", choices=[task.name for task in TASKS], help="only this task (may be repeated)"
    )
    parser.add_argument("--out", type=Path, help="write every figure here, as JSON")
    parser.add_argument("--page", type=Path, help="write the manual's page of figures here")
    parser.add_argument("--keep", type=Path, help="leave the inputs and predictions in this folder")
    parser.add_argument("--floors", type=Path, help="fail where a figure is on the wrong side of its floor in this file")
    parser.add_argument(
        "--propose-floors", type=float, metavar="MARGIN", help="print floors with this relative margin, such as 0.03"
    )
    asked = parser.parse_args()
    if not (asked.bench / "score.py").is_file():
        print(f"no benchmark in {asked.bench} (set {ENVIRONMENT} to its folder): nothing is scored")
        return 0
    results: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for task in TASKS:
            if asked.task and task.name not in asked.task:
                continue
            if not (asked.bench / task.gold).exists():
                print(f"{task.name}: {asked.bench / task.gold} is not there; skipped")
                continue
            print(f"{task.name} ...", file=sys.stderr, flush=True)
            results[task.name] = score(task, asked.bench, folder)
            print(f"{task.name}: {results[task.name]['seconds']} s", file=sys.stderr)
    print(table(results))
    if asked.out or asked.page:
        whole: dict[str, object] = {
            "date": datetime.now(UTC).date().isoformat(),
            "version": communique.__version__,
            "model": Reader().info.model,
            "python": sys.version.split()[0],
            "tasks": results,
        }
        if asked.out:
            asked.out.parent.mkdir(parents=True, exist_ok=True)
            asked.out.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
        if asked.page:
            asked.page.write_text(page(whole, results), encoding="utf-8")
    if asked.propose_floors is not None:
        print("\n" + proposed_floors(results, asked.propose_floors))
    if asked.floors:
        problems = check_floors(results, asked.floors)
        print("\n" + ("\n".join(problems) if problems else f"every figure is on the right side of its floor in {asked.floors}"))
        return 1 if problems else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
