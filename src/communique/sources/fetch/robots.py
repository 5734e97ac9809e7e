"""What a site's robots.txt asks of us (RFC 9309), and how fast it wants to be asked.

In: addresses, and a way to get a robots.txt. Out: a verdict. Refuses nothing: a file that makes no sense forbids nothing.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.sources.fetch.addresses import Address, parse_address
from communique.sources.fetch.options import MAX_CRAWL_DELAY_S
from communique.sources.fetch.pacing import Pacer
from communique.sources.fetch.troubles import FetchError, StatusError

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "communique"  # the product token (RFC 9309, 2.2.1)
MAX_ROBOTS_BYTES = 500 * 2**10  # RFC 9309, 2.5: at least this much is read; what follows is not
MAX_AGE_S = 86400.0  # RFC 9309, 2.4
UNSAID_AGE_S = 3600.0  # where the server does not say how long it holds
RETRY_S = 300.0  # after which a robots.txt that could not be had is asked for again
MAX_SITES = 2000  # remembered


@dataclass(frozen=True, slots=True)
class _Rules:
    """A site's rules; without a parsed file, everything or, with `trouble`, nothing is allowed."""

    parsed: "Protego | None" = None
    trouble: FetchError | None = None
    until: float = 0.0  # of the monotonic clock


class Robots:
    """Verdicts on addresses. Safe for threads: each robots.txt is asked for once.

    Args:
        get: Gives the text of a robots.txt and for how many seconds it holds; raises `FetchError`, with the codes
            `refused_address` and `unreachable` only where that is true of the whole site.
        pacer: Is told how fast a host wants to be asked.
    """

    def __init__(self, get: Callable[[Address], tuple[bytes, float]], pacer: Pacer) -> None:
        self._get = get
        self._pacer = pacer
        self._rules: OrderedDict[str, _Rules] = OrderedDict()
        self._asking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, address: Address) -> None:
        """Make sure that an address may be fetched.

        Raises:
            FetchError: `robots`; `refused_address` or `unreachable`, where the site is; `stopped`.
        """
        rules = self._site_rules(address)
        if rules.trouble is not None:
            raise FetchError(rules.trouble.code, rules.trouble.detail)
        if rules.parsed is not None and not rules.parsed.can_fetch(address.url, PRODUCT):
            raise FetchError("robots", f"{address.origin}/robots.txt asks not to fetch {address.url[:300]}")

    def _site_rules(self, address: Address) -> _Rules:
        site = address.origin
        with self._lock:
            rules = self._rules.get(site)
            if rules is not None and rules.until > time.monotonic():
                self._rules.move_to_end(site)
                return rules
            asking = self._asking.setdefault(site, threading.Lock())
        with asking:
            with self._lock:
                rules = self._rules.get(site)
                if rules is not None and rules.until > time.monotonic():
                    return rules
            rules = self._asked(site, address.host)
            with self._lock:
                self._rules[site] = rules
                self._rules.move_to_end(site)
                while len(self._rules) > MAX_SITES:
                    self._rules.popitem(last=False)
                self._asking.pop(site, None)
        return rules

    def _asked(self, site: str, host: str) -> _Rules:
        from protego import Protego

        try:
            content, holds_s = self._get(parse_address(site + "/robots.txt"))
        except FetchError as err:
            if err.code == "stopped":
                raise
            if is_unavailable(err):
                return _Rules(until=time.monotonic() + UNSAID_AGE_S)
            until = time.monotonic() + RETRY_S
            if err.code in ("refused_address", "unreachable"):
                return _Rules(trouble=err, until=until)
            detail = f"{site}/robots.txt cannot be had for now, so nothing is fetched there: {err.detail}"
            return _Rules(trouble=FetchError("robots", detail), until=until)
        if len(content) >= MAX_ROBOTS_BYTES:
            content = content[: content.rfind(b"\n") + 1]  # a rule cut in half would say something else
        parsed = Protego.parse(content.decode("utf-8-sig", "replace"))
        self._pacer.slow_down(host, min(_delay_s(parsed), MAX_CRAWL_DELAY_S))
        return _Rules(parsed, until=time.monotonic() + min(max(holds_s, RETRY_S), MAX_AGE_S))


def is_unavailable(err: FetchError) -> bool:
    """Whether trouble means that a site has no robots.txt (RFC 9309, 2.3.1.2 and 2.3.1.3), so that everything is allowed.

    429 is left out, as by the large search engines: a site that has had too many requests does not invite more.
    """
    if isinstance(err, StatusError):
        return 400 <= err.status < 500 and err.status != 429
    return err.code == "too_many_redirects"


def _delay_s(parsed: "Protego") -> float:
    """The delay that a robots.txt asks for between two requests; 0 if it asks for none."""
    delay_s = parsed.crawl_delay(PRODUCT) or 0.0
    rate = parsed.request_rate(PRODUCT)
    if rate is not None and rate.requests > 0:
        delay_s = max(delay_s, rate.seconds / rate.requests)
    return max(0.0, delay_s)
