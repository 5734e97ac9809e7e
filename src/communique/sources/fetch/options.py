"""How the web is asked: the limits that keep a run polite, and those that keep it safe.

In: values as a user gives them. Out: `FetchOptions`. Refuses values that make no sense with `OptionError`.
"""

from dataclasses import dataclass
from pathlib import Path

from communique.errors import OptionError

MAX_WAIT_S = 120.0  # the longest that a server may make a run wait; what it asks for beyond that is given up, not asked early
MAX_CRAWL_DELAY_S = 60.0  # a robots.txt that asks for more between two requests gets this much


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits on what is fetched, and how fast.

    Args:
        allow_private: Also ask addresses of this machine and its network.
        cache: File of answers that may be asked for again with a condition; None keeps none.
        contact: Address of mail or web that goes out with every request, so that a site's owner can complain.
        delay_s: Least time between two requests to one host.
        per_host: Most requests to one host at a time.
        n_workers: Most requests at a time.
        timeout_s: Longest silence: of connecting, and between two pieces of an answer.
        total_timeout_s: Longest time for one address, over all its redirects; waiting for a host's turn does not count.
        max_bytes: Largest answer, on the wire and after decompression.
        max_redirects: Most redirects for one address.
        n_retries: Further attempts for one address after trouble that may pass.
        backoff_s: Longest wait before the first further attempt; it doubles with each.
        fresh_s: Longest time for which a stored answer is used without asking, even if its server allows more.
        max_cache_bytes: Most that the file of answers keeps; what was unused longest goes first.
        ignore_robots: Fetch also what a site's robots.txt asks not to fetch. For one's own sites.
    """

    allow_private: bool = False
    cache: Path | None = None
    contact: str = ""
    delay_s: float = 1.0
    per_host: int = 1
    n_workers: int = 4
    timeout_s: float = 20.0
    total_timeout_s: float = 60.0
    max_bytes: int = 20 * 2**20
    max_redirects: int = 5
    n_retries: int = 2
    backoff_s: float = 1.0
    fresh_s: float = 300.0
    max_cache_bytes: int = 512 * 2**20
    ignore_robots: bool = False

    def __post_init__(self) -> None:
        for name in ("per_host", "n_workers", "max_bytes", "max_cache_bytes"):
            if getattr(self, name) < 1:
                raise OptionError(f"option {name!r} must be 1 or more; got {getattr(self, name)}")
        for name in ("delay_s", "max_redirects", "n_retries", "backoff_s", "fresh_s"):
            if not getattr(self, name) >= 0:
                raise OptionError(f"option {name!r} must be 0 or more; got {getattr(self, name)}")
        for name in ("timeout_s", "total_timeout_s"):
            if not getattr(self, name) > 0:
                raise OptionError(f"option {name!r} must be more than 0; got {getattr(self, name)}")
        # It stands in a header's comment: nothing in it may end the comment or the header.
        if not self.contact.isascii() or not self.contact.isprintable() or set(self.contact) & set("()\\"):
            raise OptionError(f"option 'contact' must be a plain address without brackets; got {self.contact!r}")

    @property
    def user_agent(self) -> str:
        """What every request says of its sender."""
        from communique import __version__

        return f"communique/{__version__}" + (f" (+{self.contact})" if self.contact else "")
