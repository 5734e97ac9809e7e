"""What each source would give, for a person and as JSON.

In: `Checked`s. Out: a sheet. Refuses nothing.
"""

from collections.abc import Sequence

from communique.views.lines import counted, shorten
from communique.views.sheet import Entry, Group, Note, Piece, Section, Sheet, Tone
from communique.watch.checking import Checked, Sample, n_failed

HEADLINE_CHARS = 90


def render_sources(checked: Sequence[Checked], *, name: str) -> Sheet:
    """The sources of a dossier, one entry each, with the pages that were looked at under it.

    Args:
        checked: What was found.
        name: The dossier's name.
    """
    entries = tuple(_entry(each) for each in checked)
    return Sheet(
        view="sources",
        title=f"{name} · sources",
        facts=(("Sources", str(len(checked))), ("Failed", str(n_failed(checked)))),
        sections=(Section(name="sources", groups=(Group(entries=entries),), empty="the dossier has no sources"),),
        data={"n_sources": len(checked), "n_failed": n_failed(checked)},
    )


def _entry(each: Checked) -> Entry:
    if each.trouble:
        pieces: tuple[Piece, ...] = (Piece(each.source.at), Piece(": "), Piece(each.trouble))
    else:
        pieces = (Piece(each.source.at), *(Piece(f" · {told}", Tone.FAINT) for told in _told(each)))
    notes = (*each.notes, *(_line(sample) for sample in each.samples))
    return Entry(
        label="failed" if each.trouble else "ok",
        pieces=pieces,
        notes=tuple(Note(pieces=(Piece(note),)) for note in notes),
        data={
            "at": each.source.at,
            "kind": each.kind,
            "title": each.title,
            "n_listed": each.n_listed,
            "n_new": each.n_new,
            "newest": each.newest.isoformat() if each.newest else None,
            "trouble": each.trouble,
            "notes": list(each.notes),
            "samples": [
                {
                    "uri": sample.uri,
                    "headline": sample.headline,
                    "published": sample.published.isoformat() if sample.published else None,
                    "language": sample.language,
                    "n_words": sample.n_words,
                    "trouble": sample.trouble,
                }
                for sample in each.samples
            ],
        },
    )


def _told(each: Checked) -> list[str]:
    told = [each.kind or "files"]
    if each.title:
        told.append(each.title)
    if each.n_listed is not None:
        told.append(f"{counted(each.n_listed, 'page', 'pages')} listed, {each.n_new} not in the archive")
    if each.newest:
        told.append(f"newest {each.newest}")
    return told


def _line(sample: Sample) -> str:
    if sample.trouble:
        return f"{sample.uri}: {sample.trouble}"
    shown = shorten(sample.headline or "no headline", HEADLINE_CHARS)
    language = "" if sample.language in (None, "en") else f", in {sample.language}: kept, not read"
    return f"{sample.published or 'undated'}  {shown} ({sample.n_words:,} words{language})"
