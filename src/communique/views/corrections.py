"""Corrections: what reviewers say, who, when and why, and how it stands to the record now; and the notes under corrected entries.

In: entries of an archive. Out: a sheet, and notes. Refuses nothing.
"""

from collections.abc import Sequence
from typing import Any

from communique.archive.results import CorrectionEntry, CorrectionNote
from communique.record.corrections import Act, State
from communique.views.sheet import Entry, Group, Note, Piece, Section, Sheet, Tone
from communique.views.values import value_of

STATES = {
    State.APPLIED: "applied",
    State.AGREED: "the reader agrees by now",
    State.RESTORED: "no longer read; stands again by its words",
    State.LOST: "its words are no longer there",
}
WAITING = "its page is not in this archive"


def render_corrections(name: str, corrections: Sequence[CorrectionEntry]) -> Sheet:
    """The sheet of some corrections of an archive."""
    n_lost = sum(each.is_lost and each.holds for each in corrections)
    return Sheet(
        view="corrections",
        title=f"{name} · corrections",
        facts=(("Corrections", str(len(corrections))), *((("Lost", str(n_lost)),) if n_lost else ())),
        sections=(correction_section(corrections),),
        data={"n_corrections": len(corrections), "n_lost": n_lost},
    )


def correction_section(corrections: Sequence[CorrectionEntry]) -> Section:
    """Corrections as a section of a sheet."""
    return Section(
        name="corrections",
        title="Corrections",
        groups=(Group(entries=tuple(map(correction_entry, corrections))),),
        empty="no corrections",
    )


def correction_entry(correction: CorrectionEntry) -> Entry:
    """The line of a correction."""
    notes = [Note(pieces=(Piece(correction.why),))] if correction.why else []
    stands = ", ".join(STATES[State(state)] for state in correction.states)
    if not stands and correction.page_id is not None:
        stands = WAITING
    if correction.undone_by is not None:
        stands = f"undone by {correction.undone_by}"
    return Entry(
        label=correction.at[:16].replace("T", " "),
        pieces=(
            Piece(correction.by, Tone.ACTOR),
            Piece(": "),
            Piece(_act_words(correction.act, correction.kind, correction.field, correction.machine, correction.value)),
            *((Piece(f" {correction.undoes}"),) if correction.undoes else ()),
            *((Piece(" — ", Tone.FAINT), Piece(correction.words, Tone.WORDS)) if correction.words else ()),
            *((Piece(f" · {stands}", Tone.NOT if correction.is_lost else Tone.FAINT),) if stands else ()),
        ),
        sources=(correction.story,) if correction.story else (),
        notes=tuple(notes),
        id=correction.id,
        data=value_of(correction),
    )


def correction_notes(notes: Sequence[CorrectionNote]) -> tuple[Note, ...]:
    """The lines under an entry that say what a reviewer corrected."""
    return tuple(
        Note(
            pieces=(
                Piece("corrected: ", Tone.OPEN),
                Piece(_act_words(note.act, None, note.field, note.machine, note.value)),
                Piece(f" · {note.by}, {note.at[:10]}{f': {note.why}' if note.why else ''}", Tone.FAINT),
            )
        )
        for note in notes
    )


def _act_words(act: str, kind: str | None, field: str | None, machine: Any, value: Any) -> str:
    what = f" {kind}" if kind else ""
    if act == Act.CHANGE:
        return f"{field} is {shown(value)}; read as {shown(machine)}"
    if act == Act.RETRACT:
        return f"no such{what or ' entry'}"
    if act == Act.ADD:
        return f"a missed{what or ' entry'}"
    if act == Act.MERGE and isinstance(value, dict):
        return f"{value['actor']['name']} and {value['other']['name']} are one actor"
    if act == Act.SPLIT and isinstance(value, dict):
        return f"{value['name']} is not {value['actor']['name']}"
    return {Act.SAME_EVENT: "the same event", Act.OTHER_EVENT: "not the same event", Act.NO_COPY: "not a copy"}.get(
        Act(act), f"{act}{what}"
    )


def shown(value: Any) -> str:
    """A value of a correction in a few words."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if isinstance(value, dict):
        if "from" in value:
            first, last = value.get("from"), value.get("to")
            return str(first) if first == last else f"{first or '…'} to {last or '…'}"
        return str(value.get("name") or value.get("words") or "nothing")
    return str(value).replace("_", " ")
