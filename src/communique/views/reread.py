"""What reading an archive again came to, as a sheet.

In: what was counted, kind by kind, and corrections. Out: a sheet. Refuses nothing.
"""

from collections.abc import Iterable, Mapping

from communique.archive.results import CorrectionEntry, Counts
from communique.record.corrections import State
from communique.views.corrections import STATES, correction_entry
from communique.views.lines import counted
from communique.views.sheet import Entry, Group, JsonObject, Piece, Section, Sheet, Table

COMPARED = (
    ("n_actors", "actors"),
    ("n_facts", "events"),
    ("n_prospects", "prospects"),
    ("n_shifts", "shifts"),
    ("n_copies", "copies"),
)


def render_reread(
    name: str,
    *,
    reader: str,
    counts: Mapping[str, int],
    kinds: Mapping[str, tuple[int, int, int, int]],
    corrections: Mapping[str, int],
    lost: Iterable[CorrectionEntry],
    newly_lost: Iterable[str],
    failed: Iterable[str],
    before: Counts,
    after: Counts,
) -> Sheet:
    """The sheet of an archive that was read again.

    Args:
        reader: What read it.
        counts: Pages and stories, by what became of them.
        kinds: For each kind of entry how many are as they were, changed, gone, and new.
        corrections: How many corrections stand in each state.
        lost: Those whose words are not there; `newly_lost`: the ids of those that had them before.
        failed: The ids of pages that could not be read again, and keep what they had.
    """
    new = set(newly_lost)
    lost, failed = tuple(lost), tuple(failed)
    rows = tuple((kind, *(f"{n:,}" for n in each)) for kind, each in kinds.items())
    joined = tuple((what, f"{getattr(before, field):,}", f"{getattr(after, field):,}") for field, what in COMPARED)
    standing = ", ".join(f"{number:,} {STATES[State(state)]}" for state, number in corrections.items())
    data: JsonObject = {
        "reader": reader,
        "counts": dict(counts),
        "entries": {kind: dict(zip(("same", "changed", "gone", "new"), each, strict=True)) for kind, each in kinds.items()},
        "archive": {what: {"before": getattr(before, field), "after": getattr(after, field)} for field, what in COMPARED},
        "corrections": dict(corrections),
        "newly_lost": sorted(new),
        "failed": list(failed),
    }
    return Sheet(
        view="reread",
        title=f"{name} · read again by {reader}",
        facts=(
            ("Pages", ", ".join(f"{counts[what]:,} {what}" for what in ("read again", "read already", "without stories"))),
            ("Stories", f"{counts['changed stories']:,} of {counts['stories']:,} changed"),
            *((("Corrections", standing),) if standing else ()),
        ),
        sections=(
            Section(
                name="kinds", title="Entries", table=Table(header=("kind", "as before", "changed", "gone", "new"), rows=rows)
            ),
            Section(name="joined", title="Across stories", table=Table(header=("what", "before", "after"), rows=joined)),
            *(
                (
                    Section(
                        name="lost",
                        title=f"{counted(len(lost), 'correction', 'corrections')} whose words are no longer there",
                        groups=(Group(entries=tuple(map(correction_entry, lost))),),
                    ),
                )
                if lost
                else ()
            ),
            *(
                (
                    Section(
                        name="failed",
                        title="Could not be read again, and keep what they had",
                        groups=(Group(entries=tuple(Entry(pieces=(Piece(page),)) for page in failed)),),
                    ),
                )
                if failed
                else ()
            ),
        ),
        data=data,
    )
