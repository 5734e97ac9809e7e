"""Records of an invented process between Arvenia (XAR) and Lukania (XLU), told by several outlets over some weeks."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from communique.archive import Archive, View, open_archive
from communique.record.model import PageRef, Record
from communique.record.vocab import ActorKind, Outcome, Stance, Status
from tests.made import READER, StoryMaker

VARO = "Ilena Varo"
BRANDT = "Osk Brandt"


def told(text: str, published: date | None, *, source: str = "Harbour Wire") -> StoryMaker:
    """A story in the making; its headline is its first words."""
    return StoryMaker(text=text, headline=text[:30], source=source, published=published)


def ministers(made: StoryMaker, varo: str = VARO, brandt: str = BRANDT) -> tuple[str, str]:
    """The two ministers, by the words that the story has for them."""
    return (
        made.actor(VARO, ActorKind.PERSON, varo, code="XARGOV", country="XAR"),
        made.actor(BRANDT, ActorKind.PERSON, brandt, code="XLUGOV", country="XLU"),
    )


def scheduled() -> Record:
    made = told(
        "A summit in Tellin is fixed for 20 March, when Ilena Varo receives Osk Brandt, their offices said.", date(2031, 3, 1)
    )
    made.event("CONSULT", "summit", ministers(made), status=Status.SCHEDULED, day=date(2031, 3, 20), place="Tellin")
    return made.record(uri="scheduled")


def postponed() -> Record:
    made = told(
        "The summit of Ilena Varo and Osk Brandt in Tellin was put off to 9 April.", date(2031, 3, 12), source="The Quay"
    )
    made.event("CONSULT", "summit", ministers(made), status=Status.SCHEDULED, day=date(2031, 4, 9), place="Tellin")
    return made.record(uri="postponed")


def happened() -> Record:
    made = told("Ilena Varo and Osk Brandt held their summit in Tellin on 9 April and shook hands.", date(2031, 4, 10))
    made.event("CONSULT", "summit", ministers(made), day=date(2031, 4, 9), place="Tellin")
    return made.record(uri="happened")


def offered() -> Record:
    made = told("Ilena Varo offered to free the captured sailors of Lukania. Osk Brandt did not comment.", date(2031, 3, 2))
    varo, brandt = ministers(made)
    made.event("RETREAT", "free", (varo,), (brandt,), status=Status.PROPOSED)
    made.position(varo, "release of the sailors", Stance.SUPPORTS, "offered to free the captured sailors")
    return made.record(uri="offered")


def refused() -> Record:
    made = told("Ilena Varo will not free the captured sailors of Lukania after all, Osk Brandt was told.", date(2031, 3, 9))
    varo, brandt = ministers(made)
    made.event("RETREAT", "free", (varo,), (brandt,), status=Status.RULED_OUT)
    made.position(varo, "the sailors' release", Stance.OPPOSES, "will not free the captured sailors")
    return made.record(uri="refused")


def due() -> Record:
    made = told("Osk Brandt has to lift the blockade of the strait by 15 March, the treaty says.", date(2031, 3, 3))
    brandt = made.actor(BRANDT, code="XLUGOV", country="XLU")
    made.event("CONCEDE", "lift", (brandt,), status=Status.SCHEDULED, day=(None, date(2031, 3, 15)))
    return made.record(uri="due")


def statement() -> Record:
    made = told("“The river belongs to both banks,” Varo said. Lukania's negotiators disagreed.", date(2031, 3, 4))
    varo = made.actor("Varo", country="XAR")
    made.statement(varo, "said", "The river belongs to both banks")
    return made.record(uri="statement")


WIRE = (
    "TELLIN — Ilena Varo and Osk Brandt will hold a summit in Tellin on 20 March, the two governments announced after a night of"
    " talks by the harbour. It would be the first meeting at that level since the ferry was seized in the autumn.\n\n"
    "Fishermen on both banks of the river greeted the news with bells, and the customs houses opened an hour early. Traders hope that"
    " the grain barges will move again before the thaw is over."
)


def wire(source: str = "Northern Agency", published: date = date(2031, 3, 1), uri: str = "wire", extra: str = "") -> Record:
    """An agency's story as an outlet prints it."""
    made = told(WIRE + extra, published, source=source)
    made.event("CONSULT", "summit", ministers(made), status=Status.SCHEDULED, day=date(2031, 3, 20), place="Tellin")
    varo = made.actors[0].id
    made.position(varo, "summit with Brandt", Stance.SUPPORTS, "will hold a summit")
    return made.record(uri=uri)


def process() -> tuple[Record, ...]:
    """Ten pages of one process, one of them a copy and one delivered twice under two names."""
    copy = wire("The Quay", date(2031, 3, 2), "copy", " The Quay's readers in Orsk have waited for this.")
    twin = replace(offered(), page=replace(offered().page, id="twin"))
    return (scheduled(), postponed(), happened(), offered(), refused(), due(), statement(), wire(), copy, twin)


def without_stories(page_id: str) -> Record:
    """A page that was set aside."""
    ref = PageRef(id=page_id, uri=page_id, media_type="text/html")
    return Record(page=ref, reader=READER, outcome=Outcome.SET_ASIDE)


OPENED: list[Archive] = []  # archives behind the views of a test, which its place closes


def close_all() -> None:
    """Close the archives that `filled` opened."""
    while OPENED:
        OPENED.pop().close()


def filled(path: str | Path, *records: Record) -> View:
    """A view of a new archive that holds the records; it is closed with the test's place."""
    archive = open_archive(path)
    OPENED.append(archive)
    with archive.writer() as writer:
        for record in records:
            writer.put_record(record)
    return archive.view()
