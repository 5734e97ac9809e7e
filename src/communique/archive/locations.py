"""Where an archive is: in a file, or on a PostgreSQL server.

In: what a person typed. Out: which of the two, how to show it, what to call it. Looks at the words alone and opens nothing.
"""

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

DEFAULT_SCHEMA = "communique"
_SERVER = re.compile(r"postgres(?:ql)?://?", re.I)


def is_server(location: str | Path) -> bool:
    """Whether an archive is on a server: named by a URL of PostgreSQL's."""
    return _SERVER.match(str(location)) is not None


def server_url(location: str | Path) -> str:
    """The URL of a server; a `Path` has made one slash of two."""
    return _SERVER.sub("postgresql://", str(location), count=1)


def split_schema(url: str) -> tuple[str, str]:
    """A server's URL without `?schema=`, which libpq does not know, and the schema."""
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in reversed(asked) if name == "schema" and value), DEFAULT_SCHEMA)
    kept = urlencode([(name, value) for name, value in asked if name != "schema"], quote_via=quote)  # libpq knows no "+"
    return f"postgresql://{parts.netloc}{parts.path}" + (f"?{kept}" if kept else ""), schema


def without_password(location: str | Path) -> str:
    """The location as it may be printed: without a password."""
    if not is_server(location):
        return str(location)
    parts = urlsplit(server_url(location))
    user, at, host = parts.netloc.rpartition("@")
    query = urlencode(
        [pair for pair in parse_qsl(parts.query) if pair[0] not in ("password", "passfile", "sslpassword")], safe="/"
    )
    name = f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}"
    return f"{name}?{query}" if query else name


def title_of(location: str | Path) -> str:
    """What a view of the archive is headed: the file's or the database's name, with the schema where one is named."""
    if not is_server(location):
        return Path(location).stem
    url = server_url(location)
    database = unquote(urlsplit(url).path.strip("/")) or "postgres"
    schema = split_schema(url)[1]
    return database if schema == DEFAULT_SCHEMA else f"{database} {schema}"
