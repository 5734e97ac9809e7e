"""The stems of issues' names, so that a question finds its issues without reading every position.

In: a connection and names of issues. Out: rows of `issue_words`, and the names that hold a person's words. A name is never taken
out: one that no position bears any more finds nothing.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select, text

from communique.archive import schema
from communique.archive.words import all_stems, holds_words, wanted_stems

_KEEP = text("INSERT INTO issue_words (stem, issue) VALUES (:stem, :issue) ON CONFLICT DO NOTHING")


def keep_issues(connection: Connection, issues: Iterable[str]) -> None:
    """Keep the stems of some names."""
    rows = [{"stem": stem, "issue": issue} for issue in sorted(set(issues)) for stem in sorted(all_stems(issue))]
    if rows:
        connection.execute(_KEEP, rows)


def issues_about(connection: Connection, words: str) -> list[str]:
    """The names that hold all the words, as `communique.archive.words.holds_words` has it."""
    wanted = sorted(wanted_stems(words))
    if not wanted:
        return []
    table = schema.issue_words.c
    query = select(table.issue).where(table.stem.in_(wanted)).group_by(table.issue)
    query = query.having(func.count(table.stem.distinct()) == len(wanted)).order_by(table.issue)
    return [issue for issue in connection.execute(query).scalars() if holds_words(issue, words)]
