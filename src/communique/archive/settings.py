"""What an archive remembers about itself: whether it is stale, how it was assembled, a dossier's issues.

In: a connection. Out: text by name.
"""

from sqlalchemy import Connection, delete, insert, select

from communique.archive import schema


def get_setting(connection: Connection, name: str) -> str | None:
    """The value of that name, None if there is none."""
    value = connection.execute(select(schema.settings.c.value).where(schema.settings.c.name == name)).scalar()
    return None if value is None else str(value)


def set_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a value under a name."""
    connection.execute(delete(schema.settings).where(schema.settings.c.name == name))
    connection.execute(insert(schema.settings), {"name": name, "value": value})
