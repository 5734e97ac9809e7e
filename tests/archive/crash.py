"""A process that puts records of an invented process into an archive, to be killed; and many of them side by side.

    python -m tests.archive.crash PLACE FIRST LAST

It tells each page on the standard output once it is put.
"""

import sys
from datetime import date, timedelta

from communique.archive import open_archive
from communique.record.model import Record
from tests.archive import builders


def numbered(number: int) -> Record:
    """One of many records, each its own page."""
    made = builders.told(
        f"Ilena Varo and Osk Brandt held round {number} of their talks in Tellin and will meet again, Varo said.",
        date(2031, 1, 1) + timedelta(days=number),
    )
    varo, brandt = builders.ministers(made)
    made.statement(varo, "said", "will meet again")
    made.event("CONSULT", "held", (varo, brandt), day=date(2031, 1, 1) + timedelta(days=number), place="Tellin")
    return made.record(uri=f"round-{number}")


def main() -> None:
    place, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with open_archive(place) as archive:
        writer = archive.writer()
        for number in range(first, last):
            writer.put_record(numbered(number))
            print(number, flush=True)  # noqa: T201
        writer.assemble()
        writer.close()


if __name__ == "__main__":
    main()
