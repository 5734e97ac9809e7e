"""Opening bytes as a format does."""

import io

from communique.sources.base import Opener, Origin, Page


def pages_of(opener: Opener, raw: bytes, name: str, **known: object) -> list[Page]:
    """The pages of some bytes that come under a name."""
    stream = io.BufferedReader(io.BytesIO(raw))  # type: ignore[arg-type]
    return list(opener(stream, Origin(**{"name": name, "uri": name, **known})))  # type: ignore[arg-type]
