"""What an archive remembers about itself: whether it is stale, how it was assembled, a dossier's issues.

In: a connection. Out: text by name.
"""

from sqlalchemy import Connection, bindparam, select, text

from communique.archive import schema

_GET = select(schema.settings.c.value).where(schema.settings.c.name == bindparam("asked"))
_SET = text("INSERT INTO settings (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value")


def get_setting(connection: Connection, name: str) -> str | None:
    """The value of that name, None if there is none."""
    value = connection.execute(_GET, {"asked": name}).scalar()
    return None if value is None else str(value)


def set_setting(connection: Connection, name: str, value: str) -> None:
    """Keep a value under a name."""
    connection.execute(_SET, {"name": name, "value": value})


def mark_stale(connection: Connection) -> None:
    """Keep that pages were put since the last assembly. Writers who find it kept do not wait for one another over it."""
    if get_setting(connection, "stale") != "yes":
        set_setting(connection, "stale", "yes")
