"""Numbers for new rows.

In: a connection in a transaction. Out: numbers that no row has, rising within a page: the order of a story's rows is the order of
its record. A file has one writer at a time and goes on after its last row; a server has many, and each takes a block for itself.
"""

from typing import Protocol

from sqlalchemy import Connection, func, select, text

from communique.archive import schema
from communique.archive.rows import NUMBERED

N_BLOCK = 1_000
TABLE_OF = {"page": "pages", **{name: f"{name}s" if name != "story" else "stories" for name in NUMBERED}}
# made once: SQLAlchemy keeps with a statement what it takes to find the compiled one again
_LAST = {name: select(func.max(getattr(schema, table).c[name])) for name, table in TABLE_OF.items()}


class Numbers(Protocol):
    """Gives numbers out, by the name of the numbered column."""

    def begin(self) -> None:
        """A transaction has begun: what an earlier one took and did not keep may be given again."""
        ...

    def take(self, name: str) -> int:
        """A number that no row has."""
        ...


class NextNumbers:
    """The numbers after the last row of each table, for the one writer of a file."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._free: dict[str, int] = {}

    def begin(self) -> None:
        """Forget what was given out: the last rows are looked up again."""
        self._free.clear()

    def take(self, name: str) -> int:
        """The next number of a table."""
        if name not in self._free:
            self._free[name] = (self._connection.execute(_LAST[name]).scalar() or 0) + 1
        taken = self._free[name]
        self._free[name] = taken + 1
        return taken


class BlockNumbers:
    """Numbers out of blocks of `N_BLOCK`, which all tables share: no two writers ever hold the same block."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = self._end = 0

    def begin(self) -> None:
        """Nothing: a block stays its writer's, and numbers that were taken for nothing are lost."""

    def take(self, name: str) -> int:
        """The next number of the block."""
        if self._next >= self._end:
            block = int(self._connection.execute(text("SELECT nextval('numbers')")).scalar_one())
            self._next, self._end = block * N_BLOCK, (block + 1) * N_BLOCK
        self._next += 1
        return self._next - 1


def numbers_for(connection: Connection) -> Numbers:
    """The numbers that fit the connection's store."""
    return NextNumbers(connection) if connection.dialect.name == "sqlite" else BlockNumbers(connection)
