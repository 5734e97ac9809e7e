"""The command `archive load`: a folder that `read --out` wrote, into an archive.

In: the folder and an archive's file. Out: the archive, assembled, and a line of what was put. Refuses a folder that is not whole,
before anything is put.
"""

from collections import Counter
from pathlib import Path

import click

from communique.cli.group import INTERRUPTED


@click.command("load", short_help="Load what `read --out` wrote into an archive.")
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@click.option(
    "--archive",
    required=True,
    metavar="FILE",
    help="The archive; it is made if it is not there.",
)
def load_command(folder: str, archive: str) -> None:
    """Load the records in FOLDER, which `read --out` wrote, into an archive, and assemble it.

    Loading again changes nothing; one that was interrupted is run again as it was.
    """
    from communique.archive import open_archive
    from communique.archive.results import PutOutcome
    from communique.cluster.loading import check_folder, load_records
    from communique.views.clean import clean

    n_partitions = len(check_folder(Path(folder)))
    counts: Counter[PutOutcome] = Counter()
    try:
        with open_archive(archive) as opened, opened.writer() as writer:
            for record in load_records(Path(folder)):
                counts[writer.put_record(record)] += 1
    except KeyboardInterrupt:
        click.echo(clean(f"communique: interrupted; what was loaded is kept in {archive}"), err=True)
        click.get_current_context().exit(INTERRUPTED)
    put = ", ".join(f"{n:,} {outcome.value}" for outcome, n in counts.items())
    click.echo(clean(f"archive {archive}: {n_partitions:,} partitions: {put or 'no pages'}"), err=True)
