"""What became of partitions: reports while they are read, and the manifest that stays beside the records.

In: reports. Out: `manifest.json` in the folder of records. Refuses, with `InputError`, a manifest that is none.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.errors import InputError

MANIFEST = "manifest.json"
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PartitionReport:
    """What became of one partition: pages by outcome. `trouble` None: it was read, now or earlier (`is_new` False)."""

    partition: str
    path: Path
    is_new: bool
    outcomes: tuple[tuple[str, int], ...] = ()
    trouble: str | None = None

    @property
    def n_pages(self) -> int:
        """Pages, whatever became of them."""
        return sum(n for _, n in self.outcomes)


def totals(reports: Iterable[PartitionReport]) -> Counter[str]:
    """Pages by outcome, over partitions."""
    counted: Counter[str] = Counter()
    for report in reports:
        counted.update(dict(report.outcomes))
    return counted


def write_manifest(out: Path, reports: Iterable[PartitionReport]) -> Path:
    """Write which partitions a folder holds, and which are missing and why, all at once.

    A folder may be filled by several runs: what an earlier manifest names stays, unless the partition is reported anew or its
    file is gone. The manifest depends on what is in the folder, not on who read it when.

    Raises:
        InputError: what is there under its name is no manifest.
        OSError: it cannot be written.
    """
    held = {row["partition"]: row for row in _load(out) if row.get("trouble") or (out / str(row["file"])).is_file()}
    for report in reports:
        held[report.partition] = {
            "partition": report.partition,
            "file": report.path.name,
            "pages": report.n_pages,
            "outcomes": dict(report.outcomes),
            "trouble": report.trouble,
        }
    path = out / MANIFEST
    partial = path.with_name(f".{MANIFEST}.{os.getpid()}.part")
    rows = [held[name] for name in sorted(held)]
    partial.write_text(json.dumps({"form": FORM, "partitions": rows}, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def read_manifest(out: Path) -> tuple[PartitionReport, ...]:
    """The partitions that a folder holds, by name, as its manifest tells.

    Raises:
        InputError: there is no manifest, or it is none.
    """
    if not (out / MANIFEST).is_file():
        raise InputError(f"{out} has no {MANIFEST}; give a folder that `communique read --out` wrote")
    return tuple(
        PartitionReport(
            partition=row["partition"],
            path=out / row["file"],
            is_new=False,
            outcomes=tuple(sorted(row["outcomes"].items())),
            trouble=row["trouble"],
        )
        for row in _load(out)
    )


def _load(out: Path) -> list[dict[str, Any]]:
    path = out / MANIFEST
    if not path.exists():
        return []
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        rows = loaded["partitions"]
        for row in rows:
            if Path(row["file"]).name != row["file"] or not isinstance(row["partition"], str):
                raise ValueError("a partition's file is not in the folder")
            row["outcomes"] = {str(outcome): int(n) for outcome, n in row["outcomes"].items()}
            row["trouble"] = None if row["trouble"] is None else str(row["trouble"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no manifest of communique: {error}") from None
    return list(rows)
