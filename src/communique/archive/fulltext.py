"""Full-text search that finds the same on every store.

In: texts and a person's words. Out: the words of a text as SQLite's own tokenizer takes them, as PostgreSQL keeps and asks for them.
A file has an FTS5 index; on a server the same words stand in `tsvector`s, so that a question has the same hits in the same order.

Differences that are left, all of very long texts: a server keeps at most 256 places of a word in a story, and none after the
16,383rd word, for the order of hits and for words in quotation marks; a story finds its first 900 kB of different words.
"""

import math
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, false, literal_column, text
from sqlalchemy.ext.compiler import compiles

from communique.archive.rows import Row, day_text
from communique.archive.words import Asked, Phrase, match_query, parse_query

TOKENIZE = "porter unicode61 remove_diacritics 2"  # as in data/0001_tables.sql
SNIPPET_TOKENS = 24  # words of a search hit's snippet (SQLite allows 64): two lines on a screen
_MARKS = ("\x02", "\x03")  # around found words in a snippet: no text that is read has them

MAX_LEXEME = 500  # characters: PostgreSQL takes 2,046 bytes
MAX_PLACE = 16_383
MAX_PLACES = 255
MAX_BYTES = 900_000  # of a tsvector's words and places: PostgreSQL takes 1 MB


# words as SQLite takes them

_local = threading.local()


def _tokenizer() -> sqlite3.Connection:
    """This thread's database in memory, which only takes texts apart."""
    connection: sqlite3.Connection | None = getattr(_local, "connection", None)
    if connection is None:
        connection = _local.connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.execute(f"CREATE VIRTUAL TABLE taken USING fts5(a, b, content='', tokenize='{TOKENIZE}')")
        connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(taken, 'instance')")
        connection.execute(f"CREATE VIRTUAL TABLE shown USING fts5(a, b, tokenize='{TOKENIZE}')")
    return connection


def terms_of(headline: str, body: str) -> list[tuple[str, int, int]]:
    """The stemmed words of two texts: each with 0 or 1 for its text, and its place there, in order."""
    connection = _tokenizer()
    try:
        connection.execute("INSERT INTO taken (rowid, a, b) VALUES (1, ?, ?)", (headline, body))
        rows = connection.execute("SELECT term, col, offset FROM terms").fetchall()
    finally:
        connection.execute("INSERT INTO taken (taken) VALUES ('delete-all')")
    return sorted(((term, int(column == "b"), offset) for term, column, offset in rows), key=lambda row: row[1:])


def terms_of_phrase(phrase: Phrase) -> tuple[str, ...]:
    """The stemmed words of something that is asked for."""
    return tuple(term[:MAX_LEXEME] for term, _, _ in terms_of("", phrase.letters))


def vector_of(headline: str, body: str) -> tuple[str, int]:
    """A `tsvector` in PostgreSQL's notation, and how many words the texts have."""
    terms = terms_of(headline, body)
    n_headline = sum(1 for _, column, _ in terms if column == 0)
    places: dict[str, list[int]] = defaultdict(list)
    for term, column, offset in terms:
        # a gap, so that no phrase begins in the headline and ends in the text
        place = min(MAX_PLACE, offset + 1 + (n_headline + 1) * column)
        held = places[term[:MAX_LEXEME]]
        if len(held) < MAX_PLACES and (not held or held[-1] < place):
            held.append(place)
    size, kept = 0, []
    for term, held in places.items():
        size += len(term.encode()) + 4 + 2 * len(held)
        if size > MAX_BYTES:
            break
        kept.append(f"{_quoted(term)}:{','.join(map(str, held))}")
    return " ".join(kept), len(terms)


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def query_of(asked: Asked) -> str | None:
    """A `tsquery` in PostgreSQL's notation; None if nothing that is asked for has a word in it."""
    wanted = [_phrase_query(phrase) for phrase in asked.wanted]
    if not wanted or None in wanted:
        return None  # as FTS5 has it: what no word can meet is in no story
    unwanted = [f"!({query})" for phrase in asked.unwanted if (query := _phrase_query(phrase))]
    return " & ".join([f"({query})" for query in wanted] + unwanted)


def _phrase_query(phrase: Phrase) -> str | None:
    terms = [_quoted(term) for term in terms_of_phrase(phrase)]
    if not terms:
        return None
    return " <-> ".join([*terms[:-1], terms[-1] + (":*" if phrase.is_beginning else "")])


# the indexes of a server; those of a file are kept by triggers


def index_rows(connection: Connection, tables: Mapping[str, Sequence[Row]]) -> None:
    """Put the words of new stories and statements into a server's indexes."""
    if connection.dialect.name != "postgresql":
        return
    stories = []
    for row in tables.get("stories", ()):
        vector, n_words = vector_of(str(row["headline"] or ""), str(row["text"]))
        stories.append({"story": row["story"], "n": n_words, "words": vector})
    if stories:
        command = "INSERT INTO story_words (story, n_words, words) VALUES (:story, :n, CAST(:words AS tsvector))"
        connection.execute(text(command), stories)
    statements = [
        {"statement": r["statement"], "words": vector_of("", str(r["words"]))[0]} for r in tables.get("statements", ())
    ]
    if statements:
        command = "INSERT INTO statement_words (statement, words) VALUES (:statement, CAST(:words AS tsvector))"
        connection.execute(text(command), statements)


# asking


class _ByStore(ColumnElement[bool]):
    """A condition that every store words in its own way."""

    inherit_cache = False

    def __init__(self, sqlite: ColumnElement[bool], postgresql: ColumnElement[bool]) -> None:
        self.by_store = {"sqlite": sqlite, "postgresql": postgresql}


@compiles(_ByStore)
def _compile_by_store(element: _ByStore, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.by_store[compiler.dialect.name], **options))


def about_words(words: str, index: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a row, of the table that a full-text index covers, holds the words.

    Args:
        words: As for `search`.
        index: `story_words` or `statement_words`: a name of this package's, never a person's.
        column: The number of the row.
    """
    asked = parse_query(words)
    query, server_query = match_query(words), query_of(asked)
    if query is None:
        return false()
    in_file = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :match_{index}")  # noqa: S608
    in_file = in_file.bindparams(**{f"match_{index}": query})
    sqlite = column.in_(in_file.columns(literal_column("rowid")).subquery().select())
    if server_query is None:
        return _ByStore(sqlite, false())
    key = index.removesuffix("_words")
    on_server = text(f"SELECT {key} FROM {index} WHERE words @@ CAST(:asked_{index} AS tsquery)")  # noqa: S608
    on_server = on_server.bindparams(**{f"asked_{index}": server_query})
    return _ByStore(sqlite, column.in_(on_server.columns(literal_column(key)).subquery().select()))


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that holds the words, by its number: the lower the rank, the better; the snippet in plain and found words."""

    story: int
    rank: float
    snippet: tuple[str, ...]


def find_stories(connection: Connection, words: str, *, limit: int, since: date | None, until: date | None) -> list[Hit]:
    """The stories that hold the words, the best first."""
    query = match_query(words)
    if query is None:
        return []
    days = {"since": day_text(since), "until": day_text(until)}
    if connection.dialect.name == "postgresql":
        return _find_on_server(connection, parse_query(words), query, limit, days)
    command = (
        "SELECT s.story, w.rank AS place, snippet(story_words, 1, :left, :right, '…', :n) AS snippet"
        " FROM story_words w JOIN stories s ON s.story = w.rowid WHERE story_words MATCH :query"
        " AND (:since IS NULL OR s.published >= :since) AND (:until IS NULL OR s.published <= :until)"
        " ORDER BY w.rank, s.published IS NULL, s.published, s.id LIMIT :limit"
    )
    given = {"left": _MARKS[0], "right": _MARKS[1], "n": SNIPPET_TOKENS, "query": query, "limit": limit, **days}
    return [Hit(row.story, row.place, _pieces(row.snippet)) for row in connection.execute(text(command), given)]


_K1, _B = 1.2, 0.75  # BM25 as FTS5 has it: https://www.sqlite.org/fts5.html#the_bm25_function


def _find_on_server(connection: Connection, asked: Asked, query: str, limit: int, days: Mapping[str, str | None]) -> list[Hit]:
    """What FTS5 finds, weighed as FTS5 weighs it."""
    server_query = query_of(asked)
    if server_query is None:
        return []
    phrases = [(terms_of_phrase(phrase), phrase.is_beginning) for phrase in asked.wanted]
    whole = sorted({term for terms, is_beginning in phrases for term in (terms[:-1] if is_beginning else terms)})
    begun = sorted({terms[-1] for terms, is_beginning in phrases if is_beginning})
    command = (
        "SELECT w.story, w.n_words, s.published, s.id,"
        " (SELECT jsonb_object_agg(u.lexeme, u.positions) FROM unnest(w.words) u WHERE u.lexeme = ANY(CAST(:whole AS text[]))"
        "  OR EXISTS (SELECT 1 FROM unnest(CAST(:begun AS text[])) b WHERE starts_with(u.lexeme, b))) AS places"
        " FROM story_words w JOIN stories s ON s.story = w.story WHERE w.words @@ CAST(:query AS tsquery)"
        " AND (CAST(:since AS text) IS NULL OR s.published >= CAST(:since AS text))"
        " AND (CAST(:until AS text) IS NULL OR s.published <= CAST(:until AS text))"
    )
    given = {"query": server_query, "whole": whole, "begun": begun, **days}
    rows = connection.execute(text(command), given).all()
    if not rows:
        return []
    n_rows, n_words = connection.execute(text("SELECT count(*), sum(n_words) FROM story_words")).one()
    mean = float(n_words) / n_rows
    weights = []
    for phrase in asked.wanted:
        counted = text("SELECT count(*) FROM story_words WHERE words @@ CAST(:query AS tsquery)")
        n_hits = connection.execute(counted, {"query": _phrase_query(phrase)}).scalar_one()
        weight = math.log((n_rows - n_hits + 0.5) / (n_hits + 0.5))
        weights.append(weight if weight > 0 else 1e-6)
    ranked = []
    for row in rows:
        rank = 0.0
        for (terms, is_beginning), weight in zip(phrases, weights, strict=True):
            n = _n_times(row.places or {}, terms, is_beginning=is_beginning)
            rank += weight * (n * (_K1 + 1.0)) / (n + _K1 * (1 - _B + _B * row.n_words / mean))
        ranked.append((-rank, row.published is None, row.published or "", row.id, row.story))
    best = sorted(ranked)[:limit]
    stories = connection.execute(
        text("SELECT story, headline, text FROM stories WHERE story = ANY(:stories)"), {"stories": [one[-1] for one in best]}
    )
    texts = {row.story: (row.headline, row.text) for row in stories}
    return [Hit(story, rank, _snippet(*texts[story], query)) for rank, _, _, _, story in best]


def _n_times(places: Mapping[str, Sequence[int]], terms: Sequence[str], *, is_beginning: bool) -> int:
    """How often a story has a phrase."""

    def at(number: int) -> set[int]:
        if is_beginning and number == len(terms) - 1:
            return {place for term, held in places.items() if term.startswith(terms[number]) for place in held}
        return set(places.get(terms[number], ()))

    starts = at(0)
    for number in range(1, len(terms)):
        following = at(number)
        starts = {start for start in starts if start + number in following}
    return len(starts)


def _snippet(headline: str | None, body: str, query: str) -> tuple[str, ...]:
    """The snippet that SQLite makes of a story."""
    connection = _tokenizer()
    try:
        connection.execute("INSERT INTO shown (rowid, a, b) VALUES (1, ?, ?)", (headline, body))
        command = f"SELECT snippet(shown, 1, ?, ?, '…', {SNIPPET_TOKENS}) FROM shown WHERE shown MATCH ?"  # noqa: S608
        row = connection.execute(command, (*_MARKS, query)).fetchone()
    finally:
        connection.execute("DELETE FROM shown")
    return _pieces(row[0]) if row else ("",)


def _pieces(snippet: str) -> tuple[str, ...]:
    """A marked snippet as alternating plain and found words."""
    return tuple(snippet.replace(_MARKS[1], _MARKS[0]).split(_MARKS[0]))
