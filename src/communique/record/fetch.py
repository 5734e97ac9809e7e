"""What was asked of the web, and what came of it; kept beside a page, never in its record.

In: values. Out: `Fetch`. Refuses nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from communique.record.model import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request for an address and what came of it.

    `at` is in universal time. `hash` is of the content as delivered, None where there is none; `n_bytes` counts it after
    decompression. `is_cached`: the answer is a stored one, confirmed by the server or still fresh by its own terms.
    """

    url: str
    at: datetime
    final_url: str | None = None
    status: int | None = None
    media_type: str | None = None
    n_bytes: int | None = None
    hash: str | None = None
    is_cached: bool = False
    trouble: Issue | None = None
