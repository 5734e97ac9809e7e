"""Every way of asking uses an index: no question reads all of a large table."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from communique.archive import View, open_archive
from communique.archive.requests import Request
from communique.archive.sql_archive import SqlArchive
from communique.record.vocab import Stance, Status
from tests.archive import builders
from tests.archive.crash import numbered

DAY = date(2031, 3, 1)


def _ids(view: View) -> list[str]:
    return [actor.id for actor in view.name_actors(names=["Varo"])]


# tables that grow with the stories
LARGE = frozenset(
    "pages records stories story_actors mentions statements statement_parts events event_parties positions actor_of facts fact_of"
    " fact_parties moves issue_of duplicates actor_names actor_words actors issue_words links fetches prospects shifts"
    " corrections corrected".split()
)
ASKED: dict[str, Callable[[View], object]] = {
    "statements by an actor": lambda view: view.list_statements(by="Varo"),
    "statements about words": lambda view: view.list_statements(about="river banks"),
    "statements of some days": lambda view: view.list_statements(since=DAY, until=DAY),
    "statements of a story": lambda view: view.list_statements(story="x"),
    "events by an actor": lambda view: view.list_events(actor="XARGOV"),
    "events about words": lambda view: view.list_events(about="sailors"),
    "events of a type": lambda view: view.list_events(types=["RETREAT"]),
    "events of a status": lambda view: view.list_events(statuses=[Status.RULED_OUT]),
    "events of some days": lambda view: view.list_events(since=DAY, until=DAY),
    "facts of an actor": lambda view: view.list_facts(actor="Varo"),
    "facts of a type": lambda view: view.list_facts(types=["RETREAT"]),
    "facts of a status": lambda view: view.list_facts(statuses=[Status.SCHEDULED]),
    "facts told in some days": lambda view: view.list_facts(since=DAY, until=DAY),
    "facts about words": lambda view: view.list_facts(about="sailors"),
    "facts since a day": lambda view: view.list_facts(happened_since=date(2031, 6, 1)),
    "facts until a day": lambda view: view.list_facts(happened_until=date(2031, 1, 2)),
    "positions of an actor": lambda view: view.list_positions(actor="Varo"),
    "positions on an issue": lambda view: view.list_positions(issue="sailors"),
    "positions of some days": lambda view: view.list_positions(since=DAY, until=DAY, stances=[Stance.OPPOSES]),
    "conditions of an actor": lambda view: view.list_conditions(actor="Varo", since=DAY, until=DAY),
    "shifts of an actor": lambda view: view.list_shifts(actor="Varo"),
    "shifts on an issue": lambda view: view.list_shifts(issue="sailors"),
    "shifts of some days": lambda view: view.list_shifts(since=DAY, until=DAY),
    "prospects of an actor": lambda view: view.list_prospects(actor="Varo", open_only=True),
    "prospects among actors": lambda view: view.list_prospects(among=_ids(view), open_only=True),
    "shifts among actors": lambda view: view.list_shifts(among=_ids(view)),
    "prospects that are open": lambda view: view.list_prospects(open_only=True),
    "prospects that are due": lambda view: view.list_prospects(due_within=10),
    "prospects that are overdue": lambda view: view.list_prospects(overdue=True),
    "prospects about words": lambda view: view.list_prospects(about="sailors"),
    "prospects of a status": lambda view: view.list_prospects(actor="Varo", statuses=[Status.SCHEDULED], limit=2, offset=1),
    "a correction's history": lambda view: view.list_corrections(since=DAY, until=DAY),
    "a corrected record": lambda view: view.get_record("due", machine=False),
    "a prospect": lambda view: view.get_prospect("x"),
    "a story": lambda view: view.get_story("x"),
    "stories of some days": lambda view: view.list_stories(since=DAY, until=DAY),
    "stories of a source": lambda view: view.list_stories(source="The Quay"),
    "a page's record": lambda view: view.get_record("due"),
    "an actor": lambda view: view.list_actors(words="Varo"),
    "actors of a name or a code": lambda view: view.name_actors(names=["Ilena Varo"], codes=["XLU"]),
    "pages with trouble": lambda view: view.list_pages(with_trouble=True, until=DAY),
    "fetches of an address": lambda view: view.list_fetches(url="https://a.example/"),
    "links of an id": lambda view: view.list_links(of="x"),
    "words": lambda view: view.search("sailors treaty"),
    "words of some days": lambda view: view.search("sailors", since=DAY),
    "what some days brought": lambda view: view.changes_since(DAY, until=DAY),
}
# what an answer needs of the whole archive: its last day of publication, which an index gives at once
ALLOWED = re.compile(r"SCAN stories USING COVERING INDEX stories_published$|SEARCH")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlArchive]:
    """An archive that does not know how its values are spread: where it knew how few there are, it would rightly read them all."""
    path = tmp_path_factory.mktemp("plans") / "a.db"
    builders.filled(path, *builders.process(), *(numbered(number) for number in range(60)))
    builders.close_all()
    with open_archive(path) as corrected, corrected.writer() as writer:
        (event, *_) = corrected.view().list_events(types=["CONCEDE"])
        writer.correct([Request(id=event.id, by="Mara Lind", values={"status": "possible"})])
    opened = open_archive(path)
    assert isinstance(opened, SqlArchive)
    with opened:
        yield opened


def scanned(archive: SqlArchive, ask: Callable[[View], object]) -> list[str]:
    """The steps of the plans of all queries of an answer that read the whole of a large table."""
    steps: list[str] = []
    is_explaining = False

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        nonlocal is_explaining
        if is_explaining or not statement.lstrip().upper().startswith("SELECT"):
            return
        is_explaining = True
        try:
            rows = connection.connection.dbapi_connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
        finally:
            is_explaining = False
        aliases = dict(re.findall(r"(\w+) AS (\w+)", statement))
        names = {alias: table for table, alias in aliases.items()}
        for row in rows:
            found = re.match(r"SCAN (\w+)", row[3])
            if found and names.get(found[1], found[1]) in LARGE and not ALLOWED.search(row[3]):
                steps.append(f"{row[3]} in {statement}")

    event.listen(archive.reading, "before_cursor_execute", explain)
    try:
        ask(archive.view())
    finally:
        event.remove(archive.reading, "before_cursor_execute", explain)
    return steps


@pytest.mark.parametrize("asked", sorted(ASKED))
def test_no_question_reads_the_whole_of_a_large_table(archive: SqlArchive, asked: str) -> None:
    assert scanned(archive, ASKED[asked]) == []


def test_a_question_without_an_index_would_be_seen(archive: SqlArchive) -> None:
    """The test can fail: a list of everything reads everything."""
    assert scanned(archive, lambda view: view.list_pages())
    assert Path(archive.location).exists()
