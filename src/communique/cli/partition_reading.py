"""`read --out`: a corpus, file by file, here or on a cluster.

In: what the command line asked. Out: files of records in a folder, and lines on the error stream: one a partition while a person
looks on, and at the end what became of all. Refuses what is no partition.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.group import FAILURE, INTERRUPTED
from communique.cli.parameters import settings

if TYPE_CHECKING:
    from communique.cluster.reports import PartitionReport
    from communique.options import ReadOptions

MOST_NAMED = 5  # partitions that were not read


def read_partitions(
    inputs: Sequence[str],
    out: str,
    *,
    cluster: str | None,
    options: "ReadOptions",
    model: str | None,
    workers: int | None,
    page_seconds: int | None,
    page_memory: int | None,
) -> None:
    """Read partitions and report; ends the command with its status."""
    from communique.cluster.partitions import find_partitions
    from communique.cluster.reading import read_here, reader_maker
    from communique.reading.caps import PageCaps

    own = settings()
    ctx = click.get_current_context()
    caps = PageCaps(seconds=page_seconds or own.page_seconds, megabytes=page_memory or own.page_memory)
    partitions = find_partitions(inputs, Path(out), options, model)
    maker = reader_maker(model, options)
    seen: list[PartitionReport] = []

    def tell(report: "PartitionReport") -> None:
        seen.append(report)
        if sys.stderr.isatty():
            state = report.trouble or f"{report.n_pages:,} pages{'' if report.is_new else ', read before'}"
            click.echo(_clean(f"{len(seen):,} of {len(partitions):,}: {report.partition}: {state}"), err=True)

    try:
        if cluster is None:
            read_here(partitions, Path(out), make_reader=maker, n_workers=workers or own.workers, caps=caps, tell=tell)
        else:
            from communique.cluster.ray_read import read_on_ray

            read_on_ray(partitions, Path(out), make_reader=maker, address=cluster, n_actors=workers, caps=caps, tell=tell)
    except KeyboardInterrupt:
        _report(seen, len(partitions), out)
        click.echo("communique: interrupted; the same command reads what is missing", err=True)
        ctx.exit(INTERRUPTED)
    _report(seen, len(partitions), out)
    if any(report.trouble for report in seen):
        ctx.exit(FAILURE)


def _report(reports: Sequence["PartitionReport"], n_asked: int, out: str) -> None:
    from communique.cluster.reports import totals

    read = [report for report in reports if report.trouble is None]
    held = sum(not report.is_new for report in read)
    lines = [f"{outcome}: {n:,} page{'' if n == 1 else 's'}" for outcome, n in sorted(totals(read).items())]
    lines.append(f"folder {out}: {len(read):,} of {n_asked:,} partitions" + (f", {held:,} of them read before" if held else ""))
    troubled = [report for report in reports if report.trouble is not None]
    lines += [f"not read: {report.partition}: {report.trouble}" for report in troubled[:MOST_NAMED]]
    if len(troubled) > MOST_NAMED:
        lines.append(f"not read: {len(troubled) - MOST_NAMED:,} more; the manifest names them")
    for line in lines:
        click.echo(_clean(line), err=True)


def _clean(line: str) -> str:
    from communique.views.clean import clean

    return clean(line)
