"""What writers of one archive wait for.

In: a connection in a transaction. Out: locks that end with the transaction. A file has one writer at a time and needs none; on a
server, writers put different pages side by side, wait for one another over the same page, and all wait for an assembly.
"""

from sqlalchemy import Connection, text

ASSEMBLY = "assembly"
MIGRATION = "migration"


def _lock(connection: Connection, name: str, *, shared: bool = False) -> None:
    if connection.dialect.name == "postgresql":
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        command = f"SELECT {function}(hashtextextended('communique ' || current_schema() || ' ' || :name, 0))"
        connection.execute(text(command), {"name": name})


def hold_all(connection: Connection) -> None:
    """Wait until nobody writes, and keep everybody from it."""
    _lock(connection, ASSEMBLY)


def hold_making(connection: Connection) -> None:
    """Keep everybody from making or changing tables."""
    _lock(connection, MIGRATION)


def join_writers(connection: Connection) -> None:
    """Wait until nobody assembles, and keep everybody from it."""
    _lock(connection, ASSEMBLY, shared=True)


def hold_page(connection: Connection, page_id: str) -> None:
    """Wait until nobody writes this page."""
    _lock(connection, f"page {page_id}")


def hold_url(connection: Connection, url: str) -> None:
    """Wait until nobody writes a fetch of this address."""
    _lock(connection, f"url {url}")


def hold_mark(connection: Connection, input_: str) -> None:
    """Wait until nobody writes how far this input was read."""
    _lock(connection, f"mark {input_}")
